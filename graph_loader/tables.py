"""Tables → task drafts: heads, section rows, continuation rows and page repeats; cells are handed on as they are.

`1 | 严格执行… | 县发改局 | 县市场监管局 | 1. …` and the row `  |  |  |  | 2. …` below it are one task with two actions.
"""

from __future__ import annotations

import re
from dataclasses import field, replace

from graph_loader.ditto import is_ditto
from graph_loader.drafts import TaskDraft
from graph_loader.mark_columns import as_marked, head_height, legend_of, mark_columns
from graph_loader.source import Cell, Reading, Table
from graph_loader.table_groups import Group, Habit, Shape, Spot, append_cut, find_shape
from graph_loader.table_heads import ColumnKind, is_head, is_lower_head, plain_label, read_heads
from graph_loader.turned_tables import upright
from graph_store.model import TaskKind
from graph_store.records import record

_CN = "一二三四五六七八九十百"
_RANKS = (
    re.compile(rf"第[{_CN}\d]{{1,4}}[章编篇部]"),
    re.compile(rf"[{_CN}]{{1,4}}[、．.\s]|第[{_CN}\d]{{1,4}}[节类项]"),
    re.compile(rf"[（(]\s*[{_CN}]{{1,4}}\s*[)）]"),
    re.compile(r"\d{1,3}\s*[.．、﹒]"),
    re.compile(r"[（(]\s*\d{1,3}\s*[)）]"),
)
_NOTE = re.compile(
    r"[（(]?\s*(?:注|备注|说明|填表说明|单位|填报单位|制表|审核|填报人|填表人|联系人|联系电话)\s*\d?\s*[：:]|[*＊★☆]\s*(?:为|表示|号)|合计|总计|小计|共计"
)
_SUM = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_ENDED = re.compile(r"[。；！？;!?](?:[”’）)」』]{0,2})$")
_OPENS = re.compile(rf"[（(]?(?:\d{{1,3}}|[{_CN}]{{1,3}})[.、．)）﹒]|[①-⑳●■—]")
_NUMBER = re.compile(
    rf"(?:[（(]?\s*(?:\d{{1,4}}(?:[.\-—．]\d{{1,3}}){{0,3}}|[{_CN}]{{1,5}}|[①-⑳A-Za-zⅠ-Ⅻ])\s*[)）]?[.、．]?|[★☆*＊▲△]?\d{{1,4}}[★☆*＊▲△]?)$"
)
_ROLE_WORDS = re.compile(r"牵头|责任|配合|负责|参与|协办|主办|督办")


@record
class TableReading:
    """What one table holds: its new tasks, its notes, and rows with words of responsibility under no known head."""

    tasks: list[TaskDraft] = field(default_factory=list)
    notes: list[Reading] = field(default_factory=list)
    unread: list[Reading] = field(default_factory=list)


