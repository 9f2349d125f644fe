"""What the type checkers make of a guard; read, never run."""
# An ignore that one of the two checkers does not need is an error of the other's.
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import assert_type

from crossorigin import Guard, Origin, OriginPattern, Policy, Reason

# Every way to say who may send.
Guard()
Guard("https://idp.example")
Guard(trusted=["https://idp.example", "https://*.idp.example"])
Guard(trusted=(Origin.parse("https://idp.example"), OriginPattern.parse("http://localhost:*")))
Guard(trusted=(f"https://{name}.example.com" for name in "ab"))
GUARD = Guard(
    trusted=frozenset({"http://idp.example"}),
    dangerously_allow_insecure_origins=True,
    dangerously_allow_public_suffixes=True,
)

Guard("https://*--a.netlify.app", dangerously_allow_public_suffixes=["https://*--a.netlify.app"])

# Every way to say where the app is reached, and what pages read.
Guard(hosts="loopback", reads=True)
Guard(hosts=["localhost:*", "api.example.com"], report_only=True)
Guard.local()
Guard.local("tauri://localhost", Origin.parse("http://localhost:5173"), hosts=["a.example"])
assert_type(Guard.local(hosts="a.example"), Guard)

assert_type(GUARD.trusted, frozenset[str])
assert_type(GUARD.hosts, frozenset[str])
assert_type(GUARD.reads, bool)
assert_type(Guard.of(guard=True), Guard | None)

refusal = GUARD.refusal("POST", {"Origin": "https://evil.example"}, Policy("*"))
if refusal is not None:
    assert_type(refusal.reason, Reason)
    assert_type(refusal.status, int)
    assert_type(refusal.headers, tuple[tuple[str, str], ...])
    assert_type(refusal.body, str)
    assert_type(refusal.explain(), str)
GUARD.refusal("POST", {}, policy=None, scheme="https")

# Every mistake that a type checker sees before the app starts.
Guard(7)  # type: ignore[arg-type]  # no list
Guard([7])  # type: ignore[list-item]  # no text in it
Guard(trusted=None)  # type: ignore[arg-type]  # trusting no one is an empty list
Guard(hosts=[7])  # type: ignore[list-item]  # no text in it
Guard(reads="yes")  # type: ignore[arg-type]  # no boolean
Guard(trust=[])  # type: ignore[call-arg]  # another name
GUARD.trusted = frozenset()  # type: ignore[misc]  # a guard does not change
