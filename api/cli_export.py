"""zeren export: the graph's tables as JSON lines, CSV, XLSX; the graph itself as GraphML, GEXF or Cypher.

`zeren export assignments --by unit -o 分工.xlsx --format xlsx` gives each unit a sheet of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from api.cli_context import Context, Options, Place, UnitName, document_id_of, options_of, place_of, unit_id_of
from api.cli_output import tell
from graph_store.errors import BadInput

_TABLES = ("jsonl", "json", "csv", "xlsx")
_GRAPHS = ("graphml", "gexf", "cypher", "neo4j-admin")
_ALL = 1_000_000
_BAD_IN_SHEETS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("export")(export)


def export(
    ctx: Context,
    what: Annotated[
        str, typer.Argument(metavar="内容", help="tasks、assignments、targets、citations、units 或 graph。What.")
    ],
    form: Annotated[
        str,
        typer.Option("--format", "-f", help="jsonl、json、csv、xlsx；graph 用 graphml、gexf、cypher、neo4j-admin。"),
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="写入文件；不写则到标准输出。A file to write.")] = "",
    by: Annotated[str, typer.Option("--by", help="unit：xlsx 中每个单位一张表。One sheet for each unit.")] = "",
    unit: UnitName = "",
    jurisdiction: Place = "",
    document: Annotated[str, typer.Option("--document", "-d", help="只导出一个文件的。Only this document.")] = "",
) -> None:
    """导出任务、分工、目标、引用、单位，或整个图。Export tables, or the whole graph."""
    options = options_of(ctx)
    form = form or ("graphml" if what == "graph" else "jsonl")
    if what == "graph":
        if unit or jurisdiction or document or by:
            raise BadInput(
                "整个图不能只导出一部分。", hint="要一部分，请导出 assignments、tasks 等表，或用 zeren view。"
            )
        _graph(options, form, output)
        return
    if form not in _TABLES:
        raise BadInput(f"“{what}”不能导出为“{form}”。", hint=f"可选：{'、'.join(_TABLES)}。")
    from queries.exports import COLUMNS, export_rows

    if what not in COLUMNS:
        raise BadInput(f"不能导出“{what}”。", hint=f"可选：{'、'.join((*COLUMNS, 'graph'))}。")
    document_id = document_id_of(options, document) if document else ""
    judged = judgements_by_unit(options) if what == "units" else None
    rows = export_rows(options.reader(), what, document_id=document_id, judgements=judged)
    place = place_of(options, jurisdiction)
    chosen = _chosen(options, rows, unit_id_of(options, unit, place), place)
    if by:
        _by_unit(options, chosen, COLUMNS[what], (by, form, output))
    else:
        _write(options, chosen, COLUMNS[what], (form, output))


def _chosen(options: Options, rows: Iterable[dict[str, Any]], unit_id: str, place: str) -> Iterator[dict[str, Any]]:
    """The rows of one unit (or of the tasks it is named in), or of one place (its units, else its documents)."""
    from queries.documents import list_documents
    from queries.units import duties_of

    if not unit_id and not place:
        yield from rows
        return
    tasks, files = set(), {}
    if unit_id:
        tasks = {duty.task_id for duty in duties_of(options.reader(), unit_id, limit=_ALL).duties}
    else:
        files = {row.file: row.jurisdiction for row in list_documents(options.reader(), limit=_ALL)}
    for row in rows:
        if unit_id:
            wanted = row["unit_id"] == unit_id if "unit_id" in row else row["task_id"] in tasks
        else:
            wanted = (row.get("jurisdiction") or files.get(str(row.get("file")))) == place
        if wanted:
            yield row


def judgements_by_unit(options: Options) -> dict[str, list[dict[str, Any]]]:
    """The judgements that hold, by the id of each unit that bears one of the two names."""
    from queries.names import find_units

    with options.archived() as workspace:
        held = [item for item in workspace.judgements() if not item["undone"]]
    found: dict[str, list[dict[str, Any]]] = {}
    for item in held:
        for name in (item["left"], item["right"]):
            for unit in find_units(options.reader(), name, jurisdiction=item["jurisdiction"]):
                kept = found.setdefault(unit.id, [])
                if item not in kept:
                    kept.append(item)
    return found


def _write(options: Options, rows: Iterable[dict[str, Any]], columns: tuple[str, ...], how: tuple[str, str]) -> None:
    from api.downloads import written

    form, output = how
    if form == "xlsx" and not output and sys.stdout.isatty():
        raise BadInput("xlsx 是二进制文件，请用 -o 写入文件。")
    count = _Counted(rows)
    with _target(output) as stream:
        for number, piece in enumerate(written(count, columns, form)):
            # a BOM is for spreadsheet programs that open a file; a program that reads a pipe stumbles over it
            stream.write(piece.removeprefix(b"\xef\xbb\xbf") if number == 0 and not output else piece)
    tell(options.say(f"{count.seen} 行。", "") + f"{count.seen} rows." + (f" → {output}" if output else ""))


def _by_unit(
    options: Options, rows: Iterable[dict[str, Any]], columns: tuple[str, ...], asked: tuple[str, str, str]
) -> None:
    by, form, output = asked
    if by != "unit" or form != "xlsx" or "unit" not in columns:
        raise BadInput(
            "--by unit 只用于 assignments 的 xlsx。",
            hint="例如：zeren export assignments --by unit -f xlsx -o 分工.xlsx",
        )
    if not output:
        raise BadInput("请用 -o 指明文件。")
    sheets: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        sheets.setdefault(row["unit"] or "人员", []).append(row)
    _workbook(sheets, columns, output)
    units, lines = len(sheets), sum(map(len, sheets.values()))
    tell(options.say(f"{units} 个单位，{lines} 行 → {output}", f"{units} units, {lines} rows → {output}"))


def _workbook(sheets: dict[str, list[dict[str, Any]]], columns: tuple[str, ...], path: str) -> None:
    import xlsxwriter

    from api.downloads import cell

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    taken: set[str] = set()
    with xlsxwriter.Workbook(path, options) as book:
        head, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name in sorted(sheets, key=lambda unit: (-len(sheets[unit]), unit)):
            sheet = book.add_worksheet(_sheet_name(name, taken))
            sheet.write_row(0, 0, list(columns), head)
            for number, row in enumerate(sheets[name], start=1):
                sheet.write_row(number, 0, [cell(row[column]) for column in columns], wrap)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 18)
        if not sheets:
            book.add_worksheet("zeren").write_row(0, 0, list(columns), head)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a spreadsheet takes: at most 31 characters, none of []:*?/\\, none twice."""
    short = (name.translate(_BAD_IN_SHEETS).strip() or "单位")[:31]
    found, number = short, 2
    while found.lower() in taken:
        found = f"{short[: 30 - len(str(number))]}~{number}"
        number += 1
    taken.add(found.lower())
    return found


