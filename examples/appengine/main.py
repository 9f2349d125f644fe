"""Serve a JSON API on App Engine to pages on other servers."""

from __future__ import annotations

from flask import Blueprint, Flask, abort

from crossorigin import Policy
from crossorigin.flask import CORS, crossdomain

# App Engine serves /static itself (app.yaml), so Flask must not.
app = Flask(__name__, static_folder=None)
orders = Blueprint("orders", __name__, url_prefix="/orders")
CORS(orders, Policy.from_env())

ORDERS = {7: "shipped"}


@app.get("/my_service")
@crossdomain(origin="*")
def my_service() -> dict[str, str]:
    """Answer a page on any origin: the one line above is all it takes."""
    return {"service": "open to every page"}


@app.get("/no_policy")
def no_policy() -> dict[str, str]:
    """Answer, but let no page on another origin read it: this is the error to see."""
    return {"service": "only pages of this server can read this"}


@orders.get("/<int:number>")
def show_order(number: int) -> dict[str, int | str]:
    """Answer a page on an origin that CROSSORIGIN_ORIGINS in app.yaml lists."""
    if number not in ORDERS:
        abort(404)
    return {"order": number, "state": ORDERS[number]}


@orders.put("/<int:number>")
def update_order(number: int) -> dict[str, int | str]:
    """Answer a request that the browser announces with a preflight."""
    if number not in ORDERS:
        abort(404)
    return {"order": number, "state": "updated"}


app.register_blueprint(orders)
