"""Explain a decision in plain words: what was asked, what was decided, what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin._web.fetch import UPPER_CASE_METHODS
from crossorigin._web.origins import split_origin
from crossorigin.errors import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._policy.decision import Decision
    from crossorigin._policy.requests import CORSRequest

_NEXT_STEPS: Final = {
    Reason.ORIGIN_NOT_ALLOWED: 'add {origin} to "origins" if its pages may read this',
    Reason.ORIGIN_NULL: "serve the page from an origin of its own, and call the final address",
    Reason.ORIGIN_MALFORMED: "send the Origin that a browser would, such as https://app.example.com",
    Reason.ORIGIN_INSECURE: "serve the page over https",
    Reason.ORIGIN_SOURCE_FAILED: 'read the log "crossorigin" for the exception, and mend the function',
    Reason.METHOD_NOT_ALLOWED: 'add {subject} to "methods" if pages may send it',
    Reason.HEADER_NOT_ALLOWED: 'add {subject} to "allow_headers" if pages may send it',
    Reason.AUTHORIZATION_NOT_LISTED: 'write allow_headers=["*", "Authorization"]',
    Reason.TOO_MANY_HEADERS: "send fewer request headers: 128 names, 4,096 characters in all",
}


_UPPER_CASE: Final = "write {subject} in upper case: methods are case-sensitive"


def explained(decision: Decision) -> str:
    """Return the explanation of *decision*, a line for each thing to know."""
    return "\n".join(_lines(decision))


def _lines(decision: Decision) -> Iterator[str]:
    """Yield the lines of the explanation of *decision*."""
    yield f"{_asked(decision.request)}: {'permitted' if decision.allowed else 'refused'}"
    yield f"  reason: {decision.reason}. {SENTENCES[decision.reason]}"
    step = _UPPER_CASE if _is_lower_case(decision) else _NEXT_STEPS.get(decision.reason)
    if step:
        origin = _quoted(decision.request.origin or "")
        yield f"  next: {step.format(origin=origin, subject=_quoted(decision.subject))}"
    yield from (
        f"  near: {_quoted(near)} is allowed, but it is another origin" for near in _near(decision)
    )
    if decision.is_preflight:
        yield f"  status: {decision.status}"
    yield from (f"  {name}: {value}" for name, value in decision.headers)


def _is_lower_case(decision: Decision) -> bool:
    """Tell whether the method is refused because the page does not write it in upper case."""
    method = decision.subject
    return (
        decision.reason is Reason.METHOD_NOT_ALLOWED
        and method not in UPPER_CASE_METHODS
        and method.upper() in UPPER_CASE_METHODS
    )


def _asked(request: CORSRequest) -> str:
    """Return, in a few words, what *request* asks for."""
    who = "no origin" if request.origin is None else _quoted(request.origin)
    path = "" if request.path is None else f" {_bare(request.path)}"
    if not request.is_preflight:
        return f"{_bare(request.method)}{path} from {who}"
    names = f" with {_quoted(request.request_headers)}" if request.request_headers else ""
    return f"preflight for {_bare(request.request_method or '')}{path} from {who}{names}"


def _quoted(text: str) -> str:
    """Return *text* in quotes, in ASCII, not too long: a client may have sent it."""
    return shortened(f'"{ascii(text)[1:-1]}"')


def _bare(text: str) -> str:
    """Return *text* without quotes, in ASCII, not too long."""
    return shortened(ascii(text)[1:-1])


def _near(decision: Decision) -> Iterator[str]:
    """Yield listed origins that differ from the refused one in what is easily overlooked."""
    parts = split_origin(decision.request.origin or "")
    if decision.reason is not Reason.ORIGIN_NOT_ALLOWED or parts is None:
        return
    scheme, host, port = parts
    hosts = {host, f"www.{host}", host.removeprefix("www.")}
    ports = {"", f":{port}"} if port else {""}
    for near in sorted(
        f"{scheme}://{host}{port}"
        for scheme in {scheme, "http", "https"}
        for host in hosts
        for port in ports
    ):
        if near in decision.rules.origins:
            yield near
