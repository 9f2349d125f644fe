"""``flask cors`` and ``crossorigin routes``: the same three questions."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from crossorigin import cli
from crossorigin.doctor.routes.flask_command import cors
from crossorigin.flask import CORS
from tests.cli.command_line import cli_runner
from tests.flask.test_coverage import make_shop

if TYPE_CHECKING:
    from click.testing import Result

_SHOP = "tests.flask.test_coverage:make_shop()"


def print_nothing(_: object) -> None:
    """Leave the standard output of this process alone at its end."""


def in_flask(*arguments: str) -> Result:
    """Return the result of ``flask cors`` with *arguments*."""
    return make_shop().test_cli_runner().invoke(cors, arguments)


def in_general(*arguments: str) -> Result:
    """Return the result of ``crossorigin routes`` with *arguments*."""
    return cli_runner().invoke(cli.commands(), ["routes", _SHOP, *arguments])


def test_flask_finds_the_group() -> None:
    """It is in every app's command line."""
    (found,) = entry_points(group="flask.commands", name="cors")
    assert found.load() is cors


def test_the_table_fits() -> None:
    """The table names each rule, policy and line, in 80 columns."""
    result = in_flask("routes")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "✓ 10 routes, 0 without a policy"
    assert max(map(len, lines)) <= 80
    assert "closed" in result.stdout
    assert "test_coverage.py:" in result.stdout


def test_json_of_routes() -> None:
    """It is a list of rule, methods, policy and declared."""
    found = json.loads(in_flask("routes", "--format", "json").stdout)
    assert {tuple(route) for route in found} == {("rule", "methods", "policy", "declared")}
    (api,) = [route for route in found if route["rule"] == "/api/a"]
    assert api["policy"]["origins"] == ["https://api.example"]
    assert api["declared"]["file"].endswith("test_coverage.py")


@pytest.mark.parametrize(
    ("origin", "status"), [("https://view.example", 0), ("https://x.example", 1)]
)
def test_explain(origin: str, status: int) -> None:
    """It says what went over the wire, and what a browser says."""
    result = in_flask("explain", "/v2/b", "--origin", origin)
    assert result.exit_code == status
    assert "GET https://localhost/v2/b" in result.stdout
    assert ("chromium says" in result.stdout) is bool(status)
    given = json.loads(in_flask("explain", "/v2/b", "--origin", origin, "--format", "json").stdout)
    assert given["readable"] is not bool(status)


def test_a_page_that_is_none() -> None:
    """A mistake in the arguments is 2."""
    assert in_flask("explain", "/v2/b", "--origin", "nonsense").exit_code == 2


def make_planted() -> Flask:
    """Return an app with two mistakes, one of which may be on purpose."""
    app = Flask("planted", static_folder=None)
    app.config["SECRET_KEY"] = _SHOP
    app.add_url_rule("/", "home", lambda: "ok")
    CORS(app, origins="https://app.example.com", credentials=True)
    return app


def in_planted(*arguments: str) -> Result:
    """Return the result of ``flask cors check`` of it with *arguments*."""
    return make_planted().test_cli_runner().invoke(cors, ["check", *arguments])


def test_check() -> None:
    """It says what is wrong, the certain first, with the line to write; the status is 1."""
    result = in_planted()
    assert result.exit_code == 1
    assert result.stdout.startswith("✗ 2 FINDINGS\n  1 of them may be on purpose\n\nguard-off\n")
    assert "fix       CORS(app, ..., guard=True)\n" in result.stdout
    assert "\nsession-not-sent  (may be)\n" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert in_flask("check").stdout == "✓ NO FINDINGS\n"


def test_about() -> None:
    """Flask's own command line, which has no `crossorigin explain`, explains its findings."""
    runner = make_planted().test_cli_runner()
    result = runner.invoke(cors, ["about", "guard-off"])
    assert result.exit_code == 0
    assert result.stdout.startswith("guard-off: a finding about the policies of an app\n")
    assert runner.invoke(cors, ["about", "no-such-slug"]).exit_code == 2


