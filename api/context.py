"""What every handler may ask for: the graph, the archive's text, the limits of a page, the language of the reader.

Made once by `create_app` and kept on the application; handlers take the parts as annotated arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Query, Request

from api.responses import Page
from graph_store.errors import NotFound
from graph_store.model import Judgement
from graph_store.search_index import SearchIndex
from graph_store.store import GraphReader
from queries import units
from queries.units import UnitDuties

T = TypeVar("T")

#: counting stops here, and the page says that there are more
COUNTED = 1_000
#: rows further on are reached by filters or by an export
MOST_OFFSET = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the application was built from; the callables are None where no archive is at hand."""

    reader: GraphReader
    version: str
    text_of: Callable[[str], str] | None
    index: SearchIndex | None
    head: Callable[[], tuple[int, str]] | None
    judgements: Callable[[], list[Judgement]] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a list are wanted."""

    limit: int
    offset: int


_ID = r"^[A-Za-z0-9][A-Za-z0-9_.~-]*$"
IdPath = Annotated[str, Path(min_length=1, max_length=200, pattern=_ID, examples=["task_0123456789abcdef0123"])]
IdQuery = Annotated[str, Query(max_length=200, pattern=r"^([A-Za-z0-9][A-Za-z0-9_.~-]*)?$")]
Words = Annotated[str, Query(max_length=100, description="检索词")]
PlaceQuery = Annotated[str, Query(max_length=60, description="地区，如 大宁县")]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="日期，如 2022-12-31")]


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


def _graph(request: Request) -> GraphReader:
    return _context(request).reader


def _window(
    limit: Annotated[int, Query(ge=1, le=500, description="每页行数")] = 100,
    offset: Annotated[int, Query(ge=0, le=MOST_OFFSET, description="从第几行开始")] = 0,
) -> Window:
    return Window(limit, offset)


def _scope(unit: IdQuery = "", policy: IdQuery = "", jurisdiction: PlaceQuery = "") -> dict[str, Any]:
    return {"unit_id": unit, "policy_id": policy, "jurisdiction": jurisdiction}


Ctx = Annotated[Context, Depends(_context)]
Graph = Annotated[GraphReader, Depends(_graph)]
Rows = Annotated[Window, Depends(_window)]
#: whose tasks: `unit`, `policy` and `jurisdiction` of the address, by the names that the questions use
Scope = Annotated[dict[str, Any], Depends(_scope)]


def page_of(fetch: Callable[[int, int], list[T]], window: Window, *, counted: int = COUNTED) -> Page[T]:
    """One page and the number of all rows; `fetch(limit, offset)` asks for rows in their fixed order.
    Where there are more than `counted`, the number is a minimum.

    The rows before the page are asked for too and left out here: LadybugDB 0.22 ends the whole process on a SKIP
    far behind the last of ordered rows, so no offset that somebody sends us may reach it.
    """
    end = window.offset + window.limit
    rows = fetch(max(end, counted) + 1, 0)
    more = len(rows) > max(end, counted)
    total = len(rows) - more
    return Page[T](
        items=rows[window.offset : end], total=total, at_least=more, limit=window.limit, offset=window.offset
    )


def duties_of(graph: GraphReader, unit_id: str, window: Window, *, role: str = "", policy_id: str = "") -> UnitDuties:
    """What a unit is named in, one page of it; see page_of for why nothing is skipped in the engine."""
    found = units.duties_of(graph, unit_id, role=role, policy_id=policy_id, limit=window.offset + window.limit)
    return replace(found, duties=found.duties[window.offset :], through=found.through[window.offset :])


def text_of(context: Context, document_id: str) -> str:
    """The whole text of a document; raises NotFound where no archive is at hand."""
    if context.text_of is None:
        raise NotFound("没有连接档案，原文不能显示。", hint="启动服务时请用 --data 指明档案所在。")
    return context.text_of(document_id)
