"""The bounded neighbourhood of a node for a picture: 大宁县财政局 and the tasks and units round it.

Depth 1 gives the node's own edges, depth 2 those of its neighbours too; `limit` bounds the nodes, and what was left
out is said (`left_out`), never silently dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.errors import BadInput, NotFound
from graph_store.schema import EDGES_BY_NAME, ROLE_EDGES
from graph_store.store import GraphReader, Row
from queries.rows import DUTY


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNode:
    """One node of a picture: `label` is its graph label (Unit, Task …), `group` the county of a unit or kind of task;
    `collective` says that a unit is one name for many."""

    id: str
    label: str
    name: str
    title: str
    group: str | None
    counted_id: str | None = None
    collective: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEdge:
    """One edge of a picture: `type` a relationship type of the schema, `role` the role where it is a duty."""

    source: str
    target: str
    type: str
    role: str | None
    label: str
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes and edges between them, in a fixed order; `left_out` counts the nodes that the limit kept away."""

    centre: str | None
    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]
    left_out: int


_UNITS: Final[LiteralString] = """
MATCH (n:Unit) WHERE n.id IN $ids
RETURN n.id AS id, n.short_name AS name, n.name AS title, n.jurisdiction AS `group`, NULL AS counted_id,
    n.kind AS kind
ORDER BY id LIMIT $limit"""
_TASKS: Final[LiteralString] = """
MATCH (n:Task) WHERE n.id IN $ids
RETURN n.id AS id, n.number AS name, n.text AS title, n.kind AS `group`, n.counted_id AS counted_id, n.title AS heading
ORDER BY id LIMIT $limit"""
_POLICIES: Final[LiteralString] = """
MATCH (n:Policy) WHERE n.id IN $ids
RETURN n.id AS id, n.title AS name, coalesce(n.number, n.title) AS title, n.level AS `group`, NULL AS counted_id
ORDER BY id LIMIT $limit"""
_TARGETS: Final[LiteralString] = """
MATCH (n:Target) WHERE n.id IN $ids
RETURN n.id AS id, n.indicator AS name, n.quote AS title, n.unit AS `group`, NULL AS counted_id
ORDER BY id LIMIT $limit"""
_NODES: Final[dict[str, LiteralString]] = {
    "Unit": _UNITS,
    "Task": _TASKS,
    "Policy": _POLICIES,
    "Target": _TARGETS,
}

_DUTY_EDGES: Final[LiteralString] = f"""
MATCH (x:Unit)-[a:{DUTY}]->(y:Task) WHERE x.id IN $ids OR y.id IN $ids
RETURN x.id AS source, y.id AS target, a.role AS role, a.quote AS quote, 'Unit' AS `from`, 'Task' AS `to`
ORDER BY y.document_id, y.position, a.`start`, source, target, role LIMIT $limit"""
_PART_OF: Final[LiteralString] = """
MATCH (x:Task)-[:PART_OF]->(y:Policy) WHERE x.id IN $ids OR y.id IN $ids
RETURN x.id AS source, y.id AS target, 'Task' AS `from`, 'Policy' AS `to`
ORDER BY x.document_id, x.position, source, target LIMIT $limit"""
_SUBTASK_OF: Final[LiteralString] = """
MATCH (x:Task)-[:SUBTASK_OF]->(y:Task) WHERE x.id IN $ids OR y.id IN $ids
RETURN x.id AS source, y.id AS target, 'Task' AS `from`, 'Task' AS `to`
ORDER BY x.document_id, x.position, source, target LIMIT $limit"""
_AIMS_AT: Final[LiteralString] = """
MATCH (x:Task)-[:AIMS_AT]->(y:Target) WHERE x.id IN $ids OR y.id IN $ids
RETURN x.id AS source, y.id AS target, 'Task' AS `from`, 'Target' AS `to`
ORDER BY y.document_id, y.position, source, target LIMIT $limit"""
_CITES: Final[LiteralString] = """
MATCH (x:Policy)-[c:CITES]->(y:Policy) WHERE x.id IN $ids OR y.id IN $ids
RETURN DISTINCT x.id AS source, y.id AS target, 'Policy' AS `from`, 'Policy' AS `to`
ORDER BY source, target LIMIT $limit"""
_MEMBER_OF: Final[LiteralString] = """
MATCH (x:Unit)-[:MEMBER_OF]->(y:Unit) WHERE x.id IN $ids OR y.id IN $ids
RETURN x.id AS source, y.id AS target, 'Unit' AS `from`, 'Unit' AS `to`
ORDER BY source, target LIMIT $limit"""
_EDGES: Final[tuple[tuple[str, LiteralString], ...]] = (
    ("DUTY", _DUTY_EDGES),
    ("SUBTASK_OF", _SUBTASK_OF),
    ("AIMS_AT", _AIMS_AT),
    ("PART_OF", _PART_OF),
    ("CITES", _CITES),
    ("MEMBER_OF", _MEMBER_OF),
)

