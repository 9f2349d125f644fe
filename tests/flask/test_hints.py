"""Mistakes that people make with Flask, in a hurry: each hint, pasted, leads to an app that starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Blueprint, Flask

from crossorigin import Policy, PolicyError
from crossorigin.flask import CORS, cross_origin, crossdomain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin import Problem

HERE: Final = "https://app.example.com"
PASTED: Final = {
    "CORS": CORS,
    "Policy": Policy,
    "cross_origin": cross_origin,
    "crossdomain": crossdomain,
}
# The code in a hint: calls, decorators, a line of a configuration.
_CODE: Final = re.compile(
    r"@?(?:CORS|cross_origin|crossdomain)\((?:[^()]|\(\))*\)|app\.config\[[^]]*\] = \[[^]]*\]"
)


def problems_of(make: Callable[[], object]) -> tuple[Problem, ...]:
    """Return the problems of what *make* makes."""
    with pytest.raises(PolicyError) as raised:
        make()
    return raised.value.problems


def paste(code: str) -> None:
    """Run the *code* of a hint in a new module that has an app and a blueprint."""
    app = Flask("app")
    names = {**PASTED, "app": app, "blueprint": Blueprint("api", "api"), "view": lambda: "hello"}
    if code.startswith("@"):
        code = f"{code}(view)".removeprefix("@")
    exec(code, names)  # noqa: S102 - the library's own hints
    if "CORS(" not in code and code.startswith("app"):
        CORS(app)


def configured(**config: object) -> Flask:
    """Return an app with this configuration."""
    app = Flask("app")
    app.config |= config
    return app


FOR_BOTH: Final = 'CORS(app, origins=["https://app.example.com"])'
CALLS: Final[dict[str, tuple[Callable[[], object], list[tuple[str, str]]]]] = {
    "nothing": (
        lambda: CORS(Flask("app")),
        [(
            "CROSSORIGIN_ORIGINS",
            (f"say who may call: {FOR_BOTH}, or"
            ' app.config["CROSSORIGIN_ORIGINS"] = ["https://app.example.com"]'),
        )],
    ),
    "an-origin-in-the-policy's-place": (
        lambda: CORS(Flask("app"), f"{HERE}/"),  # type: ignore[arg-type]
        [("policy", f'write origins="{HERE}"')],
    ),
    "a-list-in-the-policy's-place": (
        lambda: CORS(Flask("app"), [HERE, "b.example"], methods=["put"]),  # type: ignore[arg-type]
        [
            ("policy", f'write origins=["{HERE}", "https://b.example"]'),
            ("methods[0]", 'write "PUT": methods are case-sensitive'),
        ],
    ),
    "a-table-in-the-policy's-place": (
        lambda: CORS(Flask("app"), {"origins": HERE}),  # type: ignore[arg-type]
        [("policy", "write ** before it: its keys are the options by name")],
    ),
    "a-class-in-the-policy's-place": (
        lambda: CORS(Flask("app"), Policy),  # type: ignore[arg-type]
        [(
            "policy",
            'write Policy(origins=…), or the options by name: origins="https://app.example.com"',
        )],
    ),
    "a-policy-and-wrong-options": (
        lambda: CORS(Flask("app"), Policy(HERE), max_age="1h"),  # type: ignore[arg-type]
        [
            ("policy", "give either a policy or options: policy.replace(…) changes one"),
            ("max_age", "write 3600"),
        ],
    ),
    "no-app-and-wrong-options": (
        lambda: CORS("app", origins="https://a/"),  # type: ignore[arg-type]
        [
            (
                "target",
                (
                    "give a Flask app or a Blueprint: CORS(app, origins=…). Any other app is"
                    " wrapped: app = CORSMiddleware(app, POLICY), from crossorigin.asgi or"
                    " crossorigin.wsgi"
                ),
            ),
            ("origins[0]", 'write "https://a"'),
        ],
    ),
    "the-app-by-name": (
        lambda: CORS(app=Flask("app"), origins="*"),  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
        [("app", "give it first, without a name: CORS(app, …)")],
    ),
    "the-decorator-of-an-origin": (
        lambda: cross_origin(HERE),  # type: ignore[arg-type]
        [("policy", f'write origins="{HERE}"')],
    ),
    "the-decorator-of-nothing": (
        cross_origin,
        [("origins", 'say who may call: origins=["https://app.example.com"]')],
    ),
    "configuration-of-flask-cors": (
        lambda: CORS(configured(CORS_ORIGINS=["https://a/"], CORS_HEADERS="Content-Type")),
        [
            ("CORS_ORIGINS[0]", 'write "https://a"'),
            ("CORS_ORIGINS", 'write "CROSSORIGIN_ORIGINS"'),
            ("CORS_HEADERS", 'write "CROSSORIGIN_ALLOW_HEADERS"'),
        ],
    ),
    "paths-in-the-configuration": (
        lambda: CORS(configured(CROSSORIGIN_ORIGINS="*", CROSSORIGIN_RESOURCES="/v1/*")),
        [(
            "CROSSORIGIN_RESOURCES",
            ('no paths are matched: write CORS(blueprint, origins=["*"]) for the blueprint at /v1,'
            ' or @cross_origin(origins=["*"]) below the route'),
        )],
    ),
    "both-in-the-configuration": (
        lambda: CORS(configured(CROSSORIGIN_ORIGINS="*", CROSSORIGIN_CREDENTIALS="yes")),
        [("CROSSORIGIN_CREDENTIALS", "list the origins you trust")],
    ),
    "a-wrong-name-in-the-configuration": (
        lambda: CORS(configured(CROSSORIGIN_ORIGIN=HERE)),
        [("CROSSORIGIN_ORIGIN", 'write "CROSSORIGIN_ORIGINS"')],
    ),
    "crossdomain-of-nothing": (
        crossdomain,
        [("origin", 'say who may call: origin=["https://app.example.com"]')],
    ),
    "crossdomain-by-our-names": (
        lambda: crossdomain(origins="*", allow_headers="X-A"),  # type: ignore[arg-type] # pyright: ignore[reportCallIssue]
        [("origins", 'write "origin"'), ("allow_headers", 'write "headers"')],
    ),
    "crossdomain-with-credentials": (
        lambda: crossdomain(HERE, credentials=True, supports_credentials=True, foo=1),  # type: ignore[arg-type] # pyright: ignore[reportCallIssue]
        [
            ("supports_credentials", 'write "credentials" of @cross_origin'),
            (
                "foo",
                ("the options are origin, methods, headers, max_age, attach_to_all,"
                " automatic_options"),
            ),
            ("credentials", 'write "credentials" of @cross_origin'),
        ],
    ),
    "crossdomain-with-a-wrong-header": (
        lambda: crossdomain(f"{HERE}/", headers="'X-A'", methods="put", max_age=-1),
        [
            ("origin[0]", f'write "{HERE}"'),
            ("headers", 'write a list: ["X-A"]'),
            ("max_age", "write whole seconds, 0 or more, or a timedelta of them, or None"),
        ],
    ),
    "crossdomain-with-everyone-beside": (
        lambda: crossdomain(["*", HERE]),
        [("origin[0]", 'write origin="*" alone, or leave it out of the list')],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_hints(case: str) -> None:
    """Every mistake of a call is named at once, by the names that the call has."""
    make, expected = CALLS[case]
    assert [(problem.field, problem.hint) for problem in problems_of(make)] == expected


@pytest.mark.parametrize("case", CALLS)
def test_the_code_in_a_hint_starts(case: str) -> None:
    """What can be pasted yields no problem."""
    for problem in problems_of(CALLS[case][0]):
        for code in _CODE.findall(problem.hint):
            if "…" not in code:
                paste(code)


@pytest.mark.parametrize(
    ("environment", "hint", "code"),
    [
        ({"CROSSORIGIN_ORIGINS": HERE}, "CORS(app, Policy.from_env())", "CORS(app, Policy.from_env())"),
        ({"FLASK_CROSSORIGIN_ORIGINS": HERE}, "app.config.from_prefixed_env() above CORS(app)",
         "app.config.from_prefixed_env(); CORS(app)"),
    ],
)  # fmt: skip
def test_what_is_set_is_not_missing(
    environment: Mapping[str, str], hint: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that the configuration lacks is named, with the line that reads it."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (problem,) = problems_of(lambda: CORS(Flask("app")))
    (name,) = environment
    assert problem.hint == f"the environment has {name}, and app.config has not: write {hint}"
    paste(code)


RESOURCES: Final[list[dict[str, Any]]] = [
    {"resources": {r"/api/*": {"origins": "*"}}},
    {"resources": {r"/api/*": {"origins": ["https://a.example/"], "methods": ["PUT"]}}},
    {"resources": r"/api/*", "origins": HERE},
    {"resources": [r"/survey/platform/*"], "supports_credentials": True},
    {"resources": {re.compile("^/v1/.*"): {}}, "max_age": 60},
]


@pytest.mark.parametrize("options", RESOURCES, ids=repr)
def test_paths(options: dict[str, Any]) -> None:
    """Both lines that stand in for paths can be pasted: for a blueprint, and for a view."""
    problems = problems_of(lambda: CORS(Flask("app"), **options))
    (hint,) = [problem.hint for problem in problems if problem.field == "resources"]
    codes = _CODE.findall(hint)
    assert [code.partition("(")[0] for code in codes] == ["CORS", "@cross_origin"]
    for code in codes:
        paste(code)
