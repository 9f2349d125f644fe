"""What the settings say, and when they are read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from types import FunctionType
from typing import TYPE_CHECKING, Final

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from crossorigin import Policy, PolicyError, Reason
from crossorigin.django import cross_origin, stats
from crossorigin.django.apps import CrossOriginConfig
from crossorigin.errors import ProblemCode
from tests.cases.case import ELSEWHERE, HERE
from tests.django.sites import OURS, ask, ask_async, say_hello, site
from tests.wsgi.calls import CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from crossorigin import CORSRequest, Origin

POLICY: Final = Policy(HERE)
LOOSE: Final = Policy([HERE, ELSEWHERE])


@pytest.mark.parametrize(
    "given",
    [
        {"origins": HERE},
        {"ORIGINS": HERE, "Guard": "off"},
        {"origins": f"{HERE}, {ELSEWHERE}", "guard": "on"},
        POLICY,
    ],
)
def test_the_setting(given: object) -> None:
    """Options by name, in any case, some of them as text; or a policy."""
    with site(path("", csrf_exempt(say_hello)), CROSSORIGIN=given):
        assert ask().cors == OPEN
        form = ask(method="POST", origin="https://other.example", HTTP_SEC_FETCH_SITE="cross-site")
        assert form.status == (403 if "'on'" in repr(given) else 200)


def test_a_guard_alone() -> None:
    """Without a policy for the site, the guard still stands before all of it."""
    view = csrf_exempt(cross_origin(POLICY)(say_hello))
    with site(path("", csrf_exempt(say_hello)), path("v", view), CROSSORIGIN={"guard": True}):
        assert ask(method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 403
        assert ask(method="POST", origin=None).status == 200
        assert ask("/v", method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 200
        assert ask().cors == NOTHING


@pytest.mark.parametrize(
    "wrong",
    [
        *(7, [HERE], "x", b"x", "", (), lambda: 1, Policy),
        *({"origins": "a"}, {"origins": None}, {"guard": 7}, {"x": 1}, {}, {1: 2}),
        *({"origins": HERE, None: 1}, {"origins": HERE, "guard": True, "GUARD": False}),
        *(
            {"policy": POLICY, "origins": HERE},
            {"policy": HERE},
            {"shadow": POLICY},
        ),
        *({"origins": HERE, "shadow": HERE}, {"origins": HERE, "shadow": {"origins": "*"}}),
    ],
    ids=lambda wrong: "a function" if isinstance(wrong, FunctionType) else repr(wrong),
)
def test_a_mistake_stops_the_start(wrong: object) -> None:
    """Django makes the middleware when a server starts: the mistake is told there."""
    with site(CROSSORIGIN=wrong), pytest.raises(PolicyError):
        WSGIHandler()


def test_a_mistake_in_each_part_of_the_setting() -> None:
    """All are told at once, each by the place at which it stands."""
    setting = {"origins": f"{HERE}/", "guard": 7, "shadow": {"origins": ["a"], "max_age": -1}}
    with site(CROSSORIGIN=setting), pytest.raises(PolicyError) as error:
        WSGIHandler()
    fields = ["origins[0]", "guard", "shadow.origins[0]", "shadow.max_age"]
    assert [problem.field for problem in error.value.problems] == fields
    with (
        site(CROSSORIGIN={**setting, "origins": HERE, "guard": True}),
        pytest.raises(PolicyError) as error,
    ):
        WSGIHandler()
    assert [problem.field for problem in error.value.problems] == fields[2:]


@pytest.mark.parametrize(
    "given",
    [{"policy": LOOSE, "shadow": POLICY}, {"origins": LOOSE.origins, "shadow": {"origins": HERE}}],
    ids=["policies", "options"],
)
def test_a_shadow(given: object) -> None:
    """It stands beside the policy or its options, as a policy or as options of its own."""
    with site(path("", say_hello, name="orders"), CROSSORIGIN=given):
        client = Client()
        assert _allowed_by(client, ELSEWHERE) == ELSEWHERE
        assert _allowed_by(client) == HERE
        rows = [(row.origin, row.reason, row.endpoint) for row in stats().would_refuse]
        assert rows == [(ELSEWHERE, Reason.ORIGIN_NOT_ALLOWED, "orders")]


def test_the_shadow_whose_source_is_async() -> None:
    """A WSGI server cannot wait for its answer, an ASGI server can."""

    async def listed(_: Origin, __: CORSRequest) -> bool:
        return await asyncio.sleep(0, result=False)

    setting = {"policy": LOOSE, "shadow": Policy(listed)}
    with site(path("", say_hello), CROSSORIGIN=setting):
        with pytest.raises(PolicyError) as error:
            WSGIHandler()
        assert error.value.problems[0].code is ProblemCode.SOURCE_IS_ASYNC
        assert ask_async().cors == OPEN
        assert [row.count for row in stats().would_refuse] == [1]


def test_the_guard_where_cookies_are_sent() -> None:
    """It reports, if nothing is said of it, whichever way the policy is given."""
    policy = Policy(HERE, credentials=True)
    for given in (policy, {"policy": policy}, {"origins": HERE, "credentials": True}):
        with site(path("", csrf_exempt(say_hello), name="orders"), CROSSORIGIN=given):
            form = ask(
                method="POST", origin="https://other.example", HTTP_SEC_FETCH_SITE="cross-site"
            )
            assert form.status == 200
            assert [row.endpoint for row in stats().would_refuse] == ["orders"]


def test_counters_without_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process that has started none, there is nothing to count, and the way out is told."""
    monkeypatch.setattr("crossorigin.django._site._newest", [])
    with pytest.raises(LookupError, match="put it first in MIDDLEWARE"):
        stats()


