"""The log of the archive: each entry's hash covers the entry before, so that no change goes unseen.

“2026-03-01T08:00:00Z 王芳 added document_5f0c…” → entry 7, whose hash stands on entry 6. Whoever keeps a hash
(the mark of a graph, a printed page) can later tell whether everything up to it is still as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from graph_store.archive_records import LogEntry
from graph_store.archive_schema import log
from graph_store.codec import canonical_json, sha256

START = "0" * 64  # what the first entry stands on


def now() -> str:
    """Return the time as it is written into the archive: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry_hash(*, entry: int, at: str, who: str, action: str, subject: str, payload_hash: str, previous: str) -> str:
    """Return the hash of an entry of the log."""
    return sha256(canonical_json([entry, at, who, action, subject, payload_hash, previous]).encode())


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and hash of the last entry; (0, START) for an empty log."""
    row = connection.execute(select(log.c.entry, log.c.hash).order_by(log.c.entry.desc()).limit(1)).first()
    return (row.entry, row.hash) if row else (0, START)


def append(connection: Connection, *, who: str, action: str, subject: str, detail: dict[str, Any]) -> LogEntry:
    """Add an entry in the running transaction; the caller's lock keeps two writers apart."""
    last, previous = head(connection)
    text = canonical_json(detail)
    at, payload_hash = now(), sha256(text.encode())
    digest = entry_hash(
        entry=last + 1, at=at, who=who, action=action, subject=subject, payload_hash=payload_hash, previous=previous
    )
    row = LogEntry(
        entry=last + 1,
        at=at,
        who=who,
        action=action,
        subject=subject,
        detail=text,
        payload_hash=payload_hash,
        previous=previous,
        hash=digest,
    )
    connection.execute(insert(log).values({name: getattr(row, name) for name in LogEntry.__dataclass_fields__}))
    return row


def entries(connection: Connection, after: int = 0) -> Iterator[LogEntry]:
    """Yield the entries after a number, in order."""
    for row in connection.execute(select(log).where(log.c.entry > after).order_by(log.c.entry)).mappings():
        yield LogEntry(**row)


def check(connection: Connection) -> list[str]:
    """Return what is wrong with the chain, in Chinese; empty when every entry stands on the one before."""
    problems = []
    previous, expected = START, 1
    for item in entries(connection):
        if item.entry != expected:
            problems.append(f"溯源记录第 {expected} 条缺失（其后是第 {item.entry} 条）。")
        if item.previous != previous:
            problems.append(f"溯源记录第 {item.entry} 条与前一条不相衔接。")
        if sha256(item.detail.encode()) != item.payload_hash:
            problems.append(f"溯源记录第 {item.entry} 条的内容被改动。")
        digest = entry_hash(
            entry=item.entry,
            at=item.at,
            who=item.who,
            action=item.action,
            subject=item.subject,
            payload_hash=item.payload_hash,
            previous=item.previous,
        )
        if digest != item.hash:
            problems.append(f"溯源记录第 {item.entry} 条被改动：校验值不符。")
        previous, expected = item.hash, item.entry + 1
    return problems
