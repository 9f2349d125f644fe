"""``examples/appengine``, in this process and on App Engine's development server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from flask import Flask

from tests.project.appengine_server import Answer, ask, serving, started

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

pytestmark = pytest.mark.programs

ROOT: Final = Path(__file__).parents[2]
EXAMPLE: Final = ROOT / "examples" / "appengine"

LISTED: Final = {"Origin": "https://app.example.com"}
PARTNER: Final = {"Origin": "https://shop.partner.example"}
UNLISTED: Final = {"Origin": "https://elsewhere.example"}
NO_ORIGIN: Final[dict[str, str]] = {}
ORIGINS: Final = {
    "listed": LISTED,
    "listed by a pattern": PARTNER,
    "unlisted": UNLISTED,
    "no origin": NO_ORIGIN,
}
ANNOUNCED: Final = {
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "content-type,x-request-id",
}

NOTHING: Final[dict[str, str]] = {}
ANY: Final = {"access-control-allow-origin": "*"}
VARY: Final = {"vary": "Origin"}
VARY_PREFLIGHT: Final = {
    "vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
}
LISTED_MAY: Final = {"access-control-allow-origin": "https://app.example.com", **VARY}
PARTNER_MAY: Final = {"access-control-allow-origin": "https://shop.partner.example", **VARY}


class Case(NamedTuple):
    """A request to the example, and the status and every CORS header of its answer."""

    method: str
    path: str
    headers: Mapping[str, str]
    status: int
    cors: Mapping[str, str]


CASES: Final = {
    "decorated": Case("GET", "/my_service", UNLISTED, 200, ANY),
    "decorated, no origin": Case("GET", "/my_service", NO_ORIGIN, 200, ANY),
    "decorated, preflight": Case(
        "OPTIONS",
        "/my_service",
        {**UNLISTED, "Access-Control-Request-Method": "GET"},
        200,
        {
            **ANY,
            "access-control-allow-methods": "GET, HEAD, OPTIONS",
            "access-control-allow-headers": "content-type",
            "access-control-max-age": "21600",
            **VARY_PREFLIGHT,
        },
    ),
    "listed": Case("GET", "/orders/7", LISTED, 200, LISTED_MAY),
    "listed by a pattern": Case("GET", "/orders/7", PARTNER, 200, PARTNER_MAY),
    "listed, PUT": Case("PUT", "/orders/7", LISTED, 200, LISTED_MAY),
    "listed, 404 of the view": Case("GET", "/orders/8", LISTED, 404, LISTED_MAY),
    "listed, 404 of the router": Case("GET", "/orders/a/b", LISTED, 404, LISTED_MAY),
    "listed, 405": Case("DELETE", "/orders/7", LISTED, 405, LISTED_MAY),
    "listed, preflight": Case(
        "OPTIONS",
        "/orders/7",
        {**LISTED, **ANNOUNCED},
        200,
        {
            "access-control-allow-origin": "https://app.example.com",
            "access-control-allow-methods": "OPTIONS, PUT",
            "access-control-allow-headers": "content-type, x-request-id",
            "access-control-max-age": "600",
            **VARY_PREFLIGHT,
        },
    ),
    "unlisted": Case("GET", "/orders/7", UNLISTED, 200, VARY),
    "unlisted, 404": Case("GET", "/orders/8", UNLISTED, 404, VARY),
    "unlisted, preflight": Case(
        "OPTIONS", "/orders/7", {**UNLISTED, **ANNOUNCED}, 403, VARY_PREFLIGHT
    ),
    "no origin": Case("GET", "/orders/7", NO_ORIGIN, 200, VARY),
    "no policy": Case("GET", "/no_policy", LISTED, 200, NOTHING),
    "no policy, preflight": Case("OPTIONS", "/no_policy", {**LISTED, **ANNOUNCED}, 200, NOTHING),
    "no policy, 404": Case("GET", "/nowhere", LISTED, 404, NOTHING),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
from_everywhere = pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS.keys())


@pytest.fixture(scope="module")
def app() -> Flask:
    """Return the example's app, loaded with the environment that its ``app.yaml`` sets."""
    settings = dict(re.findall(r'^  (CROSSORIGIN_\w+): "(.*)"$', _app_yaml(), re.MULTILINE))
    assert settings
    specification = util.spec_from_file_location("appengine_main", EXAMPLE / "main.py")
    assert specification is not None
    assert specification.loader is not None
    module = util.module_from_spec(specification)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        specification.loader.exec_module(module)
    app = module.app
    assert isinstance(app, Flask)
    return app


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Generator[int]:
    """Serve a copy of the example on App Engine's development server."""
    scratch = tmp_path_factory.mktemp("appengine")
    with serving(_copied(scratch / "example"), scratch) as port:
        yield port


