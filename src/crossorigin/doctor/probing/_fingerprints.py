"""Recognise the stack behind a URL by how it answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser.header_lists import get
from crossorigin._policy.reasons import Reason
from crossorigin.doctor.causes._stacks import Stack, stack_of_url

if TYPE_CHECKING:
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import Sent

# Header, what stands in it, and whose it is; the first that fits counts.
_MARKS: Final = (
    ("x-goog-iap-generated-response", re.compile("true"), Stack.CLOUD_RUN),
    ("server", re.compile("AmazonS3"), Stack.S3),
    ("x-amz-request-id", re.compile(""), Stack.S3),
    ("server", re.compile("nginx|openresty"), Stack.NGINX),
    ("server", re.compile("Google Frontend"), Stack.CLOUD_RUN),
    ("x-appengine-log-flush-count", re.compile(""), Stack.APP_ENGINE),
)
_FLASK: Final = re.compile("Werkzeug|gunicorn|waitress")
# What this library says in the body of a preflight that it refuses.
_OUR_WORDS: Final = re.compile(rf"({'|'.join(map(re.escape, Reason))}): [A-Z]")
_OUR_VARY: Final = ("origin, access-control-request-method, access-control-request-headers",)


def stack_of(evidence: Evidence) -> Stack:
    """Return what answers, if it gives itself away."""
    if any(map(_is_ours, evidence.log)):
        return Stack.CROSSORIGIN
    known = stack_of_url(evidence.question.target.target)
    if known is not Stack.UNKNOWN:
        return known
    for sent in evidence.log:
        for name, pattern, stack in _MARKS:
            value = get(sent.headers, name)
            if value is not None and pattern.search(value):
                return stack
    if any(map(_is_flask_cors, evidence.log)):
        return Stack.FLASK_CORS
    return Stack.UNKNOWN


def _is_ours(sent: Sent) -> bool:
    """Tell whether this library has answered a preflight."""
    vary = (get(sent.headers, "vary") or "").lower()
    if not sent.wire.is_preflight:
        return False
    return vary in _OUR_VARY or _OUR_WORDS.match(sent.content[:200].decode("latin-1")) is not None


def _is_flask_cors(sent: Sent) -> bool:
    """Tell whether it is likely that Flask-CORS has answered: Flask, with headers of CORS."""
    server = get(sent.headers, "server") or ""
    has = any(name.lower().startswith("access-control-") for name, _ in sent.headers)
    return has and _FLASK.search(server) is not None
