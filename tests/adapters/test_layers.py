"""Layers on one request: the innermost that decides is found, and warnings are bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crossorigin._adapters.layers import LAYERS, Layer, owners_of

if TYPE_CHECKING:
    import pytest


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
        "INDEX sets a, b by itself: replaced by what ours says.",
        "ORDERS sets a, b by itself: replaced by what ours says.",
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
    transport: dict[str, Any] = {"other": 1}
    assert transport == {"other": 1, LAYERS: owners_of(transport)}


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
