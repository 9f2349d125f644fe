"""
Decide what to answer, in the order in which the standard has a browser check it.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import inspect
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from crossorigin._policy.compiled import REFUSED, VARY_PREFLIGHT, Rules, is_insecure, listed
from crossorigin._policy.headers import Header, merged_headers
from crossorigin._policy.origins import Origin
from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin._web.fetch import (
    DEFAULT_PORTS,
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADER_PREFIXES,
    FORBIDDEN_REQUEST_HEADERS,
    MAX_METHOD_LENGTH,
    MAX_REQUEST_HEADERS_LENGTH,
    MAX_REQUEST_HEADERS_NAMES,
    NON_WILDCARD_REQUEST_HEADER,
    OPAQUE_ORIGIN,
    OPTIONAL_WHITE_SPACE,
    SAFELISTED_METHODS,
    TOKEN,
)
from crossorigin._web.origins import split_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.requests import CORSRequest, OriginSource

logger: Final = logging.getLogger("crossorigin")
# What stands for the answer of an origin source that raised; the log has its exception.
FAILED: Final = object()


@dataclass(frozen=True, slots=True)
class Decision:
    """
    Hold what to answer, and why.

    Attributes:
        request: What was asked.
        reason: Why the decision fell so.
        allowed: Whether all that the request asks for is permitted.
        origin_allowed: Whether pages of the origin may read the response.
        headers: The CORS headers and ``Vary`` of the response.
        status: A preflight's status, otherwise ``None``.
        body: A preflight's body, otherwise empty.
        subject: The method or the header that is refused, otherwise empty.
    """

    request: CORSRequest
    reason: Reason
    allowed: bool
    origin_allowed: bool
    headers: tuple[Header, ...]
    status: int | None = None
    body: str = ""
    subject: str = ""
    rules: Rules = field(repr=False, compare=False, kw_only=True)

    @property
    def is_preflight(self) -> bool:
        """Tell whether the library answers by itself, without calling the app."""
        return self.status is not None

    def apply(self, response_headers: Iterable[Header]) -> list[Header]:
        """
        Return *response_headers* with this decision's in place of their CORS headers.

        ``Vary`` is merged into one line. If the policy exposes every header to pages that
        send credentials, the names of *response_headers* are listed, because a ``*``
        means nothing then. The argument is not changed.

        Source: https://fetch.spec.whatwg.org/#http-responses
        """
        merged, _ = merged_headers(
            list(response_headers),
            self.headers,
            self.rules.timing,
            self.rules.exposes_all and self.origin_allowed and not self.is_preflight,
        )
        return merged

    def answer_headers(self) -> list[Header]:
        """Return all headers of the answer to a preflight, those of its body included."""
        headers = list(self.headers)
        if self.body:
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
        # Not 204: after one without Content-Length, WebKitGTK drops the connection.
        headers.append(("Content-Length", str(len(self.body.encode()))))
        return headers

    def explain(self) -> str:
        """Return, in plain words and on a few lines, what was decided and why."""
        from crossorigin._policy.explanations import explained  # noqa: PLC0415 - never on a hot path

        return explained(self)


def decide(rules: Rules, request: CORSRequest) -> Decision:
    """Return what *rules* answer to *request*; nothing that a client sends raises."""
    verdict = judged_origin(rules, request)
    if not isinstance(verdict, Reason):
        verdict = judged_answer(rules, request, _answer_of(verdict, request))
    return decided(rules, request, verdict)


def decided(rules: Rules, request: CORSRequest, verdict: Reason) -> Decision:
    """Return what *rules* answer to *request*, whose origin has got its *verdict*."""
    if request.is_preflight:
        return _decided_preflight(rules, request, verdict)
    return _decided_actual(rules, request, verdict)


def judged_origin(rules: Rules, request: CORSRequest) -> Reason | OriginSource:
    """Return ``ALLOWED``, why the policy does not let the origin in, or the source to ask."""
    text = request.origin
    if text is None:
        return Reason.NO_ORIGIN
    if text in rules.origins:
        return Reason.ALLOWED
    if text == OPAQUE_ORIGIN:
        return Reason.ALLOWED if rules.any_origin else Reason.ORIGIN_NULL
    if split_origin(text) is None:
        return Reason.ORIGIN_MALFORMED
    if rules.source is None:
        return Reason.ALLOWED if rules.any_origin else Reason.ORIGIN_NOT_ALLOWED
    return rules.source


def _answer_of(source: OriginSource, request: CORSRequest) -> object:
    """Return what *source* says of the origin of *request*, ``FAILED`` if it raises."""
    try:
        return source(*question_of(request))
    except Exception:
        logger.exception("The origin source failed for %s: refused.", request.origin)
        return FAILED


def question_of(request: CORSRequest) -> tuple[Origin, CORSRequest]:
    """Return what an origin source is asked of *request*, whose origin has parsed."""
    if not request.is_preflight:
        # The answer goes by no header that its `Vary` does not name.
        request = replace(request, request_method=None, request_headers=None)
    return Origin.parse(request.origin or ""), request


def judged_answer(rules: Rules, request: CORSRequest, answer: object) -> Reason:
    """Return the verdict that the *answer* of an origin source makes."""
    origin = Origin.parse(request.origin or "")
    if not isinstance(answer, bool):
        if inspect.iscoroutine(answer):
            # The log says it better than Python, which warns of it later and elsewhere.
            answer.close()
        if answer is not FAILED:
            logger.error(
                "The origin source returned %s for %s, not True or False: refused.",
                type(answer).__name__,
                origin,
            )
        return Reason.ORIGIN_SOURCE_FAILED
    if not answer:
        return Reason.ORIGIN_NOT_ALLOWED
    if rules.credentials and not rules.insecure_origins and is_insecure(origin.scheme, origin.host):
        return Reason.ORIGIN_INSECURE
    return Reason.ALLOWED


def _is_own_origin(request: CORSRequest) -> bool:
    """Tell whether the page comes from the host and port that this request went to."""
    if request.origin is None or request.host is None:
        return False
    scheme, separator, authority = request.origin.partition("://")
    host = request.host.lower().removesuffix(f":{DEFAULT_PORTS.get(scheme)}")
    return bool(separator) and authority == host


def _decided_actual(rules: Rules, request: CORSRequest, verdict: Reason) -> Decision:
    """Return what the response to an actual request gets."""
    origin_allowed = verdict is Reason.ALLOWED
    reason = Reason.SAME_ORIGIN if _is_own_origin(request) else verdict
    if rules.constant is not None:
        headers = rules.constant
    elif request.origin is not None and origin_allowed:
        headers = rules.headers_for(request.origin)
    else:
        headers = REFUSED
    allowed = reason in {Reason.ALLOWED, Reason.NO_ORIGIN, Reason.SAME_ORIGIN}
    return Decision(request, reason, allowed, origin_allowed, headers, rules=rules)


def _decided_preflight(rules: Rules, request: CORSRequest, verdict: Reason) -> Decision:
    """Return the answer to a preflight."""
    if verdict is not Reason.ALLOWED:
        body = f"{verdict}: {SENTENCES[verdict]}\n"
        return Decision(request, verdict, False, False, (VARY_PREFLIGHT,), 403, body, rules=rules)  # noqa: FBT003
    names, reason, subject = _judged_names(rules, request)
    methods = _permitted_methods(rules, request)
    if request.request_method not in methods | SAFELISTED_METHODS:
        reason, subject = Reason.METHOD_NOT_ALLOWED, request.request_method or ""
    origin = "*" if rules.any_origin else request.origin or ""
    headers = (
        ("Access-Control-Allow-Origin", origin),
        *listed("Access-Control-Allow-Methods", methods),
        *listed("Access-Control-Allow-Headers", names),
        *rules.preflight,
    )
    allowed = reason is Reason.ALLOWED
    return Decision(request, reason, allowed, True, headers, 200, subject=subject, rules=rules)  # noqa: FBT003


def _permitted_methods(rules: Rules, request: CORSRequest) -> frozenset[str]:
    """Return the methods to list: never ``*``, which Firefox's preflight cache ignores."""
    if not isinstance(rules.methods, str):
        return rules.methods
    asked = request.request_method or ""
    if rules.methods == "route":
        methods = request.route_methods or frozenset[str]()
        return methods if _is_method(asked) else methods - {asked}
    return frozenset({asked} if _is_method(asked) else ())


