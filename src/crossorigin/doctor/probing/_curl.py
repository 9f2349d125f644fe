"""Read a command of curl, as a browser's developer tools copy it, or as a person writes it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._captured import Captured
from crossorigin.doctor.probing._shell_words import UnclosedQuoteError, commands_in
from crossorigin.doctor.probing._targets import FORM, JSON, UsageError, header_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NAMES: Final = frozenset({"curl", "curl.exe"})
_BOUNDARY: Final = "----crossorigin"
# Options of curl that take a value, and say nothing of the request.
_PASSED_OVER: Final = frozenset(
    # A name for each would take a hundred lines.
    """
    -C -D -E -P -Q -U -Y -c -m -o -t -w -x -y -z --abstract-unix-socket --alt-svc --aws-sigv4 --cacert
    --capath --cert --cert-type --ciphers --connect-timeout --connect-to --continue-at --cookie-jar
    --create-file-mode --crlfile --curves --delegation --dns-interface --dns-ipv4-addr --dns-ipv6-addr
    --dns-servers --doh-url --dump-header --ech --egd-file --engine --etag-compare --etag-save
    --expect100-timeout --happy-eyeballs-timeout-ms --haproxy-clientip --hostpubmd5 --hostpubsha256 --hsts
    --interface --ip-tos --ipfs-gateway --keepalive-cnt --keepalive-time --key --key-type --krb --libcurl
    --limit-rate --local-port --login-options --max-filesize --max-redirs --max-time --netrc-file
    --noproxy --output --output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto
    --proto-default --proto-redir --proxy --proxy-cacert --proxy-cert --proxy-header --proxy-key
    --proxy-user --pubkey --quote --random-file --rate --request-target --resolve --retry --retry-delay
    --retry-max-time --service-name --socks4 --socks4a --socks5 --socks5-hostname --speed-limit
    --speed-time --stderr --telnet-option --time-cond --tls-max --tls13-ciphers --tlsauthtype
    --tlspassword --tlsuser --trace --trace-ascii --trace-config --unix-socket --vlan-priority
    --write-out
    """.split()  # noqa: SIM905
)


@dataclass(slots=True)
class _Command:
    """The request that the options describe so far."""

    url: str = ""
    method: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    data: list[str] = field(default_factory=list[str])
    query: list[str] = field(default_factory=list[str])
    form: list[str] = field(default_factory=list[str])
    type: str = FORM
    is_get: bool = False


def read_curl(text: str) -> list[Captured]:
    """
    Return the request that each command in *text* sends.

    Raises:
        UsageError: If the first is no such command.
    """
    try:
        commands = commands_in(text, NAMES)
    except UnclosedQuoteError as error:
        raise UsageError("--curl has a quote that nothing closes.") from error
    named = [words for words in commands if words[0].rpartition("/")[2] in NAMES]
    if not named:
        raise UsageError("--curl does not start with curl: copy the request as cURL.")
    return [_captured(words[1:]) for words in named]


def _captured(words: list[str]) -> Captured:
    """Return the request of a command with *words* as its arguments."""
    command = _Command()
    rest = iter(words)
    for word in rest:
        _read(command, word, rest)
    if not command.url:
        raise UsageError("--curl has no URL.")
    url = command.url if "://" in command.url else f"http://{command.url}"
    query = [*command.query, *(command.data if command.is_get else ())]
    content = _content(command)
    if content is not None and not any(
        name.lower() == "content-type" for name, _ in command.headers
    ):
        command.headers.append(("Content-Type", command.type))
    return Captured(
        method=command.method or ("GET" if content is None else "POST"),
        url=f"{url}{'&' if '?' in url else '?'}{'&'.join(query)}" if query else url,
        headers=tuple(command.headers),
        content=content,
    )


def _content(command: _Command) -> str | None:
    """Return the body that *command* sends, if it sends one."""
    if command.form:
        command.type = f"multipart/form-data; boundary={_BOUNDARY}"
        return (
            "".join(f"--{_BOUNDARY}\r\n{part}\r\n" for part in command.form)
            + f"--{_BOUNDARY}--\r\n"
        )
    return "&".join(command.data) if command.data and not command.is_get else None


def _read(command: _Command, word: str, words: Iterator[str]) -> None:
    """Apply the option *word*, or the letters of several; its value is the next one of *words*."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        _apply(command, name, value if equals else None, words)
    elif word.startswith("-") and word != "-":
        for at, letter in enumerate(word[1:], 2):
            if _apply(command, f"-{letter}", word[at:] or None, words):
                return
    else:
        _url(command, word)


