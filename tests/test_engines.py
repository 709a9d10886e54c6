"""One contract for every engine: the embedded one and a real Neo4j answer every question alike, row for row.

Beside the graph made by hand, hypothesis makes graphs and both engines take them. Where no Neo4j can be started the
tests that need it are skipped with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_store.embedded_build import build_snapshot
from graph_store.embedded_store import EmbeddedReader
from graph_store.errors import BadSetting, QueryTimeout, StoreUnreachable
from graph_store.schema import ROLE_EDGES, SCHEMA_VERSION
from graph_store.store import GraphReader, GraphRows, Mark
from queries import (
    documents,
    due,
    exports,
    names,
    network,
    networks,
    observations,
    overlaps,
    policies,
    targets,
    tasks,
    units,
)
from queries.rows import as_dict
from tests.hand_graph import DUTIES, TASKS, UNITS, hand_rows
from tests.servers import free_port

pytestmark = pytest.mark.xdist_group("neo4j")


def mark(entry: int = 1) -> Mark:
    return Mark(log_entry=entry, log_hash=f"hash{entry}", schema_version=SCHEMA_VERSION, rules="test")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphReader]:
    folder = tmp_path_factory.mktemp("embedded")
    build_snapshot(hand_rows(), mark(), folder)
    reader = EmbeddedReader(folder)
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def server(neo4j_url: str) -> Iterator[Any]:
    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_writer import Neo4jWriter

    writer = Neo4jWriter(Neo4jSettings.from_env(neo4j_url, {}))
    writer.run("MATCH (n) DETACH DELETE n")
    writer.replace(hand_rows(), mark())
    yield writer
    writer.close()


@pytest.fixture(params=["embedded", "neo4j"])
def engine(request: pytest.FixtureRequest) -> GraphReader:
    name = {"embedded": "embedded", "neo4j": "server"}[request.param]
    reader: GraphReader = request.getfixturevalue(name)
    return reader


UNIT_IDS = sorted(UNITS)
TASK_IDS = sorted(TASKS)

QUESTIONS: dict[str, Callable[[GraphReader], Any]] = {
    "documents": lambda g: documents.list_documents(g),
    "places": lambda g: documents.places(g),
    "totals": lambda g: documents.totals(g),
    "units": lambda g: names.list_units(g),
    "unit by name": lambda g: names.find_units(g, "县财政局"),
    "unit by county": lambda g: names.find_units(g, "县财政局", jurisdiction="大宁县"),
    "near names": lambda g: names.near_names(g, "财政局长"),
    "duties": lambda g: [units.duties_of(g, unit) for unit in UNIT_IDS],
    "members": lambda g: [units.members_of(g, unit) for unit in UNIT_IDS],
    "tasks": lambda g: tasks.list_tasks(g),
    "tasks whole": lambda g: [tasks.task(g, task) for task in TASK_IDS],
    "units in": lambda g: tasks.units_in(g),
    "policies": lambda g: policies.find_policies(g),
    "policies not loaded": lambda g: policies.not_loaded(g),
    "policy whole": lambda g: [policies.policy(g, row.id) for row in policies.find_policies(g)],
    "chains": lambda g: [policies.chain(g, row.id) for row in policies.find_policies(g)],
    "overlaps": lambda g: overlaps.overlaps(g),
    "overlaps of a unit": lambda g: [overlaps.overlaps(g, unit_id=unit) for unit in UNIT_IDS],
    "shared tasks": lambda g: overlaps.shared_tasks(g, "unit_dncz", "unit_dnfg"),
    "observations counted": lambda g: observations.count_observations(g),
    "observations": lambda g: [observations.observations(g, kind.name) for kind in observations.KINDS],
    "targets": lambda g: targets.list_targets(g),
    "indicators": lambda g: targets.indicators(g),
    "indicator values": lambda g: targets.indicator_values(g, "企业"),
    "targets of units": lambda g: [targets.targets_of_unit(g, unit) for unit in UNIT_IDS],
    "due": lambda g: due.due_between(g, "2021-01-01", "2023-01-01"),
    "passed": lambda g: due.passed_at(g, "2022-12-31"),
    "neighbourhoods": lambda g: [network.neighbourhood(g, unit, depth=2) for unit in UNIT_IDS],
    "whole network": lambda g: network.whole_network(g),
    "networkx": lambda g: sorted(networks.to_networkx(g).edges(keys=True)),
    **{
        f"export {what}": (lambda g, what=what: list(exports.export_rows(g, what)))  # type: ignore[misc]
        for what in ("tasks", "assignments", "targets", "citations", "units")
    },
}


def plain(answer: Any) -> Any:
    if isinstance(answer, list):
        return [plain(part) for part in answer]
    return as_dict(answer) if hasattr(answer, "__dataclass_fields__") else answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_engines_answer_alike(question: str, embedded: GraphReader, server: GraphReader) -> None:
    ask = QUESTIONS[question]
    answer = plain(ask(embedded))
    assert answer == plain(ask(server))
    assert answer, "a question that nothing answers proves nothing"


def test_an_engine_says_where_it_stands(engine: GraphReader) -> None:
    assert engine.mark() == mark()


_ROLE = st.sampled_from(sorted(ROLE_EDGES))
_DUTY = st.tuples(st.sampled_from(UNIT_IDS), st.sampled_from(TASK_IDS), _ROLE, st.booleans(), st.integers(1, 3))


def made_rows(duties: list[tuple[str, str, str, bool, int]]) -> GraphRows:
    """The graph made by hand with other duties: units, tasks and documents stay."""
    rows = hand_rows()
    for type_ in ROLE_EDGES.values():
        rows.edges.pop(type_, None)
    pattern = next(edges for type_, edges in hand_rows().edges.items() if type_ == "LEADS")[0][4]
    for number, (unit, task, role, inherited, position) in enumerate(duties):
        properties = {
            **pattern,
            "role": role,
            "position": position,
            "inherited": inherited,
            "start": number * 10,
            "end": number * 10 + 4,
            "document_id": TASKS[task][0],
        }
        rows.add_edge(ROLE_EDGES[role], ("Unit", unit), ("Task", task), properties)
    return rows


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(duties=st.lists(_DUTY, max_size=14, unique=True))
def test_made_graphs_are_answered_alike(
    duties: list[tuple[str, str, str, bool, int]], neo4j_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_writer import Neo4jWriter

    rows = made_rows(duties)
    folder = tmp_path_factory.mktemp("made")
    build_snapshot(rows, mark(2), folder)
    embedded, server = EmbeddedReader(folder), Neo4jWriter(Neo4jSettings.from_env(neo4j_url, {}))
    try:
        server.replace(rows, mark(2))
        for question in (
            "duties",
            "tasks whole",
            "overlaps",
            "observations counted",
            "units in",
            "export assignments",
            "whole network",
        ):
            assert plain(QUESTIONS[question](embedded)) == plain(QUESTIONS[question](server)), question
    finally:
        server.replace(hand_rows(), mark(2))
        embedded.close()
        server.close()


def test_a_document_goes_and_comes_back_whole(neo4j_url: str, server: Any) -> None:
    rows = hand_rows()
    without = hand_rows()
    gone = "doc_b"
    owned = {
        id_ for label in ("Task", "Target") for id_, p in without.nodes[label].items() if p["document_id"] == gone
    } | {gone}
    for label in ("Document", "Task", "Target"):
        without.nodes[label] = {k: v for k, v in without.nodes[label].items() if k not in owned}
    for type_, edges in without.edges.items():
        without.edges[type_] = [
            e for e in edges if e[1] not in owned and e[3] not in owned and e[4].get("document_id") != gone
        ]
    server.replace(without, mark(3))
    assert {row.id for row in documents.list_documents(server)} == {"doc_a", "doc_c"}
    server.replace(rows, mark(3))
    assert {row.id for row in documents.list_documents(server)} == {"doc_a", "doc_b", "doc_c"}
    assert len(list(exports.export_rows(server, "assignments"))) == len(DUTIES) + 1


def test_a_graph_that_is_ahead_is_left_alone(server: Any) -> None:
    server.replace(GraphRows(nodes={"Document": {}}), mark(0))
    assert len(documents.list_documents(server)) == 3


def test_two_writers_at_once_leave_the_graph_of_one(neo4j_url: str, server: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_writer import Neo4jWriter

    def write(_: int) -> None:
        writer = Neo4jWriter(Neo4jSettings.from_env(neo4j_url, {}))
        try:
            writer.replace(hand_rows(), mark(4))
        finally:
            writer.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert server.mark() == mark(4)
    counted = server.read("MATCH (:Unit)-[r]->(:Task) RETURN count(r) AS duties")
    assert counted == [{"duties": len(DUTIES)}]


def test_a_question_that_takes_too_long_is_ended(neo4j_url: str, server: Any) -> None:
    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_store import Neo4jReader

    reader = Neo4jReader(Neo4jSettings.from_env(neo4j_url, {"ZEREN_NEO4J_TIME_LIMIT": "0.5"}))
    try:
        with pytest.raises(QueryTimeout, match="时限"):
            reader.read("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b % 7) AS n")
    finally:
        reader.close()


def test_a_server_that_is_down_is_said_within_two_seconds() -> None:
    """Asked once, not again and again for half a minute; a server that swallows what is sent is given two seconds."""
    import time

    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_store import _CONNECT_SECONDS, Neo4jReader, connect

    begun = time.monotonic()
    with pytest.raises(StoreUnreachable, match="连不上"):
        Neo4jReader(Neo4jSettings.from_env(f"bolt://127.0.0.1:{free_port()}", {}))
    with pytest.raises(StoreUnreachable, match="连不上"):
        connect(Neo4jSettings.from_env(f"neo4j://127.0.0.1:{free_port()}", {}))
    assert time.monotonic() - begun < 20, "not retried; an idle machine needs a few hundredths of a second"
    assert _CONNECT_SECONDS <= 2


def test_a_password_never_stands_in_an_address_or_a_repr(tmp_path: Path) -> None:
    from graph_store.neo4j_settings import Neo4jSettings

    with pytest.raises(BadSetting, match="用户名和密码") as refused:
        Neo4jSettings.from_env("bolt://neo4j:geheim@127.0.0.1", {})
    assert "geheim" not in str(refused.value)
    file = tmp_path / "neo4j.env"
    file.write_text("ZEREN_NEO4J_USER=zeren\nZEREN_NEO4J_PASSWORD=geheim\n", encoding="utf-8")
    settings_ = Neo4jSettings.from_env("neo4j://127.0.0.1", {"ZEREN_NEO4J_FILE": str(file)})
    assert (settings_.user, settings_.password) == ("zeren", "geheim")
    assert "geheim" not in repr(settings_)


def test_somebody_elses_graph_is_not_touched(neo4j_url: str, server: Any) -> None:
    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_writer import Neo4jWriter

    server.run("MATCH (n) DETACH DELETE n")
    server.run("CREATE (:Film {title: '活着'})")
    try:
        with pytest.raises(BadSetting, match="已有别的数据"):
            Neo4jWriter(Neo4jSettings.from_env(neo4j_url, {}))
        assert server.read("MATCH (n) RETURN count(n) AS n") == [{"n": 1}]
    finally:
        server.run("MATCH (n) DETACH DELETE n")
        server.replace(hand_rows(), mark(9))
