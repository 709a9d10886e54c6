"""Who may not, or cannot, is told so in plain words with exit code 2; no password is ever printed.

A Neo4j with users of its own is started for this: initial password, wrong password, none, the right one.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import zeren
from tests.servers import Neo4jServer, free_port, why_no_neo4j
from tests.test_serve import serving

pytestmark = pytest.mark.xdist_group("neo4j-kills")

PASSWORD = "geheim-2022"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that asks for a password; the initial one is still in force."""
    reason = why_no_neo4j()
    if reason:
        pytest.skip(reason)
    server = Neo4jServer(tmp_path_factory.mktemp("guarded"), auth=True)
    server.start()
    yield server.url
    server.stop()


def test_passwords(guarded: str, plans_copy: Path, tmp_path: Path) -> None:
    def refused(*said: str, **environment: str) -> None:
        ran = zeren("--graph", guarded, "who", "县财政局", data=plans_copy, cwd=None, **environment)
        assert ran.returncode == 2
        assert [words for words in said if words not in ran.stderr] == []
        assert not any(word in ran.stderr for word in ("falsch", PASSWORD, "Traceback", "driver"))

    initial = {"ZEREN_NEO4J_USER": "neo4j", "ZEREN_NEO4J_PASSWORD": "neo4j"}
    refused("要求先修改初始密码", **initial)
    change_password(guarded)
    refused("不接受用户名或密码", "ZEREN_NEO4J_PASSWORD", ZEREN_NEO4J_USER="neo4j", ZEREN_NEO4J_PASSWORD="falsch")
    refused("不接受用户名或密码", "ZEREN_NEO4J_USER")
    file = tmp_path / "neo4j.env"
    file.write_text(f"# Neo4j\nZEREN_NEO4J_USER=neo4j\nZEREN_NEO4J_PASSWORD={PASSWORD}\n", encoding="utf-8")
    refused("没有名为 'nix' 的库", ZEREN_NEO4J_FILE=str(file), ZEREN_NEO4J_DATABASE="nix")
    ran = zeren("--graph", guarded, "status", "--format", "json", data=plans_copy, ZEREN_NEO4J_FILE=str(file))
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["in_step"] is True
    assert PASSWORD not in ran.stdout + ran.stderr


def change_password(url: str) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(url, auth=("neo4j", "neo4j")) as driver:
        words = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
        driver.execute_query(words, new=PASSWORD, database_="system")


def test_something_else_that_listens_there_is_said(plans_copy: Path) -> None:
    """A web server, say: it answers, but it is no Neo4j."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(100)
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=talk)
        thread.start()
        url = f"bolt://127.0.0.1:{listening.getsockname()[1]}"
        ran = zeren("--graph", url, "who", "县财政局", data=plans_copy)
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert (ran.returncode, "连不上图数据库" in ran.stderr, "Traceback" in ran.stderr) == (2, True, False)


def test_a_name_that_nobody_knows_and_a_scheme_that_is_none_are_said(plans_copy: Path) -> None:
    for url, words in (
        ("bolt://no-such-host.invalid:7687", "连不上图数据库"),
        ("http://127.0.0.1:7474", "图引擎的写法不认得"),
        (f"bolt://neo4j:{PASSWORD}@127.0.0.1", "不得写用户名和密码"),
    ):
        ran = zeren("--graph", url, "who", "县财政局", data=plans_copy)
        assert (ran.returncode, words in ran.stderr, PASSWORD in ran.stderr) == (2, True, False), ran.stderr


def test_the_service_goes_on_when_the_server_comes_back(plans_copy: Path, tmp_path: Path) -> None:
    """While it is away, pages and API say so (503); afterwards they answer again, without a restart."""
    reason = why_no_neo4j()
    if reason:
        pytest.skip(reason)
    server = Neo4jServer(tmp_path / "neo4j")
    server.start()
    try:
        assert zeren("--graph", server.url, "rebuild", data=plans_copy).returncode == 0
        with serving(plans_copy, graph=server.url) as served:
            before = served.get("/api/units")
            server.kill()
            status, body = served.get("/api/units")
            assert (status, json.loads(body)["error"]["code"]) == (503, "store_unreachable")
            assert served.get("/readyz")[0] == 503
            assert served.get("/healthz")[0] == 200
            server.start()
            assert served.get("/api/units") == before
    finally:
        server.stop()


def test_postgresql_away_is_said_without_its_password(plans_copy: Path) -> None:
    ran = zeren("--data", f"postgresql://zeren:{PASSWORD}@127.0.0.1:{free_port()}/zeren", "status")
    assert (ran.returncode, "打不开档案" in ran.stderr, PASSWORD in ran.stdout + ran.stderr) == (2, True, False)
