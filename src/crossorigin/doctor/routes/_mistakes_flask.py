"""Mistakes that only a Flask app can show: its views, blueprints and configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crossorigin._web.sites import is_loopback
from crossorigin.doctor.routes._mistake import SENT_ANYWHERE, Mistake, MistakeSlug
from crossorigin.doctor.routes._site import STATIC, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.routes._site import Site
    from crossorigin.flask._state import State


def mistakes(site: Site) -> Iterator[Mistake]:
    """Yield the mistakes that only a Flask app shows."""
    if site.flask is None:
        return
    from crossorigin.flask._coverage import state_in_force  # noqa: PLC0415 - Flask is installed

    state = state_in_force(site.flask)
    yield from _of_decorators(site, state)
    yield from _of_options_views(site, state)
    yield from _of_scopes(site, state)
    yield from _of_mounts(site)
    if any(policy.credentials for policy in site.policies):
        yield from _of_session(site)
        yield from _of_hosts(site)
    if site.config["DEBUG"] and site.config["PREFERRED_URL_SCHEME"] == "https":
        yield Mistake(
            MistakeSlug.DEBUGGER_IN_PRODUCTION,
            'app.config["DEBUG"]',
            "The app is in debug mode and says that it is served over https.",
            "app.config.update(DEBUG=False)",
            is_certain=False,
        )


def _of_decorators(site: Site, state: State) -> Iterator[Mistake]:
    """Yield the decorators that stand where Flask does not see them."""
    from crossorigin.flask._marks import all_functions, bare_marks  # noqa: PLC0415 - as above

    views: dict[str, Any] = site.flask.view_functions
    found = {
        mark
        for view in views.values()
        for function in all_functions(view)
        for mark in bare_marks(function)
    }
    for mark in sorted(found, key=lambda mark: mark.name):
        yield Mistake(
            MistakeSlug.DECORATOR_WITHOUT_EFFECT,
            place(mark.scope.declared, state.app.name),
            f"{mark.name} has no effect: Flask calls the function below it.",
            "write it below @app.route",
        )


def _of_options_views(site: Site, state: State) -> Iterator[Mistake]:
    """Yield the views of OPTIONS that no preflight reaches."""
    for rule in site.flask.url_map.iter_rules():
        own = "OPTIONS" in (rule.methods or ()) and not getattr(
            rule, "provide_automatic_options", True
        )
        scope = state.scopes.of_rule(rule, "OPTIONS").scope
        if own and scope is not None and scope.policy is not None and scope.answers_preflight:
            yield Mistake(
                MistakeSlug.OPTIONS_VIEW_SHADOWED,
                f'{rule.rule}, view "{rule.endpoint}"',
                "The policy answers preflights, so this view of OPTIONS never sees one.",
                'remove "OPTIONS" from its methods',
                is_certain=False,
            )


def _of_scopes(site: Site, state: State) -> Iterator[Mistake]:
    """Yield the policies of the app and its blueprints that never apply, or say nothing new."""
    scopes = state.scopes
    rules = [rule for rule in site.flask.url_map.iter_rules() if rule.endpoint != STATIC]
    in_force = [
        scopes.of_rule(rule, method).scope
        for rule in rules
        for method in (rule.methods or {"GET"}) - {"OPTIONS"}
    ]
    declared = {scope.declared for scope in in_force if scope is not None}
    for name, scope in scopes.blueprints.items():
        where = place(scope.declared, f'the blueprint "{name}"')
        if not any(rule.endpoint.startswith(f"{name}.") for rule in rules):
            yield Mistake(
                MistakeSlug.BLUEPRINT_WITHOUT_ROUTES,
                where,
                f'The blueprint "{name}" has a policy and no routes.',
                "register its views above app.register_blueprint(…), or remove CORS(…)",
            )
        elif scope.declared not in declared:
            yield Mistake(
                MistakeSlug.BLUEPRINT_POLICY_UNUSED,
                where,
                f'Each view of the blueprint "{name}" has a policy of its own.',
                "remove CORS(…), or the decorators",
                is_certain=False,
            )
        if scopes.whole is not None and scope.policy == scopes.whole.policy:
            yield _repeated(where)
    whole = scopes.whole
    if whole is not None and rules and whole.declared not in declared:
        yield Mistake(
            MistakeSlug.APP_POLICY_UNUSED,
            place(whole.declared),
            "Each view has a policy of its own: that of the app covers only static files and 404s.",
            "remove CORS(app, …), or the decorators",
            is_certain=False,
        )


def _repeated(where: str) -> Mistake:
    """Return the mistake of a blueprint that repeats the app's policy."""
    return Mistake(
        MistakeSlug.POLICY_REPEATED,
        where,
        "This says what the app's policy says already.",
        "remove this CORS(…)",
        is_certain=False,
    )


