"""Killed in the middle: the loader, then the server, by SIGKILL; the next command makes all whole again.

Each kill comes at another moment of a whole load. Some kills by default, twenty of each with ZEREN_TEST_FULL=1. The
graph afterwards is that of a run that nobody disturbed, node by node and edge by edge.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import LiteralString

import pytest

from api.cli import run
from graph_loader.workspace import Workspace
from graph_store.engines import open_reader
from graph_store.neo4j_settings import Neo4jSettings
from graph_store.neo4j_store import Neo4jReader
from graph_store.settings import Settings
from graph_store.store import GraphReader
from tests.conftest import SAMPLES, zeren
from tests.servers import FULL, Neo4jServer, why_no_neo4j

pytestmark = pytest.mark.xdist_group("neo4j-kills")

KILLS = 20 if FULL else 2
FILES = sorted(SAMPLES.glob("*.txt"))
#: every third task gets another text: each document then differs and is replaced in a transaction of its own
_ALTER: LiteralString = """
MATCH (t:Task) WITH t ORDER BY t.id WITH collect(t) AS tasks
UNWIND range(0, size(tasks) - 1, 3) AS i WITH tasks[i] AS t SET t.text = '改了'
"""
_EMPTY: LiteralString = "MATCH (n) DETACH DELETE n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A server of this module's own, which may be killed."""
    reason = why_no_neo4j()
    if reason:
        pytest.skip(reason)
    started = Neo4jServer(tmp_path_factory.mktemp("neo4j"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def undisturbed(samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The whole graph of a run that nobody disturbed."""
    return whole(samples_data, "embedded:", tmp_path_factory.mktemp("undisturbed"))


def whole(data: Path, graph: str, folder: Path) -> bytes:
    """Every node and edge with all properties, and where the graph stands."""
    file = folder / "graph.cypher"
    assert run(["--data", str(data), "--graph", graph, "export", "graph", "--format", "cypher", "-o", str(file)]) == 0
    return re.sub(rb"[0-9a-f]{64}", b"#", file.read_bytes())  # the log's hashes hold times


def change(url: str, cypher: LiteralString) -> None:
    reader = Neo4jReader(Neo4jSettings.from_env(url, {}))
    reader.run(cypher)
    reader.close()


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "api.cli", *map(str, arguments)]
    home = str(SAMPLES.parent)
    return subprocess.Popen(
        line,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": home},
    )


def in_the_middle(
    begin: Callable[[], subprocess.Popen[bytes]], strike: Callable[[subprocess.Popen[bytes]], None]
) -> Iterator[int]:
    """Begin and strike KILLS times, at moments spread over the time that the work takes; yields after each strike.

    Work that had ended before its moment came tells how long it really takes, and is begun again.
    """
    begun = time.monotonic()
    assert begin().wait() == 0
    lasted = time.monotonic() - begun
    for number in range(KILLS):
        for _ in range(10):
            begun, process = time.monotonic(), begin()
            try:
                process.wait(lasted * (number + 0.5) / KILLS)
                lasted = time.monotonic() - begun
            except subprocess.TimeoutExpired:
                break
        strike(process)
        yield number


def test_the_loader_killed(server: Neo4jServer, undisturbed: bytes, tmp_path: Path) -> None:
    """At any moment of a first load: what was acknowledged is there, the next load ends with the whole graph."""
    data = tmp_path / "data"

    def begin() -> subprocess.Popen[bytes]:
        change(server.url, _EMPTY)
        shutil.rmtree(data, ignore_errors=True)
        return started("--graph", server.url, "--data", data, "load", SAMPLES)

    def strike(process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    for _ in in_the_middle(begin, strike):
        acknowledged = held(data)
        ran = zeren("--graph", server.url, "load", *FILES, data=data)
        assert ran.returncode == 0, ran.stderr
        assert acknowledged <= held(data)
        assert zeren("--graph", server.url, "verify", data=data).returncode == 0
        assert whole(data, server.url, tmp_path) == undisturbed


def held(data: Path) -> set[str]:
    """The documents in the archive, as it was left."""
    if not (data / "archive.sqlite3").exists():
        return set()
    with Workspace(Settings.of(data=str(data), env={})) as workspace:
        assert workspace.archive.verify() == []
        return {stored.id for stored in workspace.archive.documents()}


def test_the_server_killed(
    server: Neo4jServer, undisturbed: bytes, samples_data: Path, loaded: set[tuple[object, ...]], tmp_path: Path
) -> None:
    """While it is written to, by turns a first load and the replacement of every document."""
    data = tmp_path / "data"
    shutil.copytree(samples_data, data)
    turn = count()

    def begin() -> subprocess.Popen[bytes]:
        change(server.url, _EMPTY if next(turn) % 2 else _ALTER)
        return started("--graph", server.url, "--data", data, "rebuild")

    def strike(process: subprocess.Popen[bytes]) -> None:
        server.kill()
        assert process.wait() in (0, 2), "a command whose server goes says so"

    for _ in in_the_middle(begin, strike):
        server.start()
        reader = open_reader(server.url, str(data))
        assert set(documents(reader)) <= loaded, "what is there is there whole"
        reader.close()
        ran = zeren("--graph", server.url, "rebuild", data=data)
        assert ran.returncode == 0, ran.stderr
        assert whole(data, server.url, tmp_path) == undisturbed


def documents(graph: GraphReader) -> list[tuple[object, ...]]:
    """Every document with how many tasks and duties it has; no task may be without its document."""
    strays = graph.read(
        "MATCH (t:Task) WHERE NOT EXISTS { MATCH (d:Document {id: t.document_id}) } RETURN count(t) AS n"
    )
    assert strays == [{"n": 0}]
    rows = graph.read(
        "MATCH (d:Document) OPTIONAL MATCH (t:Task {document_id: d.id}) OPTIONAL MATCH (t)<-[a]-(:Unit) "
        "RETURN d.file AS file, count(DISTINCT t) AS tasks, count(a) AS duties ORDER BY file"
    )
    return [tuple(row.values()) for row in rows]


@pytest.fixture(scope="module")
def loaded(samples_data: Path) -> set[tuple[object, ...]]:
    """The samples as they are when loaded whole."""
    reader = open_reader("embedded:", str(samples_data))
    found = documents(reader)
    reader.close()
    assert len(found) == len(FILES)
    return set(found)
