"""Mistakes that people make in a hurry: each hint, pasted, leads to a policy that starts."""

from __future__ import annotations

import re
from typing import Final

import pytest

from crossorigin import Policy
from tests.policy.following import follow_call, follow_environment
from tests.policy.problems import codes_of, policy_of, problems_of

APP: Final = "https://app.example.com"
ONE: Final = frozenset({APP})
BELOW: Final = frozenset({"https://*.example.com"})
TWO: Final = frozenset({"https://a.example", "https://b.example"})

# A call, and the origins of the policy that its hints lead to.
CALLS: Final[list[tuple[dict[str, object], object]]] = [
    # Whoever comes from Flask-CORS.
    ({}, ONE),
    ({"origins": "*", "supports_credentials": False}, "*"),
    ({"origins": APP, "supports_credentials": True, "send_wildcard": True}, ONE),
    ({"origins": APP, "always_send": True, "vary_header": False}, ONE),
    ({"origins": APP, "automatic_options": True, "intercept_exceptions": False}, ONE),
    ({"origins": APP, "allow_private_network": True}, ONE),
    ({"origins": r"https://.*\.example\.com"}, BELOW),
    ({"origins": [re.compile(r"^https://([a-z0-9-]+\.)?example\.com$")]},
     BELOW | {"https://example.com"}),
    ({"origins": re.compile(r"https://.*\.example\.com")}, BELOW),
    ({"origins": [r"https?://localhost:\d+"]}, frozenset({"http://localhost:*", "https://localhost:*"})),
    ({"origins": [APP, re.compile(r"https://pr-[0-9]+\.example\.com")]},
     frozenset({APP, "https://pr-*.example.com"})),
    ({"origins": ".*"}, "*"),
    ({"origins": APP, "max_age": "21600", "methods": ["get", "put"]}, ONE),
    ({"origins": APP, "methods": "GET, POST", "allow_headers": "Content-Type,Authorization"}, ONE),
    ({"origins": f"{APP}/", "headers": ["Authorization"]}, ONE),
    # From Starlette, FastAPI, Litestar.
    ({"allow_origins": [APP], "allow_methods": ["*"], "allow_headers": ["*"]}, ONE),
    ({"allow_origins": ["https://a.example/", "b.example"], "allow_credentials": True}, TWO),
    ({"allow_origin_regex": r"https://.*\.example\.com"}, BELOW),
    ({"allow_origins": [APP], "allow_origin_regex": r"https://.*\.example\.com"}, ONE),
    ({"allow_origin_regex": r"https://(?!evil).*\.example\.com"}, None),
    ({"allow_origins": ("http://localhost:3000/",)}, frozenset({"http://localhost:3000"})),
    # From django-cors-headers.
    ({"CORS_ALLOWED_ORIGINS": [APP], "CORS_ALLOW_CREDENTIALS": True}, ONE),
    ({"CORS_ORIGIN_WHITELIST": ["app.example.com"], "CORS_PREFLIGHT_MAX_AGE": 86400}, ONE),
    ({"CORS_ALLOW_ALL_ORIGINS": True}, "*"),
    ({"CORS_ORIGIN_ALLOW_ALL": True, "CORS_EXPOSE_HEADERS": ["ETag"]}, "*"),
    ({"CORS_ALLOWED_ORIGIN_REGEXES": [r"^https://\w+\.example\.com$"]}, BELOW),
    # From quart-cors, and from JavaScript.
    ({"allow_origin": "*", "provide_automatic_options": False}, "*"),
    ({"origin": APP, "allowedHeaders": ["X-A"], "exposedHeaders": "ETag", "maxAge": 60}, ONE),
    ({"origin": True, "optionsSuccessStatus": 200}, "*"),
    ({"origin": [APP], "preflightContinue": True, "credentials": "true"}, ONE),
    ({"Access-Control-Allow-Origin": "*"}, "*"),
    # By hand.
    ({"origins": "localhost:3000"}, frozenset({"http://localhost:3000"})),
    ({"origins": "*.example.com"}, BELOW),
    ({"origins": ".example.com"}, BELOW),
    ({"origins": "https://App.Example.com:443/login"}, ONE),
    ({"origins": "https//app.example.com"}, ONE),
    ({"origins": "htps://app.example.com"}, ONE),
    ({"origins": "http:/localhost:3000"}, frozenset({"http://localhost:3000"})),
    ({"origins": "http://::1:5052"}, frozenset({"http://[::1]:5052"})),
    ({"origins": "https://app.example.com:"}, ONE),
    ({"origins": ["https://a.example, https://b.example"]}, TWO),
    ({"origins": [["https://a.example", "https://b.example/"]]}, TWO),
    ({"origins": "https://a.example;https://b.example"}, TWO),
    ({"origins": '["https://a.example", "https://b.example"]'}, TWO),
    ({"origins": ["'https://a.example'", " https://b.example"]}, TWO),
    ({"origins": [""]}, ONE),
    ({"origins": [APP, None]}, ONE),
    ({"origins": [b"https://app.example.com"]}, ONE),
    ({"origins": ["${ORIGIN}"]}, ONE),
    ({"origins": "https://*"}, "*"),
    ({"origins": ".*", "credentials": True}, BELOW),
    ({"origins": ["https://*"], "credentials": True}, BELOW),
    ({"origins": [re.compile(".*")], "credentials": True}, BELOW),
    ({"origins": "all", "credentials": True}, BELOW),
    ({"origins": "*://app.example.com"}, ONE),
    ({"origins": "https://*.*.example.com"}, BELOW),
    ({"origins": "http://127.0.0.*"}, frozenset({"http://127.0.0.1:*"})),
    ({"origins": ["{{ .Values.origin }}"]}, ONE),
    ({"origins": ["<your-domain>", "mailto:a@b.example"]}, ONE),
    ({"orgins": APP, "methds": ["PUT"]}, ONE),
    ({"ORIGINS": APP, "max-age": 60}, ONE),
    ({"origins": APP, "expose_header": ["ETag"], "allow_header": "X-A"}, ONE),
    ({"origins": APP, "max_age": "1 hour", "timing": "on"}, ONE),
    ({"origins": APP, "allow_headers": ["None", "X-A"], "methods": [None, "PUT"]}, ONE),
]  # fmt: skip


