"""The target of an audit, and the attacks on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossorigin._browser import Url
from crossorigin.doctor.audit._attack_origins import attacks_on
from crossorigin.doctor.probing._sites import is_local_host

if TYPE_CHECKING:
    from crossorigin._browser import HeaderList
    from crossorigin.doctor.audit._attack_origins import Attack
    from crossorigin.doctor.audit._declared import Declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    The target of an audit.

    Attributes:
        url: Its URL.
        known: The origin that should be permitted.
        declared: The declared policy of the server.
        headers: The headers of every request but a preflight.
        is_app: Whether an app in this process answers.
        app: Its name in its module.
        sends_unsafe: Whether requests may be sent that change something.
        proven: Attacks that a proof has made of the server's configuration.
    """

    url: str
    known: str
    declared: Declared
    headers: HeaderList = ()
    is_app: bool = False
    app: str = "app"
    sends_unsafe: bool = False
    proven: tuple[Attack, ...] = ()

    @property
    def attacks(self) -> tuple[Attack, ...]:
        """Return the attacks on it: the usual ones, and those of a proof."""
        usual = attacks_on(self.known)
        known = {self.known, *(attack.origin for attack in usual)}
        return (*usual, *(attack for attack in self.proven if attack.origin not in known))

    @property
    def origin(self) -> str:
        """Return its own origin."""
        url = Url.parse(self.url)
        return "" if url is None else url.origin

    @property
    def is_local(self) -> bool:
        """Tell whether it is a server of this machine or of its network, by its URL."""
        url = Url.parse(self.url)
        return not self.is_app and url is not None and is_local_host(url.host)

    @property
    def is_tool(self) -> bool:
        """Tell whether it is a local tool, which no page but its own should read."""
        return self.known == self.origin
