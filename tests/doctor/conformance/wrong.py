"""Servers that differ from their policy, each with all that a browser or a cache notices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tests.doctor.conformance.serving import (
    ACAC,
    ACAO,
    ACEH,
    POLICY,
    adding,
    by,
    changing,
    letting,
    on_actual,
    on_methods,
    on_status,
    right,
    setting,
    without,
    without_cors,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from crossorigin import Policy
    from crossorigin.doctor.probing._transport import HTTPResponse
    from tests.doctor.conformance.serving import Asked

_APP: Final = "https://app.example.com"
_LETS_IN: Final = {"origin-let-in", "preflight-lets-in"}


@dataclass(frozen=True, slots=True)
class Case:
    """
    A server, and its differences.

    Attributes:
        id: Its name.
        answer: Its responses.
        browser: The causes that matter to browsers.
        cache: Those that matter to caches.
        policy: The policy that it is to keep.
    """

    id: str
    answer: Callable[[Asked], HTTPResponse]
    browser: AbstractSet[str] = field(default=frozenset(), hash=False)
    cache: AbstractSet[str] = field(default=frozenset(), hash=False)
    policy: Policy = field(default=POLICY, repr=False)


def _matching(expression: str) -> Callable[[Asked], HTTPResponse]:
    """Return the server that searches an origin for *expression*."""
    return letting(lambda origin: re.search(expression, origin) is not None)


def _first_alone(asked: Asked) -> HTTPResponse:
    """Send the first origin of the list to everyone, as a constant."""
    known = replace(asked.question, origin=_APP)
    return without(right(replace(asked, question=known)), "vary")


def _one_label(asked: Asked) -> HTTPResponse:
    """Take a star for one label."""
    is_deep = re.fullmatch(r"https://[^.]+\.[^.]+.*\.example\.org", asked.origin or "")
    question = replace(asked.question, origin="https://x.invalid") if is_deep else asked.question
    return right(replace(asked, question=question))


def _star_for_all(asked: Asked) -> HTTPResponse:
    """Let everyone read, without cookies."""
    known = replace(asked.question, origin=_APP)
    response = without(right(replace(asked, question=known)), ACAC, "vary")
    return setting(response, ACAO, "*")


_WITHOUT_CREDENTIALS: Final = POLICY.replace(credentials=False)
_TIMED: Final = POLICY.replace(timing=True)

ORIGINS: Final = (
    Case("reflects-every-origin", letting(bool), _LETS_IN),
    Case(
        "reflects-on-responses-alone",
        lambda asked: right(asked) if asked.is_preflight else letting(bool)(asked),
        {"origin-let-in"},
    ),
    Case("matches-the-end", _matching(r"example\.org$"), _LETS_IN),
    Case("matches-the-beginning", _matching(r"^https://app\.example\.com"), _LETS_IN),
    Case("matches-anywhere", _matching(r"app\.example\.com"), _LETS_IN),
    Case("matches-any-character-for-a-dot", _matching(r"^https://app.example.com$"), _LETS_IN),
    Case("matches-without-a-boundary", _matching(r"^https://.*example\.org$"), _LETS_IN),
    Case("lets-null-in", letting("null".__eq__), _LETS_IN),
    Case("lets-http-in", _matching(r"^http://app\.example\.com$"), _LETS_IN),
    Case("lets-any-port-in", _matching(r"^https://app\.example\.com:\d+$"), _LETS_IN),
    Case("lets-the-parent-in", _matching(r"^https://example\.org$"), _LETS_IN),
    Case("lets-a-trailing-dot-in", _matching(r"\.com\.$"), _LETS_IN),
    Case("takes-a-star-for-one-label", _one_label, {"origin-kept-out", "preflight-refused"}),
    Case(
        "sends-one-origin-to-all",
        _first_alone,
        {"origin-kept-out", "preflight-refused"},
    ),
    Case(
        "sends-the-list",
        changing(lambda each: setting(each, ACAO, f"{_APP}, https://x.example.org")),
        {"origin-kept-out", "preflight-refused", "errors-kept-out", "redirects-kept-out"},
    ),
    Case(
        "sends-a-slash-at-the-end",
        changing(lambda each: setting(each, ACAO, f"{_APP}/"), on_actual),
        {"origin-kept-out", "errors-kept-out", "redirects-kept-out"},
    ),
    Case(
        "sends-a-star",
        _star_for_all,
        {"origin-let-in", "preflight-lets-in", "credentials-missing"},
    ),
)

RESPONSES: Final = (
    Case(
        "forgets-404-and-500",
        changing(without_cors, on_status(404, 500)),
        {"errors-kept-out"},
    ),
    Case("forgets-500", changing(without_cors, on_status(500)), {"errors-kept-out"}),
    Case("forgets-redirects", changing(without_cors, on_status(301)), {"redirects-kept-out"}),
    Case("forgets-304", changing(without_cors, on_status(304)), {"origin-kept-out"}),
    Case("forgets-head", changing(without_cors, on_methods(["HEAD"])), {"origin-kept-out"}),
    Case("forgets-options", changing(without_cors, on_methods(["OPTIONS"])), {"origin-kept-out"}),
    Case(
        "crashes-with-nothing",
        changing(lambda each: replace(each, headers=()), on_status(500)),
        {"errors-kept-out"},
    ),
    Case(
        "sends-the-origin-twice",
        changing(lambda each: adding(each, ("Access-Control-Allow-Origin", "*")), on_actual),
        {"lines-twice", "origin-let-in"},
    ),
    Case(
        "sends-the-same-origin-twice",
        changing(
            lambda each: adding(each, *(line for line in each.headers if line[0].lower() == ACAO))
        ),
        {"lines-twice", "preflight-refused"},
    ),
    Case(
        "sends-credentials-twice",
        changing(
            lambda each: adding(each, *(line for line in each.headers if line[0].lower() == ACAC)),
            on_actual,
        ),
        {"lines-twice"},
    ),
    Case(
        "forgets-credentials", changing(lambda each: without(each, ACAC)), {"credentials-missing"}
    ),
    Case(
        "spells-true-as-python-does",
        changing(lambda each: setting(each, ACAC, "True")),
        {"credentials-missing"},
    ),
    Case("adds-credentials", by(POLICY), {"credentials-beyond"}, policy=_WITHOUT_CREDENTIALS),
    Case("exposes-nothing", changing(lambda each: without(each, ACEH)), {"exposed-missing"}),
    Case(
        "exposes-nothing-on-errors",
        changing(lambda each: without(each, ACEH), on_status(404, 500)),
        {"exposed-missing"},
    ),
    Case(
        "exposes-a-star-with-credentials",
        changing(lambda each: setting(each, ACEH, "*")),
        {"exposed-missing", "exposed-beyond"},
    ),
    Case(
        "exposes-more",
        changing(lambda each: setting(each, ACEH, "x-total, x-internal")),
        {"exposed-beyond"},
    ),
    Case(
        "forgets-timing",
        changing(lambda each: without(each, "timing-allow-origin"), policy=_TIMED),
        {"timing-missing"},
        policy=_TIMED,
    ),
    Case(
        "times-for-another-origin",
        changing(lambda each: setting(each, "timing-allow-origin", "null"), policy=_TIMED),
        {"timing-missing"},
        policy=_TIMED,
    ),
)
