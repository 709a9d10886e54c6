"""Fixtures, from small to large; every test runs on real parts.

`hand_graph` is a graph of three documents made by hand (tests/hand_graph.py), built once into the embedded engine:
for questions with answers that can be counted on the fingers. `samples_data` is the folder that `zeren load samples`
leaves, made once by the command itself: for everything that needs all real plans; `two_plans` holds the two shortest
of them. All are shared by the whole session and never changed; a test that changes something takes a copy
(`plans_copy`) or an empty folder (`tmp_path`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from graph_store.embedded_store import EmbeddedReader, build_snapshot
from graph_store.schema import SCHEMA_VERSION
from graph_store.store import GraphReader, Mark
from tests.archive_parts import POSTGRES, Place_, new_database, running_postgres
from tests.hand_graph import hand_rows
from tests.servers import running_neo4j, why_no_neo4j

# The same examples on every run; ZEREN_TEST_EXAMPLES=search looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("ZEREN_TEST_EXAMPLES", "same"))

SAMPLES = Path(__file__).parent.parent / "samples"
TWO_PLANS = (SAMPLES / "002_c4b70feac9cbf8fb.txt", SAMPLES / "003_a8bba00efa5346c7.txt")


@pytest.fixture(scope="session")
def hand_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the graph made by hand, and no archive."""
    folder = tmp_path_factory.mktemp("hand")
    build_snapshot(hand_rows(), Mark(log_entry=1, log_hash="0" * 64, schema_version=SCHEMA_VERSION, rules="1"), folder)
    return folder


@pytest.fixture(scope="session")
def hand_graph(hand_data: Path) -> Iterator[GraphReader]:
    """The graph made by hand, open."""
    reader = EmbeddedReader(hand_data)
    yield reader
    reader.close()


def zeren(
    *arguments: str | Path, data: Path | None = None, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; `more` are environment variables."""
    line = [sys.executable, "-m", "api.cli", *(["--data", str(data)] if data else []), *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZEREN_")}
    environment = {**kept, "PYTHONUTF8": "1", "COLUMNS": "160", "PYTHONPATH": str(SAMPLES.parent), **more}
    return subprocess.run(
        line, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=cwd, timeout=600, check=False
    )


@pytest.fixture(scope="session")
def samples_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that `zeren load samples` leaves."""
    folder = tmp_path_factory.mktemp("samples")
    ran = zeren("load", SAMPLES, data=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@pytest.fixture(scope="session")
def two_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that a load of the two shortest plans leaves (岢岚, 泽州)."""
    folder = tmp_path_factory.mktemp("two")
    ran = zeren("load", *TWO_PLANS, data=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@pytest.fixture
def plans_copy(two_plans: Path, tmp_path: Path) -> Path:
    """A copy of the two loaded plans that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(two_plans, folder)
    return folder


@pytest.fixture(scope="session")
def neo4j_url() -> Iterator[str]:
    """A real Neo4j for all tests of the group `neo4j`; every module starts from what it puts there itself."""
    reason = why_no_neo4j()
    if reason:
        pytest.skip(reason)
    with running_neo4j() as url:
        yield url


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL without databases of ours: `postgresql://postgres@127.0.0.1:PORT`."""
    named = os.environ.get("ZEREN_TEST_POSTGRESQL")
    if named:
        yield named
        return
    if not (POSTGRES / "initdb").exists():
        pytest.skip("没有安装 PostgreSQL 15")
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place_:
    """Where an archive may be made, in a folder and on a server: each call another, empty place."""
    count = iter(range(100))
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"data{next(count)}")
    server: str = request.getfixturevalue("postgres")
    return lambda: new_database(server)
