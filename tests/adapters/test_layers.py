"""Layers on one request: the innermost that decides is found, and warnings are bounded."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from crossorigin._adapters import asgi_calls, wsgi_calls
from crossorigin._adapters.layers import LAYERS, Layer, owners_of, owners_of_scope

WSGI, ASGI = "wsgi.url_scheme", "scheme"


def layer(name: str) -> Layer[str]:
    """Return a layer whose endpoints are what it is called with."""
    return Layer(name, str.upper)


def test_the_list_is_the_same_in_every_layer() -> None:
    """The outermost layer puts the list down; whoever has a copy has the same one."""
    transport: dict[str, Any] = {}
    layers = owners_of(transport)
    assert layers == []
    assert owners_of(transport.copy()) is layers


def test_the_first_to_decide_has_decided(caplog: pytest.LogCaptureFixture) -> None:
    """Responses come from the inside, so the innermost layer asks first: it alone decides."""
    inner, outer = layer("inner"), layer("outer")
    layers: list[object] = []
    said = [each.claim(layers) for each in (inner, outer, outer, inner)]
    assert (said, layers) == ([True, False, False, True], [inner])
    assert [record.getMessage() for record in caplog.records] == [
        (
            "inner covers this response, so outer, which stands outside of it, leaves it alone. Remove one of"
            " the two; the inner one alone decides."
        )
    ]


def test_replaced_headers_are_said_once_per_endpoint(caplog: pytest.LogCaptureFixture) -> None:
    """The warning names the endpoint, the headers and the layer, once for each endpoint."""
    ours = layer("ours")
    for endpoint in ("index", "index", "orders"):
        ours.warn_replaced(endpoint, ["b", "a", "b"])
    assert [record.getMessage() for record in caplog.records] == [
        'The view "INDEX" sets a, b by itself: replaced by what ours says.',
        'The view "ORDERS" sets a, b by itself: replaced by what ours says.',
    ]


def test_warnings_are_bounded(caplog: pytest.LogCaptureFixture) -> None:
    """However many endpoints an app has, there are no more than 1,000."""
    ours = layer("ours")
    for number in range(1100):
        ours.warn_replaced(str(number), ["a"])
    assert len(caplog.records) == 1000


def test_a_layer_is_shown_by_its_name() -> None:
    """What the log shows of a layer is its name."""
    assert repr(layer("ours")) == "ours"


def test_where_the_list_is() -> None:
    """The list has a name of its own among what the server put there."""
    transport: dict[str, Any] = {"other": 1, WSGI: "http"}
    assert transport == {"other": 1, WSGI: "http", LAYERS: owners_of(transport)}


def test_each_layer_inside_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    """A layer warns of every other one that has decided before it."""
    outer = layer("outer")
    for name in ("a", "b"):
        inner = layer(name)
        assert [outer.claim([inner]) for _ in range(2)] == [False, False]
    assert [record.getMessage() for record in caplog.records] == [
        (
            "a covers this response, so outer, which stands outside of it, leaves it alone. Remove one of"
            " the two; the inner one alone decides."
        ),
        (
            "b covers this response, so outer, which stands outside of it, leaves it alone. Remove one of"
            " the two; the inner one alone decides."
        ),
    ]


def test_a_layer_of_no_policy() -> None:
    """A layer may have no policy, as a debugger's has none."""
    assert layer("a").policy_of({}) is None


@pytest.mark.parametrize("scheme", ["http", "https", None])
def test_a_bridge_hands_the_list_over(scheme: str | None) -> None:
    """It makes an environ, in which the scheme is the one that stood in the scope."""
    scope: dict[str, Any] = {} if scheme is None else {ASGI: scheme}
    owners = owners_of_scope(scope)
    assert scope[ASGI] == (scheme or "http")
    environ: dict[str, Any] = {WSGI: scope[ASGI]}
    assert owners_of(environ) is owners
    assert owners_of(environ.copy()) is owners
    assert owners_of_scope(scope) is owners


def test_the_scheme_of_an_environ_is_left_alone() -> None:
    """The bridge in the other direction hands the whole environ over, so nothing is marked."""
    environ: dict[str, Any] = {WSGI: "http"}
    owners = owners_of(environ)
    assert type(environ[WSGI]) is str
    scope: dict[str, Any] = {ASGI: environ[WSGI], "wsgi_environ": environ}
    assert owners_of_scope(scope) is owners


def test_a_bridge_that_names_its_other_side() -> None:
    """Where something on the way has changed the scheme, a2wsgi still leads to the list."""
    scope: dict[str, Any] = {ASGI: "http"}
    environ: dict[str, Any] = {WSGI: "https", "asgi.scope": scope}
    owners = owners_of_scope(scope)
    assert owners_of(environ) is owners
    assert owners_of_scope({ASGI: "http", "wsgi_environ": environ}) is owners
    nothings: list[object] = [{}, None, [LAYERS], "junk"]
    for nothing in nothings:
        assert owners_of({WSGI: "https", "asgi.scope": nothing}) == []
        assert owners_of_scope({ASGI: "https", "wsgi_environ": nothing}) == []


def test_a_scheme_that_is_none() -> None:
    """What no server makes is left as it is."""
    transport: dict[str, Any] = {WSGI: None}
    assert owners_of(transport) == []
    assert transport == {WSGI: None, LAYERS: []}


def test_a_scheme_is_marked_where_a_bridge_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a layer of WSGI there is no other side, and nothing is marked."""
    monkeypatch.delitem(sys.modules, wsgi_calls.__name__)
    scope: dict[str, Any] = {ASGI: "http"}
    owners_of_scope(scope)
    assert [type(value) for value in scope.values()] == [str, list]


def test_a_mark_is_looked_for_where_a_bridge_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a layer of ASGI there is no other side, and none is looked for."""
    scope: dict[str, Any] = {ASGI: "http"}
    owners_of_scope(scope)
    monkeypatch.delitem(sys.modules, asgi_calls.__name__)
    assert owners_of({WSGI: scope[ASGI]}) is not scope[LAYERS]


def test_each_request_has_its_own_list() -> None:
    """The mark of one request is not on the next one, though their schemes are the same text."""
    first, second = ({ASGI: "http"} for _ in range(2))
    assert owners_of_scope(first) is not owners_of_scope(second)
