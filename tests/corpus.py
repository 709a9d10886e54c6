"""The corpus of marked plans: texts with the answer written in them, and the scores of a reading against it.

“（责任单位：⟦R:县财政局、县人社局⟧）” is the plain text with two `responsible` rows marked (tests/marked/README.md).
`python -m tests.corpus [--show NAME]` prints one line of scores a document, and each miss and extra.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_store.model import PERSON_ROLES, DocumentFacts, Role, Task, TaskKind

MARKED = Path(__file__).parent / "marked"
ASPECTS = ("tasks", "roles", "inherited", "people", "deadlines", "open lists", "places")

_MARK = re.compile(r"⟦([^⟦⟧]*)⟧")
_ROLE = re.compile(r"(?P<code>[A-Z]+)(?P<flags>[+*?_=^]*)(?:@(?P<targets>[\w.,]+))?:(?P<names>.*)", re.S)
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
_KINDS = {"m": TaskKind.MEASURE, "a": TaskKind.ACTION, "g": TaskKind.GOAL, "s": TaskKind.SAFEGUARD}
_OPENING, _CLOSING = "（(<〈〔[【", "）)>〉〕]】"
_NUMBERING = re.compile(
    r"^[\s*#＊>|—–-]*(?:第[一二三四五六七八九十百]+条|[（(]?[0-9０-９一二三四五六七八九十]+[)）.．、﹒])?\s*"
)
PREFIX = 8


@dataclass(slots=True)
class ExpectedTask:
    """A task as the marks state it; `optional` tasks may be found or not."""

    id: str
    kind: TaskKind
    number: str
    start: int
    text: str = ""
    parent: str | None = None
    deadline_kind: str | None = "none"  # None: not asked
    deadline_end: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedRole:
    """A row of `zeren export assignments` as the marks state it; start is None where no words of its own give it."""

    task: str
    as_written: str
    role: Role
    start: int | None
    end: int | None
    inherited: bool = False
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


class _Strip:
    """Takes the marks out of a text and keeps what they say."""

    def __init__(self, name: str, patterns: frozenset[str]) -> None:
        self.document = MarkedDocument(name=name, text="", patterns=patterns)
        self.parts: list[str] = []
        self.length = 0
        self.current: ExpectedTask | None = None
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
            elif key == "id":
                task.id = value
            elif key == "n":
                task.number = value
            elif key == "p":
                task.parent = value
            elif key == "d":
                task.deadline_kind, task.deadline_end = _deadline(value)
            elif key in ("inh", "inh?"):
                inherited.append(key[3:] + value)
            elif word == "opt":
                task.optional = True
            else:
                raise ValueError(f"{self.document.name}: attribute not understood: {word}")
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
                ExpectedRole("", written, role, start, start + len(name), "*" in flags, "+" in flags, "?" in flags)
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


def _deadline(value: str) -> tuple[str | None, str | None]:
    """`2024-06-30` is a date; `period:2024-10-31`; `ongoing`; `date:` a date without an end; `?` not asked."""
    if value == "?":
        return None, None
    kind, _, end = value.partition(":")
    return ("date", kind) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", kind) else (kind, end or None)


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


@dataclass(slots=True)
class Count:
    """Right, missing and extra rows of one aspect."""

    right: int = 0
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 where nothing was to be found and nothing was."""
        total = 2 * self.right + len(self.missing) + len(self.extra)
        return 2 * self.right / total if total else 1.0

    def add(self, other: Count) -> None:
        self.right += other.right
        self.missing += other.missing
        self.extra += other.extra


Scores = dict[str, Count]


def score(document: MarkedDocument, facts: DocumentFacts) -> Scores:
    """Compare one reading with the marks."""
    scores = {aspect: Count() for aspect in ASPECTS}
    pairs = _match_tasks(document, facts, scores["tasks"])
    _score_roles(document, facts, pairs, scores)
    _score_deadlines(document, facts, pairs, scores["deadlines"])
    return scores


def _number(text: str) -> str:
    return re.sub(r"[\s*#()（）.．、﹒]", "", text)


def _head(text: str) -> str:
    # the start of a task's words without numbering, markup and white space
    for _ in range(2):
        text = _NUMBERING.sub("", text, count=1)
    return re.sub(r"[\s*#]|<[a-z/][^>]*>", "", text)[:PREFIX]


def _same(expected: ExpectedTask, actual: Task) -> bool:
    if expected.kind is not TaskKind.ACTION and _number(expected.number) != _number(actual.number):
        return False
    wanted, found = _head(expected.text), _head(actual.text)
    return bool(wanted and found) and (wanted.startswith(found) or found.startswith(wanted))


def _match_tasks(document: MarkedDocument, facts: DocumentFacts, count: Count) -> dict[str, str]:
    """Pair actual task ids with expected ones, in the order of the text; raises nothing, counts everything."""
    free = sorted(facts.tasks, key=lambda task: task.span.start)
    pairs: dict[str, str] = {}
    for expected in document.tasks.values():
        near = [task for task in free if _same(expected, task)]
        if not near:
            if not expected.optional:
                count.missing.append(f"{expected.number} {_head(expected.text)}")
            continue
        chosen = min(near, key=lambda task: abs(task.span.start - expected.start))
        free.remove(chosen)
        pairs[chosen.id] = expected.id
        wrong = _wrong_place(document, expected, chosen, pairs)
        if wrong:
            count.missing.append(f"{expected.number} {_head(expected.text)}: {wrong}")
        elif not expected.optional:
            count.right += 1
    count.extra += [f"{task.number} {_head(task.text)} ({task.kind})" for task in free]
    return pairs


