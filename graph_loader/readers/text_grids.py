"""Tables inside plain text and Markdown: tabs, pipes, HTML, or one cell on each line → Table.

`序号⇥主要任务⇥牵头单位` and `| 序号 | 主要任务 |` are heads of tables, `责任单位：⇥县财政局` is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from graph_loader.readers.celltext import cell_lines, cell_reading
from graph_loader.readers.lines import Line
from graph_loader.source import Cell, Table
from graph_loader.table_heads import ColumnKind, column_kind, is_head
from graph_store.model import Place
from graph_store.records import record

_ALIGNMENT = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_DASHES = re.compile(r"[\s:|\t_—-]*$")
_MAX_COLUMNS = 60


@record
class Grid:
    """A table found in the lines from `first` up to `after`, as rows of (start, end, line number)."""

    first: int
    after: int
    rows: tuple[tuple[tuple[int, int, int], ...], ...]


def make_table(source: str, grid: Grid, number: int, lines: Sequence[Line]) -> Table:
    """The table of a grid without merges; short rows are filled up with blank cells."""
    columns = max(len(row) for row in grid.rows)
    rows = []
    for at, row in enumerate(grid.rows):
        page = _page_of(lines, row[0][2])
        place = Place(table=number, row=at + 1, page=page)
        filled = list(row) + [(row[-1][1], row[-1][1], row[-1][2])] * (columns - len(row))
        rows.append(tuple(_cell(source, spot, place, (at, column)) for column, spot in enumerate(filled)))
    first = lines[grid.first]
    return Table(rows=tuple(rows), place=Place(table=number, line=first.number, page=first.page))


def _cell(source: str, spot: tuple[int, int, int], place: Place, anchor: tuple[int, int]) -> Cell:
    start, end, line = spot
    reading = cell_reading(source, start, end)
    return Cell(
        reading=reading,
        place=Place(table=place.table, row=place.row, page=place.page, line=line, column=anchor[1] + 1),
        anchor=anchor,
        lines=cell_lines(source, start, end, reading),
        bold=source[start:end].strip().startswith("**"),
    )


def _page_of(lines: Sequence[Line], number: int) -> int | None:
    at = min(max(number - 1, 0), len(lines) - 1)
    return lines[at].page


def tab_grid(source: str, lines: Sequence[Line], at: int, usual: Counter[int]) -> Grid | None:
    """The run of tab-separated lines that begins at `at`; None where the tabs are only indents."""
    rows: list[tuple[tuple[int, int, int], ...]] = []
    here = at
    if at and _is_tabbed(lines[at - 1]) and not is_head(lines[at].text.split("\t")):
        return None
    columns = lines[at].text.count("\t") + 1
    numbered = column_kind(lines[at].text.split("\t")[0]) is ColumnKind.NUMBER
    while here < len(lines) and (_is_tabbed(lines[here]) or (rows and _is_section(lines, here, columns))):
        row, here = _tab_row(source, lines, here, columns, numbered=numbered)
        if not all(_DASHES.fullmatch(source, start, end) for start, end, _ in row) or not any(
            "-" in source[start:end] for start, end, _ in row
        ):
            rows.append(row)
    if not rows or max(map(len, rows)) > _MAX_COLUMNS:
        return None
    widths = Counter(len(row) for row in rows)
    common, count = widths.most_common(1)[0]
    first = [source[start:end] for start, end, _ in rows[0]]
    known = (
        is_head(first) or (common >= 3 and usual[common] >= 2) or (common >= 2 and count >= 2 and usual[common] >= 3)
    )
    return Grid(at, here, tuple(rows)) if known and common >= 2 else None


def _is_tabbed(line: Line) -> bool:
    """Tabs between words; a tab before the first word only indents."""
    return not line.furniture and "\t" in line.text.lstrip(" \u3000\ufeff") and bool(line.text.strip())


_SECTION = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）])[^\t。；]{2,40}$"
)


def _is_section(lines: Sequence[Line], at: int, columns: int) -> bool:
    """A line 一、教育类 between the rows of a table of three columns or more."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    return (
        columns >= 3
        and bool(_SECTION.match(lines[at].text))
        and following is not None
        and _is_tabbed(following)
        and following.text.count("\t") >= columns // 2
    )


_Row = tuple[tuple[int, int, int], ...]
_TAB = re.compile(r"\t")
_QUOTED = re.compile(r'(?:"((?:[^"]|"")*)"|([^\t]*))(?:\t|\Z)')


