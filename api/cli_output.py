"""How answers leave the command: tables for people, JSON and CSV for programs; everything else goes to stderr.

A table has fewer columns than the JSON and CSV of the same answer, which hold every field.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.cli_context import in_language
from graph_store.errors import BadInput
from graph_store.schema import EDGES_BY_NAME, ROLE_EDGES

if TYPE_CHECKING:
    from rich.console import Console

Record = Mapping[str, Any]

FORMATS = ("table", "json", "csv")
_WIDTH_IN_A_PIPE = 160
_WORDS_OF_THE_DATA = ("role", "kind", "outcome")
_OUR_SENTENCES = ("note", "detail", "help", "doubt", "message", "label")

ROLE_ZH = {role: EDGES_BY_NAME[edge].label_zh for role, edge in ROLE_EDGES.items()} | {
    "leader": "牵头领导",
    "officer": "责任人",
}
KIND_ZH = {"measure": "举措", "action": "落实措施", "goal": "目标工程", "safeguard": "保障措施"}
CITES_ZH = {
    "based_on": "依据",
    "implements": "贯彻落实",
    "excerpts": "摘录",
    "amends": "修订",
    "repeals": "废止",
    "mentions": "提及",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: `value` makes the cell of a record; without it the field `key` is shown.

    `value_en` makes it for a reader of English, where `value` would say something of ours in Chinese.
    """

    key: str
    zh: str
    en: str
    value: Callable[[Record], object] | None = None
    value_en: Callable[[Record], object] | None = None

    def cell(self, record: Record, lang: str) -> str:
        """The cell of a record as text; in English roles and kinds stand as they do in the data."""
        value = self.value
        if lang == "en":
            value = self.value_en or (None if self.key in _WORDS_OF_THE_DATA else value)
        cell = shown(record.get(self.key) if value is None else value(record), lang)
        return in_language(cell, lang) if self.key in _OUR_SENTENCES else cell


def checked_format(form: str) -> str:
    """The output format; raises BadInput for one that is not known."""
    if form not in FORMATS:
        raise BadInput(f"没有“{form}”这种输出格式。", hint="可选：table、json、csv。")
    return form


def emit(rows: Sequence[Record], columns: Sequence[Column], form: str, *, lang: str = "zh", title: str = "") -> None:
    """Print a list: a table with these columns, JSON with every field, or CSV with every field."""
    if form == "json":
        emit_json(list(rows))
    elif form == "csv":
        emit_csv(rows, [column.key for column in columns])
    else:
        _table(rows, columns, lang, title)


def emit_json(value: object) -> None:
    """Print a value as JSON, Chinese kept."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def emit_csv(rows: Sequence[Record], names: Sequence[str] = ()) -> None:
    """Print records as CSV with every field of them; `names` heads the columns where there are no records."""
    from api.downloads import written

    keys = list(dict.fromkeys(key for row in rows for key in row)) or list(names)
    filled = [{key: row.get(key) for key in keys} for row in rows]
    for piece in written(filled, keys, "csv"):
        sys.stdout.write(piece.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"))


def tell(words: str = "") -> None:
    """Say something that is not data."""
    sys.stderr.write(words + "\n")


def heading(words: str, form: str) -> None:
    """Print a line of a report meant for people; with JSON and CSV it is left out."""
    if form == "table":
        sys.stdout.write(words + "\n")


def more_hint(lang: str, found: int, limit: int, offset: int) -> None:
    """Say that rows may have been left out."""
    if found >= limit:
        chinese = "" if lang == "en" else f"只显示{limit}行；后面的用 --offset {offset + limit}，或加大 --limit。"
        tell(f"{chinese}More rows: --offset {offset + limit}.")


def shown(value: object, lang: str = "zh") -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("yes" if value else "no") if lang == "en" else ("是" if value else "否")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, list | tuple):
        return (", " if lang == "en" else "、").join(shown(item, lang) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def labelled(task: Record, most: int = 40) -> str:
    """A task as a list shows it: its number as printed, then its heading or the beginning of its words."""
    number = str(task.get("number") or "")
    gap = " " if number[-1:].isalnum() else ""
    return f"{number}{gap}{squeezed_text(task.get('title') or task.get('text'), most)}"


def role_of(record: Record) -> str:
    """The role of a record in Chinese."""
    role = str(record.get("role") or "")
    return ROLE_ZH.get(role, role)


def role_named(words: str) -> str:
    """The role of these words, in Chinese or as in the data, or "" for none; raises BadInput for an unknown one."""
    meant = {zh: role for role, zh in ROLE_ZH.items()} | {"负责": "responsible", "责任": "responsible"}
    role = meant.get(words, words)
    if role and role not in ROLE_EDGES:
        listed = "、".join(f"{ROLE_ZH[each]}（{each}）" for each in ROLE_EDGES)
        raise BadInput(f"没有“{words}”这种角色。", hint=f"可选：{listed}。")
    return role


def roles_in(counts: Mapping[str, int]) -> str:
    """Counts by role as a sentence part: 牵头 12 项，配合 3 项."""
    return "，".join(f"{ROLE_ZH.get(role, role)} {count} 项" for role, count in counts.items()) or "无"


def counted(counts: Mapping[str, int]) -> str:
    """Counts as part of an English sentence: lead 12, support 3."""
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


def squeezed_text(text: object, most: int = 60) -> str:
    """Text on one line, cut with … beyond `most` characters."""
    line = " ".join(str(text or "").split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _table(rows: Sequence[Record], columns: Sequence[Column], lang: str, title: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from api.cli_wrap import Cell

    if not rows:
        tell("没有。None." if lang == "zh" else "None.")
        return
    table = Table(box=box.SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column.en if lang == "en" else column.zh, overflow="fold")
    for row in rows:
        table.add_row(*(Cell(column.cell(row, lang)) for column in columns))
    console().print(table)


def console(*, stderr: bool = False) -> Console:
    """A console of the terminal's width, or a wide one where the output goes into a file or a pipe."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDTH_IN_A_PIPE
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
