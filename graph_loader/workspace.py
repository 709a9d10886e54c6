"""What the command and the API share: files in, facts into the archive, graph and search index level with it.

Workspace(Settings(data="zeren-data")).load(["方案/"], by="督查室") → LoadSummary. Each document is acknowledged on its own; the
graph is brought level once at the end, and again at the next command where a process was killed in between.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_loader.freshness import has_archive, loading
from graph_loader.reading import FileToRead, ReadFile, read_files
from graph_store.errors import BadInput, StoreDamaged, StoreError
from graph_store.model import PERSON_ROLES, DocumentFacts, Judgement, Role
from graph_store.records import named_record
from graph_store.settings import Settings
from graph_store.store import Mark

if TYPE_CHECKING:
    from graph_store.archive import Archive
    from graph_store.archive_records import Receipt

Progress = Callable[[str, int, int], None]

#: files that stand in folders without being plans; one named on the command line is read all the same
_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
_MOST_WORKERS = 8


@named_record
class FileOutcome:
    """What became of one document (or of a file that gave none): added, unchanged, revised, reread, unreadable.

    `tasks` counts tasks as numbered, `duties` the parts of units, `people` those of people; `unread` are the places not understood.
    """

    file: str
    outcome: str
    message: str = ""
    document_id: str | None = None
    number: str | None = None
    title: str | None = None
    tasks: int = 0
    duties: int = 0
    people: int = 0
    roles: dict[str, int] = field(default_factory=dict)
    targets: int = 0
    citations: int = 0
    unread: tuple[dict[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return {**asdict(self), "unread": list(self.unread), "warnings": list(self.warnings)}


@named_record
class LoadSummary:
    """What a load did, file by file, and where the graph stands after it.

    `problem` says why the graph could not be brought level; the documents are in the archive all the same.
    """

    files: tuple[FileOutcome, ...]
    log_entry: int
    problem: str | None = None

    def totals(self) -> dict[str, Any]:
        """Sums over all files, and how many had each outcome."""
        outcomes: dict[str, int] = {}
        for found in self.files:
            outcomes[found.outcome] = outcomes.get(found.outcome, 0) + 1
        return {
            "outcomes": outcomes,
            "tasks": sum(found.tasks for found in self.files),
            "duties": sum(found.duties for found in self.files),
            "targets": sum(found.targets for found in self.files),
            "citations": sum(found.citations for found in self.files),
            "unread": sum(len(found.unread) for found in self.files),
        }

    def as_dict(self) -> dict[str, Any]:
        """The summary as plain data."""
        files = [found.as_dict() for found in self.files]
        return {"files": files, "totals": self.totals(), "log_entry": self.log_entry, "problem": self.problem}


class Workspace:
    """One archive with its graph and search index; use it as a context manager, or close it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._archive: Archive | None = None

    @property
    def archive(self) -> Archive:
        """The archive, opened (and made) at the first use. Raises BadSetting, StoreUnreachable."""
        if self._archive is None:
            from graph_store.engines import open_archive

            self._archive = open_archive(self.settings.data)
        return self._archive

    # ---- changes ---------------------------------------------------------------------------------------------

    def load(
        self,
        paths: Sequence[str | Path],
        *,
        by: str,
        progress: Progress | None = None,
        acknowledge: Callable[[FileOutcome], None] | None = None,
        workers: int | None = None,
    ) -> LoadSummary:
        """Read files, folders and zips into the archive, then bring the graph level.

        One broken file never stops the others: it is an outcome `unreadable` with its message. `progress` is called
        with what is done (read, graph), how much of it, and of how much; `acknowledge` with each outcome as soon as
        the archive holds it for good. Raises BadInput for a path that is not there.
        """
        files = files_below(paths)
        outcomes: list[FileOutcome] = []
        with loading(self.settings.graph, self.settings.data):
            for number, read in enumerate(read_files(files, workers=workers or _workers()), start=1):
                for outcome in self._put(read, by):
                    outcomes.append(outcome)
                    if acknowledge:
                        acknowledge(outcome)
                if progress:
                    progress("read", number, len(files))
        if self._archive is None and not has_archive(self.settings.data):
            return LoadSummary(files=tuple(outcomes), log_entry=0)  # nothing was read, and nothing is there to show
        try:
            mark = self.catch_up(progress=progress)
        except StoreError as error:
            return LoadSummary(files=tuple(outcomes), log_entry=self.archive.head()[0], problem=str(error))
        return LoadSummary(files=tuple(outcomes), log_entry=mark.log_entry)

    def unload(self, document_id: str, *, by: str) -> None:
        """Take a document out of the graph; its history stays. Raises NotFound."""
        self.archive.unload(document_id, by=by)
        self.catch_up()

    def judge(
        self, *, subject: str, jurisdiction: str, left: str, right: str, verdict: str, by: str, reason: str
    ) -> Judgement:
        """Record a judgement on two names; `catch_up` then makes it hold in the graph. Raises BadInput."""
        return self.archive.judge(
            subject=subject,
            jurisdiction=jurisdiction,
            left=left,
            right=right,
            verdict=verdict,
            by=by,
            reason=reason,
        )

    def undo(self, judgement_id: int, *, by: str) -> Judgement:
        """Take a judgement back; it stays on record. Raises NotFound."""
        return self.archive.undo(judgement_id, by=by)

    def restore(self, path: str | Path, *, replace: bool = False) -> None:
        """Take everything from a backup, then make the graph from it. Raises StoreError, BadInput, StoreDamaged."""
        self.archive.restore(path, replace=replace)
        self.rebuild()

    def catch_up(self, *, progress: Progress | None = None) -> Mark:
        """Bring graph and search index level with the archive; return where they stand."""
        return self._build(force=False, progress=progress)

    def rebuild(self, *, progress: Progress | None = None) -> Mark:
        """Make graph and search index again from nothing but the archive."""
        return self._build(force=True, progress=progress)

    # ---- answers ---------------------------------------------------------------------------------------------

    def text(self, document_id: str) -> str:
        """The text that the offsets of a document count. Raises NotFound."""
        return self.archive.text(document_id)

    def judgements(self, *, include_undone: bool = False) -> list[dict[str, Any]]:
        """The judgements on record, in the order in which they were made."""
        return [asdict(item) for item in self.archive.judgements(include_undone=include_undone)]

    def verify(self) -> list[str]:
        """What does not agree in originals, texts, quotes and log, and whether the graph stands where it should."""
        problems = self.archive.verify()
        held = self.status()
        if held["log_entry"] and not held["in_step"]:
            problems.append(
                f"图在第 {held['graph_entry'] or 0} 条记录，档案在第 {held['log_entry']} 条；请运行 zeren rebuild。"
            )
        return problems

    def backup(self, path: str | Path) -> None:
        """Write the whole archive into one file. Raises StoreError."""
        self.archive.backup(path)

    def status(self) -> dict[str, Any]:
        """Where the archive and the graph stand, and whether they are in step."""
        from graph_store.engines import open_reader, open_search

        entry, digest = self.archive.head()
        reader = open_reader(self.settings.graph, self.settings.data)
        try:
            mark = reader.mark()
        finally:
            reader.close()
        found = open_search(self.settings.graph, self.settings.data).mark()
        return {
            "data": _without_password(self.settings.data),
            "graph": _without_password(self.settings.graph),
            "documents_in_archive": len(self.archive.documents()),
            "log_entry": entry,
            "log_hash": digest,
            "graph_entry": mark.log_entry if mark else None,
            "search_entry": found.log_entry if found else None,
            "schema_version": mark.schema_version if mark else None,
            "rules": mark.rules if mark else None,
            "in_step": mark is not None and (mark.log_entry, mark.log_hash) == (entry, digest),
        }

    def close(self) -> None:
        """Let go of the archive."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, read: ReadFile, by: str) -> Iterator[FileOutcome]:
        name = read.file.name
        if read.problem is not None:
            yield FileOutcome(file=name, outcome="unreadable", message=read.problem)
            return
        for facts, text in read.documents:
            try:
                receipt = self.archive.put(facts, text=text, original=read.data, by=by)
            except StoreDamaged as error:
                yield FileOutcome(file=facts.file, outcome="unreadable", message=str(error))
            else:
                yield _outcome(facts, receipt)

    def _build(self, *, force: bool, progress: Progress | None = None) -> Mark:
        from graph_loader.build import ensure_built
        from graph_loader.pipeline import RULES_VERSION

        if progress:
            progress("graph", 0, 1)
        mark = ensure_built(
            self.settings.data,
            graph=self.settings.graph,
            rules=RULES_VERSION,
            force=force,
            deadline=self.settings.build_seconds,
        )
        if progress:
            progress("graph", 1, 1)
        return mark


def files_below(paths: Sequence[str | Path]) -> list[FileToRead]:
    """The files that these paths name, folders walked, in a fixed order; raises BadInput for what is not there."""
    found: dict[str, FileToRead] = {}
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.rglob("*"), key=lambda item: item.as_posix()):
                if file.is_file() and not _passed_over(file.relative_to(path)):
                    found.setdefault(str(file.absolute()), FileToRead(str(file), file.relative_to(path).as_posix()))
        elif path.is_file():
            found.setdefault(str(path.absolute()), FileToRead(str(path), path.name))
        elif path.exists():
            raise BadInput(f"“{path}”不是普通文件，也不是文件夹。")
        else:
            raise BadInput(f"找不到“{path}”。", hint="请检查路径；路径中有空格时要加引号。")
    if not found:
        raise BadInput("没有可以读取的文件。", hint="请给出文件、文件夹或 zip。")
    return list(found.values())


def _passed_over(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return hidden or path.name.lower() in _PASSED_OVER or path.stem.lower() == "readme"


def _workers() -> int:
    return max(1, min(os.cpu_count() or 1, _MOST_WORKERS))


def _outcome(facts: DocumentFacts, receipt: Receipt) -> FileOutcome:
    roles: dict[str, int] = {}
    for part in facts.assignments:
        roles[part.role.value] = roles.get(part.role.value, 0) + 1
    people = sum(count for role, count in roles.items() if Role(role) in PERSON_ROLES)
    said = [f"替换了旧版 {receipt.replaced}"] if receipt.outcome == "revised" and receipt.replaced else []
    if not facts.tasks:
        said.append("没有读到任务，请核对是不是方案")
    elif not facts.assignments:
        said.append("没有读到责任单位：文中未写明，或写法未能识别")
    message = "；".join(said)
    return FileOutcome(
        file=facts.file,
        outcome=receipt.outcome,
        message=message,
        document_id=receipt.document_id,
        number=facts.header.number,
        title=facts.header.title,
        tasks=len({task.counted_id for task in facts.tasks}),
        duties=len(facts.assignments) - people,
        people=people,
        roles=roles,
        targets=len(facts.targets),
        citations=len(facts.citations),
        unread=tuple(
            {"reason": place.reason, "quote": place.span.quote, "start": place.span.start, "end": place.span.end}
            for place in facts.unread
        ),
        warnings=facts.warnings,
    )


def _without_password(address: str) -> str:
    """An address as it may be shown: a password in it is never printed."""
    head, found, rest = address.partition("://")
    if not found or "@" not in rest:
        return address
    who, _, where = rest.rpartition("@")
    return f"{head}://{who.split(':')[0]}@{where}"