def _tab_row(source: str, lines: Sequence[Line], at: int, columns: int, *, numbered: bool) -> tuple[_Row, int]:
    """One row; where it is short, a cell may hold line ends: between quotation marks, or up to the next number."""
    line = lines[at]
    if line.text.count("\t") + 1 < columns and re.search(r'(?:^|\t)"[^\t]*$', line.text):
        for last in range(at + 1, min(at + 40, len(lines))):
            row = _quoted_row(source, line, lines[last].end) if '"' in lines[last].text else ()
            if len(row) == columns:
                return row, last + 1
            if lines[last].text.count("\t") + 1 >= columns:
                break
    row = _split_row(line)
    if numbered and _STARTS_ROW.match(line.text):
        return _wrapped_row(lines, at, row, columns) if len(row) < columns else _wrapped_end(lines, at, row)
    return row, at + 1


def _split_row(line: Line) -> _Row:
    starts = [line.start, *(line.start + match.end() for match in _TAB.finditer(line.text))]
    ends = [*(start - 1 for start in starts[1:]), line.end]
    return tuple((start, end, line.number) for start, end in zip(starts, ends, strict=True))


_STARTS_ROW = re.compile(r"\s*(?:[（(]?\d{1,4}[)）]?[.、．]?\s*)?\t|\s*[一二三四五六七八九十]{1,3}、")


def _wrapped_row(lines: Sequence[Line], at: int, row: _Row, columns: int) -> tuple[_Row, int]:
    """A row whose cells hold plain line ends: the lines below fill it up to exactly the columns of the head."""
    made, here = list(row), at + 1
    while here < len(lines) and here - at <= 12 and not lines[here].blank and not _STARTS_ROW.match(lines[here].text):
        more = _split_row(lines[here])
        if len(made) + len(more) - 1 > columns:
            break
        start, _, number = made[-1]
        made[-1:] = [(start, more[0][1], number), *more[1:]]
        here += 1
    return (tuple(made), here) if len(made) == columns else (row, at + 1)


def _wrapped_end(lines: Sequence[Line], at: int, row: _Row) -> tuple[_Row, int]:
    """A whole row whose last cell goes on in the lines below, up to the line that begins the next row."""
    for here in range(at + 1, min(at + 4, len(lines))):
        line = lines[here]
        if _is_tabbed(line) and _STARTS_ROW.match(line.text) and here > at + 1:
            start, _, number = row[-1]
            return (*row[:-1], (start, lines[here - 1].end, number)), here
        if line.blank or "\t" in line.text or _SECTION.match(line.text):
            break
    return row, at + 1


def _quoted_row(source: str, line: Line, end: int) -> _Row:
    """The cells from a line's start to `end`, quotation marks taken off."""
    spots: list[tuple[int, int, int]] = []
    at = line.start
    while at <= end and len(spots) <= _MAX_COLUMNS:
        match = _QUOTED.match(source, at, end) if end - at < 100_000 else None
        if match is None:
            return ()
        spots.append((*match.span(1 if match.group(1) is not None else 2), line.number))
        if match.end() == end and source[end - 1 : end] != "\t":
            break
        at = match.end()
    return tuple(spots)


def usual_widths(lines: Sequence[Line]) -> Counter[int]:
    """How many lines have each number of tab-separated cells."""
    return Counter(line.text.count("\t") + 1 for line in lines if _is_tabbed(line))


def pipe_grid(source: str, lines: Sequence[Line], at: int) -> Grid | None:
    """A Markdown table, with or without outer pipes; None where the pipes are words' own."""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    begins = at == 0 or not _is_piped(lines[at - 1]) or ("|" in below and bool(_ALIGNMENT.match(below)))
    if not begins or not _is_piped(lines[at]):
        return None
    here = at
    while here < len(lines) and _is_piped(lines[here]):
        here += 1
    run = lines[at:here]
    ruled = any(_ALIGNMENT.match(line.text) and "-" in line.text for line in run)
    outer = sum(1 for line in run if line.text.strip().startswith("|")) == len(run)
    rows = tuple(_pipe_row(source, line) for line in run if not (_ALIGNMENT.match(line.text) and "-" in line.text))
    rows = tuple(row for row in rows if not all(_DASHES.fullmatch(source, start, end) for start, end, _ in row))
    if not rows or max(map(len, rows)) > _MAX_COLUMNS:
        return None
    head = is_head([source[start:end] for start, end, _ in rows[0]])
    return Grid(at, here, rows) if ruled or head or (outer and len(rows[0]) >= 2) else None


def _is_piped(line: Line) -> bool:
    text = line.text.strip()
    return not line.furniture and "|" in text and text != "|" and (text.startswith("|") or text.count("|") >= 1)


