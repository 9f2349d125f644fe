"""
Keep what the answers to preflights permitted.

Source: https://fetch.spec.whatwg.org/#cors-preflight-cache
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.header_lists import values_of
from crossorigin._browser.preflights import allowed_headers, allowed_methods, has_methods
from crossorigin._web.fetch import DEFAULT_MAX_AGE, NON_WILDCARD_REQUEST_HEADER, OPAQUE_ORIGIN

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import Asked

_MAX_AGE: Final = "access-control-max-age"
_DELTA_SECONDS: Final = re.compile(r"[0-9]+")
_SIGNED: Final = re.compile(r"[+-]?[0-9]+")
# No engine reads a number that is longer; without a limit, one is as good as for ever.
_MAX_DIGITS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    Hold one method, or one request header, that was permitted; or that nothing was listed.

    Attributes:
        partition: The network partition key.
        origin: The origin that asked, serialised.
        url: The URL.
        has_credentials: Whether it asked for a request whose credentials mode is ``include``.
        method: The method, or ``None``.
        name: The request header in lower case, or ``None``.
        expires: When it must be removed, by the clock of whoever fetches, in seconds.

    Source: https://fetch.spec.whatwg.org/#concept-cache
    """

    partition: str
    origin: str
    url: str
    has_credentials: bool
    method: str | None = None
    name: str | None = None
    expires: float


@dataclass(frozen=True, slots=True)
class PreflightCache:
    """Hold the entries of a browser's preflight cache; a change makes another one."""

    entries: tuple[Entry, ...] = ()

    def permits(self, asked: Asked, now: float, engine: Engine) -> bool:
        """
        Tell whether what is *asked* needs no preflight at the time *now*.

        Source: https://fetch.spec.whatwg.org/#http-fetch
        """
        if asked.ignores_cache or not _is_kept(asked, engine):
            return False
        entries = [
            entry for entry in self.entries if now < entry.expires and _serves(entry, asked, engine)
        ]
        return _permit_method(entries, asked, engine) and all(
            any(_has_name(entry, name, asked, engine) for entry in entries) for name in asked.names
        )

    def with_answer(
        self, asked: Asked, headers: HeaderList, now: float, engine: Engine
    ) -> PreflightCache:
        """
        Return this cache with what the answer to a preflight permits, by its *headers*.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
        """
        if not _is_kept(asked, engine):
            return self
        needs_listing = answer_differences.NO_LIST_PERMITS_FORCED.of(engine)
        methods = allowed_methods(headers)
        if asked.is_forced and needs_listing and not has_methods(headers):
            # Else what needs permission in any case would be asked every time.
            methods = (asked.method,)
        expires = now + max_age(headers, engine)
        new = [_entry(asked, expires, method=method) for method in methods]
        new += [_entry(asked, expires, name=name) for name in allowed_headers(headers)]
        one_slot = answer_differences.CACHE_HAS_ONE_SLOT.of(engine)
        if not new and not needs_listing:
            new = [_entry(asked, expires)]
        entries = self.without(asked).entries if one_slot else self.entries
        entries = tuple(entry for entry in entries if now < entry.expires)
        for entry in new:
            entries = _renewed(entries, entry, asked, engine)
        return PreflightCache(entries)

    def without(self, asked: Asked) -> PreflightCache:
        """
        Return this cache without what was kept for the origin and the URL that is *asked*.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        return PreflightCache(tuple(e for e in self.entries if not _is_about(e, asked)))


def max_age(headers: HeaderList, engine: Engine) -> float:
    """
    Return how long an answer with *headers* is kept, in seconds.

    Source: https://fetch.spec.whatwg.org/#http-access-control-max-age
    """
    value = ", ".join(values_of(headers, _MAX_AGE))
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


def _is_kept(asked: Asked, engine: Engine) -> bool:
    """Tell whether *engine* keeps the answer to what is *asked*."""
    keeps = answer_differences.OPAQUE_ORIGINS_ARE_CACHED.of(engine)
    if asked.origin != OPAQUE_ORIGIN or keeps == "always":
        return True
    return keeps == "pages" and not asked.is_redirected


def _entry(
    asked: Asked, expires: float, *, method: str | None = None, name: str | None = None
) -> Entry:
    """
    Return the entry that says that *method*, or the header *name*, is permitted.

    Source: https://fetch.spec.whatwg.org/#concept-cache-create-entry
    """
    return Entry(
        partition=asked.partition,
        origin=asked.origin,
        url=asked.url,
        has_credentials=asked.has_credentials,
        method=method,
        name=name,
        expires=expires,
    )


def _renewed(
    entries: tuple[Entry, ...], new: Entry, asked: Asked, engine: Engine
) -> tuple[Entry, ...]:
    """Return *entries* with the entry *new*, unless there are some that say as much: they last."""

    def says_as_much(entry: Entry) -> bool:
        if not _serves(entry, asked, engine):
            return False
        if new.method is not None:
            return _has_method(entry, new.method, asked, engine)
        return new.name is not None and _has_name(entry, new.name, asked, engine)

    if not any(map(says_as_much, entries)):
        return (*entries, new)
    return tuple(
        replace(entry, expires=new.expires) if says_as_much(entry) else entry for entry in entries
    )


def _is_about(entry: Entry, asked: Asked) -> bool:
    """Tell whether *entry* is about the origin and the URL that is *asked*."""
    return (entry.partition, entry.origin, entry.url) == (asked.partition, asked.origin, asked.url)


def _serves(entry: Entry, asked: Asked, engine: Engine) -> bool:
    """
    Tell whether *entry* may serve what is *asked*.

    Source: https://fetch.spec.whatwg.org/#concept-cache-match
    """
    if entry.has_credentials and not asked.has_credentials:
        fits = answer_differences.CACHED_CREDENTIALS_SERVE_ALL.of(engine)
    else:
        fits = entry.has_credentials or not asked.has_credentials
    return fits and _is_about(entry, asked)


def _permit_method(entries: list[Entry], asked: Asked, engine: Engine) -> bool:
    """Tell whether *entries*, which serve what is *asked*, permit its method."""
    if any(_has_method(entry, asked.method, asked, engine) for entry in entries):
        return True
    if asked.method not in answer_differences.CACHED_METHODS_NEED_NO_LISTING.of(engine):
        return False
    if not asked.is_forced:
        return True
    return bool(entries) and not answer_differences.NO_LIST_PERMITS_FORCED.of(engine)


def _has_method(entry: Entry, method: str, asked: Asked, engine: Engine) -> bool:
    """
    Tell whether *entry* permits *method*.

    Source: https://fetch.spec.whatwg.org/#concept-cache-match-method
    """
    return entry.method == method or (entry.method == "*" and _is_wildcard(entry, asked, engine))


def _has_name(entry: Entry, name: str, asked: Asked, engine: Engine) -> bool:
    """
    Tell whether *entry* permits the request header *name*.

    Source: https://fetch.spec.whatwg.org/#concept-cache-match-header
    """
    if entry.name == name:
        return True
    if entry.name != "*" or not _is_wildcard(entry, asked, engine):
        return False
    covers_all = answer_differences.CACHED_WILDCARD_COVERS_AUTHORIZATION.of(engine)
    return covers_all or name != NON_WILDCARD_REQUEST_HEADER


def _is_wildcard(entry: Entry, asked: Asked, engine: Engine) -> bool:
    """Tell whether a ``*`` in *entry* is a wildcard to what is *asked*."""
    means = answer_differences.CACHED_WILDCARD.of(engine)
    if means == "kept":
        return not entry.has_credentials
    if means == "asked":
        return not asked.has_credentials
    return means == "any"
