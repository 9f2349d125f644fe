"""The apps that real servers serve, by name: ``gunicorn benchmarks.served:bare``."""

from __future__ import annotations

from benchmarks import flask_apps

bare = flask_apps.bare()
crossorigin = flask_apps.app_wide()
flask_cors = flask_apps.flask_cors_app()
