"""Rows of an engine → frozen records, and records → plain JSON.

{"id": "task_1", "path": ["一、总体要求"], "place": '{"line": 3}'} → TaskRow(id="task_1", path=("一、总体要求",), place={"line": 3}).
Also the pieces of Cypher that many questions share. Empty strings stand for “no filter”, because the two engines
disagree on a parameter that is null.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any, Final, LiteralString, TypeVar

from graph_store.store import Row

T = TypeVar("T")

Place = dict[str, Any]

#: every relationship type by which a unit has a part in a task
DUTY: Final[LiteralString] = "LEADS|RESPONSIBLE_FOR|SUPPORTS|PARTICIPATES_IN|IMPLEMENTS|GUIDES|SUPERVISES|ASSESSES"

#: the columns of a TaskRow, for a task `t` with its policy `p` and its document `d`
TASK_COLUMNS: Final[LiteralString] = """
    t.id AS id, t.kind AS kind, t.number AS number, t.path AS path, t.title AS title, t.text AS text,
    t.cite AS cite, t.parent_id AS parent_id, t.counted_id AS counted_id, t.position AS position,
    t.deadline_kind AS deadline_kind, t.deadline_text AS deadline_text, t.deadline_end AS deadline_end,
    t.expected_result AS expected_result, t.`start` AS `start`, t.`end` AS `end`, t.place AS place, t.doubt AS doubt,
    t.policy_id AS policy_id, p.title AS policy_title, t.document_id AS document_id, d.number AS document_number,
    d.file AS file, d.jurisdiction AS jurisdiction"""

#: from a task `t` to its policy `p` and the document `d` that it stands in
TASK_HOME: Final[LiteralString] = (
    "MATCH (t)-[:PART_OF]->(p:Policy)-[:PUBLISHED_IN]->(d:Document) WHERE d.id = t.document_id"
)

#: the columns of the evidence that a duty edge `a` carries
DUTY_COLUMNS: Final[LiteralString] = """
    a.role AS role, a.as_written AS as_written, a.wording AS wording, a.position AS position, a.list_open AS list_open,
    a.inherited AS inherited, a.quote AS quote, a.`start` AS `start`, a.`end` AS `end`, a.clause_start AS clause_start,
    a.clause_end AS clause_end, a.cite AS cite, a.doubt AS doubt, a.place AS place"""


def typed(make: Callable[..., T], row: Row, **more: object) -> T:
    """Make a record of a row: lists become tuples, `place` its JSON; `more` adds fields the row does not have."""
    fields: dict[str, object] = {}
    for name, value in row.items():
        if name == "place":
            fields[name] = place_of(value)
        else:
            fields[name] = tuple(value) if isinstance(value, list) else value
    return make(**fields, **more)


def place_of(value: object) -> Place | None:
    """The place that a JSON column holds; None where the format has none."""
    if not isinstance(value, str) or not value:
        return None
    place: Place = json.loads(value)
    return place or None


def as_dict(record: Any) -> dict[str, Any]:
    """A record and all records in it as dictionaries and lists, ready for JSON."""
    plain: dict[str, Any] = dataclasses.asdict(record)
    return {name: _listed(value) for name, value in plain.items()}


def _listed(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return value


def whole(value: object) -> int:
    """A count as an int, whatever number type the engine gave it."""
    return int(value) if isinstance(value, int | float | str) else 0


def duty_id(task_id: str, unit_id: str, role: str, position: object) -> str:
    """The id of one unit's part in a task, which `trace` reads: “task_1~unit_2~lead~1”."""
    return f"{task_id}~{unit_id}~{role}~{whole(position)}"


def citation_id(source_id: str, position: object) -> str:
    """The id of one citation, which `trace` reads: “policy_1~cites~4”."""
    return f"{source_id}~cites~{whole(position)}"
