"""A policy refuses in its own words, whatever the status; without words, the Origin tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import FetchRequest
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.check._check import check
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import HTTPRequest, HTTPResponse

if TYPE_CHECKING:
    from crossorigin._browser import HeaderList
    from crossorigin.doctor.causes._cause import Diagnosis

PAGE = "https://app.example.com"
ORIGIN, METHOD, HEADER = "origin-not-listed", "method-not-listed", "header-not-listed"
NOT_ENABLED = "cors-not-enabled"
VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
NO_METHOD = b'{"message":"Missing Authentication Token"}'


class Answering:
    """The transport to answers by method, and by whether there is an ``Origin``."""

    def __init__(self, **answers: HTTPResponse) -> None:
        """Give *answers*: ``options``, ``get``, and ``bare`` without an ``Origin``."""
        self._answers = answers

    def send(self, request: HTTPRequest) -> HTTPResponse:
        """Return the answer to *request*."""
        if "crossorigin-check-no-such-page" in request.url:
            return HTTPResponse(status=404)
        has_origin = any(name.lower() == "origin" for name, _ in request.headers)
        name = "options" if request.method == "OPTIONS" else "get" if has_origin else "bare"
        return self._answers.get(name, HTTPResponse(status=200))


def causes(method: str, headers: HeaderList = (), **answers: HTTPResponse) -> tuple[Diagnosis, ...]:
    """Return the causes of a fetch with *method* and *headers*."""
    fetch = FetchRequest(
        url="https://api.example.com/x", origin=PAGE, method=method, headers=headers
    )
    return tuple(check(Question(fetch=fetch), Answering(**answers), lambda _: None).causes)


def found(method: str, headers: HeaderList = (), **answers: HTTPResponse) -> list[tuple[str, bool]]:
    """Return the causes of a fetch, each with whether it is certain."""
    return [(str(cause.cause.slug), cause.certain) for cause in causes(method, headers, **answers)]


@pytest.mark.parametrize(
    ("status", "body", "slugs"),
    [
        (403, b"origin-not-allowed: The policy does not list it.\n", [ORIGIN]),
        (400, b"Disallowed CORS origin", [ORIGIN]),
        (400, b"Disallowed CORS method", [METHOD]),
        (400, b"Disallowed CORS headers", [HEADER]),
        (400, b"Disallowed CORS origin, method, headers", [ORIGIN, METHOD, HEADER]),
        (400, b"Disallowed CORS method, headers, private-network", [METHOD, HEADER]),
        (
            403,
            b"CORS preflight request failed: origin 'https://a.example' is not allowed",
            [ORIGIN],
        ),
        (403, b"CORS preflight request failed: no origins are allowed", [ORIGIN]),
        (
            403,
            b"CORS preflight request failed: request method 'PUT' is not allowed for '",
            [METHOD],
        ),
        (403, b"CORS preflight request failed: headers are not allowed: X-A", [HEADER]),
        (400, b"Requested method is not allowed.", [METHOD]),
        (400, b"One or more request headers are not allowed.", [HEADER]),
        (400, b'"https://app.example.com is not an accepted origin."', [ORIGIN]),
        (500, b"<pre>Error: Not allowed by CORS<br> &nbsp; &nbsp;at origin (app.js:7)", [ORIGIN]),
        (500, b'{"message":"Origin https://app.example.com not allowed"}', [ORIGIN]),
        (403, b"Cross-origin request blocked", [ORIGIN]),
        (403, b"Invalid CORS request", [ORIGIN]),
        (403, b"<Error><Code>CorsPreflightFailure</Code>", [ORIGIN]),
        (403, b"<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS", [ORIGIN]),
        (
            403,
            b"<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.",
            [NOT_ENABLED],
        ),
    ],
)
@pytest.mark.parametrize("of", ["preflight", "response"])
def test_the_words_of_a_policy(of: str, status: int, body: bytes, slugs: list[str]) -> None:
    """They name the cause, with certainty, on the preflight and on the response."""
    refusal = HTTPResponse(status=status, content=body)
    answers = {"options": refusal} if of == "preflight" else {"get": refusal}
    seen = found("PUT" if of == "preflight" else "GET", (), **answers)
    assert seen == [(slug, True) for slug in slugs]


@pytest.mark.parametrize(
    ("status", "body", "slug"),
    [
        (401, b"origin-not-allowed", CauseSlug.AUTH_BEFORE_PREFLIGHT),
        (403, b"Forbidden", CauseSlug.AUTH_BEFORE_PREFLIGHT),
        (500, b"Error: the origin of the invoice is unknown", CauseSlug.SERVER_ERROR),
        (502, b"Not allowed", CauseSlug.GATEWAY_ANSWERED),
    ],
)
def test_words_that_name_no_policy(status: int, body: bytes, slug: CauseSlug) -> None:
    """A word of CORS alone is no refusal."""
    ((first, _), *_) = found("PUT", options=HTTPResponse(status=status, content=body))
    assert first == slug


@pytest.mark.parametrize("status", [400, 403, 404, 500])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_the_origin_alone_makes_the_difference(method: str, status: int) -> None:
    """A policy that refuses without words answers the same request, if it has no ``Origin``."""
    refusal = HTTPResponse(status=status)
    assert found(method, options=refusal, get=refusal) == [(ORIGIN, True)]


@pytest.mark.parametrize("status", [413, 429, 502, 503, 504, 522, 530])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_gateway_is_no_policy(method: str, status: int) -> None:
    """Its statuses come first, though the next request may get through."""
    refusal = HTTPResponse(status=status)
    assert found(method, options=refusal, get=refusal) == [("gateway-answered", True)]


def test_a_gateway_comes_before_its_own_headers() -> None:
    """A proxy that adds a wrong header to its own errors has another trouble first."""
    headers = (("Access-Control-Allow-Origin", "https://a.example"),)
    answer = HTTPResponse(status=502, headers=headers)
    assert found("GET", get=answer)[:1] == [("gateway-answered", True)]


PERMITTED = HTTPResponse(
    status=200, headers=(("Access-Control-Allow-Origin", PAGE), ("Vary", "Origin"))
)


@pytest.mark.parametrize("status", [200, 204, 400, 403])
@pytest.mark.parametrize(
    ("method", "headers", "slugs"),
    [
        ("PUT", (), [(METHOD, True)]),
        ("GET", (("X-Token", "1"),), [(HEADER, True)]),
        ("PUT", (("X-Token", "1"),), [(METHOD, False), (HEADER, False)]),
    ],
)
def test_a_policy_that_refuses_in_silence(
    status: int, method: str, headers: HeaderList, slugs: list[tuple[str, bool]]
) -> None:
    """The page is permitted, so a preflight that only varies refuses the method or a header."""
    refusal = HTTPResponse(status=status, headers=(("Vary", VARY),))
    assert found(method, headers=headers, options=refusal, get=PERMITTED) == slugs


@pytest.mark.parametrize("status", [401, 404, 405])
def test_a_status_that_says_more(status: int) -> None:
    """Where the status names its own cause, the preflight was refused by no policy."""
    refusal = HTTPResponse(status=status, headers=(("Vary", VARY),))
    slugs = [slug for slug, _ in found("PUT", options=refusal, get=PERMITTED)]
    assert slugs
    assert METHOD not in slugs


@pytest.mark.parametrize(
    ("get", "slug", "certain"),
    [
        (HTTPResponse(status=200), "options-not-handled", True),
        (HTTPResponse(status=403, content=NO_METHOD), "route-not-found", False),
    ],
)
def test_a_gateway_without_the_method(get: HTTPResponse, slug: str, certain: bool) -> None:  # noqa: FBT001
    """The token that it misses is none of a login."""
    answer = HTTPResponse(status=403, content=NO_METHOD)
    assert found("PUT", options=answer, get=get, bare=get)[0] == (slug, certain)
    assert found("GET", get=answer, bare=answer)[0] == ("route-not-found", False)


def test_a_challenge_is_of_a_gateway() -> None:
    """A proxy that wants to see a person has not asked the app."""
    answer = HTTPResponse(status=403, headers=(("CF-Mitigated", "challenge"),))
    for method in ("GET", "PUT"):
        assert found(method, options=answer, get=answer) == [("gateway-answered", True)]


@pytest.mark.parametrize(
    ("method", "name"), [("GET", "Access-Control-Allow-Origins"), ("PUT", "Access-Control-Origin")]
)
def test_a_header_that_is_misspelled(method: str, name: str) -> None:
    """It shows no policy, and is named."""
    answer = HTTPResponse(status=200, headers=((name, "*"),))
    (cause,) = causes(method, options=answer, get=answer)
    assert str(cause.cause.slug) == NOT_ENABLED
    assert cause.evidence.endswith(f" {name} is no response header of CORS.")


def test_a_list_that_is_misspelled() -> None:
    """The list that the preflight lacks is there, by another name."""
    headers = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Method", "PUT"))
    answer = HTTPResponse(status=204, headers=headers)
    (cause,) = causes("PUT", options=answer, get=PERMITTED)
    assert str(cause.cause.slug) == METHOD
    assert cause.evidence.endswith(" Access-Control-Allow-Method is no response header of CORS.")


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize(
    ("method", "headers", "slugs"),
    [
        ("PUT", (), [METHOD]),
        ("GET", (("X-Token", "1"),), [HEADER]),
        ("PUT", (("X-Token", "1"),), [METHOD, HEADER]),
    ],
)
def test_a_bare_refusal(status: int, method: str, headers: HeaderList, slugs: list[str]) -> None:
    """Where the page is permitted, it may be the policy's, or what the status says."""
    refusal = HTTPResponse(status=status)
    seen = found(method, headers=headers, options=refusal, get=PERMITTED)
    other = {400: "options-not-handled", 403: "auth-before-preflight"}[status]
    assert seen == [(slug, False) for slug in (*slugs, other)]


