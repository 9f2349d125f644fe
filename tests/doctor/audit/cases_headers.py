"""Servers that permit the right origin in a wrong way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.doctor.audit.servers import PAGE, Case, permitting, status_of
from tests.doctor.servers import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.servers import Lines, Request

_ORIGIN: Final = "Access-Control-Allow-Origin"
_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
_correct: Final = permitting(lambda _: False)


def _adding(*lines: tuple[str, str]) -> Callable[[Request], Response]:
    """Return a server that adds *lines* to each answer to the page."""

    def answer(request: Request) -> Response:
        response = _correct(request)
        return (
            replace(response, headers=(*response.headers, *lines))
            if request.origin == PAGE
            else response
        )

    return answer


def _replacing(name: str, value: str) -> Callable[[Request], Response]:
    """Return a server that sends *value* wherever it sends the header *name*."""

    def answer(request: Request) -> Response:
        response = _correct(request)
        lines = tuple((key, value if key == name else was) for key, was in response.headers)
        return replace(response, headers=lines)

    return answer


def _always(*lines: tuple[str, str]) -> Callable[[Request], Response]:
    """Return a server that sends *lines* to everyone."""
    return lambda request: Response(status_of(request), lines)


def _when(
    test: Callable[[Request], bool], status: int, headers: Lines = ()
) -> Callable[[Request], Response]:
    """Return a server that answers without the headers of CORS where *test* says so."""
    return lambda request: Response(status, headers) if test(request) else _correct(request)


def _public_but(status: int) -> Callable[[Request], Response]:
    """Return a server that lets everyone read without credentials, and refuses preflights."""

    def answer(request: Request) -> Response:
        here = status if request.is_preflight else status_of(request)
        return Response(here, ((_ORIGIN, "*"),))

    return answer


def _echoing(request: Request) -> Response:
    """Permit whatever a preflight asks for."""
    response = _correct(request)
    if not request.is_preflight:
        return response
    kept = tuple(line for line in response.headers if "Allow-Methods" not in line[0])
    method = request.headers["Access-Control-Request-Method"]
    names = request.headers.get("Access-Control-Request-Headers", "")
    more = (("Access-Control-Allow-Methods", method), ("Access-Control-Allow-Headers", names))
    return replace(response, headers=(*kept, *more))


def _without_vary(request: Request) -> Response:
    """Say nothing to caches."""
    response = _correct(request)
    return replace(response, headers=tuple(line for line in response.headers if line[0] != "Vary"))


def _vary_when_allowed(request: Request) -> Response:
    """Say something to caches only where the origin is permitted."""
    return _correct(request) if request.origin == PAGE else _without_vary(request)


def _public_without_vary(request: Request) -> Response:
    """Permit the page, without credentials, and say nothing to caches."""
    response = _without_vary(request)
    return replace(
        response, headers=tuple(line for line in response.headers if line[0] != _CREDENTIALS)
    )


def _cached(request: Request) -> Response:
    """Answer from a cache that was filled by somebody without an origin."""
    response = _correct(request)
    if "?" in request.target or request.is_preflight:
        return response
    return replace(response, headers=(("Vary", "Origin"), ("X-Cache", "HIT")))


def _open_to_private_networks(request: Request) -> Response:
    """Grant access to the private network."""
    response = _correct(request)
    if "Access-Control-Request-Private-Network" not in request.headers:
        return response
    return replace(
        response, headers=(*response.headers, ("Access-Control-Allow-Private-Network", "true"))
    )


CASES: Final = (
    Case(id="no-vary", answer=_without_vary, found={"vary-missing": "medium"}),
    Case(id="no-vary-anonymously", answer=_public_without_vary, found={"vary-missing": "low"}),
    Case(id="vary-when-allowed", answer=_vary_when_allowed, found={"vary-missing": "medium"}),
    Case(id="cached", answer=_cached, found={"cached-for-another-origin": "medium"}),
    Case(
        id="private-network",
        answer=_open_to_private_networks,
        found={"private-network-allowed": "low"},
    ),
    Case(
        id="echoing",
        answer=_echoing,
        found={"any-method-allowed": "low", "any-header-allowed": "low"},
    ),
    Case(
        id="exposing-secrets",
        answer=_adding(("Access-Control-Expose-Headers", "X-Total-Count, Authorization")),
        found={"secret-headers-exposed": "low"},
    ),
    Case(
        id="long-max-age",
        answer=_adding(("Access-Control-Max-Age", "31536000")),
        found={"max-age-too-long": "low"},
    ),
    Case(
        id="endless-max-age",
        answer=_adding(("Access-Control-Max-Age", "9" * 5000)),
        found={"max-age-too-long": "low"},
    ),
    Case(
        id="wildcard-with-credentials",
        answer=_always((_ORIGIN, "*"), (_CREDENTIALS, "true")),
        found={"wildcard-with-credentials": "low"},
    ),
    Case(
        id="wildcard-of-methods",
        answer=_replacing("Access-Control-Allow-Methods", "*"),
        found={"wildcard-means-nothing": "low"},
    ),
    Case(
        id="wildcard-of-exposed-headers",
        answer=_adding(("Access-Control-Expose-Headers", "*")),
        found={"wildcard-means-nothing": "low"},
    ),
    Case(id="doubled", answer=_adding((_ORIGIN, "*")), found={"headers-doubled": "low"}),
    Case(
        id="joined",
        answer=_replacing(_ORIGIN, f"{PAGE}, https://www.example.com"),
        found={"headers-doubled": "low"},
    ),
    Case(
        id="doubled-credentials",
        answer=_adding((_CREDENTIALS, "true")),
        found={"headers-doubled": "low"},
    ),
    Case(
        id="slash-at-the-end",
        answer=_replacing(_ORIGIN, f"{PAGE}/"),
        found={"allow-origin-malformed": "low"},
    ),
    Case(
        id="pattern-as-origin",
        answer=_replacing(_ORIGIN, "https://*.example.com"),
        found={"allow-origin-malformed": "low"},
    ),
    Case(
        id="empty-origin",
        answer=_replacing(_ORIGIN, ""),
        found={"allow-origin-malformed": "low"},
    ),
    Case(
        id="credentials-of-python",
        answer=_replacing(_CREDENTIALS, "True"),
        found={"credentials-misspelled": "low"},
    ),
    Case(
        id="bare-errors",
        answer=_when(lambda request: status_of(request) == 404, 404),
        found={"headers-missing-on-errors": "low"},
    ),
    Case(
        id="crash-on-bytes",
        answer=_when(lambda request: "%FF" in request.target, 500),
        found={"headers-missing-on-errors": "low"},
    ),
    Case(
        id="bare-405",
        answer=_when(lambda request: request.method == "OPTIONS" and not request.is_preflight, 405),
        found={"headers-missing-on-errors": "low"},
    ),
    Case(
        id="bare-head",
        answer=_when(lambda request: request.method == "HEAD", 200, (("Vary", "Origin"),)),
        found={"head-differs": "low"},
    ),
    Case(
        id="login-before-preflights",
        answer=_when(lambda request: request.is_preflight, 401, (("WWW-Authenticate", "Bearer"),)),
        found={"preflight-refused": "low"},
    ),
    *(
        Case(
            id=f"preflights-{status}",
            answer=_when(lambda request: request.is_preflight, status),
            found={"preflight-refused": "low"},
        )
        for status in (400, 403, 404, 405, 500, 501)
    ),
    *(
        Case(
            id=f"public-preflights-{status}",
            answer=_public_but(status),
            found={"preflight-refused": "low"},
        )
        for status in (302, 400, 401, 404, 500)
    ),
    Case(
        id="redirected-preflights",
        answer=_when(lambda request: request.is_preflight, 308, (("Location", "/orders/"),)),
        found={"preflight-refused": "low"},
    ),
    Case(
        id="another-origin",
        answer=_always((_ORIGIN, "https://www.example.com")),
        found={"known-good-refused": "low"},
    ),
    Case(id="no-cors", answer=_always(), found={"known-good-refused": "low"}),
)
