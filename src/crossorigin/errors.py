"""The mistakes of a policy, all at once, each with a way out."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PROBLEMS_PRINTED: Final = 20
MAX_VALUE_PRINTED: Final = 120


class ProblemCode(StrEnum):
    """A mistake that a policy can have; the documentation explains every one."""

    BLUEPRINT_ALREADY_REGISTERED = "blueprint-already-registered"
    CONFIGURED_TOO_LATE = "configured-too-late"
    DECORATOR_NOT_CALLED = "decorator-not-called"
    DECORATOR_NOT_ON_A_VIEW = "decorator-not-on-a-view"
    FORBIDDEN_HEADER = "forbidden-header"
    FORBIDDEN_METHOD = "forbidden-method"
    FORBIDDEN_RESPONSE_HEADER = "forbidden-response-header"
    GUARD_ON_A_BLUEPRINT = "guard-on-a-blueprint"
    GUARD_TRUSTS_EVERYONE = "guard-trusts-everyone"
    HEADER_MALFORMED = "header-malformed"
    HOST_MALFORMED = "host-malformed"
    INSECURE_ORIGIN = "insecure-origin"
    KEYWORD_NOT_ALONE = "keyword-not-alone"
    LIST_NOT_PLAIN = "list-not-plain"
    MAX_AGE_MALFORMED = "max-age-malformed"
    MAX_AGE_TOO_LONG = "max-age-too-long"
    METHOD_MALFORMED = "method-malformed"
    METHOD_NOT_UPPER_CASE = "method-not-upper-case"
    NO_CORS_ON_THE_APP = "no-cors-on-the-app"
    NOT_A_BOOLEAN = "not-a-boolean"
    NOT_A_GUARD = "not-a-guard"
    NOT_A_LIST = "not-a-list"
    NOT_A_POLICY = "not-a-policy"
    NOT_AN_APP = "not-an-app"
    NOT_AN_ORIGIN_SOURCE = "not-an-origin-source"
    NOT_A_REQUEST_HEADER = "not-a-request-header"
    NOT_TEXT = "not-text"
    OPTION_GIVEN_TWICE = "option-given-twice"
    ORIGIN_DEFAULT_PORT = "origin-default-port"
    ORIGIN_FILE = "origin-file"
    ORIGIN_HAS_PATH = "origin-has-path"
    ORIGIN_HAS_USERINFO = "origin-has-userinfo"
    ORIGIN_IP_NOT_CANONICAL = "origin-ip-not-canonical"
    ORIGIN_MISSING_SCHEME = "origin-missing-scheme"
    ORIGIN_NOT_OF_A_PAGE = "origin-not-of-a-page"
    ORIGIN_NULL = "origin-null"
    ORIGIN_PORT_MALFORMED = "origin-port-malformed"
    ORIGIN_PUNYCODE_MALFORMED = "origin-punycode-malformed"
    ORIGIN_REGEX = "origin-regex"
    ORIGIN_UNICODE_HOST = "origin-unicode-host"
    ORIGIN_UPPER_CASE = "origin-upper-case"
    ORIGIN_MALFORMED = "origin-malformed"
    ORIGIN_WILDCARD_MISPLACED = "origin-wildcard-misplaced"
    ORIGINS_MISSING = "origins-missing"
    PUBLIC_SUFFIX_WILDCARD = "public-suffix-wildcard"
    SEVERAL_VALUES_IN_ONE_STRING = "several-values-in-one-string"
    SHADOW_REFUSES_NOTHING = "shadow-refuses-nothing"
    SOURCE_IS_ASYNC = "source-is-async"
    TWO_POLICIES = "two-policies"
    UNKNOWN_OPTION = "unknown-option"
    WILDCARD_WITH_CREDENTIALS = "wildcard-with-credentials"


@dataclass(frozen=True, slots=True)
class Problem:
    """
    A mistake, and its way out.

    Attributes:
        code: The slug under which the documentation explains it.
        field: The option it stands in, such as ``origins[0]``.
        value: The value that was found there.
        hint: The text to write instead.
        beside: The other option, and its value, where two disagree.
    """

    code: ProblemCode
    field: str
    value: object
    hint: str
    beside: str = dataclasses.field(default="", compare=False)

    def __str__(self) -> str:
        """Return the two lines that an error report prints."""
        between = " " if "[" in self.field else "="
        # An option that no policy has may have any name.
        name = printable(self.field)
        beside = f" with {self.beside}" if self.beside else ""
        where = f"{name}{between}{_printed(self.value)}{beside}"
        return f"{where}: {self.code}\n  hint: {self.hint}"


class PolicyError(ValueError):
    """
    The report of every problem of a policy.

    Attributes:
        problems: All of them, in the order of the policy's options.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Make the error of *problems*."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the report: a count, then each problem with its hint."""
        count = len(self.problems)
        lines = [f"{count} problem{'s' if count != 1 else ''} in this policy:"]
        for problem in self.problems[:MAX_PROBLEMS_PRINTED]:
            lines += [f"  {line}" for line in str(problem).splitlines()]
        if count > MAX_PROBLEMS_PRINTED:
            lines.append(f"  … and {count - MAX_PROBLEMS_PRINTED:,} more")
        return "\n".join(lines)


def _printed(value: object) -> str:
    """Return *value* as a report shows it: on one line, in ASCII, not too long."""
    if isinstance(value, str):
        return shortened(quoted(value[:MAX_VALUE_PRINTED]))
    return shortened(ascii(value))


def quoted(text: str) -> str:
    """Return *text* in quotes, on one line, in ASCII that can be printed."""
    return json.dumps(text)


def printable(text: str) -> str:
    """Return *text* in ASCII, on one line, not too long: a client may have sent it."""
    return shortened(ascii(text)[1:-1])


def in_quotes(text: str) -> str:
    """Return *text* in quotes, in ASCII, on one line, not too long: a client may have sent it."""
    return shortened(f'"{ascii(text)[1:-1]}"')


def shortened(text: str) -> str:
    """Return *text*, cut to the length that fits on a line of a report or a log."""
    if len(text) <= MAX_VALUE_PRINTED:
        return text
    return f"{text[:MAX_VALUE_PRINTED]}…"
