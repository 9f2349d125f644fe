"""The ``crossorigin`` command: what it prints, where, and with which status it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import runpy
import select
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import crossorigin
from crossorigin import cli
from crossorigin.demo.servers import Demo, PortError
from tests.cli.command_line import cli_runner
from tests.demo.client import ask, fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

_SECONDS = 30
_FAILED = "Uncaught (in promise) TypeError: Failed to fetch"
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
    shown = capsys.readouterr().out
    assert "demo         Start an API, and a page on another origin" in shown
    assert "explain      What does a browser's message mean, and what mends it?" in shown
    assert "prove        Which origins does a configuration let in, or a change?" in shown
    assert not any(line.endswith("...") for line in shown.splitlines()[1:])


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints the name and the installed version."""
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr() == (f"crossorigin {version('crossorigin')}\n", "")


def test_the_module_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m crossorigin`` is the same; importing the module runs nothing."""
    monkeypatch.setattr(sys, "argv", ["crossorigin", "--version"])
    main = str(Path(cli.__file__).with_name("__main__.py"))
    runpy.run_path(main)
    assert capsys.readouterr().out == ""
    with pytest.raises(SystemExit):
        runpy.run_path(main, run_name="__main__")
    assert capsys.readouterr().out == f"crossorigin {version('crossorigin')}\n"


def test_help_loads_no_framework() -> None:
    """``--help`` answers at once: what serves is loaded by the command that serves."""
    program = (
        "import sys; from crossorigin import cli; sys.argv = ['crossorigin', '--help']\n"
        "try: cli.main()\n"
        "except SystemExit:\n"
        "    slow = {'crossorigin.doctor.explain._explain', 'flask', 'rich', 'werkzeug'}\n"
        "    print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("missing", ["click", "flask", "rich"])
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


def explained(*arguments: str, pasted: str | bytes = "") -> Result:
    """Return what ``crossorigin explain`` does with *arguments*, and *pasted* as its input."""
    return cli_runner().invoke(cli.commands(), ["explain", *arguments], input=pasted)


@pytest.mark.parametrize(
    ("arguments", "pasted"),
    [
        ((_FAILED,), ""),
        (tuple(_FAILED.split()), ""),
        (("-",), _FAILED),
        ((), f"{_FAILED}\n".encode("utf-16")),
    ],
    ids=["an argument", "words", "a dash", "standard input"],
)
def test_explain(arguments: tuple[str, ...], pasted: str | bytes) -> None:
    """A message is an argument, or comes from standard input; the report is on standard output."""
    result = explained(*arguments, pasted=pasted)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Chromium says: fetch-failed\n")


def test_explain_for_a_stack() -> None:
    """The fix is the one of the stack that is named."""
    result = explained(_FAILED, "--stack", "nginx", "--format", "json")
    shown = json.loads(result.stdout)
    assert (shown["stack"], shown["reason"]) == ("nginx", "fetch-failed")
    assert "add_header" in shown["causes"][0]["fix"]


@pytest.mark.parametrize(
    ("pasted", "status", "complaint"),
    [("hello", 1, "No message of Chromium, Firefox or WebKit"), ("", 2, "There is no text:")],
)
def test_explain_nothing(pasted: str, status: int, complaint: str) -> None:
    """What cannot be explained is said on standard error; nothing is on standard output."""
    result = explained("-", pasted=pasted)
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.startswith(complaint)


def test_explain_on_a_terminal() -> None:
    """On a terminal, the report has colours, a long line is not broken, and input is asked for."""
    url = f"https://api.example.com/{'x' * 80}"
    message = f"Cross origin requests are only supported for HTTP.\nFetch API cannot load {url}\n"
    here, there = pty.openpty()
    environment = {**_ENVIRONMENT, "TERM": "xterm-256color", "COLUMNS": "40"}
    environment.pop("NO_COLOR", None)
    done = subprocess.Popen(
        [*_MODULE, "explain"],
        env=environment,
        stdin=there,
        stdout=there,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(there)
    try:
        os.write(here, message.encode() + b"\x04")
        shown = read_all(here)
        _, asked = done.communicate(timeout=_SECONDS)
    finally:
        done.kill()
        done.wait()
        os.close(here)
    assert done.returncode == 0
    assert asked.startswith(b"Paste the message, then press Ctrl-D")
    assert "\x1b[1;31mWebKit (Safari) says: url-not-http\x1b[0m\r\n" in shown
    assert f"crossorigin check {url}" in shown


class Terminal(io.TextIOWrapper):
    """Pretend to be a terminal."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def test_explain_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours are for a terminal: the same lines, with what paints them."""
    out = Terminal(io.BytesIO(), encoding="utf-8", newline="\n")
    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(_FAILED.encode())))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert run(monkeypatch, "explain") == 0
    out.seek(0)
    first, *_ = out.read().splitlines()
    assert first == "\x1b[1;31mChromium says: fetch-failed\x1b[0m"


def read_all(terminal: int) -> str:
    """Return all that a program writes to *terminal* until it ends."""
    parts: list[bytes] = []
    # Linux reports the end of the other side as an error.
    with contextlib.suppress(OSError):
        while select.select([terminal], [], [], _SECONDS)[0] and (part := os.read(terminal, 4096)):
            parts.append(part)
    return b"".join(parts).decode()


def test_a_port_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that the system does not permit is one line, and status 1."""

    def refuse(*_: object, **__: object) -> list[socket.socket]:
        raise PortError("cannot listen on port 80: no")

    monkeypatch.setattr("crossorigin.demo.servers.listen", refuse)
    result = cli_runner().invoke(cli.commands(), ["demo", "--api-port", "80"])
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

    monkeypatch.setattr("crossorigin.demo.servers.has_display", seen)
    monkeypatch.setattr(Demo, "show", show)
    monkeypatch.setattr(Demo, "serve", serve)
    arguments = ["demo", "--api-port", "0", "--page-port", str(taken_port), *asked]
    result = cli_runner().invoke(cli.commands(), arguments)
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
