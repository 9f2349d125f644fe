"""Read the lists that headers hold: the names that a page asks for, and those of ``Vary``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin import CORSRequest, Policy, Reason
from crossorigin._policy.headers import merge_vary
from fuzz.fields import as_header, fields_of
from fuzz.laws import check_decision

if TYPE_CHECKING:
    from crossorigin import Decision

ORIGIN: Final = "https://app.example.com"
_LISTED: Final = Policy(ORIGIN, allow_headers=["X-Token", "Authorization"])
_ANY: Final = Policy(ORIGIN, allow_headers="*", credentials=True)
_ANY_AND_MORE: Final = Policy("*", allow_headers=["*", "Authorization"])
_TOKEN: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_MAX_LENGTH: Final = 4096
_MAX_NAMES: Final = 128


def fuzz_request_headers(data: bytes) -> None:
    """What is permitted is listed, and asked for or configured; the reason tells the rest."""
    for policy in (_LISTED, _ANY, _ANY_AND_MORE):
        decision = policy.decide(
            CORSRequest(
                "OPTIONS", origin=ORIGIN, request_method="POST", request_headers=as_header(data)
            )
        )
        check_decision(policy, decision)
        _check_names(policy, decision, _asked(data))


def _asked(data: bytes) -> set[bytes] | None:
    """Return the names that *data* asks for, or ``None`` if there are too many."""
    members = data.split(b",")
    if len(data) > _MAX_LENGTH or len(members) > _MAX_NAMES:
        return None
    return {member.strip(b" \t").lower() for member in members} - {b""}


def _check_names(policy: Policy, decision: Decision, asked: set[bytes] | None) -> None:
    """Assert that *decision* lists the right names of those *asked* for."""
    listed = set(dict(decision.headers)["Access-Control-Allow-Headers"].encode().split(b", "))
    configured = {name.encode() for name in policy.allow_headers} - {b"*"} | {b"content-type"}
    assert listed >= configured
    if asked is None:
        assert (decision.reason, listed) == (Reason.TOO_MANY_HEADERS, configured)
        return
    assert (listed - configured) <= asked
    assert "*" in policy.allow_headers or listed == configured
    assert [name for name in listed if not _TOKEN.fullmatch(name)] == []
    assert listed.isdisjoint({b"*", b"cookie"})
    assert (b"authorization" in listed) == ("authorization" in policy.allow_headers)
    assert (decision.reason is Reason.ALLOWED) == (asked <= listed)


def fuzz_vary(data: bytes) -> None:
    """One line says what all lines said, in their order, nothing twice; it says the same again."""
    (names,), values = fields_of(data, 1)
    line = merge_vary(values, names)
    assert merge_vary([line], names) == line
    assert merge_vary([line, *values], names) == line
    members = [
        member.strip(" \t").lower() for value in (*values, names) for member in value.split(",")
    ]
    expected = list(dict.fromkeys(member for member in members if member))
    assert line.lower().split(", ") == (["*"] if "*" in expected else expected or [""])
