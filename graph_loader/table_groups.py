"""The rows of one task: which cells hang on the task and which on one measure of it.

A 牵头单位 cell over three measures hangs on the task; a 责任单位 cell on each measure's own row hangs on that measure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_loader.drafts import RoleCell, TaskDraft
from graph_loader.source import Cell, Reading
from graph_loader.table_heads import Column, ColumnKind
from graph_store.model import TaskKind

_NOTHING = re.compile(r"[\s/／\\—\-–－无]*$")
_DATED = re.compile(r"\d\s*月|季度|年底|年末|月底|全年|持续|长期")
_TICK = re.compile(r"[√✓✔●★☆■○▲△Vv]+$")
_UNIT_END = re.compile(
    r"(?:局|委|办|厅|部|中心|政府|公司|银行|支行|分局|单位|部门|社|会|院|所|队|站|处|室|、|，|,|;|；)$"
)


@dataclass(slots=True)
class Spot:
    """One cell in its row: its words, and whether it only continues a cell above."""

    cell: Cell
    reading: Reading
    lines: tuple[Reading, ...]
    covered: bool
    exact: bool = False  # the format has real merges, so that a blank cell is truly blank

    @property
    def filled(self) -> bool:
        """Whether words of its own stand in it."""
        return not self.covered and bool(self.reading.text.strip())

    @property
    def carried(self) -> bool:
        """Whether a merge that begins in a task above holds it too."""
        return self.covered and self.exact and bool(self.reading.text.strip())

    @property
    def says(self) -> bool:
        """Whether it says more than “/” or “无”."""
        return bool(self.reading.text) and not _NOTHING.match(self.reading.text)


@dataclass(slots=True)
class Shape:
    """The columns of one table by what they hold."""

    columns: tuple[Column, ...]
    heads: tuple[Reading, ...]
    number: int | None
    task: int
    measure: int | None
    categories: tuple[int, ...]
    legend: Mapping[str, str] = field(default_factory=dict)  # what the signs of columns of marks mean

    def of(self, *kinds: ColumnKind) -> list[int]:
        """The columns of these kinds, from left to right, the task's own left out."""
        return [
            at
            for at, column in enumerate(self.columns)
            if column.kind in kinds and at not in (self.task, self.measure, self.number)
        ]

    def beginnings(self) -> frozenset[int]:
        """Columns that say when work begins (开工时间), where another says when it ends (竣工时间)."""
        times = self.of(ColumnKind.TIME)
        first = frozenset(at for at in times if re.match(r"开工|启动|开始|起始|开竣?工前", self.columns[at].label))
        return first if len(first) < len(times) else frozenset()


def find_shape(columns: tuple[Column, ...], heads: tuple[Reading, ...]) -> Shape | None:
    """Which column is the task and which its measures; None where no column is like a task."""
    places: dict[ColumnKind, list[int]] = {}
    for at, column in enumerate(columns):
        if column.kind and column.label not in [columns[i].label for i in places.get(column.kind, [])]:
            places.setdefault(column.kind, []).append(at)
        elif column.kind is ColumnKind.INDICATOR and column == columns[at - 1]:  # one head over group and indicator
            places[column.kind][-1] = at
    tasks, measures = places.get(ColumnKind.TASK, []), places.get(ColumnKind.MEASURE, [])
    candidates = [*tasks, *measures]
    categories = list(places.get(ColumnKind.CATEGORY, []))
    for kind in (ColumnKind.INDICATOR, ColumnKind.RESULT):
        named = [at for at in places.get(kind, []) if "指标" in columns[at].label]  # 任务指标 beside 目标值
        candidates = candidates or (named or places.get(kind, []))[-1:]
    if not candidates and categories:
        candidates = [categories.pop()]
    if not candidates:
        return None
    task, measure = candidates[0], None
    if len(tasks) >= 3 or (len(tasks) == 2 and measures):
        categories.append(tasks[0])
        task, measure = tasks[1], (measures or tasks[2:])[0]
    elif len(tasks) == 2 and columns[tasks[0]].label == "项目" and "任务" in columns[tasks[1]].label:
        categories.append(tasks[0])
        task = tasks[1]
    elif (tasks or measures) and len(candidates) > 1:
        measure = candidates[1]
    numbers = places.get(ColumnKind.NUMBER, [])
    return Shape(columns, heads, numbers[0] if numbers else None, task, measure, tuple(sorted(categories)))


