"""What a data: URL holds, as the standard reads it."""

from __future__ import annotations

import pytest

from crossorigin._browser.data_urls import data_of, forgiving_base64, mime_type
from crossorigin._browser.urls import Url

DEFAULT = "text/plain;charset=US-ASCII"


def held(text: str) -> tuple[str, bytes] | None:
    """Return what the URL *text* holds."""
    url = Url.parse(text)
    return None if url is None else data_of(url)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data:,X", (DEFAULT, b"X")),
        ("data:,X#X", (DEFAULT, b"X")),
        ("data:,a?b=%zz&%", (DEFAULT, b"a?b=%zz&%")),
        ("data:,\u00e9%FF", (DEFAULT, b"\xc3\xa9\xff")),
        ("data:,,", (DEFAULT, b",")),
        ("data: ,%20", (DEFAULT, b" ")),
        ("data:%20,X", (DEFAULT, b"X")),
        ("data:X,X", (DEFAULT, b"X")),
        ("data://test/,X", (DEFAULT, b"X")),
        ("data:text/plain,X", ("text/plain", b"X")),
        ("data:text/plain ,X", ("text/plain", b"X")),
        ("data:text/plain%20,X", ("text/plain%20", b"X")),
        ("data:text/plain;,X", ("text/plain", b"X")),
        ("data:IMAGE/gif;HI=X,", ("image/gif;hi=X", b"")),
        ("data:\u2020/\u2020,X", ("%e2%80%a0/%e2%80%a0", b"X")),
        ("data:;charset=x,X", ("text/plain;charset=x", b"X")),
        ("data:; charset=x,X", ("text/plain;charset=x", b"X")),
        ("data:charset=x,X", (DEFAULT, b"X")),
        ('data:text/plain;a=",",X', ('text/plain;a=""', b'",X')),
        ("data:text/plain;a=%2C,X", ("text/plain;a=%2C", b"X")),
        ("data:;base64,WA", (DEFAULT, b"X")),
        ("data:;BASe64 ,WA", (DEFAULT, b"X")),
        ("data:;  base64,WA", (DEFAULT, b"X")),
        ("data:;base64,W%20A%3D%3D", (DEFAULT, b"X")),
        ("data:;base64;base64,WA", ("text/plain", b"X")),
        ("data:x/x;base64;charset=x,WA", ("x/x;charset=x", b"WA")),
        ("data:x/x;base64;charset=x;base64,WA", ("x/x;charset=x", b"X")),
        ("data:;base64x,WA", ("text/plain", b"WA")),
        ("data:;base64;,WA", ("text/plain", b"WA")),
        ("data:;%62ase64,WA", ("text/plain", b"WA")),
        ("data:base64,WA", (DEFAULT, b"WA")),
        ("data:notAdataUrl.com", None),
        ("data:", None),
        ("data:#,", None),
        ("data:;base64,a", None),
        ("data:;base64,%", None),
        ("data:;base64,\u00e9", None),
    ],
)
def test_data(text: str, expected: tuple[str, bytes] | None) -> None:
    """What stands after the comma is the body, and what stands before it, the media type."""
    assert held(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", b""),
        ("abcd", b"i\xb7\x1d"),
        (" a\tb\nc\fd\r", b"i\xb7\x1d"),
        ("ab", b"i"),
        ("ab==", b"i"),
        ("abc", b"i\xb7"),
        ("abc=", b"i\xb7"),
        ("/+A", b"\xff\xe0"),
        ("AAA/", b"\0\0?"),
        ("ab =\n=", b"i"),
        ("a", None),
        ("abcde", None),
        ("=", None),
        ("====", None),
        ("ab=", None),
        ("a===", None),
        ("abc==", None),
        ("abcd=", None),
        ("abcd====", None),
        ("a=bc", None),
        ("ab\xa0cd", None),
        ("ab-_", None),
        ("abc\0", None),
    ],
)
def test_base64(text: str, expected: bytes | None) -> None:
    """Base64 may have white space, and do without its end, but nothing else."""
    assert forgiving_base64(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text/plain", "text/plain"),
        ("\t TEXT/HTML \r\n", "text/html"),
        ("text/html ;charset=gbk", "text/html;charset=gbk"),
        ("text/html;charset=gbk;charset=windows-1255", "text/html;charset=gbk"),
        ("text/html;charset=();charset=GBK", 'text/html;charset="()"'),
        ("text/html;charset=gbk(", 'text/html;charset="gbk("'),
        ("text/html;x=(;charset=gbk", 'text/html;x="(";charset=gbk'),
        ("text/html;charset= gbk", 'text/html;charset=" gbk"'),
        ("text/html;charset =gbk", "text/html"),
        ("text/html;\n\t charset=gbk  ;", "text/html;charset=gbk"),
        ("text/html;charset='gbk'", "text/html;charset='gbk'"),
        ('text/html;charset="gbk', "text/html;charset=gbk"),
        ('text/html;charset="gbk"x;a=b', "text/html;charset=gbk;a=b"),
        ('text/html;charset="\\ gbk"', 'text/html;charset=" gbk"'),
        ('text/html;charset="\\g\\b\\k"', "text/html;charset=gbk"),
        ('text/html;a="b\\', 'text/html;a="b\\\\"'),
        ('text/html;a="b\\"', 'text/html;a="b\\""'),
        ('text/html;a="";b=', 'text/html;a=""'),
        ("text/html;=x;a;;b=c", "text/html;b=c"),
        ("text/html;a=b=c", 'text/html;a="b=c"'),
        ("text/html;a=\xff;b=\u0100;c=\x7f", 'text/html;a="\xff"'),
        ("", None),
        ("text", None),
        ("text/", None),
        ("/plain", None),
        ("te xt/plain", None),
        ("text/pl ain", None),
        ("text/plain/x", None),
        ("text;a/b", None),
    ],
)
def test_mime_type(text: str, expected: str | None) -> None:
    """A media type is written in one way, without what is malformed in its parameters."""
    assert mime_type(text) == expected
