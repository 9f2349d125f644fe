"""Send the attacks on a local server: what pages of others have a browser send to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.audit._access import answers_alike
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.audit._local_attacks import local_attacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossorigin._browser import HeaderList
    from crossorigin.doctor.audit._local_attacks import LocalAttack
    from crossorigin.doctor.audit._requests import Target
    from crossorigin.doctor.probing._session import HTTPExchange

# Where any name leads to the server, these tell nothing more.
_SUBSUMED: Final = frozenset({FindingSlug.LOOK_ALIKE_HOST, FindingSlug.SEVERAL_HOSTS})


def local_exchanges(
    target: Target,
    own: HTTPExchange,
    send: Callable[[str, str, HeaderList], HTTPExchange],
) -> Iterator[tuple[LocalAttack, HTTPExchange]]:
    """
    Send the attacks on *target*, and yield each with its exchange.

    Args:
        target: The target.
        own: The exchange to which they are compared.
        send: Sends a request: its method, its URL and its headers.
    """
    is_open = False
    for attack in local_attacks(target.origin, sends_unsafe=target.sends_unsafe):
        if is_open and attack.slug in _SUBSUMED:
            continue
        names = {name.lower() for name, _ in attack.headers}
        kept = tuple(line for line in target.headers if line[0].lower() not in names)
        exchange = send(attack.method, target.url, (*kept, *attack.headers))
        yield attack, exchange
        is_open |= attack.slug is FindingSlug.ANY_HOST and answers_alike(exchange, own)
