"""What to mark in the text of a document: role clauses, the names in them, targets, and what was not understood.

“（牵头单位：县财政局）” → the clause leads to its task, the name to its unit, coloured by its role. Tasks get an anchor
where they begin, so that every list can lead to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_store.store import GraphReader
from queries import targets, tasks
from queries.documents import DocumentRow
from visualizations.document import TextMark
from visualizations.legend import role_label

_ALL = 100_000


def document_marks(
    reader: GraphReader, row: DocumentRow, listed: Sequence[tasks.TaskRow], *, lang: str = "zh"
) -> list[TextMark]:
    """Every mark of one document, in no particular order; `listed` are its tasks."""
    marks = [TextMark(start=t.start, end=t.start, kind="task-start", anchor=t.id) for t in listed]
    clauses: dict[tuple[int, int], str] = {}
    for part in tasks.units_in(reader, document_id=row.id, limit=_ALL):
        if part.clause_start is not None and part.clause_end is not None:
            clauses.setdefault((part.clause_start, part.clause_end), part.task_id)
        marks.append(
            TextMark(
                start=part.start,
                end=part.end,
                kind=f"name role-{part.role}",
                title=f"{part.unit}（{role_label(part.role, lang)}）",
                link=f"/units/{part.unit_id}",
            )
        )
    marks += [
        TextMark(start=start, end=end, kind="clause", link=f"/tasks/{task_id}")
        for (start, end), task_id in clauses.items()
    ]
    for policy_id, _ in row.policies:
        for target in targets.list_targets(reader, policy_id=policy_id, limit=_ALL):
            if target.document_id == row.id:
                said = f"{'target' if lang == 'en' else '目标'}：{target.indicator}"
                link = f"/targets/{target.id}"
                marks.append(TextMark(start=target.start, end=target.end, kind="target", title=said, link=link))
    marks += unread_marks(row)
    return marks


def unread_marks(row: DocumentRow) -> list[TextMark]:
    """Places that look like responsibility and that no fact covers, numbered in the order of the text."""
    return [
        TextMark(
            start=int(place["start"]),
            end=int(place["end"]),
            kind="unread",
            title=str(place.get("reason") or ""),
            anchor=f"unread-{index}",
        )
        for index, place in enumerate(row.unread)
    ]
