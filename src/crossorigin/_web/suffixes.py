"""
The names that anyone may register; loaded for a wildcard, a cookie, or two hosts.

Source: https://publicsuffix.org/list/
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Hosts of everybody's pages that the Public Suffix List of 2026-10-23 does not name.
_UNLISTED: Final = """
*.azurecontainerapps.io
*.cloudapp.azure.com
*.cloudshell.dev
*.devtunnels.ms
*.gitpod.io
*.webcontainer-api.io
*.webcontainer.io
app.github.dev
cloudworkstations.dev
codesandbox.io
colab.dev
free.pinggy.link
gigalixirapp.com
gradio.live
koyeb.app
lhr.life
loca.lt
modal.run
nip.io
proxy.runpod.net
serveo.net
share.zrok.io
sslip.io
stackblitz.io
"""


def registrable_domain(host: str) -> str | None:
    """
    Return the public suffix of *host* with the one label before it, or ``None`` for a suffix.

    Of a name not listed, the last label is the suffix.

    Source: https://url.spec.whatwg.org/#host-registrable-domain
    """
    return _suffixes(accept_unknown=True).privatesuffix(host)


def is_public_suffix(domain: str) -> bool:
    """Tell whether anyone may register names below *domain*; of a name not listed, the last label."""
    return _suffixes(accept_unknown=True).is_public(domain)


def anyone_may_register_below(domain: str) -> bool:
    """
    Tell whether a name right below *domain* is one that anyone may register.

    Only suffixes that the list names count, and the hosts that it lacks: ``localhost`` and
    ``test`` are none.
    """
    return _has_suffixes_below(_suffixes(), domain) or _has_suffixes_below(
        _suffixes(_UNLISTED), domain
    )


def registry_sells_below(domain: str) -> bool:
    """Tell whether a name right below *domain* is one that a registry sells."""
    return _has_suffixes_below(_suffixes(only_icann=True), domain)


def suffix_from(domain: str) -> str | None:
    """Return *domain*, or a domain further down, below which anyone may register, if there is one."""
    name = domain.removesuffix(".")
    return name if anyone_may_register_below(name) else _suffixes_further_down().get(name)


def _has_suffixes_below(suffixes: PublicSuffixList, domain: str) -> bool:
    """Tell whether *domain* is one of the *suffixes*, or every name below it is."""
    # A rule such as `*.kawasaki.jp` makes every name below a suffix of its own.
    return suffixes.is_public(domain) or suffixes.is_public(f"x.{domain}")


@cache
def _suffixes(
    source: str | None = None, *, accept_unknown: bool = False, only_icann: bool = False
) -> PublicSuffixList:
    """Return the list, or that of *source*, read when a wildcard or two hosts first need it."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow, and rarely needed

    return PublicSuffixList(source, accept_unknown=accept_unknown, only_icann=only_icann)


@cache
def listed_rules() -> frozenset[str]:
    """Return the rules of the list, such as ``*.kawasaki.jp``, and the hosts that it lacks."""
    # The package lists its rules in no other way.
    rules: set[str] = set()
    for suffixes in (_suffixes(), _suffixes(_UNLISTED)):
        rules |= cast("Any", suffixes)._publicsuffix  # noqa: SLF001 - as the comment says
    return frozenset(rules)


def listed_domain(host: str) -> str | None:
    """Return the listed suffix of *host* with the one label before it, or ``None`` without one."""
    rules = listed_rules()
    labels = host.removesuffix(".").split(".")
    for at in range(len(labels)):
        name = ".".join(labels[at:])
        if f"!{name}" in rules:
            return name
        if name in rules or f"*.{'.'.join(labels[at + 1 :])}" in rules:
            return ".".join(labels[at - 1 :]) if at else None
    return None


@cache
def _suffixes_further_down() -> dict[str, str]:
    """Return, by domain, the highest and shortest of the suffixes below it."""
    found: dict[str, str] = {}
    for rule in sorted(listed_rules(), key=lambda rule: (rule.count("."), len(rule), rule)):
        suffix = rule.removeprefix("*.")
        parent = suffix.partition(".")[2]
        while parent and not rule.startswith("!"):
            found.setdefault(parent, suffix)
            parent = parent.partition(".")[2]
    return found
