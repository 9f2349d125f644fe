"""The zoo: servers that permit the right origin in a wrong way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.doctor.audit.zoo import PAGE, Flawed, permitting, status_of
from tests.doctor.zoo import Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.zoo import Asked, Lines

_ORIGIN: Final = "Access-Control-Allow-Origin"
_CREDENTIALS: Final = "Access-Control-Allow-Credentials"
_correct: Final = permitting(lambda _: False)


def _adding(*lines: tuple[str, str]) -> Callable[[Asked], Told]:
    """Return a server that adds *lines* to each answer to the page."""

    def answer(asked: Asked) -> Told:
        told = _correct(asked)
        return replace(told, headers=(*told.headers, *lines)) if asked.origin == PAGE else told

    return answer


def _replacing(name: str, value: str) -> Callable[[Asked], Told]:
    """Return a server that sends *value* wherever it sends the header *name*."""

    def answer(asked: Asked) -> Told:
        told = _correct(asked)
        lines = tuple((key, value if key == name else was) for key, was in told.headers)
        return replace(told, headers=lines)

    return answer


def _always(*lines: tuple[str, str]) -> Callable[[Asked], Told]:
    """Return a server that sends *lines* to everyone."""
    return lambda asked: Told(status_of(asked), lines)


def _when(
    test: Callable[[Asked], bool], status: int, headers: Lines = ()
) -> Callable[[Asked], Told]:
    """Return a server that answers without the headers of CORS where *test* says so."""
    return lambda asked: Told(status, headers) if test(asked) else _correct(asked)


def _echoing(asked: Asked) -> Told:
    """Permit whatever a preflight asks for."""
    told = _correct(asked)
    if not asked.is_preflight:
        return told
    kept = tuple(line for line in told.headers if "Allow-Methods" not in line[0])
    method = asked.headers["Access-Control-Request-Method"]
    names = asked.headers.get("Access-Control-Request-Headers", "")
    more = (("Access-Control-Allow-Methods", method), ("Access-Control-Allow-Headers", names))
    return replace(told, headers=(*kept, *more))


def _without_vary(asked: Asked) -> Told:
    """Say nothing to caches."""
    told = _correct(asked)
    return replace(told, headers=tuple(line for line in told.headers if line[0] != "Vary"))


def _vary_when_allowed(asked: Asked) -> Told:
    """Say something to caches only where the origin is permitted."""
    return _correct(asked) if asked.origin == PAGE else _without_vary(asked)


def _public_without_vary(asked: Asked) -> Told:
    """Permit the page, without credentials, and say nothing to caches."""
    told = _without_vary(asked)
    return replace(told, headers=tuple(line for line in told.headers if line[0] != _CREDENTIALS))


def _cached(asked: Asked) -> Told:
    """Answer from a cache that was filled by somebody without an origin."""
    told = _correct(asked)
    if "?" in asked.target or asked.is_preflight:
        return told
    return replace(told, headers=(("Vary", "Origin"), ("X-Cache", "HIT")))


def _open_to_private_networks(asked: Asked) -> Told:
    """Grant access to the private network."""
    told = _correct(asked)
    if "Access-Control-Request-Private-Network" not in asked.headers:
        return told
    return replace(told, headers=(*told.headers, ("Access-Control-Allow-Private-Network", "true")))


FLAWED: Final = (
    Flawed(id="no-vary", answer=_without_vary, found={"vary-missing": "medium"}),
    Flawed(id="no-vary-anonymously", answer=_public_without_vary, found={"vary-missing": "low"}),
    Flawed(id="vary-when-allowed", answer=_vary_when_allowed, found={"vary-missing": "medium"}),
    Flawed(id="cached", answer=_cached, found={"cached-for-another-origin": "medium"}),
    Flawed(
        id="private-network",
        answer=_open_to_private_networks,
        found={"private-network-allowed": "low"},
    ),
    Flawed(
        id="echoing",
        answer=_echoing,
        found={"any-method-allowed": "low", "any-header-allowed": "low"},
    ),
    Flawed(
        id="exposing-secrets",
        answer=_adding(("Access-Control-Expose-Headers", "X-Total-Count, Authorization")),
        found={"secret-headers-exposed": "low"},
    ),
    Flawed(
        id="long-max-age",
        answer=_adding(("Access-Control-Max-Age", "31536000")),
        found={"max-age-too-long": "low"},
    ),
    Flawed(
        id="endless-max-age",
        answer=_adding(("Access-Control-Max-Age", "9" * 5000)),
        found={"max-age-too-long": "low"},
    ),
    Flawed(
        id="wildcard-with-credentials",
        answer=_always((_ORIGIN, "*"), (_CREDENTIALS, "true")),
        found={"wildcard-with-credentials": "low"},
    ),
    Flawed(
        id="wildcard-of-methods",
        answer=_replacing("Access-Control-Allow-Methods", "*"),
        found={"wildcard-means-nothing": "low"},
    ),
    Flawed(
        id="wildcard-of-exposed-headers",
        answer=_adding(("Access-Control-Expose-Headers", "*")),
        found={"wildcard-means-nothing": "low"},
    ),
    Flawed(id="doubled", answer=_adding((_ORIGIN, "*")), found={"headers-doubled": "low"}),
    Flawed(
        id="joined",
        answer=_replacing(_ORIGIN, f"{PAGE}, https://www.example.com"),
        found={"headers-doubled": "low"},
    ),
    Flawed(
        id="doubled-credentials",
        answer=_adding((_CREDENTIALS, "true")),
        found={"headers-doubled": "low"},
    ),
    Flawed(
        id="slash-at-the-end",
        answer=_replacing(_ORIGIN, f"{PAGE}/"),
        found={"allow-origin-malformed": "low"},
    ),
    Flawed(
        id="pattern-as-origin",
        answer=_replacing(_ORIGIN, "https://*.example.com"),
        found={"allow-origin-malformed": "low"},
    ),
    Flawed(
        id="empty-origin",
        answer=_replacing(_ORIGIN, ""),
        found={"allow-origin-malformed": "low"},
    ),
    Flawed(
        id="credentials-of-python",
        answer=_replacing(_CREDENTIALS, "True"),
        found={"credentials-misspelled": "low"},
    ),
    Flawed(
        id="bare-errors",
        answer=_when(lambda asked: status_of(asked) == 404, 404),
        found={"headers-missing-on-errors": "low"},
    ),
    Flawed(
        id="crash-on-bytes",
        answer=_when(lambda asked: "%FF" in asked.target, 500),
        found={"headers-missing-on-errors": "low"},
    ),
    Flawed(
        id="bare-405",
        answer=_when(lambda asked: asked.method == "OPTIONS" and not asked.is_preflight, 405),
        found={"headers-missing-on-errors": "low"},
    ),
    Flawed(
        id="bare-head",
        answer=_when(lambda asked: asked.method == "HEAD", 200, (("Vary", "Origin"),)),
        found={"head-differs": "low"},
    ),
    Flawed(
        id="login-before-preflights",
        answer=_when(lambda asked: asked.is_preflight, 401, (("WWW-Authenticate", "Bearer"),)),
        found={"preflight-refused": "low"},
    ),
    Flawed(
        id="redirected-preflights",
        answer=_when(lambda asked: asked.is_preflight, 308, (("Location", "/orders/"),)),
        found={"preflight-refused": "low"},
    ),
    Flawed(
        id="another-origin",
        answer=_always((_ORIGIN, "https://www.example.com")),
        found={"known-good-refused": "low"},
    ),
    Flawed(id="no-cors", answer=_always(), found={"known-good-refused": "low"}),
)
