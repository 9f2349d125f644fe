"""Apps that listen: with a library as people use it, and with each adapter of this one."""

from __future__ import annotations

from typing import Final

from tests.doctor.conformance.gateways import Gateway

_POLICY: Final = "from tests.doctor.conformance.serving import POLICY\n"

# As in the README of Flask-CORS; its expressions are its own guess.
_FLASK_CORS: Final = """
from flask_cors import CORS
CORS(app, origins=[r"https://app.example.com", r"https://.*\\.example.org"],
    supports_credentials=True)
"""
_FLASK_CORS_STAR: Final = """
from flask_cors import CORS
CORS(app)
"""
_STARLETTE: Final = """
from starlette.middleware.cors import CORSMiddleware
app.add_middleware(
    CORSMiddleware,
    allow_origin_regex=r"https://(app\\.example\\.com|.*example\\.org)",
    allow_methods=["*"],
    allow_headers=["*"],
    allow_credentials=True,
)
"""
_DJANGO: Final = """
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]
CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://.*example\\.org$"]
CORS_ALLOW_CREDENTIALS = True
"""
_HAND_WRITTEN: Final = """
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
"""

# What an expression and stars let in, beside what the policy permits.
_LOOSE: Final = frozenset(
    {"origin-let-in", "preflight-lets-in", "method-permitted", "header-permitted"}
)

LIBRARIES: Final = (
    Gateway(
        id="flask-cors",
        kind="flask",
        parts={"policy": _FLASK_CORS},
        # A preflight of a page that is not there gets its 404.
        browser={*_LOOSE, "exposed-missing", "preflight-not-answered"},
        cache={"vary-missing"},
    ),
    Gateway(
        id="flask-cors-star",
        kind="flask",
        parts={"policy": _FLASK_CORS_STAR},
        browser={*_LOOSE, "credentials-missing", "preflight-not-answered"},
    ),
    Gateway(
        id="flask-hand-written",
        kind="flask",
        parts={"policy": _HAND_WRITTEN},
        browser={
            "origin-let-in",
            "preflight-lets-in",
            "exposed-missing",
            "method-refused",
            "header-refused",
            "max-age-differs",
            "preflight-not-answered",
        },
        cache={"vary-missing"},
    ),
    Gateway(
        id="starlette-cors",
        kind="starlette",
        parts={"policy": _STARLETTE},
        browser={*_LOOSE, "exposed-missing"},
    ),
    Gateway(
        id="fastapi-cors",
        kind="fastapi",
        parts={"policy": _STARLETTE},
        browser={*_LOOSE, "exposed-missing"},
    ),
    Gateway(
        id="django-cors-headers",
        kind="django",
        parts={"policy": _DJANGO},
        # It lacks x-token, so that no preflight of a stranger gets through.
        browser={
            "origin-let-in",
            "method-permitted",
            "header-permitted",
            "header-refused",
            "exposed-missing",
        },
    ),
)

OURS: Final = (
    Gateway(
        id="our-flask",
        kind="flask",
        parts={"policy": f"{_POLICY}from crossorigin.flask import CORS\nCORS(app, POLICY)"},
    ),
    Gateway(
        id="our-wsgi",
        kind="flask",
        parts={
            "policy": f"{_POLICY}from crossorigin.wsgi import CORSMiddleware\n"
            "app.wsgi_app = CORSMiddleware(app.wsgi_app, POLICY)"
        },
    ),
    Gateway(
        id="our-starlette",
        kind="starlette",
        parts={"policy": f"{_POLICY}from crossorigin.starlette import CORS\nCORS(app, POLICY)"},
    ),
    Gateway(
        id="our-asgi",
        kind="fastapi",
        parts={
            "last": f"{_POLICY}from crossorigin.asgi import CORSMiddleware\n"
            "app = CORSMiddleware(app, POLICY)"
        },
    ),
    Gateway(
        id="our-django",
        kind="django",
        parts={
            "policy": f"{_POLICY}INSTALLED_APPS = ['crossorigin.django']\n"
            "MIDDLEWARE = ['crossorigin.django.CORSMiddleware', *MIDDLEWARE]\n"
            "CROSSORIGIN = POLICY"
        },
    ),
)
