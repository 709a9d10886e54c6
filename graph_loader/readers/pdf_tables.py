"""Ruled tables of PDF pages → one grid each, pages stitched, repeated heads dropped, cut rows closed.

Row 12 cut by the page (“…引导民营” / “企业积极参与。”, 序号 empty on the new page) → one row again; a border that
spans several rows → a merged cell.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_loader.readers.layout import NUMBER_LABEL, CellDraft, TableDraft
from graph_loader.readers.pdf_cells import PdfCell, cell_texts, continues_below, holds_names, with_strong
from graph_loader.readers.pdf_lines import Box
from graph_store.model import Place

_NEAR = 3.5
_TERMINAL = re.compile(r"[。；！？;][”’）)]?$")


@dataclass(slots=True)
class TablePart:
    """What one page shows of a table."""

    page: int
    box: Box
    cells: list[PdfCell]


Grid = list[list[PdfCell]]


def _clusters(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def columns_of(parts: Sequence[TablePart]) -> list[float]:
    """The column edges of all parts, from the left border."""
    return _clusters(
        [edge - part.box[0] for part in parts for cell in part.cells for edge in (cell.box[0], cell.box[2])]
    )


def grid_of(part: TablePart, columns: Sequence[float]) -> Grid:
    """The rows of one part, on the columns of the whole table."""
    rows = _clusters([edge for cell in part.cells for edge in (cell.box[1], cell.box[3])])
    height, width = max(1, len(rows) - 1), max(1, len(columns) - 1)
    places: dict[tuple[int, int], PdfCell] = {}
    for cell in part.cells:
        top, bottom = _index(rows, cell.box[1]), _index(rows, cell.box[3])
        left, right = _index(columns, cell.box[0] - part.box[0]), _index(columns, cell.box[2] - part.box[0])
        for r in range(top, max(bottom, top + 1)):
            for c in range(left, max(right, left + 1)):
                places.setdefault((r, c), cell)
    rows_made = [[places.get((r, c)) or PdfCell(part.box, part.page) for c in range(width)] for r in range(height)]
    return [row for row in rows_made if any(cell.words for cell in row)]


def split_part(part: TablePart) -> list[TablePart]:
    """The tables of one page that touch each other: where the columns become quite different ones, a new one begins."""
    heights = _clusters([edge for cell in part.cells for edge in (cell.box[1], cell.box[3])])
    groups: list[list[PdfCell]] = []
    shape: list[float] = []
    for top in heights[:-1]:
        starting = [cell for cell in part.cells if abs(cell.box[1] - top) <= _NEAR]
        crossing = [cell for cell in part.cells if cell.box[1] < top - _NEAR and cell.box[3] > top + _NEAR]
        own = _clusters([edge for cell in starting + crossing for edge in (cell.box[0], cell.box[2])])
        if not groups or not (crossing or _within(own, shape) or _within(shape, own)):
            groups.append([])
            shape = own
        shape = max(shape, own, key=len)
        groups[-1].extend(starting)
    return [TablePart(part.page, _bounds(group), group) for group in groups if group]


def _within(few: Sequence[float], many: Sequence[float]) -> bool:
    return all(any(abs(edge - other) <= _NEAR for other in many) for edge in few)


def _bounds(cells: Sequence[PdfCell]) -> Box:
    boxes = [cell.box for cell in cells]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def same_table(before: TablePart, after: TablePart) -> bool:
    """Whether `after`, first on its page, goes on with `before`, last on the page before."""
    if after.page != before.page + 1:
        return False
    wide, next_wide = before.box[2] - before.box[0], after.box[2] - after.box[0]
    if abs(wide - next_wide) > 0.04 * max(wide, next_wide):
        return False
    mine, theirs = columns_of([before]), columns_of([after])
    few, many = sorted((mine, theirs), key=len)
    return len(few) > 2 and _within(few, many)


def stitch(parts: Sequence[TablePart]) -> Grid:
    """All parts as one grid."""
    columns = columns_of(parts)
    whole = grid_of(parts[0], columns)
    if not whole:
        return stitch(parts[1:]) if len(parts) > 1 else []
    head = [[cell.words for cell in row] for row in whole[:3]]
    grids = [grid_of(part, columns) for part in parts[1:]]
    merged = any(_has_merges(grid) for grid in [whole, *grids])
    for rows in grids:
        repeated = 0
        while repeated < min(len(rows), len(head)) and [cell.words for cell in rows[repeated]] == head[repeated]:
            repeated += 1
        _append(whole, rows[repeated:], merged=merged)
    return whole


def _has_merges(grid: Grid) -> bool:
    """Whether a cell goes down over several rows: then blank cells at the head of a page go on with those above."""
    return any(a is b for above, below in itertools.pairwise(grid) for a, b in zip(above, below, strict=True))


def _append(whole: Grid, rows: Grid, *, merged: bool) -> None:
    if not rows:
        return
    above, first = whole[-1], rows[0]
    if _is_cut(whole, rows):
        for before, cell in zip(list(above), list(first), strict=True):
            _replace(rows, cell, before)
        rows = rows[1:]
    elif merged:
        for before, cell in zip(list(above), list(first), strict=True):
            if cell.words:
                break
            _replace(rows, cell, before)
    whole.extend(rows)


def _replace(rows: Grid, cell: PdfCell, by: PdfCell) -> None:
    """Let the cell above, on the page before, stand wherever this cell stands; its lines go there too."""
    if cell is by:
        return
    by.lines.extend(cell.lines)
    by.last_box = cell.last_box or cell.box
    cell.lines = []
    for row in rows:
        row[:] = [by if other is cell else other for other in row]


def _is_cut(whole: Grid, rows: Grid) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    above, first = whole[-1], rows[0]
    if first[0].words and above[0].words:
        return _is_cut_section(above, first) or _is_cut_text(whole, rows)
    pairs = [(before, cell) for before, cell in zip(above, first, strict=True) if cell.words]
    places = [continues_below(before, cell) for before, cell in pairs]
    if not pairs or False in places:
        return False
    before, cell = max(
        pairs, key=lambda pair: (bool(NUMBER_LABEL.match(pair[1].words)), len(pair[0].words) + len(pair[1].words))
    )
    if first[0].words and not (_is_centred(whole) and True in places and before.words):
        return False
    if not before.words or NUMBER_LABEL.match(cell.words):
        column = above.index(before)
        habit = _has_measure_rows(whole, column) or _has_measure_rows(rows, column)
        return bool(before.words) and not habit
    if len(pairs) == 1 or not _TERMINAL.search(before.words):
        return True
    return any(_breaks_off(a.words, b.words) for a, b in pairs)


def _is_cut_text(whole: Grid, rows: Grid) -> bool:
    """Whether a row with words in its first cell, in a table without a column of numbers, goes on over the page."""
    above, first = whole[-1], rows[0]
    pairs = [(before, cell) for before, cell in zip(above, first, strict=True) if cell.words]
    begun = [row[0].words for row in whole[1:] if row[0].words]
    if first[0].words[0].isdigit() or any(not before.words for before, _ in pairs) or len(pairs) < 2:
        return False
    if any(continues_below(before, cell) is False for before, cell in pairs):
        return False
    labelled = len(begun) >= 2 and all(NUMBER_LABEL.match(words) for words in begun)
    return not NUMBER_LABEL.match(first[0].words) and (labelled or _breaks_off(above[0].words, first[0].words))


def _breaks_off(before: str, after: str) -> bool:
    """Whether a sentence stops in the middle; short words such as 持续推进 are no sentence."""
    prose = len(before) >= 12 and (len(after) >= 6 or bool(_TERMINAL.search(after)))
    return prose and not _TERMINAL.search(before) and not NUMBER_LABEL.match(after)


def _is_centred(whole: Grid) -> bool:
    """Whether the words of the first column stand in the middle of their cells."""
    cells = [row[0] for row in whole[1:] if row[0].lines and row[0].box[3] - row[0].box[1] > 40]
    inset = [cell for cell in cells if cell.lines[0].top - cell.box[1] > 0.25 * (cell.box[3] - cell.box[1])]
    return len(inset) > 0.5 * len(cells)


def _has_measure_rows(whole: Grid, column: int) -> bool:
    """Whether the numbered measures of one task stand in rows of their own: “2. …” beside a merged or empty 序号."""
    return any(
        NUMBER_LABEL.match(row[column].words) and (not row[0].words or row[0] is before[0])
        for before, row in itertools.pairwise(whole)
        if row[column] is not before[column]
    )


def _is_cut_section(above: Sequence[PdfCell], first: Sequence[PdfCell]) -> bool:
    """Whether a section row (“九、完善政策落实” / “机制”), words in its first cell only, was cut."""
    alone = not any(cell.words for row in (above, first) for cell in row if cell is not row[0])
    words = first[0].words
    return alone and bool(above[0].words) and not NUMBER_LABEL.match(words) and not words[0].isdigit()


def draft_of(grid: Grid, number: int) -> TableDraft:
    """The grid as a table to lay out; wrapped lines inside cells are closed."""
    roles = [holds_names(_once(row[c] for row in grid)) for c in range(len(grid[0]))]
    edges = _fullest(grid)
    anchors: dict[int, tuple[int, int]] = {}
    rows = []
    for r, row in enumerate(grid):
        drafts = []
        for c, cell in enumerate(row):
            anchor = anchors.setdefault(id(cell), (r, c))
            place = Place(page=cell.page, box=_rounded(cell.box), table=number, row=r + 1, column=c + 1)
            reach = edges.get((round((cell.box[2] - cell.box[0]) / 4), anchor[1]), 0.0)
            own = anchor == (r, c)
            texts = cell_texts(cell, reach, head=r == 0, names=roles[c] and r > 0) if own else []
            bold = bool(cell.lines) and all(line.bold >= len(line.text) for line in cell.lines)
            drafts.append(CellDraft(with_strong(texts, cell) if own else texts, place, anchor, bold))
        rows.append(drafts)
    return TableDraft(rows, Place(page=grid[0][0].page, box=None, table=number), merges_known=True)


def _once(cells: Iterable[PdfCell]) -> list[PdfCell]:
    return list(dict.fromkeys(cells))


def _fullest(grid: Grid) -> dict[tuple[int, int], float]:
    """For each kind of cell (its width and column), how far from its left border its fullest line ends."""
    found: dict[tuple[int, int], float] = {}
    for row in grid:
        for c, cell in enumerate(row):
            key = (round((cell.box[2] - cell.box[0]) / 4), c)
            for line in cell.lines:
                found[key] = max(found.get(key, 0.0), line.x1 - line.x0)
    return found


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
