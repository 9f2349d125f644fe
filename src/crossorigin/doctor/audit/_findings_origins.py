"""Judge the answers of an audit by what an attacker gains with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.origins import split_origin
from crossorigin._web.sites import is_loopback
from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.audit._access import Access, access
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.causes._results import Finding, Severity
from crossorigin.doctor.check._report_json import headers_of
from crossorigin.doctor.probing._sites import is_local_address
from crossorigin.doctor.probing._transport import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.audit._attack_origins import Attack
    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.probing._session import Sent

_S: Final = FindingSlug
# With credentials: who permits the attacker gives away what only the visitor may see.
_CREDENTIALED: Final[Mapping[FindingSlug, Severity]] = {
    _S.REFLECTED_ORIGIN: Severity.CRITICAL,
    _S.NULL_ALLOWED: Severity.CRITICAL,
    _S.PREFIX_MATCH: Severity.CRITICAL,
    _S.SUFFIX_MATCH: Severity.CRITICAL,
    _S.SUBSTRING_MATCH: Severity.CRITICAL,
    _S.UNESCAPED_DOT: Severity.CRITICAL,
    _S.THIRD_PARTY_HOST: Severity.CRITICAL,
    _S.SPECIAL_CHARACTER: Severity.HIGH,
    # For someone on the visitor's network.
    _S.INSECURE_ORIGIN: Severity.HIGH,
    _S.LOCALHOST_ALLOWED: Severity.MEDIUM,
    _S.ANY_PORT: Severity.MEDIUM,
    # For someone who takes a subdomain over.
    _S.UNDECLARED_SUBDOMAINS: Severity.MEDIUM,
    _S.TRAILING_DOT: Severity.LOW,
    # No browser sends such an origin.
    _S.WRONG_CASE: Severity.INFO,
}
# Without, there is nothing to read but what anyone can fetch: only the mistake is left.
_ANONYMOUS: Final[Mapping[FindingSlug, Severity]] = {
    **dict.fromkeys(_CREDENTIALED, Severity.LOW),
    _S.REFLECTED_ORIGIN: Severity.INFO,
    _S.UNDECLARED_SUBDOMAINS: Severity.INFO,
    _S.TRAILING_DOT: Severity.INFO,
    _S.WRONG_CASE: Severity.INFO,
}
# What is found along with another thing, and says nothing more.
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
_SHOWN: Final = (
    "access-control-",
    "age",
    "cache-control",
    "location",
    "set-cookie",
    "vary",
    "www-authenticate",
    "x-cache",
)
_MOST_NAMED: Final = 8


def found_in(slug: FindingSlug, severity: Severity, evidence: str, sent: Sent) -> Finding:
    """Return a finding, with the request and the answer that show it."""
    url = escaped(masked_url(sent.request.url))
    request = [f"{sent.request.method} {url}"]
    request += [f"{name}: {value}" for name, value in headers_of(sent.request.headers)]
    response = [str(sent.status)]
    response += [
        f"{name}: {value}"
        for name, value in headers_of(sent.headers)
        if name.lower().startswith(_SHOWN)
    ]
    return Finding(str(slug), severity, evidence, tuple(request), tuple(response))


def origin_findings(answers: Answers) -> Iterator[Finding]:
    """Yield who is permitted and should not be."""
    open_to = [
        (attack, sent)
        for attack, sent in answers.attacks
        if access(sent, attack.origin) >= Access.ANONYMOUS
        and not answers.target.declared.permits(attack.origin)
    ]
    if _permits_siblings(answers):
        # One whose name ends as the trusted one is but one of them.
        open_to = [
            each for each in open_to if not (each[0].is_own and each[0].slug is _S.SUFFIX_MATCH)
        ]
    slugs = {attack.slug for attack, _ in open_to}
    hidden = {each for slug in slugs for each in _SUBSUMED.get(slug, ())}
    for slug in FindingSlug:
        same = [each for each in open_to if each[0].slug is slug]
        if same and slug not in hidden:
            yield _finding(slug, same)
    yield from _of_known(answers)
    yield from _of_private_network(answers)


def _permits_siblings(answers: Answers) -> bool:
    """Tell whether a subdomain beside the trusted host is permitted, on purpose or not."""
    sent = answers.attack(_S.UNDECLARED_SUBDOMAINS)
    return sent is not None and access(sent, _origin_of(sent)) >= Access.ANONYMOUS


def _finding(slug: FindingSlug, same: list[tuple[Attack, Sent]]) -> Finding:
    """Return one finding of all attacks of that name that go through."""
    attack, sent = max(same, key=lambda each: (access(each[1], each[0].origin), not each[0].is_own))
    has_credentials = access(sent, attack.origin) is Access.CREDENTIALED
    severity = (_CREDENTIALED if has_credentials else _ANONYMOUS)[slug]
    if attack.is_own and has_credentials:
        severity = Severity.MEDIUM
    names = [each.origin for each, _ in same]
    left = len(names) - _MOST_NAMED
    more = f" and {left} more" if left > 0 else ""
    verb = "is" if len(names) == 1 else "are"
    how = "with credentials" if has_credentials else "without credentials"
    evidence = f"{', '.join(names[:_MOST_NAMED])}{more} {verb} permitted, {how}."
    return found_in(slug, severity, evidence, sent)


def _of_known(answers: Answers) -> Iterator[Finding]:
    """Yield that the trusted origin itself came over http."""
    known = answers.target.known
    parts = split_origin(known)
    if parts is None or parts[0] != "http" or is_loopback(parts[1]):
        return
    if answers.target.declared.permits(known):
        return
    for sent in answers.log:
        if access(sent, known) is Access.CREDENTIALED:
            evidence = f"{known} is permitted, with credentials."
            yield found_in(_S.INSECURE_ORIGIN, Severity.HIGH, evidence, sent)
            return


def _of_private_network(answers: Answers) -> Iterator[Finding]:
    """Yield that everyone may read what only a private network can reach."""
    sent = answers.attack(FindingSlug.REFLECTED_ORIGIN)
    if sent is None or not isinstance(sent.reply, Reply):
        return
    address = sent.reply.address
    is_private = is_local_address(address) and not is_loopback(_host(address))
    if is_private and access(sent, _origin_of(sent)) is not Access.NONE:
        evidence = f"{escaped(address, 60)} is of a private network, and every page may read."
        yield found_in(_S.OPEN_ON_PRIVATE_NETWORK, Severity.MEDIUM, evidence, sent)


def _host(address: str) -> str:
    """Return *address* as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def _origin_of(sent: Sent) -> str:
    """Return the origin that asked."""
    return next(value for name, value in sent.request.headers if name == "Origin")
