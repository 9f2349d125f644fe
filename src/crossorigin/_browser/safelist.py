"""
The methods and request headers that a page may send, and those that need a preflight.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.header_lists import normalize, split
from crossorigin._web.fetch import (
    FORBIDDEN_METHODS,
    FORBIDDEN_REQUEST_HEADER_PREFIXES,
    FORBIDDEN_REQUEST_HEADERS,
    LANGUAGE_VALUE,
    MAX_SAFELISTED_VALUE,
    METHOD_OVERRIDE_HEADERS,
    NORMALIZED_METHODS,
    SAFELISTED_CONTENT_TYPES,
    SAFELISTED_METHODS,
    UNSAFE_BYTE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList


class PreflightTrigger(StrEnum):
    """The kinds of causes of a preflight."""

    METHOD = "method"
    HEADER = "header"
    HEADERS_TOO_LONG = "headers-too-long"
    STREAM_BODY = "stream-body"
    UPLOAD_LISTENER = "upload-listener"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class PreflightCause:
    """
    A reason for a preflight.

    Attributes:
        trigger: The kind of cause.
        subject: The method, or the header in lower case; otherwise empty.
    """

    trigger: PreflightTrigger
    subject: str = ""


def normalize_method(method: str) -> str:
    """
    Return *method* as it is sent: six are upper-cased, and no other is.

    Source: https://fetch.spec.whatwg.org/#concept-method-normalize
    """
    upper = method.upper()
    return upper if upper in NORMALIZED_METHODS and method.isascii() else method


def is_forbidden_method(method: str) -> bool:
    """
    Tell whether no page may send *method*.

    Source: https://fetch.spec.whatwg.org/#forbidden-method
    """
    return method.upper() in FORBIDDEN_METHODS


def is_forbidden_header(name: str, value: str, engine: Engine) -> bool:
    """
    Tell whether a page sets the request header *name* to *value* in vain.

    Source: https://fetch.spec.whatwg.org/#forbidden-request-header
    """
    lowered = name.lower()
    return (
        lowered in FORBIDDEN_REQUEST_HEADERS
        or lowered.startswith(FORBIDDEN_REQUEST_HEADER_PREFIXES)
        or (lowered in METHOD_OVERRIDE_HEADERS and any(map(is_forbidden_method, split(value))))
        or lowered in sending_differences.IGNORED_HEADERS.of(engine)
    )


def is_safelisted(name: str, value: str, engine: Engine) -> bool:
    """
    Tell whether the request header *name*, with *value*, needs no preflight by itself.

    Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    lowered = name.lower()
    if len(value) > MAX_SAFELISTED_VALUE:
        return False
    hint = sending_differences.SAFE_HINTS.of(engine).get(lowered)
    if hint is not None:
        return hint.fullmatch(value) is not None
    unsafe = sending_differences.UNSAFE_VALUES.of(engine).get(lowered)
    if unsafe is not None and unsafe.search(value):
        return False
    return lowered in _SAFELISTED and _SAFELISTED[lowered](value, engine)


def _is_safe_accept(value: str, _: Engine) -> bool:
    """Tell whether *value* is safe in ``Accept``."""
    return UNSAFE_BYTE.search(value) is None


def _is_safe_language(value: str, _: Engine) -> bool:
    """Tell whether *value* is safe in ``Accept-Language`` and ``Content-Language``."""
    return LANGUAGE_VALUE.fullmatch(value) is not None


def _is_safe_content_type(value: str, _: Engine) -> bool:
    """
    Tell whether *value* is a media type that a form could send.

    The part after the first ``;`` may be malformed.

    Source: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """
    essence = normalize(value.partition(";")[0]).lower()
    return UNSAFE_BYTE.search(value) is None and essence in SAFELISTED_CONTENT_TYPES


def _is_safe_range(value: str, engine: Engine) -> bool:
    """
    Tell whether *value* is one range, from some byte on.

    Source: https://fetch.spec.whatwg.org/#simple-range-header-value
    """
    if sending_differences.RANGE_UNIT_IN_ANY_CASE.of(engine):
        value = value.lower()
    number = sending_differences.RANGE_NUMBER.of(engine)
    match = re.fullmatch(f"bytes=({number})-({number})?", value)
    if match is None:
        return False
    start, end = int(match[1]), int(match[2] or match[1])
    largest = sending_differences.MAX_RANGE.of(engine)
    return start <= end and (largest is None or end <= largest)


_SAFELISTED: Final[Mapping[str, Callable[[str, Engine], bool]]] = {
    "accept": _is_safe_accept,
    "accept-language": _is_safe_language,
    "content-language": _is_safe_language,
    "content-type": _is_safe_content_type,
    "range": _is_safe_range,
}


def unsafe_names(headers: HeaderList, engine: Engine) -> tuple[str, ...]:
    """
    Return the names in *headers* that need a preflight, in lower case, in the page's order.

    A name stands there as often as it is set.

    Source: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    unsafe: list[str] = []
    safe: list[str] = []
    length = 0
    for name, value in headers:
        if is_safelisted(name, value, engine):
            safe.append(name.lower())
            length += len(value)
        else:
            unsafe.append(name.lower())
    most = sending_differences.MAX_VALUES.of(engine)
    return tuple(unsafe if most is None or length <= most else unsafe + safe)


def own_causes(method: str, headers: HeaderList, engine: Engine) -> tuple[PreflightCause, ...]:
    """
    Return the parts of *method* and *headers* that need a preflight.

    Source: https://fetch.spec.whatwg.org/#main-fetch
    """
    causes: list[PreflightCause] = []
    if method not in SAFELISTED_METHODS:
        causes.append(PreflightCause(PreflightTrigger.METHOD, method))
    unsafe = {name.lower() for name, value in headers if not is_safelisted(name, value, engine)}
    for name in sorted(set(unsafe_names(headers, engine))):
        trigger = PreflightTrigger.HEADER if name in unsafe else PreflightTrigger.HEADERS_TOO_LONG
        causes.append(PreflightCause(trigger, name))
    return tuple(causes)
