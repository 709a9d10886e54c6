"""Dates, quarters and periods as plans print them, each with its last day: “2022年6月底前” → 2022-06-30.

Knows the shapes only (formats.md 2.1, D1–D5); whether one of them is a deadline is decided in deadlines.py. Reads
compact text (graph_loader/compact.py).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from graph_store.records import record

_Y4 = r"(?:19|20)\d\d|二[〇零○O0][〇零○一二三四五六七八九]{2}"
_YW = r"今年|本年度?|明年|次年|去年"
_M = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_D = r"3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_PART = r"[上中下]旬|底|初|末"
_NOW = r"(?:即日|现在|目前|[本即]月|(?:通知|方案|文件)?(?:印发|发文|发布|下发)之日)"
_JOIN = r"[—–―─\-~～至到]{1,2}"
_FIVE = r"[“\"‘]?(?P<five>十[一二三四五六七])五[”\"’]?"
# what every date begins with, and a sign that a text may hold one
_FIRST = '0-9〇零○O一二三四五六七八九十今本明次去的第前上下春夏秋冬年底末内全元国劳即现目通方文印发“"‘'
_MAY_HOLD = re.compile(r"[年月季五旦庆节]|20\d\d[./Qq—–―─~～至到-]|[七八十]一|\d\.\d\d?日?之?前")

# “2022年3月1日”, “6月底”, “三季度”, “2024年”, “年底”, “年内”, “上半年”, “十四五”末, and 2022.12.31, 2022/12
_POINT = re.compile(
    rf"""
    (?=[{_FIRST}])
    (?: (?: (?P<fy>{_Y4})(?:年(?:(?:{_M})月?)?(?:(?:{_D})[日号]|{_PART})?)? | (?:{_M})月(?:(?:{_D})[日号]|{_PART})? | {_M} | {_NOW}
            | (?P<fiy>20\d\d)[./-](?:1[0-2]|0?[1-9])(?:[./-](?:3[01]|[12]\d|0?[1-9]))?(?=[—–―─\-~～至到]{{1,2}}20\d\d) )
        (?:起|开始)? ，? (?P<join>{_JOIN}) )?
    (?:
      (?P<iso> (?P<iy>20\d\d)(?P<sep>[./-])(?P<im>1[0-2]|0?[1-9])(?:(?P=sep)(?P<id>3[01]|[12]\d|0?[1-9]))?(?![\d%]) )
    | (?P<sm>1[0-2]|0?[1-9])\.(?P<sd>3[01]|[12]\d|0?[1-9])日?(?=之?前)
    | (?P<qy>20\d\d)年?[Qq](?P<qq>[1-4])
    | (?: (?P<y>{_Y4})年度? | (?P<yw>{_YW}) )? (?:的)?
      (?:
        (?P<m>{_M})月份? (?: (?:{_D})[日号]?{_JOIN}(?P<till>{_D})[日号] | (?P<d>{_D})[日号] | (?P<mp>底|末|中旬|上旬|下旬|中|初) )?
      | (?P<q>第?[一二三四1-4]季度|前[两二三]季度|一至三季度|上半年|下半年|第?[一二三1-3][、和]第?[二三四2-4]季度|春季(?!开学|学期|、秋季)|夏季|秋季(?!开学|学期)|冬季(?!供暖|采暖)) (?P<qp>底|末)?
      | (?P<yp>年底|年末|年终|年内|年中|年前|年度内|底|末|内|全年)
      )
    | (?P<yo>{_Y4})(?:年度?|(?(join)(?![\d年])|(?!)))(?![“"]?(?:国庆|劳动节|元旦|[五七八]一|十一)[”"节]?前)
    | {_FIVE}(?P<fp>规划期?末|规划期?内|规划期间|期末|末期?|期间|时期|期内|规划)?
    | (?:(?P<feast_year>{_Y4})年)?[“"]?(?P<fest>元旦|五一|七一|八一|十一|国庆节?|劳动节)[”"]?(?:节|假期|节假日|小长假|黄金周)? (?=之?前|以前)
    )
    (?:[（(](?:星期|周)[一二三四五六日天][）)])?
    (?P<by> 年?底?之?以?前(?![期景沿瞻置端列])|(?:上午|下午|中午|下班|晚上?)?(?:\d{{1,2}}(?:[:：]\d\d|[时点]半?(?:\d\d分)?))?(?:下班)?之?前(?![期景沿瞻置端列])|之前|以前|为止|止|完成前)?
    """,
    re.VERBOSE,
)
_QUARTERS = {"一": 3, "1": 3, "二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}
_HALVES = {"上半年": 6, "下半年": 12, "前两季度": 6, "前二季度": 6, "前三季度": 9, "一至三季度": 9}
_SEASONS = {"春季": 5, "夏季": 8, "秋季": 11, "冬季": 12}
_FEASTS = {"元旦": (12, 31), "五一": (4, 30), "劳动节": (4, 30), "七一": (6, 30), "八一": (7, 31)}
_FIVES = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
_CHINESE = {"〇": 0, "零": 0, "○": 0, "O": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_CHINESE |= {"六": 6, "七": 7, "八": 8, "九": 9}

_BEFORE_SIGN = 32  # more characters than any date has before its first sign


@record
class Point:
    """One date expression: its year where written, month and day of its last day, and how it is worded.

    `year` is a number, a word (今年, 明年) or None; `grain` is day, month, quarter, year or plan (a five-year plan).
    `first` is True where a range stands (its last day counts); `bound` where 底, 末, 内 or 前 says “by”.
    """

    start: int
    end: int
    year: int | str | None
    month: int
    day: int | None
    grain: str
    bound: bool
    ranged: bool
    before: bool


def find_points(text: str) -> Iterator[Point]:
    """Every date expression of compact text, in order, never overlapping."""
    sign = _MAY_HOLD.search(text)
    place = max(0, sign.start() - _BEFORE_SIGN) if sign else len(text) + 1
    while match := _POINT.search(text, place):
        point = _point(text, match)
        if point is None:
            place = match.start() + 1
            continue
        yield point
        place = match.end()


def _point(text: str, match: re.Match[str]) -> Point | None:
    start, end = match.span()
    if start and text[start].isdigit() and text[start - 1] in "0123456789.":
        return None
    if text[start] in "一二三四五六七八九十" and start and text[start - 1] in "一二三四五六七八九十百第":
        return None
    if text[start] == "年" and start and text[start - 1] in "0123456789一二两三四五六七八九十几多半每当":
        return None
    if match["five"] and not match["fp"] and text[start] not in '“"‘':
        return None
    shape = _shape(match)
    if shape is None:
        return None
    month, day, grain = shape
    before = bool(match["by"])
    ends = match["mp"] in ("底", "末") or match["yp"] not in (None, "全年") or match["qp"] is not None
    bound = before or ends or (match["fp"] or "").endswith(("末", "末期", "内"))
    return Point(start, end, _year(match), month, day, grain, bound, bool(match["join"] or match["till"]), before)


def _shape(match: re.Match[str]) -> tuple[int, int | None, str] | None:
    """(month, day or None for the last, grain); None where the match is a bare 底 or 内 without a year."""
    if match["iso"]:
        return int(match["im"]), int(match["id"]) if match["id"] else None, "day" if match["id"] else "month"
    if match["sm"]:
        return int(match["sm"]), int(match["sd"]), "day"
    if match["m"]:
        return _month_shape(match)
    if match["qq"]:
        return _QUARTERS[match["qq"]], None, "quarter"
    if match["q"]:
        word = match["q"]
        month = _HALVES.get(word) or _SEASONS.get(word) or _QUARTERS[word.removesuffix("季度")[-1]]
        return month, None, "quarter"
    if match["yp"]:
        bare = match["yp"] in ("底", "末", "内", "全年")
        if bare and not (match["y"] or match["yw"]):
            return None
        return (6, 30, "month") if match["yp"] == "年中" else (12, 31, "year")
    if match["fest"]:
        month, day = _FEASTS.get(match["fest"], (9, 30))
        return month, day, "day"
    return (12, 31, "plan") if match["five"] else (12, 31, "year")


def _month_shape(match: re.Match[str]) -> tuple[int, int | None, str]:
    month = _small(match["m"])
    if match["d"] or match["till"]:
        return month, _small(match["d"] or match["till"]), "day"
    part = match["mp"]
    return month, {"上旬": 10, "中旬": 20, "中": 15, "初": 10}.get(part or ""), "month"


def _year(match: re.Match[str]) -> int | str | None:
    if match["five"]:
        return _FIVES[match["five"]]
    written = (
        match["iy"]
        or match["qy"]
        or match["feast_year"]
        or match["y"]
        or match["yo"]
        or (None if match["yw"] else match["fy"])
    )
    if written is None:
        return str(match["yw"]) if match["yw"] else None
    return int(written) if written.isdigit() else int("".join(str(_CHINESE[char]) for char in written))


def _small(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0)


def last_day(year: int, month: int, day: int | None) -> str | None:
    """The ISO date, the month's last day where `day` is None; None for a date that does not exist."""
    longest = monthrange(year, month)[1]
    if day is None:
        day = longest
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= longest else None