_NUMBER_WITHIN = re.compile(
    r"\s*(\d{1,3}[.．、](?=\s*\D)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*"
)


@dataclass(slots=True)
class Habit:
    """What the tables of a document do where a task has several measures: label → levels seen."""

    levels: dict[str, Counter[str]] = field(default_factory=dict)
    numbered_measures: bool = False

    def single(self, column: Column, before: bool) -> str:
        """Where a cell hangs whose task has only one measure; `before` says that it stands left of the measure."""
        if column.kind is not ColumnKind.ROLE:
            return "task" if before else "measure"
        seen = self.levels.get(column.label, Counter())
        return "measure" if seen["measure"] > seen["task"] else "task"

    def state(self) -> tuple[object, ...]:
        """All that decides about single rows, to see whether it has changed."""
        kinds = {label: seen["measure"] > seen["task"] for label, seen in self.levels.items()}
        return self.numbered_measures, tuple(sorted(kinds.items()))


@dataclass(slots=True)
class Group:
    """One task and its rows; `draft` is kept while rows of later pages are added."""

    shape: Shape
    draft: TaskDraft
    rows: list[dict[int, Spot]] = field(default_factory=list)
    own_number: str = ""  # printed before the task's words, in a table without a column of numbers

    def count(self, habit: Habit) -> None:
        """Tell the habit at which level the cells of this task hang."""
        measured = self._measured()
        if self.shape.measure is None or len(measured) < 2:
            return
        for at in self.shape.of(ColumnKind.ROLE):
            level = self._level(at, habit, measured)
            if any(row[at].filled for row in self.rows if at in row):
                habit.levels.setdefault(self.shape.columns[at].label, Counter())[level] += 1
        if len(self._numbers()) > 1:
            habit.numbered_measures = True

    def build(self, habit: Habit) -> None:
        """Fill the draft from the rows; doing it again with more rows gives the whole."""
        draft, shape = self.draft, self.shape
        draft.role_cells, draft.deadline_cells, draft.result_cells, draft.children = [], [], [], []
        numbers = self._numbers()
        on_measures = shape.measure is not None and (len(numbers) > 1 or self._numbers_right(habit))
        if printed := _NUMBER_WITHIN.match(draft.body.text) if shape.number is None else None:
            self.own_number, draft.body = printed.group(1), draft.body.cut(printed.end())
        draft.number = self.own_number if on_measures or not numbers else numbers[0]
        children = self._children(on_measures)
        begins, measured = shape.beginnings(), self._measured()
        for at in shape.of(ColumnKind.ROLE, ColumnKind.TIME, ColumnKind.RESULT):
            if at in begins:
                continue
            level = self._level(at, habit, measured) if shape.measure is not None else "task"
            self._hang(at, level, children)
        for place, row in enumerate(self.rows):
            self._quarters(row, children.get(place, draft))
            self._marks(row, children.get(place, draft))
        for at in shape.of(ColumnKind.VALUE):
            spots = [row[at] for row in self.rows if at in row and row[at].filled]
            if spots:
                draft.indicator_cells[shape.columns[at].label] = spots[0].reading

    def _numbers_right(self, habit: Habit) -> bool:
        shape = self.shape
        return habit.numbered_measures and shape.number is not None and shape.number > shape.task

    def _numbers(self) -> list[str]:
        at = self.shape.number
        if at is None:
            return []
        texts = [row[at].reading.text.strip() for row in self.rows if at in row and row[at].filled]
        return list(dict.fromkeys(texts))

    def _measured(self) -> list[int]:
        at = self.shape.measure
        return [place for place, row in enumerate(self.rows) if at is not None and at in row and row[at].filled]

    def _children(self, numbered: bool) -> dict[int, TaskDraft]:
        """A draft for each measure, by the place of its row."""
        at, number = self.shape.measure, self.shape.number
        children: dict[int, TaskDraft] = {}
        if at is None:
            return children
        path = (*self.draft.path, self.draft.number) if self.draft.number else self.draft.path
        for place in self._measured():
            row = self.rows[place]
            printed = row[number].reading.text.strip() if numbered and number is not None and number in row else ""
            child = TaskDraft(
                kind=TaskKind.ACTION,
                number=printed,
                path=path,
                title="",
                body=row[at].reading,
                place=row[at].cell.place,
                policy=self.draft.policy,
            )
            children[place] = child
            self.draft.children.append(child)
        return children

    def _level(self, at: int, habit: Habit, measured: list[int]) -> str:
        """Whether a column's cells hang on the task or on each measure."""
        if len(measured) < 2:
            return "task" if not measured else habit.single(self.shape.columns[at], at < (self.shape.measure or 0))
        later = [row[at] for row in self.rows[1:] if at in row]
        first = self.rows[0].get(at)
        repeated = first is not None and all(spot.reading.text == first.reading.text for spot in later)
        copied = repeated and len(later) == len(self.rows) - 1 and self._repeats_task()
        return "task" if copied or not any(spot.filled for spot in later) else "measure"

    def _repeats_task(self) -> bool:
        """Tables whose merged cells were written out again on each row."""
        at = self.shape.task
        return all(at in row and row[at].filled for row in self.rows)

    def _hang(self, at: int, level: str, children: dict[int, TaskDraft]) -> None:
        column = self.shape.columns[at]
        owner: TaskDraft = self.draft
        carried: Spot | None = None
        for place, row in enumerate(self.rows):
            spot = row.get(at)
            if spot is None:
                continue
            if place == 0 and spot.carried and column.kind is not ColumnKind.RESULT:
                self._give(self.draft if level == "task" else children.get(0, self.draft), column, spot)
                carried = spot
                continue
            if level == "task":
                if spot.filled and not (place and self._repeats_task() and carried is not None):
                    self._give(self.draft, column, spot)
                    carried = spot
                continue
            owner = children.get(place, owner)
            if spot.filled:
                carried = spot
            elif spot.exact and not spot.covered:
                carried = None
            if carried is not None and (spot.filled or place in children):
                self._give(owner, column, carried)

    def _give(self, draft: TaskDraft, column: Column, spot: Spot) -> None:
        if not spot.says:
            return
        if column.kind is ColumnKind.ROLE:
            cell = RoleCell(
                label=column.label,
                reading=spot.reading,
                clause=spot.reading,
                place=spot.cell.place,
                lines=spot.lines,
            )
            draft.role_cells.append(cell)
        elif column.kind is ColumnKind.TIME:
            draft.deadline_cells.append(spot.reading)
        else:
            draft.result_cells.append(spot.reading)

    def _marks(self, row: dict[int, Spot], draft: TaskDraft) -> None:
        """The bodies of the head that the row marks, with the role that their sign means."""
        for at in self.shape.of(ColumnKind.MARK):
            label = self.shape.legend.get("".join(row[at].reading.text.split())) if at in row else None
            if label and not row[at].covered:
                head = self.shape.heads[at]
                draft.role_cells.append(RoleCell(label, head, head, row[at].cell.place))

    def _quarters(self, row: dict[int, Spot], draft: TaskDraft) -> None:
        """The last quarter that has words: its label and they together say when."""
        filled = [at for at in self.shape.of(ColumnKind.QUARTER) if at in row and row[at].filled and row[at].says]
        if not filled or draft.deadline_cells:
            return
        reading, head = row[filled[-1]].reading, self.shape.heads[filled[-1]]
        if _DATED.search(reading.text) or not head.text:
            draft.deadline_cells.append(reading)
        elif _TICK.match(reading.text):
            draft.deadline_cells.append(head)
        else:
            draft.deadline_cells.append(Reading.join([head, reading]))


def append_cut(above: dict[int, Spot], below: dict[int, Spot]) -> None:
    """Put a row that a page has cut back together, cell by cell."""
    for at, spot in below.items():
        if not spot.filled:
            continue
        upper = above.get(at)
        if upper is None or not upper.reading.text:
            above[at] = spot
            continue
        gap = Reading("", (), spot.reading.source)
        if _UNIT_END.search(upper.reading.text) and spot.reading.offsets[0] - 1 > upper.reading.offsets[-1]:
            gap = Reading(" ", (spot.reading.offsets[0] - 1,), spot.reading.source)
        above[at] = Spot(
            upper.cell,
            Reading.join([upper.reading, gap, spot.reading]),
            (*upper.lines, *spot.lines),
            upper.covered,
            upper.exact,
        )
