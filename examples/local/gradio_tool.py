"""Gradio, mounted in FastAPI: ``uvicorn gradio_tool:app``."""

# The package is not among those of the checkers.
# mypy: disable-error-code="import-not-found"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

import gradio
from fastapi import FastAPI

from crossorigin import Guard
from crossorigin.starlette import CORS

# The page of a development server, which may call this tool.
PAGE = "http://localhost:5173"

app = FastAPI()
CORS(app, origins=PAGE, guard=Guard.local())


def note(text: str) -> str:
    """Keep a note."""
    return f"kept: {text}"


with gradio.Blocks() as blocks:
    gradio.api(note, api_name="note")
gradio.mount_gradio_app(app, blocks, path="/notes")
