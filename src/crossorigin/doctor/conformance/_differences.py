"""What differs between the answer of a server and that of its policy, for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import HeaderList, header_value, line_values, list_members
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, REDIRECT_STATUSES, TIMING_ALLOW_ORIGIN
from crossorigin.doctor.conformance._causes import Cause, MattersTo
from crossorigin.doctor.conformance._views import page_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from crossorigin import Policy
    from crossorigin._browser import Engine
    from crossorigin.doctor.conformance._ask import Ask
    from crossorigin.doctor.conformance._requests import Answered
    from crossorigin.doctor.conformance._views import PageView
    from crossorigin.doctor.probing._transport import HTTPResponse

ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
EXPOSE_HEADERS: Final = "Access-Control-Expose-Headers"
_TIMING: Final = "Timing-Allow-Origin"
_ERROR: Final = 400
# Read as lists, in which neither order nor case matters.
_LISTS: Final = frozenset(
    {
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-expose-headers",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    A difference.

    Attributes:
        cause: Its name.
        ask: The request.
        response: The response.
        expected: What the policy would send, as far as it differs.
        got: What the server has sent, as far as it differs.
        matters_to: Who would notice.
    """

    cause: Cause
    ask: Ask
    response: HTTPResponse
    expected: str
    got: str
    matters_to: MattersTo


def difference(
    cause: Cause, answered: Answered, expected: str, got: str, matters_to: MattersTo
) -> Difference:
    """Return a difference; to a request that no browser sends, no browser gets the answer."""
    is_moot = matters_to == "browser" and not answered.ask.is_sendable
    return Difference(
        cause=cause,
        ask=answered.ask,
        response=answered.response,
        expected=expected,
        got=got,
        matters_to="nobody" if is_moot else matters_to,
    )


def shown(headers: HeaderList, *names: str) -> str:
    """Return the lines of *headers* that are called one of *names*, on one line."""
    parts: list[str] = []
    for name in names:
        values = line_values(headers, name.lower())
        parts += [f"{name}: {value}" for value in values] or [f"no {name}"]
    return "; ".join(parts)


def actual_differences(policy: Policy, answered: Answered) -> Iterator[Difference]:
    """Yield what differs in the response to an actual request, for a page of its origin."""
    got = answered.response.headers
    # What the policy exposes may be missing in this very response, and be in others.
    named = () if policy.compiled.exposes_all else _exposable(policy, got)
    sent = (*got, *((name, "-") for name in named if header_value(got, name) is None))
    expected = tuple(policy.decide(answered.ask.question).apply(sent))
    if _sorted(expected) == _sorted(sent):
        return
    found = list(_of_page(policy, answered, expected, sent))
    yield from found
    if not found:
        yield from spare_headers(answered, expected, got)


def _sorted(headers: HeaderList) -> list[tuple[str, str]]:
    """Return *headers* with neither their order nor the case of their names."""
    return sorted((name.lower(), value) for name, value in headers)


def _exposable(policy: Policy, headers: HeaderList) -> tuple[str, ...]:
    """Return the names that *policy* exposes or the *headers* of a response do, in lower case."""
    own = policy.expose_headers if isinstance(policy.expose_headers, frozenset) else ()
    listed = list_members(headers, EXPOSE_HEADERS.lower())
    names = {name.lower() for name in (*own, *listed)}
    return tuple(sorted(names - CORS_RESPONSE_HEADERS - {"*"}))


def _of_page(
    policy: Policy, answered: Answered, expected: HeaderList, sent: HeaderList
) -> Iterator[Difference]:
    """Yield what a page would notice."""
    origin = answered.ask.origin
    if origin is None:
        return
    got = answered.response.headers
    views = page_views(expected, origin), page_views(sent, origin)
    cause = _cause_of_reading(answered, *views)
    if cause is not None:
        names = (ALLOW_ORIGIN, ALLOW_CREDENTIALS)
        yield difference(cause, answered, shown(expected, *names), shown(got, *names), "browser")
        return
    pairs = [(views[0][engine], views[1][engine]) for engine in views[0]]
    yield from _of_exposed(answered, expected, pairs)
    if policy.timing and any(by.times != seen.times for by, seen in pairs):
        texts = shown(expected, _TIMING), shown(got, _TIMING)
        yield difference(Cause.TIMING_MISSING, answered, *texts, "browser")


