"""What a page may send, and what of it needs a preflight."""

from __future__ import annotations

import pytest

from crossorigin._browser import safelist
from crossorigin._browser.safelist import (
    PreflightCause,
    PreflightTrigger,
    is_safelisted,
    own_causes,
    unsafe_names,
)
from tests.browser.fetches import ENGINES

# The bytes that are unsafe in Accept and Content-Type, and some that are not.
UNSAFE = [chr(code) for code in range(0x20) if code != 9] + list('"():<>?@[\\]{}\x7f')
SAFE = ["\t", *"!#$%&'*+,-./0;=A^_`a|~"]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        *(
            pytest.param(method.lower(), method, id=f"C50-{method.lower()}")
            for method in ("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT")
        ),
        pytest.param("dElEtE", "DELETE", id="C50-mixed"),
        pytest.param("patch", "patch", id="C49"),
        pytest.param("PATCH", "PATCH", id="C49-upper-case"),
        pytest.param("query", "query", id="C59"),
        pytest.param("po\u017ft", "po\u017ft", id="long-s"),
    ],
)
def test_normalized_method(method: str, expected: str) -> None:
    """Six methods are upper-cased, and no other is."""
    assert safelist.normalize_method(method) == expected


@pytest.mark.parametrize("method", ["CONNECT", "trace", "TracK"])
def test_forbidden_methods(method: str) -> None:
    """Three methods are forbidden in any case."""
    assert safelist.is_forbidden_method(method)
    assert not safelist.is_forbidden_method("PATCH")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("Cookie", "a=b", True, id="listed"),
        pytest.param("DNT", "1", True, id="upper-case"),
        pytest.param("Sec-Fetch-Site", "x", True, id="sec"),
        pytest.param("proxy-x", "x", True, id="proxy"),
        pytest.param("security", "x", False, id="no-dash"),
        pytest.param("X-A", "1", False, id="any-other"),
        pytest.param("User-Agent", "me", False, id="user-agent"),
        pytest.param("Access-Control-Request-Private-Network", "true", False, id="retired"),
        pytest.param("X-HTTP-Method-Override", "TRACE", True, id="override"),
        pytest.param("X-HTTP-Method", "GET, trace", True, id="override-listed"),
        pytest.param("X-Method-Override", '"a",connect', True, id="override-after-quote"),
        pytest.param("X-HTTP-Method-Override", "PUT", False, id="override-permitted"),
        pytest.param("X-HTTP-Method-Override", '"TRACE"', False, id="override-quoted"),
        pytest.param("X-HTTP-Method-Override", "TRACE;x", False, id="override-parameter"),
        pytest.param("X-Override", "TRACE", False, id="no-override"),
    ],
)
def test_forbidden_headers(name: str, value: str, *, expected: bool) -> None:
    """What no page may set is set in vain."""
    assert safelist.is_forbidden_header(name, value, "fetch") is expected


