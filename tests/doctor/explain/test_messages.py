"""Every message of three engines is read rightly, with whatever stands around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin.doctor.explain._explain import Explanation, explain
from tests.doctor.explain.console import PRINTED, Printed

# What the words of an engine leave open, the likeliest first.
_OPEN = {
    ("webkit", "allow-origin-missing"): (
        "allow-origin-mismatch",
        "allow-origin-multiple",
        "allow-origin-malformed",
    ),
    ("webkit", "allow-credentials-missing"): ("allow-credentials-not-true",),
    ("webkit", "url-malformed"): ("url-has-credentials",),
    ("firefox", "allow-credentials-missing"): ("allow-credentials-not-true",),
    ("firefox", "forbidden-method"): ("method-malformed",),
    ("firefox", "no-response"): (
        "location-has-credentials",
        "location-not-http",
        "too-many-redirects",
        "local-network-access",
    ),
}
# Files, times and labels of a console; none of the words of a message.
_NOISE = st.sampled_from(
    [
        "",
        "app.js:12",
        "[Error]",
        "12:04:33.512",
        "%c",
        "(index):1 Uncaught (in promise)",
        "    at load (https://app.example.com/app.js:3:7)",
        "[HMR] Waiting for update signal from WDS...",
        "\x1b[31merror\x1b[0m",
        "\u200b\ufeff",
        "2026-11-22T10:00:00Z ERROR",
        "GET /favicon.ico 404",
    ]
)
_BREAKS = st.sampled_from([" ", "  ", "\n", "\r\n", "\t", "\n    ", "\u00a0", "\n> "])
_QUOTES = st.sampled_from([None, '"', "`", "\u2019", "\\'", "", "&#39;", "\u00e2\u20ac\u2122"])
_PATHS = st.from_regex(r"/[a-z0-9/_.~!$&()*+,;=:@%-]{0,30}", fullmatch=True)
_HOSTS = st.sampled_from(
    [
        "localhost:3000",
        "127.0.0.1:5000",
        "[::1]:8000",
        "xn--bcher-kva.example",
        "a.b.c.example:8443",
    ]
)
each = pytest.mark.parametrize(
    "printed", [pytest.param(one, id=f"{one.case}-{one.engine}") for one in PRINTED]
)
a_message = st.sampled_from(PRINTED)


def only(text: str) -> Explanation:
    """Return the explanation of *text*, which has one message."""
    (explanation,) = explain(text)
    return explanation


@each
def test_the_reason(printed: Printed) -> None:
    """The engine and the reason are named; where the words leave several, so is each of them."""
    explanation = only(printed.text)
    reason, *others = explanation.reasons
    assert explanation.engine == printed.engine
    assert printed.reason in explanation.reasons
    expected = _OPEN.get((str(explanation.engine), str(reason)), ())
    # The words of some lines say more than those of others.
    assert tuple(map(str, others)) in {(), expected}


@each
def test_a_reason_that_is_certain_is_right(printed: Printed) -> None:
    """Where one reason is named, it is the one behind the message."""
    explanation = only(printed.text)
    if len(explanation.reasons) == 1:
        assert str(explanation.reason) == printed.reason


@each
def test_the_url(printed: Printed) -> None:
    """The URL is the one that the message has."""
    urls = {explanation.facts.get("url", "") for explanation in explain(printed.text)}
    plain = re.sub(r"://u:p@", "://***@", printed.text)
    assert all(url in plain for url in urls)
    assert urls != {""} or not re.search(
        r" (?:at|load|from|at URL) '?(?:https?|foo|localhost):", printed.text
    )


@given(printed=a_message, before=st.lists(_NOISE), after=st.lists(_NOISE))
def test_noise_around_it(printed: Printed, before: list[str], after: list[str]) -> None:
    """Lines before and after a message change nothing of the reasons."""
    noisy = "\n".join([*before, printed.text, *after])
    assert only(noisy).reasons == only(printed.text).reasons


@given(printed=a_message, noise=_NOISE)
def test_noise_before_each_line(printed: Printed, noise: str) -> None:
    """The prefix of each line in a console changes nothing of the reasons."""
    noisy = "\n".join(f"{noise} {line}" for line in printed.lines)
    # This message is the whole line or nothing: apps begin sentences so.
    assert only(noisy).reasons == only(printed.text).reasons


@given(printed=a_message, data=st.data())
def test_other_line_breaks(printed: Printed, data: st.DataObject) -> None:
    """A message that is wrapped, wherever, has the same reasons."""
    words = [word for line in printed.lines for word in line.split()]
    wrapped = "".join(word + data.draw(_BREAKS) for word in words)
    assert only(wrapped).reasons[0] is only(printed.text).reasons[0]


@given(printed=a_message, width=st.integers(20, 200))
def test_a_terminal_that_breaks_words(printed: Printed, width: int) -> None:
    """A message that a terminal cut at its right edge has the same reasons."""
    lines = [
        line[start : start + width]
        for line in printed.lines
        for start in range(0, len(line), width)
    ]
    assert only("\n".join(lines)).reasons[0] is only(printed.text).reasons[0]


@given(printed=a_message, quote=_QUOTES)
def test_other_quotes(printed: Printed, quote: str | None) -> None:
    """Quotes that a chat changed, a shell took away, or an encoding broke, change nothing."""
    text = re.sub("['\u2018\u2019\u201c\u201d]", quote or "'", printed.text)
    assert only(text).reasons[0] is only(printed.text).reasons[0]


@given(printed=a_message, host=_HOSTS, path=_PATHS)
def test_other_urls(printed: Printed, host: str, path: str) -> None:
    """A message about another URL has the same reasons, and names that URL."""
    url = f"http://{host}{path}x"
    old = re.compile(r"https?://(?!app\.)(?:[a-z0-9.]+)(?::\d+)?/(?:api/)?[\w./-]*[\w/]")
    text = old.sub(lambda _: url, printed.text)
    explanation = only(text)
    assert explanation.reasons == only(printed.text).reasons
    if "url" in explanation.facts and "url" in only(printed.text).facts and url in text:
        assert explanation.facts["url"] in {url, only(printed.text).facts["url"]}


@given(first=a_message, second=a_message)
def test_several_messages(first: Printed, second: Printed) -> None:
    """Of two messages in one paste, each is explained, but for the one that says less."""
    together = [explanation.reasons[0] for explanation in explain(f"{first.text}\n{second.text}")]
    apart = {only(first.text).reasons[0], only(second.text).reasons[0]}
    assert 1 <= len(together) <= 2
    assert set(together) <= apart


@each
def test_after_a_line_that_only_introduces(printed: Printed) -> None:
    """The URL of a line that has no more to say is not that of the next message."""
    (first,) = (one for one in PRINTED if (one.case, one.engine) == ("o-so", "webkit"))
    together = {each.reasons[0] for each in explain(f"{first.text}\n{printed.text}")}
    assert together <= {only(first.text).reasons[0], only(printed.text).reasons[0]}


@given(st.text(st.characters(exclude_characters="\0"), min_size=1).filter(str.isalnum))
def test_any_text(text: str) -> None:
    """No text at all makes it fail: it has no message, or a message."""
    assert explain(text) == []
