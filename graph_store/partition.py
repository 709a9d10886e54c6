"""A projection cut by document, so that a server takes, replaces or drops one document in one transaction.

GraphRows → one DocumentRows for each document (its tasks, targets, roles, and the shared units and policies it
speaks of), with a fingerprint that changes whenever anything of it changes.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from graph_store.store import GraphRows, Value

Edge = tuple[str, str, str, str, dict[str, Value]]
#: Labels whose nodes belong to one document; all others are shared between documents.
OWNED = ("Document", "Task", "Target")


@dataclass(slots=True)
class DocumentRows:
    """Everything of one document. `owned` and `shared`: label → id → properties; `edges`: type → edges."""

    owned: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    shared: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    edges: dict[str, list[Edge]] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """A hash of what belongs to this document alone, the same in any order of rows; None and absent are alike.

        Shared nodes stay out of it: a name that another document adds to a unit changes no document.
        """
        nodes = {label: {id_: _known(held) for id_, held in found.items()} for label, found in self.owned.items()}
        edges = {
            type_: sorted(_edge_words(edge) for edge in found if _is_own(edge)) for type_, found in self.edges.items()
        }
        words = json.dumps([nodes, {type_: found for type_, found in edges.items() if found}], sort_keys=True)
        return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()

    def size(self) -> int:
        """How many nodes and edges."""
        groups = [*self.owned.values(), *self.shared.values()]
        return sum(map(len, groups)) + sum(map(len, self.edges.values()))


def _known(properties: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in properties.items() if value is not None and name != "fingerprint"}


def _is_own(edge: Edge) -> bool:
    return edge[0] in OWNED or edge[2] in OWNED or bool(edge[4].get("document_id"))


def _edge_words(edge: Edge) -> str:
    return json.dumps([*edge[:4], _known(edge[4])], sort_keys=True)


def partition(rows: GraphRows) -> dict[str, DocumentRows]:
    """Cut a projection by document id. Every edge goes with the document of its owned end or its `document_id`."""
    owner = _owners(rows)
    parts: dict[str, DocumentRows] = {id_: DocumentRows() for id_ in rows.nodes.get("Document", {})}
    for label in OWNED:
        for id_, properties in rows.nodes.get(label, {}).items():
            parts[owner[id_]].owned.setdefault(label, {})[id_] = properties
    leading: dict[str, list[tuple[str, Edge]]] = defaultdict(list)  # edges between shared nodes, by their source
    for type_, edges in rows.edges.items():
        for edge in edges:
            named = edge[4].get("document_id")
            document = named if named in parts else owner.get(edge[1]) or owner.get(edge[3])
            if isinstance(document, str):
                parts[document].edges.setdefault(type_, []).append(edge)
            else:
                leading[edge[1]].append((type_, edge))
    for part in parts.values():
        _add_shared(part, rows, leading)
    return parts


def _owners(rows: GraphRows) -> dict[str, str]:
    owner: dict[str, str] = {id_: id_ for id_ in rows.nodes.get("Document", {})}
    for id_, properties in rows.nodes.get("Task", {}).items():
        owner[id_] = str(properties["document_id"])
    for id_, properties in rows.nodes.get("Target", {}).items():
        owner[id_] = str(properties["document_id"])
    return owner


def _add_shared(part: DocumentRows, rows: GraphRows, leading: dict[str, list[tuple[str, Edge]]]) -> None:
    """Add the shared nodes that a document speaks of, and what leads on from them (unit → place, unit → line)."""
    waiting = [(end[0], end[1]) for edges in part.edges.values() for e in edges for end in ((e[0], e[1]), (e[2], e[3]))]
    seen: set[str] = set()
    while waiting:
        label, id_ = waiting.pop()
        if label in OWNED or id_ in seen:
            continue
        seen.add(id_)
        part.shared.setdefault(label, {})[id_] = rows.nodes[label][id_]
        for type_, edge in leading.get(id_, ()):
            part.edges.setdefault(type_, []).append(edge)
            waiting.append((edge[2], edge[3]))
    for edges in part.edges.values():
        edges.sort(key=lambda e: (e[1], e[3], json.dumps(e[4], sort_keys=True)))


def shared_edges(rows: GraphRows) -> dict[str, list[Edge]]:
    """The edges that belong to no document: between units, places, lines and policies."""
    owner = _owners(rows)
    return {
        type_: [e for e in edges if not e[4].get("document_id") and e[1] not in owner and e[3] not in owner]
        for type_, edges in rows.edges.items()
    }
