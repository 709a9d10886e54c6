"""Prove an archive: every hash, every quote, every link between a record and its entry of the log.

“第 7 条 … 被改动” says which entry; a document whose quote is not in its text at its place is named with the field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from graph_store import archive_log
from graph_store.archive_schema import documents, judgements, originals, undone
from graph_store.codec import decode_facts, encode_text, sha256, unpack, unpack_text
from graph_store.errors import StoreDamaged
from graph_store.evidence import false_quotes

_ENDED_BY = {"superseded": "revised", "reread": "reread", "unloaded": "unloaded"}


def problems_of(connection: Connection) -> list[str]:
    """Return everything that does not agree, in Chinese; reads the whole archive, one document at a time."""
    problems = archive_log.check(connection)
    said = {entry.entry: entry for entry in archive_log.entries(connection)}
    details = {number: (entry.action, entry.subject, _detail(entry.detail)) for number, entry in said.items()}
    problems += _originals(connection)
    problems += _documents(connection, details)
    problems += _judgements(connection, details)
    return problems


Details = dict[int, tuple[str, str, dict[str, Any]]]


def _detail(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _originals(connection: Connection) -> Iterator[str]:
    for key in connection.scalars(select(originals.c.sha256).order_by(originals.c.sha256)).all():
        data = connection.scalar(select(originals.c.data).where(originals.c.sha256 == key))
        try:
            if sha256(unpack(data or b"")) != key:
                yield f"原件 {key[:12]}… 的内容与其 SHA-256 不符。"
        except StoreDamaged:
            yield f"原件 {key[:12]}… 已损坏，无法解压。"


def _documents(connection: Connection, details: Details) -> Iterator[str]:
    kept = set(connection.scalars(select(originals.c.sha256)))
    seen: set[int] = set()
    last_end = {more.get("replaced") or about: number for number, (_what, about, more) in _ends(details)}
    for version in connection.scalars(select(documents.c.version).order_by(documents.c.version)).all():
        row = connection.execute(select(documents).where(documents.c.version == version)).mappings().one()
        seen.add(version)
        name = f"文件 {row['id']}（{row['file']}，第 {version} 条）"
        if row["original"] not in kept:
            yield f"{name} 缺少原件。"
        yield from (f"{name} {problem}" for problem in _content(row))
        yield from (f"{name} {problem}" for problem in _recorded(row, details, last_end))
    for number, (action, subject, _said) in details.items():
        if action in ("added", "revised", "reread") and number not in seen:
            yield f"溯源记录第 {number} 条所收录的文件 {subject} 不在档案中。"


def _ends(details: Details) -> Iterator[tuple[int, tuple[str, str, dict[str, Any]]]]:
    """Yield the entries that end a document, in order."""
    for number, item in details.items():
        if item[0] == "unloaded" or item[2].get("replaced"):
            yield number, item


def _content(row: RowMapping) -> Iterator[str]:
    try:
        text, record = unpack_text(row["text"]), unpack(row["facts"])
        if sha256(encode_text(text)) != row["text_hash"]:
            yield "的文本与记录的校验值不符。"
        if sha256(record) != row["facts_hash"]:
            yield "的事实记录与记录的校验值不符。"
        facts = decode_facts(record)
    except (StoreDamaged, UnicodeDecodeError) as error:
        yield f"无法读出：{error}"
        return
    for label in false_quotes(facts, text):
        yield f"的引文与原文不符：{label}。"


def _recorded(row: RowMapping, details: Details, last_end: dict[str, int]) -> Iterator[str]:
    """Compare a document with the entries of the log that opened and ended it."""
    _, subject, said = details.get(row["since"], ("", "", {}))
    fields = ("sha256", "original", "file", "rules", "text_hash", "facts_hash")
    if row["since"] != row["version"] or subject != row["id"] or any(said.get(name) != row[name] for name in fields):
        yield "与收录它的溯源记录不符。"
    if row["state"] == "active":
        if row["until"] is not None:
            yield "标为有效，却记有终止。"
        if last_end.get(row["id"], 0) > row["since"]:
            yield "按溯源记录已不再有效，却仍标为有效。"
        return
    what, about, more = details.get(row["until"] or 0, ("", "", {}))
    if what != _ENDED_BY.get(row["state"]) or row["id"] not in (about, more.get("replaced")):
        yield "标为不再有效，但溯源记录没有与之相符的一条。"


def _judgements(connection: Connection, details: Details) -> Iterator[str]:
    names = {"left_name": "left", "right_name": "right"}
    rows = connection.execute(select(judgements).order_by(judgements.c.id)).mappings().all()
    for row in rows:
        action, subject, said = details.get(row["since"], ("", "", {}))
        fields = ("subject", "jurisdiction", "left_name", "right_name", "verdict", "reason")
        same = all(said.get(names.get(name, name)) == row[name] for name in fields)
        if action != "judged" or subject != f"judgement_{row['id']}" or not same:
            yield f"认定 {row['id']} 与溯源记录不符。"
    recorded = {said.get("id") for action, _subject, said in details.values() if action == "undone"}
    taken_back = set(connection.scalars(select(undone.c.judgement)))
    for number in sorted(recorded ^ taken_back, key=str):
        yield f"认定 {number} 的撤销与溯源记录不符。"
    judged = {subject for action, subject, _said in details.values() if action == "judged"}
    for subject in sorted(judged - {f"judgement_{row['id']}" for row in rows}):
        yield f"溯源记录中的 {subject} 不在档案中。"
