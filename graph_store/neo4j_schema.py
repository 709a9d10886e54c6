"""The constraints and indexes that a Neo4j graph of ours has, as statements that may be run again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

from graph_store.schema import NODES

_INDEXES = (
    ("Task", "document_id"),
    ("Target", "document_id"),
    ("Unit", "name"),
    ("Unit", "short_name"),
    ("Task", "counted_id"),
)


def schema_statements() -> Iterator[LiteralString]:
    """One statement for each constraint and index; each does nothing where it is there already."""
    for node in NODES:
        yield _made(
            f"CREATE CONSTRAINT zeren_{node.name.lower()}_id IF NOT EXISTS FOR (n:{node.name}) REQUIRE n.id IS UNIQUE"
        )
    for label, prop in _INDEXES:
        yield _made(f"CREATE INDEX zeren_{label.lower()}_{prop} IF NOT EXISTS FOR (n:{label}) ON (n.{prop})")
    yield "CREATE CONSTRAINT zeren_mark_key IF NOT EXISTS FOR (n:ZerenMark) REQUIRE n.key IS UNIQUE"


def _made(statement: str) -> LiteralString:
    """Cypher made from the schema's own names, with no value in it."""
    return statement  # type: ignore[return-value,unused-ignore]
