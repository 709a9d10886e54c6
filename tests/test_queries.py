"""Questions about units, tasks, policies, targets and dates, on the graph made by hand, with exact answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_store.errors import AmbiguousName, BadInput, NotFound
from graph_store.store import GraphReader, Value
from queries import documents, due, names, overlaps, policies, targets, tasks, units
from tests.hand_graph import hand_rows, where
from tests.page_graph import page_reader


def test_a_name_of_two_counties_is_two_units_and_no_guess(hand_graph: GraphReader) -> None:
    found = names.find_units(hand_graph, "县财政局")
    assert [(unit.name, unit.jurisdiction, unit.tasks) for unit in found] == [
        ("大宁县财政局", "大宁县", 3),
        ("隰县财政局", "隰县", 1),
    ]
    with pytest.raises(AmbiguousName) as raised:
        names.one_unit(hand_graph, "县财政局")
    assert {place for _, _, place in raised.value.candidates} == {"大宁县", "隰县"}
    assert names.one_unit(hand_graph, "县财政局", jurisdiction="隰县").id == "unit_xxcz"


@pytest.mark.parametrize("asked", ["大宁县财政局", "大宁县 财政局", "unit_dncz"])
def test_a_full_name_or_an_id_is_one_unit(hand_graph: GraphReader, asked: str) -> None:
    assert names.one_unit(hand_graph, asked).id == "unit_dncz"


def test_what_is_not_there_is_said_with_what_is_near(hand_graph: GraphReader) -> None:
    with pytest.raises(NotFound, match="大宁县财政局"):
        names.one_unit(hand_graph, "大宁财政")
    assert names.find_units(hand_graph, "火星局") == []
    assert names.near_names(hand_graph, "火星人民委员会招待所") == []


def test_units_are_listed_by_place_then_by_tasks_and_those_without_come_last(hand_graph: GraphReader) -> None:
    listed = [(unit.jurisdiction, unit.name, unit.tasks) for unit in names.list_units(hand_graph)]
    assert listed == [
        ("临汾市", "临汾市发展和改革委员会", 1),
        ("大宁县", "大宁县财政局", 3),
        ("大宁县", "大宁县发展和改革局", 2),
        ("大宁县", "国家税务总局大宁县税务局", 1),
        ("大宁县", "大宁县各乡镇人民政府", 1),
        ("隰县", "隰县财政局", 1),
        ("大宁县", "大宁县曲峨镇人民政府", 0),
    ]
    assert names.list_units(hand_graph, limit=2, offset=1) == names.list_units(hand_graph)[1:3]
    assert [unit.id for unit in names.list_units(hand_graph, function="财政")] == ["unit_dncz", "unit_xxcz"]


def test_duties_count_a_task_once_however_often_the_unit_is_named(hand_graph: GraphReader) -> None:
    found = units.duties_of(hand_graph, "unit_dncz")
    assert (found.total, found.counts) == (3, {"lead": 2, "responsible": 1})
    assert [(duty.task_id, duty.role, duty.position) for duty in found.duties] == [
        ("task_a1", "lead", 1),
        ("task_a2", "responsible", 2),
        ("task_a2", "responsible", 3),
        ("task_a41", "lead", 1),
    ]
    assert found.duties[0].deadline_end == "2022-06-30"
    assert [duty.id for duty in units.duties_of(hand_graph, "unit_dncz", role="lead").duties] == [
        "task_a1~unit_dncz~lead~1",
        "task_a41~unit_dncz~lead~1",
    ]


def test_what_comes_through_a_collective_is_counted_apart(hand_graph: GraphReader) -> None:
    town = units.duties_of(hand_graph, "unit_quyu")
    assert (town.total, town.counts, town.duties) == (0, {}, ())
    assert (town.through_total, town.through_counts) == (1, {"responsible": 1})
    assert [(duty.task_id, duty.through) for duty in town.through] == [("task_a3", "大宁县各乡镇人民政府")]
    assert units.members_of(hand_graph, "unit_dnxz") == [("unit_quyu", "大宁县曲峨镇人民政府")]


def test_a_task_without_a_named_lead_says_so(hand_graph: GraphReader) -> None:
    assert tasks.task(hand_graph, "task_a2").lead_note == "文件未标明牵头单位"
    joint = tasks.task(hand_graph, "task_a1")
    assert (joint.lead_named, joint.lead_note) == (True, "")
    assert [(unit.as_written, unit.role) for unit in joint.units] == [
        ("县财政局", "lead"),
        ("县税务局", "lead"),
        ("县发改局", "support"),
    ]
    assert tasks.task(hand_graph, "task_b2").lead_note == "文件未列责任单位"


def test_a_task_is_whole(hand_graph: GraphReader) -> None:
    parent = tasks.task(hand_graph, "task_a4")
    assert [child.id for child in parent.children] == ["task_a41", "task_a42"]
    assert parent.lead_note == "责任单位列于下级任务"
    child = tasks.task(hand_graph, "task_a42")
    assert child.parent is not None
    assert child.parent.id == "task_a4"
    assert [(person.role, person.as_written) for person in child.people] == [("officer", "张三")]
    assert [target.id for target in tasks.task(hand_graph, "task_a2").targets] == ["target_2"]
    assert [cited.id for cited in tasks.task(hand_graph, "task_a3").citations] == ["task_a3~cites~2"]
    with pytest.raises(NotFound):
        tasks.task(hand_graph, "task_zzz")


def test_tasks_stand_in_the_order_of_documents_and_text(hand_graph: GraphReader) -> None:
    order = [task.id for task in tasks.list_tasks(hand_graph)]
    assert order == [
        *("task_c1", "task_a1", "task_a2", "task_a3", "task_a4", "task_a41", "task_a42"),
        *("task_b1", "task_b2"),
    ]
    assert [task.id for task in tasks.list_tasks(hand_graph, limit=3, offset=2)] == order[2:5]
    assert len(tasks.units_in(hand_graph, policy_id="policy_a")) == 8


def test_a_policy_that_only_tasks_cite_is_counted_by_their_policies(tmp_path: Path) -> None:
    rows = hand_rows()
    printed = {"cited_title": "优化营商环境条例", "cited_number": None}
    said: dict[str, Value] = {"kind": "mentions", "position": 9, **where("doc_b", "县财政局"), **printed}
    for task in ("task_b1", "task_b2"):
        rows.add_edge("CITES", ("Task", task), ("Policy", "policy_gwy"), said)
    with page_reader(tmp_path, rows) as graph:
        assert policies.policy_by_id(graph, "policy_gwy").cited_by == 2
        assert policies.not_loaded(graph)[0].cited_by == 2


def test_a_policy_is_whole(hand_graph: GraphReader) -> None:
    found = policies.policy(hand_graph, "policy_a")
    assert (found.policy.tasks, found.policy.cited_by, found.documents) == (4, 1, (("doc_a", "doc_a.txt"),))
    assert [cited.cited_title for cited in found.cites] == ["优化营商环境条例"] * 2
    assert [cited.policy_id for cited in found.cited_by] == ["policy_b"]
    assert policies.policy(hand_graph, "policy_gwy").note == policies.NOT_LOADED


@pytest.mark.parametrize("asked", ["大政发〔2021〕1号", "大宁县营商环境方案", "《大宁县营商环境方案》", "policy_a"])
def test_a_policy_is_found_by_number_title_or_id(hand_graph: GraphReader, asked: str) -> None:
    assert policies.one_policy(hand_graph, asked).id == "policy_a"


def test_several_policies_of_the_words_are_all_named(hand_graph: GraphReader) -> None:
    with pytest.raises(NotFound, match="policy_b"):
        policies.one_policy(hand_graph, "营商环境方案")


def test_the_chain_goes_up_and_down(hand_graph: GraphReader) -> None:
    upward = [(step.step, step.policy.id, step.kind) for step in policies.chain(hand_graph, "policy_b")]
    assert upward == [(-2, "policy_gwy", "based_on"), (-1, "policy_a", "based_on"), (0, "policy_b", None)]
    downward = [(step.step, step.policy.id) for step in policies.chain(hand_graph, "policy_gwy")]
    assert downward == [(0, "policy_gwy"), (1, "policy_a"), (2, "policy_b")]
    assert [row.id for row in policies.not_loaded(hand_graph)] == ["policy_gwy"]


def test_overlaps_give_the_roles_on_each_side(hand_graph: GraphReader) -> None:
    first, second = overlaps.overlaps(hand_graph, unit_id="unit_dncz")
    assert (first.right, first.tasks) == ("大宁县发展和改革局", 2)
    assert [(pair.left_role, pair.right_role, pair.tasks) for pair in first.roles] == [
        ("lead", "support", 1),
        ("responsible", "responsible", 1),
    ]
    assert (second.right, second.tasks) == ("国家税务总局大宁县税务局", 1)
    shared = overlaps.shared_tasks(hand_graph, "unit_dncz", "unit_dnfg")
    assert [(row.task.id, row.left_roles, row.right_roles) for row in shared] == [
        ("task_a1", ("lead",), ("support",)),
        ("task_a2", ("responsible",), ("responsible",)),
    ]
    in_policy = overlaps.overlaps(hand_graph, policy_id="policy_a")
    assert {frozenset((pair.left_id, pair.right_id)): pair.tasks for pair in in_policy} == {
        frozenset(("unit_dncz", "unit_dnfg")): 2,
        frozenset(("unit_dncz", "unit_dnsw")): 1,
        frozenset(("unit_dnfg", "unit_dnsw")): 1,
    }
    assert in_policy == overlaps.overlaps(hand_graph, jurisdiction="大宁县")


def test_an_indicator_has_every_value_of_every_plan(hand_graph: GraphReader) -> None:
    values = [(row.id, row.value, row.unit, row.by) for row in targets.indicator_values(hand_graph, "新增企业")]
    assert values == [("target_3", 200.0, "户", None), ("target_1", 100.0, "户", "2022")]
    assert [(row.indicator, row.documents) for row in targets.indicators(hand_graph)] == [
        ("新增企业", 2),
        ("落户项目", 1),
    ]


def test_a_target_says_who_answers(hand_graph: GraphReader) -> None:
    project = targets.target(hand_graph, "target_2")
    assert [(unit.unit, unit.role) for unit in project.units] == [
        ("大宁县发展和改革局", "responsible"),
        ("大宁县财政局", "responsible"),
        ("大宁县财政局", "responsible"),
    ]
    assert targets.target(hand_graph, "target_1").units == ()
    assert "总体目标" in targets.target(hand_graph, "target_1").note
    held = targets.targets_of_unit(hand_graph, "unit_dncz")
    assert [(row.target.id, row.roles) for row in held] == [("target_2", ("responsible",))]


def test_what_is_due_and_what_has_passed(hand_graph: GraphReader) -> None:
    found = due.due_between(hand_graph, "2021-01-01", "2022-12-31", day="2022-03-01")
    assert [(row.due, row.task.id, row.note) for row in found] == [
        ("2021-12-31", "task_a41", due.PASSED),
        ("2022-06-30", "task_a1", ""),
    ]
    assert [unit.unit_id for unit in found[1].units] == ["unit_dncz", "unit_dnsw", "unit_dnfg"]
    assert [row.task.id for row in due.passed_at(hand_graph, "2021-12-31")] == []
    assert [row.task.id for row in due.passed_at(hand_graph, "2022-01-01", unit_id="unit_dncz")] == ["task_a41"]
    assert due.due_between(hand_graph, "2021-01-01", "2022-12-31", jurisdiction="隰县") == []


def test_what_is_loaded(hand_graph: GraphReader) -> None:
    held = documents.totals(hand_graph)
    assert (held.documents, held.policies, held.policies_not_loaded) == (3, 3, 1)
    assert (held.tasks, held.task_nodes, held.units, held.targets, held.citations) == (7, 9, 7, 3, 3)
    assert held.roles == {"lead": 4, "responsible": 5, "support": 1}
    listed = documents.list_documents(hand_graph)
    assert [(row.file, row.tasks, row.duties, row.targets) for row in listed] == [
        ("doc_c.txt", 1, 1, 1),
        ("doc_a.txt", 4, 8, 2),
        ("doc_b.txt", 2, 1, 0),
    ]
    assert [(place.jurisdiction, place.documents, place.units) for place in documents.places(hand_graph)] == [
        ("临汾市", 1, 1),
        ("大宁县", 1, 5),
        ("隰县", 1, 1),
    ]
    with pytest.raises(NotFound):
        documents.document(hand_graph, "doc_z")


def test_a_bad_depth_is_refused(hand_graph: GraphReader) -> None:
    from queries.network import neighbourhood

    with pytest.raises(BadInput):
        neighbourhood(hand_graph, "unit_dncz", depth=3)