_SCOPE_DUTIES: Final[LiteralString] = f"""
MATCH (x:Unit)-[a:{DUTY}]->(y:Task) WHERE ($policy_id = '' OR y.policy_id = $policy_id)
    AND ($jurisdiction = '' OR x.jurisdiction = $jurisdiction)
RETURN x.id AS source, y.id AS target, a.role AS role, a.quote AS quote, 'Unit' AS `from`, 'Task' AS `to`
ORDER BY y.document_id, y.position, a.`start`, source, target, role LIMIT $limit"""

_MOST_EDGES: Final = 20_000
MOST_NODES: Final = 5_000


def neighbourhood(graph: GraphReader, node_id: str, *, depth: int = 1, limit: int = 300) -> Network:
    """The node and what stands round it, at most `limit` nodes; raises NotFound, BadInput for a depth beyond 1–2."""
    if depth not in (1, 2):
        raise BadInput(f"范围只能是1或2，不能是{depth}。")
    labels = {node_id: _label_of(graph, node_id)}
    edges: dict[tuple[str, str, str], NetworkEdge] = {}
    asked = [node_id]
    for _ in range(depth):
        before = set(labels)
        for name, question in _EDGES:
            for row in graph.read(question, ids=asked, limit=_MOST_EDGES):
                _note(name, row, edges, labels)
        asked = [id_ for id_ in labels if id_ not in before and labels[id_] != "Policy"][:limit]
    return _bounded(graph, node_id, labels, list(edges.values()), limit)


def whole_network(graph: GraphReader, *, policy_id: str = "", jurisdiction: str = "", limit: int = 1500) -> Network:
    """Units and tasks of a policy, of a county's units, or of all that is loaded, at most `limit` nodes."""
    labels: dict[str, str] = {}
    edges: dict[tuple[str, str, str], NetworkEdge] = {}
    for row in graph.read(_SCOPE_DUTIES, policy_id=policy_id, jurisdiction=jurisdiction, limit=100_000):
        _note("DUTY", row, edges, labels)
    return _bounded(graph, None, labels, list(edges.values()), limit)


def _note(name: str, row: Row, edges: dict[tuple[str, str, str], NetworkEdge], labels: dict[str, str]) -> None:
    role = str(row["role"]) if row.get("role") else None
    type_ = ROLE_EDGES[role] if role else name
    source, target = str(row["source"]), str(row["target"])
    labels.setdefault(source, str(row["from"]))
    labels.setdefault(target, str(row["to"]))
    quote = str(row["quote"]) if row.get("quote") else None
    edge = NetworkEdge(
        source=source, target=target, type=type_, role=role, label=EDGES_BY_NAME[type_].label_zh, quote=quote
    )
    edges.setdefault((source, target, type_), edge)


def _bounded(
    graph: GraphReader, centre: str | None, labels: dict[str, str], edges: list[NetworkEdge], limit: int
) -> Network:
    kept = dict(list(labels.items())[: max(1, min(limit, MOST_NODES))])
    nodes: dict[str, NetworkNode] = {}
    for label, question in _NODES.items():
        ids = [id_ for id_, own in kept.items() if own == label]
        if ids:
            for row in graph.read(question, ids=ids, limit=MOST_NODES):
                nodes[str(row["id"])] = _node(label, row)
    return Network(
        centre=centre,
        nodes=tuple(nodes[id_] for id_ in kept if id_ in nodes),
        edges=tuple(edge for edge in edges if edge.source in nodes and edge.target in nodes),
        left_out=len(labels) - len(kept),
    )


def _node(label: str, row: Row) -> NetworkNode:
    name = str(row["name"] or row["title"] or "")
    if label == "Task":
        number = str(row["name"] or "")
        gap = " " if number[-1:].isalnum() else ""
        name = f"{number}{gap}{row.get('heading') or str(row['title'] or '')[:18]}"
    counted = row["counted_id"]
    return NetworkNode(
        id=str(row["id"]),
        label=label,
        name=name,
        title=str(row["title"] or name),
        group=str(row["group"]) if row["group"] else None,
        counted_id=str(counted) if counted else None,
        collective=row.get("kind") == "collective",
    )


def _label_of(graph: GraphReader, node_id: str) -> str:
    for label, question in _NODES.items():
        if graph.read(question, ids=[node_id], limit=1):
            return label
    raise NotFound(f"没有编号为“{node_id}”的单位、任务、政策或目标。")
