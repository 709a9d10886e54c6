"""Numbers as plans write them, exact: “4.8万” → 48000, “两千三百” → 2300, “百分之十五” → 15 %.

Reads one number at a time out of compact text (graph_loader/compact.py). Only 万, 亿, 千万 and 百万 are multiplied
out; 千瓦, 公里 and 吨 stay units of measure as they are. 个 before another unit of measure is dropped.
"""

from __future__ import annotations

import re
from decimal import Decimal

from graph_store.records import record

_DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DIGITS |= {"七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_MAGNITUDES = {"": 1, "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8}
_MAGNITUDES |= {"千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 1000, "百": 100}

ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?![\d,])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千]+(?:[万亿][零一二两三四五六七八九十百千]*)*"
MAGNITUDE = r"万亿|千亿|百亿|十亿|亿|千万|百万(?!分)|十万|万|千(?![瓦米克伏卡赫焦帕升安字])|百(?!分)"

# Units of measure as they are printed; the longest that fits is read, so that 吨标准煤 is not 吨.
_UNIT_WORDS = """
吨标准煤 千克标准煤 立方米/日 吨/日 千瓦时/年 立方米/年 微克/立方米 毫克/立方米 千克/亩 公斤/亩 吨/公顷 元/吨 元/人 立方米/万元
吨/万元 家/万人 人/平方公里 平方公里 平方千米 平方米 立方米 平米 个工作日 个自然日 个百分点 个基点 个月 个小时 个羊单位 个BP BP 个等级 个床位 个车位 个泊位
小时 分钟 工作日 自然日 百分点 基点 日历天 千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 千伏安 千伏 公里 千米 延米 延长米 公顷 公斤 千克 公升 海里 纳米
标准箱 标箱 标煤 美元 欧元 港元 日元 元 人次 架次 班次 车次 列次 床位 车位 泊位 机位 户次 件次 场次 例次 人年 课时 学时 学分 场 岁
次 户 家 件 亩 天 日 年 月 周 秒 人 名 位 床 张 处 座 所 辆 列 条 项 倍 吨 斤 米 克 升 度 瓦 台 套 组 对 份 篇 部 册 本 周岁
批 期 轮 届 班 间 栋 幢 孔 口 眼 棵 株 头 只 羽 匹 尾 箱 包 袋 瓶 颗 粒 块 片 幅 支 队 团 类 种 款 艘 架 盏 根 杆 顶 枚 节 例 起
宗 笔 单 票 分 级 等级 蒸吨 吨级 羊单位 人日 亩次 辆次 台次 家次 项次 批次 剂次 头次 吨/年 次/年 元/月 元/平方米 人次/年 微米 微克 毫克 毫升 毫米 厘米 公分 摄氏度 分贝 台套 GW MW KW kW GWh MWh kWh TEU Mbps Gbps TB PB EFLOPS PFLOPS ppm ㎡ m² ㎥ m³ ㎞ km² km ‰ % 个
"""
UNITS = frozenset(_UNIT_WORDS.split())
UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))

_ARABIC_DIGITS = frozenset("0123456789")
_ONE = re.compile(rf"(?P<arabic>{ARABIC})|(?P<chinese>{CHINESE})")
_SIZE = re.compile(MAGNITUDE)
_ALIASES = {"个工作日": "工作日", "个自然日": "自然日", "个百分点": "百分点", "个基点": "基点", "个月": "月"}
_ALIASES |= {
    "个小时": "小时",
    "个羊单位": "羊单位",
    "个BP": "基点",
    "BP": "基点",
    "个等级": "等级",
    "个床位": "床位",
    "个车位": "车位",
    "个泊位": "泊位",
    "平米": "平方米",
    "t": "吨",
    "㎡": "平方米",
    "m²": "平方米",
    "㎥": "立方米",
    "m³": "立方米",
    "㎞": "公里",
    "km": "公里",
    "km²": "平方公里",
}


@record
class Number:
    """A value and the unit of measure that its own wording carries (百分之十五 → %), and where it stands."""

    value: Decimal
    unit: str | None
    start: int
    end: int


def arabic(text: str) -> Decimal:
    """“1,200” → 1200, “4.8” → 4.8; raises ValueError for anything else."""
    if text.isdecimal() and text.isascii():
        return Decimal(text)
    bare = re.sub(r"[,， ]", "", text)
    if not re.fullmatch(r"\d+(?:\.\d+)?", bare):
        raise ValueError(text)
    return Decimal(bare)


def chinese(text: str) -> Decimal | None:
    """“两千三百” → 2300, “十五” → 15, “一万二” → 12000, “二〇二五” → 2025; None where the words are no number."""
    if text and all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text)) if len(text) != 2 or "〇" in text else None
    total = section = digit = 0
    step = 1  # what a trailing digit counts after a dropped unit: 一千二 → 200
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            step = 1 if digit == 0 else step
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit, step = 0, _TENS[char] // 10
        elif char in _MYRIADS:
            size, part = _MYRIADS[char], section + digit
            total = total + part * size if char == "万" else (total + part) * size
            section, digit, step = 0, 0, size // 10
        else:
            return None
    return Decimal(total + section + digit * (step if step > 1 else 1)) if text else None


