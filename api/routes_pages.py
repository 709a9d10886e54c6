"""The pages of single things: start, unit, task, policy, document, target, trace; and /docs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.context import Ctx, Graph, IdPath, Rows, duties_of, page_of
from api.page import language, page
from api.routes_units import RoleQuery
from api.steady import SteadyRoute
from graph_store.errors import NotFound
from queries import documents, observations, overlaps, policies, targets, tasks, trace, units
from visualizations.document import TextMark, cut_document
from visualizations.document_marks import document_marks
from visualizations.pages import deadlines_below, deadlines_in

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=SteadyRoute)

_ALL = 100_000
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


@dataclass(frozen=True, slots=True)
class _Group:
    """One policy's duties of a unit."""

    id: str
    title: str
    rows: list[units.Duty]


@router.get("/")
def start(request: Request, graph: Graph, rows: Rows) -> HTMLResponse:
    """What is loaded, and the way to search it."""
    if graph.mark() is None:
        return page(request, "start.html", title="责任网", totals=None, hide_search=True)
    totals = documents.totals(graph)
    listed = page_of(lambda limit, offset: documents.list_documents(graph, limit=limit, offset=offset), rows)
    counts = observations.count_observations(graph) if totals.documents else []
    places = documents.places(graph)
    return page(
        request,
        "start.html",
        title="责任网",
        totals=totals,
        documents=listed,
        observations=counts,
        places=places,
        hide_search=True,
    )


@router.get("/units/{unit_id}")
def unit(request: Request, graph: Graph, unit_id: IdPath, rows: Rows, role: RoleQuery = "") -> HTMLResponse:
    """What one unit leads, answers for and supports."""
    answer = duties_of(graph, unit_id, rows, role=role)
    every = units.duties_of(graph, unit_id, role=role, limit=_ALL).duties
    listed = page_of(lambda limit, offset: list(every[:limit]), rows)
    return page(
        request,
        "unit.html",
        title=answer.unit.name,
        section="/units",
        u=answer.unit,
        role=role,
        below=deadlines_in(graph, {d.policy_id for d in (*answer.duties, *answer.through)}),
        answer=answer,
        groups=_by_policy(answer.duties),
        page=listed,
        collectives=answer.collectives,
        members=units.members_of(graph, unit_id),
        documents=_homes(graph, (d.document_id for d in (*answer.duties, *answer.through))),
        overlaps=overlaps.overlaps(graph, unit_id=unit_id, limit=20),
        targets=targets.targets_of_unit(graph, unit_id, limit=100),
    )


@router.get("/tasks/{task_id}")
def task(request: Request, graph: Graph, task_id: IdPath) -> HTMLResponse:
    """One task whole."""
    whole = tasks.task(graph, task_id)
    document = documents.document(graph, whole.task.document_id)
    title = whole.task.title or whole.task.text[:30]
    return page(
        request,
        "task.html",
        title=title,
        k=whole.task,
        whole=whole,
        document=document,
        below=deadlines_below(whole.children),
    )


@router.get("/policies/{policy_id}")
def policy(request: Request, graph: Graph, policy_id: IdPath, rows: Rows) -> HTMLResponse:
    """One policy: its tasks, what it rests on, what it cites."""
    whole = policies.policy(graph, policy_id)
    listed = page_of(
        lambda limit, offset: tasks.list_tasks(graph, policy_id=policy_id, limit=limit, offset=offset), rows
    )
    return page(
        request,
        "policy.html",
        title=whole.policy.title,
        section="/policies",
        p=whole.policy,
        whole=whole,
        tasks=listed.items,
        below=deadlines_in(graph, {policy_id}),
        page=listed,
        parts=_parts(tasks.units_in(graph, policy_id=policy_id, limit=_ALL)),
        chain=policies.chain(graph, policy_id),
        documents=[documents.document(graph, id_) for id_, _ in whole.documents],
    )


@router.get("/documents/{document_id}")
def document(
    request: Request, context: Ctx, document_id: IdPath, start: Offset | None = None, end: Offset | None = None
) -> HTMLResponse:
    """The whole text of a document with what was read from it; `start` and `end` show one place."""
    row = documents.document(context.reader, document_id)
    listed = tasks.list_tasks(context.reader, document_id=document_id, limit=_ALL)
    marks = document_marks(context.reader, row, listed, lang=language(request))
    text = context.text_of(document_id) if context.text_of else None
    lines = cut_document(text, [*marks, *_cited(start, end, text)]) if text is not None else None
    roles = sorted({m.kind.removeprefix("name role-") for m in marks if m.kind.startswith("name ")})
    return page(request, "document.html", title=row.title or row.file, d=row, lines=lines, listed=listed, roles=roles)


@router.get("/targets/{target_id}")
def target(request: Request, graph: Graph, target_id: IdPath) -> HTMLResponse:
    """A target and who answers for it."""
    whole = targets.target(graph, target_id)
    given = {
        "document": documents.document(graph, whole.target.document_id),
        "task": tasks.task_by_id(graph, whole.target.task_id) if whole.target.task_id else None,
    }
    return page(request, "target.html", title=whole.target.indicator, whole=whole, x=whole.target, **given)


@router.get("/trace/{subject_id}")
def traced(request: Request, context: Ctx, subject_id: IdPath) -> HTMLResponse:
    """From an answer down to the characters."""
    found = trace.trace(context.reader, subject_id, text_of=context.text_of)
    return page(request, "trace.html", title=found.label[:30], trace=found)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The API, to read and to try."""
    return page(request, "docs.html")


def _by_policy(duties: Iterable[units.Duty]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    for duty in duties:
        group = groups.setdefault(duty.policy_id, _Group(duty.policy_id, duty.policy_title or duty.file, []))
        group.rows.append(duty)
    return list(groups.values())


def _homes(graph: Graph, ids: Iterable[str]) -> list[documents.DocumentRow]:
    return [documents.document(graph, id_) for id_ in list(dict.fromkeys(ids))[:20]]


def _parts(parts: list[tasks.TaskUnit]) -> dict[str, dict[str, list[tasks.TaskUnit]]]:
    """The units of each task by role, both in the order of the text."""
    found: dict[str, dict[str, list[tasks.TaskUnit]]] = {}
    for part in {(part.task_id, part.unit_id, part.role): part for part in parts}.values():
        found.setdefault(part.task_id, {}).setdefault(part.role, []).append(part)
    return found


def _cited(start: int | None, end: int | None, text: str | None) -> list[TextMark]:
    """The place that a link points to; raises NotFound where the text does not reach so far."""
    if start is None or end is None or text is None:
        return []
    if not start < end <= len(text):
        raise NotFound("原文没有这个位置。", hint="链接可能来自文件的另一个版本。")
    return [TextMark(start=start, end=end, kind="cited", anchor="cited")]
