"""Heads of tables: what a column holds, by its printed label (formats.md 1.0 and 1.5).

`序号 | 主要任务 | 牵头单位 | 配合单位 | 落实措施 | 时间进度 | 年度目标和效果` → number, task, role, role, measure, time, result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from graph_store.records import record


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    NUMBER = "number"
    TASK = "task"
    MEASURE = "measure"
    ROLE = "role"  # units and persons; the label says which
    TIME = "time"
    QUARTER = "quarter"
    RESULT = "result"
    CATEGORY = "category"
    INDICATOR = "indicator"
    VALUE = "value"  # columns of an indicator table: 单位, 基期, 目标, 年均, 属性
    NOTE = "note"
    MARK = "mark"  # a body in the head, a sign for its role in each row


_ROLE_ENDING = r"(?:单位|部门|主体|机构|科室|股室|处室|站所|领导|责任人|联系人|联络员|联络人|负责人|牵头人|包抓人|包保人|经办人|专班|人员)"
_ROLE_WORD = (
    r"(?:牵头|责任|配合|参与|参加|协办|协同|协作|协助|协调|主办|主责|承办|落实|实施|执行|督办|督导|督查|监督|考核|验收|销号|指导|业主|代建"
    r"|施工|汇总|包抓|包保|包片|包联|分管|联系|挂联|包联|挂钩|主管|监管|首办|主要责任|完成|负责|会办|支持|辅助|属地|认定|评价|受理|咨询|兑现|申报|建设|项目|分线|县级|市级|整改|化解|帮扶|包案|挂点|蹲点|推进)"
)
_QUARTER = re.compile(
    r"(?:第?[一二三四1-4]季度|[上下]半年|(?:\d{4}年)?(?:1?\d|[一二三四五六七八九十]{1,2})[—\-－~至]?(?:1?\d)?月(?:底|份|末)?)(?:目标|任务|进度|计划|安排|前)?$"
)
_LABELS: tuple[tuple[re.Pattern[str], ColumnKind], ...] = (
    (re.compile(r"(?:序号|编号|(?:任务|项目|事项|问题)(?:序号|编号)|序列|序|No\.?|NO\.?|号)$"), ColumnKind.NUMBER),
    (re.compile(r"(?:备注|说明|备考|政策依据|文件依据|依据|来源|任务来源|联系电话|电话|联系方式)$"), ColumnKind.NOTE),
    (_QUARTER, ColumnKind.QUARTER),
    (
        re.compile(
            r"(?!.{0,4}(?:交办|立项|会议|报送|上报|填报|发现|印发|发文|成立|签约|受理|登记|更新|入库|形象|目前|当前|实际|支出|资金|政策|有效|执行))(?:.{0,6}(?:时限|期限|时间|年限|进度|节点)(?:及)?(?:要求|安排|进度|节点|计划|目标)?|.{0,4}(?:完成|截止|办结|结束|验收)日期|进度(?:计划|要求|安排)|起止年[限月]|工期(?:安排)?|时间表|何时完成)(?:[（(].{1,8}[)）])?$"
        ),
        ColumnKind.TIME,
    ),
    (
        re.compile(
            rf".{{0,8}}{_ROLE_WORD}.{{0,8}}{_ROLE_ENDING}(?:[及或和、/].{{0,8}})?(?:[（(].{{1,10}}[)）])?(?:及(?:职务|电话))?$"
        ),
        ColumnKind.ROLE,
    ),
    (
        re.compile(
            rf"(?:(?:县|市|区|州|省)?(?:直|级)?|成员)?{_ROLE_ENDING}(?:姓名|名称)?$|(?:总)?牵头$|配合$|参与$|指导$|督办$|负责$|协办$|主办$|.{{0,6}}(?:责任人|负责人|联系人|联络员|专员|服务员|网格长)(?:姓名)?$|(?:.{{0,4}}(?:总|副|级))?(?:产业)?[链河湖林田路街]长(?:姓名)?$|(?:牵头|责任|配合|承办|主办|经办)(?:处室?|科室?|局|委局)(?:[（(].{{1,4}}[)）])?$|(?:责任|部门|单位)分工$|属地(?:政府|乡镇|镇街|街道)$|(?:牵头|责任|配合)(?:处室|乡镇|镇街|街道|县区|区县|科室)$"
        ),
        ColumnKind.ROLE,
    ),
    (re.compile(r"(?:量化|绩效|任务)(?:目标|考核)?(?:指标|目标)(?:要求|值)?$"), ColumnKind.RESULT),
    (
        re.compile(
            r"(?:三级|四级)指标$|(?:(?:主要|具体|预期|核心|考核|评价|发展|工作|目标|监测)*指标)(?:名称|内容|体系|任务)?$"
        ),
        ColumnKind.INDICATOR,
    ),
    (
        re.compile(
            r"(?:类别|类型|领域|分类|板块|模块|方面|大类|专项|[一二]级指标|指标类[别型]|工作类别|任务类别|项目类别|工作领域|所属领域|行业|维度|任务分类|专项行动|重点领域)$"
        ),
        ColumnKind.CATEGORY,
    ),
    (re.compile(r"任务(?:及|和|与|、)?(?:举措|措施)$"), ColumnKind.TASK),
    (
        re.compile(
            r"(?:.{0,4}(?:细化|具体|落实|工作|整改|推进|主要|重点|保障|实施|改革|推动|重点工作)?(?:措施|举措)(?:及要求|清单|内容)?|具体(?:要求|任务|内容|事项|工作)|工作内容及要求|工作要求|任务分解|分解任务|细化任务|实施内容|任务要求|细化内容)$"
        ),
        ColumnKind.MEASURE,
    ),
    (
        re.compile(
            r"(?:建设|主要建设|实施|改造|工程|具体)?(?:内容|规模)(?:及|和|与)(?:标准|规模|内容|要求)$|(?:主要)?建设(?:内容|标准)$|建设规模及内容$"
        ),
        ColumnKind.RESULT,
    ),
    (
        re.compile(
            r"(?:.{0,6}(?:目标(?:和|及|与)?(?:效果|要求|成效|值)?|成果(?:形式)?|效果|成效|形象进度|完成标志|标准(?:或要求)?|考核标准|成果清单|目标要求))$"
        ),
        ColumnKind.RESULT,
    ),
    (
        re.compile(
            r"(?:.{0,6}(?:任务|事项|工作|内容|问题|职责|职能)(?:分工|范围|任务)?(?:及措施|名称|内容|举措|清单|描述|表现|要点)?|目标(?:与|和|及)?任务|任务名称|(?:.{0,6}[^类])?项目(?:名称|清单)?|工程名称|任务|(?:政策|主要|具体)?条款(?:内容)?|政策措施|问题清单|服务事项|检查内容)$"
        ),
        ColumnKind.TASK,
    ),
)
_INDICATOR_VALUES = re.compile(
    r"(?:计量)?单位$|.{0,4}基期.{0,4}|.{0,8}(?:目标|目标值|增速|增长率?|增幅|属性|累计|现状|分值|权重|完成值|预期值|实际|年均).{0,8}|(?:“?十[一二三四五]五”?)?.{0,3}\d{4}年.{0,8}|性质|指标属性|指标性质"
)
#: below 2024年目标: 总量, 增速（%）
_VALUE_PART = re.compile(r"(?:总量|总额|数值|绝对[值额量]|增速|增幅|增长率?|同比|比重|占比)(?:[（(].{1,6}[)）])?")
#: below “十四五”目标: 2023年, 2025年, 年均增长（%）
_YEAR_PART = re.compile(
    r"\d{4}年?.{0,6}|.{0,6}(?:年均|累计).{0,8}|“?十[一二三四五]五”?末?|.{0,4}(?:基期|现状|实际)(?:值|数)?"
)
_LEVEL = re.compile(r"[一二]级指标(?:名称)?")
_NOT_A_HEAD = re.compile(r"[。；;！？]|^\d+$")
_BUILT = re.compile(r"建设(?:规模|性质|地点|地址)$|总?投资|资金|规模")


_PERSON = re.compile(r"领导|人$|员$|姓名")
_AMOUNT = re.compile(r"数量|规模|投资|资金|指标|单价|金额|数$|值$")
_MERE_NAME = re.compile(r"(?:单位|部门|领导|人员)?(?:名称|姓名)|单位|部门")  # below a label that says the role


def plain_label(text: str) -> str:
    """A head cell's words without white space and outer colon."""
    return "".join(text.split()).rstrip("：:").replace("*", "")


