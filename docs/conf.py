"""Build the documentation; see https://www.sphinx-doc.org/en/master/usage/configuration.html."""

from importlib.metadata import version as version_of

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
