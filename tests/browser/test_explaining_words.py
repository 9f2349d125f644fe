"""What stands for the names in an explanation: who asked, for what, and what came."""

from __future__ import annotations

from dataclasses import replace

from crossorigin._browser.explaining import explain_outcome
from crossorigin._browser.messages import WireResponse
from tests.browser.fetches import (
    GET,
    PUT,
    READABLE,
    THIRD,
    browse,
    headers,
    methods,
    permission,
    redirect,
)

CUSTOM = replace(PUT, headers=(("X-A", "1"), ("X-B", "2")))


def test_several_hidden_headers() -> None:
    """Headers that the page does not see are named in order."""
    shown = WireResponse(200, (*READABLE.headers, ("X-B", "1"), ("X-A", "2")))
    assert explain_outcome(browse(GET, shown)).splitlines()[-1] == (
        "  hidden: x-a, x-b: the page reads what Access-Control-Expose-Headers lists"
    )


def test_a_header_that_is_refused() -> None:
    """All that made the browser ask is named, and the first header that is not listed."""
    outcome = browse(CUSTOM, permission(methods("PUT"), headers("x-b")))
    assert explain_outcome(outcome).splitlines()[2:] == [
        "  asked because of: the method PUT, the request header x-a, the request header x-b",
        "  reason: header-not-allowed. The Access-Control-Allow-Headers does not list a header.",
        "  got: Access-Control-Allow-Headers: x-b",
        "  expected: Access-Control-Allow-Headers: x-a,x-b",
        "  next: let the server allow the request header x-a",
    ]


def test_a_method_that_is_refused() -> None:
    """The method that was asked for is the one to allow."""
    assert explain_outcome(browse(PUT, permission(methods("DELETE")))).splitlines()[4:] == [
        "  got: Access-Control-Allow-Methods: DELETE",
        "  expected: Access-Control-Allow-Methods: PUT",
        "  next: let the server allow the method PUT",
    ]


def test_a_malformed_list_of_which_nothing_was_asked() -> None:
    """Where no header was asked for, none is expected."""
    outcome = browse(PUT, permission(methods("PUT"), headers("x y")))
    assert explain_outcome(outcome).splitlines()[4:6] == [
        "  got: Access-Control-Allow-Headers: x y",
        "  expected: Access-Control-Allow-Headers: ",
    ]


def test_an_origin_that_a_redirect_hides() -> None:
    """The server must list whom it was told of, which after a redirect may be null."""
    outcome = browse(GET, redirect(302, f"{THIRD}/"), WireResponse(200))
    assert explain_outcome(outcome).splitlines()[-2:] == [
        "  expected: Access-Control-Allow-Origin: null",
        "  next: let the server list the origin null",
    ]


def test_a_method_of_what_is_not_asked_first() -> None:
    """What is said of a response names the origin that its request had."""
    assert explain_outcome(browse(GET, WireResponse(200))).splitlines()[-1] == (
        f"  next: let the server list the origin {GET.origin}"
    )
