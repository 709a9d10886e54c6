"""Is the graph level with the archive? Asked before every answer, so it costs milliseconds and imports nothing heavy.

A loader killed after it acknowledged documents leaves a graph that stands behind; the next command brings it level.
While a load is under way, answers come from the graph as it stands.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graph_store.settings import local_folder
from graph_store.store import Mark

ARCHIVE_FILE = "archive.sqlite3"
_LOAD_LOCK = "load.lock"


def has_archive(data: str) -> bool:
    """Tell whether something has been loaded there (an address of a server counts as such)."""
    return "://" in data or (Path(data) / ARCHIVE_FILE).exists()


def is_behind(data: str, mark: Mark | None) -> bool:
    """Tell whether the archive has entries that a graph with this mark does not hold."""
    head = _head(data)
    return head is not None and (mark is None or (mark.log_entry, mark.log_hash) != head)


@contextmanager
def loading(graph: str, data: str) -> Iterator[None]:
    """Let other processes know, while this lasts, that documents are being put in; several may at once."""
    import fcntl

    folder = local_folder(graph, data)
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / _LOAD_LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def is_loading(graph: str, data: str) -> bool:
    """Tell whether some process is putting documents in just now."""
    import fcntl

    try:
        handle = os.open(local_folder(graph, data) / _LOAD_LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _head(data: str) -> tuple[int, str] | None:
    """The last entry of the log and its hash; None where there is no archive, or it cannot be read just now."""
    if "://" in data:
        from graph_store.engines import open_archive

        with open_archive(data) as archive:
            return archive.head()
    path = Path(data) / ARCHIVE_FILE
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            found = connection.execute("SELECT entry, hash FROM log ORDER BY entry DESC LIMIT 1").fetchone()
    except sqlite3.Error:
        return None
    return (int(found[0]), str(found[1])) if found else None
