"""What cannot be read ends ``crossorigin prove`` in a sentence, and never in a traceback."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.doctor.prove.commands import prove

if TYPE_CHECKING:
    from pathlib import Path

_BOMB: Final = "\n".join(
    ["a0: &a0 [x]", *(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 12))]
)
_LONG: Final = "x" * 5000
ODD_FILES: Final = {
    "bytes.conf": b"\x93NUMPY\xff",
    "bytes.toml": b"\xff",
    "empty.conf": b"",
    "empty.yaml": b"",
    "empty.toml": b"",
    "large.conf": b"a" * 10_485_760,
    "large.toml": b"a" * 10_485_760,
    "types.toml": b'origins = 5\nmax_age = "x"\n',
    "deep.toml": b"a = " + b"[" * 5000,
    "bomb.yaml": _BOMB.encode(),
    "no-list.yaml": b"allow_origin_string_match: https://a.example.com\n",
    "no-list.istio.yaml": b"corsPolicy:\n  allowOrigins: {exact: https://a.example.com}\n",
    "mapping.yaml": b"type: CORS\ncors: {allowOrigins: [{a: 1}]}\n",
    "brace.conf": b"server { add_header Access-Control-Allow-Origin $http_origin;\n",
    "deep.conf": b"server {" * 3000 + b"}" * 3000,
    "raises_odd.py": b"raise RuntimeError('broken')\n",
    "exits_odd.py": b"import sys\nsys.exit(3)\n",
    "base_odd.py": b"class Stop(BaseException): ...\nraise Stop('here')\n",
    "flask_odd.py": b"import flask\napp = flask.Flask(__name__)\n",
    "value_odd.py": b"app = None\n",
}
_NOTHING: Final = "is nothing that is read: write module:POLICY, module:app, a policy.toml"
_NO_TOML: Final = "is longer than any policy: more than 1,048,576 bytes"
ARGUMENTS: Final = {
    "": f"An empty name {_NOTHING}",
    " ": f"An empty name {_NOTHING}",
    _LONG: _NOTHING,
    f"{_LONG}.toml": _NOTHING,
    f"{_LONG}.py:app": "is not here: write its path from this folder",
    f"{_LONG}:app": "cannot be loaded: ModuleNotFoundError",
    f"HEAD:{_LONG}.conf": "is not in HEAD: `git ls-tree -r --name-only HEAD` lists what is",
    ":x": f":x {_NOTHING}",
    "HEAD:": f"HEAD: {_NOTHING}",
    "a:b:c": "a is no revision of this repository: `git log` lists them",
    "HEAD~9:policy.toml": "HEAD~9 is no revision of this repository: `git log` lists them",
    "HEAD:gone.conf": "gone.conf is not in HEAD: `git ls-tree -r --name-only HEAD` lists",
    "a name of \xfc.conf": rf"a name of \xfc.conf {_NOTHING}",
    "folder": "folder is a folder: name a file in it",
    "/dev/null": "/dev/null is empty: name the file that has the CORS part",
    "bytes.conf": "bytes.conf is not text in UTF-8: save it so, or name another file",
    "bytes.toml": "bytes.toml is no TOML: 'utf-8' codec can't decode byte 0xff",
    "empty.conf": "empty.conf is empty: name the file that has the CORS part",
    "empty.yaml": "empty.yaml is empty: name the file that has the CORS part",
    "empty.toml": 'hint: say who may call: origins=["https://app.example.com"]',
    "large.conf": "large.conf is longer than 2 MiB: name the file of the CORS part alone",
    "large.toml": f"large.toml {_NO_TOML}",
    "types.toml": "types.toml holds no policy: PolicyError: 2 problems in this policy",
    "deep.toml": "deep.toml is no TOML: it is too deep",
    "bomb.yaml": "bomb.yaml has no CORS of a kind that is read: allow_origin_string_match",
    "no-list.yaml": "no-list.yaml:1: this is no list: write each origin as an item of its own",
    "no-list.istio.yaml": "no-list.istio.yaml:2: this is no list: write each origin as an item",
    "mapping.yaml": "mapping.yaml:2: the entry is no origin",
    "brace.conf": 'brace.conf:1: no nginx configuration: unexpected end of file, expecting "}"',
    "deep.conf": "deep.conf: no nginx configuration: its blocks are too deep",
    "raises_odd:app": "raises_odd:app cannot be loaded: RuntimeError: broken",
    "exits_odd:app": "exits_odd:app cannot be loaded: SystemExit: 3",
    "base_odd:app": "base_odd:app cannot be loaded: Stop: here",
    "flask_odd:app": "flask_odd:app: no CORS library is recognised in it. Those that are read",
    "value_odd:app": "value_odd:app is neither a Policy nor an app: it is of the type NoneType",
}


def git(*arguments: str) -> None:
    """Run git with *arguments* in this folder."""
    known = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", *known, *arguments], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def repository(folder: Path) -> Path:
    """Return the folder of the command as a repository."""
    git("init", "--quiet")
    git("add", "policy.toml")
    git("commit", "--quiet", "--message", "a policy")
    (folder / "folder").mkdir()
    return folder


@pytest.mark.parametrize(
    ("argument", "said"),
    ARGUMENTS.items(),
    ids=[repr(each.replace(_LONG, "long")) for each in ARGUMENTS],
)
def test_what_cannot_be_read(argument: str, said: str, folder: Path) -> None:
    """The thing is named, in a sentence with what to do, and nothing is reported."""
    for name in {argument, argument.replace(":app", ".py")} & ODD_FILES.keys():
        (folder / name).write_bytes(ODD_FILES[name])
    result = prove(argument)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
    assert len(result.stderr) < 1000


def test_a_module_that_is_interrupted(folder: Path) -> None:
    """Who presses Ctrl+C while a module is loaded ends the command, and not that module alone."""
    (folder / "interrupted_odd.py").write_text("raise KeyboardInterrupt\n")
    result = prove("interrupted_odd:app")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == "Aborted!"


def test_a_list_of_texts_is_undecided(folder: Path) -> None:
    """A text among matchers is none, and is named; a list that is null lets nobody in."""
    (folder / "texts.yaml").write_text("allow_origin_string_match: [https://a.example.com]\n")
    (folder / "null.yaml").write_text("allow_origin_string_match:\n")
    result = prove("texts.yaml")
    assert result.exit_code == 3
    assert "texts.yaml:1 https://a.example.com: it is no matcher that is read" in result.stdout
    assert "nobody" in prove("null.yaml").stdout


def test_an_include_of_no_name(folder: Path) -> None:
    """A file to include whose name the system refuses is noted, as one that is not here."""
    text = f"server {{ include {_LONG}; add_header Access-Control-Allow-Origin $http_origin; }}"
    (folder / "include.conf").write_text(text)
    assert "which is not here" in prove("include.conf").stdout


def test_a_repository_without_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git says of a repository that it does not read is handed on."""
    monkeypatch.chdir(folder / ".git")
    result = prove("HEAD:policy.toml")
    assert result.exit_code == 2
    said = "git reads no revision here: fatal: this operation must be run in a work tree"
    assert said in " ".join(result.stderr.split())


def test_a_flavor_that_is_none() -> None:
    """The flavors that there are are listed."""
    result = prove("--regex", "a", "--flavor", "perl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'perl' is not one of 'python-match', 'python-search'" in " ".join(result.stderr.split())


def test_an_expression_beside_two() -> None:
    """An expression stands for A, so that two more are one too many."""
    result = prove("--regex", "a", "--flavor", "go", "policy.toml", "policy.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "At most two configurations are compared: A and B." in result.stderr