def _cause_of_reading(
    answered: Answered, expected: Mapping[Engine, PageView], got: Mapping[Engine, PageView]
) -> Cause | None:
    """Return how a page differs in whether it can read, if it does in any browser."""
    pairs = [(expected[engine], got[engine]) for engine in expected]
    if any(seen.anonymous and not by.anonymous for by, seen in pairs):
        return Cause.ORIGIN_LET_IN
    if any(seen.credentialed and not by.credentialed for by, seen in pairs):
        return Cause.CREDENTIALS_BEYOND
    if any(by.anonymous and not seen.anonymous for by, seen in pairs):
        return _kept_out(answered.response)
    if any(by.credentialed and not seen.credentialed for by, seen in pairs):
        headers = answered.response.headers
        is_twice = len(line_values(headers, ALLOW_CREDENTIALS.lower())) > 1
        return Cause.LINES_TWICE if is_twice else Cause.CREDENTIALS_MISSING
    return None


def _kept_out(response: HTTPResponse) -> Cause:
    """Return how a page is kept out by *response*, which it should be able to read."""
    if len(line_values(response.headers, ALLOW_ORIGIN.lower())) > 1:
        return Cause.LINES_TWICE
    if response.status >= _ERROR:
        return Cause.ERRORS_KEPT_OUT
    is_redirect = response.status in REDIRECT_STATUSES
    return Cause.REDIRECTS_KEPT_OUT if is_redirect else Cause.ORIGIN_KEPT_OUT


def _of_exposed(
    answered: Answered, expected: HeaderList, pairs: Iterable[tuple[PageView, PageView]]
) -> Iterator[Difference]:
    """Yield what differs in the headers that a page sees, by *pairs* of views of each browser."""
    missing, beyond = set[str](), set[str]()
    for by, seen in pairs:
        for own, other in (
            (by.anonymous_names, seen.anonymous_names),
            (by.credentialed_names, seen.credentialed_names),
        ):
            missing |= own - other
            beyond |= other - own
    # None of these is about the server's own headers.
    ours = CORS_RESPONSE_HEADERS | {TIMING_ALLOW_ORIGIN, "vary"}
    for cause, names in ((Cause.EXPOSED_MISSING, missing), (Cause.EXPOSED_BEYOND, beyond)):
        if names - ours:
            texts = (
                shown(expected, EXPOSE_HEADERS),
                shown(answered.response.headers, EXPOSE_HEADERS),
            )
            yield difference(cause, answered, *texts, "browser")


def spare_headers(
    answered: Answered,
    expected: HeaderList,
    got: HeaderList,
    ignored: AbstractSet[str] = frozenset(),
) -> Iterator[Difference]:
    """
    Yield the headers of CORS that the server sends and the policy would not, or the reverse.

    Args:
        answered: The request, and the response.
        expected: The headers that the policy would send.
        got: The headers of the response.
        ignored: The names that are not compared, in lower case.
    """
    names = sorted(
        name
        for name in CORS_RESPONSE_HEADERS - ignored
        if _value_of(expected, name) != _value_of(got, name)
    )
    if names:
        titles = [name.title() for name in names]
        texts = shown(expected, *titles), shown(got, *titles)
        yield difference(Cause.HEADERS_SPARE, answered, *texts, "nobody")


def _value_of(headers: HeaderList, name: str) -> object:
    """Return the value of *name*, such that two of one meaning are equal."""
    if name in _LISTS:
        return frozenset(member.lower() for member in list_members(headers, name))
    return tuple(line_values(headers, name))
