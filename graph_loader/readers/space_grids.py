"""Tables whose columns are set apart by blanks, as copies of printed pages have them.

`责任单位    工作任务    完成时限` is a head; below it “县教育局  护苗进校园  6月” is a row, and a line that begins
with blanks goes on in the columns under which its words stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from graph_loader.readers.lines import Line
from graph_loader.readers.text_grids import Grid
from graph_loader.table_heads import is_head

_CELL = re.compile(r"[^\s\u3000]+(?: [^\s\u3000]+)*")
_Row = tuple[tuple[int, int, int], ...]


def space_grid(lines: Sequence[Line], at: int) -> Grid | None:
    """The table whose head is line `at`; None where it is no head, or where fewer than half the rows are whole."""
    head = _cells(lines[at])
    if len(head) < 3 or not is_head([lines[at].text[start:end] for start, end in head]):
        return None
    columns = [_width(lines[at].text[:start]) for start, _ in head]
    rows: list[_Row] = [_row(lines[at], head)]
    whole, here = 0, at + 1
    while here < len(lines) and not lines[here].blank:
        cells = _cells(lines[here])
        if len(cells) == 1 and not lines[here].text[:1].isspace():
            break
        if len(cells) == len(columns):
            whole += 1
            columns = [_width(lines[here].text[:start]) for start, _ in cells]
        else:
            cells = _placed(lines[here], cells, columns)
        rows.append(_row(lines[here], cells))
        here += 1
    return Grid(at, here, tuple(rows)) if whole and 2 * whole >= len(rows) - 1 else None


def _cells(line: Line) -> list[tuple[int, int]]:
    """Runs of words with at most one blank between them."""
    return [match.span() for match in _CELL.finditer(line.text)]


def _placed(line: Line, cells: Sequence[tuple[int, int]], columns: Sequence[int]) -> list[tuple[int, int]]:
    """Each cell in the column of the row above that begins nearest to it, blank cells between; several in one column become one."""
    placed: list[tuple[int, int] | None] = [None] * len(columns)
    for start, end in cells:
        left = _width(line.text[:start])
        at = min(range(len(columns)), key=lambda column: abs(columns[column] - left))
        before = placed[at]
        placed[at] = (before[0] if before else start, end)
    return [spot or (0, 0) for spot in placed]


def _row(line: Line, cells: Sequence[tuple[int, int]]) -> _Row:
    return tuple((line.start + start, line.start + end, line.number) for start, end in cells)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
