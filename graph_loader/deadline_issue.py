"""Terms that run from the day a document is issued: “自印发之日起30日内” of 2024-03-05 → 2024-04-04."""

from __future__ import annotations

import re
from datetime import date, timedelta

from graph_loader.dates import last_day
from graph_loader.numerals import number_of
from graph_store.records import record

_AFTER_ISSUE = re.compile(
    r"(?:(?:自|从)(?:本?(?:通知|方案|意见|办法|文件|措施|规定|计划|要点))?(?:印发|下发|发文|发布|公布)之日起"
    r"|本?(?:通知|方案|意见|办法|文件|措施|规定|计划|要点)(?:印发|下发|发布|公布)(?:之日起|后))的?"
    r"(?P<count>\d+|[一二两三四五六七八九十]+)(?P<unit>个?工作日|个月|日|天|周)(?:之?内|以内)"
)


@record
class AfterIssue:
    """Where such a term stands in the text, its last day (None where it cannot be told) and why not."""

    start: int
    end: int
    day: str | None
    doubt: str | None


def after_issue(text: str, issued: str | None) -> AfterIssue | None:
    """The first term of compact text that runs from the day of issue; None where it has none."""
    match = _AFTER_ISSUE.search(text)
    if match is None:
        return None
    count = number_of(match["count"])
    if issued is None or count is None or match["unit"].endswith("工作日"):
        return AfterIssue(*match.span(), None, "自印发之日起算，未推算到日")
    begun, number = date.fromisoformat(issued), int(count)
    if match["unit"] != "个月":
        days = number * 7 if match["unit"] == "周" else number
        return AfterIssue(*match.span(), (begun + timedelta(days=days)).isoformat(), None)
    years, month = divmod(begun.month - 1 + number, 12)
    year = begun.year + years
    return AfterIssue(*match.span(), last_day(year, month + 1, begun.day) or last_day(year, month + 1, None), None)
