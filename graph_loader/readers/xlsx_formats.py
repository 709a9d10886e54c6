"""Numbers and dates of a sheet as Excel shows them: 46.0 → “46”, 0.2 with the format 0% → “20%”.

Covers what plans use: General, decimals, thousands, percent, padded numbers, words around a number, Chinese dates.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

#: Formats that Excel names by number only, in its Chinese edition.
CHINESE_BUILTIN = {
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)-?[^\]]*\]|\[[^\]]*\]|_.|\*.')
_TOKEN = re.compile(
    r'yyyy|yyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|aaaa|aaa|am/pm|a/p|上午/下午|"[^"]*"|\\.|\[[^\]]*\]|.',
    re.IGNORECASE,
)
_EPOCH = dt.datetime(1899, 12, 30)


def shown(value: object, number_format: str = "General") -> str:
    """One value as text; an empty cell gives an empty string."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _date(value, number_format)
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def from_serial(value: float) -> dt.datetime:
    """The date that Excel stores as a number."""
    return _EPOCH + dt.timedelta(days=value)


def _general(value: float) -> str:
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    text = format(Decimal(repr(value)).normalize(), "f")
    return format(Decimal(f"{value:.10g}").normalize(), "f") if len(text) > 12 else text


def _sections(number_format: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)


def _number(value: float, number_format: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    sections = _sections(number_format or "General")
    own_negative = value < 0 and len(sections) > 1
    section = sections[1] if own_negative else sections[0]
    if value == 0 and len(sections) > 2:
        section = sections[2]
    bare = _LITERAL.sub("", section)
    holders = re.search(r"[0#?][0#?,]*(?:\.[0#?]+)?", bare)
    if holders is None or "general" in bare.lower() or re.search(r"[Ee][+-]|/|@", bare):
        return _general(value)
    return _placed(abs(value) if own_negative else value, section, bare, holders.group())


def _placed(value: float, section: str, bare: str, holders: str) -> str:
    exact = Decimal(repr(value)) * (100 if "%" in bare else 1)
    if holders.endswith(","):
        exact /= 1000 ** (len(holders) - len(holders.rstrip(",")))
    whole_part, _, part = holders.partition(".")
    rounded = exact.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}" if "," in whole_part.strip(",") else f"{abs(rounded):f}"
    optional = len(part) - len(part.rstrip("#"))
    while optional and digits.endswith("0") and "." in digits:
        digits, optional = digits[:-1], optional - 1
    digits = digits.rstrip(".") if part else digits
    number, point, rest = digits.partition(".")
    number = number.zfill(whole_part.count("0"))
    spelled = _LITERAL.sub(lambda m: m.group(1) or m.group(2) or m.group(3) or "", section)
    around = re.search(r"[0#?][0#?,]*(?:\.[0#?]+)?", spelled)
    before, after = (spelled[: around.start()], spelled[around.end() :]) if around else ("", "")
    return f"{'-' if rounded < 0 else ''}{before}{number}{point}{rest}{after}".strip()


def _date(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    pattern = _sections(number_format or "")[0]
    if pattern.lower() in ("", "general", "@", "mm-dd-yy", "m/d/yy", "m/d/yyyy", "m/d/yy h:mm"):
        if isinstance(value, dt.time):
            return value.strftime("%H:%M")
        day = f"{value.year}/{value.month}/{value.day}"
        return f"{day} {value:%H:%M}" if isinstance(value, dt.datetime) and (value.hour or value.minute) else day
    when = value if isinstance(value, dt.datetime) else _as_datetime(value)
    written, hours = "", False
    for match in _TOKEN.finditer(pattern):
        token = match.group()
        low = token.lower()
        written += _date_piece(token, low, when, hours=hours)
        if low[0] in "hms" and low[0] != "m":
            hours = True
        elif low[0] in "yd":
            hours = False
    return re.sub(r"(?<=[\d日])\s+0{1,2}:00(?::00)?$", "", written.strip())


def _as_datetime(value: dt.date | dt.time) -> dt.datetime:
    if isinstance(value, dt.time):
        return dt.datetime.combine(_EPOCH, value)
    return dt.datetime(value.year, value.month, value.day)


def _date_piece(token: str, low: str, when: dt.datetime, *, hours: bool) -> str:
    if low.startswith("m") and low.strip("m") == "":
        number = when.minute if hours else when.month
        return f"{number:02d}" if len(low) == 2 else str(number)
    fields = {"y": when.year, "d": when.day, "h": when.hour, "s": when.second}
    if low[0] in fields and low.strip(low[0]) == "":
        if low[0] == "y":
            return str(when.year) if len(low) > 2 else f"{when.year % 100:02d}"
        if low in ("ddd", "dddd"):
            return ""
        return f"{fields[low[0]]:02d}" if len(low) == 2 else str(fields[low[0]])
    if token.startswith("["):
        return ""
    if low in ("aaa", "aaaa", "am/pm", "a/p", "上午/下午", "_", ";", "@"):
        return ""
    return token.strip('"') if token.startswith('"') else token.removeprefix("\\")
