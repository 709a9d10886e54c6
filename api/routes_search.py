"""/api/search and /api/suggest: units, policies and tasks by the words in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Context, Ctx, Rows, Words
from api.responses import Page
from api.steady import SteadyRoute
from graph_store.errors import StoreUnreachable
from queries import names
from queries import search as searching
from visualizations.legend import KIND_LOOKS
from visualizations.network import page_of as page_address
from visualizations.picture import short

router = APIRouter(prefix="/api", tags=["检索 search"], route_class=SteadyRoute)

Lang = Annotated[str, Query(pattern="^(zh|en)$")]
Kind = Annotated[str, Query(pattern="^(unit|policy|task)?$", description="只查一类")]
_NUMBER = 7  # a name of fewer characters is a number only: 19, （十二）
_FIRST_WORDS = 40
_LABELS = {"unit": "Unit", "policy": "Policy", "task": "Task"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One unit, policy or task that was found; `label` is its kind in the reader's language, `url` its page,
    `source` where a task stands."""

    kind: str
    label: str
    id: str
    name: str
    detail: str
    url: str
    source: str = ""


@router.get("/search", summary="检索", operation_id="search")
def search(context: Ctx, rows: Rows, q: Words = "", kind: Kind = "", lang: Lang = "zh") -> Page[SearchHit]:
    """按词查单位、政策文件和任务，两个字也可以；空格分开的词都要有。 Units, policies and tasks that hold the words."""
    found = _ask(context, q, kind, rows.limit, rows.offset)
    hits = [_hit(hit, q, lang) for hit in found.hits]
    return Page[SearchHit](items=hits, total=found.total, limit=rows.limit, offset=rows.offset)


@router.get("/suggest", summary="检索提示", operation_id="suggest")
def suggest(context: Ctx, q: Words = "", lang: Lang = "zh") -> list[SearchHit]:
    """边输边提示，至多十条。 Suggestions while typing, ten at most."""
    return [hit for hits in find(context, q, lang=lang, limit=5).values() for hit in hits][:10]


def find(context: Context, words: str, *, lang: str, limit: int) -> dict[str, list[SearchHit]]:
    """At most `limit` hits of each kind; units that bear just this name come first."""
    if not words.strip():
        return {}
    bearing = [_unit(unit, lang) for unit in names.find_units(context.reader, words, limit=limit)]
    found = {kind: [_hit(h, words, lang) for h in _ask(context, words, kind, limit, 0).hits] for kind in _LABELS}
    found["unit"] = list({hit.id: hit for hit in (*bearing, *found["unit"])}.values())[:limit]
    return {kind: hits for kind, hits in found.items() if hits}


def _ask(context: Context, words: str, kind: str, limit: int, offset: int) -> searching.Found:
    if context.index is None:
        raise StoreUnreachable("没有连接检索索引。", hint="启动服务时请用 --data 指明数据所在。")
    return searching.search(context.reader, context.index, words, kind=kind, limit=limit, offset=offset)


def _hit(hit: searching.Hit, words: str, lang: str) -> SearchHit:
    detail = _around(hit.text, words) if hit.kind == "task" else hit.jurisdiction or hit.cite or ""
    label = _LABELS[hit.kind]
    named = KIND_LOOKS[label].label(lang)
    return SearchHit(
        kind=hit.kind,
        label=named,
        id=hit.id,
        name=_name(hit),
        detail=detail,
        url=page_address(label, hit.id),
        source=(hit.cite or hit.jurisdiction or "") if hit.kind == "task" else "",
    )


def _name(hit: searching.Hit) -> str:
    """What it is called; a task that has a number and no title by its first words."""
    bare = hit.kind == "task" and len(hit.name) < _NUMBER
    return short(f"{hit.name} {hit.text}".strip(), _FIRST_WORDS) if bare else hit.name or hit.text


def _around(text: str, words: str) -> str:
    """The words round the first one that was looked for."""
    at = next((found for word in words.split() if (found := text.find(word)) >= 0), 0)
    start = max(0, at - 20)
    return f"{'…' if start else ''}{text[start : at + 40]}{'…' if at + 40 < len(text) else ''}"


def _unit(unit: names.UnitRow, lang: str) -> SearchHit:
    label, url = KIND_LOOKS["Unit"].label(lang), page_address("Unit", unit.id)
    return SearchHit(kind="unit", label=label, id=unit.id, name=unit.name, detail=unit.jurisdiction or "", url=url)
