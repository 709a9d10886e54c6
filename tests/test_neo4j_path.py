"""The whole way on a real Neo4j, by the command itself: load, ask, export, unload, rebuild, kills, refusals.

The answers must be those of the embedded engine, byte for byte. Each test begins with an empty database.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from graph_store.neo4j_settings import Neo4jSettings
from graph_store.neo4j_store import Neo4jReader, _has_died, _process
from graph_store.neo4j_writer import Neo4jWriter
from tests.conftest import SAMPLES, TWO_PLANS, zeren
from tests.servers import OPENED, free_port, jars, java_of, running_neo4j

pytestmark = pytest.mark.xdist_group("neo4j")

EXPORTS = ("assignments", "tasks", "targets", "citations", "units")
COUNTS = {"documents": 5, "tasks": 421, "duties": 971}


@pytest.fixture
def graph(neo4j_url: str) -> Iterator[str]:
    """The address of an empty database."""
    empty(neo4j_url)
    yield neo4j_url
    empty(neo4j_url)


def empty(url: str) -> None:
    reader = Neo4jReader(Neo4jSettings.from_env(url, {}))
    reader.run("MATCH (n) DETACH DELETE n")
    reader.close()


def on(url: str, *arguments: str | Path, data: Path, **more: str) -> str:
    """What the command prints, on Neo4j; it must succeed."""
    ran = zeren("--graph", url, *arguments, data=data, cwd=None, **more)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def embedded(*arguments: str | Path, data: Path) -> str:
    ran = zeren(*arguments, data=data)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_samples_from_load_to_unload(graph: str, samples_data: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    on(graph, "load", SAMPLES, data=data)
    assert not (data / "graph").exists(), "with the graph on a server nothing is built beside the archive"
    for arguments in (
        ("who", "县财政局"),
        ("who", "大宁县财政局", "--format", "json"),
        ("overlaps", "--format", "json"),
        ("observations", "--format", "json"),
        ("search", "奖补", "--format", "json"),
        ("export", "assignments"),
        ("export", "graph", "--format", "cypher"),
    ):
        said = on(graph, *arguments, data=data)
        assert said
        expected = embedded(*arguments, data=samples_data)
        assert without_marks(said) == without_marks(expected), arguments

    status = json.loads(on(graph, "status", "--format", "json", data=data))
    assert status["in_step"] is True
    assert {name: status["totals"][name] for name in COUNTS} == COUNTS
    assert (status["graph_entry"], status["log_entry"], status["graph"]) == (5, 5, graph)
    on(graph, "unload", "004_3a509e58dd1cc955.txt", data=data)
    status = json.loads(on(graph, "status", "--format", "json", data=data))
    assert (status["totals"]["documents"], status["in_step"]) == (4, True)
    assert "大宁县" not in on(graph, "export", "assignments", data=data)


def without_marks(text: str) -> str:
    """Text without the log's hashes, which hold times."""
    import re

    return re.sub(r"[0-9a-f]{64}", "#", text) if "ZerenMark" in text else text


def test_rebuild_mends_what_others_did_to_the_graph(graph: str, two_plans: Path, plans_copy: Path) -> None:
    whole = embedded("export", "graph", "--format", "graphml", data=two_plans)
    on(graph, "rebuild", data=plans_copy)
    assert on(graph, "export", "graph", "--format", "graphml", data=plans_copy) == whole
    writer = Neo4jWriter(Neo4jSettings.from_env(graph, {}))
    writer.run("MATCH (t:Task) WITH t ORDER BY t.id LIMIT 5 DETACH DELETE t")
    writer.run("MATCH (t:Task) WITH t ORDER BY t.id LIMIT 1 SET t.document_id = 'doc_x'")
    writer.run("MATCH (u:Unit) WITH u ORDER BY u.id LIMIT 3 SET u.name = '改了'")
    writer.run("MATCH (u:Unit)-[:IN]->(j:Jurisdiction) WITH u, j LIMIT 2 CREATE (u)-[:IN]->(j)")
    writer.run("CREATE (:Task {id: 'task_x', document_id: 'doc_x'})")
    writer.close()
    on(graph, "rebuild", data=plans_copy)
    assert on(graph, "export", "graph", "--format", "graphml", data=plans_copy) == whole


