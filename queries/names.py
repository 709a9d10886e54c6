"""Find a unit by any name it bears: “县财政局” → the units of every county that are called so.

“大宁县财政局” names one; “县财政局” names one in each county, and then the answer is a list by county, never a guess.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, LiteralString

from graph_store.errors import AmbiguousName, NotFound
from graph_store.store import GraphReader
from queries.rows import DUTY, typed

if TYPE_CHECKING:
    from difflib import SequenceMatcher

LIMIT: Final = 500
_NEAR_LIMIT: Final = 20_000
_MOST_PLACES: Final = 30
_NEAR_ENOUGH: Final = 0.6
_MARKS: Final = frozenset("<>〈〉《》“”\"'*★☆▲△")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit; `tasks` counts the tasks as numbered in which it is named itself."""

    id: str
    name: str
    short_name: str | None
    kind: str | None
    level: str | None
    jurisdiction: str | None
    functions: tuple[str, ...] | None
    names: tuple[str, ...] | None
    doubt: str | None
    tasks: int


_COLUMNS: Final[LiteralString] = """
    u.id AS id, u.name AS name, u.short_name AS short_name, u.kind AS kind, u.level AS level,
    u.jurisdiction AS jurisdiction, u.functions AS functions, u.names AS names, u.doubt AS doubt"""

_BY_NAME: Final[LiteralString] = f"""
MATCH (u:Unit) WHERE ($name IN u.names OR u.name = $name OR u.short_name = $name)
    AND ($jurisdiction = '' OR u.jurisdiction = $jurisdiction)
OPTIONAL MATCH (u)-[:{DUTY}]->(t:Task)
WITH u, count(DISTINCT t.counted_id) AS tasks
RETURN {_COLUMNS}, tasks ORDER BY tasks DESC, u.jurisdiction, u.name, u.id LIMIT $limit"""

_BY_ID: Final[LiteralString] = f"""
MATCH (u:Unit {{id: $id}})
OPTIONAL MATCH (u)-[:{DUTY}]->(t:Task)
WITH u, count(DISTINCT t.counted_id) AS tasks
RETURN {_COLUMNS}, tasks ORDER BY u.id LIMIT 1"""

_LISTED: Final[LiteralString] = f"""
MATCH (u:Unit) WHERE ($jurisdiction = '' OR u.jurisdiction = $jurisdiction) AND ($kind = '' OR u.kind = $kind)
    AND ($function = '' OR $function IN u.functions) AND ($words = '' OR u.name CONTAINS $words)
OPTIONAL MATCH (u)-[:{DUTY}]->(t:Task)
WITH u, count(DISTINCT t.counted_id) AS tasks
RETURN {_COLUMNS}, tasks ORDER BY tasks = 0, u.jurisdiction, tasks DESC, u.name, u.id SKIP $offset LIMIT $limit"""

_PLACES: Final[LiteralString] = """
MATCH (j:Jurisdiction) RETURN DISTINCT j.name AS name ORDER BY name LIMIT $limit"""

_NAMES: Final[LiteralString] = """
MATCH (u:Unit) RETURN u.id AS id, u.names AS names, u.name AS name, u.jurisdiction AS jurisdiction
ORDER BY u.jurisdiction, u.name, u.id LIMIT $limit"""


def find_units(graph: GraphReader, name: str, *, jurisdiction: str = "", limit: int = LIMIT) -> list[UnitRow]:
    """Every unit that bears this name or id, those with most tasks first; an empty list where none does."""
    wanted = squeezed(name)
    rows = graph.read(_BY_NAME, name=wanted, jurisdiction=jurisdiction, limit=limit)
    if not rows and wanted.isascii():
        rows = graph.read(_BY_ID, id=wanted)
    return [typed(UnitRow, row) for row in rows]


