"""Scenarios of FastAPI, aiohttp and python-socketio."""

from __future__ import annotations

from typing import Final

from tests.zoo.scenario import PAGE, WWW, Scenario

_TOKEN: Final = (("X-Token", "1"),)
_IMPORT: Final = "from fastapi.middleware.cors import CORSMiddleware\n"


def _fastapi(options: str) -> str:
    """Return the lines of a policy of FastAPI."""
    return f"{_IMPORT}app.add_middleware(CORSMiddleware, {options})"


def _aiohttp(origin: str, options: str) -> str:
    """Return the lines of a policy of aiohttp-cors."""
    return (
        "import aiohttp_cors\n"
        f'cors = aiohttp_cors.setup(app, defaults={{"{origin}": aiohttp_cors.ResourceOptions({options})}})\n'
        "for route in list(app.router.routes()):\n"
        "    cors.add(route)"
    )


def _crossorigin(options: str) -> str:
    """Return the lines of a policy of this library."""
    return f"from crossorigin.asgi import CORSMiddleware\napp = CORSMiddleware(app, {options})"


_LOGIN: Final = """
@app.middleware("http")
async def login(request, call_next):
    if "authorization" not in request.headers:
        return JSONResponse({"error": "login"}, 401)
    return await call_next(request)
"""
_POLLING: Final = "/socket.io/?EIO=4&transport=polling"

SCENARIOS: Final = (
    Scenario(id="fastapi-bare", kind="fastapi", cause="cors-not-enabled"),
    Scenario(id="fastapi-bare-put", kind="fastapi", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="fastapi-another-origin",
        kind="fastapi",
        cause="origin-not-listed",
        parts={"policy": _fastapi(f'allow_origins=["{WWW}"]')},
    ),
    Scenario(
        id="fastapi-another-origin-put",
        kind="fastapi",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": _fastapi(f'allow_origins=["{WWW}"], allow_methods=["*"]')},
    ),
    Scenario(
        id="fastapi-slash-after-the-origin",
        kind="fastapi",
        cause="origin-not-listed",
        parts={"policy": _fastapi(f'allow_origins=["{PAGE}/"]')},
    ),
    Scenario(
        id="fastapi-methods",
        kind="fastapi",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": _fastapi(f'allow_origins=["{PAGE}"]')},
    ),
    Scenario(
        id="fastapi-headers",
        kind="fastapi",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _fastapi(f'allow_origins=["{PAGE}"], allow_methods=["*"]')},
    ),
    Scenario(
        id="fastapi-star-with-cookies",
        kind="fastapi",
        credentials=True,
        cause="wildcard-with-credentials",
        parts={"policy": _fastapi('allow_origins=["*"]')},
    ),
    Scenario(
        id="fastapi-crash",
        kind="fastapi",
        path="/broken",
        cause="server-error",
        parts={"policy": _fastapi(f'allow_origins=["{PAGE}"]')},
        mended={"broken": "return {}"},
    ),
    Scenario(
        id="fastapi-login-first",
        kind="fastapi",
        headers=(("Authorization", "Bearer a"),),
        cause="auth-before-preflight",
        parts={
            "policy": _fastapi(f'allow_origins=["{PAGE}"], allow_headers=["*"]'),
            "more": _LOGIN,
        },
    ),
    Scenario(
        id="fastapi-correct",
        kind="fastapi",
        method="PUT",
        headers=_TOKEN,
        credentials=True,
        parts={
            "policy": _fastapi(
                f'allow_origins=["{PAGE}"], allow_methods=["*"], allow_headers=["*"],'
                " allow_credentials=True"
            )
        },
    ),
    Scenario(id="starlette-bare", kind="starlette", cause="cors-not-enabled"),
    Scenario(id="starlette-bare-put", kind="starlette", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="starlette-another-origin-put",
        kind="starlette",
        method="PUT",
        cause="origin-not-listed",
        parts={
            "policy": "from starlette.middleware.cors import CORSMiddleware\n"
            f'app.add_middleware(CORSMiddleware, allow_origins=["{WWW}"])'
        },
    ),
    Scenario(
        id="starlette-crossorigin-another-origin",
        kind="starlette",
        cause="origin-not-listed",
        parts={"policy": _crossorigin(f'origins=["{WWW}"]')},
    ),
    Scenario(
        id="starlette-crossorigin-methods",
        kind="starlette",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": _crossorigin(f'origins=["{PAGE}"]')},
    ),
    Scenario(
        id="starlette-crossorigin-correct",
        kind="starlette",
        method="PUT",
        headers=_TOKEN,
        parts={
            "policy": _crossorigin(
                f'origins=["{PAGE}"], methods=["PUT"], allow_headers=["X-Token"]'
            )
        },
    ),
    Scenario(id="aiohttp-bare", kind="aiohttp", cause="cors-not-enabled"),
    Scenario(id="aiohttp-bare-put", kind="aiohttp", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="aiohttp-another-origin",
        kind="aiohttp",
        cause="origin-not-listed",
        parts={"policy": _aiohttp(WWW, 'allow_methods="*"')},
    ),
    Scenario(
        id="aiohttp-another-origin-put",
        kind="aiohttp",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": _aiohttp(WWW, 'allow_methods="*"')},
    ),
    Scenario(
        id="aiohttp-header",
        kind="aiohttp",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _aiohttp(PAGE, 'allow_methods="*"')},
    ),
    Scenario(
        id="aiohttp-credentials",
        kind="aiohttp",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": _aiohttp(PAGE, 'allow_methods="*"')},
    ),
    Scenario(
        id="aiohttp-correct",
        kind="aiohttp",
        method="PUT",
        headers=_TOKEN,
        parts={"policy": _aiohttp(PAGE, 'allow_methods="*", allow_headers="*"')},
    ),
    Scenario(
        id="python-socketio-own-origin-only",
        kind="python-socketio",
        path=_POLLING,
        cause="origin-not-listed",
    ),
    Scenario(
        id="python-socketio-another-origin",
        kind="python-socketio",
        path=_POLLING,
        cause="origin-not-listed",
        parts={"policy": f'sio = socketio.AsyncServer(cors_allowed_origins="{WWW}")'},
    ),
)
