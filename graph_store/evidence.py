"""Every span of a document's facts, so that none goes unchecked: `text[start:end] == quote`.

“县财政局” at [10, 14) of its text → ("assignments[0].span", Span(10, 14, "县财政局")). The archive checks them
when a document is put in, and again when an auditor asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph_store.model import DocumentFacts, Span


def spans_of(facts: DocumentFacts) -> Iterator[tuple[str, Span]]:
    """Yield every span of the facts with the path of the field that holds it."""
    for label, span in _every(facts):
        if span is not None:
            yield label, span


def _every(facts: DocumentFacts) -> Iterator[tuple[str, Span | None]]:
    for i, policy in enumerate(facts.policies):
        yield f"policies[{i}].span", policy.span
    for i, task in enumerate(facts.tasks):
        yield f"tasks[{i}].span", task.span
        yield f"tasks[{i}].deadline.span", task.deadline.span
    for i, assignment in enumerate(facts.assignments):
        yield f"assignments[{i}].span", assignment.span
        yield f"assignments[{i}].clause", assignment.clause
        yield f"assignments[{i}].convention", assignment.convention
    for name in ("targets", "citations", "conventions", "unread"):
        for i, fact in enumerate(getattr(facts, name)):
            yield f"{name}[{i}].span", fact.span


def false_quotes(facts: DocumentFacts, text: str) -> list[str]:
    """Return the paths of the spans whose quote is not what the text has there; empty when all agree."""
    return [
        label
        for label, span in spans_of(facts)
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.quote
    ]
