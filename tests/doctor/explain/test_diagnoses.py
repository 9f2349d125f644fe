"""The causes behind a message: certain where it says so, ranked where it does not."""

from __future__ import annotations

import shlex

import pytest

from crossorigin._browser.failures import Failure
from crossorigin.doctor.causes._catalogue import CAUSES
from crossorigin.doctor.causes._cause import CauseSlug, Stack
from crossorigin.doctor.causes._console_reasons import ConsoleReason, sentence_of
from crossorigin.doctor.causes._fix import PLACES, Place
from crossorigin.doctor.causes._recognition import bucket_of_url, stack_of_url
from crossorigin.doctor.explain._diagnoses import diagnoses
from crossorigin.doctor.explain._explain import Explanation, explain
from crossorigin.doctor.explain._likely_causes import CAUSES_OF

_URL = "https://api.example.com/orders"
_PAGE = "https://app.example.com"
_BLOCKED = f"Access to fetch at '{_URL}' from origin '{_PAGE}' has been blocked by CORS policy: "
_REDIRECTED = (
    "Response to preflight request doesn't pass access control check: Redirect is not allowed for a"
    " preflight request."
)
_WILDCARD = (
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard"
    " '*' when the request's credentials mode is 'include'."
)
_MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
_OTHER = "The 'Access-Control-Allow-Origin' header has a value '{}' that is not equal to the supplied origin."
_SEVERAL = "The 'Access-Control-Allow-Origin' header contains multiple values '{}', but only one is allowed."

CERTAIN = [
    (
        f"{_BLOCKED}Method patch is not allowed by Access-Control-Allow-Methods in preflight response.",
        "method-lower-case",
    ),
    (
        f"{_BLOCKED}Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
        "method-not-listed",
    ),
    (_BLOCKED + _OTHER.format(_PAGE), "null-after-redirect"),
    (_BLOCKED + _OTHER.format(f"{_PAGE}/"), "origin-misspelled"),
    (_BLOCKED + _OTHER.format("https://*.example.com"), "origin-misspelled"),
    (_BLOCKED + _OTHER.format("https://APP.example.com:443"), "origin-misspelled"),
    (_BLOCKED + _SEVERAL.format(f"{_PAGE}, {_PAGE}"), "headers-doubled"),
    (_BLOCKED + _SEVERAL.format(f"*, {_PAGE}"), "headers-doubled"),
    (f"{_BLOCKED}{_MISSING}".replace(f"origin '{_PAGE}'", "origin 'null'"), "opaque-origin"),
    (
        f"{_BLOCKED}Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response.",
        "header-not-listed",
    ),
    (
        (
            f"Access to fetch at 'https://accounts.google.com/o/oauth2' (redirected from '{_URL}') from"
            f" origin '{_PAGE}' has been blocked by CORS policy: {_MISSING}"
        ),
        "login-redirect",
    ),
]
RANKED = [
    (
        (
            f"{_BLOCKED}Request header field authorization is not allowed by"
            " Access-Control-Allow-Headers in preflight response."
        ),
        "header-not-listed",
    ),
    (f"{_BLOCKED}{_MISSING}", "cors-not-enabled"),
    (_BLOCKED + _OTHER.format("https://b.example"), "origin-not-listed"),
    (_BLOCKED + _SEVERAL.format(f"https://b.example, {_PAGE}"), "origins-joined"),
    (f"{_BLOCKED}{_REDIRECTED}", "trailing-slash-redirect"),
    (f"{_BLOCKED}{_REDIRECTED}".replace("https://api", "http://api"), "https-redirect"),
    (
        "Origin null is not allowed by Access-Control-Allow-Origin. Status code: 200",
        "opaque-origin",
    ),
    (
        (
            f"Access to fetch at '{_URL}' (redirected from '{_PAGE}/x') from origin '{_PAGE}' has been"
            f" blocked by CORS policy: {_MISSING}"
        ),
        "redirected",
    ),
]
STATUSES = [
    ("200", "cors-not-enabled"),
    ("302", "redirected"),
    ("401", "auth-before-preflight"),
    ("403", "auth-before-preflight"),
    ("404", "route-not-found"),
    ("405", "options-not-handled"),
    ("422", "headers-missing-on-errors"),
    ("500", "server-error"),
    ("502", "gateway-answered"),
    ("599", "server-error"),
    ("101", "cors-not-enabled"),
]


