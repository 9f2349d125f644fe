"""Name the mistake in a text that is no host, and the host that was meant."""

from __future__ import annotations

from typing import Final

from crossorigin._policy.origin_drafts import mended
from crossorigin._policy.suffix_hints import suffix_hint
from crossorigin._policy.text_values import values_in
from crossorigin._web.origins import ANY, split_pattern
from crossorigin.errors import Problem, ProblemCode, quoted

_FORMS: Final = (
    'write a name with its port, "localhost:8000", any port, "localhost:*", an address,'
    ' "127.0.0.1:*" or "[::1]:*", or a domain, "api.example.com" or "*.example.com"'
)
_EVERYONE: Final = 'leave "hosts" out if every name may reach the app, or list those that may'
_MAX_READ: Final = 1000
_PERMIT: Final = 'dangerously_allow_public_suffixes=["'
_DEFAULT_PORTS: Final = (":80", ":443")


def of_host(field: str, text: str) -> Problem:
    """Return the problem of *text*, which is no host, in *field* of a guard."""
    read = text[:_MAX_READ]
    values = values_in(read)
    if len(values) > 1:
        hint = f"write them one by one: {', '.join(map(quoted, values[:10]))}"
        return Problem(ProblemCode.SEVERAL_VALUES_IN_ONE_STRING, field, text, hint)
    if read.strip(ANY + ".:") == "":
        hint = _EVERYONE if ANY in read else _FORMS
        return Problem(ProblemCode.HOST_MALFORMED, field, text, hint)
    host = host_meant(read) if values else None
    hint = _FORMS if host is None else f"write {quoted(host)}"
    return Problem(ProblemCode.HOST_MALFORMED, field, text, hint)


def host_meant(text: str) -> str | None:
    """Return the host that *text*, one value, means, whatever its mistakes, if there is one."""
    draft = mended(text)[1]
    port = "" if draft.port in _DEFAULT_PORTS else draft.port
    host = f"{draft.host.removesuffix('.')}{port}"
    return None if split_pattern(f"https://{host}") is None else host


def suffix_hint_of(entry: str, host: str) -> str | None:
    """
    Return the hint of an *entry* that reaches names which anyone may register, if it does.

    A page of such a name would be the app's own, which may send cookies.
    """
    hint = suffix_hint(entry, host, has_credentials=True)
    # What is permitted is written as a pattern of origins.
    return hint and hint.replace(_PERMIT, f"{_PERMIT}https://")
