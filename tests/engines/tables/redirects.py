"""
Where redirects lead.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from crossorigin._browser.messages import TEXT
from tests.engines.rows import API, HERE, OTHER, THIRD, Hop, Row
from tests.engines.tables.parts import (
    ALLOW,
    ANYBODY,
    CREDENTIALS,
    GET,
    OPEN,
    OWN,
    PERMISSION,
    POST,
    PUT,
    READABLE,
    allow,
    answer,
    chain,
    headers,
    location,
    methods,
    redirect,
    setting,
)

if TYPE_CHECKING:
    from crossorigin._browser.messages import FetchRequest

_NEXT: Final = f"{API}/@/1"
_BACK_TO_HERE: Final = Hop((answer(allow(HERE), methods(), headers()),), (answer(allow(HERE)),))
_ANYBODY: Final = Hop((answer(ANYBODY, methods(), headers()),), (answer(ANYBODY),))
_SECRET: Final = setting(GET, ("Authorization", "Bearer a"))
_TYPED: Final = setting(PUT, ("Content-Type", "a/b"), ("Content-Language", "de"), ("X-A", "1"))
_ORIGINS: Final = {"h": HERE, "a": API, "o": OTHER, "t": THIRD}


def along(
    id_: str,
    fetch: FetchRequest,
    *hops: Hop,
    fails: str = "",
    again: bool = False,
    **more: Any,  # noqa: ANN401 - fields of a row
) -> Row:
    """Return the row of *hops*, along which *fetch* goes; twice, if *again*."""
    fetches = (fetch, fetch) if again else (fetch,)
    return Row(id=id_, fetches=fetches, hops=hops, fails=fails, **more)


def _path(id_: str, fetch: FetchRequest, path: str, *statuses: int, fails: str = "") -> Row:
    """Return the row in which *fetch* goes along the origins that *path* names by a letter."""
    start, *rest = (_ORIGINS[letter] for letter in path)
    at = replace(fetch, url=f"{start}/@/0")
    return along(
        f"{id_}-{path}-{'-'.join(map(str, statuses))}", at, *chain(statuses, rest), fails=fails
    )


ROWS: Final[tuple[Row, ...]] = (
    along(
        "C103",
        GET,
        Hop((PERMISSION,), (answer(location(_NEXT), status=302),)),
        OPEN,
        fails="allow-origin-missing",
    ),
    along(
        "C103-last",
        GET,
        redirect(_NEXT),
        Hop((PERMISSION,), (answer(),)),
        fails="allow-origin-missing",
    ),
    along("C103-own", OWN, redirect(_NEXT, 302, ("X-A", "1")), OPEN),
    along(
        "C103-own-closed",
        OWN,
        redirect(_NEXT, 302, ("X-A", "1")),
        Hop((PERMISSION,), (answer(),)),
        fails="allow-origin-missing",
    ),
    along(
        "C103-asked",
        PUT,
        redirect(_NEXT, 307),
        Hop((answer(),), (READABLE,)),
        fails="allow-origin-missing",
    ),
    along("C104", GET, redirect(f"{THIRD}/@/1"), _BACK_TO_HERE, fails="allow-origin-mismatch"),
    along("C104-star", GET, redirect(f"{THIRD}/@/1"), _ANYBODY),
    along(
        "C104-put", PUT, redirect(f"{THIRD}/@/1", 307), _BACK_TO_HERE, fails="allow-origin-mismatch"
    ),
    along("C104-put-star", PUT, redirect(f"{THIRD}/@/1", 307), _ANYBODY),
    along(
        "C104-missing",
        GET,
        redirect(f"{THIRD}/@/1"),
        Hop((PERMISSION,), (answer(),)),
        fails="allow-origin-missing",
    ),
    along(
        "C104-put-missing",
        PUT,
        redirect(f"{THIRD}/@/1", 307),
        Hop((answer(),), (READABLE,)),
        fails="allow-origin-missing",
    ),
    along("C104-include", replace(GET, credentials="include"), redirect(f"{OTHER}/@/1"), OPEN),
    along(
        "C104-include-star",
        replace(GET, credentials="include"),
        redirect(f"{OTHER}/@/1"),
        _ANYBODY,
        fails="wildcard-with-credentials",
    ),
    along(
        "C104-home",
        GET,
        redirect(f"{HERE}/@/1"),
        Hop((PERMISSION,), (answer(),)),
        fails="allow-origin-missing",
    ),
    *(
        _path("C104-path", GET, path, *[302] * (len(path) - 1))
        for path in (
            "aa",
            "ao",
            "at",
            "ah",
            "ha",
            "hah",
            "hao",
            "haa",
            "hha",
            "aha",
            "aoa",
            "aao",
            "aoo",
            "hoh",
        )
    ),
    *(
        _path("C104-asked", setting(GET, ("X-A", "1")), path, *[302] * (len(path) - 1))
        for path in ("aa", "ao", "ah", "ha", "hah", "hao", "aoo", "aoh")
    ),
    *(
        _path("C104-sandboxed", replace(GET, origin="null"), path, *[302] * (len(path) - 1))
        for path in ("aa", "ao", "ah")
    ),
    *(
        _path("C108", _SECRET, path, *[302] * (len(path) - 1))
        for path in ("aa", "ao", "ha", "hao", "aoo", "aoa", "aooo")
    ),
    *(
        _path("C109", PUT, path, *[307] * (len(path) - 1))
        for path in ("aa", "ao", "ha", "ah", "hah", "aoa")
    ),
    *(
        _path(f"C110-{fetch.method}", replace(fetch, body=body), path, status)
        for status in (301, 302, 303, 307, 308)
        for fetch, body in [(POST, TEXT), (_TYPED, None)]
        for path in ("aa", "ao")
    ),
    *(
        _path("C110-delete", replace(_TYPED, method="DELETE"), path, status)
        for status in (302, 303, 307)
        for path in ("aa", "ao")
    ),
    *(_path("C110-head", replace(GET, method="HEAD"), "aa", status) for status in (302, 303, 307)),
    *(
        _path("C110-back", replace(POST, body=TEXT), path, 302, status)
        for status in (302, 303, 307)
        for path in ("aaa", "hhh", "hha", "aoo")
    ),
    *(
        _path("C110-typed", _TYPED, path, 303, status)
        for status in (302, 303, 307)
        for path in ("aaa", "hhh", "aoo")
    ),
    *(
        _path("C110-typed-get", setting(GET, ("Content-Type", "a/b")), "aaa", 303, status)
        for status in (302, 303)
    ),
    *(
        _path("C110-no-cors", replace(POST, body=TEXT, mode="no-cors"), path, *statuses)
        for path in ("aaa", "hha", "haa", "aoo")
        for statuses in ((302, 302), (302, 307), (307, 307))
    ),
    *(
        _path("agent", setting(GET, ("User-Agent", "mine")), path, *[307] * (len(path) - 1))
        for path in ("hh", "hha", "aa")
    ),
    *(
        _path("hints", setting(GET, ("DPR", "2"), ("Save-Data", "on")), path, 302)
        for path in ("aa", "ao", "ha", "ah")
    ),
    *(
        _path(f"cookies-{mode}", replace(GET, mode=mode), path, 302)
        for mode in ("cors", "no-cors")
        for path in ("ha", "ah")
    ),
    *(
        _path(
            "types",
            replace(setting(PUT, ("Content-Type", "a/b"), ("Content-Type", "c/d")), body=TEXT),
            path,
            307,
        )
        for path in ("aa", "ao")
    ),
    along(
        "C107-circle",
        PUT,
        redirect(f"{OTHER}/@/1", 307),
        redirect(f"{THIRD}/@/2", 307),
        redirect(f"{API}/@/0", 307),
        fails="too-many-redirects",
    ),
    along(
        "C107-opaque",
        replace(PUT, origin="null"),
        redirect(f"{API}/@/1", 307),
        redirect(f"{API}/@/0", 307),
        fails="too-many-redirects",
        again=True,
    ),
    along(
        "C107-opaque-circle",
        replace(PUT, origin="null"),
        redirect(f"{OTHER}/@/1", 307),
        redirect(f"{API}/@/0", 307),
        fails="too-many-redirects",
        again=True,
    ),
    along(
        "C107-circle-twice",
        replace(PUT, url=f"{API}/@/0"),
        redirect(f"{OTHER}/@/1", 307),
        redirect(f"{THIRD}/@/2", 307),
        redirect(f"{API}/@/0", 307),
        fails="too-many-redirects",
        again=True,
    ),
    along("C107", GET, redirect(f"{API}/@/0"), fails="too-many-redirects"),
    along("C107-put", PUT, redirect(f"{API}/@/0", 307), fails="too-many-redirects"),
    along("C107-two", GET, redirect(_NEXT), redirect(f"{API}/@/0"), fails="too-many-redirects"),
    # A redirect that the page's own origin led to.
    along(
        "own-star",
        OWN,
        redirect(_NEXT, 302, ALLOW, CREDENTIALS),
        redirect(f"{API}/@/2", 302, ANYBODY),
        OPEN,
    ),
    along(
        "own-no-credentials",
        OWN,
        redirect(_NEXT, 302, ALLOW, CREDENTIALS),
        redirect(f"{API}/@/2", 302, ALLOW),
        OPEN,
    ),
    along(
        "own-star-omit",
        replace(OWN, credentials="omit"),
        redirect(_NEXT),
        redirect(f"{API}/@/2", 302, ANYBODY),
        OPEN,
    ),
    along("own-post", replace(OWN, method="POST"), redirect(f"{HERE}/@/1"), OPEN),
    along(
        "own-post-away",
        replace(OWN, method="POST"),
        redirect(f"{HERE}/@/1"),
        redirect(f"{API}/@/2"),
        OPEN,
    ),
    along("xhr-redirect", GET, redirect(_NEXT), OPEN, via="xhr"),
    along(
        "xhr-redirect-closed",
        GET,
        redirect(_NEXT),
        Hop((PERMISSION,), (answer(),)),
        fails="allow-origin-missing",
        via="xhr",
    ),
)
