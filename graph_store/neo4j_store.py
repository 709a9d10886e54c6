"""Neo4j behind the same reader and writer as the embedded engine, through the official driver.

Reads go to followers (`neo4j://` routing) with our own bookmarks; a writer takes a lease so that two loaders work one
after the other, and puts every document in one transaction. A question during which a document came or went is asked
again (neo4j_window.py): its rows are those of before or those of after.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar, cast

from graph_store.errors import BadSetting, QueryTimeout, StoreBusy, StoreError, StoreUnreachable
from graph_store.neo4j_settings import Neo4jSettings
from graph_store.neo4j_window import Window, look
from graph_store.store import Mark, Row, Value

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

_T = TypeVar("_T")
_MINIMUM = (5, 0)
_CONNECT_SECONDS = 2.0  # for a server that does not answer at all
_READ_SECONDS = 1.0  # that a question is retried after its connection broke
_WRITE_SECONDS = 15.0  # the same for a transaction that writes
_STEADY_SECONDS = 5.0  # that a question is asked again while documents come and go
_PAUSES = (0.005, 0.01, 0.02, 0.05, 0.1)

_VERSION: LiteralString = (
    "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version"
)
_FOREIGN: LiteralString = "OPTIONAL MATCH (m:ZerenMark) WITH count(m) AS marks OPTIONAL MATCH (n) WITH marks, n LIMIT 1 RETURN marks, count(n) AS nodes"
_MARK: LiteralString = (
    "MATCH (m:ZerenMark {key: 'mark'}) WHERE m.log_entry IS NOT NULL RETURN m.log_entry AS log_entry, m.log_hash AS log_hash, "
    "m.schema_version AS schema_version, m.rules AS rules"
)
_LEASE: LiteralString = """
MERGE (m:ZerenMark {key: 'mark'})
SET m.touched = $holder
WITH m, timestamp() AS now, m.holder AS before
WITH m, now, before, before IS NULL OR before IN [$holder, $dead] OR m.until < now AS free
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END | SET m.holder = $holder, m.until = now + $lease)
RETURN free, before
"""
_HELD_HERE: set[str] = set()  # the leases of this process
_RELEASE: LiteralString = "MATCH (m:ZerenMark {key: 'mark', holder: $holder}) REMOVE m.holder, m.until, m.touched"


def connect(settings: Neo4jSettings, *, retry: float = _WRITE_SECONDS) -> Driver:
    """Open a driver and prove that it answers; raises StoreUnreachable within about two seconds, or BadSetting.

    `retry` is how long the driver tries a transaction again whose connection broke.
    """
    try:
        from neo4j import GraphDatabase
    except ImportError as error:
        raise BadSetting("没有安装 Neo4j 驱动。", hint="请运行 pip install 'zeren[neo4j]' 后重试。") from error
    auth = (settings.user, settings.password or "") if settings.user else None
    with translated(settings):
        driver = GraphDatabase.driver(
            settings.url,
            auth=auth,
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=10.0,
            max_transaction_retry_time=retry,
            notifications_min_severity="OFF",
            user_agent="zeren",
        )
    try:
        with translated(settings):
            driver.verify_connectivity()
            _check_server(driver, settings)
    except BaseException:
        driver.close()
        raise
    return driver


def _check_server(driver: Driver, settings: Neo4jSettings) -> None:
    records = driver.execute_query(_VERSION, database_=settings.database).records
    version = str(records[0]["version"]) if records else "0.0"
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < _MINIMUM:
        raise BadSetting(f"Neo4j 版本 {version} 过低。", hint="请使用 Neo4j 5.0 或更新的版本。")


@contextmanager
def translated(settings: Neo4jSettings) -> Iterator[None]:
    """Turn the driver's errors into ours; no password and no stack of the driver in the words."""
    from neo4j import exceptions as neo

    try:
        yield
    except neo.AuthError as error:
        raise StoreUnreachable(
            f"图数据库 {settings.url} 不接受用户名或密码。",
            hint="请核对 ZEREN_NEO4J_USER 和 ZEREN_NEO4J_PASSWORD。",
        ) from error
    except neo.ClientError as error:
        raise _client_error(error.code or "", error.message or "", settings) from error
    except (neo.ServiceUnavailable, neo.SessionExpired, neo.ConfigurationError, ValueError, OSError) as error:
        raise StoreUnreachable(
            f"连不上图数据库 {settings.url}。", hint="请确认服务已启动、地址和端口正确，再重试。"
        ) from error
    except (neo.DriverError, neo.Neo4jError) as error:
        if "Timeout" in (getattr(error, "code", "") or "") or "TimedOut" in (getattr(error, "code", "") or ""):
            raise _timeout(settings) from error
        raise StoreError(f"图数据库 {settings.url} 报错：{getattr(error, 'code', type(error).__name__)}") from error


def _client_error(code: str, message: str, settings: Neo4jSettings) -> StoreError:
    if "TimedOut" in code or "Terminated" in code:
        return _timeout(settings)
    if "CredentialsExpired" in code:
        return StoreUnreachable(
            f"图数据库 {settings.url} 要求先修改初始密码。", hint="请由管理员改好密码，再设 ZEREN_NEO4J_PASSWORD。"
        )
    if "DatabaseNotFound" in code or "Database.Unavailable" in code:
        return StoreUnreachable(
            f"图数据库 {settings.url} 上没有名为 {settings.database!r} 的库。", hint="请核对 ZEREN_NEO4J_DATABASE。"
        )
    return StoreError(
        f"图数据库 {settings.url} 拒绝执行：{code}", hint=message.splitlines()[0][:200] if message else ""
    )


