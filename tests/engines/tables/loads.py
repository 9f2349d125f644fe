"""
What a page is made of, and what one page leaves to the next.

Sources: https://html.spec.whatwg.org/ and https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from tests.engines.cases import Case
from tests.engines.loads import Load, Seen
from tests.engines.rows import API, HERE, OTHER, THIRD
from tests.engines.tables import led
from tests.engines.tables.led import LED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crossorigin._browser.engines import Engine
    from tests.engines.cases import Via
    from tests.engines.loads import Lines, Page

    Attribute = Literal["anonymous", "use-credentials"] | None

_FETCH: Final = "https://fetch.spec.whatwg.org/"
_HTML: Final = "https://html.spec.whatwg.org/multipage/"
_RESOURCE: Final = f"{_HTML}urls-and-fetching.html#create-a-potential-cors-request"
_MUTED: Final = f"{_HTML}webappapis.html#muted-errors"
_CORP: Final = f"{_FETCH}#cross-origin-resource-policy-internal-check"
_TAO: Final = f"{_FETCH}#concept-tao-check"
_HTTP_CACHE: Final = f"{_FETCH}#cors-protocol-and-http-caches"
_PREFLIGHT_CACHE: Final = f"{_FETCH}#concept-cache-match"

_ANYBODY: Final = (("Access-Control-Allow-Origin", "*"),)
_ALLOW: Final = (("Access-Control-Allow-Origin", "{origin}"),)
_CREDENTIALS: Final = (("Access-Control-Allow-Credentials", "true"),)
_FRESH: Final = (("Cache-Control", "max-age=600"),)
_VARY: Final = (("Vary", "Origin"),)
_GET: Final = f"GET {HERE}"


def _corp(*values: str) -> Lines:
    return tuple(("Cross-Origin-Resource-Policy", value) for value in values)


def _tao(*values: str) -> Lines:
    return tuple(("Timing-Allow-Origin", value) for value in values)


# What the engines make of a row that is not what the standard says.
DEVIATIONS: Final[Mapping[str, Mapping[Engine, Seen]]] = {
    **led.DEVIATIONS,
    "C112-image-first-star": {"firefox": Seen(("loaded", "read"), ("GET", _GET))},
    "C114-image-first": {"firefox": Seen(("loaded", "read"), ("GET", _GET))},
    "C123-font": {"webkit": Seen(("read",), ("GET",))},
    "C123-font-closed": {"webkit": Seen(("read",), ("GET",))},
    "C123-font-own": {"chromium": Seen(("read",), (_GET,))},
    "C123-font-reflected": {"webkit": Seen(("read",), ("GET",))},
    "C123-module-own": {
        "chromium": Seen(("read",), (_GET,)),
        "webkit": Seen(("read",), (_GET,)),
    },
    "C123-script": {"firefox": Seen(("read",), ("GET",))},
    "C123-script-allowed": {"firefox": Seen(("read",), ("GET",))},
}


def _loads(
    id_: str, clause: str, cases: Iterable[tuple[Page, Case]], hops: tuple[Lines, ...], *told: str
) -> Load:
    """Return a row; *told* are what is read, and the requests, with a comma between."""
    read, wire = (tuple(text.split(", ")) for text in told)
    return Load(
        id=id_,
        clause=clause,
        cases=tuple(cases),
        hops=hops,
        expected=Seen(read, wire),
        engines=DEVIATIONS.get(id_, {}),
    )


def _row(  # noqa: PLR0913 - fields of a row
    id_: str,
    clause: str,
    via: Via,
    *hops: Lines,
    read: str,
    wire: str,
    at: str = API,
    page: Page = "first",
    **more: Any,  # noqa: ANN401 - fields of a case
) -> Load:
    """Return the row of one load."""
    case = Case(url=f"{at}/@/0", via=via, **more)
    return _loads(id_, clause, [(page, case)], hops, read, wire)


# C123: with the attribute, CORS decides; without, the page has what it may not read.
_ATTRIBUTES: Final[tuple[tuple[str, Attribute, tuple[Lines, ...], str], ...]] = (
    ("", None, ((),), "loaded"),
    ("-allowed", None, (_ANYBODY,), "loaded"),
    ("-cors", "anonymous", (_ANYBODY,), "read"),
    ("-cors-closed", "anonymous", ((),), "error"),
    ("-cors-other", "anonymous", ((("Access-Control-Allow-Origin", OTHER),),), "error"),
    ("-credentials", "use-credentials", ((*_ALLOW, *_CREDENTIALS),), "read"),
    ("-credentials-star", "use-credentials", ((*_ANYBODY, *_CREDENTIALS),), "error"),
    ("-redirected", "anonymous", ((), _ANYBODY), "error"),
)
_WITH_ATTRIBUTE: Final[tuple[Via, ...]] = ("image", "script", "style")
_ELEMENTS: Final = tuple(
    _row(
        f"C123-{via}{id_}",
        _MUTED if via == "script" and attribute is None else _RESOURCE,
        via,
        *hops,
        read=read,
        wire=_GET if attribute else "GET",
        cross_origin=attribute,
    )
    for via in _WITH_ATTRIBUTE
    for id_, attribute, hops, read in _ATTRIBUTES
)

# C123: fonts and modules need no attribute.
_WITHOUT: Final[Mapping[Via, str]] = {
    "module": f"{_HTML}webappapis.html#fetch-a-single-module-script",
    "font": "https://drafts.csswg.org/css-fonts/#font-fetching-requirements",
}
_ALWAYS: Final = tuple(
    row
    for via, clause in _WITHOUT.items()
    for row in (
        _row(f"C123-{via}", clause, via, _ANYBODY, read="read", wire=_GET),
        _row(f"C123-{via}-reflected", clause, via, _ALLOW, read="read", wire=_GET),
        _row(f"C123-{via}-closed", clause, via, (), read="error", wire=_GET),
        _row(f"C123-{via}-own", clause, via, (), read="read", wire="GET", at=HERE),
    )
)

# C119, C120: of what is fetched without CORS, the server says who may have it.
_POLICIES: Final = (
    *(
        _row(f"C119-{id_}", _CORP, "fetch", lines, read=read, wire="GET", at=at, mode="no-cors")
        for id_, lines, read, at in (
            ("none", (), "loaded", API),
            ("same-origin", _corp("same-origin"), "error", API),
            ("same-origin-own", _corp("same-origin"), "read", HERE),
            ("same-site", _corp("same-site"), "loaded", API),
            ("same-site-third", _corp("same-site"), "error", THIRD),
            ("cross-origin", _corp("cross-origin"), "loaded", THIRD),
            ("case", _corp("Same-Origin"), "loaded", API),
            ("unknown", _corp("none"), "loaded", API),
            ("twice", _corp("same-origin", "same-origin"), "loaded", API),
        )
    ),
    _row("C119-image", _CORP, "image", _corp("same-origin"), read="error", wire="GET"),
    _row("C120", _CORP, "fetch", (*_ANYBODY, *_corp("same-origin")), read="read", wire=_GET),
    _row(
        "C120-image",
        _CORP,
        "image",
        (*_ANYBODY, *_corp("same-origin")),
        read="read",
        wire=_GET,
        cross_origin="anonymous",
    ),
)

# C121: what a page that embeds only by permission makes of those who say nothing.
_BY_PERMISSION: Final[tuple[tuple[str, Via, Lines, str, dict[str, str]], ...]] = (
    ("none", "image", (), "error", {}),
    ("fetch", "fetch", (), "error", {"mode": "no-cors"}),
    ("cross-origin", "image", _corp("cross-origin"), "loaded", {}),
    ("same-site", "image", _corp("same-site"), "loaded", {}),
    ("cors", "image", _ANYBODY, "read", {"cross_origin": "anonymous"}),
    ("cors-fetch", "fetch", _ANYBODY, "read", {}),
)
_EMBEDDED: Final = (
    *(
        _row(
            f"C121-{id_}",
            _CORP,
            via,
            lines,
            read=read,
            wire=_GET if read == "read" else "GET",
            page="require-corp",
            **more,
        )
        for id_, via, lines, read, more in _BY_PERMISSION
    ),
    _row("C121-bare", _CORP, "image", (), read="loaded", wire="GET", page="credentialless"),
    _row(
        "C121-bare-same-origin",
        _CORP,
        "image",
        _corp("same-origin"),
        read="error",
        wire="GET",
        page="credentialless",
    ),
)

# C124: who may read how long it took.
_TIMES: Final = (
    *(
        _row(f"C124-{id_}", _TAO, "timing", (*_ALLOW, *_tao(*values)), read=read, wire=_GET)
        for id_, values, read in (
            ("none", (), "loaded"),
            ("star", ("*",), "read"),
            ("origin", (HERE,), "read"),
            ("other", (OTHER,), "loaded"),
            ("list", (f"{OTHER}, {HERE}",), "read"),
            ("lines", (OTHER, HERE), "read"),
            ("case", (HERE.upper(),), "loaded"),
            ("slash", (f"{HERE}/",), "loaded"),
        )
    ),
    _row("C124-own", _TAO, "timing", (), read="read", wire="GET", at=HERE),
    _row("C124-no-cors", _TAO, "timing", _tao(HERE), read="read", wire="GET", mode="no-cors"),
    _row(
        "C124-include",
        _TAO,
        "timing",
        (*_ALLOW, *_CREDENTIALS, *_tao("*")),
        read="read",
        wire=_GET,
        credentials="include",
    ),
    *(
        _row(f"C124-redirect-{id_}", _TAO, "timing", *hops, read=read, wire=f"{_GET}, {_GET}")
        for id_, hops, read in (
            ("both", ((*_ALLOW, *_tao("*")), (*_ALLOW, *_tao("*"))), "read"),
            ("first", ((*_ALLOW, *_tao("*")), _ALLOW), "loaded"),
            ("last", (_ALLOW, (*_ALLOW, *_tao("*"))), "loaded"),
        )
    ),
)


def _after(
    id_: str, clause: str, hop: Lines, *cases: tuple[Page, Case], read: str, wire: str
) -> Load:
    """Return the row of several loads of one URL."""
    return _loads(id_, clause, cases, (hop,), read, wire)


_CASE: Final = Case(url=f"{API}/@/0")
_IMAGE: Final = Case(url=f"{API}/@/0", via="image")
_CORS_IMAGE: Final = Case(url=f"{API}/@/0", via="image", cross_origin="anonymous")
_PUT: Final = Case(url=f"{API}/@/0", method="PUT")
_FRAMED: Final = Case(url=f"{API}/@/0", method="PUT", framed=True)
_ASKED: Final = f"OPTIONS {HERE}, PUT {HERE}"

# C112 to C114: what the HTTP cache keeps of an answer that depends on Origin.
_CACHED: Final = (
    _after("C114-two-origins", _HTTP_CACHE, (*_ALLOW, *_FRESH), ("first", _CASE),
           ("elsewhere", _CASE), read="read, error", wire=_GET),
    _after("C114-two-origins-vary", _HTTP_CACHE, (*_ALLOW, *_FRESH, *_VARY), ("first", _CASE),
           ("elsewhere", _CASE), read="read, read", wire=f"{_GET}, GET {OTHER}"),
    _after("C112-two-origins-star", _HTTP_CACHE, (*_ANYBODY, *_FRESH), ("first", _CASE),
           ("elsewhere", _CASE), read="read, read", wire=_GET),
    _after("C114-image-first", _HTTP_CACHE, (*_ALLOW, *_FRESH), ("first", _IMAGE),
           ("second", _CORS_IMAGE), read="loaded, error", wire="GET"),
    _after("C114-image-first-vary", _HTTP_CACHE, (*_ALLOW, *_FRESH, *_VARY), ("first", _IMAGE),
           ("second", _CORS_IMAGE), read="loaded, read", wire=f"GET, {_GET}"),
    _after("C112-image-first-star", _HTTP_CACHE, (*_ANYBODY, *_FRESH), ("first", _IMAGE),
           ("second", _CORS_IMAGE), read="loaded, read", wire="GET"),
)  # fmt: skip

# What one document leaves to the next in the preflight cache.
_KEPT: Final = (
    _after("kept-next-page", _PREFLIGHT_CACHE, _ALLOW, ("first", _PUT), ("second", _PUT),
           read="read, read", wire=f"{_ASKED}, PUT {HERE}"),
    _after("kept-frame", _PREFLIGHT_CACHE, _ALLOW, ("first", _PUT), ("first", _FRAMED),
           read="read, read", wire=f"{_ASKED}, PUT {HERE}"),
    _after("kept-from-frame", _PREFLIGHT_CACHE, _ALLOW, ("first", _FRAMED), ("first", _PUT),
           read="read, read", wire=f"{_ASKED}, PUT {HERE}"),
    _after("kept-other-origin", _PREFLIGHT_CACHE, _ALLOW, ("first", _PUT), ("elsewhere", _PUT),
           read="read, read", wire=f"{_ASKED}, OPTIONS {OTHER}, PUT {OTHER}"),
)  # fmt: skip

LOADS: Final = (*_ELEMENTS, *_ALWAYS, *_POLICIES, *_EMBEDDED, *_TIMES, *_CACHED, *_KEPT, *LED)