def one_unit(graph: GraphReader, name: str, *, jurisdiction: str = "") -> UnitRow:
    """The unit that bears this name or id.

    Raises NotFound (with what is near) where none does, AmbiguousName where several do.
    """
    found = find_units(graph, name, jurisdiction=jurisdiction)
    if not found:
        raise NotFound(f"没有找到单位“{name}”。", hint=_hint(graph, name, jurisdiction))
    exact = [unit for unit in found if squeezed(name) in (unit.name, unit.id)]
    if len(exact) == 1:
        return exact[0]
    if len(found) > 1:
        places = sorted({unit.jurisdiction or "" for unit in found})
        raise AmbiguousName(
            f"{len(places)}个地区的{len(found)}个单位叫“{name}”：{'、'.join(unit.name for unit in found[:12])}。",
            tuple((unit.id, unit.name, unit.jurisdiction or "") for unit in found),
            hint="请写出全称（如“大宁县财政局”），或用 --jurisdiction 指明地区。",
        )
    return found[0]


def one_jurisdiction(graph: GraphReader, words: str) -> str:
    """The name of the place that these words mean: 大宁 → 大宁县; "" for no words.

    Raises NotFound, naming the places there are, where none or several fit.
    """
    if not words:
        return ""
    names = [str(row["name"]) for row in graph.read(_PLACES, limit=_NEAR_LIMIT)]
    wanted = squeezed(words)
    if wanted in names:
        return wanted
    found = [name for name in names if name.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    listed = "、".join((found or names)[:_MOST_PLACES])
    if found:
        raise NotFound(f"有{len(found)}个地区叫“{words}”。", hint=f"请写全称：{listed}。")
    raise NotFound(f"没有“{words}”这个地区。", hint=f"已载入的地区：{listed}。" if listed else "还没有载入任何文件。")


def unit_by_id(graph: GraphReader, unit_id: str) -> UnitRow:
    """The unit with this id; raises NotFound."""
    rows = graph.read(_BY_ID, id=unit_id)
    if not rows:
        raise NotFound(f"没有编号为“{unit_id}”的单位。")
    return typed(UnitRow, rows[0])


def list_units(
    graph: GraphReader,
    *,
    jurisdiction: str = "",
    kind: str = "",
    function: str = "",
    words: str = "",
    limit: int = LIMIT,
    offset: int = 0,
) -> list[UnitRow]:
    """Units by county, those with most tasks first; every filter is optional."""
    rows = graph.read(
        _LISTED, jurisdiction=jurisdiction, kind=kind, function=function, words=words, limit=limit, offset=offset
    )
    return [typed(UnitRow, row) for row in rows]


def near_names(graph: GraphReader, name: str, *, jurisdiction: str = "", limit: int = 8) -> list[str]:
    """Names of units that look like this one, the nearest first: 大宁财政 → 大宁县财政局."""
    from difflib import SequenceMatcher

    wanted = squeezed(name)
    scored: list[tuple[float, str]] = []
    for row in graph.read(_NAMES, limit=_NEAR_LIMIT):
        if jurisdiction and row["jurisdiction"] != jurisdiction:
            continue
        names = row["names"] if isinstance(row["names"], list) else []
        scores = [_likeness(wanted, other, SequenceMatcher) for other in {str(row["name"]), *names}]
        if scores and max(scores) >= _NEAR_ENOUGH:
            scored.append((-max(scores), str(row["name"])))
    return list(dict.fromkeys(name for _, name in sorted(scored)))[:limit]


def squeezed(name: str) -> str:
    """A name as people type or print it, made plain: “大宁县 财政局” → “大宁县财政局”, “各乡<镇>” → “各乡镇”."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", name) if not char.isspace() and char not in _MARKS)
    return plain.replace("(", "（").replace(")", "）").replace("乡（镇）", "乡镇")


def _likeness(wanted: str, other: str, matcher: type[SequenceMatcher[str]]) -> float:
    shared = set(wanted) & set(other)
    if len(shared) * 2 < min(len(wanted), len(other)):
        return 0.0
    return matcher(None, wanted, other).ratio()


def _hint(graph: GraphReader, name: str, jurisdiction: str) -> str:
    near = near_names(graph, name, jurisdiction=jurisdiction)
    if near:
        return f"相近的名称：{'、'.join(near)}。"
    return "可用 zeren units list 查看全部单位，或用 zeren search 按词查找。"
