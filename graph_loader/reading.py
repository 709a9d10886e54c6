"""Read many files into facts, several at once, so that a process that dies on one file loses only that file.

[方案.pdf, 通知.docx, …] → one `ReadFile` each, in the order given. Processes are spawned, never forked: an engine
opened before a fork hangs in the child.
"""

from __future__ import annotations

import errno
import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from graph_store.errors import ZerenError
from graph_store.model import DocumentFacts
from graph_store.records import record

#: from this many files on, or this many bytes, a pool of processes is worth its start
_POOL_FILES = 12
_POOL_BYTES = 3_000_000
#: formats whose readers are not Python all the way down: a file may take its process with it
_NATIVE = frozenset({".pdf", ".doc", ".wps", ".et", ".xls", ".ofd"})
_REASONS = {
    errno.EACCES: "没有读取它的权限，请用有权限的账户运行，或请管理员开放权限",
    errno.EPERM: "没有读取它的权限，请用有权限的账户运行，或请管理员开放权限",
    errno.ENOENT: "文件已不在原处，请核对路径",
    errno.EIO: "磁盘或网络盘读取出错，请复制到本机后再读",
}
_DIED = "读取这个文件的进程异常退出，已跳过。可将文件另存为 .docx 或 .txt 后再试。"

log = logging.getLogger("zeren.load")


@record
class FileToRead:
    """A file on disk and the name by which it is known: its path below the folder that was given."""

    path: str
    name: str


@record
class ReadFile:
    """What reading one file gave: facts and text of each document in it, or `problem` in Chinese."""

    file: FileToRead
    data: bytes
    documents: tuple[tuple[DocumentFacts, str], ...]
    problem: str | None = None


def read_files(files: Sequence[FileToRead], *, workers: int) -> Iterator[ReadFile]:
    """Read the files and yield each in the order given, as soon as it and all before it are done."""
    if workers > 1 and _worth_a_pool(files):
        yield from _read_in_pool(files, workers)
    else:
        for file in files:
            yield read_file(file)


def read_file(file: FileToRead) -> ReadFile:
    """Read one file; whatever goes wrong becomes its `problem`."""
    from graph_loader.pipeline import read_documents
    from graph_loader.readers.limits import check_size

    data = b""
    try:
        check_size(file.name, Path(file.path).stat().st_size)
        data = Path(file.path).read_bytes()
        found = read_documents(file.name, data)
    except OSError as error:
        return ReadFile(file, data, (), _not_opened(error))
    except ZerenError as error:
        return ReadFile(file, data, (), str(error))
    except MemoryError:
        return ReadFile(file, data, (), "文件太大，内存不足。")
    except Exception as error:  # a defect of ours must not stop the other files; it is logged with its trace
        log.warning("reading %s failed", file.name, exc_info=True)
        return ReadFile(file, data, (), f"读取时出错（{type(error).__name__}），已跳过。请连同文件报告。")
    return ReadFile(file, data, tuple((facts, source.text) for source, facts in found))


def _not_opened(error: OSError) -> str:
    return f"文件打不开：{_REASONS.get(error.errno or 0, error.strerror or str(error))}。"


def _worth_a_pool(files: Sequence[FileToRead]) -> bool:
    if len(files) >= _POOL_FILES:
        return True
    if len(files) > 1 and any(Path(file.path).suffix.lower() in _NATIVE for file in files):
        return True
    return len(files) > 1 and sum(_size(file.path) for file in files) > _POOL_BYTES


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _read_in_pool(files: Sequence[FileToRead], workers: int) -> Iterator[ReadFile]:
    waiting = deque(files)
    running: deque[tuple[FileToRead, Future[ReadFile]]] = deque()
    pool = _pool(workers)
    try:
        while waiting or running:
            while waiting and len(running) < workers * 2:
                file = waiting.popleft()
                running.append((file, pool.submit(read_file, file)))
            file, future = running.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                suspects = [file, *(other for other, _ in running)]
                running.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                for suspect in suspects:
                    yield _read_alone(suspect)
                pool = _pool(workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read_alone(file: FileToRead) -> ReadFile:
    """Read a file that may have killed its process in a process of its own."""
    with _pool(1) as pool:
        try:
            return pool.submit(read_file, file).result()
        except BrokenProcessPool:
            return ReadFile(file, b"", (), _DIED)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn"))
