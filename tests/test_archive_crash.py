"""What a killed, crowded or aged archive must still hold."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from graph_store.archive import open_archive
from graph_store.archive_engine import ARCHIVE_FILE
from graph_store.archive_schema import ARCHIVE_VERSION, INDEXES, metadata, stored_version
from graph_store.embedded_store import EmbeddedReader, build_snapshot, read_pointer
from graph_store.locks import build_lock
from tests.archive_parts import Place_, mark, numbered
from tests.hand_graph import hand_rows

HOME = Path(__file__).parent.parent


def writer(what: str, where: Path | str, seed: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.archive_parts", what, str(where), str(seed)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOME,
    )


def kill_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """Kill a writer some time after its first acknowledgement; return all that it acknowledged."""
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "the writer never got to work"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    lines = [first, *process.stdout.readlines()]
    process.stdout.close()
    process.wait()
    return [line.strip() for line in lines if line.endswith("\n")]


def test_a_killed_writer_loses_nothing_acknowledged(place: Place_) -> None:
    where = place()
    chance, acknowledged = random.Random(4), []
    for start in range(5):  # two at a time: ten kills
        pair = [writer("put", where, start * 2 + n) for n in range(2)]
        for process in pair:
            acknowledged += kill_after(process, chance.uniform(0, 0.06))
        with open_archive(where) as archive:
            kept = {row.id for row in archive.documents()}
            assert set(acknowledged) <= kept
            assert archive.verify() == []
            entries = archive.head()[0]
            assert len(kept) == entries
            facts, words, data = numbered(f"after-{start}")
            receipt = archive.put(facts, text=words, original=data, by="乙")
            assert receipt.log_entry == entries + 1
            acknowledged.append(facts.id)
    assert len(acknowledged) >= 15


def test_a_killed_build_leaves_the_graph_of_before(tmp_path: Path) -> None:
    chance = random.Random(5)
    for seed in range(4):
        told = kill_after(writer("build", tmp_path, seed), chance.uniform(0, 0.8))
        reader = EmbeddedReader(tmp_path)
        stands = reader.mark()
        assert stands is not None
        assert stands.log_entry in (int(told[-1]), int(told[-1]) + 1)  # the next may stand without being told
        assert reader.read("MATCH (t:Task) RETURN count(t) AS n") == [{"n": len(hand_rows().nodes["Task"])}]
        reader.close()
    with build_lock(tmp_path, seconds=1):
        pointer = build_snapshot(hand_rows(), mark(7), tmp_path)
    assert sorted(path.name for path in (tmp_path / "graph").iterdir()) == ["current.json", pointer.name]
    assert read_pointer(tmp_path) == pointer


def test_two_processes_write_one_after_the_other(place: Place_) -> None:
    where = place()
    pair = [writer("put", where, f"w{n}") for n in range(2)]
    begun = [[process.stdout.readline().strip() for _ in range(6)] for process in pair if process.stdout]
    told = [[*ids, *kill_after(process, 0)] for ids, process in zip(begun, pair, strict=True)]
    with open_archive(where) as archive:
        assert {*told[0], *told[1]} <= {row.id for row in archive.documents()}
        assert archive.verify() == []


@pytest.mark.parametrize("version", range(1, ARCHIVE_VERSION))
def test_an_archive_of_an_earlier_version_is_led_forward(version: int, place: Place_) -> None:
    where = as_version(version, place())
    with open_archive(where) as archive:
        assert archive.verify() == []
        assert archive.facts(numbered(1)[0].id) == numbered(1)[0]
        with archive._engine.reading() as connection:
            look = inspect(connection)
            assert {row["name"] for row in look.get_indexes("documents")} == {index.name for index in INDEXES}
            assert set(look.get_table_names()) == set(metadata.tables)
            assert stored_version(connection) == ARCHIVE_VERSION


def test_a_backup_of_an_earlier_version_is_restored(place: Place_, tmp_path: Path) -> None:
    old = as_version(1, str(tmp_path / "old"))
    with open_archive(place()) as archive:
        archive.restore(Path(old) / ARCHIVE_FILE)
        assert archive.verify() == []
        assert archive.facts(numbered(1)[0].id) == numbered(1)[0]


def as_version(version: int, where: str) -> str:
    """An archive as an earlier version left it. Version 1 had no indexes on documents."""
    assert version == 1, "say here what the archives of this version were like"
    with open_archive(where) as archive:
        facts, words, data = numbered(1)
        archive.put(facts, text=words, original=data, by="王芳")
        with archive._engine.writing() as connection:
            for index in INDEXES:
                connection.execute(text(f"DROP INDEX {index.name}"))
            connection.execute(text("UPDATE zeren_meta SET value = '1' WHERE key = 'version'"))
        if archive._engine.dialect == "sqlite":
            archive._engine.leave_one_file()
    return where
