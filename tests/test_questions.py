"""Questions that coordination offices, auditors and heads of bureaus ask of the five samples, answered by hand.

The answers come from the readings by hand (tests/gold) and from the texts, never from the program, and count tasks as
they are numbered. Asked through the command (`ask`) and over HTTP (`get`). 附件1 is written A1, 附件2 A2.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph_loader.workspace import Workspace
from graph_store.engines import open_reader
from graph_store.settings import Settings
from tests.conftest import SAMPLES, zeren

GOLD = Path(__file__).parent / "gold"
COUNTIES = ("泽州县", "阳城县", "岢岚县", "泽州县", "大宁县")
A1, A2 = "大宁县2022年市场主体倍增政策落实任务清单", "大宁县2022年市场主体倍增要素服务保障落实任务清单"

#: one body under several spellings, in one county; every other name of the readings by hand is a body of its own
SPELLINGS = (
    ("泽州县", {"县工业和信息化局", "县工信局"}),
    ("泽州县", {"县发改局", "县发政局"}),
    ("泽州县", {"县行政审批服务管理局", "县行政审批局"}),
    ("泽州县", {"县人力资源和社会保障局", "县人社局"}),
    ("泽州县", {"县市场监督管理局", "县市场监管局"}),
    ("泽州县", {"县国有资本投资运营有限公司", "泽州县国有资本投资运营公司"}),
    ("阳城县", {"县市场监督管理局", "县市场监管局"}),
    ("岢岚县", {"各乡<镇>人民政府", "各乡〈镇〉人民政府"}),
    ("岢岚县", {"县市场局", "县市场监管局"}),
    ("岢岚县", {"岢岚经济技术开发区", "岢岚县经济技术开发区"}),
    ("大宁县", {"县工信局", "工信局"}),
    ("大宁县", {"县市场监管局", "县市场监督管理局"}),
)


@pytest.fixture(scope="module")
def client(samples_data: Path) -> Iterator[TestClient]:
    reader = open_reader("embedded:", str(samples_data))
    settings = Settings(data=str(samples_data))
    with TestClient(create_app(reader, Workspace(settings), settings)) as client:
        yield client
    reader.close()


@pytest.fixture(scope="module")
def judged(samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and a clerk's word on who the towns of 岢岚 are."""
    folder = tmp_path_factory.mktemp("judged") / "data"
    shutil.copytree(samples_data, folder)
    towns = ("岚漪镇人民政府", "宋家沟镇人民政府", "高家会乡人民政府")
    ran = zeren("units", "members", "各乡镇人民政府", *towns, "-j", "岢岚县", "--by", "王芳", data=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


def ask(data: Path, *line: str) -> Any:
    ran = zeren(*line, "--format", "json", data=data)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def get(client: TestClient, url: str, **query: Any) -> Any:
    answer = client.get(url, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rows(client: TestClient, url: str, **query: Any) -> list[Any]:
    found = get(client, url, limit=500, **query)
    items: list[Any] = found["items"]
    assert len(items) < 500
    return items


def unit(client: TestClient, name: str, jurisdiction: str = "") -> Any:
    return get(client, "/api/units/by-name", name=name, jurisdiction=jurisdiction)


def duties(client: TestClient, name: str, jurisdiction: str = "") -> Any:
    return get(client, f"/api/units/{unit(client, name, jurisdiction)['id']}", limit=500)


def numbers(answer: Any, role: str, policy: str = "") -> list[int]:
    """The printed numbers of the tasks of a role, in the order of the answer."""
    chosen = [duty for duty in answer["duties"] if duty["role"] == role and policy in (duty["policy_title"], "")]
    return [int(re.sub(r"\D", "", duty["task_number"])) for duty in chosen]


def titles(answer: Any, document: str) -> list[str]:
    return [duty["task_title"] for duty in answer["duties"] if duty["document_number"] == document]


# What does the finance bureau of 大宁 lead, what does it support, and where is it written?

FINANCE_LEADS_1 = [14, 15, 17, 38, 40, 54, 81, 82, 86, 91]
FINANCE_LEADS_2 = [19, 44, 45, 46, 51, 52, 53, 54, 55, 82, 84, 85]


def test_what_the_finance_bureau_of_daning_leads_and_supports(samples_data: Path) -> None:
    answer = ask(samples_data, "who", "大宁县财政局")
    assert (answer["total"], answer["counts"]) == (25, {"lead": 22, "support": 3})
    assert numbers(answer, "lead", A1) == FINANCE_LEADS_1
    assert numbers(answer, "lead", A2) == FINANCE_LEADS_2
    assert (numbers(answer, "support", A1), numbers(answer, "support", A2)) == ([104], [43, 47])
    text = (SAMPLES / answer["duties"][0]["file"]).read_bytes().decode()
    assert all(text[duty["start"] : duty["end"]] == duty["quote"] for duty in answer["duties"])


def test_only_what_it_supports(samples_data: Path) -> None:
    answer = ask(samples_data, "who", "县财政局", "-j", "大宁县", "--role", "support")
    assert (numbers(answer, "support", A1), numbers(answer, "support", A2)) == ([104], [43, 47])
    assert {duty["role"] for duty in answer["duties"]} == {"support"}


def test_four_counties_have_a_finance_bureau(samples_data: Path) -> None:
    places = ask(samples_data, "who", "县财政局")["jurisdictions"]
    counts = {place["jurisdiction"]: [found["tasks"] for found in place["units"]] for place in places}
    # 泽州: 15 and 14 brackets, and 县财政部门 in 43号, 三（二）
    assert counts == {"泽州县": [30], "阳城县": [30], "岢岚县": [5], "大宁县": [25]}


def test_the_office_that_leads_most_in_daning(client: TestClient) -> None:
    answer = duties(client, "县行政审批服务管理局", "大宁县")
    assert answer["counts"] == {"lead": 34, "support": 8}
    leads_1 = [1, *range(21, 30), 35, 36, 67, 76, 77, 105]
    assert numbers(answer, "lead", A1) == leads_1
    leads_2 = [71, 72, 73, 87, 88, 89, 93, 94, 95, *range(97, 105), 108]
    assert numbers(answer, "lead", A2) == leads_2
    assert numbers(answer, "support", A1) == [2, 3, 4, 10, 16, 74]
    assert numbers(answer, "support", A2) == [90, 110]


def test_a_bureau_once_written_without_its_county(client: TestClient) -> None:
    answer = duties(client, "大宁县工业和信息化局")
    assert answer["counts"] == {"lead": 25, "support": 10}
    leads = [8, 13, 37, 38, 39, 42, 43, 45, 48, 61, 63, 64, 65, 82, 83, 85, 92, 95, 97]
    assert numbers(answer, "lead", A1) == leads
    assert numbers(answer, "lead", A2) == [20, 26, 41, 43, 45, 47]
    assert {duty["as_written"] for duty in answer["duties"]} == {"县工信局", "工信局"}


def test_the_branch_of_the_city_bureau_in_daning(client: TestClient) -> None:
    answer = duties(client, "市生态环境局大宁分局", "大宁县")
    assert answer["unit"]["name"] == "临汾市生态环境局大宁分局"
    assert (numbers(answer, "lead", A1), numbers(answer, "lead", A2)) == ([9, 75], [67, 69, 74, 75, 76, 77])
    assert (numbers(answer, "support", A1), numbers(answer, "support", A2)) == ([2, 76, 77], [71, 72, 73])


def test_what_the_finance_bureau_of_yangcheng_answers_for(client: TestClient) -> None:
    answer = duties(client, "阳城县财政局")
    answers_for = [1, 2, *range(8, 15), 16, 17, 18, *range(21, 33), *range(51, 57)]
    assert answer["counts"] == {"responsible": 30}
    assert numbers(answer, "responsible") == answers_for


def test_the_planning_bureau_of_zezhou_in_two_plans(samples_data: Path) -> None:
    answer = ask(samples_data, "who", "泽州县发展和改革局")
    assert (answer["total"], answer["counts"]) == (17, {"responsible": 17})
    assert titles(answer, "泽政办发〔2022〕7号") == [
        "实施“链主”企业培育行动",
        "推动生产性服务业向专业化高端化发展",
        "加快生活性服务业和新型服务业发展",
        "加快三大物流园区建设",
        "加快网络货运平台建设",
        "积极培育战略性新兴产业",
        "支持新设立市场主体",
        "支持服务业提质增效",
        "支持市场主体集聚平台建设",
        "高效服务市场主体",
    ]
    second = [duty["task_number"] for duty in answer["duties"] if duty["document_number"] == "泽发改发〔2022〕43号"]
    assert second == ["1.", "2.", "4.", "8.", "11.", "13.", "24."]
    doubtful = [duty for duty in answer["duties"] if duty["doubt"]]
    assert [duty["as_written"] for duty in doubtful] == ["县发政局"]


def test_the_same_bureau_in_one_plan_only(samples_data: Path) -> None:
    answer = ask(samples_data, "who", "泽州县发展和改革局", "--policy", "泽发改发〔2022〕43号")
    assert [duty["task_number"] for duty in answer["duties"]] == ["1.", "2.", "4.", "8.", "11.", "13.", "24."]


def test_what_kelan_lets_be_led(client: TestClient) -> None:
    leads = {
        "县工信局": 3,
        "县文旅局": 1,
        "县教育科技局": 1,
        "县发改局": 1,
        "县农业农村局": 1,
        "县财政局": 0,
    }
    for name, led in leads.items():
        assert duties(client, name, "岢岚县")["counts"].get("lead", 0) == led, name


# Where is nobody called a lead? Where are several? Where is only a collective named?


def test_plans_in_which_nobody_is_called_a_lead(client: TestClient) -> None:
    found: defaultdict[str, int] = defaultdict(int)
    for task in rows(client, "/api/observations/no_lead"):
        found[task["document_number"]] += 1
    assert dict(found) == {
        "泽政办发〔2022〕7号": 49,
        "阳政办发〔2022〕31号": 75,
        "岢政发〔2022〕5号": 44,
        "泽发改发〔2022〕43号": 28,
    }
    loaded = {row["number"]: row["tasks"] for row in rows(client, "/api/policies") if row["loaded"]}
    without = {number for number, tasks in loaded.items() if found[number] == tasks}
    assert without == {"泽政办发〔2022〕7号", "阳政办发〔2022〕31号", "泽发改发〔2022〕43号"}


def test_several_leads_are_counted_not_blamed(samples_data: Path) -> None:
    counted = {row["kind"]: row["count"] for row in ask(samples_data, "observations", "-j", "大宁县")}
    assert (counted["several_leads"], counted["no_lead"], counted["no_unit"]) == (58, 0, 0)
    found = ask(samples_data, "observations", "--kind", "联合牵头", "--limit", "1000")
    assert len(found) == 58
    assert {row["jurisdiction"] for row in found} == {"大宁县"}
    four = [(row["policy_title"], row["number"]) for row in found if len(row["units"]) == 4]
    assert four == [(A1, "29"), (A2, "6")]


def test_tasks_that_name_only_a_collective(client: TestClient) -> None:
    found = [(row["document_number"], row["title"]) for row in rows(client, "/api/observations/only_collective")]
    assert found == [
        ("岢政发〔2022〕5号", "完善涉企政策制定发布执行机制"),
        ("泽发改发〔2022〕43号", "加强组织领导"),
        ("泽发改发〔2022〕43号", "强化宣传引导"),
    ]


# Who shares tasks with whom?


def test_who_shares_most_tasks_with_the_industry_bureau_of_kelan(samples_data: Path) -> None:
    found = ask(samples_data, "overlaps", "--unit", "岢岚县工业和信息化局")
    assert [(row["right"], row["tasks"]) for row in found][:4] == [
        ("岢岚县各乡镇人民政府", 17),
        ("岢岚县发展和改革局", 7),
        ("岢岚县自然资源局", 6),
        ("岢岚县住房和城乡建设局", 5),
    ]
    assert found[0]["roles"] == [{"left_role": "responsible", "right_role": "responsible", "tasks": 17}]


def test_the_pair_that_shares_most_in_daning(client: TestClient) -> None:
    query = {"jurisdiction": "大宁县", "limit": 2}
    found = get(client, "/api/overlaps", **query)["items"]
    pairs = [({row["left"], row["right"]}, row["tasks"]) for row in found]
    assert pairs == [
        ({"中国人民银行大宁县支行", "临汾银保监分局大宁监管组"}, 11),
        ({"大宁县行政审批服务管理局", "大宁县市场监督管理局"}, 7),
    ]


@pytest.mark.parametrize(
    ("left", "right", "county", "shared"),
    [
        ("县财政局", "人行阳城县支行", "阳城县", 5),
        ("县财政局", "开发区管委会", "阳城县", 4),
        ("县财政局", "县中小企业发展促进中心", "泽州县", 12),
        ("县财政局", "县工信局", "大宁县", 6),
        ("县财政局", "县科技发展中心", "大宁县", 4),
    ],
)
def test_how_many_tasks_two_units_share(client: TestClient, left: str, right: str, county: str, shared: int) -> None:
    ids = [unit(client, name, county)["id"] for name in (left, right)]
    assert len(rows(client, f"/api/overlaps/{ids[0]}/{ids[1]}")) == shared


# Which bodies are one, which are two?


def _by_place(number: int) -> dict[int, list[tuple[str, str]]]:
    """Names and roles by bracket, in the tables by the line on which a row begins."""
    text = sorted(SAMPLES.glob("*.txt"))[number].read_bytes().decode()
    places = defaultdict(list)
    for row in _by_hand(number):
        start = int(row["clause_start"])
        places[text.count("\n", 0, start) if number == 4 else start].append((row["as_written"], row["role"]))
    return places


def test_every_pair_shares_just_the_tasks_read_by_hand(client: TestClient, samples_data: Path) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    meant = cache(partial(unit, client))
    for number in range(5):
        for parts in _by_place(number).values():
            names = sorted({meant(name, COUNTIES[number])["name"] for name, _ in parts})
            expected.update(combinations(names, 2))
    found = ask(samples_data, "overlaps", "--limit", "100000")
    answered = {tuple(sorted((row["left"], row["right"]))): row["tasks"] for row in found}
    assert len(expected) == 549
    assert {pair: answered.get(pair) for pair in expected} == expected
    # parts that running prose gives: 由县政府出台细则 (7号, 四（二）), 各行业部门 and 有关部门 beside named bureaus
    assert {"、".join(sorted(pair)) for pair in answered.keys() - expected.keys()} == {
        "泽州县人民政府、泽州县财政局",
        "泽州县人民政府、泽州县农业农村局",
        "泽州县农业农村局、泽州县各行业部门",
        "泽州县发展和改革局、泽州县各行业部门",
        "泽州县各行业部门、泽州县工业和信息化局",
        "泽州县各乡镇人民政府、泽州县各行业部门",
        "岢岚县发展和改革局、岢岚县有关部门",
        "岢岚县各乡镇人民政府、岢岚县有关部门",
    }


def test_branches_of_the_central_bank(samples_data: Path) -> None:
    found = {row["name"]: row["tasks"] for row in ask(samples_data, "units", "list", "中国人民银行")}
    assert found == {"中国人民银行大宁县支行": 29, "中国人民银行阳城县支行": 12, "中国人民银行岢岚县支行": 2}


def test_two_centres_of_housing_are_left_to_a_person(client: TestClient) -> None:
    one, other = "县住房和城乡建设综合事务服务中心", "县住房和城乡建设事务服务中心"
    found = [duties(client, name, "大宁县") for name in (one, other, "县住建局")]
    assert len({answer["unit"]["id"] for answer in found}) == 3
    assert (numbers(found[0], "lead", A1), numbers(found[0], "lead", A2)) == ([3, 45], [110])
    assert (numbers(found[1], "lead", A1), numbers(found[1], "lead", A2)) == ([7], [109])
    assert found[2]["counts"] == {"lead": 10, "support": 2}


@pytest.mark.parametrize(
    ("county", "name", "whole"),
    [
        ("泽州县", "市生态环境局泽州分局", "晋城市生态环境局泽州分局"),
        ("阳城县", "市生态环境局阳城分局", "晋城市生态环境局阳城分局"),
        ("岢岚县", "各乡<镇>人民政府", "岢岚县各乡镇人民政府"),
        ("岢岚县", "各乡（镇）人民政府", "岢岚县各乡镇人民政府"),
        ("岢岚县", "市生态环境分局", "忻州市生态环境局岢岚分局"),
        ("大宁县", "市生态环境局 大宁分局", "临汾市生态环境局大宁分局"),
        ("岢岚县", "县金融办", "岢岚县人民政府金融工作办公室"),
        ("岢岚县", "县卫健局", "岢岚县卫生健康局"),
        ("岢岚县", "县市场局", "岢岚县市场监督管理局"),
        ("大宁县", "县卫体局", "大宁县卫生健康和体育局"),
        ("大宁县", "县委统战部", "大宁县委统一战线工作部"),
        ("阳城县", "人行阳城县支行", "中国人民银行阳城县支行"),
        ("阳城县", "县审批局", "阳城县行政审批服务管理局"),
        ("泽州县", "县住房和城乡建设管理局", "泽州县住房和城乡建设管理局"),
    ],
)
def test_short_names_mean_one_body(client: TestClient, county: str, name: str, whole: str) -> None:
    assert unit(client, name, county)["name"] == whole
    assert unit(client, whole)["id"] == unit(client, name, county)["id"]


def _by_hand(number: int) -> Iterator[dict[str, str]]:
    with (GOLD / f"{number:03}-assignments.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")


def test_every_name_of_the_samples_is_the_body_it_means(client: TestClient) -> None:
    names = {(COUNTIES[number], row["as_written"]) for number in range(5) for row in _by_hand(number)}
    groups = defaultdict(set)
    for county, name in names:
        groups[unit(client, name, county)["id"]].add((county, name))
    joined = {frozenset((county, name) for name in spelled) for county, spelled in SPELLINGS}
    alone = {frozenset({name}) for name in names - set().union(*joined)}
    assert {frozenset(group) for group in groups.values()} == joined | alone


def test_every_unit_has_just_the_places_read_by_hand(client: TestClient) -> None:
    expected, answered = defaultdict(set), defaultdict(set)
    files = sorted(path.name for path in SAMPLES.glob("*.txt"))
    meant = cache(partial(unit, client))
    for number, file in enumerate(files):
        for row in _by_hand(number):
            found = meant(row["as_written"], COUNTIES[number])
            start = int(row["clause_start"]) + len("<p>") * row["clause"].startswith("<p>")
            expected[found["name"]].add((file, start, row["role"]))
    for name in expected:
        for duty in duties(client, name)["duties"]:
            answered[name].add((duty["file"], duty["clause_start"], duty["role"]))
    more = {name: answered[name] - places for name, places in expected.items() if answered[name] - places}
    assert {name: expected[name] - answered[name] for name in expected if expected[name] - answered[name]} == {}
    # parts that running prose gives: 工业、农业、交通等行业主管部门要推动… (阳政办发〔2022〕31号, 13),
    # 县财政部门要加强财政资金保障 (泽发改发〔2022〕43号, 三（二）)
    trades = ("阳城县工业和信息化局", "阳城县农业农村局", "阳城县交通运输局")
    assert more == {name: {("001_43d8229f2894e8ab.txt", 2908, "responsible")} for name in trades} | {
        "泽州县财政局": {("003_a8bba00efa5346c7.txt", 5553, "responsible")}
    }


# Towns: named only together, until a person says who they are


def test_a_town_finds_itself_in_all_that_names_the_towns(judged: Path) -> None:
    for town in ("岚漪镇人民政府", "岢岚县宋家沟镇", "高家会乡"):
        answer = ask(judged, "who", town)
        assert (answer["total"], answer["counts"]) == (0, {})
        # 43 tasks of the plan name 各乡<镇>人民政府
        assert (answer["through_total"], answer["through_counts"]) == (43, {"responsible": 43})
        assert answer["collectives"] == ["岢岚县各乡镇人民政府"]


def test_a_collective_is_counted_apart_in_every_county(client: TestClient) -> None:
    counts = {
        county: duties(client, "各乡镇人民政府", county)["counts"]
        for county in ("泽州县", "阳城县", "岢岚县", "大宁县")
    }
    assert counts == {
        "泽州县": {"responsible": 15},
        "阳城县": {"responsible": 3},
        "岢岚县": {"responsible": 43},
        "大宁县": {"support": 3},
    }
    some = duties(client, "各有关乡镇人民政府", "泽州县")
    assert some["counts"] == {"responsible": 2}


# How many, how much, by when, and on what words does it rest?


def test_how_many_tasks_each_list_has(client: TestClient) -> None:
    loaded = {row["title"]: row["tasks"] for row in rows(client, "/api/policies") if row["loaded"]}
    assert loaded[A1] == 105
    assert loaded[A2] == 113
    assert sorted(loaded.values()) == [28, 49, 51, 75, 105, 113]


def test_two_plans_of_one_county_set_one_indicator_at_two_values(client: TestClient) -> None:
    values = {
        (row["jurisdiction"], row["operator"], row["value"])
        for row in rows(client, "/api/indicators/values", indicator="规上工业企业")
    }
    assert {("泽州县", "=", 180), ("泽州县", ">", 260)} <= values


def test_what_the_finance_bureau_owes_in_the_first_quarter(samples_data: Path) -> None:
    line = ("due", "--unit", "大宁县财政局", "--from", "2022-01-01", "--to", "2022-03-31")
    found = [(row["due"], row["task"]["cite"][len("大营增专班发〔2022〕1号") :]) for row in ask(samples_data, *line)]
    owed = ["附件1第14项", "附件2第44项", "附件2第46项", "附件2第51项"]
    assert [(due, re.sub("落实措施.*", "", cite)) for due, cite in found] == [("2022-03-31", cite) for cite in owed]


#: the column 时间进度 of both lists, read by hand: what is due on a day, by annex and printed number
DUE_IN_DANING = {
    "2022-03-31": ["1-14", "2-44", "2-46", "2-51"],
    "2022-05-31": ["2-102"],
    "2022-06-30": ["1-21", "1-22", "1-99", "2-16", "2-39", "2-40", "2-87"],
    "2022-07-31": ["1-21"],
    "2022-08-31": ["1-36", "2-98"],
    "2022-09-30": ["1-29"],
    "2022-10-31": ["1-72"],
    "2023-12-31": ["1-34", "1-39"],
    "2025-12-31": ["1-42"],
}


@pytest.mark.parametrize("day", DUE_IN_DANING)
def test_what_is_due_on_a_day_in_daning(client: TestClient, day: str) -> None:
    found = rows(client, "/api/due", start=day, end=day)
    cited = [re.search(r"附件(\d)第(\d+)项", row["task"]["cite"]) for row in found]
    assert sorted({f"{cite[1]}-{cite[2]}" for cite in cited if cite}) == sorted(DUE_IN_DANING[day])


ON_43 = {
    "县教育局": [1, 3, 5, 6, 7, 9, 13, 15, 16],
    "县人社局": [1, 9, 13, 20],
    "县工信局": [9, 10, 12],
    "县中小企业发展促进中心": [1, 10, 13, 14],
    "县金融服务中心": [17, 18, 19, 20, 23],
    "县市场监管局": [18, 19],
    "县行政审批局": [21, 22],
    "县审计局": [25],
    "县税务局": [15],
    "泽州县国有资本投资运营公司": [20],
}


@pytest.mark.parametrize("name", ON_43)
def test_what_each_bureau_answers_for_in_one_plan(client: TestClient, name: str) -> None:
    answer = duties(client, name, "泽州县")
    chosen = [duty for duty in answer["duties"] if duty["document_number"] == "泽发改发〔2022〕43号"]
    assert {duty["role"] for duty in chosen} == {"responsible"}
    assert [int(duty["task_number"].rstrip(".")) for duty in chosen] == ON_43[name]


def test_what_a_plan_rests_on_and_whether_it_is_loaded(client: TestClient) -> None:
    title = "晋城市大众创业万众创新促进市场主体倍增的实施方案"
    found = get(client, f"/api/policies/{policy_id(client, title)}")
    assert (found["policy"]["loaded"], found["note"]) == (False, "该文件仅被引用，尚未载入，内容未载。")
    assert [(row["kind"], row["policy_title"]) for row in found["cited_by"]] == [
        ("based_on", "泽州县大众创业万众创新促进市场主体倍增的实施方案")
    ]


def test_a_row_outside_its_table_belongs_to_its_task(client: TestClient) -> None:
    found = [row for row in rows(client, "/api/tasks", policy=policy_id(client, A1)) if row["number"] == "46"]
    assert len(found) == 1
    roles = {(part["unit"], part["role"]) for part in get(client, f"/api/tasks/{found[0]['id']}")["units"]}
    assert roles == {("大宁县农业农村局", "lead"), ("大宁县乡村振兴局", "support")}


def policy_id(client: TestClient, title: str) -> str:
    return next(str(row["id"]) for row in rows(client, "/api/policies") if row["title"] == title)
