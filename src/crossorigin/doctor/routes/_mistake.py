"""The mistakes in how an app is covered: the meaning of each, and the line that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import click


class MistakeSlug(StrEnum):
    """The name of a mistake; ``docs/coverage.md`` has a section for each, in this order."""

    NOTHING_COVERED = "nothing-covered"
    MIDDLEWARE_MISSING = "middleware-missing"
    MIDDLEWARE_TOO_LOW = "middleware-too-low"
    DECORATOR_WITHOUT_EFFECT = "decorator-without-effect"
    OPTIONS_VIEW_SHADOWED = "options-view-shadowed"
    BLUEPRINT_WITHOUT_ROUTES = "blueprint-without-routes"
    BLUEPRINT_POLICY_UNUSED = "blueprint-policy-unused"
    APP_POLICY_UNUSED = "app-policy-unused"
    OUTER_LAYER_UNUSED = "outer-layer-unused"
    MOUNTED_APP_UNCOVERED = "mounted-app-uncovered"
    METHOD_NOT_ANSWERED = "method-not-answered"
    METHOD_NOT_PERMITTED = "method-not-permitted"
    SECOND_CORS_LIBRARY = "second-cors-library"
    SESSION_NOT_SENT = "session-not-sent"
    SESSION_NOT_SECURE = "session-not-secure"
    SESSION_NOT_PARTITIONED = "session-not-partitioned"
    REMEMBER_COOKIE_NOT_SENT = "remember-cookie-not-sent"
    CSRF_UNTRUSTED_ORIGIN = "csrf-untrusted-origin"
    GUARD_OFF = "guard-off"
    TRUSTED_HOSTS_UNSET = "trusted-hosts-unset"
    DEBUGGER_IN_PRODUCTION = "debugger-in-production"
    WILDCARD_ON_SESSIONS = "wildcard-on-sessions"
    INSECURE_ORIGIN_LISTED = "insecure-origin-listed"
    LOCALHOST_LISTED = "localhost-listed"
    LOCALHOST_ANY_PORT = "localhost-any-port"
    OWN_ORIGIN_LISTED = "own-origin-listed"
    PREFLIGHT_CACHE_OFF = "preflight-cache-off"
    AUTHORIZATION_NOT_LISTED = "authorization-not-listed"
    ALL_SUFFIXES_ADMITTED = "all-suffixes-admitted"
    POLICY_REPEATED = "policy-repeated"


@dataclass(frozen=True, slots=True)
class Mistake:
    """
    A mistake in how an app is covered.

    Attributes:
        slug: Its name; the documentation has a section of that name.
        where: The place: a line of the program, a route, or a setting.
        what: The observation, in a sentence.
        fix: The line to paste.
        is_certain: Whether it is one whatever the app is for; otherwise it may be on purpose.
    """

    slug: MistakeSlug
    where: str
    what: str
    fix: str
    is_certain: bool = True

    def as_dict(self) -> dict[str, object]:
        """Return the mistake as JSON holds it."""
        return {
            "slug": str(self.slug),
            "where": self.where,
            "what": self.what,
            "fix": self.fix,
            "certain": self.is_certain,
        }


def repeated(where: str) -> Mistake:
    """Return the mistake of a blueprint or a router that repeats the app's policy."""
    return Mistake(
        MistakeSlug.POLICY_REPEATED,
        where,
        "This says what the app's policy says already.",
        "remove this CORS(...)",
        is_certain=False,
    )


# A finding, as an argument of a command names it.
SLUGS: Final = click.Choice([str(slug) for slug in MistakeSlug])
