"""The ``crossorigin`` command: what it prints, where, and with which status it ends."""

from __future__ import annotations

import os
import re
import runpy
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import crossorigin
from crossorigin import cli
from crossorigin.demo.ports import PortError
from crossorigin.demo.servers import Demo
from tests.demo_client import ask, fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 30
_INSTALL = 'The crossorigin command needs more packages: pip install "crossorigin[cli]"\n'
_MODULE = [sys.executable, "-m", "crossorigin"]
_SOURCE = str(Path(crossorigin.__file__).parents[1])
_ENVIRONMENT = {**os.environ, "PYTHONPATH": _SOURCE}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """Run the command with *arguments* in this process, and return its status."""
    monkeypatch.setattr(sys, "argv", ["crossorigin", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``--help`` lists the commands."""
    assert run(monkeypatch, "--help") == 0
    assert "demo  Start an API, and a page on another origin" in capsys.readouterr().out


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints the name and the installed version."""
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr() == (f"crossorigin {version('crossorigin')}\n", "")


def test_the_module_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m crossorigin`` is the same; importing the module runs nothing."""
    monkeypatch.setattr(sys, "argv", ["crossorigin", "--version"])
    runpy.run_module("crossorigin.__main__")
    assert capsys.readouterr().out == ""
    with pytest.raises(SystemExit):
        runpy.run_module("crossorigin", run_name="__main__")
    assert capsys.readouterr().out == f"crossorigin {version('crossorigin')}\n"


def test_help_loads_no_framework() -> None:
    """``--help`` answers at once: what serves is loaded by the command that serves."""
    program = (
        "import sys; from crossorigin import cli; sys.argv = ['crossorigin', '--help']\n"
        "try: cli.main()\n"
        "except SystemExit: print(sorted({'flask', 'rich', 'werkzeug'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("missing", ["click", "flask"])
def test_a_missing_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    """Without the packages of the extra, one line says what installs them."""
    monkeypatch.setitem(sys.modules, missing, None)
    assert run(monkeypatch) == 2
    assert capsys.readouterr() == ("", _INSTALL)


def test_a_python_without_the_extra() -> None:
    """A Python that has none of the packages prints the line too, and no traceback."""
    done = subprocess.run(
        # Without `site`, there are no installed packages.
        [sys.executable, "-S", "-m", "crossorigin", "demo"],
        env=_ENVIRONMENT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", _INSTALL)


def test_a_port_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that the system does not permit is one line, and status 1."""

    def refuse(*_: object, **__: object) -> list[socket.socket]:
        raise PortError("cannot listen on port 80: no")

    monkeypatch.setattr("crossorigin.demo.servers.listen", refuse)
    result = CliRunner().invoke(cli.commands(), ["demo", "--api-port", "80"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: cannot listen on port 80: no\n"


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Give a port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        yield port


@pytest.mark.parametrize("asked", [(), ("--no-browser",)])
def test_the_browser_opens(
    monkeypatch: pytest.MonkeyPatch, taken_port: int, asked: tuple[str, ...]
) -> None:
    """The page opens where there is a display, unless ``--no-browser`` says otherwise."""
    shown: list[str] = []

    def seen(*_: object) -> bool:
        return True

    def show(demo: Demo) -> None:
        shown.append(demo.page)

    def serve(_: Demo) -> None:
        pass

    monkeypatch.setattr("crossorigin.demo.display.has_display", seen)
    monkeypatch.setattr(Demo, "show", show)
    monkeypatch.setattr(Demo, "serve", serve)
    arguments = ["demo", "--api-port", "0", "--page-port", str(taken_port), *asked]
    result = CliRunner().invoke(cli.commands(), arguments)
    page = result.stdout.split()[-1]
    assert result.exit_code == 0
    assert shown == ([] if asked else [page])
    moved, *_ = result.stderr.splitlines()
    assert moved == f"Port {taken_port} is taken: the page is on {page.rpartition(':')[2]}."


def test_the_demo(taken_port: int) -> None:
    """It prints where it is, says which port was taken, serves both, and ends by Ctrl-C with 0."""
    ports = ["--api-port", str(taken_port), "--page-port", "0"]
    demo = subprocess.Popen(
        [*_MODULE, "demo", "--no-browser", *ports],
        env=_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert demo.stdout is not None
        api, page = (demo.stdout.readline().split()[1] for _ in range(2))
        assert fetched(f"{page}/cases.json")["api"] == api
        assert ask(f"{api}/my_service").status == 200
        demo.send_signal(signal.SIGINT)
        out, err = demo.communicate(timeout=_SECONDS)
    finally:
        demo.kill()
        demo.wait()
    assert (demo.returncode, out) == (0, "")
    assert re.match(r"http://localhost:\d+ http://127\.0\.0\.1:\d+$", f"{api} {page}")
    assert err.startswith(f"Port {taken_port} is taken: the API is on {api.rpartition(':')[2]}.\n")
    assert err.endswith("Ctrl-C ends the demo.\n")
