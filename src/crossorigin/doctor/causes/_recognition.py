"""The stack to mend, and the sign by which it was recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crossorigin.doctor.causes._cause import Stack

STACKS: Final = [stack.value for stack in Stack]
STACK_HELP: Final = "Whose fix to show. Default: the one that gives itself away."
ASKED_FOR: Final = "--stack says so"
_HOSTS: Final = (
    (re.compile(r"\.appspot\.com$"), Stack.APP_ENGINE),
    (re.compile(r"\.run\.app$"), Stack.CLOUD_RUN),
    (re.compile(r"(^|[.-])s3([.-][a-z0-9-]+)*\.amazonaws\.com$"), Stack.S3),
)
_HOST: Final = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)
# The name of a bucket, in the host or in the path; an access point is no bucket.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
_BUCKET_NAME: Final = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
_BUCKET: Final = re.compile(
    rf"https?://(?:[^/?#@]{{0,200}}@)?(?:(?P<host>{_BUCKET_NAME})\.)?"
    r"s3(?:[.-](?!accesspoint|object-lambda|outposts|control)[a-z0-9-]{1,63}){0,4}\.amazonaws\.com"
    rf"(?::[0-9]+)?(?:/(?P<path>{_BUCKET_NAME})(?=[/?#]|\Z)|[/?#]|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """
    A stack, and the sign by which it was recognised.

    Attributes:
        stack: The stack.
        why: The sign, in words that follow "because", safe to print; empty if there was none.
    """

    stack: Stack
    why: str = ""

    @property
    def sentence(self) -> str:
        """Return the choice of the stack, in words that are safe to print."""
        if not self.why:
            return "unknown: nothing tells the server's software, --stack names it"
        return f"{self.stack}, because {self.why}"


def stack_of_url(url: str) -> Stack:
    """Return the stack that the host of *url* gives away."""
    return recognise_url(url).stack


def bucket_of_url(url: str) -> str:
    """Return the bucket of S3 that *url* names, by its host or its path, or nothing."""
    found = _BUCKET.match(url)
    return "" if found is None else (found["host"] or found["path"] or "").lower()


def recognise_url(url: str) -> Recognition:
    """Return the stack that the host of *url* gives away, and its suffix."""
    found = _HOST.match(url)
    host = found.group(1).lower() if found else ""
    for hosts, stack in _HOSTS:
        sign = hosts.search(host)
        if sign is not None:
            return Recognition(stack, f"its host ends in {sign.group().lstrip('.')}")
    return Recognition(Stack.UNKNOWN)
