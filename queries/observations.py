"""情况: what a plan shows, counted and filtered, never called a problem. 联合牵头 58, 未标明牵头单位 112, …

Every kind counts tasks as they are numbered; a citation that is not loaded counts the policy that is cited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.errors import BadInput
from graph_store.store import GraphReader, Row
from queries.rows import DUTY, typed, whole


@dataclass(frozen=True, slots=True)
class ObservationKind:
    """One kind of 情况 with its Chinese and English name and what it means; `question` answers it."""

    name: str
    label_zh: str
    label_en: str
    help: str
    question: LiteralString


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One task (as numbered) or cited policy that shows it; `units` are the names that matter, in the text's order."""

    kind: str
    label: str
    task_id: str | None
    number: str | None
    title: str | None
    text: str | None
    cite: str | None
    units: tuple[str, ...]
    detail: str
    policy_id: str
    policy_title: str | None
    document_id: str | None
    document_number: str | None
    file: str | None
    jurisdiction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationCount:
    """How many tasks (or cited policies) show one kind."""

    kind: str
    label: str
    label_en: str
    help: str
    count: int


_SCOPE: Final[LiteralString] = """
    ($policy_id = '' OR t.policy_id = $policy_id) AND ($document_id = '' OR t.document_id = $document_id)"""

_TASK: Final[LiteralString] = """
MATCH (t:Task)-[:PART_OF]->(p:Policy)-[:PUBLISHED_IN]->(d:Document)
WHERE t.id = counted AND d.id = t.document_id AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
    AND ($every = true OR t.id IN $counted_ids)"""

_COUNT: Final[LiteralString] = f"{_TASK} RETURN count(DISTINCT t.id) AS found ORDER BY found LIMIT 1"

_LIST: Final[LiteralString] = f"""{_TASK}
RETURN t.id AS task_id, t.number AS number, t.title AS title, t.text AS text, t.cite AS cite, n AS n,
    t.deadline_text AS deadline_text, p.id AS policy_id, p.title AS policy_title, d.id AS document_id,
    d.number AS document_number, d.file AS file, d.jurisdiction AS jurisdiction
ORDER BY d.number, d.file, t.position, t.id SKIP $offset LIMIT $limit"""

_SEVERAL_LEADS: Final[LiteralString] = f"""
MATCH (u:Unit)-[:LEADS]->(t:Task) WHERE {_SCOPE}
WITH t, count(DISTINCT u.id) AS leads WHERE leads > 1
WITH t.counted_id AS counted, max(leads) AS n"""

_NO_LEAD: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task) WHERE {_SCOPE}
WITH t.counted_id AS counted, count(DISTINCT u.id) AS n, sum(CASE WHEN a.role = 'lead' THEN 1 ELSE 0 END) AS leads
WHERE leads = 0"""

_ONGOING: Final[LiteralString] = f"""
MATCH (t:Task) WHERE t.deadline_kind = 'ongoing' AND {_SCOPE}
WITH t.counted_id AS counted, count(t) AS n"""

_NO_DATE: Final[LiteralString] = f"""
MATCH (t:Task) WHERE {_SCOPE}
WITH t.counted_id AS counted, count(t) AS n,
    sum(CASE WHEN t.deadline_kind IS NULL OR t.deadline_kind = 'none' THEN 0 ELSE 1 END) AS dated
WHERE dated = 0"""

_NO_UNIT: Final[LiteralString] = f"""
MATCH (t:Task) WHERE {_SCOPE}
OPTIONAL MATCH (u:Unit)-[:{DUTY}]->(t)
WITH t.counted_id AS counted, count(DISTINCT t.id) AS n, count(u.id) AS named WHERE named = 0
MATCH (t:Task) WHERE t.id = counted
    AND NOT EXISTS {{ MATCH (t)-[:SUBTASK_OF*1..6]->(:Task)<-[:{DUTY}]-(:Unit) }}
    AND NOT EXISTS {{ MATCH (t)<-[:SUBTASK_OF*1..6]-(:Task)<-[:{DUTY}]-(:Unit) }}
