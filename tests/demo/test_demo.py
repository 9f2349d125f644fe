"""The demo: what it tells is what its API does, and what browsers make of it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest

from crossorigin.demo import servers
from crossorigin.demo.cases import CASES
from tests.demo.client import ask, fetched
from tests.engines.engines import ENGINES
from tests.engines.launch import launch
from tests.engines.testbed import Bed
from tests.engines.texts import compare_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable

    from crossorigin._browser.engines import Engine
    from crossorigin.demo.case import Case
    from crossorigin.demo.servers import Demo

pytestmark = pytest.mark.programs

_SECONDS = 30
_NUMBER = 7
# What the page calls each engine.
_VERDICT = "✓ 8 readable, ✗ 6 refused, as they should be."
_BRANDS: dict[Engine, str] = {"chromium": "Chrome", "firefox": "Firefox", "webkit": "Safari"}
_DEMO = files("crossorigin.demo")
_STATIC = sorted((_DEMO / "static").iterdir(), key=lambda file: file.name)
_PREFLIGHT_VARY = ("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
_ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
_THIS_ORIGIN = ("Access-Control-Allow-Origin", "{page}")
_VARY = ("Vary", "Origin")
_PARTNERS = (
    _THIS_ORIGIN,
    ("Access-Control-Expose-Headers", "x-total-count"),
    _VARY,
)
_PARTNERS_PREFLIGHT = (
    ("Access-Control-Allow-Headers", "content-type, x-request-id"),
    ("Access-Control-Allow-Methods", "DELETE, GET, PUT"),
    _THIS_ORIGIN,
    ("Access-Control-Max-Age", "600"),
    _PREFLIGHT_VARY,
)
_DRAFTS_PREFLIGHT = (
    ("Access-Control-Allow-Headers", "content-type"),
    ("Access-Control-Allow-Methods", "GET, PUT"),
    _THIS_ORIGIN,
    ("Access-Control-Max-Age", "600"),
    _PREFLIGHT_VARY,
)
# What the API answers, request by request: the status, and every header that concerns CORS.
_ON_THE_WIRE: dict[str, list[tuple[str, int, tuple[tuple[str, str], ...]]]] = {
    "no-decorator": [("GET", 200, ())],
    "crossdomain": [("GET", 200, (_ANY_ORIGIN,))],
    "other-origin": [("GET", 200, (_VARY,))],
    "preflight": [("OPTIONS", 200, _PARTNERS_PREFLIGHT), ("PUT", 200, _PARTNERS)],
    "header-not-listed": [("OPTIONS", 200, _DRAFTS_PREFLIGHT)],
    "method-not-listed": [("OPTIONS", 200, _DRAFTS_PREFLIGHT)],
    "same-origin": [("OPTIONS", 200, ())],
    "credentials-wildcard": [("GET", 200, (_ANY_ORIGIN,))],
    "credentials-listed": [
        ("GET", 200, (("Access-Control-Allow-Credentials", "true"), _THIS_ORIGIN, _VARY))
    ],
    "not-found": [("GET", 404, _PARTNERS)],
    "method-missing": [("OPTIONS", 200, _PARTNERS_PREFLIGHT), ("DELETE", 405, _PARTNERS)],
    "crash": [("GET", 500, _PARTNERS)],
    "redirect": [("GET", 302, (*_PARTNERS, ("Location", "/shop/orders"))), ("GET", 200, _PARTNERS)],
    "exposed-headers": [("GET", 200, _PARTNERS)],
}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Give a demo that serves on free ports."""
    with servers.listening(api_port=0, page_port=0) as running:
        threads = [Thread(target=each.serve_forever, args=(0.05,)) for each in running.servers]
        for thread in threads:
            thread.start()
        yield running
        for server, thread in zip(running.servers, threads, strict=True):
            server.shutdown()
            thread.join()


def preflight_headers(case: Case) -> list[tuple[str, str]]:
    """Return what a browser asks for before it sends the request of *case*."""
    asked = [("Access-Control-Request-Method", case.method)]
    names = sorted(name.lower() for name, _ in case.headers)
    return [*asked, ("Access-Control-Request-Headers", ",".join(names))] if names else asked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_api_answers_as_the_table_says(demo: Demo, case: Case) -> None:
    """Each request gets exactly the CORS headers that its explanation speaks of."""
    url = demo.api + case.path.format(number=_NUMBER)
    answer = None
    for method, status, expected in _ON_THE_WIRE[case.id]:
        own = preflight_headers(case) if method == "OPTIONS" else case.headers
        answer = ask(url, method, [("Origin", demo.page), *own], case.body)
        wanted = sorted((name, value.format(page=demo.page)) for name, value in expected)
        assert (status, wanted) == (answer.status, answer.cors_headers())
        url = urljoin(url, dict(answer.headers).get("Location", url))
    assert answer is not None
    assert case.status in {None, answer.status}
    assert set(case.hidden) - {name for name, _ in answer.headers} == set()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/drafts/7"), ("GET", "/shop/orders/7"), ("POST", "/shop/refunds/7")],
)
def test_programs_read_every_route(demo: Demo, method: str, path: str) -> None:
    """What is refused is the page, not the request: any other program gets its answer."""
    assert ask(demo.api + path, method).status == 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_complete(case: Case) -> None:
    """A refusal says what the console prints, and the words on the preflight are the right ones."""
    safelisted = case.method in {"GET", "HEAD", "POST"} and case.headers == ()
    sent_first, *_ = _ON_THE_WIRE[case.id][0]
    assert (case.refusal is None) == (case.status is not None)
    assert (sent_first == "OPTIONS") == bool(case.preflight) == (not safelisted)
    assert case.fixed_in in {None, *(other.id for other in CASES if other.status is not None)}


