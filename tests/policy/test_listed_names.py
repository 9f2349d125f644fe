"""The methods and the headers that a policy may list, and those that it may not."""

from __future__ import annotations

import pytest

from crossorigin import Policy, Problem
from crossorigin._web.fetch import (
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    UPPER_CASE_METHODS,
)
from crossorigin.errors import ProblemCode
from tests.policy.problems import problems_of

METHOD = (ProblemCode.METHOD_MALFORMED, 'write a method such as "PUT"')
FORBIDDEN = (ProblemCode.FORBIDDEN_METHOD, "leave it out: no browser lets a page send it")
HEADER = (ProblemCode.HEADER_MALFORMED, 'write a header name such as "Authorization"')
UNSENT = (ProblemCode.FORBIDDEN_HEADER, "leave it out: no browser lets a page set it")
EXPOSED = (ProblemCode.HEADER_MALFORMED, 'write a header name such as "X-Total-Count"')
UNREAD = (ProblemCode.FORBIDDEN_RESPONSE_HEADER, "leave it out: no browser lets a page read it")
MISTAKES = {
    "methods": {
        METHOD: ["", " ", "PUT ", "P\r\nX: y", "PUT\n", "PUT\0", "PÜT", "(PUT)", "-", "--", "_", "!", "'", "."],
        FORBIDDEN: ["CONNECT", "TRACE", "TRACK", "connect", "Trace"],
        **{
            (
                ProblemCode.METHOD_NOT_UPPER_CASE,
                f'write "{name.upper()}": methods are case-sensitive',
            ): [name]
            for name in ["put", "Patch", "delete", "get", "head", "post", "options", "query"]
        },
    },
    "allow_headers": {
        HEADER: ["", "X A", "X-A: 1", "X-A\r\nX-B", "X-A\n", "X-A\0", "X-Ä", "\u212aey", "-",
                 "&", "#"],
        UNSENT: ["Cookie", "cookie", "Host", "Origin", "Content-Length", "Sec-Fetch-Mode",
                 "sec-x", "Proxy-Authorization", "Access-Control-Request-Method"],
    },
    "expose_headers": {
        EXPOSED: ["", "X A", "X-A\r\nSet-Cookie: a=b", "X-A\0", "X-Ä", "-", "~"],
        UNREAD: ["Set-Cookie", "set-cookie", "SET-COOKIE2"],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("option", "value", "code", "hint"),
    [
        (option, value, code, hint)
        for option, mistakes in MISTAKES.items()
        for (code, hint), values in mistakes.items()
        for value in values
    ],
)
def test_names_that_no_policy_lists(option: str, value: str, code: ProblemCode, hint: str) -> None:
    """A name that breaks the grammar, or that no browser sends or shows, is a problem."""
    options = {"origins": "*", option: ["X", value]}
    assert problems_of(**options) == (Problem(code, f"{option}[1]", value, hint),)


ALL = '"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY"'
EXPRESSIONS = {
    "methods": {
        "P*": '"PATCH", "POST", "PUT"',
        "p*": '"PATCH", "POST", "PUT"',
        "*T": '"GET", "POST", "PUT"',
        "**": ALL,
        ".*": ALL,
        ".+": ALL,
        "GET|PUT": '"GET", "PUT"',
        "^(GET|PATCH)$": '"GET", "PATCH"',
        "PUT|": '"PUT"',
        "PUT$": '"PUT"',
        "^P.+": '"PATCH", "POST", "PUT"',
        r"\w+": '"PUT", "DELETE"',
        "X-*": '"PUT", "DELETE"',
        "*" * 9999: ALL,
    },
    "allow_headers": {
        "X-Company-*": '"X-Company-Id"',
        "X-*": '"X-Id"',
        "X*": '"X-Id"',
        "*-Token": '"Authorization"',
        "**": '"Authorization"',
        ".*": '"Authorization"',
        "X-Company-.*": '"X-Company-Id"',
        "X-.+": '"X-Id"',
        r"X-\w+": '"X-Id"',
        "^X-Token$": '"X-Token"',
        "X-A|X-B": '"X-A", "X-B"',
        "(X-A|X-B-.*)": '"X-A", "X-B-Id"',
        "|": '"Authorization"',
        "X" * 9999 + "*": f'"{"X" * 100}"',
        "X-A\r\n*": '"X-A-Id"',
    },
    "expose_headers": {
        "X-*": '"X-Id"',
        "X-Company-*": '"X-Company-Id"',
        "*-Count": '"X-Total-Count"',
        "ETag$": '"ETag"',
    },
}
LISTED = {
    "methods": (ProblemCode.METHOD_MALFORMED, 'list the methods: [{}], or write "*" alone for all'),
    "allow_headers": (
        ProblemCode.HEADER_MALFORMED,
        'list the names, such as [{}], or write "*" for any but Authorization',
    ),
    "expose_headers": (
        ProblemCode.HEADER_MALFORMED,
        'list the names, such as [{}], or write "*" for all of them',
    ),
}


@pytest.mark.parametrize(
    ("option", "value", "names"),
    [
        pytest.param(option, value, names, id=f"{option}-{value[:20]!a}")
        for option, expressions in EXPRESSIONS.items()
        for value, names in expressions.items()
    ],
)
def test_no_wildcard_stands_in_a_name(option: str, value: str, names: str) -> None:
    """A wildcard or an expression, which would match nothing, is a problem that names the names."""
    code, hint = LISTED[option]
    assert problems_of(**{"origins": "*", option: ["X", value]}) == (
        Problem(code, f"{option}[1]", value, hint.format(names)),
    )


NOT_SENT = "leave it out, and take it out of the page: it is a header of responses"


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("Access-Control-Allow-Origin", "origins"),
        ("access-control-allow-origin", "origins"),
        ("Access-Control-Allow-Credentials", "credentials"),
        ("Access-Control-Allow-Headers", "allow_headers"),
        ("Access-Control-Allow-Methods", "methods"),
        ("Access-Control-Expose-Headers", "expose_headers"),
        ("Access-Control-Max-Age", "max_age"),
        ("Timing-Allow-Origin", "timing"),
        ("Access-Control-Allow-Private-Network", None),
        ("Access-Control-Allow-Header", None),
        ("Access-Control-Anything", None),
        ("Cross-Origin-Resource-Policy", None),
        ("CROSS-ORIGIN-OPENER-POLICY", None),
    ],
)
def test_no_response_header_is_sent(name: str, option: str | None) -> None:
    """A header of responses that a page sends by mistake is a problem, which names its option."""
    hint = NOT_SENT if option is None else f'{NOT_SENT}, which "{option}" sets'
    for names in (name, ["*", name], ["X-A", name]):
        where = f"allow_headers[{0 if isinstance(names, str) else 1}]"
        assert problems_of(origins="*", allow_headers=names) == (
            Problem(ProblemCode.NOT_A_REQUEST_HEADER, where, name, hint),
        )


