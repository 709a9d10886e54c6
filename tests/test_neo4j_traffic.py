"""Two loaders and four readers at once: no error, no half document, no lost one.

Each loader loads its plans again and again, by turns a long and a short version of each. Two readers ask the server
directly, two ask `zeren serve --workers 2`. Two rounds by default; for a minute, at least, with ZEREN_TEST_FULL=1.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest

from api.cli import run
from graph_store.engines import open_reader
from graph_store.store import GraphReader
from tests.conftest import TWO_PLANS, zeren
from tests.servers import FULL, running_neo4j, why_no_neo4j
from tests.test_neo4j_kills import documents
from tests.test_serve import serving

pytestmark = pytest.mark.xdist_group("neo4j-kills")

ROUNDS, SECONDS = (2, 60.0) if FULL else (2, 0.0)
State = tuple[object, ...]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[Path]], set[State]]:
    """For each loader the long and the short version of a plan; and every state that a whole document can be in."""
    folder, states, pairs = tmp_path_factory.mktemp("versions"), set(), []
    for plan in TWO_PLANS:
        lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
        pair = []
        for name, words in (("long", lines), ("short", lines[: len(lines) * 3 // 4])):
            file = folder / name / plan.name
            file.parent.mkdir(exist_ok=True)
            file.write_text("".join(words), encoding="utf-8")
            pair.append(file)
            data = folder / f"{name}-{plan.stem}"
            assert zeren("load", file, data=data).returncode == 0
            reader = open_reader("embedded:", str(data))
            states.update(documents(reader))
            reader.close()
        pairs.append(pair)
    assert len(states) == 4
    return pairs, states


@pytest.fixture(scope="module")
def own_server() -> Iterator[str]:
    reason = why_no_neo4j()
    if reason:
        pytest.skip(reason)
    with running_neo4j(version="5.26") as url:
        yield url


def test_two_loaders_and_four_readers(
    own_server: str, versions: tuple[list[list[Path]], set[State]], tmp_path: Path
) -> None:
    pairs, states = versions
    data, done = tmp_path / "data", Event()
    assert zeren("--graph", own_server, "load", *(pair[0] for pair in pairs), data=data).returncode == 0
    end = time.monotonic() + SECONDS

    def load(pair: list[Path]) -> list[str]:
        """Load by turns, the short version last; what became of each."""
        said = []
        for turn in count():
            ran = zeren("--graph", own_server, "load", pair[1 - turn % 2], "--format", "json", data=data)
            assert ran.returncode == 0, ran.stderr
            said.append(json.loads(ran.stdout)["files"][0]["outcome"])
            if turn % 2 == 0 and turn >= ROUNDS and time.monotonic() >= end:
                return said
        raise AssertionError

    def read(graph: GraphReader) -> list[list[State]]:
        seen = []
        while not done.is_set():
            seen.append(documents(graph))
        return seen

    def browse(url: str) -> set[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        with_words = f"/api/search?q={quote('财政局')}"
        while not done.is_set():
            status, body = served.get("/api/status")
            assert served.get(url)[0] == served.get(with_words)[0] == status == 200
            found.add((status, json.loads(body)["totals"]["documents"]))
        return found

    reader = open_reader(own_server, str(data))
    with serving(data, graph=own_server, workers=2) as served, ThreadPoolExecutor(6) as pool:
        looking = [pool.submit(read, reader) for _ in range(2)]
        browsing = [pool.submit(browse, url) for url in ("/api/overlaps", "/units")]
        try:
            outcomes = [found.result() for found in [pool.submit(load, pair) for pair in pairs]]
        finally:
            done.set()
        seen = [state for found in looking for state in found.result()]
        assert set.union(*(found.result() for found in browsing)) == {(200, 2)}
    reader.close()
    assert all(set(found) == {"revised"} for found in outcomes)
    assert {len(state) for state in seen} == {2}, "no document was ever missing"
    assert {document for state in seen for document in state} <= states, "no document was ever seen half"
    print(f"{sum(map(len, outcomes))} loads, {len(seen)} readings, {len(set(map(tuple, seen)))} states of the graph")
    last = tmp_path / "undisturbed"
    assert zeren("load", *(pair[1] for pair in pairs), data=last).returncode == 0
    assert exported(data, own_server, tmp_path) == exported(last, "embedded:", tmp_path)
    assert zeren("--graph", own_server, "verify", data=data).returncode == 0


def exported(data: Path, graph: str, folder: Path) -> bytes:
    """The whole graph: every node and edge with all properties."""
    file = folder / "graph.graphml"
    assert run(["--data", str(data), "--graph", graph, "export", "graph", "-o", str(file)]) == 0
    return file.read_bytes()