def test_settings_that_a_test_overrides() -> None:
    """They count for what is started after that, as a new client is; not for what runs already."""
    with site(path("", say_hello), CROSSORIGIN=Policy("*")):
        running = Client()
        assert _allowed_by(running) == "*"
        with override_settings(CROSSORIGIN=POLICY):
            assert (_allowed_by(Client()), _allowed_by(running)) == (HERE, "*")
        assert _allowed_by(Client()) == "*"


def _allowed_by(client: Client, origin: str = HERE) -> str | None:
    """Return the origin that may read, as *client* is told where *origin* asks."""
    return client.get("/", headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")


def test_importing_needs_no_settings() -> None:
    """The settings are read when Django makes the middleware."""
    code = "import crossorigin.django; from django.conf import settings; print(settings.configured)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_the_app_registers_its_check() -> None:
    """Once the apps are there, Django's checks have it."""
    CrossOriginConfig.create("crossorigin.django").ready()
    with site(CROSSORIGIN={"origins": f"{HERE}/"}):
        found = run_checks(tags=["security"])
    assert "crossorigin.origin-has-path" in [each.id for each in found]


def test_the_app_of_the_checks() -> None:
    """``INSTALLED_APPS`` is what makes ``manage.py check`` ask."""
    code = (
        "from django.conf import settings; import django; from django.core import management;"
        "settings.configure(INSTALLED_APPS=['crossorigin.django'], ROOT_URLCONF=(),"
        " MIDDLEWARE=['crossorigin.django.CORSMiddleware'],"
        " CROSSORIGIN={'origins': ['https://a.example/', 'b.example']});"
        "django.setup(); management.call_command('check')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert '(crossorigin.origin-has-path) origins[0] "https://a.example/"' in done.stderr
    assert 'HINT: write "https://a.example"' in done.stderr
    assert 'origins[1] "b.example"' in done.stderr


def test_the_site_has_settings() -> None:
    """What these tests set ends with them."""
    assert not hasattr(settings, "CROSSORIGIN")


def test_the_admin() -> None:
    """Its pages stay out by one decorator, its login and its 404 too."""
    apps = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes"]
    middleware = [
        OURS,
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    code = (
        "from django.conf import settings; import django;"
        f"settings.configure(INSTALLED_APPS={apps}, MIDDLEWARE={middleware}, ALLOWED_HOSTS=['*'],"
        " ROOT_URLCONF='__main__', SECRET_KEY='x', CROSSORIGIN={'origins': '*'},"
        " SESSION_ENGINE='django.contrib.sessions.backends.signed_cookies'); django.setup();"
        "from django.contrib import admin; from django.urls import path;"
        "from crossorigin.django import same_origin; from django.test import Client;"
        "urlpatterns = [path('admin/', same_origin(admin.site.urls))];"
        "of = lambda url: Client().get(url, headers={'Origin': 'https://a.example'});"
        "print([(of(url).status_code, of(url).headers.get('Access-Control-Allow-Origin'))"
        " for url in ('/admin/', '/admin/nowhere', '/nowhere')])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[(302, None), (302, None), (404, '*')]"


async def _ask_database(origin: Origin, _: CORSRequest) -> bool:
    """Permit one origin."""
    await asyncio.sleep(0)
    return origin == HERE


def test_a_source_that_is_async() -> None:
    """Under ASGI it is awaited, for preflights too; under WSGI it is a problem at the start."""
    with site(path("", say_hello), CROSSORIGIN={"origins": _ask_database}):
        assert ask_async().cors == OPEN
        assert ask_async(origin=ELSEWHERE).cors == CLOSED
        assert ask_async(asks="POST").origin == HERE
        with pytest.raises(PolicyError) as caught:
            WSGIHandler()
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.SOURCE_IS_ASYNC]


def test_a_source_of_a_view() -> None:
    """It is asked about the request."""
    asked: list[str | None] = []

    def ask_me(origin: Origin, request: CORSRequest) -> bool:
        asked.append(request.path)
        return origin == HERE

    with site(path("orders/7", cross_origin(origins=ask_me)(say_hello)), CROSSORIGIN=None):
        assert ask("/orders/7").cors == OPEN
    assert asked == ["/orders/7"]