class TableReader:
    """Reads the tables of one plan in order; keeps head, section and open task from one block to the next."""

    def __init__(self) -> None:
        self._shape: Shape | None = None
        self._sections: list[tuple[int, str]] = []
        self._categories: dict[int, str] = {}
        self._path: tuple[str, ...] = ()
        self._groups: list[Group] = []
        self._habit = Habit()
        self._open = False  # a task of this section that rows may still continue
        self._above: dict[int, Spot] = {}  # the last words of each column of bodies, people and times
        self._fresh = True  # no data row since the table or its head began

    def read(self, table: Table, path: tuple[str, ...]) -> TableReading:
        """Read one table below the headings `path`; rows that continue an earlier task are added to its draft."""
        result, table = TableReading(), upright(table)
        if path != self._path:
            self._sections, self._categories, self._path = [], {}, path
            self._open = False
        self._fresh = True
        before, decided = len(self._groups), self._habit.state()
        opened = self._groups[-1:]
        at = 0
        while at < len(table.rows):
            at += self._read_row(table, at, result)
        changed = [*opened, *self._groups[before:]]
        for group in changed:
            group.count(self._habit)
        for group in changed if decided == self._habit.state() else self._groups:
            group.build(self._habit)
        result.tasks.extend(group.draft for group in self._groups[before:])
        return result

    def _read_row(self, table: Table, at: int, result: TableReading) -> int:
        """Read one row; the number of rows used (two for a head of two rows)."""
        row = table.rows[at]
        texts = [cell.reading.text for cell in row]
        filled = [cell for cell in row if cell.reading.text.strip()]
        if not filled:
            return 1
        marked = head_height(table, at)
        if marked or is_head(texts):
            return self._take_head(table, at, marked)
        lone = len({cell.anchor for cell in filled}) == 1
        if _SUM.match(filled[0].reading.text) or (len(filled) > 1 and _SUM.match(filled[1].reading.text)):
            result.notes.append(_whole(filled))
        elif lone and self._is_aside(table, filled, at, result):
            return 1
        elif self._is_numbered_section(filled):
            self._open_section("、".join(cell.reading.text.strip("、. ") for cell in filled[:2]))
        elif self._shape is None or not self._fits(row):
            words = _whole(filled)
            (result.unread if _ROLE_WORDS.search(words.text) else result.notes).append(words)
        else:
            self._take_data(table, at)
            self._fresh = False
        return 1

    def _take_head(self, table: Table, at: int, marked: int) -> int:
        upper = [cell.reading.text for cell in table.rows[at]]
        below = table.rows[at + 1] if at + 1 < len(table.rows) else None
        lower = [cell.reading.text for cell in below] if below else None
        used = lower is not None and is_lower_head(lower, upper) and len(set(map(plain_label, lower))) > 1
        used = marked == 2 if marked else used
        columns = read_heads(upper, lower if used else None)
        heads = tuple(
            below[i].reading if used and below and below[i].reading.text else cell.reading
            for i, cell in enumerate(table.rows[at])
        )
        if marked:
            columns = as_marked(columns, mark_columns(table, at, marked))
        shape = find_shape(columns, heads)
        if shape is not None and marked:
            shape.legend = legend_of(table, at, marked)
        if shape is not None:
            if self._shape is not None and [c.kind for c in shape.columns] != [c.kind for c in self._shape.columns]:
                self._sections, self._categories, self._above = [], {}, {}  # another table, not a page repeat
                self._open = False
            self._shape = _with_blank_number(shape, table, at + 1 + used)
        self._fresh = True
        return 1 + used

    def _fits(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row can stand under the head that holds."""
        shape = self._shape
        if shape is None or shape.task >= len(row):
            return False
        extra = [cell for cell in row[len(shape.columns) :] if cell.reading.text.strip()]
        if extra or len(row) < len(shape.columns) - 2:
            return False
        number = row[shape.number].reading.text.strip() if shape.number is not None else ""
        return not number or bool(_NUMBER.match(number)) or len(number) <= 6

    def _is_aside(self, table: Table, filled: list[Cell], at: int, result: TableReading) -> bool:
        """A row with one cell that is no data: a note, the table's title, a section."""
        cell, text = filled[0], filled[0].reading.text.strip()
        if _NOTE.match(text):
            result.notes.append(cell.reading)
            return True
        shape = self._shape
        if shape is None:
            (result.unread if _ROLE_WORDS.search(text) and len(text) > 12 else result.notes).append(cell.reading)
            return True
        if cell.anchor[0] != at:
            return True
        column = cell.anchor[1]
        spread = len(filled) >= max(2, len(table.rows[at]) // 2)
        numbered = any(rank.match(text) for rank in _RANKS[:3]) and len(text) <= 80
        if column in (shape.task, shape.measure) and not spread and not (numbered and column == shape.task):
            plain = column == shape.task and len(text) <= 25 and not re.search(r"[。，；]", text)
            if not plain or column == shape.measure or self._goes_on(table, at, text):
                return False
        if column > shape.task and not spread:
            return False
        if _NUMBER.match(text) and not numbered:
            return True
        self._open_section(text)
        return True

    def _is_numbered_section(self, filled: list[Cell]) -> bool:
        """A row 一 | 经济建设 with nothing else in it but sums."""
        shape = self._shape
        if shape is None or shape.number is None or len(filled) < 2 or len(shape.columns) < 4:
            return False
        number, words = (cell.anchor[1] for cell in filled[:2])
        if any(re.search(r"[^\d.,，%％/—～~-]", cell.reading.text.strip()) for cell in filled[2:]):
            return False  # a sum of the section is no task
        chinese = re.fullmatch(rf"[{_CN}]{{1,3}}[、.．]?", filled[0].reading.text.strip())
        return bool(chinese) and (number, words) == (shape.number, shape.task) and len(filled[1].reading) <= 40

    def _goes_on(self, table: Table, at: int, text: str) -> bool:
        """Whether a lone task cell at the top of a page ends the sentence of the page before."""
        last = self._groups[-1].rows[-1].get(self._shape.task) if self._groups and self._shape else None
        return self._fresh and last is not None and _breaks(last.reading.text, text)

    def _open_section(self, text: str) -> None:
        rank = _rank(text)
        while self._sections and self._sections[-1][0] >= rank:
            self._sections.pop()
        self._sections.append((rank, text))
        self._categories = {}
        self._open = False

    def _take_data(self, table: Table, at: int) -> None:
        shape = self._shape
        if shape is None:
            return
        spots = self._without_ditto(_spots(table, at, shape), shape)
        group = self._groups[-1] if self._open else None
        task = spots.get(shape.task)
        number = spots[shape.number].filled if shape.number is not None and shape.number in spots else False
        if group and self._fresh and not number and _is_cut(group, spots, shape):
            append_cut(group.rows[-1], spots)
            if task is not None and task.filled:
                group.draft.body = group.rows[-1][shape.task].reading
            return
        if group and not (task is not None and task.filled and not self._repeats(group, spots)):
            group.rows.append(spots)
            return
        self._open_group(shape, spots)

    def _without_ditto(self, spots: dict[int, Spot], shape: Shape) -> dict[int, Spot]:
        """同上 in a column of bodies, people or times: the words of the row above."""
        for at in shape.of(ColumnKind.ROLE, ColumnKind.TIME):
            spot = spots.get(at)
            if spot is None or not spot.filled:
                continue
            if at in self._above and is_ditto(spot.reading.text):
                above = self._above[at]
                spots[at] = Spot(spot.cell, above.reading, above.lines, covered=False, exact=spot.exact)
            self._above[at] = spots[at]
        return spots

    def _repeats(self, group: Group, spots: dict[int, Spot]) -> bool:
        """Whether number and task are printed again for another measure of the same task."""
        shape = group.shape
        if shape.measure is None or shape.measure not in spots or not spots[shape.measure].filled:
            return False
        above, row = group.rows[0], spots
        same = above[shape.task].reading.text == row[shape.task].reading.text
        if shape.number is None or shape.number not in row:
            return same
        printed = row[shape.number].reading.text.strip()
        return same and printed in ("", above[shape.number].reading.text.strip())

    def _open_group(self, shape: Shape, spots: dict[int, Spot]) -> None:
        body = spots.get(shape.task)
        if (body is None or not body.filled) and shape.measure is not None:
            body = spots.get(shape.measure)
            if body is not None and body.filled:
                spots = {at: spot for at, spot in spots.items() if at != shape.measure}
        if body is None or not body.filled:
            return
        for at in shape.categories:
            if at in spots and spots[at].filled and spots[at].says:
                self._categories = {k: v for k, v in self._categories.items() if k < at}
                self._categories[at] = spots[at].reading.text.strip()
        if self._open and self._groups[-1].shape is shape:
            spots = _carried_down(self._groups[-1].rows[0], spots, shape)
        draft = TaskDraft(
            kind=TaskKind.MEASURE,
            number="",
            path=self._full_path(),
            title="",
            body=body.reading,
            place=body.cell.place,
        )
        self._groups.append(Group(shape, draft, [spots]))
        self._open = True

    def _full_path(self) -> tuple[str, ...]:
        """The headings above the table, then sections and categories; a section replaces headings of its rank."""
        base = list(self._path)
        if self._sections and self._sections[0][0] < len(_RANKS):
            same = [
                at for at, text in enumerate(base) if _rank(text) >= self._sections[0][0] and _rank(text) < len(_RANKS)
            ]
            base = base[: same[0]] if same else base
        return (
            *base,
            *(text for _, text in self._sections),
            *(self._categories[at] for at in sorted(self._categories)),
        )


def _spots(table: Table, at: int, shape: Shape) -> dict[int, Spot]:
    """The row's cells by column; one that a merge covers from above or from the left counts as covered."""
    spots: dict[int, Spot] = {}
    for column, cell in enumerate(table.rows[at][: len(shape.columns)]):
        covered = table.merges_known and cell.anchor != (at, column)
        if column == shape.task > 0 and shape.columns[column] == shape.columns[column - 1]:
            covered = covered and cell.anchor != (at, column - 1)  # under one head, the words of both columns
        spots[column] = Spot(cell, cell.reading, cell.lines, covered, table.merges_known)
    return spots


def _carried_down(above: dict[int, Spot], spots: dict[int, Spot], shape: Shape) -> dict[int, Spot]:
    """A body that stands left of its tasks is printed once: blank cells below it mean the same."""
    made = dict(spots)
    for at in shape.of(ColumnKind.ROLE):
        spot, upper = made.get(at), above.get(at)
        if at < shape.task and spot is not None and upper is not None and not spot.exact and not spot.filled:
            made[at] = Spot(upper.cell, upper.reading, upper.lines, covered=True, exact=True)
    return made


def _is_cut(group: Group, spots: dict[int, Spot], shape: Shape) -> bool:
    """Whether the first row of a page goes on with the last row of the page before."""
    above = group.rows[-1]
    main = [at for at in (shape.task, shape.measure) if at is not None and at in spots and spots[at].filled]
    if not main or any(spots[at].covered for at in main):
        return False
    times = shape.of(ColumnKind.TIME)
    if any(at in spots and spots[at].filled and at in above and above[at].filled for at in times):
        return False
    return all(at in above and _breaks(above[at].reading.text, spots[at].reading.text) for at in main)


def _breaks(before: str, after: str) -> bool:
    """Whether `before` stops in a sentence that `after` goes on with."""
    head, text = before.rstrip(), after.strip()
    return bool(head) and not _ENDED.search(head) and not _OPENS.match(text)


def _with_blank_number(shape: Shape, table: Table, first: int) -> Shape:
    """A column without a label that holds numbers is the number column."""
    if shape.number is not None:
        return shape
    for at, column in enumerate(shape.columns[: shape.task + 2]):
        texts = [row[at].reading.text.strip() for row in table.rows[first:] if at < len(row)]
        filled = [text for text in texts if text]
        if not column.label and filled and all(_NUMBER.match(text) for text in filled):
            return replace(shape, number=at)
    return shape


def _rank(text: str) -> int:
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.match(text)), len(_RANKS))


def _whole(cells: list[Cell]) -> Reading:
    """A row as one reading, its cells parted by a space where the file has a character for it."""
    parts: list[Reading] = []
    last = -1
    for cell in cells:
        reading = cell.reading
        if not reading.text or reading.offsets[0] <= last:
            continue
        if last >= 0 and reading.offsets[0] - 1 > last:
            parts.append(Reading(" ", (reading.offsets[0] - 1,), reading.source))
        parts.append(reading)
        last = reading.offsets[-1]
    return Reading.join(parts)
