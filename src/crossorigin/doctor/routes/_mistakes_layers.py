"""Mistakes that the layers of an app show, whatever its framework is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._adapters.coverage import kinds_of, layers_of
from crossorigin.doctor.routes._mistake import Mistake, MistakeSlug
from crossorigin.doctor.routes._site import is_local, listed, package_of, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.routes._site import Site

# The classes of other libraries' middlewares, and the line to remove.
_OTHERS: Final = {
    "starlette.middleware.cors.CORSMiddleware": "app.add_middleware(CORSMiddleware, ...) of Starlette",
    "gradio.route_utils.CustomCORSMiddleware": "CustomCORSMiddleware from the user_middleware of Gradio",
    "asgi_cors.AsgiCors": "asgi_cors",
    "wsgicors.CORS": "wsgicors",
}
# By the framework: the setting of the names to which an app answers, and the line that sets it.
_TRUSTED_HOSTS: Final = {
    "flask": ('app.config["TRUSTED_HOSTS"]', 'app.config.update(TRUSTED_HOSTS=["localhost"])'),
    "django": ("settings.ALLOWED_HOSTS", 'ALLOWED_HOSTS = ["localhost"]'),
    "": ("the app", 'app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost"])'),
}
_DEBUGGER: Final = "werkzeug.debug.DebuggedApplication"


def mistakes(site: Site) -> Iterator[Mistake]:
    """Yield the mistakes that the layers of *site* are."""
    if not _says_anything(site):
        yield Mistake(
            MistakeSlug.NOTHING_COVERED,
            "the app",
            "No route has a policy, so no page of another origin reads anything.",
            _first_line(site),
        )
    yield from _of_several(site)
    for name in _others(site):
        yield Mistake(
            MistakeSlug.SECOND_CORS_LIBRARY,
            name,
            "A second library sets CORS headers inside; they are replaced, its preflights are not asked.",
            f"remove {name}",
        )
    if (
        not site.is_django
        and not _is_guarded(site)
        and any(each.credentials for each in site.policies)
    ):
        yield Mistake(
            MistakeSlug.GUARD_OFF,
            "the app",
            "Cookies are sent for other origins, and pages of any site may send forms with them.",
            f"{_constructor(site)}, ..., guard=True)",
        )
    yield from _of_hosts(site)
    if any(_DEBUGGER in kinds_of(each) for each in _wrappers(site)):
        yield Mistake(
            MistakeSlug.DEBUGGER_IN_PRODUCTION,
            "DebuggedApplication",
            "Werkzeug's debugger is around the app: it runs code for whoever reaches it.",
            "if app.debug: app.wsgi_app = DebuggedApplication(app.wsgi_app)",
        )


def _says_anything(site: Site) -> bool:
    """Tell whether *site* says of any route who may read it."""
    if not site.routes or any(route.is_covered for route in site.routes):
        return True
    if not site.is_django:
        return False
    # Without the middleware no policy covers anything, which is another mistake.
    from crossorigin.django._checks import policies_of_site  # noqa: PLC0415 - Django is installed

    return bool(policies_of_site())


def _of_several(site: Site) -> Iterator[Mistake]:
    """Yield a mistake for each layer inside of which another one covers everything."""
    for layer in site.own_layers:
        used = any(route.declared == layer.declared for route in site.routes)
        if not used and any(route.is_covered for route in site.routes):
            yield Mistake(
                MistakeSlug.OUTER_LAYER_UNUSED,
                place(layer.declared),
                "Something further inside covers every route, and alone decides.",
                "remove this CORSMiddleware(...)",
                is_certain=False,
            )


def _of_hosts(site: Site) -> Iterator[Mistake]:
    """Yield that a server on the reader's own machine answers to any name."""
    pages = [page for policy in site.policies if policy.credentials for page in listed(policy)]
    is_certain = any(map(is_local, site.hosts))
    asks_for_host = site.asks_for_host or any(vars_of(each, "hosts") for each in _guards(site))
    if pages and not asks_for_host and (is_certain or all(map(is_local, pages))):
        framework = "django" if site.is_django else "flask" if site.flask is not None else ""
        where, fix = _TRUSTED_HOSTS[framework]
        yield Mistake(
            MistakeSlug.TRUSTED_HOSTS_UNSET,
            where,
            "The app is for this machine, and answers a page that has its own name lead here.",
            fix,
            is_certain,
        )