def _of_mounts(site: Site) -> Iterator[Mistake]:
    """Yield the mounted apps that the app's policy does not reach."""
    from crossorigin.flask._coverage import mounts_of  # noqa: PLC0415 - as above

    for prefix, (_, is_layered) in mounts_of(site.flask).items():
        inner = [route for route in site.routes if route.rule.startswith(f"{prefix}/")]
        if not is_layered and not any(route.is_covered for route in inner):
            yield Mistake(
                MistakeSlug.MOUNTED_APP_UNCOVERED,
                prefix,
                "CORS(app) stands above the line that mounts this app, so it is not covered.",
                "write CORS(app, …) below app.wsgi_app = DispatcherMiddleware(…)",
            )


def _of_session(site: Site) -> Iterator[Mistake]:
    """Yield why browsers do not send the session's cookie to the app from another site."""
    config = site.config
    if not site.has_sessions:
        return
    if config["SESSION_COOKIE_SAMESITE"] != SENT_ANYWHERE:
        yield Mistake(
            MistakeSlug.SESSION_NOT_SENT,
            'app.config["SESSION_COOKIE_SAMESITE"]',
            "credentials=True, but from another site no browser sends this cookie: the login is lost.",
            'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)',
        )
    elif not config["SESSION_COOKIE_SECURE"]:
        yield Mistake(
            MistakeSlug.SESSION_NOT_SECURE,
            'app.config["SESSION_COOKIE_SECURE"]',
            "Browsers drop a cookie with SameSite=None that is not Secure.",
            "app.config.update(SESSION_COOKIE_SECURE=True)",
        )
    elif not config.get("SESSION_COOKIE_PARTITIONED"):
        yield Mistake(
            MistakeSlug.SESSION_NOT_PARTITIONED,
            'app.config["SESSION_COOKIE_PARTITIONED"]',
            "Browsers that block the cookies of other sites send only partitioned ones.",
            "app.config.update(SESSION_COOKIE_PARTITIONED=True)  # Flask 3.1",
            is_certain=False,
        )
    if hasattr(site.flask, "login_manager") and (
        config.get("REMEMBER_COOKIE_SAMESITE") != SENT_ANYWHERE
    ):
        yield Mistake(
            MistakeSlug.REMEMBER_COOKIE_NOT_SENT,
            'app.config["REMEMBER_COOKIE_SAMESITE"]',
            "Flask-Login's cookie is not sent from another site, so nobody is remembered there.",
            'app.config.update(REMEMBER_COOKIE_SAMESITE="None", REMEMBER_COOKIE_SECURE=True)',
        )


def _of_hosts(site: Site) -> Iterator[Mistake]:
    """Yield that a server on the reader's own machine answers to any name."""
    host = str(site.config["SERVER_NAME"] or "").rpartition(":")[0] or site.config["SERVER_NAME"]
    if host and is_loopback(host) and not site.config.get("TRUSTED_HOSTS"):
        yield Mistake(
            MistakeSlug.TRUSTED_HOSTS_UNSET,
            'app.config["TRUSTED_HOSTS"]',
            "The app is for this machine, and answers a page that has its own name lead here.",
            f'app.config.update(TRUSTED_HOSTS=["{host}"])',
        )
