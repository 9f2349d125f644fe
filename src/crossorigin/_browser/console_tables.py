"""
Hold what a table of printed lines is, and the words of each way to fetch.

Source: https://fetch.spec.whatwg.org/#concept-network-error
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from crossorigin._browser.failures import Failure

Lines = Mapping[Failure, tuple[str, ...]]
# What a script fetches with.
Way = Literal["fetch", "xhr"]


@dataclass(frozen=True, slots=True)
class Printed:
    """
    Hold what an engine prints; what is in none of the tables makes it print nothing.

    Attributes:
        lines: The lines of each failure.
        preflight: Those of failures on a preflight, where they differ.
        redirect: Those of failures on a redirect, where they differ.
        subjects: Those of failures with a certain subject, where they differ.
    """

    lines: Lines
    preflight: Lines = field(default_factory=dict[Failure, tuple[str, ...]])
    redirect: Lines = field(default_factory=dict[Failure, tuple[str, ...]])
    subjects: Mapping[tuple[Failure, str], tuple[str, ...]] = field(
        default_factory=dict[tuple[Failure, str], tuple[str, ...]]
    )


# What stands for {access}, {api} and {hint}.
WAYS: Final[Mapping[Way, Mapping[str, str]]] = {
    "fetch": {"access": "fetch", "api": "Fetch API", "hint": ""},
    "xhr": {
        "access": "XMLHttpRequest",
        "api": "XMLHttpRequest",
        "hint": (
            " The credentials mode of requests initiated by the XMLHttpRequest is controlled by"
            " the withCredentials attribute."
        ),
    },
}
