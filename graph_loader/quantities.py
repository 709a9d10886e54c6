"""Numbers with their units of measure in running text: “3—5个”, “6个、15个、25个工作日以内”, “由26户达到52户以上”.

Finds and joins what is written as one quantity (ranges, lists that share a unit of measure); whether a quantity is a
target is decided in targets.py. Reads compact text whose titles, dates and slogans are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from graph_loader.numerals import Number, number_at, unit_at
from graph_store.records import record

_START = re.compile(
    r"(?=[\d一二两三四五六七八九十半百千万])(?<![\d.A-Za-z第〇一二三四五六七八九十百千万:∶×*])(?:[一二两三四五六七八九十半]|[百千万](?=分之|分百)|(?<=[破到过上])[百千万](?=亿元)|(?<![-+])\d)"
)
_TO = re.compile(r"[—–―\-~～至到]{1,2}")
_SIZE = re.compile(r"[万亿]$")
_MORE = re.compile(r"多|余|几")
_TAIL = re.compile(r"(?:\(?含\)?)?(?:及|或)?(?P<tail>以上|之上|以内|之内|以下|之下|左右|上下|内)")
_AFTER_GE = frozenset(("工作日", "自然日", "百分点", "基点", "月", "小时"))  # written 个工作日, 个百分点
_LINK = re.compile(r"[、和及与,，]|以及")


@record
class Quantity:
    """One number or range with its unit of measure; `tail` is the comparison after it (以上, 左右), `more` 余 or 多."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str | None
    tail: str
    more: bool
    words: bool  # written in Chinese numerals


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of compact text in order, lists joined: 6个、15个、25个工作日以内 are three of 工作日, all 以内."""
    return list(_shared(text, list(_each(text))))


def _each(text: str) -> Iterator[Quantity]:
    place = 0
    while match := _START.search(text, place):
        found = quantity_at(text, match.start())
        if found is None:
            place = match.end()
            continue
        yield found
        place = found.end


def quantity_at(text: str, start: int) -> Quantity | None:
    """The quantity that begins at `start`, None where no number does."""
    first = number_at(text, start)
    if first is None:
        return None
    end, unit, high = first.end, first.unit, None
    own = unit_at(text, end) if unit is None else None
    to = _TO.match(text, own[1] if own else end)
    second = number_at(text, to.end()) if to else None
    if second and second.value > first.value:
        high, end, unit = second.value, second.end, second.unit
        first = _same_size(first, second, text)
        own = unit_at(text, end) if unit is None else None
    more = bool(_MORE.match(text, end)) and unit is None
    if more and own is None:
        end += 1
        size = {"万": 10**4, "亿": 10**8}.get(text[end : end + 1], 1)
        first = replace(first, value=first.value * size)
        end += size > 1
        own = unit_at(text, end)
    if own:
        unit, end = own
    tail = _TAIL.match(text, end)
    words = text[start] not in "0123456789"
    end = tail.end() if tail else end
    return Quantity(start, end, first.value, high, unit, tail["tail"] if tail else "", more, words)


def _same_size(first: Number, second: Number, text: str) -> Number:
    """“5至8万” counts both in 万; “5000至8000” stays."""
    magnitude = _SIZE.search(text[second.start : second.end])
    if magnitude is None or _SIZE.search(text[first.start : first.end]) or first.unit:
        return first
    return replace(first, value=first.value * {"万": 10**4, "亿": 10**8}[magnitude[0]])


def _shared(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Give the members of a list the unit of measure and the comparison of its last member."""
    kept: list[Quantity] = []
    for item in reversed(found):
        following = kept[-1] if kept else None
        if following and _LINK.fullmatch(text[item.end : following.start]):
            bare = item.unit is None or (item.unit == "个" and following.unit in _AFTER_GE)
            if bare and following.unit is not None:
                item = replace(item, unit=following.unit)
            if not item.tail and item.unit == following.unit and "," not in text[item.end : following.start]:
                item = replace(item, tail=following.tail if text[item.end] not in ",，" else "")
        kept.append(item)
    yield from reversed(kept)
