"""
The browser's half: the requests of a page's fetch, the response that the page reads, and the failures.

These names are for the test kit and the doctor, which import none of the modules. No adapter
imports either.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from crossorigin._browser.answer_differences import CHECKS as PREFLIGHT_CHECKS
from crossorigin._browser.answer_differences import MAX_AGE_LIMIT, PreflightCheck
from crossorigin._browser.console import console_messages
from crossorigin._browser.console_lines import CONSOLES
from crossorigin._browser.construct import construct_request
from crossorigin._browser.engines import THIRD_PARTY_COOKIES, Engine, ThirdPartyCookies
from crossorigin._browser.explaining import explain_outcome, hidden_headers
from crossorigin._browser.failures import FAILURE_SENTENCES, Blocked, Failure
from crossorigin._browser.header_lists import (
    HeaderList,
    header_value,
    line_values,
    list_members,
    without_headers,
)
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.main_fetch import fetch, run_fetch
from crossorigin._browser.messages import (
    BYTES,
    FORM,
    TEXT,
    Body,
    Credentials,
    FetchRequest,
    Mode,
    PreflightQuery,
    Redirect,
    ReferrerPolicy,
    ResponseType,
    WireRequest,
    WireResponse,
)
from crossorigin._browser.outcome import FetchOutcome, WireExchange
from crossorigin._browser.preflight_cache import PreflightCache, max_age
from crossorigin._browser.preflights import preflight_check
from crossorigin._browser.replaying import replay
from crossorigin._browser.responses import as_read, cors_check
from crossorigin._browser.safelist import PreflightCause, PreflightTrigger
from crossorigin._browser.urls import Url

__all__ = [
    "BYTES",
    "CONSOLES",
    "FAILURE_SENTENCES",
    "FORM",
    "MAX_AGE_LIMIT",
    "PREFLIGHT_CHECKS",
    "TEXT",
    "THIRD_PARTY_COOKIES",
    "Blocked",
    "Body",
    "Credentials",
    "Engine",
    "Failure",
    "FetchOutcome",
    "FetchRequest",
    "HeaderList",
    "InFlightRequest",
    "Mode",
    "PreflightCache",
    "PreflightCause",
    "PreflightCheck",
    "PreflightQuery",
    "PreflightTrigger",
    "Redirect",
    "ReferrerPolicy",
    "ResponseType",
    "ThirdPartyCookies",
    "Url",
    "WireExchange",
    "WireRequest",
    "WireResponse",
    "as_read",
    "console_messages",
    "construct_request",
    "cors_check",
    "explain_outcome",
    "fetch",
    "header_value",
    "hidden_headers",
    "line_values",
    "list_members",
    "max_age",
    "preflight_check",
    "replay",
    "run_fetch",
    "without_headers",
]
