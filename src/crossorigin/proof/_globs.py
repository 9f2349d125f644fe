"""What the patterns of storage and gateways let in: origins with an asterisk in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import DEFAULT_PORTS
from crossorigin._web.origins import ANY
from crossorigin.proof._acceptance import Acceptance, accept_term
from crossorigin.proof._syntax import (
    ANYTHING,
    ASCII,
    Chars,
    Choice,
    ExpressionError,
    Repeat,
    Sequence,
    Term,
    literal,
    mask_of,
)
from crossorigin.proof._unions import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_GATEWAY_ORIGIN: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://(?P<host>\*|(?:\*\.)?[^*:/?#]+)(?P<port>:[0-9]{1,5})?"
)
_ANY_LABELS: Final = Repeat(Chars(ASCII & ~mask_of(":/")), 1, None)


def accept_s3(origins: Iterable[str]) -> Acceptance:
    """
    Return what ``AllowedOrigins`` of a bucket of S3 let in.

    One ``*`` in each stands for any text, dots and ports included.

    Args:
        origins: The entries of one rule.

    Raises:
        ExpressionError: If an entry has two asterisks, which S3 refuses.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
    """
    return accept_term(Choice(tuple(map(_s3_origin, origins))))


def _s3_origin(entry: str) -> Term:
    before, star, after = entry.partition(ANY)
    if ANY in after:
        raise ExpressionError(entry.rindex(ANY), "an origin has one asterisk at most")
    if not entry.isascii():
        return Choice()
    if not star:
        return literal(entry)
    return Sequence((literal(before), ANYTHING, literal(after)))


def accept_gateway_api(origins: Iterable[str]) -> Acceptance:
    """
    Return what ``allowOrigins`` of a CORS filter of the Kubernetes Gateway API let in.

    ``*.`` stands for one label or several, ``*`` alone for any host.

    Args:
        origins: The entries of the filter.

    Raises:
        ExpressionError: If an entry is no origin of the API.

    Source: https://gateway-api.sigs.k8s.io/geps/gep-1767/
    """
    return accept_term(any_of(_gateway_origin(entry) for entry in origins))


def _gateway_origin(entry: str) -> tuple[Term, ...]:
    if entry == ANY:
        return (ANYTHING,)
    match = _GATEWAY_ORIGIN.fullmatch(entry)
    if match is None or not entry.isascii():
        raise ExpressionError(0, "this is no origin of the Gateway API")
    scheme, host, port = match.group("scheme", "host", "port")
    # A browser leaves the default port out, and the API takes it for granted.
    written = "" if port == f":{DEFAULT_PORTS.get(scheme)}" else port or ""
    rest = host.removeprefix(ANY)
    wildcard = (_ANY_LABELS,) if rest != host else ()
    return (*literal(f"{scheme}://").parts, *wildcard, *literal(rest + written).parts)
