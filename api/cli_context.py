"""What every command shares: where the data is, the language, the graph opened once, names turned into ids.

`zeren --data DIR who 县财政局` and `zeren who 县财政局 --data DIR` are the same; see `hoisted`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, LiteralString

import typer

from graph_store.errors import NotFound, StoreDamaged
from graph_store.store import GraphReader

if TYPE_CHECKING:
    from graph_loader.workspace import Workspace
    from graph_store.search_index import SearchIndex

_PROBE: LiteralString = "MATCH (d:Document) RETURN d.id AS id ORDER BY id LIMIT 1"

#: options that may stand anywhere on the line, before or after the command
_GLOBAL = ("--data", "--graph", "--lang")


@dataclass(slots=True)
class Options:
    """The options that hold for every command."""

    data: str
    graph: str
    lang: str
    _reader: GraphReader | None = None

    def say(self, zh: str, en: str) -> str:
        """The words in the reader's language."""
        return en if self.lang == "en" else zh

    def ours(self, sentence: str) -> str:
        """A sentence that was raised or noted in Chinese, in the reader's language."""
        return in_language(sentence, self.lang)

    def reader(self) -> GraphReader:
        """The graph, opened at the first question, and brought level where a load was cut short.

        Raises NotFound where nothing has been loaded, else StoreError.
        """
        if self._reader is None:
            self._reader = self._opened()
        return self._reader

    def _opened(self) -> GraphReader:
        from graph_loader import freshness
        from graph_store.engines import open_reader

        reader = open_reader(self.graph, self.data)
        mark = reader.mark()
        if mark is None and not freshness.has_archive(self.data):
            raise NotFound(
                f"{self.data} 里还没有载入任何文件。", hint="先用 zeren load 载入；或用 --data 指明档案所在。"
            )
        if freshness.is_behind(self.data, mark) and (mark is None or not freshness.is_loading(self.graph, self.data)):
            with self.workspace() as workspace:
                workspace.catch_up()
        try:
            reader.read(_PROBE)
        except StoreDamaged:
            with self.workspace() as workspace:
                workspace.rebuild()
        return reader

    def index(self) -> SearchIndex:
        """The search index that belongs to the graph."""
        from graph_store.engines import open_search

        self.reader()
        return open_search(self.graph, self.data)

    def workspace(self) -> Workspace:
        """The archive with its graph and search index, for commands that change or check them."""
        from graph_loader.workspace import Workspace
        from graph_store.settings import Settings

        return Workspace(Settings.of(data=self.data, graph=self.graph))

    def archived(self) -> Workspace:
        """The same, for commands that only look; raises NotFound rather than make an archive where there is none."""
        from graph_loader.freshness import has_archive

        if not has_archive(self.data):
            raise NotFound(f"{self.data} 里没有档案。", hint="先用 zeren load 载入；或用 --data 指明档案所在。")
        return self.workspace()

    def close(self) -> None:
        """Let go of the graph."""
        if self._reader is not None:
            self._reader.close()


def options_of(ctx: typer.Context) -> Options:
    """The options that the line gave."""
    found = ctx.find_object(Options)
    if found is None:
        raise RuntimeError("the command was started without its options")
    return found


def hoisted(arguments: list[str]) -> list[str]:
    """The arguments with --data, --graph and --lang moved to the front; what follows `--` stays as it is."""
    front: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(arguments):
        word = arguments[index]
        if word == "--":
            rest += arguments[index:]
            break
        if word in _GLOBAL and index + 1 < len(arguments):
            front += arguments[index : index + 2]
            index += 2
            continue
        (front if word.startswith(tuple(f"{name}=" for name in _GLOBAL)) else rest).append(word)
        index += 1
    return front + rest


def lang_of(arguments: list[str]) -> str:
    """The language that a line asks for, also where the rest of it cannot be read."""
    front = hoisted(arguments)
    given = [following for word, following in pairwise(front) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in front if word.startswith("--lang=")]
    return [os.environ.get("ZEREN_LANG", "zh"), *given][-1]


def in_language(sentence: str, lang: str) -> str:
    """A sentence of ours in this language; the catalogue is read where English was asked for only."""
    if lang != "en":
        return sentence
    from visualizations.phrases import phrase

    return phrase(sentence, lang)


def unit_id_of(options: Options, name: str, jurisdiction: str = "") -> str:
    """The id of the unit of this name, or "" for no name; raises NotFound, AmbiguousName."""
    if not name:
        return ""
    from queries.names import one_unit

    return one_unit(options.reader(), name, jurisdiction=place_of(options, jurisdiction)).id


def place_of(options: Options, words: str) -> str:
    """The place that `--jurisdiction` means, or "" for none; raises NotFound."""
    if not words:
        return ""
    from queries.names import one_jurisdiction

    return one_jurisdiction(options.reader(), words)


def policy_id_of(options: Options, words: str) -> str:
    """The id of the policy of this id, number or title, or "" for none; raises NotFound."""
    if not words:
        return ""
    from queries.policies import one_policy

    return one_policy(options.reader(), words).id


def document_id_of(options: Options, words: str) -> str:
    """The id of the loaded document with this id, file name, number or title; raises NotFound."""
    from queries.documents import list_documents

    listed = list_documents(options.reader(), limit=100_000)
    for name in ("id", "file", "number", "title", "sha256"):
        found = [document for document in listed if getattr(document, name) == words]
        if len(found) == 1:
            return found[0].id
    part = [document for document in listed if words in (document.file, document.title or "", document.number or "")]
    if len(part) == 1:
        return part[0].id
    raise NotFound(f"没有载入“{words}”这个文件。", hint="zeren status --documents 列出全部已载入的文件。")


def whoami() -> str:
    """Who is named in the log: ZEREN_BY, else the account that runs the command."""
    import getpass

    try:
        return os.environ.get("ZEREN_BY") or getpass.getuser()
    except (KeyError, OSError):
        return "zeren"


Context = typer.Context
Format = Annotated[str, typer.Option("--format", "-f", help="输出格式 table、json 或 csv。Output format.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=1_000_000, help="最多几行。Rows at most.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="从第几行开始。Rows to skip.")]
Place = Annotated[str, typer.Option("--jurisdiction", "-j", help="地区，如 大宁县。Only this place.")]
UnitName = Annotated[str, typer.Option("--unit", "-u", help="单位名称或编号。Only this unit.")]
PolicyName = Annotated[str, typer.Option("--policy", "-p", help="政策的文号、标题或编号。Only this policy.")]
