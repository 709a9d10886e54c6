"""Whole archives: from one place into another, into one file, and back.

`zeren backup 档案.zeren` → one SQLite file with originals, texts, facts, judgements and the log, of one state; it
can be restored into a folder or a server alike.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from graph_store import archive_verify
from graph_store.archive_engine import ArchiveEngine, sqlite_engine
from graph_store.archive_schema import CONTENT, bring_up_to_date, is_empty, stored_version
from graph_store.errors import BadInput, StoreDamaged, StoreError

_BATCH = 50  # rows held in memory at a time
_MAGIC = b"SQLite format 3\x00"


def copy_content(source: ArchiveEngine, target: ArchiveEngine, *, replace: bool) -> None:
    """Copy every row in one transaction. Raises StoreError where the target holds anything and `replace` is not given."""
    with source.reading() as rows, target.writing() as into:
        if not is_empty(into):
            if not replace:
                raise StoreError(
                    f"目标档案 {target.shown} 不是空的，未予覆盖。", hint="请换一个空的位置，或明确要求覆盖。"
                )
            for table in reversed(CONTENT):
                into.execute(delete(table))
        _copy_rows(rows, into)


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in CONTENT:
        found = source.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key))
        for part in found.mappings().partitions(_BATCH):
            target.execute(insert(table), [dict(row) for row in part])


def write_backup(source: ArchiveEngine, path: Path) -> None:
    """Write the archive into one file, which appears only when it is whole and on the disk."""
    try:
        with tempfile.TemporaryDirectory(prefix=".zeren-backup-", dir=path.absolute().parent) as folder:
            draft = Path(folder) / "backup.sqlite3"
            with _file(draft) as target:
                with target.writing() as connection:
                    bring_up_to_date(connection)
                copy_content(source, target, replace=False)
                target.leave_one_file()
            sync(draft)
            os.replace(draft, path)
            sync(path.absolute().parent)
    except OSError as error:
        raise StoreError(
            f"备份 {path} 无法写入：{error.strerror}", hint="请检查文件夹是否存在、空间是否足够。"
        ) from error


def read_backup(path: Path, target: ArchiveEngine, *, replace: bool) -> None:
    """Take everything from a backup, once it agrees with its own hashes."""
    _look(path)
    with tempfile.TemporaryDirectory(prefix="zeren-restore-") as folder:
        copy = Path(folder) / "backup.sqlite3"
        copy.write_bytes(path.read_bytes())
        with _file(copy) as source:
            with source.reading() as connection:
                if stored_version(connection) is None:
                    raise BadInput(f"{path} 不是责任网的备份。")
            with source.writing() as connection:
                bring_up_to_date(connection)
            with source.reading() as connection:
                problems = archive_verify.problems_of(connection)
            if problems:
                raise StoreDamaged(f"备份 {path} 有 {len(problems)} 处不符，未予恢复：{problems[0]}")
            copy_content(source, target, replace=replace)


def _look(path: Path) -> None:
    """Raise BadInput for what cannot be a backup."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise BadInput(f"备份 {path} 无法读取：{error.strerror}") from error
    if start != _MAGIC:
        raise BadInput(f"{path} 不是责任网的备份。")


@contextmanager
def _file(path: Path) -> Iterator[ArchiveEngine]:
    engine = ArchiveEngine(str(path), engine=sqlite_engine(path))
    try:
        yield engine
    finally:
        engine.close()


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
