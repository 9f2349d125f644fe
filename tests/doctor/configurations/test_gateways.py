"""Resources of Envoy, Istio and the Gateway API are read, each list where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.doctor.configurations._gateways import read_gateways
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import Acceptance, UndecidedError, Verdict, accept_origins, compare

if TYPE_CHECKING:
    from pathlib import Path

    from crossorigin.doctor.configurations._configuration import Configuration


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A matcher of Envoy, with origins that it takes and others that it does not."""

    id: str
    text: str
    takes: tuple[str, ...]
    refuses: tuple[str, ...] = ()


_EVERYONE: Final = ("https://a.example.com", "https://evil.com", "null")
MATCHERS: Final = (
    Matcher(
        id="exact",
        text="exact: https://a.example.com",
        takes=("https://a.example.com",),
        refuses=("https://a.example.com.evil.com", "http://a.example.com", "null"),
    ),
    Matcher(
        id="exact-in-any-case",
        text="{exact: 'HTTPS://A.example.com', ignore_case: true}",
        takes=("https://a.example.com",),
        refuses=("https://b.example.com",),
    ),
    Matcher(id="exact-star", text="exact: '*'", takes=_EVERYONE),
    Matcher(
        id="prefix",
        text="prefix: https://a.example.com",
        takes=("https://a.example.com", "https://a.example.com.evil.com"),
        refuses=("http://a.example.com",),
    ),
    Matcher(id="prefix-of-everything", text="prefix: ''", takes=_EVERYONE),
    Matcher(
        id="suffix",
        text="suffix: .example.com",
        takes=("https://a.example.com", "http://a.b.example.com"),
        refuses=("https://example.com", "https://evilexample.com"),
    ),
    Matcher(
        id="contains-in-any-case",
        text="{contains: EXAMPLE.com, ignoreCase: true}",
        takes=("https://example.com.evil.com", "https://evilexample.com"),
        refuses=("https://example.org", "null"),
    ),
    Matcher(id="contains-beyond-ascii", text="contains: é", takes=(), refuses=_EVERYONE),
    Matcher(
        id="safe-regex-is-a-full-match",
        text=r"safe_regex: {regex: 'https://[a-z]+\.example\.com'}",
        takes=("https://a.example.com",),
        refuses=("https://a.example.com.evil.com", "https://a.example.com:8443"),
    ),
    Matcher(
        id="safe-regex-with-an-engine",
        text=r"safe_regex: {google_re2: {}, regex: 'https?://localhost(:\d+)?'}",
        takes=("http://localhost", "https://localhost:3000"),
        refuses=("http://localhost.evil.com",),
    ),
    Matcher(id="safe-regex-that-takes-a-star", text=r"safe_regex: {regex: '\*'}", takes=_EVERYONE),
)
_ENVOY: Final = """
static_resources:
  listeners:
  - name: edge
    filter_chains:
    - filters:
      - typed_config:
          route_config:
            virtual_hosts:
            - name: api
              typed_per_filter_config:
                envoy.filters.http.cors:
                  allow_origin_string_match:
                  - {}
                  allow_credentials: {}
"""
_ISTIO: Final = r"""
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec:
  http:
  - name: orders
    corsPolicy:
      allowOrigins:
      - exact: https://app.example.com
      - regex: https://[a-z]+\.example\.org
      allowCredentials: true
  - name: open
    corsPolicy: {allowOrigins: [{exact: "*"}]}
---
apiVersion: v1
kind: Service
"""
_ROUTE: Final = """
kind: HTTPRoute
metadata: {name: shop}
spec:
  rules:
  - name: orders
    filters:
    - type: CORS
      cors: {allowOrigins: [https://app.example.com, "https://*.example.org"]}
  - name: open
    filters:
    - {type: CORS, cors: {allowOrigins: ["*"], allowCredentials: true}}
"""


def reading(folder: Path, text: str) -> Configuration:
    """Return *text* as it is read."""
    path = folder / "edge.yaml"
    path.write_text(text)
    return read_gateways(path, "edge.yaml")


@pytest.mark.parametrize("matcher", MATCHERS, ids=lambda matcher: matcher.id)
def test_matchers(matcher: Matcher, tmp_path: Path) -> None:
    """A matcher takes what Envoy's takes; a list that takes ``*`` takes everyone."""
    text = _ENVOY.format(matcher.text, "false")
    (scope,) = reading(tmp_path, text).scopes
    assert isinstance(scope.accepts, Acceptance)
    assert [each for each in matcher.takes if not scope.accepts.accepts(each)] == []
    assert [each for each in matcher.refuses if scope.accepts.accepts(each)] == []


def test_envoy(tmp_path: Path) -> None:
    """A policy is found wherever it stands, under the names of what is around it, with its line."""
    configuration = reading(tmp_path, _ENVOY.format("exact: https://a.example.com", "true"))
    (scope,) = configuration.scopes
    assert configuration.kind == "an Envoy configuration"
    assert (scope.name, scope.place, scope.credentials) == ("edge api", ("edge.yaml", 13), True)
    assert [(each.text, each.place.line) for each in scope.entries] == [
        ("https://a.example.com", 14)
    ]


