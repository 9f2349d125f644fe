"""Build the documentation; see https://www.sphinx-doc.org/en/master/usage/configuration.html."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

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


class Prove(SphinxDirective):
    """What ``crossorigin prove`` says, while the page is built: no page has an old witness."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the command and its output."""
        arguments = self.arguments[0]
        command = [sys.executable, "-m", "crossorigin", "prove", *shlex.split(arguments)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - this Python, and this page
        if done.returncode not in {0, 1}:
            raise self.error(done.stderr)
        text = f"$ crossorigin prove {arguments}\n{done.stdout}"
        return [nodes.literal_block(text, text, language="text")]


def setup(app: Sphinx) -> None:
    """Listen to Sphinx; see https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html."""
    app.add_directive("prove", Prove)
    app.connect("include-read", link_here)
