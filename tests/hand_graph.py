"""A small graph made by hand: two counties, three documents, every node and relationship type of the schema.

Each document is a text with its answer beside it, so quotes are cut from it and cannot lie.
"""

from __future__ import annotations

import json

from graph_store.schema import ROLE_EDGES
from graph_store.store import GraphRows, Value

TEXTS = {
    "doc_a": (
        "大宁县营商环境方案\n根据《优化营商环境条例》制定。到2022年，新增企业100户。\n"
        "1.减税降费。（牵头单位：县财政局、县税务局；配合单位：县发改局）2022年6月底前完成。\n"
        "2.招商引资。落户项目5个。（责任单位：县发改局、县财政局、县财政局）\n"
        "3.持续优化服务。（责任单位：各乡镇人民政府）持续推进。\n"
        "4.加强宣传。\n（1）组织活动。（牵头单位：县财政局）2021年底前。\n（2）总结经验。\n责任人：张三\n"
    ),
    "doc_b": "隰县营商环境方案\n根据《大宁县营商环境方案》。\n1.减税降费。（责任单位：县财政局）\n2.环境保护。\n",
    "doc_c": "临汾市规划\n1.统筹。（牵头单位：市发展和改革委员会）新增企业200户。\n",
}

UNITS = {
    "unit_dncz": ("大宁县财政局", "县财政局", "bureau", "county", "大宁县", ["财政"], ["大宁县财政局", "县财政局", "财政局"]),
    "unit_dnfg": ("大宁县发展和改革局", "县发改局", "bureau", "county", "大宁县", ["发展改革"], ["大宁县发展和改革局", "县发改局"]),
    "unit_dnsw": ("国家税务总局大宁县税务局", "县税务局", "bureau", "county", "大宁县", ["税务"], ["县税务局"]),
    "unit_dnxz": ("大宁县各乡镇人民政府", "各乡镇人民政府", "collective", "county", "大宁县", [], ["各乡镇人民政府"]),
    "unit_quyu": ("大宁县曲峨镇人民政府", "曲峨镇人民政府", "place", "town", "大宁县", [], ["曲峨镇人民政府", "曲峨镇"]),
    "unit_xxcz": ("隰县财政局", "县财政局", "bureau", "county", "隰县", ["财政"], ["隰县财政局", "县财政局", "财政局"]),
    "unit_lffg": ("临汾市发展和改革委员会", "市发展和改革委员会", "bureau", "city", "临汾市", ["发展改革"], ["临汾市发展和改革委员会", "市发改委"]),
}  # fmt: skip

# task: document, policy, number, its words, parent, counted, deadline (kind, words, end)
TASKS = {
    "task_a1": ("doc_a", "policy_a", "1.", "减税降费。", None, "task_a1", ("date", "2022年6月底前", "2022-06-30")),
    "task_a2": ("doc_a", "policy_a", "2.", "招商引资。落户项目5个。", None, "task_a2", ("none", None, None)),
    "task_a3": ("doc_a", "policy_a", "3.", "持续优化服务。", None, "task_a3", ("ongoing", "持续推进", None)),
    "task_a4": ("doc_a", "policy_a", "4.", "加强宣传。", None, "task_a4", ("none", None, None)),
    "task_a41": (
        "doc_a",
        "policy_a",
        "（1）",
        "组织活动。",
        "task_a4",
        "task_a4",
        ("date", "2021年底前", "2021-12-31"),
    ),
    "task_a42": ("doc_a", "policy_a", "（2）", "总结经验。", "task_a4", "task_a4", ("none", None, None)),
    "task_b1": ("doc_b", "policy_b", "1.", "减税降费。", None, "task_b1", ("none", None, None)),
    "task_b2": ("doc_b", "policy_b", "2.", "环境保护。", None, "task_b2", ("none", None, None)),
    "task_c1": ("doc_c", "policy_c", "1.", "统筹。", None, "task_c1", ("none", None, None)),
}

