"""The wordings of older versions are read, and those of a developer's tools."""

from __future__ import annotations

import pytest

from crossorigin.doctor.explain._explain import explain

_URL = "https://api.example.com/orders"
_PAGE = "http://app.example.com"
_XHR = f"XMLHttpRequest cannot load {_URL}. "
_NOT_ALLOWED = f" Origin '{_PAGE}' is therefore not allowed access."
_FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource"
    f" at {_URL}. "
)
_BLOCKED = f"Access to fetch at '{_URL}' from origin '{_PAGE}' has been blocked by CORS policy: "

# Text, engine, reason, facts that it must have.
OLDER: list[tuple[str, str | None, str, dict[str, str]]] = [
    (
        (
            f"{_XHR}No 'Access-Control-Allow-Origin' header is present on the requested resource."
            f"{_NOT_ALLOWED} The response had HTTP status code 404."
        ),
        "chromium",
        "allow-origin-missing",
        {"url": _URL, "origin": _PAGE, "status": "404"},
    ),
    (
        (
            f"Failed to load {_URL}: Response to preflight request doesn't pass access control check:"
            f" No 'Access-Control-Allow-Origin' header is present on the requested resource.{_NOT_ALLOWED}"
        ),
        "chromium",
        "allow-origin-missing",
        {"url": _URL, "origin": _PAGE, "preflight": "yes"},
    ),
    (
        f"{_XHR}Response for preflight is invalid (redirect)",
        "chromium",
        "preflight-redirect",
        {"url": _URL, "preflight": "yes"},
    ),
    (
        f"{_XHR}Response for preflight has invalid HTTP status code 405",
        "chromium",
        "preflight-status",
        {"url": _URL, "status": "405"},
    ),
    (
        (
            f"{_XHR}The request was redirected to 'https://api.example.com/login', which is disallowed"
            " for cross-origin requests that require preflight."
        ),
        "chromium",
        "preflight-redirect",
        {"redirected_to": "https://api.example.com/login"},
    ),
    (
        (
            f"{_XHR}A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the"
            f" credentials flag is true.{_NOT_ALLOWED}"
        ),
        "chromium",
        "wildcard-with-credentials",
        {"origin": _PAGE},
    ),
    (
        (
            f"{_XHR}Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is"
            f" ''. It must be 'true' to allow credentials.{_NOT_ALLOWED}"
        ),
        "chromium",
        "allow-credentials-missing",
        {"value": ""},
    ),
    (
        (
            f"Font from origin '{_URL}' has been blocked from loading by Cross-Origin Resource Sharing"
            " policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
            f"{_NOT_ALLOWED}"
        ),
        "chromium",
        "allow-origin-missing",
        {"url": _URL, "initiator": "Font"},
    ),
    (
        (
            f"Redirect from '{_URL}' to 'https://b.example/' has been blocked by CORS policy: No"
            " 'Access-Control-Allow-Origin' header is present on the requested resource."
        ),
        "chromium",
        "allow-origin-missing",
        {"redirected_from": _URL, "url": "https://b.example/"},
    ),
    (
        (
            f"{_BLOCKED}No 'Access-Control-Allow-Private-Network' header was present in the preflight"
            " response for this private network request targeting the `local` address space."
        ),
        "chromium",
        "local-network-access",
        {"url": _URL},
    ),
    (
        f"{_BLOCKED}Permission was denied for this request to access the `loopback` address space.",
        "chromium",
        "local-network-access",
        {"space": "loopback"},
    ),
    (f"{_BLOCKED}Something that is new.", "chromium", "cors-unspecified", {}),
    (f"GET {_URL} net::ERR_FAILED 404 (Not Found)", "chromium", "fetch-failed", {"status": "404"}),
    (f"POST {_URL} net::ERR_CONNECTION_REFUSED", "chromium", "no-response", {"method": "POST"}),
    (f"GET {_URL} net::ERR_BLOCKED_BY_CLIENT", "chromium", "blocked-by-client", {"url": _URL}),
    (
        f"{_FIREFOX}This can be fixed by moving the resource to the same domain or enabling CORS.",
        "firefox",
        "cors-unspecified",
        {"url": _URL},
    ),
    (
        (
            f"{_FIREFOX}(Reason: missing token \u2018x-token\u2019 in CORS header"
            " \u2018Access-Control-Allow-Headers\u2019 from CORS preflight channel)."
        ),
        "firefox",
        "header-not-allowed",
        {"url": _URL, "header": "x-token"},
    ),
    (
        f"{_FIREFOX}(Reason: CORS preflight channel did not succeed).",
        "firefox",
        "preflight-status",
        {"url": _URL},
    ),
    (f"{_FIREFOX}(Reason: CORS request failed).", "firefox", "no-response", {"url": _URL}),
    (
        f"{_XHR}Origin {_PAGE} is not allowed by Access-Control-Allow-Origin.",
        "webkit",
        "allow-origin-missing",
        {"url": _URL, "origin": _PAGE},
    ),
    (
        "[Error] Preflight response is not successful. Status code: 401",
        "webkit",
        "preflight-status",
        {"status": "401"},
    ),
    ("Failed to load resource: The network connection was lost.", "webkit", "no-response", {}),
    ("Uncaught (in promise) AxiosError: Network Error", None, "fetch-failed", {}),
    ("TypeError: Load failed (api.example.com)", "webkit", "fetch-failed", {}),
]


