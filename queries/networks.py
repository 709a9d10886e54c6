"""The graph, or one answer, as a networkx MultiDiGraph for analysis, GraphML and GEXF.

Every node has `label` and all its properties, every edge its type as key and `type`; lists become text joined by “、”,
because GraphML has none, and what is None is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, LiteralString

from graph_store.schema import EDGES, NODES
from graph_store.store import GraphReader, Row
from queries.network import Network

if TYPE_CHECKING:
    import networkx as nx

_ALL: Final = 10_000_000


def to_networkx(graph: GraphReader) -> nx.MultiDiGraph[str]:
    """All nodes and edges that an engine holds, in a fixed order."""
    import networkx as nx

    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in NODES:
        columns = ", ".join(f"n.`{p.name}` AS `{p.name}`" for p in node.properties)
        for row in graph.read(_literal(f"MATCH (n:{node.name}) RETURN {columns} ORDER BY n.id LIMIT {_ALL}")):
            whole.add_node(str(row["id"]), label=node.name, **_attributes(row))
    for edge in EDGES:
        for source, target in edge.pairs:
            columns = "".join(f", r.`{p.name}` AS `{p.name}`" for p in edge.properties)
            order = ", r.position" if any(p.name == "position" for p in edge.properties) else ""
            question = (
                f"MATCH (a:{source})-[r:`{edge.name}`]->(b:{target}) "
                f"RETURN a.id AS source_id, b.id AS target_id{columns} ORDER BY a.id, b.id{order} LIMIT {_ALL}"
            )
            for row in graph.read(_literal(question)):
                ends = str(row.pop("source_id")), str(row.pop("target_id"))
                whole.add_edge(*ends, type=edge.name, **_attributes(row))
    return whole


def network_to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """One picture's nodes and edges, with all that the picture knows of them."""
    import networkx as nx

    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        known = {"label": node.label, "name": node.name, "title": node.title, "group": node.group}
        drawn.add_node(node.id, **{name: value for name, value in known.items() if value is not None})
    for edge in network.edges:
        known = {"type": edge.type, "role": edge.role, "quote": edge.quote}
        drawn.add_edge(edge.source, edge.target, **{k: v for k, v in known.items() if v is not None})
    return drawn


def _attributes(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name != "id" and value is not None:
            found[name] = "、".join(value) if isinstance(value, list) else value
    return found


def _literal(question: str) -> LiteralString:
    """Cypher made from the schema's own names, with no value in it."""
    return question  # type: ignore[return-value,unused-ignore]
