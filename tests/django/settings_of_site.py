"""The settings of a site: the policy stands in the last line that says it."""

# ruff: noqa: F403 - as settings are written
from __future__ import annotations

import os

from .settings_base import *

if "NEVER" not in os.environ:
    CROSSORIGIN = {"origins": "https://app.example.com"}  # of the site
