"""The names that other libraries have for options: each has its own answer."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Final

import pytest
from corsheaders.conf import Settings
from flask_cors.core import CONFIG_OPTIONS, CorsOptionsInput
from starlette.middleware.cors import CORSMiddleware

from crossorigin._policy.options import DEFAULTS
from crossorigin._policy.unknown_options import (
    is_about_origins,
    is_other_name,
    option_meant,
)
from tests.policy.problems import codes_of, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterable

APP: Final = "https://app.example.com"
FLASK_CORS: Final = {*CorsOptionsInput.__annotations__, *CONFIG_OPTIONS}
STARLETTE: Final = {*inspect.signature(CORSMiddleware).parameters} - {"app"}
DJANGO: Final = {name for name in vars(Settings) if name.isupper()}
# Names that the libraries had in earlier versions, and those of libraries that are not installed.
EARLIER: Final = {
    "CORS_HEADERS",
    "CORS_ORIGIN_WHITELIST",
    "CORS_ORIGIN_REGEX_WHITELIST",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_REPLACE_HTTPS_REFERER",
    "CORS_MODEL",
    "CORS_URLS_ALLOW_ALL_REGEX",
}
QUART: Final = {
    "allow_credentials",
    "allow_headers",
    "allow_methods",
    "allow_origin",
    "expose_headers",
    "max_age",
    "send_origin_wildcard",
    "provide_automatic_options",
    "QUART_CORS_ALLOW_CREDENTIALS",
    "QUART_CORS_ALLOW_ORIGIN",
    "QUART_CORS_SEND_ORIGIN_WILDCARD",
}
JAVASCRIPT: Final = {
    # cors, for Express.
    "origin",
    "methods",
    "headers",
    "allowedHeaders",
    "exposedHeaders",
    "credentials",
    "maxAge",
    "preflightContinue",
    "optionsSuccessStatus",
    # @fastify/cors.
    "hook",
    "delegator",
    "cacheControl",
    "preflight",
    "strictPreflight",
    "hideOptionsRoute",
    "logLevel",
    # @koa/cors.
    "allowMethods",
    "allowHeaders",
    "exposeHeaders",
    "keepHeadersOnError",
    "secureContext",
    "privateNetworkAccess",
}
OTHERS: Final = {
    # rs/cors, gin-contrib/cors, rack-cors, Spring, S3.
    "AllowedOrigins",
    "AllowOriginFunc",
    "AllowedMethods",
    "ExposedHeaders",
    "AllowCredentials",
    "AllowPrivateNetwork",
    "OptionsPassthrough",
    "AllowAllOrigins",
    "resource",
    "expose",
    "allowedOriginPatterns",
    "MaxAgeSeconds",
    # The headers themselves.
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Max-Age",
    "access_control_expose_headers",
    "Timing-Allow-Origin",
}
ALL: Final = FLASK_CORS | STARLETTE | DJANGO | EARLIER | QUART | JAVASCRIPT | OTHERS


def hints_of(**options: object) -> list[str]:
    """Return the hints for the names that no policy has."""
    return [p.hint for p in problems_of(**options) if p.code == "unknown-option"]


@pytest.mark.parametrize("name", sorted(ALL - DEFAULTS.keys()))
def test_every_name_has_its_own_answer(name: str) -> None:
    """A name of another library is answered: by our name for it, a way, or that it is needless."""
    (hint,) = hints_of(origins=APP, **{name: True})
    assert re.match(
        "write |leave it out: |no paths are matched: |add to the origins: |no pattern", hint
    )
    assert "dangerously_" not in hint


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (["supports_credentials", "allow_credentials", "CORS_ALLOW_CREDENTIALS", "credentialed"],
         'write "credentials"'),
        (["allow_origins", "origin", "CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST", "orgins",
          "ORIGINS", "Allow-Origin"], 'write "origins"'),
        (["allow_methods", "method", "allowMethods"], 'write "methods"'),
        (["headers", "allowed_headers", "allowedHeaders", "allowHeaders"],
         'write "allow_headers"'),
        (["exposedHeaders", "expose_header", "exposeHeaders"], 'write "expose_headers"'),
        (["maxage", "maxAge", "CORS_PREFLIGHT_MAX_AGE", "max-age"], 'write "max_age"'),
        (["send_wildcard", "send_origin_wildcard"], 'leave it out: origins="*" sends "*"'),
        (["vary_header", "vary", "CORS_VARY_HEADER"], "leave it out: Vary is always right"),
        (["always_send"], "leave it out: a response to a request without Origin needs no header"),
        (["intercept_exceptions"], "leave it out: errors have the headers, too"),
        (["allow_private_network", "privateNetworkAccess"],
         ("leave it out: a browser asks its user for access to a private network, and no header"
         " answers for them")),
        (["allow_all_origins", "CORS_ORIGIN_ALLOW_ALL"], 'write origins="*"'),
        (["guard"], "write it beside the policy: CORS(app, …, guard=True)"),
        (["CSRF_TRUSTED_ORIGINS"],
         'who may send, but not read: guard=Guard(trusted=["https://idp.example"])'),
        (["app"], "give it first, without a name: CORS(app, …)"),
        (["insecure_origins", "allow_insecure_origins", "public_suffixes", "shape"],
         ("the options are origins, methods, allow_headers, expose_headers, credentials, max_age,"
         " timing")),
        (["dangerously_allow_insecure_origin"],
         ("the options are origins, methods, allow_headers, expose_headers, credentials, max_age,"
         " timing, dangerously_allow_insecure_origins, dangerously_allow_public_suffixes")),
    ],
)  # fmt: skip
def test_answers(names: list[str], hint: str) -> None:
    """One table answers every spelling; a nearest spelling never leads to what is dangerous."""
    assert [hints_of(origins=APP, **{name: True}) for name in names] == [[hint]] * len(names)


EVERYONE_OFF: Final = 'leave it out, and write "origins"'


@pytest.mark.parametrize(
    ("value", "hint"),
    [(True, 'write origins="*"'), ("true", 'write origins="*"'), (False, EVERYONE_OFF)],
)
def test_everyone(value: object, hint: str) -> None:
    """Whether everyone may read depends on the value."""
    assert hints_of(origins=APP, allow_all_origins=value) == [hint]


@pytest.mark.parametrize(
    ("value", "options", "call", "path"),
    [
        ({r"/api/*": {"origins": "*"}}, {}, 'origins="*"', "/api"),
        (r"/v1/.*", {"origins": APP}, f'origins="{APP}"', "/v1"),
        ([re.compile("^/a/b/.*$")], {}, f'origins=["{APP}"]', "/a/b"),
        ({"*": {"origins": ["https://a.example/"], "supports_credentials": True}}, {"methods": "PUT"},
         'origins=["https://a.example"], methods="PUT"', "/api"),
        ({"/x": {"origins": is_other_name}}, {"max_age": 60}, "max_age=60", "/x"),
        ({}, {}, f'origins=["{APP}"]', "/api"),
    ],
)  # fmt: skip
def test_paths(value: object, options: dict[str, object], call: str, path: str) -> None:
    """The hint for paths writes the call for a blueprint, and for a view."""
    assert hints_of(resources=value, **options)[-1] == (
        f"no paths are matched: write CORS(blueprint, {call}) for the blueprint at {path},"
        f" or @cross_origin({call}) below the route"
    )


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"resources": {"/api/*": {"origins": "*"}}, "origins": "https://a/"},
         [("origin-has-path", "origins[0]"), ("unknown-option", "resources")]),
        ({"resources": ["/a"], "supports_credentials": True},
         [("origins-missing", "origins"), ("unknown-option", "resources"),
          ("unknown-option", "supports_credentials")]),
        ({"resources": {"/a": {"origins": ["https://a/"], "method": "put"}, "/b": None}},
         [("origin-has-path", 'resources["/a"].origins[0]'),
          ("method-not-upper-case", 'resources["/a"].method[0]'),
          ("unknown-option", 'resources["/a"].method'), ("unknown-option", "resources")]),
        ({"resources": {"/a": {"origins": "*"}}, "supports_credentials": True},
         [("wildcard-with-credentials", 'resources["/a"].credentials'),
          ("unknown-option", "resources"), ("unknown-option", "supports_credentials")]),
        ({"allow_origins": ["https://a/", "null"], "allow_methods": "get"},
         [("origin-has-path", "allow_origins[0]"), ("origin-null", "allow_origins[1]"),
          ("method-not-upper-case", "allow_methods[0]"), ("unknown-option", "allow_origins"),
          ("unknown-option", "allow_methods")]),
        ({"allow_all_origins": True, "credentials": True},
         [("wildcard-with-credentials", "credentials"), ("unknown-option", "allow_all_origins")]),
        ({"supports_credentials": True, "resources": {"/a": {"origins": "https://a/"}}},
         [("origin-has-path", 'resources["/a"].origins[0]'),
          ("unknown-option", "supports_credentials"), ("unknown-option", "resources")]),
        ({"resources": {"/a": {"origins": "*"}}, "methods": "put", "origins": APP},
         [("method-not-upper-case", "methods[0]"), ("unknown-option", "resources")]),
        ({"allow_all_origins": False},
         [("origins-missing", "origins"), ("unknown-option", "allow_all_origins")]),
        ({"origins": APP, "origin": "junk/"}, [("unknown-option", "origin")]),
    ],
)  # fmt: skip
def test_all_problems_at_once(options: dict[str, object], codes: list[tuple[str, str]]) -> None:
    """The mistakes behind a name that no policy has are reported with it, under that name."""
    assert codes_of(**options) == codes


@pytest.mark.parametrize(
    ("value", "options", "hint"),
    [
        (r"https://.*\.example\.com", {}, 'write origins=["https://*.example.com"]'),
        ([re.compile(r"https://(a|b)\.example"), "https://c.example"], {},
         'write origins=["https://a.example", "https://b.example", "https://c.example"]'),
        (r"https://.*\.example\.com", {"allow_origins": [APP]},
         'add to the origins: "https://*.example.com"'),
        ("https://.*", {},
         ("no pattern says it: write a function, origins=lambda origin, request:"
         " re.fullmatch('https://.*', str(origin)) is not None")),
    ],
)  # fmt: skip
def test_expressions(value: object, options: dict[str, object], hint: str) -> None:
    """The hint for an expression writes the patterns that say it."""
    assert hints_of(allow_origin_regex=value, **options)[0] == hint


def meant(names: Iterable[str]) -> list[str]:
    """Return the options that *names* mean."""
    return [option_meant(name, DEFAULTS) for name in names]


def test_what_a_name_means() -> None:
    """A name is read exactly, or nearly; whatever is unknown means itself."""
    assert meant(["origin", "CORS_ORIGINS", "methds", "shape"]) == [
        "origins", "origins", "methods", "shape",
    ]  # fmt: skip
    spelt = ("CORS_ORIGINS", "allow_cors_origins", "orgins")
    assert [is_other_name(name, DEFAULTS) for name in spelt] == [True, True, False]
    names = ("orgins", "allow_origin_regex", "allow_all_origins", "methods", "shape")
    assert [is_about_origins(name, DEFAULTS) for name in names] == [True, True, True, False, False]
