"""``crossorigin audit`` drives apps in this process, and knows their policies by this library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctor.audit.servers import PAGE, found, reported, run

_APPS = "tests.doctor.audit.apps"


@pytest.mark.parametrize("name", ["create_flask()", "wsgi", "asgi", "hidden"])
def test_what_a_policy_declares_is_no_finding(name: str) -> None:
    """A wildcard of the app's own policy is no finding, whichever adapter enforces it."""
    report = reported(f"{_APPS}:{name}", "--path", "/orders", "--origin", PAGE)
    assert report["findings"] == []


def test_the_policy_of_a_mounted_app() -> None:
    """The policy of the app that answers is known wherever it is mounted."""
    report = reported(f"{_APPS}:mounted", "--path", "/shop/orders", "--origin", PAGE)
    assert report["findings"] == []


def test_a_policy_that_is_overwritten() -> None:
    """What stands outside of a policy, and overwrites its headers, is found: they declare nothing."""
    report = reported(f"{_APPS}:rewriting", "--origin", PAGE)
    assert found(report)["reflected-origin"] == "critical"


def test_the_policy_of_the_path_counts() -> None:
    """Of several policies in a Flask app, that of the path is the one declared."""
    target = (f"{_APPS}:create_flask()", "--path", "partners")
    assert reported(*target, "--origin", "https://partner.example")["findings"] == []
    report = reported(*target, "--origin", PAGE)
    assert found(report) == {"known-good-refused": "low"}
    assert report["findings"][0]["evidence"] == f"{PAGE} may not read."


def test_a_policy_that_is_not_in_force() -> None:
    """An origin that the declared policy permits, and the app refuses, is said to be so."""
    report = reported(*(f"{_APPS}:bare", "--path", "/orders", "--origin", PAGE, "--declared", PAGE))
    (finding,) = report["findings"]
    assert finding["evidence"] == f"{PAGE} may not read, though the policy of the app permits it."


def test_an_app_without_a_policy() -> None:
    """An app that this library does not protect is audited like any server, and says nothing."""
    status, _, err = run(f"{_APPS}:create_reflecting()", "--origin", PAGE)
    assert (status, err) == (1, "")
    report = reported(f"{_APPS}:create_reflecting()", "--origin", PAGE)
    assert found(report)["reflected-origin"] == "critical"


@pytest.mark.parametrize(
    "command",
    [
        ("audit", "tests.doctor.noisy:app", "--path", "/orders"),
        ("check", "tests.doctor.noisy:app", "--path", "/orders"),
    ],
    ids=lambda command: command[0],
)
def test_an_app_that_prints(command: tuple[str, ...]) -> None:
    """Whatever an app prints, and when, standard output has the report alone."""
    arguments = (*command, "--origin", PAGE, "--format", "json")
    done = subprocess.run(
        [sys.executable, "-m", "crossorigin", *arguments],
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout)["schema"] == 1
    assert "NOISE" not in done.stdout
    printed = {line for line in done.stderr.splitlines() if line.startswith("NOISE ")}
    ways = ("print", "stream", "descriptor", "program")
    expected = {f"NOISE {when} {way}" for when in ("import", "request") for way in ways}
    assert printed == {*expected, "NOISE after", "NOISE exit print"}


def test_an_app_that_ends_the_program() -> None:
    """A module that ends the program is a usage error, and prints nothing for a report."""
    status, out, err = run("tests.doctor.audit.ending:app", "--origin", PAGE)
    assert (status, out) == (2, "")
    assert "cannot be loaded: SystemExit: no configuration" in " ".join(err.split())


def test_no_such_app() -> None:
    """An app that is not there is a usage error."""
    status, out, err = run(f"{_APPS}:nothing", "--origin", PAGE)
    assert (status, out) == (2, "")
    assert f"{_APPS}:nothing cannot be loaded: AttributeError" in err
