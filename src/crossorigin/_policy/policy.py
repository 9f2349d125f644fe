"""A policy: validated when built, then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, ClassVar, Final, Literal, Self, Unpack, cast, overload

from crossorigin._policy.collector import ProblemCollector, named_entries
from crossorigin._policy.compiled import VARY_ORIGIN, VARY_PREFLIGHT, CompiledPolicy
from crossorigin._policy.decision import Decision, decide
from crossorigin._policy.headers import list_header
from crossorigin._policy.matching import OriginSet
from crossorigin._policy.options import OriginsOption, PolicyOptions, WildcardsOption, read
from crossorigin._policy.origins import Origin
from crossorigin._policy.requests import CORSRequest, OriginSource
from crossorigin._policy.sources import is_async
from crossorigin.errors import PolicyError, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from crossorigin._policy.headers import Header

MAX_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Policy:
    """
    The origins that may call a web app, and how.

    Args:
        origins: ``"*"``; patterns such as ``https://app.example.com``,
            ``https://*.example.com``, ``http://localhost:*`` or
            ``https://pr-*.example.com``; or an origin source, a function of an
            :class:`Origin` and a :class:`CORSRequest` that returns a boolean.
        methods: Methods, ``"*"``, or ``"route"``: those of the route itself, where the
            framework has routes. ``GET``, ``HEAD`` and ``POST`` never need listing.
        allow_headers: Request headers that a page may send. ``Content-Type`` never needs
            listing. ``"*"`` is any but ``Authorization``, which is listed beside it.
        expose_headers: Response headers that a page may read, or ``"*"``.
        credentials: Whether pages may send cookies, client certificates, HTTP auth.
        max_age: How long a browser may keep a preflight's answer, in seconds or as a
            ``timedelta``; 0 switches that off; ``None`` sends no header.
        timing: Whether to send ``Timing-Allow-Origin`` too.
        dangerously_allow_insecure_origins: With credentials, permit ``http://`` origins
            that are not loopback.
        dangerously_allow_public_suffixes: Permit wildcards that reach what anyone may
            register: ``True``, or the list of the very patterns that may.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    origins: frozenset[str] | Literal["*"] | OriginSource
    methods: frozenset[str] | Literal["*", "route"]
    allow_headers: frozenset[str]
    expose_headers: frozenset[str] | Literal["*"]
    credentials: bool
    max_age: int | None
    timing: bool
    dangerously_allow_insecure_origins: bool
    dangerously_allow_public_suffixes: bool | frozenset[str]
    compiled: CompiledPolicy = field(compare=False, repr=False)
    # The environment of `from_env`. This room does no input: `crossorigin` hands it over.
    environment: ClassVar[Mapping[str, str]] = {}

    @overload
    def __init__(
        self,
        origins: OriginsOption,
        *,
        methods: str | Iterable[str] = ...,
        allow_headers: str | Iterable[str] = ...,
        expose_headers: str | Iterable[str] = ...,
        credentials: bool = ...,
        max_age: int | timedelta | None = ...,
        timing: bool = ...,
        dangerously_allow_insecure_origins: bool = ...,
        dangerously_allow_public_suffixes: WildcardsOption = ...,
    ) -> None: ...
    @overload
    def __init__(self, **options: Unpack[PolicyOptions]) -> None: ...
    def __init__(self, origins: object = None, **options: object) -> None:
        """Validate the options; an unknown one is a problem like any other mistake."""
        collector = ProblemCollector()
        for name, value in read(collector, {"origins": origins, **options}).items():
            object.__setattr__(self, name, value)
        if collector.problems:
            raise PolicyError(collector.problems)
        object.__setattr__(self, "compiled", _compile(self, collector))

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object], prefix: str = "") -> Self:
        """
        Build a policy from the entries of *mapping* whose names start with *prefix*.

        Here, and only here, a list may be one string separated by commas or spaces, and
        booleans and numbers may be text. The case of the names does not matter.

        Args:
            mapping: An environment, ``app.config``, a table of a TOML file.
            prefix: Such as ``CROSSORIGIN_``; other entries are not looked at. Its case does not
                matter, either.

        Raises:
            PolicyError: If anything is wrong; an unknown name is, and so are two names that
                differ in case only.
        """
        from crossorigin._policy.option_texts import from_text  # noqa: PLC0415 - where there is one

        keys, twice = named_entries(mapping, prefix)
        options = {name: from_text(name, mapping[key]) for name, key in keys.items()}
        try:
            policy = cls(**cast("PolicyOptions", options))
        except PolicyError:
            from crossorigin._policy import given_problems  # noqa: PLC0415 - there is a mistake

            raise PolicyError(given_problems.of_mapping(mapping, prefix)) from None
        if twice:
            raise PolicyError(twice)
        return policy

    @classmethod
    def from_env(cls, prefix: str = "CROSSORIGIN_") -> Self:
        """
        Build a policy from the environment variables whose names start with *prefix*.

        Raises:
            PolicyError: If anything is wrong, or if ``origins`` is not set.
        """
        return cls.from_mapping(cls.environment, prefix)

    def replace(self, **changes: Unpack[PolicyOptions]) -> Self:
        """
        Return a policy like this one but for *changes*.

        Raises:
            PolicyError: If the new policy has problems.
        """
        options = self.as_dict()
        options.update(changes)
        return type(self)(**options)

    def as_dict(self) -> PolicyOptions:
        """Return the options, such that ``Policy(**policy.as_dict()) == policy``."""
        options = {
            name: sorted(cast("frozenset[str]", value)) if isinstance(value, frozenset) else value
            for name, value in self._items()
        }
        return cast("PolicyOptions", options)

    def allows(self, origin: str | Origin) -> bool:
        """
        Tell whether pages of *origin* may read; junk may not.

        An origin source is asked with a request that has nothing but this origin.
        """
        return self.decide(CORSRequest("GET", origin=str(origin))).origin_allowed

    def decide(self, request: CORSRequest) -> Decision:
        """
        Return the answer to *request*, and its reason; no request raises.

        Nothing is logged: ``Decision.failure`` is the exception of an origin source.

        Source: https://fetch.spec.whatwg.org/#http-cors-protocol
        """
        return decide(self.compiled, request)

    def __repr__(self) -> str:
        """Return the call that makes this policy, long lists shortened."""
        shown = ", ".join(f"{name}={_shown(value)}" for name, value in self._items())
        return f"Policy({shown})"

    def _items(self) -> list[tuple[str, object]]:
        """Return the names and the values of the options."""
        names = [entry.name for entry in fields(self) if entry.compare]
        return [(name, getattr(self, name)) for name in names]


