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
_LINE: Final = re.compile(r"^(\w+)\s*=\s*(.+)$", re.MULTILINE)
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
def texts_in(language: str, file: str) -> dict[str, str]:
    """Return the messages of *file* in the pack of *language*, by their names."""
    pack = _PACKS / f"langpack-{language}@firefox-esr.mozilla.org.xpi"
    if not pack.exists():
        miss(f"firefox-esr-l10n-{language.lower()}")
    with ZipFile(pack) as packed:
        (name,) = (one for one in packed.namelist() if one.endswith(f"/{file}/{file}.properties"))
        return dict(_LINE.findall(packed.read(name).decode()))


def texts_of(language: str) -> dict[str, str]:
    """Return the messages about CORS in *language*, by their names without a version."""
    return {name.rstrip("23"): text for name, text in texts_in(language, "security").items()}


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


# Not about CORS: file and name of the message, what fills its holes, its meaning.
OTHERS: Final = (
    ("security", "XFrameOptionsDeny", ("DENY", _URL), "framing"),
    ("security", "IntegrityMismatch3", ("sha384", _URL, "x="), "integrity"),
    ("security", "MimeTypeMismatch2", (_URL, "text/html"), "response-type"),
    ("necko", "CORPBlocked", (_URL, "https://developer.mozilla.org/"), "resource-policy"),
    ("necko", "ResourceBlockedORB", (_URL, "x"), "response-type"),
    ("necko", "CookieRejectedForNonSameSiteness", ("session",), "cookies-not-sent"),
    ("necko", "CookieRejectedNonRequiresSecure2", ("session",), "cookies-not-sent"),
    ("dom", "BadOpaqueInterceptionRequestModeWithURL", (_URL, "cors"), "service-worker"),
)


@pytest.mark.parametrize("language", ["zh-CN", "ru"])
@pytest.mark.parametrize(("file", "name", "fillings", "reason"), OTHERS)
def test_a_translated_message_about_something_else(
    language: str, file: str, name: str, fillings: tuple[str, ...], reason: str
) -> None:
    """What is not CORS is named in another language, too, by what that does not translate."""
    text = texts_in(language, file)[name]
    for place, filling in enumerate(fillings, 1):
        text = text.replace(f"%{place}$S", filling)
    (explanation,) = explain(text)
    assert (explanation.engine, str(explanation.reason)) == ("firefox", reason)
    assert explanation.facts.get("url") == (_URL if _URL in fillings else None)
