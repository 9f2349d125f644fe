"""The answers of WSGI in place of the app's: to preflights, to refused requests, to crashes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import Guard, Origin, Policy
from crossorigin._adapters.layers import Layer, owners_of
from crossorigin._adapters.wsgi_calls import (
    answer_preflight,
    answer_refused,
    is_preflight_call,
    is_safe_call,
    respond,
)
from crossorigin._adapters.wsgi_crash import answer_crash
from tests.adapters.test_wsgi_calls import PREFLIGHT, environ_of
from tests.policy.test_compiled import APP, EVIL, JSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import CORSRequest
    from crossorigin._policy.headers import Header

POLICY: Final = Policy(APP, methods=["PUT"])
ALLOWED: Final = [("Access-Control-Allow-Origin", APP), ("Vary", "Origin")]


def layer(name: str = "ours") -> Layer[Any]:
    """Return a layer."""
    return Layer(name, lambda _: "")


class Started:
    """A server's ``start_response``, which keeps what it is given."""

    def __init__(self, write: Callable[[bytes], object] | None = None) -> None:
        """Return *write* when it is called."""
        self.status: str | None = None
        self.headers: list[Header] = []
        self.written: list[bytes] = []
        self._write = write

    def __call__(self, status: str, headers: list[Header], _: object = None, /) -> Any:  # noqa: ANN401 - whatever a server returns
        """Start the response."""
        self.status, self.headers = status, headers
        return self._write or self.written.append


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (environ_of(APP, "OPTIONS", **{PREFLIGHT: "PUT"}), True),
        (environ_of(APP, "OPTIONS", **{PREFLIGHT: ""}), False),
        (environ_of(APP, "OPTIONS"), False),
        (environ_of(None, "OPTIONS", **{PREFLIGHT: "PUT"}), False),
        (environ_of(APP, "GET", **{PREFLIGHT: "PUT"}), False),
    ],
)
def test_preflights(environ: dict[str, str], expected: bool) -> None:  # noqa: FBT001
    """A preflight has all three marks."""
    assert is_preflight_call(environ) is expected


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (environ_of(APP), True),
        (environ_of(APP, "POST"), False),
        (environ_of(APP, HTTP_UPGRADE="h2c"), True),
        (environ_of(APP, HTTP_UPGRADE="websocket"), False),
    ],
)
def test_safe_calls(environ: dict[str, str], expected: bool) -> None:  # noqa: FBT001
    """Methods that only read are safe, but no handshake is."""
    assert is_safe_call(environ) is expected


def test_the_owner_responds(caplog: pytest.LogCaptureFixture) -> None:
    """The layer that owns the response puts its headers on it; another one adds nothing."""
    inner, outer, environ = layer("inner"), layer("outer"), environ_of(APP)
    owners = owners_of(environ)
    start = Started()
    for _ in range(2):
        respond(inner, POLICY.compiled, environ, owners, start, "200 OK", [JSON])
        assert (start.status, start.headers) == ("200 OK", [JSON, *ALLOWED])
    respond(outer, Policy("*").compiled, environ, owners, start, "200 OK", [JSON])
    assert (start.headers, owners) == ([JSON], [inner])
    own = [("access-control-allow-origin", "*")]
    respond(inner, POLICY.compiled, environ, owners, start, "200 OK", own)
    assert start.headers == ALLOWED
    assert caplog.messages == [
        (
            "inner covers this response, so outer, which stands outside of it, leaves it alone. Remove one of"
            " the two; the inner one alone decides."
        ),
        "The app sets access-control-allow-origin by itself: replaced by what inner says.",
    ]


@pytest.mark.parametrize(
    ("origin", "status", "body"), [(APP, "200 OK", []), (EVIL, "403 Forbidden", [b"origin-not"])]
)
def test_answering_a_preflight(origin: str, status: str, body: list[bytes]) -> None:
    """A permitted preflight has no body, a refused one its reason."""
    start = Started()
    answer = answer_preflight(
        layer(), POLICY, environ_of(origin, "OPTIONS", **{PREFLIGHT: "PUT"}), start, None
    )
    assert (start.status, [line[:10] for line in answer]) == (status, body)


@pytest.mark.parametrize(
    ("origin", "policy", "refused"),
    [
        (None, POLICY, False),
        (APP, POLICY, False),
        (EVIL, POLICY, True),
        (EVIL, None, True),
    ],
)
def test_the_guard(origin: str | None, policy: Policy | None, *, refused: bool) -> None:
    """What the guard refuses is answered, with the headers of the policy if there is one."""
    start, environ, ours = Started(), environ_of(origin, "POST"), layer()
    answer = answer_refused(Guard(), environ, lambda: policy, start, ours)
    assert (answer is not None) is refused
    assert owners_of(environ) == ([ours] if refused else [])
    if refused:
        assert start.status == "403 Forbidden"
        assert (("Vary", "Origin") in start.headers) is (policy is not None)


def test_a_source_that_fails_under_a_guard(caplog: pytest.LogCaptureFixture) -> None:
    """The exception of a source is logged, whoever has asked it."""
    caplog.set_level(logging.WARNING, "crossorigin")

    def source(_origin: Origin, _request: CORSRequest) -> bool:
        raise LookupError

    policy, start = Policy(source), Started()
    answer_refused(Guard(), environ_of(APP, "POST"), lambda: policy, start, layer())
    answer_crash(policy, environ_of(APP), [], start, layer())
    assert start.status == "403 Forbidden"
    assert caplog.messages == [f"The origin source failed for {APP}: refused."] * 2


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_crash(method: str) -> None:
    """A page that may read gets a 500 with the headers, and the body but for HEAD."""
    start = Started()
    answer_crash(POLICY, environ_of(APP, method), [], start, layer(), "no\n")
    assert start.status == "500 Internal Server Error"
    assert start.headers[-2:] == ALLOWED
    assert start.written == [b"" if method == "HEAD" else b"no\n"]


@pytest.mark.parametrize(
    ("origin", "others", "owners"),
    [
        (EVIL, {}, []),
        (None, {}, []),
        (APP, {"HTTP_SEC_FETCH_MODE": "navigate"}, []),
        (APP, {"HTTP_UPGRADE": "websocket"}, []),
        (APP, {}, [layer("inner")]),
    ],
)
def test_a_crash_that_is_not_answered(
    origin: str | None, others: dict[str, str], owners: list[object]
) -> None:
    """Where no page may read, or an inner layer owns the response, nothing is started."""
    start = Started()
    answer_crash(POLICY, environ_of(origin, **others), owners, start, layer())
    assert start.status is None


def test_servers_that_return_no_writer() -> None:
    """A server that returns no writer, or that raises, hides no exception of the app."""

    def fail(_: bytes) -> object:
        raise OSError

    for write in (fail, 7):
        start = Started(write)  # type: ignore[arg-type] # its point
        answer_crash(POLICY, environ_of(APP), [], start, layer())
        assert start.status == "500 Internal Server Error"
