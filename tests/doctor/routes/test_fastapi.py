"""Which policy covers what in a FastAPI app, and the mistakes in it."""

from __future__ import annotations

import json
import linecache
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import APIRouter, FastAPI
from starlette.endpoints import HTTPEndpoint
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from crossorigin.doctor.routes._mistake import MistakeSlug
from crossorigin.doctor.routes._run import list_routes, mistakes_of
from crossorigin.starlette import CORS, cross_origin, same_origin

if TYPE_CHECKING:
    from pathlib import Path


def endpoint() -> str:
    """Answer."""
    return "ok"


class Items(HTTPEndpoint):
    """Items, of which others may read one."""

    @cross_origin(origins="https://method.example")  # of a method
    async def get(self, request: object) -> None:
        """Read."""

    async def put(self, request: object) -> None:
        """Write."""


def make_shop(folder: Path) -> FastAPI:
    """Return an app with three routers, decorators, a class, static files and mounted apps."""
    app, admin, bare = (FastAPI(openapi_url=None) for _ in range(3))
    CORS(app, origins="https://app.example.com")  # of the app
    CORS(admin, origins="https://admin.example")  # of the mounted app
    api, pages, v2 = (APIRouter(prefix=f"/{name}") for name in ("api", "pages", "v2"))
    CORS(api, origins="https://api.example")  # of the router
    api.get("/a")(endpoint)
    pages.get("/")(endpoint)

    @v2.get("/b")
    @cross_origin(origins="https://view.example")  # of the view
    def _b() -> str:
        return "b"

    @v2.post("/c")
    @same_origin  # closed
    def _c() -> str:
        return "c"

    items: Any = Items
    app.add_route("/items", items)
    for router in (api, pages, v2):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=folder))
    admin.get("/users")(endpoint)
    bare.put("/x")(endpoint)
    app.mount("/admin", admin)
    app.mount("/bare", bare)
    return app


def test_the_routes_of_a_shop(tmp_path: Path) -> None:
    """Each route has its policy and the line that says so."""
    output = list_routes(make_shop(tmp_path), "json")
    found: list[dict[str, Any]] = json.loads("\n".join(line for _, line in output.lines))
    assert sorted(
        (
            route["rule"],
            "/".join(route["methods"]),
            route["policy"]["origins"][0] if route["policy"] else "",
            linecache.getline(route["declared"]["file"], route["declared"]["line"])
            .rpartition("# ")[2]
            .strip(),
        )
        for route in found
    ) == [
        ("/admin/users", "GET", "https://admin.example", "of the mounted app"),
        ("/api/a", "GET", "https://api.example", "of the router"),
        ("/bare/x", "PUT", "https://app.example.com", "of the app"),
        ("/items", "GET/HEAD", "https://method.example", "of a method"),
        ("/items", "PUT", "https://app.example.com", "of the app"),
        ("/pages/", "GET", "https://app.example.com", "of the app"),
        ("/static/{path:path}", "", "https://app.example.com", "of the app"),
        ("/v2/b", "GET", "https://view.example", "of the view"),
        ("/v2/c", "POST", "", "closed"),
    ]
    assert mistakes_of(make_shop(tmp_path)) == []


@pytest.mark.parametrize("guard", [True, None])
def test_the_guard(*, guard: bool | None) -> None:
    """Where pages may send cookies, a guard that only reports is a mistake."""
    app = FastAPI(openapi_url=None)
    CORS(app, origins="https://app.example.com", credentials=True, guard=guard)
    app.add_middleware(
        SessionMiddleware,
        secret_key="planted",  # noqa: S106 - of a test
        same_site="none",
        https_only=True,
        partitioned=True,
    )
    app.get("/")(endpoint)
    expected = [] if guard else [MistakeSlug.GUARD_OFF]
    assert [each.slug for each in mistakes_of(app)] == expected
