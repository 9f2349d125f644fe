"""Symptoms around a fetch: in the network, the page and the cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._browser import header_value, line_values, list_members
from crossorigin._web.origins import split_origin
from crossorigin._web.sites import nearness
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._symptoms import line
from crossorigin.doctor.check._symptoms_redirects import leads_to_http
from crossorigin.doctor.probing._sites import (
    is_local_address,
    is_local_host,
    is_mixed_content,
    is_secure,
)
from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.probing._evidence import Evidence


def network_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms that no header of CORS shows."""
    yield from _mixed_content(evidence)
    yield from _network(evidence)
    yield from _local_network(evidence)
    yield from _cookies(evidence)
    yield from _authorization(evidence)


def _mixed_content(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a secure page fetches over http."""
    question = evidence.question
    page, target = question.fetch.origin, question.target.origin
    if is_mixed_content(page, target, question.engine):
        seen = f"The page is https, and {target} is not: browsers send nothing."
        yield Symptom(CauseSlug.MIXED_CONTENT, certain=True, evidence=seen)
    elif is_mixed_content(page, target, "webkit"):
        seen = f"The page is https, and {target} is not: WebKit sends nothing."
        yield Symptom(CauseSlug.MIXED_CONTENT, certain=True, evidence=seen, is_cause=False)


def _network(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that nothing answers."""
    last = evidence.last
    is_downgraded = any(map(leads_to_http, evidence.log))
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
    """Yield the cookies that no browser sends with this fetch."""
    question, actual = evidence.question, evidence.actual
    page, target = question.fetch.origin, question.target.origin
    if actual is None or not question.has_credentials or nearness(page, [target]) != "cross-site":
        return
    unsent = [
        escape(value.partition("=")[0].strip(), 40)
        for value in line_values(actual.headers, "set-cookie")
        if not _is_sent_cross_site(value)
    ]
    if unsent:
        names = ", ".join(unsent[:5])
        seen = f"The page and {target} are of different sites, and the cookies {names} are not"
        yield Symptom(
            CauseSlug.COOKIES_NOT_SENT,
            certain=True,
            evidence=f"{seen} SameSite=None; Secure: no browser will send them back.",
            is_cause=False,
        )


def _is_sent_cross_site(cookie: str) -> bool:
    """Tell whether *cookie*, a ``Set-Cookie``, comes back with requests of other sites."""
    attributes = {part.strip().lower().replace(" ", "") for part in cookie.split(";")[1:]}
    return {"samesite=none", "secure"} <= attributes


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
