"""/api/units: who there is, what each leads, answers for and supports, and with whom it shares tasks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Graph, IdPath, IdQuery, PlaceQuery, Rows, Words, duties_of, page_of
from api.responses import Page
from api.steady import SteadyRoute
from queries import names, overlaps, targets, units

router = APIRouter(prefix="/api", tags=["单位 units"], route_class=SteadyRoute)

RoleQuery = Annotated[str, Query(max_length=20, pattern="^[a-z]*$", description="lead, responsible, support …")]


@router.get("/units", summary="单位一览", operation_id="list_units")
def list_units(
    graph: Graph,
    rows: Rows,
    jurisdiction: PlaceQuery = "",
    kind: Annotated[str, Query(max_length=30)] = "",
    function: Annotated[str, Query(max_length=30)] = "",
    q: Words = "",
) -> Page[names.UnitRow]:
    """单位按地区排列，同一地区内任务多的在前，没有任务的在最后；`q` 查名称中的词。 Units by county, most tasks first."""
    scope = {"jurisdiction": jurisdiction, "kind": kind, "function": function, "words": names.squeezed(q)}
    return page_of(lambda limit, offset: names.list_units(graph, limit=limit, offset=offset, **scope), rows)


@router.get("/units/by-name", summary="按名称找单位", operation_id="unit_by_name")
def unit_by_name(
    graph: Graph, name: Annotated[str, Query(min_length=1, max_length=100)], jurisdiction: PlaceQuery = ""
) -> names.UnitRow:
    """叫这个名称的单位；几个地区都有时答 409 并列出全部。 The unit of this name; 409 with a list where several bear it."""
    return names.one_unit(graph, name, jurisdiction=jurisdiction)


@router.get("/units/{unit_id}", summary="一个单位的全部职责", operation_id="unit")
def unit(graph: Graph, unit_id: IdPath, rows: Rows, role: RoleQuery = "", policy: IdQuery = "") -> units.UnitDuties:
    """牵头、负责、配合的任务，逐条附原文；合计按编号任务计。 Everything a unit is named in; totals count numbered tasks."""
    return duties_of(graph, unit_id, rows, role=role, policy_id=policy)


@router.get("/units/{unit_id}/targets", summary="单位所涉量化目标", operation_id="unit_targets")
def unit_targets(graph: Graph, unit_id: IdPath, rows: Rows) -> Page[targets.UnitTarget]:
    """经由任务落到该单位的量化目标。 Targets of the tasks in which the unit has a part."""
    names.unit_by_id(graph, unit_id)
    found = targets.targets_of_unit(graph, unit_id, limit=100_000)
    return page_of(lambda limit, offset: found[offset : offset + limit], rows)


@router.get("/overlaps", summary="共同承担任务的单位", operation_id="overlaps")
def list_overlaps(
    graph: Graph, rows: Rows, unit: IdQuery = "", policy: IdQuery = "", jurisdiction: PlaceQuery = ""
) -> Page[overlaps.Overlap]:
    """两个单位同列于几项任务、各任何职。共同承担是常态，不是问题。 Pairs of units that share tasks, with roles."""
    scope = {"unit_id": unit, "policy_id": policy, "jurisdiction": jurisdiction}
    return page_of(lambda limit, offset: overlaps.overlaps(graph, limit=limit, offset=offset, **scope), rows, counted=0)


@router.get("/overlaps/{left_id}/{right_id}", summary="两个单位的共同任务", operation_id="shared_tasks")
def shared(graph: Graph, left_id: IdPath, right_id: IdPath, rows: Rows) -> Page[overlaps.SharedTask]:
    """两个单位同列的任务，各自的职责。 The tasks in which both are named."""
    return page_of(
        lambda limit, offset: overlaps.shared_tasks(graph, left_id, right_id, limit=limit, offset=offset), rows
    )