def _timeout(settings: Neo4jSettings) -> QueryTimeout:
    return QueryTimeout(
        f"这个问题超过了 {settings.time_limit:g} 秒的时限，已经停止。",
        hint="请缩小范围（指定县、政策或单位），或调大 ZEREN_NEO4J_TIME_LIMIT。",
    )


class Neo4jReader:
    """A GraphReader on a Neo4j server."""

    retry = _READ_SECONDS

    def __init__(self, settings: Neo4jSettings) -> None:
        self.settings = settings
        self._driver = connect(settings, retry=self.retry)
        self._steady: Window | None = None  # as last seen

    def read(self, cypher: LiteralString, **parameters: Value) -> list[Row]:
        """Run one read-only query; see GraphReader.

        Where documents come and go so fast that it never finds a pause, the answer after five seconds is given.
        """
        until = time.monotonic() + _STEADY_SECONDS
        known, tries = self._steady, 0
        while True:
            rows, before, after = self._ask(cypher, parameters, known)
            if not after.open:
                self._steady = after
            if (before == after and not after.open) or time.monotonic() > until:
                return rows
            time.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
            known, tries = None, tries + 1

    def _ask(
        self, cypher: LiteralString, parameters: Mapping[str, Value], known: Window | None
    ) -> tuple[list[Row], Window, Window]:
        """The rows, and how writing stood before and after; what was seen earlier will do for before."""
        from neo4j import unit_of_work

        @unit_of_work(timeout=self.settings.time_limit)
        def work(tx: ManagedTransaction) -> tuple[list[Row], Window, Window]:
            before = known or look(tx)
            rows = [cast(Row, dict(record)) for record in tx.run(cypher, cast(dict[str, Any], parameters))]
            return rows, before, look(tx)

        with translated(self.settings), self._session() as session:
            return session.execute_read(work)

    def _session(self) -> Session:
        """A session that reads what this process wrote, on whichever server it is."""
        bookmarks = self._driver.execute_query_bookmark_manager
        return self._driver.session(database=self.settings.database, bookmark_manager=bookmarks)

    def mark(self) -> Mark | None:
        """Where the graph stands; None where Zeren has built nothing here."""
        rows = self.read(_MARK)
        if not rows:
            return None
        row = rows[0]
        return Mark(
            log_entry=int(cast(int, row["log_entry"])),
            log_hash=str(row["log_hash"]),
            schema_version=int(cast(int, row["schema_version"])),
            rules=str(row["rules"]),
        )

    def is_foreign(self) -> bool:
        """Whether the database holds nodes and none of them is ours."""
        rows = self.read(_FOREIGN)
        return bool(rows) and not rows[0]["marks"] and bool(rows[0]["nodes"])

    def close(self) -> None:
        """Close the driver."""
        self._driver.close()

    def write(self, work: Callable[[ManagedTransaction], _T]) -> _T:
        """Run one managed write transaction, retried by the driver while the fault is transient."""
        with translated(self.settings), self._session() as session:
            return session.execute_write(work)

    def run(self, cypher: LiteralString, **parameters: Value) -> list[Row]:
        """Run one statement in a write transaction of its own."""
        return self.write(
            lambda tx: [cast(Row, dict(record)) for record in tx.run(cypher, cast(dict[str, Any], parameters))]
        )

    @contextmanager
    def lease(self, *, seconds: float = 60.0, patience: float = 120.0) -> Iterator[str]:
        """Hold the right to write; waits for another loader, raises StoreBusy when patience ends.

        A holder that was killed on this machine is not waited for; one of another machine until its time is over.
        """
        holder = f"{_process(os.getpid())}/{uuid.uuid4().hex}"
        _HELD_HERE.add(holder)
        try:
            self._take(holder, seconds, patience)
            yield holder
        except StoreUnreachable:
            raise  # the server is gone, and with it whom to give the lease back to; its time runs out
        except BaseException:
            with suppress(StoreError):
                self.run(_RELEASE, holder=holder)
            raise
        else:
            self.run(_RELEASE, holder=holder)
        finally:
            _HELD_HERE.discard(holder)

    def _take(self, holder: str, seconds: float, patience: float) -> None:
        deadline = time.monotonic() + patience
        dead = ""
        while True:
            found = self.run(_LEASE, holder=holder, dead=dead, lease=int(seconds * 1000))[0]
            if found["free"]:
                return
            if _has_died(str(found["before"])):
                dead = str(found["before"])
                continue
            if time.monotonic() > deadline:
                raise StoreBusy("另一个程序正在写入图数据库。", hint="请等它完成后再试。")
            time.sleep(0.2)


def _process(number: int) -> str:
    """A process of this machine, so that another process of it can tell whether it still lives."""
    try:
        with open(f"/proc/{number}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        begun = "dead" if fields[0] in (b"Z", b"X") else fields[19].decode()
        room = f"{os.uname().nodename}/{os.readlink('/proc/self/ns/pid')}"
    except (OSError, IndexError):
        return f"?/?/{number}/?"
    return f"{room}/{number}/{begun}"


def _has_died(holder: str) -> bool:
    """Whether nobody holds a lease any more: its process of this machine is gone, or it is this one, which gave up.

    False where it cannot be told. A lease of this process is left behind when the server went away meanwhile.
    """
    *room, number, begun, _ = holder.rsplit("/", 3) if holder.count("/") > 3 else ("", "", "", "")
    mine = _process(os.getpid()).rsplit("/", 2)[0]
    if not number.isdigit() or room != [mine] or begun == "?":
        return False
    if int(number) == os.getpid():
        return holder not in _HELD_HERE
    return _process(int(number)) != f"{mine}/{number}/{begun}"
