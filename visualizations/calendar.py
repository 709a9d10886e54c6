"""Dates of tasks as a calendar file (.ics, RFC 5545) that any calendar program opens.

A task due 2022-06-30 under 县财政局 → an event of that whole day, with its wording and where it stands. It says what
the plan says; whether it was done is not known here, so nothing is an alarm.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from queries.due import DueRow
from visualizations.legend import role_label

_ROOM = 75  # octets on one line of the file


def calendar(rows: Iterable[DueRow], *, title: str = "任务时限", stamp: datetime | None = None) -> str:
    """The calendar as text with CRLF line ends; rows whose date is not a whole ISO date are left out."""
    made = (stamp or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zeren//CN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_plain(title)}",
    ]
    for row in rows:
        lines += _event(row, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(row: DueRow, made: str) -> list[str]:
    try:
        day = date.fromisoformat(row.due)
    except ValueError:
        return []
    task = row.task
    units = "、".join(f"{unit.unit}（{role_label(unit.role)}）" for unit in row.units)
    said = "\n".join(part for part in (task.text, units, f"时限：{task.deadline_text or row.due}", task.cite) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{task.id}@zeren",
        f"DTSTAMP:{made}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_plain((task.title or task.text)[:60])}",
        f"DESCRIPTION:{_plain(said)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _plain(text: str) -> str:
    """Text as a value of the file: its special characters and line ends escaped, other control characters dropped."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    one_line = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(char for char in one_line if char >= " " and char != "\x7f")


def _folded(line: str) -> list[str]:
    """The line in parts of at most 75 octets, never inside a character; each further part begins with a space."""
    parts, part, size = [], "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > _ROOM:
            parts.append(part)
            part, size = " ", 1
        part += char
        size += octets
    return [*parts, part]