@lru_cache(maxsize=8192)
def column_kind(label: str) -> ColumnKind | None:
    """What a column with this printed label holds; None for labels that say nothing about responsibility."""
    words = plain_label(label)
    if not words or len(words) > 20 or _NOT_A_HEAD.search(words) or _BUILT.match(words):
        return None
    for pattern, kind in _LABELS:
        if pattern.match(words):
            return kind
    return None


def is_head(labels: Sequence[str]) -> bool:
    """Whether these cells are a head: mostly known labels, a task-like or number column among them."""
    if any("。" in label or "；" in label for label in labels):
        return False
    distinct = list(dict.fromkeys(words for label in labels if (words := plain_label(label))))
    if len(distinct) < 2 or any(len(words) > 24 for words in distinct):
        return False
    kinds = [column_kind(words) for words in distinct]
    if ColumnKind.INDICATOR in kinds:
        values = zip(distinct, kinds, strict=True)
        kinds = [kind or (ColumnKind.VALUE if _INDICATOR_VALUES.fullmatch(words) else None) for words, kind in values]
    known = [kind for kind in kinds if kind]
    anchors = {
        ColumnKind.NUMBER,
        ColumnKind.TASK,
        ColumnKind.MEASURE,
        ColumnKind.INDICATOR,
        ColumnKind.RESULT,
        ColumnKind.CATEGORY,
    }
    useful = anchors.intersection(known) and len(set(known)) >= 2
    if len(distinct) == 2:
        return bool(useful) and len(known) == 2
    return bool(useful) and len(known) >= max(2, 0.4 * len(distinct))


