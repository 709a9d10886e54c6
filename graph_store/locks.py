"""One builder at a time: a lock on a file that the system takes back when its holder dies.

`with build_lock(folder, seconds=60):` waits for another process that builds, or raises StoreBusy.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_store.errors import StoreBusy, StoreError

LOCK_FILE = "build.lock"


@contextmanager
def build_lock(folder: str | Path, *, seconds: float) -> Iterator[None]:
    """Hold the build lock of a data folder; raises StoreBusy where another process holds it for longer."""
    import fcntl

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        handle = os.open(Path(folder) / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise StoreError(f"数据文件夹 {folder} 无法写入：{error.strerror}", hint="请检查写入权限。") from error
    until = time.monotonic() + seconds
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise StoreBusy("另一个进程正在建图。", hint="请稍后再试。") from None
                time.sleep(0.05)
        yield
    finally:
        os.close(handle)
