"""The app that the servers serve, each part under a policy of another kind."""

from __future__ import annotations

from flask import Blueprint, Flask

from crossorigin.flask import CORS, same_origin

app = Flask(__name__)
CORS(
    app,
    origins=["https://app.example.com", "https://*.example.org"],
    methods=["PUT"],
    allow_headers=["X-Token"],
    credentials=True,
)


@app.route("/", methods=["GET", "PUT"])
def index() -> str:
    """Return what pages of the listed origins may read."""
    return "listed"


@app.get("/closed")
@same_origin
def closed() -> str:
    """Return what no page of another origin may read."""
    return "closed"


anyone = Blueprint("anyone", __name__, url_prefix="/anyone")
CORS(anyone, origins="*", methods="*", allow_headers="*")


@anyone.route("/", methods=["GET", "PUT"])
def for_anyone() -> str:
    """Return what every page may read."""
    return "anyone"


app.register_blueprint(anyone)
