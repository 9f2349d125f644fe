"""What is said in plain words is true, and what is to be pasted is proved."""

from __future__ import annotations

import pytest

from crossorigin.doctor.configurations._configuration import (
    Configuration,
    Entry,
    EntryKind,
    Place,
    Scope,
)
from crossorigin.doctor.prove import _prove
from crossorigin.doctor.prove._fixes import fixes_of
from crossorigin.doctor.prove._words import accepted, words_of
from crossorigin.proof import (
    ANYONE,
    NOBODY,
    Acceptance,
    Flavor,
    UndecidedError,
    Verdict,
    accept_origins,
)

_PLACE = Place("shop.conf", 1)
_A = "https://a.example.com"


def scope(
    *entries: tuple[EntryKind, str],
    accepts: Acceptance | None = None,
    credentials: bool | None = None,
    flavor: Flavor | None = None,
) -> Scope:
    """Return a scope of *entries*, with conditions that leave *accepts*."""
    made = [Entry(kind, text, _PLACE, flavor) for kind, text in entries]
    return Scope(
        name="",
        place=_PLACE,
        accepts=ANYONE if accepts is None else accepts,
        credentials=credentials,
        entries=tuple(made),
        has_conditions=accepts is not None,
    )


_LESS = r"^https://[a-z]+\.a\.example$"


def expression(text: str) -> Scope:
    """Return the scope of an expression of nginx."""
    return scope((EntryKind.EXPRESSION, text), flavor=Flavor.PCRE)


WORDS = {
    "everyone": (scope((EntryKind.ANYONE, "$http_origin")), ("everyone",)),
    "other": (scope((EntryKind.OTHER, "prefix: https://a")), ("origins by prefix: https://a",)),
    "no-pattern": (scope((EntryKind.ORIGIN, "null")), ("pages of null",)),
    "in-a-label": (
        scope((EntryKind.PATTERN, "https://pr-*.example.com")),
        ("pages of https://pr-*.example.com, where * in a label is any name",),
    ),
    "a-port": (
        scope((EntryKind.PATTERN, "https://*.example.com:8443")),
        ("any subdomain of example.com:8443, over https",),
    ),
    "an-expression-that-says-it": (
        expression(r"^https://a\.example\.com$"),
        ("pages of https://a.example.com",),
    ),
    "an-expression-of-everyone": (expression(".*"), ("everyone",)),
    "an-expression-that-says-more": (
        expression(r"^https://a\.example\.com"),
        ("pages of https://a.example.com", r"and more that ^https://a\.example\.com matches"),
    ),
    "an-expression-that-says-less": (
        expression(_LESS),
        (f"what {_LESS} matches, which is no more than any subdomain of a.example, over https",),
    ),
    "an-expression-that-says-something-else": (
        expression(r"^https://[a-z]+\.example\.com"),
        (r"whatever ^https://[a-z]+\.example\.com matches, as pcre reads it",),
    ),
    "an-expression-without-a-pattern": (
        expression("^[^a]"),
        ("whatever ^[^a] matches, as pcre reads it",),
    ),
    "less": (
        scope((EntryKind.ANYONE, "$http_origin"), accepts=accept_origins([_A])),
        ("everyone", "less what its other rules take away"),
    ),
    "more": (
        scope((EntryKind.ORIGIN, _A), accepts=accept_origins([_A, "null"])),
        (f"pages of {_A}", "and more, by its other rules"),
    ),
    "unknown": (
        scope((EntryKind.OTHER, "$host"), accepts=accept_origins([_A])),
        ("origins by $host",),
    ),
    "nobody": (scope((EntryKind.ORIGIN, _A), accepts=NOBODY), ("nobody",)),
    "many": (
        scope(*((EntryKind.ORIGIN, f"https://a{at}.example.com") for at in range(14))),
        (*(f"pages of https://a{at}.example.com" for at in range(12)), "2 more"),
    ),
}


@pytest.mark.parametrize(("given", "words"), WORDS.values(), ids=WORDS)
def test_words(given: Scope, words: tuple[str, ...]) -> None:
    """Each entry has its phrase, and what else there is has one as well."""
    assert words_of(given) == words


def test_what_is_undecided_lets_nobody_in_by_words() -> None:
    """Nothing is said of what is not decided."""
    given = Scope(name="", place=_PLACE, accepts=UndecidedError("a", "b"), credentials=None)
    assert words_of(given) == ("nobody",)


def test_an_expression_that_is_undecided_is_not_known() -> None:
    """What an expression lets in is not known where it is not decided."""
    assert accepted(Entry(EntryKind.EXPRESSION, r"(a)\1", _PLACE, Flavor.PCRE)) is None


NO_FIX = {
    "nothing-meant": scope((EntryKind.EXPRESSION, "a.*"), flavor=Flavor.PCRE),
    "everyone": scope((EntryKind.PATTERN, "*")),
    "a-prefix": scope((EntryKind.OTHER, "prefix: https://a")),
    "no-pattern": scope((EntryKind.ORIGIN, "https://a.example.com/")),
    "problems": scope((EntryKind.ORIGIN, "http://a.example.com"), credentials=True),
    "dangerous-itself": scope((EntryKind.PATTERN, "https://*.vercel.app")),
}


@pytest.mark.parametrize("given", NO_FIX.values(), ids=NO_FIX)
def test_no_fix(given: Scope) -> None:
    """What would be no policy, or lets strangers in itself, is not proposed."""
    assert fixes_of(given) == ()


def test_fixes() -> None:
    """A policy is written in a line if it fits, and otherwise in several."""
    one, _ = fixes_of(scope((EntryKind.EXPRESSION, f"{_A}:\\d+"), flavor=Flavor.PCRE))
    assert one.text == f'Policy(["{_A}:*"])'
    names = [f"https://a{at}.example.com" for at in range(3)]
    (several,) = fixes_of(scope(*((EntryKind.ORIGIN, name) for name in names), credentials=True))
    lines = "\n".join(f'    "{name}",' for name in names)
    assert several.text == f"Policy([\n{lines}\n], credentials=True)"


def test_a_fix_that_an_engine_would_read_otherwise_is_left_out() -> None:
    """An expression is printed only if it is proved to let in the same as the policy."""
    entry = (EntryKind.EXPRESSION, "https://[a-z]+-x.example.com")
    found = fixes_of(scope(entry, flavor=Flavor.GO))
    assert [fix.language for fix in found] == ["python", "regex"]


def test_words_that_cannot_be_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scope whose words take too many states is undecided, and says why."""

    def too_large(_: Scope) -> tuple[str, ...]:
        raise UndecidedError("the whole", "too large")

    monkeypatch.setattr(_prove, "words_of", too_large)
    given = scope((EntryKind.ORIGIN, _A), accepts=accept_origins([_A]))
    found = _prove.prove(Configuration(name="a", kind="b", scopes=(given,)))
    assert (found.verdict, found.scopes[0].proof.why) == (Verdict.UNDECIDED, "too large")