def _pipe_row(source: str, line: Line) -> tuple[tuple[int, int, int], ...]:
    places = [match.start() for match in re.finditer(r"(?<!\\)\|", line.text)]
    bounds = [-1, *places, len(line.text)]
    spots = [(line.start + a + 1, line.start + b, line.number) for a, b in pairwise(bounds)]
    if not source[spots[0][0] : spots[0][1]].strip() and line.text.lstrip().startswith("|"):
        spots = spots[1:]
    if len(spots) > 1 and not source[spots[-1][0] : spots[-1][1]].strip() and line.text.rstrip().endswith("|"):
        spots = spots[:-1]
    return tuple(spots)


def loose_pipe_grid(source: str, lines: Sequence[Line], at: int) -> Grid | None:
    """A pipe table whose every `|` stands on a line of its own, as saved pages have it."""
    if lines[at].text.strip() != "|" or any(line.text.strip() == "|" for line in lines[max(0, at - 12) : at]):
        return None
    here, last, spots = at, at, []
    start: int | None = None
    while here < len(lines) and here - last <= 12:
        if lines[here].text.strip() == "|":
            if start is not None:
                spots.append(_trimmed(lines, start, here))
            start, last = here + 1, here
        here += 1
    width = _loose_width(source, spots)
    if not width:
        return None
    period, columns = width
    rows = [tuple(spots[place : place + columns]) for place in range(0, len(spots), period)]
    rows = [row for row in rows if any(source[a:b].strip() for a, b, _ in row)]
    rows = [row for row in rows if not all(_DASHES.fullmatch(source, a, b) for a, b, _ in row)]
    return Grid(at, last + 1, tuple(rows)) if rows else None


def _trimmed(lines: Sequence[Line], first: int, after: int) -> tuple[int, int, int]:
    while first < after and not lines[first].text.strip():
        first += 1
    while after > first and not lines[after - 1].text.strip():
        after -= 1
    if first == after:
        place = lines[min(first, len(lines) - 1)]
        return place.start, place.start, place.number
    return lines[first].start, lines[after - 1].end, lines[first].number


def _loose_width(source: str, spots: list[tuple[int, int, int]]) -> tuple[int, int] | None:
    """Period and columns: a blank between two pipes ends a row where it comes back at the same distance."""
    words = [source[a:b].strip() for a, b, _ in spots]
    columns = next((at for at, word in enumerate(words[:_MAX_COLUMNS]) if not column_kind(word)), 0)
    if columns >= 3 and is_head(words[:columns]) and len(words) > columns:
        if not words[columns]:
            return columns + 1, columns
        if words[columns].isdigit():
            return columns, columns
    blank = next((at for at, word in enumerate(words) if not word), len(words))
    if blank >= 2 and len(words) >= 2 * blank and not any(words[blank :: blank + 1]):
        return blank + 1, blank
    return None


def column_grid(source: str, lines: Sequence[Line], at: int) -> Grid | None:
    """A table saved with one cell on each line: the head's labels one below the other, then the cells."""
    if column_kind(lines[at].text) is not ColumnKind.NUMBER:
        return None
    filled = _filled(lines, at, 16)
    columns = 0
    while columns < len(filled) and column_kind(lines[filled[columns]].text):
        columns += 1
    if columns < 3 or not is_head([lines[index].text for index in filled[:columns]]):
        return None
    if columns >= len(filled) or not re.fullmatch(r"\s*1[.、]?\s*", lines[filled[columns]].text):
        return None
    filled = _filled(lines, at, 20_000)
    rows, used = _numbered_rows(lines, filled, columns)
    if not rows:
        return None
    head = tuple((lines[i].start, lines[i].end, lines[i].number) for i in filled[:columns])
    return Grid(at, filled[used - 1] + 1, (head, *rows))


def _filled(lines: Sequence[Line], at: int, most: int) -> list[int]:
    """The next lines that are not blank, at most so many."""
    return list(islice((index for index in range(at, len(lines)) if not lines[index].blank), most))


def _numbered_rows(
    lines: Sequence[Line], filled: list[int], columns: int
) -> tuple[list[tuple[tuple[int, int, int], ...]], int]:
    """Rows that begin with 1, 2, 3 … and have at most as many lines as the head has columns."""
    rows = []
    at, expected = columns, 1
    while at < len(filled) and re.fullmatch(rf"\s*{expected}[.、]?\s*", lines[filled[at]].text):
        after = at + 1
        limit = min(at + columns, len(filled))
        while after < limit and not re.fullmatch(rf"\s*{expected + 1}[.、]?\s*", lines[filled[after]].text):
            after += 1
        closed = after >= len(filled) or re.fullmatch(rf"\s*{expected + 1}[.、]?\s*", lines[filled[after]].text)
        if not closed and after - at < columns:
            break
        rows.append(tuple((lines[i].start, lines[i].end, lines[i].number) for i in filled[at:after]))
        at, expected = after, expected + 1
    return rows, at
