"""Recognise the stack behind a URL by how it answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value
from crossorigin._policy.reasons import Reason
from crossorigin.doctor.causes._cause import Stack, stack_of_url

if TYPE_CHECKING:
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

# Header, a pattern of its value, and the stack; the first that fits counts.
_MARKS: Final = (
    ("x-goog-iap-generated-response", re.compile("true"), Stack.CLOUD_RUN),
    ("server", re.compile("AmazonS3"), Stack.S3),
    ("x-amz-request-id", re.compile(""), Stack.S3),
    ("server", re.compile("nginx|openresty"), Stack.NGINX),
    ("server", re.compile("Google Frontend"), Stack.CLOUD_RUN),
    ("x-appengine-log-flush-count", re.compile(""), Stack.APP_ENGINE),
)
_FLASK: Final = re.compile("Werkzeug|gunicorn|waitress")
# The words of this library in the body of a preflight that it refuses.
_OUR_WORDS: Final = re.compile(rf"({'|'.join(map(re.escape, Reason))}): [A-Z]")
_OUR_VARY: Final = ("origin, access-control-request-method, access-control-request-headers",)


def stack_of(evidence: Evidence) -> Stack:
    """Return the stack that answers, if it gives itself away."""
    if any(map(_is_ours, evidence.log)):
        return Stack.CROSSORIGIN
    known = stack_of_url(evidence.question.target.target)
    if known is not Stack.UNKNOWN:
        return known
    for exchange in evidence.log:
        for name, pattern, stack in _MARKS:
            value = header_value(exchange.headers, name)
            if value is not None and pattern.search(value):
                return stack
    if any(map(_is_flask_cors, evidence.log)):
        return Stack.FLASK_CORS
    return Stack.UNKNOWN


def _is_ours(exchange: HTTPExchange) -> bool:
    """Tell whether this library has answered a preflight."""
    vary = (header_value(exchange.headers, "vary") or "").lower()
    if not exchange.is_preflight:
        return False
    return (
        vary in _OUR_VARY or _OUR_WORDS.match(exchange.content[:200].decode("latin-1")) is not None
    )


def _is_flask_cors(exchange: HTTPExchange) -> bool:
    """Tell whether it is likely that Flask-CORS has answered: Flask, with headers of CORS."""
    server = header_value(exchange.headers, "server") or ""
    return exchange.has_cors and _FLASK.search(server) is not None
