"""A graph that stands in an engine → the rows that it was built from, to compare it or to carry it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, LiteralString

from graph_store.schema import EDGES, NODES, Property
from graph_store.store import GraphReader, GraphRows

_ALL: Final = 10_000_000
_TELLS_APART: Final = {"start", "position", "role", "kind"}  # edges of one type between the same two nodes


def graph_rows(graph: GraphReader) -> GraphRows:
    """Every node and edge that an engine holds, as the projection gave them."""
    rows = GraphRows()
    for node in NODES:
        for row in graph.read(_nodes(node.name, node.properties), limit=_ALL):
            id_ = str(row.pop("id"))
            rows.add_node(node.name, id_, row)
    for edge in EDGES:
        for source, target in edge.pairs:
            for row in graph.read(_edges(edge.name, (source, target), edge.properties), limit=_ALL):
                ends = str(row.pop("source_id")), str(row.pop("target_id"))
                rows.add_edge(edge.name, (source, ends[0]), (target, ends[1]), row)
    return rows


def _nodes(label: str, properties: Iterable[Property]) -> LiteralString:
    columns = ", ".join(f"n.`{p.name}` AS `{p.name}`" for p in properties)
    return _made(f"MATCH (n:{label}) RETURN {columns} ORDER BY n.id LIMIT $limit")


def _edges(type_: str, ends: tuple[str, str], properties: Iterable[Property]) -> LiteralString:
    kept = list(properties)
    columns = "".join(f", r.`{p.name}` AS `{p.name}`" for p in kept)
    order = "".join(f", r.`{p.name}`" for p in kept if p.name in _TELLS_APART)
    return _made(
        f"MATCH (a:{ends[0]})-[r:`{type_}`]->(b:{ends[1]}) RETURN a.id AS source_id, b.id AS target_id{columns} "
        f"ORDER BY a.id, b.id{order} LIMIT $limit"
    )


def _made(question: str) -> LiteralString:
    """Cypher made from the schema's own names, with no value in it."""
    return question  # type: ignore[return-value,unused-ignore]
