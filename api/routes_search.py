"""/api/search and /api/suggest: units, policies and tasks by the words in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Context, Ctx, Rows, Words, page_of
from api.responses import Page
from queries import names, policies, tasks
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
    graph = context.reader
    bearing = names.find_units(graph, words, limit=limit)
    holding = names.list_units(graph, words=names.squeezed(words), limit=limit)
    units = list({unit.id: unit for unit in (*bearing, *holding)}.values())[:limit]
    hits = [_hit("Unit", u.id, u.name, u.jurisdiction or "", lang) for u in units]
    for policy in policies.find_policies(graph, words.strip(), limit=limit):
        hits.append(_hit("Policy", policy.id, policy.title or policy.number or "", policy.number or "", lang))
    for task in _tasks(context, words, limit):
        hits.append(
            _hit("Task", task.id, f"{task.number or ''} {task.title or task.text}".strip(), task.cite or "", lang)
        )
    return hits


def _tasks(context: Context, words: str, limit: int) -> list[tasks.TaskRow]:
    return []


def _hit(kind: str, id_: str, name: str, detail: str, lang: str) -> Hit:
    label = KIND_LOOKS[kind].label(lang)
    return Hit(kind=kind, label=label, id=id_, name=name, detail=detail, url=page_address(kind, id_))
