"""An app that prints wherever it can."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from flask import Flask

from crossorigin.flask import CORS

if TYPE_CHECKING:
    from flask import Response


def print_everywhere(when: str) -> None:
    """Print by Python, to the descriptor, and from another program."""
    print(f"NOISE {when} print")  # noqa: T201 - it is what this app is for
    sys.__stdout__.write(f"NOISE {when} stream\n")  # type: ignore[union-attr] # it is there
    os.write(1, f"NOISE {when} descriptor\n".encode())
    subprocess.run([sys.executable, "-c", f"print('NOISE {when} program')"], check=True)


print_everywhere("import")
atexit.register(print, "NOISE exit print")

app = Flask(__name__)
CORS(app, origins=["https://app.example.com"])
_seen: set[str] = set()


@app.get("/orders")
def orders() -> str:
    """Answer."""
    if not _seen:
        _seen.add("first")
        print_everywhere("request")
    return "orders"


@app.after_request
def tell(response: Response) -> Response:
    """Print after each request."""
    print("NOISE after")  # noqa: T201 - as above
    return response
