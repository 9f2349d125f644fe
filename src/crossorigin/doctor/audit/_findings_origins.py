"""Findings in the permitted origins, by the gain of an attacker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.origins import split_origin
from crossorigin._web.sites import is_loopback
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.audit._access import Access, access
from crossorigin.doctor.audit._finding import found_in
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.causes._cause import Severity
from crossorigin.doctor.probing._sites import is_local_address
from crossorigin.doctor.probing._transport import HTTPResponse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.audit._attack_origins import Attack
    from crossorigin.doctor.audit._finding import Finding
    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.probing._session import HTTPExchange

_S: Final = FindingSlug
# With credentials: the attacker reads the private data of the visitor.
_CREDENTIALED: Final[Mapping[FindingSlug, Severity]] = {
    _S.REFLECTED_ORIGIN: Severity.CRITICAL,
    _S.NULL_ALLOWED: Severity.CRITICAL,
    _S.PREFIX_MATCH: Severity.CRITICAL,
    _S.SUFFIX_MATCH: Severity.CRITICAL,
    _S.SUBSTRING_MATCH: Severity.CRITICAL,
    _S.UNESCAPED_DOT: Severity.CRITICAL,
    _S.THIRD_PARTY_HOST: Severity.CRITICAL,
    _S.SPECIAL_CHARACTER: Severity.HIGH,
    _S.STRANGER_LET_IN: Severity.CRITICAL,
    _S.LOOK_ALIKE_ORIGIN: Severity.HIGH,
    # For an attacker on the visitor's network.
    _S.INSECURE_ORIGIN: Severity.HIGH,
    _S.LOCALHOST_ALLOWED: Severity.MEDIUM,
    _S.ANY_PORT: Severity.MEDIUM,
    # For an attacker with a subdomain.
    _S.UNDECLARED_SUBDOMAINS: Severity.MEDIUM,
    _S.TRAILING_DOT: Severity.LOW,
    # No browser sends such an origin.
    _S.WRONG_CASE: Severity.INFO,
}
# Without: the attacker reads nothing but public data. Only the mistake is left.
_ANONYMOUS: Final[Mapping[FindingSlug, Severity]] = {
    **dict.fromkeys(_CREDENTIALED, Severity.LOW),
    _S.REFLECTED_ORIGIN: Severity.INFO,
    _S.UNDECLARED_SUBDOMAINS: Severity.INFO,
    _S.TRAILING_DOT: Severity.INFO,
    _S.WRONG_CASE: Severity.INFO,
}
# Findings that come along with another one, and say nothing more.
_SUBSUMED: Final[Mapping[FindingSlug, frozenset[FindingSlug]]] = {
    _S.SUBSTRING_MATCH: frozenset(
        {
            _S.PREFIX_MATCH,
            _S.SUFFIX_MATCH,
            _S.SPECIAL_CHARACTER,
            _S.INSECURE_ORIGIN,
            _S.ANY_PORT,
            _S.TRAILING_DOT,
            _S.UNDECLARED_SUBDOMAINS,
        }
    ),
    _S.PREFIX_MATCH: frozenset({_S.SPECIAL_CHARACTER, _S.ANY_PORT, _S.TRAILING_DOT}),
    _S.SUFFIX_MATCH: frozenset({_S.UNESCAPED_DOT, _S.UNDECLARED_SUBDOMAINS}),
}
# Where every neighbour on a shared host is permitted, one that is spelled alike is but one of them.
_BESIDE: Final = frozenset({_S.SUFFIX_MATCH, _S.UNESCAPED_DOT})
_MOST_NAMED: Final = 8


def origin_findings(answers: Answers) -> Iterator[Finding]:
    """Yield the origins that are permitted and should not be."""
    open_to = [
        (attack, exchange)
        for attack, exchange in answers.attacks
        if access(exchange, attack.origin) >= Access.ANONYMOUS
        and not answers.target.declared.permits(attack.origin, exchange)
    ]
    if _permits_siblings(answers):
        # A sibling that ends like the trusted host is but one of them.
        open_to = [
            each for each in open_to if not (each[0].is_own and each[0].slug is _S.SUFFIX_MATCH)
        ]
    neighbours = {
        _parent_of(each.origin) for each, _ in open_to if each.slug is _S.THIRD_PARTY_HOST
    }
    open_to = [
        (attack, exchange)
        for attack, exchange in open_to
        if attack.slug not in _BESIDE or _parent_of(attack.origin) not in neighbours
    ]
    slugs = {attack.slug for attack, _ in open_to}
    hidden = {each for slug in slugs for each in _SUBSUMED.get(slug, ())}
    for slug in FindingSlug:
        same = [each for each in open_to if each[0].slug is slug]
        if same and slug not in hidden:
            yield _finding(slug, same)
    yield from _of_known(answers)
    yield from _of_private_network(answers)


def _parent_of(origin: str) -> str:
    """Return the domain right above the host of *origin*."""
    return (split_origin(origin) or ("", "", ""))[1].partition(".")[2]


def _permits_siblings(answers: Answers) -> bool:
    """Tell whether a subdomain beside the trusted host is permitted, on purpose or not."""
    exchange = answers.attack(_S.UNDECLARED_SUBDOMAINS)
    return exchange is not None and access(exchange, _origin_of(exchange)) >= Access.ANONYMOUS


def _finding(slug: FindingSlug, same: list[tuple[Attack, HTTPExchange]]) -> Finding:
    """Return one finding of all attacks of that name that go through."""
    attack, exchange = max(
        same, key=lambda each: (access(each[1], each[0].origin), not each[0].is_own)
    )
    has_credentials = access(exchange, attack.origin) is Access.CREDENTIALED
    severity = (_CREDENTIALED if has_credentials else _ANONYMOUS)[slug]
    if attack.is_own and has_credentials:
        severity = Severity.MEDIUM
    names = [each.origin for each, _ in same]
    left = len(names) - _MOST_NAMED
    more = f" and {left} more" if left > 0 else ""
    verb = "is" if len(names) == 1 else "are"
    how = "with credentials" if has_credentials else "without credentials"
    mistakes = ", ".join(dict.fromkeys(each.mistake for each, _ in same if each.mistake))
    by = f" The mistake: {mistakes}." if mistakes else ""
    evidence = f"{', '.join(names[:_MOST_NAMED])}{more} {verb} permitted, {how}.{by}"
    return found_in(slug, severity, evidence, exchange)


def _of_known(answers: Answers) -> Iterator[Finding]:
    """Yield that the trusted origin itself came over http."""
    known = answers.target.known
    parts = split_origin(known)
    if parts is None or parts[0] != "http" or is_loopback(parts[1]) or answers.target.is_tool:
        return
    declared = answers.target.declared
    for exchange in answers.log:
        is_open = access(exchange, known) is Access.CREDENTIALED
        if is_open and not declared.permits(known, exchange):
            evidence = f"{known} is permitted, with credentials."
            yield found_in(_S.INSECURE_ORIGIN, Severity.HIGH, evidence, exchange)
            return


def _of_private_network(answers: Answers) -> Iterator[Finding]:
    """Yield that everyone may read a server of a private network, or a tool of this machine."""
    exchange = answers.attack(FindingSlug.REFLECTED_ORIGIN)
    if exchange is None or not isinstance(exchange.result, HTTPResponse):
        return
    address, is_tool = exchange.result.address, answers.target.is_tool
    is_own = is_loopback(_host(address))
    is_private = is_local_address(address) and (is_tool or not is_own)
    if is_private and access(exchange, _origin_of(exchange)) is not Access.NONE:
        # All that a tool has to say is its user's.
        severity = Severity.HIGH if is_tool else Severity.MEDIUM
        where = "this machine" if is_own else "a private network"
        evidence = f"{escape(address, 60)} is of {where}, and every page may read."
        yield found_in(_S.OPEN_ON_PRIVATE_NETWORK, severity, evidence, exchange)


def _host(address: str) -> str:
    """Return *address* as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def _origin_of(exchange: HTTPExchange) -> str:
    """Return the origin that asked."""
    return next(value for name, value in exchange.request.headers if name == "Origin")
