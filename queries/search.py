"""Search over units, policies and tasks by words: “奖补” → every one whose words hold 奖补 side by side.

The search index says which; the graph says what each is. Two-character words are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, LiteralString

from graph_store.errors import BadInput
from graph_store.search_index import KINDS, SearchIndex
from graph_store.store import GraphReader, Row

KIND_ZH: Final = {"unit": "单位", "policy": "政策", "task": "任务"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: a unit, a policy or a task, with its words and where it stands."""

    kind: str
    kind_zh: str
    id: str
    name: str
    text: str
    jurisdiction: str | None
    cite: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many there are, and some of them."""

    total: int
    hits: tuple[Hit, ...]


_UNITS: Final[LiteralString] = """
MATCH (n:Unit) WHERE n.id IN $ids
RETURN n.id AS id, n.name AS name, n.short_name AS text, n.jurisdiction AS jurisdiction, NULL AS cite
ORDER BY id LIMIT $limit"""
_POLICIES: Final[LiteralString] = """
MATCH (n:Policy) WHERE n.id IN $ids
RETURN n.id AS id, n.title AS name, n.number AS text, NULL AS jurisdiction, n.number AS cite
ORDER BY id LIMIT $limit"""
_TASKS: Final[LiteralString] = """
MATCH (n:Task) WHERE n.id IN $ids
MATCH (d:Document) WHERE d.id = n.document_id
RETURN n.id AS id, n.number AS number, n.title AS name, n.text AS text, d.jurisdiction AS jurisdiction, n.cite AS cite
ORDER BY id LIMIT $limit"""
_QUESTIONS: Final[dict[str, LiteralString]] = {"unit": _UNITS, "policy": _POLICIES, "task": _TASKS}


def search(
    graph: GraphReader, index: SearchIndex, words: str, *, kind: str = "", limit: int = 50, offset: int = 0
) -> Found:
    """Units, policies and tasks that hold all these words, each kind in a fixed order.

    Raises BadInput for a kind that is none of unit, policy, task; StoreDamaged where the index must be built.
    """
    if kind and kind not in KINDS:
        raise BadInput(f"没有“{kind}”这一类。", hint=f"可选：{'、'.join(KINDS)}。")
    total, found = index.search(words, kinds=(kind,) if kind else KINDS, limit=limit, offset=offset)
    rows: dict[tuple[str, str], Row] = {}
    for name, question in _QUESTIONS.items():
        ids = [hit.id for hit in found if hit.kind == name]
        if ids:
            rows |= {(name, str(row["id"])): row for row in graph.read(question, ids=ids, limit=limit)}
    hits = (_hit(hit.kind, rows[hit.kind, hit.id]) for hit in found if (hit.kind, hit.id) in rows)
    return Found(total=total, hits=tuple(hits))


def _hit(kind: str, row: Row) -> Hit:
    name = f"{row.get('number') or ''}{row['name'] or ''}"
    return Hit(
        kind=kind,
        kind_zh=KIND_ZH[kind],
        id=str(row["id"]),
        name=name,
        text=str(row["text"] or ""),
        jurisdiction=str(row["jurisdiction"]) if row["jurisdiction"] else None,
        cite=str(row["cite"]) if row["cite"] else None,
    )
