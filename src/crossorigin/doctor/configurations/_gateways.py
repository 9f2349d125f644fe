"""Read resources in YAML: Envoy's ``CorsPolicy``, Istio's ``corsPolicy``, the Gateway API's filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import (
    Configuration,
    Entry,
    EntryKind,
    Scope,
    undecided,
)
from crossorigin.doctor.configurations._expressions import any_of_terms, term_of
from crossorigin.doctor.configurations._yaml_nodes import read_documents
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import (
    ANYONE,
    ExpressionError,
    Flavor,
    UndecidedError,
    accept_gateway_api,
    accept_term,
)
from crossorigin.proof._syntax import ANYTHING, NOTHING, Chars, Sequence, literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crossorigin.doctor.configurations._yaml_nodes import Node
    from crossorigin.proof._syntax import Term

_NONE: Final = (
    "{} has no CORS of a kind that is read: allow_origin_string_match of Envoy, corsPolicy of"
    " Istio, a filter of type CORS of the Gateway API."
)
_ENVOY: Final = ("allow_origin_string_match", "allowOriginStringMatch")
_ISTIO: Final = ("corsPolicy", "cors_policy")
_STAR: Final = "*"


def read_gateways(path: Path, name: str) -> Configuration:
    """
    Return the resources in the YAML file at *path*, which is called *name*.

    Raises:
        UsageError: If it is none, or has nothing about CORS.
    """
    kinds: list[str] = []
    scopes: list[Scope] = []
    for document in read_documents(path, name):
        for kind, scope in _scopes(document):
            kinds.append(kind)
            scopes.append(scope)
    if not scopes:
        raise UsageError(_NONE.format(escape(name, 200)))
    named = " and ".join(dict.fromkeys(kinds))
    return Configuration(name=name, kind=named, scopes=tuple(scopes))


def _scopes(document: Node) -> Iterator[tuple[str, Scope]]:
    """Yield the scopes of *document*, each with the kind of resource that it is of."""
    resource = document.get("metadata").get("name").text
    for names, node in document.walk():
        name = " ".join(filter(None, (resource, *names)))
        if node.get(*_ENVOY).is_there:
            matchers = _items(node.get(*_ENVOY))
            credentials = node.get("allow_credentials", "allowCredentials").is_true
            yield "an Envoy configuration", _matched(name, node, matchers, credentials)
        policy = node.get(*_ISTIO)
        if policy.get("allowOrigins").is_there:
            credentials = policy.get("allowCredentials").is_true
            scope = _matched(name, policy, _items(policy.get("allowOrigins")), credentials)
            yield "an Istio VirtualService", scope
        if node.get("type").text == "CORS" and node.get("cors").is_there:
            yield "an HTTPRoute of the Gateway API", _listed(name, node.get("cors"))


def _items(node: Node) -> list[Node]:
    """
    Return the items of the list *node*; none of what is not there, or null.

    Raises:
        UsageError: If it is something else.
    """
    if not (node.is_list or node.is_null):
        raise UsageError(f"{node.place}: this is no list: write each origin as an item of its own.")
    return node.items


def _listed(name: str, node: Node) -> Scope:
    """Return the scope of a filter of the Gateway API."""
    # https://gateway-api.sigs.k8s.io/geps/gep-1767/
    texts = _items(node.get("allowOrigins"))
    entries = [Entry(_kind_of(each.text), each.text, each.place) for each in texts]
    credentials = node.get("allowCredentials").is_true
    is_starred = any(each.kind is EntryKind.ANYONE for each in entries)
    for each in texts:
        try:
            accept_gateway_api([each.text])
        except ExpressionError as error:
            shown = escape(each.text, 120) or "the entry"
            raise UsageError(f"{each.place}: {shown} is no origin: {error.why}.") from None
    return Scope(
        name=name,
        place=node.place,
        accepts=ANYONE if is_starred else accept_gateway_api(each.text for each in texts),
        credentials=credentials,
        entries=tuple(entries),
        is_public=is_starred and not credentials,
    )


def _kind_of(text: str) -> EntryKind:
    """Return the kind of the entry *text* of a list of the Gateway API."""
    if text == _STAR:
        return EntryKind.ANYONE
    return EntryKind.PATTERN if _STAR in text else EntryKind.ORIGIN


def _matched(name: str, node: Node, matchers: list[Node], credentials: bool) -> Scope:  # noqa: FBT001 - a fact of the node
    """Return the scope of a list of matchers of texts, as Envoy has them and Istio makes them."""
    entries: list[Entry] = []
    terms: list[Term] = []
    doubt: UndecidedError | None = None
    for matcher in matchers:
        try:
            term, entry = _matcher(matcher)
        except UndecidedError as error:
            doubt = doubt or error
            continue
        entries.append(entry)
        terms.append(term)
    is_public = any(each.kind is EntryKind.ANYONE for each in entries)
    # As one term, however many there are.
    found = ANYONE if is_public else any_of_terms(terms)
    return Scope(
        name=name,
        place=node.place,
        accepts=doubt if doubt is not None and not is_public else found,
        credentials=credentials,
        entries=tuple(entries),
        is_public=is_public and not credentials,
    )


def _matcher(node: Node) -> tuple[Term, Entry]:
    """
    Return the term of the origins that a matcher of texts lets in, and the entry that it is.

    Source: https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/matcher/v3/string.proto
    """
    ignores_case = node.get("ignore_case", "ignoreCase").is_true
    # Istio leaves a level out.
    regex = node.get("safe_regex", "safeRegex", "regex")
    regex = regex.get("regex") if regex.fields else regex
    if regex.is_there:
        return _expression(regex)
    for way, kind in (
        ("exact", EntryKind.ORIGIN),
        ("prefix", EntryKind.OTHER),
        ("suffix", EntryKind.OTHER),
        ("contains", EntryKind.OTHER),
    ):
        text = node.get(way)
        if text.is_there:
            return _compared(way, text, Entry(kind, text.text, text.place), ignores_case)
    raise undecided(
        node.place, ", ".join(node.fields) or node.text or "{}", "it is no matcher that is read"
    )


def _expression(node: Node) -> tuple[Term, Entry]:
    """Return the term of what the expression *node* matches as a whole, and its entry."""
    term = term_of(node.text, Flavor.RE2, node.place)
    entry = Entry(EntryKind.EXPRESSION, node.text, node.place, Flavor.RE2)
    return ANYTHING if accept_term(term).accepts(_STAR) else term, entry


def _compared(
    way: str,
    node: Node,
    entry: Entry,
    ignores_case: bool,  # noqa: FBT001 - a fact of the node
) -> tuple[Term, Entry]:
    """Return the term of what is, begins, ends or contains the text of *node*, and the *entry*."""
    text = node.text
    # A matcher that takes the text `*` lets everyone in: the filter asks it that first.
    # https://github.com/envoyproxy/envoy/blob/v1.30.0/source/extensions/filters/http/cors/cors_filter.cc
    other = Entry(EntryKind.OTHER, f"{way}: {text}", node.place)
    if text == _STAR or (way != "exact" and not text):
        is_said = way == "exact"
        said = Entry(EntryKind.ANYONE, text, node.place)
        return ANYTHING, said if is_said else other
    if not text.isascii():
        return NOTHING, entry
    if way == "exact" and not ignores_case:
        return literal(text), entry
    inner = tuple(_sign(each, ignores_case) for each in text)
    before: tuple[Term, ...] = (ANYTHING,) if way in {"suffix", "contains"} else ()
    after: tuple[Term, ...] = (ANYTHING,) if way in {"prefix", "contains"} else ()
    return Sequence((*before, *inner, *after)), entry if way == "exact" else other


def _sign(sign: str, ignores_case: bool) -> Chars:  # noqa: FBT001 - as above
    """Return the term of the character *sign*."""
    return Chars(
        1 << ord(sign.lower()) | 1 << ord(sign.upper()) if ignores_case else 1 << ord(sign)
    )
