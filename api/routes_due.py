"""/api/due and /api/due.ics: what is due between two dates, for whom, also as a calendar file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.context import Day, Graph, Rows, Scope, page_of
from api.responses import FILE_ERRORS, Page
from api.steady import SteadyRoute
from queries import due
from visualizations.calendar import calendar

router = APIRouter(prefix="/api", tags=["时限 due"], route_class=SteadyRoute)


def _span(start: Day = "", end: Day = "") -> tuple[str, str]:
    return start or "0000-00-00", end or "9999-12-31"


Between = Annotated[tuple[str, str], Depends(_span)]


@router.get("/due", summary="某段时间内的时限", operation_id="due")
def due_between(graph: Graph, rows: Rows, between: Between, scope: Scope, day: Day = "") -> Page[due.DueRow]:
    """按日期排列；`day` 给出今天时，早于它的注明“时限已过，完成情况本系统未载”。 Tasks by date."""
    return page_of(
        lambda limit, offset: due.due_between(graph, *between, day=day, limit=limit, offset=offset, **scope), rows
    )


@router.get("/due.ics", summary="时限日历", operation_id="due_calendar", response_class=Response, responses=FILE_ERRORS)
def due_calendar(graph: Graph, between: Between, scope: Scope) -> Response:
    """同上，作为日历文件。 The same as a calendar file."""
    rows = due.due_between(graph, *between, limit=5_000, **scope)
    headers = {"content-disposition": 'attachment; filename="zeren.ics"'}
    return Response(calendar(rows), media_type="text/calendar; charset=utf-8", headers=headers)
