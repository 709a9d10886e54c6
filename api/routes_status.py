"""/api/status, /healthz and /readyz: what is held, whether it is in step, whether the service can answer."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from api.context import Context, Ctx
from api.responses import Health, Status
from graph_store.errors import StoreUnreachable
from graph_store.store import GraphReader, Mark
from queries import documents

router = APIRouter(tags=["系统 system"])

_MOST_LOOKS = 5


@router.get("/api/status", summary="系统状态", operation_id="status")
def status(context: Ctx) -> Status:
    """图里有多少内容、对应档案的哪一条记录、与档案是否一致。 What the graph holds and where it stands."""
    return state_of(context)


def state_of(context: Context) -> Status:
    """What the graph holds, the log entry it stands at, and whether the archive stands there too."""
    mark, totals = _of_one_graph(context.reader)
    head = context.head() if context.head else None
    return Status(
        version=context.version,
        schema_version=mark.schema_version if mark else None,
        rules=mark.rules if mark else None,
        log_entry=mark.log_entry if mark else None,
        log_hash=mark.log_hash if mark else None,
        archive_entry=head[0] if head else None,
        in_step=head == (mark.log_entry, mark.log_hash) if mark and head else None,
        totals=asdict(totals),
    )


def _of_one_graph(reader: GraphReader) -> tuple[Mark | None, documents.Totals]:
    """The mark and the totals of one and the same graph: a load may end between the two."""
    mark = reader.mark()
    totals = documents.totals(reader)
    for _ in range(_MOST_LOOKS):
        now = reader.mark()
        if now == mark:
            break
        mark, totals = now, documents.totals(reader)
    return mark, totals


@router.get("/healthz", summary="进程是否存活", operation_id="healthz")
def healthz() -> Health:
    """进程在运行即答 ok。 The process runs."""
    return Health(status="ok")


@router.get("/readyz", summary="数据是否可查", operation_id="readyz")
def readyz(context: Ctx) -> Health:
    """图可以查询即答 ok，否则 503。 The graph can be asked."""
    if context.reader.mark() is None:
        raise StoreUnreachable("还没有建立图。", hint="请先用 zeren load 载入文件。")
    return Health(status="ok")
