"""Whatever bytes a client sends: the answer is right, of a bounded size, and no exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import Policy
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import CLOSED, OPEN, ask

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

# As much as a policy can: every method, every header, every origin of a parent domain.
GENEROUS: Final = Policy(
    ["https://*.example.com"], methods="*", allow_headers="*", expose_headers="*", credentials=True
)
MEGABYTE: Final = 1_000_000
# What a preflight's answer may have at most: 128 names in 4,096 characters, and what we say.
MAX_HEADERS: Final = 5_000

HOSTILE: Final = {
    "empty": "",
    "space": " ",
    "comma": ",",
    "null": "null",
    "two-origins": f"{HERE}, {HERE}",
    "new-line": f"{HERE}\r\nX-Evil: 1",
    "null-byte": f"{HERE}\x00",
    "tab": f"\t{HERE}",
    "latin-1": "\xe4\xff",
    "utf-8": "https://b\xc3\xbccher.example",
    "not-wsgi": "https://\u212a.example.com",
    "surrogate": "\udcff",
    "superscript-port": "https://app.example.com:\xb2",
    "bracket": "https://[::1",
    "percent": "https://app.example.com%00.evil.example",
    "userinfo": "https://app.example.com@evil.example",
    "a-megabyte": "a" * MEGABYTE,
    "a-megabyte-of-commas": "," * MEGABYTE,
    "a-megabyte-of-dots": f"https://{'.' * MEGABYTE}",
    "a-megabyte-of-labels": f"https://{'a.' * (MEGABYTE // 2)}example.com",
    "a-megabyte-of-names": ",".join(f"x-{n}" for n in range(MEGABYTE // 8)),
}


def _apps() -> dict[str, WSGIApplication]:
    """Return an app under each adapter."""
    covered = app_with(index=say_hello)
    CORS(covered, GENEROUS)
    return {"wsgi": CORSMiddleware(app_with(index=say_hello), GENEROUS), "flask": covered}


APPS: Final = _apps()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("adapter", APPS)
def test_origin(adapter: str, name: str) -> None:
    """No junk is an origin: a request is answered without access, a preflight refused."""
    actual = ask(APPS[adapter], origin=HOSTILE[name])
    preflight = ask(APPS[adapter], origin=HOSTILE[name], asks="PUT")
    assert (actual.status, actual.body, actual.cors) == (200, "hello", CLOSED)
    assert (preflight.status, list(preflight.cors)) == (403, ["Vary"])
    assert preflight.body.partition(":")[0] in {"origin-malformed", "origin-null"}


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - {"empty", "null"}))
@pytest.mark.parametrize("adapter", APPS)
def test_requested_method(adapter: str, name: str) -> None:
    """No junk is a method: it is not repeated, not even under ``methods="*"``."""
    reply = ask(APPS[adapter], asks=HOSTILE[name])
    assert (reply.status, reply.methods, reply.origin) == (200, None, HERE)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("adapter", APPS)
def test_requested_headers(adapter: str, name: str) -> None:
    """No junk is a header name: it is not repeated, and the answer stays small."""
    reply = ask(APPS[adapter], asks="PUT", HTTP_ACCESS_CONTROL_REQUEST_HEADERS=HOSTILE[name])
    names = reply.cors["Access-Control-Allow-Headers"]
    assert (reply.status, reply.origin) == (200, HERE)
    assert names == ("content-type, null" if name == "null" else "content-type")
    assert sum(len(f"{name}: {value}") for name, value in reply.headers) < MAX_HEADERS


@pytest.mark.parametrize("adapter", APPS)
def test_as_many_names_as_are_read(adapter: str) -> None:
    """Even at its longest, an answer stays below what any server and any proxy takes."""
    most = ",".join(f"{n:031}" for n in range(128))
    reply = ask(APPS[adapter], asks="PUT", HTTP_ACCESS_CONTROL_REQUEST_HEADERS=most)
    assert reply.cors["Access-Control-Allow-Headers"].count(",") == 128
    assert sum(len(f"{name}: {value}") for name, value in reply.headers) < MAX_HEADERS


@pytest.mark.parametrize("host", ["", "[", "\xe4", "a" * 300, "app.example.com:99999", "a@b"])
@pytest.mark.parametrize("adapter", APPS)
def test_host(adapter: str, host: str) -> None:
    """Whatever ``Host`` is, the origin alone decides."""
    preflight = ask(APPS[adapter], asks="PUT", HTTP_HOST=host)
    actual = ask(APPS[adapter], HTTP_HOST=host)
    assert (preflight.status, preflight.origin) == (200, HERE)
    assert actual.cors["Access-Control-Allow-Origin"] == OPEN["Access-Control-Allow-Origin"]


@pytest.mark.parametrize(
    "path", ["", "//", "/\xff\xfe", "/%00", "/\x00", "/..//../", "*", "/" * 10_000, "/\u212a"]
)
@pytest.mark.parametrize("adapter", APPS)
def test_path(adapter: str, path: str) -> None:
    """Whatever the path is, a preflight is answered; what is no path is the app's to refuse."""
    reply = ask(APPS[adapter], asks="PUT", PATH_INFO=path)
    assert (reply.status, reply.origin) == (200, HERE)
