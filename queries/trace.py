"""From any answer down to the characters: 目标 → 任务 → 单位 → 条款 → 原文第 1203–1209 字, with the file's SHA-256.

An id of a task, target, policy, unit's part in a task (“task_1~unit_2~lead~1”), or citation (“policy_1~cites~4”); a
task and a unit (“task_1~unit_2”) give every part that the unit has in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.errors import NotFound
from graph_store.store import GraphReader, Row
from queries.rows import DUTY, TASK_HOME, Place, place_of, whole
from queries.targets import target

TextOf = Callable[[str], str]

_AROUND: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """One fact with the words that state it; `verified` says whether the archived text holds them at that place.

    `what` is task, duty, clause, convention, target, citation or policy; `before` and `after` are the words round it.
    """

    what: str
    label: str
    id: str
    quote: str
    start: int
    end: int
    place: Place | None
    cite: str | None
    before: str
    after: str
    verified: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedDocument:
    """The file in which all steps of a trace stand."""

    id: str
    file: str
    sha256: str
    format: str
    number: str | None
    title: str | None
    issuer: str | None
    date: str | None
    approved_by: str | None
    openness: str | None
    rules: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An answer with its document and its steps, from the widest to the narrowest."""

    id: str
    label: str
    document: TracedDocument
    steps: tuple[TraceStep, ...]


_DOCUMENT: Final[LiteralString] = """
MATCH (d:Document {id: $id})
RETURN d.id AS id, d.file AS file, d.sha256 AS sha256, d.format AS format, d.number AS number, d.title AS title,
    d.issuer AS issuer, d.date AS date, d.approved_by AS approved_by, d.openness AS openness, d.rules AS rules
ORDER BY d.id LIMIT 1"""

_TASK: Final[LiteralString] = f"""
MATCH (t:Task {{id: $id}})
{TASK_HOME}
RETURN t.id AS id, t.number AS number, t.title AS title, t.text AS text, t.`start` AS `start`, t.`end` AS `end`,
    t.place AS place, t.cite AS cite, t.document_id AS document_id, p.title AS policy_title
ORDER BY t.id, d.id LIMIT 1"""

_DUTIES: Final[LiteralString] = f"""
MATCH (u:Unit)-[a:{DUTY}]->(t:Task {{id: $task_id}})
WHERE ($unit_id = '' OR u.id = $unit_id) AND ($role = '' OR a.role = $role)
RETURN u.id AS unit_id, u.name AS unit, a.role AS role, a.wording AS wording, a.position AS position,
    a.quote AS quote, a.`start` AS `start`, a.`end` AS `end`, a.clause_start AS clause_start,
    a.clause_end AS clause_end, a.place AS place, a.cite AS cite, a.document_id AS document_id
ORDER BY a.`start`, a.role, a.position, u.id LIMIT $limit"""

_BY_POLICY: Final[LiteralString] = """
MATCH (p:Policy {id: $id})-[c:CITES]->(q:Policy) WHERE c.position = $position
RETURN q.title AS title, q.number AS number, c.kind AS kind, c.quote AS quote, c.`start` AS `start`, c.`end` AS `end`,
    c.place AS place, c.document_id AS document_id ORDER BY c.`start`, q.id LIMIT 20"""

_BY_TASK: Final[LiteralString] = """
MATCH (t:Task {id: $id})-[c:CITES]->(q:Policy) WHERE c.position = $position
RETURN q.title AS title, q.number AS number, c.kind AS kind, c.quote AS quote, c.`start` AS `start`, c.`end` AS `end`,
    c.place AS place, c.document_id AS document_id ORDER BY c.`start`, q.id LIMIT 20"""

_POLICY: Final[LiteralString] = """
MATCH (p:Policy {id: $id}) OPTIONAL MATCH (p)-[:PUBLISHED_IN]->(d:Document)
RETURN p.title AS title, p.number AS number, d.id AS document_id ORDER BY d.file, d.id LIMIT 1"""


def trace(graph: GraphReader, asked: str, *, text_of: TextOf | None = None) -> Trace:
    """Follow an id down to the characters that it stands on.

    `text_of` gives the archived text of a document by its id; with it every quote is compared with the text and the
    words round it are shown. Raises NotFound for an id that is not in the graph.
    """
    parts = asked.split("~")
    if len(parts) >= 2 and parts[1] == "cites":
        document_id, label, found = _citation(graph, parts)
    elif len(parts) >= 2:
        document_id, label, found = _duty(graph, parts)
    elif asked.startswith("target_"):
        document_id, label, found = _target(graph, asked)
    elif asked.startswith("policy_"):
        document_id, label, found = _policy(graph, asked)
    else:
        document_id, label, found = _task(graph, asked)
    text = text_of(document_id) if text_of else None
    steps = tuple(_shown(step, text) for step in found)
    return Trace(id=asked, label=label, document=_document(graph, document_id), steps=steps)


_Found = tuple[str, str, list[Row]]
_LABEL = 40  # characters of a task that has no title


def _task(graph: GraphReader, task_id: str) -> _Found:
    task = _task_row(graph, task_id)
    duties = graph.read(_DUTIES, task_id=task_id, unit_id="", role="", limit=500)
    return str(task["document_id"]), _task_label(task), [_task_step(task), *_duty_steps(task_id, duties)]


