"""`<table>` blocks inside text, with row and column spans, every character at its offset in the file.

`<tr><td rowspan="2">县财政局</td>…` gives two rows whose first cells share one anchor.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_loader.readers.celltext import cell_lines, cell_reading
from graph_loader.readers.lines import Line
from graph_loader.source import Block, Cell, Paragraph, Reading, Table
from graph_store.model import Place

_OPEN = re.compile(r"<table(?:\s[^<>]{0,2000})?>", re.I)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>table|tr|td|th|caption)(?P<rest>\s[^<>]{0,2000})?/?>", re.I)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.I)
_MAX_COLUMNS = 200
_MAX_CELLS = 200_000


@dataclass(slots=True)
class _Spot:
    """A cell as it stands between its tags."""

    start: int
    end: int
    rows: int = 1
    columns: int = 1


def html_end(source: str, lines: Sequence[Line], at: int) -> int:
    """The line after the `<table>` block that begins on line `at`; 0 where none begins there."""
    opening = _OPEN.match(source, lines[at].start + len(lines[at].text) - len(lines[at].text.lstrip()))
    if not opening or opening.start() > lines[at].end:
        return 0
    depth = 0
    for match in _TAG.finditer(source, opening.start()):
        if match.group("name").lower() == "table":
            depth += -1 if match.group("close") else 1
            if depth == 0:
                return next((i + 1 for i in range(at, len(lines)) if lines[i].end >= match.end()), len(lines))
    return len(lines)


def html_table(source: str, lines: Sequence[Line], at: int, after: int, number: int) -> list[Block]:
    """The block's table, and what stands on its last line behind it as a paragraph."""
    start, end = lines[at].start, lines[after - 1].end
    rows, close = _find_rows(source, start, end)
    blocks: list[Block] = []
    if rows:
        line = lines[at]
        place = Place(table=number, line=line.number, page=line.page)
        blocks.append(Table(rows=_lay_out(source, rows, number, lines[at:after]), place=place, merges_known=True))
    rest = cell_reading(source, close, end)
    if rest.text:
        blocks.append(Paragraph(reading=rest, place=Place(line=lines[after - 1].number, page=lines[after - 1].page)))
    return blocks


def _find_rows(source: str, start: int, end: int) -> tuple[list[list[_Spot]], int]:
    rows: list[list[_Spot]] = []
    depth, close = 0, end
    opened: _Spot | None = None
    for match in _TAG.finditer(source, start, end):
        name, closing = match.group("name").lower(), bool(match.group("close"))
        if name == "table":
            depth += -1 if closing else 1
            if depth == 0:
                close = match.end()
                _shut(opened, match.start())
                break
            continue
        if depth != 1:
            continue
        _shut(opened, match.start())
        if name == "tr" and not closing:
            rows.append([])
        elif name in ("td", "th") and not closing:
            opened = _open_cell(match)
            rows = rows or [[]]
            rows[-1].append(opened)
    _shut(opened, end)
    return [row for row in rows if row], close


def _shut(opened: _Spot | None, at: int) -> None:
    if opened and opened.end < 0:
        opened.end = at


def _open_cell(match: re.Match[str]) -> _Spot:
    spans = {kind.lower(): int(count) for kind, count in _SPAN.findall(match.group("rest") or "")}
    return _Spot(
        match.end(), -1, max(1, min(spans.get("row", 1), 2000)), max(1, min(spans.get("col", 1), _MAX_COLUMNS))
    )


def _lay_out(source: str, rows: list[list[_Spot]], number: int, lines: Sequence[Line]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of equally many cells; covered places repeat their anchor."""
    grid: dict[tuple[int, int], Cell] = {}
    starts = [line.start for line in lines]
    for at, row in enumerate(rows):
        column = 0
        for spot in row:
            while (at, column) in grid:
                column += 1
            line = lines[max(0, _last_at_most(starts, spot.start))]
            reading = cell_reading(source, spot.start, spot.end)
            cell = Cell(
                reading=reading,
                place=Place(table=number, row=at + 1, column=column + 1, line=line.number, page=line.page),
                anchor=(at, column),
                lines=cell_lines(source, spot.start, spot.end, reading),
                bold=bool(re.match(r"\s*<(?:b|strong)\b", source[spot.start : spot.end], re.I)),
            )
            high, wide = (spot.rows, spot.columns) if len(grid) < _MAX_CELLS else (1, 1)
            for down in range(min(high, len(rows) - at)):
                for right in range(max(1, min(wide, _MAX_COLUMNS - column))):
                    grid.setdefault((at + down, column + right), cell)
            column += spot.columns
    columns = min(_MAX_COLUMNS, 1 + max(column for _, column in grid))
    return tuple(
        tuple(_placed(grid.get((row, column)), source, (row, column), number) for column in range(columns))
        for row in range(len(rows))
    )


def _placed(cell: Cell | None, source: str, spot: tuple[int, int], number: int) -> Cell:
    if cell is None:
        place = Place(table=number, row=spot[0] + 1, column=spot[1] + 1)
        return Cell(reading=Reading("", (), source), place=place, anchor=spot)
    return replace(cell, place=replace(cell.place, row=spot[0] + 1, column=spot[1] + 1))


def _last_at_most(starts: list[int], place: int) -> int:
    return bisect_right(starts, place) - 1
