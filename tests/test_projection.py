"""Facts and judgements to the rows of the graph: complete, the same in any order, every name printed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loader.policy_identity import policy_identity, policy_place, title_key
from graph_loader.projection import project
from graph_store.embedded_build import build_snapshot
from graph_store.embedded_store import EmbeddedReader
from graph_store.model import PERSON_ROLES, Citation, DocumentFacts, Judgement, Span
from graph_store.schema import EDGES_BY_NAME, NODES_BY_NAME, ROLE_EDGES, SCHEMA_VERSION
from graph_store.store import GraphRows, Mark, Value
from tests.test_resolve import sample_facts

ROLE_TYPES = tuple(ROLE_EDGES.values())


def units(rows: GraphRows, jurisdiction: str) -> dict[str, str]:
    """Names of one place's units → their ids."""
    return {str(u["name"]): id_ for id_, u in rows.nodes["Unit"].items() if u["jurisdiction"] == jurisdiction}


def role_edges(rows: GraphRows) -> list[tuple[str, str, str, str, dict[str, object]]]:
    return [(a, b, c, d, dict(e)) for type_ in ROLE_TYPES for a, b, c, d, e in rows.edges.get(type_, [])]


def test_every_node_and_edge_has_every_property_of_the_schema() -> None:
    rows = project(sample_facts(), ())
    for label, nodes in rows.nodes.items():
        expected = {prop.name for prop in NODES_BY_NAME[label].properties} - {"id"}
        assert all(set(properties) == expected for properties in nodes.values()), label
    for type_, edges in rows.edges.items():
        expected = {prop.name for prop in EDGES_BY_NAME[type_].properties}
        for source, source_id, target, target_id, properties in edges:
            assert set(properties) == expected, type_
            assert (source, target) in EDGES_BY_NAME[type_].pairs
            assert source_id in rows.nodes[source]
            assert target_id in rows.nodes[target]


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(5)))
def test_loading_in_another_order_gives_the_same_rows(order: list[int]) -> None:
    facts = sample_facts()
    again, first = project([facts[index] for index in order], ()), project(facts, ())
    assert json.dumps([again.nodes, again.edges]) == json.dumps([first.nodes, first.edges])


def test_every_printed_name_is_an_edge() -> None:
    rows = project(sample_facts(), ())
    printed = Counter(
        (a.as_written, a.role.value, a.position, a.span.start)
        for facts in sample_facts()
        for a in facts.assignments
        if a.role not in PERSON_ROLES
    )
    drawn = Counter((e["as_written"], e["role"], e["position"], e["start"]) for *_, e in role_edges(rows))
    assert drawn == printed


def test_the_misprint_is_visible_on_its_edge_and_its_unit_only() -> None:
    rows = project(sample_facts(), ())
    doubtful = [(unit, e["as_written"], e["doubt"]) for _, unit, _, _, e in role_edges(rows) if e["doubt"]]
    assert [(name, "发改局" in str(doubt)) for _, name, doubt in doubtful] == [("县发政局", True)]
    assert [u["name"] for u in rows.nodes["Unit"].values() if u["doubt"]] == ["泽州县发展和改革局"]


def test_four_counties_have_a_finance_bureau_of_one_line() -> None:
    rows = project(sample_facts(), ())
    finance = {id_: u for id_, u in rows.nodes["Unit"].items() if "县财政局" in (u["names"] or [])}  # type: ignore[operator]
    assert sorted(str(u["jurisdiction"]) for u in finance.values()) == ["大宁县", "岢岚县", "泽州县", "阳城县"]
    lines = {target for _, unit, _, target, _ in rows.edges["PERFORMS"] if unit in finance}
    assert [rows.nodes["Function"][line]["name"] for line in lines] == ["财政"]


def test_short_names_are_those_the_county_uses() -> None:
    rows = project(sample_facts(), ())
    short = {str(u["name"]): u["short_name"] for u in rows.nodes["Unit"].values()}
    assert short["大宁县发展和改革局"] == "县发改局"
    assert short["大宁县财政局"] == "县财政局"
    assert short["大宁县各乡镇人民政府"] == "各乡镇人民政府"
    assert short["中国人民银行大宁县支行"] == "人行大宁支行"


def judged(number: int, subject: str, left: str, right: str) -> Judgement:
    return Judgement(
        id=number, subject=subject, jurisdiction="大宁县", left=left, right=right, verdict="same",
        by="督查室", at="2022-06-01T00:00:00Z", reason="核对名录",
    )  # fmt: skip


def test_members_of_a_collective_are_edges_with_who_said_so() -> None:
    rows = project(sample_facts(), (judged(1, "member", "昕水镇", "各乡镇人民政府"),))
    (edge,) = rows.edges["MEMBER_OF"]
    assert rows.nodes["Unit"][edge[1]]["name"] == "大宁县昕水镇人民政府"
    assert rows.nodes["Unit"][edge[3]]["name"] == "大宁县各乡镇人民政府"
    assert edge[4] == {"by": "督查室", "reason": "核对名录"}


