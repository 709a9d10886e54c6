"""Load and the ten main questions on the embedded engine, on a real Neo4j and in networkx, at ×1, ×10 and ×100."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.graphs import in_networkx, mark, overlaps_in_networkx
from benchmarks.measure import median_of, say, seconds, table, timed, title
from benchmarks.samples import copies
from graph_loader.projection import project
from graph_store.embedded_build import build_snapshot
from graph_store.embedded_store import EmbeddedReader
from graph_store.schema import ROLE_EDGES
from graph_store.store import GraphReader, GraphRows
from queries import due, names, network, observations, overlaps, policies, targets, tasks, units
from tests.servers import running_neo4j, why_no_neo4j

SIZES = (1, 10, 100)


def questions(graph: GraphReader) -> dict[str, Callable[[], Any]]:
    """The ten main questions, about 大宁县财政局 where they are about one unit."""
    unit = names.find_units(graph, "大宁县财政局")[0].id
    policy = policies.find_policies(graph, limit=1)[0].id
    task = tasks.list_tasks(graph, policy_id=policy, limit=1)[0].id
    return {
        "who: names": lambda: names.find_units(graph, "县财政局"),
        "who: duties": lambda: units.duties_of(graph, unit),
        "task, whole": lambda: tasks.task(graph, task),
        "policy, whole": lambda: policies.policy(graph, policy),
        "overlaps of one unit": lambda: overlaps.overlaps(graph, unit_id=unit),
        "overlaps of all": lambda: overlaps.overlaps(graph),
        "observations, counted": lambda: observations.count_observations(graph),
        "due in 2022": lambda: due.due_between(graph, "2022-01-01", "2022-12-31"),
        "indicator 企业": lambda: targets.indicator_values(graph, "企业"),
        "neighbourhood, two steps": lambda: network.neighbourhood(graph, unit, depth=2),
    }


def run(folder: Path) -> None:
    title("The embedded engine, Neo4j and networkx: load and the ten main questions")
    reason = why_no_neo4j()
    if reason:
        say(f"no Neo4j here: {reason}\n")
        _compare(folder, None)
        return
    with running_neo4j() as url:
        _compare(folder, url)


def _compare(folder: Path, url: str | None) -> None:
    lines: list[list[str]] = []
    for times in SIZES:
        rows = project((plan.facts for plan in copies(times)), ())
        place = folder / f"x{times}"
        place.mkdir()
        at = mark(times)
        build, _ = timed(lambda at=at, place=place, rows=rows: build_snapshot(rows, at, place))  # type: ignore[misc]
        drawn, graph = timed(lambda rows=rows: in_networkx(rows))  # type: ignore[misc]
        embedded = EmbeddedReader(place)
        server: Any = None
        load = 0.0
        if url:
            from graph_store.neo4j_settings import Neo4jSettings
            from graph_store.neo4j_writer import Neo4jWriter

            server = Neo4jWriter(Neo4jSettings.from_env(url, {}))
            load, _ = timed(lambda at=at, server=server, rows=rows: server.replace(rows, at))  # type: ignore[misc]
        lines.append(_line(f"×{times} load", build, load, drawn))
        lines += _answers(embedded, server, graph, rows, times)
        embedded.close()
        if server:
            server.close()
    table(["", "embedded", "Neo4j", "Neo4j / embedded", "networkx"], lines)


def _answers(embedded: GraphReader, server: Any, graph: Any, rows: GraphRows, times: int) -> list[list[str]]:
    duties = set(ROLE_EDGES.values())
    unit = names.find_units(embedded, "大宁县财政局")[0].id
    in_memory: dict[str, Callable[[], Any]] = {
        "who: duties": lambda: [
            (graph.nodes[task], edge) for _, task, edge in graph.out_edges(unit, data=True) if edge["type"] in duties
        ],
        "overlaps of one unit": lambda: overlaps_in_networkx(graph, unit),
        "overlaps of all": lambda: overlaps_in_networkx(graph),
    }
    asked = questions(embedded)
    there = questions(server) if server else {}
    lines = []
    for name, ask in asked.items():
        if server:
            assert ask() == there[name](), f"the engines must agree: {name}"
        rounds = 3 if name == "overlaps of all" else 5
        ours = median_of(ask, rounds)
        theirs = median_of(there[name], rounds) if server else 0.0
        plain = median_of(in_memory[name], rounds) if name in in_memory else 0.0
        lines.append(_line(f"×{times} {name}", ours, theirs, plain))
    return lines


def _line(name: str, ours: float, theirs: float, plain: float) -> list[str]:
    return [
        name,
        seconds(ours),
        seconds(theirs) if theirs else "–",
        f"{theirs / ours:.1f}" if theirs else "–",
        seconds(plain) if plain else "–",
    ]
