"""Mistakes that only an app of Starlette or FastAPI can show: its routes and routers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crossorigin._adapters.coverage import kinds_of
from crossorigin.doctor.routes._mistake import Mistake, MistakeSlug, repeated
from crossorigin.doctor.routes._site import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.routes._site import Site
    from crossorigin.starlette._scopes import Leaf
    from crossorigin.starlette._state import State

_STARLETTE: Final = "starlette.applications.Starlette"


def mistakes(site: Site) -> Iterator[Mistake]:
    """Yield the mistakes that only an app of Starlette or FastAPI shows."""
    app: Any = next((each for each in site.layers if _STARLETTE in kinds_of(each)), None)
    if app is None:
        return
    from crossorigin.starlette._coverage import covered_leaves  # noqa: PLC0415 - it is installed

    state, leaves = covered_leaves(app)
    if state is None:
        return
    misplaced = [*_of_decorators(leaves)]
    yield from misplaced
    yield from _of_options_endpoints(leaves)
    # An endpoint that is closed by mistake says nothing of the scopes around it.
    if not misplaced:
        yield from _of_scopes(state, leaves)


def _of_decorators(leaves: list[Leaf]) -> Iterator[Mistake]:
    """Yield the decorators that stand where no router sees them."""
    from crossorigin.starlette._coverage import misplaced_on  # noqa: PLC0415 - as above

    found = {scope for leaf in leaves for scope in misplaced_on(leaf)}
    for scope in sorted(found, key=lambda scope: scope.name):
        yield Mistake(
            MistakeSlug.DECORATOR_WITHOUT_EFFECT,
            place(scope.declared),
            f"{scope.name} has no effect: the router calls the function below it.",
            "write it below @app.get",
        )


def _of_options_endpoints(leaves: list[Leaf]) -> Iterator[Mistake]:
    """Yield the endpoints of OPTIONS that no preflight reaches."""
    from crossorigin.starlette._coverage import scopes_of  # noqa: PLC0415 - as above

    for leaf in leaves:
        scope = scopes_of(leaf).get("OPTIONS")
        if scope is not None and scope.policy is not None:
            yield Mistake(
                MistakeSlug.OPTIONS_VIEW_SHADOWED,
                leaf.path,
                "The policy answers preflights, so this endpoint of OPTIONS never sees one.",
                'remove "OPTIONS" from its methods',
                is_certain=False,
            )


def _of_scopes(state: State, leaves: list[Leaf]) -> Iterator[Mistake]:
    """Yield the policies of the app and of its routers that never apply, or say nothing new."""
    from crossorigin.starlette._coverage import scopes_of  # noqa: PLC0415 - as above

    in_force = {scope for leaf in leaves for scope in scopes_of(leaf).values()}
    around = dict.fromkeys(scope for leaf in leaves for scope in leaf.chain)
    for scope in around:
        if scope is state.whole or scope.is_layers:
            continue
        if scope not in in_force:
            yield Mistake(
                MistakeSlug.BLUEPRINT_POLICY_UNUSED,
                place(scope.declared, scope.name),
                "Each endpoint of this router has a policy of its own.",
                "remove CORS(...), or the decorators",
                is_certain=False,
            )
        if scope.policy is not None and scope.policy == state.whole.policy:
            yield repeated(place(scope.declared, scope.name))
    if leaves and state.whole.policy is not None and state.whole not in in_force:
        yield Mistake(
            MistakeSlug.APP_POLICY_UNUSED,
            place(state.whole.declared),
            "Each endpoint has a policy of its own: that of the app covers only 404s.",
            "CORS(app, same_origin)",
            is_certain=False,
        )
