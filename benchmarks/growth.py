"""The graph grown by copies of the plans to ×1, ×10, ×100: how the cost of each step and each answer grows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Protocol

from benchmarks.graphs import mark
from benchmarks.measure import median_of, megabytes, peak_memory, say, seconds, size_of, table, timed, title
from benchmarks.samples import copies
from graph_loader.projection import project
from graph_store.archive import open_archive
from graph_store.embedded_build import build_snapshot
from graph_store.embedded_store import EmbeddedReader
from graph_store.schema import ROLE_EDGES
from graph_store.search_index import SearchIndex
from graph_store.store import GraphRows
from queries.names import find_units
from queries.overlaps import overlaps
from queries.search import search
from queries.units import duties_of

SIZES = (1, 10, 100)


class Note(Protocol):
    """Takes a figure by its name; `words` say it where it is not a time."""

    def __call__(self, name: str, value: float, words: str = "") -> None: ...


def run(folder: Path) -> None:
    title("Growth: copies of the five plans for other counties")
    measured = {times: _grown(folder / f"x{times}", times) for times in SIZES}
    names = list(measured[1])
    rows = []
    for name in names:
        cells = [measured[times][name] for times in SIZES]
        growth = cells[-1][1] / cells[0][1] if cells[0][1] else 0.0
        rows.append([name, *(words for words, _ in cells), f"×{growth:.1f}"])
    table(["", *(f"×{times}" for times in SIZES), "from ×1 to ×100"], rows)
    say(f"\nmost memory held by this process: {megabytes(peak_memory())}")


def _grown(folder: Path, times: int) -> dict[str, tuple[str, float]]:
    folder.mkdir()
    found: dict[str, tuple[str, float]] = {}

    def note(name: str, value: float, words: str = "") -> None:
        found[name] = (words or seconds(value), value)

    copied = list(copies(times))
    with open_archive(str(folder)) as archive:
        took, _ = timed(lambda: [archive.put(p.facts, text=p.text, original=p.data, by="benchmark") for p in copied])
        note("documents", len(copied), f"{len(copied):,}")
        note("archive: put, per document", took / len(copied))
        took, rows = timed(lambda: project(archive.all_facts(), ()))
    _counted(rows, note)
    note("archive on disk", size_of(folder), megabytes(size_of(folder)))
    note("project (names to units)", took)
    took, _ = timed(lambda: build_snapshot(rows, mark(1), folder))
    note("build the snapshot", took)
    index = SearchIndex(folder)
    took, _ = timed(lambda: index.update(rows, mark(1)))
    note("build the search index", took)
    graph = size_of(folder / "graph")
    note("snapshot on disk", graph, megabytes(graph))
    note("search index on disk", size_of(index.path), megabytes(size_of(index.path)))
    _asked(folder, rows, note)
    return found


def _counted(rows: GraphRows, note: Note) -> None:
    duties = sum(len(rows.edges.get(type_, ())) for type_ in ROLE_EDGES.values())
    for name, count in (
        ("tasks", len(rows.nodes["Task"])),
        ("units", len(rows.nodes["Unit"])),
        ("assignments", duties),
    ):
        note(name, count, f"{count:,}")


def _asked(folder: Path, rows: GraphRows, note: Note) -> None:
    reader, index = EmbeddedReader(folder), SearchIndex(folder)
    busiest = Counter(edge[1] for type_ in ROLE_EDGES.values() for edge in rows.edges.get(type_, ())).most_common(1)[0][
        0
    ]
    policy = rows.edges["PART_OF"][0][3]
    for name, work, rounds in (
        ("who 县财政局 (all that bear the name)", lambda: find_units(reader, "县财政局"), 5),
        ("who 大宁县财政局 (its duties)", lambda: duties_of(reader, find_units(reader, "大宁县财政局")[0].id), 5),
        ("search 奖补", lambda: search(reader, index, "奖补", limit=50), 5),
        ("overlaps of one unit", lambda: overlaps(reader, unit_id=busiest), 5),
        ("overlaps within one plan", lambda: overlaps(reader, policy_id=policy), 5),
        ("overlaps of all", lambda: overlaps(reader), 3),
    ):
        work()
        note(name, median_of(work, rounds))
    reader.close()
