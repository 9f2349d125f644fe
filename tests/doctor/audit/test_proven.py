"""An audit sends what a proof finds: the origins of strangers, and look-alikes of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.audit._proven import proven_attacks
from crossorigin.doctor.configurations._read import read
from tests.doctor.audit.servers import PAGE, found, reported, run

if TYPE_CHECKING:
    from pathlib import Path

_APPS = "tests.doctor.audit.apps"


def attacks(text: str) -> dict[str, str]:
    """Return the attacks on what *text* names, with what each is."""
    return {each.origin: each.mistake or str(each.slug) for each in proven_attacks(read(text))}


def test_the_look_alikes_of_a_policy() -> None:
    """Each has its mistake; none is let in by the policy."""
    made = attacks(f"{_APPS}:WILDCARD")
    assert made["https://evilexample.com"] == "no-dot-boundary"
    assert made["http://x.example.com"] == "other-scheme"
    assert "https://app.example.com" not in made


def test_what_another_scope_lets_in_is_no_mistake(tmp_path: Path) -> None:
    """Of two servers in one configuration, neither is a look-alike of the other."""
    path = tmp_path / "nginx.conf"
    one = "server {{ server_name {0}; add_header Access-Control-Allow-Origin {0}; }}"
    path.write_text(one.format("https://example.com") + one.format("http://example.com"))
    assert "http://example.com" not in attacks(str(path))


@pytest.mark.parametrize(
    "text",
    [
        "server { add_header Access-Control-Allow-Origin *; }",
        "server { set_by_lua $o 'return 1'; add_header Access-Control-Allow-Origin $o; }",
    ],
    ids=["public", "undecided"],
)
def test_nothing_is_made_of_nothing(text: str, tmp_path: Path) -> None:
    """What is public or undecided has no look-alikes."""
    path = tmp_path / "nginx.conf"
    path.write_text(text)
    assert attacks(str(path)) == {}


def test_nothing_is_made_of_what_is_no_origin(tmp_path: Path) -> None:
    """What no browser sends, such as a slash at the end, is no policy's."""
    path = tmp_path / "edge.yaml"
    path.write_text("allow_origin_string_match: [{exact: https://a.example.com/}]")
    assert attacks(str(path)) == {}


def test_of_an_app_the_configuration_is_found() -> None:
    """An app whose CORS library is known needs no option."""
    report = reported(f"{_APPS}:HOLED", "--origin", "https://a.example.com")
    assert found(report)[str(FindingSlug.STRANGER_LET_IN)] == "critical"
    (evidence,) = [
        each["evidence"] for each in report["findings"] if each["slug"] == "stranger-let-in"
    ]
    assert "https://evilexample.com" in evidence


def test_the_mistake_is_named() -> None:
    """A finding says which mistake the copy of the policy has."""
    report = reported(
        f"{_APPS}:HOLED", "--origin", "https://app.example.com", "--policy", f"{_APPS}:WILDCARD"
    )
    (evidence,) = [
        each["evidence"] for each in report["findings"] if each["slug"] == "look-alike-origin"
    ]
    assert evidence.endswith("The mistake: no-dot-boundary, apex.")


def test_a_policy_that_is_none() -> None:
    """What the option names must be there."""
    status, out, err = run(f"{_APPS}:HOLED", "--origin", PAGE, "--policy", "missing.toml")
    assert (status, out) == (2, "")
    assert "missing.toml is nothing that is read" in " ".join(err.split())
