"""What the archive answers with: receipts, stored documents, entries of the log.

Loading 《大宁县…实施方案》 again after a correction → Receipt(outcome="revised", replaced="document_…"). Imports
nothing heavy, so that every part may name these types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["added", "unchanged", "revised", "reread"]
State = Literal["active", "superseded", "unloaded", "reread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a document that was put in.

    unchanged: these bytes, read by these rules, are there already. reread: the same bytes, read by other rules.
    revised: another file of the same issuer, number and title; `replaced` is the document it takes the place of.
    `log_entry` is the entry that records it (for unchanged: the last entry of the log).
    """

    document_id: str
    outcome: Outcome
    replaced: str | None
    log_entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """One version of one document in the archive.

    state: active (in the graph), superseded (revised by another file), reread (read again by other rules),
    unloaded. `since` and `until` are entries of the log; `until` is None while it is active.
    """

    id: str
    sha256: str
    identity: str
    file: str
    format: str
    rules: str
    number: str | None
    title: str | None
    issuer: str | None
    date: str | None
    jurisdiction: str | None
    size: int
    state: State
    since: int
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry of the log: `hash` covers everything before it in this record, and so all entries before.

    action: added, reread, revised, unloaded, judged, undone; subject: a document or a judgement; detail: JSON.
    """

    entry: int
    at: str
    who: str
    action: str
    subject: str
    detail: str
    payload_hash: str
    previous: str
    hash: str