def test_the_cases_are_many() -> None:
    """Each case has a name of its own, and an answer in the table above."""
    assert [case.id for case in CASES] == list(_ON_THE_WIRE)


@pytest.mark.parametrize("text", sorted({case.line.text for case in CASES}))
def test_a_line_that_is_shown_stands_in_the_source(text: str) -> None:
    """Every line of Python on the page is one of the API's, whole."""
    source = (_DEMO / "api.py").read_text(encoding="utf-8")
    assert text in {line.strip() for line in source.splitlines()}


def test_the_page_gets_the_table(demo: Demo) -> None:
    """The page learns both addresses and every case, with a new number in every run."""
    first, second = (fetched(f"{demo.page}/cases.json") for _ in range(2))
    (path, other) = (
        next(case["path"] for case in table["cases"] if case["id"] == "preflight")
        for table in (first, second)
    )
    number = int(path.rpartition("/")[2])
    expected = [case.as_json(api=demo.api, page=demo.page, number=number) for case in CASES]
    assert first == json.loads(json.dumps({"api": demo.api, "page": demo.page, "cases": expected}))
    assert path != other


def test_what_arrived_is_remembered(demo: Demo) -> None:
    """The page reads which requests reached the API, in order, and what was answered."""
    before = [arrival["number"] for arrival in fetched(f"{demo.page}/wire.json")]
    origin = ["Origin", demo.page]
    ask(f"{demo.api}/my_service?a=b", headers=[("Origin", demo.page), ("X-A", "1")])
    ask(f"{demo.api}/shop/old-orders", "POST")
    after = max(before, default=0)
    assert fetched(f"{demo.page}/wire.json?after={after}") == [
        {
            "number": after + 1,
            "method": "GET",
            "path": "/my_service",
            "asked": [origin],
            "status": 200,
            "answered": [["Access-Control-Allow-Origin", "*"]],
        },
        {
            "number": after + 2,
            "method": "POST",
            "path": "/shop/old-orders",
            "asked": [],
            "status": 405,
            "answered": [["Vary", "Origin"]],
        },
    ]


@pytest.mark.parametrize("file", _STATIC, ids=lambda file: file.name)
def test_a_file_of_the_page_is_served(demo: Demo, file: Traversable) -> None:
    """Every static file is served as it is, and locks the page to its own origin and the API."""
    answer = ask(f"{demo.page}/{file.name}")
    headers = dict(answer.headers)
    assert (answer.status, answer.body) == (200, file.read_bytes())
    assert headers["Content-Security-Policy"].startswith(
        f"default-src 'self'; connect-src 'self' {demo.api};"
    )
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("file", _STATIC, ids=lambda file: file.name)
def test_the_page_needs_no_other_host(file: Traversable) -> None:
    """No static file names an address, but for the namespace of SVG."""
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"""https?:|["'(]//""", text) == []


def test_the_front_door(demo: Demo) -> None:
    """The address that is printed shows the page, and links the source of the API."""
    assert ask(f"{demo.page}/").body == (_DEMO / "static/index.html").read_bytes()
    source = ask(f"{demo.page}/api.py")
    assert source.body == (_DEMO / "api.py").read_bytes()
    assert dict(source.headers)["Content-Type"] == "text/plain; charset=utf-8"


def test_another_host_name_leads_to_the_page(demo: Demo) -> None:
    """A page opened under another name would have another origin, so it is sent on."""
    answer = ask(f"{demo.page}/cases.json", headers=[("Host", "localhost:1")])
    assert (answer.status, dict(answer.headers)["Location"]) == (302, f"{demo.page}/")


@pytest.mark.parametrize("name", ENGINES)
def test_browsers_do_and_say_what_the_page_tells(
    demo: Demo,
    monkeypatch: pytest.MonkeyPatch,
    name: Engine,
    record_property: Callable[[str, object], None],
) -> None:
    """In each engine every case ends as it should, and the console has the lines that are shown."""

    def number(_: int) -> int:
        return _NUMBER

    monkeypatch.setattr("secrets.randbelow", number)
    table = fetched(f"{demo.page}/cases.json")["cases"]
    before = fetched(f"{demo.page}/wire.json")
    shown = [line for case in table if case["console"] for line in case["console"][_BRANDS[name]]]
    expected = sorted([*shown, _VERDICT])

    def enough(heard: list[str]) -> bool:
        return len(told(heard)) >= len(expected) and _VERDICT in told(heard)

    with Bed() as bed:
        for origin in (demo.api, demo.page):
            bed.route(origin, urlsplit(origin).port or 80)
        with launch(ENGINES[name], bed, f"{demo.page}/", console=True) as console:
            messages = console.wait_for(enough, _SECONDS)
    arrived = fetched(f"{demo.page}/wire.json")[len(before) :]
    assert [(method, status) for steps in _ON_THE_WIRE.values() for method, status, _ in steps] == [
        (arrival["method"], arrival["status"]) for arrival in arrived
    ]
    print(*told(messages), sep="\n")  # noqa: T201 - pytest shows it where the test fails
    compare_texts(name, [] if told(messages) == expected else ["demo"], len(table), record_property)


def told(messages: list[str]) -> list[str]:
    """Return *messages* sorted, without WebKit's labels and what Firefox adds to every preflight."""
    return sorted(
        re.sub(r"^CONSOLE [A-Z ]+ (?=\S)", "", message)
        for message in messages
        if not message.endswith("Status code: (null).")
    )
