"""Names to units: the five plans' own names, branches, collectives, misprints, judgements, open pairs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loader.document_place import context_of
from graph_loader.open_pairs import open_pairs
from graph_loader.pipeline import read_documents
from graph_loader.register import load_register
from graph_loader.resolve import Context, ResolvedUnit, Resolver
from graph_store.model import PERSON_ROLES, DocumentFacts, Judgement

SAMPLES = Path(__file__).parent.parent / "samples"


@lru_cache(maxsize=1)
def sample_facts() -> tuple[DocumentFacts, ...]:
    files = sorted(SAMPLES.glob("*.txt"))
    return tuple(facts for path in files for _, facts in read_documents(path.name, path.read_bytes()))


def resolve(name: str, place: str, judgements: tuple[Judgement, ...] = ()) -> ResolvedUnit:
    return Resolver(load_register(), judgements).resolve(name, Context.in_place(place))


def judgement(number: int, left: str, right: str, verdict: str, *, undone: bool = False) -> Judgement:
    return Judgement(
        id=number, subject="unit", jurisdiction="大宁县", left=left, right=right, verdict=verdict,
        by="督查室", at="2022-06-01T00:00:00Z", reason="核对三定规定", undone=undone,
    )  # fmt: skip


#: place → groups of names that mean one body each, as the five plans use them
ONE_BODY: dict[str, list[tuple[str, ...]]] = {
    "泽州县": [
        ("县发改局", "县发政局", "县发展和改革局", "泽州县发改局"),
        ("县工信局", "县工业和信息化局"),
        ("县人社局", "县人力资源和社会保障局"),
        ("县市场监管局", "县市场监督管理局"),
        ("县行政审批局", "县行政审批服务管理局"),
        ("泽州县国有资本投资运营公司", "县国有资本投资运营有限公司"),
        ("市生态环境局泽州分局", "晋城市生态环境局泽州分局", "市生态环境分局"),
        ("县财政局", "县财政部门", "财政局", "泽州县财政局"),
        ("县教育局",),
        ("县中小企业发展促进中心",),
        ("县金融服务中心",),
        ("县住房和城乡建设管理局", "县住建局"),
        ("各乡镇人民政府", "各乡<镇>人民政府", "各乡镇政府"),
        ("各有关乡镇人民政府",),
    ],
    "阳城县": [
        ("人行阳城县支行", "人行阳城支行", "县人民银行", "中国人民银行阳城县支行"),
        ("晋城银保监分局阳城监管组",),
        ("市住房公积金阳城管理部", "市住房公积金管理中心阳城管理部"),
        ("国网山西省电力公司阳城分公司",),
        ("邮储银行阳城县支行",),
        ("晋城市融资担保公司阳城分公司",),
        ("县国投公司", "阳城县国有资本投资运营有限公司"),
        ("县审批局", "县行政审批服务管理局"),
        ("开发区管委会", "阳城经济技术开发区", "阳城县经济技术开发区管委会"),
        ("县科技局", "县科学技术局"),
        ("政府信息中心",),
        ("涉企经营事项相关主管部门", "涉企经营事项有关主管部门"),
    ],
    "岢岚县": [
        ("岢岚经济技术开发区", "岢岚县经济技术开发区", "岢岚经济技术开发区管委会"),
        ("市生态环境分局", "忻州市生态环境局岢岚分局"),
        ("县教育科技局", "县教科局"),
        ("县市场局", "县市场监管局"),
        ("县人民银行", "人行岢岚支行"),
        ("县纪委监委机关", "县纪委监委"),
        ("县政府办", "岢岚县人民政府办公室"),
        ("县邮政局",),
        ("各乡<镇>人民政府", "各乡〈镇〉人民政府", "各乡镇人民政府"),
        ("县直有关部门", "县直相关部门"),
        ("有关部门", "各有关部门"),
    ],
    "大宁县": [
        ("县工信局", "工信局", "大宁县工业和信息化局"),
        ("市生态环境局大宁分局",),
        ("临汾银保监分局大宁监管组",),
        ("市住房公积金管理中心大宁管理部", "市住房公积金大宁管理部"),
        ("县教科局", "县教育科技局"),
        ("县教育局",),
        ("县卫体局", "县卫健体局", "县卫生健康和体育局"),
        ("县科技局",),
        ("县科技发展中心",),
        ("县住建局", "县住房和城乡建设局"),
        ("县住房和城乡建设事务服务中心",),
        ("县住房和城乡建设综合事务服务中心",),
        ("县邮政局",),
        ("县邮政公司",),
        ("大宁农商银行", "大宁农村商业银行"),
        ("县产业集聚区发展服务中心",),
        ("县国有企业和改革发展党建工作领导小组成员单位",),
        ("县国有企业改革发展和党建工作领导小组成员单位",),
        ("县直各相关单位", "县直有关单位"),
        ("团县委", "共青团大宁县委"),
    ],
}


@pytest.mark.parametrize("place", ONE_BODY)
def test_one_unit_where_the_plans_mean_one_body_and_two_where_they_mean_two(place: str) -> None:
    ids = [{resolve(name, place).id for name in group} for group in ONE_BODY[place]]
    assert [len(group) for group in ids] == [1] * len(ids)
    assert len(set().union(*ids)) == len(ids)


def test_every_name_of_the_samples_is_resolved_to_a_body_of_a_known_kind() -> None:
    resolver = Resolver(load_register())
    for facts in sample_facts():
        context = context_of(facts)
        for assignment in facts.assignments:
            if assignment.role not in PERSON_ROLES:
                unit = resolver.resolve(assignment.full_name, context)
                assert unit.kind != "other", assignment
                assert (unit.doubt is not None) == (assignment.as_written == "县发政局"), assignment


@pytest.mark.parametrize(
    ("name", "place", "canonical", "kind", "jurisdiction"),
    [
        ("县发改局", "大宁县", "大宁县发展和改革局", "bureau", "大宁县"),
        ("市生态环境局", "大宁县", "临汾市生态环境局", "bureau", "临汾市"),
        ("省财政厅", "大宁县", "山西省财政厅", "bureau", "山西省"),
        ("市生态环境局大宁分局", "大宁县", "临汾市生态环境局大宁分局", "branch", "大宁县"),
        ("人行大宁支行", "大宁县", "中国人民银行大宁县支行", "branch", "大宁县"),
        ("邮储银行阳城县支行", "阳城县", "邮储银行阳城县支行", "branch", "阳城县"),
        ("晋城市融资担保公司阳城分公司", "阳城县", "晋城市融资担保公司阳城分公司", "branch", "阳城县"),
        ("大宁农商银行", "大宁县", "大宁农村商业银行", "bank", "大宁县"),
        ("岢岚经济技术开发区", "岢岚县", "岢岚县经济技术开发区管理委员会", "zone", "岢岚县"),
        ("县委统战部", "大宁县", "大宁县委统一战线工作部", "party", "大宁县"),
        ("团县委", "大宁县", "共青团大宁县委员会", "mass", "大宁县"),
        ("县国有企业改革领导小组", "大宁县", "大宁县国有企业改革领导小组", "task_force", "大宁县"),
        ("各乡<镇>人民政府", "大宁县", "大宁县各乡镇人民政府", "collective", "大宁县"),
        ("市直有关部门", "大宁县", "临汾市直有关部门", "collective", "临汾市"),
        ("昕水镇", "大宁县", "大宁县昕水镇人民政府", "place", "昕水镇"),
        ("大宁县", "大宁县", "大宁县人民政府", "place", "大宁县"),
        ("发展改革委", "国务院", "国家发展和改革委员会", "bureau", "全国"),
        ("药监局", "国务院", "国家药品监督管理局", "bureau", "全国"),
        ("市发改委", "云溪市", "云溪市发展和改革委员会", "bureau", "云溪市"),
        ("区生态环境局", "临江区", "临江区生态环境局", "bureau", "临江区"),
        ("国家税务总局大宁县税务局", "大宁县", "大宁县税务局", "bureau", "大宁县"),
        ("财政部", "大宁县", "财政部", "bureau", "全国"),
    ],
)
def test_the_canonical_name_has_its_place(name: str, place: str, canonical: str, kind: str, jurisdiction: str) -> None:
    unit = resolve(name, place)
    assert (unit.name, unit.kind, unit.jurisdiction) == (canonical, kind, jurisdiction)


def test_two_counties_have_two_bureaus_of_one_line() -> None:
    here, there = resolve("县财政局", "大宁县"), resolve("县财政局", "泽州县")
    assert here.id != there.id
    assert here.functions == there.functions == ("finance",)


def test_a_unit_may_be_asked_for_by_all_its_names() -> None:
    assert {"县发改局", "发改局", "大宁县发改局", "县发展和改革局", "大宁发改局"} <= resolve(
        "县发展和改革局", "大宁县"
    ).names
    assert {"人行大宁支行", "县人民银行", "人行大宁县支行"} <= resolve("县人民银行", "大宁县").names


@pytest.mark.parametrize("name", ["县发政局", "县行政审批服务管局"])
def test_a_misprint_is_resolved_with_a_doubt(name: str) -> None:
    unit = resolve(name, "大宁县")
    assert unit.kind == "bureau"
    assert unit.functions
    assert name in (unit.doubt or "")


def test_an_unknown_name_is_a_unit_of_its_own_with_a_doubt() -> None:
    unit = resolve("不知何物", "大宁县")
    assert (unit.name, unit.kind) == ("大宁县不知何物", "other")
    assert unit.doubt


def test_a_parent_that_no_words_name_is_said_to_be_unknown() -> None:
    unit = resolve("市生态环境局", "临江区")
    assert unit.level == "city"
    assert unit.doubt == "文中未载明临江区属于哪个市"


A, B, C = "县住房和城乡建设事务服务中心", "县住房和城乡建设综合事务服务中心", "县住建局"


def test_same_joins_and_undo_restores() -> None:
    before = {name: resolve(name, "大宁县").id for name in (A, B, C)}
    joined = (judgement(1, A, B, "same"),)
    after = {name: resolve(name, "大宁县", joined).id for name in (A, B, C)}
    assert after == {A: min(before[A], before[B]), B: min(before[A], before[B]), C: before[C]}
    undone = (judgement(1, A, B, "same", undone=True),)
    assert {name: resolve(name, "大宁县", undone).id for name in (A, B, C)} == before


def test_the_newest_judgement_on_a_pair_wins() -> None:
    both = (judgement(1, A, B, "same"), judgement(2, B, A, "different"))
    assert resolve(A, "大宁县", both).id != resolve(B, "大宁县", both).id
    chain = (judgement(1, A, B, "same"), judgement(2, B, C, "same"), judgement(3, A, C, "different"))
    ids = [resolve(name, "大宁县", chain).id for name in (A, B, C)]
    assert ids[0] != ids[2]


def test_different_parts_what_the_rules_join() -> None:
    parted = (judgement(1, "县市场局", "县市场监督管理局", "different"),)
    assert resolve("县市场局", "大宁县").id == resolve("县市场监督管理局", "大宁县").id
    assert resolve("县市场局", "大宁县", parted).id != resolve("县市场监督管理局", "大宁县", parted).id


def test_unsure_merges_nothing_and_is_visible() -> None:
    unsure = (judgement(1, A, B, "unsure"),)
    assert resolve(A, "大宁县", unsure).id != resolve(B, "大宁县", unsure).id
    assert "尚未认定" in (resolve(A, "大宁县", unsure).doubt or "")


def test_a_judgement_of_one_county_says_nothing_of_another() -> None:
    joined = (judgement(1, A, B, "same"),)
    assert resolve(A, "泽州县", joined).id != resolve(B, "泽州县", joined).id


def test_names_that_may_be_one_body_are_open_pairs() -> None:
    names = {f.header.jurisdiction or "": {a.full_name for a in f.assignments} for f in sample_facts()}
    pairs = open_pairs(names)
    assert [(pair.jurisdiction, pair.left, pair.right) for pair in pairs] == [
        ("大宁县", "大宁县住房和城乡建设事务服务中心", "大宁县住房和城乡建设综合事务服务中心"),
        (
            "大宁县",
            "大宁县国有企业和改革发展党建工作领导小组成员单位",
            "大宁县国有企业改革发展和党建工作领导小组成员单位",
        ),
    ]
    assert len(open_pairs(names, (judgement(1, A, B, "different"),))) == 1
    assert len(open_pairs(names, (judgement(1, A, B, "same"),))) == 1
    assert len(open_pairs(names, (judgement(1, A, B, "unsure"),))) == 2


def test_bodies_that_differ_are_not_open_pairs() -> None:
    names = ["县住建局", A, "县邮政局", "县邮政公司", "县教育局", "县教育科技局", "县科技局", "县科技发展中心"]
    assert open_pairs({"大宁县": names}) == []


_NAMES = sorted({name for groups in ONE_BODY.values() for group in groups for name in group})


@settings(max_examples=40, deadline=None)
@given(st.permutations(_NAMES))
def test_names_in_any_order_give_the_same_units(names: list[str]) -> None:
    context = Context.in_place("大宁县")
    resolver = Resolver(load_register(), (judgement(1, A, B, "same"), judgement(2, B, C, "same")))
    assert {name: resolver.resolve(name, context).id for name in names} == _units_of_all()


@lru_cache(maxsize=1)
def _units_of_all() -> dict[str, str]:
    judgements = (judgement(1, A, B, "same"), judgement(2, B, C, "same"))
    return {name: resolve(name, "大宁县", judgements).id for name in _NAMES}


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=20), st.sampled_from(["大宁县", "云溪市", "国务院", "朝阳区", "石塘镇", "某公司"]))
def test_no_name_is_resolved_to_silence(name: str, place: str) -> None:
    unit = resolve(name, place)
    assert unit.name
    assert unit.id.startswith("unit_")
    assert unit.name in unit.names
