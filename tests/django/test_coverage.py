"""Where the policy of a site was declared, and whether anything enforces it."""

from __future__ import annotations

import linecache

import pytest
from django.urls import path
from django.views.generic import RedirectView

from crossorigin import Policy, django
from crossorigin.django._coverage import cover_of, covered_routes, policy_for
from tests.django.sites import COMMON, say_hello, site

POLICY = Policy("https://app.example.com")


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("tests.django.settings_of_site", "of the site"),
        ("tests.django.settings_by_star", 'CROSSORIGIN = {"origins": "https://old.example"}'),
        ("tests.django", None),  # which says nothing
        ("tests.django.no_such_module", None),
        ("sys", None),  # which has no source
        (None, None),
    ],
)
def test_the_line_of_the_setting(module: str | None, line: str | None) -> None:
    """It is the last one that gives a value, also where settings are imported with a star."""
    with site(path("a", say_hello), CROSSORIGIN=POLICY, SETTINGS_MODULE=module):
        (route,) = covered_routes(None)
        cover = cover_of(None, "/a", "GET")
    assert cover is not None
    assert (cover.policy, cover.declared) == (route.policy, route.declared)
    assert route.declared is not None
    if line is None:
        assert str(route.declared) == "settings.CROSSORIGIN"
    else:
        text = linecache.getline(route.declared.file, route.declared.line or 0)
        assert text.rpartition("# ")[2].strip() == line


def test_without_the_middleware() -> None:
    """Nothing enforces a policy, so none is in force."""
    with site(path("a", say_hello), CROSSORIGIN=POLICY, MIDDLEWARE=[COMMON]):
        assert policy_for(None, "/a", "GET") is None
        assert [route.is_covered for route in covered_routes(None)] == [False]


def test_any_way_to_ask() -> None:
    """A method may have any case, and a URL stand in the place of a path."""
    with site(path("a", say_hello), CROSSORIGIN=POLICY):
        assert django.policy_for(None, "https://app.example/a?b", "get") == POLICY


def test_a_redirect() -> None:
    """It answers every method in the same way, so that none is its own."""
    with site(path("a", RedirectView.as_view(url="/b")), CROSSORIGIN=POLICY):
        assert [route.methods for route in covered_routes(None)] == [()]


def test_what_is_not_there() -> None:
    """A name that the package has not is an error as of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = django.no_such_name
