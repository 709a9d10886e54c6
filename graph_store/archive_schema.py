"""The tables of the archive, and how an archive of an older version becomes one of this version.

One document put in is one row of `originals` (its bytes), one of `documents` (its text and facts) and one of `log`,
written in one transaction. Nothing is ever deleted from them; what holds no longer gets an `until`.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    inspect,
    select,
    update,
)

from graph_store.errors import StoreDamaged, StoreError

ARCHIVE_VERSION = 2

metadata = MetaData()

meta = Table(
    "zeren_meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("id", String(80), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("original", String(64), nullable=False),
    Column("identity", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("format", String(40), nullable=False),
    Column("rules", String(80), nullable=False),
    Column("number", Text),
    Column("title", Text),
    Column("issuer", Text),
    Column("date", Text),
    Column("jurisdiction", Text),
    Column("size", Integer, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("facts_hash", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer),
)
INDEXES = (
    Index("documents_by_id", documents.c.id),
    Index("documents_by_sha256", documents.c.sha256),
    Index("documents_by_state", documents.c.state),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(20), nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("left_name", Text, nullable=False),
    Column("right_name", Text, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("by_whom", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", Integer, nullable=False),
)

undone = Table(
    "undone",
    metadata,
    Column("judgement", Integer, primary_key=True, autoincrement=False),
    Column("by_whom", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("since", Integer, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("payload_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

#: in the order in which they are copied; `meta` is not copied, each archive has its own
CONTENT = (originals, documents, judgements, undone, log)


def _to_version_2(connection: Connection) -> None:
    """Version 1 found documents by reading all of them."""
    for index in INDEXES:
        index.create(connection, checkfirst=True)


#: version → the step that leads to it from the one before; forward only
MIGRATIONS: dict[int, Callable[[Connection], None]] = {2: _to_version_2}


def stored_version(connection: Connection) -> int | None:
    """Return the version of the archive behind this connection; None where there is none yet.

    Raises StoreDamaged where tables are there that no archive of ours has.
    """
    names = set(inspect(connection).get_table_names())
    if meta.name not in names:
        strangers = sorted(names & {table.name for table in CONTENT})
        if strangers:
            raise StoreDamaged(
                f"数据库中已有名为 {'、'.join(strangers)} 的表，但不是责任网的档案。",
                hint="请为责任网另建一个空的数据库或文件夹。",
            )
        return None
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "version"))
    if value is None or not value.isdigit():
        raise StoreDamaged("档案没有记明版本。", hint="请从备份恢复。")
    return int(value)


def bring_up_to_date(connection: Connection) -> None:
    """Create the tables, or lead an older archive forward; call it inside a writing transaction.

    Raises StoreError for an archive that a newer program made.
    """
    version = stored_version(connection)
    if version is None:
        metadata.create_all(connection)
        connection.execute(insert(meta).values(key="version", value=str(ARCHIVE_VERSION)))
        return
    if version > ARCHIVE_VERSION:
        raise StoreError(
            f"这份档案的版本是 {version}，本程序只认得到版本 {ARCHIVE_VERSION}。", hint="请升级责任网后再打开。"
        )
    for step in range(version + 1, ARCHIVE_VERSION + 1):
        MIGRATIONS[step](connection)
    if version < ARCHIVE_VERSION:
        connection.execute(update(meta).where(meta.c.key == "version").values(value=str(ARCHIVE_VERSION)))


def is_empty(connection: Connection) -> bool:
    """Tell whether nothing was ever recorded."""
    return not connection.scalar(select(func.count()).select_from(log))
