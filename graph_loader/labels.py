"""Printed labels and verbs → roles: “牵头责任单位：” is lead, “…按职责分工配合” is support (formats.md, 1.0).

The exact wording decides, never the place of a name, unless the document declares a convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from graph_store.model import Role


class LabelKind(StrEnum):
    """What a printed label introduces."""

    ROLE = "role"
    DEADLINE = "deadline"
    NONE = "none"  # 咨询, 受理, 电话: words after it are no role


_NO_ROLE = re.compile(
    r"咨询|受理|申报|兑现|电话|备案|抄送|主送|发布|印发|报送|监测|数据来源|填报|通讯|邮箱|网址|地址|时间$"
)
_LABEL_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"(?<!由)(?:领导|主抓|牵头人|包抓人|包保人|(?:^|总|副|级|产业)[链河湖林田路街]长)$"), Role.LEADER),
    (
        re.compile(r"(?:责任人|联系人|联络员|联络人|负责人|经办人|承办人|第一责任人|专员|服务员|网格员|网格长)$"),
        Role.OFFICER,
    ),
    (re.compile(r"考核|评价|认定"), Role.ASSESS),
    (re.compile(r"督导|督办|督查|督促|监督|验收|销号|监管(?:单位|部门)$"), Role.SUPERVISE),
    (re.compile(r"指导"), Role.GUIDE),
    (re.compile(r"责任协调"), Role.RESPONSIBLE),
    (re.compile(r"(?:责任(?:单位|部门)?[（(]?(?:或|/)[）)]?牵头|牵头(?:单位|部门)?或责任)"), Role.RESPONSIBLE),
    (re.compile(r"配合|协同|协作|协办|协助|协调|支持|辅助|其他责任|会办|联办|支撑|会同"), Role.SUPPORT),
    (re.compile(r"参与|参加"), Role.PARTICIPATE),
    (re.compile(r"属地|责任主体|落实主体|^落实$"), Role.LOCAL),
    (re.compile(r"牵头|主办|主责|主要责任|汇总|首办|第一责任|首要责任"), Role.LEAD),
    (
        re.compile(
            r"责任|实施|承办|落实|业主|建设|代建|施工|科室|股室|处室|负责|承担|完成|执行|分工|主体|站所|整改|化解|推进"
        ),
        Role.RESPONSIBLE,
    ),
    (re.compile(r"^(?:成员|各|有关|相关|县直|市直|区直|省直|州直)*(?:单位|部门|机构)(?:名称)?$"), Role.RESPONSIBLE),
)
_DEADLINE_LABEL = re.compile(r"时限|期限|时间|节点|日期|进度(?:安排|要求|计划)|推进计划")
DUE_STEM = (
    r"(?:计划|预计|目标|规定|要求|任务|整改|办理|办结|销号|实施|推进|落实|工作|完成|责任|截止|建设|交付|验收|竣工|时间)"
)
_DUE_ENDING = r"(?:时间节点|时间进度|时间安排|时间要求|时间表|时限|期限|时间|日期|节点)(?:及?要求|及?安排)?"
#: A label that says by when: 完成时限, 计划完成时间, 进度安排.
DUE_LABEL = rf"(?:{DUE_STEM}{{0,3}}{_DUE_ENDING}|{DUE_STEM}{{0,2}}进度(?:安排|要求|计划)|推进计划)"
_STEM = (
    r"(?:牵头|负责|责任|主要|第[一二三四]|监管|首办|首要|主办|主责|汇总|配合|协同|协作|协办|协助|协调|支持|辅助|会办|联办|支撑|化解|其他|其它|参与|参加|实施|承办|落实"
    r"|业主|建设|代建|施工|前期|项目|推进|执行|属地|指导|行业|业务|督导|督办|督查|督促|监督|验收|销号|考核|评价|认定|包抓|包保|包联|挂联"
    r"|联系|分管|分线|挂包|挂点|挂钩|蹲点|乡镇|街道|县级|市级|区级|州级|省级|副|具体|直接|总|双|整改|完成|任务|工作|共同|主抓|常务|政府|党委|党政|县|市|区|州|省|镇|的"
    r"|[（(](?:牵头|配合|责任|协同|协助|销号|处|股)[)）])"
)
_ENDING = r"(?:单位|部门|主体|领导|科室|股室|处室|责任人|联系人|联络员|联络人|负责人|牵头人|包抓人|经办人|机构|站所|人)"
_LABEL_WORDS = (
    rf"(?:{_STEM}{{1,5}}{_ENDING}(?:[及和、或/与]+{_STEM}{{0,4}}{_ENDING})*(?:[（(][\u4e00-\u9fff]{{1,6}}[)）])?"
    r"|(?<!、)[\u4e00-\u9fff]{1,6}(?<![局委办厅部院校社会司处科室所站队心行团镇乡街道村县市区])责任人|副?(?:产业)?链长|联系人|联络员|经办人|处室|科室|股室|处（室）|总牵头|牵头|配合|参与|负责|责任|落实|指导|协办|主办|督办|主抓"
    rf"|{DUE_LABEL})"
)
_STRONG = (
    r"(?:(?:其他|主要|第一|协同)?(?:牵头|配合|责任|主办|协办|参与|督办|实施|承办|指导|主责)(?:责任|负责)?(?:单位|部门)"
    r"|(?:责任|分管|牵头|包抓|包保|联系)领导|责任人|联系人"
    rf"|{DUE_STEM}{{1,3}}{_DUE_ENDING}|{DUE_STEM}{{0,2}}进度(?:安排|要求|计划)|推进计划)"
)
_STRONG_BEGINS = "其主第协牵配责参督实承指分包联完整办计预目规要任销推落工截建交验竣时进"  # the first characters of _STRONG, which are looked at first
COLON = r"[:：∶﹕]"
#: A label with its colon, or in 【】 without one, where a label can begin: at the start, behind a bracket or a separator;
#: the commonest ones also directly behind a name, because white space between them is lost in the reading.
LABEL = re.compile(
    rf"(?:^|(?<=[（(【\[，,；;。、！？\s|])|(?=[{_STRONG_BEGINS}])(?={_STRONG}\s*{COLON}))\s*(?P<label>{_LABEL_WORDS})\s*(?:[】\]]\s*{COLON}?|{COLON})"
)


@lru_cache(maxsize=4096)
def label_kind(label: str) -> LabelKind | None:
    """What a label introduces; None for words that are no label of ours (主要任务, 工作目标)."""
    words = re.sub(r"\s+", "", label)
    if _NO_ROLE.search(words) and not re.search(r"时限|期限|牵头|责任", words):
        return LabelKind.DEADLINE if _DEADLINE_LABEL.search(words) else LabelKind.NONE
    if _DEADLINE_LABEL.search(words):
        return LabelKind.DEADLINE
    return LabelKind.ROLE if role_of_label(words) else None


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> Role | None:
    """The role that a printed label gives; None where it gives none."""
    words = re.sub(r"\s+", "", label)
    if _NO_ROLE.search(words) and not re.search(r"牵头|责任", words):
        return None
    for pattern, role in _LABEL_ROLES:
        if pattern.search(words):
            return role
    return None


_BY_DUTY = r"(?:按照?|依照?|根据)(?:各自)?(?:职责|职能|责任)(?:分工)?(?:要求)?(?:分别|共同|各自)?"
#: Verbs that close a list, longest first; the pattern names are the values of Role.
VERB = re.compile(
    r"(?P<assess>牵头考核|负责考核|组织考核|考核)"
    rf"|(?P<lead>(?:{_BY_DUTY})?(?:分别|共同|联合|总|负责|双|具体)?牵头(?:负责|抓总|落实|组织实施|组织|实施|推进|推动|制定)?|负责牵头|主办|主要负责|总负责|负总责|(?:负责|总体|牵头)?统筹(?:协调|推进|负责|抓总|实施|推动|落实|安排|、)*)"
    r"|(?P<supervise>(?:负责|组织)?(?:监督检查|监督|督查|督办|督导|督促))"
    r"|(?P<guide>(?:负责|加强)?(?:业务|行业)?指导(?:、|和|并)?(?:落实|实施|监督|督促|检查|协调)*)"
    rf"|(?P<support>(?:{_BY_DUTY})?(?:积极|密切|协同|协助|全力|做好|参与|协助)?配合(?:实施|落实|做好)?|{_BY_DUTY}协助|协助|协同|协作|协办|给予支持|支持)"
    rf"|(?P<participate>(?:{_BY_DUTY})?(?:共同|积极)?(?:参与|参加)(?:实施|落实)?)"
    rf"|(?P<local>(?:{_BY_DUTY})?(?:负责|抓好|结合实际|贯彻|具体|组织|切实|全面|做好|推动|狠)?(?:落实|抓落实)(?:到位)?)"
    rf"|(?P<responsible>(?:{_BY_DUTY}|分工|分别|共同|具体|各自|直接)?(?:负责|承担|承办)(?:实施|组织实施|推进)?|(?:具体|负责)?组织实施|具体(?:组织)?(?:实施|推进|承办)|{_BY_DUTY}(?:推进|实施|抓好|做好)?)"
)


#: One of these stands in every verb: a text without them is not searched for verbs.
_VERB_WORD = re.compile(
    r"考核|牵头|主办|主要负责|总负责|负总责|监督|督查|督办|督导|督促|指导|配合|协助|协同|协作|协办|支持|参与|参加|落实|负责|承担|承办"
    r"|组织实施|具体|统筹|职责|职能|责任"
)


def find_verbs(text: str) -> Iterator[re.Match[str]]:
    """Every verb of VERB in a text, in order."""
    return VERB.finditer(text) if _VERB_WORD.search(text) else iter(())


#: What stands behind every label.
LABEL_SIGN = re.compile(r"[:：∶﹕】\]]")


def find_labels(text: str) -> Iterator[re.Match[str]]:
    """Every LABEL in a text, in order, of whatever kind; behind the last sign of a label none is sought."""
    signs = [sign.end() for sign in LABEL_SIGN.finditer(text)]
    return LABEL.finditer(text, 0, signs[-1]) if signs else iter(())


def role_of_verb(match: re.Match[str]) -> Role:
    """The role that a verb of VERB gives to the list before it."""
    return Role(match.lastgroup or "responsible")