def _apply(command: _Command, name: str, value: str | None, words: Iterator[str]) -> bool:
    """Apply the option *name*, with *value* or the next one of *words*; tell whether it takes one."""
    if name in _FLAGS:
        _FLAGS[name](command)
        return False
    if name not in _OPTIONS and name not in _PASSED_OVER:
        return False
    taken = next(words, "") if value is None else value
    if name in _OPTIONS:
        _OPTIONS[name](command, taken)
    return True


def _head(command: _Command) -> None:
    command.method = command.method or "HEAD"


def _get(command: _Command) -> None:
    command.is_get = True


def _url(command: _Command, value: str) -> None:
    if command.url and "://" in value:
        raise UsageError("--curl has two URLs: give a command with one.")
    command.url = command.url or value


def _method(command: _Command, value: str) -> None:
    command.method = value


def _header(command: _Command, value: str) -> None:
    name, colon, rest = value.partition(":")
    if value.startswith(":"):
        # One of HTTP/2's own.
        return
    if colon and not rest.strip():
        # Takes back one that curl adds.
        return
    # One that ends in a semicolon is empty.
    is_empty = value.endswith(";") and not colon
    command.headers.append((name[:-1], "") if is_empty else header_of(value))


def _data(command: _Command, value: str) -> None:
    _refuse_file(value, value.startswith("@"))
    command.data.append(value)


def _raw(command: _Command, value: str) -> None:
    command.data.append(value)


def _encoded(command: _Command, value: str) -> None:
    name, equals, content = value.partition("=")
    _refuse_file(value, not equals and "@" in value)
    command.data.append(
        f"{name}{'=' if name else ''}{quote_plus(content)}" if equals else quote_plus(value)
    )


def _json(command: _Command, value: str) -> None:
    _data(command, value)
    command.type = JSON


def _form(command: _Command, value: str) -> None:
    name, _, content = value.partition("=")
    _refuse_file(content, content.startswith(("@", "<")))
    command.form.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{content}')


def _query(command: _Command, value: str) -> None:
    command.query.append(value)


def _cookie(command: _Command, value: str) -> None:
    _refuse_file(value, "=" not in value)
    command.headers.append(("Cookie", value))


def _user(command: _Command, value: str) -> None:
    token = base64.b64encode(value.encode(errors="replace")).decode()
    command.headers.append(("Authorization", f"Basic {token}"))


def _bearer(command: _Command, value: str) -> None:
    command.headers.append(header_of(f"Authorization: Bearer {value}"))


def _agent(command: _Command, value: str) -> None:
    command.headers.append(("User-Agent", value))


def _referer(command: _Command, value: str) -> None:
    command.headers.append(("Referer", value))


def _range(command: _Command, value: str) -> None:
    command.headers.append(header_of(f"Range: bytes={value}"))


def _file(_: _Command, value: str) -> None:
    _refuse_file(value, is_file=True)


def _refuse_file(value: str, is_file: bool) -> None:  # noqa: FBT001 - the second is the question
    """Raise if *value* names a file, of which the command line has only the name."""
    if is_file:
        raise UsageError(f"--curl reads the file {escape(value, 100)}: give the data itself.")


_FLAGS: Final[Mapping[str, Callable[[_Command], None]]] = {
    "-I": _head,
    "--head": _head,
    "-G": _get,
    "--get": _get,
}
_OPTIONS: Final[Mapping[str, Callable[[_Command, str], None]]] = {
    "--url": _url,
    "-X": _method,
    "--request": _method,
    "-H": _header,
    "--header": _header,
    "-d": _data,
    "--data": _data,
    "--data-ascii": _data,
    "--data-binary": _data,
    "--data-raw": _raw,
    "--data-urlencode": _encoded,
    "--json": _json,
    "-F": _form,
    "--form": _form,
    "--form-string": _form,
    "--url-query": _query,
    "-b": _cookie,
    "--cookie": _cookie,
    "-u": _user,
    "--user": _user,
    "--oauth2-bearer": _bearer,
    "-A": _agent,
    "--user-agent": _agent,
    "-e": _referer,
    "--referer": _referer,
    "-r": _range,
    "--range": _range,
    "-K": _file,
    "--config": _file,
    "-T": _file,
    "--upload-file": _file,
}
