"""The lines that permit a fetch in Python: this library's, and those of other packages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._fix import Place, Snippet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from crossorigin.doctor.causes._fix import FetchFacts

    Writer = Callable[[FetchFacts], tuple[Snippet, ...]]

_WIDTH: Final = 80
_REGEX_CHARACTERS: Final = frozenset("[]")
# Those that each package permits by itself.
_USUAL_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


def call(name: str, arguments: Iterable[str]) -> str:
    """Return a call of *name*, on one line if it fits on a screen."""
    given = list(arguments)
    line = f"{name}({', '.join(given)})"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {each}," for each in given), ")"])


def texts(values: Iterable[str]) -> str:
    """Return *values* as a list, in Python as in JavaScript."""
    return json.dumps(list(values))


def _python(place: Place, *lines: str) -> tuple[Snippet, ...]:
    """Return *lines* as a snippet of Python."""
    return (Snippet(place, "python", "\n".join(lines)),)


def _options(facts: FetchFacts) -> list[str]:
    """Return the options of a policy of this library, but for the methods."""
    given = [f"origins={texts([facts.page])}"]
    names = [name for name in facts.headers_to_list if name.lower() != "content-type"]
    given += [f"allow_headers={texts(names)}"] if names else []
    given += ["credentials=True"] if facts.has_credentials else []
    return given


def _methods(facts: FetchFacts) -> list[str]:
    """Return the option for a method that is not always permitted."""
    return [f"methods={texts([facts.method_to_list])}"] if facts.method_to_list else []


def _flask(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the line for Flask: the methods are those of each route."""
    line = call("CORS", [facts.app, *_options(facts)])
    return _python(Place.APP, "from crossorigin.flask import CORS", "", line)


def _wrapped(module: str) -> Writer:
    """Return the writer of the lines for the middleware in *module* of this library."""

    def snippets(facts: FetchFacts) -> tuple[Snippet, ...]:
        arguments = [facts.app, *_options(facts), *_methods(facts)]
        line = f"{facts.app} = {call('CORSMiddleware', arguments)}"
        return _python(Place.MODULE_END, f"from {module} import CORSMiddleware", "", line)

    return snippets


