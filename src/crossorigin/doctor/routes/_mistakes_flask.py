"""Mistakes that only a Flask app can show: its views, blueprints and configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crossorigin.doctor.routes._mistake import Mistake, MistakeSlug, repeated
from crossorigin.doctor.routes._site import package_of, place

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
            f"{mark.name.replace('…', '...')} has no effect: Flask calls the function below it.",
            "write it below @app.route",
        )


def _of_options_views(site: Site, state: State) -> Iterator[Mistake]:
    """Yield the views of OPTIONS that no preflight reaches."""
    for rule in site.flask.url_map.iter_rules():
        own = "OPTIONS" in (rule.methods or ()) and not getattr(
            rule, "provide_automatic_options", True
        )
        # That library answers by itself, which is another mistake.
        own = own and package_of(site.flask.view_functions.get(rule.endpoint)) != "flask_cors"
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
    rules = list(site.flask.url_map.iter_rules())
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
                "register its views above app.register_blueprint(...), or remove CORS(...)",
            )
        elif scope.declared not in declared:
            yield Mistake(
                MistakeSlug.BLUEPRINT_POLICY_UNUSED,
                where,
                f'Each view of the blueprint "{name}" has a policy of its own.',
                "remove CORS(...), or the decorators",
                is_certain=False,
            )
        if scopes.whole is not None and scope.policy == scopes.whole.policy:
            yield repeated(where)
    whole = scopes.whole
    if whole is not None and rules and whole.declared not in declared:
        yield Mistake(
            MistakeSlug.APP_POLICY_UNUSED,
            place(whole.declared),
            "Each view has a policy of its own: that of the app covers only 404s.",
            "remove CORS(app, ...), or the decorators",
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
                "write CORS(app, ...) below app.wsgi_app = DispatcherMiddleware(...)",
            )
