"""Commands that ask about bodies and tasks: who, task, overlaps, search, trace.

`zeren who 县财政局` with several counties loaded lists the units by county; that is an answer, not an error.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli_context import (
    Context,
    Format,
    Limit,
    Offset,
    Options,
    Place,
    PolicyName,
    UnitName,
    options_of,
    place_of,
    policy_id_of,
    unit_id_of,
)
from api.cli_output import (
    Column,
    checked_format,
    counted,
    emit,
    emit_csv,
    emit_json,
    heading,
    labelled,
    more_hint,
    role_named,
    role_of,
    roles_in,
    squeezed_text,
    tell,
)

_DUTIES = (
    Column("role", "角色", "role", role_of),
    Column("task_number", "任务", "task", lambda r: labelled({"number": r["task_number"], "title": r["task_title"], "text": r["task_text"]})),
    Column("deadline_text", "时限", "by"),
    Column("quote", "原文", "quote", lambda r: squeezed_text(f"{r['wording'] or ''}：{r['as_written']}", 40)),
    Column("cite", "出处", "source", lambda r: r["cite"] or r["document_number"] or r["file"]),
    Column("task_id", "任务编号", "task id"),
)  # fmt: skip
_UNITS = (
    Column("jurisdiction", "地区", "place"),
    Column("name", "单位", "unit"),
    Column("tasks", "任务数", "tasks"),
    Column("functions", "条线", "line"),
    Column("id", "编号", "id"),
)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("who")(who)
    app.command("task")(task)
    app.command("overlaps")(overlaps)


def who(
    ctx: Context,
    name: Annotated[
        str, typer.Argument(metavar="单位", help="单位的任何一种名称，或编号。Any name of a unit, or its id.")
    ],
    jurisdiction: Place = "",
    role: Annotated[
        str, typer.Option("--role", help="只看一种角色：牵头、责任单位、配合……或 lead、responsible……Only this role.")
    ] = "",
    policy: PolicyName = "",
    form: Format = "table",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> None:
    """一个单位牵头、负责、配合什么，附时限和原文。What a unit leads, answers for and supports."""
    from graph_store.errors import AmbiguousName
    from queries import names, units
    from queries.rows import as_dict

    options, form, role = options_of(ctx), checked_format(form), role_named(role)
    graph = options.reader()
    jurisdiction = place_of(options, jurisdiction)
    try:
        found = names.one_unit(graph, name, jurisdiction=jurisdiction)
    except AmbiguousName:
        _by_county(options, name, names.find_units(graph, name, jurisdiction=jurisdiction), form)
        return
    asked = units.duties_of(
        graph, found.id, role=role, policy_id=policy_id_of(options, policy), limit=limit, offset=offset
    )
    whole = as_dict(asked)
    if form == "json":
        emit_json(whole)
        return
    if form == "csv":
        emit_csv([*whole["duties"], *whole["through"]], [column.key for column in _DUTIES])
        return
    _who_table(options, whole)
    if not whole["duties"] and not whole["through"]:
        tell(options.say("没有列入这样的任务。", "Named in no such task."))
    more_hint(options.lang, len(whole["duties"]), limit, offset)


def _by_county(options: Options, name: str, found: list[Any], form: str) -> None:
    from queries.rows import as_dict

    rows = [as_dict(unit) for unit in found]
    places = list(dict.fromkeys(row["jurisdiction"] or "" for row in rows))
    if form == "json":
        grouped = [{"jurisdiction": p, "units": [r for r in rows if (r["jurisdiction"] or "") == p]} for p in places]
        emit_json({"name": name, "ambiguous": True, "jurisdictions": grouped})
        return
    said = f"{len(places)}个地区的{len(rows)}个单位叫“{name}”。请写全称，或用 --jurisdiction 指明地区。"
    english = f"{len(rows)} units of {len(places)} places bear the name. Give the full name, or --jurisdiction."
    heading(options.say(said, english), form)
    emit(rows, _UNITS, form, lang=options.lang)


def _who_table(options: Options, whole: dict[str, Any]) -> None:
    unit = whole["unit"]
    lines = "、".join(unit["functions"] or ())
    place = unit["jurisdiction"] or options.say("未定地区", "place unknown")
    heading(f"{unit['name']}（{place}{' · ' + lines if lines else ''}）  {unit['id']}", "table")
    if unit["doubt"]:
        heading(options.say("名称存疑：", "In doubt: ") + options.ours(unit["doubt"]), "table")
    total = f"共列入 {whole['total']} 项任务（按编号计）：{roles_in(whole['counts'])}。"
    heading(options.say(total, f"Named in {whole['total']} tasks as numbered: {counted(whole['counts'])}."), "table")
    if whole["collectives"]:
        names, count = "、".join(whole["collectives"]), whole["through_total"]
        also = f"经“{names}”另列入 {count} 项：{roles_in(whole['through_counts'])}。"
        english = f"Through “{names}” in {count} more: {counted(whole['through_counts'])}."
        heading(options.say(also, english), "table")
    if whole["duties"]:
        emit(whole["duties"], _DUTIES, "table", lang=options.lang)
    if whole["through"]:
        through = Column("through", "经由", "through")
        emit(whole["through"], (through, *_DUTIES), "table", lang=options.lang)


_PARTS = (
    Column("role", "角色", "role", role_of),
    Column("unit", "单位", "unit"),
    Column("as_written", "原文写作", "as written"),
    Column("wording", "标签", "label"),
    Column("cite", "出处", "source"),
    Column("id", "溯源编号", "trace id"),
)


def task(
    ctx: Context,
    task_id: Annotated[str, typer.Argument(metavar="任务编号", help="如 task_0123…。A task's id.")],
    form: Format = "table",
) -> None:
    """一项任务的全部内容：单位、人员、时限、目标、引用。One task, whole."""
    from queries import tasks
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    whole = as_dict(tasks.task(options.reader(), task_id))
    if form == "json":
        emit_json(whole)
    elif form == "csv":
        emit_csv(whole["units"], [column.key for column in _PARTS])
    else:
        _task_table(options, whole)


def _task_table(options: Options, whole: dict[str, Any]) -> None:
    found = whole["task"]
    source, policy = found["cite"] or found["document_number"] or found["file"], found["policy_title"] or ""
    end, path, result = found["deadline_end"], " / ".join(found["path"] or ()), found["expected_result"]
    say = options.say
    for words in (
        f"{found['number'] or ''}{found['title'] or ''}",
        f"{found['text']}",
        say(f"出处：{source}    政策：{policy}", f"Source: {source}    Policy: {policy}"),
        say("位置：", "Under: ") + path if path else "",
        say("时限：", "Due: ") + _time_of(options, whole) + (f"（{end}）" if end else ""),
        say("年度目标和效果：", "Expected result: ") + result if result else "",
        say("存疑：", "In doubt: ") + options.ours(found["doubt"]) if found["doubt"] else "",
        options.ours(whole["lead_note"] or ""),
    ):
        if words:
            heading(words, "table")
    if whole["units"]:
        emit(whole["units"], _PARTS, "table", lang=options.lang)
    if whole["people"]:
        people = (Column("role", "角色", "role", role_of), Column("as_written", "人员", "person"))
        emit(whole["people"], people, "table", lang=options.lang)
    _task_rest(options, whole)


def _time_of(options: Options, whole: dict[str, Any]) -> str:
    """When a task is due, in its own words; in many tables only the measures below it have dates."""
    own = whole["task"]["deadline_text"]
    below = any(child["deadline_text"] for child in whole["children"])
    if own:
        return str(own)
    return options.say("本项未写，见下级任务", "see the tasks below") if below else options.say("未写", "not said")


def _task_rest(options: Options, whole: dict[str, Any]) -> None:
    from api.cli_facts import CITATIONS, TARGETS

    below = (
        Column("number", "下级任务", "below"),
        Column("text", "内容", "text", lambda r: squeezed_text(r["text"])),
        Column("deadline_text", "时限", "by"),
        Column("id", "编号", "id"),
    )
    if whole["parent"]:
        above = f"{labelled(whole['parent'], 60)}  {whole['parent']['id']}"
        heading(options.say("上级任务：", "Above: ") + above, "table")
    for rows, columns in ((whole["children"], below), (whole["targets"], TARGETS), (whole["citations"], CITATIONS)):
        if rows:
            emit(rows, columns, "table", lang=options.lang)


_PAIRS = (
    Column("left", "单位", "unit"),
    Column("right", "共同承担单位", "shares with"),
    Column("tasks", "任务数", "tasks"),
    Column(
        "roles",
        "各自角色",
        "roles",
        lambda r: "；".join(_pair(p) for p in r["roles"]),
        lambda r: "; ".join(_pair(p, "en") for p in r["roles"]),
    ),
)


def _pair(pair: dict[str, Any], lang: str = "zh") -> str:
    left, right = pair["left_role"], pair["right_role"]
    if lang != "en":
        left, right = role_of({"role": left}), role_of({"role": right})
    return f"{left}—{right} {pair['tasks']}"


def overlaps(
    ctx: Context,
    unit: UnitName = "",
    other: Annotated[
        str, typer.Option("--with", help="另一个单位：列出共同的任务。List the tasks shared with it.")
    ] = "",
    policy: PolicyName = "",
    jurisdiction: Place = "",
    form: Format = "table",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """哪些单位列在同一任务里，各自什么角色。Units that share tasks, with the roles on each."""
    from queries import overlaps as pairs
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    unit_id = unit_id_of(options, unit, jurisdiction)
    if other:
        _shared(options, unit_id, unit_id_of(options, other, jurisdiction), form, (limit, offset))
        return
    found = pairs.overlaps(
        options.reader(), unit_id=unit_id, policy_id=policy_id_of(options, policy),
        jurisdiction=place_of(options, jurisdiction), limit=limit, offset=offset,
    )  # fmt: skip
    emit([as_dict(row) for row in found], _PAIRS, form, lang=options.lang)
    more_hint(options.lang, len(found), limit, offset)


def _shared(options: Options, left_id: str, right_id: str, form: str, page: tuple[int, int]) -> None:
    from graph_store.errors import BadInput
    from queries.names import unit_by_id
    from queries.overlaps import shared_tasks
    from queries.rows import as_dict

    if not left_id:
        raise BadInput(
            "--with 要与 --unit 一起用。", hint="例如：zeren overlaps --unit 大宁县财政局 --with 大宁县教育局"
        )
    graph = options.reader()
    left, right = (unit_by_id(graph, unit_id).name for unit_id in (left_id, right_id))
    found = [as_dict(row) for row in shared_tasks(graph, left_id, right_id, limit=page[0], offset=page[1])]
    columns = (
        Column("task", "任务", "task", lambda r: labelled(r["task"])),
        Column("left_roles", left, left, lambda r: [role_of({"role": role}) for role in r["left_roles"]],
               lambda r: r["left_roles"]),
        Column("right_roles", right, right, lambda r: [role_of({"role": role}) for role in r["right_roles"]],
               lambda r: r["right_roles"]),
        Column("cite", "出处", "source", lambda r: r["task"]["cite"]),
        Column("id", "任务编号", "task id", lambda r: r["task"]["id"]),
    )  # fmt: skip
    emit(found, columns, form, lang=options.lang)
    more_hint(options.lang, len(found), page[0], page[1])
