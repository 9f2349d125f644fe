"""The reasons of a decision: one slug and one sentence each."""

from __future__ import annotations

import re

import pytest

from crossorigin import Reason
from crossorigin._policy.reasons import SENTENCES


def test_every_reason_has_a_sentence() -> None:
    """There is one sentence per reason, and no sentence without a reason."""
    assert list(SENTENCES) == list(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_a_slug_is_the_name(reason: Reason) -> None:
    """A reason prints as its slug, which is its name with dashes."""
    assert str(reason) == reason.name.lower().replace("_", "-")


def test_slugs() -> None:
    """The slugs are those that logs, pages and scripts know; a new one is added here."""
    assert sorted(Reason) == [
        "allowed",
        "authorization-not-listed",
        "cookies-not-allowed",
        "header-not-allowed",
        "host-not-allowed",
        "method-not-allowed",
        "no-origin",
        "origin-insecure",
        "origin-malformed",
        "origin-not-allowed",
        "origin-null",
        "origin-source-failed",
        "request-unreadable",
        "same-origin",
        "sender-not-allowed",
        "sender-unknown",
        "too-many-headers",
    ]


@pytest.mark.parametrize("reason", Reason)
def test_a_sentence_is_plain(reason: Reason) -> None:
    """A sentence is one line of ASCII with a dot, and has no place for a client's words."""
    assert re.fullmatch(r"[A-Z][A-Za-z0-9 ,:'\-]*[a-z]\.", SENTENCES[reason])


def test_sentences_differ() -> None:
    """No two reasons are explained by the same sentence."""
    assert len(set(SENTENCES.values())) == len(SENTENCES)
