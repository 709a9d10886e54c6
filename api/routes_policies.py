"""/api/policies, /api/targets and /api/indicators: the instruments, what they cite, and how much they ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Graph, IdPath, IdQuery, PlaceQuery, Rows, Words, page_of
from api.responses import Page
from api.steady import SteadyRoute
from queries import policies, targets

router = APIRouter(prefix="/api", tags=["政策与目标 policies and targets"], route_class=SteadyRoute)


@router.get("/policies", summary="政策文件一览", operation_id="list_policies")
def list_policies(
    graph: Graph,
    rows: Rows,
    q: Words = "",
    jurisdiction: PlaceQuery = "",
    missing: Annotated[bool, Query(description="只看被引用而未载入的")] = False,
) -> Page[policies.PolicyRow]:
    """已载入的在前；`missing=true` 只列被引用而未载入的。 Loaded policies first."""
    if missing:
        return page_of(lambda limit, offset: policies.not_loaded(graph, limit=limit, offset=offset), rows)
    return page_of(
        lambda limit, offset: policies.find_policies(graph, q, jurisdiction=jurisdiction, limit=limit, offset=offset),
        rows,
    )


@router.get("/policies/{policy_id}", summary="一个政策文件", operation_id="policy")
def policy(graph: Graph, policy_id: IdPath) -> policies.PolicyWhole:
    """文件的引用与被引用，附原文。 One policy with its citations both ways."""
    return policies.policy(graph, policy_id)


@router.get("/policies/{policy_id}/chain", summary="政策依据链", operation_id="policy_chain")
def chain(graph: Graph, policy_id: IdPath, depth: Annotated[int, Query(ge=1, le=8)] = 4) -> list[policies.ChainStep]:
    """往上是依据，往下是落实；`step` 为负是上级。 What it rests on and what rests on it."""
    return policies.chain(graph, policy_id, depth=depth)


@router.get("/targets", summary="量化目标一览", operation_id="list_targets")
def list_targets(
    graph: Graph, rows: Rows, q: Words = "", policy: IdQuery = "", task: IdQuery = "", jurisdiction: PlaceQuery = ""
) -> Page[targets.TargetRow]:
    """目标按文件和原文顺序排列；数值为基本单位。 Targets in the order of the text; values in base units."""
    scope = {"words": q, "policy_id": policy, "task_id": task, "jurisdiction": jurisdiction}
    return page_of(lambda limit, offset: targets.list_targets(graph, limit=limit, offset=offset, **scope), rows)


@router.get("/targets/{target_id}", summary="一个目标由谁负责", operation_id="target")
def target(graph: Graph, target_id: IdPath) -> targets.TargetWhole:
    """目标、它所在的任务和责任单位。 A target and who answers for it."""
    return targets.target(graph, target_id)


@router.get("/indicators", summary="指标一览", operation_id="indicators")
def list_indicators(graph: Graph, rows: Rows, q: Words = "") -> Page[targets.IndicatorRow]:
    """各指标见于几个文件、几处目标。 Indicators with how many plans set them."""
    return page_of(lambda limit, offset: targets.indicators(graph, q, limit=limit, offset=offset), rows)


@router.get("/indicators/values", summary="一个指标在各文件中的值", operation_id="indicator_values")
def values(
    graph: Graph, rows: Rows, indicator: Annotated[str, Query(min_length=1, max_length=100)]
) -> Page[targets.TargetRow]:
    """同一指标各文件各定多少，并列显示，不作评判。 Every value that any plan sets for an indicator, side by side."""
    found = targets.indicator_values(graph, indicator, limit=100_000)
    return page_of(lambda limit, offset: found[offset : offset + limit], rows)
