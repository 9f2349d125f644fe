"""Read an HTTP answer off a connection, and say what is wrong with its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from soak.traffic import COMPARED, PREFIX, SEEN

if TYPE_CHECKING:
    import asyncio

    from soak.traffic import HeaderList, Sent

_LAST_CHUNK: Final = b"0\r\n\r\n"
_BODILESS: Final = frozenset({204, 304})


class Answer(NamedTuple):
    """
    Hold an answer.

    Attributes:
        status: The status.
        headers: Every line, the names in lower case.
        is_whole: Whether its body came to its end.
        is_last: Whether nothing can follow it on its connection.
    """

    status: int
    headers: HeaderList
    is_whole: bool
    is_last: bool


async def read(reader: asyncio.StreamReader, method: str) -> Answer:
    """
    Return the answer to a request by *method*.

    Raises:
        asyncio.IncompleteReadError: If the connection ends before the head does.
    """
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head[:-4].decode("latin-1").split("\r\n")
    headers = [
        (name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)
    ]
    status = int(first.split(" ", 2)[1])
    fields = dict(headers)
    is_last = fields.get("connection", "").lower() == "close"
    if method == "HEAD" or status in _BODILESS:
        return Answer(status, headers, is_whole=True, is_last=is_last)
    is_whole, is_framed = await _skip_body(reader, fields)
    return Answer(status, headers, is_whole, is_last or not is_framed or not is_whole)


async def _skip_body(reader: asyncio.StreamReader, fields: dict[str, str]) -> tuple[bool, bool]:
    """Read the body; return whether it is whole, and whether it said where it ends."""
    if fields.get("transfer-encoding") == "chunked":
        return await _skip_chunks(reader), True
    if "content-length" not in fields:
        await reader.read(-1)
        return True, False
    length = int(fields["content-length"])
    return len(await _up_to(reader, length)) == length, True


async def _skip_chunks(reader: asyncio.StreamReader) -> bool:
    """Read a body in chunks, and return whether the last one came."""
    while line := await reader.readline():
        size = int(line, 16)
        if len(await _up_to(reader, size + 2)) < size + 2:
            return False
        if size == 0:
            return True
    return False


async def _up_to(reader: asyncio.StreamReader, length: int) -> bytes:
    """Return the next *length* bytes, or those that there are before the end."""
    data = b""
    while len(data) < length and (piece := await reader.read(length - len(data))):
        data += piece
    return data


def complaint(sent: Sent, answer: Answer, starts: int = 1) -> str | None:
    """
    Return what is wrong with *answer*, or ``None``.

    The headers must be there as often as the server *starts* an answer.
    """
    found = sorted(
        (name, value)
        for name, value in answer.headers
        if name in COMPARED or name.startswith(PREFIX)
    )
    seen = [value for name, value in answer.headers if name == SEEN]
    headers = sorted(sent.headers * starts)
    expected = sent.kind.status, headers, [sent.number] * starts if sent.number else []
    got = answer.status, found, seen if sent.number else []
    if got == expected:
        return None
    return f"{sent.kind.name}: {sent.data!r}\n  expected {expected}\n  got      {got}"
