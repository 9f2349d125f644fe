"""Hold what an animal of the zoo is: a server that misbehaves, and what the doctor says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.doctor.zoo import PAGE, Told, allowing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.zoo import Asked

JSON: Final = ("--json", "{}")
PUT: Final = ("-X", "PUT", "-H", "X-Token")
ORIGIN: Final = "Access-Control-Allow-Origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Animal:
    """
    Hold a server that misbehaves, and what the doctor says of it.

    Attributes:
        id: Its name.
        answer: What it answers.
        arguments: What is asked of it, beside the URL and the origin.
        path: Where.
        page: The page's origin.
        reason: Why the page cannot read; ``None`` if it can.
        causes: The causes that are named, and no others.
        findings: Findings that are among those that are named.
    """

    id: str
    answer: Callable[[Asked], Told]
    arguments: tuple[str, ...] = ()
    path: str = "/orders/7"
    page: str = PAGE
    reason: str | None = "allow-origin-missing"
    causes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def always(status: int, *headers: tuple[str, str], body: bytes = b"") -> Callable[[Asked], Told]:
    """Return a server that answers the same to everything."""
    return lambda _: Told(status, headers, body)


def to_preflights(
    status: int, *headers: tuple[str, str], body: bytes = b""
) -> Callable[[Asked], Told]:
    """Return a server that is correct but for its answer to preflights."""

    def answer(asked: Asked) -> Told:
        if asked.is_preflight:
            return Told(status, headers, body)
        return Told(200, allowing(asked))

    return answer


def correct(asked: Asked) -> Told:
    """Answer as one should."""
    return Told(200, allowing(asked))
