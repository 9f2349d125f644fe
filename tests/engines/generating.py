"""Draw rows by chance: what a page fetches, and servers that permit it, almost, or not at all."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.messages import FetchRequest, WireResponse
from crossorigin._web.fetch import BODILESS_METHODS, CONDITIONAL_REQUEST_HEADERS
from tests.engines import pools
from tests.engines.rows import API, HERE, Hop, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from crossorigin._browser.header_lists import Header, HeaderList

    T = TypeVar("T")

_MAX_HOPS: Final = 3
_MAX_FETCHES: Final = 3
# Which list has the mistakes that a header's value may have.
_MISTAKES: Final = {
    "access-control-allow-origin": pools.ALLOW_ORIGIN,
    "access-control-allow-credentials": pools.ALLOW_CREDENTIALS,
    "access-control-allow-methods": pools.ALLOW_METHODS,
    "access-control-allow-headers": pools.ALLOW_HEADERS,
    "access-control-expose-headers": pools.EXPOSE_HEADERS,
    "access-control-max-age": pools.MAX_AGE,
}


def generated(seed: int, count: int) -> tuple[Row, ...]:
    """Return *count* rows; the same *seed* draws the same rows."""
    return tuple(_Draw(Random(f"{seed}/{number}")).row(f"g{number}") for number in range(count))  # noqa: S311 - no secret


class _Draw:
    """Draw one row."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def _one(self, pool: Sequence[T]) -> T:
        return self._chance.choice(pool)

    def _happens(self, probability: float) -> bool:
        return self._chance.random() < probability

    def _several(self, pool: Sequence[T], most: int) -> list[T]:
        return [self._one(pool) for _ in range(self._chance.randint(0, most))]

    def row(self, id_: str) -> Row:
        """Draw a row."""
        fetches = [self._fetch()]
        while len(fetches) < _MAX_FETCHES and self._happens(0.3):
            fetches.append(self._again(fetches[-1]))
        more = [self._one(pools.ORIGINS) for _ in range(_MAX_HOPS - 1) if self._happens(0.25)]
        locations = [f"{origin}/@/{number}" for number, origin in enumerate(more, 1)]
        is_repeated = len(fetches) > 1
        hops = [
            Hop(
                (self._preflight(fetches[0]),),
                (self._response(fetches[0], location, is_repeated=is_repeated),),
            )
            for location in [*locations, ""]
        ]
        is_for_xhr = (
            all(map(_is_for_xhr, fetches))
            and pools.CUT_LIST not in repr(hops)
            and not (any(map(_brings_type, fetches)) and any(map(_redirects, hops)))
        )
        via: Literal["fetch", "xhr"] = "xhr" if self._happens(0.15) and is_for_xhr else "fetch"
        return Row(id=id_, fetches=tuple(fetches), hops=tuple(hops), via=via)

    def _fetch(self) -> FetchRequest:
        method = self._one(pools.METHODS)
        headers = self._several(pools.REQUEST_HEADERS, 3)
        if self._happens(0.02):
            headers += [("Accept-Language", "a" * 128)] * 9
        origin, mode = self._one(pools.PAGES), self._one(pools.MODES)
        credentials = self._one(pools.CREDENTIALS)
        if origin == "null" and mode == "no-cors":
            # What an engine sends then depends on the page that the frame stands in.
            credentials = "omit"
        has_body = method.upper() not in BODILESS_METHODS or self._happens(0.02)
        url = f"{self._one(pools.ORIGINS[:-1] * 4 + [HERE])}/@/0"
        if self._happens(0.03):
            url = self._one([f"{url}{self._one(pools.ENDS)}", self._one(pools.DATA)])
        return FetchRequest(
            url=url,
            origin=origin,
            method=method,
            headers=tuple(headers),
            body=self._one(pools.BODIES) if has_body else None,
            credentials=credentials,
            mode=mode,
            redirect=self._one(pools.REDIRECTS),
            referrer_policy=(
                self._one(pools.POLICIES)
                if self._happens(0.05)
                else "strict-origin-when-cross-origin"
            ),
        )

    def _again(self, fetch: FetchRequest) -> FetchRequest:
        """Draw what a page fetches next, of the same URL."""
        if self._happens(0.3):
            return fetch
        other = self._fetch()
        changes = {
            "origin": other.origin,
            "method": other.method,
            "headers": other.headers,
            "credentials": other.credentials,
        }
        changed = {name: value for name, value in changes.items() if self._happens(0.4)}
        return replace(fetch, body=None, mode="cors", **changed)  # type: ignore[arg-type]

    def _preflight(self, fetch: FetchRequest) -> WireResponse | None:
        if self._happens(0.01):
            return None
        methods = self._one(["{method}", "{method}", "GET, PUT, POST, DELETE, PATCH, patch", "*"])
        names = self._one(["{headers}", "{headers}", "X-A, X-B, Authorization, Content-Type", "*"])
        headers = [
            *self._origin_headers(fetch),
            ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", names),
        ]
        if self._happens(0.7):
            headers.append(("Access-Control-Max-Age", self._one(pools.MAX_AGE)))
        status = self._one(pools.PREFLIGHT_STATUSES) if self._happens(0.15) else 200
        if status in pools.REDIRECT_STATUSES and self._happens(0.5):
            headers += self._locations(f"{API}/@/0")
        return WireResponse(status, self._spoiled(headers))

    def _response(
        self, fetch: FetchRequest, location: str, *, is_repeated: bool
    ) -> WireResponse | None:
        if self._happens(0.005):
            return None
        headers = [*self._origin_headers(fetch), *self._several(pools.PLAIN_HEADERS, 3)]
        if self._happens(0.5):
            headers.append(("Access-Control-Expose-Headers", self._one(pools.EXPOSE_HEADERS)))
        if location:
            status = self._one(pools.REDIRECT_STATUSES)
            headers += self._locations(location)
        else:
            status = self._one(pools.STATUSES) if self._happens(0.3) else 200
            headers += self._locations(fetch.url) if self._happens(0.05) else []
        if is_repeated and status in pools.KEPT_STATUSES:
            status = 307 if location else 200
        return WireResponse(status, self._spoiled(headers))

    def _locations(self, url: str) -> list[Header]:
        """Draw how many lines lead to *url*: most often, one."""
        values = [self._location(url)]
        while self._happens(0.1):
            values.append(self._one([values[0], values[0], self._location(url), ""]))
        return [("Location", value) for value in values]

    def _location(self, url: str) -> str:
        """Draw how a redirect leads to *url*, if it does."""
        if self._happens(0.9):
            return url
        scheme, _, rest = url.partition("//")
        ends = [f"{url}{end}" for end in (*pools.ENDS, *pools.BYTES_AT_ENDS)]
        ways = [
            self._one(ends),
            f"{url}#there",
            f"//{rest}",
            url.replace("//", "//u:p@"),
            f"{scheme}\\\\{rest}",
        ]
        return self._one([*ways, f"{scheme.upper()}//{rest}", *pools.LOCATIONS])

    def _origin_headers(self, fetch: FetchRequest) -> list[Header]:
        """Draw who may read: most often, who asks."""
        value = self._one(["{origin}", "{origin}", "{origin}", fetch.origin, "*"])
        if value == "*" and fetch.credentials == "include" and self._happens(0.7):
            value = "{origin}"
        headers = [("Access-Control-Allow-Origin", value)]
        if self._happens(0.9 if fetch.credentials == "include" else 0.2):
            headers.append(("Access-Control-Allow-Credentials", "true"))
        return headers

    def _spoiled(self, headers: list[Header]) -> HeaderList:
        """Return *headers*, in which there may be mistakes."""
        while self._happens(0.25):
            at = self._chance.randrange(len(headers))
            headers[at : at + 1] = self._one(
                [
                    [],
                    [headers[at]] * 2,
                    [headers[at], self._with_other_value(headers[at])],
                    [self._with_other_value(headers[at])],
                    [self._with_other_value(headers[at])],
                    [(headers[at][0].swapcase(), headers[at][1])],
                    [(headers[at][0], f" \t {headers[at][1]} \t ")],
                ]
            )
            if not headers:
                break
        return tuple(headers)

    def _with_other_value(self, header: Header) -> Header:
        name, value = header
        return name, self._one(_MISTAKES.get(name.lower(), [value]))


def _brings_type(fetch: FetchRequest) -> bool:
    """Tell whether the Content-Type is the body's: Firefox forgets that of an ``XMLHttpRequest``."""
    names = {name.lower() for name, _ in fetch.headers}
    return fetch.body is not None and bool(fetch.body.type) and "content-type" not in names


def _redirects(hop: Hop) -> bool:
    """Tell whether a request that is no preflight is redirected."""
    return any(one is not None and one.status in pools.REDIRECT_STATUSES for one in hop.response)


def _is_for_xhr(fetch: FetchRequest) -> bool:
    """Tell whether an ``XMLHttpRequest`` can fetch this, as `fetch` would."""
    names = [name.lower() for name, _ in fetch.headers]
    return (
        fetch.mode == "cors"
        and fetch.redirect == "follow"
        and not fetch.url.startswith("data:")
        and fetch.credentials != "omit"
        and fetch.referrer_policy == "strict-origin-when-cross-origin"
        and len(set(names)) == len(names)
        and CONDITIONAL_REQUEST_HEADERS.isdisjoint(names)
        and (fetch.body is None or fetch.method.upper() not in BODILESS_METHODS)
    )
