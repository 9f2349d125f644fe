"""Send the attacks on a local server: what pages of others have a browser send to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.audit._access import answers_alike
from crossorigin.doctor.audit._kinds import FindingSlug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crossorigin._browser import HeaderList
    from crossorigin.doctor.audit._local_attacks import LocalAttack
    from crossorigin.doctor.probing._session import HTTPExchange

# Where any name leads to the server, these tell nothing more.
_SUBSUMED: Final = frozenset({FindingSlug.LOOK_ALIKE_HOST, FindingSlug.SEVERAL_HOSTS})


def local_exchanges(
    attacks: Iterable[LocalAttack],
    headers: HeaderList,
    own: HTTPExchange,
    send: Callable[[str, HeaderList], HTTPExchange],
) -> Iterator[tuple[LocalAttack, HTTPExchange]]:
    """
    Send *attacks* on a local server, and yield each with its exchange.

    Args:
        attacks: The attacks.
        headers: The headers of the person.
        own: The exchange to which they are compared.
        send: Sends a request: its method, and its headers.
    """
    is_open = False
    for attack in attacks:
        if is_open and attack.slug in _SUBSUMED:
            continue
        names = {name.lower() for name, _ in attack.headers}
        kept = tuple(line for line in headers if line[0].lower() not in names)
        exchange = send(attack.method, (*kept, *attack.headers))
        yield attack, exchange
        is_open |= attack.slug is FindingSlug.ANY_HOST and answers_alike(exchange, own)
