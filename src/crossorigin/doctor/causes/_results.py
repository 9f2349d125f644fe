"""Hold what the doctor reports: causes that it suspects, and findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crossorigin.doctor.causes._cause import Cause, CauseSlug

DOCS: Final = "docs/causes.md"


class Severity(StrEnum):
    """Name how bad a thing is, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Suspect:
    """
    Hold a cause that may be behind a failure.

    Attributes:
        cause: The cause, from the catalogue.
        certain: Whether what was seen leaves no other.
        evidence: What speaks for it, in a sentence that is safe to print.
        fix: What to change, for the stack that was recognised.
    """

    cause: Cause
    certain: bool
    evidence: str
    fix: str

    def as_dict(self) -> dict[str, object]:
        """Return the suspect as JSON holds it."""
        return {
            "slug": str(self.cause.slug),
            "certain": self.certain,
            "severity": str(self.cause.severity),
            "what": self.cause.what,
            "evidence": self.evidence,
            "tell": self.cause.tell,
            "fix": self.fix,
            "docs": docs_of(self.cause.slug),
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Hold one thing that is wrong, whether or not a page notices.

    Attributes:
        slug: Its name; the documentation has a section of that name.
        severity: How bad it is.
        evidence: What was seen, in a sentence that is safe to print.
        request: What was sent, one line each, safe to print; empty if nothing was.
        response: What came back, one line each, safe to print; empty if nothing did.
    """

    slug: str
    severity: Severity
    evidence: str
    request: tuple[str, ...] = ()
    response: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the finding as JSON holds it."""
        return {
            "slug": self.slug,
            "severity": str(self.severity),
            "evidence": self.evidence,
            "request": list(self.request),
            "response": list(self.response),
        }


def docs_of(slug: CauseSlug) -> str:
    """Return where the documentation explains the cause *slug*."""
    return f"{DOCS}#{slug}"
