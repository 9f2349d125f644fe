"""The story as a table: what a page requests, and what becomes of it in every engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from werkzeug.exceptions import InternalServerError, MethodNotAllowed, NotFound

from tests.engines.cases import Case
from tests.engines.story_app import PAGE
from tests.engines.wording import printed

DECORATED = "https://api.example.net"  # each route has its own decorator, or none
COVERED = "https://shop.example.net"  # CORS(app)
DEBUGGED = "https://api.localhost"  # CORS(app) under the debugger, which trusts this host
SAME_SITE = "https://api.example.com"  # the first app again, where engines send the page's cookies

ORDER_ID = ("X-Request-Id", "42")
JSON = ("Content-Type", "application/json")
SECRET = ("Authorization", "Bearer secret")
# What a Flask app answers that has no error handlers.
NOT_FOUND = NotFound().get_body()
NOT_ALLOWED = MethodNotAllowed().get_body()
BROKEN = InternalServerError().get_body()
CRASHED = "RuntimeError: the shelf broke\n\nOpen this address in a tab for the debugger.\n"


@dataclass(frozen=True, slots=True)
class Read:
    """The page reads this, from the same URL if *at* names no other."""

    status: int
    body: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The page reads nothing; the console says why, with *status* where the engine names one."""

    reason: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a request led to: read by the page, asked of the API, printed by the engine."""

    status: int
    body: str
    at: str
    asked: tuple[str, ...]
    console: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A request, its outcome, and the methods that reach the API, in order."""

    name: str
    request: Case
    outcome: Read | Blocked
    asked: str = "GET"

    def cases(self) -> tuple[Case, Case]:
        """Return the request by `fetch` and by `XMLHttpRequest`, each with a query of its own."""
        return self.case("fetch"), self.case("xhr")

    def case(self, via: Literal["fetch", "xhr"]) -> Case:
        """Return the request as it is made by *via*."""
        id_ = f"{self.name}-{via}"
        return replace(self.request, id=id_, via=via, url=f"{self.request.url}?{id_}")

    def expected(self, engine: str, case: Case) -> Told:
        """Return what *engine* makes of *case*."""
        asked = tuple(self.asked.split())
        match self.outcome:
            case Read(status, body, at):
                query = case.url.partition("?")[2]
                return Told(status, body, f"{at or self.request.url}?{query}", asked, ())
            case Blocked(reason, status):
                return Told(0, "", "", asked, printed(reason, engine, case, PAGE, status))


def get(url: str, *headers: tuple[str, str]) -> Case:
    """Return a GET with *headers*."""
    return Case(url=url, headers=headers)


def put(url: str, *headers: tuple[str, str], body: str = "") -> Case:
    """Return a PUT with *headers*, which is preflighted."""
    return Case(url=url, method="PUT", headers=headers, body=body)


def with_cookies(request: Case) -> Case:
    """Return *request* with credentials."""
    return replace(request, credentials="include")


SCENES = (
    # Without the decorator, and with it.
    Scene("closed", get(DECORATED + "/closed"), Blocked("no-header")),
    Scene("closed-put", put(DECORATED + "/closed"), Blocked("preflight-no-header"), "OPTIONS"),
    Scene("crossdomain", get(DECORATED + "/my_service"), Read(200, "open to all")),
    Scene("cross_origin", get(DECORATED + "/orders/7"), Read(200, "GET 7 ")),
    Scene(
        "put-json",
        put(DECORATED + "/orders/7", ORDER_ID, JSON, body='{"state": "sent"}'),
        Read(200, 'PUT 7 {"state": "sent"}'),
        "OPTIONS PUT",
    ),
    Scene("not-listed", get(DECORATED + "/partners"), Blocked("no-header")),
    Scene(
        "not-listed-put", put(DECORATED + "/partners"), Blocked("preflight-refused", 403), "OPTIONS"
    ),
    # Credentials.
    Scene("cookies", with_cookies(get(DECORATED + "/me")), Read(200, "nobody")),
    Scene(
        "cookies-star",
        with_cookies(get(DECORATED + "/my_service")),
        Blocked("wildcard-with-credentials"),
    ),
    Scene("cookies-none", get(SAME_SITE + "/me"), Read(200, "nobody")),
    Scene(
        "cookies-login",
        with_cookies(Case(url=SAME_SITE + "/login", method="POST")),
        Read(200, "welcome"),
        "POST",
    ),
    Scene("cookies-sent", with_cookies(get(SAME_SITE + "/me")), Read(200, "alice")),
    Scene("cookies-omitted", get(SAME_SITE + "/me"), Read(200, "nobody")),
    # Errors and redirects, under CORS(app).
    Scene("missing", get(COVERED + "/nowhere"), Read(404, NOT_FOUND)),
    Scene("missing-put", put(COVERED + "/nowhere"), Read(404, NOT_FOUND), "OPTIONS PUT"),
    Scene(
        "not-allowed", Case(url=COVERED + "/stock", method="POST"), Read(405, NOT_ALLOWED), "POST"
    ),
    Scene("broken", get(COVERED + "/broken"), Read(500, BROKEN)),
    Scene("broken-put", put(COVERED + "/broken"), Read(500, BROKEN), "OPTIONS PUT"),
    Scene(
        "moved",
        get(COVERED + "/shelves"),
        Read(200, "GET shelves", COVERED + "/shelves/"),
        "GET GET",
    ),
    Scene(
        "moved-put",
        put(COVERED + "/shelves"),
        Read(200, "PUT shelves", COVERED + "/shelves/"),
        "OPTIONS PUT OPTIONS PUT",
    ),
    Scene("exposed", get(COVERED + "/stock"), Read(200, "stock")),
    Scene("found", get(COVERED + "/old-stock"), Read(200, "stock", COVERED + "/stock"), "GET GET"),
    # A view that is taken out of the app's policy.
    Scene("same_origin", get(COVERED + "/admin"), Blocked("no-header")),
    Scene("same_origin-put", put(COVERED + "/admin"), Blocked("preflight-no-header"), "OPTIONS"),
    # The preflight comes before authentication.
    Scene("stranger", get(COVERED + "/private"), Read(401, "who are you?")),
    Scene("owner", get(COVERED + "/private", SECRET), Read(200, "GET diary"), "OPTIONS GET"),
    Scene("owner-put", put(COVERED + "/private", SECRET), Read(200, "PUT diary"), "OPTIONS PUT"),
    # A crash under the debugger.
    Scene("debugged", get(DEBUGGED + "/broken"), Read(500, CRASHED)),
)