@pytest.mark.parametrize(("options", "origins"), CALLS, ids=range(len(CALLS)))
def test_a_call(options: dict[str, object], origins: object) -> None:
    """A call that is wrong names every mistake, and starts once each hint was pasted."""
    assert problems_of(**options)
    mended = follow_call(options)
    assert codes_of(**mended) == []
    assert origins in {None, policy_of(**mended).origins}


# Variables, and the origins of the policy that their hints lead to.
ENVIRONMENTS: Final[list[tuple[dict[str, str], object]]] = [
    ({}, ONE),
    ({"X_ORIGINS": " "}, ONE),
    ({"X_ORIGINS": "None"}, ONE),
    ({"X_ORIGINS": "undefined"}, ONE),
    ({"X_ORIGINS": "$ORIGIN"}, ONE),
    ({"X_ORIGINS": "{{ .Values.origin }}"}, ONE),
    ({"X_ORIGINS": "{{origin}}"}, ONE),
    ({"X_ORIGINS": "{{ a }},{{ b }}"}, ONE),
    ({"X_ORIGINS": "{{ a }}, https://a.example, https://b.example"}, TWO),
    ({"X_ORIGINS": "<your-domain>"}, ONE),
    ({"X_ORIGINS": "https://<your domain>"}, ONE),
    ({"X_ORIGINS": "<your domain>"}, ONE),
    ({"X_ORIGINS": "'{{ origin }}'"}, ONE),
    ({"X_ORIGINS": '["{{ a }}", "https://a.example", "https://b.example"]'}, TWO),
    ({"X_ORIGINS": "mailto:a@b.example"}, ONE),
    ({"X_ORIGINS": "tel:+49301234567"}, ONE),
    ({"X_ORIGINS": "data:text/html,x"}, ONE),
    ({"X_ORIGINS": "data:text/html;base64,eA=="}, ONE),
    ({"X_ORIGINS": "https://a.example,data:text/html,x,https://b.example"}, TWO),
    ({"X_ORIGINS": "data:8080,https://data:8080"}, frozenset({"https://data:8080"})),
    ({"X_ORIGINS": "*://app.example.com"}, ONE),
    ({"X_ORIGINS": ".*", "X_CREDENTIALS": "true"}, BELOW),
    ({"X_ORIGINS": "https://*", "X_CREDENTIALS": "true"}, BELOW),
    ({"X_ORIGINS": APP, "X_MAX_AGE": "PT10M"}, ONE),
    ({"X_ORIGINS": APP, "X_MAX_AGE": "-1"}, ONE),
    ({"X_ORIGINS": APP, "X_MAX_AGE": "PT1H30M"}, ONE),
    ({"X_ORIGINS": APP, "X_METHODS": "-"}, ONE),
    ({"X_ORIGINS": APP, "X_METHODS": "[]"}, ONE),
    ({"X_ORIGINS": '["https://a.example", "https://b.example"]'}, TWO),
    ({"X_ORIGINS": "['https://a.example', 'https://b.example']"}, TWO),
    ({"X_ORIGINS": "('https://a.example', 'b.example/')"}, TWO),
    ({"X_ORIGINS": "[https://a.example, https://b.example]"}, TWO),
    ({"X_ORIGINS": "- https://a.example\n- 'https://b.example'"}, TWO),
    ({"X_ORIGINS": "https://a.example;https://b.example"}, TWO),
    ({"X_ORIGINS": '"https://a.example","https://b.example"'}, TWO),
    ({"X_ORIGINS": f'"{APP}"'}, ONE),
    ({"X_ORIGINS": f"'{APP}'"}, ONE),
    ({"X_ORIGINS": f"\u201c{APP}\u201d"}, ONE),
    ({"X_ORIGINS": f'\\"{APP}\\"'}, ONE),
    ({"X_ORIGINS": f"{APP} # the page"}, ONE),
    ({"X_ORIGINS": f"X_ORIGINS={APP}"}, ONE),
    ({"X_ORIGINS": f"{APP} // the page"}, ONE),
    ({"X_ORIGINS": r"https://a.example\nhttps://b.example"}, TWO),
    ({"X_ORIGINS": "https://a.example | https://b.example"}, TWO),
    ({"X_ORIGINS": "https://a.example|https://b.example"}, TWO),
    ({"X_ORIGINS": "frozenset({'https://a.example', 'https://b.example'})"}, TWO),
    ({"X_ORIGINS": "http://[::1:5052"}, frozenset({"http://[::1]:5052"})),
    ({"X_ORIGINS": "all"}, "*"),
    ({"X_ORIGINS": f"{{{APP}}}"}, ONE),
    ({"X_ORIGINS": "[]"}, ONE),
    ({"X_ORIGINS": f"\ufeff{APP}"}, ONE),
    ({"X_ORIGINS": "https//app.example.com"}, ONE),
    ({"X_ORIGINS": "http://::1:5052"}, frozenset({"http://[::1]:5052"})),
    ({"X_ORIGINS": "app.example.com"}, ONE),
    ({"X_ORIGINS": "https://a.example/, b.example"}, TWO),
    ({"X_ORIGINS": r"https://.*\.example\.com"}, BELOW),
    ({"X_ORIGINS": r"^https://(a|b)\.example$"}, TWO),
    ({"X_ORIGINS": f"* {APP}"}, "*"),
    ({"X_ORIGINS": APP, "X_METHODS": '["GET", "PUT"]'}, ONE),
    ({"X_ORIGINS": APP, "X_METHODS": "put;delete"}, ONE),
    ({"X_ORIGINS": APP, "X_ALLOW_HEADERS": "'Authorization'"}, ONE),
    ({"X_ORIGINS": APP, "X_CREDENTIALS": '"true"', "X_MAX_AGE": "'600'"}, ONE),
    ({"X_ORIGINS": APP, "X_MAX_AGE": "10m"}, ONE),
    ({"X_ORIGINS": APP, "X_MAX_AGE": "600 # ten minutes"}, ONE),
    ({"X_ORIGINS": APP, "X_METHODS": "ALL"}, ONE),
    ({"X_ORIGINS": APP, "X_METHODS": "None"}, ONE),
    ({"X_ALLOWED_ORIGINS": "https://a.example,https://b.example"}, TWO),
    ({"X_ORIGIN": APP, "X_SUPPORTS_CREDENTIALS": "true"}, ONE),
    ({"X_ORGINS": APP, "X_SEND_WILDCARD": "false"}, ONE),
    ({"X_ALLOW_ALL_ORIGINS": "true"}, "*"),
    ({"x_origins": APP}, None),
    ({"CORS_ORIGINS": f"{APP}/", "CORS_METHODS": "PUT"}, ONE),
    ({"CORS_ALLOWED_ORIGINS": APP}, ONE),
    ({"ALLOWED_ORIGINS": APP}, ONE),
    ({"FLASK_CROSSORIGIN_ORIGINS": APP}, ONE),
    ({"crossorigin_origins": APP}, ONE),
]


@pytest.mark.parametrize(("variables", "origins"), ENVIRONMENTS, ids=range(len(ENVIRONMENTS)))
def test_an_environment(variables: dict[str, str], origins: object) -> None:
    """Variables that are wrong are named as they are set, and start once each hint was pasted."""
    mended = follow_environment(variables, "X_")
    mended = follow_environment(mended, "X_")
    assert Policy.from_mapping(mended, "X_").origins == (origins or ONE)
