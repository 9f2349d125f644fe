"""A Gradio app, mounted in a FastAPI app."""

# The package is not among those of the checkers.
# mypy: disable-error-code="import-not-found"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

import gradio
from fastapi import FastAPI

from crossorigin.starlette import CORS
from tests.range.targets import callers
from tests.range.targets.effects import act


def _run(shot: str) -> str:
    return act(shot)


def application(*, guarded: bool) -> FastAPI:
    """Make the app, behind the guard if it is *guarded*."""
    app = FastAPI(openapi_url=None)
    with gradio.Blocks() as blocks:
        gradio.api(_run, api_name="run")
    if guarded:
        CORS(app, callers.policy(), guard=callers.guard())
    gradio.mount_gradio_app(app, blocks, path="/")
    return app
