"""Servers that differ from their policy, each with all that a browser or a cache notices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value
from crossorigin.doctor.probing._transport import HTTPResponse
from tests.doctor.conformance.serving import (
    ACAC,
    ACAH,
    ACAM,
    ACAO,
    ACEH,
    MAX_AGE,
    POLICY,
    adding,
    by,
    changing,
    letting,
    on_actual,
    on_methods,
    on_preflights,
    on_status,
    right,
    setting,
    without,
    without_cors,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from crossorigin import Policy
    from tests.doctor.conformance.serving import Asked

_APP: Final = "https://app.example.com"
_LETS_IN: Final = {"origin-let-in", "preflight-lets-in"}


@dataclass(frozen=True, slots=True)
class Case:
    """
    A server, and its differences.

    Attributes:
        id: Its name.
        answer: Its responses.
        browser: The causes that matter to browsers.
        cache: Those that matter to caches.
        policy: The policy that it is to keep.
    """

    id: str
    answer: Callable[[Asked], HTTPResponse]
    browser: AbstractSet[str] = field(default=frozenset(), hash=False)
    cache: AbstractSet[str] = field(default=frozenset(), hash=False)
    policy: Policy = field(default=POLICY, repr=False)


def _matching(expression: str) -> Callable[[Asked], HTTPResponse]:
    """Return the server that searches an origin for *expression*."""
    return letting(lambda origin: re.search(expression, origin) is not None)


def _first_alone(asked: Asked) -> HTTPResponse:
    """Send the first origin of the list to everyone, as a constant."""
    known = replace(asked.question, origin=_APP)
    return without(right(replace(asked, question=known)), "vary")


def _one_label(asked: Asked) -> HTTPResponse:
    """Take a star for one label."""
    is_deep = re.fullmatch(r"https://[^.]+\.[^.]+.*\.example\.org", asked.origin or "")
    question = replace(asked.question, origin="https://x.invalid") if is_deep else asked.question
    return right(replace(asked, question=question))


def _star_for_all(asked: Asked) -> HTTPResponse:
    """Let everyone read, without cookies."""
    known = replace(asked.question, origin=_APP)
    response = without(right(replace(asked, question=known)), ACAC, "vary")
    return setting(response, ACAO, "*")


def _after_login(asked: Asked) -> HTTPResponse:
    """Ask for a password first."""
    return HTTPResponse(status=401) if asked.is_preflight else right(asked)


def _redirecting(asked: Asked) -> HTTPResponse:
    """Redirect before all else, preflights too."""
    location = ("Location", "https://api.example.com/v2")
    return adding(replace(right(asked), status=308), location)


def _refusing_options(asked: Asked) -> HTTPResponse:
    """Know no OPTIONS."""
    is_options = asked.request.method == "OPTIONS"
    return without_cors(HTTPResponse(status=405)) if is_options else right(asked)


class _Cached:
    """A cache that ignores ``Vary``."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], HTTPResponse] = {}

    def __call__(self, asked: Asked) -> HTTPResponse:
        """Answer from the cache."""
        if asked.request.method != "GET":
            return right(asked)
        key = (asked.path, header_value(asked.request.headers, "if-none-match") or "")
        return self._kept.setdefault(key, right(asked))


def _has_origin(asked: Asked, _: HTTPResponse) -> bool:
    """Tell whether a request lacks ``Origin``."""
    return asked.origin is None


def _is_refused(asked: Asked, response: HTTPResponse) -> bool:
    """Tell whether an actual response permits nobody."""
    return not asked.is_preflight and header_value(response.headers, ACAO) is None


def _echo_headers(asked: Asked) -> HTTPResponse:
    """Permit the request headers that are asked for."""
    response = right(asked)
    asked_for = asked.question.request_headers
    return setting(response, ACAH, asked_for) if asked_for else response


def _echo_method(asked: Asked) -> HTTPResponse:
    """Permit the method that is asked for."""
    method = asked.question.request_method
    return setting(right(asked), ACAM, method) if method else right(asked)


_WITHOUT_CREDENTIALS: Final = POLICY.replace(credentials=False)
_PUBLIC: Final = POLICY.replace(origins="*", credentials=False)
_TIMED: Final = POLICY.replace(timing=True)

