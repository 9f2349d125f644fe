"""The pages about ``crossorigin prove`` show what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from tests.doctor.prove.commands import prove, reported

_DOCS: Final = Path(__file__).parents[3] / "docs"
_GUIDE: Final = (_DOCS / "guides/prove.md").read_text(encoding="utf-8")
# What the command says of these stands in a page once the page is built.
_SHOWN: Final = re.findall(
    r"^```\{prove\} (.+)$",
    (_DOCS / "guides/regular-expressions.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
_FILES: Final = {
    "nginx.conf": r"""map $http_origin $cors {
    "~^https://app\.example\.com$"  $http_origin;
    "~https://.*\.example\.org"     $http_origin;
}
server {
    server_name api.example.com;
    add_header Access-Control-Allow-Origin $cors always;
    add_header Access-Control-Allow-Credentials true always;
}
""",
    "policy.toml": 'origins = ["https://app.example.com", "https://*.example.org"]\n'
    "credentials = true\n",
}


@pytest.mark.parametrize("arguments", _SHOWN)
def test_the_famous_expressions(arguments: str) -> None:
    """Each has a witness that a stranger can have, which the real engine lets in as well."""
    words = shlex.split(arguments)
    report = reported(*words)
    strangers = [each["origin"] for each in report["opens"] if each["registrable_by_strangers"]]
    assert report["verdict"] == "dangerous"
    # Anchors and all: what Python finds, the other engines find in these.
    find = re.fullmatch if words[-1] == "python-fullmatch" else re.search
    assert all(find(words[1], origin) for origin in strangers)
    assert strangers


def test_there_are_three() -> None:
    """The page shows three."""
    assert len(_SHOWN) == 3


@pytest.mark.parametrize(
    "shown",
    re.findall(r"^```text\n\$ crossorigin prove (.*?)^```$", _GUIDE, re.DOTALL | re.MULTILINE),
)
def test_the_guide_shows_what_is_said(shown: str, folder: Path) -> None:
    """What the guide shows is what the command prints, of the files that it is about."""
    for name, text in _FILES.items():
        (folder / name).write_text(text)
    arguments, _, output = shown.partition("\n")
    assert prove(*arguments.split()).stdout == output