@record
class Column:
    """One column: its label as printed without white space, and what it holds."""

    label: str
    kind: ColumnKind | None


def read_heads(upper: Sequence[str], lower: Sequence[str] | None = None) -> tuple[Column, ...]:
    """Columns of a head of one or two rows; the lower label holds unless it is blank or says nothing."""
    columns = []
    for index, over in enumerate(upper):
        top = plain_label(over)
        below = plain_label(lower[index]) if lower is not None and index < len(lower) else ""
        if not top and lower is not None:
            top = next((plain_label(upper[at]) for at in range(index, -1, -1) if plain_label(upper[at])), "")
        kind, label = column_kind(below), below
        if _MERE_NAME.fullmatch(below) and column_kind(top) is ColumnKind.ROLE:
            kind, label = ColumnKind.ROLE, top
        elif below and not kind and column_kind(top) in (ColumnKind.ROLE, ColumnKind.TIME):
            kind, label = column_kind(top), top
        if below and below != top and not kind and _INDICATOR_VALUES.fullmatch(top):  # 2024年目标 over 总量, 增速
            label = top + below
        if not below:
            kind, label = column_kind(over), plain_label(over)
        columns.append(Column(label, kind))
    return _as_indicator_table(_deepest(_without_bare_units(columns)))


def _without_bare_units(columns: list[Column]) -> list[Column]:
    """单位 beside 责任单位 or 数量 is a unit of measure or who is meant, and says nothing of duty."""
    bare = [column for column in columns if _MERE_NAME.fullmatch(column.label) and column.kind is ColumnKind.ROLE]
    duties = [c for c in columns if c.kind is ColumnKind.ROLE and c not in bare and not _PERSON.search(c.label)]
    if not bare or not (duties or any(_AMOUNT.search(column.label) for column in columns)):
        return columns
    return [Column(c.label, None) if c in bare else c for c in columns]