def _duty(graph: GraphReader, parts: list[str]) -> _Found:
    task_id, unit_id, role = parts[0], parts[1], parts[2] if len(parts) > 2 else ""
    task = _task_row(graph, task_id)
    duties = graph.read(_DUTIES, task_id=task_id, unit_id=unit_id, role=role, limit=500)
    if len(parts) > 3:
        duties = [row for row in duties if str(whole(row["position"])) == parts[3]]
    if not duties:
        raise NotFound(f"任务“{task_id}”中没有单位“{unit_id}”的这项职责。")
    label = f"{duties[0]['unit']}：{_task_label(task)}"
    return str(task["document_id"]), label, [_task_step(task), *_duty_steps(task_id, duties)]


def _target(graph: GraphReader, target_id: str) -> _Found:
    found = target(graph, target_id)
    aim = found.target
    steps: list[Row] = []
    if aim.task_id:
        steps.append(_task_step(_task_row(graph, aim.task_id)))
    steps.append(_step("target", aim.indicator, aim.id, _plain(aim), aim.cite))
    for unit in found.units:
        duties = graph.read(_DUTIES, task_id=unit.task_id, unit_id=unit.unit_id, role=unit.role, limit=50)
        steps += [step for step in _duty_steps(unit.task_id, duties) if step not in steps]
    return aim.document_id, f"{aim.indicator}：{aim.quote}", steps


def _citation(graph: GraphReader, parts: list[str]) -> _Found:
    position = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    question = _BY_TASK if parts[0].startswith("task_") else _BY_POLICY
    rows = graph.read(question, id=parts[0], position=position)
    if not rows:
        raise NotFound(f"没有编号为“{'~'.join(parts)}”的引用。")
    title = rows[0]["title"] or rows[0]["number"]
    steps = [_step("citation", f"引用（{row['kind']}）", "~".join(parts), row, None) for row in rows]
    if parts[0].startswith("task_"):
        steps.insert(0, _task_step(_task_row(graph, parts[0])))
    return str(rows[0]["document_id"]), f"引用《{title}》", steps


def _policy(graph: GraphReader, policy_id: str) -> _Found:
    rows = graph.read(_POLICY, id=policy_id)
    if not rows:
        raise NotFound(f"没有编号为“{policy_id}”的政策文件。")
    if not rows[0]["document_id"]:
        raise NotFound(f"《{rows[0]['title']}》仅被引用，尚未载入，没有原文可以追溯。")
    return str(rows[0]["document_id"]), f"《{rows[0]['title']}》", []


def _task_row(graph: GraphReader, task_id: str) -> Row:
    rows = graph.read(_TASK, id=task_id)
    if not rows:
        raise NotFound(f"没有编号为“{task_id}”的内容可以追溯。", hint="编号见各查询结果的 id 列。")
    return rows[0]


def _task_label(task: Row) -> str:
    number, text = str(task["number"] or ""), str(task["text"] or "")
    words = str(task["title"] or "") or text[:_LABEL] + ("…" if len(text) > _LABEL else "")
    return f"{number}{' ' if number[-1:].isdigit() else ''}{words}"


def _task_step(task: Row) -> Row:
    return _step("task", "任务", str(task["id"]), {**task, "quote": None}, task["cite"])


def _duty_steps(task_id: str, duties: list[Row]) -> list[Row]:
    steps: list[Row] = []
    for row in duties:
        link = f"{task_id}~{row['unit_id']}~{row['role']}~{whole(row['position'])}"
        name = f"{row['unit']}（{row['wording'] or row['role']}）"
        if row["clause_start"] is not None and row["clause_end"] is not None:
            clause: Row = {"quote": None, "start": row["clause_start"], "end": row["clause_end"], "place": row["place"]}
            step = _step("clause", "职责条款", link.split("~")[0], clause, row["cite"])
            if step not in steps:
                steps.append(step)
        steps.append(_step("duty", name, link, row, row["cite"]))
    return steps


def _step(what: str, label: str, link: str, row: Row, cite: object) -> Row:
    kept: Row = {name: row[name] for name in ("quote", "start", "end", "place")}
    return {**kept, "what": what, "label": label, "id": link, "cite": str(cite) if cite else None}


def _plain(aim: object) -> Row:
    import json

    place = getattr(aim, "place", None)
    return {
        "quote": getattr(aim, "quote", ""),
        "start": getattr(aim, "start", 0),
        "end": getattr(aim, "end", 0),
        "place": json.dumps(place, ensure_ascii=False) if place else None,
    }


def _shown(step: Row, text: str | None) -> TraceStep:
    start, end = whole(step["start"]), whole(step["end"])
    quote = str(step["quote"]) if step["quote"] is not None else (text[start:end] if text else "")
    return TraceStep(
        what=str(step["what"]),
        label=str(step["label"]),
        id=str(step["id"]),
        quote=quote,
        start=start,
        end=end,
        place=place_of(step["place"]),
        cite=str(step["cite"]) if step["cite"] else None,
        before=text[max(0, start - _AROUND) : start] if text else "",
        after=text[end : end + _AROUND] if text else "",
        verified=text[start:end] == quote if text is not None else None,
    )


def _document(graph: GraphReader, document_id: str) -> TracedDocument:
    rows = graph.read(_DOCUMENT, id=document_id)
    if not rows:
        raise NotFound(f"没有编号为“{document_id}”的文件。")
    fields: dict[str, object] = dict(rows[0])
    return TracedDocument(**fields)  # type: ignore[arg-type]
