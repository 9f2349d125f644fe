"""The ways in which a server that has a policy of CORS refuses, whatever the status it chooses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value, list_members
from crossorigin._web.fetch import SAFELISTED_METHODS
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.causes._refusal_words import refusals_in
from crossorigin.doctor.check._symptoms import ERROR, OK, is_of_gateway, line, permits
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.causes._refusal_words import Refusal
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

_SLUGS: Final = (
    CauseSlug.ORIGIN_NOT_LISTED,
    CauseSlug.METHOD_NOT_LISTED,
    CauseSlug.HEADER_NOT_LISTED,
    CauseSlug.CORS_NOT_ENABLED,
    CauseSlug.HOST_NOT_LISTED,
    CauseSlug.SENDER_NOT_LISTED,
)
_OF_GUARD: Final = frozenset(_SLUGS[4:])
_OURS: Final = "crossorigin"
_ORIGIN, _METHOD, _HEADER = _SLUGS[:3]
# So API Gateway says that there is no such method of the resource: it is not about a login.
_NO_ROUTE: Final = re.compile(r'\A\{"message":\s?"Missing Authentication Token"\}')
_MAX_READ: Final = 4096
# Statuses that say no more than the words beside them.
_SILENT: Final = frozenset({*OK, 400, 403})


def refusals_in_words(exchange: HTTPExchange) -> Iterator[Symptom]:
    """Yield the causes that the body of an error names, each once; of several, the likeliest."""
    if exchange.status < ERROR:
        return
    found = {refusal.slugs[0]: refusal for refusal in reversed(_refusals(exchange))}
    for slug in sorted(found, key=_SLUGS.index):
        server = found[slug].server
        seen = f"{line(exchange)} is answered {exchange.status}, in the words of {server} for it"
        # The guard says the next step itself.
        words = exchange.content[:_MAX_READ].decode("latin-1").partition("\n")[0]
        said = f": {escape(words, 300)}" if slug in _OF_GUARD and server == _OURS else "."
        yield Symptom(slug, certain=True, evidence=f"{seen}{said}")


def _refusals(exchange: HTTPExchange) -> list[Refusal]:
    """Return the refusals that the body of *exchange* says."""
    return list(refusals_in(exchange.content[:_MAX_READ].decode("latin-1")))


def has_no_route(exchange: HTTPExchange) -> bool:
    """Tell whether an API gateway says that the resource has no such method, by a status of 403."""
    text = exchange.content[:_MAX_READ].decode("latin-1")
    return exchange.status >= ERROR and _NO_ROUTE.match(text) is not None


def refusals_in_silence(exchange: HTTPExchange, evidence: Evidence) -> Iterator[Symptom]:
    """
    Yield why a policy that permits this page answers a preflight without a permission.

    A preflight that varies by the origin was answered by the policy; of a bare refusal, others may
    be the author.
    """
    permitted = [each for each in permitting(evidence) if not each.is_preflight]
    if not permitted or exchange.has_cors or exchange.status not in _SILENT:
        return
    is_policy = exchange.varies_by_origin or any(_refusals(exchange))
    if not is_policy and exchange.status in OK:
        return
    seen = f"{line(permitted[0])} permits this page, and the preflight is answered"
    seen = f"{seen} {exchange.status} without a permission: the policy refuses"
    if not is_policy:
        seen = f"A policy that permits {permitted[0].request.method} may refuse"
    method = header_value(exchange.request.headers, "access-control-request-method") or ""
    names = list_members(exchange.request.headers, "access-control-request-headers")
    is_listed = method in SAFELISTED_METHODS
    if not is_listed:
        words = f"{seen} the method {escape(method, 40)}{', or a header' * bool(names)}."
        yield Symptom(_METHOD, certain=is_policy and not names, evidence=words)
    if names:
        shown = escape(", ".join(names), 100)
        words = f"{seen} {'a header' if is_listed else 'the method, or a header'} of {shown}."
        yield Symptom(_HEADER, certain=is_policy and is_listed, evidence=words)


def names_one(exchange: HTTPExchange) -> bool:
    """Tell whether the words of a refusal mean one cause, or there are none."""
    return all(len(refusal.slugs) == 1 for refusal in _refusals(exchange))


def refusal_of_origin(evidence: Evidence) -> Symptom | None:
    """Return that the same request without an ``Origin``, and no other one, is answered."""
    actual, other = evidence.actual, evidence.probe(Purpose.OTHER_ORIGIN)
    without = evidence.probe(Purpose.NO_ORIGIN)
    if actual is None or without is None or actual.status < ERROR:
        return None
    # A GET stands in place of a method that changes something, and may find another route.
    if without.request.method != actual.request.method or without.status == actual.status:
        return None
    if is_of_gateway(actual) or is_of_gateway(without):
        return None
    seen = (
        f"{line(actual)} is answered {actual.status} with this Origin, {without.status} without one"
    )
    certain = other is not None and other.status == actual.status
    return Symptom(_ORIGIN, certain=certain, evidence=f"{seen}: a policy refuses the origin.")


def knows_cors(evidence: Evidence) -> bool:
    """Tell whether any answer shows a policy of CORS."""
    return any(each.has_cors or each.varies_by_origin for each in evidence.log)


def permitting(evidence: Evidence) -> list[HTTPExchange]:
    """Return the exchanges of which the page may read the response; a fresh URL is a cache's."""
    return [
        each
        for each in evidence.log
        if each.purpose is not Purpose.FRESH and permits(evidence, each)
    ]
