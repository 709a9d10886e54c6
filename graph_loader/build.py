"""The archive → the graph and the search index, in a process of its own with a deadline.

`ensure_built(data)` looks whether graph and index stand at the last entry of the log and, where they do not, runs
`python -m graph_loader.build DATA GRAPH RULES`. A child that is killed leaves the old graph as it was.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

from graph_store import errors
from graph_store.engines import open_archive, open_reader, open_search, open_writer
from graph_store.errors import StoreBusy, StoreError, ZerenError
from graph_store.locks import build_lock
from graph_store.schema import SCHEMA_VERSION
from graph_store.settings import DEFAULT_GRAPH, is_embedded, local_folder
from graph_store.store import Mark

if TYPE_CHECKING:
    from graph_store.archive import Archive
    from graph_store.store import GraphRows

DEADLINE = 1800.0  # seconds
_DOCUMENT_IDS: LiteralString = "MATCH (d:Document) RETURN d.id AS id"


def wanted_mark(archive: Archive, rules: str) -> Mark:
    """Return where graph and index should stand."""
    entry, digest = archive.head()
    return Mark(log_entry=entry, log_hash=digest, schema_version=SCHEMA_VERSION, rules=rules)


def is_level(data: str, graph: str, wanted: Mark) -> bool:
    """Tell whether graph and search index stand where they should."""
    if open_search(graph, data).mark() != wanted:
        return False
    reader = open_reader(graph, data)
    try:
        return reader.mark() == wanted
    finally:
        reader.close()


def ensure_built(
    data: str, *, graph: str = DEFAULT_GRAPH, rules: str, force: bool = False, deadline: float = DEADLINE
) -> Mark:
    """Bring graph and search index level with the archive; return where they stand then.

    `rules` is the version of the rules that the mark shall carry; `force` builds even when all seems level.
    Raises StoreBusy after the deadline, else the child's StoreError; the graph that held then still holds.
    """
    with open_archive(data) as archive:
        wanted = wanted_mark(archive, rules)
    if not force and is_level(data, graph, wanted):
        return wanted
    command = [sys.executable, "-m", "graph_loader.build", data, graph, rules, *(["--force"] if force else [])]
    home = str(Path(__file__).resolve().parents[1])
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "ZEREN_BUILD_WAIT": str(deadline)},
            capture_output=True,
            timeout=deadline,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise StoreBusy(
            f"建图超过了 {deadline:g} 秒，已中止；原有的图不受影响。", hint="请稍后运行 zeren rebuild。"
        ) from error
    return _outcome(done)


def _outcome(done: subprocess.CompletedProcess[bytes]) -> Mark:
    """Return the mark that the child reports, or raise the error that it met."""
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    try:
        said = json.loads(lines[-1])
        if "mark" in said:
            return Mark(**said["mark"])
        kind = getattr(errors, said["error"], StoreError)
        raise (kind if issubclass(kind, StoreError) else StoreError)(said["message"], hint=said["hint"])
    except (IndexError, ValueError, KeyError, TypeError) as error:
        end = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise StoreError(
            f"建图的进程意外结束（{done.returncode}）：{''.join(end)}",
            hint="原有的图不受影响；请运行 zeren rebuild 重试。",
        ) from error


def build(data: str, graph: str, rules: str, *, force: bool = False, patience: float = DEADLINE) -> Mark:
    """Build graph and search index in this process, under the build lock; `ensure_built` does it in a child."""
    from graph_loader.projection import project

    folder = local_folder(graph, data)
    with build_lock(folder, seconds=patience), open_archive(data) as archive:
        with archive.snapshot():
            wanted = wanted_mark(archive, rules)
            if not force and is_level(data, graph, wanted):
                return wanted
            rows = project(archive.all_facts(), archive.judgements())
        if is_embedded(graph):
            from graph_store.embedded_build import build_snapshot

            build_snapshot(rows, wanted, folder)
        else:
            _write_to_server(graph, rows, wanted, archive, afresh=force)
        open_search(graph, data).update(rows, wanted)
    return wanted


def _write_to_server(graph: str, rows: GraphRows, wanted: Mark, archive: Archive, *, afresh: bool) -> None:
    """Bring a server level; raises StoreError where that would throw out documents that this archive never had."""
    writer = open_writer(graph)
    try:
        mark = writer.mark()
        ours = mark is None or [(e.entry, e.hash) for e in archive.log(mark.log_entry - 1)[:1]] == [
            (mark.log_entry, mark.log_hash)
        ]
        if not ours and not afresh:
            known = {document.id for document in archive.documents(history=True)}
            strange = {str(row["id"]) for row in writer.read(_DOCUMENT_IDS)} - known
            if strange:
                raise StoreError(
                    f"图数据库 {graph} 里是另一个档案的图，其中 {len(strange)} 份文件本档案没有，没有动它。",
                    hint="请核对 --data 和 --graph；确要换成本档案的图，请运行 zeren rebuild。",
                )
        writer.replace(rows, wanted, afresh=afresh or not ours)
    finally:
        writer.close()


def main(arguments: list[str]) -> int:
    """Build, and say in one line of JSON what came of it: the mark, or the error."""
    data, graph, rules = arguments[:3]
    try:
        mark = build(
            data,
            graph,
            rules,
            force="--force" in arguments[3:],
            patience=float(os.environ.get("ZEREN_BUILD_WAIT", DEADLINE)),
        )
    except ZerenError as error:
        print(json.dumps({"error": type(error).__name__, "message": error.message, "hint": error.hint}))
        return 2
    fields = ("log_entry", "log_hash", "schema_version", "rules")
    print(json.dumps({"mark": {name: getattr(mark, name) for name in fields}}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
