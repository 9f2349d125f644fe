"""What an app makes of a request, its exceptions included."""

from __future__ import annotations

from typing import Final, NamedTuple

from crossorigin.testing._exchanges import Headers, Response


class Answer(NamedTuple):
    """Hold the response, if there is one, and what the app raised, if it did."""

    response: Response | None
    exception: Exception | None = None


# What a server answers if the app does not. No CORS header is in it: the app has set none.
FAILED: Final = Response(500, Headers((("Content-Type", "text/plain"),)), b"Internal Server Error")


def is_whole(response: Response) -> bool:
    """Tell whether the body is as long as the headers say: a client waits for no more."""
    return response.headers.get("content-length") == str(len(response.body))
