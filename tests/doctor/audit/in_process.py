"""The audit of a function in the place of a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossorigin.doctor.audit._audit import audit
from crossorigin.doctor.audit._declared import Declared
from crossorigin.doctor.audit._target import Target
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError
from tests.doctor.audit.servers import PAGE
from tests.doctor.servers import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.probing._transport import HTTPRequest
    from tests.doctor.servers import Response


@dataclass(frozen=True, slots=True)
class Answering:
    """The transport to a function."""

    answer: Callable[[Request], Response | NetworkError]
    address: str = ""

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Return the response of the function."""
        target = f"/{request.url.partition('://')[2].partition('/')[2]}"
        response = self.answer(Request(request.method, target, dict(request.headers)))
        if isinstance(response, NetworkError):
            return response
        return HTTPResponse(
            status=response.status,
            headers=response.headers,
            content=response.body,
            address=self.address,
        )


def audit_of(
    answer: Callable[[Request], Response | NetworkError],
    *,
    known: str = PAGE,
    url: str = "https://api.example.com/orders",
    address: str = "",
    declared: tuple[str, ...] = (),
) -> Audit:
    """Return the audit of the server that is *answer*."""
    target = Target(url=url, known=known, declared=Declared(declared))
    return audit(target, Answering(answer, address), lambda _: None)