def _django(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for a project of Django: its app has a name of its own."""
    arguments = ["application", *_options(facts), *_methods(facts)]
    line = f"application = {call('CORSMiddleware', arguments)}"
    return _python(Place.MODULE_END, "from crossorigin.wsgi import CORSMiddleware", "", line)


def _flask_cors(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the line for Flask-CORS, which takes brackets for those of a regular expression."""
    is_regex = not _REGEX_CHARACTERS.isdisjoint(facts.page)
    origin = facts.page.replace("[", r"\[").replace("]", r"\]") + "$" if is_regex else facts.page
    arguments = [facts.app, f"origins={texts([origin])}"]
    arguments += [] if facts.method_to_list in {"", *_USUAL_METHODS} else _methods(facts)
    names = facts.headers_to_list
    arguments += [f"allow_headers={texts(names)}"] if names else []
    arguments += ["supports_credentials=True"] if facts.has_credentials else []
    return _python(Place.APP, "from flask_cors import CORS", "", call("CORS", arguments))


def _starlette(module: str) -> Writer:
    """
    Return the writer of the lines for Starlette's own middleware, as *module* has it.

    The middleware that is added last is the outermost: only there does it come before a login.
    """

    def snippets(facts: FetchFacts) -> tuple[Snippet, ...]:
        arguments = ["CORSMiddleware", f"allow_origins={texts([facts.page])}"]
        if facts.asked_method != "GET":
            arguments += [f"allow_methods={texts(['GET', facts.asked_method])}"]
        names = facts.headers_to_list
        arguments += [f"allow_headers={texts(names)}"] if names else []
        arguments += ["allow_credentials=True"] if facts.has_credentials else []
        return _python(
            Place.MODULE_END,
            f"from {module}.middleware.cors import CORSMiddleware",
            "",
            call(f"{facts.app}.add_middleware", arguments),
        )

    return snippets


def _django_cors_headers(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the settings of django-cors-headers."""
    middleware = '"corsheaders.middleware.CorsMiddleware"'
    lines = [
        'if "corsheaders" not in INSTALLED_APPS:',
        '    INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]',
        f"MIDDLEWARE = [{middleware}, *(m for m in MIDDLEWARE if m != {middleware})]",
        f"CORS_ALLOWED_ORIGINS = {texts([facts.page])}",
    ]
    if facts.method_to_list not in {"", *_USUAL_METHODS}:
        methods = sorted({*_USUAL_METHODS, facts.method_to_list})
        lines.append(f"CORS_ALLOW_METHODS = {texts(methods)}")
    if facts.headers_to_list:
        names = [name.lower() for name in facts.headers_to_list]
        lines = ["from corsheaders.defaults import default_headers", "", *lines]
        lines.append(f"CORS_ALLOW_HEADERS = [*default_headers, *{texts(names)}]")
    if facts.has_credentials:
        lines.append("CORS_ALLOW_CREDENTIALS = True")
    return _python(Place.SETTINGS, *lines)


def _aiohttp_cors(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the lines for aiohttp-cors, which covers the routes that are there."""
    options = [f"allow_methods={texts([facts.asked_method])}"]
    names = facts.headers_to_list
    options += [f"allow_headers={texts(names)}"] if names else []
    options += ["allow_credentials=True"] if facts.has_credentials else []
    return _python(
        Place.MODULE_END,
        "import aiohttp_cors",
        "",
        f"options = {call('aiohttp_cors.ResourceOptions', options)}",
        f"cors = aiohttp_cors.setup({facts.app}, defaults={{{json.dumps(facts.page)}: options}})",
        f"for route in list({facts.app}.router.routes()):",
        "    cors.add(route)",
    )


def _socketio(facts: FetchFacts) -> tuple[Snippet, ...]:
    """Return the call of python-socketio: every transport goes by its list."""
    line = call("socketio.AsyncServer", [f"cors_allowed_origins={texts([facts.page])}"])
    comment = "# In place of the call that makes the server, with its other options."
    return _python(Place.APP, comment, f"sio = {line}")


PERMISSION: Final[Mapping[Stack, Writer]] = {
    Stack.CROSSORIGIN: _flask,
    Stack.CROSSORIGIN_ASGI: _wrapped("crossorigin.asgi"),
    Stack.CROSSORIGIN_DJANGO: _django,
    Stack.CROSSORIGIN_WSGI: _wrapped("crossorigin.wsgi"),
    Stack.FLASK_CORS: _flask_cors,
    Stack.STARLETTE: _starlette("starlette"),
    Stack.FASTAPI: _starlette("fastapi"),
    Stack.DJANGO_CORS_HEADERS: _django_cors_headers,
    Stack.AIOHTTP_CORS: _aiohttp_cors,
    Stack.PYTHON_SOCKETIO: _socketio,
    Stack.APP_ENGINE: _flask,
    Stack.CLOUD_RUN: _flask,
}


def _guarded(module: str, place: Place, name: str, app: str = "") -> Writer:
    """
    Return the writer of the lines that guard a local tool by *name* of *module*.

    Args:
        module: The module of this library.
        place: Where they belong.
        name: What wraps the app, if it is middleware; or what covers it.
        app: The name of the app, if it has one of its own.
    """

    def snippets(facts: FetchFacts) -> tuple[Snippet, ...]:
        names = f"hosts={texts([facts.host])}" if facts.host else ""
        given = [app or facts.app, *_options(facts), f"guard=Guard.local({names})"]
        line = call(name, given)
        line = line if name == "CORS" else f"{given[0]} = {line}"
        return _python(
            place, "from crossorigin import Guard", f"from {module} import {name}", "", line
        )

    return snippets


_GUARDED_STARLETTE: Final = _guarded("crossorigin.starlette", Place.APP, "CORS")
_GUARDED_DJANGO: Final = _guarded(
    "crossorigin.wsgi", Place.MODULE_END, "CORSMiddleware", "application"
)
_GUARDED_FLASK: Final = _guarded("crossorigin.flask", Place.APP, "CORS")
LOCAL_GUARD: Final[Mapping[Stack, Writer]] = {
    Stack.CROSSORIGIN: _GUARDED_FLASK,
    Stack.CROSSORIGIN_ASGI: _guarded("crossorigin.asgi", Place.MODULE_END, "CORSMiddleware"),
    Stack.CROSSORIGIN_DJANGO: _GUARDED_DJANGO,
    Stack.CROSSORIGIN_WSGI: _guarded("crossorigin.wsgi", Place.MODULE_END, "CORSMiddleware"),
    Stack.FLASK_CORS: _GUARDED_FLASK,
    Stack.STARLETTE: _GUARDED_STARLETTE,
    Stack.FASTAPI: _GUARDED_STARLETTE,
    Stack.DJANGO_CORS_HEADERS: _GUARDED_DJANGO,
}
