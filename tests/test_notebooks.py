"""The code of docs/notebooks.md runs as it stands there, and the classes of queries/objects.py cover the schema.

Blocks without a mark run on the embedded graph of the samples; `py2neo` and `driver` blocks on a real Neo4j.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_loader.workspace import Workspace
from graph_store.neo4j_settings import Neo4jSettings
from graph_store.neo4j_store import Neo4jReader
from graph_store.schema import EDGES, NODES
from graph_store.settings import Settings
from tests.conftest import SAMPLES

pytestmark = pytest.mark.xdist_group("neo4j")

PAGE = Path(__file__).parent.parent / "docs" / "notebooks.md"


def blocks(mark: str) -> list[str]:
    """The Python blocks of the page with this mark, in order."""
    found = re.findall(r"^```python *(\w*)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [code for given, code in found if given == mark]


def run(mark: str, **names: Any) -> dict[str, Any]:
    """Run the blocks of a mark one after the other in one room, as a notebook does."""
    room: dict[str, Any] = dict(names)
    for code in blocks(mark):
        exec(compile(code, f"docs/notebooks.md {mark}", "exec"), room)
    return room


def test_every_block_is_run_by_a_test() -> None:
    marks = re.findall(r"^```python *(\w*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(marks)) == ["", "driver", "py2neo"]


def test_the_networkx_blocks(samples_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import networkx as nx

    room = run("", DATA=str(samples_data), OUT=tmp_path)
    room["reader"].close()
    counted, *pairs, parts = capsys.readouterr().out.splitlines()
    nodes, edges = map(int, counted.split())
    assert (nodes, edges) == (room["graph"].number_of_nodes(), room["graph"].number_of_edges())
    assert len(pairs) == 5
    assert [int(line.split()[-1]) for line in pairs] == sorted((int(line.split()[-1]) for line in pairs), reverse=True)
    together, without = map(int, parts.split())
    assert min(together, without) >= 4, "four counties share no unit"
    again = nx.read_graphml(tmp_path / "responsibility.graphml")
    assert (again.number_of_nodes(), again.number_of_edges()) == (nodes, edges)


@pytest.fixture(scope="module")
def server(neo4j_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Neo4j that holds the samples, loaded as a program would load them."""
    empty(neo4j_url)
    with Workspace(Settings(data=str(tmp_path_factory.mktemp("archive")), graph=neo4j_url)) as workspace:
        workspace.load([SAMPLES], by="王芳")
        assert workspace.status()["in_step"] is True
    yield neo4j_url
    empty(neo4j_url)


def empty(url: str) -> None:
    reader = Neo4jReader(Neo4jSettings.from_env(url, {}))
    reader.run("MATCH (n) DETACH DELETE n")
    reader.close()


def test_the_driver_block(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    room = run("driver", NEO4J=server)
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(room["records"]) == len(led_by_finance(server)) > 10


def led_by_finance(url: str) -> list[str]:
    """The tasks that 大宁县财政局 leads, once for each printed name."""
    reader = Neo4jReader(Neo4jSettings.from_env(url, {}))
    rows = reader.read("MATCH (u:Unit {name: '大宁县财政局'})-[:LEADS]->(t:Task) RETURN t.id AS id ORDER BY id")
    reader.close()
    return [str(row["id"]) for row in rows]


@pytest.fixture
def py2neo_quiet() -> Iterator[None]:
    """py2neo leaves its sockets to the garbage collector and uses old names of the standard library."""
    pytest.importorskip("py2neo")
    import gc

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"py2neo|interchange|pansi|monotonic")
        warnings.filterwarnings("ignore", message=r"unclosed <socket", category=ResourceWarning)
        yield
        gc.collect()


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_the_py2neo_block(server: str, py2neo_quiet: None, capsys: pytest.CaptureFixture[str]) -> None:
    room = run("py2neo", NEO4J=server)
    said = capsys.readouterr().out.splitlines()
    unit = room["unit"]
    assert unit.jurisdiction_node.name == "大宁县"
    assert sorted(task.id for task in unit.leads) == sorted(set(led_by_finance(server)))
    assert len(said) == len(list(unit.leads))
    assert any("大宁县" in line for line in said)
    task = next(iter(unit.leads))
    assert unit in list(task.led_by)
    assert task.policy.title
    assert task in list(task.policy.tasks)
    assert [document.file for document in task.policy.documents] == ["004_3a509e58dd1cc955.txt"]
    far_ends_are_of_their_own_class(room["graph"])


def far_ends_are_of_their_own_class(graph: Any) -> None:
    """A policy is cited by policies and by tasks, a target set by either: each comes as what it is."""
    from queries.objects import Policy, Target

    citing = {type(other) for policy in Policy.match(graph) for other in policy.cited_by}
    setting = {type(other) for target in Target.match(graph).limit(40) for other in target.set_by}
    assert {made.__name__ for made in citing} == {"Policy", "Task"}
    assert {made.__name__ for made in setting} <= {"Policy", "Task"}
    assert all(next(iter(target.set_by)).id for target in Target.match(graph).limit(3))


def test_the_classes_cover_the_schema_on_both_ends(py2neo_quiet: None) -> None:
    from py2neo.ogm import Property, RelatedFrom, RelatedTo

    from queries import objects

    for node in NODES:
        made = getattr(objects, node.name)
        assert made.__primarykey__ == "id"
        assert made.__primarylabel__ == node.name
        assert all(isinstance(vars(made)[prop.name], Property) for prop in node.properties)
    for edge in EDGES:
        for source, target in edge.pairs:
            out = vars(getattr(objects, source))[objects.OUTGOING[edge.name, source]]
            back = vars(getattr(objects, target))[objects.INCOMING[edge.name, target]]
            assert isinstance(out, RelatedTo), edge.name
            assert isinstance(back, RelatedFrom), edge.name


def test_no_relationship_hides_another_or_a_property(py2neo_quiet: None) -> None:
    from queries import objects

    ends = {(edge.name, source, target) for edge in EDGES for source, target in edge.pairs}
    for node in NODES:
        names = [prop.name for prop in node.properties]
        names += [objects.OUTGOING[name, node.name] for name in dict.fromkeys(n for n, s, _ in ends if s == node.name)]
        names += [objects.INCOMING[name, node.name] for name in dict.fromkeys(n for n, _, t in ends if t == node.name)]
        names += [single for (label, _), single in objects.SINGLE.items() if label == node.name]
        assert sorted(names) == sorted(set(names)), node.name
