"""Split a command into words, as the shell does that it was copied for: in one pass, whatever it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

# A mail, or a word processor, makes typographic quotes of plain ones. Outside of plain quotes they
# mean the same. No alternative is tried twice: what opens and does not close is an error at once.
_PIECE: Final = re.compile(
    r"""\$'(?P<c>(?:[^'\\]|\\.)*+)'"""
    r"""|'(?P<single>[^']*+)'"""
    r'''|"(?P<double>(?:[^"\\]|\\.)*+)"'''
    "|[\u2018\u2019](?P<curly>[^\u2018\u2019]*+)[\u2018\u2019]"
    "|[\u201c\u201d](?P<curlies>[^\u201c\u201d]*+)[\u201c\u201d]"
    r"""|(?P<continued>\\\r?\n)"""
    r"""|\\(?P<escaped>.)"""
    r"""|(?P<space>\s++)"""
    "|(?P<open>['\"\\\\\u2018\u2019\u201c\u201d])"
    "|(?P<plain>\\$|[^\\s'\"\\\\$\u2018\u2019\u201c\u201d]++)",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}
_IN_DOUBLE: Final = re.compile(r'\\(?:\r?\n|(["\\$`]))')
# Windows' own shell: its first quote is a double one, and a caret stands before a sign.
_WINDOWS: Final = re.compile(r"""[^'"]*"(?=[^^]*\^[\s"&|<>^%!])|[^'"]*\^["\r\n]""")
_CARET: Final = re.compile(r"\^(\r?\n|.)", re.DOTALL)
_OPERATORS: Final = "|;&<>"
# What a terminal shows before a command.
_PROMPTS: Final = frozenset({"$", "#", "%"})


class UnclosedQuoteError(ValueError):
    """A quote that nothing closes."""


class Word(NamedTuple):
    """A word of a command, whether any of it stood in quotes, and whether a line begins with it."""

    text: str
    is_quoted: bool
    begins_line: bool


def commands_in(text: str, names: Container[str]) -> list[list[str]]:
    """
    Return the words of each command in *text*, without what is a pipe, a redirection or the like.

    Args:
        text: The text. A line that begins with one of *names* is a new command, any other one goes
            on with the one before it: a mail may have wrapped it.
        names: The names of commands.

    Raises:
        UnclosedQuoteError: If a quote is not closed.
    """
    commands: list[list[str]] = [[]]
    is_first = False
    for word in _words(text):
        is_first = word.begins_line or is_first
        if is_first and word.text in _PROMPTS:
            continue
        if is_first and word.text.rpartition("/")[2] in names:
            commands.append([])
        is_first = False
        if word.is_quoted:
            commands[-1].append(word.text)
            continue
        rest = word.text.lstrip(_OPERATORS)
        if rest != word.text:
            commands.append([])
        if kept := rest.removesuffix(";"):
            commands[-1].append(kept)
        if kept != rest:
            commands.append([])
    return [command for command in commands if command]


def _words(text: str) -> Iterator[Word]:
    """Yield the words of *text*."""
    if _WINDOWS.match(text):
        text = _CARET.sub(lambda found: found[1].strip("\r\n"), text)
    pieces: list[str] = []
    is_word = is_quoted = begins_line = False
    for found in _PIECE.finditer(text):
        kind = found.lastgroup or ""
        if kind == "open":
            raise UnclosedQuoteError
        if kind == "continued":
            continue
        if kind != "space":
            pieces.append(_text_of(kind, found[kind]))
            is_word, is_quoted = True, is_quoted or kind not in {"plain", "escaped"}
            continue
        if is_word:
            yield Word("".join(pieces), is_quoted, begins_line)
            pieces.clear()
            is_word = is_quoted = begins_line = False
        begins_line = begins_line or "\n" in found[0]
    if is_word:
        yield Word("".join(pieces), is_quoted, begins_line)


def _text_of(kind: str, piece: str) -> str:
    """Return the text of a *piece* of a word."""
    if kind == "c":
        return _ESCAPE.sub(_unescape, piece)
    if kind == "double":
        return _IN_DOUBLE.sub(lambda found: found[1] or "", piece)
    return piece


def _unescape(found: re.Match[str]) -> str:
    """Return the character of an escape sequence of bash."""
    code = found[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPED.get(code, code)