def _deepest(columns: list[Column]) -> list[Column]:
    """一级指标 | 二级指标 | 单位 | 2025年: the lowest level names the indicator, those above it are categories."""
    named = [column.label for column in columns if _LEVEL.fullmatch(column.label)]
    valued = any(_INDICATOR_VALUES.fullmatch(column.label) and not column.kind for column in columns)
    if not named or not valued or any(column.kind is ColumnKind.INDICATOR for column in columns):
        return columns
    lowest = next((label for label in named if label.startswith("二")), named[-1])
    return [Column(c.label, ColumnKind.INDICATOR) if c.label == lowest else c for c in columns]


def _as_indicator_table(columns: list[Column]) -> tuple[Column, ...]:
    """In a table of indicators, 单位 is a unit of measure and 目标 a value."""
    tasks = {column.kind for column in columns} & {ColumnKind.TASK, ColumnKind.MEASURE}
    if not any(column.kind is ColumnKind.INDICATOR for column in columns) or tasks:
        return tuple(columns)
    return tuple(
        Column(column.label, ColumnKind.VALUE)
        if column.kind not in (ColumnKind.INDICATOR, ColumnKind.NUMBER, ColumnKind.CATEGORY)
        and (column.kind is not ColumnKind.ROLE or re.fullmatch(r"(?:计量)?单位", column.label))
        and _INDICATOR_VALUES.fullmatch(column.label)
        else column
        for column in columns
    )


def is_lower_head(labels: Sequence[str], upper: Sequence[str]) -> bool:
    """Whether a row below a head is its second row: labels under the merged cells, nothing or the same elsewhere."""
    own = [
        plain_label(label)
        for index, label in enumerate(labels)
        if plain_label(label) and (index >= len(upper) or plain_label(label) != plain_label(upper[index]))
    ]
    if not own or any(len(words) > 16 or re.search(r"[。；，]", words) for words in own):
        return False
    numbered = [index for index, label in enumerate(upper) if column_kind(label) is ColumnKind.NUMBER]
    if any(
        index < len(labels) and plain_label(labels[index]) not in ("", plain_label(upper[index])) for index in numbered
    ):
        return False
    measured = [index for index, label in enumerate(upper) if column_kind(label) is ColumnKind.INDICATOR]
    unnamed = all(plain_label(labels[at]) in ("", plain_label(upper[at])) for at in measured if at < len(labels))
    parts = [_VALUE_PART, *([_YEAR_PART] if unnamed else [])] if measured else []
    known = sum(1 for words in own if column_kind(words) or any(part.fullmatch(words) for part in parts))
    return known >= max(1, 0.6 * len(own)) or _splits_roles(labels, upper, own)


def _splits_roles(labels: Sequence[str], upper: Sequence[str], own: list[str]) -> bool:
    """Whether short words (市级, 县级) stand under one role label that spans them."""
    spanned = 0
    for index, label in enumerate(labels):
        if not plain_label(label) or (index < len(upper) and plain_label(label) == plain_label(upper[index])):
            continue
        tops = [plain_label(text) for text in upper[: index + 1] if plain_label(text)]
        if not tops or len(plain_label(label)) > 6 or column_kind(tops[-1]) is not ColumnKind.ROLE:
            return False
        spanned += index < len(upper) and (not plain_label(upper[index]) or tops.count(tops[-1]) > 1)
    return len(own) >= 2 and spanned >= 1