def _wrong_place(document: MarkedDocument, expected: ExpectedTask, actual: Task, pairs: dict[str, str]) -> str:
    # kind and parent are part of the answer where the marks ask for them
    if not expected.optional and expected.kind is not actual.kind:
        return f"kind {actual.kind}, not {expected.kind}"
    if expected.parent and pairs.get(actual.parent_id or "") != expected.parent:
        return f"parent {actual.parent_id}, not {document.tasks[expected.parent].number}"
    return ""


def _row(task: str, written: str, role: Role) -> tuple[str, str, Role]:
    return task, re.sub(r"\s", "", written), role


def _score_roles(document: MarkedDocument, facts: DocumentFacts, pairs: dict[str, str], scores: Scores) -> None:
    wanted = {_row(r.task, r.as_written, r.role): r for r in document.roles if not r.optional}
    allowed = {_row(r.task, r.as_written, r.role) for r in document.roles if r.optional}
    found = {_row(pairs.get(a.task_id, "no task"), a.as_written, a.role): a for a in facts.assignments}

    def say(row: tuple[str, str, Role]) -> str:
        task = document.tasks.get(row[0])
        return f"{task.number if task else ''} {_head(task.text) if task else row[0]} · {row[1]} {row[2]}"

    opened = {task for (task, _, _), r in wanted.items() if r.list_open}
    for row, expected in wanted.items():
        aspect = scores["people" if expected.role in PERSON_ROLES else "roles"]
        actual = found.get(row)
        if actual is None:
            aspect.missing.append(say(row))
        else:
            aspect.right += 1
            if expected.list_open and not actual.list_open:
                scores["open lists"].missing.append(say(row))
            elif actual.list_open and row[0] not in opened:
                scores["open lists"].extra.append(say(row))
            elif expected.list_open:
                scores["open lists"].right += 1
            _score_place(document.text, expected, actual.span.start, actual.span.end, scores["places"], say(row))
        if expected.inherited and expected.role not in PERSON_ROLES:
            if actual is not None and actual.inherited:
                scores["inherited"].right += 1
            else:
                scores["inherited"].missing.append(say(row))
    for row, actual in found.items():
        if row in allowed:
            continue
        if row not in wanted:
            scores["people" if actual.role in PERSON_ROLES else "roles"].extra.append(say(row))
        if actual.inherited and not (row in wanted and wanted[row].inherited) and actual.role not in PERSON_ROLES:
            scores["inherited"].extra.append(say(row))


def _score_place(text: str, expected: ExpectedRole, start: int, end: int, count: Count, words: str) -> None:
    # the quote is the name itself or, at widest, its clause; a name that stands twice may be quoted at either place
    if expected.start is None:
        return
    plain = re.sub(r"[\s*★☆▲＊]", "", text[start:end])
    if expected.as_written in plain and plain:
        count.right += 1
    else:
        count.missing.append(f"{words}: quoted {text[start:end][:30]!r}")


def _score_deadlines(document: MarkedDocument, facts: DocumentFacts, pairs: dict[str, str], count: Count) -> None:
    actual = {pairs[task.id]: task.deadline for task in facts.tasks if task.id in pairs}
    for task in document.tasks.values():
        if task.optional or task.deadline_kind is None:
            continue
        found = actual.get(task.id)
        given = (found.kind.value, found.end) if found else ("none", None)
        asked = (task.deadline_kind, task.deadline_end)
        words = f"{task.number} {_head(task.text)}: {asked[0]} {asked[1] or ''}, read {given[0]} {given[1] or ''}"
        if given == asked:
            count.right += asked[0] != "none"
            continue
        if asked[0] != "none":
            count.missing.append(words)
        if given[0] != "none":
            count.extra.append(words)


def measure(name: str) -> Scores:
    """Read one document of the corpus with the loader and score it."""
    from graph_loader.pipeline import read_documents

    document = load(name)
    read = read_documents(name, document.data)
    if len(read) != 1:
        raise ValueError(f"{name}: {len(read)} documents from one file")
    return score(document, read[0][1])


def table(scores: dict[str, Scores]) -> Iterator[str]:
    """One line a document, and one for all."""
    yield "document".ljust(34) + "".join(aspect.rjust(12) for aspect in ASPECTS)
    whole = {aspect: Count() for aspect in ASPECTS}
    for name, counts in scores.items():
        yield name.ljust(34) + "".join(f"{counts[aspect].f1:.3f}".rjust(12) for aspect in ASPECTS)
        for aspect in ASPECTS:
            whole[aspect].add(counts[aspect])
    yield "all".ljust(34) + "".join(f"{whole[aspect].f1:.3f}".rjust(12) for aspect in ASPECTS)
    sizes = (whole[aspect].right + len(whole[aspect].missing) for aspect in ASPECTS)
    yield "expected".ljust(34) + "".join(str(size).rjust(12) for size in sizes)


def differences(counts: Scores) -> Iterator[str]:
    """Each miss (−) and each extra (+) of one document."""
    for aspect in ASPECTS:
        yield from (f"  − {aspect}: {words}" for words in counts[aspect].missing)
        yield from (f"  + {aspect}: {words}" for words in counts[aspect].extra)


def main(arguments: Iterable[str]) -> None:
    words = list(arguments)
    chosen = [name for name in names() if "--show" not in words or words[-1] in name]
    scores = {name: measure(name) for name in chosen}
    print("\n".join(table(scores)))
    for name, counts in scores.items():
        lines = list(differences(counts))
        if lines:
            print(f"\n{name}")
            print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
