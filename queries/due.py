"""What is due between two dates, and whose time has passed at a day.

“2022年6月底前” → due 2022-06-30. Zeren holds no record of what was done, so a passed date is said as
时限已过，完成情况本系统未载, never as 逾期.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.store import GraphReader, Row
from queries.rows import DUTY, TASK_COLUMNS, TASK_HOME, typed
from queries.tasks import TaskRow

PASSED = "时限已过，完成情况本系统未载"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueUnit:
    """A unit that a task due names, and its role."""

    unit_id: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One task with a date, and for whom; `note` is PASSED where the date lies before the day asked about."""

    due: str
    task: TaskRow
    units: tuple[DueUnit, ...]
    note: str


_BETWEEN: Final[LiteralString] = f"""
MATCH (t:Task) WHERE t.deadline_end >= $first AND t.deadline_end <= $last
    AND ($policy_id = '' OR t.policy_id = $policy_id)
{TASK_HOME} AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
RETURN {TASK_COLUMNS}
ORDER BY t.deadline_end, d.number, d.file, t.position, t.id SKIP $offset LIMIT $limit"""

_OF_UNIT: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[:{DUTY}]->(t:Task) WHERE t.deadline_end >= $first AND t.deadline_end <= $last
    AND ($policy_id = '' OR t.policy_id = $policy_id)
{TASK_HOME}
RETURN DISTINCT {TASK_COLUMNS}
ORDER BY deadline_end, document_number, file, position, id SKIP $offset LIMIT $limit"""

_BELOW: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[:{DUTY}]->(:Task)<-[:SUBTASK_OF]-(t:Task)
WHERE t.deadline_end >= $first AND t.deadline_end <= $last AND ($policy_id = '' OR t.policy_id = $policy_id)
    AND NOT EXISTS {{ MATCH (:Unit)-[:{DUTY}]->(t) }}
{TASK_HOME}
RETURN DISTINCT {TASK_COLUMNS}
ORDER BY deadline_end, document_number, file, position, id SKIP $offset LIMIT $limit"""

_UNITS: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task) WHERE t.id IN $ids
RETURN t.id AS id, u.id AS unit_id, u.name AS unit, a.role AS role
ORDER BY id, a.`start`, a.position, u.id LIMIT $limit"""


def due_between(
    graph: GraphReader,
    start: str,
    end: str,
    *,
    unit_id: str = "",
    policy_id: str = "",
    jurisdiction: str = "",
    day: str = "",
    limit: int = 500,
    offset: int = 0,
) -> list[DueRow]:
    """Tasks whose date lies from `start` to `end` (ISO, both included), by date.

    For a unit: the tasks that name it, and the tasks below one that names it where they name nobody themselves.
    `day`, where given, is today: earlier dates carry the note PASSED.
    """
    asked = {"first": start, "last": end, "policy_id": policy_id}
    if unit_id:
        rows = [
            row
            for question in (_OF_UNIT, _BELOW)
            for row in graph.read(question, unit_id=unit_id, limit=limit + offset, offset=0, **asked)
        ]
        rows = sorted(rows, key=_order)[offset : offset + limit]
    else:
        rows = graph.read(_BETWEEN, jurisdiction=jurisdiction, limit=limit, offset=offset, **asked)
    return _with_units(graph, [typed(TaskRow, row) for row in rows], day)


def passed_at(
    graph: GraphReader,
    day: str,
    *,
    unit_id: str = "",
    policy_id: str = "",
    jurisdiction: str = "",
    limit: int = 500,
    offset: int = 0,
) -> list[DueRow]:
    """Tasks whose date lies before `day`; each carries the note that Zeren does not know what was done."""
    return due_between(
        graph,
        "0000",
        _day_before(day),
        unit_id=unit_id,
        policy_id=policy_id,
        jurisdiction=jurisdiction,
        day=day,
        limit=limit,
        offset=offset,
    )


def _with_units(graph: GraphReader, tasks: list[TaskRow], day: str) -> list[DueRow]:
    asked = {task.id for task in tasks} | {task.parent_id for task in tasks if task.parent_id}
    units: dict[str, dict[DueUnit, None]] = {}
    for row in graph.read(_UNITS, ids=sorted(asked), limit=100_000):
        units.setdefault(str(row.pop("id")), {})[typed(DueUnit, row)] = None
    return [
        DueRow(
            due=task.deadline_end or "",
            task=task,
            units=tuple(units.get(task.id) or units.get(task.parent_id or "") or ()),
            note=PASSED if day and (task.deadline_end or "") < day else "",
        )
        for task in tasks
    ]


def _order(row: Row) -> tuple[str, str, str, int, str]:
    position = row["position"]
    return (
        str(row["deadline_end"]),
        str(row["document_number"] or "\uffff"),
        str(row["file"]),
        position if isinstance(position, int) else 0,
        str(row["id"]),
    )


def _day_before(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
