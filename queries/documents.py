"""What is loaded: the files with what each holds, the places and lines, and how much of everything.

004_….txt → DocumentRow(number="大营增专班发[2022]1号", tasks=218, …).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_store.errors import NotFound
from graph_store.store import GraphReader, Row
from queries.rows import DUTY, typed, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One loaded file: its own data, and how many tasks (as numbered), parts of units and targets it states."""

    id: str
    sha256: str
    file: str
    format: str
    number: str | None
    title: str | None
    issuer: str | None
    date: str | None
    approved_by: str | None
    addressees: str | None
    copied_to: str | None
    openness: str | None
    jurisdiction: str | None
    rules: str | None
    warnings: tuple[str, ...] | None
    unread: tuple[dict[str, Any], ...]
    policies: tuple[tuple[str, str], ...]
    tasks: int
    duties: int
    targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """One place with how many documents apply in it and how many units act in it."""

    jurisdiction: str
    documents: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much the graph holds; `tasks` are counted as numbered, `task_nodes` with all their parts."""

    documents: int
    policies: int
    policies_not_loaded: int
    tasks: int
    task_nodes: int
    units: int
    duties: int
    targets: int
    citations: int
    unread: int
    roles: dict[str, int]


_DOCUMENTS: Final[LiteralString] = """
MATCH (d:Document) WHERE ($id = '' OR d.id = $id) AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
RETURN d.id AS id, d.sha256 AS sha256, d.file AS file, d.format AS format, d.number AS number, d.title AS title,
    d.issuer AS issuer, d.date AS date, d.approved_by AS approved_by, d.addressees AS addressees,
    d.copied_to AS copied_to, d.openness AS openness, d.jurisdiction AS jurisdiction, d.rules AS rules,
    d.warnings AS warnings, d.unread AS unread
