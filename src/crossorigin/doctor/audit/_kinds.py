"""The kinds of findings of an audit: the meaning of each, and the fix."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class FindingSlug(StrEnum):
    """The name of a finding; ``docs/findings.md`` has a section for each, in this order."""

    REFLECTED_ORIGIN = "reflected-origin"
    NULL_ALLOWED = "null-allowed"
    PREFIX_MATCH = "prefix-match"
    SUFFIX_MATCH = "suffix-match"
    SUBSTRING_MATCH = "substring-match"
    UNESCAPED_DOT = "unescaped-dot"
    SPECIAL_CHARACTER = "special-character"
    THIRD_PARTY_HOST = "third-party-host"
    INSECURE_ORIGIN = "insecure-origin"
    LOCALHOST_ALLOWED = "localhost-allowed"
    ANY_PORT = "any-port"
    UNDECLARED_SUBDOMAINS = "undeclared-subdomains"
    TRAILING_DOT = "trailing-dot"
    WRONG_CASE = "wrong-case"
    STRANGER_LET_IN = "stranger-let-in"
    LOOK_ALIKE_ORIGIN = "look-alike-origin"
    PREFLIGHT_ONLY_REFLECTION = "preflight-only-reflection"
    LOOSER_ON_ERRORS = "looser-on-errors"
    OPEN_ON_PRIVATE_NETWORK = "open-on-private-network"
    PRIVATE_NETWORK_ALLOWED = "private-network-allowed"
    ANY_HOST = "any-host"
    LOOK_ALIKE_HOST = "look-alike-host"
    OPEN_WEBSOCKET = "open-websocket"
    FOREIGN_POSTS = "foreign-posts"
    FOREIGN_READS = "foreign-reads"
    SEVERAL_HOSTS = "several-hosts"
    CACHED_FOR_ANOTHER_ORIGIN = "cached-for-another-origin"
    VARY_MISSING = "vary-missing"
    ANY_METHOD_ALLOWED = "any-method-allowed"
    ANY_HEADER_ALLOWED = "any-header-allowed"
    SECRET_HEADERS_EXPOSED = "secret-headers-exposed"  # noqa: S105 - a name
    MAX_AGE_TOO_LONG = "max-age-too-long"
    WILDCARD_WITH_CREDENTIALS = "wildcard-with-credentials"
    WILDCARD_MEANS_NOTHING = "wildcard-means-nothing"
    HEADERS_DOUBLED = "headers-doubled"
    ALLOW_ORIGIN_MALFORMED = "allow-origin-malformed"
    CREDENTIALS_MISSPELLED = "credentials-misspelled"
    HEADERS_MISSING_ON_ERRORS = "headers-missing-on-errors"
    HEAD_DIFFERS = "head-differs"
    PREFLIGHT_REFUSED = "preflight-refused"
    KNOWN_GOOD_REFUSED = "known-good-refused"


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of finding.

    Attributes:
        what: The meaning, in a sentence.
        fix: The fix, in a sentence.
    """

    what: str
    fix: str


_LIST: Final = "List the origins you trust, and compare the whole origin, character by character."
_ONE_LAYER: Final = "Let one layer write the headers of CORS, on every response."
_NAMES: Final = (
    "Refuse every other Host with 421: guard=Guard.local(), or the server's own list of hosts."
)
_SENDERS: Final = "Go by Origin and Sec-Fetch-Site before anything runs: guard=Guard.local()."
_S: Final = FindingSlug

