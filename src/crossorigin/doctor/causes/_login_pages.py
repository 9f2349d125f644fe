"""Recognise the URL of a login page by whole words: an author's page is none."""

from __future__ import annotations

import re
from typing import Final

# https://www.rfc-editor.org/rfc/rfc3986#appendix-B
_URL: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?(?://(?P<authority>[^/?#]*))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#!?(?P<fragment>/.*))?",
    re.IGNORECASE | re.DOTALL,
)
_EXTENSION: Final = re.compile(r"\.(?:[as]?html?|aspx?|cgi|do|jspx?|php)\Z", re.IGNORECASE)
# The words of a segment: `sign_in`, `wp-login` and `ServiceLogin` have two each.
_WORD_BREAK: Final = re.compile(r"[-_.+ ]+|(?<=[a-z0-9])(?=[A-Z])")
_PAGE_WORDS: Final = frozenset({"form", "page", "prompt", "screen"})
_LOGIN_WORDS: Final = frozenset({"conflogin", "login", "logon", "signin", "signon", "sso"})
_LOGIN_PAIRS: Final = frozenset({("log", "in"), ("log", "on"), ("sign", "in"), ("sign", "on")})
# A segment that only a protocol of single sign-on has.
_PROTOCOLS: Final = frozenset({"openid", "openid-connect", "saml", "saml2"})
# As the last segment.
_ENDS: Final = frozenset({"auth", "authenticate", "oauth", "oauth2"})
# Segments in this order; others may stand between them.
_SEQUENCES: Final = (
    ("_ah", "login"),
    ("adfs", "ls"),
    ("auth", "realms"),
    ("connect", "authorize"),
    ("oauth", "authorize"),
    ("oauth2", "authorize"),
    ("oauth2", "start"),
    ("session", "new"),
    ("sessions", "new"),
)
# The parameters of an authorization request. https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
_OAUTH: Final = frozenset({"client_id", "response_type"})
_SAML: Final = frozenset({"samlrequest"})
_HOST_LABELS: Final = frozenset({"auth", "idp", "login", "signin", "sso"})
_ACCOUNTS_OF_GOOGLE: Final = "accounts.google."


def is_login_page(target: str, source: str = "") -> bool:
    """
    Tell whether *target* is the URL of a login page.

    Args:
        target: A URL, or a reference to one, as in ``Location``.
        source: The URL that redirects there. The words of its own host and path say nothing:
            ``/login`` may move to ``/v2/login``.
    """
    host, segments, names = _parts(target)
    own_host, own_segments, _ = _parts(source)
    if host != own_host and _is_login_host(host):
        return True
    if names >= _OAUTH or names >= _SAML:
        return True
    return _is_login_path(segments, frozenset(own_segments))


def _parts(url: str) -> tuple[str, list[str], frozenset[str]]:
    """Return the host, the segments of path and fragment, and the names in the query."""
    found = _URL.match(url)
    authority, path, query, fragment = found.groups(default="") if found else ("", "", "", "")
    host = authority.rpartition("@")[2].partition(":")[0].lower()
    segments = [segment for segment in f"{path}{fragment}".split("/") if segment]
    names = (pair.partition("=")[0].lower() for pair in query.split("&"))
    return host, segments, frozenset(names)


def _is_login_host(host: str) -> bool:
    """Tell whether *host* is that of a login page, whatever the path."""
    return host.startswith(_ACCOUNTS_OF_GOOGLE) or host.partition(".")[0] in _HOST_LABELS


def _is_login_path(segments: list[str], own: frozenset[str]) -> bool:
    """Tell whether *segments* are those of a login page, for more than its *own* ones."""
    plain = [_EXTENSION.sub("", segment) for segment in segments]
    lower = [segment.lower() for segment in plain]
    added = frozenset(plain) - own
    if any(map(_is_login_segment, added)):
        return True
    words = frozenset(segment.lower() for segment in added)
    if not _PROTOCOLS.isdisjoint(words) or not (_ENDS & words).isdisjoint(lower[-1:]):
        return True
    return any(
        not words.isdisjoint(sequence) and _has_sequence(lower, sequence) for sequence in _SEQUENCES
    )


def _is_login_segment(segment: str) -> bool:
    """Tell whether the words of *segment* end in one for a login: ``login-history`` does not."""
    words = [word.lower() for word in _WORD_BREAK.split(segment) if word]
    while words and words[-1] in _PAGE_WORDS:
        words.pop()
    return bool(words) and (words[-1] in _LOGIN_WORDS or tuple(words[-2:]) in _LOGIN_PAIRS)


def _has_sequence(segments: list[str], sequence: tuple[str, ...]) -> bool:
    """Tell whether the segments of *sequence* stand in *segments*, in this order."""
    rest = iter(segments)
    return all(each in rest for each in sequence)
