"""/api/export: every table that the graph holds, as a file; `unit` gives one unit's own sheet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from api.context import Graph, IdQuery
from api.downloads import MEDIA, written
from api.responses import FILE_ERRORS
from graph_store.errors import BadInput
from queries.exports import COLUMNS, export_rows

router = APIRouter(prefix="/api", tags=["导出 export"])

What = Annotated[str, Path(max_length=40, examples=["assignments"], json_schema_extra={"enum": list(COLUMNS)})]
Form = Annotated[str, Query(alias="format", pattern="^(jsonl|json|csv|xlsx)$", description="文件格式")]


@router.get(
    "/export/{what}", summary="导出", operation_id="export", response_class=StreamingResponse, responses=FILE_ERRORS
)
def export(
    graph: Graph, what: What, form: Form = "jsonl", unit: IdQuery = "", document: IdQuery = ""
) -> StreamingResponse:
    """assignments 职责、tasks 任务、targets 目标、citations 引用、units 单位；列名见说明文档。 Tables as files."""
    if what not in COLUMNS:
        raise BadInput(f"不能导出“{what}”。", hint=f"可选：{'、'.join(COLUMNS)}。")
    rows = export_rows(graph, what, document_id=document)
    chosen = (row for row in rows if not unit or row.get("unit_id") == unit)
    headers = {"content-disposition": f'attachment; filename="zeren-{what}.{form}"'}
    return StreamingResponse(written(chosen, COLUMNS[what], form), media_type=MEDIA[form], headers=headers)
