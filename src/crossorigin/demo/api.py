"""An example API, and what a page of another origin may read of it, route by route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Flask, json, jsonify, redirect, request
from werkzeug.exceptions import HTTPException

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as BaseResponse

app: Flask = Flask(__name__)
# One route crashes on purpose. Its traceback would only alarm who reads the terminal.
app.logger.disabled = True


# One line on a route opens it. Without one, no page of another origin can read it.


@app.get("/plain")
def plain() -> dict[str, str]:
    """Answer every program, and no page of another origin."""
    return {"message": "the server did answer"}


@app.get("/my_service")
@crossdomain(origin="*")
def my_service() -> dict[str, str]:
    """Answer any page."""
    return {"message": "hello from the other origin"}


@app.get("/prices")
@cross_origin(origins="https://app.example.com")
def prices() -> dict[str, float]:
    """Answer the pages of one origin, which is not the demo's."""
    return {"apple": 0.5, "pear": 0.7}


# One policy says who may do what, and any number of routes can use it.

PARTNERS = Policy(
    origins=["https://app.example.com", "http://127.0.0.1:*"],
    methods=["GET", "PUT", "DELETE"],
    allow_headers=["X-Request-ID"],
    expose_headers=["X-Total-Count"],
)


@app.put("/orders/<int:number>")
@cross_origin(PARTNERS)
def update_order(number: int) -> dict[str, object]:
    """Answer a request that the browser sends only after it asked whether it may."""
    return {"number": number, "saved": request.get_json()}


@app.route("/drafts/<int:number>", methods=["GET", "PUT", "DELETE"])
@cross_origin(origins="http://127.0.0.1:*", methods=["GET", "PUT"])
def draft(number: int) -> dict[str, int]:
    """Let a page read and change a draft, but not delete it, nor send headers of its own."""
    return {"number": number}


# Credentials are for origins that a policy lists by name, never for everyone.


@app.get("/public")
@cross_origin(origins="*")
def public() -> dict[str, str]:
    """Answer any page that sends no credentials."""
    return {"message": "the same for everyone"}


@app.get("/me")
@cross_origin(origins="http://127.0.0.1:*", credentials=True)
def me() -> dict[str, str]:
    """Answer the pages of one host, with the visitor's cookies."""
    return {"message": "hello, whoever you are"}


# One line on a blueprint covers its routes, its errors and its redirects.

shop: Blueprint = Blueprint("shop", __name__, url_prefix="/shop")
CORS(shop, PARTNERS)


@shop.get("/orders")
def orders() -> Response:
    """Answer with two headers of our own, of which the policy exposes one."""
    response = jsonify([1, 2, 3])
    response.headers["X-Total-Count"] = "42"
    response.headers["X-Served-By"] = "rack 7"
    return response


@shop.get("/orders/<int:number>")
def order(number: int) -> dict[str, int]:
    """Answer ``GET``, and nothing else."""
    return {"number": number}


@shop.get("/old-orders")
def old_orders() -> BaseResponse:
    """Send the browser on."""
    return redirect("/shop/orders")


@shop.get("/crash")
def crash() -> dict[str, str]:
    """Crash, as every API does one day."""
    raise RuntimeError("the database is away")


@shop.post("/refunds/<int:number>")
@same_origin
def refund(number: int) -> dict[str, int]:
    """Answer only the shop's own pages, whatever the blueprint says."""
    return {"refunded": number}


app.register_blueprint(shop)


@app.errorhandler(HTTPException)
def as_json(error: HTTPException) -> BaseResponse:
    """Answer programs in JSON when something goes wrong, too."""
    response = error.get_response()
    response.set_data(json.dumps({"error": error.name}))
    response.content_type = "application/json"
    return response
