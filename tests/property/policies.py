"""Draw policies, and the pages that they let in, or almost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from hypothesis import strategies as st

from crossorigin import Policy, PolicyError
from crossorigin._policy.shadows import with_shadow
from tests.property.origins import JUNK, ODD, OPAQUE, origins, origins_near, patterns

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from crossorigin import CORSRequest, Origin
    from crossorigin._policy.options import PolicyOptions


@dataclass(frozen=True, slots=True)
class Listed:
    """Be an origin source that lets in what a table lists."""

    origins: frozenset[str]

    def __call__(self, origin: Origin, _: CORSRequest) -> bool:
        """Tell whether *origin* is listed."""
        return str(origin) in self.origins


METHODS: Final = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY", "CHICKEN"]
NAMES: Final = ["X-A", "X-B", "Authorization", "Content-Type", "Cache-Control", "X-Total-Count"]
# Without the signs of wildcards and of regular expressions, which no name has, nor those that stand
# around the members of a list as text: quotes, comments, bullets.
_TOKENS: Final = st.from_regex(r"[!%._~-]{0,3}[0-9A-Za-z][!%&._~0-9A-Za-z-]{0,4}", fullmatch=True)
OTHER_METHODS: Final = _TOKENS.filter(
    lambda token: token.upper() not in {*METHODS, "CONNECT", "TRACE", "TRACK", "ROUTE"}
)
OTHER_NAMES: Final = _TOKENS.map("X-{}".format)
methods: Final = st.sampled_from(METHODS) | OTHER_METHODS
names: Final = st.sampled_from(NAMES) | OTHER_NAMES


@st.composite
def policy_options(draw: DrawFn) -> PolicyOptions:
    """Draw the options of a policy that has no mistake."""
    credentials = draw(st.booleans())
    allowed = draw(st.lists(names, max_size=3)) + draw(st.sampled_from([[], ["*"]]))
    options: dict[str, object] = {
        "origins": draw(_origins_option(may_be_any=not credentials)),
        "methods": draw(
            st.sampled_from(["*", "route"]) | st.lists(methods, max_size=4, unique=True)
        ),
        "allow_headers": allowed,
        "expose_headers": draw(st.just("*") | st.lists(names, max_size=3)),
        "credentials": credentials,
        "max_age": draw(st.sampled_from([None, 0, 1, 600, 86400]) | st.integers(0, 86400)),
        "timing": draw(st.booleans()),
        "dangerously_allow_insecure_origins": draw(st.booleans()),
        "dangerously_allow_public_suffixes": draw(
            st.booleans() | st.lists(patterns(), min_size=1, max_size=2)
        ),
    }
    given = cast("PolicyOptions", options)
    try:
        Policy(**given)
    except PolicyError:
        given["dangerously_allow_insecure_origins"] = True
        given["dangerously_allow_public_suffixes"] = True
    return given


def _origins_option(*, may_be_any: bool) -> SearchStrategy[object]:
    """Return what draws the option ``origins``."""
    listed = st.lists(patterns(), min_size=1, max_size=4)
    sources = st.frozensets(origins() | st.sampled_from(OPAQUE), max_size=4).map(Listed)
    return st.just("*") | listed | sources if may_be_any else listed | sources


def policies() -> SearchStrategy[Policy]:
    """Return what draws a policy, over all options."""
    return policy_options().map(lambda options: Policy(**options))


def patterns_of(policy: Policy) -> frozenset[str]:
    """Return the patterns that *policy* lists, if it lists any."""
    given: object = policy.origins
    return cast("frozenset[str]", given) if isinstance(given, frozenset) else frozenset()


@st.composite
def pages(draw: DrawFn, policy: Policy) -> str:
    """Draw the origin of a page that *policy* lets in, or almost."""
    if draw(st.integers(0, 9)) == 0:
        return "null"
    if policy.origins == "*":
        # Whatever comes as an origin may be that of a page somewhere.
        return draw(origins() | st.sampled_from([*OPAQUE, *ODD, *JUNK]))
    listed = patterns_of(policy)
    if listed:
        return draw(origins_near(draw(st.sampled_from(sorted(listed)))))
    if isinstance(policy.origins, Listed) and policy.origins.origins and draw(st.booleans()):
        return draw(st.sampled_from(sorted(policy.origins.origins)))
    return draw(origins())


def beside(policy: Policy, drawn: Policy) -> Policy:
    """Return *drawn* as a shadow; in place of one that could refuse nothing, *policy* itself."""
    try:
        with_shadow(lambda: policy, drawn, awaits=True)
    except PolicyError:
        return policy
    return drawn
