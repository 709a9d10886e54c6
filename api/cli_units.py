"""zeren units: the list of units, and the judgements of people on names: same, different, unsure, undo, members.

`zeren units same 县工信局 县工业和信息化局 -j 大宁县 --reason 同一机构` holds from the next answer on, survives a reload
and wins over every rule.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_context import Context, Format, Limit, Offset, Options, Place, options_of, place_of, whoami
from api.cli_output import Column, checked_format, emit, more_hint, tell
from graph_store.errors import BadInput

UNIT_KIND_ZH = {
    "bureau": "部门",
    "institution": "事业单位",
    "branch": "分支派驻机构",
    "bank": "银行",
    "company": "企业",
    "zone": "园区开发区",
    "mass": "群团组织",
    "party": "党委部门",
    "place": "地方政府",
    "task_force": "专班",
    "collective": "集合名称",
}

units_app = typer.Typer(help="单位一览，以及对名称的认定。Units, and judgements on names.", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="谁认定；不写则用登录名。Who says so.")]
Reason = Annotated[str, typer.Option("--reason", "-r", help="理由。Why.")]
Name = Annotated[str, typer.Argument(help="名称。A name.")]

_UNITS = (
    Column("jurisdiction", "地区", "place"),
    Column("name", "单位", "unit"),
    Column("kind", "类别", "kind", lambda r: UNIT_KIND_ZH.get(r["kind"], r["kind"])),
    Column("functions", "条线", "lines"),
    Column("tasks", "任务数", "tasks"),
    Column("doubt", "存疑", "doubt"),
    Column("id", "编号", "id"),
)
_JUDGEMENTS = (
    Column("id", "编号", "no."),
    Column("subject", "对象", "subject", lambda r: {"unit": "同名", "member": "成员"}.get(r["subject"], r["subject"])),
    Column("jurisdiction", "地区", "place"),
    Column("left", "甲", "left"),
    Column("right", "乙", "right"),
    Column("verdict", "认定", "verdict"),
    Column("by", "认定人", "by"),
    Column("at", "时间", "at"),
    Column("reason", "理由", "reason"),
    Column("undone", "已撤销", "undone"),
)


def register(app: typer.Typer) -> None:
    """Add this group of commands."""
    app.add_typer(units_app, name="units")


@units_app.command("list")
def list_units(
    ctx: Context,
    words: Annotated[str, typer.Argument(help="名称中的词。Words of the name.")] = "",
    jurisdiction: Place = "",
    kind: Annotated[
        str, typer.Option("--kind", "-k", help="类别，如 部门、集合名称，或 bureau、collective。One kind.")
    ] = "",
    function: Annotated[str, typer.Option("--function", help="条线，如 财政。One line.")] = "",
    form: Format = "table",
    limit: Limit = 200,
    offset: Offset = 0,
) -> None:
    """单位一览，按地区。Units by place."""
    from queries import names
    from queries.rows import as_dict

    options, form, kind = options_of(ctx), checked_format(form), _kind_named(kind)
    found = names.list_units(
        options.reader(), jurisdiction=place_of(options, jurisdiction), kind=kind, function=function,
        words=names.squeezed(words), limit=limit, offset=offset,
    )  # fmt: skip
    emit([as_dict(unit) for unit in found], _UNITS, form, lang=options.lang)
    more_hint(options.lang, len(found), limit, offset)


@units_app.command("judgements")
def judgements(
    ctx: Context,
    undone: Annotated[bool, typer.Option("--undone", help="连同已撤销的。With those taken back.")] = False,
    form: Format = "table",
) -> None:
    """已记录的认定。The judgements on record."""
    options, form = options_of(ctx), checked_format(form)
    with options.archived() as workspace:
        rows = workspace.judgements(include_undone=undone)
    emit(rows, _JUDGEMENTS, form, lang=options.lang)


@units_app.command("same")
def same(ctx: Context, left: Name, right: Name, jurisdiction: Place = "", by: By = "", reason: Reason = "") -> None:
    """认定两个名称是同一单位。Two names are one unit."""
    _judge(options_of(ctx), ("unit", jurisdiction, left, right), "same", (by, reason))


@units_app.command("different")
def different(
    ctx: Context, left: Name, right: Name, jurisdiction: Place = "", by: By = "", reason: Reason = ""
) -> None:
    """认定两个名称是两个单位。Two names are two units."""
    _judge(options_of(ctx), ("unit", jurisdiction, left, right), "different", (by, reason))


@units_app.command("unsure")
def unsure(ctx: Context, left: Name, right: Name, jurisdiction: Place = "", by: By = "", reason: Reason = "") -> None:
    """记下两个名称是否同一单位尚不能定。It cannot be told whether two names are one unit."""
    _judge(options_of(ctx), ("unit", jurisdiction, left, right), "unsure", (by, reason))


@units_app.command("members")
def members(
    ctx: Context,
    collective: Annotated[str, typer.Argument(help="集合名称，如 各乡镇人民政府。A collective.")],
    names: Annotated[list[str] | None, typer.Argument(help="成员；不写则列出现有成员。Its members.")] = None,
    jurisdiction: Place = "",
    remove: Annotated[bool, typer.Option("--remove", help="认定这些单位不是成员。They are not members.")] = False,
    by: By = "",
    reason: Reason = "",
    form: Format = "table",
) -> None:
    """集合名称包括哪些单位：列出，或认定成员。Who a collective includes: list, or record members."""
    from queries.names import one_unit
    from queries.units import members_of

    options, form = options_of(ctx), checked_format(form)
    if not names:
        found = one_unit(options.reader(), collective, jurisdiction=place_of(options, jurisdiction))
        rows = [
            {"unit_id": key, "name": name, "collective": found.name}
            for key, name in members_of(options.reader(), found.id)
        ]
        columns = (Column("name", "成员", "member"), Column("unit_id", "编号", "id"))
        emit(rows, columns, form, lang=options.lang)
        return
    verdict = "different" if remove else "same"
    place = one_unit(options.reader(), collective, jurisdiction=place_of(options, jurisdiction)).jurisdiction or ""
    with options.archived() as workspace:
        for name in names:
            workspace.judge(
                subject="member", jurisdiction=place, left=name, right=collective, verdict=verdict,
                by=by or whoami(), reason=reason,
            )  # fmt: skip
        workspace.catch_up()
    tell(options.say(f"已记录 {len(names)} 条认定。", f"{len(names)} judgements recorded."))


@units_app.command("undo")
def undo(
    ctx: Context,
    number: Annotated[int, typer.Argument(help="认定的编号，见 zeren units judgements。Its number.")],
    by: By = "",
) -> None:
    """撤销一条认定；它仍留在记录里。Take a judgement back; it stays on record."""
    options = options_of(ctx)
    with options.archived() as workspace:
        taken = workspace.undo(number, by=by or whoami())
        workspace.catch_up()
    tell(options.say(f"已撤销第 {taken.id} 条认定：{taken.left} / {taken.right}。", f"Judgement {taken.id} undone."))


def _kind_named(words: str) -> str:
    """The kind of unit of these words, in Chinese or as in the data; raises BadInput for an unknown one."""
    kind = {zh: kind for kind, zh in UNIT_KIND_ZH.items()}.get(words, words)
    if kind and kind not in UNIT_KIND_ZH:
        listed = "、".join(f"{zh}（{each}）" for each, zh in UNIT_KIND_ZH.items())
        raise BadInput(f"没有“{words}”这一类单位。", hint=f"可选：{listed}。")
    return kind


def _judge(options: Options, said: tuple[str, str, str, str], verdict: str, who: tuple[str, str]) -> None:
    """Record a judgement on two names that units of the place bear; raises NotFound for a name that none bears."""
    from queries.names import find_units, one_unit, squeezed

    subject, jurisdiction, left, right = said
    if squeezed(left) == squeezed(right):
        raise BadInput(f"两个名称都是“{left}”，无需认定。")
    place = place_of(options, jurisdiction) or _common_place(options, left, right)
    for name in (left, right):
        if not find_units(options.reader(), name, jurisdiction=place):
            one_unit(options.reader(), name, jurisdiction=place)
    with options.archived() as workspace:
        recorded = workspace.judge(
            subject=subject, jurisdiction=place, left=left, right=right, verdict=verdict, by=who[0] or whoami(),
            reason=who[1],
        )  # fmt: skip
        workspace.catch_up()
    words = {"same": "是同一单位", "different": "是两个单位", "unsure": "是否同一单位尚不能定"}[verdict]
    tell(
        options.say(
            f"第 {recorded.id} 条认定：{place}的“{left}”与“{right}”{words}。", f"Judgement {recorded.id}: {verdict}."
        )
    )


def _common_place(options: Options, left: str, right: str) -> str:
    """The one place in which both names are borne; raises BadInput where it must be said."""
    from queries.names import find_units

    places = [{unit.jurisdiction or "" for unit in find_units(options.reader(), name)} for name in (left, right)]
    shared = sorted(places[0] & places[1]) if all(places) else sorted(places[0] | places[1])
    if len(shared) != 1:
        said = "、".join(shared) if shared else "没有一个地区两个名称都有"
        raise BadInput(f"不能确定是哪个地区的“{left}”和“{right}”（{said}）。", hint="请用 --jurisdiction 指明地区。")
    return shared[0]
