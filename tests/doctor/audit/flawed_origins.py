"""The zoo: servers that permit whom they should not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.audit.zoo import Flawed, matching, permitting, refused, shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.zoo import Asked, Told


def _with(*origins: str, credentials: bool = True) -> Callable[[Asked], Told]:
    """Return a server that permits *origins* beside the page."""
    return permitting(lambda origin: origin in origins, credentials=credentials)


def _on_preflights(*, credentials: bool) -> Callable[[Asked], Told]:
    """Return a server whose preflights permit everyone."""
    correct = _with()

    def answer(asked: Asked) -> Told:
        return shared(asked, credentials=credentials) if asked.is_preflight else correct(asked)

    return answer


def _on_errors(*, credentials: bool) -> Callable[[Asked], Told]:
    """Return a server whose errors permit everyone."""
    correct = _with()

    def answer(asked: Asked) -> Told:
        is_page = asked.target.partition("?")[0] == "/orders"
        return correct(asked) if is_page else shared(asked, credentials=credentials)

    return answer


def _folded(asked: Asked) -> Told:
    """Permit the page in any case, and send back what asks."""
    is_page = asked.origin.lower() == "https://app.example.com"
    return shared(asked) if is_page else refused(asked)


FLAWED: Final = (
    Flawed(id="reflecting", answer=shared, found={"reflected-origin": "critical"}),
    Flawed(
        id="reflecting-anonymously",
        answer=lambda asked: shared(asked, credentials=False),
        found={"reflected-origin": "info"},
    ),
    Flawed(id="null", answer=_with("null"), found={"null-allowed": "critical"}),
    Flawed(
        id="null-anonymously",
        answer=_with("null", credentials=False),
        found={"null-allowed": "low"},
    ),
    Flawed(
        id="prefix",
        answer=matching(r"https://app\.example\.com"),
        found={"prefix-match": "critical"},
    ),
    Flawed(
        id="prefix-anonymously",
        answer=matching(r"https://app\.example\.com", credentials=False),
        found={"prefix-match": "low"},
    ),
    Flawed(
        id="glob-taken-for-a-pattern",
        answer=matching(r"https://.*app\.example\.com$"),
        found={"suffix-match": "medium"},
    ),
    Flawed(
        id="suffix",
        answer=permitting(lambda origin: origin.endswith("example.com")),
        found={"suffix-match": "critical", "insecure-origin": "high"},
    ),
    Flawed(
        id="substring",
        answer=permitting(lambda origin: "app.example.com" in origin),
        found={"substring-match": "critical"},
    ),
    Flawed(
        id="unescaped-dots",
        answer=matching(r"https://app.example.com$"),
        found={"unescaped-dot": "critical"},
    ),
    Flawed(
        id="unescaped-last-dot",
        answer=matching(r"https://app\.example.com$"),
        found={"unescaped-dot": "critical"},
    ),
    Flawed(
        id="underscore",
        answer=matching(r"https://app\.example\.com(_.*)?$"),
        found={"special-character": "high"},
    ),
    Flawed(
        id="end-of-word",
        answer=matching(r"https://app\.example\.com(?![\w.:-])"),
        found={"special-character": "high"},
    ),
    Flawed(
        id="any-port",
        answer=matching(r"https://app\.example\.com(:\d+)?$"),
        found={"any-port": "medium"},
    ),
    Flawed(
        id="http-twin",
        answer=matching(r"https?://app\.example\.com$"),
        found={"insecure-origin": "high"},
    ),
    Flawed(
        id="http-twin-anonymously",
        answer=matching(r"https?://app\.example\.com$", credentials=False),
        found={"insecure-origin": "low"},
    ),
    Flawed(
        id="localhost", answer=_with("http://localhost:3000"), found={"localhost-allowed": "medium"}
    ),
    Flawed(
        id="loopback-any-port",
        answer=matching(r"http://127\.0\.0\.1(:\d+)?$"),
        found={"localhost-allowed": "medium"},
    ),
    Flawed(
        id="github-pages",
        answer=matching(r"https://[a-z-]+\.github\.io$"),
        found={"third-party-host": "critical"},
    ),
    Flawed(
        id="codepen", answer=_with("https://codepen.io"), found={"third-party-host": "critical"}
    ),
    Flawed(
        id="subdomains",
        answer=matching(r"https://([a-z-]+\.)+example\.com$"),
        found={"undeclared-subdomains": "medium"},
    ),
    Flawed(
        id="subdomains-anonymously",
        answer=matching(r"https://([a-z-]+\.)+example\.com$", credentials=False),
        found={"undeclared-subdomains": "info"},
    ),
    Flawed(
        id="subdomains-and-more-than-declared",
        answer=matching(r"https?://([a-z-]+\.)+example\.com$"),
        found={"insecure-origin": "high"},
        arguments=("--declared", "https://*.example.com"),
    ),
    Flawed(
        id="trailing-dot",
        answer=matching(r"https://app\.example\.com\.?$"),
        found={"trailing-dot": "low"},
    ),
    Flawed(id="any-case", answer=_folded, found={"wrong-case": "info"}),
    Flawed(
        id="preflights-reflecting",
        answer=_on_preflights(credentials=True),
        found={"preflight-only-reflection": "high"},
    ),
    Flawed(
        id="preflights-reflecting-anonymously",
        answer=_on_preflights(credentials=False),
        found={"preflight-only-reflection": "low"},
    ),
    Flawed(
        id="errors-reflecting",
        answer=_on_errors(credentials=True),
        found={"looser-on-errors": "medium"},
    ),
    Flawed(
        id="errors-reflecting-anonymously",
        answer=_on_errors(credentials=False),
        found={"looser-on-errors": "low"},
    ),
)