@every_case
def test_in_this_process(case: Case, app: Flask) -> None:
    """The example answers with exactly these CORS headers."""
    client = app.test_client()
    response = client.open(case.path, method=case.method, headers=dict(case.headers))
    assert (case.status, sorted(case.cors.items())) == (
        response.status_code,
        _cors(response.headers.items()),
    )


@every_case
def test_on_app_engine(case: Case, port: int) -> None:
    """App Engine's server changes neither the status nor a CORS header, and repeats none."""
    answer = ask(port, case.method, case.path, dict(case.headers))
    assert (case.status, sorted(case.cors.items())) == (answer.status, _cors(answer.headers))


@from_everywhere
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "PUT"])
def test_static_headers_are_the_same_for_everyone(
    method: str, origin: dict[str, str], port: int
) -> None:
    """A static handler sends its file and its ``http_headers`` whatever is asked, and by whom."""
    answer = ask(port, method, "/static/stock.json", {**origin, **ANNOUNCED})
    file = (EXAMPLE / "static" / "stock.json").read_text()
    assert Answer(200, answer.headers, file) == answer
    assert sorted(ANY.items()) == _cors(answer.headers)


def test_static_errors_have_no_headers(port: int) -> None:
    """A static handler sends no ``http_headers`` with a 404 and with a 304."""
    file = ask(port, "GET", "/static/stock.json", LISTED)
    kept = {"If-None-Match": dict(file.headers)["ETag"], **LISTED}
    answers = [
        ask(port, "GET", "/static/missing.json", LISTED),
        ask(port, "GET", "/static/stock.json", kept),
    ]
    assert [(answer.status, _cors(answer.headers)) for answer in answers] == [(404, []), (304, [])]


def test_script_handlers_refuse_http_headers(tmp_path: Path) -> None:
    """App Engine refuses ``http_headers`` where Python answers."""
    folder = tmp_path / "example"
    folder.mkdir()
    headers = '  http_headers:\n    Access-Control-Allow-Origin: "*"\n'
    (folder / "app.yaml").write_text(_app_yaml() + headers)
    with started(folder, tmp_path) as output:
        lines = list(output)
    refusal = 'Unexpected attribute "http_headers" for mapping type script.'
    assert f"google.appengine.api.yaml_errors.EventError: {refusal}\n" in lines


def _app_yaml() -> str:
    """Return the text of the example's ``app.yaml``."""
    return (EXAMPLE / "app.yaml").read_text()


def _copied(folder: Path) -> Path:
    """Copy the example to *folder*, with a wheel of this repository as its README says."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    wheel_of = (
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
    )
    # The build backend is a program beside Python, which it looks for on the PATH.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        (*wheel_of, "--wheel-dir", folder, ROOT), check=True, env={**os.environ, "PATH": path}
    )
    (wheel,) = folder.glob("*.whl")
    _replace(folder / "requirements.txt", "crossorigin[flask]", f"./{wheel.name}[flask]")
    # All interfaces is right in App Engine's container and wrong on a desk.
    _replace(folder / "app.yaml", "--bind :$PORT", "--bind 127.0.0.1:$PORT")
    return folder


def _replace(file: Path, old: str, new: str) -> None:
    """Replace *old*, which stands in *file* once, by *new*."""
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def _cors(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the lines of *headers* that CORS and caches look at, names in lower case."""
    lowered = ((name.lower(), value) for name, value in headers)
    return sorted(
        (name, value)
        for name, value in lowered
        if name.startswith("access-control-") or name in {"timing-allow-origin", "vary"}
    )
