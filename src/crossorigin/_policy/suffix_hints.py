"""Tell which wildcards reach names that anyone may register, and what to write instead."""

from __future__ import annotations

from typing import Final, NamedTuple

from crossorigin._web.suffixes import registry_sells_below, suffix_from


def suffix_hint(entry: str, host: str, *, has_credentials: bool) -> str | None:
    """
    Return the hint of a pattern that reaches what anyone may register, ``None`` if it does not.

    Args:
        entry: The pattern.
        host: Its host, which has a wildcard.
        has_credentials: Whether pages may send credentials.
    """
    before, _, after = host.rpartition("*")
    end, _, parent = after.partition(".")
    if (before or end) and registry_sells_below(parent):
        return _bought_hint(entry, host, before.rpartition(".")[2], end, parent)
    suffix = suffix_from(parent) if has_credentials else None
    if suffix is None:
        return None
    preview = _preview_of(parent)
    if preview is None:
        return _SHARED.format(suffix, entry)
    if not before.rpartition(".")[2] and preview.is_form_of(end):
        return _OWN_PREVIEW.format(end.removeprefix(preview.separator), entry)
    form = entry.replace(host, preview.below(parent))
    hint = _PREVIEW.format(form, preview.name)
    return hint if preview.separator == "." else hint + _GRANT.format(form)


def preview_separator(parent: str) -> str:
    """
    Return what stands before the name of a project in its previews right below *parent*.

    Only the owner of the project can create such names. ``""``: *parent* has no previews.
    """
    preview = _preview_of(parent)
    return preview.separator if preview else ""


def _bought_hint(entry: str, host: str, start: str, end: str, parent: str) -> str:
    """Return the hint of a wildcard in a label that anyone may buy of a registry."""
    name = end.strip("-") or start.strip("-")
    if not name:
        return _SHARED.format(parent, entry)
    return _BOUGHT.format(entry.replace(host, f"*.{name}.{parent}"), f"{start}evil{end}.{parent}")


class _Preview(NamedTuple):
    """
    The names of previews that only the owner of a project can create.

    Attributes:
        separator: What stands between the wildcard and the project.
        name: A project.
        region: The labels of a region, which stand between the project and the suffix.
    """

    separator: str
    name: str
    region: str = ""

    def is_form_of(self, end: str) -> bool:
        """Tell whether a label that ends in *end* after its wildcard has this form."""
        return end.startswith(self.separator) and end != self.separator

    def below(self, parent: str) -> str:
        """Return the host of the pattern, right below *parent*."""
        region = self.region if parent in _PREVIEWS else ""
        return f"*{self.separator}{self.name}.{region}{parent}"


# The suffix → its previews. Elsewhere, as on vercel.app, a project of another owner may have
# a name that ends as the previews of this one do.
# https://developers.cloudflare.com/pages/configuration/preview-deployments/
# https://developers.cloudflare.com/workers/configuration/previews/
# https://docs.aws.amazon.com/amplify/latest/userguide/pr-previews.html
# https://docs.netlify.com/site-deploys/deploy-previews/
# https://cloud.google.com/run/docs/rollouts-rollbacks-traffic-migration#tags
# https://cloud.google.com/appengine/docs/standard/how-requests-are-routed
_PREVIEWS: Final = {
    "amplifyapp.com": _Preview(".", "app-id"),
    "appspot.com": _Preview("-dot-", "proj"),
    "netlify.app": _Preview("--", "site"),
    "pages.dev": _Preview(".", "proj"),
    "r.appspot.com": _Preview("-dot-", "proj", "uc."),
    "run.app": _Preview("---", "service-id", "us-central1."),
    "workers.dev": _Preview(".", "account"),
}


def _preview_of(parent: str) -> _Preview | None:
    """Return the previews right below *parent*, which may be a region of a known suffix."""
    return _PREVIEWS.get(parent) or _PREVIEWS.get(parent.partition(".")[2])


_BOUGHT: Final = 'write "{}": anyone may register "{}", too'
_SHARED: Final = (
    'anyone may register a name below "{}", and it reaches them: list the names that are yours,'
    ' or permit this very pattern, dangerously_allow_public_suffixes=["{}"]'
)
_PREVIEW: Final = 'write "{}", with your own name for "{}": nobody else can create such names'
_GRANT: Final = '; and permit it, dangerously_allow_public_suffixes=["{}"]'
_OWN_PREVIEW: Final = (
    'only the owner of "{}" can create such names: permit this very pattern,'
    ' dangerously_allow_public_suffixes=["{}"]'
)
