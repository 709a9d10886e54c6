"""The graph's schema as data: DDL, documentation, export columns and the legend of the pictures are made from it."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA_VERSION = 1

STRING, INT64, DOUBLE, BOOL, STRINGS = "STRING", "INT64", "DOUBLE", "BOOL", "STRING[]"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or a relationship; `type` is one of the constants above."""

    name: str
    type: str
    help: str


@dataclass(frozen=True, slots=True)
class NodeType:
    """One label, keyed by its property `id` (an ASCII hash)."""

    name: str
    label_zh: str
    help: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class EdgeType:
    """One relationship type; `pairs` are the (from, to) labels that it joins."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    label_zh: str
    help: str
    properties: tuple[Property, ...] = ()


def _p(name: str, type_: str, help_: str) -> Property:
    return Property(name, type_, help_)


_ID = _p("id", STRING, "ASCII hash of what identifies the node")
_EVIDENCE = (
    _p("document_id", STRING, "the document that states it"),
    _p("quote", STRING, "the exact characters of the source"),
    _p("start", INT64, "offset of the quote in code points, half-open"),
    _p("end", INT64, "end of the quote"),
    _p("place", STRING, "JSON of line, page, box, paragraph, table, row, cell"),
)

NODES: tuple[NodeType, ...] = (
    NodeType(
        "Unit",
        "单位",
        "bureau, office, town, bank, company, task force, or a collective",
        (
            _ID,
            _p("name", STRING, "canonical name with its place: 大宁县财政局"),
            _p("short_name", STRING, "the name as its own county says it: 县财政局"),
            _p("names", STRINGS, "every name by which it may be asked for"),
            _p(
                "kind",
                STRING,
                "bureau, branch, institution, party, mass, company, bank, zone, place, task_force, collective, other",
            ),
            _p("level", STRING, "national, province, city, county, town, or empty"),
            _p("jurisdiction", STRING, "name of the place in which it acts"),
            _p("functions", STRINGS, "names of the lines it performs"),
            _p("doubt", STRING, "why the resolution is not certain, or null"),
        ),
    ),
    NodeType(
        "Function",
        "条线",
        "the line that units of many places perform",
        (_ID, _p("key", STRING, "key in the register"), _p("name", STRING, "name: 财政")),
    ),
    NodeType(
        "Jurisdiction",
        "辖区",
        "province, city, county, town",
        (
            _ID,
            _p("name", STRING, "大宁县"),
            _p("full_name", STRING, "山西省临汾市大宁县"),
            _p("level", STRING, "national, province, city, county, town"),
            _p("code", STRING, "administrative code, where known"),
        ),
    ),
    NodeType(
        "Task",
        "任务",
        "one thing to be done",
        (
            _ID,
            _p("kind", STRING, "measure, action, goal, safeguard"),
            _p("number", STRING, "as printed"),
            _p("path", STRINGS, "the headings above it"),
            _p("title", STRING, "run-in heading"),
            _p("text", STRING, "all its words after the number"),
            _p("cite", STRING, "as an official would write it"),
            _p("document_id", STRING, "the document it stands in"),
            _p("policy_id", STRING, "the policy it is part of"),
            _p("parent_id", STRING, "the task above it, or null"),
            _p("counted_id", STRING, "the numbered task under which it counts"),
            _p("position", INT64, "order in its document"),
            _p("deadline_kind", STRING, "date, period, ongoing, recurring, external, status, none"),
            _p("deadline_text", STRING, "as printed"),
            _p("deadline_end", STRING, "ISO date or null"),
            _p("expected_result", STRING, "年度目标和效果, or null"),
            _p(
                "people",
                STRING,
                "JSON list of leaders and officers: role, as_written, wording, quote, start, end, position, place",
            ),
            _p("start", INT64, "offset of its text"),
            _p("end", INT64, "end of its text"),
            _p("place", STRING, "JSON of its place"),
            _p("doubt", STRING, "why its reading is not certain, or null"),
        ),
    ),
    NodeType(
        "Policy",
        "政策",
        "an instrument with a title and perhaps a number: loaded, or only cited",
        (
            _ID,
            _p("title", STRING, "title without 《》"),
            _p("number", STRING, "发文字号, or null"),
            _p("issuer", STRING, "who issued it, as printed, or null"),
            _p("date", STRING, "成文日期, ISO, or null"),
            _p("level", STRING, "national, province, city, county, town, or null"),
            _p("annex", STRING, "附件1, or null"),
            _p("loaded", BOOL, "whether a loaded document publishes it"),
        ),
    ),
    NodeType(
        "Document",
        "文件",
        "the file that was loaded",
        (
            _ID,
            _p("sha256", STRING, "SHA-256 of the bytes"),
            _p("file", STRING, "name of the file"),
            _p("format", STRING, "txt, md, docx, pdf …"),
            _p("number", STRING, "发文字号, or null"),
            _p("title", STRING, "title, or null"),
            _p("issuer", STRING, "发文机关, or null"),
            _p("date", STRING, "成文日期, or null"),
            _p("approved_by", STRING, "the meeting that approved it, or null"),
            _p("addressees", STRING, "主送, or null"),
            _p("copied_to", STRING, "抄送, or null"),
            _p("openness", STRING, "此件公开发布, 依申请公开, or null"),
            _p("jurisdiction", STRING, "the place it applies in"),
            _p("rules", STRING, "version of the rules that read it"),
            _p("warnings", STRINGS, "what was damaged or left out"),
            _p("unread", STRING, "JSON list of places that were not understood"),
        ),
    ),
    NodeType(
        "Target",
        "目标",
        "indicator, comparison, value in base units, unit of measure, due, baseline, scope",
        (
            _ID,
            _p("indicator", STRING, "what is measured"),
            _p("scope", STRING, "全县, 省级 …, or null"),
            _p("operator", STRING, ">=, =, >, <=, <, ~, range, times"),
            _p("value", DOUBLE, "in base units, or null"),
            _p("value_high", DOUBLE, "upper end of a range, or null"),
            _p("unit", STRING, "unit of measure, or null"),
            _p("by", STRING, "year or ISO prefix, or null"),
            _p("baseline_value", DOUBLE, "or null"),
            _p("baseline_year", STRING, "or null"),
            _p("binding", BOOL, "约束性 true, 预期性 false, or null"),
            _p("task_id", STRING, "the task it hangs on, or null"),
            _p("policy_id", STRING, "the policy that sets it"),
            _p("position", INT64, "order in its document"),
            *_EVIDENCE,
        ),
    ),
)

_ROLE = (
    _p("role", STRING, "lead, responsible, support …"),
    _p("as_written", STRING, "the name as the source has it"),
    _p("wording", STRING, "the printed label or verb"),
    _p("position", INT64, "place in its printed list"),
    _p("list_open", BOOL, "等有关部门 follows"),
    _p("inherited", BOOL, "given by a convention of the whole document"),
    _p("clause_start", INT64, "offset of the role clause"),
    _p("clause_end", INT64, "end of the role clause"),
    _p("cite", STRING, "as an official would write it"),
    _p("doubt", STRING, "why the reading is not certain, or null"),
    *_EVIDENCE,
)

#: role value → relationship type
ROLE_EDGES: dict[str, str] = {
    "lead": "LEADS",
    "responsible": "RESPONSIBLE_FOR",
    "support": "SUPPORTS",
    "participate": "PARTICIPATES_IN",
    "local": "IMPLEMENTS",
    "guide": "GUIDES",
    "supervise": "SUPERVISES",
    "assess": "ASSESSES",
}

EDGES: tuple[EdgeType, ...] = (
    EdgeType("LEADS", (("Unit", "Task"),), "牵头", "a unit that the text names to lead the task", _ROLE),
    EdgeType("RESPONSIBLE_FOR", (("Unit", "Task"),), "责任单位", "a unit answerable, no lead distinguished", _ROLE),
    EdgeType("SUPPORTS", (("Unit", "Task"),), "配合", "a unit that supports the lead", _ROLE),
    EdgeType("PARTICIPATES_IN", (("Unit", "Task"),), "参与", "a unit that takes part", _ROLE),
    EdgeType("IMPLEMENTS", (("Unit", "Task"),), "属地落实", "a place that carries it out locally", _ROLE),
    EdgeType("GUIDES", (("Unit", "Task"),), "指导", "a unit that guides", _ROLE),
    EdgeType("SUPERVISES", (("Unit", "Task"),), "督导", "a unit that supervises", _ROLE),
    EdgeType("ASSESSES", (("Unit", "Task"),), "考核", "a unit that assesses the result", _ROLE),
    EdgeType("PART_OF", (("Task", "Policy"),), "属于", "the policy that a task is part of"),
    EdgeType("SUBTASK_OF", (("Task", "Task"),), "细化", "a task below another"),
    EdgeType("PUBLISHED_IN", (("Policy", "Document"),), "载于", "the document that publishes a policy"),
    EdgeType("AIMS_AT", (("Task", "Target"), ("Policy", "Target")), "目标", "a target that a task or policy sets"),
    EdgeType(
        "CITES",
        (("Policy", "Policy"), ("Task", "Policy")),
        "引用",
        "a policy that a policy or task names",
        (
            _p("kind", STRING, "based_on, implements, excerpts, amends, repeals, mentions"),
            _p("position", INT64, "order in its document"),
            _p("cited_title", STRING, "the title as this citation prints it, or null"),
            _p("cited_number", STRING, "发文字号 as this citation prints it, or null"),
            *_EVIDENCE,
        ),
    ),
    EdgeType("ISSUED_BY", (("Policy", "Unit"),), "发文", "who issued a policy"),
    EdgeType("APPLIES_IN", (("Policy", "Jurisdiction"),), "适用", "where a policy applies"),
    EdgeType("IN", (("Unit", "Jurisdiction"),), "位于", "where a unit acts"),
    EdgeType("PERFORMS", (("Unit", "Function"),), "承担", "the line that a unit performs"),
    EdgeType(
        "MEMBER_OF",
        (("Unit", "Unit"),),
        "成员",
        "a unit that a collective includes, by recorded judgement",
        (_p("by", STRING, "who said so"), _p("reason", STRING, "why")),
    ),
)

NODES_BY_NAME = {node.name: node for node in NODES}
EDGES_BY_NAME = {edge.name: edge for edge in EDGES}
