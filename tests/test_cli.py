"""The command as a process: what goes where, exit codes, formats, widths, and what a cold start imports."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import zeren


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["who", "大宁县财政局"], 0),
        (["who", "县财政局"], 0),
        (["who", "火星局"], 1),
        (["who"], 2),
        (["who", "大宁县财政局", "--format", "yaml"], 2),
        (["who", "大宁县财政局", "--limit", "0"], 2),
        (["who", "大宁县财政局", "--limit", "多"], 2),
        (["nonsense"], 2),
        (["task", "task_a1"], 0),
        (["task", "task_zzz"], 1),
        (["target", "target_zzz"], 1),
        (["policy", "没有的文件"], 1),
        (["observations", "--kind", "多头管理"], 2),
        (["observations", "--unit", "县财政局"], 1),
        (["indicator", "火星人口"], 1),
        (["due", "--from", "明天"], 2),
        (["due", "--from", "2023", "--to", "2022"], 2),
        (["who", "大宁县财政局", "--role", "老大"], 2),
        (["who", "县财政局", "-j", "火星"], 1),
        (["overlaps", "-j", "火星"], 1),
        (["export", "tasks", "-j", "火星"], 1),
        (["export", "graph", "-j", "大宁县"], 2),
        (["units", "list", "-k", "星球"], 2),
        (["search", " "], 2),
        (["export", "secrets"], 2),
        (["export", "tasks", "--format", "graphml"], 2),
        (["view", "pie"], 2),
        (["load", "没有的路径"], 2),
        (["trace", "task_a1"], 1),  # a graph without an archive: nothing to trace to
        (["--lang", "fr", "who", "大宁县财政局"], 2),
        (["--graph", "mysql://x", "who", "大宁县财政局"], 2),
    ],
)
def test_exit_codes(hand_data: Path, line: list[str], code: int) -> None:
    ran = zeren(*line, data=hand_data)
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    if code:
        assert ran.stdout == ""
        assert ran.stderr.strip()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["overlap"], "用法有误：没有“overlap”这个命令。是不是要用：overlaps？\n用法：zeren [选项] 命令 …"),
        (["who"], "用法有误：缺少“单位”。\n用法：zeren who [选项] {单位}\n详见 zeren who --help"),
        (["who", "县", "财政局"], "用法有误：多出了“财政局”；名称中有空格时要加引号。"),
        (["who", "县财政局", "--formt", "json"], "用法有误：没有“--formt”这个选项。是不是要用：--format？"),
        (["who", "县财政局", "--limit"], "用法有误：选项“--limit”后面缺少内容。"),
        (["overlap", "--lang", "en"], "Bad use: No such command 'overlap'."),
        (["--lang=en", "overlap"], "Bad use: No such command 'overlap'."),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(hand_data: Path, line: list[str], said: str) -> None:
    ran = zeren(*line, data=hand_data)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(said)


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    ran = zeren("who", "大宁县财政局", data=tmp_path / "none")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "zeren load" in ran.stderr
    assert not (tmp_path / "none").exists()


def test_data_may_stand_before_or_after_the_command(hand_data: Path) -> None:
    before = zeren("who", "大宁县财政局", data=hand_data)
    after = zeren("who", "大宁县财政局", "--data", hand_data)
    by_variable = zeren("who", "大宁县财政局", ZEREN_DATA=str(hand_data))
    assert before.stdout == after.stdout == by_variable.stdout
    assert "共列入 3 项任务（按编号计）：牵头 2 项，责任单位 1 项。" in before.stdout


def test_json_is_one_whole_answer(hand_data: Path) -> None:
    found = json.loads(zeren("who", "大宁县财政局", "--format", "json", data=hand_data).stdout)
    assert (found["total"], found["counts"]) == (3, {"lead": 2, "responsible": 1})
    assert found["duties"][0]["place"] == {"line": 3}
    by_county = json.loads(zeren("who", "县财政局", "--format", "json", data=hand_data).stdout)
    assert [place["jurisdiction"] for place in by_county["jurisdictions"]] == ["大宁县", "隰县"]


def test_csv_has_a_head_and_every_row(hand_data: Path) -> None:
    ran = zeren("units", "list", "--format", "csv", data=hand_data)
    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["name"] for row in rows][:2] == ["临汾市发展和改革委员会", "大宁县财政局"]
    empty = zeren("target", "--jurisdiction", "隰县", "--format", "csv", data=hand_data)
    assert empty.stdout.startswith("indicator,")


def test_places_and_roles_may_be_said_in_short(hand_data: Path) -> None:
    whole = zeren("who", "县财政局", "-j", "大宁县", "--role", "lead", "-f", "json", data=hand_data)
    short = zeren("who", "县财政局", "-j", "大宁", "--role", "牵头", "-f", "json", data=hand_data)
    assert whole.stdout == short.stdout
    assert {duty["role"] for duty in json.loads(short.stdout)["duties"]} == {"lead"}
    nothing = zeren("who", "大宁县财政局", "--role", "配合", data=hand_data)
    assert (nothing.returncode, nothing.stderr) == (0, "没有列入这样的任务。\n")
    unknown = zeren("who", "县财政局", "-j", "火星", data=hand_data)
    assert unknown.stderr == "没有“火星”这个地区。\n已载入的地区：临汾市、大宁县、隰县。\n"


def test_a_number_may_be_typed_with_any_brackets(hand_data: Path) -> None:
    numbers = [
        row["number"] for row in json.loads(zeren("policy", "-f", "json", data=hand_data).stdout) if row["number"]
    ]
    wanted = zeren("policy", numbers[0], data=hand_data).stdout
    for pair in ("[]", "（）", "()", "【】"):
        typed = numbers[0].replace("〔", pair[0]).replace("〕", pair[1])
        assert zeren("policy", typed, data=hand_data).stdout == wanted


def test_an_export_of_one_unit_or_place_holds_only_theirs(hand_data: Path) -> None:
    def files(*line: str) -> set[str]:
        return {json.loads(row)["file"] for row in zeren("export", *line, data=hand_data).stdout.splitlines()}

    everything = files("tasks")
    assert files("tasks", "-j", "隰县") < everything
    duties = [
        json.loads(row)
        for row in zeren("export", "assignments", "-u", "隰县财政局", data=hand_data).stdout.splitlines()
    ]
    tasks = [
        json.loads(row) for row in zeren("export", "tasks", "-u", "隰县财政局", data=hand_data).stdout.splitlines()
    ]
    assert {row["task_id"] for row in tasks} == {row["task_id"] for row in duties}


@pytest.mark.parametrize("width", [4, 9, 17, 40])
def test_cells_break_as_chinese_is_broken(width: int) -> None:
    from rich.cells import cell_len

    from api.cli_wrap import breaks

    words = "15 公开招标限额以下的政府采购项目，适宜由“中小企业”提供的（不超过400万元），全部预留给中小企业。task_3e3aaed47dd2"
    at = breaks(words, width)
    lines = [words[start:end] for start, end in zip([0, *at], [*at, len(words)], strict=True)]
    assert "".join(lines) == words
    assert all(cell_len(line) <= width for line in lines)
    assert not any(line[0] in "，。）”" for line in lines) or width == 4
    assert not any(line[-1] in "“（" for line in lines) or width == 4
    assert lines[0].startswith("15 公") or width == 4


def test_tables_line_up_chinese_counted_double(hand_data: Path) -> None:
    from rich.cells import cell_len

    lines = zeren("units", "list", data=hand_data).stdout.splitlines()
    rule = next(line for line in lines if "───" in line)
    assert {cell_len(line.rstrip("\n")) for line in lines if line.strip()} == {cell_len(rule)}


def test_export_is_the_contract_line_by_line(hand_data: Path) -> None:
    from queries.exports import COLUMNS

    ran = zeren("export", "assignments", data=hand_data)
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(rows) == 11
    assert all(tuple(row) == COLUMNS["assignments"] for row in rows)
    one = zeren("export", "assignments", "--unit", "大宁县财政局", "--format", "csv", data=hand_data)
    assert len(list(csv.DictReader(io.StringIO(one.stdout)))) == 4


def test_a_file_for_spreadsheets_has_a_mark_a_pipe_has_none(hand_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "任务.csv"
    assert zeren("export", "tasks", "-f", "csv", "-o", path, data=hand_data).returncode == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdocument_number,")
    assert zeren("export", "tasks", "-f", "csv", data=hand_data).stdout.startswith("document_number,")


def test_a_sheet_for_each_unit(hand_data: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "分工.xlsx"
    ran = zeren("export", "assignments", "-f", "xlsx", "--by", "unit", "-o", path, data=hand_data)
    assert ran.returncode == 0, ran.stderr
    book = load_workbook(path, read_only=True)
    assert book.sheetnames[0] == "大宁县财政局"
    assert set(book.sheetnames) >= {"隰县财政局", "人员"}
    assert len(list(book["大宁县财政局"].rows)) == 5
    book.close()


@pytest.mark.parametrize("form", ["graphml", "gexf", "cypher"])
def test_the_graph_goes_out_whole(hand_data: Path, tmp_path: Path, form: str) -> None:
    import networkx as nx

    path = tmp_path / f"图.{form}"
    assert zeren("export", "graph", "-f", form, "-o", path, data=hand_data).returncode == 0
    if form == "cypher":
        lines = path.read_text(encoding="utf-8").splitlines()
        assert "CREATE (a)-[r:LEADS]->(b) SET r = row.p;" in "".join(lines)
        assert all(line.endswith(";") for line in lines)
    else:
        read = nx.read_graphml if form == "graphml" else nx.read_gexf
        assert read(path).nodes["unit_dncz"]["name"] == "大宁县财政局"


def test_a_calendar(hand_data: Path) -> None:
    ran = zeren("due", "--unit", "大宁县财政局", "--ics", "-", data=hand_data)
    assert ran.stdout.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20220630" in ran.stdout


def test_an_unexpected_error_is_a_short_message(hand_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "no" / "such" / "folder.html"
    ran = zeren("view", "network", "-o", path, data=hand_data)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    shown = zeren("view", "network", "-o", path, data=hand_data, ZEREN_DEBUG="1")
    assert "Traceback" in shown.stderr or "folder.html" in shown.stderr


def test_a_reader_that_closes_the_pipe_is_no_error(hand_data: Path) -> None:
    line = f"{sys.executable} -m api.cli --data {hand_data} export assignments | head -c 20"
    ran = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in ran.stderr


def test_who_starts_cold_with_little(hand_data: Path) -> None:
    code = (
        "import sys; from api.cli import run; code = run(sys.argv[1:]); heavy = {'sqlalchemy', 'fastapi', 'pydantic',"
        " 'networkx', 'pyvis', 'neo4j', 'pyarrow', 'uvicorn', 'xlsxwriter', 'msgspec', 'docx', 'lxml', 'numpy'};"
        " print(code, sorted(heavy & set(sys.modules)))"
    )
    line = [sys.executable, "-c", code, "who", "大宁县财政局", "--data", str(hand_data)]
    ran = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert ran.stdout.splitlines()[-1] == "0 []", ran.stdout + ran.stderr


def test_every_command_has_help_in_both_languages() -> None:
    from typing import Any

    import typer

    from api.cli import app

    def walk(command: Any, name: str) -> None:
        assert command.help, name
        assert any("\u4e00" <= char <= "\u9fff" for char in command.help), name
        assert any(char.isascii() and char.isalpha() for char in command.help), name
        for param in command.params:
            assert getattr(param, "help", "") or param.name == "_", f"{name} {param.name}"
        for below, child in getattr(command, "commands", {}).items():
            walk(child, f"{name} {below}")

    walk(typer.main.get_command(app), "zeren")
