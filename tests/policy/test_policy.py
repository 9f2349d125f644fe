"""A policy: a frozen value that is checked when it is built, and asked once per request."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import timedelta

import pytest

from crossorigin import CORSRequest, Origin, OriginPattern, Policy, PolicyError, Problem
from crossorigin._policy.options import DEFAULTS
from crossorigin._policy.policy import given_policy, sync_policy
from crossorigin.errors import ProblemCode
from tests.policy.problems import codes_of

APP = "https://app.example.com"
EVIL = "https://evil.example"
PARTNERS = Policy(
    origins=["https://partner.example", "https://*.partner.example", "http://localhost:*"],
    methods=["GET", "PUT", "DELETE"],
    allow_headers=["Authorization"],
    expose_headers=["X-Total-Count"],
)


def source(origin: Origin, _request: CORSRequest) -> bool:
    """Allow one origin."""
    return str(origin) == APP


async def later(origin: Origin, request: CORSRequest) -> bool:
    """Allow one origin, later."""
    return source(origin, request)


class Later:
    """Allow one origin, later."""

    async def __call__(self, origin: Origin, request: CORSRequest) -> bool:
        """Return whether *origin* is the one."""
        return source(origin, request)


POLICIES = [
    Policy("*"),
    Policy(APP),
    PARTNERS,
    Policy(source, credentials=True, max_age=None),
    Policy("*", methods="*", allow_headers=["*", "Authorization"], expose_headers="*"),
    Policy(
        ["http://a.example", "https://pr-*.vercel.app"],
        methods=[],
        credentials=True,
        max_age=timedelta(hours=2),
        timing=True,
        dangerously_allow_insecure_origins=True,
        dangerously_allow_public_suffixes=True,
    ),
]


def test_the_fields() -> None:
    """A policy has the options as they were understood, in this order, and its defaults."""
    names = [entry.name for entry in dataclasses.fields(Policy) if entry.compare]
    assert names == list(DEFAULTS)
    assert [getattr(Policy(APP), name) for name in names] == [
        frozenset({APP}),
        "route",
        frozenset(),
        frozenset(),
        False,
        600,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "policy",
    [
        Policy(APP),
        Policy([APP]),
        Policy({APP}),
        Policy((APP, APP)),
        Policy(entry for entry in [APP]),
        Policy([Origin.parse(APP)]),
        Policy([OriginPattern.parse(APP)]),
        Policy(origins=APP, methods="route", allow_headers=[], max_age=timedelta(minutes=10)),
    ],
    ids=range(8),
)
def test_what_means_the_same_is_equal(policy: Policy) -> None:
    """Policies that mean the same are equal, and count once in a set."""
    assert policy == Policy(APP)
    assert {policy, Policy(APP)} == {Policy(APP)}


@pytest.mark.parametrize("policy", [PARTNERS, Policy([APP, EVIL]), Policy(APP, max_age=599)])
def test_what_means_something_else_is_not_equal(policy: Policy) -> None:
    """Policies that differ in any option are not equal."""
    assert policy != Policy(APP)
    assert len({policy, Policy(APP)}) == 2


def test_a_policy_is_frozen() -> None:
    """A policy never changes, whatever becomes of the lists that it was made of."""
    origins = [APP]
    policy = Policy(origins)
    origins.append(EVIL)
    assert policy.allows(EVIL) is False
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.credentials = True  # type: ignore[misc]


@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
def test_round_trip(policy: Policy) -> None:
    """The options of a policy make the same policy again, and so do its copies."""
    again = Policy(**policy.as_dict())
    assert (again, again.compiled.origin_headers) == (policy, policy.compiled.origin_headers)
    assert list(policy.as_dict()) == list(DEFAULTS)
    for copied in (copy.copy(policy), copy.deepcopy(policy), pickle.loads(pickle.dumps(policy))):  # noqa: S301
        assert copied == policy
        assert copied.allows(APP) is policy.allows(APP)


def test_as_dict() -> None:
    """The options are lists, text, numbers and booleans: a table that can be written down."""
    assert PARTNERS.as_dict() == {
        "origins": ["http://localhost:*", "https://*.partner.example", "https://partner.example"],
        "methods": ["DELETE", "GET", "PUT"],
        "allow_headers": ["authorization"],
        "expose_headers": ["x-total-count"],
        "credentials": False,
        "max_age": 600,
        "timing": False,
        "dangerously_allow_insecure_origins": False,
        "dangerously_allow_public_suffixes": False,
    }


def test_replace() -> None:
    """A policy is replaced whole: the old one stays, and the new one is checked."""
    assert Policy(APP).replace(credentials=True) == Policy(APP, credentials=True)
    assert Policy(APP).replace() == Policy(APP)
    assert Policy(APP, methods=["PUT"]).replace(methods=["GET"]).methods == frozenset({"GET"})
    with pytest.raises(PolicyError, match="wildcard-with-credentials"):
        Policy("*").replace(credentials=True)
    with pytest.raises(PolicyError, match="unknown-option"):
        Policy("*").replace(credential=True)  # type: ignore[call-arg]


def test_repr() -> None:
    """A policy prints as the call that makes it."""
    assert repr(Policy([APP, EVIL], methods="*", max_age=None)) == (
        f"Policy(origins=['{APP}', '{EVIL}'], methods='*', allow_headers=[],"
        " expose_headers=[], credentials=False, max_age=None, timing=False,"
        " dangerously_allow_insecure_origins=False, dangerously_allow_public_suffixes=False)"
    )


@pytest.mark.parametrize(("count", "more"), [(5, ""), (6, ", … 1 more"), (1005, ", … 1,000 more")])
def test_repr_of_a_long_list(count: int, more: str) -> None:
    """Five members of a list are printed, in order, and the others counted."""
    policy = Policy([f"https://{number:04}.example" for number in range(count)])
    shown = ", ".join(f"'https://{number:04}.example'" for number in range(5))
    assert repr(policy).startswith(f"Policy(origins=[{shown}{more}], methods=")


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://partner.example", True),
        (Origin("https", "a.partner.example"), True),
        (Origin("http", "localhost", 3000), True),
        ("http://localhost", True),
        (EVIL, False),
        ("http://partner.example", False),
        ("https://partner.example/", False),
        ("null", False),
        ("", False),
        ("*", False),
        ("\r\n", False),
        (Origin("https", "partner.example/"), False),
        ("x" * 1_000_000, False),
    ],
    ids=range(13),
)
def test_allows(origin: str | Origin, *, allowed: bool) -> None:
    """A policy allows the origins that it lists; what is no origin is just not allowed."""
    assert PARTNERS.allows(origin) is allowed


def test_a_source_is_asked_what_it_allows() -> None:
    """An origin source is asked with a request that has this origin, and nothing else."""
    policy = Policy(lambda _origin, request: request == CORSRequest("GET", origin=APP))
    assert policy.allows(APP) is True


def test_rules_of_sources() -> None:
    """Whether a source's answer must be awaited is known when the policy is built."""
    rules = [Policy(origins).compiled for origins in (APP, source, later, Later())]
    assert [one.source_is_async for one in rules] == [False, False, True, True]
    assert rules[0].source is None


