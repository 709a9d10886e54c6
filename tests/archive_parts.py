"""Small documents for tests of the archive, a PostgreSQL that lives as long as a test run, and writers to be killed.

Run as `python -m tests.archive_parts put|build FOLDER SEED` it writes until it is killed, and prints each
acknowledged id.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from graph_store.ids import content_id
from graph_store.model import (
    Assignment,
    Deadline,
    DeadlineKind,
    DocumentFacts,
    Header,
    Place,
    Policy,
    Role,
    Span,
    Target,
    Task,
    TaskKind,
)
from graph_store.store import Mark

Place_ = Callable[[], str]  # gives the address of an empty archive, another one at each call
POSTGRES = Path("/usr/lib/postgresql/15/bin")
TEXT = "一、奖补\n1. 对县级龙头企业奖补8.2亿元。（牵头单位：县财政局）\n"


def document(
    text: str = TEXT,
    *,
    number: str | None = "大营发〔2022〕1号",
    rules: str = "1",
    file: str = "方案.txt",
) -> tuple[DocumentFacts, str, bytes]:
    """Return facts, text and bytes of a document; every text must hold the words of TEXT's first task."""
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()

    def span(words: str) -> Span:
        start = text.index(words)
        return Span.of(text, start, start + len(words))

    policy = content_id("policy", number or file)
    task = content_id("task", policy, "1")
    facts = DocumentFacts(
        id=content_id("document", sha256),
        sha256=sha256,
        file=file,
        format="txt",
        rules=rules,
        header=Header(
            number=number, issuer="大宁县营商办", title="实施方案" if number else None, jurisdiction="大宁县"
        ),
        policies=(Policy(id=policy, title="实施方案", number=number, issuer=None, date=None, annex=None),),
        tasks=(
            Task(
                id=task,
                policy_id=policy,
                parent_id=None,
                counted_id=task,
                kind=TaskKind.MEASURE,
                number="1.",
                path=("一、奖补",),
                title="",
                text="对县级龙头企业奖补8.2亿元。",
                span=span("对县级龙头企业奖补8.2亿元。"),
                deadline=Deadline(kind=DeadlineKind.NONE, text=""),
                place=Place(line=2),
            ),
        ),
        assignments=(
            Assignment(
                task_id=task,
                as_written="县财政局",
                full_name="县财政局",
                role=Role.LEAD,
                position=1,
                list_open=False,
                wording="牵头单位",
                span=span("县财政局"),
                clause=span("（牵头单位：县财政局）"),
            ),
        ),
        targets=(
            Target(
                id=content_id("target", task),
                policy_id=policy,
                task_id=task,
                indicator="奖补",
                scope=None,
                operator="=",
                value=Decimal("820000000.0"),
                value_high=None,
                unit="元",
                by=None,
                baseline_value=None,
                baseline_year=None,
                binding=None,
                span=span("8.2亿元"),
                place=Place(page=1, box=(1.5, 2.0, 3.25, 4.0)),
            ),
        ),
    )
    return facts, text, data


def numbered(n: int | str) -> tuple[DocumentFacts, str, bytes]:
    """Return a document that differs from every other number's."""
    return document(f"{TEXT}附：第{n}份\n", number=f"大营发〔2022〕{n}号", file=f"{n}.txt")


def other_span(facts: DocumentFacts, start: int) -> DocumentFacts:
    """Return the facts with the first task's evidence moved: a lie."""
    task = facts.tasks[0]
    wrong = Span(start=start, end=start + len(task.span.quote), quote=task.span.quote)
    return replace(facts, tasks=(replace(task, span=wrong),))


def mark(entry: int, rules: str = "1") -> Mark:
    """Return a mark for tests of graphs that no archive stands behind."""
    from graph_store.schema import SCHEMA_VERSION

    return Mark(log_entry=entry, log_hash=f"{entry:064d}", schema_version=SCHEMA_VERSION, rules=rules)


# ---- PostgreSQL ------------------------------------------------------------------------------------------------


def _as_postgres(*command: str, wait: float = 60) -> None:
    """Run a program of PostgreSQL, which refuses to be root; nothing of ours stays open in the server."""
    line = ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)
    subprocess.run(
        line,
        check=True,
        timeout=wait,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def new_database(server: str) -> str:
    """Make an empty database on a server; give its address."""
    from sqlalchemy import create_engine, text

    name = f"zeren_{os.urandom(6).hex()}"
    url = server.replace("postgresql://", "postgresql+psycopg://")
    admin = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{server}/{name}"


@contextmanager
def running_postgres() -> Iterator[str]:
    """Give the address of a server without databases of ours, `postgresql://postgres@127.0.0.1:PORT`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = Path(tempfile.mkdtemp(prefix="zeren-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        data = str(home / "data")
        _as_postgres(str(POSTGRES / "initdb"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", data)
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
        _as_postgres(str(POSTGRES / "pg_ctl"), "-D", data, "-o", options, "-l", str(home / "log"), "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            _as_postgres(str(POSTGRES / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


# ---- writers to be killed --------------------------------------------------------------------------------------


def _put_for_ever(folder: str, seed: str) -> None:
    from graph_store.archive import open_archive

    archive = open_archive(folder)
    for n in range(100_000):
        facts, text, data = numbered(f"{seed}-{n}")
        print(archive.put(facts, text=text, original=data, by="甲").document_id, flush=True)


def _build_for_ever(folder: str, seed: str) -> None:
    from graph_store.embedded_store import build_snapshot
    from graph_store.locks import build_lock
    from tests.hand_graph import hand_rows

    rows = hand_rows()
    for entry in range(int(seed) * 1000 + 1, 100_000):
        with build_lock(folder, seconds=10):
            build_snapshot(rows, mark(entry), folder)
        print(entry, flush=True)


if __name__ == "__main__":
    {"put": _put_for_ever, "build": _build_for_ever}[sys.argv[1]](sys.argv[2], sys.argv[3])
