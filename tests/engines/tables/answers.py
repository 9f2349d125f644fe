"""
Who may read.

Source: https://fetch.spec.whatwg.org/#cors-check
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.engines.rows import HERE, Hop, Row
from tests.engines.tables.parts import (
    ALLOW,
    ANYBODY,
    CREDENTIALS,
    GET,
    INCLUDE,
    OMIT,
    PERMISSION,
    PUT,
    allow,
    answer,
    methods,
    read,
    row,
)

_MISSING: Final = "allow-origin-missing"
_MALFORMED: Final = "allow-origin-malformed"
_MULTIPLE: Final = "allow-origin-multiple"
_MISMATCH: Final = "allow-origin-mismatch"
_WILDCARD: Final = "wildcard-with-credentials"
_NO_CREDENTIALS: Final = "allow-credentials-missing"
_NOT_TRUE: Final = "allow-credentials-not-true"
_SANDBOXED: Final = replace(GET, origin="null")
_SANDBOXED_INCLUDE: Final = replace(INCLUDE, origin="null")
_PUT_INCLUDE: Final = replace(PUT, credentials="include")


def _credentials(value: str) -> tuple[str, str]:
    """Return the header that permits credentials with *value*."""
    return ("Access-Control-Allow-Credentials", value)


_READ: Final[tuple[Row, ...]] = (
    read("C29", GET, ANYBODY),
    read("C29-omit", OMIT, ANYBODY),
    read("C30", INCLUDE, ANYBODY, fails=_WILDCARD),
    read("C30-true", INCLUDE, ANYBODY, CREDENTIALS, fails=_WILDCARD),
    read("C31", OMIT, ANYBODY, CREDENTIALS),
    read("C31-same-origin", GET, ANYBODY, CREDENTIALS),
    read("C32", INCLUDE, ALLOW, CREDENTIALS),
    read("C33-absent", INCLUDE, ALLOW, fails=_NO_CREDENTIALS),
    *(
        read(f"C33-{at}", INCLUDE, ALLOW, _credentials(value), fails=_NOT_TRUE)
        for at, value in enumerate(
            ["True", "TRUE", "1", "false", "", '"true"', "true;", "true,", "yes", "true true"]
        )
    ),
    *(
        read(f"C38-credentials-{at}", INCLUDE, ALLOW, _credentials(value))
        for at, value in enumerate([" true", "true ", "\ttrue\t", "   true"])
    ),
    read("C34", INCLUDE, ALLOW, CREDENTIALS, CREDENTIALS, fails=_NOT_TRUE),
    read("C34-comma", INCLUDE, ALLOW, _credentials("true, true"), fails=_NOT_TRUE),
    read("C34-empty", INCLUDE, ALLOW, CREDENTIALS, _credentials(""), fails=_NOT_TRUE),
    read("C35", GET, ALLOW, ALLOW, fails=_MULTIPLE),
    read("C35-star", GET, ANYBODY, ANYBODY, fails=_MULTIPLE),
    read("C35-star-first", GET, ANYBODY, ALLOW, fails=_MULTIPLE),
    read("C35-star-last", GET, ALLOW, ANYBODY, fails=_MULTIPLE),
    read("C35-empty-last", GET, ALLOW, allow(""), fails=_MULTIPLE),
    read("C35-empty-first", GET, allow(""), ALLOW, fails=_MULTIPLE),
    read("C35-other-case", GET, ALLOW, ("access-control-allow-origin", HERE), fails=_MULTIPLE),
    read("C35-comma", GET, allow(f"{HERE},{HERE}"), fails=_MULTIPLE),
    read("C35-star-comma", GET, allow("*, *"), fails=_MULTIPLE),
    read("C35-star-quoted", GET, allow('"*"'), fails=_MALFORMED),
    read("C35-star-twice", GET, allow("**"), fails=_MALFORMED),
    read("C36-true", GET, allow("true"), fails=_MALFORMED),
    read("C36-none", GET, allow("none"), fails=_MALFORMED),
    read("C36-list-of-three", GET, allow("a, b, c"), fails=_MULTIPLE),
    read("C36-regex", GET, allow("https://.*"), fails=_MALFORMED),
    read("C37", _SANDBOXED, allow("null")),
    read("C37-include", _SANDBOXED_INCLUDE, allow("null"), CREDENTIALS),
    read("C37-star", _SANDBOXED, ANYBODY),
    read("C37-here", _SANDBOXED, allow(HERE), fails=_MISMATCH),
    read("C37-missing", _SANDBOXED, fails=_MISSING),
    read("C37-upper", _SANDBOXED, allow("NULL"), fails=_MALFORMED),
    *(
        read(f"C38-{at}", GET, allow(value))
        for at, value in enumerate([f" {HERE}", f"{HERE} ", f"\t{HERE}\t", "  *", "*\t "])
    ),
    read("C38-name", GET, ("aCCESS-cONTROL-aLLOW-oRIGIN", HERE)),
    read("C39", GET, methods("GET"), fails=_MISSING),
    read("C39-credentials", INCLUDE, CREDENTIALS, fails=_MISSING),
    *(
        read(f"C40-{status}", GET, ALLOW, status=status)
        for status in (201, 204, 206, 299, 300, 302, 400, 403, 404, 405, 418, 429, 500, 503, 599)
    ),
    *(
        read(f"C40-closed-{status}", GET, fails=_MISSING, status=status)
        for status in (204, 400, 403, 404, 500, 503)
    ),
    read("C40-include", INCLUDE, ALLOW, CREDENTIALS, status=500),
    row("no-response", GET, hop=Hop((PERMISSION,), (None,)), fails="no-response"),
    row("no-response-put", PUT, hop=Hop((PERMISSION,), (None,)), fails="no-response"),
)
# The same, asked by a preflight.
_ASKED: Final[tuple[Row, ...]] = tuple(
    row(
        f"asked-{id_}",
        fetch,
        hop=Hop((answer(*lines, methods()),), (answer(ALLOW, CREDENTIALS),)),
        fails=fails,
    )
    for id_, fetch, lines, fails in [
        ("C29", PUT, (ANYBODY,), ""),
        ("C30", _PUT_INCLUDE, (ANYBODY, CREDENTIALS), _WILDCARD),
        ("C32", _PUT_INCLUDE, (ALLOW, CREDENTIALS), ""),
        ("C33-absent", _PUT_INCLUDE, (ALLOW,), _NO_CREDENTIALS),
        ("C33-upper", _PUT_INCLUDE, (ALLOW, _credentials("TRUE")), _NOT_TRUE),
        ("C34", _PUT_INCLUDE, (ALLOW, CREDENTIALS, CREDENTIALS), _NOT_TRUE),
        ("C35", PUT, (ALLOW, ALLOW), _MULTIPLE),
        ("C35-comma", PUT, (allow("{origin}, {origin}"),), _MULTIPLE),
        ("C36", PUT, (allow("{origin}/"),), _MALFORMED),
        ("C36-other", PUT, (allow("https://other.example"),), _MISMATCH),
        ("C37", replace(PUT, origin="null"), (allow("null"),), ""),
        ("C38", PUT, (allow(" \t{origin} "),), ""),
        ("C39", PUT, (), _MISSING),
    ]
)
ROWS: Final = (
    *_READ,
    *_ASKED,
    row("asked-no-response", PUT, hop=Hop((None,), (answer(ALLOW),)), fails="no-response"),
    row("asked-not-read", PUT, hop=Hop((PERMISSION,), (answer(),)), fails=_MISSING),
    row("asked-not-read-500", PUT, hop=Hop((PERMISSION,), (answer(status=500),)), fails=_MISSING),
    row("xhr", GET, via="xhr"),
    row("xhr-closed", GET, hop=Hop((PERMISSION,), (answer(),)), fails=_MISSING, via="xhr"),
    row("xhr-star", INCLUDE, hop=Hop((answer(),), (answer(ANYBODY),)), fails=_WILDCARD, via="xhr"),
    row("xhr-put", PUT, hop=Hop((answer(),), (answer(ALLOW),)), fails=_MISSING, via="xhr"),
)