def only(text: str, stack: Stack | None = None) -> Explanation:
    """Return the explanation of *text*, which has one message."""
    (explanation,) = explain(text, stack)
    return explanation


@pytest.mark.parametrize(("text", "cause"), CERTAIN)
def test_a_certain_cause(text: str, cause: str) -> None:
    """A message that leaves one cause has that one only."""
    causes = only(text).causes
    assert [(str(one.cause.slug), one.certain) for one in causes] == [(cause, True)]


@pytest.mark.parametrize(("text", "cause"), RANKED)
def test_the_likeliest_cause(text: str, cause: str) -> None:
    """A message that leaves several causes has the likeliest first, and none is certain."""
    first, *others = only(text).causes
    assert str(first.cause.slug) == cause
    assert others
    assert not any(one.certain for one in (first, *others))


@pytest.mark.parametrize(("status", "cause"), STATUSES)
def test_the_status(status: str, cause: str) -> None:
    """The status of the response says where to look first."""
    explanation = only(
        f"Origin {_PAGE} is not allowed by Access-Control-Allow-Origin. Status code: {status}"
    )
    assert str(explanation.causes[0].cause.slug) == cause


def test_every_reason_has_causes() -> None:
    """Every reason has causes and a sentence, and every cause is in the catalogue."""
    assert set(CAUSES_OF) == {*Failure, *ConsoleReason}
    assert all(CAUSES_OF.values())
    assert all(sentence_of(reason) for reason in CAUSES_OF)
    assert set(CAUSES) == set(CauseSlug)


def test_slugs_mean_one_thing() -> None:
    """No slug of a console's own is one of the browser model's."""
    assert {*map(str, ConsoleReason)} & {*map(str, Failure)} == set()


@pytest.mark.parametrize("slug", CauseSlug)
def test_a_cause_is_whole(slug: CauseSlug) -> None:
    """A cause has in ASCII its meaning and a way to tell, and a fix for any stack."""
    cause = CAUSES[slug]
    texts = [cause.what, cause.tell, *cause.fixes.values()]
    assert all(text.isascii() and text.isprintable() and len(text) > 20 for text in texts)
    assert Stack.UNKNOWN in cause.fixes


@pytest.mark.parametrize("stack", Stack)
def test_the_fix_of_a_stack(stack: Stack) -> None:
    """The fix is the one of the stack that was asked for, filled with the facts of the message."""
    (cause,) = only(f"{_BLOCKED}{_WILDCARD}", stack).causes
    assert cause.fix == CAUSES[CauseSlug.WILDCARD_WITH_CREDENTIALS].fix_for(stack).replace(
        "{origin}", _PAGE
    )


def test_a_fix_without_facts() -> None:
    """A fix names an example where the message names nothing."""
    (first, *_) = diagnoses([Failure.METHOD_NOT_ALLOWED], {}, Stack.CROSSORIGIN)
    assert first.fix == 'Add "PUT" to methods.'


@pytest.mark.parametrize(
    ("url", "stack"),
    [
        ("https://shop.ey.r.appspot.com/x", "app-engine"),
        ("https://api-abc-ew.a.run.app/", "cloud-run"),
        ("https://bucket.s3.amazonaws.com/k", "s3"),
        ("https://s3.eu-west-1.amazonaws.com/bucket", "s3"),
        ("https://user@bucket.s3-website.eu-west-1.amazonaws.com/k", "s3"),
        ("https://appspot.com.evil.example/", "unknown"),
        ("nothing", "unknown"),
    ],
)
def test_the_stack_of_a_url(url: str, stack: str) -> None:
    """The host of the URL gives the stack away, or nothing does."""
    assert str(stack_of_url(url)) == stack


def test_the_commands() -> None:
    """The commands repeat the request of the browser, as far as the message tells it."""
    text = f"{_BLOCKED}Request header field X-A is not allowed by Access-Control-Allow-Headers in preflight response."
    check, curl = map(shlex.split, only(text).commands)
    assert check == ["crossorigin", "check", _URL, "--origin", _PAGE, "-H", "X-A"]
    assert curl[3:] == [
        "-H", f"Origin: {_PAGE}", "-X", "OPTIONS",
        "-H", "Access-Control-Request-Method: PUT", "-H", "Access-Control-Request-Headers: x-a",
    ]  # fmt: skip