def test_envoy_with_a_matcher_that_is_not_read(tmp_path: Path) -> None:
    """A matcher of another kind stops the proof, and is named with its line."""
    (scope,) = reading(tmp_path, _ENVOY.format("custom: {name: mine}", "true")).scopes
    assert isinstance(scope.accepts, UndecidedError)
    assert str(scope.accepts) == "edge.yaml:14 custom: it is no matcher that is read"


def test_envoy_with_an_expression_that_is_not_decided(tmp_path: Path) -> None:
    """An expression that RE2 refuses is a mistake of its author, at its line."""
    text = _ENVOY.format(r"safe_regex: {regex: '(a)\1'}", "true")
    with pytest.raises(UsageError, match=r"^edge\.yaml:14: "):
        reading(tmp_path, text)


def test_istio(tmp_path: Path) -> None:
    """Each route with a policy is a scope; a wildcard is public where nothing is sent along."""
    configuration = reading(tmp_path, _ISTIO)
    orders, public = configuration.scopes
    assert configuration.kind == "an Istio VirtualService"
    assert (orders.name, orders.credentials, orders.is_public) == ("shop orders", True, False)
    assert isinstance(orders.accepts, Acceptance)
    assert orders.accepts.accepts("https://x.example.org")
    assert not orders.accepts.accepts("https://x.example.org.evil.com")
    assert (public.name, public.credentials, public.is_public) == ("shop open", False, True)


def test_gateway_api(tmp_path: Path) -> None:
    """Each filter is a scope; with credentials, a wildcard sends any origin back."""
    configuration = reading(tmp_path, _ROUTE)
    orders, everyone = configuration.scopes
    assert configuration.kind == "an HTTPRoute of the Gateway API"
    assert isinstance(orders.accepts, Acceptance)
    assert orders.accepts.accepts("https://a.b.example.org")
    assert not orders.accepts.accepts("https://example.org")
    assert (everyone.credentials, everyone.is_public) == (True, False)


def test_gateway_api_with_an_entry_that_is_none(tmp_path: Path) -> None:
    """An entry that the API refuses is a mistake of its author, at its line."""
    text = _ROUTE.replace("https://app.example.com", "https://*.*.example.com")
    with pytest.raises(
        UsageError, match=r"^edge\.yaml:9: https://\*\.\*\.example\.com is no origin"
    ):
        reading(tmp_path, text)


MISTAKES: Final = {
    "nothing-about-cors": ("kind: Service", "has no CORS of a kind that is read"),
    "no-yaml": ("a: [1", "edge.yaml:2: no YAML: "),
    "a-tab": ("a:\n\t- 1", "edge.yaml:2: no YAML: "),
    "very-deep": ("[" * 100_000, "no YAML that can be read: it is too deep"),
    "an-endless-alias": ("&a [*a]", "has no CORS of a kind that is read"),
    "empty": ("", "is empty"),
    "null-bytes": ("a\0b", "has a null byte"),
    "a-sign-that-is-none": ("a: \x01", "no YAML that can be read"),
    "a-comment": ("# nothing", "has no CORS of a kind that is read"),
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_none(text: str, said: str, tmp_path: Path) -> None:
    """What is no such resource is said to be none, in a sentence."""
    with pytest.raises(UsageError) as told:
        reading(tmp_path, text)
    assert said in str(told.value)
    assert len(str(told.value)) < 400


def test_aliases_are_read_once(tmp_path: Path) -> None:
    """Aliases of aliases, a thousand million in all, cost what they are long; merged keys count."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 10)]
    lines += ["base: &base {allow_credentials: true}"]
    lines += ["cors: {<<: *base, allow_origin_string_match: [{exact: https://a.example.com}]}"]
    lines += ["more: {<<: [*base], allow_origin_string_match: [{exact: https://a.example.com}]}"]
    scopes = reading(tmp_path, "\n".join(lines)).scopes
    assert [scope.credentials for scope in scopes] == [True, True]


_MANY: Final = [f"https://a{at}.example.com" for at in range(2000)]
LISTS: Final = {
    "exact": ("allow_origin_string_match", "exact: {}"),
    "in-any-case": ("allow_origin_string_match", "{{exact: {}, ignore_case: true}}"),
    "safe-regex": ("allow_origin_string_match", "safe_regex: {{regex: '\\Q{}\\E'}}"),
    "gateway-api": ("type: CORS\ncors:\n  allowOrigins", '"{}"'),
}


@pytest.mark.parametrize(("key", "entry"), LISTS.values(), ids=LISTS)
def test_a_list_of_thousands(key: str, entry: str, tmp_path: Path) -> None:
    """However many entries a list has, it is proved to let in those, and no others."""
    lines = [f"{key}:", *(f"  - {entry.format(each)}" for each in _MANY)]
    (scope,) = reading(tmp_path, "\n".join(lines)).scopes
    assert isinstance(scope.accepts, Acceptance)
    assert compare(scope.accepts, accept_origins(_MANY)).verdict is Verdict.EQUAL
    assert len(scope.entries) == len(_MANY)
