"""The app behind the zoo's gateways: what it answers depends on the first part of the path."""

# waitress has no annotations, so the type checkers cannot see what it gives.
# mypy: disable-error-code="import-untyped"
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
from __future__ import annotations

import os

import waitress
from flask import Flask, Response, jsonify, request

app = Flask(__name__)
METHODS = ["GET", "PUT", "POST", "OPTIONS"]


@app.route("/items/", methods=METHODS)
@app.route("/items/<int:number>", methods=METHODS)
def bare(number: int = 0) -> Response:
    """Know nothing of CORS."""
    return jsonify(id=number)


@app.route("/star/<int:number>", methods=METHODS)
def star(number: int) -> Response:
    """Let every page read."""
    response = jsonify(id=number)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@app.route("/echo/<int:number>", methods=METHODS)
def echo(number: int) -> Response:
    """Let the page read that asks, say nothing of it to caches, and let them keep the response."""
    response = jsonify(id=number)
    response.headers["Cache-Control"] = "public, max-age=600"
    if "Origin" in request.headers:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    return response


@app.route("/vary/<int:number>", methods=METHODS)
def vary(number: int) -> Response:
    """Let the page read that asks, and say so."""
    response = echo(number)
    response.vary.add("Origin")
    return response


@app.route("/checked/<number>")
def checked(number: str) -> tuple[Response, int]:
    """Refuse what is no number, as an API does that validates."""
    return jsonify(error=f"{number} is no number"), 422


@app.route("/get-only/<int:number>", methods=["GET"], provide_automatic_options=False)
def get_only(number: int) -> Response:
    """Answer no ``OPTIONS``."""
    return jsonify(id=number)


def serve() -> None:
    """Serve the app on the port that the environment names."""
    waitress.serve(app, listen=f"127.0.0.1:{os.environ['PORT']}", threads=8)
