"""Name what is fuzzed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fuzz.adapters import fuzz_adapters
from fuzz.console import fuzz_console
from fuzz.decisions import fuzz_decide
from fuzz.lists import fuzz_request_headers, fuzz_vary
from fuzz.origins import fuzz_origins
from fuzz.patterns import fuzz_patterns

if TYPE_CHECKING:
    from collections.abc import Callable

TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "adapters": fuzz_adapters,
    "console": fuzz_console,
    "decide": fuzz_decide,
    "origins": fuzz_origins,
    "patterns": fuzz_patterns,
    "request-headers": fuzz_request_headers,
    "vary": fuzz_vary,
}
