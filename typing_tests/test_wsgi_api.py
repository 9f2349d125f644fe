"""What the type checkers make of the WSGI middleware; read, never run."""
# An ignore that one of the two checkers does not need is an error of the other's.
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type
from wsgiref.simple_server import demo_app, make_server
from wsgiref.validate import validator

from flask import Flask

from crossorigin import Guard, Policy
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

POLICY = Policy(origins=["https://partner.example"])
flask_app = Flask(__name__)

# A wrapped app is an app.
application: WSGIApplication = CORSMiddleware(demo_app, POLICY)
make_server("127.0.0.1", 0, CORSMiddleware(demo_app, POLICY))
validator(CORSMiddleware(flask_app, policy=POLICY))
assert_type(CORSMiddleware(demo_app, origins="*", max_age=None), CORSMiddleware)
CORSMiddleware(CORSMiddleware(flask_app.wsgi_app, POLICY), POLICY)
CORSMiddleware(demo_app, POLICY, guard=True)
CORSMiddleware(demo_app, POLICY, guard=Guard(trusted="https://idp.example"))
CORSMiddleware(demo_app, origins="*", guard=None)

CORSMiddleware()  # type: ignore[call-arg]  # there is nothing to wrap
CORSMiddleware("app", POLICY)  # type: ignore[arg-type]  # text is no app
CORSMiddleware(demo_app, "*")  # type: ignore[arg-type]  # the origins have a name here
CORSMiddleware(demo_app, origin="*")  # type: ignore[call-arg]  # no policy has this option
CORSMiddleware(demo_app, POLICY, guard=["https://idp.example"])  # type: ignore[arg-type]  # no guard
