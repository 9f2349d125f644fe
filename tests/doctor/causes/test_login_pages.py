"""A login page is known by whole words of its URL: a part of a word is not enough."""

from __future__ import annotations

import pytest

from crossorigin.doctor.causes._login_pages import is_login_page

_HOST = "https://api.example.com"


@pytest.mark.parametrize(
    "url",
    [
        # The words, however they are put together.
        "/login",
        "/login/",
        "/Login?next=%2Forders%2F7",
        "/log_in",
        "/log-in",
        "/logIn",
        "/logon",
        "/signin",
        "/sign-in",
        "/users/sign_in",
        "/account/SignOn",
        "/user-login",
        "/login-page",
        "/login.html",
        "/wp-login.php",
        "/Account/Login.aspx",
        "/accounts/login/",
        "/accounts/ServiceLogin",
        "/u/login/identifier",
        "/_ah/login?continue=https%3A%2F%2Fapi.example.com%2Forders",
        "/_ah/conflogin?continue=x",
        "/session/new",
        "/sessions/new",
        "login",
        "/#/login",
        "/app#!/sign-in",
        # Single sign-on.
        "/sso",
        "/saml/sso",
        "/SAML2/Redirect/SSO",
        "/idp?SAMLRequest=fZJ&RelayState=x",
        "/adfs/ls/?wa=wsignin1.0",
        "/openid/start",
        "/auth",
        "/auth/",
        "/authenticate",
        "/auth/realms/shop/protocol/openid-connect/auth",
        "/realms/shop/protocol/openid-connect/auth",
        "/auth/realms/shop/account",
        "/oauth/authorize",
        "/oauth2/authorize",
        "/login/oauth/authorize?client_id=1",
        "/oauth2/v2.0/authorize",
        "/oauth2/start?rd=%2F",
        "/connect/authorize",
        "/authorize?response_type=code&client_id=1",
        # Hosts that have nothing else.
        "https://accounts.google.com/o/oauth2/v2/auth?x=1",
        "https://accounts.google.de/AccountChooser",
        "https://login.microsoftonline.com/common",
        "https://user@sso.example.com:8443/7",
        "//auth.example.com/",
    ],
)
def test_a_login_page(url: str) -> None:
    """Each is where a person logs in."""
    assert is_login_page(url, f"{_HOST}/orders/7")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/",
        "/v2/authors/7",
        "/authors",
        "/author/login-history",
        "/blog/authentic",
        "/blog/in",
        "/blogin",
        "/authority",
        "/authentication-methods",
        "/authorize",
        "/payments/7/authorize",
        "/auth/7",
        "/oauth2/clients/7",
        "/oauthors",
        "/account",
        "/accounts/7",
        "/accounting",
        "/plugin",
        "/logins",
        "/loginfo",
        "/login-history",
        "/catalog-in/7",
        "/catalogIn",
        "/design-in",
        "/signing",
        "/signings/7",
        "/assign-in-bulk",
        "/lesson",
        "/ssolutions",
        "/sample",
        "/samlets",
        "/openideas",
        "/session/7",
        "/new/session",
        "/page",
        "/v2/orders/7?next=/login",
        "/v2/orders/7?login=1",
        "/v2/orders/7?client_id=1",
        "/#login",
        "https://authors.example.com/7",
        "https://author.login.example.com/7",
        "https://loginfo.example.com/",
        "https://accounts.example.com/7",
    ],
)
def test_no_login_page(url: str) -> None:
    """Each has a part of such a word, or the word in another place."""
    assert not is_login_page(url, f"{_HOST}/orders/7")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("/login", "/v2/login", False),
        ("/api/auth", "/v2/api/auth", False),
        ("/auth/7", "/v2/auth/7", False),
        ("/oauth2/clients", "/oauth2/authorize", True),
        ("/oauth2/authorize", "/v2/oauth2/authorize", False),
        ("/sso/orders", "/sso/login", True),
        ("https://auth.example.com/token", "https://auth.example.com/v2/token", False),
        ("https://auth.example.com/token", "https://auth.example.com/v2/login", True),
        ("https://auth.example.com/token", "https://sso.example.com/", True),
    ],
)
def test_the_words_of_the_source_say_nothing(source: str, target: str, *, expected: bool) -> None:
    """An endpoint of a login that has moved does not lead to a login page."""
    assert is_login_page(target, source) is expected
