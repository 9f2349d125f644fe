"""Build the documentation; see https://www.sphinx-doc.org/en/master/usage/configuration.html."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

project = "crossorigin"
author = "The crossorigin authors"
project_copyright = f"2026, {author}"
version = release = version_of(project)

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# The signatures in the reference are written for people, without annotations.
autodoc_typehints = "none"
napoleon_attr_annotations = False
add_module_names = False
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
# Deep enough for a link to any section: the reasons are found by their slugs.
myst_heading_anchors = 4

# A message of a browser is quoted with the very marks that it has.
smartquotes = False

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sourcelink = False

# Pages of the repository that are included here: the link there → the link here.
INCLUDED = {
    "./CHANGELOG.md": "./docs/changelog.md",
    "./CONTRIBUTING.md": "./docs/contributing.md",
    "./SECURITY.md": "./docs/security.md",
    "./tests/README.md": "./docs/tests.md",
}


def link_here(_: Sphinx, __: Path, ___: str, content: list[str]) -> None:
    """Let the links between included pages lead to where they are included."""
    for there, here in INCLUDED.items():
        content[0] = content[0].replace(f"]({there}", f"]({here}")


def setup(app: Sphinx) -> None:
    """Listen to Sphinx; see https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html."""
    app.connect("include-read", link_here)
