"""Commands that change or check what is held: load, unload, rebuild, verify, status, backup, restore, archive copy.

A load goes on over broken files and says of each what became of it; what was acknowledged is kept, whatever happens
afterwards.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli_context import Context, Format, Options, document_id_of, options_of, whoami
from api.cli_output import Column, checked_format, console, counted, emit, emit_json, heading, squeezed_text, tell
from graph_store.errors import StoreError

if TYPE_CHECKING:
    from graph_loader.workspace import FileOutcome, LoadSummary

archive_app = typer.Typer(help="整个档案的搬移。The archive as a whole.", no_args_is_help=True)

_OUTCOMES = {
    "added": "新增",
    "unchanged": "未变",
    "revised": "替换旧版",
    "reread": "按新规则重读",
    "unreadable": "未能读取",
}

By = Annotated[str, typer.Option("--by", help="记录在案的操作人；不写则用登录名。Who does it.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (
        ("load", load),
        ("unload", unload),
        ("rebuild", rebuild),
        ("verify", verify),
        ("status", status),
        ("backup", backup),
        ("restore", restore),
    ):
        app.command(name)(command)
    archive_app.command("copy")(copy)
    app.add_typer(archive_app, name="archive")


_FILES = (
    Column("file", "文件", "file"),
    Column("outcome", "结果", "outcome", lambda r: _OUTCOMES.get(r["outcome"], r["outcome"])),
    Column("tasks", "任务", "tasks"),
    Column("duties", "职责", "duties"),
    Column("targets", "目标", "targets"),
    Column("unread", "未读懂", "unread", lambda r: len(r["unread"]) or ""),
    Column("message", "说明", "message"),
)


def load(
    ctx: Context,
    paths: Annotated[list[str], typer.Argument(metavar="路径…", help="文件、文件夹或 zip。Files, folders or zips.")],
    by: By = "",
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="同时读几个文件；0 为自动。Files at once.")] = 0,
    form: Format = "table",
) -> None:
    """载入文件：提取任务和职责，存入档案，更新图。Read files into the archive and the graph.

    每个文件存入档案后即在标准错误上报一行（终端上是进度条），此后即使断电也不会丢失。
    有文件未能读取时退出码为 1；全部未能读取为 2。
    """
    options, form = options_of(ctx), checked_format(form)
    with options.workspace() as workspace, _progress(options) as progress:
        told = None if progress else partial(_acknowledge, options)
        summary = workspace.load(paths, by=by or whoami(), progress=progress, acknowledge=told, workers=jobs or None)
    if form == "json":
        emit_json(summary.as_dict())
    elif form == "csv":
        emit([outcome.as_dict() for outcome in summary.files], _FILES, form)
    else:
        _summary(options, summary)
    if summary.problem:
        tell(options.ours(f"{summary.problem}\n文件已收入档案；图更新后即可查询。"))
        raise typer.Exit(2)
    unreadable = [outcome for outcome in summary.files if outcome.outcome == "unreadable"]
    if unreadable:
        raise typer.Exit(2 if len(unreadable) == len(summary.files) else 1)


def _acknowledge(options: Options, outcome: FileOutcome) -> None:
    """Say of one document, on standard error and at once, that the archive holds it, or why it could not be read."""
    if outcome.outcome == "unreadable":
        why = " ".join(outcome.message.removeprefix(f"{outcome.file}：").split())
        tell(options.say(f"未能读取 {outcome.file}：", f"unreadable {outcome.file}: ") + options.ours(why))
    else:
        was = options.say(_OUTCOMES[outcome.outcome], outcome.outcome)
        tell(options.say(f"已存入 {outcome.file}（{was}）", f"stored {outcome.file} ({was})"))


def _summary(options: Options, summary: LoadSummary) -> None:
    emit([outcome.as_dict() for outcome in summary.files], _FILES, "table", lang=options.lang)
    for outcome in summary.files:
        _doubts(options, outcome)
    total = summary.totals()
    said = (
        f"共 {len(summary.files)} 个文件：" + "，".join(f"{_OUTCOMES[k]} {n}" for k, n in total["outcomes"].items())
        + f"。任务 {total['tasks']}（按编号计），职责 {total['duties']}，目标 {total['targets']}，未读懂 {total['unread']} 处。"
    )  # fmt: skip
    english = f"{len(summary.files)} files: {counted(total['outcomes'])}; {total['tasks']} tasks as numbered, {total['duties']} duties, {total['targets']} targets, {total['unread']} places not understood."
    heading(options.say(said, english), "table")


def _doubts(options: Options, outcome: FileOutcome) -> None:
    say, file = options.say, outcome.file
    for warning in outcome.warnings:
        heading(f"  {file}{say('：', ': ')}{options.ours(warning)}", "table")
    for place in outcome.unread[:5]:
        why, quote = options.ours(place["reason"]), squeezed_text(place["quote"], 50)
        heading(say(f"  {file} 未读懂（{why}）：“{quote}”", f"  {file}: not understood ({why}): “{quote}”"), "table")
    more = len(outcome.unread) - 5
    if more > 0:
        said = f"  {file} 另有 {more} 处未读懂，见 zeren load --format json。"
        heading(say(said, f"  {file}: {more} more not understood; see zeren load --format json."), "table")


@contextmanager
def _progress(options: Options) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on standard error, on a terminal only; called with what is done, how much of it, of how much."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    names = {
        "read": options.say("读取文件", "reading"),
        "graph": options.say("更新图", "building"),
    }
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(names.get(what, what), total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step


def unload(
    ctx: Context,
    document: Annotated[
        str, typer.Argument(metavar="文件", help="编号、文件名、文号或标题。Id, file, number or title.")
    ],
    by: By = "",
) -> None:
    """把一个文件移出图；它的历史仍留在档案里。Take a document out; its history stays."""
    options = options_of(ctx)
    document_id = document_id_of(options, document)
    with options.archived() as workspace:
        workspace.unload(document_id, by=by or whoami())
    tell(options.say(f"已移出 {document}。", f"{document} unloaded."))


def rebuild(ctx: Context) -> None:
    """从档案重新建立图和检索。Make the graph and the search index again from the archive."""
    options = options_of(ctx)
    with options.archived() as workspace, _progress(options) as progress:
        mark = workspace.rebuild(progress=progress)
    tell(options.say(f"已重建，到第 {mark.log_entry} 条记录。", f"Rebuilt at entry {mark.log_entry} of the log."))


def verify(ctx: Context, form: Format = "table") -> None:
    """核对全部原件、引文、散列和日志。Check quotes, hashes and the log. 有不一致则退出码为 1。"""
    options, form = options_of(ctx), checked_format(form)
    with options.archived() as workspace:
        problems = workspace.verify()
        held = workspace.status()
    if form == "json":
        emit_json({"problems": problems, "log_entry": held["log_entry"], "log_hash": held["log_hash"]})
    else:
        for problem in problems:
            heading(options.ours(problem), "table")
    if problems:
        tell(options.say(f"{len(problems)} 处不一致。", f"{len(problems)} problems."))
        raise typer.Exit(1)
    tell(options.say(f"全部一致，日志到第 {held['log_entry']} 条。", f"All agrees, {held['log_entry']} entries."))


_DOCUMENTS = (
    Column("number", "文号", "number"),
    Column("title", "标题", "title"),
    Column("jurisdiction", "地区", "place"),
    Column("tasks", "任务", "tasks"),
    Column("duties", "职责", "duties"),
    Column("targets", "目标", "targets"),
    Column("unread", "未读懂", "unread", lambda r: len(r["unread"]) or ""),
    Column("file", "文件", "file"),
    Column("id", "编号", "id"),
)


def status(
    ctx: Context,
    documents: Annotated[bool, typer.Option("--documents", help="只列出已载入的文件。Only the documents.")] = False,
    form: Format = "table",
) -> None:
    """档案和图里有什么，是否一致。What the archive and the graph hold, and whether they are in step."""
    from queries.documents import list_documents, totals
    from queries.rows import as_dict

    options, form = options_of(ctx), checked_format(form)
    with options.archived() as workspace:
        try:
            rows = [as_dict(row) for row in list_documents(options.reader(), limit=100_000)]
            counts = as_dict(totals(options.reader()))
        except StoreError as error:
            tell(options.ours(str(error)))
            rows, counts = [], {}
        held = workspace.status()
    if documents or form == "csv":
        emit(rows, _DOCUMENTS, form, lang=options.lang)
        return
    if form == "json":
        emit_json({**held, "totals": counts, "documents": rows})
        return
    emit(rows, _DOCUMENTS, form, lang=options.lang)
    _status_lines(options, held, counts)


def _status_lines(options: Options, held: dict[str, Any], counts: dict[str, Any]) -> None:
    if counts:
        said = (
            f"文件 {counts['documents']}，政策 {counts['policies']}（另有 {counts['policies_not_loaded']} 份仅被引用），"
            f"任务 {counts['tasks']}（按编号计），单位 {counts['units']}，职责 {counts['duties']}，"
            f"目标 {counts['targets']}，引用 {counts['citations']}，未读懂 {counts['unread']} 处"
        )
        heading(options.say(said, ", ".join(f"{k} {v}" for k, v in counts.items() if k != "roles")), "table")
    data, graph, entry, behind = held["data"], held["graph"], held["log_entry"], held["graph_entry"] or 0
    heading(
        options.say(f"档案 archive：{data}，日志 {entry} 条", f"archive: {data}, {entry} entries of the log"), "table"
    )
    step = "一致 in step" if held["in_step"] else f"落后：图在第 {behind} 条 behind"
    english = "in step" if held["in_step"] else f"behind, at entry {behind}"
    heading(options.say(f"图 graph：{graph}，{step}", f"graph: {graph}, {english}"), "table")


def backup(ctx: Context, path: Annotated[str, typer.Argument(metavar="文件", help="写入的备份文件。A file.")]) -> None:
    """把整个档案备份成一个文件，服务运行时也可以。The whole archive in one file."""
    options = options_of(ctx)
    with options.archived() as workspace:
        workspace.backup(path)
    tell(options.say(f"已备份到 {path}。", f"Backed up to {path}."))


def restore(
    ctx: Context,
    path: Annotated[str, typer.Argument(metavar="文件", help="备份文件。A backup.")],
    replace: Annotated[bool, typer.Option("--replace", help="替换现有档案。Replace what is there.")] = False,
) -> None:
    """从备份恢复档案，并重建图。Take the archive from a backup, and rebuild the graph."""
    options = options_of(ctx)
    with options.workspace() as workspace:
        workspace.restore(path, replace=replace)
    tell(options.say(f"已从 {path} 恢复。", f"Restored from {path}."))


def copy(
    ctx: Context,
    source: Annotated[str, typer.Argument(metavar="从", help="文件夹或 postgresql://…。From.")],
    target: Annotated[str, typer.Argument(metavar="到", help="文件夹或 postgresql://…。To.")],
    replace: Annotated[bool, typer.Option("--replace", help="替换目标中已有的。Replace what is there.")] = False,
) -> None:
    """把一个档案连同日志和历史整个搬到另一处。Copy an archive whole, with log and history."""
    from graph_store.archive import copy_archive, open_archive

    options = options_of(ctx)
    with open_archive(source) as old, open_archive(target) as new:
        copy_archive(old, new, replace=replace)
        entries = new.head()[0]
    tell(options.say(f"已复制 {entries} 条记录。", f"{entries} entries copied."))
