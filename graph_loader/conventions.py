"""Sentences that hold for every later list: “列第一位者为牵头单位，下同”, “以下均需各区政府落实，不再列出”.

They stand inside the first bracket, in a note or in the cover letter, and are cut out before names are cut.
"""

from __future__ import annotations

import re

from graph_loader.names import Name, split_names
from graph_loader.source import Reading
from graph_store.records import record

FIRST_IS_LEAD = "first_is_lead"
DEFAULT_LOCAL = "default_local"
MARKED_IS_LEAD = "marked_is_lead"
BRACKETS_ARE_UNITS = "brackets_are_units"
ALIAS = "alias"


@record
class Declared:
    """One convention as it is printed; `names` are the local executors, `alias` the pair (full, short)."""

    kind: str
    reading: Reading
    names: tuple[Name, ...] = ()
    mark: str = ""


_FIRST = re.compile(
    r"(?:其中[，,]?)?(?:每项(?:任务|工作)?)?(?:责任单位|责任部门|单位|部门)?(?:中[，,]?)?(?:的)?"
    r"(?:(?:排名?|排序|排列|列|位列)(?:在|于)?)?(?:首位|第一位|第一个|第一名|第一|首个|最前面|前面|最前)(?:位)?(?:者|的)?"
    r"(?:责任)?(?:单位|部门)?(?:的)?(?:即)?(?:为|是|作为)(?:该项|本项|此项)?(?:工作|任务)?(?:的)?(?:总)?"
    r"(?:牵头|汇总|主办|主责|第一责任)(?:单位|部门)?(?:或(?:者)?(?:牵头|汇总|主办)(?:单位|部门)?)?(?:负责)?(?:[，,、]?\s*(?:其他|其余|其它)[^，。；）)]{0,20})?(?:[，,；;]\s*(?:以?下同|以下均同|不再(?:一一|另行)?(?:注明|说明|标注)))?"
)
_LOCAL = re.compile(
    r"(?:以下|下述|上述|本(?:方案|措施|清单)|各项)(?:各项|所有|政策措施|各项措施|各项任务|措施|任务|工作|举措|事项|政策|重点工作|工作任务)*"
    r"(?:(?:均|都|全部|皆)(?:需要?|由|须|应由|应)|(?:需要?|由|须)(?=[^。；]{2,60}(?:不再|下同)))(?P<units>[^。；，,]{2,40}?)(?:具体|负责|抓好|组织|贯彻|认真|分别|按职责)*落实(?:到位)?"
    r"(?:[，,；;]\s*(?:以下)?(?:不再|不)(?:单独|一一|逐一|逐项|另行|重复)?(?:列出|列明|注明|标注|罗列)|[，,；;]\s*(?:以?下同))?"
)
_MARKED = re.compile(
    r"(?:注[:：]?\s*)?(?:其中[，,]?)?(?:名称)?(?:前|后)?(?:加|带|标|标注|标有|注|打|有)?(?:有|注)?[“\"‘']?(?P<mark>[*＊★☆▲△●◆#※]|星号|加粗|黑体)[”\"’']?(?:号|标志|标识|标记|字体|字)?"
    r"(?:者|的)?(?:责任)?(?:单位|部门)?(?:的)?(?:为|是|表示|系)(?:该项|本项)?(?:工作|任务)?(?:的)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门)?"
    r"(?:[，,；;、。]?\s*(?:其他|其余|其它|未[加带标注][^，。；）)]{0,6})(?:单位|部门|的|者)*(?:均|都)?(?:为|是|系)[^，。；）)]{2,10})?(?:[，,；;]\s*(?:以?下同|以下均同))?"
)
_BRACKETS = re.compile(r"括号(?:内|里|中)(?:的)?(?:单位|部门)?(?:为|是)(?:该项)?(?:任务|工作)?(?:的)?责任(?:单位|部门)")
_ALIAS = re.compile(
    r"(?P<full>[\u4e00-\u9fff、（）()]{2,60}?)[（(](?:以下|下)(?:简称|统称|合称|称)(?:为)?[：:]?[“\"〈<「]?(?P<short>[\u4e00-\u9fff]{2,20})[”\"〉>」]?[)）]"
)


_HINT = re.compile(r"首位|第一|首个|最前|前面|落实|\*|＊|★|☆|▲|△|●|◆|#|※|星号|加粗|黑体|括号")
_KINDS = (
    (re.compile(r"首位|第一|首个|最前|前面"), _FIRST, FIRST_IS_LEAD),
    (re.compile(r"[*＊★☆▲△●◆#※]|星号|加粗|黑体"), _MARKED, MARKED_IS_LEAD),
    (re.compile(r"括号"), _BRACKETS, BRACKETS_ARE_UNITS),
)


def find_conventions(reading: Reading) -> list[Declared]:
    """Every convention that a paragraph declares, in order."""
    found: list[Declared] = []
    if not _HINT.search(reading.text):
        return found
    for hint, pattern, kind in _KINDS:
        for match in pattern.finditer(reading.text) if hint.search(reading.text) else ():
            mark = match.groupdict().get("mark") or ""
            mark = "*" if mark == "星号" else "**" if mark in ("加粗", "黑体") else mark
            found.append(Declared(kind, reading.cut(match.start(), match.end()), mark=mark))
    for match in _LOCAL.finditer(reading.text) if "落实" in reading.text else ():
        names = split_names(reading.cut(match.start("units"), match.end("units")))
        if names:
            found.append(Declared(DEFAULT_LOCAL, reading.cut(match.start(), match.end()), tuple(names)))
    return found


def find_aliases(reading: Reading) -> list[tuple[str, str, Reading]]:
    """Declared short names: (full, short, where): 县行政审批服务管理局（以下简称县审批局）."""
    if "称" not in reading.text:
        return []
    return [
        (
            re.sub(r"^.*?(?=[各省市县区州旗])", "", m.group("full")) or m.group("full"),
            m.group("short"),
            reading.cut(m.start(), m.end()),
        )
        for m in _ALIAS.finditer(reading.text)
    ]


def cut_conventions(inner: Reading) -> tuple[Reading, list[Declared]]:
    """Take the conventions out of a clause: the rest, and what was declared."""
    declared = find_conventions(inner)
    if not declared:
        return inner, []
    keep = [True] * len(inner)
    base = {offset: index for index, offset in enumerate(inner.offsets)}
    for item in declared:
        first, last = base[item.reading.offsets[0]], base[item.reading.offsets[-1]]
        for index in range(first, last + 1):
            keep[index] = False
    for match in re.finditer(r"[（(]([^（()）]*)[)）]", inner.text):
        if not any(
            keep[index] for index in range(match.start(1), match.end(1)) if inner.text[index] not in " ，,。；;"
        ):
            keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    rest = inner.without(keep)
    text = rest.text
    start = len(text) - len(text.lstrip(" ，,。；;"))
    end = len(text.rstrip(" ，,。；;"))
    return rest.cut(start, max(start, end)), declared