ORDER BY d.number, d.file, d.id SKIP $offset LIMIT $limit"""

_POLICIES: Final[LiteralString] = """
MATCH (p:Policy)-[:PUBLISHED_IN]->(d:Document) WHERE d.id IN $ids
RETURN d.id AS id, p.id AS policy_id, p.title AS title ORDER BY id, p.annex, p.number, policy_id LIMIT $limit"""

_TASKS: Final[LiteralString] = """
MATCH (t:Task) WHERE t.document_id IN $ids
RETURN t.document_id AS id, count(DISTINCT t.counted_id) AS n ORDER BY id LIMIT $limit"""

_DUTIES: Final[LiteralString] = f"""
MATCH (:Unit)-[a:{DUTY}]->(t:Task) WHERE t.document_id IN $ids
RETURN t.document_id AS id, count(a) AS n ORDER BY id LIMIT $limit"""

_TARGETS: Final[LiteralString] = """
MATCH (x:Target) WHERE x.document_id IN $ids RETURN x.document_id AS id, count(x) AS n ORDER BY id LIMIT $limit"""

_PLACE_DOCUMENTS: Final[LiteralString] = """
MATCH (d:Document) WITH d.jurisdiction AS jurisdiction, count(d) AS n
RETURN jurisdiction, n ORDER BY jurisdiction LIMIT $limit"""

_PLACE_UNITS: Final[LiteralString] = """
MATCH (u:Unit) WITH u.jurisdiction AS jurisdiction, count(u) AS n
RETURN jurisdiction, n ORDER BY jurisdiction LIMIT $limit"""

_UNREAD: Final[LiteralString] = "MATCH (d:Document) RETURN d.unread AS unread ORDER BY d.id LIMIT $limit"

_N_DOCUMENTS: Final[LiteralString] = "MATCH (d:Document) RETURN count(d) AS n ORDER BY n LIMIT 1"
_N_POLICIES: Final[LiteralString] = """
MATCH (p:Policy) RETURN p.loaded AS loaded, count(p) AS n ORDER BY loaded LIMIT 2"""
_N_TASKS: Final[LiteralString] = """
MATCH (t:Task) RETURN count(t) AS nodes, count(DISTINCT t.counted_id) AS n ORDER BY n LIMIT 1"""
_N_UNITS: Final[LiteralString] = "MATCH (u:Unit) RETURN count(u) AS n ORDER BY n LIMIT 1"
_N_ROLES: Final[LiteralString] = f"""
MATCH (:Unit)-[a:{DUTY}]->(:Task) RETURN a.role AS role, count(a) AS n ORDER BY role LIMIT 20"""
_N_TARGETS: Final[LiteralString] = "MATCH (x:Target) RETURN count(x) AS n ORDER BY n LIMIT 1"
_N_CITED_BY_POLICY: Final[LiteralString] = (
    "MATCH (:Policy)-[c:CITES]->(:Policy) RETURN count(c) AS n ORDER BY n LIMIT 1"
)
_N_CITED_BY_TASK: Final[LiteralString] = "MATCH (:Task)-[c:CITES]->(:Policy) RETURN count(c) AS n ORDER BY n LIMIT 1"

_ALL: Final = 100_000


def list_documents(
    graph: GraphReader, *, jurisdiction: str = "", limit: int = 500, offset: int = 0
) -> list[DocumentRow]:
    """The loaded files by document number and name."""
    return _filled(graph, graph.read(_DOCUMENTS, id="", jurisdiction=jurisdiction, limit=limit, offset=offset))


def document(graph: GraphReader, document_id: str) -> DocumentRow:
    """One loaded file; raises NotFound."""
    rows = graph.read(_DOCUMENTS, id=document_id, jurisdiction="", limit=1, offset=0)
    if not rows:
        raise NotFound(f"没有编号为“{document_id}”的文件。", hint="可用 zeren status 查看已载入的文件。")
    return _filled(graph, rows)[0]


def places(graph: GraphReader, *, limit: int = 5000) -> list[PlaceCount]:
    """The places that documents apply in or units act in, by name."""
    documents = {row["jurisdiction"]: whole(row["n"]) for row in graph.read(_PLACE_DOCUMENTS, limit=limit)}
    units = {row["jurisdiction"]: whole(row["n"]) for row in graph.read(_PLACE_UNITS, limit=limit)}
    names = sorted(str(name) for name in documents.keys() | units.keys() if name)
    return [PlaceCount(jurisdiction=n, documents=documents.get(n, 0), units=units.get(n, 0)) for n in names]


def totals(graph: GraphReader) -> Totals:
    """How much the graph holds."""
    policies = {bool(row["loaded"]): whole(row["n"]) for row in graph.read(_N_POLICIES)}
    tasks = graph.read(_N_TASKS)[0]
    roles = {str(row["role"]): whole(row["n"]) for row in graph.read(_N_ROLES)}
    return Totals(
        documents=whole(graph.read(_N_DOCUMENTS)[0]["n"]),
        policies=policies.get(True, 0),
        policies_not_loaded=policies.get(False, 0),
        tasks=whole(tasks["n"]),
        task_nodes=whole(tasks["nodes"]),
        units=whole(graph.read(_N_UNITS)[0]["n"]),
        duties=sum(roles.values()),
        targets=whole(graph.read(_N_TARGETS)[0]["n"]),
        citations=whole(graph.read(_N_CITED_BY_POLICY)[0]["n"]) + whole(graph.read(_N_CITED_BY_TASK)[0]["n"]),
        unread=sum(len(_listed(row["unread"])) for row in graph.read(_UNREAD, limit=_ALL)),
        roles=roles,
    )


def _filled(graph: GraphReader, rows: list[Row]) -> list[DocumentRow]:
    ids = [str(row["id"]) for row in rows]
    counts = {
        name: {row["id"]: whole(row["n"]) for row in graph.read(question, ids=ids, limit=_ALL)}
        for name, question in (("tasks", _TASKS), ("duties", _DUTIES), ("targets", _TARGETS))
    }
    policies: dict[object, list[tuple[str, str]]] = {}
    for row in graph.read(_POLICIES, ids=ids, limit=_ALL):
        policies.setdefault(row["id"], []).append((str(row["policy_id"]), str(row["title"])))
    found = []
    for row in rows:
        more = {name: counted.get(row["id"], 0) for name, counted in counts.items()}
        unread = _listed(row.pop("unread"))
        found.append(typed(DocumentRow, row, unread=unread, policies=tuple(policies.get(row["id"], ())), **more))
    return found


def _listed(column: object) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(column)) if isinstance(column, str) and column else ()
