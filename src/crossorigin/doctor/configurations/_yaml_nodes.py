"""The nodes of YAML: what a document says, and in which line; no object is ever built of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import Place
from crossorigin.doctor.configurations._files import read_text
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MERGE: Final = "tag:yaml.org,2002:merge"
_NULL: Final = "tag:yaml.org,2002:null"
_MAX_DEPTH: Final = 100


class Node:
    """A node of a document."""

    def __init__(self, node: Any, file: str) -> None:  # noqa: ANN401 - of a package without types
        """
        Wrap *node* of *file*.

        Args:
            node: A node of PyYAML, or ``None`` where there is none.
            file: The name of the file.
        """
        self._node = node
        self._file = file

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self._file, None if self._node is None else self._node.start_mark.line + 1)

    @property
    def text(self) -> str:
        """Return the text of a scalar; empty for all else."""
        value = getattr(self._node, "value", "")
        return value if isinstance(value, str) else ""

    @property
    def is_true(self) -> bool:
        """Tell whether it says yes."""
        return self.text.lower() == "true"

    @property
    def is_list(self) -> bool:
        """Tell whether it is a sequence."""
        return getattr(self._node, "id", "") == "sequence"

    @property
    def is_null(self) -> bool:
        """Tell whether it is not there, or says that nothing is."""
        return self._node is None or self._node.tag == _NULL

    @property
    def items(self) -> list[Node]:
        """Return the items of a sequence; none of all else."""
        if not self.is_list:
            return []
        return [Node(each, self._file) for each in self._node.value]

    @property
    def fields(self) -> dict[str, Node]:
        """Return the values of a mapping by their keys; none of all else."""
        return {key: Node(value, self._file) for key, value in _pairs(self._node, 0)}

    def get(self, *names: str) -> Node:
        """Return the value of the first of *names* that it has, or a node that says nothing."""
        fields = self.fields
        return next((fields[name] for name in names if name in fields), Node(None, self._file))

    @property
    def is_there(self) -> bool:
        """Tell whether there is anything."""
        return self._node is not None

    def walk(self) -> Iterator[tuple[tuple[str, ...], Node]]:
        """Yield every mapping below, each once, with the names of those around it."""
        seen: set[int] = set()
        left: list[tuple[tuple[str, ...], Node]] = [((), self)]
        while left:
            names, node = left.pop()
            if id(node._node) in seen:  # noqa: SLF001 - of the same class
                continue
            seen.add(id(node._node))  # noqa: SLF001 - as above
            fields = node.fields
            own = fields["name"].text if "name" in fields else ""
            inner = (*names, own) if own and own not in names else names
            if fields:
                yield inner, node
            left += [(inner, each) for each in reversed([*fields.values(), *node.items])]


def _pairs(node: Any, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """Yield the keys and values of the mapping *node*, those that it merges first."""
    if getattr(node, "id", "") != "mapping" or depth > _MAX_DEPTH:
        return
    for key, value in node.value:
        if key.tag == _MERGE:
            merged = value.value if value.id == "sequence" else [value]
            for each in reversed(merged):
                yield from _pairs(each, depth + 1)
    for key, value in node.value:
        if key.tag != _MERGE and isinstance(key.value, str):
            yield key.value, value


def _depth_of(events: Iterator[Any]) -> int:
    """Return the depth of the document with these *events*; at most one more than is allowed."""
    depth = most = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent")
        depth -= kind.endswith("EndEvent")
        most = max(most, depth)
        if most > _MAX_DEPTH:
            break
    return most


def read_documents(path: Path, name: str) -> list[Node]:
    """
    Return the documents of the YAML, or JSON, file at *path*, which is called *name*.

    Raises:
        UsageError: If it is none.
    """
    # Together with the other readers, it would double the time of --help.
    import yaml  # noqa: PLC0415

    text = read_text(path, name)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # The loader in C is ended by the system before it says that this is too deep.
        depth = _depth_of(yaml.parse(text, Loader=loader))
        nodes = [] if depth > _MAX_DEPTH else list(yaml.compose_all(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        shown = escape(f"{name}{line}", 200)
        raise UsageError(f"{shown}: no YAML: {escape(str(error.problem), 120)}.") from None
    except yaml.YAMLError as error:
        why = escape(str(error), 120)
        raise UsageError(f"{escape(name, 200)}: no YAML that can be read: {why}.") from None
    if depth > _MAX_DEPTH:
        raise UsageError(f"{escape(name, 200)}: no YAML that can be read: it is too deep.")
    return [Node(each, name) for each in nodes]