def given_policy(policy: object, options: PolicyOptions) -> Policy:
    """
    Return *policy*, or the one that *options* make, whichever was given.

    Raises:
        PolicyError: If both were given, or *policy* is none.
    """
    if policy is None:
        return Policy(**options)
    if isinstance(policy, Policy) and not options:
        return policy
    from crossorigin._policy import given_problems  # noqa: PLC0415 - there is a mistake

    if isinstance(policy, Policy):
        raise PolicyError(given_problems.of_two_policies(options))
    raise PolicyError(given_problems.of_no_policy(policy, options))


def sync_policy(policy: object, options: PolicyOptions) -> Policy:
    """
    Return the policy that was given, for an adapter that cannot wait for an answer.

    Raises:
        PolicyError: If its origin source is ``async``, or as :func:`given_policy` does.
    """
    given = given_policy(policy, options)
    if given.compiled.source_is_async:
        hint = "write a plain def: a WSGI server cannot wait for an async one"
        raise PolicyError([Problem(ProblemCode.SOURCE_IS_ASYNC, "origins", given.origins, hint)])
    return given


def _compile(policy: Policy, collector: ProblemCollector) -> CompiledPolicy:
    """Return *policy*, computed as far as it can be before a request comes."""
    source = policy.origins if callable(policy.origins) else None
    # Without patterns, the set is the policy's own: a million origins are held once.
    listed, patterns = collector.listed, collector.patterns
    if patterns:
        listed = listed.difference(patterns)
    exposes_all = policy.expose_headers == "*" and policy.credentials
    exposed = "" if exposes_all else ", ".join(sorted(policy.expose_headers))
    expose = _header("Access-Control-Expose-Headers", exposed)
    timing = _header("Timing-Allow-Origin", "*" if policy.timing else "")
    anybody = (("Access-Control-Allow-Origin", "*"), *expose, *timing)
    preflight = _preflight(policy)
    return CompiledPolicy(
        any_origin=policy.origins == "*",
        listed_origins=listed,
        fast_origins=frozenset() if exposes_all or policy.timing else listed,
        origins=OriginSet(listed, patterns.values()),
        source=source,
        source_is_async=is_async(source),
        credentials=policy.credentials,
        insecure_origins=policy.dangerously_allow_insecure_origins,
        methods=policy.methods,
        request_headers=_request_headers(policy),
        any_request_header="*" in policy.allow_headers,
        exposes_all=exposes_all,
        fixed_headers=anybody if policy.origins == "*" else None,
        origin_headers=(*_credentials(policy), *expose, VARY_ORIGIN),
        timing=policy.timing,
        preflight_headers=preflight,
        fixed_preflight=_fixed_preflight(policy, preflight),
    )


def _preflight(policy: Policy) -> tuple[Header, ...]:
    """Return the headers of a permitted preflight that no request changes."""
    max_age = "" if policy.max_age is None else str(policy.max_age)
    return (*_credentials(policy), *_header("Access-Control-Max-Age", max_age), VARY_PREFLIGHT)


def _fixed_preflight(policy: Policy, preflight: tuple[Header, ...]) -> tuple[Header, ...] | None:
    """Return all headers of a permitted preflight but the origin, if no request changes them."""
    if isinstance(policy.methods, str) or "*" in policy.allow_headers:
        return None
    methods = list_header("Access-Control-Allow-Methods", policy.methods)
    names = list_header("Access-Control-Allow-Headers", _request_headers(policy))
    return (*methods, *names, *preflight)


def _request_headers(policy: Policy) -> frozenset[str]:
    """Return the request headers that *policy* lists, and the one that it need not list."""
    return policy.allow_headers - {"*"} | {"content-type"}


def _credentials(policy: Policy) -> tuple[Header, ...]:
    """Return the header that lets pages send credentials, which is ``true`` or absent."""
    return _header("Access-Control-Allow-Credentials", "true" if policy.credentials else "")


def _header(name: str, value: str) -> tuple[Header, ...]:
    """Return the header *name*, or nothing if it has no *value*."""
    return ((name, value),) if value else ()


def _shown(value: object) -> str:
    """Return *value* as code, a long list shortened."""
    if not isinstance(value, frozenset):
        return repr(value)
    members = sorted(cast("frozenset[str]", value))
    shown = [repr(member) for member in members[:MAX_SHOWN]]
    more = [f"… {len(members) - MAX_SHOWN:,} more"] if len(members) > MAX_SHOWN else []
    return f"[{', '.join(shown + more)}]"