def test_another_archives_graph_is_not_thrown_out(graph: str, two_plans: Path, tmp_path: Path) -> None:
    on(graph, "load", SAMPLES / "004_3a509e58dd1cc955.txt", data=tmp_path / "one")
    ran = zeren("--graph", graph, "load", TWO_PLANS[0], data=tmp_path / "other")
    assert (ran.returncode, "另一个档案" in ran.stderr, "zeren rebuild" in ran.stderr) == (2, True, True)
    assert "004_3a509e58dd1cc955" in on(graph, "status", "--documents", data=tmp_path / "one")
    on(graph, "rebuild", data=tmp_path / "other")
    assert "004_3a509e58dd1cc955" not in on(graph, "status", "--documents", data=tmp_path / "other")


def test_a_loader_killed_at_any_moment(graph: str, two_plans: Path, tmp_path: Path) -> None:
    data, wanted = tmp_path / "data", embedded("export", "assignments", data=two_plans)
    for moment in (0.6, 1.4, 2.2, 3.0):
        process = started("--graph", graph, "--data", str(data), "load", *map(str, TWO_PLANS))
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    takes_the_lease_at_once(graph)
    on(graph, "load", *TWO_PLANS, data=data)
    assert on(graph, "export", "assignments", data=data) == wanted
    assert json.loads(on(graph, "status", "--format", "json", data=data))["in_step"] is True


def test_a_writer_killed_while_it_writes(graph: str, two_plans: Path, plans_copy: Path) -> None:
    """Killed with the lease in its hands, between two documents: the next command takes it and goes on at once."""
    process = started("--graph", graph, "--data", str(plans_copy), "rebuild")
    reader = Neo4jReader(Neo4jSettings.from_env(graph, {}))
    while not reader.read("MATCH (m:ZerenMark) WHERE m.holder IS NOT NULL RETURN m.holder AS holder"):
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    reader.close()
    takes_the_lease_at_once(graph)
    said = on(graph, "export", "assignments", data=plans_copy)
    assert said == embedded("export", "assignments", data=two_plans)


def takes_the_lease_at_once(url: str) -> None:
    """A dead loader's lease is not waited for: without any patience the next one has it."""
    writer = Neo4jWriter(Neo4jSettings.from_env(url, {}))
    try:
        with writer.lease(patience=0):
            pass
    finally:
        writer.close()


def started(*arguments: str) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def test_a_dead_process_of_this_machine_is_told_from_a_living_one() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    holder = f"{_process(child.pid)}/abc"
    assert not _has_died(holder)
    child.kill()
    child.wait()
    assert _has_died(holder)
    assert _has_died(f"{_process(os.getpid())}/a-lease-that-this-process-lost-with-the-server")
    assert not _has_died(f"elsewhere/pid:[1]/{child.pid}/1/abc")
    assert not _has_died("old-form-of-holder")


def test_readers_see_whole_documents_while_a_load_goes_on(graph: str, tmp_path: Path) -> None:
    on(graph, "load", SAMPLES / "003_a8bba00efa5346c7.txt", data=tmp_path / "data")
    seen: set[tuple[str, int, int]] = set()
    done = Event()

    def look() -> None:
        reader = Neo4jReader(Neo4jSettings.from_env(graph, {}))
        while not done.is_set():
            rows = reader.read(
                "MATCH (d:Document) OPTIONAL MATCH (t:Task {document_id: d.id}) OPTIONAL MATCH (t)<-[a]-(:Unit) "
                "RETURN d.file AS file, count(DISTINCT t) AS tasks, count(a) AS duties"
            )
            seen.update((str(r["file"]), int(str(r["tasks"])), int(str(r["duties"]))) for r in rows)
        reader.close()

    readers = [Thread(target=look) for _ in range(2)]
    for thread in readers:
        thread.start()
    try:
        on(graph, "load", SAMPLES, data=tmp_path / "data")
        on(graph, "rebuild", data=tmp_path / "data")
    finally:
        done.set()
        for thread in readers:
            thread.join()
    assert len(seen) == len({file for file, _, _ in seen}) == 5, "no document was ever seen in two states"


