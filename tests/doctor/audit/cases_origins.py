"""Servers that permit too many origins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.audit.servers import Case, matching, permitting, refused, shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doctor.servers import Request, Response


def _with(*origins: str, credentials: bool = True) -> Callable[[Request], Response]:
    """Return a server that permits *origins* beside the page."""
    return permitting(lambda origin: origin in origins, credentials=credentials)


def _on_preflights(*, credentials: bool) -> Callable[[Request], Response]:
    """Return a server that permits everyone in preflights."""
    correct = _with()

    def answer(request: Request) -> Response:
        return (
            shared(request, credentials=credentials) if request.is_preflight else correct(request)
        )

    return answer


def _on_preflights_for(method: str) -> Callable[[Request], Response]:
    """Return a server that permits everyone in preflights for one method."""
    correct = _with()

    def answer(request: Request) -> Response:
        asked = request.headers.get("Access-Control-Request-Method")
        return shared(request) if asked == method else correct(request)

    return answer


def _on_errors(*, credentials: bool) -> Callable[[Request], Response]:
    """Return a server that permits everyone in errors."""
    correct = _with()

    def answer(request: Request) -> Response:
        is_page = request.target.partition("?")[0] == "/orders"
        return correct(request) if is_page else shared(request, credentials=credentials)

    return answer


def _folded(request: Request) -> Response:
    """Permit the page in upper and lower case."""
    is_page = request.origin.lower() == "https://app.example.com"
    return shared(request) if is_page else refused(request)


CASES: Final = (
    Case(id="reflecting", answer=shared, found={"reflected-origin": "critical"}),
    Case(
        id="reflecting-anonymously",
        answer=lambda request: shared(request, credentials=False),
        found={"reflected-origin": "info"},
    ),
    Case(id="null", answer=_with("null"), found={"null-allowed": "critical"}),
    Case(
        id="null-anonymously",
        answer=_with("null", credentials=False),
        found={"null-allowed": "low"},
    ),
    Case(
        id="prefix",
        answer=matching(r"https://app\.example\.com"),
        found={"prefix-match": "critical"},
    ),
    Case(
        id="prefix-anonymously",
        answer=matching(r"https://app\.example\.com", credentials=False),
        found={"prefix-match": "low"},
    ),
    Case(
        id="glob-taken-for-a-pattern",
        answer=matching(r"https://.*app\.example\.com$"),
        found={"suffix-match": "medium"},
    ),
    Case(
        id="suffix",
        answer=permitting(lambda origin: origin.endswith("example.com")),
        found={"suffix-match": "critical", "insecure-origin": "high"},
    ),
    Case(
        id="substring",
        answer=permitting(lambda origin: "app.example.com" in origin),
        found={"substring-match": "critical"},
    ),
    Case(
        id="unescaped-dots",
        answer=matching(r"https://app.example.com$"),
        found={"unescaped-dot": "critical"},
    ),
    Case(
        id="unescaped-last-dot",
        answer=matching(r"https://app\.example.com$"),
        found={"unescaped-dot": "critical"},
    ),
    Case(
        id="underscore",
        answer=matching(r"https://app\.example\.com(_.*)?$"),
        found={"special-character": "high"},
    ),
    Case(
        id="end-of-word",
        answer=matching(r"https://app\.example\.com(?![\w.:-])"),
        found={"special-character": "high"},
    ),
    Case(
        id="any-port",
        answer=matching(r"https://app\.example\.com(:\d+)?$"),
        found={"any-port": "medium"},
    ),
    Case(
        id="http-twin",
        answer=matching(r"https?://app\.example\.com$"),
        found={"insecure-origin": "high"},
    ),
    Case(
        id="http-twin-anonymously",
        answer=matching(r"https?://app\.example\.com$", credentials=False),
        found={"insecure-origin": "low"},
    ),
    Case(
        id="localhost", answer=_with("http://localhost:3000"), found={"localhost-allowed": "medium"}
    ),
    Case(
        id="loopback-any-port",
        answer=matching(r"http://127\.0\.0\.1(:\d+)?$"),
        found={"localhost-allowed": "medium"},
    ),
    Case(
        id="github-pages",
        answer=matching(r"https://[a-z-]+\.github\.io$"),
        found={"third-party-host": "critical"},
    ),
    *(
        Case(
            id=f"shared-{host}",
            answer=_with(f"https://crossorigin-audit.{host}"),
            found={"third-party-host": "critical"},
        )
        for host in ("vercel.app", "netlify.app", "workers.dev", "onrender.com", "hf.space")
    ),
    Case(
        id="shared-anonymously",
        answer=matching(r"https://[a-z-]+\.vercel\.app$", credentials=False),
        found={"third-party-host": "low"},
    ),
    *(
        Case(
            id=f"preflights-for-{method.lower()}-reflecting",
            answer=_on_preflights_for(method),
            found={"preflight-only-reflection": "high"},
        )
        for method in ("POST", "PUT", "DELETE")
    ),
    Case(id="codepen", answer=_with("https://codepen.io"), found={"third-party-host": "critical"}),
    Case(
        id="subdomains",
        answer=matching(r"https://([a-z-]+\.)+example\.com$"),
        found={"undeclared-subdomains": "medium"},
    ),
    Case(
        id="subdomains-anonymously",
        answer=matching(r"https://([a-z-]+\.)+example\.com$", credentials=False),
        found={"undeclared-subdomains": "info"},
    ),
    Case(
        id="subdomains-and-more-than-declared",
        answer=matching(r"https?://([a-z-]+\.)+example\.com$"),
        found={"insecure-origin": "high"},
        arguments=("--declared", "https://*.example.com"),
    ),
    Case(
        id="trailing-dot",
        answer=matching(r"https://app\.example\.com\.?$"),
        found={"trailing-dot": "low"},
    ),
    Case(id="any-case", answer=_folded, found={"wrong-case": "info"}),
    Case(
        id="preflights-reflecting",
        answer=_on_preflights(credentials=True),
        found={"preflight-only-reflection": "high"},
    ),
    Case(
        id="preflights-reflecting-anonymously",
        answer=_on_preflights(credentials=False),
        found={"preflight-only-reflection": "low"},
    ),
    Case(
        id="errors-reflecting",
        answer=_on_errors(credentials=True),
        found={"looser-on-errors": "medium"},
    ),
    Case(
        id="errors-reflecting-anonymously",
        answer=_on_errors(credentials=False),
        found={"looser-on-errors": "low"},
    ),
    Case(
        id="configuration-of-strangers",
        answer=_with("https://evilexample.com"),
        found={"stranger-let-in": "critical"},
        arguments=("--policy", "tests.doctor.audit.apps:HOLED"),
    ),
    Case(
        id="sloppy-copy",
        answer=_with("http://x.example.com", "https://example.com"),
        found={"look-alike-origin": "high"},
        arguments=("--policy", "tests.doctor.audit.apps:WILDCARD"),
    ),
)
