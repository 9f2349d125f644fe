"""Symptoms around a fetch: in the network, the page and the cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value, line_values, list_members
from crossorigin._web.origins import split_origin
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._symptoms import line, url
from crossorigin.doctor.check._symptoms_redirects import leads_to_http
from crossorigin.doctor.probing._sites import (
    is_local_address,
    is_local_host,
    is_mixed_content,
    is_secure,
)
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin._browser import Engine
    from crossorigin.doctor.probing._evidence import Evidence


def network_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms that no header of CORS shows."""
    yield from _mixed_content(evidence)
    yield from _network(evidence)
    yield from _local_network(evidence)
    yield from _cookies(evidence)
    yield from _authorization(evidence)


def _mixed_content(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a secure page fetches over http, unless a redirect is to blame."""
    question, mixed = evidence.question, evidence.mixed_url
    page, target = question.fetch.origin, question.target.origin
    if evidence.last is not None and leads_to_http(evidence.last):
        return
    if mixed is not None:
        led = f"{line(evidence.last)} redirects to" if evidence.last is not None else "It fetches"
        seen = f"The page is https. {led} {url(mixed)}, to which browsers send nothing."
        yield Symptom(CauseSlug.MIXED_CONTENT, certain=True, evidence=seen)
    elif is_mixed_content(page, target, "webkit"):
        seen = f"The page is https, and {target} is not: WebKit sends nothing."
        yield Symptom(CauseSlug.MIXED_CONTENT, certain=True, evidence=seen, is_cause=False)


def _network(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that nothing answers."""
    last = evidence.last
    is_downgraded = evidence.mixed_url is not None or any(map(leads_to_http, evidence.log))
    if last is not None and isinstance(last.result, NetworkError) and not is_downgraded:
        seen = f"{line(last)}: {escape(last.result.sentence, 300)}"
        yield Symptom(CauseSlug.NETWORK_FAILURE, certain=True, evidence=seen)


def _local_network(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a page of the public web reaches for this machine or its network."""
    parts = split_origin(evidence.question.fetch.origin)
    if evidence.question.is_app or parts is None or is_local_host(parts[1]):
        return
    addresses = [
        exchange.result.address
        for exchange in evidence.log
        if isinstance(exchange.result, HTTPResponse) and is_local_address(exchange.result.address)
    ]
    if not addresses:
        return
    seen = f"The address {addresses[0]} is of this machine or a private network"
    if not is_secure(evidence.question.fetch.origin):
        more = "and a page that is not https cannot ask for permission"
    else:
        more = "so a browser asks the visitor for permission, if the page is of a public one"
    yield Symptom(
        CauseSlug.LOCAL_NETWORK_ACCESS, certain=False, evidence=f"{seen}, {more}.", is_cause=False
    )


def _cookies(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the cookies that no browser sends with this fetch, and the browsers that send none."""
    question, actual = evidence.question, evidence.actual
    if actual is None or not question.has_credentials or not question.is_cross_site:
        return
    cookies = line_values(actual.headers, "set-cookie")
    unsent = [why for why in map(_why_unsent, cookies) if why]
    if unsent:
        between = f"The page and {question.target.origin} are of different sites"
        yield Symptom(
            CauseSlug.COOKIES_NOT_SENT,
            certain=True,
            evidence=f"{between}, and no browser will send these cookies: {'; '.join(unsent[:5])}.",
            is_cause=False,
        )
    seen = _THIRD_PARTY[question.engine]
    if question.cookies and not question.sends_cookies:
        seen = f"{seen} So the cookies were not sent."
    yield Symptom(
        CauseSlug.THIRD_PARTY_COOKIES,
        certain=question.engine == "webkit",
        evidence=seen,
        is_cause=False,
    )


def _why_unsent(cookie: str) -> str:
    """Return the *cookie*, a ``Set-Cookie``, and why it comes back with no request of another site."""
    pair, *attributes = cookie.split(";")
    pairs = (part.partition("=") for part in attributes)
    found = {name.strip(" \t").lower(): value.strip(" \t") for name, _, value in pairs}
    shown = escape(pair.partition("=")[0].strip(), 40)
    same_site = found.get("samesite", "")
    if same_site.lower() != "none":
        known = {"lax": "SameSite=Lax", "strict": "SameSite=Strict"}.get(same_site.lower())
        return f"{shown} has {known or 'no SameSite, which means Lax'}"
    return "" if "secure" in found else f"{shown} has SameSite=None without Secure"


# As each browser comes.
_SAFARI: Final = "Safari sends only Partitioned cookies"
_FIREFOX: Final = "Firefox those that were set for pages of this one"
_ALL: Final = f"To another site, {_SAFARI}, {_FIREFOX}, Chromium those with SameSite=None; Secure."
_THIRD_PARTY: Final[Mapping[Engine, str]] = {
    "fetch": _ALL,
    "chromium": _ALL,
    "firefox": "To another site, Firefox sends only cookies that were set for pages of this one.",
    "webkit": f"To another site, {_SAFARI}.",
}


def _authorization(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a wildcard covers ``Authorization`` by the grace of the engines only."""
    exchange = evidence.preflight
    if exchange is None or evidence.failure is not None:
        return
    asked = list_members(exchange.request.headers, "access-control-request-headers")
    listed = (header_value(exchange.headers, "access-control-allow-headers") or "").lower()
    if "authorization" in asked and "*" in listed and "authorization" not in listed:
        seen = "Access-Control-Allow-Headers is *, which by the standard does not cover"
        yield Symptom(
            CauseSlug.AUTHORIZATION_UNDER_WILDCARD,
            certain=True,
            evidence=f"{seen} Authorization; today's browsers let it pass.",
            is_cause=False,
        )
