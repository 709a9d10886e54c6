"""By when a target is to be reached and with which year it is compared: “到2025年”, “比2020年”, “在2020年基础上”.

Built once for a text; each question looks only at the dates of one sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from graph_loader.dates import Point, last_day

_STOPS = "。；;"
_THIS_YEAR = re.compile(r"(?:全年|今年|本年度?|(?<![一二两三四五六七八九十\d几])年内)[^。；;]*$")
_LINK = re.compile(r"[、和及与]|以及")
_REACH = 400  # characters of a sentence that are looked at before a number


class Years:
    """The dates of one masked text (dates are ※ there), asked by the place of a number.

    `horizon` is the year that the context aims at, `current` the document's own year, of 年底 and 6月底前.
    """

    def __init__(self, masked: str, points: tuple[Point, ...], horizon: int | None, current: int | None = None) -> None:
        self._masked = masked
        self._points = points
        self._starts = [point.start for point in points]
        self._compared = [_is_comparison(masked, point) for point in points]
        self._horizons = [
            point
            for point, compared in zip(points, self._compared, strict=True)
            if _is_horizon(masked, point, compared)
        ]
        self._horizon_starts = [point.start for point in self._horizons]
        self._horizon = horizon
        self._current = current or horizon

    def by(self, at: int, *, only_written: bool) -> str | None:
        """The year or ISO prefix of the number at `at`: from its sentence, its clause, the text before, the context.

        With `only_written` its sentence alone counts (service times have no year of their own).
        """
        inside = [
            self._points[index] for index in range(*self._between(self._sentence(at), at)) if not self._compared[index]
        ] or self._after(at)
        if not inside and not only_written:
            place = bisect_left(self._horizon_starts, at)
            inside = self._horizons[max(0, place - 1) : place]
        if inside:
            year = (
                self._current if _THIS_YEAR.search(self._masked[inside[-1].end : at]) else None
            )  # 3月15日前…，全年不少于
            return str(year) if year and inside[-1].grain != "year" else self._prefix(inside[-1])
        if only_written:
            return None
        year = self._horizon or (self._current if _THIS_YEAR.search(self._masked[max(0, at - 60) : at]) else None)
        return str(year) if year else None

    def told_of(self, at: int, issued: str | None = None) -> bool:
        """Whether the sentence tells of a time before the document's own: 2024年，完成投资12.6亿元 in a plan of 2025.

        A sentence that goes on to a time ahead is a ladder, and tells of nothing.
        """
        low, high = self._between(self._sentence(at), at)
        if low == high or not self._current:
            return False
        last = self._points[high - 1]
        if last.bound or self._compared[high - 1] or last in self._horizons or not self._past(last, issued):
            return False
        following = self._points[high : bisect_left(self._starts, self._stop(at))]
        return all(self._past(point, issued) for point in following)

    def _past(self, point: Point, issued: str | None) -> bool:
        if point.grain == "year":
            return isinstance(point.year, int) and self._current is not None and point.year < self._current
        prefix = self._prefix(point) if point.grain in ("month", "quarter") else None
        return bool(issued and prefix and prefix < issued[:7])

    def base(self, at: int) -> str | None:
        """The year that is compared with: in the clause (比2020年下降), or before a ladder (在2020年基础上，…)."""
        clause = max(self._masked.rfind(mark, max(0, at - _REACH), at) for mark in "，,。；;：:")
        for index in range(*self._between(self._sentence(at), at)):
            point = self._points[index]
            if not self._compared[index] or not isinstance(point.year, int):
                continue
            based = re.match(r"的?基础|为?基[期数年]", self._masked[point.end : point.end + 4])
            if point.start > clause or based:
                return str(point.year)
        return None

    def listed(self, at: int, count: int) -> list[str]:
        """“2023年、2024年、2025年分别” before a list of three: the years (or months), one for each; else none.

        “到2023年、2024年、2025年，甲分别达到…，乙分别达到…”: the run of dates that opens the sentence serves each list.
        """
        clause = max(self._masked.rfind(mark, max(0, at - _REACH), at) for mark in "，,。；;")
        if "分别" not in self._masked[clause + 1 : at]:
            return []
        here, sentence = range(*self._between(clause, at)), range(*self._between(self._sentence(at), at))
        return self._dates(here, count) or self._dates(
            [index for index in sentence if self._runs(index, sentence)], count
        )

    def _dates(self, indices: Iterable[int], count: int) -> list[str]:
        points = [self._points[index] for index in indices]
        years = [point for point in points if isinstance(point.year, int) and point.grain == "year"]
        years = years or [point for point in points if point.grain in ("month", "quarter")]
        return [self._prefix(point) or "" for point in years] if len(years) == count else []

    def _runs(self, index: int, among: range) -> bool:
        """Whether only 、 or 和 parts this date from another one of the sentence."""
        gaps = [(one, one + 1) for one in (index - 1, index) if one in among and one + 1 in among]
        return any(_LINK.fullmatch(self._masked[self._points[one].end : self._points[two].start]) for one, two in gaps)

    def _sentence(self, at: int) -> int:
        low = max(0, at - _REACH)
        return max(low - 1, *(self._masked.rfind(mark, low, at) for mark in _STOPS))

    def _stop(self, at: int) -> int:
        stops = [place for mark in _STOPS if (place := self._masked.find(mark, at, at + _REACH)) >= 0]
        return min(stops, default=len(self._masked))

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start + 1), bisect_left(self._starts, end)

    def _after(self, at: int) -> list[Point]:
        """A term in the rest of the clause: 新增企业3家到2025年底."""
        high = min(len(self._masked), at + 60)
        stop = min((x for mark in "，,。；;" if (x := self._masked.find(mark, at, high)) >= 0), default=high)
        return [p for p in (self._points[index] for index in range(*self._between(at, stop))) if p.bound]

    def _prefix(self, point: Point) -> str | None:
        year = point.year if isinstance(point.year, int) else self._current
        if year is None:
            return None
        year += point.year in ("明年", "次年")
        if point.grain in ("year", "plan"):
            return str(year)
        return last_day(year, point.month, point.day) if point.grain == "day" else f"{year}-{point.month:02d}"


def _is_comparison(masked: str, point: Point) -> bool:
    """比2021年, 在2020年基础上, 2021年的26户: the year that is compared with."""
    before, after = masked[max(0, point.start - 3) : point.start], masked[point.end : point.end + 6]
    return bool(
        re.search(r"(?:比|较|由|从|自|以|与|同|超|超过|相对于?)$", before)
        or re.match(r"(?:的?基础|为?基[期数年]|相比|以来|同期|的)", after)
    )


def _is_horizon(masked: str, point: Point, compared: bool) -> bool:
    before = masked[max(0, point.start - 2) : point.start]
    return before.endswith(("到", "至")) or (point.grain == "plan" and not compared)
