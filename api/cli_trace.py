"""zeren trace and zeren search: from any answer down to the characters, and from words to answers."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli_context import Context, Format, Limit, Offset, Options, options_of
from api.cli_output import Column, checked_format, emit, emit_csv, emit_json, heading, squeezed_text, tell
from graph_store.errors import BadInput


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("trace")(trace)
    app.command("search")(search)


_CHECKED = {True: ("一致", "agrees"), False: ("不一致", "differs"), None: ("未核", "not checked")}
_STEPS = (
    Column("label", "内容", "what"),
    Column("quote", "原文", "quote", lambda r: squeezed_text(r["quote"], 70)),
    Column("start", "起", "start"),
    Column("end", "止", "end"),
    Column("place", "位置", "place", lambda r: _place(r["place"]), lambda r: _place_en(r["place"])),
    Column("verified", "核对", "checked", lambda r: _CHECKED[r["verified"]][0], lambda r: _CHECKED[r["verified"]][1]),
    Column("cite", "出处", "source"),
)


def _place(place: dict[str, Any] | None) -> str:
    words = {
        "page": "第{}页",
        "sheet": "工作表{}",
        "cell": "{}",
        "table": "表{}",
        "row": "第{}行",
        "line": "（原文第{}行）",
    }
    return "".join(words[name].format(place[name]) for name in words if place and place.get(name) is not None)


def _place_en(place: dict[str, Any] | None) -> str:
    from visualizations.pages import place_words

    return place_words(place, "en")


def trace(
    ctx: Context,
    asked: Annotated[
        str, typer.Argument(metavar="编号", help="任务、目标、政策、职责或引用的编号。An id from any answer.")
    ],
    form: Format = "table",
) -> None:
    """从任何一条结论追到原文的字，并与档案核对。From any answer down to the characters. 不一致则退出码为 1。"""
    from queries.rows import as_dict
    from queries.trace import trace as follow

    options, form = options_of(ctx), checked_format(form)
    with options.archived() as workspace:
        found = as_dict(follow(options.reader(), asked, text_of=workspace.text))
    if form == "json":
        emit_json(found)
    elif form == "csv":
        emit_csv(found["steps"], [column.key for column in _STEPS])
    else:
        _trace_table(options, found)
    if any(step["verified"] is False for step in found["steps"]):
        tell(options.say("有引文与档案中的原文不一致。", "A quote does not agree with the archived text."))
        raise typer.Exit(1)


def _trace_table(options: Options, found: dict[str, Any]) -> None:
    document = found["document"]
    say, unsaid = options.say, options.say("未写", "not said")
    number = document["number"] or say("（无文号）", "(no number)")
    issuer, day = document["issuer"] or unsaid, document["date"] or unsaid
    heading(options.ours(found["label"]), "table")
    heading(say("文件：", "File: ") + f"{document['file']}    {number}    《{document['title'] or ''}》", "table")
    heading(say(f"发文机关：{issuer}    成文日期：{day}", f"Issued by: {issuer}    Date: {day}"), "table")
    heading(
        f"SHA-256{say('：', ': ')}{document['sha256']}    {say('规则版本：', 'Rules: ')}{document['rules']}", "table"
    )
    emit(found["steps"], _STEPS, "table", lang=options.lang)


def around(text: str, words: str, most: int = 60) -> str:
    """The words round the first one that was looked for, on one line."""
    line = " ".join(text.split())
    found = [at for word in words.split() if (at := line.lower().find(word.lower())) >= 0]
    begin = max(0, min(found, default=0) - most // 3)
    return ("…" if begin else "") + squeezed_text(line[begin:], most)


_HITS = (
    Column("kind", "类别", "kind", lambda r: r["kind_zh"]),
    Column("name", "名称", "name", lambda r: squeezed_text(r["name"], 40)),
    Column("text", "内容", "text", lambda r: r["around"]),
    Column("id", "编号", "id"),
)


def search(
    ctx: Context,
    words: Annotated[
        str, typer.Argument(metavar="词", help="要找的词，两个字也可以。Words, two characters are enough.")
    ],
    kind: Annotated[str, typer.Option("--kind", "-k", help="unit、policy、task 之一。One kind only.")] = "",
    form: Format = "table",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """按词查找单位、政策、任务。Find units, policies and tasks by words. 没有找到则退出码为 1。"""
    from queries.rows import as_dict
    from queries.search import search as find

    options, form = options_of(ctx), checked_format(form)
    if not words.strip():
        raise BadInput("请写出要找的词。", hint="例如：zeren search 营商环境")
    found = find(options.reader(), options.index(), words, kind=kind, limit=limit, offset=offset)
    rows = [as_dict(hit) for hit in found.hits]
    if form == "table":
        rows = [row | {"around": around(row["text"], words)} for row in rows]
    emit(rows, _HITS, form, lang=options.lang)
    if rows and found.total > len(rows):
        first, last = offset + 1, offset + len(rows)
        said = f"共 {found.total} 条，这里是第 {first} 至 {last} 条；其余用 --offset、--limit。"
        tell(options.say(said, f"{first}–{last} of {found.total}; see the others with --offset, --limit."))
    if not rows:
        tell(options.say(f"没有找到“{words}”。", f"Nothing found for “{words}”."))
        raise typer.Exit(1)
