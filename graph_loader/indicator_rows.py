"""One row of an indicator table: 指标 | 单位 | 2020年 | 2025年 | 年均增速〔累计〕| 属性 → one target (formats.md T20).

The year column that lies furthest ahead (or says 目标) is the target, the one before it the baseline; where the
target year is blank, the rate or the cumulative figure of the period is the target.
"""

from __future__ import annotations

import re
from decimal import Decimal

from graph_loader.compact import compact
from graph_loader.numerals import plain
from graph_loader.quantities import quantity_at
from graph_loader.source import Reading
from graph_loader.target_words import DURATIONS
from graph_loader.targets import TargetContext, TargetDraft, find_targets
from graph_store.records import record

_NAME = re.compile(r"^(?:(?:主要|[一二三四]级|具体|预期|考核|核心|发展)*指标(?:名称|内容)?|名称|项目|内容|任务)$")
_UNIT = re.compile(r"^(?:计量|指标)?单位$")
_NATURE = re.compile(r"属性|性质")
_BASE = re.compile(r"基期|现状|基数|基准|实际|上年|完成(?:值|数|情况)?$|已达")
_RATE = re.compile(r"年均|增速|增长|增幅|累计")
_DERIVED = re.compile(r"年均|累计")
_GOAL = re.compile(r"目标|预期|规划|计划|期末|末")
_YEAR = re.compile(r"(20\d\d)")
_FIVE = re.compile(r"十([一二三四五六])五")
_CHANGE = re.compile(r"(?:增长|提高|下降|降低)$")
_BLANK = re.compile(r"[\s\-—–―/\\.·〔〕\[\]]*")
_NUMBER = re.compile(r"\d")
_CUMULATIVE = re.compile(r"[〔\[［【(（]")
_SIGNS = (("≥", ">="), ("＞", ">"), (">", ">"), ("≤", "<="), ("＜", "<"), ("<", "<"), ("约", "~"), ("大于", ">"))


@record
class _Column:
    label: str
    reading: Reading
    year: int | None

    @property
    def blank(self) -> bool:
        return bool(_BLANK.fullmatch(self.reading.text))


def read_indicator_row(cells: dict[str, Reading], context: TargetContext) -> list[TargetDraft]:
    """The targets of one row; `cells` by printed head, the indicator itself under 指标 (or another name of it).

    A row without a figure gives a target with no value where words stand in its target column, else none.
    """
    columns = [_column(label, reading) for label, reading in cells.items()]
    values = [c for c in columns if not (_NAME.match(c.label) or _UNIT.match(c.label) or _NATURE.search(c.label))]
    goals, base = _sides(values, context.current)
    unit = _text(columns, _UNIT) or _unit_in_name(_text(columns, _NAME))
    found: list[TargetDraft] = []
    for goal in goals:
        draft = _draft(goal, base, unit, columns, context)
        if draft:
            found.append(draft)
        else:
            found.extend(find_targets(goal.reading, context))
    return found


def is_bare_value(cell: Reading) -> bool:
    """Whether a cell holds a value and nothing else: 420亿元, ≥95%, 6.8张以上."""
    words = compact(cell).text
    sign = _SIGN.match(words)
    item = quantity_at(words, sign.end()) if sign else None
    return item is not None and item.unit not in (None, *DURATIONS) and not words[item.end :].rstrip("。；;")


_SIGN = re.compile(r"[≥≤＞＜><约]?(?=\d)")


def _column(label: str, reading: Reading) -> _Column:
    words = re.sub(r"\s", "", label)
    year = _YEAR.search(words)
    five = _FIVE.search(words)
    number = int(year[1]) if year else 2005 + 5 * "一二三四五六".index(five[1]) + 5 if five else None
    return _Column(words, reading, number)


def _sides(values: list[_Column], current: int | None) -> tuple[list[_Column], _Column | None]:
    """The columns that hold targets, and the one that holds where they start from; `current` is the plan's own year."""
    started = [c.year for c in values if c.year and _BASE.search(c.label)]  # blank or not
    held = [c for c in values if not c.blank]
    rates = [c for c in held if _RATE.search(c.label)]
    levels = [c for c in held if c not in rates]
    marked = [c for c in levels if _GOAL.search(c.label) and not _BASE.search(c.label)]
    bases = [c for c in levels if _BASE.search(c.label)]
    open_ = [c for c in levels if c not in marked and c not in bases and c.year]
    open_.sort(key=lambda c: c.year or 0)
    years = sorted({c.year for c in values if c.year and c.year >= (current or 0)})
    if not marked and open_ and started:  # 2020年完成, 2023年, 2025年: the years after the base
        marked = [c for c in open_ if (c.year or 0) > max(started)]
    elif not marked and current and len(years) > 2:  # 2024年, 2025年, 2026年 in a plan of 2024
        marked = [c for c in open_ if (c.year or 0) >= current]
        bases += [c for c in open_ if c not in marked]
    elif not marked and open_:
        marked = open_[-1:] if len(open_) > 1 or bases or not rates else []
        bases += open_[:-1] if marked else open_
    elif marked:
        bases += open_
    told = [c for c in rates if _beside_level(c)] if marked else rates[:1]
    return marked + told, bases[-1] if bases else None


