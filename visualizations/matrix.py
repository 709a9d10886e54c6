"""任务分工表: tasks down, units across, in each cell the role that the document gives, as data and as one offline page.

第1项 × 县财政局 → 牵. Rows stand in the order of the text; units that have most tasks come first, collectives last.
A cell that is empty says that the document does not name the unit there, nothing more.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_store.schema import ROLE_EDGES
from graph_store.store import GraphReader
from queries import documents, policies, tasks
from visualizations.legend import COLLECTIVE
from visualizations.network import source_line
from visualizations.offline_network import policy_of
from visualizations.pages import deadlines_below, render

_ALL = 100_000

_MARKS = {
    "lead": ("牵", "L"),
    "responsible": ("责", "R"),
    "support": ("配", "S"),
    "participate": ("参", "P"),
    "local": ("属", "C"),
    "guide": ("指", "G"),
    "supervise": ("督", "V"),
    "assess": ("考", "A"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One unit of the table, with how many tasks name it."""

    id: str
    name: str
    collective: bool
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task; `roles` has the unit's roles by its id, `text` what can be filtered for."""

    task: tasks.TaskRow
    roles: dict[str, tuple[str, ...]]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The table of one policy, document or place. `sources` are its documents with their openness, `below` the dates
    that measures below a task have."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    roles: tuple[str, ...]
    sources: tuple[str, ...]
    left_out: int
    below: dict[str, str]


def matrix(
    reader: GraphReader, *, policy_id: str = "", document_id: str = "", jurisdiction: str = "", limit: int = 600
) -> Matrix:
    """The table of a policy, a document or a place; raises NotFound for a policy or document that is not there.

    `limit` bounds the rows; `left_out` says how many tasks it kept away.
    """
    scope: dict[str, Any] = {"policy_id": policy_id, "document_id": document_id, "jurisdiction": jurisdiction}
    listed = tasks.list_tasks(reader, limit=_ALL, **scope)
    parts = tasks.units_in(reader, limit=_ALL, **scope)
    roles: dict[str, dict[str, tuple[str, ...]]] = {}
    for part in parts:
        own = roles.setdefault(part.task_id, {})
        own[part.unit_id] = tuple(dict.fromkeys((*own.get(part.unit_id, ()), part.role)))
    kept = [task for task in listed if task.id in roles or task.parent_id is None]
    shown = kept[:limit]
    used = {role for task in shown for own in roles.get(task.id, {}).values() for role in own}
    home = list(dict.fromkeys(task.document_id for task in shown))[:50]
    return Matrix(
        title=_title(reader, policy_id, document_id, jurisdiction),
        columns=_columns(parts, {task.id for task in shown}),
        lines=tuple(
            Line(task=task, roles=roles.get(task.id, {}), text=f"{task.number or ''} {task.title or ''} {task.text}")
            for task in shown
        ),
        roles=tuple(role for role in ROLE_EDGES if role in used),
        sources=tuple(source_line(documents.document(reader, id_)) for id_ in home),
        left_out=len(kept) - len(shown),
        below=deadlines_below(listed),
    )


def offline_matrix(table: Matrix, lang: str = "zh") -> str:
    """The table as one page that opens with no internet."""
    folder = Path(__file__).parent / "static"
    script = (folder / "matrix.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    css = (folder / "style.css").read_text(encoding="utf-8")
    return render(
        "offline_matrix.html", lang, table=table, mark=role_mark, css=css, script=script, csp=policy_of(script)
    )


def write_matrix_page(
    reader: GraphReader,
    *,
    path: str | os.PathLike[str],
    policy_id: str = "",
    jurisdiction: str = "",
    limit: int = 5000,
    lang: str = "zh",
) -> Matrix:
    """Write the page and give the table that it shows; without a policy or a place, all that is loaded."""
    table = matrix(reader, policy_id=policy_id, jurisdiction=jurisdiction, limit=limit)
    Path(path).write_text(offline_matrix(table, lang), encoding="utf-8")
    return table


def role_mark(role: str, lang: str = "zh") -> str:
    """A role in one character: 牵, 责, 配 …"""
    zh, en = _MARKS.get(role, (role, role))
    return en if lang == "en" else zh


def _columns(parts: list[tasks.TaskUnit], shown: set[str]) -> tuple[Column, ...]:
    named: dict[str, tasks.TaskUnit] = {}
    counts: Counter[str] = Counter()
    for unit_id, task_id in dict.fromkeys((part.unit_id, part.task_id) for part in parts):
        counts[unit_id] += task_id in shown
    for part in parts:
        named.setdefault(part.unit_id, part)
    found = [
        Column(id=id_, name=part.unit, collective=part.unit_kind == COLLECTIVE, tasks=counts[id_])
        for id_, part in named.items()
        if counts[id_]
    ]
    return tuple(sorted(found, key=lambda c: (c.collective, -c.tasks, c.name, c.id)))


def _title(reader: GraphReader, policy_id: str, document_id: str, jurisdiction: str) -> str:
    if policy_id:
        return policies.policy_by_id(reader, policy_id).title
    if document_id:
        row = documents.document(reader, document_id)
        return row.title or row.file
    return jurisdiction
