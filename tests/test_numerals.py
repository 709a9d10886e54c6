"""Numbers of plans: exact values, magnitudes, units of measure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loader.compact import compact
from graph_loader.numerals import chinese, number_at, number_of, unit_at
from graph_loader.source import Reading


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4.8万", "48000", None),
        ("1.6188亿", "161880000", None),
        ("3千万", "30000000", None),
        ("百万", "1000000", None),
        ("1,200", "1200", None),
        ("1，200", "1200", None),
        ("两千三百", "2300", None),
        ("一百零五", "105", None),
        ("一千二", "1200", None),
        ("一亿五千万", "150000000", None),
        ("十五", "15", None),
        ("一半", "50", "%"),
        ("百分之十五", "15", "%"),
        ("百分之三点五", "3.5", "%"),
        ("千分之二", "2", "‰"),
        ("三分之二", "66.67", "%"),
        ("百分百", "100", "%"),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str, unit: str | None) -> None:
    found = number_at(text, 0)
    assert found is not None
    assert (found.value, found.unit, found.end) == (Decimal(value), unit, len(text))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("50万千瓦", "500000", "千瓦"),
        ("两千瓦", "2", "千瓦"),
        ("200公里", "200", "公里"),
        ("30万吨标准煤", "300000", "吨标准煤"),
        ("5个工作日", "5", "工作日"),
        ("3个百分点", "3", "百分点"),
        ("7个", "7", "个"),
        ("100万元", "1000000", "元"),
        ("20平米", "20", "平方米"),
    ],
)
def test_a_unit_of_measure_stays_unless_it_is_a_magnitude(text: str, value: str, unit: str) -> None:
    found = number_at(text, 0)
    assert found is not None
    assert found.value == Decimal(value)
    assert unit_at(text, found.end) == (unit, len(text))


def test_spaces_and_full_width_digits_do_not_matter_and_the_way_back_is_kept() -> None:
    source = "达到 １．５ 万 户"
    words = compact(Reading.whole(source, 0, len(source)))
    assert words.text == "达到1.5万户"
    assert words.span(2, 6).quote == "１．５ 万"


def test_what_is_no_number_is_none() -> None:
    assert number_of("强势") is None
    assert number_of("") is None
    assert number_of("3家") is None
    assert chinese("一甲") is None


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_come_back_as_the_number_they_were_written_from(number: int) -> None:
    assert number_of(_written(number)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False))
def test_arabic_numbers_lose_nothing(value: Decimal) -> None:
    assert number_of(f"{value:f}") == value


def _written(number: int) -> str:
    """A number below one hundred million in Chinese numerals."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return _written(number // 10_000) + "万" + gap + (_written(rest) if rest else "")
    words = ""
    zero = False
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            words += ("零" if zero and words else "") + "零一二三四五六七八九"[digit] + sign
            zero = False
        else:
            zero = True
    return words
