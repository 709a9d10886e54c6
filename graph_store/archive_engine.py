"""Connections of the archive: SQLite in a folder or PostgreSQL at an address, behind the same two transactions.

`reading` sees one state from its first word to its last; `writing` waits for other writers, then has the archive for
itself. Every error of the driver leaves here as one of ours, in Chinese first.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine import URL, make_url

from graph_store.errors import BadSetting, StoreBusy, StoreDamaged, StoreError, StoreUnreachable

ARCHIVE_FILE = "archive.sqlite3"
_WAIT = 60  # seconds that a writer waits for another
_LOCK = 0x5A4552454E  # advisory lock of PostgreSQL: "ZEREN"


def is_server(data: str) -> bool:
    """Tell whether a place of data is a database server rather than a folder."""
    return data.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


class ArchiveEngine:
    """Opens transactions; safe for several threads and several processes."""

    def __init__(self, data: str, *, engine: Engine | None = None) -> None:
        self.where = data
        if engine is None:
            engine = _server(data) if is_server(data) else _folder(Path(data))
        self.engine = engine
        self._local = threading.local()

    @property
    def shown(self) -> str:
        """Return the place as a user may see it: without a password."""
        return make_url(self.where).render_as_string() if is_server(self.where) else self.where

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state; inside another `reading` of this thread, the same state."""
        held: Connection | None = getattr(self._local, "connection", None)
        if held is not None:
            yield held
            return
        with self._errors(), self.engine.connect() as connection:
            if self.dialect == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                self._local.connection = connection
                try:
                    yield connection
                finally:
                    self._local.connection = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; it is committed at the end, or undone by an error."""
        if getattr(self._local, "connection", None) is not None:
            raise StoreError("不能在读取档案的过程中写入档案。")
        with self._errors(), self.engine.connect() as connection:
            connection = connection.execution_options(zeren_writes=True)
            with connection.begin():
                if self.dialect == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT}s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def leave_one_file(self) -> None:
        """Fold the side files of a SQLite archive into it, so that the file alone is the archive."""
        with self._errors():
            self.engine.dispose()
            raw = self.engine.raw_connection()
            raw.cursor().execute("PRAGMA journal_mode=DELETE")
            raw.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise _ours(error.orig or error, self.shown) from error
        except sqlite3.Error as error:  # raised while a connection is made ready
            raise _ours(error, self.shown) from error


def _ours(error: BaseException, shown: str) -> StoreError:
    """Return our error for one of a driver's."""
    said = str(error).strip()
    if "locked" in said or "lock timeout" in said or "busy" in said:
        return StoreBusy(f"档案 {shown} 正由另一个进程写入，等了 {_WAIT} 秒仍未轮到。", hint="请稍后再试。")
    if any(word in said for word in ("malformed", "not a database", "corrupt")):
        return StoreDamaged(f"档案 {shown} 已损坏：{said}", hint="请用 zeren restore 从备份恢复。")
    if any(word in said for word in ("disk I/O", "full", "readonly", "read-only")):
        return StoreError(f"档案 {shown} 无法写入：{said}", hint="请检查磁盘空间和文件夹的写入权限。")
    if type(error).__name__ == "OperationalError":
        return StoreUnreachable(f"打不开档案 {shown}：{said}", hint="请检查地址、口令和服务是否在运行。")
    return StoreError(f"档案 {shown} 拒绝了这一操作：{said}")


def _server(data: str) -> Engine:
    """Return an engine for PostgreSQL."""
    try:
        url = make_url(data).set(drivername="postgresql+psycopg")
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except exc.ArgumentError as error:
        raise BadSetting(f"数据库地址写法不对：{error}", hint="例如 postgresql://用户:口令@主机/库名") from error
    except ImportError as error:
        raise BadSetting("使用 PostgreSQL 需要先安装 psycopg。", hint="pip install 'zeren[postgresql]'") from error


def _folder(folder: Path) -> Engine:
    """Return an engine for the SQLite file of a folder, which is made if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"数据文件夹 {folder} 无法使用：{error.strerror}", hint="请检查 --data 或 ZEREN_DATA。"
        ) from error
    return sqlite_engine(folder / ARCHIVE_FILE)


def sqlite_engine(path: Path) -> Engine:
    """Return an engine for one SQLite file."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    """Make a commit durable, and leave BEGIN to us."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=FULL")
    until = time.monotonic() + _WAIT
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:  # another process makes the same file: SQLite does not wait here by itself
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    """Take the writer's lock at once where we mean to write: a later upgrade could fail."""
    writes = connection.get_execution_options().get("zeren_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