@pytest.mark.parametrize("command", [("who", "县财政局"), ("load", str(TWO_PLANS[0])), ("rebuild",), ("status",)])
def test_a_server_that_is_down_is_said(plans_copy: Path, command: tuple[str, ...]) -> None:
    ran = zeren("--graph", f"bolt://127.0.0.1:{free_port()}", *command, data=plans_copy)
    assert ran.returncode == 2
    assert "连不上图数据库 bolt://127.0.0.1:" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_database_that_is_not_there_is_said(graph: str, plans_copy: Path) -> None:
    ran = zeren("--graph", graph, "who", "县财政局", data=plans_copy, ZEREN_NEO4J_DATABASE="nix")
    assert ran.returncode == 2
    assert "'nix'" in ran.stderr
    assert "ZEREN_NEO4J_DATABASE" in ran.stderr


def test_somebody_elses_database_is_said(graph: str, plans_copy: Path) -> None:
    reader = Neo4jReader(Neo4jSettings.from_env(graph, {}))
    reader.run("CREATE (:Film {title: '活着'})")
    reader.close()
    ran = zeren("--graph", graph, "rebuild", data=plans_copy)
    assert (ran.returncode, "已有别的数据" in ran.stderr) == (2, True)


def test_cypher_statements_give_the_same_graph(graph: str, two_plans: Path, plans_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.cypher"
    embedded("export", "graph", "--format", "cypher", "-o", file, data=plans_copy)
    run_statements(graph, file)
    reader = Neo4jReader(Neo4jSettings.from_env(graph, {}))
    fingerprints = reader.read("MATCH (d:Document) RETURN d.id AS id, d.fingerprint AS print ORDER BY id")
    is_level_and_the_same(graph, two_plans, plans_copy)
    on(graph, "rebuild", data=plans_copy)
    again = reader.read("MATCH (d:Document) RETURN d.id AS id, d.fingerprint AS print ORDER BY id")
    reader.close()
    assert fingerprints == again, "what was loaded by hand is what the loader would have written"


def run_statements(url: str, file: Path) -> None:
    reader = Neo4jReader(Neo4jSettings.from_env(url, {}))
    for statement in file.read_text(encoding="utf-8").split(";\n"):
        if statement:
            reader.run(statement)
    reader.close()


def is_level_and_the_same(graph: str, two_plans: Path, data: Path) -> None:
    assert json.loads(on(graph, "status", "--format", "json", data=data))["in_step"] is True
    for what in EXPORTS:
        assert on(graph, "export", what, data=data) == embedded("export", what, data=two_plans)
    graphml = ("export", "graph", "--format", "graphml")
    assert on(graph, *graphml, data=data) == embedded(*graphml, data=two_plans)


def test_files_for_neo4j_admin_give_the_same_graph(
    neo4j_url: str, two_plans: Path, plans_copy: Path, tmp_path: Path
) -> None:
    """The files go through Neo4j's own importer into a new store, and a server starts on it."""
    folder, home = tmp_path / "csv", tmp_path / "home"
    command = embedded("export", "graph", "--format", "neo4j-admin", "-o", folder, data=plans_copy)
    change, line, after = command.replace("\\\n", " ").splitlines()
    assert (change, after.split("#")[0].split()) == (f"cd {folder}", ["cypher-shell", "--file", "after.cypher"])
    words = line.split()
    assert words[:5] == ["neo4j-admin", "database", "import", "full", "neo4j"]
    if os.environ.get("ZEREN_TEST_NEO4J"):
        pytest.skip("ZEREN_TEST_NEO4J 指定了现成的服务器，这里没有 neo4j-admin")
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "neo4j.conf").write_text("", encoding="utf-8")
    run = [str(java_of()), "-Xmx512m", *OPENED, "-cp", str(jars() / "*"), "org.neo4j.cli.AdminTool", *words[1:]]
    where = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(tmp_path / "conf")}
    home.mkdir()
    ran = subprocess.run(run, cwd=folder, env=where, capture_output=True, text=True, timeout=180)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    again = zeren("export", "graph", "--format", "neo4j-admin", "-o", folder, data=plans_copy)
    assert (again.returncode, "不是空文件夹" in again.stderr) == (2, True)
    with running_neo4j(home) as url:
        run_statements(url, folder / "after.cypher")
        is_level_and_the_same(url, two_plans, plans_copy)
        on(url, "load", SAMPLES, data=plans_copy)
        assert json.loads(on(url, "status", "--format", "json", data=plans_copy))["totals"]["documents"] == 5
