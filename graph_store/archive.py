"""The record of truth: original bytes, texts, facts, judgements and a log that cannot be altered unseen.

Putting in 《大宁县…实施方案》 is one transaction: bytes, text, facts and the entry of the log, or none of them.
Graph and search index are made from what stands here, and can be made again. See archive_copy.py for backups.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, insert, or_, select, update

from graph_store import archive_copy, archive_log, archive_verify
from graph_store.archive_engine import ArchiveEngine
from graph_store.archive_records import LogEntry, Outcome, Receipt, State, StoredDocument
from graph_store.archive_schema import (
    ARCHIVE_VERSION,
    bring_up_to_date,
    documents,
    judgements,
    originals,
    stored_version,
    undone,
)
from graph_store.codec import (
    decode_facts,
    encode_facts,
    encode_text,
    pack,
    pack_text,
    sha256,
    unpack,
    unpack_text,
)
from graph_store.errors import BadInput, NotFound, StoreDamaged
from graph_store.evidence import false_quotes
from graph_store.model import DocumentFacts, Judgement

__all__ = ["Archive", "LogEntry", "Receipt", "StoredDocument", "open_archive"]

_BATCH = 100  # documents decoded at a time
_ENDED: dict[str, State] = {"reread": "reread", "revised": "superseded"}
_JUDGEMENT = {  # column → field of the record
    "id": "id",
    "subject": "subject",
    "jurisdiction": "jurisdiction",
    "left_name": "left",
    "right_name": "right",
    "verdict": "verdict",
    "by_whom": "by",
    "at": "at",
    "reason": "reason",
}
_LISTED = tuple(documents.c[name] for name in StoredDocument.__dataclass_fields__)


def open_archive(data: str) -> Archive:
    """Open the archive in a folder or at a `postgresql://` address; make it, or lead it forward, where needed.

    Raises BadSetting for a place that cannot be used, StoreUnreachable, and StoreError for a newer archive.
    """
    return Archive(ArchiveEngine(data))


class Archive:
    """One archive; safe for several threads, and for several processes at once."""

    def __init__(self, engine: ArchiveEngine) -> None:
        self._engine = engine
        try:
            with engine.reading() as connection:
                ready = stored_version(connection) == ARCHIVE_VERSION
            if not ready:  # who only reads waits for no writer
                with engine.writing() as connection:
                    bring_up_to_date(connection)
        except BaseException:
            engine.close()
            raise

    # ---- documents -------------------------------------------------------------------------------------------

    def put(self, facts: DocumentFacts, *, text: str, original: bytes, by: str) -> Receipt:
        """Record one document, whole or not at all; see Receipt for what may come of it.

        Raises StoreDamaged where a quote is not what the text has at its place: such facts are never kept.
        """
        wrong = false_quotes(facts, text)
        if wrong:
            raise StoreDamaged(
                f"《{facts.file}》有 {len(wrong)} 处引文与原文不符（如 {wrong[0]}），未予收录。",
                hint="这是程序的缺陷，请连同文件报告。",
            )
        row = _row(facts, text, original)
        packed = pack(original)
        with self._engine.writing() as connection:
            return _put(connection, row, packed, by)

    def unload(self, document_id: str, *, by: str) -> Receipt:
        """Take a document out of the graph; its history stays. Raises NotFound where it is not loaded."""
        with self._engine.writing() as connection:
            current = _active(connection, documents.c.id == document_id)
            if current is None:
                raise NotFound(f"没有载入编号为 {document_id} 的文件。", hint="用 zeren status 查看已载入的文件。")
            entry = archive_log.append(
                connection,
                who=by,
                action="unloaded",
                subject=document_id,
                detail={"file": current["file"], "sha256": current["sha256"]},
            )
            _end(connection, current["version"], "unloaded", entry.entry)
            return Receipt(document_id=document_id, outcome="unchanged", replaced=document_id, log_entry=entry.entry)

    def documents(self, *, history: bool = False) -> list[StoredDocument]:
        """List the documents by number and file; with `history` also every version that no longer holds."""
        query = select(*_LISTED).order_by(documents.c.version)
        if not history:
            query = query.where(documents.c.state == "active")
        with self._engine.reading() as connection:
            rows = [StoredDocument(**row) for row in connection.execute(query).mappings()]
        return sorted(rows, key=lambda row: (row.number or "", row.file, row.since))

    def facts(self, document_id: str) -> DocumentFacts:
        """Return the facts of a document: those that hold, else the last that did. Raises NotFound."""
        return decode_facts(unpack(self._last(document_id, documents.c.facts)))

    def all_facts(self) -> Iterator[DocumentFacts]:
        """Yield the facts of every loaded document, by id; inside `snapshot()` all of one state."""
        query = select(documents.c.version).where(documents.c.state == "active").order_by(documents.c.id)
        with self._engine.reading() as connection:
            versions = list(connection.scalars(query))
        for first in range(0, len(versions), _BATCH):
            some = documents.c.version.in_(versions[first : first + _BATCH])
            with self._engine.reading() as connection:
                records = connection.scalars(select(documents.c.facts).where(some).order_by(documents.c.id)).all()
            for record in records:
                yield decode_facts(unpack(record))

    def text(self, document_id: str) -> str:
        """Return the text that the offsets of a document count. Raises NotFound."""
        return unpack_text(self._last(document_id, documents.c.text))

    def original(self, document_id: str) -> bytes:
        """Return the bytes of the file as it was loaded. Raises NotFound."""
        key = self._last(document_id, documents.c.original)
        with self._engine.reading() as connection:
            data = connection.scalar(select(originals.c.data).where(originals.c.sha256 == key))
        if data is None:
            raise StoreDamaged(f"档案缺少文件 {document_id} 的原件。", hint="请从备份恢复。")
        return unpack(data)

    def _last(self, document_id: str, column: ColumnElement[Any]) -> Any:
        query = (
            select(column)
            .where(documents.c.id == document_id)
            .order_by((documents.c.state == "active").desc(), documents.c.version.desc())
            .limit(1)
        )
        with self._engine.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound(f"档案中没有编号为 {document_id} 的文件。", hint="用 zeren status 查看已载入的文件。")
        return row[0]

    # ---- judgements ------------------------------------------------------------------------------------------

    def judge(
        self, *, subject: str, jurisdiction: str, left: str, right: str, verdict: str, by: str, reason: str
    ) -> Judgement:
        """Record what a person decided of two names; see Judgement. Raises BadInput for unknown words."""
        if subject not in ("unit", "member") or verdict not in ("same", "different", "unsure"):
            raise BadInput(f"不认得的认定：{subject} {verdict}。", hint="认定只能是 same、different 或 unsure。")
        if not left.strip() or not right.strip():
            raise BadInput("认定需要写明两个名称。")
        said = {"subject": subject, "jurisdiction": jurisdiction, "left": left, "right": right}
        with self._engine.writing() as connection:
            number = (connection.scalar(select(func.max(judgements.c.id))) or 0) + 1
            entry = archive_log.append(
                connection,
                who=by,
                action="judged",
                subject=f"judgement_{number}",
                detail={**said, "verdict": verdict, "reason": reason},
            )
            judgement = Judgement(
                id=number,
                subject=subject,
                jurisdiction=jurisdiction,
                left=left,
                right=right,
                verdict=verdict,
                by=by,
                at=entry.at,
                reason=reason,
            )
            connection.execute(insert(judgements).values(_row_of(judgement, entry.entry)))
        return judgement

    def undo(self, judgement_id: int, *, by: str) -> Judgement:
        """Take a judgement back; it stays on record. Raises NotFound where there is none that holds."""
        with self._engine.writing() as connection:
            held = {item.id: item for item in _judgements(connection)}.get(judgement_id)
            if held is None or held.undone:
                raise NotFound(f"没有编号为 {judgement_id} 的有效认定。", hint="用 zeren units judgements 查看认定。")
            entry = archive_log.append(
                connection, who=by, action="undone", subject=f"judgement_{judgement_id}", detail={"id": judgement_id}
            )
            connection.execute(
                insert(undone).values(judgement=judgement_id, by_whom=by, at=entry.at, since=entry.entry)
            )
            return next(item for item in _judgements(connection) if item.id == judgement_id)

    def judgements(self, include_undone: bool = False) -> list[Judgement]:
        """List the judgements in the order in which they were made."""
        with self._engine.reading() as connection:
            return [item for item in _judgements(connection) if include_undone or not item.undone]

    # ---- the log and the whole -------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let every question of this thread see one state of the archive, whatever others write meanwhile."""
        with self._engine.reading():
            yield

    def log(self, after: int = 0) -> list[LogEntry]:
        """List the entries of the log after a number."""
        with self._engine.reading() as connection:
            return list(archive_log.entries(connection, after))

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last entry of the log; number 0 where nothing is recorded."""
        with self._engine.reading() as connection:
            return archive_log.head(connection)

    def verify(self) -> list[str]:
        """Recompute every hash and quote; return what does not agree, in Chinese (empty: all agrees)."""
        with self._engine.reading() as connection:
            return archive_verify.problems_of(connection)

    def copy_into(self, target: Archive, *, replace: bool = False) -> None:
        """Copy everything, with log and history, into another archive; see `copy_archive`."""
        archive_copy.copy_content(self._engine, target._engine, replace=replace)

    def backup(self, path: str | Path) -> None:
        """Write the whole archive into one file, of one state; raises StoreError where it cannot be written."""
        archive_copy.write_backup(self._engine, Path(path))

    def restore(self, path: str | Path, *, replace: bool = False) -> None:
        """Take everything from a backup. Raises StoreError unless this archive is empty or `replace` is given,
        BadInput for a file that is no backup, StoreDamaged for one that does not agree with its own hashes.
        """
        archive_copy.read_backup(Path(path), self._engine, replace=replace)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def copy_archive(source: Archive, target: Archive, *, replace: bool = False) -> None:
    """Copy an archive whole, with log and history, as from a folder to a server.

    Raises StoreError where the target is not empty, unless `replace` is given.
    """
    source.copy_into(target, replace=replace)


def _row(facts: DocumentFacts, text: str, original: bytes) -> dict[str, Any]:
    """Return the row of a document, without what the transaction decides."""
    record = encode_facts(facts)
    header = facts.header
    return {
        "id": facts.id,
        "sha256": facts.sha256,
        "original": sha256(original),
        "identity": facts.identity,
        "file": facts.file,
        "format": facts.format,
        "rules": facts.rules,
        "number": header.number,
        "title": header.title,
        "issuer": header.issuer,
        "date": header.date,
        "jurisdiction": header.jurisdiction,
        "size": len(original),
        "text": pack_text(text),
        "text_hash": sha256(encode_text(text)),
        "facts": pack(record),
        "facts_hash": sha256(record),
    }


def _put(connection: Connection, row: dict[str, Any], packed: bytes, by: str) -> Receipt:
    outcome, current = _outcome(connection, row)
    if outcome == "unchanged" and current is not None:
        number, _ = archive_log.head(connection)
        return Receipt(document_id=current["id"], outcome=outcome, replaced=None, log_entry=number)
    replaced: str | None = current["id"] if current is not None else None
    said = ("sha256", "original", "file", "format", "rules", "number", "title", "text_hash", "facts_hash")
    detail = {name: row[name] for name in said} | {"replaced": replaced}
    entry = archive_log.append(connection, who=by, action=outcome, subject=row["id"], detail=detail)
    if connection.scalar(select(originals.c.size).where(originals.c.sha256 == row["original"])) is None:
        connection.execute(insert(originals).values(sha256=row["original"], size=row["size"], data=packed))
    if current is not None:
        _end(connection, current["version"], _ENDED[outcome], entry.entry)
    connection.execute(
        insert(documents).values(**row, version=entry.entry, state="active", since=entry.entry, until=None)
    )
    other = replaced if replaced != row["id"] else None
    return Receipt(document_id=row["id"], outcome=outcome, replaced=other, log_entry=entry.entry)


def _outcome(connection: Connection, row: dict[str, Any]) -> tuple[Outcome, RowMapping | None]:
    """Decide what a document is to the archive, and which version it takes the place of."""
    same_file = and_(
        documents.c.sha256 == row["sha256"], or_(documents.c.id == row["id"], documents.c.identity == row["identity"])
    )
    current = _active(connection, same_file)
    if current is not None:
        return ("unchanged" if current["rules"] == row["rules"] else "reread"), current
    current = _active(connection, or_(documents.c.identity == row["identity"], documents.c.id == row["id"]))
    return ("revised" if current is not None else "added"), current


def _active(connection: Connection, condition: ColumnElement[bool]) -> RowMapping | None:
    query = select(documents.c.version, documents.c.id, documents.c.sha256, documents.c.rules, documents.c.file)
    query = query.where(documents.c.state == "active", condition).order_by(documents.c.version.desc()).limit(1)
    return connection.execute(query).mappings().first()


def _end(connection: Connection, version: int, state: State, entry: int) -> None:
    connection.execute(update(documents).where(documents.c.version == version).values(state=state, until=entry))


def _row_of(judgement: Judgement, since: int) -> dict[str, Any]:
    """Return a judgement as its row."""
    row = {column: getattr(judgement, name) for column, name in _JUDGEMENT.items()}
    return {**row, "since": since}


def _judgements(connection: Connection) -> list[Judgement]:
    taken_back = set(connection.scalars(select(undone.c.judgement)))
    return [
        Judgement(**{name: row[column] for column, name in _JUDGEMENT.items()}, undone=row["id"] in taken_back)
        for row in connection.execute(select(judgements).order_by(judgements.c.id)).mappings()
    ]
