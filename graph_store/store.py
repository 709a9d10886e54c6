"""The two things an engine does for us: answer Cypher, and take a projection of the archive.

`open_reader("embedded:", …)` or a `neo4j://` address → a GraphReader; queries/ knows nothing else of an engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import LiteralString, Protocol

Value = str | int | float | bool | None | list[str]
Row = dict[str, Value]


@dataclass(slots=True)
class GraphRows:
    """A projection of the archive as tables: what an engine is built from.

    nodes: label → id → properties (every property of the schema except `id` may be None);
    edges: type → list of (from label, from id, to label, to id, properties).
    `document_of` names, for nodes that belong to one document (Task, Target, Document), that document.
    """

    nodes: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    edges: dict[str, list[tuple[str, str, str, str, dict[str, Value]]]] = field(default_factory=dict)

    def add_node(self, label: str, id_: str, properties: Mapping[str, Value]) -> None:
        """Add a node once; the first properties given for an id stay."""
        self.nodes.setdefault(label, {}).setdefault(id_, dict(properties))

    def add_edge(
        self,
        type_: str,
        source: tuple[str, str],
        target: tuple[str, str],
        properties: Mapping[str, Value] | None = None,
    ) -> None:
        """Add an edge between (label, id) and (label, id)."""
        self.edges.setdefault(type_, []).append((*source, *target, dict(properties or {})))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a projection stands: the last log entry it holds, and the versions that made it."""

    log_entry: int
    log_hash: str
    schema_version: int
    rules: str


class GraphReader(Protocol):
    """Answers questions; safe to use from several threads."""

    def read(self, cypher: LiteralString, **parameters: Value) -> list[Row]:
        """Run one read-only query; raises QueryTimeout, StoreUnreachable or StoreError, never an engine's own error."""
        ...

    def mark(self) -> Mark | None:
        """Where the graph stands; None where nothing has been built."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class GraphWriter(GraphReader, Protocol):
    """Takes a projection of the archive; answers questions too."""

    def replace(self, rows: GraphRows, mark: Mark, *, afresh: bool = False) -> None:
        """Make the graph hold exactly these rows; readers see the old or the new of each document, never half.

        With `afresh` nothing that the graph says of itself is trusted.
        """
        ...
