"""Name what may stand behind a URL: a fix is written for it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Stack(StrEnum):
    """Name a stack; ``unknown`` where nothing tells which."""

    CROSSORIGIN = "crossorigin"
    FLASK_CORS = "flask-cors"
    NGINX = "nginx"
    APP_ENGINE = "app-engine"
    CLOUD_RUN = "cloud-run"
    S3 = "s3"
    UNKNOWN = "unknown"


_HOSTS: Final = (
    (re.compile(r"\.appspot\.com$"), Stack.APP_ENGINE),
    (re.compile(r"\.run\.app$"), Stack.CLOUD_RUN),
    (re.compile(r"(^|[.-])s3([.-][a-z0-9-]+)*\.amazonaws\.com$"), Stack.S3),
)
_HOST: Final = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)


def stack_of_url(url: str) -> Stack:
    """Return the stack that the host of *url* gives away."""
    found = _HOST.match(url)
    host = found.group(1).lower() if found else ""
    return next((stack for hosts, stack in _HOSTS if hosts.search(host)), Stack.UNKNOWN)
