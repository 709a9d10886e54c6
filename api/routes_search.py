"""/api/search and /api/suggest: units, policies and tasks by the words in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Context, Ctx, Rows, Words, page_of
from api.responses import Page
from graph_store.search_index import SearchIndex
from queries import names, policies
from visualizations.legend import KIND_LOOKS
from visualizations.network import page_of as page_address

router = APIRouter(prefix="/api", tags=["检索 search"])

Lang = Annotated[str, Query(pattern="^(zh|en)$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One unit, policy or task that was found; `label` is its kind in the reader's language, `url` its page."""

    kind: str
    label: str
    id: str
    name: str
    detail: str
    url: str


@router.get("/search", summary="检索", operation_id="search")
def search(context: Ctx, rows: Rows, q: Words = "", lang: Lang = "zh") -> Page[Hit]:
    """按词查单位、政策文件和任务；空格分开的词都要有。 Units, policies and tasks that hold the words."""
    found = find(context, q, lang=lang, limit=rows.offset + rows.limit + 1)
    return page_of(lambda limit, offset: found[offset : offset + limit], rows)


@router.get("/suggest", summary="检索提示", operation_id="suggest")
def suggest(context: Ctx, q: Words = "", lang: Lang = "zh") -> list[Hit]:
    """边输边提示，至多十条。 Suggestions while typing, ten at most."""
    return find(context, q, lang=lang, limit=5)[:10]


def find(context: Context, words: str, *, lang: str, limit: int) -> list[Hit]:
    """At most `limit` hits of each kind: units that bear the name first, then what holds the words."""
    if not words.strip():
        return []
    if context.index is not None:
        return _indexed(context, context.index, words, lang, limit)
    graph = context.reader
    bearing = names.find_units(graph, words, limit=limit)
    holding = names.list_units(graph, words=names.squeezed(words), limit=limit)
    units = list({unit.id: unit for unit in (*bearing, *holding)}.values())[:limit]
    found = policies.find_policies(graph, words.strip(), limit=limit)
    hits = [_hit("Unit", u.id, u.name, u.jurisdiction or "", lang) for u in units]
    return hits + [_hit("Policy", p.id, p.title or p.number or "", p.number or "", lang) for p in found]


def _indexed(context: Context, index: SearchIndex, words: str, lang: str, limit: int) -> list[Hit]:
    bearing = [
        _hit("Unit", u.id, u.name, u.jurisdiction or "", lang)
        for u in names.find_units(context.reader, words, limit=limit)
    ]
    for kind, name in (("unit", "Unit"), ("policy", "Policy"), ("task", "Task")):
        _, found = index.search(words, (kind,), limit=limit)
        bearing += [_hit(name, hit.id, hit.title, "", lang) for hit in found]
    return list({hit.id: hit for hit in reversed(bearing)}.values())[::-1]


def _hit(kind: str, id_: str, name: str, detail: str, lang: str) -> Hit:
    label = KIND_LOOKS[kind].label(lang)
    return Hit(kind=kind, label=label, id=id_, name=name, detail=detail, url=page_address(kind, id_))
