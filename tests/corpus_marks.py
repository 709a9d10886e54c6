"""Plans with marks in them: reads a marked text into its plain text and the rows that it should give.

“（责任单位：⟦R:县财政局、县人社局⟧）” is the plain text with two `responsible` rows marked (tests/marked/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from graph_store.model import Role, TaskKind

MARKED = Path(__file__).parent / "marked"

_MARK = re.compile(r"⟦([^⟦⟧]*)⟧")
_ROLE = re.compile(r"(?P<code>[A-Z]+)(?P<flags>[+*?_=^~]*)(?:@(?P<targets>[\w.,]+))?:(?P<names>.*)", re.S)
_CODES = {
    "L": Role.LEAD,
    "R": Role.RESPONSIBLE,
    "S": Role.SUPPORT,
    "P": Role.PARTICIPATE,
    "H": Role.LOCAL,
    "G": Role.GUIDE,
    "V": Role.SUPERVISE,
    "A": Role.ASSESS,
    "LD": Role.LEADER,
    "OF": Role.OFFICER,
}
_KINDS: dict[str, TaskKind | None] = {
    "x": None,
    "m": TaskKind.MEASURE,
    "a": TaskKind.ACTION,
    "g": TaskKind.GOAL,
    "s": TaskKind.SAFEGUARD,
}
_OPENING, _CLOSING = "（(<〈〔[【", "）)>〉〕]】"


@dataclass(slots=True)
class ExpectedTask:
    """A task as the marks state it; `optional` tasks may be found or not."""

    id: str
    kind: TaskKind | None  # None: not asked
    number: str
    start: int
    text: str = ""
    parent: str | None = None
    deadline_kind: str | None = "none"  # None: not asked
    deadline_end: str | None = None
    optional: bool = False
    sub: bool = False  # a sub-item: its roles may hang on it or on the item above


@dataclass(frozen=True, slots=True)
class ExpectedRole:
    """A row of `zeren export assignments` as the marks state it; start is None where no words of its own give it."""

    task: str
    as_written: str
    role: Role
    start: int | None
    end: int | None
    inherited: bool | None = False  # None: not asked
    list_open: bool = False
    optional: bool = False


@dataclass(slots=True)
class MarkedDocument:
    """One plan: its plain text as bytes for the loader, and every row that it should give."""

    name: str
    text: str
    patterns: frozenset[str]
    tasks: dict[str, ExpectedTask] = field(default_factory=dict)
    roles: list[ExpectedRole] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return self.text.encode("utf-8")


def names() -> list[str]:
    """The file names of the corpus, in order."""
    return sorted(path.name for path in MARKED.iterdir() if path.suffix in {".txt", ".md"} and path.stem != "README")


def load(name: str) -> MarkedDocument:
    """Read one marked file; raises ValueError for a mark that cannot be read."""
    marked = (MARKED / name).read_text(encoding="utf-8")
    notes = (MARKED / name).with_suffix(".meta").read_text(encoding="utf-8")
    patterns = {word for line in notes.splitlines() if line.startswith("patterns:") for word in line[9:].split()}
    return _Strip(name, frozenset(patterns)).read(marked)


def _by_when(task: ExpectedTask, value: str) -> None:
    # `2024-06-30` is a date; `period:2024-10-31`; `ongoing`; `date:` a date without an end; `?` not asked
    kind, _, end = value.partition(":")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", kind):
        kind, end = "date", kind
    task.deadline_kind, task.deadline_end = (None, None) if kind == "?" else (kind, end or None)


def _as_sub_item(task: ExpectedTask, _value: str) -> None:
    task.optional = task.sub = True


_ATTRIBUTES: dict[str, Callable[[ExpectedTask, str], None]] = {
    "id": lambda task, value: setattr(task, "id", value),
    "n": lambda task, value: setattr(task, "number", value),
    "p": lambda task, value: setattr(task, "parent", value),
    "opt": lambda task, value: setattr(task, "optional", True),
    "sub": _as_sub_item,
    "d": _by_when,
}


class _Strip:
    """Takes the marks out of a text and keeps what they say."""

    def __init__(self, name: str, patterns: frozenset[str]) -> None:
        self.document = MarkedDocument(name=name, text="", patterns=patterns)
        self.parts: list[str] = []
        self.length = 0
        self.current: ExpectedTask | None = None
        self.above: str | None = None
        self.carried: dict[Role, list[ExpectedRole]] = {}

    def read(self, marked: str) -> MarkedDocument:
        cursor = 0
        for mark in _MARK.finditer(marked):
            self._put(marked[cursor : mark.start()])
            self._mark(mark[1])
            cursor = mark.end()
        self._put(marked[cursor:])
        self.document.text = "".join(self.parts)
        tasks = list(self.document.tasks.values())
        for task, following in zip(tasks, [*tasks[1:], None], strict=True):
            task.text = self.document.text[task.start : following.start if following else None]
        for role in self.document.roles:
            if role.task not in self.document.tasks:
                raise ValueError(f"{self.document.name}: no task {role.task} for {role.as_written}")
        return self.document

    def _put(self, words: str) -> None:
        if "⟦" in words or "⟧" in words:
            raise ValueError(f"{self.document.name}: unbalanced mark near {words[:40]}")
        self.parts.append(words)
        self.length += len(words)

    def _mark(self, inside: str) -> None:
        if inside == "/^":
            self.carried.clear()
        elif inside.startswith("T"):
            self._task(inside[1:])
        elif match := _ROLE.fullmatch(inside):
            self._roles(match)
        else:
            raise ValueError(f"{self.document.name}: mark not understood: {inside}")

    def _task(self, inside: str) -> None:
        words, _, number = inside.partition("|")
        self._put(number)
        task = ExpectedTask(f"t{len(self.document.tasks) + 1}", TaskKind.MEASURE, number.strip(), self.length)
        inherited: list[str] = []
        for word in words.split():
            key, _, value = word.partition("=")
            if word in _KINDS:
                task.kind = _KINDS[word]
            elif key in ("inh", "inh?"):
                inherited.append(key[3:] + value)
            elif key in _ATTRIBUTES:
                _ATTRIBUTES[key](task, value)
            else:
                raise ValueError(f"{self.document.name}: attribute not understood: {word}")
        if (task.kind is TaskKind.ACTION or task.sub) and not task.parent:
            task.parent = self.above
        elif task.kind is not TaskKind.ACTION and not task.sub:
            self.above = task.id
        if task.id in self.document.tasks:
            raise ValueError(f"{self.document.name}: two tasks {task.id}")
        self.document.tasks[task.id] = self.current = task
        self._inherit(task, inherited)

    def _inherit(self, task: ExpectedTask, given: list[str]) -> None:
        for value in given:
            code, _, units = value.removeprefix("?").partition(":")
            for _, unit in split_names(units):
                may = value.startswith("?")
                row = ExpectedRole(task.id, unit, _CODES[code], None, None, inherited=not may, optional=may)
                self.document.roles.append(row)
        for rows in self.carried.values():
            for row in rows:
                self.document.roles.append(
                    ExpectedRole(task.id, row.as_written, row.role, row.start, row.end, row.inherited)
                )

    def _roles(self, match: re.Match[str]) -> None:
        role, flags, words = _CODES[match["code"]], match["flags"], match["names"]
        here = self.length
        self._put(words)
        cut = [(0, words)] if "=" in flags else split_names(words, spaces="_" in flags)
        rows: list[ExpectedRole] = []
        for offset, name in cut:
            written = re.sub(r"[\s*★☆▲＊]|</?[a-z]+>", "", name)
            start = here + offset
            rows.append(
                ExpectedRole(
                    "",
                    written,
                    role,
                    start,
                    start + len(name),
                    inherited=None if "~" in flags else "*" in flags,
                    list_open="+" in flags,
                    optional="?" in flags,
                )
            )
        if "^" in flags:
            self.carried[role] = rows
            return
        targets = match["targets"].split(",") if match["targets"] else [self.current.id if self.current else ""]
        for target in targets:
            for row in rows:
                self.document.roles.append(
                    ExpectedRole(
                        target, row.as_written, role, row.start, row.end, row.inherited, row.list_open, row.optional
                    )
                )


def split_names(words: str, *, spaces: bool = False) -> list[tuple[int, str]]:
    """Cut a marked list at 、，,； outside brackets (and at white space when asked): (offset, name) each."""
    found: list[tuple[int, str]] = []
    depth, begin = 0, 0
    for index, character in enumerate(words + "、"):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING and depth:
            depth -= 1
        elif not depth and (character in "、，,；;" or (spaces and character.isspace())):
            name = words[begin:index]
            if name.strip():
                found.append((begin + len(name) - len(name.lstrip()), name.strip()))
            begin = index + 1
    return found
