"""zeren due: what is due between two dates, for whom, whose time has passed, and the same as a calendar file.

Zeren holds no record of what was done: a passed date is said as 时限已过，完成情况本系统未载.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_context import (
    Context,
    Format,
    Limit,
    Offset,
    Place,
    PolicyName,
    UnitName,
    options_of,
    place_of,
    policy_id_of,
    unit_id_of,
)
from api.cli_output import Column, checked_format, emit, labelled, more_hint, role_of, tell
from graph_store.errors import BadInput

Day = Annotated[str, typer.Option(help="日期，如 2022-06-30、2022-06 或 2022。A date.")]

_COLUMNS = (
    Column("due", "时限", "due"),
    Column("task", "任务", "task", lambda r: labelled(r["task"])),
    Column("units", "单位", "units", lambda r: [f"{unit['unit']}（{role_of(unit)}）" for unit in r["units"]],
           lambda r: [f"{unit['unit']} ({unit['role']})" for unit in r["units"]]),
    Column("note", "说明", "note"),
    Column("cite", "出处", "source", lambda r: r["task"]["cite"]),
    Column("id", "任务编号", "task id", lambda r: r["task"]["id"]),
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("due")(due)


def due(
    ctx: Context,
    start: Annotated[str, typer.Option("--from", help="从哪天起，如 2022-01-01 或 2022。From this day.")] = "",
    end: Annotated[str, typer.Option("--to", help="到哪天止，如 2022-06-30 或 2022-06。To this day.")] = "",
    passed: Annotated[str, typer.Option("--passed", help="列出到这天时限已过的任务。Whose time has passed.")] = "",
    unit: UnitName = "",
    policy: PolicyName = "",
    jurisdiction: Place = "",
    ics: Annotated[str, typer.Option("--ics", help="写成日历文件（.ics）；- 为标准输出。Write a calendar file.")] = "",
    form: Format = "table",
    limit: Limit = 200,
    offset: Offset = 0,
) -> None:
    """两个日期之间到期的任务，为谁到期；或到某天时限已过的任务。What is due, for whom."""
    from queries import due as dates
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    graph = options.reader()
    first, last = day_of(start or "0001"), day_of(end or "9999", last=True)
    if passed:
        first, last = "0001-01-01", _day_before(day_of(passed))
    if first > last and not passed:
        raise BadInput(f"起始日期 {first} 晚于截止日期 {last}。", hint="请核对 --from 和 --to。")
    found = dates.due_between(
        graph,
        first,
        last,
        unit_id=unit_id_of(options, unit, jurisdiction),
        policy_id=policy_id_of(options, policy),
        jurisdiction=place_of(options, jurisdiction),
        day=day_of(passed) if passed else _today(),
        limit=100_000 if ics else limit,
        offset=offset,
    )
    if ics:
        from visualizations.calendar import calendar

        _write(ics, calendar(found))
        tell(options.say(f"{len(found)} 项任务已写成日历。", f"{len(found)} tasks written."))
        return
    emit([as_dict(row) for row in found], _COLUMNS, form, lang=options.lang)
    more_hint(options.lang, len(found), limit, offset)


def day_of(words: str, *, last: bool = False) -> str:
    """An ISO date for a day, a month or a year: its first day, or its last; raises BadInput."""
    import calendar
    from datetime import date

    parts = words.strip().split("-")
    try:
        numbers = [int(part) for part in parts]
        year = numbers[0]
        month = numbers[1] if len(parts) > 1 else (12 if last else 1)
        latest = calendar.monthrange(year, month)[1]
        day = numbers[2] if len(parts) > 2 else (latest if last else 1)
        return date(year, month, day).isoformat()
    except (ValueError, IndexError, calendar.IllegalMonthError):
        raise BadInput(f"“{words}”不是日期。", hint="请写 2022-06-30、2022-06 或 2022。") from None


def _day_before(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


def _write(path: str, text: str) -> None:
    import sys
    from pathlib import Path

    if path == "-":
        sys.stdout.write(text)
    else:
        Path(path).write_text(text, encoding="utf-8", newline="")
