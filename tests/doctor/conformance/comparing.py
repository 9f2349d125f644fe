"""Compare an app of this process, or a function in its place, with a policy."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from crossorigin.doctor.conformance._asks import Target
from crossorigin.doctor.conformance._conformance import conform
from crossorigin.doctor.conformance._origins import permitted_origins, strangers
from crossorigin.doctor.probing._http import HTTPTransport
from crossorigin.doctor.probing._in_process import ADDRESS, InProcessTransport
from tests.doctor.conformance.policies import CUSTOMER

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import Policy
    from crossorigin.doctor.conformance._conformance import Conformance
    from crossorigin.doctor.probing._transport import Transport


def target_of(policy: Policy, base: str = ADDRESS, path: str = "/", *also: str) -> Target:
    """Return the target at *path* that is to keep *policy*, with all requests that there are."""
    origins = permitted_origins(policy, [CUSTOMER])
    return Target(
        url=base + path,
        policy=policy,
        origins=origins,
        strangers=strangers(policy, origins[0]),
        also=tuple(base + each for each in also),
        sends_unsafe=True,
    )


def compare(target: Target, transport: Transport) -> Conformance:
    """Return the comparison of *target* over *transport*."""
    return conform(target, "POLICY", (), transport, lambda _: None)


def compare_app(app: Callable[..., object], target: Target) -> Conformance:
    """Return the comparison of *app*, in this process."""
    with closing(InProcessTransport(app)) as transport:
        return compare(target, transport)


def compare_server(target: Target) -> Conformance:
    """Return the comparison of a server that listens."""
    return compare(target, HTTPTransport())


def found_in(result: Conformance) -> set[tuple[str, str]]:
    """Return each cause of *result*, and to whom it matters."""
    return {(str(each.cause), each.matters_to) for each in result.differences}


def shown(result: Conformance) -> list[str]:
    """Return each difference of *result* on a line, for a test that fails."""
    return [
        f"{each.matters_to} {each.cause}: {each.ask.method} {each.ask.url} {each.ask.headers}"
        f" {each.response.status} expected {each.expected}, got {each.got}"
        for each in result.differences
    ]
