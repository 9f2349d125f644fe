"""Read what surrounds a fetch: the network, the page, and the cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._browser.header_lists import get, members, values_of
from crossorigin._web.origins import split_origin
from crossorigin._web.sites import nearness
from crossorigin.doctor._sanitize import escaped
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.check._symptoms import Sign, line
from crossorigin.doctor.probing._sites import (
    is_local_address,
    is_local_host,
    is_mixed_content,
    is_secure,
)
from crossorigin.doctor.probing._transport import NoReply, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.probing._evidence import Evidence


def surrounding_signs(evidence: Evidence) -> Iterator[Sign]:
    """Yield what speaks for causes that no header of CORS shows."""
    yield from _mixed_content(evidence)
    yield from _network(evidence)
    yield from _local_network(evidence)
    yield from _cookies(evidence)
    yield from _authorization(evidence)


def _mixed_content(evidence: Evidence) -> Iterator[Sign]:
    """Yield that a page that is secure fetches what is not."""
    question = evidence.question
    page, target = question.fetch.origin, question.target.origin
    if is_mixed_content(page, target, question.engine):
        seen = f"The page is https, and {target} is not: browsers send nothing."
        yield Sign(CauseSlug.MIXED_CONTENT, certain=True, evidence=seen)
    elif is_mixed_content(page, target, "webkit"):
        seen = f"The page is https, and {target} is not: WebKit sends nothing."
        yield Sign(CauseSlug.MIXED_CONTENT, certain=True, evidence=seen, is_cause=False)


def _network(evidence: Evidence) -> Iterator[Sign]:
    """Yield that nothing answers."""
    last = evidence.last
    if last is not None and isinstance(last.reply, NoReply):
        seen = f"{line(last)}: {escaped(last.reply.sentence, 300)}"
        yield Sign(CauseSlug.NETWORK_FAILURE, certain=True, evidence=seen)


def _local_network(evidence: Evidence) -> Iterator[Sign]:
    """Yield that a page of the public web reaches for this machine or its network."""
    parts = split_origin(evidence.question.fetch.origin)
    if evidence.question.is_app or parts is None or is_local_host(parts[1]):
        return
    addresses = [
        sent.reply.address
        for sent in evidence.log
        if isinstance(sent.reply, Reply) and is_local_address(sent.reply.address)
    ]
    if not addresses:
        return
    seen = f"The address {addresses[0]} is of this machine or a private network"
    if not is_secure(evidence.question.fetch.origin):
        more = "and a page that is not https cannot ask for permission"
    else:
        more = "so a browser asks the visitor for permission, if the page is of a public one"
    yield Sign(
        CauseSlug.LOCAL_NETWORK_ACCESS, certain=False, evidence=f"{seen}, {more}.", is_cause=False
    )


def _cookies(evidence: Evidence) -> Iterator[Sign]:
    """Yield which cookies no browser sends with this fetch."""
    question, actual = evidence.question, evidence.actual
    page, target = question.fetch.origin, question.target.origin
    if actual is None or not question.has_credentials or nearness(page, [target]) != "cross-site":
        return
    unsent = [
        escaped(value.partition("=")[0].strip(), 40)
        for value in values_of(actual.headers, "set-cookie")
        if not _is_sent_cross_site(value)
    ]
    if unsent:
        names = ", ".join(unsent[:5])
        seen = f"The page and {target} are of different sites, and the cookies {names} are not"
        yield Sign(
            CauseSlug.COOKIES_NOT_SENT,
            certain=True,
            evidence=f"{seen} SameSite=None; Secure: no browser will send them back.",
            is_cause=False,
        )


def _is_sent_cross_site(cookie: str) -> bool:
    """Tell whether *cookie*, a ``Set-Cookie``, comes back with requests of other sites."""
    attributes = {part.strip().lower().replace(" ", "") for part in cookie.split(";")[1:]}
    return {"samesite=none", "secure"} <= attributes


def _authorization(evidence: Evidence) -> Iterator[Sign]:
    """Yield that a wildcard covers ``Authorization`` by the grace of the engines only."""
    sent = evidence.preflight
    if sent is None or evidence.failure is not None:
        return
    asked = members(sent.wire.headers, "access-control-request-headers")
    listed = (get(sent.headers, "access-control-allow-headers") or "").lower()
    if "authorization" in asked and "*" in listed and "authorization" not in listed:
        seen = "Access-Control-Allow-Headers is *, which by the standard does not cover"
        yield Sign(
            CauseSlug.AUTHORIZATION_UNDER_WILDCARD,
            certain=True,
            evidence=f"{seen} Authorization; today's browsers let it pass.",
            is_cause=False,
        )
