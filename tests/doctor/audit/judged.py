"""Audit servers that are not there: a function answers in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossorigin.doctor.audit._audit import audited
from crossorigin.doctor.audit._declared import Declared
from crossorigin.doctor.audit._requests import Target
from crossorigin.doctor.probing._transport import NoReply, Reply
from tests.doctor.audit.zoo import PAGE
from tests.doctor.zoo import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.probing._transport import Sending
    from tests.doctor.zoo import Told


@dataclass(frozen=True, slots=True)
class Answering:
    """Carry requests to a function; where it answers nothing, nothing answers."""

    answer: Callable[[Asked], Told | NoReply]
    address: str = ""

    def send(self, request: Sending) -> Reply | NoReply:
        """Return what the function answers."""
        target = f"/{request.url.partition('://')[2].partition('/')[2]}"
        told = self.answer(Asked(request.method, target, dict(request.headers)))
        if isinstance(told, NoReply):
            return told
        return Reply(
            status=told.status, headers=told.headers, content=told.body, address=self.address
        )


def audit_of(
    answer: Callable[[Asked], Told | NoReply],
    *,
    known: str = PAGE,
    url: str = "https://api.example.com/orders",
    address: str = "",
    declared: tuple[str, ...] = (),
) -> Audit:
    """Return the audit of the server that is *answer*."""
    target = Target(url=url, known=known, declared=Declared(declared))
    return audited(target, Answering(answer, address), lambda _: None)