WITH counted, n"""

_ONLY_COLLECTIVE: Final[LiteralString] = f"""
MATCH (u:Unit)-[:{DUTY}]->(t:Task) WHERE {_SCOPE}
WITH t.counted_id AS counted, count(DISTINCT u.id) AS n,
    sum(CASE WHEN u.kind = 'collective' THEN 0 ELSE 1 END) AS others
WHERE others = 0"""

_NO_TARGET: Final[LiteralString] = f"""
MATCH (t:Task) WHERE {_SCOPE}
OPTIONAL MATCH (t)-[:AIMS_AT]->(x:Target) WHERE x.value IS NOT NULL
WITH t.counted_id AS counted, count(DISTINCT t.id) AS n, count(x.id) AS aims WHERE aims = 0"""

_CITED: Final[LiteralString] = """
MATCH (p:Policy)-[:PUBLISHED_IN]->(d:Document)
WHERE ($policy_id = '' OR p.id = $policy_id) AND ($document_id = '' OR d.id = $document_id)
    AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
WITH DISTINCT p.id AS citing
MATCH (t:Task)-[c:CITES]->(q:Policy) WHERE t.policy_id = citing AND q.loaded = false
RETURN q.id AS policy_id, q.title AS policy_title, q.number AS number, count(*) AS n
ORDER BY policy_id LIMIT $most"""

_CITED_BY_POLICY: Final[LiteralString] = """
MATCH (p:Policy)-[:PUBLISHED_IN]->(d:Document)
WHERE ($policy_id = '' OR p.id = $policy_id) AND ($document_id = '' OR d.id = $document_id)
    AND ($jurisdiction = '' OR d.jurisdiction = $jurisdiction)
WITH DISTINCT p
MATCH (p)-[c:CITES]->(q:Policy) WHERE q.loaded = false
RETURN q.id AS policy_id, q.title AS policy_title, q.number AS number, count(*) AS n
ORDER BY policy_id LIMIT $most"""

_COUNTED_OF_UNIT: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $unit_id}})-[:{DUTY}]->(t:Task)
RETURN DISTINCT t.counted_id AS id ORDER BY id LIMIT $most"""

