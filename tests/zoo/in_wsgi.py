"""Scenarios of Django, Flask, Flask-CORS and this library."""

from __future__ import annotations

from typing import Final

from tests.zoo.scenario import PAGE, WWW, Scenario

_TOKEN: Final = (("X-Token", "1"),)
_BEARER: Final = (("Authorization", "Bearer a"),)


def _django(settings: str) -> str:
    """Return the settings of django-cors-headers."""
    return (
        'INSTALLED_APPS = ["corsheaders"]\n'
        'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]\n' + settings
    )


def _flask_cors(options: str) -> str:
    """Return the lines of a policy of Flask-CORS."""
    return f"from flask_cors import CORS\nCORS(app, {options})"


def _crossorigin(options: str) -> str:
    """Return the lines of a policy of this library."""
    return f"from crossorigin.flask import CORS\nCORS(app, {options})"


_BELOW: Final = f"""
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [*MIDDLEWARE, "corsheaders.middleware.CorsMiddleware"]
CORS_ALLOWED_ORIGINS = ["{PAGE}"]
"""
_CRASHING: Final = f"""
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["tests.zoo.django_urls.crash", "corsheaders.middleware.CorsMiddleware"]
CORS_ALLOWED_ORIGINS = ["{PAGE}"]
"""
_LOGIN: Final = """
@app.before_request
def login():
    if "Authorization" not in request.headers:
        abort(401)
"""
# As the sentence of the fix says.
_LOGIN_BUT_OPTIONS: Final = """
@app.before_request
def login():
    if request.method == "OPTIONS": return None
    if "Authorization" not in request.headers:
        abort(401)
"""
_LOGIN_PAGE: Final = """
@app.before_request
def login():
    if "session" not in request.cookies:
        return redirect("/login")
"""
_TWICE: Final = """
@app.after_request
def permit(response):
    response.headers.add("Access-Control-Allow-Origin", "*")
    return response
"""

SCENARIOS: Final = (
    Scenario(id="django-bare", kind="django", cause="cors-not-enabled"),
    Scenario(id="django-bare-put", kind="django", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="django-another-origin",
        kind="django",
        cause="origin-not-listed",
        parts={"policy": _django(f'CORS_ALLOWED_ORIGINS = ["{WWW}"]')},
    ),
    Scenario(
        id="django-another-origin-put",
        kind="django",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": _django(f'CORS_ALLOWED_ORIGINS = ["{WWW}"]')},
    ),
    Scenario(
        id="django-headers",
        kind="django",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _django(f'CORS_ALLOWED_ORIGINS = ["{PAGE}"]')},
    ),
    Scenario(
        id="django-credentials-off",
        kind="django",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": _django(f'CORS_ALLOWED_ORIGINS = ["{PAGE}"]')},
    ),
    Scenario(
        id="django-below-the-slash",
        kind="django",
        path="/orders",
        cause="trailing-slash-redirect",
        parts={"policy": _BELOW},
    ),
    Scenario(
        id="django-crash",
        kind="django",
        cause="server-error",
        parts={"policy": _CRASHING},
        mended={"policy": _django(f'CORS_ALLOWED_ORIGINS = ["{PAGE}"]')},
    ),
    Scenario(
        id="django-correct",
        kind="django",
        method="PUT",
        credentials=True,
        parts={
            "policy": _django(f'CORS_ALLOWED_ORIGINS = ["{PAGE}"]\nCORS_ALLOW_CREDENTIALS = True')
        },
    ),
    Scenario(id="flask-bare", kind="flask", cause="cors-not-enabled"),
    Scenario(id="flask-bare-put", kind="flask", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="flask-cors-another-origin",
        kind="flask",
        cause="origin-not-listed",
        parts={"policy": _flask_cors(f'origins=["{WWW}", "https://b.example"]')},
    ),
    Scenario(
        id="flask-cors-another-origin-put",
        kind="flask",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": _flask_cors(f'origins=["{WWW}", "https://b.example"]')},
    ),
    Scenario(
        id="flask-cors-methods",
        kind="flask",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": _flask_cors(f'origins=["{PAGE}"], methods=["GET"]')},
    ),
    Scenario(
        id="flask-cors-headers",
        kind="flask",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _flask_cors(f'origins=["{PAGE}"], allow_headers=["Content-Type"]')},
    ),
    Scenario(
        id="flask-cors-other-resources",
        kind="flask",
        cause="cors-not-enabled",
        parts={"policy": _flask_cors('resources={r"/api/*": {"origins": "*"}}')},
    ),
    Scenario(
        id="flask-cors-credentials-off",
        kind="flask",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": _flask_cors(f'origins=["{PAGE}"]')},
    ),
    Scenario(
        id="flask-cors-any-with-cookies",
        kind="flask",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": _flask_cors('origins="*"')},
    ),
    Scenario(
        id="flask-cors-twice",
        kind="flask",
        cause="headers-doubled",
        parts={"policy": _TWICE + _flask_cors('origins="*"')},
        mended={"policy": _flask_cors('origins="*"')},
    ),
    Scenario(
        id="flask-cors-login-first",
        kind="flask",
        headers=_BEARER,
        cause="auth-before-preflight",
        parts={"policy": _flask_cors('origins="*"') + _LOGIN},
        mended={"more": _LOGIN_BUT_OPTIONS},
    ),
    Scenario(
        id="flask-cors-login-page",
        kind="flask",
        cause="login-redirect",
        parts={"more": _LOGIN_PAGE},
        mended={"more": _LOGIN.replace("Authorization", "X-Session")},
    ),
    Scenario(
        id="flask-cors-slash-redirect",
        kind="flask",
        method="PUT",
        path="/orders",
        cause="trailing-slash-redirect",
        parts={"policy": _flask_cors('origins="*"')},
    ),
    Scenario(
        id="flask-cors-decorator-crash",
        kind="flask",
        path="/broken",
        cause="server-error",
        parts={"policy": "from flask_cors import cross_origin", "decorator": "@cross_origin()"},
        mended={"broken": "return jsonify({})"},
    ),
    Scenario(
        id="crossorigin-another-origin",
        kind="flask",
        cause="origin-not-listed",
        parts={"policy": _crossorigin(f'origins=["{WWW}"]')},
    ),
    Scenario(
        id="crossorigin-another-origin-put",
        kind="flask",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": _crossorigin(f'origins=["{WWW}"]')},
    ),
    Scenario(
        id="crossorigin-methods",
        kind="flask",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": _crossorigin(f'origins=["{PAGE}"], methods=["GET"]')},
    ),
    Scenario(
        id="crossorigin-headers",
        kind="flask",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _crossorigin(f'origins=["{PAGE}"]')},
    ),
    Scenario(
        id="crossorigin-credentials-off",
        kind="flask",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": _crossorigin(f'origins=["{PAGE}"]')},
    ),
    Scenario(
        id="crossorigin-correct",
        kind="flask",
        method="PUT",
        headers=_TOKEN,
        credentials=True,
        parts={
            "policy": _crossorigin(
                f'origins=["{PAGE}"], allow_headers=["X-Token"], credentials=True'
            )
        },
    ),
)
