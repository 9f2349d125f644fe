"""P31 to P33, and other input that is large: the work is bounded, and counted, never timed."""

from __future__ import annotations

import gc
import weakref
from typing import Final

import pytest
from flask import Flask

from crossorigin import CORSRequest, Decision, Policy, Reason
from crossorigin._policy.headers import merge_vary
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.flask import CORS
from tests.attacks.asking import VARY, VARY_PREFLIGHT, ask, ask_permission
from tests.attacks.meter import Meter, metered, work

TRUSTED: Final = "https://app.example.com"
MEGABYTE: Final = 1_000_000
MAX_LABELS: Final = 127

POLICY: Final = Policy(
    [TRUSTED, "https://*.example.org", "https://a-*.example.net", "http://localhost:*"],
    methods="*",
    allow_headers="*",
    credentials=True,
)


@pytest.fixture(name="meter")
def fixture_meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """Return a meter that sees all that the core does."""
    return metered(monkeypatch)


ORIGINS: Final = {
    "letters": "a",
    "dots": "a.",
    "colons": ":",
    "slashes": "://",
    "digits": "9",
    "stars": "*",
    "latin-1": "\xff",
    "NUL": "\x00",
    "labels": "https://a.",
}


@pytest.mark.parametrize("unit", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_p32_a_long_origin_is_not_read(meter: Meter, unit: str, method: str) -> None:
    """An origin of a megabyte, or of two, costs what one of 331 characters costs."""

    def cost(length: int) -> tuple[int, int]:
        origin = f"https://{unit * length}"[:length]
        request = CORSRequest(method, origin=origin, request_method="PUT")
        return work(meter, lambda: POLICY.decide(request))

    assert cost(2 * MEGABYTE) == cost(MEGABYTE) == cost(331)


@pytest.mark.parametrize("unit", [*ORIGINS.values(), "a-1.", "xn--"], ids=ascii)
def test_p32_a_short_origin_is_read_a_few_times(meter: Meter, unit: str) -> None:
    """No part of an origin that is short enough makes what reads it start over and over."""
    origin = f"https://{unit * 330}"[:330]
    calls, characters = work(meter, lambda: POLICY.allows(origin))
    assert calls < 50 + 20 * MAX_LABELS
    assert characters < 50 * 330


NAMES: Final = {
    "commas": ",",
    "letters": "x",
    "names": "x,",
    "long-names": f"{'x' * 31},",
    "spaces": " ",
    "spaced": " , ",
    "tabs": "x\t",
    "latin-1": "\xff,",
    "stars": "*,",
}


@pytest.mark.parametrize("unit", NAMES.values(), ids=NAMES)
def test_p31_long_names_are_not_read(meter: Meter, unit: str) -> None:
    """Names of a megabyte, or of two, cost what those of 4,097 characters cost: nothing."""

    def cost(length: int) -> tuple[int, int]:
        names = (unit * length)[:length]
        request = CORSRequest(
            "OPTIONS", origin=TRUSTED, request_method="PUT", request_headers=names
        )
        assert POLICY.decide(request).reason is Reason.TOO_MANY_HEADERS
        return work(meter, lambda: POLICY.decide(request))

    assert cost(2 * MEGABYTE) == cost(MEGABYTE) == cost(4097)
    assert cost(4097)[1] < 1000


@pytest.mark.parametrize("unit", NAMES.values(), ids=NAMES)
def test_p31_short_names_are_read_a_few_times(meter: Meter, unit: str) -> None:
    """Names that are short enough cost a few calls each, and a few looks at each character."""
    names = (unit * 4096)[:4096]
    request = CORSRequest("OPTIONS", origin=TRUSTED, request_method="PUT", request_headers=names)
    calls, characters = work(meter, lambda: POLICY.decide(request))
    assert calls < 50 + 10 * 128
    assert characters < 1000 + 10 * 4096


def test_a_long_method_is_not_read(meter: Meter) -> None:
    """A method of a megabyte is not one, and is not sent back."""

    def cost(length: int) -> tuple[int, int]:
        request = CORSRequest("OPTIONS", origin=TRUSTED, request_method="X" * length)
        assert "Access-Control-Allow-Methods" not in dict(POLICY.decide(request).headers)
        return work(meter, lambda: POLICY.decide(request))

    assert cost(2 * MEGABYTE) == cost(MEGABYTE) == cost(65)


def test_an_explanation_is_short() -> None:
    """Whatever a client sends, what the log shows of it fits on a few lines."""
    junk = "\x00" * MEGABYTE
    decisions: list[Decision] = [
        POLICY.decide(CORSRequest(junk, origin=junk, host=junk, path=junk)),
        POLICY.decide(
            CORSRequest(
                "OPTIONS", origin=TRUSTED, request_method=junk, request_headers=junk, path=junk
            )
        ),
    ]
    assert [len(decision.explain()) < 1200 for decision in decisions] == [True, True]


def test_a_megabyte_in_every_header() -> None:
    """An app answers as to any other request that is refused."""
    app = Flask(__name__)
    CORS(app, POLICY)
    app.add_url_rule("/", view_func=lambda: "view")
    junk = "a," * (MEGABYTE // 2)
    assert ask(app, junk).cors == [VARY]
    assert ask_permission(app, junk, method=junk, names=junk).cors == [VARY_PREFLIGHT]
    assert ask_permission(app, TRUSTED, method=junk, names=junk).cors == [
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Headers", "content-type"),
        ("Access-Control-Allow-Origin", TRUSTED),
        ("Access-Control-Max-Age", "600"),
        VARY_PREFLIGHT,
    ]


class Remembered(str):
    """A text that tells when nobody holds it any more."""

    __slots__ = ("__weakref__",)


@pytest.mark.parametrize("origin", ["https://evil.example", "https://a.example.org", "junk"])
def test_p33_no_origin_is_kept(origin: str) -> None:
    """After the decision, nothing holds the origin: there is no cache to fill."""
    app = Flask(__name__)
    CORS(app, POLICY)
    text = Remembered(origin)
    seen = weakref.ref(text)
    ask(app, text)
    ask_permission(app, text)
    POLICY.decide(CORSRequest("GET", origin=text))
    POLICY.decide(CORSRequest("OPTIONS", origin=text, request_method="PUT"))
    POLICY.allows(text)
    del text
    gc.collect()
    assert seen() is None


class Collider(str):
    """A text whose hash is that of every other."""

    __slots__ = ()
    compared = 0

    def __hash__(self) -> int:
        """Return one number for all."""
        return 1

    def __eq__(self, other: object) -> bool:
        """Count a comparison."""
        Collider.compared += 1
        return str.__eq__(self, other) is True

    def strip(self, chars: str | None = None, /) -> Collider:
        """Return a text that collides, too."""
        return Collider(super().strip(chars))

    def lower(self) -> Collider:
        """Return a text that collides, too."""
        return Collider(super().lower())


class Colliders(str):
    """A list of names, all of which collide."""

    __slots__ = ()

    def split(self, sep: str | None = None, maxsplit: int = -1) -> list[str]:  # type: ignore[override] # a list is invariant
        """Return the names."""
        return [Collider(name) for name in super().split(sep, maxsplit)]


def test_names_that_collide_are_few() -> None:
    """Even if all hashes were one, 128 names could be compared with each other a few times."""
    names = Colliders(",".join(f"x-{number}" for number in range(128)))
    request = CORSRequest("OPTIONS", origin=TRUSTED, request_method="PUT", request_headers=names)
    Collider.compared = 0
    decision = POLICY.decide(request)
    assert len(dict(decision.headers)["Access-Control-Allow-Headers"].split(", ")) == 129
    assert 128 < Collider.compared < 4 * 128**2


def test_vary_is_merged_in_one_pass(meter: Meter) -> None:
    """Twice as many names, all of them different, cost twice as much."""

    def cost(count: int) -> tuple[int, int]:
        names = ",".join(f"x-{number:06}" for number in range(count))
        return work(meter, lambda: merge_vary([names], "Origin"))

    calls, characters = cost(10_000)
    assert cost(20_000)[0] < 2 * calls
    assert cost(20_000)[1] < 2.1 * characters


@pytest.mark.parametrize("name", ["origin", "host", "cookie", "access-control-request-headers"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "POST"])
def test_lines_of_one_header(meter: Meter, name: str, method: str) -> None:
    """Four times as many lines of a request header cost four times as much, under ASGI too."""
    app = ASGIMiddleware(nothing, POLICY, guard=True)

    def cost(lines: int) -> tuple[int, int]:
        also = [] if name == "origin" else [(b"origin", TRUSTED.encode())]
        headers = [
            *also,
            (b"access-control-request-method", b"PUT"),
            *[(name.encode(), b"x")] * lines,
        ]
        scope = {"type": "http", "method": method, "path": "/", "headers": headers}
        # Without a loop: nothing waits here.
        return work(meter, lambda: [*app(scope, None, nothing_sent).__await__()])  # type: ignore[arg-type] # nothing is received

    (few, read), (many, read_of_many) = cost(1000), cost(4000)
    assert many < 4 * few + 100
    assert read_of_many == read


async def nothing(_scope: object, _receive: object, _send: object) -> None:
    """Answer nothing."""


async def nothing_sent(_message: object) -> None:
    """Take a message."""
