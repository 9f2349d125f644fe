"""Hold what speaks for a cause, and read answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser.cors_check import cors_check
from crossorigin._browser.header_lists import get, members
from crossorigin.doctor._sanitize import escaped, masked_url

if TYPE_CHECKING:
    from crossorigin.doctor.causes._cause import CauseSlug
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import Sent

ALLOW_ORIGIN: Final = "access-control-allow-origin"
_PREFIX: Final = "access-control-"
OK: Final = range(200, 300)
ERROR: Final = 400
CRASH: Final = 500
# What a proxy answers in the app's place.
_OF_A_GATEWAY: Final = frozenset({413, 429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Sign:
    """
    Hold what speaks for a cause.

    Attributes:
        slug: The cause.
        certain: Whether it leaves no other.
        evidence: What was seen, in a sentence that is safe to print.
        is_cause: Whether it explains why the page cannot read; otherwise it is a finding.
    """

    slug: CauseSlug
    certain: bool
    evidence: str
    is_cause: bool = True


def has_cors(sent: Sent) -> bool:
    """Tell whether the answer has any header of CORS."""
    return any(name.lower().startswith(_PREFIX) for name, _ in sent.headers)


def permits(evidence: Evidence, sent: Sent, origin: str = "") -> bool:
    """Tell whether the answer may be read by *origin*, or by the page's if it is empty."""
    origin = origin or evidence.question.fetch.origin
    return (
        sent.status > 0
        and cors_check(sent.headers, origin, has_credentials=evidence.question.has_credentials)
        is None
    )


def varies_by_origin(sent: Sent) -> bool:
    """Tell whether the answer says that it depends on ``Origin``."""
    names = {name.lower() for name in members(sent.headers, "vary")}
    return bool(names & {"origin", "*"})


def is_from_cache(sent: Sent) -> bool:
    """Tell whether a cache says that the answer is one of its own."""
    age = get(sent.headers, "age") or "0"
    marks = " ".join(
        (get(sent.headers, name) or "").lower()
        for name in (
            "x-cache",
            "cf-cache-status",
            "x-cache-status",
            "x-proxy-cache",
            "cache-status",
        )
    )
    is_hit = "hit" in marks.replace("miss", "")
    return is_hit or (age.isdigit() and int(age) > 0)


def line(sent: Sent) -> str:
    """Return the request on a line, safe to print."""
    return f"{escaped(sent.request.method, 40)} {url(sent.request.url)}"


def url(text: str) -> str:
    """Return a URL, safe to print."""
    return escaped(masked_url(text), 200)


def is_of_gateway(sent: Sent) -> bool:
    """Tell whether the answer is one that a proxy gives in the app's place."""
    return sent.status in _OF_A_GATEWAY
