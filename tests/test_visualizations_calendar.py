"""A calendar file keeps the rules of RFC 5545 for every text."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from queries.due import DueRow, DueUnit
from queries.tasks import TaskRow
from visualizations.calendar import calendar

STAMP = datetime(2022, 1, 1, tzinfo=UTC)


def _row(text: str, due: str = "2022-06-30") -> DueRow:
    task = TaskRow(
        id="task_1", kind="measure", number="1.", path=(), title=None, text=text, cite="大政发1号第1项", parent_id=None,
        counted_id="task_1", position=1, deadline_kind="date", deadline_text="6月底前", deadline_end=due,
        expected_result=None, start=0, end=1, place=None, doubt=None, policy_id="policy_1", policy_title=None,
        document_id="doc_1", document_number=None, file="a.txt", jurisdiction=None,
    )  # fmt: skip
    return DueRow(due=due, task=task, units=(DueUnit(unit_id="u", unit="大宁县财政局", role="lead"),), note="")


def test_one_task_is_one_day() -> None:
    text = calendar([_row("减税降费；一次办成,全程网办。\r\n第二行")], stamp=STAMP)
    assert text.splitlines()[5:10] == [
        "BEGIN:VEVENT",
        "UID:task_1@zeren",
        "DTSTAMP:20220101T000000Z",
        "DTSTART;VALUE=DATE:20220630",
        "DTEND;VALUE=DATE:20220701",
    ]
    assert r"减税降费；一次办成\,全程网办。\n第二行" in text.replace("\r\n ", "")
    assert "大宁县财政局（牵头）" in text.replace("\r\n ", "")


def test_a_date_that_is_no_day_is_left_out() -> None:
    assert "VEVENT" not in calendar([_row("任务", due="2022-02-30"), _row("任务", due="")], stamp=STAMP)


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_none_is_injected(text: str) -> None:
    made = calendar([_row(text)], stamp=STAMP)
    lines = made.encode("utf-8", "replace").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert lines.count(b"BEGIN:VEVENT") == 1
    unfolded = made.replace("\r\n ", "").split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in unfolded)
