"""Targets: how much, of what, by when, and who answers for it through the task it hangs on.

“规上工业企业达到260户以上” → TargetRow(indicator="规上工业企业", operator=">=", value=260.0, unit="户"). In rows of
targets `unit` is the unit of measure; bodies are called units everywhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.errors import NotFound
from graph_store.store import GraphReader, Row
from queries.rows import DUTY, DUTY_COLUMNS, Place, duty_id, typed


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One target with the task (or none) and the policy that set it; `level` is the issuer's, where known."""

    id: str
    indicator: str
    scope: str | None
    operator: str | None
    value: float | None
    value_high: float | None
    unit: str | None
    by: str | None
    baseline_value: float | None
    baseline_year: str | None
    binding: bool | None
    quote: str
    start: int
    end: int
    place: Place | None
    position: int | None
    task_id: str | None
    task_number: str | None
    task_title: str | None
    counted_id: str | None
    cite: str | None
    policy_id: str
    policy_title: str | None
    level: str | None
    document_id: str
    document_number: str | None
    file: str
    jurisdiction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetUnit:
    """A unit that answers for a target through its task, in the words of that task's role clause."""

    id: str
    task_id: str
    unit_id: str
    unit: str
    role: str
    as_written: str
    wording: str | None
    quote: str
    start: int
    end: int
    cite: str | None
    above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWhole:
    """A target and who answers for it; an empty `units` means that the document names nobody for it."""

    target: TargetRow
    units: tuple[TargetUnit, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTarget:
    """A target that a unit answers for, with the roles that it has in the task."""

    target: TargetRow
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator with how many targets and documents set a value for it."""

    indicator: str
    unit: str | None
    targets: int
    documents: int


_COLUMNS: Final[LiteralString] = """
    x.id AS id, x.indicator AS indicator, x.scope AS scope, x.operator AS operator, x.value AS value,
    x.value_high AS value_high, x.unit AS unit, x.`by` AS `by`, x.baseline_value AS baseline_value,
    x.baseline_year AS baseline_year, x.binding AS binding, x.quote AS quote, x.`start` AS `start`, x.`end` AS `end`,
    x.place AS place, x.position AS position, x.task_id AS task_id, t.number AS task_number, t.title AS task_title,
    t.counted_id AS counted_id, coalesce(t.cite, p.number, p.title) AS cite, x.policy_id AS policy_id,
    p.title AS policy_title, p.level AS level,
    x.document_id AS document_id, d.number AS document_number, d.file AS file, d.jurisdiction AS jurisdiction"""

_ALL: Final[LiteralString] = f"""
MATCH (x:Target)
WHERE ($id = '' OR x.id = $id) AND ($task_id = '' OR x.task_id = $task_id)
    AND ($policy_id = '' OR x.policy_id = $policy_id) AND ($words = '' OR x.indicator CONTAINS $words)
MATCH (d:Document) WHERE d.id = x.document_id AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
MATCH (p:Policy) WHERE p.id = x.policy_id
OPTIONAL MATCH (t:Task)-[:AIMS_AT]->(x)
RETURN {_COLUMNS} ORDER BY d.number, d.file, x.position, x.id SKIP $offset LIMIT $limit"""

_OF_UNIT: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[a:{DUTY}]->(t:Task)-[:AIMS_AT]->(x:Target)
MATCH (p:Policy) WHERE p.id = x.policy_id
MATCH (d:Document) WHERE d.id = x.document_id
RETURN {_COLUMNS}, a.role AS role ORDER BY d.number, d.file, x.position, x.id, a.role SKIP $offset LIMIT $limit"""

_UNITS_OF_TASK: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task {{id: $task_id}})
RETURN u.id AS unit_id, u.name AS unit, {DUTY_COLUMNS}, t.id AS task_id
ORDER BY a.clause_start, a.position, a.`start`, u.id LIMIT $limit"""

_PARENT: Final[LiteralString] = """
MATCH (t:Task {id: $task_id}) RETURN t.parent_id AS parent_id ORDER BY t.id LIMIT 1"""

_INDICATORS: Final[LiteralString] = """
MATCH (x:Target) WHERE ($words = '' OR x.indicator CONTAINS $words)
WITH x.indicator AS indicator, x.unit AS unit, count(*) AS targets, count(DISTINCT x.document_id) AS documents
RETURN indicator, unit, targets, documents ORDER BY documents DESC, targets DESC, indicator, unit
SKIP $offset LIMIT $limit"""


def list_targets(
    graph: GraphReader,
    *,
    task_id: str = "",
    policy_id: str = "",
    jurisdiction: str = "",
    words: str = "",
    limit: int = 500,
    offset: int = 0,
) -> list[TargetRow]:
    """Targets in the order of documents and text; every filter is optional, `words` looks into the indicator."""
    rows = graph.read(
        _ALL,
        id="",
        task_id=task_id,
        policy_id=policy_id,
        jurisdiction=jurisdiction,
        words=words,
        limit=limit,
        offset=offset,
    )
    return [typed(TargetRow, row) for row in rows]


def indicator_values(graph: GraphReader, words: str, *, jurisdiction: str = "", limit: int = 500) -> list[TargetRow]:
    """Every value that any plan sets for indicators with these words, by indicator, due, place and document."""
    found = [
        row
        for wording in wordings(words)
        for row in list_targets(graph, words=wording, jurisdiction=jurisdiction, limit=limit)
    ]
    return sorted(found, key=lambda row: (row.indicator != words, row.indicator, row.by or "", row.jurisdiction or ""))


#: full and short forms that offices use for one thing
_SAME_WORDS: Final = (("规模以上", "规上"), ("限额以上", "限上"), ("生产总值", "GDP"))


def wordings(words: str) -> list[str]:
    """The words as asked and, where an indicator has a short form, its other wording: 规上工业企业, 规模以上工业企业."""
    plain = re.sub(r"[“”\"‘’]", "", words)
    found = [plain]
    for full, short in _SAME_WORDS:
        if full in plain:
            found.append(plain.replace(full, short))
        elif short in plain:
            found.append(plain.replace(short, full))
    return found


def indicators(graph: GraphReader, words: str = "", *, limit: int = 200, offset: int = 0) -> list[IndicatorRow]:
    """Indicators with how many plans set them, those of most plans first."""
    return [typed(IndicatorRow, row) for row in graph.read(_INDICATORS, words=words, limit=limit, offset=offset)]


def target(graph: GraphReader, target_id: str) -> TargetWhole:
    """One target and who answers for it: the units of its task, else of the task above; raises NotFound."""
    rows = graph.read(_ALL, id=target_id, task_id="", policy_id="", jurisdiction="", words="", limit=1, offset=0)
    if not rows:
        raise NotFound(f"没有编号为“{target_id}”的目标。")
    found: TargetRow = typed(TargetRow, rows[0])
    units = _answering(graph, found.task_id)
    if found.task_id is None:
        note = "该目标写在文件总体目标中，文件未将其列入某项任务。"
    elif not units:
        note = "该目标所在任务未列责任单位。"
    else:
        note = "责任单位列于上一级任务，文件未逐项分解。" if units[0].above else ""
    return TargetWhole(target=found, units=units, note=note)


def targets_of_unit(graph: GraphReader, unit_id: str, *, limit: int = 500, offset: int = 0) -> list[UnitTarget]:
    """Every target that hangs on a task in which the unit has a part, with its roles there."""
    rows = graph.read(_OF_UNIT, unit_id=unit_id, limit=limit, offset=offset)
    grouped: dict[str, tuple[Row, list[str]]] = {}
    for row in rows:
        role = str(row.pop("role"))
        roles = grouped.setdefault(str(row["id"]), (row, []))[1]
        if role not in roles:
            roles.append(role)
    return [UnitTarget(target=typed(TargetRow, row), roles=tuple(roles)) for row, roles in grouped.values()]


def _answering(graph: GraphReader, task_id: str | None) -> tuple[TargetUnit, ...]:
    asked = task_id
    while asked:
        rows = graph.read(_UNITS_OF_TASK, task_id=asked, limit=200)
        if rows:
            return tuple(_answer(row, above=asked != task_id) for row in rows)
        above = graph.read(_PARENT, task_id=asked)
        asked = str(above[0]["parent_id"]) if above and above[0]["parent_id"] else None
    return ()


def _answer(row: Row, *, above: bool) -> TargetUnit:
    kept = {name: row[name] for name in _ANSWER_FIELDS}
    link = duty_id(str(row["task_id"]), str(row["unit_id"]), str(row["role"]), row["position"])
    return typed(TargetUnit, kept, id=link, above=above)


_ANSWER_FIELDS: Final = ("task_id", "unit_id", "unit", "role", "as_written", "wording", "quote", "start", "end", "cite")
