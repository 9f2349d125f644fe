"""Files of nginx: what they include, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.doctor.configurations._nginx import read_nginx
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import Acceptance
from tests.doctor.configurations.nginx_files import reading

if TYPE_CHECKING:
    from pathlib import Path


def test_includes(tmp_path: Path) -> None:
    """What is included stands where it is included; what is missing is said."""
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "conf.d/b.conf").write_text(
        "server { server_name b; include cors.conf; include gone.conf; include none/*.conf; }"
    )
    (tmp_path / "cors.conf").write_text("\nadd_header Access-Control-Allow-Origin *;")
    configuration = reading(tmp_path, "http { include conf.d/*.conf; }")
    (scope,) = configuration.scopes
    assert (scope.name, scope.place.file) == ("server b", "conf.d/b.conf")
    assert scope.entries[0].place == ("cors.conf", 2)
    assert configuration.notes == ("conf.d/b.conf:1 includes gone.conf, which is not here.",)


def test_an_include_from_elsewhere(tmp_path: Path) -> None:
    """A file that is included by its whole path keeps it."""
    (tmp_path / "cors.conf").write_text("add_header Access-Control-Allow-Origin *;")
    folder = tmp_path / "etc"
    folder.mkdir()
    (scope,) = reading(folder, f"server {{ include {tmp_path}/cors.conf; }}").scopes
    assert scope.entries[0].place == (f"{tmp_path}/cors.conf", 1)
    assert scope.name == "server"


MISTAKES: Final = {
    "toml": ('origins = ["https://a.example.com"]', "no nginx configuration"),
    "an-open-brace": ("server {", "no nginx configuration"),
    "a-lone-brace": ("}", "no nginx configuration"),
    "very-deep": ("a { " * 5000 + "}" * 5000, "no nginx configuration"),
    "deep": ("a { " * 100 + "}" * 100, "too deep"),
    "itself": ("include nginx.conf;", "too deep"),
    "itself-twice": ("include nginx.conf; include nginx.conf;", "too deep"),
    "many-files": ("include many/*.conf;", "includes more than 500 files"),
    "an-expression-that-is-none": (
        (
            "map $http_origin $o { ~( $http_origin; }\n"
            "server { add_header Access-Control-Allow-Origin $o; }"
        ),
        "nginx.conf:1: ( is no expression: ",
    ),
    "empty": (" \n", "is empty"),
    "null-bytes": ("a\0b", "has a null byte"),
    "long": ("#" * 3_000_000, "is longer than 2 MiB"),
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_none(text: str, said: str, tmp_path: Path) -> None:
    """What is no such configuration is said to be none, in a sentence."""
    many = tmp_path / "many"
    many.mkdir()
    for at in range(501):
        (many / f"{at}.conf").write_text("#\n")
    with pytest.raises(UsageError) as told:
        reading(tmp_path, text)
    assert said in str(told.value)
    assert len(str(told.value)) < 400


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, bytes that are no text, and nothing at all are said to be that."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for name, said in (("", "is a folder"), ("bytes", "not text"), ("none", "cannot be read")):
        with pytest.raises(UsageError, match=said):
            read_nginx(tmp_path / name, name or "here")


def test_a_map_of_a_thousand_names(tmp_path: Path) -> None:
    """A map of many names, or of many expressions, is one list, and is decided."""
    names = "\n".join(f"https://a{at}.example.com $http_origin;" for at in range(1000))
    expressions = "\n".join(rf"~^https://b{at}\.example\.com$ $http_origin;" for at in range(50))
    text = f"map $http_origin $o {{ {names}\n{expressions} }}\n"
    (scope,) = reading(
        tmp_path, f"{text} server {{ add_header Access-Control-Allow-Origin $o; }}"
    ).scopes
    assert isinstance(scope.accepts, Acceptance)
    assert scope.accepts.accepts("https://a999.example.com")
    assert scope.accepts.accepts("https://b49.example.com")
    assert not scope.accepts.accepts("https://b50.example.com")
