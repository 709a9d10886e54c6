"""Rows as a file to take away: JSON lines, JSON, CSV for spreadsheets, XLSX.

A cell that begins with = + - @ is text in every format, never a formula; lists are joined by 、 and a place is JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph_store.errors import BadInput

MEDIA = {
    "jsonl": "application/x-ndjson; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHEET_ROWS = 1_048_575


def written(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str) -> Iterator[bytes]:
    """The rows in one of the forms of MEDIA, piece by piece; raises BadInput for a sheet that holds too many rows."""
    if form == "jsonl":
        return (json.dumps(dict(row), ensure_ascii=False).encode() + b"\n" for row in rows)
    if form == "json":
        return iter([json.dumps([dict(row) for row in rows], ensure_ascii=False).encode()])
    if form == "csv":
        return _csv(rows, columns)
    return iter([_xlsx(rows, columns)])


def cell(value: object) -> str | int | float | None:
    """A value as a cell shows it."""
    if value is None or isinstance(value, bool):
        return {True: "是", False: "否"}.get(value) if value is not None else None
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)


def _csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[bytes]:
    """UTF-8 with BOM, which spreadsheet programs need for Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(cell(row[name])) for name in columns])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _safe(value: str | float | None) -> str | float | None:
    """Text that a spreadsheet would take for a formula gets the apostrophe that keeps it text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _xlsx(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("zeren")
        head, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, list(columns), head)
        for number, row in enumerate(rows, start=1):
            if number > _SHEET_ROWS:
                raise BadInput("行数超过一张表格的上限。", hint="请改用 csv 或 jsonl。")
            sheet.write_row(number, 0, [cell(row[name]) for name in columns], wrap)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 18)
    return buffer.getvalue()
