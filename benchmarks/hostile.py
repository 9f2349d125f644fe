"""What a request costs that somebody made to be expensive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks import flask_apps, growth
from benchmarks.figures import Figure
from benchmarks.measure import Case, Effort, Spread, compare
from benchmarks.scenarios import ALLOWED, Scenario, asgi_call, preflight, wsgi_call
from crossorigin import Policy, PolicyError, asgi
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from wsgiref.types import WSGIApplication

    from benchmarks.scenarios import Send

SECTION: Final = "Hostile requests"
HEADERS: Final = "Access-Control-Request-Headers"
LISTED: Final = f"{HEADERS}, listed"
ECHOED: Final = f'{HEADERS}, "*"'
LINES_WSGI: Final = "lines of one request header, WSGI"
LINES_ASGI: Final = "lines of one request header, ASGI"
LINES_SIZE: Final = 2 * 1024 * 1024
SIZES: Final = (4 * 1024, 8 * 1024, 64 * 1024)  # more than the first is not read
ORIGIN_SIZES: Final = (8 * 1024, 64 * 1024, 1024 * 1024)
_UNITS: Final = ((1024 * 1024, "MB"), (1024, "KB"), (1, "bytes"))
_MAX_LABEL: Final = 63
_MOST_LABELS: Final = 123
_MISTAKES: Final = 10_000


def size_name(size: int) -> str:
    """Return what a table calls *size* bytes."""
    return next(f"{size // unit} {name}" for unit, name in _UNITS if size >= unit)


def request_headers(sizes: Sequence[int], effort: Effort) -> list[Figure]:
    """Return what a preflight costs whose list of headers has each of *sizes*, at its worst."""
    listed = CORSMiddleware(growth.nothing, origins=ALLOWED, allow_headers=["Authorization"])
    echoed = CORSMiddleware(growth.nothing, origins=ALLOWED, methods="*", allow_headers="*")
    return [
        _worst(name, size_name(size), app, _preflights(size), effort)
        for name, app in ((LISTED, listed), (ECHOED, echoed))
        for size in sizes
    ]


def others_request_headers(sizes: Sequence[int], effort: Effort) -> list[Figure]:
    """Return the same for Flask-CORS, through Flask."""
    app = flask_apps.flask_cors_app()
    return [
        _worst(f"{HEADERS}, Flask-CORS", size_name(size), app, _preflights(size), effort)
        for size in sizes
    ]


def origins(sizes: Sequence[int], effort: Effort) -> list[Figure]:
    """Return what a GET costs whose ``Origin`` has each of *sizes*, at its worst."""
    exact = CORSMiddleware(growth.nothing, origins=growth.exact_origins(1000))
    below = CORSMiddleware(growth.nothing, origins=growth.patterns(1000))
    return [
        _worst(name, size_name(size), app, _gets(_long_origins(size)), effort)
        for name, app in (("Origin, exact", exact), ("Origin, *.", below))
        for size in sizes
    ]


def hosts(effort: Effort) -> list[Figure]:
    """Return what the hosts cost that make a policy look longest."""
    shapes = [
        f"https://{'a' * before}*{'b' * after}.shop.example"
        for before in range(_MAX_LABEL)
        for after in range(_MAX_LABEL - before)
        if before + after
    ]
    half = _MAX_LABEL // 2
    labels = ("c" * _MAX_LABEL, "a" * _MAX_LABEL, "a" * half + "_" + "b" * half)
    by_label = [f"https://{label}.shop.example" for label in labels]
    inside = CORSMiddleware(growth.nothing, origins=shapes)
    below = CORSMiddleware(growth.nothing, origins=growth.patterns(1000))
    deepest = ["https://" + "a." * _MOST_LABELS + "example"]
    return [
        _worst(f"in-label patterns, {len(shapes):,}", "63 bytes", inside, _gets(by_label), effort),
        _worst("*. patterns, 1,000", f"{_MOST_LABELS + 1} labels", below, _gets(deepest), effort),
    ]


def repeated_lines(effort: Effort) -> list[Figure]:
    """Return the cost of a request whose headers are lines of one name, again and again."""
    by_wsgi = CORSMiddleware(growth.nothing, origins=ALLOWED)
    by_asgi = asgi.CORSMiddleware(_nothing, origins=ALLOWED, guard=True)
    lines = [f"{ALLOWED}{number}" for number in range(LINES_SIZE // (len(ALLOWED) + 20))]
    # A WSGI server joins the lines itself.
    joined = _gets([",".join(lines)])
    calls = [
        asgi_call(by_asgi, Scenario("hostile", method, tuple(lines), also))
        for method in ("GET", "OPTIONS", "POST")
        for also in ((), (("Access-Control-Request-Method", "PUT"),))
    ]
    size = size_name(LINES_SIZE)
    return [
        _worst(LINES_WSGI, size, by_wsgi, joined, effort),
        _worst_call(LINES_ASGI, size, calls, effort),
    ]


async def _nothing(_scope: object, _receive: object, send: Send) -> None:
    """Answer with nothing."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def mistakes(effort: Effort) -> list[Figure]:
    """Return what it takes to refuse a policy in which everything is wrong."""
    wrong = [f"HTTPS://Customer-{number}.example/" for number in range(_MISTAKES)]

    def refuse() -> None:
        try:
            Policy(wrong)
        except PolicyError as error:
            str(error)

    timing = compare(lambda: [Case("", refuse)], effort)[""].micros
    millis = Spread(timing.low / 1000, timing.median / 1000, timing.high / 1000)
    return [Figure(SECTION, "a policy with mistakes only", f"{_MISTAKES:,} origins", millis, "ms")]


def _worst(
    row: str,
    column: str,
    app: WSGIApplication,
    requests: Sequence[Scenario],
    effort: Effort,
) -> Figure:
    """Return what the most expensive of *requests* costs *app*."""
    return _worst_call(row, column, [wsgi_call(app, request) for request in requests], effort)


def _worst_call(
    row: str, column: str, calls: Sequence[Callable[[], object]], effort: Effort
) -> Figure:
    """Return the cost of the most expensive of *calls*."""
    cases = [Case(str(at), call) for at, call in enumerate(calls)]
    spreads = [timing.micros for timing in compare(lambda: cases, effort).values()]
    return Figure(SECTION, row, column, max(spreads, key=_median), "µs")


def _median(spread: Spread) -> float:
    """Return the median of *spread*."""
    return spread.median


def _preflights(size: int) -> list[Scenario]:
    """Return preflights that ask for request headers whose list has *size* bytes."""
    pieces = ("a", ",", " ", "a,", "x-{:030},", "\t\tX \t\t,", "é,Ü")
    return [preflight("hostile", ALLOWED, _filled("", piece, size)) for piece in pieces]


def _long_origins(size: int) -> list[str]:
    """Return values of ``Origin`` that have *size* bytes, and are none."""
    starts = {"": "a", "https://": "a.", "https://a.example:": "1", "https://[": "0:"}
    values = [_filled(start, piece, size) for start, piece in starts.items()]
    return [*values, "https://" + "a" * (size - 8), "https://" + "é" * (size - 8)]


def _filled(start: str, piece: str, size: int) -> str:
    """Return *start* and numbered pieces that make *size* characters together."""
    pieces = [start]
    length = len(start)
    while length < size:
        pieces.append(piece.format(len(pieces)))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def _gets(values: Sequence[str]) -> list[Scenario]:
    """Return a GET from each of the origins *values*."""
    return [Scenario("hostile", origins=(value,)) for value in values]
