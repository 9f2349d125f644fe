"""The corpus: expressions as they stand in public repositories, and what a person says of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, NamedTuple, cast

from crossorigin.proof import Acceptance, Flavor, accept_expression

# What an engine does not even compile; no verdict of a proof.
REFUSED: Final = "refused"


class Row(NamedTuple):
    """
    An expression, and what is true of it.

    Attributes:
        expression: The expression, its hosts changed.
        flavor: Who reads it.
        ignore_case: Whether it is compiled so that case is ignored.
        verdict: That of the proof, or ``refused``.
        witness: An origin that it lets in, the worst that comes to mind; ``None`` for no page.
        shape: What is typical of it.
    """

    expression: str
    flavor: Flavor
    ignore_case: bool
    verdict: str
    witness: str | None
    shape: str

    @property
    def is_decided(self) -> bool:
        """Whether it is known which origins it accepts."""
        return self.verdict not in {REFUSED, "undecided"}

    def acceptance(self) -> Acceptance:
        """Return the origins that it accepts."""
        return accept_expression(self.expression, self.flavor, ignore_case=self.ignore_case)


def _read(name: str) -> list[dict[str, object]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [cast("dict[str, object]", json.loads(line)) for line in lines]


def _row(values: dict[str, object]) -> Row:
    return Row(**{**values, "flavor": Flavor(cast("str", values["flavor"]))})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - the file is ours


ROWS: Final = [_row(values) for values in _read("expressions.jsonl")]
DECIDED: Final = [row for row in ROWS if row.is_decided]


class Pair(NamedTuple):
    """
    Two expressions, and whether they accept the same origins.

    Attributes:
        left: One.
        right: The other.
        witness: An origin that one of them lets in; ``None``, if they are equal.
        note: What they differ in, or seem to.
    """

    left: Row
    right: Row
    witness: str | None
    note: str

    @property
    def rows(self) -> tuple[Row, Row]:
        """Both expressions."""
        return self.left, self.right


def _pair(values: dict[str, object]) -> Pair:
    left, right = (
        _row({"verdict": "", "witness": None, "shape": "", **cast("dict[str, object]", side)})
        for side in (values["left"], values["right"])
    )
    return Pair(left, right, cast("str | None", values["witness"]), cast("str", values["note"]))


PAIRS: Final = [_pair(values) for values in _read("pairs.jsonl")]
EQUAL: Final = [pair for pair in PAIRS if pair.witness is None]
DIFFERENT: Final = [pair for pair in PAIRS if pair.witness is not None]
