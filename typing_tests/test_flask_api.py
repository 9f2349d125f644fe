"""What the type checkers make of the Flask extension and its decorators; read, never run."""
# An ignore that one of the two checkers does not need is an error of the other's.
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from datetime import timedelta
from typing import assert_type

from flask import Blueprint, Flask, Response, jsonify
from flask.views import MethodView

from crossorigin import Guard, Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin

POLICY = Policy(origins=["https://partner.example"], methods=["GET", "PUT"])
app = Flask(__name__)
api = Blueprint("api", __name__, url_prefix="/api")

# Every way to cover an app or a blueprint.
CORS(app)
CORS(app, POLICY)
CORS(app, policy=POLICY)
CORS(app, origins=["https://app.example.com"], methods=["GET"], credentials=True, max_age=60)
CORS(api, POLICY)
CORS(api, origins="*")
CORS(app, guard=True)
CORS(app, POLICY, guard=Guard(trusted="https://idp.example"))
CORS(origins="*", guard=None).init_app(app)
cors = CORS()
assert_type(cors, CORS)
assert_type(cors.init_app(app), None)
CORS(origins="*").init_app(app)

CORS("app")  # type: ignore[arg-type]  # neither an app nor a blueprint
CORS(app, ["https://app.example.com"])  # type: ignore[arg-type]  # the origins have a name
CORS(app, resources={"/*": {}})  # type: ignore[call-arg]  # no policy has this option
CORS(app, POLICY, guard="yes")  # type: ignore[arg-type]  # text is no guard
CORS(app, origins="*", credentials="yes")  # type: ignore[arg-type]  # text is no boolean


@app.put("/orders/<int:order_id>")
@cross_origin(POLICY)
def update_order(order_id: int) -> dict[str, int]:
    """Keep its own type below the decorator of a policy."""
    return {"order": order_id}


@app.get("/orders")
@cross_origin(origins="*", allow_headers=["Authorization"], max_age=timedelta(minutes=5))
def orders() -> Response:
    """Keep its own type below the decorator of options."""
    return jsonify([])


@app.get("/later")
@cross_origin(POLICY)
async def later() -> str:
    """Stay asynchronous."""
    return "later"


@app.post("/admin")
@same_origin
def admin() -> tuple[str, int]:
    """Keep its own type below the decorator without arguments."""
    return "done", 201


@app.route("/my_service")
@crossdomain(origin="*")
def my_service() -> str:
    """Keep its own type below the historical decorator."""
    return "served"


@api.route("/historical", methods=["GET", "OPTIONS"])
@crossdomain(["https://a.example"], ["GET"], "X-A, X-B", timedelta(days=1), False, True)  # noqa: FBT003
def historical() -> str:
    """Keep its own type below all six parameters, in their historical places."""
    return "served"


class Items(MethodView):
    """Take each decorator in a list."""

    decorators = [crossdomain(origin="*"), cross_origin(POLICY), same_origin]  # noqa: RUF012

    @cross_origin(POLICY)
    def get(self, item_id: int) -> str:
        """Keep its own type as a method."""
        return f"item {item_id}"


async def check_types() -> None:
    """State the type of every view above, and what must not pass for one."""
    assert_type(update_order(7), dict[str, int])
    update_order("7")  # type: ignore[arg-type]  # the view's own parameters are kept
    update_order()  # type: ignore[call-arg]  # as above
    assert_type(orders(), Response)
    assert_type(await later(), str)
    assert_type(admin(), tuple[str, int])
    assert_type(my_service(), str)
    assert_type(historical(), str)
    assert_type(Items().get(7), str)


cross_origin("*")  # type: ignore[arg-type]  # the origins have a name here
cross_origin(POLICY)("view")  # type: ignore[arg-type]  # a decorator takes a view
same_origin(POLICY)  # type: ignore[arg-type]  # as above
crossdomain(origin=7)  # type: ignore[arg-type]  # a port is no origin
crossdomain(origins="*")  # type: ignore[arg-type]  # the historical name is in the singular


@cross_origin  # type: ignore[arg-type]  # it must be called
def bare() -> str:
    """Stand below a decorator that was not called, which is a problem when the app starts."""
    return "never served"
