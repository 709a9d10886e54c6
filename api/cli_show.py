"""zeren view and zeren serve: one offline page, or the HTTP API with its pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from api.cli_context import Context, Options, Place, PolicyName, options_of, place_of, policy_id_of, unit_id_of
from api.cli_output import tell
from graph_store.errors import BadInput, NotFound


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("view")(view)
    app.command("serve")(serve)


def view(
    ctx: Context,
    what: Annotated[
        str, typer.Argument(metavar="[network|matrix]", help="network 责任关系图，matrix 任务分工表。")
    ] = "network",
    name: Annotated[
        str, typer.Argument(metavar="[名称]", help="中心单位、任务、政策的名称或编号；不写则画全部。Centre.")
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="写入的网页文件。The page to write.")] = "zeren.html",
    policy: PolicyName = "",
    jurisdiction: Place = "",
    depth: Annotated[
        int | None, typer.Option("--depth", min=1, max=2, help="画几层邻居；不写则单位画两层，其他画一层。Depth.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=5000, help="最多几个节点。Nodes at most.")] = 600,
) -> None:
    """写一个不联网也能打开的网页：责任关系图或任务分工表。One offline page."""
    options = options_of(ctx)
    if what == "network":
        from visualizations.network import write_network_page

        centre = _node_of(options, name, jurisdiction) if name else policy_id_of(options, policy) or None
        write_network_page(options.reader(), centre=centre, depth=depth, limit=limit, path=output, lang=options.lang)
    elif what == "matrix":
        from visualizations.matrix import write_matrix_page

        policy_id = policy_id_of(options, policy or name)
        write_matrix_page(
            options.reader(),
            path=output,
            policy_id=policy_id,
            jurisdiction=place_of(options, jurisdiction),
            lang=options.lang,
        )
    else:
        raise BadInput(f"没有“{what}”这种图。", hint="可选：network（责任关系图）、matrix（任务分工表）。")
    tell(options.say(f"已写入 {output}，可用浏览器直接打开。", f"Written to {output}; open it in a browser."))


def _node_of(options: Options, name: str, jurisdiction: str) -> str:
    if name.startswith(("task_", "policy_", "target_")):
        return name
    try:
        return unit_id_of(options, name, jurisdiction)
    except NotFound as missing:
        try:
            return policy_id_of(options, name)
        except NotFound:
            raise missing from None


def serve(
    ctx: Context,
    host: Annotated[str, typer.Option("--host", help="监听地址；不写为 127.0.0.1，只以本机名应答。Address.")] = "",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口。Port.")] = 8765,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="几个进程一起答复。Processes that answer.")
    ] = 1,
) -> None:
    """启动网页和接口服务；载入新文件后无需重启。Serve the pages and the HTTP API; loads show without a restart."""
    from api.serving import listen
    from api.serving import serve as run

    options = options_of(ctx)
    options.reader()
    options.close()
    settings, own = options.workspace().settings, not host
    host = host or "127.0.0.1"
    taken = listen(host, port)
    where = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    tell(options.say(f"责任网：{where}    按 Ctrl+C 结束", f"Zeren: {where}    Ctrl+C ends it"))
    hosts = settings.hosts or ("localhost,127.0.0.1,[::1]" if own else "*")
    run(replace(settings, hosts=hosts), taken, workers=workers)
