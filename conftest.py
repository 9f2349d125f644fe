"""Run every Python snippet of the README, the documentation and the docstrings as a test."""

from __future__ import annotations

import sys
from doctest import ELLIPSIS
from types import ModuleType
from typing import TYPE_CHECKING, Final

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.integration.pytest import SybilItem
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.parsers.rest import PythonCodeBlockParser as DirectiveParser
from sybil.sybil import SybilCollection

if TYPE_CHECKING:
    import pytest
    from sybil.typing import Parser

# What draws the order of the tests, unless another is asked for: `make explore` does.
_SEED: Final = 1
_SNIPPET: Final = ModuleType("snippet")


def _name_module(namespace: dict[str, object]) -> None:
    """Give the snippets of a page a module, which ``Flask(__name__)`` and dataclasses ask for."""
    sys.modules[_SNIPPET.__name__] = _SNIPPET
    namespace["__name__"] = _SNIPPET.__name__


_in_pages: list[Parser] = [PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()]
_front = Sybil(parsers=_in_pages, filenames=["README.md", "CONTRIBUTING.md"], setup=_name_module)
_pages = Sybil(parsers=_in_pages, path="docs", pattern="*.md", setup=_name_module)
_docstrings = Sybil(
    parsers=[DocTestParser(ELLIPSIS), DirectiveParser()],
    path="src",
    pattern="*.py",
    setup=_name_module,
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = SybilCollection([_front, _pages, _docstrings]).pytest()


def pytest_configure(config: pytest.Config) -> None:
    """Let the order of the tests be the same every time."""
    if config.getoption("randomly_seed", None) == "default":
        config.option.randomly_seed = _SEED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first, and the snippets of a page back in its order."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[bool, str, int]:
    """Return where an item goes: a snippet builds on those above it; other tests keep their order."""
    # Beside the browsers there is time for all the rest, but only if they have started.
    is_quick = item.get_closest_marker("programs") is None
    path, line = (str(item.path), item.example.line) if isinstance(item, SybilItem) else ("", 0)
    return is_quick, path, line
