"""The logger of the package, and the debug mode in which a terminal shows its refusals."""

from __future__ import annotations

import logging
from typing import Final

logger: Final = logging.getLogger("crossorigin")


def is_in_debug_mode(app: object) -> bool:
    """Tell whether *app* says so, as those of Flask, Quart, Starlette, FastAPI and Litestar do."""
    # An object that answers to every name has no `True` there.
    return getattr(app, "debug", None) is True
