"""What one unit leads, answers for, supports …, with dates and quotes, and what it is named in through a collective.

大宁县财政局 → UnitDuties(counts={"lead": 12, …}). Counts go by task as it is numbered: a unit named twice in one
task counts once. “各乡镇人民政府” names a town only through recorded membership, which is counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.store import GraphReader, Row
from queries.names import UnitRow, unit_by_id
from queries.rows import DUTY, DUTY_COLUMNS, TASK_HOME, Place, duty_id, typed, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One part of a unit in one task, in the words that give it; `through` names the collective it comes by."""

    id: str
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
    task_id: str
    counted_id: str
    task_kind: str
    task_number: str | None
    task_title: str | None
    task_text: str
    deadline_kind: str | None
    deadline_text: str | None
    deadline_end: str | None
    policy_id: str
    policy_title: str | None
    document_id: str
    document_number: str | None
    file: str
    through_id: str | None = None
    through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDuties:
    """A unit's duties: `counts` by role and `total` count tasks as numbered in which it is named itself.

    `through_counts` and `through_total` count the further tasks in which only a collective names it.
    """

    unit: UnitRow
    names_as_written: tuple[str, ...]
    collectives: tuple[str, ...]
    total: int
    counts: dict[str, int]
    through_total: int
    through_counts: dict[str, int]
    duties: tuple[Duty, ...]
    through: tuple[Duty, ...]


_TASK: Final[LiteralString] = """
    t.id AS task_id, t.counted_id AS counted_id, t.kind AS task_kind, t.number AS task_number, t.title AS task_title,
    t.text AS task_text, t.deadline_kind AS deadline_kind, t.deadline_text AS deadline_text,
    t.deadline_end AS deadline_end, p.id AS policy_id, p.title AS policy_title, d.id AS document_id,
    d.number AS document_number, d.file AS file"""

_OWN: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[a:{DUTY}]->(t:Task)
WHERE ($role = '' OR a.role = $role) AND ($policy_id = '' OR t.policy_id = $policy_id)
{TASK_HOME}
RETURN {DUTY_COLUMNS}, {_TASK}
ORDER BY d.number, d.file, t.position, t.id, a.`start`, a.role, a.position SKIP $offset LIMIT $limit"""

_THROUGH: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[:MEMBER_OF]->(c:Unit)-[a:{DUTY}]->(t:Task)
WHERE ($role = '' OR a.role = $role) AND ($policy_id = '' OR t.policy_id = $policy_id)
{TASK_HOME}
RETURN {DUTY_COLUMNS}, {_TASK}, c.id AS through_id, c.name AS through
ORDER BY d.number, d.file, t.position, t.id, a.`start`, a.role, a.position, c.id SKIP $offset LIMIT $limit"""

_OWN_COUNTS: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[a:{DUTY}]->(t:Task) WHERE ($policy_id = '' OR t.policy_id = $policy_id)
RETURN DISTINCT a.role AS role, t.counted_id AS counted_id ORDER BY role, counted_id LIMIT $limit"""

_THROUGH_COUNTS: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[:MEMBER_OF]->(:Unit)-[a:{DUTY}]->(t:Task)
WHERE ($policy_id = '' OR t.policy_id = $policy_id)
RETURN DISTINCT a.role AS role, t.counted_id AS counted_id ORDER BY role, counted_id LIMIT $limit"""

_COLLECTIVES: Final[LiteralString] = """
MATCH (u:Unit {id: $unit_id})-[:MEMBER_OF]->(c:Unit) RETURN c.id AS id, c.name AS name ORDER BY name, id LIMIT $limit"""

_MEMBERS: Final[LiteralString] = """
MATCH (u:Unit)-[:MEMBER_OF]->(c:Unit {id: $unit_id}) RETURN u.id AS id, u.name AS name ORDER BY name, id LIMIT $limit"""

_WRITTEN: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[a:{DUTY}]->(:Task)
RETURN DISTINCT a.as_written AS as_written ORDER BY as_written LIMIT $limit"""

_ALL: Final = 100_000


def duties_of(
    graph: GraphReader, unit_id: str, *, role: str = "", policy_id: str = "", limit: int = 1000, offset: int = 0
) -> UnitDuties:
    """Everything that one unit is named in, in the order of documents and text; raises NotFound.

    `limit` and `offset` page the listed duties; the counts are always of all of them.
    """
    unit = unit_by_id(graph, unit_id)
    asked = {"unit_id": unit_id, "policy_id": policy_id}
    own = _counted(graph.read(_OWN_COUNTS, limit=_ALL, **asked))
    named = set().union(*own.values()) if own else set()
    further = _counted(graph.read(_THROUGH_COUNTS, limit=_ALL, **asked), without=named)
    duties = graph.read(_OWN, role=role, limit=limit, offset=offset, **asked)
    through = graph.read(_THROUGH, role=role, limit=limit, offset=offset, **asked)
    return UnitDuties(
        unit=unit,
        names_as_written=tuple(str(row["as_written"]) for row in graph.read(_WRITTEN, unit_id=unit_id, limit=200)),
        collectives=tuple(str(row["name"]) for row in graph.read(_COLLECTIVES, unit_id=unit_id, limit=200)),
        total=len(named),
        counts=_lengths(own),
        through_total=len(set().union(*further.values())) if further else 0,
        through_counts=_lengths(further),
        duties=tuple(_duty(row, unit_id) for row in duties),
        through=tuple(_duty(row, str(row["through_id"])) for row in through if row["counted_id"] not in named),
    )


def members_of(graph: GraphReader, unit_id: str, *, limit: int = 500) -> list[tuple[str, str]]:
    """Who a collective includes by recorded judgement, as (id, name)."""
    return [(str(row["id"]), str(row["name"])) for row in graph.read(_MEMBERS, unit_id=unit_id, limit=limit)]


def _counted(rows: list[Row], without: set[str] | None = None) -> dict[str, set[str]]:
    counted: dict[str, set[str]] = {}
    for row in rows:
        if str(row["counted_id"]) not in (without or set()):
            counted.setdefault(str(row["role"]), set()).add(str(row["counted_id"]))
    return counted


def _lengths(counted: dict[str, set[str]]) -> dict[str, int]:
    from graph_store.schema import ROLE_EDGES

    return {role: len(counted[role]) for role in ROLE_EDGES if role in counted}


def _duty(row: Row, unit_id: str) -> Duty:
    link = duty_id(str(row["task_id"]), unit_id, str(row["role"]), whole(row["position"]))
    return typed(Duty, row, id=link)
