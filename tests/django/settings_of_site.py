"""The settings of a site: the policy stands in the last line that says it."""

# Settings are written so.
# ruff: noqa: F403
# pyright: reportConstantRedefinition=false
from __future__ import annotations

import os

from .settings_base import *

if "NEVER" not in os.environ:
    CROSSORIGIN = {"origins": "https://app.example.com"}  # of the site