def _graph(options: Options, form: str, output: str) -> None:
    if form not in _GRAPHS:
        raise BadInput(f"图不能导出为“{form}”。", hint=f"可选：{'、'.join(_GRAPHS)}。")
    graph = options.reader()
    if form == "neo4j-admin":
        _admin_csv(options, output)
        return
    with _target(output) as stream:
        if form == "cypher":
            from queries.bulk import cypher

            for line in cypher(graph):
                stream.write(line.encode("utf-8", "replace"))
        else:
            import networkx as nx

            from queries.networks import to_networkx

            whole = to_networkx(graph)
            (nx.write_graphml if form == "graphml" else nx.write_gexf)(whole, stream)
    if output:
        tell(f"→ {output}")


def _admin_csv(options: Options, folder: str) -> None:
    from queries.bulk import write_admin_csv

    if not folder:
        raise BadInput("请用 -o 指明一个新文件夹。", hint="例如：zeren export graph --format neo4j-admin -o neo4j-csv")
    command = write_admin_csv(options.reader(), folder)
    tell(options.say(f"已写入 {folder}。在 Neo4j 停机时运行：", f"Written to {folder}. With Neo4j stopped, run:"))
    sys.stdout.write(command + "\n")


class _Counted:
    """Rows that count themselves while they go by."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = rows
        self.seen = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.seen += 1
            yield row


class _target:  # noqa: N801
    """A file to write, or standard output, as bytes."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> BinaryIO:
        if not self._path:
            sys.stdout.flush()
            self._stream: BinaryIO = sys.stdout.buffer
        else:
            self._stream = Path(self._path).open("wb")
        return self._stream

    def __exit__(self, *_: object) -> None:
        self._stream.flush() if not self._path else self._stream.close()
