"""Draw what a page fetches of an API that a policy covers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from crossorigin._browser.messages import TEXT, FetchRequest
from tests.property.policies import METHODS, NAMES, OTHER_METHODS, OTHER_NAMES, pages

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from crossorigin import Policy
    from crossorigin._browser.messages import Credentials

API: Final = "https://api.example.net"

# Headers that need no permission, and those that no page can set.
_SAFE: Final = [
    ("Accept", "text/html"),
    ("Accept-Language", "en-GB, *"),
    ("Content-Language", "en"),
    ("Content-Type", "text/plain;charset=utf-8"),
    ("Range", "bytes=0-9"),
    ("Cookie", "a=b"),
    ("Sec-A", "1"),
    ("X-HTTP-Method-Override", "TRACE"),
]


@dataclass(frozen=True, slots=True)
class Wish:
    """
    Hold what a page fetches, and what of it needs permission.

    Attributes:
        request: What it fetches, of another origin.
        method: The method as it is sent.
        names: The headers that need permission, in lower case.
    """

    request: FetchRequest
    method: str
    names: frozenset[str]


@st.composite
def wishes(draw: DrawFn, policy: Policy) -> Wish:
    """Draw what a page fetches of an API that *policy* covers."""
    written = draw(_written_methods(policy))
    normalized = {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}
    method = written.upper() if written.upper() in normalized else written
    unsafe = draw(st.lists(_unsafe_names(policy), max_size=3, unique_by=str.lower))
    safe = draw(st.lists(st.sampled_from(_SAFE), max_size=2, unique=True))
    taken = {name.lower() for name in unsafe}
    headers = [
        *((name, "application/json") for name in unsafe),
        *(header for header in safe if header[0].lower() not in taken),
    ]
    credentials: Credentials = draw(st.sampled_from(["omit", "same-origin", "include"]))
    request = FetchRequest(
        url=f"{API}/orders",
        origin=draw(pages(policy)),
        method=written,
        headers=tuple(draw(st.permutations(headers))),
        body=None if method in {"GET", "HEAD"} else draw(st.sampled_from([None, TEXT])),
        credentials=credentials,
    )
    return Wish(request, method, frozenset(taken))


@st.composite
def _written_methods(draw: DrawFn, policy: Policy) -> str:
    """Draw a method as a page writes it: one that *policy* lists, or almost, or another."""
    listed = sorted(policy.methods) if isinstance(policy.methods, frozenset) else []
    method = draw(st.sampled_from([*listed, *METHODS, "*"]) | OTHER_METHODS)
    return draw(st.sampled_from([method, method, method.lower(), method.capitalize()]))


@st.composite
def _unsafe_names(draw: DrawFn, policy: Policy) -> str:
    """Draw a header that needs permission: one that *policy* lists, or another."""
    listed = sorted(policy.allow_headers - {"*"})
    name = draw(st.sampled_from([*listed, *NAMES, "*"]) | OTHER_NAMES)
    return draw(st.sampled_from([name, name.upper(), name.lower()]))


def preflighted(wish: Wish) -> Wish:
    """Return *wish* such that it needs a preflight in any case."""
    request = replace(wish.request, headers=(*wish.request.headers, ("X-Asks", "1")))
    return Wish(request, wish.method, wish.names | {"x-asks"})
