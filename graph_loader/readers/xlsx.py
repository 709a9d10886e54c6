"""Read .xlsx (openpyxl: formats, hidden rows) and .xls or .et of old (calamine).

Sheet 任务分工 with C5 “县发改局” merged over C5:C7 → one table whose three cells share the anchor; its place says
sheet and cell. Hidden sheets, rows and columns are read, and said in a warning.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

from graph_loader.readers.layout import Layout
from graph_loader.readers.limits import (
    MAX_CELLS,
    MAX_XML_BYTES,
    Package,
    Stopwatch,
    check_count,
    check_file,
    is_encrypted_office,
    is_ole,
)
from graph_loader.readers.sheets import Sheet, SheetLayout, column_letters
from graph_loader.readers.xlsx_formats import CHINESE_BUILTIN, from_serial, shown
from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile

_OPENPYXL_ERRORS = (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, OSError)


def read(name: str, data: bytes) -> SourceText:
    """All sheets as text; raises UnreadableFile when the file is damaged, protected or no workbook."""
    check_file(name, data)
    layout = Layout(name)
    if is_ole(data):
        sheets = _read_old(name, data, layout)
        kind = "xls"
    else:
        _check_package(name, data, layout)
        sheets = _read_new(name, data, layout)
        kind = "xlsx"
    laid = SheetLayout(layout)
    for sheet in sheets:
        laid.add(sheet)
    return layout.source(data=data, kind=kind)


def _check_package(name: str, data: bytes, layout: Layout) -> None:
    package = Package(name, data)
    if not any(member.lower().startswith("xl/workbook") for member in package.names()):
        what = "Word 文档" if package.has("word/document.xml") else "其他压缩文件"
        raise UnreadableFile(f"{name}：内容是{what}，不是 Excel 表格。", hint="请改正扩展名后再载入。")
    bare = 0
    for member in package.names():
        if not member.lower().endswith((".xml", ".rels")):
            continue
        check_count(name, package.info(member).file_size, MAX_XML_BYTES, " 字节的内部部件")
        part = package.read(member)
        if b"<!DOCTYPE" in part[:4096]:
            raise UnreadableFile(f"{name}：内部部件 {member} 带有 DOCTYPE 声明，为安全起见不读取。")
        if "worksheets/" in member:
            check_count(name, part.count(b"<c "), MAX_CELLS, " 个单元格")
            bare += len(re.findall(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>", part))
    if bare:
        layout.warn(f"有 {bare} 个公式没有保存计算结果，读作空白；请在 Excel 或 WPS 中打开并保存后再载入。")


def _read_new(name: str, data: bytes, layout: Layout) -> list[Sheet]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except _OPENPYXL_ERRORS:
        return _read_old(name, data, layout)
    watch = Stopwatch(name)
    sheets = []
    for sheet in book.worksheets:
        watch.check()
        check_count(name, sheet.max_row * sheet.max_column, 8 * MAX_CELLS, " 个单元格")
        _say_hidden(sheet, layout)
        made = Sheet(sheet.title, [])
        for cells in sheet.iter_rows():
            made.rows.append([_shown(cell) for cell in cells])
            made.bold.update(
                (cell.row - 1, cell.column - 1) for cell in cells if cell.value is not None and _bold(cell)
            )
        for merge in sheet.merged_cells.ranges:
            made.merges.append((merge.min_row - 1, merge.min_col - 1, merge.max_row - 1, merge.max_col - 1))
        sheets.append(made)
    return sheets


def _bold(cell: Any) -> bool:
    return bool(cell.has_style and cell.font is not None and cell.font.b)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    pattern = cell.number_format or "General"
    if pattern == "General" and isinstance(value, int | float) and cell.has_style:
        builtin = CHINESE_BUILTIN.get(cell._style.numFmtId)
        if builtin and 1 <= value < 100_000:
            return shown(from_serial(value), builtin)
    return shown(value, pattern)


def _say_hidden(sheet: Any, layout: Layout) -> None:
    if sheet.sheet_state != "visible":
        layout.warn(f"工作表“{sheet.title}”是隐藏的，已一并读取。")
    rows = sorted(index for index, row in sheet.row_dimensions.items() if row.hidden)
    rows = [index for index in rows if index <= sheet.max_row]
    if rows:
        layout.warn(f"工作表“{sheet.title}”有隐藏行（第 {_ranges(rows)} 行），已一并读取。")
    columns: list[int] = []
    for column in sheet.column_dimensions.values():
        if column.hidden and column.min and column.min <= sheet.max_column:
            columns.extend(range(column.min, min(column.max or column.min, sheet.max_column) + 1))
    if columns:
        letters = "、".join(column_letters(index - 1) for index in sorted(set(columns)))
        layout.warn(f"工作表“{sheet.title}”有隐藏列（{letters} 列），已一并读取。")


def _ranges(numbers: list[int]) -> str:
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in parts)


def _read_old(name: str, data: bytes, layout: Layout) -> list[Sheet]:
    import python_calamine as calamine

    if is_encrypted_office(data):
        raise UnreadableFile(f"{name}：文件有打开密码，无法读取。", hint="请先用 WPS 或 Excel 解除密码后另存。")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_old_sheet(name, book, meta, layout) for meta in book.sheets_metadata]
    except calamine.PasswordError as error:
        raise UnreadableFile(f"{name}：文件有打开密码，无法读取。", hint="请先解除密码后另存。") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(
            f"{name}：表格文件已损坏，或不是 Excel 表格。", hint="请用 WPS 或 Excel 打开后另存为 .xlsx。"
        ) from error
    return sheets


def _old_sheet(name: str, book: Any, meta: Any, layout: Layout) -> Sheet:
    if "Visible" not in str(meta.visible) or "Hidden" in str(meta.visible):
        layout.warn(f"工作表“{meta.name}”是隐藏的，已一并读取。")
    made = Sheet(meta.name, [])
    if "WorkSheet" not in str(meta.typ):
        return made
    sheet = book.get_sheet_by_name(meta.name)
    check_count(name, sheet.total_height * sheet.total_width, 8 * MAX_CELLS, " 个单元格")
    values = sheet.to_python(skip_empty_area=False)
    if any(isinstance(value, float) and 0 < abs(value) < 1 for row in values for value in row):
        layout.warn(
            "这种旧格式不给出数字的显示方式，小数（如 0.2）可能原为百分数（20%）；如有，请另存为 .xlsx 后再载入。"
        )
    made.rows = [[shown(None if value == "" else value) for value in row] for row in values]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        made.merges.append((top, left, bottom, right))
    return made