def plain(value: Decimal) -> Decimal:
    """The same value without zeros after the point: 48000.0 → 48000, 1.50 → 1.5."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def number_at(text: str, start: int) -> Number | None:
    """The number that begins at `start` of compact text, magnitude multiplied out; None where none begins."""
    plain_digits = text[start : start + 1] in _ARABIC_DIGITS and text[start + 1 : start + 2] != "/"
    special = None if plain_digits else _special(text, start)
    if special:
        return special
    match = _ONE.match(text, start)
    if not match:
        return None
    if match["arabic"]:
        value, end = arabic(match["arabic"]), match.end()
        size = _SIZE.match(text, end)
        if size:
            value, end = value * _MAGNITUDES[size[0]], size.end()
        return Number(plain(value), None, start, end)
    words = _trim(text, match)
    number = chinese(words)
    return None if number is None else Number(number, None, start, start + len(words))


_SPECIAL = re.compile(
    rf"(?P<per>百|千|万)分之(?P<part>{ARABIC}|[零一二三四五六七八九十百点]+)"  # 百分之十五
    r"|(?P<whole>百分(?:之)?百)"  # 百分百
    r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])"  # 三分之二
    r"|(?P<part_of>[1-8])/(?P<parts>[2-9])(?=[以左多的，,。；;、]|$)"  # 超过1/3
    r"|(?P<half>一半)"
    r"|(?P<part_day>半)(?=天|日[结办]|小时|个工作日|个小时)"  # 半天办结
    r"|(?P<tenths>[一二三四五六七八九两])成(?P<more>半)?(?=[以左多的，。；、]|$)"  # 八成以上
)


def _special(text: str, start: int) -> Number | None:
    match = _SPECIAL.match(text, start)
    if not match:
        return None
    end = match.end()
    if match["per"]:
        part = _with_point(match["part"])
        unit = {"百": "%", "千": "‰", "万": "‱"}[match["per"]]
        return None if part is None else Number(part, unit, start, end)
    if match["whole"]:
        return Number(Decimal(100), "%", start, end)
    if match["part_of"]:
        share = (Decimal(match["part_of"]) * 100 / Decimal(match["parts"])).quantize(Decimal("0.01"))
        return Number(plain(share), "%", start, end) if share < 100 else None
    if match["half"]:
        return Number(Decimal(50), "%", start, end)
    if match["part_day"]:
        return Number(Decimal("0.5"), None, start, end)
    if match["below"]:
        below = Decimal(_DIGITS.get(match["below"], 10))
        share = (Decimal(_DIGITS[match["above"]]) * 100 / below).quantize(Decimal("0.01"))
        return Number(plain(share), "%", start, end)
    tenths = _DIGITS[match["tenths"]] * 10 + (5 if match["more"] else 0)
    return Number(Decimal(tenths), "%", start, end)


def _with_point(text: str) -> Decimal | None:
    if text[0].isdigit():
        return arabic(text)
    whole, point, after = text.partition("点")
    value = chinese(whole)
    if value is None or not point:
        return value
    digits = "".join(str(_DIGITS[char]) for char in after if char in _DIGITS)
    return Decimal(f"{value}.{digits}") if digits else value


def _trim(text: str, match: re.Match[str]) -> str:
    """Give back a last 千 or 百 that begins a unit of measure: 两千瓦 is 两 and 千瓦."""
    words, end = match[0], match.end()
    if len(words) > 1 and words[-1] == "千" and text[end : end + 1] in ("瓦", "米", "克", "伏", "卡"):
        return words[:-1]
    if len(words) > 1 and words[-1] == "百" and text[end : end + 2] == "分点":
        return words[:-1]
    return words


def unit_at(text: str, start: int) -> tuple[str, int] | None:
    """The unit of measure that begins at `start` and where it ends; “个工作日” → (“工作日”, …)."""
    match = _UNIT.match(text, start)
    if not match:
        return None
    printed = match[0]
    per = _PER.match(text, match.end()) if "/" not in printed else None
    return _ALIASES.get(printed, printed) + (per[0] if per else ""), per.end() if per else match.end()


_UNIT = re.compile(UNIT + r"|方(?![案面式向法位针便])|t(?![A-Za-z])")
# 360台/万人, 50万元/亩
_PER = re.compile(
    r"/(?:[万千百]?人|[万]?[元亩户]|平方公里|平方千米|平方米|立方米|公顷|公里|千瓦时?|小时|[吨年月日天次家台])(?![一-龥]*[/])"
)


def number_of(text: str) -> Decimal | None:
    """The value of a whole string that is a number and nothing else (“1.3万”, “一百二十”); None otherwise."""
    found = number_at(text, 0) if text else None
    return found.value if found and found.end == len(text) else None
