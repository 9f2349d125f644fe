"""Build the documentation; see https://www.sphinx-doc.org/en/master/usage/configuration.html."""

from importlib.metadata import version as version_of

project = "crossorigin"
author = "The crossorigin authors"
project_copyright = f"2026, {author}"
version = release = version_of(project)

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
# Deep enough for a link to any section: the reasons are found by their slugs.
myst_heading_anchors = 4

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sourcelink = False
