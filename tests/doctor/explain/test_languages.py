"""Firefox in other languages: its own translations, from the packs that are installed, are read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

from crossorigin.doctor.explain._explain import Explanation, explain
from tests.project.programs import miss

pytestmark = pytest.mark.programs

_PACKS: Final = Path("/usr/lib/firefox-esr/browser/extensions")
_LANGUAGES: Final = ("zh-CN", "ja", "de", "fr", "ru", "es-ES", "pt-BR")
_LINE: Final = re.compile(r"^(CORS\w+?)\d?\s*=\s*(.+)$", re.MULTILINE)
_URL: Final = "https://api.example.com/orders?x=1"
_FILE: Final = "file:///C:/site/a.js"
# The message, the text in its second hole, what it means, and whether its structure tells that.
MESSAGES: Final = {
    "CORSMissingAllowOrigin": ("200", "allow-origin-missing", True),
    "CORSAllowOriginNotMatchingOrigin": ("https://b.example", "allow-origin-mismatch", True),
    "CORSNotSupportingCredentials": ("", "wildcard-with-credentials", True),
    "CORSMissingAllowCredentials": ("", "allow-credentials-missing", True),
    "CORSMethodNotFound": ("", "method-not-allowed", True),
    "CORSInvalidAllowMethod": ("PUT;DELETE", "allow-methods-malformed", True),
    "CORSInvalidAllowHeader": ("x a", "allow-headers-malformed", True),
    "CORSMissingAllowHeaderFromPreflight": ("x-token", "header-not-allowed", True),
    "CORSAllowHeaderFromPreflightDeprecation": ("", "authorization-not-listed", True),
    "CORSPreflightDidNotSucceed": ("403", "preflight-status", True),
    "CORSDidNotSucceed": ("(null)", "no-response", True),
    "CORSRequestNotHttp": ("", "url-not-http", True),
    # No word of these stands in every language.
    "CORSMultipleAllowOriginNotAllowed": ("", "allow-origin-multiple", False),
    "CORSExternalRedirectNotAllowed": ("", "preflight-redirect", False),
    "CORSOriginHeaderNotAdded": ("", "cors-unspecified", False),
    "CORSDisabled": ("", "cors-unspecified", False),
}
# Some translators translate the names of headers, or have mistaken one for another.
_SHARE: Final = 0.9


@cache
def texts_of(language: str) -> dict[str, str]:
    """Return the messages about CORS in the pack of *language*, by their names."""
    pack = _PACKS / f"langpack-{language}@firefox-esr.mozilla.org.xpi"
    if not pack.exists():
        miss(f"firefox-esr-l10n-{language.lower()}")
    with ZipFile(pack) as packed:
        (name,) = (one for one in packed.namelist() if one.endswith("/security.properties"))
        return dict(_LINE.findall(packed.read(name).decode()))


def explanation_of(language: str, message: str) -> Explanation | None:
    """Return the explanation of *message* as Firefox prints it in *language*, if there is one."""
    filling, _, _ = MESSAGES[message]
    url = _FILE if message == "CORSRequestNotHttp" else _URL
    template = texts_of(language)[message].replace("\\u0020", " ")
    explanations = explain(template.replace("%1$S", url).replace("%2$S", filling))
    return explanations[0] if len(explanations) == 1 else None


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("message", MESSAGES)
def test_a_translated_message(language: str, message: str) -> None:
    """Where the structure tells the reason, it is named; elsewhere it is among the candidates."""
    filling, reason, is_told = MESSAGES[message]
    explanation = explanation_of(language, message)
    assert explanation is not None
    assert explanation.engine == "firefox"
    assert explanation.facts["url"] == (_FILE if reason == "url-not-http" else _URL)
    assert explanation.facts.get("status") == (filling if filling.isdecimal() else None)
    reasons = [str(one) for one in explanation.reasons]
    assert reason in (reasons[:1] if is_told else reasons)


def test_any_language() -> None:
    """Of all languages that are installed, nine messages of ten are read."""
    languages = [
        path.name.removeprefix("langpack-").partition("@")[0] for path in _PACKS.glob("*.xpi")
    ]
    if not languages:
        miss("firefox-esr-l10n-de")
    found = [
        explanation is not None and MESSAGES[message][1] in map(str, explanation.reasons)
        for language in languages
        for message in MESSAGES
        for explanation in [explanation_of(language, message)]
    ]
    assert sum(found) >= _SHARE * len(found)