_NAMES: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task) WHERE t.document_id IN $documents AND t.counted_id IN $ids
RETURN t.counted_id AS id, u.name AS name, a.role AS role
ORDER BY id, t.position, a.`start`, a.position, u.id LIMIT $most"""

_MOST: Final = 200_000

KINDS: Final[tuple[ObservationKind, ...]] = (
    ObservationKind(
        "several_leads", "联合牵头", "several leads", "同一任务列有两个以上牵头单位，属正常分工形式", _SEVERAL_LEADS
    ),
    ObservationKind("no_lead", "未标明牵头单位", "no lead named", "列有责任单位，但没有一个被写作牵头单位", _NO_LEAD),
    ObservationKind("ongoing", "持续推进", "ongoing", "时限写作持续推进、长期坚持等，没有终止日期", _ONGOING),
    ObservationKind("no_date", "未写时限", "no date", "任务文字和表格中都没有写时限", _NO_DATE),
    ObservationKind("no_unit", "未列责任单位", "no unit named", "任务及其上下级任务都没有列单位", _NO_UNIT),
    ObservationKind(
        "only_collective",
        "仅列集合名称",
        "only a collective named",
        "只写“各乡镇人民政府”“有关部门”等，没有写具体单位",
        _ONLY_COLLECTIVE,
    ),
    ObservationKind("no_target", "无量化目标", "no numeric target", "任务文字中没有读到带数值的目标", _NO_TARGET),
    ObservationKind(
        "cited_not_loaded", "引用文件未载入", "cited policy not loaded", "被引用的政策文件尚未载入，内容未载", _CITED
    ),
)

_BY_NAME: Final = {kind.name: kind for kind in KINDS}


def observations(
    graph: GraphReader,
    kind: str,
    *,
    policy_id: str = "",
    document_id: str = "",
    jurisdiction: str = "",
    unit_id: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[Observation]:
    """The tasks (or cited policies) that show one kind, in the order of documents and text.

    Raises BadInput for a kind that is none of KINDS.
    """
    asked = kind_named(kind)
    scope = {"policy_id": policy_id, "document_id": document_id, "jurisdiction": jurisdiction}
    if asked.name == "cited_not_loaded":
        return [] if unit_id else _cited(graph, asked, scope)[offset : offset + limit]
    rows = graph.read(
        asked.question + _LIST,
        **scope,
        **_of_unit(graph, unit_id),
        limit=limit,
        offset=offset,
    )
    names = _names(graph, rows)
    return [_observation(asked, row, names.get(str(row["task_id"]), {})) for row in rows]


def count_observations(
    graph: GraphReader, *, policy_id: str = "", document_id: str = "", jurisdiction: str = "", unit_id: str = ""
) -> list[ObservationCount]:
    """How many tasks (or cited policies) show each kind, in the order of KINDS."""
    scope = {"policy_id": policy_id, "document_id": document_id, "jurisdiction": jurisdiction}
    chosen = _of_unit(graph, unit_id)
    found = []
    for kind in KINDS:
        if kind.name == "cited_not_loaded":
            count = 0 if unit_id else len(_cited(graph, kind, scope))
        else:
            count = whole(graph.read(kind.question + _COUNT, **scope, **chosen)[0]["found"])
        found.append(
            ObservationCount(kind=kind.name, label=kind.label_zh, label_en=kind.label_en, help=kind.help, count=count)
        )
    return found


def kind_named(name: str) -> ObservationKind:
    """The kind with this name or Chinese label; raises BadInput."""
    for kind in KINDS:
        if name in (kind.name, kind.label_zh, kind.label_en):
            return kind
    listed = "、".join(f"{kind.name}（{kind.label_zh}）" for kind in KINDS)
    raise BadInput(f"没有“{name}”这一类情况。", hint=f"可选：{listed}。")


def _of_unit(graph: GraphReader, unit_id: str) -> dict[str, bool | list[str]]:
    if not unit_id:
        return {"every": True, "counted_ids": [""]}
    rows = graph.read(_COUNTED_OF_UNIT, unit_id=unit_id, most=_MOST)
    return {"every": False, "counted_ids": [str(row["id"]) for row in rows] or [""]}


def _names(graph: GraphReader, rows: list[Row]) -> dict[str, dict[tuple[str, str], None]]:
    found: dict[str, dict[tuple[str, str], None]] = {}
    if not rows:
        return found
    ids = [str(row["task_id"]) for row in rows]
    documents = sorted({str(row["document_id"]) for row in rows})
    for row in graph.read(_NAMES, ids=ids, documents=documents, most=_MOST):
        found.setdefault(str(row["id"]), {})[str(row["name"]), str(row["role"])] = None
    return found


def _observation(kind: ObservationKind, row: Row, names: dict[tuple[str, str], None]) -> Observation:
    deadline = str(row.pop("deadline_text") or "")
    n = whole(row.pop("n"))
    leads = [name for name, role in names if role == "lead"]
    units = leads if kind.name == "several_leads" else list(dict.fromkeys(name for name, _ in names))
    detail = {"several_leads": f"{n}个牵头单位", "no_lead": f"列有{n}个单位", "ongoing": deadline}.get(kind.name, "")
    return typed(Observation, row, kind=kind.name, label=kind.label_zh, units=tuple(units), detail=detail)


def _cited(graph: GraphReader, kind: ObservationKind, scope: dict[str, str]) -> list[Observation]:
    counts: dict[str, int] = {}
    policies: dict[str, Row] = {}
    for question in (_CITED, _CITED_BY_POLICY):
        for row in graph.read(question, most=_MOST, **scope):
            key = str(row["policy_id"])
            policies[key] = row
            counts[key] = counts.get(key, 0) + whole(row["n"])
    order = sorted(policies, key=lambda key: (-counts[key], str(policies[key]["policy_title"]), key))
    return [_cited_one(kind, policies[key], counts[key]) for key in order]


def _cited_one(kind: ObservationKind, row: Row, times: int) -> Observation:
    return Observation(
        kind=kind.name,
        label=kind.label_zh,
        task_id=None,
        number=str(row["number"]) if row["number"] else None,
        title=None,
        text=None,
        cite=None,
        units=(),
        detail=f"被引用{times}处",
        policy_id=str(row["policy_id"]),
        policy_title=str(row["policy_title"]) if row["policy_title"] else None,
        document_id=None,
        document_number=None,
        file=None,
        jurisdiction=None,
    )
