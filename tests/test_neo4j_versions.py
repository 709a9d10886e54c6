"""Neo4j 5.26 and 2025.10: exports and answers are those of the embedded engine, byte for byte.

All samples and all marked documents are loaded; ZEREN_TEST_FULL=1 asks about every unit, task, policy, document and
target, else about some of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import run
from graph_loader.workspace import Workspace
from graph_store.engines import open_reader
from graph_store.read_back import graph_rows
from graph_store.settings import Settings
from graph_store.store import GraphReader
from queries.observations import KINDS
from tests.conftest import SAMPLES, zeren
from tests.servers import FULL, VERSIONS, Version, running_neo4j, why_no_neo4j

pytestmark = pytest.mark.xdist_group("neo4j-versions")

MARKED = Path(__file__).parent / "marked"
LISTS = (
    "/api/documents?limit=500", "/api/places", "/api/units?limit=500", "/api/policies?limit=500", "/api/tasks?limit=500",
    "/api/targets?limit=500", "/api/indicators", "/api/overlaps?limit=500", "/api/observations", "/api/network",
    "/api/due?from=2020-01-01&to=2030-01-01", "/", "/units", "/policies", "/overlaps", "/observations", "/due",
    *(f"/api/observations/{kind.name}" for kind in KINDS),
)  # fmt: skip
WORDS = ("财政局", "奖补", "人民政府", "营商环境")
#: label → addresses of one thing
THINGS = {
    "Unit": ("/api/units/{}", "/api/units/{}/targets", "/units/{}"),
    "Task": ("/api/tasks/{}", "/api/trace/{}", "/tasks/{}"),
    "Policy": ("/api/policies/{}", "/api/policies/{}/chain", "/policies/{}"),
    "Document": ("/api/documents/{}", "/documents/{}"),
    "Target": ("/api/targets/{}", "/targets/{}"),
}
EXPORTS = (
    *(("assignments", form) for form in ("jsonl", "json", "csv")),
    *((what, "jsonl") for what in ("tasks", "targets", "citations", "units")),
    *(("graph", form) for form in ("graphml", "gexf", "cypher")),
)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all samples and all marked documents."""
    data = tmp_path_factory.mktemp("everything")
    marked = sorted([*MARKED.glob("*.txt"), *MARKED.glob("*.md")])
    ran = zeren("load", SAMPLES, *(file for file in marked if file.stem != "README"), data=data)
    assert ran.returncode == 0, ran.stderr
    return data


@pytest.fixture(scope="module", params=VERSIONS)
def level(request: pytest.FixtureRequest, everything: Path) -> Iterator[tuple[Version, str]]:
    """A server of this version that holds everything, loaded by the command."""
    version: Version = request.param
    reason = why_no_neo4j(version)
    if reason:
        pytest.skip(reason)
    with running_neo4j(version=version) as url:
        ran = zeren("--graph", url, "load", SAMPLES, data=everything)
        assert ran.returncode == 0, ran.stderr
        yield version, url


def test_the_server_is_of_the_version_that_it_is_tested_for(level: tuple[Version, str], everything: Path) -> None:
    version, url = level
    reader = open_reader(url, str(everything))
    said = reader.read("CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions AS v")
    reader.close()
    assert str(said[0]["v"]).strip("['").startswith(version)


@pytest.mark.parametrize(("what", "form"), EXPORTS)
def test_exports_are_the_same_bytes(
    what: str, form: str, level: tuple[Version, str], everything: Path, tmp_path: Path
) -> None:
    found = []
    for name, graph in (("embedded", []), ("neo4j", ["--graph", level[1]])):
        file = tmp_path / name
        assert run(["--data", str(everything), *graph, "export", what, "--format", form, "-o", str(file)]) == 0
        found.append(file.read_bytes())
    assert len(found[0]) > 1000
    assert found[0] == found[1]


def test_answers_are_the_same_bytes(level: tuple[Version, str], everything: Path) -> None:
    data = str(everything)
    embedded, server = open_reader("embedded:", data), open_reader(level[1], data)
    with Workspace(Settings.of(data=data, env={})) as workspace:
        clients = [client(reader, workspace, data) for reader in (embedded, server)]
        asked = list(addresses(embedded))
        different = [path for path in asked if answer(clients[0], path) != answer(clients[1], path)]
    embedded.close()
    server.close()
    assert different == []
    assert len(asked) > 200


def client(reader: GraphReader, workspace: Workspace, data: str) -> TestClient:
    return TestClient(create_app(reader, workspace, Settings.of(data=data, env={})))


def answer(asked: TestClient, path: str) -> tuple[int, bytes]:
    found = asked.get(path)
    assert found.status_code == 200, (path, found.text)
    return found.status_code, found.content


def addresses(reader: GraphReader) -> Iterator[str]:
    """What is asked: lists, searches, and every so many of the single things."""
    yield from LISTS
    for word in WORDS:
        yield f"/api/search?q={quote(word)}&limit=100"
        yield f"/search?q={quote(word)}"
    rows: dict[str, Any] = graph_rows(reader).nodes
    for label, paths in THINGS.items():
        ids = sorted(rows[label])
        step = 1 if FULL else max(1, len(ids) // 12)
        for id_ in ids[::step]:
            yield from (path.format(quote(id_)) for path in paths)
