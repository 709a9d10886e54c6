"""The pages that list or picture: units, policies, targets, observations, dates, search, network, matrix."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.context import Ctx, Day, Graph, IdPath, IdQuery, PlaceQuery, Rows, Scope, Words, page_of
from api.page import language, page, scope_of
from api.routes_search import find
from api.routes_status import state_of
from api.steady import SteadyRoute
from queries import documents, due, names, observations, overlaps, policies, targets
from visualizations.matrix import Matrix, matrix, offline_matrix, role_mark
from visualizations.network import source_line
from visualizations.pages import deadlines_in

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=SteadyRoute)

Kind = Annotated[str, Query(max_length=30)]
_HITS = 40


@router.get("/units")
def unit_list(
    request: Request, graph: Graph, rows: Rows, words: Words = "", jurisdiction: PlaceQuery = "", kind: Kind = ""
) -> HTMLResponse:
    """Units by place, with filters."""
    chosen = {"words": words, "jurisdiction": jurisdiction, "kind": kind}
    asked = {**chosen, "words": names.squeezed(words)}
    listed = page_of(lambda limit, offset: names.list_units(graph, limit=limit, offset=offset, **asked), rows)
    more = {"places": documents.places(graph), "chosen": chosen, "scope": scope_of(**chosen)}
    return page(request, "units.html", title="单位", section="/units", page=listed, **more)


@router.get("/policies")
def policy_list(request: Request, graph: Graph, rows: Rows, missing: bool = False, words: Words = "") -> HTMLResponse:
    """Policies, loaded and cited."""
    if missing:
        listed = page_of(lambda limit, offset: policies.not_loaded(graph, limit=limit, offset=offset), rows)
    else:
        listed = page_of(lambda limit, offset: policies.find_policies(graph, words, limit=limit, offset=offset), rows)
    more = {"missing": missing, "words": words}
    return page(request, "policies.html", title="政策文件", section="/policies", page=listed, **more)


@router.get("/indicators")
def indicator_list(request: Request, graph: Graph, rows: Rows, words: Words = "") -> HTMLResponse:
    """Indicators, or one with every value that any plan sets for it."""
    values = targets.indicator_values(graph, words) if words else []
    listed = page_of(lambda limit, offset: targets.indicators(graph, words, limit=limit, offset=offset), rows)
    sources = _sources(graph, (row.document_id for row in values))
    more = {"indicator": words, "values": values, "sources": sources}
    return page(request, "indicators.html", title="量化目标", section="/indicators", page=listed, **more)


@router.get("/observations")
def observation_list(
    request: Request, graph: Graph, rows: Rows, scope: Scope, kind: Kind = "several_leads"
) -> HTMLResponse:
    """情况: counts of every kind and the tasks of one."""
    name = observations.kind_named(kind).name
    listed = page_of(
        lambda limit, offset: observations.observations(graph, name, limit=limit, offset=offset, **scope), rows
    )
    counts = observations.count_observations(graph, **scope)
    more = {"counts": counts, "policies": policies.find_policies(graph, limit=300), "kind": name}
    more |= _filtered(graph, scope, (row.document_id for row in listed.items))
    return page(request, "observations.html", title="情况", section="/observations", page=listed, **more)


@router.get("/due")
def due_list(request: Request, graph: Graph, rows: Rows, scope: Scope, start: Day = "", end: Day = "") -> HTMLResponse:
    """Tasks by date."""
    span, today = (start or "0000-00-00", end or "9999-12-31"), date.today().isoformat()
    days = {"today": today, "yesterday": (date.today() - timedelta(days=1)).isoformat()}
    days["kept"] = scope_of(**{name.removesuffix("_id"): value for name, value in scope.items()})
    listed = page_of(
        lambda limit, offset: due.due_between(graph, *span, day=today, limit=limit, offset=offset, **scope), rows
    )
    more = _filtered(graph, scope, (row.task.document_id for row in listed.items), start=start, end=end)
    return page(request, "due.html", title="时限", section="/due", page=listed, **more, **days)


@router.get("/overlaps")
def overlap_list(request: Request, graph: Graph, rows: Rows, scope: Scope) -> HTMLResponse:
    """Units that share tasks, those with most first."""
    listed = page_of(
        lambda limit, offset: overlaps.overlaps(graph, limit=limit, offset=offset, **scope), rows, counted=0
    )
    more = _filtered(graph, scope, ()) | {"policies": policies.find_policies(graph, limit=300)}
    return page(request, "overlaps.html", title="共同任务", section="/overlaps", page=listed, **more)


@router.get("/overlaps/{left_id}/{right_id}")
def overlap(request: Request, graph: Graph, left_id: IdPath, right_id: IdPath, rows: Rows) -> HTMLResponse:
    """The tasks in which two units are both named."""
    both = {"left": names.unit_by_id(graph, left_id), "right": names.unit_by_id(graph, right_id)}
    listed = page_of(
        lambda limit, offset: overlaps.shared_tasks(graph, left_id, right_id, limit=limit, offset=offset), rows
    )
    more: dict[str, Any] = {"sources": _sources(graph, (row.task.document_id for row in listed.items)), **both}
    more["below"] = deadlines_in(graph, {row.task.policy_id for row in listed.items})
    title = f"{both['left'].name} × {both['right'].name}"
    return page(request, "overlap.html", title=title, section="/overlaps", page=listed, **more)


@router.get("/status")
def status_page(request: Request, context: Ctx, rows: Rows) -> HTMLResponse:
    """What is loaded, where the graph stands, and what people have judged of names."""
    listed = page_of(lambda limit, offset: documents.list_documents(context.reader, limit=limit, offset=offset), rows)
    judged = context.judgements() if context.judgements else []
    return page(request, "status.html", title="载入与核对", page=listed, state=state_of(context), judgements=judged)


@router.get("/search")
def search(request: Request, context: Ctx, q: Words = "") -> HTMLResponse:
    """What holds the words, by kind."""
    hits = find(context, q, lang=language(request), limit=_HITS)
    return page(request, "search.html", title="检索", query=q, hits=hits, most=_HITS)


@router.get("/network")
def network(request: Request, graph: Graph, centre: IdQuery = "", policy: IdQuery = "") -> HTMLResponse:
    """The network, full screen; its state stands in the address."""
    listed = [row for row in policies.find_policies(graph, limit=300) if row.loaded and row.tasks]
    return page(
        request, "network.html", title="责任关系图", section="/network", policies=listed, policy=policy, centre=centre
    )


@router.get("/matrix")
def matrix_page(request: Request, graph: Graph, policy: IdQuery = "") -> HTMLResponse:
    """任务分工表 of one policy."""
    listed = policies.find_policies(graph, limit=300)
    chosen = policy or next((row.id for row in listed if row.loaded and row.tasks), "")
    table = matrix(graph, policy_id=chosen) if chosen else None
    more = {"policies": listed, "chosen": chosen, "table": table, "mark": role_mark}
    return page(request, "matrix.html", title="任务分工表", section="/matrix", **more)


@router.get("/matrix.html")
def matrix_file(request: Request, graph: Graph, policy: IdQuery = "", jurisdiction: PlaceQuery = "") -> HTMLResponse:
    """The same as one page that opens with no internet."""
    table: Matrix = matrix(graph, policy_id=policy, jurisdiction=jurisdiction, limit=5000)
    headers = {"content-disposition": 'attachment; filename="matrix.html"'}
    return HTMLResponse(offline_matrix(table, language(request)), headers=headers)


def _filtered(graph: Graph, scope: dict[str, str], ids: Iterable[str | None], **dates: str) -> dict[str, Any]:
    """What a page with filters shows beside its rows: the filters chosen and to choose, and its documents."""
    chosen = {**dates, **{name.removesuffix("_id"): value for name, value in scope.items()}}
    return {
        "chosen": chosen,
        "scope": scope_of(**chosen),
        "unit": names.unit_by_id(graph, scope["unit_id"]) if scope["unit_id"] else None,
        "places": documents.places(graph),
        "sources": _sources(graph, ids),
    }


def _sources(graph: Graph, ids: Iterable[str | None]) -> list[str]:
    """The documents that a page rests on, each with its openness."""
    wanted = list(dict.fromkeys(id_ for id_ in ids if id_))
    return [source_line(documents.document(graph, id_)) for id_ in wanted[:60]]