def _beside_level(rate: _Column) -> bool:
    """Whether a rate is a target beside the level of its row: 2024年目标增速, 增长（%）; 年均 and 〔累计〕 follow from it."""
    if _CUMULATIVE.match(rate.reading.text.strip()):
        return False
    return not _DERIVED.search(rate.label) or bool(rate.year and _GOAL.search(rate.label))


def _draft(
    goal: _Column, base: _Column | None, unit: str | None, columns: list[_Column], context: TargetContext
) -> TargetDraft | None:
    words = compact(goal.reading)
    match = _NUMBER.search(words.text)
    item = quantity_at(words.text, match.start()) if match else None
    if item is None and not _text(columns, _NAME):
        return None
    rate = bool(_RATE.search(goal.label)) and not _CUMULATIVE.match(words.text)
    own = (
        "%" if rate and "累计" not in goal.label and not (item and item.unit) else (item.unit if item else None) or unit
    )
    size, measure = _measure(own)
    nature = _text(columns, _NATURE) or ""
    name = _plain_name(_text(columns, _NAME) or "")
    span = words.reading.strip().span()
    return TargetDraft(
        indicator=name + (_growth(goal.label, name) if rate and own == "%" else ""),
        scope=None,
        operator=_operator(words.text, item.tail if item else "")
        if item and item.high is None
        else "range"
        if item
        else "=",
        value=plain(item.value * size) if item else None,
        value_high=plain(item.high * size) if item and item.high is not None else None,
        unit=measure if item else None,
        by=_by(goal, columns, context),
        baseline_value=None if rate and own == "%" else _base_value(base, size),
        baseline_year=str(base.year) if base and base.year else str(context.base_year) if context.base_year else None,
        binding=True if "约束" in nature else False if "预期" in nature else None,
        start=0,
        end=len(goal.reading),
        span=span,
    )


def _growth(label: str, name: str) -> str:
    """What a rate adds to the name of its row, unless that names a change itself: 研发投入增长."""
    return "" if _CHANGE.search(name) else "年均增长" if "年均" in label else "增速"


def _by(goal: _Column, columns: list[_Column], context: TargetContext) -> str | None:
    """The year over the value, else that of a goal column left blank, else the context's."""
    ahead = [c.year for c in columns if c.year and _GOAL.search(c.label)]
    year = goal.year or max(ahead, default=None) or context.horizon
    return str(year) if year else None


def _operator(text: str, tail: str) -> str:
    for sign, operator in _SIGNS:
        if sign in text:
            return operator
    return {"以上": ">=", "以内": "<=", "以下": "<=", "左右": "~", "内": "<="}.get(tail, "=")


def _measure(unit: str | None) -> tuple[Decimal, str | None]:
    """“亿元” → (10^8, 元); “万千瓦” → (10^4, 千瓦); “%” → (1, %)."""
    if not unit:
        return Decimal(1), None
    match = re.match(r"(万亿|千万|百万|万|亿)(?=.)", unit)
    size = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "万": 10**4, "亿": 10**8}[match[1]] if match else 1
    return Decimal(size), unit[match.end() :] if match else unit


def _base_value(base: _Column | None, size: Decimal) -> Decimal | None:
    if base is None:
        return None
    words = compact(base.reading).text
    match = _NUMBER.search(words)
    item = quantity_at(words, match.start()) if match else None
    return plain(item.value * (size if item.unit is None else 1)) if item else None


def _text(columns: list[_Column], pattern: re.Pattern[str]) -> str | None:
    for column in columns:
        if pattern.search(column.label):
            return None if column.blank else compact(column.reading).text
    return None


def _unit_in_name(name: str | None) -> str | None:
    """“森林覆盖率（%）” → %."""
    match = re.search(r"[（(]([^（）()]{1,10})[）)]$", name or "")
    return match[1] if match else None


def _plain_name(name: str) -> str:
    return re.sub(r"^(?:[\d.．、（）()]|[#*★☆]|其中[:：]?)+|[（(][^（）()]{1,10}[）)]$", "", name)
