"""One task whole: who does what, by when, with which people, targets and citations, each with its words.

“6.鼓励…。（牵头单位：县财政局）” → TaskWhole(units=(县财政局 牵头), lead_named=True). Where the document names no lead,
`lead_note` says 文件未标明牵头单位: that is an answer, and nobody is made a lead who is not called one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final, LiteralString

from graph_store.errors import NotFound
from graph_store.store import GraphReader, Row
from queries.policies import CitationRow, citations
from queries.rows import DUTY, DUTY_COLUMNS, TASK_COLUMNS, TASK_HOME, Place, duty_id, typed
from queries.targets import TargetRow, list_targets

NO_LEAD = "文件未标明牵头单位"
NO_UNIT = "文件未列责任单位"
ABOVE = "责任单位列于上一级任务，文件未逐项分解"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task with the policy and the document it stands in; `jurisdiction` is the document's."""

    id: str
    kind: str
    number: str | None
    path: tuple[str, ...] | None
    title: str | None
    text: str
    cite: str | None
    parent_id: str | None
    counted_id: str
    position: int
    deadline_kind: str | None
    deadline_text: str | None
    deadline_end: str | None
    expected_result: str | None
    start: int
    end: int
    place: Place | None
    doubt: str | None
    policy_id: str
    policy_title: str | None
    document_id: str
    document_number: str | None
    file: str
    jurisdiction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnit:
    """One unit's part in one task; `id` may be traced; `above` is true where it stands on a task above."""

    id: str
    task_id: str
    unit_id: str
    unit: str
    unit_kind: str | None
    jurisdiction: str | None
    role: str
    as_written: str
    wording: str | None
    position: int
    list_open: bool
    inherited: bool
    quote: str
    start: int
    end: int
    clause_start: int | None
    clause_end: int | None
    cite: str | None
    doubt: str | None
    place: Place | None
    above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person whom a task names: role `leader` or `officer`; never a unit."""

    role: str
    as_written: str
    wording: str | None
    quote: str
    start: int
    end: int
    position: int
    inherited: bool  # named by a heading above the task
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWhole:
    """A task with everything that hangs on it; `lead_note` says so where the document names no lead or nobody."""

    task: TaskRow
    units: tuple[TaskUnit, ...]
    people: tuple[Person, ...]
    lead_named: bool
    lead_note: str
    parent: TaskRow | None
    children: tuple[TaskRow, ...]
    targets: tuple[TargetRow, ...]
    citations: tuple[CitationRow, ...]


_LISTED: Final[LiteralString] = f"""
MATCH (t:Task) WHERE ($policy_id = '' OR t.policy_id = $policy_id)
    AND ($document_id = '' OR t.document_id = $document_id) AND ($parent_id = '' OR t.parent_id = $parent_id)
    AND ($kind = '' OR t.kind = $kind)
{TASK_HOME} AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
RETURN {TASK_COLUMNS} ORDER BY d.number, d.file, t.position, t.id SKIP $offset LIMIT $limit"""

_BY_ID: Final[LiteralString] = f"""
MATCH (t:Task {{id: $id}})
{TASK_HOME}
RETURN {TASK_COLUMNS} ORDER BY t.id, d.id LIMIT 1"""

_PEOPLE: Final[LiteralString] = "MATCH (t:Task {id: $id}) RETURN t.people AS people ORDER BY t.id LIMIT 1"

_UNIT: Final[LiteralString] = """
    t.id AS task_id, u.id AS unit_id, u.name AS unit, u.kind AS unit_kind, u.jurisdiction AS jurisdiction"""

_UNITS: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task {{id: $id}})
RETURN {_UNIT}, {DUTY_COLUMNS} ORDER BY a.`start`, a.role, a.position, u.id LIMIT $limit"""

_UNITS_IN: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task) WHERE ($policy_id = '' OR t.policy_id = $policy_id)
    AND ($document_id = '' OR t.document_id = $document_id)
