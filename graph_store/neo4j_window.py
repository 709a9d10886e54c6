"""How a reader knows that no document came or went while it asked.

Neo4j isolates by read committed: a question under way may see rows of before a commit beside rows of after it. So a
writer counts a number up before each commit (odd: a commit is under way) and again after it; a reader that finds the
number moved, or odd, asks once more. A writer that died in between is not waited for: its commit has long been made,
or never will be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, LiteralString

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_DIED = 10_000  # milliseconds after which a commit under way is taken for that of a dead writer

OPEN: LiteralString = """
MERGE (w:ZerenMark {key: 'window'})
SET w.number = coalesce(w.number, 0) + CASE WHEN coalesce(w.number, 0) % 2 = 0 THEN 1 ELSE 2 END, w.since = timestamp()
"""
CLOSE: LiteralString = "MATCH (w:ZerenMark {key: 'window'}) SET w.number = w.number + w.number % 2"
_LOOK: LiteralString = """
OPTIONAL MATCH (w:ZerenMark {key: 'window'})
RETURN coalesce(w.number, 0) AS number, coalesce(w.number % 2 = 1 AND timestamp() - w.since < $died, false) AS open
"""


@dataclass(frozen=True, slots=True)
class Window:
    """What a reader saw: how often documents came or went, and whether a commit was under way."""

    number: int
    open: bool


def look(tx: ManagedTransaction) -> Window:
    """See where writing stands just now."""
    record = tx.run(_LOOK, died=_DIED).single(strict=True)
    return Window(int(record["number"]), bool(record["open"]))
