"""The embedded graph, read: Cypher in process on an immutable snapshot, no server.

`EmbeddedReader("zeren-data").read("MATCH (u:Unit) RETURN u.name AS name")` → [{"name": "大宁县财政局"}, …]. When a new
snapshot is there, the next question is answered from it; questions under way end on the old one.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, LiteralString

from graph_store.embedded_build import BUFFER_POOL, MAX_DB_SIZE, build_snapshot, ddl
from graph_store.embedded_pointer import POINTER, Pointer, graph_folder, read_pointer
from graph_store.errors import QueryTimeout, StoreDamaged, StoreError
from graph_store.store import Mark, Row, Value

__all__ = ["EmbeddedReader", "GraphMissing", "Pointer", "build_snapshot", "ddl", "read_pointer"]

_TRIES = 5  # a snapshot may be replaced between reading its name and opening it


class GraphMissing(StoreDamaged):
    """There is no snapshot that can be opened: make the graph again from the archive."""


class _Opened:
    """One open snapshot, with a connection for each thread that asks."""

    def __init__(self, path: Path, pointer: Pointer, time_limit: float) -> None:
        import ladybug

        self.pointer = pointer
        self.users = 0
        self._limit = int(time_limit * 1000)
        self._database = ladybug.Database(
            str(path), read_only=True, max_db_size=MAX_DB_SIZE, buffer_pool_size=BUFFER_POOL
        )
        self._local = threading.local()
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        try:
            self._database.init_database()
        except Exception:
            self._database.close()
            raise

    def connection(self) -> Any:
        """Return this thread's connection."""
        import ladybug

        held = getattr(self._local, "connection", None)
        if held is None:
            held = ladybug.Connection(self._database)
            held.set_query_timeout(self._limit)
            self._local.connection = held
            self._connections.add(held)
        return held

    def close(self) -> None:
        """Close it; nobody may be asking any more."""
        for connection in list(self._connections):
            connection.close()
        self._database.close()


class EmbeddedReader:
    """A GraphReader on the snapshots of a data folder; safe for several threads. Open it after a fork, not before."""

    def __init__(self, folder: str | Path, *, time_limit: float = 30.0) -> None:
        self._folder = Path(folder)
        self._limit = time_limit
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._seen: tuple[int, ...] | None = None

    def read(self, cypher: LiteralString, **parameters: Value) -> list[Row]:
        """Run one read-only query and return its rows by column.

        Raises QueryTimeout after the limit, GraphMissing where the graph must be built (again), else StoreError.
        """
        skipped = _skipped(cypher, parameters)
        with self._lease() as opened:
            try:
                result = opened.connection().execute(cypher, parameters)
                return _rows(result)[skipped:]
            except (RuntimeError, MemoryError, ValueError, TypeError, OverflowError) as error:
                raise _ours(error, self._limit) from error

    def mark(self) -> Mark | None:
        """Return where the graph stands, without opening it; None where it must be built."""
        pointer = read_pointer(self._folder)
        return pointer.mark if pointer else None

    def close(self) -> None:
        """Let go of the snapshot once questions under way have ended."""
        with self._lock:
            opened, self._opened, self._seen = self._opened, None, None
            if opened is not None and not opened.users:
                opened.close()

    @contextmanager
    def _lease(self) -> Iterator[_Opened]:
        """Hold the snapshot of now open as long as a question lasts."""
        with self._lock:
            opened = self._current()
            opened.users += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.users -= 1
                if not opened.users and opened is not self._opened:
                    opened.close()

    def _current(self) -> _Opened:
        """Return the snapshot that the pointer names now; call it with the lock held."""
        seen = self._look()
        if self._opened is not None and seen is not None and seen == self._seen:
            return self._opened
        fresh = self._open()
        old, self._opened, self._seen = self._opened, fresh, seen
        if old is not None and not old.users:
            old.close()
        return fresh

    def _look(self) -> tuple[int, ...] | None:
        try:
            stat = (graph_folder(self._folder) / POINTER).stat()
        except OSError:
            return None
        return (stat.st_mtime_ns, stat.st_ino, stat.st_size)

    def _open(self) -> _Opened:
        said = ""
        for _ in range(_TRIES):
            pointer = read_pointer(self._folder)
            if pointer is None:
                continue
            try:
                return _Opened(graph_folder(self._folder) / pointer.name, pointer, self._limit)
            except (RuntimeError, MemoryError, OSError) as error:
                said = f"：{error}"
        raise GraphMissing(f"图还没有建成，或已不能打开{said}", hint="请运行 zeren rebuild。")


def _skipped(cypher: str, parameters: dict[str, Value]) -> int:
    """How many rows to drop ourselves: LadybugDB 0.22 dies of a SKIP far behind the last row.

    `SKIP $offset LIMIT $limit` is asked as the first offset + limit rows; `parameters` is changed so.
    """
    offset, limit = parameters.get("offset"), parameters.get("limit")
    if "SKIP $offset LIMIT $limit" not in cypher or not isinstance(offset, int) or not isinstance(limit, int):
        return 0
    parameters["offset"], parameters["limit"] = 0, offset + limit
    return offset


def _rows(result: Any) -> list[Row]:
    if isinstance(result, list):
        for one in result:
            one.close()
        raise StoreError("一次只能问一个问题。")
    try:
        names = result.get_column_names()
        return [dict(zip(names, map(_plain, line), strict=True)) for line in result.get_all()]
    finally:
        result.close()


def _plain(value: Any) -> Any:
    """Sums of whole numbers come from the engine as Decimal: give them as the numbers that they are."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _ours(error: BaseException, limit: float) -> StoreError:
    said = str(error).strip()
    if said.startswith("Interrupted"):
        return QueryTimeout(f"这个问题超过了 {limit:g} 秒的时限。", hint="请缩小范围（例如限定单位、政策或地区）。")
    if isinstance(error, MemoryError) or "checksum" in said.lower() or "corrupt" in said.lower():
        return GraphMissing(f"图已损坏：{said or '内容无法读出'}", hint="请运行 zeren rebuild。")
    if "buffer pool" in said.lower():
        return StoreError("这个问题需要的内存超过了限度。", hint="请缩小范围（例如限定单位、政策或地区）。")
    return StoreError(f"图拒绝了这个问题：{said}")
