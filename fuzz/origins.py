"""Parse whatever arrives as ``Origin``."""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import Final
from urllib.parse import urlsplit

from crossorigin import Origin, OriginPattern, Policy
from crossorigin._policy.matching import OriginSet
from crossorigin._web.fetch import HTTP_SCHEMES, UNLISTED_SCHEMES
from crossorigin._web.origins import is_slip
from fuzz.fields import as_header
from fuzz.laws import check_report
from fuzz.policies import LISTED, LISTED_FORM

_MAX_LENGTH: Final = 330
_MAX_LABEL: Final = 63
_MAX_PORT: Final = 65535
_LISTED: Final = Policy(LISTED)


def fuzz_origins(data: bytes) -> None:
    """What parses prints as it was, and a URL parser reads it alike; all else is a ValueError."""
    text = as_header(data)
    try:
        origin = Origin.parse(text)
    except ValueError as error:
        check_report(str(error))
        assert not _LISTED.allows(text)
        return
    assert _LISTED.allows(origin) == bool(LISTED_FORM.fullmatch(text))
    assert str(origin) == text
    assert Origin.parse(str(origin)) == origin
    _check_form(text, origin)
    _check_same_for_others(text, origin)
    _check_listed(text, origin)
    assert text in OriginSet(frozenset({text}), [])
    assert f"{text}x" not in OriginSet(frozenset({text}), [])
    assert Policy("*").allows(origin)
    assert Policy(lambda asked, _: asked == text).allows(origin)


def _check_listed(text: str, origin: Origin) -> None:
    """Assert that a policy can list *origin*, if its scheme is one of pages and its name is one."""
    if origin.scheme in UNLISTED_SCHEMES or (origin.scheme in HTTP_SCHEMES and "xn--" in text):
        return
    # `htps://` is taken for a slip, whoever may have a scheme of that name.
    if is_slip(origin.scheme):
        return
    assert str(OriginPattern.parse(text)) == text
    assert Policy([text]).allows(origin)


def _check_form(text: str, origin: Origin) -> None:
    """Assert that *origin* is as short, and as plain, as a browser's."""
    assert text.isascii()
    assert text.isprintable()
    assert origin.scheme == origin.scheme.lower()
    assert len(text) <= _MAX_LENGTH
    assert set(text).isdisjoint(" \t\\@?#,*<>")
    assert origin.port is None or 0 < origin.port <= _MAX_PORT
    if origin.host.startswith("["):
        IPv6Address(origin.host[1:-1])  # raises if it is none
    elif origin.scheme in HTTP_SCHEMES:
        assert text == text.lower()
        assert set(text).isdisjoint("%;~!$&'()+=")
        labels = origin.host.removesuffix(".").split(".")
        assert [label for label in labels if not 0 < len(label) <= _MAX_LABEL] == []


def _check_same_for_others(text: str, origin: Origin) -> None:
    """Assert that another parser finds the same parts, and nothing else."""
    parts = urlsplit(text)
    assert (parts.scheme, parts.port) == (origin.scheme, origin.port)
    port = "" if origin.port is None else f":{origin.port}"
    # Its `hostname` folds the case of some signs, so not that: opaque hosts keep theirs.
    assert parts.netloc == f"{origin.host}{port}"
    assert (parts.username, parts.path, parts.query, parts.fragment) == (None, "", "", "")
