"""
Write a domain in ASCII, as a browser does; loaded for a host in Unicode or in punycode.

Source: https://url.spec.whatwg.org/#concept-domain-to-ascii
"""

from __future__ import annotations

import unicodedata
from typing import Final

from crossorigin._web.fetch import ACE

# What punycode costs grows with the square of the length; no name of the DNS is as long.
_MAX_DOMAIN: Final = 1024
_JOINERS: Final = "\u200c\u200d"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})


def is_punycode(host: str) -> bool:
    """Tell whether each label of *host* that begins as punycode is some, those with a ``*`` aside."""
    return all(
        "*" in label or ascii_domain(label) == label
        for label in host.split(".")
        if label.startswith(ACE)
    )


def ascii_domain(text: str) -> str | None:
    """
    Return the domain *text* in ASCII and lower case, or ``None`` if no browser takes it for one.

    Neither the length of a label nor its hyphens matter, nor which ASCII characters it has.

    Source: https://url.spec.whatwg.org/#concept-domain-to-ascii
    """
    lowered = text.lower()
    if text.isascii() and not any(label.startswith(ACE) for label in lowered.split(".")):
        return lowered
    if len(text) > _MAX_DOMAIN:
        return None
    from idna import uts46_remap  # noqa: PLC0415 - slow, and rarely needed

    try:
        labels = uts46_remap(text, std3_rules=False).split(".")
        return ".".join(map(_ascii_label, labels))
    except ValueError:
        # Of which the errors of codecs, and those of idna, are kinds.
        return None


def _ascii_label(label: str) -> str:
    """
    Return the mapped *label* in ASCII.

    Raises:
        ValueError: If it is not valid.

    Source: https://www.unicode.org/reports/tr46/#Processing
    """
    is_encoded = label.startswith(ACE)
    decoded = label[len(ACE) :].encode("ascii").decode("punycode") if is_encoded else label
    if decoded.isascii():
        if is_encoded:
            raise ValueError  # It encodes nothing.
        return label
    _check_label(decoded)
    return ACE + decoded.encode("punycode").decode()


def _check_label(label: str) -> None:
    """
    Check *label*, which is not ASCII, whatever its hyphens are.

    Raises:
        ValueError: If it is not valid.

    Source: https://www.unicode.org/reports/tr46/#Validity_Criteria
    """
    from idna import check_bidi, check_initial_combiner, uts46_remap, valid_contextj  # noqa: PLC0415 - slow, and rarely needed

    if label.startswith(ACE) or uts46_remap(label, std3_rules=False) != label:
        raise ValueError  # It is not what mapping makes of it.
    check_initial_combiner(label)
    joiners = [at for at, character in enumerate(label) if character in _JOINERS]
    if not all(valid_contextj(label, at) for at in joiners):
        raise ValueError  # It has a joiner that joins nothing.
    # As the tests of the URL standard have it, which engines are stricter than: a label from left
    # to right is not checked for the sake of its neighbours.
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in label):
        check_bidi(label)