def test_a_policy_or_options() -> None:
    """An adapter takes a policy, or the options of one."""
    assert sync_policy(PARTNERS, {}) is PARTNERS
    assert given_policy(None, {"origins": APP}) == Policy(APP)
    assert given_policy(Policy(later), {}).origins is later


@pytest.mark.parametrize(
    ("given", "options", "problem"),
    [
        (PARTNERS, {"origins": APP}, Problem(
            ProblemCode.TWO_POLICIES, "policy", {"origins": APP},
            "give either a policy or options: policy.replace(…) changes one")),
        (APP, {}, Problem(
            ProblemCode.NOT_A_POLICY, "policy", APP,
            'write origins="https://app.example.com"')),
        (Policy(later), {}, Problem(
            ProblemCode.SOURCE_IS_ASYNC, "origins", later,
            "write a plain def: a WSGI server cannot wait for an async one")),
    ],
    ids=["two", "none", "async"],
)  # fmt: skip
def test_what_an_adapter_refuses(given: object, options: dict[str, str], problem: Problem) -> None:
    """Two policies, no policy, and a source that must be awaited are problems at start-up."""
    with pytest.raises(PolicyError) as raised:
        sync_policy(given, options)  # type: ignore[arg-type]
    assert raised.value.problems == (problem,)


def test_from_a_mapping(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy is built from a table, or from the environment, whose names have a prefix."""
    assert Policy.from_mapping({"origins": f"{APP} {EVIL}"}) == Policy([APP, EVIL])
    monkeypatch.setenv("CROSSORIGIN_ORIGINS", APP)
    monkeypatch.setenv("CROSSORIGIN_MAX_AGE", "60")
    assert Policy.from_env() == Policy(APP, max_age=60)
    for prefix, field in [("", "origins"), ("X_", "X_ORIGINS")]:
        with pytest.raises(PolicyError) as raised:
            Policy.from_mapping({}, prefix)
        assert [problem.field for problem in raised.value.problems] == [field]


def test_origins_are_required() -> None:
    """A policy that does not say who may call is a problem."""
    assert codes_of() == codes_of(origins=None) == [("origins-missing", "origins")]
