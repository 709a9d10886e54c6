"""Automatic numbers of a Word file, as Word shows them: numId 3, level 1, for the second time → “（二）”.

Counters are kept for each abstract list, restart below a higher level, and start anew where a list says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from graph_store.records import record

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_BULLETS = {
    "l": "●",
    "n": "■",
    "u": "◆",
    "p": "□",
    "q": "□",
    "Ø": "➢",
    "ü": "√",
    "·": "•",
    "§": "■",
    "v": "◆",
    "¨": "□",
}
_NO_SPACE_AFTER = "、）】\u3015：．，"


def chinese(number: int, digits: str = _DIGITS, tens: tuple[str, str, str] = ("十", "百", "千")) -> str:
    """A number from 0 to 9999 in Chinese: 21 → 二十一; other numbers stay as they are."""
    if not 0 <= number <= 9999:
        return str(number)
    if number == 0:
        return digits[0]
    whole, rest, gap = "", number, False
    for power, name in ((1000, tens[2]), (100, tens[1]), (10, tens[0]), (1, "")):
        digit, rest = divmod(rest, power)
        if digit:
            whole += (digits[0] if gap and whole else "") + digits[digit] + name
            gap = False
        elif whole and rest:
            gap = True
    return whole[1:] if whole.startswith("一十") and digits == _DIGITS else whole


def _roman(number: int) -> str:
    pairs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    whole = ""
    for value, letters in pairs:
        count, number = divmod(number, value)
        whole += letters * count
    return whole


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _enclosed(number: int, first: str, count: int) -> str:
    return chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    return _enclosed(number, "①", 20)


def format_number(number: int, kind: str) -> str:
    """One counter in the format that Word calls `kind` (chineseCounting, decimalEnclosedCircle, upperRoman …)."""
    if kind in ("none", "bullet"):
        return ""
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseCounting",
        "koreanCounting",
    ):
        return chinese(number)
    if kind in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return chinese(number) if number <= 10 else "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese(number, _LEGAL, ("拾", "佰", "仟"))
    if kind in _SIMPLE:
        return _SIMPLE[kind](number)
    return str(number)


_SIMPLE: dict[str, Callable[[int], str]] = {
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: _enclosed(n, "⑴", 20),
    "decimalEnclosedFullstop": lambda n: _enclosed(n, "⒈", 20),
    "ideographEnclosedCircle": lambda n: _enclosed(n, "㈠", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
}


@record
class Level:
    """One level of a list: where it starts, how its number looks, and what follows the number."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _Num:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The lists of one file (numbering.xml, or None) and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstracts = {a.get(f"{W}abstractNumId", ""): a for a in root.findall(f"{W}abstractNum")}
        by_style = {_value(a, "styleLink"): a for a in abstracts.values() if _value(a, "styleLink")}
        for num in root.findall(f"{W}num"):
            key = _value(num, "abstractNumId") or ""
            abstract = abstracts.get(key)
            if abstract is None:
                continue
            linked = by_style.get(_value(abstract, "numStyleLink"))
            if linked is not None:
                abstract = linked
                key = abstract.get(f"{W}abstractNumId", "")
            self._nums[num.get(f"{W}numId", "")] = _num(num, abstract, key)

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """The level that a list ties to a paragraph style, None where it ties none."""
        num = self._nums.get(num_id)
        levels = num.levels if num else {}
        return next((index for index, level in levels.items() if level.style == style), None)

    def label(self, num_id: str, level: int) -> str:
        """Count one paragraph of this list and level; its label with what follows it, empty for no list."""
        num = self._nums.get(num_id)
        if num is None or level not in num.levels:
            return ""
        counts = self._counts.setdefault(num.abstract, {})
        self._count(num, counts, level)
        here = num.levels[level]
        if here.kind == "bullet":
            mark = _bullet(here.text)
            return f"{mark} " if mark else ""

        def shown(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = num.levels.get(index, Level())
            value = counts.get(index, other.start)
            return format_number(value, "decimal" if here.legal and other.kind != "none" else other.kind)

        text = re.sub(r"%([1-9])", shown, here.text).strip()
        return text + ("" if not text or text[-1] in _NO_SPACE_AFTER or here.suffix == "nothing" else " ")

    @staticmethod
    def _count(num: _Num, counts: dict[int, int], level: int) -> None:
        if level in num.starts and level not in num.begun:
            counts[level] = num.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = num.levels[level].start
        num.begun.add(level)
        for above in range(level):
            counts.setdefault(above, num.levels[above].start if above in num.levels else 1)
        for below in [index for index in counts if index > level]:
            rule = num.levels[below].restart if below in num.levels else None
            if rule is None or (rule != 0 and level < rule):
                del counts[below]


def _value(element: etree._Element, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    return None if found is None else found.get(f"{W}val")


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


def _level(element: etree._Element) -> Level:
    restart = _value(element, "lvlRestart")
    kind = _value(element, "numFmt")
    if kind is None:  # mc:AlternateContent around a format that old versions of Word do not know
        other = element.find(f".//{W}numFmt")
        kind = "decimal" if other is None else other.get(f"{W}val", "decimal")
        kind = _custom(other) if kind == "custom" else kind
    legal = element.find(f"{W}isLgl")
    return Level(
        start=_int(_value(element, "start"), 1),
        kind=kind,
        text=_value(element, "lvlText") or "",
        suffix=_value(element, "suff") or "tab",
        restart=None if restart is None else _int(restart, 0),
        legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
        style=_value(element, "pStyle"),
    )


def _custom(element: etree._Element | None) -> str:
    shape = "" if element is None else element.get(f"{W}format", "")
    return "decimalZero" if shape.startswith("0") else "decimal"


def _num(num: etree._Element, abstract: etree._Element, key: str) -> _Num:
    levels = {_int(lvl.get(f"{W}ilvl"), 0): _level(lvl) for lvl in abstract.findall(f"{W}lvl")}
    starts: dict[int, int] = {}
    for override in num.findall(f"{W}lvlOverride"):
        index = _int(override.get(f"{W}ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[index] = _level(own)
        start = _value(override, "startOverride")
        if start is not None:
            starts[index] = _int(start, 1)
    return _Num(abstract=key, levels=levels, starts=starts)


def _bullet(text: str) -> str:
    mark = text.strip()
    if len(mark) == 1 and 0xF000 <= ord(mark) <= 0xF0FF:
        return _BULLETS.get(chr(ord(mark) - 0xF000), "•")
    return _BULLETS.get(mark, mark) if len(mark) == 1 and not mark.isalnum() else ("●" if mark in _BULLETS else mark)
