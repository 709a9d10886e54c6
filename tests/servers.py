"""Real servers for the tests: a Neo4j Community of Maven Central, started once and ended with the tests.

ZEREN_TEST_NEO4J names a server that runs already (no authentication, an empty database). Without Java or Maven the
tests that need it are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent / "neo4j_server"
CACHE = Path(__file__).parent.parent / ".neo4j"


def why_no_neo4j() -> str | None:
    """Why no Neo4j can be started here, or None; fetches the server's jars on first use."""
    if os.environ.get("ZEREN_TEST_NEO4J"):
        return None
    if not shutil.which("java") or not shutil.which("mvn"):
        return "需要 Java 17 和 Maven 才能启动测试用的 Neo4j"
    if (CACHE / "lib" / ".complete").exists():
        return None
    command = [
        "mvn",
        "-q",
        "-f",
        str(HERE / "pom.xml"),
        "dependency:copy-dependencies",
        f"-DoutputDirectory={CACHE / 'lib'}",
    ]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return "十分钟内没有取到 Neo4j 的构件"
    if result.returncode != 0:
        return "取不到 Neo4j 的构件（Maven）：" + (result.stdout + result.stderr)[-300:]
    (CACHE / "lib" / ".complete").touch()
    return None


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_neo4j(store: Path | None = None) -> Iterator[str]:
    """A Neo4j for the time of the block: its bolt:// address; `store` is the home of a database that is there already."""
    named = os.environ.get("ZEREN_TEST_NEO4J")
    if named and store is None:
        yield named
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="zeren-neo4j-") as made:
        home = str(store or made)
        opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
        classpath = str(CACHE / "lib" / "*")
        process = subprocess.Popen(
            ["java", "-Xmx768m", *opened, "-cp", classpath, str(HERE / "Neo4jForTests.java"), home, str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            for line in process.stdout:
                if line.strip() == "ready":
                    break
            assert process.poll() is None, "Neo4j ended before it was ready"
            yield f"bolt://127.0.0.1:{port}"
        finally:
            process.stdin.close()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
