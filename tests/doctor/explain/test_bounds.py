"""A paste of any kind: the work grows with its length and no faster, and is counted, not timed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.doctor.explain._explain import explain
from crossorigin.doctor.explain._pasted import MAX_PASTED

if TYPE_CHECKING:
    from types import FrameType

_URL: Final = "'https://a.example/at/x'"
_MISSING: Final = "No 'Access-Control-Allow-Origin' header is present on the requested resource. "
UNITS: Final = {
    "three holes": (
        "MixedContent:Thepageat'x'wasloadedoverHTTPS,butrequestedaninsecurex'https://x"
    ),
    "an introduction": f"Access to fetch at {_URL} from origin {_URL} has been blocked by CORS: ",
    "a word of a hole": "Access to fetch at at at at ",
    "a message": f"Access to fetch at {_URL} from origin {_URL} has been blocked by CORS policy: "
    + _MISSING,
    "a cut message": "No 'Access-Control-Allow-Origin' header is pre... ",
    "quotes": "'",
    "quotes and spaces": "' ",
    "spaces": " x" + " " * 500,
    "lines": "\n x",
    "escapes": "x\x1b[1",
    "addresses": "https://x.example ",
    "addresses in quotes": f"{_URL} ",
    "another language": "\u8bf7\u6c42: https://x/ CORS 'Access-Control-Allow-Origin' '",
    "signs of another language": "'samesite' 'lax' 'stric \u00e9\n",
    "rows of a panel": "CORS error ",
    "marks of directions": "x\u202e",
    "halves of characters": "x\ud800",
}
# Calls of functions, Python's and C's, for each character.
_MAX_CALLS: Final = 60


def calls_for(text: str) -> int:
    """Return how many functions are called to explain *text*."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(profile)
    try:
        explain(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_the_work_grows_with_the_length(unit: str) -> None:
    """Twice the text costs twice the calls, or less; of each character there are few."""

    def text_of(length: int) -> str:
        return (unit * (length // len(unit) + 1))[:length]

    half, whole = (calls_for(text_of(length)) for length in (MAX_PASTED // 2, MAX_PASTED))
    assert whole <= 2.5 * half
    assert whole <= _MAX_CALLS * MAX_PASTED
