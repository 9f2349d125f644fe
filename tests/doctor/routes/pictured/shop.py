"""The app of the pictures of ``flask cors``: some of its policies are mistakes."""

from __future__ import annotations

from flask import Blueprint, Flask

from crossorigin.flask import CORS, cross_origin, same_origin

app = Flask(__name__, static_folder=None)
app.config |= {"SECRET_KEY": "shop", "SERVER_NAME": "api.shop.example"}
api, admin = Blueprint("api", __name__), Blueprint("admin", __name__)
CORS(api, origins=["https://partner.example", "http://localhost:5173"], credentials=True)


@api.get("/orders/<int:number>")
def order(number: int) -> dict[str, int]:
    """Answer."""
    return {"order": number}


@api.put("/orders/<int:number>")
@cross_origin(origins="https://www.shop.example")
def change(number: int) -> dict[str, int]:
    """Answer."""
    return {"order": number}


@admin.post("/users")
@same_origin
def users() -> str:
    """Answer."""
    return "done"


@app.get("/health")
def health() -> str:
    """Answer."""
    return "well"


@app.get("/widget.js")
@cross_origin(origins="*")
def widget() -> str:
    """Answer."""
    return "show()"


app.register_blueprint(api, url_prefix="/api")
app.register_blueprint(admin, url_prefix="/admin")
