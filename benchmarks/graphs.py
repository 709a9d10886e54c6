"""Building the graph and answering overlaps against networkx doing the same from the same GraphRows."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.measure import paired, say, seconds, table, timed, title
from benchmarks.samples import copies
from graph_loader.projection import project
from graph_store.embedded_build import build_snapshot
from graph_store.embedded_store import EmbeddedReader
from graph_store.schema import ROLE_EDGES, SCHEMA_VERSION
from graph_store.store import GraphRows, Mark
from queries.overlaps import overlaps

ROUNDS = 5
MOST = 50


def mark(entry: int) -> Mark:
    return Mark(log_entry=entry, log_hash="0" * 64, schema_version=SCHEMA_VERSION, rules="benchmark")


def in_networkx(rows: GraphRows) -> Any:
    """The same rows as a networkx graph with all attributes."""
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    for label, nodes in rows.nodes.items():
        for id_, properties in nodes.items():
            graph.add_node(id_, label=label, **properties)
    for type_, edges in rows.edges.items():
        for _, source, _, target, properties in edges:
            graph.add_edge(source, target, type=type_, **properties)
    return graph


def overlaps_in_networkx(graph: Any, unit: str = "") -> list[tuple[tuple[str, str], int]]:
    """Pairs of units by the tasks that they share, counted as numbered: what queries/overlaps.py answers."""
    duties = set(ROLE_EDGES.values())
    tasks = (
        {task for _, task, type_ in graph.out_edges(unit, data="type") if type_ in duties}
        if unit
        else [node for node, label in graph.nodes(data="label") if label == "Task"]
    )
    shared: Counter[tuple[str, str]] = Counter()
    counted: set[tuple[str, str, str]] = set()
    for task in tasks:
        units = sorted({source for source, _, type_ in graph.in_edges(task, data="type") if type_ in duties})
        pairs = ((unit, other) for other in units if other != unit) if unit else combinations(units, 2)
        for left, right in pairs:
            key = (left, right, graph.nodes[task]["counted_id"])
            if key not in counted:
                counted.add(key)
                shared[left, right] += 1
    return sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]


def run(folder: Path) -> None:
    title("Building the graph and answering overlaps, against networkx from the same rows")
    lines: list[list[str]] = []
    for times in (1, 10):
        rows = project((plan.facts for plan in copies(times)), ())
        place = folder / f"x{times}"
        place.mkdir()
        build, in_memory, ratio = paired(
            lambda place=place, rows=rows: build_snapshot(rows, mark(1), place),  # type: ignore[misc]
            lambda rows=rows: in_networkx(rows),  # type: ignore[misc]
            3,
        )
        lines.append([f"×{times} build", seconds(build), seconds(in_memory), f"{ratio:.2f}"])
        lines += _asked(place, rows, times)
    table(["work", "Zeren, on disk", "networkx, in memory", "ratio"], lines)
    say("\nnetworkx keeps nothing on disk: every process pays its build before its first answer.")


def _asked(place: Path, rows: GraphRows, times: int) -> list[list[str]]:
    reader = EmbeddedReader(place)
    graph = in_networkx(rows)
    busiest = Counter(edge[1] for type_ in ROLE_EDGES.values() for edge in rows.edges.get(type_, ())).most_common(1)[0][
        0
    ]
    lines = []
    for words, unit in (("overlaps of all", ""), ("overlaps of the busiest unit", busiest)):
        answer = overlaps(reader, unit_id=unit, limit=MOST)
        theirs = overlaps_in_networkx(graph, unit)
        assert sorted(pair.tasks for pair in answer) == sorted(count for _, count in theirs), "answers must agree"
        ours, other, ratio = paired(
            lambda unit=unit: overlaps(reader, unit_id=unit, limit=MOST),  # type: ignore[misc]
            lambda unit=unit: overlaps_in_networkx(graph, unit),  # type: ignore[misc]
            ROUNDS,
        )
        lines.append([f"×{times} {words}", seconds(ours), seconds(other), f"{ratio:.2f}"])
    took, _ = timed(lambda: overlaps(EmbeddedReader(place), limit=MOST))
    other, _ = timed(lambda: overlaps_in_networkx(in_networkx(rows)))
    lines.append([f"×{times} first answer of a new process", seconds(took), seconds(other), f"{took / other:.2f}"])
    reader.close()
    return lines
