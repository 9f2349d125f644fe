"""Find a cause by its slug."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._client import CAUSES as OF_PAGE
from crossorigin.doctor.causes._delivery import CAUSES as OF_WAY
from crossorigin.doctor.causes._server import CAUSES as OF_POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin.doctor.causes._cause import Cause, CauseSlug

CAUSES: Final[Mapping[CauseSlug, Cause]] = {
    cause.slug: cause for cause in (*OF_POLICY, *OF_WAY, *OF_PAGE)
}
