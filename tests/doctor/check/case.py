"""A case of the check: a server that misbehaves, and the diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.doctor.servers import PAGE, Response, allowing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.servers import Request

JSON: Final = ("--json", "{}")
PUT: Final = ("-X", "PUT", "-H", "X-Token")
ORIGIN: Final = "Access-Control-Allow-Origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A server that misbehaves, and the diagnosis.

    Attributes:
        id: Its name.
        answer: Its response to a request.
        arguments: The arguments of the command, beside the URL and the origin.
        path: The path of the URL.
        page: The page's origin.
        reason: Why the page cannot read; ``None`` if it can.
        causes: The causes that are named, and no others.
        findings: Findings that are among those that are named.
    """

    id: str
    answer: Callable[[Request], Response]
    arguments: tuple[str, ...] = ()
    path: str = "/orders/7"
    page: str = PAGE
    reason: str | None = "allow-origin-missing"
    causes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def always(
    status: int, *headers: tuple[str, str], body: bytes = b""
) -> Callable[[Request], Response]:
    """Return a server that answers the same to everything."""
    return lambda _: Response(status, headers, body)


def to_preflights(
    status: int, *headers: tuple[str, str], body: bytes = b""
) -> Callable[[Request], Response]:
    """Return a server that is correct but for its answer to preflights."""

    def answer(request: Request) -> Response:
        if request.is_preflight:
            return Response(status, headers, body)
        return Response(200, allowing(request))

    return answer


def correct(request: Request) -> Response:
    """Answer as one should."""
    return Response(200, allowing(request))
