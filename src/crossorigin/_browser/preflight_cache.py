"""
The preflight cache.

Source: https://fetch.spec.whatwg.org/#cors-preflight-cache
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.header_lists import line_values
from crossorigin._browser.preflights import allowed_headers, allowed_methods, has_methods
from crossorigin._web.fetch import DEFAULT_MAX_AGE, NON_WILDCARD_REQUEST_HEADER, OPAQUE_ORIGIN

if TYPE_CHECKING:
    from crossorigin._browser.answer_differences import Kept
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import PreflightQuery

_MAX_AGE: Final = "access-control-max-age"
_DELTA_SECONDS: Final = re.compile(r"[0-9]+")
_SIGNED: Final = re.compile(r"[+-]?[0-9]+")
# No engine reads a number that is longer; without a limit, one is as good as for ever.
_MAX_DIGITS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A cache entry: one permitted method or request header, or neither if nothing was listed.

    Attributes:
        partition: The network partition key.
        origin: The origin that asked, serialised.
        is_redirected: Whether that origin is ``null`` because of a redirect.
        url: The URL.
        has_credentials: Whether the credentials mode was ``include``.
        method: The method, or ``None``.
        name: The request header in lower case, or ``None``.
        expires: When it must be removed, by the clock of the caller, in seconds.

    Source: https://fetch.spec.whatwg.org/#concept-cache
    """

    partition: str
    origin: str
    is_redirected: bool = False
    url: str
    has_credentials: bool
    method: str | None = None
    name: str | None = None
    expires: float


