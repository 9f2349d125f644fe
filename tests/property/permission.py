"""Say what a policy permits, in as few words as its documentation does."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from crossorigin._policy.origins import Origin
from tests.property.origins import is_origin
from tests.property.policies import Listed, patterns_of

if TYPE_CHECKING:
    from crossorigin import Policy
    from tests.property.wishes import Wish

SAFELISTED = frozenset({"GET", "HEAD", "POST"})
_LOOPBACK = re.compile(r"(?:.+\.)?localhost\.?|127(?:\.[0-9]+){3}|\[::1\]")


def covers(pattern: str, origin: str) -> bool:
    """Tell, by a regular expression for each pattern, whether *pattern* covers *origin*."""
    return pattern == "*" or (is_origin(origin) and _regex(pattern).fullmatch(origin) is not None)


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """Return the regular expression that *pattern* stands for."""
    exact, any_port, _ = pattern.partition(":*")
    scheme, _, host = exact.partition("://")
    labels = [
        r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*"
        if label == "*"
        else re.escape(label).replace(r"\*", "[a-z0-9-]+")
        for label in host.split(".")
    ]
    port = "(?::[0-9]+)?" if any_port else ""
    dotted = r"\.".join(labels)
    return re.compile(rf"{re.escape(scheme)}://{dotted}{port}")


def lets_in(policy: Policy, origin: str) -> bool:
    """Tell whether *policy* lets in the pages of *origin*, a browser's own serialisation."""
    if policy.origins == "*":
        return True
    if isinstance(policy.origins, Listed):
        return origin in policy.origins.origins and _is_secure_enough(policy, origin)
    return any(covers(pattern, origin) for pattern in patterns_of(policy))


def _is_secure_enough(policy: Policy, origin: str) -> bool:
    """Tell whether credentials may go to *origin*, which a source has let in."""
    if not policy.credentials or policy.dangerously_allow_insecure_origins:
        return True
    parsed = Origin.parse(origin)
    return parsed.scheme != "http" or _LOOPBACK.fullmatch(parsed.host) is not None


def permits_method(policy: Policy, method: str, route_methods: frozenset[str] | None) -> bool:
    """Tell whether *policy* permits a page to send *method*."""
    if method in SAFELISTED:
        return True
    if policy.methods == "*":
        return method != "*"
    listed = (route_methods or frozenset()) - {"*"} if policy.methods == "route" else policy.methods
    return method in listed


def permits_header(policy: Policy, name: str) -> bool:
    """Tell whether *policy* permits a page to set the header *name*, in lower case."""
    if name == "content-type" or name in policy.allow_headers - {"*"}:
        return True
    return "*" in policy.allow_headers and name not in {"*", "authorization"}


def permits(policy: Policy, wish: Wish, route_methods: frozenset[str] | None) -> bool:
    """Tell whether *policy* permits all of *wish*."""
    return (
        lets_in(policy, wish.request.origin)
        and (policy.credentials or wish.request.credentials != "include")
        and permits_method(policy, wish.method, route_methods)
        and all(permits_header(policy, name) for name in wish.names)
    )