MATCH (d:Document) WHERE d.id = t.document_id AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
RETURN {_UNIT}, {DUTY_COLUMNS}
ORDER BY d.number, d.file, t.position, t.id, a.`start`, a.role, a.position, u.id SKIP $offset LIMIT $limit"""


def list_tasks(
    graph: GraphReader,
    *,
    policy_id: str = "",
    document_id: str = "",
    parent_id: str = "",
    jurisdiction: str = "",
    kind: str = "",
    limit: int = 500,
    offset: int = 0,
) -> list[TaskRow]:
    """Tasks in the order of documents and text; every filter is optional."""
    rows = graph.read(
        _LISTED,
        policy_id=policy_id,
        document_id=document_id,
        parent_id=parent_id,
        jurisdiction=jurisdiction,
        kind=kind,
        limit=limit,
        offset=offset,
    )
    return [typed(TaskRow, row) for row in rows]


def task_by_id(graph: GraphReader, task_id: str) -> TaskRow:
    """The task with this id; raises NotFound."""
    rows = graph.read(_BY_ID, id=task_id)
    if not rows:
        raise NotFound(f"没有编号为“{task_id}”的任务。", hint="可用 zeren search 按词查找任务编号。")
    return typed(TaskRow, rows[0])


def task(graph: GraphReader, task_id: str) -> TaskWhole:
    """One task whole; raises NotFound. Units of the task above stand in `units` only where it has none itself."""
    found = task_by_id(graph, task_id)
    units = _units(graph, found)
    children = list_tasks(graph, parent_id=task_id)
    return TaskWhole(
        task=found,
        units=units,
        people=people_of(graph, task_id),
        lead_named=any(unit.role == "lead" for unit in units),
        lead_note=_note(units, _below(graph, children) if not units else []),
        parent=task_by_id(graph, found.parent_id) if found.parent_id else None,
        children=tuple(children),
        targets=tuple(list_targets(graph, task_id=task_id)),
        citations=tuple(citations(graph, task_id=task_id)),
    )


def units_of(graph: GraphReader, task_id: str, *, limit: int = 500) -> list[TaskUnit]:
    """The units that one task names itself, in the order of the text."""
    return [_task_unit(row) for row in graph.read(_UNITS, id=task_id, limit=limit)]


def units_in(
    graph: GraphReader,
    *,
    policy_id: str = "",
    document_id: str = "",
    jurisdiction: str = "",
    limit: int = 5000,
    offset: int = 0,
) -> list[TaskUnit]:
    """Every unit's part in every task of a policy, document or place, in the order of documents and text."""
    rows = graph.read(
        _UNITS_IN, policy_id=policy_id, document_id=document_id, jurisdiction=jurisdiction, limit=limit, offset=offset
    )
    return [_task_unit(row) for row in rows]


def people_of(graph: GraphReader, task_id: str) -> tuple[Person, ...]:
    """The leaders and officers that one task names."""
    rows = graph.read(_PEOPLE, id=task_id)
    return people_in(rows[0]["people"]) if rows else ()


def people_in(column: object) -> tuple[Person, ...]:
    """The people in a task's JSON column."""
    listed = json.loads(column) if isinstance(column, str) and column else []
    return tuple(
        Person(
            role=str(person["role"]),
            as_written=str(person["as_written"]),
            wording=person.get("wording"),
            quote=str(person["quote"]),
            start=int(person["start"]),
            end=int(person["end"]),
            position=int(person.get("position") or 0),
            inherited=bool(person.get("inherited")),
            place=person.get("place") or None,
        )
        for person in listed
    )


def _units(graph: GraphReader, found: TaskRow) -> tuple[TaskUnit, ...]:
    units = units_of(graph, found.id)
    above = found.parent_id
    while not units and above:
        units = [replace(unit, above=True) for unit in units_of(graph, above)]
        above = task_by_id(graph, above).parent_id
    return tuple(units)


def _below(graph: GraphReader, children: list[TaskRow]) -> list[TaskUnit]:
    return [unit for child in children for unit in units_of(graph, child.id)]


def _note(units: tuple[TaskUnit, ...], below: list[TaskUnit]) -> str:
    if not units:
        return "责任单位列于下级任务" if below else NO_UNIT
    notes = [ABOVE] if units[0].above else []
    if not any(unit.role == "lead" for unit in units):
        notes.append(NO_LEAD)
    return "；".join(notes)


def _task_unit(row: Row) -> TaskUnit:
    link = duty_id(str(row["task_id"]), str(row["unit_id"]), str(row["role"]), row["position"])
    return typed(TaskUnit, row, id=link)
