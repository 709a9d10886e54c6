"""Observations, traces, neighbourhoods and exports, on the graph made by hand, with exact answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import queries
from graph_store.errors import BadInput, NotFound
from graph_store.schema import EDGES_BY_NAME, NODES_BY_NAME
from graph_store.store import GraphReader
from queries import exports, network, observations
from queries.networks import network_to_networkx, to_networkx
from queries.trace import trace
from tests.hand_graph import TEXTS


def test_observations_are_counted_by_task_as_numbered(hand_graph: GraphReader) -> None:
    counted = {row.kind: row.count for row in observations.count_observations(hand_graph)}
    assert counted == {
        "several_leads": 1,
        "no_lead": 3,
        "ongoing": 1,
        "no_date": 4,
        "no_unit": 1,
        "only_collective": 1,
        "no_target": 5,
        "cited_not_loaded": 1,
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("several_leads", ["task_a1"]),
        ("no_lead", ["task_a2", "task_a3", "task_b1"]),
        ("ongoing", ["task_a3"]),
        ("no_date", ["task_c1", "task_a2", "task_b1", "task_b2"]),
        ("no_unit", ["task_b2"]),
        ("only_collective", ["task_a3"]),
        ("no_target", ["task_a1", "task_a3", "task_a4", "task_b1", "task_b2"]),
        ("cited_not_loaded", ["policy_gwy"]),
    ],
)
def test_each_kind_lists_what_it_counts(hand_graph: GraphReader, kind: str, expected: list[str]) -> None:
    assert [row.task_id or row.policy_id for row in observations.observations(hand_graph, kind)] == expected


def test_observations_can_be_filtered(hand_graph: GraphReader) -> None:
    def found(**scope: str) -> list[str | None]:
        return [row.task_id for row in observations.observations(hand_graph, "no_lead", **scope)]  # type: ignore[arg-type]

    assert found(jurisdiction="隰县") == ["task_b1"]
    assert found(policy_id="policy_a") == ["task_a2", "task_a3"]
    assert found(document_id="doc_b") == ["task_b1"]
    assert found(unit_id="unit_dncz") == ["task_a2"]
    assert observations.observations(hand_graph, "联合牵头")[0].units == ("大宁县财政局", "国家税务总局大宁县税务局")
    with pytest.raises(BadInput, match="no_lead"):
        observations.observations(hand_graph, "多头管理")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("task_a41", ["组织活动。", "（牵头单位：县财政局）", "县财政局"]),
        ("task_a2~unit_dncz~responsible~3", ["招商引资。落户项目5个。", "（责任单位：县发改局、县财政局、县财政局）", "县财政局"]),
        ("task_a1~unit_dnfg", ["减税降费。", "（牵头单位：县财政局、县税务局；配合单位：县发改局）", "县发改局"]),
        ("target_1", ["新增企业100户"]),
        ("policy_a~cites~1", ["《优化营商环境条例》"]),
        ("task_a3~cites~2", ["持续优化服务。", "《优化营商环境条例》"]),
    ],
)  # fmt: skip
def test_a_trace_ends_at_characters(hand_graph: GraphReader, asked: str, words: list[str]) -> None:
    found = trace(hand_graph, asked, text_of=TEXTS.__getitem__)
    assert [step.quote for step in found.steps] == words
    assert all(step.verified for step in found.steps)
    assert [TEXTS["doc_a"][step.start : step.end] for step in found.steps] == words
    assert found.document.sha256 == f"{'doc_a':0<64}"


def test_a_trace_tells_a_text_that_was_changed(hand_graph: GraphReader) -> None:
    found = trace(hand_graph, "target_1", text_of=lambda _: "另一篇文字" * 50)
    assert [step.verified for step in found.steps] == [False]
    assert trace(hand_graph, "target_1").steps[0].verified is None


@pytest.mark.parametrize("asked", ["task_zzz", "task_a1~unit_xxcz", "policy_a~cites~9", "policy_gwy", "policy_z", "x"])
def test_a_trace_of_nothing_is_not_found(hand_graph: GraphReader, asked: str) -> None:
    with pytest.raises(NotFound):
        trace(hand_graph, asked)


def test_a_neighbourhood_is_bounded_and_says_what_it_left_out(hand_graph: GraphReader) -> None:
    near = network.neighbourhood(hand_graph, "unit_dncz")
    assert ({node.id for node in near.nodes}, len(near.edges), near.left_out) == (
        {"unit_dncz", "task_a1", "task_a2", "task_a41"},
        3,
        0,
    )
    wider = network.neighbourhood(hand_graph, "unit_dncz", depth=2)
    assert {"unit_dnfg", "unit_dnsw", "task_a4", "policy_a", "target_2"} <= {node.id for node in wider.nodes}
    small = network.neighbourhood(hand_graph, "unit_dncz", depth=2, limit=3)
    assert (len(small.nodes), small.left_out) == (3, len(wider.nodes) - 3)
    shown = {node.id for node in small.nodes}
    assert all({edge.source, edge.target} <= shown for edge in small.edges)
    with pytest.raises(NotFound):
        network.neighbourhood(hand_graph, "unit_zzz")


def test_exports_have_just_the_columns_of_the_contract(hand_graph: GraphReader) -> None:
    for what, columns in exports.COLUMNS.items():
        rows = list(exports.export_rows(hand_graph, what))
        assert rows
        assert all(tuple(row) == columns for row in rows)
    with pytest.raises(BadInput):
        list(exports.export_rows(hand_graph, "secrets"))


def test_assignments_stand_in_the_order_of_the_text_with_people_last_named(hand_graph: GraphReader) -> None:
    rows = list(exports.export_rows(hand_graph, "assignments", document_id="doc_a"))
    assert [(row["task_number"], row["as_written"], row["role"], row["position"]) for row in rows] == [
        ("1.", "县财政局", "lead", 1),
        ("1.", "县税务局", "lead", 2),
        ("1.", "县发改局", "support", 1),
        ("2.", "县发改局", "responsible", 1),
        ("2.", "县财政局", "responsible", 2),
        ("2.", "县财政局", "responsible", 3),
        ("3.", "各乡镇人民政府", "responsible", 1),
        ("（1）", "县财政局", "lead", 1),
        ("（2）", "张三", "officer", 1),
    ]
    assert all(TEXTS["doc_a"][row["start"] : row["end"]] == row["quote"] for row in rows)
    assert [rows[-1][name] for name in ("unit", "unit_id", "jurisdiction", "function")] == [None] * 4


def test_targets_are_written_as_people_write_numbers(hand_graph: GraphReader) -> None:
    rows = list(exports.export_rows(hand_graph, "targets"))
    assert [(row["value"], type(row["value"]), row["unit"]) for row in rows] == [
        (200, int, "户"),
        (100, int, "户"),
        (5, int, "个"),
    ]


def test_units_carry_the_judgements_on_them(hand_graph: GraphReader) -> None:
    judged = {"unit_dncz": [{"id": 1, "verdict": "same"}]}
    rows = {row["unit_id"]: row for row in exports.export_rows(hand_graph, "units", judgements=judged)}
    assert rows["unit_dncz"]["judgements"] == [{"id": 1, "verdict": "same"}]
    assert rows["unit_dncz"]["names_as_written"] == ["县财政局"]
    assert rows["unit_xxcz"]["judgements"] == []


def test_networkx_holds_every_node_and_edge(hand_graph: GraphReader, tmp_path: Path) -> None:
    import networkx as nx

    whole = to_networkx(hand_graph)
    assert whole.nodes["unit_dncz"]["functions"] == "财政"
    parts = whole.get_edge_data("unit_dncz", "task_a2")
    assert [part["position"] for part in parts.values()] == [2, 3]
    for write, read in ((nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)):
        path = tmp_path / write.__name__
        write(whole, path)
        assert read(path).number_of_nodes() == whole.number_of_nodes()
    drawn = network_to_networkx(network.neighbourhood(hand_graph, "unit_dncz"))
    assert (drawn.number_of_nodes(), drawn.number_of_edges()) == (4, 3)


def test_cypher_names_only_what_the_schema_has() -> None:
    folder = Path(queries.__file__).parent
    for source in folder.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        if "MATCH" not in text:
            continue
        cypher = " ".join(re.findall(r'"""(.*?)"""', text, re.DOTALL))
        types = {name for group in re.findall(r"\[\w*:([A-Z_|`]+)", cypher) for name in group.strip("`").split("|")}
        assert types <= EDGES_BY_NAME.keys(), source.name
        labels = set(re.findall(r"\(\w*:([A-Z]\w+)", cypher))
        assert labels <= NODES_BY_NAME.keys(), source.name


def test_every_query_has_a_total_order_and_a_limit() -> None:
    folder = Path(queries.__file__).parent
    for source in folder.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        for question in re.findall(r'Final\[LiteralString\] = f?"""(.*?)"""', text, re.DOTALL):
            if "RETURN" in question:
                assert "ORDER BY" in question, question
                assert "LIMIT" in question, question
