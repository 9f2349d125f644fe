"""Settings that others import with a star."""

from __future__ import annotations

CROSSORIGIN = {"origins": "https://old.example"}
DEBUG, USE_TZ = False, True
