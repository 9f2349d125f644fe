"""Name what is fuzzed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fuzz.adapters import fuzz_adapters
from fuzz.answers import fuzz_answers
from fuzz.captured import fuzz_copied, fuzz_har
from fuzz.console import fuzz_console
from fuzz.decisions import fuzz_decide
from fuzz.lists import fuzz_request_headers, fuzz_vary
from fuzz.origins import fuzz_origins
from fuzz.patterns import fuzz_patterns

if TYPE_CHECKING:
    from collections.abc import Callable

TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "adapters": fuzz_adapters,
    "answers": fuzz_answers,
    "console": fuzz_console,
    "copied": fuzz_copied,
    "decide": fuzz_decide,
    "har": fuzz_har,
    "origins": fuzz_origins,
    "patterns": fuzz_patterns,
    "request-headers": fuzz_request_headers,
    "vary": fuzz_vary,
}
