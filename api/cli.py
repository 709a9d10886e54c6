"""The `zeren` command: what every line shares, and what becomes of an error.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 findings or not found, 2 bad
use or bad input. The commands stand in cli_ask, cli_facts, cli_due, cli_trace, cli_units, cli_store, cli_export and
cli_show; each imports what it needs when it runs, so that `zeren who` starts at once.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from api import cli_ask, cli_due, cli_export, cli_facts, cli_show, cli_store, cli_trace, cli_units
from api.cli_context import Options, hoisted, in_language, lang_of
from api.cli_output import tell
from api.cli_types import read_plainly
from graph_store.errors import AmbiguousName, BadInput, NotFound, StoreError, ZerenError
from graph_store.settings import DEFAULT_DATA, DEFAULT_GRAPH

app = typer.Typer(
    name="zeren",
    help="责任网：读政府文件，答谁牵头、谁负责、谁配合，每条附原文。Responsibility networks read from government plans.",
    epilog="--data、--graph、--lang 可以写在命令之前或之后。数据到标准输出，其余到标准错误。"
    "退出码：0 完成，1 有发现或未找到，2 用法或输入有误。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"zeren {version('zeren')}\n")
        raise typer.Exit


@app.callback()
def _options(
    ctx: typer.Context,
    data: Annotated[
        str,
        typer.Option("--data", envvar="ZEREN_DATA", help="档案所在：文件夹或 postgresql://…。Where the archive is."),
    ] = DEFAULT_DATA,
    graph: Annotated[
        str, typer.Option("--graph", envvar="ZEREN_GRAPH", help="图的引擎：embedded:、bolt://…、neo4j://…。The engine.")
    ] = DEFAULT_GRAPH,
    lang: Annotated[str, typer.Option("--lang", envvar="ZEREN_LANG", help="zh 或 en。Language.")] = "zh",
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版本。Version.")] = False,
) -> None:
    if lang not in ("zh", "en"):
        raise BadInput(f"没有“{lang}”这种语言。", hint="可选：zh、en。")
    ctx.obj = Options(data=data, graph=graph, lang=lang)
    ctx.call_on_close(ctx.obj.close)


for _commands in (cli_store, cli_ask, cli_facts, cli_due, cli_trace, cli_units, cli_export, cli_show):
    _commands.register(app)


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; never raises but for ZEREN_DEBUG=1."""
    try:
        code = read_plainly(app)(args=hoisted(arguments), prog_name="zeren", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except ZerenError as error:
        return _refused(error, lang_of(arguments))
    except (typer.Abort, KeyboardInterrupt):
        chinese = "" if lang_of(arguments) == "en" else "已中断；已确认的内容都在。"
        tell(f"{chinese}Interrupted; what was acknowledged is kept.")
        return _INTERRUPTED
    except typer.TyperException as error:
        return _misused(error, arguments)
    except BrokenPipeError:
        return 0
    except OSError as error:
        if os.environ.get("ZEREN_DEBUG"):
            raise
        tell(_file_trouble(error, lang_of(arguments)))
        return 2
    except Exception as error:
        if os.environ.get("ZEREN_DEBUG"):
            raise
        if lang_of(arguments) != "en":
            tell(f"出现意外错误（{type(error).__name__}）。设 ZEREN_DEBUG=1 再运行一次可看到详情。")
        tell("Unexpected error; set ZEREN_DEBUG=1 to see more.")
        return 2


def _file_trouble(error: OSError, lang: str) -> str:
    """What is said of a file that could not be read or written."""
    said = error.strerror or str(error)
    if lang == "en":
        return f"A file cannot be read or written: {said}" + (f" ({error.filename})" if error.filename else "")
    return f"文件读写失败：{said}" + (f"（{error.filename}）" if error.filename else "")


def _refused(error: ZerenError, lang: str) -> int:
    tell(in_language(str(error), lang))
    if isinstance(error, BadInput | StoreError):
        return 2
    return 1 if isinstance(error, NotFound | AmbiguousName) else 2


def _misused(error: Exception, arguments: list[str]) -> int:
    """Say what is wrong with the line; a line without a command gets the help."""
    from api.cli_usage import misuse

    tell(misuse(error, lang_of(arguments)))
    return 2


if __name__ == "__main__":
    main()
