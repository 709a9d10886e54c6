"""`zeren serve` as real processes: workers, a load beside them, dead workers, dead supervisors, several servers.

Nothing is measured by the clock: what must be so when a load has ended is asked right after it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from graph_loader.workspace import Workspace
from graph_store.settings import Settings
from tests.archive_parts import new_database
from tests.conftest import SAMPLES, TWO_PLANS, zeren
from tests.servers import free_port

WORKERS = 3


class Served:
    """A running `zeren serve`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of one address, on a connection of its own."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=120) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def status(self) -> Any:
        return json.loads(self.get("/api/status")[1])

    def workers(self) -> set[int]:
        """The processes that answer on the port, by their number."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return {pid for pid, line in lines.items() if b"spawn_main" in line}

    def entries(self) -> list[tuple[int, int]]:
        """What each worker says of where it stands: the log entry, and how many documents it shows."""
        connections = self._one_connection_each()
        try:
            return [entry(ask(each, "/api/status")) for each in connections]
        finally:
            for each in connections:
                each.close()

    def _one_connection_each(self) -> list[HTTPConnection]:
        """Open connections until every worker holds one of them."""
        found: dict[int, HTTPConnection] = {}
        while set(found) != self.workers():
            connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
            ask(connection, "/healthz")
            assert connection.sock is not None
            holder = self._holder(connection.sock.getsockname()[1])
            if holder in found:
                connection.close()
            else:
                found[holder] = connection
        return list(found.values())

    def _holder(self, port: int) -> int:
        """The worker that holds the other end of a connection from this port of ours."""
        wanted = (f":{self.port:04X}", f":{port:04X}")
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        inode = next(f[9] for f in lines if f[1].endswith(wanted[0]) and f[2].endswith(wanted[1]))
        for pid in self.workers():
            if f"socket:[{inode}]" in {os.readlink(fd) for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}:
                return pid
        raise AssertionError("no worker holds this connection")


def ask(connection: HTTPConnection, path: str) -> Any:
    connection.request("GET", path)
    answer = connection.getresponse()
    said = answer.read()
    assert answer.status == 200, said
    return json.loads(said)


@contextmanager
def serving(data: Path | str, *, graph: str = "", workers: int = 1, cwd: Path | None = None) -> Iterator[Served]:
    port = free_port()
    line = [sys.executable, "-m", "api.cli", "--data", str(data), *(["--graph", graph] if graph else [])]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZEREN_")}
    home = str(Path(__file__).parent.parent)
    process = subprocess.Popen(
        [*line, "serve", "--port", str(port), "--workers", str(workers)],
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1", "PYTHONPATH": home},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    served = Served(process, port)
    try:
        until(lambda: process.poll() is None and answers(served))
        yield served
    finally:
        process.terminate()
        process.wait(timeout=120)


def answers(served: Served) -> bool:
    try:
        return served.get("/readyz")[0] == 200
    except OSError:
        return False


def until(true: Any) -> None:
    """Wait until something is so; two minutes are for a machine that does much else."""
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "waited two minutes"
        time.sleep(0.1)


def test_every_worker_shows_a_load_as_soon_as_it_has_ended(plans_copy: Path) -> None:
    """And while it goes on every question is answered, from the graph of before or of after."""
    with serving(plans_copy, workers=WORKERS) as served:
        until(lambda: len(served.workers()) == WORKERS)
        assert served.entries() == [(2, 2)] * WORKERS
        done, seen = Event(), set()

        def look() -> None:
            while not done.is_set():
                status, body = served.get("/api/status")
                seen.add((status, *entry(json.loads(body))))

        readers = [Thread(target=look) for _ in range(2)]
        for reader in readers:
            reader.start()
        try:
            ran = zeren("load", SAMPLES, data=plans_copy)
            after = served.entries()
        finally:
            done.set()
            for reader in readers:
                reader.join()
        assert ran.returncode == 0, ran.stderr
        assert after == [(5, 5)] * WORKERS
        assert seen == {(200, 2, 2), (200, 5, 5)}
        assert json.loads(served.get("/api/search?q=%E5%A4%A7%E5%AE%81%E5%8E%BF")[1])["total"], "the search index too"


def entry(status: Any) -> tuple[int, int]:
    return status["log_entry"], status["totals"]["documents"]


def test_a_dead_worker_is_replaced_and_a_dead_supervisor_takes_them_along(two_plans: Path) -> None:
    with serving(two_plans, workers=2) as served:
        until(lambda: len(served.workers()) == 2)
        before = served.workers()
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        until(lambda: len(served.workers() - before) == 1 and answers(served))
        workers = served.workers()
        served.process.kill()
        served.process.wait()
        until(lambda: not any(lives(pid) for pid in workers))


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def test_a_loader_that_died_is_finished_by_the_service(plans_copy: Path) -> None:
    with serving(plans_copy) as served:
        assert entry(served.status()) == (2, 2)
        with Workspace(Settings.of(data=str(plans_copy), env={})) as workspace:
            for stored in workspace.archive.documents():
                workspace.archive.unload(stored.id, by="王芳")
        until(lambda: entry(served.status()) == (4, 0))
        assert served.status()["in_step"] is True


def test_a_port_that_is_taken_is_said(two_plans: Path) -> None:
    with serving(two_plans) as served:
        ran = zeren("serve", "--port", str(served.port), data=two_plans)
    assert (ran.returncode, "端口已被占用" in ran.stderr, "--port" in ran.stderr) == (2, True, True)


def test_nothing_loaded_is_said(tmp_path: Path) -> None:
    ran = zeren("serve", "--port", str(free_port()), data=tmp_path / "none")
    assert (ran.returncode, "zeren load" in ran.stderr) == (1, True)
    assert not (tmp_path / "none").exists()


@pytest.mark.xdist_group("neo4j")
def test_two_servers_over_one_archive_and_one_graph_answer_alike(
    neo4j_url: str, postgres: str, tmp_path: Path, two_plans: Path
) -> None:
    """PostgreSQL and Neo4j; each server has a folder of its own for its search index, as on another machine."""
    from tests.test_neo4j_path import empty

    empty(neo4j_url)
    archive = new_database(postgres)
    homes = [tmp_path / name for name in ("first", "second", "loader")]
    for home in homes:
        home.mkdir()
    pages = ("/api/status", "/api/units?limit=500", "/api/search?q=%E8%B4%A2%E6%94%BF%E5%B1%80", "/api/overlaps", "/")
    with (
        serving(archive, graph=neo4j_url, workers=2, cwd=homes[0]) as first,
        serving(archive, graph=neo4j_url, cwd=homes[1]) as second,
        serving(two_plans) as embedded,
    ):
        assert entry(first.status()) == entry(second.status()) == (0, 0)
        ran = zeren("--data", archive, "--graph", neo4j_url, "load", *TWO_PLANS, cwd=homes[2])
        assert ran.returncode == 0, ran.stderr
        assert entry(first.status()) == entry(second.status()) == (2, 2), "the graph at once, both"
        search = pages[2]
        expected = embedded.get(search)
        until(lambda: [server.get(search) for server in (first, second)] == [expected, expected])
        for page in pages:
            assert first.get(page) == second.get(page), page
        for page in pages[1:]:
            assert first.get(page) == embedded.get(page), page
    empty(neo4j_url)


def test_backup_and_restore_while_the_service_runs(two_plans: Path, plans_copy: Path, tmp_path: Path) -> None:
    backup = tmp_path / "archive.zeren"
    with serving(plans_copy, workers=2) as served:
        until(lambda: len(served.workers()) == 2)
        assert served.entries() == [(2, 2)] * 2
        assert zeren("backup", backup, data=plans_copy).returncode == 0
        assert zeren("load", SAMPLES / "004_3a509e58dd1cc955.txt", data=plans_copy).returncode == 0
        assert served.entries() == [(3, 3)] * 2
        ran = zeren("restore", backup, "--replace", data=plans_copy)
        assert ran.returncode == 0, ran.stderr
        assert served.entries() == [(2, 2)] * 2
    whole = zeren("export", "graph", "--format", "graphml", data=plans_copy).stdout
    assert whole == zeren("export", "graph", "--format", "graphml", data=two_plans).stdout
    assert zeren("verify", data=plans_copy).returncode == 0
    shutil.rmtree(plans_copy)
