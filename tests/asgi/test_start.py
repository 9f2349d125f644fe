"""A mistake stops the app, also where its middlewares are built when the server has started."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from crossorigin import Policy, PolicyError
from crossorigin.asgi import CORSMiddleware
from tests.asgi.calls import Server, answered, called, scope_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crossorigin._adapters.asgi_calls import ASGIApp

WRONG: Final[dict[str, Any]] = {"origins": "https://a.example/", "allow_origin": "*"}
PROBLEMS: Final = ["origin-has-path", "unknown-option"]


class Own(CORSMiddleware):
    """A middleware of an app's own."""

    def __init__(self, app: ASGIApp, **options: Any) -> None:  # noqa: ANN401 - as they come
        """Have an option that is always the same."""
        super().__init__(app, max_age=7, **options)


def _added(app: Any, cls: type[CORSMiddleware] = CORSMiddleware) -> ASGIApp:  # noqa: ANN401 - of either framework
    app.add_middleware(cls, **WRONG)
    return app  # type: ignore[no-any-return] # as above


LAZY: Final[dict[str, Callable[[], ASGIApp]]] = {
    "starlette": lambda: _added(Starlette()),
    "fastapi": lambda: _added(FastAPI()),
    "given-to-the-app": lambda: Starlette(middleware=[Middleware(CORSMiddleware, **WRONG)]),
    "own-class": lambda: _added(Starlette(), Own),
}


@pytest.mark.parametrize("app", LAZY)
def test_the_start_fails(app: str) -> None:
    """The first event of the server is answered with all problems, as the error prints them."""
    server = Server()
    asyncio.run(called(LAZY[app](), {"type": "lifespan", "asgi": {}}, server))
    with pytest.raises(PolicyError) as caught:
        CORSMiddleware(Starlette(), **WRONG)
    assert [problem.code for problem in caught.value.problems] == PROBLEMS
    message = str(caught.value)
    assert server.sent == [{"type": "lifespan.startup.failed", "message": message}]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("app", LAZY)
def test_without_a_start(app: str, kind: str) -> None:
    """A server without events of the lifespan gets the error with each request."""
    starting = LAZY[app]()
    for _ in range(2):
        reply = answered(starting, {**scope_of(), "type": kind})
        assert isinstance(reply.error, PolicyError)
        assert [problem.code for problem in reply.error.problems] == PROBLEMS
        assert reply.cors == {}


def test_a_policy_without_a_mistake() -> None:
    """What is right starts as ever."""
    app, server = Starlette(), Server()
    app.add_middleware(CORSMiddleware, policy=Policy("*"))
    asyncio.run(called(app, {"type": "lifespan", "asgi": {}}, server))
    assert server.sent[0] == {"type": "lifespan.startup.complete"}


EAGER: Final[dict[str, Callable[[], object]]] = {
    "around": lambda: CORSMiddleware(Starlette(), **WRONG),
    "own-class": lambda: Own(Starlette(), **WRONG),
    "mount": lambda: Mount("/", routes=[], middleware=[Middleware(CORSMiddleware, **WRONG)]),
}


@pytest.mark.parametrize("way", EAGER)
def test_where_it_is_built_at_once(way: str) -> None:
    """There the mistake stops the import, in a running loop, too: some servers import in one."""

    async def in_a_loop() -> object:
        return EAGER[way]()

    with pytest.raises(PolicyError):
        EAGER[way]()
    with pytest.raises(PolicyError):
        asyncio.run(in_a_loop())


PROGRAM: Final = """
from {module} import {name}
from crossorigin.asgi import CORSMiddleware
app = {name}()
app.add_middleware(CORSMiddleware, origins="https://a.example/", allow_origin="*")
"""
# What runs after `python`, and the status with which it ends: hypercorn ends as if all were well.
COMMANDS: Final = {
    "uvicorn": (("-m", "uvicorn", "wrong:app", "--port", "0"), 3),
    "hypercorn": (("-m", "hypercorn", "wrong:app", "--bind", "127.0.0.1:0"), 0),
}


@pytest.mark.programs
@pytest.mark.parametrize("server", COMMANDS)
@pytest.mark.parametrize(
    ("module", "name"), [("starlette.applications", "Starlette"), ("fastapi", "FastAPI")]
)
def test_a_server_exits(server: str, module: str, name: str, tmp_path: Path) -> None:
    """A real server prints the problems, and ends."""
    (tmp_path / "wrong.py").write_text(PROGRAM.format(module=module, name=name))
    command, status = COMMANDS[server]
    done = subprocess.run(
        [sys.executable, *command],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == status
    assert "2 problems in this policy:" in done.stdout
    assert 'origins[0] "https://a.example/": origin-has-path' in done.stdout
    assert 'hint: write "https://a.example"' in done.stdout
