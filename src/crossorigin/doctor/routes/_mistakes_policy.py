"""Mistakes that a policy shows together with the app that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.routes._mistake import Mistake, MistakeSlug
from crossorigin.doctor.routes._site import is_local, listed, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin import Policy
    from crossorigin.doctor.routes._site import Site

_SAFELISTED: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


def mistakes(site: Site) -> Iterator[Mistake]:
    """Yield the mistakes that the policies of *site* are."""
    for policy, declared in site.policies.items():
        where = place(declared)
        yield from _of_origins(site, policy, where)
        yield from _of_options(policy, where)
        yield from _of_methods(site, policy, where)


def _of_origins(site: Site, policy: Policy, where: str) -> Iterator[Mistake]:
    """Yield the mistakes of the listed origins of *policy*."""
    patterns = listed(policy)
    is_public = not any(each.credentials for each in site.policies)
    if patterns == ["*"] and site.has_sessions and is_public:
        yield Mistake(
            MistakeSlug.WILDCARD_ON_SESSIONS,
            where,
            'origins="*" sends no cookies, so every page that asks is logged out.',
            'origins=["https://app.example.com"], credentials=True',
            is_certain=False,
        )
    yield from _of_insecure_origins(site, patterns, where)
    yield from _of_local_origins(policy, patterns, where)
    for pattern in patterns:
        if pattern in site.own_origins:
            yield Mistake(
                MistakeSlug.OWN_ORIGIN_LISTED,
                where,
                f"{pattern} is the app's own origin, whose pages need no permission.",
                f'remove "{pattern}"',
                is_certain=False,
            )


def _of_insecure_origins(site: Site, patterns: list[str], where: str) -> Iterator[Mistake]:
    """Yield the origins of an app with TLS that others on the network can speak for."""
    for pattern in patterns:
        secure = pattern.replace("http://", "https://", 1)
        if (
            pattern.startswith("http://")
            and not is_local(pattern)
            and (secure in patterns or site.config.get("SESSION_COOKIE_SECURE"))
        ):
            yield Mistake(
                MistakeSlug.INSECURE_ORIGIN_LISTED,
                where,
                f"{pattern} may read, and anybody between it and its visitors speaks in its name.",
                f'origins=["{secure}"]',
            )


def _of_local_origins(policy: Policy, patterns: list[str], where: str) -> Iterator[Mistake]:
    """Yield the origins of a visitor's own machine that should not be there in production."""
    local = [each for each in patterns if is_local(each)]
    remote = [each for each in patterns if each not in local]
    if local and remote:
        yield Mistake(
            MistakeSlug.LOCALHOST_LISTED,
            where,
            f"{local[0]} stands in one list with {remote[0]}, so in production as well.",
            f'origins=["{remote[0]}"]  # and {local[0]} from the configuration of development',
            is_certain=False,
        )
    if policy.credentials and any(each.endswith(":*") for each in local):
        yield Mistake(
            MistakeSlug.LOCALHOST_ANY_PORT,
            where,
            "With credentials, every program on the visitor's machine reads as the visitor.",
            'origins=["http://localhost:5173"]',
            is_certain=False,
        )


def _of_options(policy: Policy, where: str) -> Iterator[Mistake]:
    """Yield the mistakes of the other options of *policy*."""
    if policy.as_dict().get("max_age") in {0, None}:
        yield Mistake(
            MistakeSlug.PREFLIGHT_CACHE_OFF,
            where,
            "max_age lets browsers keep no preflight's answer: most fetches take two requests.",
            "max_age=600",
            is_certain=False,
        )
    headers = {str(name).lower() for name in policy.allow_headers}
    if "*" in headers and "authorization" not in headers:
        yield Mistake(
            MistakeSlug.AUTHORIZATION_NOT_LISTED,
            where,
            'allow_headers="*" stands for any header but Authorization: a token is refused.',
            'allow_headers=["*", "Authorization"]',
            is_certain=False,
        )
    if policy.dangerously_allow_public_suffixes is True:
        yield Mistake(
            MistakeSlug.ALL_SUFFIXES_ADMITTED,
            where,
            "dangerously_allow_public_suffixes=True is for every pattern, those added later too.",
            f"dangerously_allow_public_suffixes={listed(policy)}",
            is_certain=False,
        )


def _of_methods(site: Site, policy: Policy, where: str) -> Iterator[Mistake]:
    """Yield the methods that routes and *policy* do not have in common."""
    covered = [route for route in site.routes if route.policy == policy]
    answered = {method for route in covered for method in route.methods}
    is_of_route = policy.as_dict().get("methods") == "route"
    permitted = set[str]() if is_of_route else set(map(str, policy.methods))
    if "*" in permitted or (is_of_route and site.has_adapter(policy)):
        return
    knows_all = bool(covered) and all(route.methods for route in covered)
    for method in sorted(permitted - answered - _SAFELISTED) if knows_all else ():
        yield Mistake(
            MistakeSlug.METHOD_NOT_ANSWERED,
            where,
            f"{method} is permitted, and no route that the policy covers answers it.",
            f'remove "{method}" from methods',
            is_certain=False,
        )
    missing = answered - permitted - _SAFELISTED
    if missing:
        method = min(missing)
        route = next(each for each in covered if method in each.methods)
        yield Mistake(
            MistakeSlug.METHOD_NOT_PERMITTED,
            where,
            f"{route.rule} answers {method}, which no page may send: the preflight refuses it.",
            f"methods={sorted(permitted | missing)}",
            is_certain=is_of_route,
        )