# duty: unit, task, role, label, name as written, which occurrence of the name, its clause, position
DUTIES = (
    (
        "unit_dncz",
        "task_a1",
        "lead",
        "牵头单位",
        "县财政局",
        0,
        "（牵头单位：县财政局、县税务局；配合单位：县发改局）",
        1,
    ),
    (
        "unit_dnsw",
        "task_a1",
        "lead",
        "牵头单位",
        "县税务局",
        0,
        "（牵头单位：县财政局、县税务局；配合单位：县发改局）",
        2,
    ),
    (
        "unit_dnfg",
        "task_a1",
        "support",
        "配合单位",
        "县发改局",
        0,
        "（牵头单位：县财政局、县税务局；配合单位：县发改局）",
        1,
    ),
    ("unit_dnfg", "task_a2", "responsible", "责任单位", "县发改局", 1, "（责任单位：县发改局、县财政局、县财政局）", 1),
    ("unit_dncz", "task_a2", "responsible", "责任单位", "县财政局", 1, "（责任单位：县发改局、县财政局、县财政局）", 2),
    ("unit_dncz", "task_a2", "responsible", "责任单位", "县财政局", 2, "（责任单位：县发改局、县财政局、县财政局）", 3),
    ("unit_dnxz", "task_a3", "responsible", "责任单位", "各乡镇人民政府", 0, "（责任单位：各乡镇人民政府）", 1),
    ("unit_dncz", "task_a41", "lead", "牵头单位", "县财政局", 3, "（牵头单位：县财政局）", 1),
    ("unit_xxcz", "task_b1", "responsible", "责任单位", "县财政局", 0, "（责任单位：县财政局）", 1),
    ("unit_lffg", "task_c1", "lead", "牵头单位", "市发展和改革委员会", 0, "（牵头单位：市发展和改革委员会）", 1),
)


def where(document: str, words: str, occurrence: int = 0) -> dict[str, Value]:
    """The evidence columns for the n-th occurrence of these words in a document."""
    text, start = TEXTS[document], -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    line = text.count("\n", 0, start) + 1
    place = json.dumps({"line": line})
    return {"document_id": document, "quote": words, "start": start, "end": start + len(words), "place": place}


def hand_rows() -> GraphRows:
    """The whole graph as rows."""
    rows = GraphRows()
    _bodies(rows)
    _policies(rows)
    _tasks(rows)
    for unit, task, role, wording, name, occurrence, clause, position in DUTIES:
        document = TASKS[task][0]
        span = where(document, clause)
        more: dict[str, Value] = {
            "clause_start": span["start"],
            "clause_end": span["end"],
            "cite": f"{document}第{TASKS[task][2]}项",
        }
        properties: dict[str, Value] = {
            "role": role,
            "as_written": name,
            "wording": wording,
            "position": position,
            "list_open": False,
        }
        evidence = where(document, name, occurrence)
        edge = {**properties, "inherited": False, "doubt": None, **more, **evidence}
        rows.add_edge(ROLE_EDGES[role], ("Unit", unit), ("Task", task), edge)
    _targets(rows)
    return rows


def _bodies(rows: GraphRows) -> None:
    for name, level in (("大宁县", "county"), ("隰县", "county"), ("临汾市", "city")):
        rows.add_node(
            "Jurisdiction",
            f"place_{level}_{len(rows.nodes.get('Jurisdiction', {}))}",
            {"name": name, "full_name": f"山西省{name}", "level": level, "code": None},
        )
    places = {str(p["name"]): key for key, p in rows.nodes["Jurisdiction"].items()}
    for key, (name, short, kind, level, place, functions, names) in UNITS.items():
        properties = {"name": name, "short_name": short, "kind": kind, "level": level, "jurisdiction": place}
        rows.add_node("Unit", key, {**properties, "functions": functions, "names": names, "doubt": None})
        rows.add_edge("IN", ("Unit", key), ("Jurisdiction", places[place]))
        for line in functions:
            rows.add_node("Function", f"function_{line.encode().hex()}", {"key": line, "name": line})
            rows.add_edge("PERFORMS", ("Unit", key), ("Function", f"function_{line.encode().hex()}"))
    membership = {"by": "督查室", "reason": "行政区划"}
    rows.add_edge("MEMBER_OF", ("Unit", "unit_quyu"), ("Unit", "unit_dnxz"), membership)


