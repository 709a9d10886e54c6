"""The rows of every export, with names and order that are a contract: what other programs read.

Rows stand in the order of documents (number, then file) and of the text; a field that does not apply is None. People
are assignments with the person's name in `as_written` and no unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, LiteralString

from graph_store.errors import BadInput
from graph_store.store import GraphReader, Row
from queries.rows import DUTY, place_of
from queries.tasks import people_in

Record = dict[str, Any]

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "assignments": (
        "document_number", "policy_title", "task_id", "task_kind", "task_number", "task_path", "unit", "unit_id",
        "jurisdiction", "function", "as_written", "role", "position", "list_open", "wording", "quote", "start", "end",
        "inherited", "place", "cite", "file",
    ),
    "tasks": (
        "document_number", "policy_title", "task_id", "parent_id", "kind", "number", "path", "title", "text",
        "deadline_text", "deadline_kind", "deadline_end", "expected_result", "start", "end", "file",
    ),
    "targets": (
        "document_number", "task_id", "indicator", "scope", "operator", "value", "value_high", "unit", "by",
        "baseline_value", "baseline_year", "binding", "quote", "start", "end", "file",
    ),
    "citations": (
        "document_number", "task_id", "cited_title", "cited_number", "cited_policy_id", "kind", "quote", "start",
        "end", "file",
    ),
    "units": ("unit_id", "name", "jurisdiction", "kind", "functions", "names_as_written", "judgements"),
}  # fmt: skip

_DOCUMENTS: Final[LiteralString] = """
MATCH (d:Document) WHERE ($document_id = '' OR d.id = $document_id)
RETURN d.id AS id, d.number AS number, d.file AS file ORDER BY d.number, d.file, d.id LIMIT $limit"""

_TASKS: Final[LiteralString] = """
MATCH (t:Task)-[:PART_OF]->(p:Policy) WHERE t.document_id = $document_id
RETURN p.title AS policy_title, t.id AS task_id, t.parent_id AS parent_id, t.kind AS kind, t.number AS number,
    t.path AS path, t.title AS title, t.text AS text, t.deadline_text AS deadline_text,
    t.deadline_kind AS deadline_kind, t.deadline_end AS deadline_end, t.expected_result AS expected_result,
    t.`start` AS `start`, t.`end` AS `end`, t.position AS position, t.people AS people, t.cite AS cite
ORDER BY t.position, t.id, p.id LIMIT $limit"""

_DUTIES: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task) WHERE t.document_id = $document_id
RETURN t.id AS task_id, u.name AS unit, u.id AS unit_id, u.jurisdiction AS jurisdiction, u.functions AS functions,
    a.as_written AS as_written, a.role AS role, a.position AS position, a.list_open AS list_open,
    a.wording AS wording, a.quote AS quote, a.`start` AS `start`, a.`end` AS `end`, a.inherited AS inherited,
    a.place AS place, a.cite AS cite, a.clause_start AS clause_start
ORDER BY t.position, t.id, a.clause_start, a.`start`, a.role, a.position, u.id LIMIT $limit"""

_TARGETS: Final[LiteralString] = """
MATCH (x:Target) WHERE x.document_id = $document_id
RETURN x.task_id AS task_id, x.indicator AS indicator, x.scope AS scope, x.operator AS operator, x.value AS value,
    x.value_high AS value_high, x.unit AS unit, x.`by` AS `by`, x.baseline_value AS baseline_value,
    x.baseline_year AS baseline_year, x.binding AS binding, x.quote AS quote, x.`start` AS `start`, x.`end` AS `end`
ORDER BY x.position, x.`start`, x.id LIMIT $limit"""

_BY_POLICY: Final[LiteralString] = """
MATCH (:Policy)-[c:CITES]->(q:Policy) WHERE c.document_id = $document_id
RETURN NULL AS task_id, c.cited_title AS cited_title, c.cited_number AS cited_number, q.id AS cited_policy_id, c.kind AS kind,
    c.quote AS quote, c.`start` AS `start`, c.`end` AS `end`, c.position AS position
ORDER BY c.`start`, cited_policy_id, kind LIMIT $limit"""

_BY_TASK: Final[LiteralString] = """
MATCH (t:Task)-[c:CITES]->(q:Policy) WHERE c.document_id = $document_id
RETURN t.id AS task_id, c.cited_title AS cited_title, c.cited_number AS cited_number, q.id AS cited_policy_id, c.kind AS kind,
    c.quote AS quote, c.`start` AS `start`, c.`end` AS `end`, c.position AS position
ORDER BY c.`start`, cited_policy_id, kind, task_id LIMIT $limit"""