def _is_method(text: str) -> bool:
    """Tell whether *text* is a method that a page may send, safe to repeat."""
    return (
        len(text) <= MAX_METHOD_LENGTH
        and TOKEN.fullmatch(text) is not None
        and text.upper() not in FORBIDDEN_METHODS
    )


def _judged_names(rules: Rules, request: CORSRequest) -> tuple[frozenset[str], Reason, str]:
    """Return the request headers to list, and why one of those asked for is not among them."""
    asked = _asked_names(request.request_headers or "")
    if asked is None:
        return rules.request_headers, Reason.TOO_MANY_HEADERS, ""
    permitted = rules.request_headers
    if rules.any_request_header:
        permitted = permitted.union(filter(_wildcard_covers, asked))
    refused = sorted(set(asked) - permitted)
    if not refused:
        return permitted, Reason.ALLOWED, ""
    if rules.any_request_header and refused == [NON_WILDCARD_REQUEST_HEADER]:
        return permitted, Reason.AUTHORIZATION_NOT_LISTED, refused[0]
    return permitted, Reason.HEADER_NOT_ALLOWED, refused[0]


def _asked_names(value: str) -> list[str] | None:
    """Return the names that *value* lists, in lower case, or ``None`` if they are too many."""
    if len(value) > MAX_REQUEST_HEADERS_LENGTH or value.count(",") >= MAX_REQUEST_HEADERS_NAMES:
        return None
    members = (member.strip(OPTIONAL_WHITE_SPACE) for member in value.split(","))
    # Only ASCII is folded: the Kelvin sign in lower case is the letter k.
    return [member.lower() if member.isascii() else member for member in members if member]


def _wildcard_covers(name: str) -> bool:
    """
    Tell whether ``*`` permits the request header *name*, which is then safe to repeat.

    Source: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    """
    return (
        TOKEN.fullmatch(name) is not None
        and name != NON_WILDCARD_REQUEST_HEADER
        and name not in FORBIDDEN_REQUEST_HEADERS
        and not name.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES)
    )