def test_ignored_headers() -> None:
    """Chromium has a User-Agent of its own, whatever the page says."""
    found = {engine: safelist.is_forbidden_header("User-Agent", "me", engine) for engine in ENGINES}
    assert found == {"fetch": False, "chromium": True, "firefox": False, "webkit": False}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("Accept", "a" * 128, True, id="C76-128"),
        pytest.param("Accept", "a" * 129, False, id="C76-129"),
        pytest.param("Accept-Language", "a" * 129, False, id="C76-language"),
        pytest.param("Content-Type", f"text/plain;{'a' * 118}", False, id="C76-type"),
        pytest.param("ACCEPT", "text/html", True, id="C77"),
        pytest.param("accept", "", True, id="C77-empty"),
        pytest.param("accept", "a\u00e9", True, id="C77-beyond-ascii"),
        pytest.param("Accept-Language", "en-GB, *;q=0.5 a.b", True, id="C78"),
        pytest.param("Content-Language", "en-GB, *;q=0.5 a.b", True, id="C78-content"),
        pytest.param("Accept-Language", "", True, id="C78-empty"),
        pytest.param("Accept-Language", "en_US", False, id="C78-underscore"),
        pytest.param("Content-Language", "en_US", False, id="C78-content-underscore"),
        pytest.param("Accept-Language", "en\tde", False, id="C78-tab"),
        pytest.param("Accept-Language", "en\n", False, id="C78-new-line"),
        pytest.param("Accept-Language", "en'", False, id="C78-quote"),
        pytest.param("Accept-Language", "en/x", False, id="C78-slash"),
        pytest.param("Accept-Language", "en\u00e9", False, id="C78-beyond-ascii"),
        pytest.param("Content-Type", "text/plain;charset=utf-8", True, id="C79-text"),
        pytest.param("Content-Type", "multipart/form-data; boundary=x", True, id="C79-multipart"),
        pytest.param("content-type", "application/x-www-form-urlencoded", True, id="C79-form"),
        pytest.param("Content-Type", "TEXT/Plain", True, id="C79-case"),
        pytest.param("Content-Type", " text/plain\t; x", True, id="C79-white-space"),
        pytest.param("Content-Type", "text/plain;;", True, id="C79-malformed-parameter"),
        pytest.param("Content-Type", "application/json", False, id="C80"),
        pytest.param("Content-Type", "text/html", False, id="C80-html"),
        pytest.param("Content-Type", "", False, id="C80-empty"),
        pytest.param("Content-Type", "text", False, id="C80-no-slash"),
        pytest.param("Content-Type", "/plain", False, id="C80-no-type"),
        pytest.param("Content-Type", "text/ plain", False, id="C80-space"),
        pytest.param("Content-Type", "text/plain/", False, id="C80-two-slashes"),
        pytest.param("Content-Type", "text/plain, application/json", False, id="C80-list"),
        pytest.param("Content-Type", 'text/plain; x="a"', False, id="C81"),
        pytest.param("Content-Type", "text/plain;x={", False, id="C81-brace"),
        pytest.param("Range", "bytes=0-", True, id="C82-open"),
        pytest.param("range", "bytes=0-99", True, id="C82"),
        pytest.param("Range", "bytes=5-5", True, id="C82-one-byte"),
        pytest.param("Range", "bytes=9-10", True, id="C82-by-number"),
        pytest.param("Range", "bytes=00-5", True, id="C82-zeros"),
        pytest.param("Range", f"bytes=0-{9 * 10**40}", True, id="C82-large"),
        pytest.param("Range", "bytes=-500", False, id="C83-suffix"),
        pytest.param("Range", "bytes=0-1,5-6", False, id="C83-several"),
        pytest.param("Range", "bytes 0-1", False, id="C83-no-equals"),
        pytest.param("Range", "bytes=-", False, id="C83-nothing"),
        pytest.param("Range", "bytes= 0-5", False, id="C83-space"),
        pytest.param("Range", "bytes=5-2", False, id="C83-backwards"),
        pytest.param("Range", "BYTES=0-1", False, id="C83-upper-case"),
        pytest.param("Range", "items=0-1", False, id="C83-unit"),
        pytest.param("Range", "bytes=0-1\n", False, id="C83-new-line"),
        pytest.param("Range", "", False, id="C83-empty"),
        *(
            pytest.param(name, "1", False, id=f"C85-{name}")
            for name in (
                "Authorization",
                "Cache-Control",
                "If-None-Match",
                "Last-Event-ID",
                "Pragma",
                "Priority",
                "traceparent",
                "Upgrade-Insecure-Requests",
                "X-Requested-With",
            )
        ),
        pytest.param("Content-Type", "application/csp-report", False, id="C86"),
        pytest.param("DPR", "2", False, id="client-hint"),
    ],
)
def test_safelisted(name: str, value: str, *, expected: bool) -> None:
    """What a form could send, or a browser sends by itself, needs no preflight."""
    assert is_safelisted(name, value, "fetch") is expected


@pytest.mark.parametrize("name", ["Accept", "Content-Type"])
def test_unsafe_bytes(name: str) -> None:
    """C77, C81: some bytes are never safe."""
    prefix = "text/plain;" if name == "Content-Type" else ""
    found = [byte for byte in UNSAFE + SAFE if is_safelisted(name, f"{prefix}{byte}x", "fetch")]
    assert found == SAFE


@pytest.mark.parametrize(
    ("name", "value", "engines"),
    [
        pytest.param("dpr", "2", "chromium", id="C85-client-hint"),
        pytest.param("dpr", "x", "", id="C85-malformed-client-hint"),
        pytest.param("DPR", "1" * 129, "", id="C76-client-hint"),
        pytest.param("accept", "a\u00e9", "fetch chromium webkit", id="C77-beyond-ascii"),
        pytest.param("content-type", "text/plain;;", "fetch chromium webkit", id="C79"),
        pytest.param("accept-language", "en;;", " ".join(ENGINES), id="C78"),
        pytest.param("range", "BYTES=0-1", "webkit", id="C83-upper-case"),
        pytest.param("range", "bytes=+0-+100", "webkit", id="C83-plus"),
        pytest.param("range", "bytes=+5-", "webkit", id="C83-plus-open"),
        pytest.param("range", "bytes=\x0c\x0b+1\x0b-\x0c2\x0c", "webkit", id="C83-feeds"),
        pytest.param("range", "bytes=++1-", "", id="C83-two-plus"),
        pytest.param("range", "bytes=+-1", "", id="C83-plus-alone"),
        pytest.param("range", "bytes=1-+", "", id="C83-plus-at-the-end"),
        pytest.param("range", "bytes=+\x0c1-", "", id="C83-feed-after-plus"),
        pytest.param("range", "bytes=1-\x0c", "", id="C83-feed-at-the-end"),
        pytest.param("range", "bytes\x0c=1-", "", id="C83-feed-after-unit"),
        pytest.param("range", "bytes=\x1c1-", "", id="C83-other-control"),
        pytest.param("range", "bytes=+5-+4", "", id="C83-plus-backwards"),
        pytest.param("range", f"bytes=0-{2**63 - 2}", " ".join(ENGINES), id="C82-63-bits-less-1"),
        pytest.param("range", f"bytes={2**63 - 1}-", "fetch firefox webkit", id="C82-63-bits"),
        pytest.param("range", f"bytes={2**64 - 1}-", "fetch firefox webkit", id="C82-64-bits"),
        pytest.param("range", f"bytes={2**64}-", "fetch", id="C82-more-bits"),
    ],
)
def test_engines_differ(name: str, value: str, engines: str) -> None:
    """These engines, and no other, send such a header without a preflight."""
    found = [engine for engine in ENGINES if is_safelisted(name, value, engine)]
    assert found == engines.split()


