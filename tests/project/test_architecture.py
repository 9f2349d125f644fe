"""The rules that hold the code together, beside those of the import contracts in pyproject.toml."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.project.programs import DEBIAN_PACKAGES

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "crossorigin"
# The adapters' parts are no core: they know the transports, and log.
CORE = [
    PACKAGE / "errors.py",
    *(
        path
        for name in ("_browser", "_policy", "_web", "proof")
        for path in sorted((PACKAGE / name).glob("*.py"))
    ),
]
CODE = [
    ROOT / "conftest.py",
    ROOT / "docs" / "conf.py",
    *(
        path
        for folder in (
            "benchmarks",
            "examples",
            "fuzz",
            "soak",
            "src",
            "tests",
            "tools",
            "typing_tests",
        )
        for path in sorted((ROOT / folder).rglob("*.py"))
    ),
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

MAX_LINES_OF_A_FILE = 300
MAX_LINES_OF_A_FUNCTION = 40
# Each stands where a noun could: eight of a thousand are none too many.
VAGUE_WORDS = {"what", "whatever", "who", "whoever", "whom", "whose"}
MAX_VAGUE_WORDS = 0.008
MAX_MODULES_AT_THE_TOP = 8
# path → why it is longer.
LONGER_FILES: dict[str, str] = {
    "src/crossorigin/_browser/console_lines.py": "the sentences of three consoles: a table",
}
# path:function → why it is longer.
LONGER_FUNCTIONS: dict[str, str] = {}


def name_of(path: Path) -> str:
    """Return the path that a test's report shows."""
    return path.relative_to(ROOT).as_posix()


