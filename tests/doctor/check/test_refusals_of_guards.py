"""A guard, or another list of hosts, refuses in its own words: they are the cause."""

from __future__ import annotations

import pytest

from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin.doctor.probing._transport import HTTPResponse
from tests.doctor.check.test_refusals import ORIGIN, causes, found

HOST, SENDER = "host-not-listed", "sender-not-listed"


@pytest.mark.parametrize(
    ("status", "body", "slugs"),
    [
        (421, b"host-not-allowed: The guard does not list the Host of this request.\n", [HOST]),
        (403, b"sender-not-allowed: A page of another origin sent this.\n", [SENDER]),
        (403, b"sender-unknown: A browser sent this for a page of another origin.\n", [SENDER]),
        (403, b"cookies-not-allowed: The request carries cookies.\n", [SENDER]),
        (403, b"request-unreadable: The guard cannot read it.\n", [SENDER]),
        (400, b"Invalid host header", [HOST]),
        (421, b"Invalid Host header", [HOST]),
        (403, b"Invalid Origin header", [ORIGIN]),
        (403, b"Invalid Host/Origin header", [HOST]),
        (403, b'Blocked request. This host ("a.example") is not allowed.', [HOST]),
        (400, b"<pre class=x>Invalid HTTP_HOST header: &#x27;a.example&#x27;.", [HOST]),
        (400, b"<p>Host &#39;a.example&#39; is not trusted.</p>", [HOST]),
    ],
)
@pytest.mark.parametrize("of", ["preflight", "response"])
def test_the_words_of_a_guard(of: str, status: int, body: bytes, slugs: list[str]) -> None:
    """They name the cause, with certainty, on the preflight and on the response."""
    refusal = HTTPResponse(status=status, content=body)
    answers = {"options": refusal} if of == "preflight" else {"get": refusal}
    seen = found("PUT" if of == "preflight" else "GET", (), **answers)
    assert seen == [(slug, True) for slug in slugs]


@pytest.mark.parametrize("reason", [Reason.HOST_NOT_ALLOWED, Reason.SENDER_NOT_ALLOWED])
def test_the_next_step_of_the_guard(reason: Reason) -> None:
    """What the guard says, with its next step, is in the evidence, and the fix is for this library."""
    said = f"{reason}: {SENTENCES[reason]}"
    status = 421 if reason is Reason.HOST_NOT_ALLOWED else 403
    refusal = HTTPResponse(status=status, content=f"{said}\n".encode())
    (cause,) = causes("GET", get=refusal, bare=refusal)
    assert cause.evidence.endswith(
        f"is answered {status}, in the words of crossorigin for it: {said}"
    )
    assert (cause.stack, "Guard.local(" in cause.fix) == ("crossorigin", True)
