"""Make the origins that an attacker has, or would like to have, from one that is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import DEFAULT_PORTS
from crossorigin._web.origins import ends_in_number, split_origin
from crossorigin._web.sites import is_loopback
from crossorigin._web.suffixes import anyone_may_register_below
from crossorigin.doctor.audit._kinds import FindingSlug

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nobody has registered it, and nobody can. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
_NAME: Final = "crossorigin-audit"
FOREIGN: Final = f"{_NAME}.invalid"
UNRELATED: Final = f"https://{FOREIGN}"
# Characters that browsers permit in a host, and at which a pattern may end one.
_SPECIAL: Final = ("_", "-", "`", "!", "{", "%60")
_LOCAL: Final = (
    "http://localhost",
    "http://localhost:3000",
    "http://localhost:8080",
    "https://localhost",
    "http://127.0.0.1",
    "http://127.0.0.1:3000",
    "http://[::1]",
)
# Under each of them, anyone may publish a page.
_THIRD_PARTIES: Final = (
    f"https://{_NAME}.github.io",
    f"https://{_NAME}.gitlab.io",
    f"https://{_NAME}.pages.dev",
    f"https://{_NAME}.netlify.app",
    f"https://{_NAME}.vercel.app",
    f"https://{_NAME}.onrender.com",
    f"https://{_NAME}.fly.dev",
    f"https://{_NAME}.workers.dev",
    f"https://{_NAME}.azurewebsites.net",
    f"https://{_NAME}.cloudfront.net",
    f"https://{_NAME}.hf.space",
    f"https://{_NAME}.web.app",
    f"https://{_NAME}.appspot.com",
    f"https://{_NAME}.herokuapp.com",
    f"https://{_NAME}.ngrok-free.app",
    f"https://{_NAME}.s3.amazonaws.com",
    "https://codepen.io",
    "https://cdpn.io",
    "https://jsfiddle.net",
    "https://fiddle.jshell.net",
)
_MAX_DOTS: Final = 3
_PORTS: Final = ("8443", "31337")


@dataclass(frozen=True, slots=True)
class Attack:
    """
    An origin that should not be permitted.

    Attributes:
        slug: The finding if it is.
        origin: The value of ``Origin``.
        is_own: Whether nobody else can register its host, so that less is gained.
        mistake: The mistake of a copy of the policy that would let it in; empty if none is known.
    """

    slug: FindingSlug
    origin: str
    is_own: bool = False
    mistake: str = ""


def attacks_on(known: str) -> tuple[Attack, ...]:
    """Return the attacks on a server that trusts the origin *known*."""
    scheme, host, port = split_origin(known) or ("", "", "")
    found = [
        Attack(FindingSlug.REFLECTED_ORIGIN, UNRELATED),
        Attack(FindingSlug.NULL_ALLOWED, "null"),
        *_around(scheme, host),
        *_beside(scheme, host, port),
        *_on_shared_hosts(scheme, host, port),
        *(Attack(FindingSlug.THIRD_PARTY_HOST, origin) for origin in _THIRD_PARTIES),
    ]
    if not is_loopback(host):
        found += [Attack(FindingSlug.LOCALHOST_ALLOWED, origin) for origin in _LOCAL]
    unique = {attack.origin: attack for attack in reversed(found) if attack.origin != known}
    return tuple(reversed(unique.values()))


def registrable(host: str) -> str:
    """Return the domain under which *host* was registered, or the nearest to one."""
    labels = host.removesuffix(".").split(".")
    for at in range(1, len(labels)):
        if anyone_may_register_below(".".join(labels[at:])):
            return ".".join(labels[at - 1 :])
    return ".".join(labels[-2:])


def _around(scheme: str, host: str) -> Iterator[Attack]:
    """Yield origins that a sloppy comparison takes for the trusted one."""
    yield Attack(FindingSlug.SUBSTRING_MATCH, f"{scheme}://{_NAME}-{host.strip('[]')}.{FOREIGN}")
    yield Attack(FindingSlug.PREFIX_MATCH, f"{scheme}://{host}.{FOREIGN}")
    for sign in _SPECIAL:
        yield Attack(FindingSlug.SPECIAL_CHARACTER, f"{scheme}://{host}{sign}.{FOREIGN}")
    if _is_address(host):
        return
    site = registrable(host)
    yield Attack(FindingSlug.SUFFIX_MATCH, f"{scheme}://{_NAME}{site}")
    labels = host.split(".")
    for at in range(1, min(len(labels), _MAX_DOTS + 1)):
        changed = f"{'.'.join(labels[:at])}x{'.'.join(labels[at:])}"
        is_own = changed.endswith(f".{site}")
        yield Attack(FindingSlug.UNESCAPED_DOT, f"{scheme}://{changed}", is_own)
    if site != host:
        yield Attack(FindingSlug.SUFFIX_MATCH, f"{scheme}://{_NAME}{host}", is_own=True)


def _beside(scheme: str, host: str, port: str) -> Iterator[Attack]:
    """Yield origins that are near the trusted one, and not it."""
    at = f":{port}" if port else ""
    other = next(each for each in _PORTS if each != port)
    yield Attack(FindingSlug.ANY_PORT, f"{scheme}://{host}:{other}")
    if scheme == "https" and not is_loopback(host):
        yield Attack(FindingSlug.INSECURE_ORIGIN, f"http://{host}{_twin(port)}")
    if _is_address(host):
        return
    yield Attack(FindingSlug.TRAILING_DOT, f"{scheme}://{host}.{at}")
    yield Attack(FindingSlug.WRONG_CASE, f"{scheme}://{host.upper()}{at}")
    if not is_loopback(host):
        for parent in dict.fromkeys((registrable(host), host)):
            yield Attack(FindingSlug.UNDECLARED_SUBDOMAINS, f"{scheme}://{_NAME}.{parent}{at}")


def _on_shared_hosts(scheme: str, host: str, port: str) -> Iterator[Attack]:
    """Yield the neighbours of the trusted origin, where anyone may be its neighbour."""
    if _is_address(host):
        return
    at = f":{port}" if port else ""
    labels = host.split(".")
    # Right below `com` a neighbour is another site: the attacks on its end are of that kind.
    parents = [".".join(labels[start:]) for start in range(1, len(labels) - 1)]
    shared = [parent for parent in parents if anyone_may_register_below(parent)]
    names = [f"{_NAME}.{parent}" for parent in shared]
    if parents[:1] == shared[:1] and shared:
        # As a pattern for previews has them: `shop-*`, `*-shop`.
        first, last = labels[0].split("-")[0], labels[0].split("-")[-1]
        names += [f"{first}-{_NAME}.{shared[0]}", f"{_NAME}-{last}.{shared[0]}"]
    for name in names:
        yield Attack(FindingSlug.THIRD_PARTY_HOST, f"{scheme}://{name}{at}")


def _twin(port: str) -> str:
    """Return *port* as it stands in the origin of the same host over http."""
    return "" if not port or int(port) == DEFAULT_PORTS["http"] else f":{port}"


def _is_address(host: str) -> bool:
    """Tell whether *host* is an IP address."""
    return host.startswith("[") or ends_in_number(host)
