"""One task whole: who does what, by when, with which people, targets and citations, each with its words.

“6.鼓励…。（牵头单位：县财政局）” → TaskWhole(units=(县财政局 牵头), lead_named=True). Where the document names no lead,
`lead_note` says 文件未标明牵头单位.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_store.store import GraphReader
from queries.rows import Place

NO_LEAD = "文件未标明牵头单位"
NO_UNIT = "文件未列责任单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task with the policy and the document it stands in; `jurisdiction` is the document's."""

    id: str
    kind: str
    number: str | None
    path: tuple[str, ...] | None
    title: str | None
    text: str
    cite: str | None
    parent_id: str | None
    counted_id: str
    position: int
    deadline_kind: str | None
    deadline_text: str | None
    deadline_end: str | None
    expected_result: str | None
    start: int
    end: int
    place: Place | None
    doubt: str | None
    policy_id: str
    policy_title: str | None
    document_id: str
    document_number: str | None
    file: str
    jurisdiction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnit:
    """One unit's part in one task; `id` may be traced; `above` is true where it stands on a task above."""

    id: str
    task_id: str
    unit_id: str
    unit: str
    unit_kind: str | None
    jurisdiction: str | None
    role: str
    as_written: str
    wording: str | None
    position: int
    list_open: bool
    inherited: bool
    quote: str
    start: int
    end: int
    clause_start: int | None
    clause_end: int | None
    cite: str | None
    doubt: str | None
    place: Place | None
    above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person whom a task names: role `leader` or `officer`."""

    role: str
    as_written: str
    wording: str
    quote: str
    start: int
    end: int
    position: int
    place: Place | None
