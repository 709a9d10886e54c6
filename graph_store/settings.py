"""What a user may set, as rows: name, default, help in two languages. Arguments win over the environment.

`Settings.of(data="档案")` or ZEREN_DATA=档案 → where the archive is; everything else has a default that works.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_store.errors import BadSetting

DEFAULT_DATA = "./zeren-data"
DEFAULT_GRAPH = "embedded:"
GRAPH_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
DATA_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set: `name` is its option (--data), `variable` its place in the environment."""

    name: str
    variable: str
    default: str
    help_zh: str
    help_en: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data",
        "ZEREN_DATA",
        DEFAULT_DATA,
        "档案所在：一个文件夹，或 postgresql:// 地址",
        "where the archive is: a folder, or a postgresql:// address",
    ),
    Setting(
        "graph",
        "ZEREN_GRAPH",
        DEFAULT_GRAPH,
        "图引擎：embedded:（默认，在数据文件夹内）、embedded:文件夹，或 bolt://、neo4j:// 地址",
        "the graph engine: embedded: (in the data folder), embedded:FOLDER, or a bolt:// or neo4j:// address",
    ),
    Setting(
        "query_seconds",
        "ZEREN_QUERY_SECONDS",
        "30",
        "一个问题最多可用的秒数",
        "seconds that one question may take",
    ),
    Setting(
        "build_seconds",
        "ZEREN_BUILD_SECONDS",
        "1800",
        "建一次图最多可用的秒数",
        "seconds that one build of the graph may take",
    ),
    Setting(
        "hosts",
        "ZEREN_HOSTS",
        "",
        "服务只以这些主机名应答，逗号分隔，* 为任何；不设时，没有写 --host 则只以本机名应答，写了则不限",
        "host names that the service answers to, with commas, * for any; unset: this machine's own names, any with --host",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run."""

    data: str = DEFAULT_DATA
    graph: str = DEFAULT_GRAPH
    query_seconds: float = 30.0
    build_seconds: float = 1800.0
    hosts: str = ""

    @classmethod
    def of(cls, *, data: str | None = None, graph: str | None = None, env: Mapping[str, str] = os.environ) -> Settings:
        """Take arguments, else the environment, else defaults. Raises BadSetting for what cannot be meant."""
        values = {row.name: env.get(row.variable) or row.default for row in SETTINGS}
        settings = cls(
            data=data or values["data"],
            graph=graph or values["graph"],
            query_seconds=_seconds("ZEREN_QUERY_SECONDS", values["query_seconds"]),
            build_seconds=_seconds("ZEREN_BUILD_SECONDS", values["build_seconds"]),
            hosts=values["hosts"],
        )
        check_data(settings.data)
        check_graph(settings.graph)
        return settings

    @property
    def folder(self) -> Path:
        """The folder of the embedded graph and the search index."""
        return local_folder(self.graph, self.data)


def _seconds(variable: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e7:
        raise BadSetting(f"{variable} 应为大于零的秒数，现为“{value}”。")
    return number


def check_data(data: str) -> None:
    """Raise BadSetting for a place of data that is neither a folder nor an address of PostgreSQL."""
    scheme, found, _ = data.partition("://")
    if found and scheme not in DATA_SCHEMES:
        raise BadSetting(
            f"数据位置的写法不认得：{scheme}://…", hint="--data 可用一个文件夹，或 postgresql://用户@主机/库名。"
        )
    if not found and Path(data).exists() and not Path(data).is_dir():
        raise BadSetting(f"{data} 是一个文件，不是文件夹。", hint="请检查 --data 或 ZEREN_DATA。")


def check_graph(graph: str) -> None:
    """Raise BadSetting for an engine that there is not."""
    scheme, found, _ = graph.partition("://")
    if graph.startswith("embedded:") or (found and scheme in GRAPH_SCHEMES):
        return
    raise BadSetting(
        f"图引擎的写法不认得：{graph}", hint="--graph 可用 embedded:、bolt://主机:7687 或 neo4j://主机:7687。"
    )


def is_embedded(graph: str) -> bool:
    """Tell whether the graph is the one in process."""
    return graph.startswith("embedded:")


def local_folder(graph: str, data: str) -> Path:
    """Return where graph and search index lie: what `embedded:FOLDER` names, else the data folder.

    With the archive on a server and no folder named, it is the default folder.
    """
    if is_embedded(graph) and graph != "embedded:":
        return Path(graph.removeprefix("embedded:"))
    return Path(DEFAULT_DATA if "://" in data else data)