KINDS: Final[Mapping[FindingSlug, Kind]] = {
    _S.REFLECTED_ORIGIN: Kind("Any origin is sent back as the permitted one.", _LIST),
    _S.NULL_ALLOWED: Kind(
        "The origin null is permitted, which any page has inside a sandboxed frame.",
        "Take null off the list; serve local files from a local server while you develop.",
    ),
    _S.PREFIX_MATCH: Kind("Only the beginning of the origin is compared.", _LIST),
    _S.SUFFIX_MATCH: Kind("Only the end of the origin is compared.", _LIST),
    _S.SUBSTRING_MATCH: Kind("An origin need only contain the name of a trusted one.", _LIST),
    _S.UNESCAPED_DOT: Kind("A dot of the pattern stands for any character.", _LIST),
    _S.SPECIAL_CHARACTER: Kind("The pattern takes a special character for the host's end.", _LIST),
    _S.THIRD_PARTY_HOST: Kind(
        "A host is permitted under which anyone may publish pages.",
        "List the one name that is yours, or serve the page from your own domain.",
    ),
    _S.INSECURE_ORIGIN: Kind(
        "A page that came over http, which anyone on its way can change, is permitted.",
        "Permit https:// origins only.",
    ),
    _S.LOCALHOST_ALLOWED: Kind(
        "Pages of the visitor's own machine are permitted.",
        "Permit localhost in development only: read the list from the environment.",
    ),
    _S.ANY_PORT: Kind("Every port of the host is permitted.", _LIST),
    _S.UNDECLARED_SUBDOMAINS: Kind(
        "Subdomains are permitted that nobody declared.",
        "List those that exist; if the wildcard is meant, say so with --declared.",
    ),
    _S.TRAILING_DOT: Kind("The host with a dot at its end is permitted, too.", _LIST),
    _S.WRONG_CASE: Kind("Upper-case letters are taken for lower-case ones.", _LIST),
    _S.PREFLIGHT_ONLY_REFLECTION: Kind(
        "Preflights permit origins that the request itself does not.",
        "Let one policy answer preflights and requests.",
    ),
    _S.LOOSER_ON_ERRORS: Kind(
        "Errors permit origins that the page itself does not.",
        "Let one policy answer pages and errors.",
    ),
    _S.OPEN_ON_PRIVATE_NETWORK: Kind(
        "A server of a private network permits every page of the public web.",
        "List the origins you trust: being inside the network protects nothing here.",
    ),
    _S.PRIVATE_NETWORK_ALLOWED: Kind(
        "Access to the private network is granted with a header that is retired.",
        "Do not send Access-Control-Allow-Private-Network.",
    ),
    _S.STRANGER_LET_IN: Kind(
        "The configuration itself lets in an origin that a stranger can register.",
        "crossorigin prove says which entry does, and what was meant.",
    ),
    _S.LOOK_ALIKE_ORIGIN: Kind(
        "An origin is permitted that the policy refuses: what runs is a copy of it with a mistake.",
        "Let the server run the policy itself, or a copy that crossorigin prove finds equal.",
    ),
    _S.ANY_HOST: Kind(
        "Any Host is answered: a page whose name is led here by DNS rebinding is of the same"
        " origin, and reads and sends whatever the server's own page may.",
        _NAMES,
    ),
    _S.LOOK_ALIKE_HOST: Kind("A Host is answered that only resembles the server's own.", _NAMES),
    _S.OPEN_WEBSOCKET: Kind(
        "A page of another origin opens a WebSocket, and then reads and sends: no CORS stops it.",
        _SENDERS,
    ),
    _S.FOREIGN_POSTS: Kind(
        "Forms of other sites are run: a browser posts them without asking.", _SENDERS
    ),
    _S.FOREIGN_READS: Kind(
        "What pages of other sites ask for with GET is run, though they may not read the answer.",
        _SENDERS,
    ),
    _S.SEVERAL_HOSTS: Kind(
        "A request with two lines of Host is answered, of which a proxy may check the other one.",
        "Answer it with 400, as the standard says.",
    ),
    _S.CACHED_FOR_ANOTHER_ORIGIN: Kind(
        "A cache gives one origin the answer that was made for another.",
        "Send Vary: Origin on every response, and empty the cache.",
    ),
    _S.VARY_MISSING: Kind(
        "Answers depend on the Origin, and do not all say so.",
        "Send Vary: Origin on every response, also where there is no Origin or it is refused.",
    ),
    _S.ANY_METHOD_ALLOWED: Kind(
        "Every method is permitted, with credentials.", "List the methods that the routes have."
    ),
    _S.ANY_HEADER_ALLOWED: Kind(
        "Every request header is permitted, with credentials.",
        "List the headers that the API reads.",
    ),
    _S.SECRET_HEADERS_EXPOSED: Kind(
        "Headers that carry secrets may be read by scripts.",
        "Take them off Access-Control-Expose-Headers.",
    ),
    _S.MAX_AGE_TOO_LONG: Kind(
        "Answers to preflights are to be kept for longer than a day.",
        "Send Access-Control-Max-Age: 600, or 86400 at most.",
    ),
    _S.WILDCARD_WITH_CREDENTIALS: Kind(
        "The wildcard stands beside credentials, which no browser accepts.",
        "List the origins, or take Access-Control-Allow-Credentials away.",
    ),
    _S.WILDCARD_MEANS_NOTHING: Kind(
        "A wildcard stands where credentials make it mean nothing.", "List the names."
    ),
    _S.HEADERS_DOUBLED: Kind("A header of CORS is there more than once.", _ONE_LAYER),
    _S.ALLOW_ORIGIN_MALFORMED: Kind(
        "The Access-Control-Allow-Origin is nothing that a browser could match.",
        "Send the one origin that asks, as a browser writes it.",
    ),
    _S.CREDENTIALS_MISSPELLED: Kind(
        "The Access-Control-Allow-Credentials is not exactly true.", "Send true, or no such header."
    ),
    _S.HEADERS_MISSING_ON_ERRORS: Kind("Errors carry no headers of CORS.", _ONE_LAYER),
    _S.HEAD_DIFFERS: Kind("HEAD is answered without the headers that GET has.", _ONE_LAYER),
    _S.PREFLIGHT_REFUSED: Kind(
        "Preflights fail, though the request itself is permitted.",
        "Answer preflights before authentication and redirects.",
    ),
    _S.KNOWN_GOOD_REFUSED: Kind(
        "The origin that should be permitted is not.", "Put the origin on the list."
    ),
}


def docs_of(slug: FindingSlug) -> str:
    """Return the place in the documentation that explains the finding *slug*."""
    return f"crossorigin explain {slug}"
