"""Servers whose preflights or whose ``Vary`` differ from their policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value
from crossorigin.doctor.probing._transport import HTTPResponse
from tests.doctor.conformance.serving import (
    ACAH,
    ACAM,
    ACAO,
    MAX_AGE,
    POLICY,
    adding,
    changing,
    on_preflights,
    on_status,
    right,
    setting,
    without,
    without_cors,
)
from tests.doctor.conformance.wrong import Case

if TYPE_CHECKING:
    from tests.doctor.conformance.serving import Asked


def _after_login(asked: Asked) -> HTTPResponse:
    """Ask for a password first."""
    return HTTPResponse(status=401) if asked.is_preflight else right(asked)


def _redirecting(asked: Asked) -> HTTPResponse:
    """Redirect before all else, preflights too."""
    location = ("Location", "https://api.example.com/v2")
    return adding(replace(right(asked), status=308), location)


def _refusing_options(asked: Asked) -> HTTPResponse:
    """Know no OPTIONS."""
    is_options = asked.request.method == "OPTIONS"
    return without_cors(HTTPResponse(status=405)) if is_options else right(asked)


class _Cached:
    """A cache that ignores ``Vary``."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], HTTPResponse] = {}

    def __call__(self, asked: Asked) -> HTTPResponse:
        """Answer from the cache."""
        if asked.request.method != "GET":
            return right(asked)
        key = (asked.path, header_value(asked.request.headers, "if-none-match") or "")
        return self._kept.setdefault(key, right(asked))


def _has_origin(asked: Asked, _: HTTPResponse) -> bool:
    """Tell whether a request lacks ``Origin``."""
    return asked.origin is None


def _is_refused(asked: Asked, response: HTTPResponse) -> bool:
    """Tell whether an actual response permits nobody."""
    return not asked.is_preflight and header_value(response.headers, ACAO) is None


def _echo_headers(asked: Asked) -> HTTPResponse:
    """Permit the request headers that are asked for."""
    response = right(asked)
    asked_for = asked.question.request_headers
    return setting(response, ACAH, asked_for) if asked_for else response


def _echo_method(asked: Asked) -> HTTPResponse:
    """Permit the method that is asked for."""
    method = asked.question.request_method
    return setting(right(asked), ACAM, method) if method else right(asked)


_PUBLIC: Final = POLICY.replace(origins="*", credentials=False)

PREFLIGHTS: Final = (
    Case("asks-for-a-login-first", _after_login, {"preflight-not-answered"}),
    Case(
        "knows-no-options",
        _refusing_options,
        {"preflight-not-answered", "errors-kept-out"},
    ),
    Case("redirects-preflights", _redirecting, {"preflight-not-answered"}),
    Case(
        "answers-404-to-preflights",
        changing(lambda each: replace(each, status=404), on_preflights),
        {"preflight-not-answered"},
    ),
    Case("answers-preflights-bare", changing(without_cors, on_preflights), {"preflight-refused"}),
    Case("forgets-methods", changing(lambda each: without(each, ACAM)), {"method-refused"}),
    Case(
        "spells-methods-in-lower-case",
        changing(lambda each: setting(each, ACAM, "get, put, delete")),
        {"method-refused", "method-permitted"},
    ),
    Case(
        "sends-a-star-for-methods",
        changing(lambda each: setting(each, ACAM, "*")),
        {"method-refused", "method-permitted"},
    ),
    Case(
        "lists-one-more-method",
        changing(lambda each: setting(each, ACAM, "DELETE, GET, PATCH, PUT")),
        {"method-permitted"},
    ),
    Case("repeats-the-method", _echo_method, {"method-permitted"}),
    Case("forgets-headers", changing(lambda each: without(each, ACAH)), {"header-refused"}),
    Case("repeats-the-headers", _echo_headers, {"header-permitted"}),
    Case(
        "lists-one-more-header",
        changing(lambda each: setting(each, ACAH, "content-type, x-token, x-api-key")),
        {"header-permitted"},
    ),
    Case("forgets-max-age", changing(lambda each: without(each, MAX_AGE)), {"max-age-differs"}),
    Case(
        "sends-max-age-twice",
        changing(lambda each: adding(each, ("Access-Control-Max-Age", "600")), on_preflights),
        {"max-age-differs"},
    ),
    Case(
        "keeps-longer",
        changing(lambda each: setting(each, MAX_AGE, "86400")),
        {"max-age-differs"},
    ),
)

CACHES: Final = (
    Case("forgets-vary", changing(lambda each: without(each, "vary")), cache={"vary-missing"}),
    Case(
        "forgets-vary-without-origin",
        changing(lambda each: setting(each, "vary", "Accept-Encoding"), _has_origin),
        cache={"vary-missing"},
    ),
    Case(
        "forgets-vary-on-refusals",
        changing(lambda each: setting(each, "vary", "Accept-Encoding"), _is_refused),
        cache={"vary-missing"},
    ),
    Case(
        "forgets-vary-on-404",
        changing(lambda each: setting(each, "vary", "Accept-Encoding"), on_status(404)),
        cache={"vary-missing"},
    ),
    Case(
        "replaces-vary",
        changing(
            lambda each: setting(each, "vary", "Origin"),
            lambda asked, response: not _is_refused(asked, response),
        ),
        cache={"vary-lost"},
    ),
    Case(
        "reflects-without-vary",
        lambda asked: without(setting(right(asked, _PUBLIC), ACAO, asked.origin or "*"), "vary"),
        cache={"vary-missing"},
        policy=_PUBLIC,
    ),
    Case(
        "is-behind-a-cache-that-ignores-vary",
        _Cached(),
        {"origin-kept-out", "errors-kept-out", "redirects-kept-out"},
    ),
)