ORIGINS: Final = (
    Case("reflects-every-origin", letting(bool), _LETS_IN),
    Case(
        "reflects-on-responses-alone",
        lambda asked: right(asked) if asked.is_preflight else letting(bool)(asked),
        {"origin-let-in"},
    ),
    Case("matches-the-end", _matching(r"example\.org$"), _LETS_IN),
    Case("matches-the-beginning", _matching(r"^https://app\.example\.com"), _LETS_IN),
    Case("matches-anywhere", _matching(r"app\.example\.com"), _LETS_IN),
    Case("matches-any-character-for-a-dot", _matching(r"^https://app.example.com$"), _LETS_IN),
    Case("matches-without-a-boundary", _matching(r"^https://.*example\.org$"), _LETS_IN),
    Case("lets-null-in", letting("null".__eq__), _LETS_IN),
    Case("lets-http-in", _matching(r"^http://app\.example\.com$"), _LETS_IN),
    Case("lets-any-port-in", _matching(r"^https://app\.example\.com:\d+$"), _LETS_IN),
    Case("lets-the-parent-in", _matching(r"^https://example\.org$"), _LETS_IN),
    Case("lets-a-trailing-dot-in", _matching(r"\.com\.$"), _LETS_IN),
    Case("takes-a-star-for-one-label", _one_label, {"origin-kept-out", "preflight-refused"}),
    Case(
        "sends-one-origin-to-all",
        _first_alone,
        {"origin-kept-out", "preflight-refused"},
    ),
    Case(
        "sends-the-list",
        changing(lambda each: setting(each, ACAO, f"{_APP}, https://x.example.org")),
        {"origin-kept-out", "preflight-refused", "errors-kept-out", "redirects-kept-out"},
    ),
    Case(
        "sends-a-slash-at-the-end",
        changing(lambda each: setting(each, ACAO, f"{_APP}/"), on_actual),
        {"origin-kept-out", "errors-kept-out", "redirects-kept-out"},
    ),
    Case(
        "sends-a-star",
        _star_for_all,
        {"origin-let-in", "preflight-lets-in", "credentials-missing"},
    ),
)

RESPONSES: Final = (
    Case(
        "forgets-404-and-500",
        changing(without_cors, on_status(404, 500)),
        {"errors-kept-out"},
    ),
    Case("forgets-500", changing(without_cors, on_status(500)), {"errors-kept-out"}),
    Case("forgets-redirects", changing(without_cors, on_status(301)), {"redirects-kept-out"}),
    Case("forgets-304", changing(without_cors, on_status(304)), {"origin-kept-out"}),
    Case("forgets-head", changing(without_cors, on_methods(["HEAD"])), {"origin-kept-out"}),
    Case("forgets-options", changing(without_cors, on_methods(["OPTIONS"])), {"origin-kept-out"}),
    Case(
        "crashes-with-nothing",
        changing(lambda each: replace(each, headers=()), on_status(500)),
        {"errors-kept-out"},
    ),
    Case(
        "sends-the-origin-twice",
        changing(lambda each: adding(each, ("Access-Control-Allow-Origin", "*")), on_actual),
        {"lines-twice", "origin-let-in"},
    ),
    Case(
        "sends-the-same-origin-twice",
        changing(
            lambda each: adding(each, *(line for line in each.headers if line[0].lower() == ACAO))
        ),
        {"lines-twice", "preflight-refused"},
    ),
    Case(
        "sends-credentials-twice",
        changing(
            lambda each: adding(each, *(line for line in each.headers if line[0].lower() == ACAC)),
            on_actual,
        ),
        {"lines-twice"},
    ),
    Case(
        "forgets-credentials", changing(lambda each: without(each, ACAC)), {"credentials-missing"}
    ),
    Case(
        "spells-true-as-python-does",
        changing(lambda each: setting(each, ACAC, "True")),
        {"credentials-missing"},
    ),
    Case("adds-credentials", by(POLICY), {"credentials-beyond"}, policy=_WITHOUT_CREDENTIALS),
    Case("exposes-nothing", changing(lambda each: without(each, ACEH)), {"exposed-missing"}),
    Case(
        "exposes-nothing-on-errors",
        changing(lambda each: without(each, ACEH), on_status(404, 500)),
        {"exposed-missing"},
    ),
    Case(
        "exposes-a-star-with-credentials",
        changing(lambda each: setting(each, ACEH, "*")),
        {"exposed-missing", "exposed-beyond"},
    ),
    Case(
        "exposes-more",
        changing(lambda each: setting(each, ACEH, "x-total, x-internal")),
        {"exposed-beyond"},
    ),
    Case(
        "forgets-timing",
        changing(lambda each: without(each, "timing-allow-origin"), policy=_TIMED),
        {"timing-missing"},
        policy=_TIMED,
    ),
    Case(
        "times-for-another-origin",
        changing(lambda each: setting(each, "timing-allow-origin", "null"), policy=_TIMED),
        {"timing-missing"},
        policy=_TIMED,
    ),
)