def test_the_commands_with_credentials() -> None:
    """A message about credentials asks with credentials; no origin is an example's."""
    text = f"{_URL}. (Reason: expected 'true' in CORS header 'Access-Control-Allow-Credentials')."
    text = f"The Same Origin Policy disallows reading the remote resource at {text}"
    check, _ = only(text).commands
    assert check == f"crossorigin check {_URL} --origin {_PAGE} --credentials"


@pytest.mark.parametrize(
    "url", ["https://u:p@api.example.com/", "foo://x", "https://api/?token=abc"]
)
def test_no_commands(url: str) -> None:
    """There is no command without a URL, nor for one with a secret in it."""
    assert only(f"{_BLOCKED}{_MISSING}".replace(_URL, url)).commands == ()


def test_a_hostile_url_is_quoted() -> None:
    """A URL cannot end the command that it is part of."""
    url = "https://api.example.com/$(reboot);`reboot`&'x"
    check, _ = only(f"{_BLOCKED}{_MISSING}".replace(_URL, url)).commands
    assert shlex.split(check)[2] == url.replace("`", "'")


@pytest.mark.parametrize(
    ("url", "bucket"),
    [
        ("https://media.s3.amazonaws.com/k", "media"),
        ("https://media.s3.amazonaws.com", "media"),
        ("https://***@media.s3-website.eu-west-1.amazonaws.com:80/k?a=/b", "media"),
        ("https://media.s3-website-us-east-1.amazonaws.com/", "media"),
        ("https://media.example.com.s3.eu-west-1.amazonaws.com/k", "media.example.com"),
        ("https://a.s3.b.s3.dualstack.us-west-2.amazonaws.com/k", "a.s3.b"),
        ("https://s3.eu-west-1.amazonaws.com/media/k", "media"),
        ("https://s3-eu-west-1.amazonaws.com/media?list", "media"),
        ("https://s3.amazonaws.com/", ""),
        ("https://s3.amazonaws.com/$(id)/k", ""),
        ("https://media-123.s3-accesspoint.eu-west-1.amazonaws.com/k", ""),
        ("https://media.s3.amazonaws.com.example/k", ""),
        ("https://cdn.example.com/media/k", ""),
    ],
)
def test_the_bucket_in_a_url(url: str, bucket: str) -> None:
    """The host or the path names the bucket; nothing else is taken for its name."""
    assert bucket_of_url(url) == bucket


def _s3(url: str) -> Explanation:
    """Return the explanation of a missing header at *url*, for a bucket."""
    blocked = f"{_BLOCKED}{_MISSING}".replace(_URL, url)
    return explain(blocked, Stack.S3)[0]


def test_the_fix_of_a_bucket_names_it() -> None:
    """The command has the bucket of the URL, and reads the file that the lines go into."""
    explained = _s3("https://media.s3.amazonaws.com/k")
    rules, command = explained.causes[0].snippets
    assert (rules.place, explained.placeholders) == (Place.CORS_JSON, ())
    assert PLACES[rules.place] == "in a file named cors.json:"
    assert command.text == (
        "aws s3api put-bucket-cors --bucket media --cors-configuration file://cors.json"
    )


def test_a_bucket_that_nothing_names() -> None:
    """A placeholder stands for it, and is said to be one, beside the command as well."""
    explained = _s3("https://cdn.example.com/k")
    text = explained.causes[0].snippets[1].text
    assert explained.placeholders == ("BUCKET",)
    assert text.startswith("# BUCKET is a placeholder: write the name of the bucket.\naws s3api")


def test_a_project_that_nothing_names() -> None:
    """The project of a person is no fact of a message."""
    status = "doesn't pass access control check: It does not have HTTP ok status."
    missing = f"{_BLOCKED}Response to preflight request {status}"
    (explained,) = explain(missing, Stack.APP_ENGINE)
    assert "PROJECT" in explained.placeholders
