"""Examples for the fields of every answer in /openapi.json: `deadline_end` → "2022-06-30".

The rows are plain records that know nothing of HTTP, so what their fields look like is said here, by the name of the
field; a name that means two things is said with the name of its row.
"""

from __future__ import annotations

from typing import Any

_TASK, _UNIT, _POLICY = "task_3e3aaed47dd222f389c8", "unit_082e44302d2ce6a202cd", "policy_36d79b723a9cae24701f"
_DOCUMENT, _TARGET = "doc_01ab70277543b0afe2a5", "target_329b93aa51de8"
_PLAN = "大宁县2022年市场主体倍增政策落实任务清单"

_BY_FIELD: dict[str, Any] = {
    "above": False,
    "annex": "附件1",
    "approved_by": "县人民政府第12次常务会议",
    "as_written": "县财政局",
    "at_least": False,
    "baseline_value": 4,
    "baseline_year": "2020",
    "before": "14\t",
    "after": "\t县财政局\t县直各相关单位",
    "binding": None,
    "by": "2025",
    "centre": "unit_082e44302d2ce6a202cd",
    "cite": "大营增专班发〔2022〕1号附件1第14项",
    "cited_by": 1,
    "cited_id": "policy_57152fe217487",
    "cited_level": "province",
    "cited_loaded": False,
    "cited_number": "晋财购〔2021〕1号",
    "cited_title": "山西省财政厅关于推行和做好政府采购意向公开工作的通知",
    "clause_end": 4062,
    "clause_start": 4058,
    "collectives": ["大宁县各乡镇人民政府"],
    "colour": "#3b6ea5",
    "copied_to": "县委办公室",
    "count": 58,
    "counted_id": _TASK,
    "counts": {"lead": 22, "support": 3},
    "date": "2022-08-17",
    "deadline_end": "2022-03-31",
    "deadline_kind": "date",
    "deadline_text": "2022年3月底",
    "detail": "列有2个单位",
    "document_id": _DOCUMENT,
    "document_number": "大营增专班发〔2022〕1号",
    "documents": 3,
    "doubt": None,
    "due": "2022-03-31",
    "duties": 353,
    "end": 4062,
    "expected_result": "政府采购领域全面推广电子保函",
    "addressees": "各乡镇人民政府、县直各有关单位",
    "file": "004_3a509e58dd1cc955.txt",
    "format": "text",
    "functions": ["财政"],
    "help": "同一任务列有两个以上牵头单位，属正常分工形式",
    "id": _TASK,
    "indicator": "高新技术企业",
    "inherited": False,
    "issuer": "大宁县优化营商环境促进市场主体倍增工作专班办公室",
    "jurisdiction": "大宁县",
    "kind": "measure",
    "label": "联合牵头",
    "label_en": "several leads",
    "lead_named": True,
    "lead_note": "",
    "left": "大宁县财政局",
    "legend": {"Unit": [{"label": "单位", "colour": "#3b6ea5"}]},
    "left_id": _UNIT,
    "left_jurisdiction": "大宁县",
    "left_role": "lead",
    "left_roles": ["lead"],
    "level": "county",
    "list_open": False,
    "loaded": True,
    "log_hash": "c2cc39bc76a0bba8be52c94a03df6c98a7d05996b8323bc2f93a35a64b1f6a15",
    "many": False,
    "more": "",
    "name": "大宁县财政局",
    "names": ["县财政局", "大宁县财政局"],
    "names_as_written": ["县财政局"],
    "note": "时限已过，完成情况本系统未载",
    "number": "14",
    "openness": "此件公开发布",
    "operator": ">=",
    "parent_id": None,
    "path": ["一、大幅放宽市场准入"],
    "place": {"line": 56, "table": 5, "row": 4, "column": 2},
    "policies": [[_POLICY, _PLAN]],
    "policy_id": _POLICY,
    "policy_number": "大营增专班发〔2022〕1号",
    "policy_title": _PLAN,
    "position": 1,
    "quote": "县财政局",
    "right": "大宁县工业和信息化局",
    "right_id": "unit_f1a2b3c4d5e6f7a8b9c0",
    "right_jurisdiction": "大宁县",
    "right_role": "support",
    "right_roles": ["support"],
    "role": "lead",
    "roles": ["lead"],
    "rules": "2026.11.2",
    "scope": "全县",
    "sha256": "690101bbdae881429a8401fe7bccd41938dc90c92a4241dd2c401b893f9b3de1",
    "shape": "box",
    "short_name": "县财政局",
    "source": "大营增专班发〔2022〕1号附件1第14项",
    "sources": ["大营增专班发〔2022〕1号，此件公开发布"],
    "start": 4058,
    "step": -1,
    "target": _TASK,
    "targets": 5,
    "task_id": _TASK,
    "task_kind": "measure",
    "task_number": "14",
    "task_text": "政府采购项目全部实行采购意向公开。",
    "task_title": None,
    "tasks": 25,
    "text": "政府采购项目全部实行采购意向公开。",
    "through": "大宁县各乡镇人民政府",
    "through_counts": {"support": 3},
    "through_id": "unit_6ab5eb29dc22ae480404",
    "through_total": 3,
    "title": "支持企业采用保函形式缴纳保证金",
    "total": 25,
    "turn": 0,
    "unit": "大宁县财政局",
    "unit_id": _UNIT,
    "unit_kind": "bureau",
    "units": ["大宁县财政局"],
    "unread": [],
    "url": f"/tasks/{_TASK}",
    "value": 20,
    "value_high": None,
    "verified": True,
    "via": "贯彻",
    "warnings": [],
    "what": "task",
    "wording": "牵头单位",
    "x": 120.5,
    "y": -48.0,
}
_BY_ROW: dict[str, dict[str, Any]] = {
    "CitationRow": {"id": f"{_TASK}~cites~1", "kind": "mentions", "quote": "《山西省财政厅关于推行和做好政府采购意向公开工作的通知》"},
    "ChainStep": {"kind": "based_on", "via": _POLICY},
    "DocumentRow": {"id": _DOCUMENT, "number": "大营增专班发〔2022〕1号", "tasks": 218, "targets": 70},
    "DocumentText": {"text": "大宁县优化营商环境促进市场主体倍增工作专班办公室文件…"},
    "Duty": {"id": f"{_TASK}~{_UNIT}~lead~1"},
    "IndicatorRow": {"unit": "家"},
    "Observation": {"kind": "several_leads"},
    "ObservationCount": {"kind": "several_leads"},
    "PictureEdge": {"id": "e1", "source": _UNIT},
    "PictureNode": {"id": _UNIT, "detail": ["大宁县 · 财政"], "centre": True},
    "PictureOut": {"title": "大宁县财政局"},
    "PlaceCount": {"documents": 1, "units": 48},
    "PolicyRow": {"id": _POLICY, "number": "大营增专班发〔2022〕1号", "title": _PLAN, "tasks": 105},
    "PolicyWhole": {"documents": [[_DOCUMENT, "004_3a509e58dd1cc955.txt"]], "note": ""},
    "RolePair": {"tasks": 3},
    "SearchHit": {"kind": "unit", "label": "单位", "id": _UNIT, "detail": "大宁县", "url": f"/units/{_UNIT}", "source": ""},
    "Overlap": {"tasks": 6},
    "Person": {"role": "leader", "as_written": "张三", "wording": "牵头领导", "quote": "张三"},
    "TargetRow": {"id": _TARGET, "unit": "家", "quote": "高新技术企业突破20家", "operator": ">"},
    "TargetUnit": {"id": f"{_TASK}~{_UNIT}~lead~1"},
    "TargetWhole": {"note": ""},
    "TaskUnit": {"id": f"{_TASK}~{_UNIT}~lead~1"},
    "Trace": {"label": "14 政府采购项目全部实行采购意向公开。"},
    "TraceStep": {"label": "任务"},
    "TracedDocument": {"id": _DOCUMENT, "number": "大营增专班发〔2022〕1号"},
    "UnitRow": {"id": _UNIT, "kind": "bureau"},
}  # fmt: skip


def with_examples(described: dict[str, Any]) -> dict[str, Any]:
    """Give an example to every field of the description that is told here and has none; changes and returns it."""
    for row, schema in described.get("components", {}).get("schemas", {}).items():
        for field, about in schema.get("properties", {}).items():
            known = _BY_ROW.get(row, {})
            if "examples" in about or "$ref" in str(about) or (field not in known and field not in _BY_FIELD):
                continue
            example = known[field] if field in known else _BY_FIELD[field]
            if fits(example, about):
                about["examples"] = [example]
    return described


def fits(example: object, about: dict[str, Any]) -> bool:
    """Tell whether an example is of a type that the field takes."""
    kinds = {kind.get("type") for kind in about.get("anyOf", [about])}
    if example is None:
        return "null" in kinds
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    kind = names[type(example)]
    return kind in kinds or (kind == "integer" and "number" in kinds)
