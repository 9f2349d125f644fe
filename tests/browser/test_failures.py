"""Why a page cannot read a response: one slug and one sentence each."""

from __future__ import annotations

import re

import pytest

from crossorigin._browser.failures import FAILURE_SENTENCES, Blocked, Failure
from crossorigin._policy.reasons import Reason
from crossorigin.errors import ProblemCode


def test_every_failure_has_a_sentence() -> None:
    """There is one sentence per failure, in the same order, and no other."""
    assert list(FAILURE_SENTENCES) == list(Failure)


@pytest.mark.parametrize("failure", Failure)
def test_a_slug_is_the_name(failure: Failure) -> None:
    """A failure prints as its slug, which is its name with dashes."""
    assert str(failure) == failure.name.lower().replace("_", "-")


def test_slugs() -> None:
    """The slugs are those that pages and scripts know; a new one is added here."""
    assert sorted(Failure) == [
        "allow-credentials-missing",
        "allow-credentials-not-true",
        "allow-headers-malformed",
        "allow-methods-malformed",
        "allow-origin-malformed",
        "allow-origin-mismatch",
        "allow-origin-missing",
        "allow-origin-multiple",
        "authorization-not-listed",
        "body-not-allowed",
        "data-url-malformed",
        "forbidden-method",
        "header-malformed",
        "header-not-allowed",
        "lines-differ",
        "location-has-credentials",
        "location-malformed",
        "location-not-http",
        "method-malformed",
        "method-not-allowed",
        "mode-same-origin",
        "no-cors-method",
        "no-cors-redirect-mode",
        "no-response",
        "port-restricted",
        "preflight-redirect",
        "preflight-status",
        "redirect-not-allowed",
        "stream-not-allowed",
        "stream-redirected",
        "too-many-redirects",
        "url-has-credentials",
        "url-malformed",
        "url-not-http",
        "wildcard-with-credentials",
    ]


def test_one_slug_for_one_thing() -> None:
    """What a policy's decision, or its mistakes, name as well has the same slug."""
    others = {*map(str, Reason), *map(str, ProblemCode)}
    assert sorted(others & set(Failure)) == [
        "authorization-not-listed",
        "forbidden-method",
        "header-malformed",
        "header-not-allowed",
        "method-malformed",
        "method-not-allowed",
        "wildcard-with-credentials",
    ]


@pytest.mark.parametrize("failure", Failure)
def test_a_sentence_is_plain(failure: Failure) -> None:
    """A sentence is one line of ASCII with a dot."""
    assert re.fullmatch(r"[A-Z][A-Za-z0-9 ,:'\-]*[A-Za-z0-9]\.", FAILURE_SENTENCES[failure])


def test_sentences_differ() -> None:
    """No two failures are explained by the same sentence."""
    assert len(set(FAILURE_SENTENCES.values())) == len(FAILURE_SENTENCES)


def test_a_subject_may_be_missing() -> None:
    """Not every failure is about a value."""
    assert Blocked(Failure.NO_RESPONSE) == Blocked(Failure.NO_RESPONSE, "")
