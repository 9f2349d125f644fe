"""Explain the outcome of a fetch in plain words: the step that failed, the reason, the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin._browser.failures import FAILURE_SENTENCES, Failure
from crossorigin._browser.header_lists import header_value
from crossorigin._browser.safelist import PreflightTrigger
from crossorigin._web.fetch import FORBIDDEN_RESPONSE_HEADERS, REDIRECT_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin._browser.messages import WireRequest, WireResponse
    from crossorigin._browser.outcome import FetchOutcome

_ORIGIN: Final = "Access-Control-Allow-Origin"
_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
_METHODS: Final = "Access-Control-Allow-Methods"
_HEADERS: Final = "Access-Control-Allow-Headers"


class _Advice(NamedTuple):
    """The header to look at, its expected line, and the next step."""

    header: str
    expected: str
    next: str


_LIST_ORIGIN: Final = _Advice(
    _ORIGIN, _ORIGIN + ": {asker}", "let the server list the origin {asker}"
)
_ONE_ORIGIN: Final = _LIST_ORIGIN._replace(
    next="let one place set the header, once, with the one origin that asks: {asker}"
)
_ALLOW_CREDENTIALS: Final = _Advice(
    _CREDENTIALS,
    _CREDENTIALS + ": true",
    "let the server allow credentials, or fetch without them",
)
_MEND_LIST: Final = "separate the names by commas, and by nothing else"
_ADVICE: Final[Mapping[Failure, _Advice]] = {
    Failure.ALLOW_ORIGIN_MISSING: _LIST_ORIGIN,
    Failure.ALLOW_ORIGIN_MISMATCH: _LIST_ORIGIN,
    Failure.ALLOW_ORIGIN_MALFORMED: _ONE_ORIGIN,
    Failure.ALLOW_ORIGIN_MULTIPLE: _ONE_ORIGIN,
    Failure.WILDCARD_WITH_CREDENTIALS: _LIST_ORIGIN._replace(
        next="let the server name the origin {asker} in place of the wildcard, or fetch without"
        " credentials"
    ),
    Failure.ALLOW_CREDENTIALS_MISSING: _ALLOW_CREDENTIALS,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: _ALLOW_CREDENTIALS,
    Failure.PREFLIGHT_STATUS: _Advice(
        "",
        "a status from 200 to 299",
        "answer the preflight before authentication and routing: it carries neither cookies nor"
        " Authorization",
    ),
    Failure.PREFLIGHT_REDIRECT: _Advice(
        "Location",
        "a status from 200 to 299",
        "fetch the address to which it leads; often a slash at the end or https is missing",
    ),
    Failure.ALLOW_METHODS_MALFORMED: _Advice(_METHODS, _METHODS + ": {method}", _MEND_LIST),
    Failure.ALLOW_HEADERS_MALFORMED: _Advice(_HEADERS, _HEADERS + ": {names}", _MEND_LIST),
    Failure.METHOD_NOT_ALLOWED: _Advice(
        _METHODS, _METHODS + ": {method}", "let the server allow the method {method}"
    ),
    Failure.HEADER_NOT_ALLOWED: _Advice(
        _HEADERS, _HEADERS + ": {names}", "let the server allow the request header {subject}"
    ),
    Failure.AUTHORIZATION_NOT_LISTED: _Advice(
        _HEADERS, _HEADERS + ": {names}", "let the server list Authorization by name"
    ),
}
# Response headers that no page misses, beside those of CORS.
_DULL: Final = frozenset({"connection", "date", "server", "vary"})
# What needs nothing of a response.
_NEXT_STEPS: Final[Mapping[Failure, str]] = {
    Failure.URL_MALFORMED: "write a whole URL, such as https://api.example.com/orders",
    Failure.URL_HAS_CREDENTIALS: "send an Authorization header in place of the user name",
    Failure.URL_NOT_HTTP: "write https:// before the host",
    Failure.METHOD_MALFORMED: "write a method, such as GET",
    Failure.FORBIDDEN_METHOD: "use another method",
    Failure.NO_CORS_METHOD: "leave the mode at cors",
    Failure.HEADER_MALFORMED: "mend the request header {subject}",
    Failure.BODY_NOT_ALLOWED: "send the body by POST",
    Failure.STREAM_NOT_ALLOWED: "send the body as text or bytes",
    Failure.PORT_RESTRICTED: "let the server listen on another port than {subject}, such as 8080",
    Failure.DATA_URL_MALFORMED: "write a comma before the data, and whole base64 after ;base64",
    Failure.MODE_SAME_ORIGIN: "leave the mode at cors",
    Failure.NO_CORS_REDIRECT_MODE: "leave the mode at cors",
    Failure.NO_RESPONSE: "make sure that something listens at {url}",
    Failure.LINES_DIFFER: "send the header {subject} once",
    Failure.REDIRECT_NOT_ALLOWED: "fetch the address to which it leads",
    Failure.LOCATION_MALFORMED: "let the redirect name one URL",
    Failure.LOCATION_NOT_HTTP: "let the redirect lead to https",
    Failure.TOO_MANY_REDIRECTS: "end the loop of redirects",
    Failure.LOCATION_HAS_CREDENTIALS: "leave the user name out of the redirect",
    Failure.STREAM_REDIRECTED: "send the body as text or bytes",
}
_CAUSES: Final[Mapping[PreflightTrigger, str]] = {
    PreflightTrigger.METHOD: "the method {subject}",
    PreflightTrigger.HEADER: "the request header {subject}",
    PreflightTrigger.HEADERS_TOO_LONG: "request headers that are too long together",
    PreflightTrigger.STREAM_BODY: "a body that is a stream",
    PreflightTrigger.UPLOAD_LISTENER: "a listener to the upload",
    PreflightTrigger.REDIRECT: "the preflight before the redirect",
}


def explain_outcome(outcome: FetchOutcome) -> str:
    """Return the explanation of *outcome*, a line for each thing to know."""
    request = outcome.request
    verdict = "readable" if outcome.readable else "not readable"
    title = f'{request.method} {request.url} from "{request.origin}": {verdict}'
    return "\n".join([title, *(f"  {line}" for line in _lines(outcome))])


def step_of(outcome: FetchOutcome) -> str:
    """Return, in a few words, where *outcome* was decided."""
    if not outcome.exchanges:
        return "before anything is sent"
    last = outcome.exchanges[-1]
    if last.request.is_preflight:
        return "the preflight"
    if last.response is None:
        return "the network"
    if outcome.blocked is not None and last.response.status in REDIRECT_STATUSES:
        return "the redirect"
    return "the response"


def _lines(outcome: FetchOutcome) -> Iterator[str]:
    """Yield the lines of the explanation."""
    if outcome.readable:
        yield f"status: {outcome.status}"
        hidden = hidden_headers(outcome)
        if hidden:
            names = ", ".join(hidden)
            yield f"hidden: {names}: the page reads what Access-Control-Expose-Headers lists"
        return
    yield f"step: {step_of(outcome)}{_seen(outcome)}"
    if outcome.causes:
        yield f"asked because of: {', '.join(_causes(outcome))}"
    if outcome.blocked is None:
        yield f"reason: {outcome.type}. The page asked for a response that it cannot read."
        return
    yield f"reason: {outcome.blocked.failure}. {FAILURE_SENTENCES[outcome.blocked.failure]}"
    yield from _advice(outcome, outcome.blocked.failure, outcome.blocked.subject)


def _seen(outcome: FetchOutcome) -> str:
    """Return the last exchange of *outcome*, after a comma, if there is one."""
    if not outcome.exchanges:
        return ""
    last = outcome.exchanges[-1]
    status = "no answer" if last.response is None else str(last.response.status)
    return f", {last.request.method} {last.request.url} -> {status}"


def _causes(outcome: FetchOutcome) -> Iterator[str]:
    """Yield why the browser asked first."""
    for cause in outcome.causes:
        yield _CAUSES[cause.trigger].format(subject=cause.subject)


def _advice(outcome: FetchOutcome, failure: Failure, subject: str) -> Iterator[str]:
    """Yield the value that came, the expected one, and the next step."""
    last = outcome.exchanges[-1] if outcome.exchanges else None
    words = {"subject": subject, "url": outcome.request.url}
    advice = _ADVICE.get(failure)
    if advice is None or last is None or last.response is None:
        yield f"next: {_NEXT_STEPS[failure].format_map(words)}"
        return
    words |= _asked(last.request, outcome.request.origin)
    yield f"got: {_got(advice.header, last.response)}"
    yield f"expected: {advice.expected.format_map(words)}"
    yield f"next: {advice.next.format_map(words)}"


def _asked(request: WireRequest, origin: str) -> dict[str, str]:
    """Return the origin, the method and the header names that *request* asks for."""
    return {
        "asker": header_value(request.headers, "origin") or origin,
        "method": header_value(request.headers, "access-control-request-method") or request.method,
        "names": header_value(request.headers, "access-control-request-headers") or "",
    }


def _got(header: str, response: WireResponse) -> str:
    """Return the line *header* of the response, or its status."""
    if not header:
        return f"status {response.status}"
    value = header_value(response.headers, header.lower())
    return f"no {header}" if value is None else f"{header}: {value}"


def hidden_headers(outcome: FetchOutcome) -> list[str]:
    """Return the headers that came and that the page does not read, in lower case."""
    response = outcome.exchanges[-1].response if outcome.exchanges else None
    came = {name.lower() for name, _ in response.headers} if response else set[str]()
    unseen = came - {name for name, _ in outcome.headers} - FORBIDDEN_RESPONSE_HEADERS - _DULL
    return sorted(name for name in unseen if not name.startswith("access-control-"))
