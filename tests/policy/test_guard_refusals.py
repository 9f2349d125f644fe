"""What the guard answers in place of the app, and how it explains that."""

from __future__ import annotations

import pytest

from crossorigin import Reason
from crossorigin._policy.reasons import SENTENCES
from crossorigin._policy.refusals import STEPS, Refusal
from tests.cases.senders import sent_request

EVIL = "https://evil.example"
REASONS = [
    Reason.SENDER_NOT_ALLOWED,
    Reason.SENDER_UNKNOWN,
    Reason.COOKIES_NOT_ALLOWED,
    Reason.REQUEST_UNREADABLE,
    Reason.HOST_NOT_ALLOWED,
    Reason.ORIGIN_NULL,
    Reason.ORIGIN_MALFORMED,
    Reason.ORIGIN_INSECURE,
    Reason.ORIGIN_SOURCE_FAILED,
]


@pytest.mark.parametrize("reason", REASONS)
def test_the_answer(reason: Reason) -> None:
    """No cache keeps the answer: the reason, the next step, and nothing of the request."""
    refusal = Refusal(sent_request("POST", origin=EVIL, path="/transfer"), reason)
    body = (
        " ".join([f"{reason.value}:", SENTENCES[reason], *filter(None, [STEPS.get(reason)])]) + "\n"
    )
    assert refusal.status == (421 if reason is Reason.HOST_NOT_ALLOWED else 403)
    assert refusal.body == body
    assert refusal.headers == (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body.encode()))),
        ("Cache-Control", "no-store"),
    )


@pytest.mark.parametrize("reason", REASONS)
def test_a_way_out(reason: Reason) -> None:
    """Every reason to refuse comes with what to do next."""
    last = Refusal(sent_request("POST", origin=EVIL), reason).explain().splitlines()[-1]
    assert last.startswith("  next: ")
    assert "{" not in last


def test_an_explanation() -> None:
    """An explanation tells what was sent, from where, to where, and what to do."""
    sent = sent_request(
        "POST", origin=EVIL, site="cross-site", host="api.example.com", path="/transfer"
    )
    assert Refusal(sent, Reason.SENDER_NOT_ALLOWED).explain() == (
        'POST /transfer from "https://evil.example": refused by the guard\n'
        "  reason: sender-not-allowed. A page of another origin sent this, and neither the"
        " guard nor the policy lets it.\n"
        "  Host: api.example.com\n"
        "  Sec-Fetch-Site: cross-site\n"
        '  next: list "https://evil.example" in the policy if its pages may read, too;'
        " in Guard(trusted=…) if they may only send, or if it is this app's own address,"
        " which a proxy hides"
    )


def test_an_explanation_of_little() -> None:
    """What the request does not have is not in its explanation."""
    sent = sent_request("GET", site="cross-site", is_websocket=True)
    assert Refusal(sent, Reason.SENDER_UNKNOWN).explain() == (
        "WebSocket from no origin: refused by the guard\n"
        "  reason: sender-unknown. A browser sent this for a page of another origin, and does"
        " not say which.\n"
        "  Sec-Fetch-Site: cross-site\n"
        "  next: look for what takes Origin out between the browser and this app"
    )


def test_no_line_is_forged() -> None:
    """Whatever a client sends stays on its line, in ASCII, and short."""
    hostile = "\r\n  next: \x1b[31m\u2028\u212a" * 100
    sent = sent_request(hostile, origin=hostile, site=hostile, host=hostile, path=hostile)
    text = Refusal(sent, Reason.ORIGIN_MALFORMED).explain()
    lines = text.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [
        "reason:",
        "Host:",
        "Sec-Fetch-Site:",
        "next:",
    ]
    assert max(map(len, lines)) < 500
    assert text.replace("…", "").isascii()