@pytest.mark.parametrize("method", sorted(FORBIDDEN_METHODS))
def test_no_forbidden_method_is_listed(method: str) -> None:
    """C58: a method that no page may send is a problem, in any case."""
    code, hint = FORBIDDEN
    for name in (method, method.lower(), method.title()):
        assert problems_of(origins="*", methods=name) == (Problem(code, "methods[0]", name, hint),)


@pytest.mark.parametrize("header", sorted(FORBIDDEN_REQUEST_HEADERS))
def test_no_forbidden_request_header_is_listed(header: str) -> None:
    """C73: a header that no page may set is a problem, in any case."""
    code, hint = UNSENT
    for name in (header, header.upper(), header.title()):
        assert problems_of(origins="*", allow_headers=name) == (
            Problem(code, "allow_headers[0]", name, hint),
        )


@pytest.mark.parametrize("header", sorted(FORBIDDEN_RESPONSE_HEADERS))
def test_no_forbidden_response_header_is_listed(header: str) -> None:
    """C100: a header that no page may read is a problem, in any case."""
    code, hint = UNREAD
    for name in (header, header.upper(), header.title()):
        assert problems_of(origins="*", expose_headers=name) == (
            Problem(code, "expose_headers[0]", name, hint),
        )


def test_every_other_name_is_listed() -> None:
    """Methods are kept as they are written, headers in lower case, and no name twice."""
    policy = Policy(
        "*",
        methods=[*UPPER_CASE_METHODS, "purge", "Purge"],
        allow_headers=["X-A", "x-a", "Authorization", "User-Agent", "Proxy", "Sec"],
        expose_headers=["ETag", "etag", "Set-Cookies", "Date"],
    )
    assert policy.methods == UPPER_CASE_METHODS | {"purge", "Purge"}
    assert policy.allow_headers == {"x-a", "authorization", "user-agent", "proxy", "sec"}
    assert policy.expose_headers == frozenset({"etag", "set-cookies", "date"})
