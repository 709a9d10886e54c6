"""The graph, or one answer, as a networkx MultiDiGraph for analysis, GraphML and GEXF.

Every node has `label` and all its properties, every edge its type as key and `type`; lists become text joined by “、”,
because GraphML has none, and what is None is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph_store.read_back import graph_rows
from graph_store.store import GraphReader, Value
from queries.network import Network

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: GraphReader) -> nx.MultiDiGraph[str]:
    """All nodes and edges that an engine holds, in a fixed order."""
    import networkx as nx

    rows = graph_rows(graph)
    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label, nodes in rows.nodes.items():
        for id_, properties in nodes.items():
            whole.add_node(id_, label=label, **_attributes(properties))
    for type_, edges in rows.edges.items():
        for _, source, _, target, properties in edges:
            whole.add_edge(source, target, type=type_, **_attributes(properties))
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


def _attributes(properties: Mapping[str, Value]) -> dict[str, Any]:
    known = {name: value for name, value in properties.items() if value is not None}
    return {name: "、".join(map(str, value)) if isinstance(value, list) else value for name, value in known.items()}
