"""Find the listed origin for which another one can be mistaken; loaded for a person."""

from __future__ import annotations

from itertools import chain, islice, product
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from crossorigin._policy.origins import Origin
from crossorigin._web.fetch import HTTP_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crossorigin._policy.matching import OriginSet

# Letters that a name may have in place of others: each is tried in the place of the first.
_SIMILAR: Final = {
    "0": "o",
    "1": "li",
    "3": "e",
    "4": "a",
    "5": "s",
    "i": "l",
    "l": "i",
    "rn": "m",
    "vv": "w",
}
# Cyrillic and Greek letters, and the dotless i, that look like those of a name.
_LATIN: Final = dict(
    zip(
        map(ord, "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u051b\u051d"),
        "aeopcyxisjdqw",
        strict=True,
    )
) | {0x3BF: "o", 0x3C1: "p", 0x3BD: "v", 0x131: "i"}
_OF_A_NAME: Final = "abcdefghijklmnopqrstuvwxyz0123456789-."
_MAX_COMBINATIONS: Final = 256
# A shorter name is one letter away from too many others.
_MIN_LENGTH: Final = 8
_MAX_LENGTH: Final = 64


def look_alike(origin: Origin, listed: OriginSet) -> str | None:
    """
    Return an origin of those *listed* for which a person may take *origin*, if there is one.

    It differs in the scheme, the port or ``www``; has the other's name at its beginning, or at its
    end without a dot; has letters that look the same; or differs in one letter.
    """
    if origin.scheme not in HTTP_SCHEMES or listed.covers(origin):
        return None
    hosts = chain(_near(origin.host), _around(origin.host), _read_as(origin.host))
    ports = list(dict.fromkeys((origin.port, None)))
    schemes = list(dict.fromkeys((origin.scheme, "https", "http")))
    candidates = _origins(schemes, hosts, ports)
    found = next((near for near in candidates if near in listed), None)
    if found is None:
        typed = _origins([origin.scheme], _typed(origin.host), ports)
        found = next((near for near in typed if near in listed.listed), None)
    return found


def near_origins(origin: Origin, listed: OriginSet) -> list[str]:
    """Return *listed* origins that differ from *origin* in what is easily overlooked."""
    schemes, ports = {origin.scheme, "http", "https"}, {None, origin.port}
    return sorted(near for near in _origins(schemes, _near(origin.host), ports) if near in listed)


def _origins(
    schemes: Iterable[str], hosts: Iterable[str], ports: Iterable[int | None]
) -> Iterator[str]:
    """Yield the origins of these parts."""
    for host in hosts:
        for scheme in schemes:
            for port in ports:
                yield str(Origin(scheme, host, port))


def _near(host: str) -> Iterable[str]:
    """Return *host* with and without ``www``."""
    return dict.fromkeys((host, f"www.{host}", host.removeprefix("www.")))


def _around(host: str) -> Iterator[str]:
    """Yield the names that *host* begins with, and those that it ends with without a dot."""
    labels = host.split(".")
    for count in range(len(labels) - 1, 1, -1):
        yield ".".join(labels[:count])
    # app-example-com.evil.example
    dashed = labels[0].split("-")
    for count in range(len(dashed), 1, -1):
        yield ".".join(dashed[:count])
    for at in range(1, len(labels[0])):
        rest = ".".join((labels[0][at:], *labels[1:]))
        yield from (rest, f"www.{rest}")


def _read_as(host: str) -> Iterator[str]:
    """Yield the names for which a person may read *host*."""
    shown = ".".join(map(_shown, host.split(".")))[:_MAX_LENGTH]
    choices: list[str] = []
    at = 0
    while at < len(shown):
        size = 2 if shown[at : at + 2] in _SIMILAR else 1
        part = shown[at : at + size]
        choices.append(part)
        at += size
    combinations = product(*([*_SIMILAR.get(part, ""), part] for part in choices))
    for combination in islice(combinations, _MAX_COMBINATIONS):
        name = "".join(combination)
        if name != host:
            yield name


def _shown(label: str) -> str:
    """Return *label* as an address bar may show it: in its own letters."""
    if not label.startswith("xn--"):
        return label
    try:
        shown = label.removeprefix("xn--").encode().decode("punycode")
    except UnicodeError:
        return label
    # Without accents: one dot more or less is easily overlooked.
    letters = normalize("NFKD", shown.translate(_LATIN))
    return "".join(letter for letter in letters if not combining(letter))


def _typed(host: str) -> Iterator[str]:
    """Yield the names that differ from *host* in one letter, or in the order of two."""
    if not _MIN_LENGTH <= len(host) <= _MAX_LENGTH:
        return
    for at in range(len(host) + 1):
        before, after = host[:at], host[at:]
        for letter in _OF_A_NAME:
            yield f"{before}{letter}{after}"
            yield f"{before}{letter}{after[1:]}"
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
