"""What a cache between the server and the pages would notice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from crossorigin._browser import cors_check, header_value, line_values, list_members
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN
from crossorigin.doctor.conformance._causes import Cause
from crossorigin.doctor.conformance._differences import difference, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crossorigin import Policy
    from crossorigin._browser import HeaderList
    from crossorigin.doctor.conformance._causes import MattersTo
    from crossorigin.doctor.conformance._differences import Difference
    from crossorigin.doctor.conformance._requests import Answered
    from crossorigin.doctor.probing._transport import HTTPResponse

# https://www.rfc-editor.org/rfc/rfc9110#section-15.1, and the 304 that renews what is stored.
_KEPT_BY_ITSELF: Final = frozenset(
    {200, 203, 204, 206, 300, 301, 304, 308, 404, 405, 410, 414, 501}
)
_KEPT_METHODS: Final = frozenset({"GET", "HEAD"})
_FRESHNESS: Final = ("max-age", "s-maxage", "public")
_OUR_NAMES: Final = frozenset(
    {"origin", "access-control-request-headers", "access-control-request-method"}
)


def cache_differences(policy: Policy, answered: Iterable[Answered]) -> Iterator[Difference]:
    """Yield what differs in ``Vary``, between responses of one URL too."""
    groups: dict[tuple[str, str, bool], list[Answered]] = defaultdict(list)
    for each in answered:
        ask = each.ask
        groups[ask.method, ask.url, ask.is_found].append(each)
    for group in groups.values():
        actual = [each for each in group if not each.ask.question.is_preflight]
        for each in actual:
            yield from _of_vary(policy, each, actual)
    for each in answered:
        if each.ask.question.is_preflight:
            yield from _of_preflight(policy, each)
        names = [name.lower() for name in list_members(each.response.headers, "vary")]
        if len(names) > len(set(names)):
            text = ", ".join(line_values(each.response.headers, "vary"))
            yield difference(Cause.VARY_TWICE, each, "each name once", f"Vary: {text}", "nobody")


def _signature(response: HTTPResponse) -> frozenset[tuple[str, str]]:
    """Return the headers of *response* by which a browser decides who may read it."""
    ours = CORS_RESPONSE_HEADERS | {TIMING_ALLOW_ORIGIN}
    found = ((name.lower(), value) for name, value in response.headers)
    return frozenset(line for line in found if line[0] in ours)


def _vary_of(response: HTTPResponse) -> frozenset[str]:
    """Return the names in ``Vary``, in lower case."""
    return frozenset(name.lower() for name in list_members(response.headers, "vary"))


def _of_vary(policy: Policy, answered: Answered, group: list[Answered]) -> Iterator[Difference]:
    """Yield what differs in ``Vary``, beside the other responses of the URL, the *group*."""
    own, headers = _vary_of(answered.response), answered.response.headers
    if "*" in own:
        return
    is_same = len({_signature(each.response) for each in group}) == 1
    by_policy, text = _varies(policy, answered), shown(headers, "Vary")
    matters: MattersTo = "cache" if is_kept(answered) else "nobody"
    if "origin" not in own:
        misleads = any(_misleads(answered.response, each) for each in group)
        if misleads or by_policy:
            to = matters if misleads else "nobody"
            yield difference(Cause.VARY_MISSING, answered, "Vary: Origin", text, to)
    elif is_same and not by_policy:
        yield difference(Cause.VARY_SPARE, answered, "no Origin in Vary", text, "nobody")
    every = frozenset[str]().union(*(_vary_of(each.response) for each in group))
    lost = every - own - _OUR_NAMES - {"*"}
    if lost:
        expected = f"Vary: {', '.join(sorted(lost))}"
        yield difference(Cause.VARY_LOST, answered, expected, text, matters)


def _misleads(stored: HTTPResponse, other: Answered) -> bool:
    """Tell whether a page that is given the *stored* response in place of its own notices."""
    origin = other.ask.origin
    if origin is None or not other.ask.is_sendable:
        return False
    return _reading(stored.headers, origin) != _reading(other.response.headers, origin)


def _reading(headers: HeaderList, origin: str) -> tuple[object, ...]:
    """Return what a page of *origin* may do with a response that has *headers*."""
    reads = [cors_check(headers, origin, has_credentials=each) is None for each in (False, True)]
    timing = list_members(headers, TIMING_ALLOW_ORIGIN)
    exposed = frozenset(map(str.lower, list_members(headers, "access-control-expose-headers")))
    return (*reads, exposed if any(reads) else None, "*" in timing or origin in timing)


def _varies(policy: Policy, answered: Answered) -> bool:
    """Tell whether the policy names ``Origin`` in the ``Vary`` of the response."""
    return any(name == "Vary" for name, _ in policy.decide(answered.ask.question).headers)


def _of_preflight(policy: Policy, answered: Answered) -> Iterator[Difference]:
    """Yield that ``Vary`` of the answer to a preflight, which no cache keeps, is another one."""
    expected = tuple(policy.decide(answered.ask.question).headers)
    named = frozenset(name.lower() for name in list_members(expected, "vary"))
    own = _vary_of(answered.response)
    if named - own and "*" not in own:
        texts = shown(expected, "Vary"), shown(answered.response.headers, "Vary")
        yield difference(Cause.VARY_MISSING, answered, *texts, "nobody")


def is_kept(answered: Answered) -> bool:
    """
    Tell whether a cache may keep the response.

    Source: https://www.rfc-editor.org/rfc/rfc9111#section-3
    """
    if answered.ask.method not in _KEPT_METHODS:
        return False
    control = (header_value(answered.response.headers, "cache-control") or "").lower()
    if "no-store" in control:
        return False
    is_fresh = any(name in control for name in _FRESHNESS)
    has_date = header_value(answered.response.headers, "expires") is not None
    return answered.response.status in _KEPT_BY_ITSELF or is_fresh or has_date
