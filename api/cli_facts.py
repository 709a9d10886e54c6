"""Commands that ask about policies, targets, dates and what a plan shows: policy, chain, target, indicator, due,
observations.
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
    CITES_ZH,
    KIND_ZH,
    Column,
    Record,
    checked_format,
    emit,
    emit_csv,
    emit_json,
    heading,
    more_hint,
    role_of,
    shown,
    squeezed_text,
    tell,
)

_OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "times": "×", "range": ""}


def value_of(row: Record, about: str = "约") -> str:
    """The value of a target as people write it: ≥ 260 户."""
    if row["value"] is None:
        return squeezed_text(row["quote"], 24)
    number = shown(row["value"]) + (f"–{shown(row['value_high'])}" if row["value_high"] is not None else "")
    compared = about if row["operator"] == "~" else _OPERATORS.get(row["operator"] or "", "")
    return f"{compared}{number}{row['unit'] or ''}"


TARGETS = (
    Column("indicator", "指标", "indicator"),
    Column("value", "目标值", "value", value_of, lambda r: value_of(r, "about ")),
    Column("by", "截止", "by"),
    Column("jurisdiction", "地区", "place"),
    Column("quote", "原文", "quote", lambda r: squeezed_text(r["quote"], 40)),
    Column("cite", "出处", "source"),
    Column("id", "目标编号", "target id"),
)
CITATIONS = (
    Column("kind", "关系", "kind", lambda r: CITES_ZH.get(r["kind"], r["kind"])),
    Column("policy_title", "引用方", "by", lambda r: squeezed_text(r["policy_title"], 30)),
    Column("cited_title", "被引文件", "cites", lambda r: f"{r['cited_title'] or ''}{_number(r)}"),
    Column("cited_loaded", "已载入", "loaded"),
    Column("quote", "原文", "quote", lambda r: squeezed_text(r["quote"], 40)),
    Column("id", "溯源编号", "trace id"),
)
TASKS = (
    Column("number", "序号", "no."),
    Column("kind", "类别", "kind", lambda r: KIND_ZH.get(r["kind"], r["kind"])),
    Column("text", "任务", "task", lambda r: squeezed_text(r["title"] or r["text"], 50)),
    Column("deadline_text", "时限", "by"),
    Column("cite", "出处", "source"),
    Column("id", "任务编号", "task id"),
)
POLICIES = (
    Column("number", "文号", "number"),
    Column("title", "标题", "title"),
    Column("date", "成文日期", "date"),
    Column("loaded", "已载入", "loaded"),
    Column("tasks", "任务数", "tasks"),
    Column("cited_by", "被引", "cited by"),
    Column("id", "编号", "id"),
)


def _number(row: Record) -> str:
    return f"（{row['cited_number']}）" if row["cited_number"] else ""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("policy")(policy)
    app.command("chain")(chain)
    app.command("target")(target)
    app.command("indicator")(indicator)
    app.command("observations")(observations)


def policy(
    ctx: Context,
    words: Annotated[
        str, typer.Argument(metavar="政策", help="文号、标题或编号；不写则列出全部。Number, title or id.")
    ] = "",
    missing: Annotated[bool, typer.Option("--not-loaded", help="只列被引用而未载入的。Cited, not loaded.")] = False,
    form: Format = "table",
    limit: Limit = 500,
    offset: Offset = 0,
) -> None:
    """一份政策：任务、引用与被引用；或政策一览。A policy whole, or the list of policies."""
    from queries import policies, tasks
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    graph = options.reader()
    if not words:
        listed = (policies.not_loaded if missing else policies.find_policies)(graph, limit=limit, offset=offset)
        emit([as_dict(row) for row in listed], POLICIES, form, lang=options.lang)
        more_hint(options.lang, len(listed), limit, offset)
        return
    found = policies.policy(graph, policies.one_policy(graph, words).id)
    rows = [as_dict(row) for row in tasks.list_tasks(graph, policy_id=found.policy.id, limit=limit, offset=offset)]
    whole: dict[str, Any] = {**as_dict(found), "tasks": rows}
    if form == "json":
        emit_json(whole)
    elif form == "csv":
        emit_csv(rows, [column.key for column in TASKS])
    else:
        _policy_table(options, whole)
        more_hint(options.lang, len(rows), limit, offset)


def _policy_table(options: Options, whole: dict[str, Any]) -> None:
    found = whole["policy"]
    say, count = options.say, found["tasks"]
    unsaid = say("未写", "not said")
    issuer, day = found["issuer"] or unsaid, found["date"] or unsaid
    heading(f"《{found['title']}》{found['number'] or say('（无文号）', ' (no number)')}  {found['id']}", "table")
    said = f"发文机关：{issuer}    成文日期：{day}    任务：{count} 项"
    heading(say(said, f"Issued by: {issuer}    Date: {day}    Tasks: {count}"), "table")
    if whole["note"]:
        heading(options.ours(whole["note"]), "table")
    for rows, columns, title in (
        (whole["tasks"], TASKS, say("任务", "Tasks")),
        (whole["cites"], CITATIONS, say("引用", "Cites")),
        (whole["cited_by"], CITATIONS, say("被引用", "Cited by")),
    ):
        if rows:
            emit(rows, columns, "table", lang=options.lang, title=title)


def chain(
    ctx: Context,
    words: Annotated[str, typer.Argument(metavar="政策", help="文号、标题或编号。Number, title or id.")],
    depth: Annotated[int, typer.Option("--depth", min=1, max=8, help="上下各几层。Levels each way.")] = 4,
    form: Format = "table",
) -> None:
    """一份政策的上下游：依据什么，又被什么依据。What a policy rests on, and what rests on it."""
    from queries import policies
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    graph = options.reader()
    steps = policies.chain(graph, policies.one_policy(graph, words).id, depth=depth)
    rows = [{"step": step.step, "kind": step.kind, "via": step.via, **as_dict(step.policy)} for step in steps]
    columns = (
        Column("step", "层次", "step", lambda r: _level(r["step"]), lambda r: r["step"]),
        Column("kind", "关系", "kind", lambda r: CITES_ZH.get(r["kind"] or "", r["kind"])),
        *POLICIES[:4],
        POLICIES[-1],
    )
    emit(rows, columns, form, lang=options.lang)


def _level(step: int) -> str:
    return "本文件" if step == 0 else f"上{-step}层" if step < 0 else f"下{step}层"


def target(
    ctx: Context,
    target_id: Annotated[
        str, typer.Argument(metavar="目标编号", help="如 target_0123…；不写则列出。A target's id.")
    ] = "",
    unit: UnitName = "",
    policy: PolicyName = "",
    jurisdiction: Place = "",
    form: Format = "table",
    limit: Limit = 200,
    offset: Offset = 0,
) -> None:
    """一个目标和谁对它负责；或一个单位、政策、地区的全部目标。A target and who answers for it, or a list of targets."""
    from queries import targets
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    graph = options.reader()
    if target_id:
        _one_target(options, as_dict(targets.target(graph, target_id)), form)
        return
    if unit:
        held = targets.targets_of_unit(graph, unit_id_of(options, unit, jurisdiction), limit=limit, offset=offset)
        columns: tuple[Column, ...]
        rows = [{**as_dict(row.target), "roles": list(row.roles)} for row in held]
        columns = (
            Column(
                "roles",
                "角色",
                "roles",
                lambda r: [role_of({"role": role}) for role in r["roles"]],
                lambda r: r["roles"],
            ),
            *TARGETS,
        )
    else:
        scope = {"policy_id": policy_id_of(options, policy), "jurisdiction": place_of(options, jurisdiction)}
        rows = [as_dict(row) for row in targets.list_targets(graph, limit=limit, offset=offset, **scope)]
        columns = TARGETS
    emit(rows, columns, form, lang=options.lang)
    more_hint(options.lang, len(rows), limit, offset)


def _one_target(options: Options, whole: dict[str, Any], form: str) -> None:
    if form == "json":
        emit_json(whole)
        return
    if form == "table":
        emit([whole["target"]], TARGETS, form, lang=options.lang)
        if whole["note"]:
            heading(options.ours(whole["note"]), form)
    columns = (
        Column("role", "角色", "role", role_of),
        Column("unit", "单位", "unit"),
        Column("quote", "原文", "quote"),
        Column("cite", "出处", "source"),
        Column("id", "溯源编号", "trace id"),
    )
    if whole["units"] or form == "csv":
        emit(whole["units"], columns, form, lang=options.lang)


def indicator(
    ctx: Context,
    words: Annotated[
        str, typer.Argument(metavar="指标", help="指标名称中的词；不写则列出全部指标。Words of an indicator.")
    ] = "",
    jurisdiction: Place = "",
    form: Format = "table",
    limit: Limit = 200,
    offset: Offset = 0,
) -> None:
    """一个指标在各文件中的全部取值。An indicator with every value that any plan sets for it."""
    from queries import targets
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    graph = options.reader()
    if words:
        columns: tuple[Column, ...] = TARGETS
        place = place_of(options, jurisdiction)
        values = targets.indicator_values(graph, words, jurisdiction=place, limit=100_000)
        rows = [as_dict(row) for row in values[offset : offset + limit]]
    else:
        rows = [as_dict(row) for row in targets.indicators(graph, limit=limit, offset=offset)]
        columns = (
            Column("indicator", "指标", "indicator"),
            Column("unit", "计量单位", "unit of measure"),
            Column("targets", "目标数", "targets"),
            Column("documents", "文件数", "documents"),
        )
    emit(rows, columns, form, lang=options.lang)
    more_hint(options.lang, len(rows), limit, offset)
    if not rows:
        tell(options.say(f"没有找到含“{words}”的指标。", "No such indicator."))
        raise typer.Exit(1)


def observations(
    ctx: Context,
    kind: Annotated[str, typer.Option("--kind", "-k", help="情况类别，如 no_lead 或 未标明牵头单位。One kind.")] = "",
    policy: PolicyName = "",
    jurisdiction: Place = "",
    unit: UnitName = "",
    form: Format = "table",
    limit: Limit = 100,
    offset: Offset = 0,
) -> None:
    """情况：联合牵头、未标明牵头单位、持续推进……按任务编号计数。What plans show, counted; never called a problem."""
    from queries import observations as seen
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    graph = options.reader()
    scope = {
        "policy_id": policy_id_of(options, policy),
        "jurisdiction": place_of(options, jurisdiction),
        "unit_id": unit_id_of(options, unit, jurisdiction),
    }
    if not kind:
        counts = [as_dict(row) for row in seen.count_observations(graph, **scope)]
        columns = (
            Column("label", "情况", "observation", lambda r: options.say(r["label"], r["label_en"])),
            Column("count", "数量", "count"),
            Column("help", "说明", "meaning"),
            Column("kind", "类别", "kind"),
        )
        emit(counts, columns, form, lang=options.lang)
        return
    rows = [as_dict(row) for row in seen.observations(graph, kind, limit=limit, offset=offset, **scope)]
    emit(rows, _OBSERVED, form, lang=options.lang)
    more_hint(options.lang, len(rows), limit, offset)


_OBSERVED = (
    Column("number", "序号", "no."),
    Column("text", "任务或文件", "task or policy", lambda r: squeezed_text(r["title"] or r["text"] or r["policy_title"], 50)),
    Column("units", "单位", "units"),
    Column("detail", "说明", "detail"),
    Column("cite", "出处", "source", lambda r: r["cite"] or r["document_number"] or r["policy_id"]),
    Column("task_id", "编号", "id", lambda r: r["task_id"] or r["policy_id"]),
)  # fmt: skip
