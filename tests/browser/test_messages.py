"""What a page fetches, and what goes over the wire for it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from crossorigin._browser import messages
from crossorigin._browser.messages import WireResponse
from tests.browser.fetches import GET, HERE


def test_values_are_frozen() -> None:
    """Nothing changes once it is said."""
    with pytest.raises(FrozenInstanceError):
        GET.method = "PUT"  # type: ignore[misc]


def test_freshened() -> None:
    """C41: a 304 to the HTTP cache updates the headers of what is stored, and nothing else."""
    stored = WireResponse(200, (("Access-Control-Allow-Origin", "old"), ("ETag", "1")))
    response = WireResponse(304, (("access-control-allow-origin", HERE),), stored)
    assert response.freshened() == WireResponse(
        200, (("ETag", "1"), ("access-control-allow-origin", HERE))
    )


def test_a_response_that_is_not_stored_is_itself() -> None:
    """A 304 that the page asked for is a response as any other."""
    response = WireResponse(304)
    assert response.freshened() is response


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        pytest.param(messages.TEXT, "text/plain;charset=UTF-8", id="text"),
        pytest.param(messages.FORM, "application/x-www-form-urlencoded;charset=UTF-8", id="form"),
        pytest.param(
            messages.MULTIPART, "multipart/form-data; boundary=----crossorigin", id="multipart"
        ),
        pytest.param(messages.BYTES, "", id="bytes"),
        pytest.param(messages.STREAM, "", id="stream"),
    ],
)
def test_bodies(body: messages.Body, type_: str) -> None:
    """Each kind of body brings a type, or none; one of them is a stream."""
    assert body.type == type_
    assert body.is_stream is (body is messages.STREAM)
