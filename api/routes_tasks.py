"""/api/tasks and /api/observations: each task whole, and what a plan shows of how its tasks are written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.context import Ctx, Graph, IdPath, IdQuery, PlaceQuery, Rows, page_of
from api.responses import Page
from api.steady import SteadyRoute
from queries import observations, tasks, trace

router = APIRouter(prefix="/api", tags=["任务 tasks"], route_class=SteadyRoute)

Observed = Annotated[str, Path(max_length=40, json_schema_extra={"enum": [kind.name for kind in observations.KINDS]})]
KindQuery = Annotated[str, Query(max_length=20, pattern="^(measure|action|goal|safeguard)?$")]


@router.get("/tasks", summary="任务一览", operation_id="list_tasks")
def list_tasks(
    graph: Graph,
    rows: Rows,
    policy: IdQuery = "",
    document: IdQuery = "",
    jurisdiction: PlaceQuery = "",
    kind: KindQuery = "",
) -> Page[tasks.TaskRow]:
    """任务按文件和原文顺序排列。 Tasks in the order of documents and text."""
    scope = {"policy_id": policy, "document_id": document, "jurisdiction": jurisdiction, "kind": kind}
    return page_of(lambda limit, offset: tasks.list_tasks(graph, limit=limit, offset=offset, **scope), rows)


@router.get("/tasks/{task_id}", summary="一项任务", operation_id="task")
def task(graph: Graph, task_id: IdPath) -> tasks.TaskWhole:
    """任务的责任分工、时限、目标、引用，逐条附原文；文件未标明牵头单位的如实说明。 One task whole."""
    return tasks.task(graph, task_id)


@router.get("/observations", summary="情况统计", operation_id="count_observations")
def counts(
    graph: Graph, policy: IdQuery = "", document: IdQuery = "", jurisdiction: PlaceQuery = "", unit: IdQuery = ""
) -> list[observations.ObservationCount]:
    """文件写法的统计，不是问题清单。 How plans are written, counted; not a list of faults."""
    return observations.count_observations(
        graph, policy_id=policy, document_id=document, jurisdiction=jurisdiction, unit_id=unit
    )


@router.get("/observations/{kind}", summary="某类情况的任务", operation_id="observations")
def observed(
    graph: Graph,
    rows: Rows,
    kind: Observed,
    policy: IdQuery = "",
    jurisdiction: PlaceQuery = "",
    unit: IdQuery = "",
) -> Page[observations.Observation]:
    """某一类情况涉及的任务。 The tasks that show one kind."""
    scope = {"policy_id": policy, "jurisdiction": jurisdiction, "unit_id": unit}
    return page_of(
        lambda limit, offset: observations.observations(graph, kind, limit=limit, offset=offset, **scope), rows
    )


@router.get("/trace/{subject_id}", summary="溯源记录", operation_id="trace")
def traced(context: Ctx, subject_id: IdPath) -> trace.Trace:
    """从结论追到原文的字和文件的 SHA-256。 From an answer down to the characters of the file."""
    return trace.trace(context.reader, subject_id, text_of=context.text_of)