@pytest.mark.parametrize(
    ("text", "engine", "reason", "facts"), OLDER, ids=[str(number) for number in range(len(OLDER))]
)
def test_an_older_wording(
    text: str, engine: str | None, reason: str, facts: dict[str, str]
) -> None:
    """An older wording has its engine, its reason, and the facts that it states."""
    (explanation,) = explain(text)
    found = {name: explanation.facts.get(name) for name in facts}
    assert (explanation.engine, str(explanation.reason), found) == (engine, reason, facts)


@pytest.mark.parametrize(
    "text",
    [
        "Failed to fetch user data",
        "The upload failed",
        "Fetch API cannot load it, said the teacher",
        "HTTP 500 from the server",
        "CORS",
        "Network Errors are the worst",
    ],
)
def test_what_apps_say(text: str) -> None:
    """Similar words of an app are no message of a browser."""
    assert explain(text) == []


def test_a_line_that_introduces() -> None:
    """A line that an engine breaks after its first sentence is one message."""
    text = f'Fetch API cannot load {_URL}.\nURL scheme "foo" is not supported.'
    (explanation,) = explain(text)
    assert (explanation.engine, str(explanation.reason)) == ("chromium", "url-not-http")


def test_many_messages() -> None:
    """Of very many messages, the first twenty are explained."""
    text = "\n".join(
        f"{_BLOCKED}It does not have HTTP ok status.".replace("orders", str(number))
        for number in range(30)
    )
    assert len(explain(text)) == 20


def test_a_message_without_end() -> None:
    """A log that repeats a message thousands of times has that message, once."""
    (explanation,) = explain(f"{_BLOCKED}It does not have HTTP ok status.\n" * 400)
    assert explanation.facts["url"] == _URL


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"\u0417 \u00ab{_URL}\u00bb \u00abX-Frame-Options\u00bb \u00abDENY\u00bb.", "framing"),
        ("\u041a \u00abSameSite\u00bb \u00abLax\u00bb \u00abStrict\u00bb", "cookies-not-sent"),
    ],
)
def test_signs_of_another_language(text: str, reason: str) -> None:
    """A line in other letters is read by the names that no language translates."""
    (explanation,) = explain(text)
    assert (explanation.engine, str(explanation.reason)) == ("firefox", reason)


def test_a_configuration_is_no_message() -> None:
    """A line of a server's configuration says nothing, in whatever language its comment is."""
    assert (
        explain('add_header X-Frame-Options "DENY"; # \u0437\u0430\u043f\u0440\u0435\u0442') == []
    )