def test_json_of_check() -> None:
    """JSON has the same findings."""
    result = in_planted("--format", "json")
    assert result.exit_code == 1
    guard, session = json.loads(result.stdout)["findings"]
    assert guard["docs"] == "flask cors about guard-off"
    assert (guard["certain"], session["certain"]) == (True, False)
    assert json.loads(in_flask("check", "--format", "json").stdout) == {"findings": []}


@pytest.mark.parametrize(
    "arguments", [["routes"], ["check"], ["explain", "/v2/b", "--origin", "https://view.example"]]
)
def test_every_app_has_the_same(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """``crossorigin routes`` says the same as Flask's command."""
    monkeypatch.setattr("atexit.register", print_nothing)
    name, *others = arguments
    flags = {"routes": [], "check": ["--check"], "explain": ["--explain"]}[name]
    ours, theirs = in_general(*flags, *others), in_flask(*arguments)
    assert (ours.exit_code, ours.stdout) == (theirs.exit_code, theirs.stdout)


@pytest.mark.parametrize("target", ["nonsense", "no_such_module:app"])
def test_an_app_that_is_none(target: str) -> None:
    """What cannot be asked is 2, with the reason."""
    assert cli_runner().invoke(cli.commands(), ["routes", target]).exit_code == 2
    assert in_general("--explain", "/").exit_code == 2


def test_what_is_on_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding that is named is left out, in each command; another name is misused."""
    monkeypatch.setattr("atexit.register", print_nothing)
    ignored = ["--ignore", "guard-off", "--ignore", "session-not-sent"]
    assert in_planted(*ignored[2:]).stdout.startswith("✗ 1 FINDING\n\nguard-off\n")
    assert in_planted(*ignored).stdout == "✓ NO FINDINGS\n"
    target = ["routes", f"{__name__}:make_planted()", "--check"]
    found = cli_runner().invoke(cli.commands(), target)
    assert (found.exit_code, "more      crossorigin explain guard-off\n" in found.stdout) == (
        1,
        True,
    )
    assert cli_runner().invoke(cli.commands(), [*target, *ignored]).exit_code == 0
    assert in_planted("--ignore", "no-such-slug").exit_code == 2


def test_an_app_that_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an app does when it is asked, the answer is a sentence."""
    monkeypatch.setattr("atexit.register", print_nothing)
    result = cli_runner().invoke(cli.commands(), ["routes", f"{__name__}:broken"])
    assert result.exit_code == 2
    assert f"{__name__}:broken: LookupError: no routes here" in result.stderr


def make_wrong() -> Flask:
    """Fail by a policy with a problem."""
    app = Flask("wrong")
    CORS(app, origins="https://app.example.com/")
    return app


def test_an_app_with_a_problem_in_its_policy() -> None:
    """Each problem has its lines, with the text to paste."""
    result = cli_runner().invoke(cli.commands(), ["routes", f"{__name__}:make_wrong()"])
    assert result.exit_code == 2
    assert result.stderr.endswith('origin-has-path\n    hint: write "https://app.example.com"\n')


class Broken:
    """An app whose routes cannot be read."""

    @property
    def routes(self) -> list[object]:
        """Raise."""
        raise LookupError("no routes here")

    def __call__(self, environ: object, start_response: object) -> list[bytes]:
        """Answer nothing: it is not asked."""
        raise NotImplementedError(environ, start_response)


broken = Broken()


def test_a_url_and_headers() -> None:
    """A URL says which host is asked; a header without a value has some."""
    arguments = ("-X", "PUT", "-H", "X-Token", "-H", "X-Other: 1", "--credentials")
    result = in_flask(
        "explain", "https://shop.example/v2/b", "--origin", "https://view.example", *arguments
    )
    assert result.exit_code == 1
    assert "preflight OPTIONS https://shop.example/v2/b" in result.stdout