PREFLIGHTS: Final = (
    Case("asks-for-a-login-first", _after_login, {"preflight-not-answered"}),
    Case(
        "knows-no-options",
        _refusing_options,
        {"preflight-not-answered", "errors-kept-out"},
    ),
    Case("redirects-preflights", _redirecting, {"preflight-not-answered"}),
    Case(
        "answers-404-to-preflights",
        changing(lambda each: replace(each, status=404), on_preflights),
        {"preflight-not-answered"},
    ),
    Case("answers-preflights-bare", changing(without_cors, on_preflights), {"preflight-refused"}),
    Case("forgets-methods", changing(lambda each: without(each, ACAM)), {"method-refused"}),
    Case(
        "spells-methods-in-lower-case",
        changing(lambda each: setting(each, ACAM, "get, put, delete")),
        {"method-refused", "method-permitted"},
    ),
    Case(
        "sends-a-star-for-methods",
        changing(lambda each: setting(each, ACAM, "*")),
        {"method-refused", "method-permitted"},
    ),
    Case(
        "lists-one-more-method",
        changing(lambda each: setting(each, ACAM, "DELETE, GET, PATCH, PUT")),
        {"method-permitted"},
    ),
    Case("repeats-the-method", _echo_method, {"method-permitted"}),
    Case("forgets-headers", changing(lambda each: without(each, ACAH)), {"header-refused"}),
    Case("repeats-the-headers", _echo_headers, {"header-permitted"}),
    Case(
        "lists-one-more-header",
        changing(lambda each: setting(each, ACAH, "content-type, x-token, x-api-key")),
        {"header-permitted"},
    ),
    Case("forgets-max-age", changing(lambda each: without(each, MAX_AGE)), {"max-age-differs"}),
    Case(
        "sends-max-age-twice",
        changing(lambda each: adding(each, ("Access-Control-Max-Age", "600")), on_preflights),
        {"max-age-differs"},
    ),
    Case(
        "keeps-longer",
        changing(lambda each: setting(each, MAX_AGE, "86400")),
        {"max-age-differs"},
    ),
)

CACHES: Final = (
    Case("forgets-vary", changing(lambda each: without(each, "vary")), cache={"vary-missing"}),
    Case(
        "forgets-vary-without-origin",
        changing(lambda each: setting(each, "vary", "Accept-Encoding"), _has_origin),
        cache={"vary-missing"},
    ),
    Case(
        "forgets-vary-on-refusals",
        changing(lambda each: setting(each, "vary", "Accept-Encoding"), _is_refused),
        cache={"vary-missing"},
    ),
    Case(
        "forgets-vary-on-404",
        changing(lambda each: setting(each, "vary", "Accept-Encoding"), on_status(404)),
        cache={"vary-missing"},
    ),
    Case(
        "replaces-vary",
        changing(
            lambda each: setting(each, "vary", "Origin"),
            lambda asked, response: not _is_refused(asked, response),
        ),
        cache={"vary-lost"},
    ),
    Case(
        "reflects-without-vary",
        lambda asked: without(setting(right(asked, _PUBLIC), ACAO, asked.origin or "*"), "vary"),
        cache={"vary-missing"},
        policy=_PUBLIC,
    ),
    Case(
        "is-behind-a-cache-that-ignores-vary",
        _Cached(),
        {"origin-kept-out", "errors-kept-out", "redirects-kept-out"},
    ),
)

WRONG: Final = (*ORIGINS, *RESPONSES, *PREFLIGHTS, *CACHES)
