"""The declared policy of a server: an origin that is permitted on purpose is no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from crossorigin import OriginPattern, Policy, PolicyError
from crossorigin._policy.matching import OriginSet
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Declared:
    """The origins that are permitted on purpose."""

    def __init__(
        self,
        patterns: Iterable[str] = (),
        policy: Policy | None = None,
        beside: Policy | None = None,
    ) -> None:
        """
        Collect the declarations.

        Args:
            patterns: Those of the command line.
            policy: The policy of an app in this process for the page.
            beside: Its policy for pages below it, which do not exist.

        Raises:
            UsageError: If one of the patterns is none.
        """
        self._patterns = OriginSet(frozenset(), [_pattern(text) for text in patterns])
        self._policy = policy
        self._beside = beside

    def permits(self, origin: str) -> bool:
        """Tell whether *origin* is permitted on purpose."""
        if origin in self._patterns:
            return True
        return self._policy is not None and self._policy.allows(origin)

    def permits_beside(self, origin: str) -> bool:
        """Tell whether *origin* is permitted on purpose where there is no page."""
        if origin in self._patterns:
            return True
        return self._beside is not None and self._beside.allows(origin)

    def refuses_beside(self, origin: str) -> bool:
        """Tell whether *origin* is refused on purpose where there is no page."""
        return self._policy is not None and not self.permits_beside(origin)


def policy_of(app: object, path: str) -> Policy | None:
    """Return the policy that this library enforces in *app* for a GET of *path*, if it is known."""
    given = cast("Any", app)
    policy = getattr(given, "policy", None)
    if isinstance(policy, Policy):
        return policy
    for middleware in getattr(given, "user_middleware", ()):
        policy = getattr(middleware, "kwargs", {}).get("policy")
        if isinstance(policy, Policy):
            return policy
    extensions = getattr(given, "extensions", None)
    if isinstance(extensions, dict) and "crossorigin" in extensions:
        return _policy_of_flask(given, path)
    return None


def _policy_of_flask(app: Any, path: str) -> Policy | None:  # noqa: ANN401 - Flask may not be there
    """Return the policy of the Flask app *app* for a GET of *path*."""
    from werkzeug.test import create_environ  # noqa: PLC0415 - only Flask brings it

    from crossorigin.flask._state import state_of  # noqa: PLC0415 - as above

    state = state_of(app)
    state.refresh()
    return state.policy_for(create_environ(path, "https://localhost"))


def _pattern(text: str) -> OriginPattern:
    """Return the pattern *text*; raise ``UsageError`` if it is none."""
    try:
        pattern = OriginPattern.parse(text)
    except PolicyError as error:
        raise UsageError(
            f"--declared {escape(text, 100)}: {escape(error.problems[0].hint, 200)}"
        ) from None
    if pattern.scheme == "*":
        raise UsageError("--declared * permits everyone: leave it out, or list the origins.")
    return pattern
