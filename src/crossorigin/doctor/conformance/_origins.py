"""The origins to ask a server with: some that its policy permits, and strangers."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final, cast

from crossorigin import OriginPattern, Policy
from crossorigin._web.fetch import DEFAULT_PORTS, OPAQUE_ORIGIN
from crossorigin._web.origins import split_origin
from crossorigin.proof import UndecidedError, look_alikes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# Nobody has registered it, and nobody can. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
UNRELATED: Final = "https://crossorigin-conformance.invalid"
# Of a policy of thousands of origins, a few show whether a server knows the list.
MAX_PERMITTED: Final = 12
MAX_LOOK_ALIKES: Final = 20
# A look-alike is searched beside every pattern, which takes its time.
MAX_COPIED: Final = 100
# Permitted by a policy for all, and by few others.
_ANYBODY: Final = ("https://app.example.com", UNRELATED, "http://localhost:3000")
_LABELS: Final = ("www", "a.b", "x-1.y.z")
_PARTS: Final = ("x", "7-y")
_PORTS: Final = ("", ":8443", ":3000")
_LOCAL: Final = (
    "http://localhost",
    "http://localhost:3000",
    "https://localhost",
    "http://127.0.0.1",
)
_OPAQUE: Final = (
    OPAQUE_ORIGIN,
    "file://",
    "chrome-extension://crossorigin",
    "capacitor://localhost",
)


def permitted_origins(policy: Policy, given: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Return origins that *policy* permits: one of each pattern first, then further ones.

    Args:
        policy: The policy.
        given: Origins to begin with, as far as it permits them; those of a function are not known.
    """
    columns = [list(_examples(OriginPattern.parse(text))) for text in _spread(_listed(policy))]
    found = [*given, *(_ANYBODY if policy.origins == "*" else ())]
    for at in range(len(_PORTS)):
        found += [column[at] for column in columns if at < len(column)]
    return tuple(dict.fromkeys(each for each in found if policy.allows(each)))[:MAX_PERMITTED]


def _spread(texts: Iterable[str]) -> list[str]:
    """Return *texts* in an order that has each shape of a pattern among the first."""
    shapes: dict[tuple[str, str, bool], list[str]] = {}
    for text in sorted(texts, key=lambda text: (text.count("*"), text)):
        scheme, _, rest = text.partition("://")
        shape = (scheme, "".join(filter("*:[".__contains__, rest)), rest.startswith("*."))
        shapes.setdefault(shape, []).append(text)
    most = max(map(len, shapes.values()), default=0)
    return [each[at] for at in range(most) for each in shapes.values() if at < len(each)]


def _examples(pattern: OriginPattern) -> Iterator[str]:
    """Yield origins that *pattern* covers, each of another depth and with another port."""
    has_any_port = pattern.port == "*"
    own = "" if has_any_port or pattern.port is None else f":{pattern.port}"
    if "*" not in pattern.host:
        yield from (f"{pattern.scheme}://{pattern.host}{port}" for port in _ports(pattern, own))
        return
    ports = _ports(pattern, own)
    for at, labels in enumerate(_LABELS):
        host = f"{labels}{pattern.host[1:]}" if pattern.host.startswith("*.") else pattern.host
        host = host.replace("*", _PARTS[at % len(_PARTS)])
        yield f"{pattern.scheme}://{host}{ports[at % len(ports)]}"


def _ports(pattern: OriginPattern, own: str) -> tuple[str, ...]:
    """Return the ports to try, as an origin has them, if *own* is the only one of *pattern*."""
    return _PORTS if pattern.port == "*" else (own,)


def strangers(policy: Policy, known: str) -> tuple[str, ...]:
    """
    Return origins that a browser can send and that hardly any policy permits.

    Args:
        policy: The policy; a look-alike is one that a sloppy copy of it permits.
        known: An origin that it permits.
    """
    # By turns, so that the first of them are of both kinds.
    pairs = zip_longest(_variants(known), _look_alikes(policy))
    found = (UNRELATED, *(each for pair in pairs for each in pair if each), *_OPAQUE, *_LOCAL)
    return tuple(dict.fromkeys(found))


def _look_alikes(policy: Policy) -> list[str]:
    """Return the look-alikes of the origins of *policy*, one of each mistake first."""
    try:
        found = [each for each in look_alikes(_excerpt(policy)) if not policy.allows(each.origin)]
    except UndecidedError:
        # A function permits what it likes.
        return []
    firsts = {each.mistake: each.origin for each in reversed(found)}
    origins = dict.fromkeys([*firsts.values(), *(each.origin for each in found)])
    return list(origins)[:MAX_LOOK_ALIKES]


def _excerpt(policy: Policy) -> Policy:
    """Return *policy*, or one that permits a few of its origins, if these are very many."""
    listed = _listed(policy)
    if len(listed) <= MAX_COPIED:
        return policy
    return Policy(_spread(listed)[:MAX_COPIED], dangerously_allow_public_suffixes=True)


def _listed(policy: Policy) -> frozenset[str]:
    """Return the patterns of *policy*."""
    origins: object = policy.origins
    return cast("frozenset[str]", origins) if isinstance(origins, frozenset) else frozenset()


def _variants(known: str) -> Iterator[str]:
    """Yield origins that resemble *known*, one change each."""
    scheme, host, port = split_origin(known) or ("https", "app.example.com", "")
    if scheme not in DEFAULT_PORTS:
        scheme, host, port = "https", "app.example.com", ""
    tail = f":{port}" if port else ""
    other = "http" if scheme == "https" else "https"
    yield f"{other}://{host}{tail}"
    yield f"{scheme}://{host}:{'8443' if port != '8443' else '9443'}"
    if host.startswith("[") or host.replace(".", "").isdigit():
        return
    yield f"{scheme}://evil.{host}{tail}"
    yield f"{scheme}://evil{host}{tail}"
    yield f"{scheme}://{host}.evil.example{tail}"
    yield f"{scheme}://{host}evil.example{tail}"
    yield f"{scheme}://{host}.{tail}"
    # A host that browsers permit, and at which an expression may end one.
    yield f"{scheme}://{host}_.evil.example{tail}"
    yield f"{scheme}://{host}`.evil.example{tail}"
    yield f"{scheme}://{host.replace('.', 'x', 1)}{tail}"
    yield f"{scheme}://{host.partition('.')[2] or host}{tail}"


def never_sent(known: str) -> tuple[tuple[str, str], ...]:
    """Return values of ``Origin`` that no browser sends for *known*, each with what it is."""
    scheme, _, rest = known.partition("://")
    return (
        (f"{known}/", "a slash at its end"),
        (f"{scheme.upper()}://{rest}", "upper case"),
        (f"{known}:{DEFAULT_PORTS.get(scheme, 0)}", "a default port"),
        (f"{known} {UNRELATED}", "two origins"),
        (f"{known},{UNRELATED}", "a comma"),
        ("*", "a star"),
        ("", "nothing"),
        ("NULL", "null in upper case"),
        ("crossorigin", "no scheme"),
    )