def _policies(rows: GraphRows) -> None:
    policies = {
        "policy_a": ("大宁县营商环境方案", "大政发〔2021〕1号", "大宁县人民政府", "county", "大宁县", "doc_a"),
        "policy_b": ("隰县营商环境方案", None, "隰县人民政府", "county", "隰县", "doc_b"),
        "policy_c": ("临汾市规划", "临政发〔2021〕2号", "临汾市人民政府", "city", "临汾市", "doc_c"),
    }
    places = {str(p["name"]): key for key, p in rows.nodes["Jurisdiction"].items()}
    for key, (title, number, issuer, level, place, document) in policies.items():
        policy = {"title": title, "number": number, "issuer": issuer, "date": "2021-03-01", "level": level}
        rows.add_node("Policy", key, {**policy, "annex": None, "loaded": True})
        head = {"number": number, "title": title, "issuer": issuer, "date": "2021-03-01", "jurisdiction": place}
        said = {"approved_by": None, "addressees": None, "copied_to": None, "openness": "此件公开发布"}
        file = {"sha256": f"{document:0<64}", "file": f"{document}.txt", "format": "txt", "rules": "1"}
        rows.add_node("Document", document, {**file, **head, **said, "warnings": [], "unread": "[]"})
        rows.add_edge("PUBLISHED_IN", ("Policy", key), ("Document", document))
        rows.add_edge("APPLIES_IN", ("Policy", key), ("Jurisdiction", places[place]))
    cited = {"title": "优化营商环境条例", "number": "国令第722号", "issuer": "国务院", "date": None}
    rows.add_node("Policy", "policy_gwy", {**cited, "level": "national", "annex": None, "loaded": False})
    printed: dict[str, Value] = {"cited_title": "优化营商环境条例", "cited_number": None}
    upward = {**where("doc_a", "《优化营商环境条例》"), **printed}
    rows.add_edge(
        "CITES", ("Policy", "policy_a"), ("Policy", "policy_gwy"), {"kind": "based_on", "position": 1, **upward}
    )
    rows.add_edge(
        "CITES",
        ("Policy", "policy_b"),
        ("Policy", "policy_a"),
        {
            "kind": "based_on",
            "position": 1,
            "cited_title": "大宁县营商环境方案",
            **where("doc_b", "《大宁县营商环境方案》"),
        },
    )
    rows.add_edge("CITES", ("Task", "task_a3"), ("Policy", "policy_gwy"), {"kind": "mentions", "position": 2, **upward})
    rows.add_edge("ISSUED_BY", ("Policy", "policy_c"), ("Unit", "unit_lffg"))


def _tasks(rows: GraphRows) -> None:
    people = [{"role": "officer", "as_written": "张三", "wording": "责任人", "position": 1, **where("doc_a", "张三")}]
    people[0]["place"] = None
    for position, (key, facts) in enumerate(TASKS.items(), start=1):
        document, policy, number, words, parent, counted, (kind, text, end) = facts
        span = where(document, words)
        deadline: dict[str, Value] = {"deadline_kind": kind, "deadline_text": text, "deadline_end": end}
        own: dict[str, Value] = {
            "kind": "action" if parent else "measure",
            "number": number,
            "path": ["一、任务"],
            "title": words.split("。")[0],
        }
        home: dict[str, Value] = {
            "document_id": document,
            "policy_id": policy,
            "parent_id": parent,
            "counted_id": counted,
        }
        named = json.dumps(people, ensure_ascii=False) if key == "task_a42" else "[]"
        rest: dict[str, Value] = {
            "text": words,
            "cite": f"{document}第{number}项",
            "position": position,
            "expected_result": None,
            "people": named,
        }
        place: dict[str, Value] = {"start": span["start"], "end": span["end"], "place": span["place"], "doubt": None}
        rows.add_node("Task", key, {**own, **home, **deadline, **rest, **place})
        rows.add_edge("PART_OF", ("Task", key), ("Policy", policy))
        if parent:
            rows.add_edge("SUBTASK_OF", ("Task", key), ("Task", parent))


def _targets(rows: GraphRows) -> None:
    targets = {
        "target_1": ("新增企业", 100.0, "户", "2022", None, "policy_a", "doc_a", "新增企业100户"),
        "target_2": ("落户项目", 5.0, "个", None, "task_a2", "policy_a", "doc_a", "落户项目5个"),
        "target_3": ("新增企业", 200.0, "户", None, "task_c1", "policy_c", "doc_c", "新增企业200户"),
    }
    for position, (key, (indicator, value, unit, by, task, policy, document, words)) in enumerate(targets.items()):
        nothing: dict[str, Value] = dict.fromkeys(("scope", "value_high", "baseline_value", "baseline_year", "binding"))
        number: dict[str, Value] = {"indicator": indicator, "operator": ">=", "value": value, "unit": unit, "by": by}
        home: dict[str, Value] = {"task_id": task, "policy_id": policy, "position": position}
        rows.add_node("Target", key, {**nothing, **number, **home, **where(document, words)})
        rows.add_edge("AIMS_AT", ("Task", task) if task else ("Policy", policy), ("Target", key))
