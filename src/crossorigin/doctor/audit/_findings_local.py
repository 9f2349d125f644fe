"""Findings about a local server: what a page that its user visits could do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value
from crossorigin.doctor.audit._access import answers_alike
from crossorigin.doctor.audit._finding import found_in
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.audit._requests import Ask
from crossorigin.doctor.causes._cause import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.audit._finding import Finding
    from crossorigin.doctor.audit._local_attacks import LocalAttack
    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.probing._session import HTTPExchange

    _Open = tuple[LocalAttack, HTTPExchange]

_S: Final = FindingSlug
_ERROR: Final = 400
_SWITCHED: Final = 101
_NO_SUCH_METHOD: Final = frozenset({405, 501})
_SEVERITIES: Final[Mapping[FindingSlug, Severity]] = {
    # The page reads and sends, as the server's own.
    _S.ANY_HOST: Severity.HIGH,
    _S.LOOK_ALIKE_HOST: Severity.HIGH,
    _S.OPEN_WEBSOCKET: Severity.HIGH,
    # The page has something run, and reads nothing.
    _S.FOREIGN_POSTS: Severity.HIGH,
    # By the standard, GET changes nothing; whether it does here, no answer tells.
    _S.FOREIGN_READS: Severity.LOW,
    # No browser sends two.
    _S.SEVERAL_HOSTS: Severity.LOW,
}
LOCAL: Final = frozenset(_SEVERITIES)
# Where no page of anybody's gets through.
_MINOR: Final[Mapping[FindingSlug, Severity]] = {
    # Browsers write such a number in another way; 0.0.0.0 alone is sent as it stands.
    _S.LOOK_ALIKE_HOST: Severity.LOW,
    # Another program of the same machine.
    _S.OPEN_WEBSOCKET: Severity.MEDIUM,
    _S.FOREIGN_READS: Severity.LOW,
}
# The request was read, and this one was wrong for the server; the next one may not be.
_ON_ERRORS: Final[Mapping[Severity, Severity]] = {
    Severity.HIGH: Severity.MEDIUM,
    Severity.LOW: Severity.INFO,
}
_EVIDENCE: Final[Mapping[FindingSlug, str]] = {
    _S.ANY_HOST: "Host: {} is answered {}, as its own name is.",
    _S.LOOK_ALIKE_HOST: "Host: {} is answered {}, as its own name is.",
    _S.OPEN_WEBSOCKET: "The handshake of {} is answered {}.",
    _S.FOREIGN_POSTS: "A POST of {} is answered {}, as one of its own page is.",
    _S.FOREIGN_READS: "A GET for {} is answered {}, as one without Origin is.",
    _S.SEVERAL_HOSTS: "Host: {} are answered {}, as its own name is.",
}


def local_findings(answers: Answers) -> Iterator[Finding]:
    """Yield what pages of others could do to a local server."""
    found = [each for each in answers.local if _is_open(answers, *each)]
    for slug in _SEVERITIES:
        same = [each for each in found if each[0].slug is slug]
        if same:
            yield _finding(slug, same)


def local_doubt(answers: Answers) -> str | None:
    """Return why nothing is known of a local tool, if the URL is not one that it serves to all."""
    own = answers.get(Ask.NO_ORIGIN)
    if own is None or not answers.target.is_tool:
        return None
    # What is refused before the router is asked is refused wherever the tool has something.
    alike = [each for one, each in answers.local if each.status == own.status and not one.is_own]
    return _UNSERVED.get(own.status) if alike else None


_UNSERVED: Final[Mapping[int, str]] = {
    404: "The URL is answered 404, whoever asks: name one that the tool has, such as /mcp.",
    **dict.fromkeys(
        (401, 403, 407),
        "The URL asks for a login, so it was not seen what is behind: give one with -H.",
    ),
}


def _is_open(answers: Answers, attack: LocalAttack, exchange: HTTPExchange) -> bool:
    """Tell whether an attack has gone through, and nobody has said that it may."""
    origin = header_value(attack.headers, "origin")
    if attack.is_own or (origin and answers.target.declared.permits(origin, exchange)):
        return False
    if attack.slug is _S.OPEN_WEBSOCKET:
        return exchange.status == _SWITCHED
    if attack.method == "GET":
        own = answers.get(Ask.NO_ORIGIN)
    else:
        own = next((each for one, each in answers.local if one.is_own), None)
    is_asked = own is not None and (attack.method == "GET" or own.status not in _NO_SUCH_METHOD)
    return is_asked and own is not None and answers_alike(exchange, own)


def _finding(slug: FindingSlug, same: list[_Open]) -> Finding:
    """Return one finding of all attacks of that name that went through."""
    attack, exchange = next((each for each in same if not each[0].is_minor), same[0])
    severity = (_MINOR if attack.is_minor else _SEVERITIES)[slug]
    if exchange.status >= _ERROR:
        severity = _ON_ERRORS[severity]
    names = ", ".join(each.sender for each, _ in same)
    evidence = _EVIDENCE[slug].format(names, exchange.status)
    return found_in(slug, severity, evidence, exchange)
