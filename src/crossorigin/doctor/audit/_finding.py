"""A finding of an audit, with the exchange that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape, header_lines, mask_url
from crossorigin.doctor.audit._kinds import KINDS, docs_of

if TYPE_CHECKING:
    from crossorigin.doctor.audit._kinds import FindingSlug, Kind
    from crossorigin.doctor.causes._cause import Severity
    from crossorigin.doctor.probing._session import HTTPExchange

# Headers of a response that may explain a finding.
_SHOWN: Final = (
    "access-control-",
    "age",
    "cache-control",
    "location",
    "set-cookie",
    "vary",
    "www-authenticate",
    "x-cache",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A mistake, whether or not a page notices; its texts are safe to print.

    Attributes:
        slug: Its name; the documentation has a section of that name.
        severity: Its severity.
        evidence: The observation, in a sentence.
        request: The request, one line each; empty if nothing was sent.
        response: The response, one line each; empty if there was none.
    """

    slug: FindingSlug
    severity: Severity
    evidence: str
    request: tuple[str, ...] = ()
    response: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Return the meaning of the finding, and the fix."""
        return KINDS[self.slug]

    def as_dict(self) -> dict[str, object]:
        """Return the finding as JSON holds it."""
        return {
            "slug": str(self.slug),
            "severity": str(self.severity),
            "evidence": self.evidence,
            "request": list(self.request),
            "response": list(self.response),
            "what": self.kind.what,
            "fix": self.kind.fix,
            "docs": docs_of(self.slug),
        }


def found_in(
    slug: FindingSlug, severity: Severity, evidence: str, exchange: HTTPExchange
) -> Finding:
    """Return a finding, with the request and the response of *exchange*."""
    url = escape(mask_url(exchange.request.url))
    request = [f"{exchange.request.method} {url}"]
    request += [f"{name}: {value}" for name, value in header_lines(exchange.request.headers)]
    response = [str(exchange.status)]
    response += [
        f"{name}: {value}"
        for name, value in header_lines(exchange.headers)
        if name.lower().startswith(_SHOWN)
    ]
    return Finding(slug, severity, evidence, tuple(request), tuple(response))