def test_a_judgement_joins_units_and_undoing_it_restores_the_rows() -> None:
    left, right = "县住房和城乡建设事务服务中心", "县住房和城乡建设综合事务服务中心"
    before = project(sample_facts(), ())
    same = judged(1, "unit", left, right)
    joined = project(sample_facts(), (same,))
    assert len(joined.nodes["Unit"]) == len(before.nodes["Unit"]) - 1
    restored = project(sample_facts(), (replace(same, undone=True),))
    assert json.dumps([restored.nodes, restored.edges]) == json.dumps([before.nodes, before.edges])


def with_citation(facts: DocumentFacts, title: str | None, number: str | None) -> DocumentFacts:
    span = Span(start=0, end=1, quote="引")
    citation = Citation(
        policy_id=facts.policies[0].id, task_id=None, cited_title=title, cited_number=number,
        cited_issuer=None, kind="implements", span=span,
    )  # fmt: skip
    return replace(facts, citations=(citation,))


def cited(rows: GraphRows) -> tuple[str, str, str, str, dict[str, Value]]:
    """The edge of the citation that with_citation made."""
    return next(edge for edge in rows.edges["CITES"] if edge[4]["quote"] == "引")


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("泽州县市场主体倍增工程实施方案", "泽政办发〔2022〕7号"),
        ("泽州县市场主体倍增工程实施方案", None),
        (None, "泽政办发〔2022〕7号"),
        ("泽州县人民政府办公室关于印发泽州县市场主体倍增工程实施方案的通知", "泽政办发[2022]7号"),
    ],
)
def test_a_cited_policy_is_the_loaded_one(title: str | None, number: str | None) -> None:
    first, *_, last = sample_facts()
    rows = project([first, with_citation(last, title, number)], ())
    edge = cited(rows)
    assert rows.nodes["Policy"][edge[3]]["number"] == "泽政办发〔2022〕7号"
    assert rows.nodes["Policy"][edge[3]]["loaded"] is True
    assert (edge[4]["cited_title"], edge[4]["cited_number"]) == (title, number)


def test_a_policy_has_the_same_id_before_and_after_it_is_loaded() -> None:
    first, *_, last = sample_facts()
    citing = with_citation(last, "泽州县市场主体倍增工程实施方案", "泽政办发〔2022〕7号")
    before, after = project([citing], ()), project([first, citing], ())
    assert cited(before)[3] == cited(after)[3]
    assert before.nodes["Policy"][cited(before)[3]]["loaded"] is False


def test_a_number_alone_or_without_its_code_is_no_identity() -> None:
    assert policy_identity("甲方案", "国发〔2022〕1号", None) != policy_identity("乙方案", "国发〔2022〕1号", None)
    assert policy_identity("方案", "〔2022〕1号", "甲县人民政府") != policy_identity(
        "方案", "〔2022〕1号", "乙县人民政府"
    )
    assert policy_identity("方案", "国发〔2022〕1号", None) == policy_identity("《方案》", "国发[2022]1号", "国务院")
    assert title_key("某县人民政府关于印发某方案的通知") == title_key("《某方案》")


@pytest.mark.parametrize(
    ("title", "number", "place"),
    [
        ("山西省煤层气勘查开采管理办法", None, "山西省"),
        ("关于推进改革的意见", "国办发〔2021〕3号", "全国"),
        ("关于推进改革的意见", "晋政发〔2021〕3号", "山西省"),
        ("夜市日常经营管理办法", None, None),
        ("便民市场日常经营管理办法", None, None),
    ],
)
def test_the_place_of_a_cited_policy(title: str, number: str | None, place: str | None) -> None:
    found = policy_place(title, number, None)
    assert (found.name if found else None) == place


def test_the_rows_build_a_graph_that_answers(tmp_path: Path) -> None:
    rows = project(sample_facts(), ())
    assert units(rows, "大宁县")["大宁县财政局"].startswith("unit_")
    build_snapshot(rows, Mark(log_entry=1, log_hash="0", schema_version=SCHEMA_VERSION, rules="test"), tmp_path)
    reader = EmbeddedReader(tmp_path)
    found = reader.read(
        "MATCH (u:Unit)-[:LEADS]->(t:Task) WHERE u.name = '大宁县财政局' RETURN count(DISTINCT t.counted_id) AS n"
    )
    leads = {e[3] for e in rows.edges["LEADS"] if e[1] == units(rows, "大宁县")["大宁县财政局"]}
    assert found == [{"n": len({rows.nodes["Task"][task]["counted_id"] for task in leads})}]
    reader.close()
