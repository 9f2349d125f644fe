"""The policy that a command line names: ``module:POLICY``, or a ``policy.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin import Policy
from crossorigin.doctor.configurations._policies import read_policy
from crossorigin.doctor.probing._in_process import AppError
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_MODULE: Final = """\
from crossorigin import Policy
print("loaded")
class Settings:
    API = Policy("https://app.example.com", methods=["PUT"])
OTHER = "https://app.example.com"
def policy():
    return Settings.API
"""
_TOML: Final = """\
origins = ["https://app.example.com", "https://*.example.org"]
methods = "GET, PUT"
credentials = true
max_age = 60
"""
_NOT_READ: Final = {
    "missing": (None, "cannot be read (No such file or directory): write module:POLICY"),
    "no-toml": (b"origins: [x]", "is no TOML: "),
    "not-utf-8": (b'origins = "\xff"', "is no TOML: 'utf-8' codec"),
    "nested": (b"a = " + b"[" * 50_000, "is no TOML: "),
    "too-long": (b"#" * (1024 * 1024 + 1), "longer than any policy: more than 1,048,576 bytes."),
    "problems": (
        b"origins = ['https://a.example/']\nmethod = 'PUT'",
        """holds no policy: PolicyError: 2 problems in this policy:
  origins[0] "https://a.example/": origin-has-path
    hint: write "https://a.example"
  method="PUT": unknown-option
    hint: write "methods\"""",
    ),
    "empty": (b"", "holds no policy: PolicyError: 1 problem in this policy:"),
}


@pytest.mark.parametrize("name", ["Settings.API", "policy()"])
def test_a_policy_of_a_module(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is found from this folder; what the module prints does not get into the report."""
    (tmp_path / "policies_of_a_module.py").write_text(_MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [""])
    monkeypatch.delitem(__import__("sys").modules, "policies_of_a_module", raising=False)
    policy = read_policy(f"policies_of_a_module:{name}")
    assert policy == Policy("https://app.example.com", methods=["PUT"])
    assert capfd.readouterr() == ("", "loaded\n")
    with pytest.raises(UsageError, match="OTHER is no Policy but of the type str"):
        read_policy("policies_of_a_module:OTHER")
    with pytest.raises(AppError, match="API cannot be loaded: AttributeError: "):
        read_policy("policies_of_a_module:API")


def test_a_policy_of_a_file(tmp_path: Path) -> None:
    """The keys of the file are the options."""
    file = tmp_path / "policy.toml"
    file.write_text(_TOML)
    assert read_policy(str(file)) == Policy(
        ["https://app.example.com", "https://*.example.org"],
        methods=["GET", "PUT"],
        credentials=True,
        max_age=60,
    )


@pytest.mark.parametrize("case", _NOT_READ)
def test_a_file_that_holds_no_policy(case: str, tmp_path: Path) -> None:
    """Is said what it is not, and every problem of what it holds."""
    content, complaint = _NOT_READ[case]
    file = tmp_path / "policy.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_policy(str(file))
    assert complaint in str(caught.value)


def test_a_folder_and_a_name_that_no_file_has(tmp_path: Path) -> None:
    """Neither is read."""
    with pytest.raises(UsageError, match=r"cannot be read \(Is a directory\)"):
        read_policy(str(tmp_path))
    with pytest.raises(UsageError, match=r"a\\x00b cannot be read \(embedded null byte\)"):
        read_policy("a\0b")
