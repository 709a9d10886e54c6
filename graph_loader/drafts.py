"""What structure.py and tables.py hand to the fact finders: tasks with their words, not yet with ids.

“3. 鼓励…。（责任单位：县财政局）” → TaskDraft(number="3.", body=Reading, …). Role cells of a table come as
`RoleCell`s with the label of their column; role clauses of prose are found later in `body`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_loader.source import Reading
from graph_store.model import Place, TaskKind


@dataclass(slots=True)
class RoleCell:
    """The names in one cell under one role label: label “牵头单位”, reading “县发改局 县财政局”.

    A label line of prose (`责任单位：…` on a line of its own) is handed on in the same shape.
    `clause` is the whole of label and names where they stand together (a label line), else the cell.
    """

    label: str
    reading: Reading
    clause: Reading
    place: Place | None = None
    lines: tuple[Reading, ...] = ()


@dataclass(slots=True)
class TaskDraft:
    """One task as it stands on the page, before roles, deadlines and ids."""

    kind: TaskKind
    number: str  # as printed: “3.”, “（一）”, “46”; empty where none is printed
    path: tuple[str, ...]  # the headings above it, outermost first
    title: str  # run-in heading, without its full stop
    body: Reading  # all its words after the number, heading included
    place: Place
    policy: int = 0  # index of the policy it belongs to
    role_cells: list[RoleCell] = field(default_factory=list)
    deadline_cells: list[Reading] = field(default_factory=list)
    result_cells: list[Reading] = field(default_factory=list)
    children: list[TaskDraft] = field(default_factory=list)
    paragraphs: list[Reading] = field(default_factory=list)  # the body's own paragraphs; empty for a cell
    leaders: list[RoleCell] = field(default_factory=list)  # people whom a heading above names
    indicator_cells: dict[str, Reading] = field(default_factory=dict)  # 指标表: 单位, 基期, 目标, 属性 …