def _first_line(site: Site) -> str:
    """Return the line that gives the app of *site* a policy."""
    if site.is_django:
        return 'CROSSORIGIN = {"origins": ["https://app.example.com"]}'
    return f'{_constructor(site)}, origins=["https://app.example.com"])'


def _constructor(site: Site) -> str:
    """Return the beginning of the line that covers the app of *site*."""
    return "CORS(app" if site.is_known else "CORSMiddleware(app"


def _is_guarded(site: Site) -> bool:
    """Tell whether the guard is on, or nothing is there that it would protect."""
    return not site.has_sessions or any(_guards(site))


def _guards(site: Site) -> Iterator[object]:
    """Yield the guards of *site* that refuse, and do not only report."""
    guards = [vars_of(layer, "_guard") for layer in site.own_layers]
    if site.flask is not None:
        guards.append(vars_of(site.flask.extensions.get("crossorigin"), "guard"))
    guards += [
        vars_of(vars_of(vars_of(each, "state"), "crossorigin"), "guard") for each in site.layers
    ]
    if site.is_django:
        from crossorigin.django._settings import configured  # noqa: PLC0415 - Django is installed

        guards.append(configured().guard)
    yield from (
        guard for guard in guards if guard is not None and not vars_of(guard, "report_only")
    )


def vars_of(holder: object, name: str) -> object:
    """Return the attribute *name* of *holder*, ``None`` if it has none."""
    return getattr(holder, name, None)


def _wrappers(site: Site) -> list[object]:
    """Return the layers of *site*, and those around the ``wsgi_app`` of a Flask app."""
    return [*site.layers, *_wrappers_of(site.layers[-1])]


def _wrappers_of(app: object) -> list[object]:
    """Return what is around the ``wsgi_app`` of *app*, if that is of Flask."""
    if "flask.app.Flask" not in kinds_of(app):
        return []
    from crossorigin.flask._coverage import wrappers_of  # noqa: PLC0415 - Flask is installed

    return wrappers_of(cast("Any", app))


def _others(site: Site) -> Iterator[str]:
    """Yield the names of other CORS libraries inside of *site*, once each."""
    found = dict.fromkeys(
        name
        for app in _apps(site.app)
        for each in (*layers_of(app), *_wrappers_of(app))
        for name in _names_of(each)
    )
    yield from found


def _apps(app: object) -> list[object]:
    """Return *app*, and the apps that are mounted in it."""
    found = [app]
    for each in found:
        layers = (*layers_of(each), *_wrappers_of(each))
        mounted = [inner for layer in layers for inner in _mounted_in(layer)]
        # One may be mounted twice, or in itself by mistake.
        found += [inner for inner in mounted if all(inner is not known for known in found)]
    return found


def _mounted_in(layer: object) -> list[object]:
    """Return the apps that *layer* leads to: a router of Starlette, or Werkzeug's dispatcher."""
    routes, mounts = vars_of(layer, "routes"), vars_of(layer, "mounts")
    found = list(cast("dict[str, object]", mounts).values()) if isinstance(mounts, dict) else []
    if isinstance(routes, list):
        found += [vars_of(route, "app") for route in cast("list[object]", routes)]
    return [app for app in found if callable(app)]


def _names_of(layer: object) -> Iterator[str]:
    """Yield the other CORS libraries that *layer* is of, or has on its responses."""
    yield from (_OTHERS[kind] for kind in sorted(kinds_of(layer) & _OTHERS.keys()))
    if "flask.app.Flask" in kinds_of(layer):
        app = cast("Any", layer)
        handlers = [each for found in app.after_request_funcs.values() for each in found]
        if any(package_of(each) == "flask_cors" for each in handlers):
            yield "CORS(...) of flask_cors"
        if any(package_of(view) == "flask_cors" for view in app.view_functions.values()):
            yield "@cross_origin of flask_cors"