def test_importing_the_package_loads_the_standard_library_only() -> None:
    """Importing the package loads no framework, and none of its own dependencies."""
    program = (
        "import sys; before = set(sys.modules); import crossorigin;"
        " print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}"
        " - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "crossorigin\n"


# An app's imports: the package, an adapter of each interface, Flask's. Never the desk's half.
RUN_TIME = (
    "crossorigin.asgi",
    "crossorigin.django",
    "crossorigin.flask",
    "crossorigin.starlette",
    "crossorigin.wsgi",
)
MAX_LINES_AT_RUN_TIME = 5500
DESK = {"_browser", "cli", "demo", "doctor", "pytest", "testing"}


@pytest.mark.parametrize("adapter", RUN_TIME)
def test_an_app_imports_little(adapter: str) -> None:
    """An app loads the policy's half, one adapter, and nothing of the browser's half."""
    program = (
        f"import sys, {adapter}\n"
        "for name, module in sys.modules.items():\n"
        "    if name.partition('.')[0] == 'crossorigin': print(module.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = [Path(line) for line in done.stdout.splitlines()]
    assert PACKAGE / "_policy" / "policy.py" in loaded
    assert {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in loaded} & DESK == set()
    assert sum(len(path.read_text().splitlines()) for path in loaded) <= MAX_LINES_AT_RUN_TIME


def test_the_top_folder_is_small() -> None:
    """Beside its folders, the package has a handful of doors."""
    assert len(list(PACKAGE.glob("*.py"))) <= MAX_MODULES_AT_THE_TOP


def public_modules() -> list[Path]:
    """Return the modules that a user imports from."""
    adapters = ("asgi", "django", "flask", "live", "pytest", "starlette", "testing", "wsgi")
    places = [PACKAGE, *(PACKAGE / name for name in adapters)]
    candidates = [file for at in places for file in (at / "__init__.py", at.with_suffix(".py"))]
    return [path for path in candidates if path.exists()]


@pytest.mark.parametrize("path", public_modules(), ids=name_of)
def test_the_public_surface_is_a_sorted_literal(path: Path) -> None:
    """A public module lists its names, sorted, in an ``__all__`` that a reader can see."""
    values = [
        node.value
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and "__all__" in ast.unparse(node).partition("=")[0]
        and node.value is not None
    ]
    assert len(values) == 1
    names: list[str] = list(ast.literal_eval(values[0]))
    assert names == sorted(set(names))


def test_the_face_of_the_browser_is_what_the_others_take() -> None:
    """The browser's half names, for the other packages, what they import, and nothing else."""
    face = PACKAGE / "_browser" / "__init__.py"
    (value,) = [
        node.value
        for node in ast.parse(face.read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    taken = {
        alias.name
        for path in PACKAGE.rglob("*.py")
        if path.parent != face.parent
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "crossorigin._browser"
        for alias in node.names
    }
    assert taken == set(ast.literal_eval(value))


def test_every_core_package_is_under_the_contract() -> None:
    """The import contract of the core names every package of the core, and no other."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (pure,) = [contract for contract in contracts if contract["id"] == "pure-core"]
    parts = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in CORE}
    assert pure["source_modules"] == sorted(f"crossorigin.{part}" for part in parts)


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_reads_no_clock(path: Path) -> None:
    """A core module takes nothing from ``datetime`` but ``timedelta``."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    whole = {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    } & {"datetime"}
    parts = {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "datetime"
        for alias in node.names
    }
    assert (whole | parts) - {"timedelta"} == set()


def test_files_are_short() -> None:
    """No file is longer than one can hold in mind, but for a reason."""
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in CODE}
    longer = {name for name, lines in lengths.items() if lines > MAX_LINES_OF_A_FILE}
    assert longer == set(LONGER_FILES)


def test_functions_are_short() -> None:
    """No function is longer than a screen, its docstring aside, but for a reason."""
    longer = {
        f"{name_of(path)}:{node.name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and lines_of(node) > MAX_LINES_OF_A_FUNCTION
    }
    assert longer == set(LONGER_FUNCTIONS)


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines *function* has, without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return lines
    return lines - ((first.end_lineno or 0) - first.lineno + 1)


def test_no_snippet_hides_from_the_tests() -> None:
    """Python on a page is called ``python``, the one name under which a snippet is run."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    other_name = re.compile(
        r"^ *(?:`{3,}|~{3,}|:{3,}) *(?:\{code(?:-block)?\} *)?(?:py|py3|pycon|python3) *$",
        re.MULTILINE,
    )
    hidden = {name_of(path): other_name.findall(path.read_text()) for path in pages}
    assert {name: fences for name, fences in hidden.items() if fences} == {}


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_a_lock_holds_names_versions_and_hashes(path: Path) -> None:
    """A lock names no address and no path, so that it installs from any package index."""
    line = re.compile(
        r"[a-z0-9.-]+(\[[a-z0-9-]+(, ?[a-z0-9-]+)*\])?==\S+( ; .+)? \\|"
        r"    --hash=sha256:[0-9a-f]{64}( \\)?| *#(?!.*( /|//)).*"
    )
    strange = [text for text in path.read_text().splitlines() if not line.fullmatch(text)]
    assert strange == []


def test_the_lock_of_the_npm_packages_holds_no_address() -> None:
    """It has a version and a hash of each, and npm asks the registry that it is set up for."""
    lock = json.loads((ROOT / "tests/zoo/node/package-lock.json").read_text())
    packages = [package for path, package in lock["packages"].items() if path]
    assert len(packages) > 100
    assert {("resolved" in package, "integrity" in package) for package in packages} == {
        (False, True)
    }


def test_the_lock_has_every_package_that_the_project_names() -> None:
    """What pyproject.toml asks for is locked: ``make lock`` was run."""
    groups = PROJECT["dependency-groups"]
    asked = [
        *PROJECT["project"]["dependencies"],
        *(text for extra in PROJECT["project"]["optional-dependencies"].values() for text in extra),
        *(
            text
            for name in groups
            if name not in {"lock", "pip", "range", "zoo"}
            for text in groups[name]
        ),
    ]
    wanted = {re.split(r"[\[<>=~! ;]", text)[0] for text in asked if isinstance(text, str)}
    locked = re.findall(
        r"^[a-z0-9.-]+(?=[=\[])", (ROOT / "requirements/dev.txt").read_text(), re.MULTILINE
    )
    assert wanted - set(locked) == set()


def test_ci_installs_every_program_that_a_test_may_need() -> None:
    """Each Debian package that a test may ask for is one that ``.ci/run`` installs."""
    installed = set((ROOT / ".ci/run").read_text().split())
    assert set(DEBIAN_PACKAGES.values()) - installed == set()


def test_docstrings_name_things() -> None:
    """Docstrings use nouns of the standards, hardly ever a relative clause in place of one."""
    words = [word for text in docstrings() for word in re.findall(r"[a-z']+", text.lower())]
    vague = [word for word in words if word in VAGUE_WORDS]
    assert len(vague) <= MAX_VAGUE_WORDS * len(words)


def test_the_docstring_of_a_class_is_a_noun() -> None:
    """A class is something: its docstring says what, and does not command."""
    assert [text for text in docstrings(ast.ClassDef) if text.startswith("Hold ")] == []


def docstrings(*kinds: type[ast.AST]) -> list[str]:
    """Return the docstrings of the package, or of its nodes of some *kinds*."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = (
        node for path in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))
    )
    return [
        text
        for node in nodes
        if isinstance(node, documented)
        and isinstance(node, kinds or documented)
        and (text := ast.get_docstring(node))
    ]
