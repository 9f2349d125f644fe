"""Messages as people paste them: each is read rightly, or said to be unknown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from crossorigin.doctor.causes._console_reasons import ConsoleReason, sentence_of
from crossorigin.doctor.explain._explain import explain
from crossorigin.doctor.explain._report_json import report

# The first are of other people's questions and bug reports, with other names; the second, of
# 2026-11, were collected and judged before the reader had seen one of them.
_FILES: Final = ("wild.jsonl", "wild_more.jsonl")
ROWS: Final[list[dict[str, Any]]] = [
    json.loads(line)
    for name in _FILES
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
]
# What is taken for CORS, and is something else.
ELSEWHERE: Final = (
    ConsoleReason.CONNECTION_ALLOWLIST,
    ConsoleReason.CONTENT_SECURITY_POLICY,
    ConsoleReason.COOKIES_NOT_SENT,
    ConsoleReason.FORBIDDEN_HEADER,
    ConsoleReason.FRAME_ACCESS,
    ConsoleReason.FRAMING,
    ConsoleReason.LOCAL_NETWORK_ACCESS,
    ConsoleReason.LOCAL_RESOURCE,
    ConsoleReason.MIXED_CONTENT,
    ConsoleReason.POST_MESSAGE,
    ConsoleReason.RESOURCE_POLICY,
    ConsoleReason.RESPONSE_TYPE,
    ConsoleReason.SERVICE_WORKER,
    ConsoleReason.WEBSOCKET_HANDSHAKE,
    ConsoleReason.WORKER_SCRIPT,
)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['id']}-{row['kind']}") for row in ROWS]
)
def test_a_message_of_the_wild(row: dict[str, Any]) -> None:
    """The engine, the reason, the first cause and the facts are right; no others are made up."""
    shown: dict[str, Any] = report(explain(row["text"]))
    if not row["reasons"]:
        assert shown["reason"] is None
        return
    assert shown["engine"] in row["engines"]
    assert shown["reason"] in row["reasons"]
    facts, causes = shown["facts"], shown["causes"]
    assert {name: facts.get(name) for name in row["facts"]} == row["facts"]
    assert not row["causes"] or causes[0]["slug"] in row["causes"]
    # A secret in it is masked.
    url = "".join(facts.get("url", "").partition("***")[0].split())
    assert url in "".join(row["text"].split()).replace("&#39;", "'")


@pytest.mark.parametrize("reason", ELSEWHERE)
def test_what_is_not_cors_is_said_to_be_none(reason: ConsoleReason) -> None:
    """The sentence about something else says that it is not CORS."""
    assert "not CORS" in sentence_of(reason)
