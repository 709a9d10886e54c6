"""The embedded graph: snapshots that are never changed, a pointer that is replaced, readers that follow it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graph_store.embedded_pointer import POINTER, graph_folder
from graph_store.embedded_store import EmbeddedReader, GraphMissing, build_snapshot, ddl, read_pointer
from graph_store.errors import QueryTimeout, StoreBusy, StoreError
from graph_store.locks import build_lock
from graph_store.schema import EDGES, NODES
from graph_store.store import GraphRows, Value
from tests.archive_parts import mark
from tests.hand_graph import hand_rows


def units(*names: str) -> GraphRows:
    rows = GraphRows()
    for n, name in enumerate(names):
        rows.add_node("Unit", f"unit_{n}", {"name": name, "names": [name, f"{name}，“别名”"]})
    return rows


def test_every_value_comes_back_as_it_went_in(tmp_path: Path) -> None:
    rows = GraphRows()
    values: dict[str, Value] = {
        "indicator": "奖补“两业”,\n\\N '甲'",
        "value": 8.2,
        "value_high": None,
        "binding": True,
        "start": 3,
        "unit": "",
    }
    rows.add_node("Target", "target_1", values)
    rows.add_node("Document", "document_1", {"warnings": ["一, 二", ""], "file": None})
    rows.add_node("Document", "document_2", {"warnings": []})
    rows.add_node("Document", "document_3", {})
    build_snapshot(rows, mark(1), tmp_path)
    reader = EmbeddedReader(tmp_path)
    assert reader.read(
        "MATCH (t:Target) RETURN t.indicator AS indicator, t.value AS value, t.value_high AS value_high, "
        "t.binding AS binding, t.`start` AS `start`, t.unit AS unit"
    ) == [values]
    found = reader.read("MATCH (d:Document) RETURN d.warnings AS w ORDER BY d.id")
    assert found == [{"w": ["一, 二", ""]}, {"w": []}, {"w": None}]
    assert reader.read("MATCH (t:Target) RETURN sum(t.`start`) AS n, $a AS a, $b AS b", a="甲", b=None) == [
        {"n": 3, "a": "甲", "b": None}
    ]
    reader.close()


def test_the_graph_holds_every_row(tmp_path: Path) -> None:
    rows = hand_rows()
    build_snapshot(rows, mark(1), tmp_path)
    reader = EmbeddedReader(tmp_path)
    nodes = {row["l"]: row["n"] for row in reader.read("MATCH (n) RETURN label(n) AS l, count(n) AS n")}
    edges = {row["l"]: row["n"] for row in reader.read("MATCH ()-[r]->() RETURN label(r) AS l, count(r) AS n")}
    assert nodes == {label: len(found) for label, found in rows.nodes.items() if found}
    assert edges == {type_: len(found) for type_, found in rows.edges.items() if found}
    reader.close()


def test_an_empty_archive_gives_an_empty_graph(tmp_path: Path) -> None:
    build_snapshot(GraphRows(), mark(0), tmp_path)
    reader = EmbeddedReader(tmp_path)
    assert reader.mark() == mark(0)
    assert reader.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    assert len(ddl()) == len(NODES) + len(EDGES)
    reader.close()


def test_a_reader_follows_the_pointer(tmp_path: Path) -> None:
    reader = EmbeddedReader(tmp_path)
    assert reader.mark() is None
    with pytest.raises(GraphMissing, match="图还没有建成"):
        reader.read("RETURN 1 AS a")
    for n in range(1, 4):
        pointer = build_snapshot(units(*("县财政局",) * n), mark(n), tmp_path)
        assert reader.read("MATCH (u:Unit) RETURN count(u) AS n") == [{"n": n}]
        assert reader.mark() == mark(n)
        assert sorted(os.listdir(graph_folder(tmp_path))) == [POINTER, pointer.name]
    reader.close()


def test_a_row_that_does_not_fit_leaves_the_graph_of_before(tmp_path: Path) -> None:
    build_snapshot(units("县财政局"), mark(1), tmp_path)
    loose, typed, strange = units("甲"), units("甲"), units("甲")
    loose.add_edge("IN", ("Unit", "unit_0"), ("Jurisdiction", "nowhere"))
    typed.nodes["Unit"]["unit_0"]["names"] = 3
    strange.add_edge("IN", ("Unit", "unit_0"), ("Unit", "unit_0"))
    for rows in (loose, typed, strange):
        with pytest.raises(StoreError):
            build_snapshot(rows, mark(2), tmp_path)
    reader = EmbeddedReader(tmp_path)
    assert (reader.mark(), reader.read("MATCH (u:Unit) RETURN u.name AS n")) == (mark(1), [{"n": "县财政局"}])
    reader.close()
    build_snapshot(units("乙"), mark(3), tmp_path)
    assert len(os.listdir(graph_folder(tmp_path))) == 2


@pytest.mark.parametrize("harm", ["gone", "cut", "empty", "flipped", "pointer", "schema"])
def test_a_broken_snapshot_is_said_to_be_broken(tmp_path: Path, harm: str) -> None:
    pointer = build_snapshot(hand_rows(), mark(1), tmp_path)
    file, small = graph_folder(tmp_path) / pointer.name, graph_folder(tmp_path) / POINTER
    data = file.read_bytes()
    if harm == "gone":
        file.unlink()
    elif harm in ("cut", "empty"):
        file.write_bytes(data[: len(data) // 2] if harm == "cut" else b"")
    elif harm == "flipped":
        file.write_bytes(bytes(byte ^ 255 for byte in data))
    elif harm == "pointer":
        small.write_text('{"name": ', encoding="utf-8")
    else:
        small.write_text(json.dumps({**json.loads(small.read_text()), "schema_version": 0}), encoding="utf-8")
    reader = EmbeddedReader(tmp_path)
    with pytest.raises(GraphMissing):
        reader.read("MATCH (t:Task) RETURN t.text AS text")
    assert harm == "flipped" or reader.mark() is None
    build_snapshot(hand_rows(), mark(2), tmp_path)
    assert reader.read("MATCH (t:Task) RETURN count(t) AS n") == [{"n": len(hand_rows().nodes["Task"])}]
    reader.close()


def test_errors_of_the_engine_are_ours(tmp_path: Path) -> None:
    build_snapshot(units("县财政局"), mark(1), tmp_path)
    reader = EmbeddedReader(tmp_path, time_limit=0.3)
    for wrong in ("MATCH (u:Unit) RETURN u.nope AS n", "RETRUN 1", "CREATE (u:Unit {id: 'x'})", "RETURN 1; RETURN 2"):
        with pytest.raises(StoreError):
            reader.read(wrong)  # type: ignore[arg-type, unused-ignore]
    with pytest.raises(QueryTimeout, match=r"0\.3 秒"):
        reader.read(
            "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c RETURN sum(a * b * c) AS n"
        )
    assert reader.read("MATCH (u:Unit) RETURN u.name AS n") == [{"n": "县财政局"}]
    reader.close()


def test_readers_answer_while_snapshots_are_built(tmp_path: Path) -> None:
    build_snapshot(units("甲"), mark(1), tmp_path)
    code = (
        "import sys; from tests.test_embedded import *\n"
        "for n in range(2, 9): build_snapshot(units(*['甲'] * n), mark(n), sys.argv[1])"
    )
    reader, ending = EmbeddedReader(tmp_path), threading.Event()
    seen: list[list[object]] = [[] for _ in range(4)]

    def ask(mine: list[object]) -> None:
        while not ending.is_set():
            mine.append(reader.read("MATCH (u:Unit) RETURN count(u) AS n")[0]["n"])

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=Path(__file__).parent.parent)
    time.sleep(0.1)
    ending.set()
    for thread in threads:
        thread.join()
    for mine in seen:
        assert mine == sorted(mine, key=str)  # never an older graph after a newer one, never an error
        assert mine[-1] == 8
    reader.close()


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    with build_lock(tmp_path, seconds=1), pytest.raises(StoreBusy), build_lock(tmp_path, seconds=0.1):
        pass
    with build_lock(tmp_path, seconds=0):
        assert read_pointer(tmp_path) is None


def test_a_question_loads_neither_archive_nor_arrow(tmp_path: Path) -> None:
    build_snapshot(units("甲"), mark(1), tmp_path)
    code = (
        "import sys; from graph_store.engines import open_reader, open_search\n"
        "r = open_reader('embedded:', sys.argv[1]); r.read('MATCH (u:Unit) RETURN u.id AS i'); open_search('embedded:', 'x')\n"
        "print(sorted({'sqlalchemy', 'pyarrow', 'msgspec', 'neo4j', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert ran.stdout.strip() == "[]"
