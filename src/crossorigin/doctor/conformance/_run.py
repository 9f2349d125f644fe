"""The run of ``crossorigin conformance``: from its options to its output."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Url
from crossorigin._web.fetch import TOKEN
from crossorigin.doctor._output import MISUSED, UNREACHABLE, Format, Output, plain
from crossorigin.doctor._progress import Progress
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._policies import read_policy
from crossorigin.doctor.conformance._ask import UNKNOWN_METHOD
from crossorigin.doctor.conformance._asks import Target
from crossorigin.doctor.conformance._conformance import conform
from crossorigin.doctor.conformance._origins import permitted_origins, strangers
from crossorigin.doctor.conformance._report_ci import junit, sarif
from crossorigin.doctor.conformance._report_json import json_report
from crossorigin.doctor.conformance._report_markdown import markdown
from crossorigin.doctor.conformance._report_text import lines_of
from crossorigin.doctor.conformance._requests import limit_of
from crossorigin.doctor.probing._http import HTTPTransport
from crossorigin.doctor.probing._in_process import ADDRESS, AppError, is_app, load
from crossorigin.doctor.probing._targets import UsageError, header_of, origin_of, url_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin import Policy
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.conformance._conformance import Conformance
    from crossorigin.doctor.probing._transport import Transport

_DIFFERENT: Final = 1
_WRITERS: Final[Mapping[Format, Callable[[Conformance], str]]] = {
    "json": json_report,
    "markdown": markdown,
    "junit": junit,
    "sarif": sarif,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformanceOptions:
    """The options of the command, as they were given."""

    target: str
    policy: str
    path: str
    also: tuple[str, ...]
    origins: tuple[str, ...]
    route_methods: str | None
    headers: tuple[str, ...]
    send_unsafe: bool
    timeout: float
    format: Format


def run(options: ConformanceOptions, say: Callable[[str], None]) -> Output:
    """
    Return the output of the command for *options*.

    Args:
        options: The options.
        say: Prints a line to standard error.
    """
    try:
        with ExitStack() as stack:
            result = _conformance(options, stack, say)
    except (UsageError, AppError) as error:
        return Output(MISUSED, complaint=str(error))
    return Output(_status_of(result), tuple(render(result, options.format)))


def render(result: Conformance, format_: Format) -> list[Line]:
    """Return the report of *result* in *format_*."""
    return list(lines_of(result)) if format_ == "text" else plain(_WRITERS[format_](result))


def _status_of(result: Conformance) -> int:
    """Return the exit status."""
    if result.complaint is not None:
        return UNREACHABLE
    if result.material:
        return _DIFFERENT
    # What was not answered was not found to be the same.
    return 0 if result.doubt is None else UNREACHABLE


def _conformance(
    options: ConformanceOptions, stack: ExitStack, say: Callable[[str], None]
) -> Conformance:
    """Return the comparison of the target that *options* name with its policy."""
    headers = tuple(map(header_of, options.headers))
    target = _target(options, read_policy(options.policy))
    transport: Transport = HTTPTransport(options.timeout)
    if target.is_app:
        transport = stack.enter_context(closing(load(options.target)))
    else:
        more = f", POST, {UNKNOWN_METHOD}" if target.sends_unsafe else ""
        say(
            f"At most {limit_of(target)} requests (GET, HEAD, OPTIONS{more}) go to"
            f" {_origin_of(target.url)}."
        )
    progress = stack.enter_context(Progress(say))
    return conform(target, options.policy, headers, transport, progress)


def _target(options: ConformanceOptions, policy: Policy) -> Target:
    """Return the target, and the *policy* that it is to keep."""
    if policy.compiled.source_is_async:
        raise UsageError(
            f"{escape(options.policy)} asks an async function: name a policy that can be asked here."
        )
    origins = permitted_origins(policy, map(origin_of, options.origins))
    if not origins:
        raise UsageError(
            "The policy asks a function for origins: name one that it permits, --origin"
            " https://app.example.com."
        )
    base = ADDRESS if is_app(options.target) else ""
    url = f"{base}/{options.path.removeprefix('/')}" if base else options.target
    target = _sent(url_of(url))
    return Target(
        url=target,
        policy=policy,
        origins=origins,
        strangers=strangers(policy, origins[0]),
        also=tuple(_url_beside(target, each) for each in options.also),
        route_methods=_methods_in(options.route_methods),
        sends_unsafe=options.send_unsafe,
        is_app=bool(base),
    )


def _methods_in(text: str | None) -> frozenset[str] | None:
    """Return the methods that *text* lists; raise ``UsageError`` if one is none."""
    if text is None:
        return None
    methods = text.replace(",", " ").split()
    for method in methods:
        if TOKEN.fullmatch(method) is None:
            raise UsageError(f"--route-methods {escape(method, 100)} is no method: write GET,PUT.")
    return frozenset(methods)


def _url_beside(target: str, also: str) -> str:
    """Return the URL of the path *also*; raise ``UsageError`` if another host has it."""
    text = _origin_of(target) + also if also.startswith("/") else also
    if _origin_of(url_of(text)) != _origin_of(target):
        raise UsageError(f"--also {escape(also, 100)} is not of the same host: write its path.")
    return _sent(text)


def _origin_of(text: str) -> str:
    """Return the origin of the URL *text*."""
    url = Url.parse(text)
    return "" if url is None else url.origin


def _sent(text: str) -> str:
    """Return the URL *text* as it is sent."""
    url = Url.parse(text)
    return text if url is None else url.target
