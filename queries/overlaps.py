"""Units that share tasks, with the roles on each side: 县财政局 牵头 × 县发改局 配合, 12 tasks.

Sharing a task is how government works; it is shown, never called a problem. Counted by task as numbered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.store import GraphReader, Row
from queries.rows import DUTY, TASK_COLUMNS, TASK_HOME, typed, whole
from queries.tasks import TaskRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePair:
    """How many tasks the two units share in just these roles."""

    left_role: str
    right_role: str
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two units and the number of tasks, as numbered, in which both are named."""

    left_id: str
    left: str
    left_jurisdiction: str | None
    right_id: str
    right: str
    right_jurisdiction: str | None
    tasks: int
    roles: tuple[RolePair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTask:
    """One task in which both units are named, with the roles of each."""

    task: TaskRow
    left_roles: tuple[str, ...]
    right_roles: tuple[str, ...]


_ENDS: Final[LiteralString] = """
    u.id AS left_id, u.name AS left_name, u.jurisdiction AS left_jurisdiction,
    v.id AS right_id, v.name AS right_name, v.jurisdiction AS right_jurisdiction"""

_WITH_UNIT: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[:{DUTY}]->(t:Task)<-[:{DUTY}]-(v:Unit)
WHERE v.id <> u.id AND ($policy_id = '' OR t.policy_id = $policy_id)
WITH u, v, count(DISTINCT t.counted_id) AS tasks
RETURN {_ENDS}, tasks ORDER BY tasks DESC, right_jurisdiction, right_name, right_id SKIP $offset LIMIT $limit"""

_IN_POLICY: Final[LiteralString] = f"""
MATCH (u:Unit)-[:{DUTY}]->(t:Task)<-[:{DUTY}]-(v:Unit)
WHERE u.id < v.id AND t.policy_id = $policy_id
WITH u, v, count(DISTINCT t.counted_id) AS tasks
RETURN {_ENDS}, tasks ORDER BY tasks DESC, left_name, right_name, left_id, right_id SKIP $offset LIMIT $limit"""

_IN_PLACE: Final[LiteralString] = f"""
MATCH (u:Unit)-[:{DUTY}]->(t:Task)<-[:{DUTY}]-(v:Unit)
WHERE u.id < v.id AND ($jurisdiction = '' OR u.jurisdiction = $jurisdiction)
WITH u, v, count(DISTINCT t.counted_id) AS tasks
RETURN {_ENDS}, tasks ORDER BY tasks DESC, left_name, right_name, left_id, right_id SKIP $offset LIMIT $limit"""

_ROLES: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $left_id}})-[a:{DUTY}]->(t:Task)<-[b:{DUTY}]-(v:Unit)
WHERE v.id IN $right_ids AND ($policy_id = '' OR t.policy_id = $policy_id)
WITH v.id AS right_id, a.role AS left_role, b.role AS right_role, count(DISTINCT t.counted_id) AS tasks
RETURN right_id, left_role, right_role, tasks ORDER BY right_id, tasks DESC, left_role, right_role LIMIT $limit"""

_SHARED: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $left_id}})-[a:{DUTY}]->(t:Task)<-[b:{DUTY}]-(v:Unit {{id: $right_id}})
{TASK_HOME}
RETURN {TASK_COLUMNS}, a.role AS left_role, b.role AS right_role
ORDER BY d.number, d.file, t.position, t.id, left_role, right_role SKIP $offset LIMIT $limit"""


def overlaps(
    graph: GraphReader,
    *,
    unit_id: str = "",
    policy_id: str = "",
    jurisdiction: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[Overlap]:
    """Pairs of units with most shared tasks first: of one unit (then it stands left), else of a policy or a place."""
    page = {"limit": limit, "offset": offset}
    if unit_id:
        rows = graph.read(_WITH_UNIT, unit_id=unit_id, policy_id=policy_id, **page)
    elif policy_id:
        rows = graph.read(_IN_POLICY, policy_id=policy_id, **page)
    else:
        rows = graph.read(_IN_PLACE, jurisdiction=jurisdiction, **page)
    roles = _roles(graph, rows, policy_id)
    return [_overlap(row, roles.get((str(row["left_id"]), str(row["right_id"])), ())) for row in rows]


def shared_tasks(
    graph: GraphReader, left_id: str, right_id: str, *, limit: int = 200, offset: int = 0
) -> list[SharedTask]:
    """The tasks in which both units are named, in the order of documents and text."""
    rows = graph.read(_SHARED, left_id=left_id, right_id=right_id, limit=limit, offset=offset)
    grouped: dict[str, tuple[Row, dict[str, None], dict[str, None]]] = {}
    for row in rows:
        left, right = str(row.pop("left_role")), str(row.pop("right_role"))
        _, lefts, rights = grouped.setdefault(str(row["id"]), (row, {}, {}))
        lefts[left], rights[right] = None, None
    return [
        SharedTask(task=typed(TaskRow, row), left_roles=tuple(lefts), right_roles=tuple(rights))
        for row, lefts, rights in grouped.values()
    ]


def _roles(graph: GraphReader, rows: list[Row], policy_id: str) -> dict[tuple[str, str], tuple[RolePair, ...]]:
    rights: dict[str, list[str]] = {}
    for row in rows:
        rights.setdefault(str(row["left_id"]), []).append(str(row["right_id"]))
    found: dict[tuple[str, str], tuple[RolePair, ...]] = {}
    for left_id, right_ids in rights.items():
        asked = graph.read(_ROLES, left_id=left_id, right_ids=right_ids, policy_id=policy_id, limit=100_000)
        for row in asked:
            key = (left_id, str(row.pop("right_id")))
            found[key] = (*found.get(key, ()), typed(RolePair, row))
    return found


def _overlap(row: Row, roles: tuple[RolePair, ...]) -> Overlap:
    return Overlap(
        left_id=str(row["left_id"]),
        left=str(row["left_name"]),
        left_jurisdiction=str(row["left_jurisdiction"] or "") or None,
        right_id=str(row["right_id"]),
        right=str(row["right_name"]),
        right_jurisdiction=str(row["right_jurisdiction"] or "") or None,
        tasks=whole(row["tasks"]),
        roles=roles,
    )
