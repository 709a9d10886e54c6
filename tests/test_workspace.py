"""Loading real plans: what a load says, what holds when it is repeated, revised, undone, or cut short."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.cli_context import Options
from api.cli_export import judgements_by_unit
from graph_loader.freshness import is_behind, is_loading, loading
from graph_loader.reading import FileToRead, read_files
from graph_loader.workspace import Workspace, files_below
from graph_store.embedded_pointer import read_pointer
from graph_store.errors import BadInput, NotFound
from graph_store.settings import Settings
from queries.exports import as_json_line, export_rows
from tests.conftest import TWO_PLANS, zeren

KELAN, ZEZHOU = TWO_PLANS


def exported(data: Path, what: str = "assignments") -> str:
    """The export of a data folder, from a graph opened as a command opens it."""
    options = Options(data=str(data), graph="embedded:", lang="zh")
    try:
        judged = judgements_by_unit(options) if what == "units" else None
        return "\n".join(map(as_json_line, export_rows(options.reader(), what, judgements=judged)))
    finally:
        options.close()


def workspace(data: Path) -> Workspace:
    return Workspace(Settings(data=str(data)))


def test_a_load_says_of_each_file_what_became_of_it(tmp_path: Path) -> None:
    plans = tmp_path / "方案"
    plans.mkdir()
    shutil.copy(ZEZHOU, plans / "泽州.txt")
    (plans / "空.txt").write_bytes(b"")
    (plans / "假.txt").write_bytes(b"\x7fELF\x00\x01\x02\x00" * 500)
    (plans / "README.md").write_text("说明", encoding="utf-8")
    (plans / ".hidden.txt").write_text("隐藏", encoding="utf-8")
    ran = zeren("load", plans, "--format", "json", data=tmp_path / "data")
    assert ran.returncode == 1, ran.stderr
    said = json.loads(ran.stdout)
    assert {row["file"]: row["outcome"] for row in said["files"]} == {
        "假.txt": "unreadable",
        "泽州.txt": "added",
        "空.txt": "unreadable",
    }
    assert all(row["message"] for row in said["files"] if row["outcome"] == "unreadable")
    good = next(row for row in said["files"] if row["outcome"] == "added")
    assert (good["number"], good["tasks"] > 20, good["duties"] > 40) == ("泽发改发〔2022〕43号", True, True)
    nothing = zeren("load", plans / "空.txt", data=tmp_path / "data")
    assert (nothing.returncode, "Traceback" in nothing.stderr) == (2, False)
    assert zeren("who", "泽州县财政局", data=tmp_path / "data").returncode == 0


def test_the_same_file_twice_changes_nothing(plans_copy: Path) -> None:
    before, pointer = exported(plans_copy), read_pointer(plans_copy)
    with workspace(plans_copy) as held:
        head = held.archive.head()
        summary = held.load(TWO_PLANS, by="测试")
        assert {outcome.outcome for outcome in summary.files} == {"unchanged"}
        assert held.archive.head() == head
    assert (exported(plans_copy), read_pointer(plans_copy)) == (before, pointer)


def test_a_comma_at_the_top_moves_offsets_and_no_ids(plans_copy: Path, tmp_path: Path) -> None:
    before = [json.loads(line) for line in exported(plans_copy).splitlines()]
    text = ZEZHOU.read_bytes().decode("utf-8")
    revised = tmp_path / ZEZHOU.name
    at = text.index("各")
    revised.write_bytes((text[:at] + "，" + text[at:]).encode("utf-8"))
    with workspace(plans_copy) as held:
        (outcome,) = held.load([revised], by="测试").files
        assert outcome.outcome == "revised"
        assert held.verify() == []
    after = [json.loads(line) for line in exported(plans_copy).splitlines()]
    assert [row["task_id"] for row in before] == [row["task_id"] for row in after]
    moved = [new["start"] - old["start"] for old, new in zip(before, after, strict=True) if old["file"] == ZEZHOU.name]
    assert set(moved) == {1}


def test_unload_takes_one_document_away(plans_copy: Path) -> None:
    ran = zeren("unload", ZEZHOU.name, data=plans_copy)
    assert ran.returncode == 0, ran.stderr
    assert ZEZHOU.name not in exported(plans_copy)
    assert zeren("unload", ZEZHOU.name, data=plans_copy).returncode == 1
    assert zeren("load", ZEZHOU, data=plans_copy).returncode == 0
    assert ZEZHOU.name in exported(plans_copy)


def test_another_order_of_loading_gives_the_same_answers(two_plans: Path, tmp_path: Path) -> None:
    files = reversed(TWO_PLANS)
    assert zeren("load", *files, data=tmp_path / "data").returncode == 0
    for what in ("assignments", "tasks", "targets", "citations", "units"):
        assert exported(tmp_path / "data", what) == exported(two_plans, what)


def test_judgements_hold_survive_and_can_be_undone(plans_copy: Path) -> None:
    before = exported(plans_copy, "units")
    names = ("县财政局", "县金融服务中心")
    of_two_counties = zeren("units", "same", "县财政局", "县税务局", data=plans_copy)
    assert (of_two_counties.returncode, "--jurisdiction" in of_two_counties.stderr) == (2, True)
    assert zeren("units", "same", *names, "-j", "泽州县", "--reason", "试", data=plans_copy).returncode == 0
    judged = exported(plans_copy, "units")
    assert judged != before
    with workspace(plans_copy) as held:
        held.rebuild()
        assert exported(plans_copy, "units") == judged
        (row,) = held.judgements()
        assert (row["left"], row["right"], row["verdict"], row["reason"]) == (*names, "same", "试")
        held.undo(1, by="测试")
        held.catch_up()
        assert exported(plans_copy, "units") == before
        with pytest.raises(NotFound):
            held.undo(1, by="测试")


def test_judgements_survive_a_revision_an_unload_and_a_load(plans_copy: Path, tmp_path: Path) -> None:
    names = ("县财政局", "县金融服务中心")
    assert zeren("units", "same", *names, "-j", "泽州县", data=plans_copy).returncode == 0
    judged = exported(plans_copy, "units")
    revised = tmp_path / ZEZHOU.name
    revised.write_bytes(ZEZHOU.read_bytes() + "\n（此件公开发布）\n".encode())
    with workspace(plans_copy) as held:
        (outcome,) = held.load([revised], by="测试").files
        assert outcome.outcome == "revised"
        assert exported(plans_copy, "units") == judged
        assert outcome.document_id is not None
        held.unload(outcome.document_id, by="测试")
        (again,) = held.load([ZEZHOU], by="测试").files
        assert again.outcome == "added"
        assert exported(plans_copy, "units") == judged
        assert [entry.action for entry in held.archive.log()][-4:] == ["judged", "revised", "unloaded", "added"]
        assert held.verify() == []


def test_a_town_sees_what_its_collective_is_named_in(plans_copy: Path) -> None:
    town = "岚漪镇人民政府"
    ran = zeren("units", "members", "各乡镇人民政府", town, "-j", "岢岚县", data=plans_copy)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(zeren("who", town, "-f", "json", data=plans_copy).stdout)
    assert found["collectives"] == ["岢岚县各乡镇人民政府"]
    assert (found["total"], found["through_total"] > 0) == (0, True)


def test_backup_restore_and_copy_give_the_same_answers(two_plans: Path, tmp_path: Path) -> None:
    assert zeren("backup", tmp_path / "备份", data=two_plans).returncode == 0
    assert zeren("restore", tmp_path / "备份", data=tmp_path / "two").returncode == 0
    assert zeren("archive", "copy", two_plans, tmp_path / "three").returncode == 0
    for data in (tmp_path / "two", tmp_path / "three"):
        assert exported(data) == exported(two_plans)
        assert zeren("verify", data=data).returncode == 0


def test_a_missing_or_broken_graph_is_made_again(plans_copy: Path) -> None:
    before = exported(plans_copy)
    pointer = read_pointer(plans_copy)
    assert pointer is not None
    path = plans_copy / "graph" / pointer.name
    path.write_bytes(b"\x00" * pointer.bytes)
    assert exported(plans_copy) == before
    shutil.rmtree(plans_copy / "graph")
    assert exported(plans_copy) == before


def test_a_load_cut_short_is_finished_by_the_next_command(tmp_path: Path) -> None:
    data = tmp_path / "data"
    line = [sys.executable, "-m", "api.cli", "--data", str(data), "load", *map(str, TWO_PLANS)]
    running = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    until = time.monotonic() + 60
    while not is_behind(str(data), None) and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = json.loads(zeren("status", "-f", "json", data=data).stdout)
    assert kept["log_entry"] >= 1
    listed = json.loads(zeren("status", "--documents", "-f", "json", data=data).stdout)
    assert len(listed) == kept["log_entry"]
    assert zeren("load", *TWO_PLANS, data=data).returncode == 0
    assert zeren("verify", data=data).returncode == 0


def test_others_know_that_a_load_is_under_way(tmp_path: Path) -> None:
    data = str(tmp_path)
    assert not is_loading("embedded:", data)
    with loading("embedded:", data), loading("embedded:", data):
        assert is_loading("embedded:", data)
    assert not is_loading("embedded:", data)


class _Deadly(os.PathLike[str]):
    """A path that ends the process that opens it."""

    def __fspath__(self) -> str:
        os._exit(9)

    def __str__(self) -> str:
        return "deadly.pdf"


def test_a_process_that_dies_loses_only_its_file() -> None:
    files = [FileToRead(str(ZEZHOU), f"{number}.txt") for number in range(12)]
    files[4] = FileToRead(_Deadly(), "坏.pdf")  # type: ignore[arg-type]
    found = list(read_files(files, workers=2))
    assert [read.file.name for read in found] == [file.name for file in files]
    assert [read.file.name for read in found if read.problem] == ["坏.pdf"]
    assert all(len(read.documents) == 1 for read in found if not read.problem)


def test_paths_are_walked_in_a_fixed_order_and_missing_ones_refused(tmp_path: Path) -> None:
    (tmp_path / "乙").mkdir()
    for name in ("乙/2.txt", "1.txt", "~$1.docx", "Thumbs.db"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [file.name for file in files_below([tmp_path, tmp_path / "1.txt"])] == ["1.txt", "乙/2.txt"]
    with pytest.raises(BadInput, match="找不到"):
        files_below([tmp_path / "没有"])
    with pytest.raises(BadInput, match="没有可以读取的文件"):
        files_below([tmp_path / "乙" / ".."][:0])
