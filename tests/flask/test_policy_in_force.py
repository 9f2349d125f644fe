"""A layer says which policy is in force for a request."""

from __future__ import annotations

from flask import Flask
from werkzeug.test import create_environ

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin
from crossorigin.flask._state import state_of

_APP = Policy("https://app.example.com")
_PARTNER = Policy("https://partner.example")


def test_the_policy_in_force() -> None:
    """It is that of the innermost scope, and unknown for what is no request of WSGI."""
    app = Flask(__name__)
    CORS(app, _APP)

    @app.get("/partners")
    @cross_origin(_PARTNER)
    def partners() -> str:
        return "partners"

    app.test_client().get("/partners")
    policy_of = state_of(app).layer.policy_of
    assert policy_of(create_environ("/partners")) == _PARTNER
    assert policy_of(create_environ("/orders")) == _APP
    assert policy_of({"type": "http", "path": "/partners"}) is None
