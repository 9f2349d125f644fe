"""Settings that all stand elsewhere."""

# ruff: noqa: F403 - as settings are written
from __future__ import annotations

from tests.django.settings_base import *
