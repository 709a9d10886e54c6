"""A policy: its tasks, what it cites, what cites it, and the chain from the State Council down to a county.

“根据《…》（国发[2021]1号）” → CitationRow(kind="based_on"). A policy that is only cited has `loaded` false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.errors import NotFound
from graph_store.store import GraphReader, Row
from queries.rows import Place, citation_id, typed, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """One instrument; `tasks` counts its tasks as numbered, `cited_by` the policies that name it,
    themselves or in one of their tasks."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None
    level: str | None
    annex: str | None
    loaded: bool
    tasks: int
    cited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRow:
    """One place where a policy or one of its tasks names another policy; `id` may be traced."""

    id: str
    kind: str
    task_id: str | None
    policy_id: str
    policy_title: str | None
    policy_number: str | None
    cited_id: str
    cited_title: str | None
    cited_number: str | None
    cited_level: str | None
    cited_loaded: bool
    quote: str
    start: int
    end: int
    place: Place | None
    position: int | None
    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWhole:
    """A policy with its citations both ways and the documents that publish it."""

    policy: PolicyRow
    documents: tuple[tuple[str, str], ...]
    cites: tuple[CitationRow, ...]
    cited_by: tuple[CitationRow, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """One policy on the chain: `step` below 0 is cited (upwards), above 0 cites (downwards), 0 the one asked for."""

    step: int
    policy: PolicyRow
    kind: str | None
    via: str | None


_YEAR = re.compile(r"[\[［（(【〔﹝]\s*(\d{4})\s*[\]］）)】〕﹞]")
NOT_LOADED = "该文件仅被引用，尚未载入，内容未载。"

_COLUMNS: Final[LiteralString] = """
    p.id AS id, p.title AS title, p.number AS number, p.issuer AS issuer, p.date AS date, p.level AS level,
    p.annex AS annex, p.loaded AS loaded"""

_COUNTS: Final[LiteralString] = """
OPTIONAL MATCH (t:Task)-[:PART_OF]->(p)
WITH p, count(DISTINCT t.counted_id) AS tasks
OPTIONAL MATCH (q:Policy)-[:CITES]->(p)
WITH p, tasks, collect(DISTINCT q.id) AS citing
OPTIONAL MATCH (s:Task)-[:CITES]->(p) WHERE NOT s.policy_id IN citing
WITH p, tasks, size(citing) AS policies, count(DISTINCT s.policy_id) AS others
WITH p, tasks, policies + others AS cited_by"""

_BY_ID: Final[LiteralString] = f"""
MATCH (p:Policy {{id: $id}})
{_COUNTS}
RETURN {_COLUMNS}, tasks, cited_by ORDER BY p.id LIMIT 1"""

_FOUND: Final[LiteralString] = f"""
MATCH (p:Policy) WHERE ($words = '' OR p.title CONTAINS $words OR p.number CONTAINS $words)
{_COUNTS}
RETURN {_COLUMNS}, tasks, cited_by ORDER BY p.loaded DESC, p.number, p.title, p.id SKIP $offset LIMIT $limit"""

_MISSING: Final[LiteralString] = f"""
MATCH (p:Policy) WHERE p.loaded = false
{_COUNTS}
RETURN {_COLUMNS}, tasks, cited_by ORDER BY cited_by DESC, p.number, p.title, p.id SKIP $offset LIMIT $limit"""

_IN_PLACE: Final[LiteralString] = f"""
MATCH (p:Policy)-[:APPLIES_IN]->(j:Jurisdiction {{name: $jurisdiction}})
{_COUNTS}
RETURN {_COLUMNS}, tasks, cited_by ORDER BY p.loaded DESC, p.number, p.title, p.id SKIP $offset LIMIT $limit"""

_DOCUMENTS: Final[LiteralString] = """
MATCH (p:Policy {id: $id})-[:PUBLISHED_IN]->(d:Document)
RETURN d.id AS id, d.file AS file ORDER BY d.file, d.id LIMIT 50"""

_CITE_COLUMNS: Final[LiteralString] = """
    c.kind AS kind, p.id AS policy_id, p.title AS policy_title, p.number AS policy_number,
    q.id AS cited_id, q.title AS cited_title, q.number AS cited_number, q.level AS cited_level,
    q.loaded AS cited_loaded, c.quote AS quote, c.`start` AS `start`, c.`end` AS `end`, c.place AS place,
    c.position AS position, c.document_id AS document_id"""

_BY_POLICY: Final[LiteralString] = f"""
MATCH (p:Policy)-[c:CITES]->(q:Policy) WHERE ($from = '' OR p.id = $from) AND ($to = '' OR q.id = $to)
RETURN {_CITE_COLUMNS} ORDER BY p.number, p.id, c.position, c.`start`, q.id LIMIT $limit"""

_BY_TASK: Final[LiteralString] = f"""
MATCH (t:Task)-[c:CITES]->(q:Policy) WHERE ($to = '' OR q.id = $to) AND ($task_id = '' OR t.id = $task_id)
MATCH (t)-[:PART_OF]->(p:Policy) WHERE ($from = '' OR p.id = $from)
RETURN t.id AS task_id, {_CITE_COLUMNS} ORDER BY p.number, p.id, c.position, c.`start`, t.id, q.id LIMIT $limit"""

_UP: Final[LiteralString] = """
MATCH (p:Policy)-[c:CITES]->(q:Policy) WHERE p.id IN $ids
RETURN q.id AS id, p.id AS via, c.kind AS kind ORDER BY q.id, p.id, c.kind LIMIT $limit"""

_UP_BY_TASK: Final[LiteralString] = """
MATCH (t:Task)-[c:CITES]->(q:Policy) WHERE t.policy_id IN $ids
RETURN q.id AS id, t.policy_id AS via, c.kind AS kind ORDER BY q.id, t.policy_id, c.kind LIMIT $limit"""

_DOWN: Final[LiteralString] = """
MATCH (p:Policy)-[c:CITES]->(q:Policy) WHERE q.id IN $ids
RETURN p.id AS id, q.id AS via, c.kind AS kind ORDER BY p.id, q.id, c.kind LIMIT $limit"""

_DOWN_BY_TASK: Final[LiteralString] = """
MATCH (t:Task)-[c:CITES]->(q:Policy) WHERE q.id IN $ids
RETURN t.policy_id AS id, q.id AS via, c.kind AS kind ORDER BY t.policy_id, q.id, c.kind LIMIT $limit"""


def policy_by_id(graph: GraphReader, policy_id: str) -> PolicyRow:
    """The policy with this id; raises NotFound."""
    rows = graph.read(_BY_ID, id=policy_id)
    if not rows:
        raise NotFound(f"没有编号为“{policy_id}”的政策文件。", hint="可用 zeren search 按标题或文号查找。")
    return _policy(rows[0])


def find_policies(
    graph: GraphReader, words: str = "", *, jurisdiction: str = "", limit: int = 100, offset: int = 0
) -> list[PolicyRow]:
    """Policies with these words in title or number, loaded ones first; or all that apply in a place."""
    if jurisdiction:
        rows = graph.read(_IN_PLACE, jurisdiction=jurisdiction, limit=limit, offset=offset)
    else:
        rows = graph.read(_FOUND, words=words.strip("《》 "), limit=limit, offset=offset)
    return [_policy(row) for row in rows]


def one_policy(graph: GraphReader, words: str) -> PolicyRow:
    """The policy with this id, number or title; raises NotFound, or NotFound with the candidates where several fit."""
    if words.isascii():
        return policy_by_id(graph, words)
    found, plain = [], words
    for plain in _spellings(words):
        found = find_policies(graph, plain, limit=20)
        if found:
            break
    exact = [row for row in found if plain in (row.number, row.title)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise NotFound(f"没有找到政策文件“{words}”。", hint="可用 zeren search 按标题或文号查找。")
    listed = "\n".join(f"  {row.id}  {row.number or '无文号'}  {row.title}" for row in (exact or found))
    raise NotFound(f"有{len(exact or found)}个政策文件符合“{words}”，请写编号：\n{listed}")


def _spellings(words: str) -> list[str]:
    """A title without its outer 《》, a number with its year in each kind of brackets: 岢政发[2022]5号 → 岢政发〔2022〕5号."""
    plain = words.strip("《》 ")
    pairs = ("〔〕", "[]", "（）", "()")
    return list(dict.fromkeys([plain, *(_YEAR.sub(rf"{pair[0]}\1{pair[1]}", plain) for pair in pairs)]))


def not_loaded(graph: GraphReader, *, limit: int = 200, offset: int = 0) -> list[PolicyRow]:
    """Policies that are cited and not loaded, the most cited first."""
    return [_policy(row) for row in graph.read(_MISSING, limit=limit, offset=offset)]


def policy(graph: GraphReader, policy_id: str, *, limit: int = 500) -> PolicyWhole:
    """One policy with its citations both ways; its tasks are `tasks.list_tasks(policy_id=…)`. Raises NotFound."""
    found = policy_by_id(graph, policy_id)
    documents = tuple((str(row["id"]), str(row["file"])) for row in graph.read(_DOCUMENTS, id=policy_id))
    return PolicyWhole(
        policy=found,
        documents=documents,
        cites=tuple(citations(graph, policy_id=policy_id, limit=limit)),
        cited_by=tuple(citations(graph, cited_id=policy_id, limit=limit)),
        note="" if found.loaded else NOT_LOADED,
    )


def citations(
    graph: GraphReader, *, policy_id: str = "", cited_id: str = "", task_id: str = "", limit: int = 1000
) -> list[CitationRow]:
    """Citations by a policy and its tasks, of a policy, or by one task, in the order of the text."""
    ends = {"from": policy_id, "to": cited_id}
    rows = [] if task_id else graph.read(_BY_POLICY, limit=limit, **ends)
    rows += graph.read(_BY_TASK, task_id=task_id, limit=limit, **ends)
    found = [_citation(row) for row in rows]
    return sorted(found, key=lambda row: (row.policy_number or "\uffff", row.policy_id, row.position or 0, row.id))[
        :limit
    ]


def chain(graph: GraphReader, policy_id: str, *, depth: int = 4, limit: int = 200) -> list[ChainStep]:
    """What a policy rests on, upwards, and what rests on it, downwards; loops are walked once. Raises NotFound."""
    start = ChainStep(step=0, policy=policy_by_id(graph, policy_id), kind=None, via=None)
    up = _walk(graph, policy_id, (_UP, _UP_BY_TASK), depth, limit)
    down = _walk(graph, policy_id, (_DOWN, _DOWN_BY_TASK), depth, limit)
    above = [ChainStep(step=-step, policy=row, kind=kind, via=via) for step, row, kind, via in up]
    below = [ChainStep(step=step, policy=row, kind=kind, via=via) for step, row, kind, via in down]
    return sorted([*above, start, *below], key=lambda s: (s.step, s.policy.number or "\uffff", s.policy.id))


def _walk(
    graph: GraphReader, policy_id: str, questions: tuple[LiteralString, LiteralString], depth: int, limit: int
) -> list[tuple[int, PolicyRow, str, str]]:
    seen, edge, found = {policy_id}, [policy_id], list[tuple[int, PolicyRow, str, str]]()
    for step in range(1, depth + 1):
        rows = [row for question in questions for row in graph.read(question, ids=edge, limit=limit)]
        edge = []
        for row in rows:
            next_id = str(row["id"])
            if next_id not in seen and len(found) < limit:
                seen.add(next_id)
                edge.append(next_id)
                found.append((step, policy_by_id(graph, next_id), str(row["kind"]), str(row["via"])))
    return found


def _policy(row: Row) -> PolicyRow:
    numbers = {"tasks": whole(row.pop("tasks")), "cited_by": whole(row.pop("cited_by"))}
    return typed(PolicyRow, {**row, "loaded": bool(row["loaded"])}, **numbers)


def _citation(row: Row) -> CitationRow:
    task_id = row.get("task_id")
    link = citation_id(str(task_id or row["policy_id"]), row["position"])
    return typed(CitationRow, {**row, "task_id": task_id, "cited_loaded": bool(row["cited_loaded"])}, id=link)