_UNITS: Final[LiteralString] = """
MATCH (u:Unit)
RETURN u.id AS unit_id, u.name AS name, u.jurisdiction AS jurisdiction, u.kind AS kind, u.functions AS functions
ORDER BY u.jurisdiction, u.name, u.id LIMIT $limit"""

_AS_WRITTEN: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(:Task)
RETURN DISTINCT u.id AS unit_id, a.as_written AS as_written ORDER BY unit_id, as_written LIMIT $limit"""

_ALL: Final = 10_000_000


def export_rows(
    graph: GraphReader, what: str, *, document_id: str = "", judgements: dict[str, list[Record]] | None = None
) -> Iterator[Record]:
    """The rows of one export, of all documents or one; `judgements` gives the recorded judgements by unit id.

    Raises BadInput where `what` is none of COLUMNS.
    """
    if what not in COLUMNS:
        raise BadInput(f"不能导出“{what}”。", hint=f"可选：{'、'.join(COLUMNS)}。")
    if what == "units":
        yield from _units(graph, judgements or {})
        return
    make = {"tasks": _tasks, "assignments": _assignments, "targets": _targets, "citations": _citations}[what]
    for home in graph.read(_DOCUMENTS, document_id=document_id, limit=_ALL):
        for row in make(graph, str(home["id"])):
            full = {**row, "document_number": home["number"], "file": home["file"]}
            yield {name: full[name] for name in COLUMNS[what]}


def _tasks(graph: GraphReader, document_id: str) -> Iterator[Row]:
    yield from graph.read(_TASKS, document_id=document_id, limit=_ALL)


def _assignments(graph: GraphReader, document_id: str) -> Iterator[Record]:
    duties: dict[object, list[Row]] = {}
    for row in graph.read(_DUTIES, document_id=document_id, limit=_ALL):
        duties.setdefault(row["task_id"], []).append(row)
    for task in graph.read(_TASKS, document_id=document_id, limit=_ALL):
        home = {
            "policy_title": task["policy_title"],
            "task_id": task["task_id"],
            "task_kind": task["kind"],
            "task_number": task["number"],
            "task_path": task["path"],
        }
        rows = [_unit_part(row) for row in duties.get(task["task_id"], ())]
        rows += [_person_part(person, task["cite"]) for person in _people(task["people"])]
        for part in sorted(rows, key=lambda part: (part["start"], part["position"], part["role"])):
            yield {**home, **part}


def _unit_part(row: Row) -> Record:
    functions = row["functions"] if isinstance(row["functions"], list) else []
    return {**row, "function": "、".join(functions) or None, "place": place_of(row["place"])}


def _people(column: object) -> list[Record]:
    from dataclasses import asdict

    return [asdict(person) for person in people_in(column)]


def _person_part(person: Record, cite: object) -> Record:
    nothing = dict.fromkeys(("unit", "unit_id", "jurisdiction", "function"))
    return {**nothing, **person, "list_open": False, "cite": cite}


def _targets(graph: GraphReader, document_id: str) -> Iterator[Record]:
    for row in graph.read(_TARGETS, document_id=document_id, limit=_ALL):
        yield {**row, **{name: _number(row[name]) for name in ("value", "value_high", "baseline_value")}}


def _citations(graph: GraphReader, document_id: str) -> Iterator[Row]:
    rows = graph.read(_BY_POLICY, document_id=document_id, limit=_ALL)
    rows += graph.read(_BY_TASK, document_id=document_id, limit=_ALL)
    yield from sorted(rows, key=lambda row: (row["start"], str(row["cited_policy_id"]), str(row["task_id"] or "")))


def _units(graph: GraphReader, judgements: dict[str, list[Record]]) -> Iterator[Record]:
    written: dict[object, list[object]] = {}
    for row in graph.read(_AS_WRITTEN, limit=_ALL):
        written.setdefault(row["unit_id"], []).append(row["as_written"])
    for row in graph.read(_UNITS, limit=_ALL):
        unit_id = str(row["unit_id"])
        more = {"names_as_written": written.get(unit_id, []), "judgements": judgements.get(unit_id, [])}
        yield {**row, "functions": row["functions"] or [], **more}


def _number(value: object) -> int | float | None:
    """A whole number without its “.0”, as people write it."""
    if not isinstance(value, int | float):
        return None
    return int(value) if float(value).is_integer() else value


def as_json_line(record: Record) -> str:
    """One row as one line of JSON, Chinese kept."""
    return json.dumps(record, ensure_ascii=False)
