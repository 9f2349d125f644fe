"""Read what a person hands to ``crossorigin check``: copied requests, and HAR files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.check._check import check
from crossorigin.doctor.probing._captured import PageOptions
from crossorigin.doctor.probing._copied import read_copied
from crossorigin.doctor.probing._har import read_har
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.doctor.probing._transport import HTTPResponse
from fuzz.laws import check_printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.doctor.probing._captured import Captured
    from crossorigin.doctor.probing._transport import HTTPRequest

_OPTIONS: Final = PageOptions(origin="https://app.example.com")


class _Empty:
    """A transport to a server that answers nothing of use."""

    def send(self, request: HTTPRequest) -> HTTPResponse:
        """Assert that *request* can be sent, and return an answer."""
        for name, value in request.headers:
            assert f"{name}{value}".isprintable()
        return HTTPResponse(status=200)


def fuzz_copied(data: bytes) -> None:
    """A text is a request, or is refused in a sentence; a request can be sent, and has a report."""
    try:
        _check(read_copied(data.decode(errors="replace")))
    except UsageError as error:
        assert str(error).isprintable()


def fuzz_har(data: bytes) -> None:
    """As a copied request: a file has some, or is refused in a sentence."""
    try:
        _check(read_har(data))
    except UsageError as error:
        assert str(error).isprintable()


def _check(captured: Iterable[Captured]) -> None:
    """Check what was *captured*."""
    for each in captured:
        check_printed(check(each.question(_OPTIONS), _Empty(), lambda _: None))
