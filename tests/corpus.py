"""The scores of a reading against the marked plans of tests/marked.

`python -m tests.corpus [--show NAME]` prints one line of scores a document, and each miss and extra.
“3. 鼓励… · 县财政局 lead” names a role row by its task, unit and role.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph_store.model import PERSON_ROLES, Assignment, DocumentFacts, Role, Task, TaskKind
from tests.corpus_marks import ExpectedRole, ExpectedTask, MarkedDocument, load, names

ASPECTS = ("tasks", "roles", "inherited", "people", "deadlines", "open lists", "places")
_NUMBERING = re.compile(
    r"^[\s*#＊>|—–-]*(?:第[一二三四五六七八九十百]+条|[（(]?[0-9０-９一二三四五六七八九十]+[)）.．、﹒])?\s*"
)
PREFIX = 8


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
Key = tuple[str, str, Role]


def score(document: MarkedDocument, facts: DocumentFacts) -> Scores:
    """Compare one reading with the marks."""
    scores = {aspect: Count() for aspect in ASPECTS}
    pairs = _match_tasks(document, facts, scores["tasks"])
    _score_roles(document, facts, pairs, scores)
    _score_deadlines(document, facts, pairs, scores["deadlines"])
    return scores


def _number(text: str) -> str:
    return re.sub(r"[\s*#()（）.．、﹒—–•●-]", "", text)


def _head(text: str) -> str:
    # the start of a task's words without numbering, markup and white space
    for _ in range(2):
        text = _NUMBERING.sub("", text, count=1)
    return re.sub(r"[\s*#]|<[a-z/][^>]*>", "", text)[:PREFIX]


def _same(expected: ExpectedTask, actual: Task) -> bool:
    if expected.kind is not TaskKind.ACTION and _number(expected.number) != _number(actual.number):
        return False
    return _same_words(expected, actual) or abs(expected.start - actual.span.start) <= len(expected.number) + 4


def _same_words(expected: ExpectedTask, actual: Task) -> bool:
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
    if not _same_words(expected, actual):
        return f"text begins {_head(actual.text)}"
    if not expected.optional and expected.kind and expected.kind is not actual.kind:
        return f"kind {actual.kind}, not {expected.kind}"
    if expected.parent and not expected.sub and pairs.get(actual.parent_id or "") != expected.parent:
        return f"parent {actual.parent_id}, not {document.tasks[expected.parent].number}"
    return ""


class _Rows:
    """Role rows under one key for both sides; a sub-item and the only action of a task count as that task."""

    def __init__(self, document: MarkedDocument, pairs: dict[str, str]) -> None:
        self.document = document
        self.pairs = pairs
        below: dict[str, int] = {}
        for task in document.tasks.values():
            if task.parent:
                below[task.parent] = below.get(task.parent, 0) + 1
        self.same = {
            task.id: task.parent
            for task in document.tasks.values()
            if task.parent and (task.sub or (task.kind is TaskKind.ACTION and below[task.parent] == 1))
        }

    def key(self, task: str, written: str, role: Role) -> Key:
        return self.same.get(task, task), re.sub(r"\s", "", written), role

    def expected(self, *, optional: bool) -> dict[Key, ExpectedRole]:
        return {self.key(r.task, r.as_written, r.role): r for r in self.document.roles if r.optional is optional}

    def found(self, facts: DocumentFacts) -> dict[Key, Assignment]:
        return {self.key(self.pairs.get(a.task_id, "no task"), a.as_written, a.role): a for a in facts.assignments}

    def say(self, key: Key) -> str:
        task = self.document.tasks.get(key[0])
        return f"{task.number if task else ''} {_head(task.text) if task else key[0]} · {key[1]} {key[2]}"


def _score_roles(document: MarkedDocument, facts: DocumentFacts, pairs: dict[str, str], scores: Scores) -> None:
    rows = _Rows(document, pairs)
    wanted, allowed, found = rows.expected(optional=False), rows.expected(optional=True), rows.found(facts)
    opened = {key[0] for key, row in (wanted | allowed).items() if row.list_open}
    for key, expected in wanted.items():
        words = rows.say(key)
        people = expected.role in PERSON_ROLES
        aspect = scores["people" if people else "roles"]
        actual = found.get(key)
        if actual is None:
            aspect.missing.append(words)
        else:
            aspect.right += 1
            _score_open(expected, actual, scores["open lists"], words, may=key[0] in opened)
            _score_place(document.text, expected, actual.span.start, actual.span.end, scores["places"], words)
        if expected.inherited and not people:
            right = actual is not None and actual.inherited
            scores["inherited"].right += right
            scores["inherited"].missing += [] if right else [words]
    for key, actual in found.items():
        people = actual.role in PERSON_ROLES
        if key not in wanted and key not in allowed:
            scores["people" if people else "roles"].extra.append(rows.say(key))
        given = wanted.get(key) or allowed.get(key)
        if actual.inherited and not people and (given is None or given.inherited is False) and key not in allowed:
            scores["inherited"].extra.append(rows.say(key))


def _score_open(expected: ExpectedRole, actual: Assignment, count: Count, words: str, *, may: bool) -> None:
    if expected.list_open and not actual.list_open:
        count.missing.append(words)
    elif expected.list_open:
        count.right += 1
    elif actual.list_open and not may:
        count.extra.append(words)


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
    actual = {pairs[t.id]: t.deadline for t in facts.tasks if t.id in pairs}
    above = {task.parent for task in document.tasks.values() if task.kind is TaskKind.ACTION}
    for task in document.tasks.values():
        if task.optional or task.deadline_kind is None or task.id in above:
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
