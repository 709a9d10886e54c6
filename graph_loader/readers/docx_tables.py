"""The grid of a Word table: spans across (gridSpan) and down (vMerge), rows that start late or end early.

A cell 县发改局 merged over rows 2–4 stands in all three with the anchor (1, 2); deleted rows are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from graph_loader.readers.docx_numbering import W
from graph_loader.readers.docx_runs import Line
from graph_loader.readers.docx_styles import attribute
from graph_loader.readers.limits import MAX_DEPTH

_MAX_COLUMNS = 200


class TableWalker:
    """Turns a `w:tbl` into rows of equally many cells."""

    @dataclass(slots=True)
    class Grid:
        """One place of the grid: the lines of its cell (empty where covered) and the cell it belongs to."""

        lines: list[str]
        anchor: tuple[int, int]
        bold: bool = False

    def __init__(self, lines_of: Callable[[etree._Element], list[Line]]) -> None:
        self._lines_of = lines_of

    def rows(self, table: etree._Element) -> list[list[Grid]]:
        """The rows in order; raises nothing, a strange grid is padded."""
        rows: list[list[TableWalker.Grid]] = []
        for element in _rows(table):
            row: list[TableWalker.Grid] = [self._blank(len(rows), c) for c in range(_skip(element, "gridBefore"))]
            for cell in _cells(element):
                self._place(rows, row, cell)
            row.extend(self._blank(len(rows), len(row) + i) for i in range(_skip(element, "gridAfter")))
            rows.append(row)
        return rows

    def own_cells(self, table: etree._Element) -> list[list[etree._Element]]:
        """The cell elements of each row, as they stand in the file."""
        return [list(_cells(row)) for row in _rows(table)]

    @staticmethod
    def _blank(row: int, column: int) -> TableWalker.Grid:
        return TableWalker.Grid([], (row, column))

    def _place(self, rows: list[list[Grid]], row: list[Grid], cell: etree._Element) -> None:
        properties = cell.find(f"{W}tcPr")
        span = min(_MAX_COLUMNS, max(1, _number(attribute(properties, "gridSpan"), 1)))
        down = None if properties is None else properties.find(f"{W}vMerge")
        across = None if properties is None else properties.find(f"{W}hMerge")
        lines = self._lines_of(cell)
        texts = [line.with_bold_start() for line in lines]
        bold = all(line.all_bold for line in lines if line.text.strip()) and any(texts)
        anchor = (len(rows), len(row))
        own = True
        if down is not None and down.get(f"{W}val", "continue") == "continue":
            above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else None
            if above is not None:
                anchor, own = above.anchor, False
                self._keep(rows, anchor, texts)
        elif across is not None and across.get(f"{W}val", "continue") == "continue" and row:
            anchor, own = row[-1].anchor, False
        for index in range(span):
            row.append(TableWalker.Grid(texts if own and index == 0 else [], anchor, bold))

    @staticmethod
    def _keep(rows: list[list[Grid]], anchor: tuple[int, int], texts: list[str]) -> None:
        """Words in a covered cell, which Word hides, are not lost when the anchor has none."""
        head = rows[anchor[0]][anchor[1]]
        if not any(text.strip() for text in head.lines):
            head.lines = texts


def _children(parent: etree._Element, wanted: str, depth: int = 0) -> Iterator[etree._Element]:
    for child in parent:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == wanted:
            yield child
        elif tag == f"{W}sdt" and depth < MAX_DEPTH:
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _children(content, wanted, depth + 1)
        elif tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo") and depth < MAX_DEPTH:
            yield from _children(child, wanted, depth + 1)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _children(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or (properties.find(f"{W}del") is None and properties.find(f"{W}moveFrom") is None):
            yield row


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in _children(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        if properties is None or properties.find(f"{W}cellDel") is None:
            yield cell


def _skip(row: etree._Element, name: str) -> int:
    return min(_MAX_COLUMNS, _number(attribute(row.find(f"{W}trPr"), name), 0))


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default
