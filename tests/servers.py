"""Real servers for the tests: Neo4j Community of Maven Central, started by the tests and ended with them.

5.26 runs on Java 17, 2025.10 on Java 21 or newer (`java` of the path, JAVA_HOME, or any below /usr/lib/jvm).
ZEREN_TEST_NEO4J names a server that runs already (no authentication, an empty database); ZEREN_TEST_NEO4J_VERSION=2025.10
runs every test on that version; ZEREN_TEST_FULL=1 gives tests of kills and of traffic their full counts. Without Java
or Maven the tests that need a server are skipped and say so.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent / "neo4j_server"
CACHE = Path(__file__).parent.parent / ".neo4j"

Version = Literal["5.26", "2025.10"]
#: version → (artifact of Maven Central, least Java that runs it, where its jars are kept)
VERSIONS: dict[Version, tuple[str, int, str]] = {
    "5.26": ("5.26.0", 17, "lib"),
    "2025.10": ("2025.10.1", 21, "lib-2025.10"),
}
DEFAULT: Version = "2025.10" if os.environ.get("ZEREN_TEST_NEO4J_VERSION") == "2025.10" else "5.26"
FULL = os.environ.get("ZEREN_TEST_FULL") == "1"
OPENED = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]


def jars(version: Version = DEFAULT) -> Path:
    """The folder that holds a version's jars once they have been fetched."""
    return CACHE / VERSIONS[version][2]


@cache
def java_of(version: Version = DEFAULT) -> str | None:
    """A Java that runs this version of Neo4j, or None."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    found = [shutil.which("java"), *(str(home / "bin" / "java") for home in homes)]
    return next((java for java in found if java and _major(java) >= VERSIONS[version][1]), None)


def _major(java: str) -> int:
    """The number of a Java, 17 of "17.0.15"; 0 where it does not run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r'version "(\d+)', said)
    return int(number[1]) if number else 0


@cache
def why_no_neo4j(version: Version = DEFAULT) -> str | None:
    """Why no Neo4j of this version can be started here, or None; fetches the server's jars on first use."""
    artifact, least, _ = VERSIONS[version]
    if not java_of(version):
        return f"需要 Java {least} 或更新的版本才能启动测试用的 Neo4j {version}"
    lib = jars(version)
    if (lib / ".complete").exists():
        return None
    if not shutil.which("mvn"):
        return f"需要 Maven 才能取到测试用的 Neo4j {version}"
    said = ""
    for _ in range(3):  # an archive of artifacts is sometimes out of reach for a moment
        said = _fetched(lib, artifact)
        if not said:
            (lib / ".complete").touch()
            return None
    return said


def _fetched(lib: Path, artifact: str) -> str:
    """Copy the server's jars from Maven's archive; what went wrong, or nothing."""
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={lib}", f"-Dneo4j.version={artifact}"]
    try:
        result = subprocess.run(
            ["mvn", "-q", "-f", str(HERE / "pom.xml"), *goal], capture_output=True, text=True, timeout=600, check=False
        )
    except subprocess.TimeoutExpired:
        return "十分钟内没有取到 Neo4j 的构件"
    return "取不到 Neo4j 的构件（Maven）：" + (result.stdout + result.stderr)[-300:] if result.returncode else ""


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Neo4jServer:
    """One server on a home and a port of its own, to be started, killed and started again."""

    def __init__(self, home: Path, *, version: Version = DEFAULT, auth: bool = False) -> None:
        self.home, self.version, self.auth = home, version, auth
        self.port = free_port()
        self.url = f"bolt://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        java = java_of(self.version)
        assert java is not None
        self.home.mkdir(parents=True, exist_ok=True)
        arguments = [str(self.home), str(self.port), str(self.auth).lower()]
        classpath = str(jars(self.version) / "*")
        with open(self.home / "errors.txt", "a+", encoding="utf-8") as errors:
            self._process = process = subprocess.Popen(
                [java, "-Xmx768m", *OPENED, "-cp", classpath, str(HERE / "Neo4jForTests.java"), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            assert process.stdout is not None
            for line in process.stdout:
                if line.strip() == "ready":
                    break
            if process.poll() is not None:
                errors.seek(0)
                raise AssertionError(f"Neo4j {self.version} ended before it was ready: {errors.read()[-2000:]}")

    def kill(self) -> None:
        """End it by SIGKILL, in the middle of whatever it does."""
        assert self._process is not None
        self._process.kill()
        self._let_go()

    def stop(self) -> None:
        """End it as a server is ended; does nothing where it does not run."""
        process = self._process
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
        self._let_go()

    def _let_go(self) -> None:
        process, self._process = self._process, None
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.wait()
        process.stdin.close()
        process.stdout.close()


@contextmanager
def running_neo4j(store: Path | None = None, *, version: Version | None = None) -> Iterator[str]:
    """A Neo4j for the time of the block: its bolt:// address; `store` is the home of a database that is there already."""
    named = os.environ.get("ZEREN_TEST_NEO4J")
    if named and store is None and version is None:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="zeren-neo4j-") as made:
        server = Neo4jServer(store or Path(made), version=version or DEFAULT)
        try:
            server.start()
            yield server.url
        finally:
            server.stop()
