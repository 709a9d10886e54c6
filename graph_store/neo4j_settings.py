"""Where the Neo4j server is and who we are there: from the environment or a file, never from the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_store.errors import BadSetting

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Neo4jSettings:
    """One server. `__repr__` shows no password; `user` None means no authentication."""

    url: str
    user: str | None = None
    password: str | None = None
    database: str | None = None
    time_limit: float = 30.0  # seconds that one question may take
    share: bool = False  # use a database that holds somebody else's nodes too

    def __repr__(self) -> str:
        return f"Neo4jSettings(url={self.url!r}, user={self.user!r}, database={self.database!r})"

    @classmethod
    def from_env(cls, url: str, env: Mapping[str, str] = os.environ) -> Neo4jSettings:
        """Read ZEREN_NEO4J_USER, _PASSWORD, _DATABASE, _TIME_LIMIT, _SHARE; ZEREN_NEO4J_FILE names a file of them.

        The file has lines such as `ZEREN_NEO4J_USER=zeren`. Raises BadSetting for an address with a password in it,
        an unknown scheme, or a file that cannot be read.
        """
        scheme, _, rest = url.partition("://")
        if scheme not in SCHEMES or not rest:
            raise BadSetting(
                f"图数据库地址无法识别：{scheme}://…",
                hint=f"可用的形式：{'、'.join(f'{s}://主机:端口' for s in SCHEMES)}。",
            )
        if "@" in rest:
            raise BadSetting(
                "图数据库地址中不得写用户名和密码。",
                hint="请改用环境变量 ZEREN_NEO4J_USER、ZEREN_NEO4J_PASSWORD，或用 ZEREN_NEO4J_FILE 指定一个文件。",
            )
        values = {
            **_file_values(env.get("ZEREN_NEO4J_FILE")),
            **{k: v for k, v in env.items() if k.startswith("ZEREN_NEO4J_")},
        }
        try:
            limit = float(values.get("ZEREN_NEO4J_TIME_LIMIT", "30"))
        except ValueError as error:
            raise BadSetting("ZEREN_NEO4J_TIME_LIMIT 应为秒数，例如 30。") from error
        return cls(
            url=url,
            user=values.get("ZEREN_NEO4J_USER") or None,
            password=values.get("ZEREN_NEO4J_PASSWORD") or None,
            database=values.get("ZEREN_NEO4J_DATABASE") or None,
            time_limit=limit,
            share=values.get("ZEREN_NEO4J_SHARE", "") in ("1", "yes", "true"),
        )


def _file_values(path: str | None) -> dict[str, str]:
    if not path:
        return {}
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"ZEREN_NEO4J_FILE 指定的文件读不出：{path}", hint="请核对路径和权限，文件应为 UTF-8 文本。"
        ) from error
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}
