"""A request reaches the app under the names that a guard lists, and under no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from hypothesis import event, given
from hypothesis import strategies as st

from crossorigin import Guard, Policy
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi.calls import Server, called
from tests.cases.senders import sent_request
from tests.guard.adapters import environ_for, scope_for
from tests.wsgi.calls import answered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin._policy.requests import FetchMetadata

_POLICY: Final = Policy("http://a.example")
_NAMES: Final = ["localhost", "127.0.0.1", "[::1]", "a.example", "b.a.example", "example"]
_PORTS: Final = ["", ":8000", ":8443", ":80", ":443"]
_SITES: Final = [None, "same-origin", "same-site", "cross-site", "none", "x"]
_METHODS: Final = ["GET", "HEAD", "OPTIONS", "POST", "QUERY", "get"]
# What else may stand in Host. WSGI knows no character beyond these, and a server none of the rest.
_text: Final = st.text(st.characters(max_codepoint=255), max_size=30)
listed: Final = st.builds(
    str.__add__,
    st.sampled_from([*_NAMES, "*.example", "*.a.example", "p-*.example"]),
    st.sampled_from(["", ":8000", ":8443", ":*"]),
)
hosts: Final = st.one_of(
    st.builds(str.__add__, st.sampled_from([*_NAMES, "p-7.example"]), st.sampled_from(_PORTS)),
    st.builds(str.__add__, _text, st.sampled_from(_NAMES)),
    st.builds(str.__add__, st.sampled_from(_NAMES), _text),
    _text,
    st.none(),
)


@st.composite
def guards(draw: st.DrawFn) -> Guard:
    """Draw a guard that lists hosts."""
    entries = draw(st.lists(listed, min_size=1, max_size=3))
    return Guard(hosts=entries, reads=draw(st.booleans()), dangerously_allow_public_suffixes=True)


@st.composite
def requests(draw: st.DrawFn) -> FetchMetadata:
    """Draw a request of a page, or of a program."""
    pages = [f"http://{name}{port}" for name in _NAMES for port in ("", ":8000", ":8443")]
    return sent_request(
        draw(st.sampled_from(_METHODS)),
        origin=draw(st.sampled_from([None, "null", "junk", *pages])),
        host=draw(hosts),
        site=draw(st.sampled_from(_SITES)),
        mode=draw(st.sampled_from([None, "navigate", "cors"])),
        destination=draw(st.sampled_from([None, "document", "iframe"])),
        has_cookie=draw(st.booleans()),
        is_websocket=draw(st.booleans()),
    )


def is_listed(entries: Iterable[str], host: str | None) -> bool:
    """Tell what the documentation says of *host*, where it is written as a browser writes it."""
    if host is None:
        return False
    name, port = _split(host.lower())
    return any(_covers(*_split(entry), name.removesuffix("."), port) for entry in entries)


def _split(authority: str) -> tuple[str, str]:
    """Return the name and the port, "" for one that need not be written."""
    name, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        return authority, ""
    port = port.lstrip("0")
    return name, "" if port in {"80", "443"} else port


def _covers(pattern: str, its_port: str, name: str, port: str) -> bool:
    """Tell whether a *pattern* covers a *name*."""
    before, star, after = pattern.partition("*")
    middle = name[len(before) : len(name) - len(after)]
    fits = name.startswith(before) and name.endswith(after) and middle != ""
    labels = "." not in middle if before else all(middle.split("."))
    return its_port in {"*", port} and ((fits and labels) if star else name == pattern)


def reaches_wsgi(guard: Guard, sent: FetchMetadata) -> bool:
    """Tell whether *sent* reaches an app of WSGI."""
    calls: list[str] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        calls.append(environ["REQUEST_METHOD"])
        start_response("200 OK", [])
        return []

    answered(WSGIMiddleware(app, _POLICY, guard=guard), environ_for(sent))
    return bool(calls)


def reaches_asgi(guard: Guard, sent: FetchMetadata) -> bool:
    """Tell whether *sent* reaches an app of ASGI."""
    calls: list[str] = []

    async def app(scope: dict[str, Any], _: object, send: Any) -> None:  # noqa: ANN401 - a server's
        calls.append(scope["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    asyncio.run(called(ASGIMiddleware(app, _POLICY, guard=guard), scope_for(sent), Server()))
    return bool(calls)


@given(guards(), requests())
def test_a_host_that_is_not_listed_never_reaches_the_app(guard: Guard, sent: FetchMetadata) -> None:
    """Whatever else a request says, its host decides first."""
    listed = is_listed(guard.hosts, sent.request.host)
    event(f"listed: {listed}")
    if not listed:
        assert not guard.is_reached_as(sent.request.host)
        assert not reaches_wsgi(guard, sent)
        assert not reaches_asgi(guard, sent)


@given(guards(), st.sampled_from(_NAMES), st.sampled_from(_PORTS))
def test_every_listed_host_reaches_the_app(guard: Guard, name: str, port: str) -> None:
    """A program that asks for a listed host is served, and for no other: the oracle agrees."""
    sent = sent_request("GET", host=f"{name}{port}")
    assert guard.is_reached_as(sent.request.host) is is_listed(guard.hosts, sent.request.host)
    assert reaches_wsgi(guard, sent) is guard.is_reached_as(sent.request.host)


@given(guards(), listed, requests())
def test_adding_a_host_refuses_nothing(guard: Guard, entry: str, sent: FetchMetadata) -> None:
    """What a guard lets through is let through by one that lists another host beside."""
    wider = Guard(
        hosts=[*guard.hosts, entry], reads=guard.reads, dangerously_allow_public_suffixes=True
    )
    decision = _POLICY.decide(sent.request)
    if guard.lets_through(sent) or guard.judge(sent, decision) is None:
        event("let through")
        assert wider.lets_through(sent) or wider.judge(sent, decision) is None


@given(guards(), requests())
def test_reads_only_refuses_more(guard: Guard, sent: FetchMetadata) -> None:
    """What a guard of reads lets through, one that lets reads through does, too."""
    strict = Guard(hosts=guard.hosts, reads=True, dangerously_allow_public_suffixes=True)
    loose = Guard(hosts=guard.hosts, dangerously_allow_public_suffixes=True)
    if strict.lets_through(sent):
        assert loose.lets_through(sent)
    if strict.lets_read(sent.request.host, sent.request.origin, sent.site) and sent.is_safe:
        assert strict.lets_through(sent)