@dataclass(frozen=True, slots=True)
class PreflightCache:
    """The entries of a browser's preflight cache; a change makes another cache."""

    entries: tuple[Entry, ...] = ()

    def permits(self, query: PreflightQuery, now: float, engine: Engine) -> bool:
        """
        Tell whether *query* needs no preflight at the time *now*.

        Source: https://fetch.spec.whatwg.org/#http-fetch
        """
        if query.ignores_cache or _is_never_kept(query, engine):
            return False
        entries = [
            entry for entry in self.entries if now < entry.expires and _serves(entry, query, engine)
        ]
        return _permit_method(entries, query, engine) and all(
            any(_has_name(entry, name, query, engine) for entry in entries) for name in query.names
        )

    def with_answer(
        self, query: PreflightQuery, headers: HeaderList, now: float, engine: Engine
    ) -> PreflightCache:
        """
        Return this cache with the permissions of a preflight's answer, by its *headers*.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
        """
        if _is_never_kept(query, engine):
            return self
        needs_listing = answer_differences.NO_LIST_PERMITS_FORCED.of(engine)
        methods = allowed_methods(headers)
        if query.is_forced and needs_listing and not has_methods(headers):
            # Else what needs permission in any case would be asked every time.
            methods = (query.method,)
        expires = now + max_age(headers, engine)
        new = [_entry(query, expires, method=method) for method in methods]
        new += [_entry(query, expires, name=name) for name in allowed_headers(headers)]
        one_slot = answer_differences.CACHE_HAS_ONE_SLOT.of(engine)
        if not new and not needs_listing:
            new = [_entry(query, expires)]
        entries = self.without(query).entries if one_slot else self.entries
        entries = tuple(entry for entry in entries if now < entry.expires)
        for entry in new:
            entries = _renew(entries, entry, query, engine)
        return PreflightCache(entries)

    def without(self, query: PreflightQuery) -> PreflightCache:
        """
        Return this cache without the entries of the origin and the URL of *query*.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        return PreflightCache(tuple(e for e in self.entries if not _is_about(e, query)))

    def after_fetch(self, engine: Engine) -> PreflightCache:
        """
        Return this cache as a fetch leaves it to the next one.

        Some engines keep no answer to an opaque origin for longer.
        """
        kept = (e for e in self.entries if _kept(e.origin, e.is_redirected, engine) == "always")
        return PreflightCache(tuple(kept))


def max_age(headers: HeaderList, engine: Engine) -> float:
    """
    Return how long an answer with *headers* is kept, in seconds.

    Source: https://fetch.spec.whatwg.org/#http-access-control-max-age
    """
    value = ", ".join(line_values(headers, _MAX_AGE))
    if not value:
        return DEFAULT_MAX_AGE
    pattern = _SIGNED if answer_differences.MAX_AGE_HAS_SIGN.of(engine) else _DELTA_SECONDS
    digits = value.lstrip("+-").lstrip("0") or "0"
    seconds = float("inf")
    if pattern.fullmatch(value) and len(digits) <= _MAX_DIGITS:
        seconds = int(digits)
    largest = answer_differences.LARGEST_MAX_AGE.of(engine)
    if not pattern.fullmatch(value) or (largest is not None and seconds > largest):
        return answer_differences.MALFORMED_MAX_AGE.of(engine)
    limit = answer_differences.MAX_AGE_LIMIT.of(engine)
    kept = seconds if limit is None else min(seconds, limit)
    return 0 if value.startswith("-") else kept


def _kept(origin: str, is_redirected: bool, engine: Engine) -> Kept:  # noqa: FBT001 - a fact
    """Return how long *engine* keeps an answer to *origin*, which a redirect may have tainted."""
    if origin != OPAQUE_ORIGIN:
        return "always"
    if is_redirected:
        return answer_differences.TAINTED_ORIGIN_IS_CACHED.of(engine)
    return answer_differences.OPAQUE_ORIGIN_IS_CACHED.of(engine)


def _is_never_kept(query: PreflightQuery, engine: Engine) -> bool:
    """Tell whether *engine* asks about *query* each time."""
    return _kept(query.origin, query.is_redirected, engine) == "never"


def _entry(
    query: PreflightQuery, expires: float, *, method: str | None = None, name: str | None = None
) -> Entry:
    """
    Return the entry that says that *method*, or the header *name*, is permitted.

    Source: https://fetch.spec.whatwg.org/#concept-cache-create-entry
    """
    return Entry(
        partition=query.partition,
        origin=query.origin,
        is_redirected=query.is_redirected,
        url=query.url,
        has_credentials=query.has_credentials,
        method=method,
        name=name,
        expires=expires,
    )


def _renew(
    entries: tuple[Entry, ...], new: Entry, query: PreflightQuery, engine: Engine
) -> tuple[Entry, ...]:
    """Return *entries* with the entry *new*, unless some say as much: those are renewed."""

    def says_as_much(entry: Entry) -> bool:
        if not _serves(entry, query, engine):
            return False
        if new.method is not None:
            return _has_method(entry, new.method, query, engine)
        return new.name is not None and _has_name(entry, new.name, query, engine)

    if not any(map(says_as_much, entries)):
        return (*entries, new)
    return tuple(
        replace(entry, expires=new.expires) if says_as_much(entry) else entry for entry in entries
    )


def _is_about(entry: Entry, query: PreflightQuery) -> bool:
    """Tell whether *entry* has the origin and the URL of *query*."""
    return (entry.partition, entry.origin, entry.url) == (query.partition, query.origin, query.url)


def _serves(entry: Entry, query: PreflightQuery, engine: Engine) -> bool:
    """
    Tell whether *entry* matches *query*.

    Source: https://fetch.spec.whatwg.org/#concept-cache-match
    """
    if entry.has_credentials and not query.has_credentials:
        fits = answer_differences.CACHED_CREDENTIALS_SERVE_ALL.of(engine)
    else:
        fits = entry.has_credentials or not query.has_credentials
    return fits and _is_about(entry, query) and _is_same_origin(entry, query, engine)


def _is_same_origin(entry: Entry, query: PreflightQuery, engine: Engine) -> bool:
    """Tell whether the serialised origin of *entry* and *query* is one origin to *engine*."""
    if entry.is_redirected == query.is_redirected:
        return True
    of_page, of_redirect = (
        _kept(OPAQUE_ORIGIN, is_redirected, engine) for is_redirected in (False, True)
    )
    return of_page == of_redirect


def _permit_method(entries: list[Entry], query: PreflightQuery, engine: Engine) -> bool:
    """Tell whether *entries*, which match *query*, permit its method."""
    if any(_has_method(entry, query.method, query, engine) for entry in entries):
        return True
    if query.method not in answer_differences.CACHED_METHODS_NEED_NO_LISTING.of(engine):
        return False
    if not query.is_forced:
        return True
    return bool(entries) and not answer_differences.NO_LIST_PERMITS_FORCED.of(engine)


def _has_method(entry: Entry, method: str, query: PreflightQuery, engine: Engine) -> bool:
    """
    Tell whether *entry* permits *method*.

    Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
    """
    return entry.method == method or (entry.method == "*" and _is_wildcard(entry, query, engine))


def _has_name(entry: Entry, name: str, query: PreflightQuery, engine: Engine) -> bool:
    """
    Tell whether *entry* permits the request header *name*.

    Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
    """
    if entry.name == name:
        return True
    if entry.name != "*" or not _is_wildcard(entry, query, engine):
        return False
    covers_all = answer_differences.CACHED_WILDCARD_COVERS_AUTHORIZATION.of(engine)
    return covers_all or name != NON_WILDCARD_REQUEST_HEADER


def _is_wildcard(entry: Entry, query: PreflightQuery, engine: Engine) -> bool:
    """Tell whether a ``*`` in *entry* is a wildcard for *query*."""
    means = answer_differences.CACHED_WILDCARD.of(engine)
    if means == "kept":
        return not entry.has_credentials
    if means == "asked":
        return not query.has_credentials
    return means == "any"
