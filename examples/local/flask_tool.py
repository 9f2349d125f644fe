"""A tool on the user's own machine: ``flask --app flask_tool run``."""

from __future__ import annotations

from flask import Flask

from crossorigin import Guard
from crossorigin.flask import CORS

# The page of a development server, which may call this tool.
PAGE = "http://localhost:5173"

app = Flask(__name__)
CORS(app, origins=PAGE, guard=Guard.local())


@app.get("/notes")
def notes() -> dict[str, list[str]]:
    """Answer with what no other page may read."""
    return {"notes": ["buy milk"]}


@app.post("/remove")
def remove() -> dict[str, int]:
    """Do what no other page may have done."""
    return {"removed": 1}