# The four that can be that long without Chromium's client hints, twice each.
LONG = tuple(
    (name, "text/plain;".ljust(128, "a") if name == "Content-Type" else "a" * 128)
    for name in ("Accept", "Accept-Language", "Content-Language", "Content-Type") * 2
)


def test_together() -> None:
    """C84: safelisted values that are longer than 1,024 bytes together are all unsafe."""
    assert unsafe_names(LONG, "fetch") == ()
    assert unsafe_names((("X-A", "1" * 4000), *LONG), "fetch") == ("x-a",)
    assert set(unsafe_names((*LONG, ("Range", "bytes=0-")), "fetch")) == {
        "accept", "accept-language", "content-language", "content-type", "range"
    }  # fmt: skip


def test_together_in_an_engine() -> None:
    """C84: Chromium counts its client hints, too; Firefox counts nothing."""
    headers = (*LONG, ("DPR", "2"), ("X-A", "1"))
    causes = {cause.subject: cause.trigger for cause in own_causes("GET", headers, "chromium")}
    assert causes["dpr"] is causes["accept"] is PreflightTrigger.HEADERS_TOO_LONG
    assert causes["x-a"] is PreflightTrigger.HEADER
    assert own_causes("GET", (("DPR", "2"),), "chromium") == ()
    long = (*LONG, ("Range", "bytes=0-"))
    assert unsafe_names(long, "firefox") == ()
    assert own_causes("GET", long, "firefox") == ()


def test_unsafe_names() -> None:
    """Names are in lower case, in the page's order, as often as they are set."""
    headers = (("X-B", "1"), ("Accept", "a"), ("x-a", "1"), ("X-b", "2"))
    assert unsafe_names(headers, "fetch") == ("x-b", "x-a", "x-b")


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        pytest.param("GET", (), (), id="C88-get"),
        pytest.param("HEAD", (), (), id="C88-head"),
        pytest.param("POST", (("Content-Type", "text/plain"),), (), id="C88-post"),
        *(
            pytest.param(
                method, (), (PreflightCause(PreflightTrigger.METHOD, method),), id=f"C88-{method}"
            )
            for method in ("DELETE", "PATCH", "PUT", "QUERY", "CHICKEN", "patch", "OPTIONS")
        ),
        pytest.param(
            "POST",
            (("Content-Type", "application/json"),),
            (PreflightCause(PreflightTrigger.HEADER, "content-type"),),
            id="C74-json",
        ),
        pytest.param(
            "GET",
            (("Accept", "a" * 129),),
            (PreflightCause(PreflightTrigger.HEADER, "accept"),),
            id="C74-long",
        ),
        pytest.param(
            "PUT",
            (("X-B", "1"), ("X-A", "1"), ("X-B", "2")),
            (
                PreflightCause(PreflightTrigger.METHOD, "PUT"),
                PreflightCause(PreflightTrigger.HEADER, "x-a"),
                PreflightCause(PreflightTrigger.HEADER, "x-b"),
            ),
            id="C88-all",
        ),
        pytest.param(
            "GET",
            (*LONG, ("Range", "bytes=0-"), ("X-A", "1")),
            (
                *(
                    PreflightCause(PreflightTrigger.HEADERS_TOO_LONG, name)
                    for name in ("accept", "accept-language", "content-language", "content-type")
                ),
                PreflightCause(PreflightTrigger.HEADERS_TOO_LONG, "range"),
                PreflightCause(PreflightTrigger.HEADER, "x-a"),
            ),
            id="C74-together",
        ),
    ],
)
def test_own_causes(
    method: str, headers: tuple[tuple[str, str], ...], expected: tuple[PreflightCause, ...]
) -> None:
    """A request says itself why it needs a preflight: its method first, then its headers."""
    assert own_causes(method, headers, "fetch") == expected


def test_triggers() -> None:
    """These are the slugs of what makes a browser ask."""
    assert [*PreflightTrigger] == [
        "method", "header", "headers-too-long", "stream-body", "upload-listener", "redirect"
    ]  # fmt: skip
