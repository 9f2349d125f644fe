"""Options that a row forbids, so that every place of enforcement must refuse them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from crossorigin.errors import ProblemCode
from tests.cases.case import HERE, Mistake

if TYPE_CHECKING:
    from crossorigin._policy.options import PolicyOptions


def _origins(row: str, origin: str, code: ProblemCode) -> Mistake:
    """Return the mistake of listing *origin*."""
    return Mistake(row, origin, {"origins": [origin]}, (code,))


def _mistake(row: str, option: str, value: object, *codes: ProblemCode) -> Mistake:
    """Return the mistake of giving *option* that *value*."""
    options = cast("PolicyOptions", {"origins": [HERE], option: value})
    return Mistake(row, str(value) or "empty", options, codes)


MISTAKES: Final = [
    _origins("C15", "https://a.com:443", ProblemCode.ORIGIN_DEFAULT_PORT),
    _origins("C16", "https://a.com/", ProblemCode.ORIGIN_HAS_PATH),
    _origins("C17", "HTTPS://a.com", ProblemCode.ORIGIN_UPPER_CASE),
    _origins("C17", "https://A.com", ProblemCode.ORIGIN_UPPER_CASE),
    _origins("C18", "null", ProblemCode.ORIGIN_NULL),
    _origins("C19", "https://b\xfccher.example", ProblemCode.ORIGIN_UNICODE_HOST),
    _origins("C20", "http://[0:0::1]:3000", ProblemCode.ORIGIN_IP_NOT_CANONICAL),
    _origins("C21", "http://127.1", ProblemCode.ORIGIN_IP_NOT_CANONICAL),
    Mistake(
        "C24",
        "two-origins-in-one-string",
        {"origins": "https://a.com https://b.com"},
        (ProblemCode.SEVERAL_VALUES_IN_ONE_STRING,),
    ),
    _origins("C19", "https://xn--f", ProblemCode.ORIGIN_PUNYCODE_MALFORMED),
    _origins("C26", "chrome-extension://*", ProblemCode.ORIGIN_WILDCARD_MISPLACED),
    _origins("C26", "file://", ProblemCode.ORIGIN_FILE),
    _origins("C26", "ws://a.com", ProblemCode.ORIGIN_NOT_OF_A_PAGE),
    _origins("C26", "data:text/html", ProblemCode.ORIGIN_NOT_OF_A_PAGE),
    _origins("C36", "https://*a.com", ProblemCode.PUBLIC_SUFFIX_WILDCARD),
    Mistake("C27", "empty", {"origins": ""}, (ProblemCode.ORIGINS_MISSING,)),
    Mistake("C27", "nothing", {"origins": []}, (ProblemCode.ORIGINS_MISSING,)),
    Mistake("C27", "none", {}, (ProblemCode.ORIGINS_MISSING,)),
    Mistake(
        "C30",
        "wildcard-with-credentials",
        {"origins": "*", "credentials": True},
        (ProblemCode.WILDCARD_WITH_CREDENTIALS,),
    ),
    _mistake("C33", "credentials", "True", ProblemCode.NOT_A_BOOLEAN),
    _mistake("C33", "credentials", 1, ProblemCode.NOT_A_BOOLEAN),
    _origins("C36", "*.a.com", ProblemCode.ORIGIN_MISSING_SCHEME),
    _origins("C36", "a.com", ProblemCode.ORIGIN_MISSING_SCHEME),
    _mistake("C48", "methods", ["put"], ProblemCode.METHOD_NOT_UPPER_CASE),
    _mistake("C49", "methods", ["patch"], ProblemCode.METHOD_NOT_UPPER_CASE),
    _mistake("C55", "methods", "GET POST", ProblemCode.SEVERAL_VALUES_IN_ONE_STRING),
    _mistake("C55", "methods", ["GET;POST"], ProblemCode.METHOD_MALFORMED),
    _mistake("C55", "methods", ['"PUT"'], ProblemCode.METHOD_MALFORMED),
    _mistake("C51", "methods", ["P*"], ProblemCode.METHOD_MALFORMED),
    _mistake("C51", "methods", ["GET|PUT"], ProblemCode.METHOD_MALFORMED),
    _mistake("C64", "allow_headers", ["X-Company-*"], ProblemCode.HEADER_MALFORMED),
    _mistake("C64", "allow_headers", ["^X-A$"], ProblemCode.HEADER_MALFORMED),
    _mistake(
        "C63",
        "allow_headers",
        ["Access-Control-Allow-Origin"],
        ProblemCode.NOT_A_REQUEST_HEADER,
    ),
    _mistake("C99", "expose_headers", ["X-*"], ProblemCode.HEADER_MALFORMED),
    _mistake("C58", "methods", ["CONNECT"], ProblemCode.FORBIDDEN_METHOD),
    _mistake("C58", "methods", ["trace"], ProblemCode.FORBIDDEN_METHOD),
    _mistake("C58", "methods", ["Track"], ProblemCode.FORBIDDEN_METHOD),
    _mistake("C68", "allow_headers", ["x a"], ProblemCode.HEADER_MALFORMED),
    _mistake("C68", "allow_headers", ["x-a;y"], ProblemCode.HEADER_MALFORMED),
    _mistake("C68", "allow_headers", ['"x"'], ProblemCode.HEADER_MALFORMED),
    _mistake("C73", "allow_headers", ["Cookie"], ProblemCode.FORBIDDEN_HEADER),
    _mistake("C73", "allow_headers", ["host"], ProblemCode.FORBIDDEN_HEADER),
    _mistake("C73", "allow_headers", ["Sec-X"], ProblemCode.FORBIDDEN_HEADER),
    _mistake("C73", "allow_headers", ["Proxy-X"], ProblemCode.FORBIDDEN_HEADER),
    *(
        _mistake("C91", "max_age", value, ProblemCode.MAX_AGE_MALFORMED)
        for value in (-1, 1.5, "abc", "600s", "", "600", timedelta(seconds=1.5), True)
    ),
    _mistake("C94", "max_age", 86401, ProblemCode.MAX_AGE_TOO_LONG),
    _mistake("C95", "max_age", timedelta(days=2), ProblemCode.MAX_AGE_TOO_LONG),
    _mistake("C100", "expose_headers", ["Set-Cookie"], ProblemCode.FORBIDDEN_RESPONSE_HEADER),
    _mistake("C100", "expose_headers", ["set-cookie2"], ProblemCode.FORBIDDEN_RESPONSE_HEADER),
]
