"""Make the body of a request, and the type that it brings."""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from crossorigin._browser.fetching import BYTES, FORM, TEXT, Body


class Sent(NamedTuple):
    """Hold a body, and the ``Content-Type`` that the page sets for it, if it sets one."""

    body: Body | None = None
    content: bytes = b""
    content_type: str = ""


def sent(json: object, data: str | bytes | Mapping[str, str] | None) -> Sent:
    """
    Return the body that *json* or *data* makes, as :meth:`Browser.fetch` says.

    Raises:
        TypeError: If there are both.
    """
    if json is not None and data is not None:
        raise TypeError("a request has one body: give json or data")
    if json is not None:
        # As a page writes it: the body is text, and its type is set by hand.
        return Sent(TEXT, json_module.dumps(json).encode(), "application/json")
    if isinstance(data, str):
        return Sent(TEXT, data.encode())
    if isinstance(data, Mapping):
        return Sent(FORM, urlencode(data).encode())
    return Sent() if data is None else Sent(BYTES, bytes(data))