def test_a_refusal_in_other_words() -> None:
    """What a login says comes first."""
    refusal = HTTPResponse(status=403, content=b"Forbidden")
    seen = found("PUT", options=refusal, get=PERMITTED)
    assert seen == [("auth-before-preflight", False), (METHOD, False)]


def test_a_refusal_with_a_challenge() -> None:
    """It leaves no other cause."""
    refusal = HTTPResponse(status=403, headers=(("WWW-Authenticate", "Basic"),))
    seen = found("PUT", options=refusal, get=PERMITTED)
    assert seen == [("auth-before-preflight", True)]


@pytest.mark.parametrize(
    "body",
    [
        b"Invalid CORS request",
        b"<Error><Code>CorsPreflightFailure</Code>",
        b"<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed",
    ],
)
def test_words_for_any_refusal(body: bytes) -> None:
    """Software that says the same of all does not mean the origin of a page that it permits."""
    refusal = HTTPResponse(status=403, content=body)
    assert found("PUT", options=refusal, get=PERMITTED) == [(METHOD, True)]
    assert found("PUT", options=refusal) == [(ORIGIN, True)]


@pytest.mark.parametrize("status", [600, 999])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_status_that_http_does_not_have(method: str, status: int) -> None:
    """It is said to be none, and no failure of a server is certain."""
    answer = HTTPResponse(status=status)
    first = causes(method, options=answer, get=answer, bare=answer)[0]
    assert (str(first.cause.slug), first.certain) == ("server-error", False)
    assert f"is answered {status}" in first.evidence
    assert "which is no status of HTTP" in first.evidence


@pytest.mark.parametrize(
    ("method", "headers", "lacks", "sentence"),
    [
        ("PUT", (), "X", "The Access-Control-Allow-Methods does not list the method PUT."),
        (
            "PUT",
            (("X-Token", "1"),),
            "PUT",
            "The Access-Control-Allow-Headers does not list the header x-token.",
        ),
    ],
)
def test_what_a_list_lacks(method: str, headers: HeaderList, lacks: str, sentence: str) -> None:
    """The sentence has the name in it."""
    given = (
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", lacks),
        ("Access-Control-Allow-Headers", "x-other"),
    )
    answer = HTTPResponse(status=204, headers=given)
    assert causes(method, headers, options=answer, get=PERMITTED)[0].evidence == sentence
