"""How much by when: “到2025年，全县市场主体达到4.8万户以上” → 市场主体 >= 48000 户, by 2025 (formats.md 2.2, T1–T20).

Every number with a unit of measure is weighed by the words around it: rewards, conditions, slogans, reports of what
is done and the numbers of documents are no targets. A row of an indicator table is read in indicator_rows.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from graph_loader.compact import Compact, compact
from graph_loader.dates import find_points
from graph_loader.indicators import aligned_subjects, indicator_of
from graph_loader.quantities import Quantity, find_quantities
from graph_loader.source import Reading
from graph_loader.target_judgement import is_target
from graph_loader.target_words import AVERAGE, CHANGE, COVERED, DOUBLED, DURATIONS, OPERATOR, OPERATORS, PART_OF, RATES
from graph_loader.target_years import Years
from graph_store.model import Span
from graph_store.records import named_record, record


@record
class TargetContext:
    """What stands around a text: the year that its section or title aims at, the document's own year (`current`, of
    年底) and ISO date, the base year of its plan, its headings, whether it is a goal."""

    horizon: int | None = None
    current: int | None = None
    issued: str | None = None
    base_year: int | None = None
    heading: tuple[str, ...] = ()
    is_goal_section: bool = False


@named_record
class TargetDraft:
    """A target as one text states it; `start` and `end` count characters of the reading."""

    indicator: str
    scope: str | None
    operator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    by: str | None
    baseline_value: Decimal | None
    baseline_year: str | None
    binding: bool | None
    start: int
    end: int
    span: Span
    doubt: str | None = None


@record
class Scene:
    """A text made ready: compact, with titles, dates and slogans masked (`masked`), its years and quantities."""

    words: Compact
    masked: str
    years: Years
    quantities: tuple[Quantity, ...]
    context: TargetContext


def find_targets(body: Reading, context: TargetContext) -> list[TargetDraft]:
    """Every target that this text states, in the order of the text."""
    if not _MAY_COUNT.search(body.text):
        return []
    scene = _scene(body, context)
    found: list[TargetDraft] = []
    base: Quantity | None = None
    last: Quantity | None = None
    doubled = iter([*(DOUBLED.finditer(scene.masked) if _MAY_DOUBLE.search(scene.masked) else ()), None])
    double = next(doubled)
    for item in scene.quantities:
        while double and double.start() <= item.start:
            found.extend(_doubled(scene, double, _name(found)))
            double = next(doubled)
        if _is_base(scene.masked, item):
            base = item
            continue
        listed = (
            last is not None and item.unit == last.unit and bool(_GOES_ON.fullmatch(scene.masked, last.end, item.start))
        )
        if not listed and not is_target(scene.masked, item, context.is_goal_section):
            continue
        if scene.years.told_of(item.start, context.issued):
            continue
        near = base is not None and not re.search(r"[。；;、，,]", scene.masked[base.end : item.start])
        draft = _numeric(scene, item, _name(found), base.value if base and near else None)
        adjacent = last is not None and last.end == item.start  # 桥梁11座386延米
        if found and (adjacent or (listed and re.match(r"\d", draft.indicator))):  # 48小时和42小时
            draft = replace(draft, indicator=found[-1].indicator, scope=found[-1].scope)
        found.append(draft)
        last, base = item, None
    while double:
        found.extend(_doubled(scene, double, _name(found)))
        double = next(doubled)
    times = [draft for draft in found if draft.operator == "times"]
    found = [*_aligned(scene, [draft for draft in found if draft.operator != "times"]), *times, *_in_words(scene)]
    return sorted(found, key=lambda draft: (draft.start, draft.end))


# 5家、10家; 一季度达到30%，二季度60%，三季度80%
_GOES_ON = re.compile(r"[、和]|[，,、；;](?:到|至)?※+(?:底|末|前)?(?:达到?|完成|实现|为)?")


def _name(found: list[TargetDraft]) -> str:
    """The indicator of the target before: what a clause without a noun goes on about."""
    return found[-1].indicator if found else ""


_MAY_COUNT = re.compile(
    r"[\d０-９二两三四五六七八九十百千万半番倍]|至少一|不少于一|平均|同步|于经济|于GDP|全覆盖|一[半天日次]|每[^，。]{1,14}一[所座处家名支个户间]"
)
_MAY_DOUBLE = re.compile(r"番|倍")
# what holds numbers that count nothing: titles, numbers of documents, role brackets, terms; each behind a sign of it
_MASKED = (
    ("《", re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")),
    ("号", re.compile(r"[〔\[（(【]\s?20\d\d\s?[〕\]）)】]\s?\d+\s?号|第?\d+号")),
    (
        "",
        re.compile(
            r"[（(\[【][^（）()\[\]【】]{0,20}(?:牵头|负责|责任单位|配合单位|责任部门|完成时限)[^（）()]*[）)\]】]"
        ),
    ),
    ("限", re.compile(r"(?:完成|整改|办理)?(?:时限|期限)[:：][^。；;\n]*")),
)
_QUOTED = re.compile(r"[“\"‘][^“”\"‘’]{1,40}[”\"’]")
_SERVICE_QUOTE = re.compile(r"小时|工作日|分钟")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两半零]")


def _scene(body: Reading, context: TargetContext) -> Scene:
    words = compact(body)
    masked = words.text
    for sign, pattern in _MASKED:
        if sign in masked:
            masked = pattern.sub(lambda match: "◇" * len(match[0]), masked)
    masked = _QUOTED.sub(_quoted, masked)
    points = tuple(find_points(masked))
    signs = list(masked)
    for point in points:
        if point.year != "去年":  # 去年底为37宗 tells of what was
            signs[point.start : point.end] = "※" * (point.end - point.start)
    masked = "".join(signs)
    return Scene(
        words, masked, Years(masked, points, context.horizon, context.current), tuple(find_quantities(masked)), context
    )


def _quoted(match: re.Match[str]) -> str:
    """Numbers inside quotation marks are names (“136”, “十四五” stays for the dates, “72小时到账” is a promise)."""
    if _SERVICE_QUOTE.search(match[0]) or re.fullmatch(r"[“\"‘]十[一二三四五六七]五[”\"’]", match[0]):
        return match[0]
    return _NUMERAL.sub("◇", match[0])


_FROM = re.compile(
    r"(?:由|从|自)(?:※+|目前|现有|现在|原来|原先|当前|上年|去年)?的?(?:约|近|原来的)?[^，。；、\d]{0,4}$"
)
_BECOMES = re.compile(
    r"(?:左右|以上)?[^，。；\d]{0,8}?(?:达到|增加|增长|提高|提升|扩大|壮大|发展|拓展|上升|升至|增至|延长|压减|压缩|缩短|缩减|精简|减少|减至|减为|降|下降|调整|变为|到|至|翻)"
)


def _is_base(masked: str, item: Quantity) -> bool:
    """“由26户” of “由26户达到52户以上”, “26户的基础上”: where the target starts from."""
    before, after = masked[max(0, item.start - 16) : item.start], masked[item.end : item.end + 16]
    if _FROM.search(before) and _BECOMES.match(after):
        return True
    if item.unit in DURATIONS and re.match(r"(?:压|精|减)?(?:缩短?|减|降)[至到为]\d", after):  # 15个工作日缩至7个工作日
        return True
    return after.removeprefix("的").startswith(("基础上", "基数上"))


def _numeric(scene: Scene, item: Quantity, previous: str, base: Decimal | None) -> TargetDraft:
    indicator, scope, start = indicator_of(scene.words.text, scene.masked, item, previous)
    operator = _operator(scene.masked, item)
    return _draft(
        scene,
        start=start,
        end=item.end,
        indicator=indicator or "".join(scene.context.heading[-1:]),
        scope=scope,
        operator=operator,
        value=item.value,
        value_high=item.high,
        unit=item.unit or _money_left_out(scene.masked, item),
        baseline_value=base,
        at=item.start,
    )


def _money_left_out(masked: str, item: Quantity) -> str | None:
    """“发放再贷款6500万”: the 元 that is not printed."""
    money = masked[item.end - 1] in "万亿" and re.search(
        r"贷款|资金|投资|产值|收入|税收|融资", masked[: item.start][-20:]
    )
    return "元" if money else None


def _operator(masked: str, item: Quantity) -> str:
    """The comparison that the words before and after the number state."""
    if item.high is not None:
        return "range"
    before = re.split(r"[，,。；;]", masked[max(0, item.start - 16) : item.start])[-1]
    part = PART_OF.match(before) if item.unit in RATES else None
    match = OPERATOR.search(part["compared"] if part else before)
    operator = OPERATORS[int((match.lastgroup or "o5")[1:])] if match else "="
    changes = bool(CHANGE.search(before))
    if item.tail in ("以上", "之上"):
        return operator if operator == ">" else ">="
    if item.tail in ("以内", "之内", "内", "以下", "之下"):
        return "<="
    if item.tail in ("左右", "上下") or (operator == "~" and not changes):
        return "~"
    if item.more and operator == "=":
        return ">"
    if operator == "=" and item.unit in DURATIONS and item.unit not in ("年", "天"):
        return "<="
    if (
        operator == "="
        and item.unit in DURATIONS
        and re.match(r"[^，。；]{0,4}办[结理]", masked[item.end : item.end + 8])
    ):
        return "<="
    return operator


def _draft(scene: Scene, *, at: int, start: int, end: int, **fields: object) -> TargetDraft:
    first, last = scene.words.range(start, end)
    sentence = _sentence(scene.masked, at)
    binding = True if "约束性" in sentence else False if "预期性" in sentence else None
    service = fields.get("unit") in DURATIONS - {"年"} and "天数" not in sentence and not scene.context.is_goal_section
    rest = {
        "by": scene.years.by(at, only_written=service),
        "baseline_year": scene.years.base(at),
        "binding": binding,
    }
    span = scene.words.reading.span(first, last)
    return TargetDraft(start=first, end=last, span=span, **rest, **fields)  # type: ignore[arg-type]


def _sentence(text: str, at: int) -> str:
    low, high = max(0, at - 400), min(len(text), at + 400)
    start = max(low - 1, *(text.rfind(mark, low, at) for mark in "。；;！"))
    stops = [place for mark in "。；;！" if (place := text.find(mark, at, high)) >= 0]
    return text[start + 1 : min(stops, default=high)]


def _aligned(scene: Scene, found: list[TargetDraft]) -> list[TargetDraft]:
    """Give each number of a list after 分别 the subject that stands in the same place of the list before it."""
    places = [bisect_left(scene.words.places, draft.end - 1) + 1 for draft in found]
    by_end = {item.end: item for item in scene.quantities}
    index = 0
    while index < len(found):
        run = index + 1
        while run < len(found) and re.fullmatch(
            r"[、和及]|以及", scene.masked[places[run - 1] : by_end[places[run]].start]
        ):
            run += 1
        if run - index > 1:
            names = aligned_subjects(scene.words.text, scene.masked, by_end[places[index]], run - index)
            together = "分别" in scene.masked[max(0, by_end[places[index]].start - 12) : places[index]]
            for at in range(index + 1, run) if together else ():
                if found[at].operator in ("=", "<="):
                    found[at] = replace(found[at], operator=found[index].operator)
            for offset, name in enumerate(names):
                found[index + offset] = replace(found[index + offset], indicator=name)
            for offset, year in enumerate(scene.years.listed(by_end[places[index]].start, run - index)):
                found[index + offset] = replace(found[index + offset], by=year or None)
        index = run
    return found


def _doubled(scene: Scene, match: re.Match[str], previous: str) -> list[TargetDraft]:
    """翻一番 → times 2 倍; 翻两番 → 4; 实现倍增 → 2; none for 倍增工程."""
    if scene.masked[match.end() : match.end() + 2] in ("工程", "计划", "行动"):
        return []
    factor = {"两": 4, "二": 4, "三": 8}.get(match["times"] or "", 2)
    if match["factor"]:
        factor = {"一": 2, "两": 3, "二": 3, "三": 4, "四": 5, "五": 6}[match["factor"]]
    item = Quantity(match.start(), match.end(), Decimal(factor), None, "倍", "", False, True)
    indicator, scope, start = indicator_of(scene.words.text, scene.masked, item, previous)
    fields = {"indicator": indicator, "scope": scope, "operator": "times", "value": item.value, "value_high": None}
    return [_draft(scene, at=match.start(), start=start, end=match.end(), unit="倍", baseline_value=None, **fields)]


def _in_words(scene: Scene) -> list[TargetDraft]:
    """超过全市平均水平, 与经济增长基本同步, 实现全覆盖: targets in words, with no value."""
    found: list[TargetDraft] = []
    for pattern in (AVERAGE, COVERED) if scene.context.is_goal_section else (AVERAGE,):
        for match in pattern.finditer(scene.masked):
            if re.match(r"的?(?:，给予|的)", scene.masked[match.end() : match.end() + 2]):
                continue
            item = Quantity(match.start(), match.end(), Decimal(0), None, None, "", False, True)
            name, scope, start = indicator_of(scene.words.text, scene.masked, item, "")
            if pattern is COVERED:
                name = match["what"] or match["noun"]
            operator = _WORD_OPERATORS.get(match.groupdict().get("op") or "", "=")
            fields = {"indicator": name, "scope": scope, "operator": operator, "value": None, "value_high": None}
            draft = _draft(
                scene, at=match.start(), start=start, end=match.end(), unit=None, baseline_value=None, **fields
            )
            found.append(replace(draft, doubt=None))
    return found


_WORD_OPERATORS = {"超过": ">", "高于": ">", "不低于": ">=", "好于": ">", "优于": ">", "领先": ">", "领先于": ">"}
_WORD_OPERATORS |= {"低于": "<", "不高于": "<=", "快于": ">"}
