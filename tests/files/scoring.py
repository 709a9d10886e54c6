"""What the loader reads in a made file, beside the answers written for it.

`python -m tests.files.scoring [NN]` prints the scores, with each miss and extra where a file is named.
An answer is one JSON object a line: `row` is task, role, target or citation; a task has `id`, `number`, `kind`,
`parent`, `text` (how its words begin), `deadline` (null: not asked) and `end`; a role has `task`, `as_written`, `role`
(or `roles`, where several readings are right), `inherited`, `list_open`, `optional`.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from graph_loader.pipeline import read_documents
from graph_store.model import Assignment, DocumentFacts, Task
from tests.corpus import Count

ASPECTS = ("tasks", "roles", "people", "deadlines", "inherited", "open lists", "targets", "citations")
FOLDER = Path(__file__).parent
_PEOPLE = frozenset({"leader", "officer"})
Answer = dict[str, Any]
Scores = dict[str, Count]


def numbers() -> list[str]:
    """The made files, by number."""
    return sorted(path.stem.removeprefix("make_") for path in FOLDER.glob("make_*.py"))


def answers(number: str) -> list[Answer]:
    """The answers to one file."""
    lines = (FOLDER / f"{number}.answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


@cache
def reading(number: str) -> DocumentFacts:
    """The facts that the loader finds in one made file."""
    maker = importlib.import_module(f"tests.files.make_{number}")
    read = read_documents(maker.NAME, maker.build())
    if len(read) != 1:
        raise ValueError(f"{maker.NAME}: {len(read)} documents from one file")
    return read[0][1]


def measure(number: str) -> Scores:
    """The counts of every aspect of one file."""
    return compare(answers(number), reading(number))


def compare(rows: list[Answer], facts: DocumentFacts) -> Scores:
    """Count what is right, missing and extra."""
    scores = {aspect: Count() for aspect in ASPECTS}
    tasks = {row["id"]: row for row in rows if row["row"] == "task"}
    pairs = _pair(tasks, facts, scores["tasks"])
    _roles(rows, tasks, facts, pairs, scores)
    _deadlines(tasks, facts, pairs, scores["deadlines"])
    _targets(rows, facts, scores["targets"])
    _citations(rows, facts, scores["citations"])
    return scores


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _bare_or_none(text: str | None) -> str | None:
    return None if text is None else _bare(text)


def _words(text: str) -> str:
    # a number that stands in the measure's own cell may be read as its number or as its first words
    return re.sub(r"^[（(]?\d{1,2}[.．、)）]", "", _bare(text))


def _number(text: str) -> str:
    return re.sub(r"[\s（）().．、]", "", text)


def _say(row: Answer) -> str:
    return f"{row['number']} {row['text']}"


def _pair(tasks: dict[str, Answer], facts: DocumentFacts, count: Count) -> dict[str, str]:
    # actual id → expected id; a task is right when its words, number, kind and parent are
    free = sorted(facts.tasks, key=lambda task: task.span.start)
    pairs: dict[str, str] = {}
    for row in tasks.values():
        same = [task for task in free if _words(task.text).startswith(_bare(row["text"]))]
        near = [t for t in same if row["kind"] == "action" or _number(t.number) == _number(row["number"])] or same
        if not near:
            if not row.get("optional"):
                count.missing.append(_say(row))
            continue
        free.remove(near[0])
        pairs[near[0].id] = row["id"]
        wrong = _wrong(row, near[0], pairs)
        if wrong:
            count.missing.append(f"{_say(row)}: {wrong}")
        elif not row.get("optional"):
            count.right += 1
    count.extra += [f"{task.number} {task.text[:20]} ({task.kind})" for task in free]
    return pairs


def _wrong(row: Answer, task: Task, pairs: dict[str, str]) -> str:
    if row["kind"] != task.kind:
        return f"kind {task.kind}"
    if row["kind"] != "action" and _number(row["number"]) != _number(task.number):
        return f"number {task.number!r}"
    if pairs.get(task.parent_id or "") != row["parent"]:
        return f"parent {task.parent_id and pairs.get(task.parent_id, 'another')}"
    return ""


def _merged(tasks: dict[str, Answer]) -> dict[str, str]:
    # a task with one action counts as one with it
    below: dict[str, list[str]] = {}
    for row in tasks.values():
        if row["parent"] and row["kind"] == "action":
            below.setdefault(row["parent"], []).append(row["id"])
    return {actions[0]: task for task, actions in below.items() if len(actions) == 1}


def _roles(
    rows: list[Answer], tasks: dict[str, Answer], facts: DocumentFacts, pairs: dict[str, str], scores: Scores
) -> None:
    one = _merged(tasks)
    found: dict[tuple[str, str], dict[str, Assignment]] = {}
    for given in facts.assignments:
        task = pairs.get(given.task_id, "no task")
        found.setdefault((one.get(task, task), _bare(given.as_written)), {})[given.role] = given
    opened: dict[str, bool] = {}
    for row in rows:
        if row["row"] != "role":
            continue
        task = one.get(str(row["task"]), str(row["task"]))
        opened[task] = opened.get(task, False) or row["list_open"]
        right = row.get("roles") or [row["role"]]
        there = found.get((task, _bare(row["as_written"])), {})
        read = next((role for role in right if role in there), None)
        actual = there.pop(read) if read else None
        if row.get("optional"):
            continue
        words = f"{_say(tasks[task])} · {row['as_written']} {'/'.join(right)}"
        aspect = scores["people" if right[0] in _PEOPLE else "roles"]
        aspect.right += actual is not None
        aspect.missing += [] if actual else [words]
        _inherited(row, actual, scores["inherited"], words)
    for (task, name), there in found.items():
        for found_role in there:
            words = f"{_say(tasks[task]) if task in tasks else task} · {name} {found_role}"
            scores["people" if found_role in _PEOPLE else "roles"].extra.append(words)
    _open(opened, {one.get(t, t) for t in _open_tasks(facts, pairs)}, tasks, scores["open lists"])


def _inherited(row: Answer, actual: Assignment | None, count: Count, words: str) -> None:
    if actual is None or row["inherited"] is None:
        return
    if row["inherited"] and actual.inherited:
        count.right += 1
    elif row["inherited"]:
        count.missing.append(words)
    elif actual.inherited:
        count.extra.append(words)


def _open_tasks(facts: DocumentFacts, pairs: dict[str, str]) -> set[str]:
    return {pairs.get(given.task_id, "no task") for given in facts.assignments if given.list_open}


def _open(wanted: dict[str, bool], found: set[str], tasks: dict[str, Answer], count: Count) -> None:
    for task, is_open in wanted.items():
        if is_open:
            count.right += task in found
            count.missing += [] if task in found else [_say(tasks[task])]
        elif task in found:
            count.extra.append(_say(tasks[task]))


def _deadlines(tasks: dict[str, Answer], facts: DocumentFacts, pairs: dict[str, str], count: Count) -> None:
    actual = {pairs[task.id]: task.deadline for task in facts.tasks if task.id in pairs}
    above = {row["parent"] for row in tasks.values() if row["kind"] == "action"}
    for row in tasks.values():
        if row.get("optional") or row["deadline"] is None or row["id"] in above:
            continue
        found = actual.get(row["id"])
        given = (found.kind.value, found.end) if found else ("none", None)
        asked = (row["deadline"], row["end"])
        words = f"{_say(row)}: {asked[0]} {asked[1] or ''}, read {given[0]} {given[1] or ''}"
        if given == asked:
            count.right += asked[0] != "none"
            continue
        count.missing += [words] if asked[0] != "none" else []
        count.extra += [words] if given[0] != "none" else []


def _targets(rows: list[Answer], facts: DocumentFacts, count: Count) -> None:
    # the answers name the clear ones: each must be found; others are not counted
    free = list(facts.targets)
    for row in (row for row in rows if row["row"] == "target"):
        value = None if row["value"] is None else Decimal(row["value"])
        for target in free:
            if (target.operator, target.value, target.unit) != (row["operator"], value, row["unit"]):
                continue
            if row["indicator"] in _bare(target.indicator) and row["by"] in (None, target.by):
                free.remove(target)
                count.right += 1
                break
        else:
            wanted = (row[key] or "" for key in ("indicator", "operator", "value", "unit", "by"))
            count.missing.append(" ".join(wanted))


def _citations(rows: list[Answer], facts: DocumentFacts, count: Count) -> None:
    wanted = [
        tuple(map(_bare_or_none, (row["cited_title"], row["cited_number"]))) for row in rows if row["row"] == "citation"
    ]
    for cited in facts.citations:
        key = (_bare_or_none(cited.cited_title), _bare_or_none(cited.cited_number))
        if key in wanted:
            wanted.remove(key)
            count.right += 1
        else:
            count.extra.append(str(key))
    count.missing += [str(key) for key in wanted]


def differences(scores: Scores) -> Iterator[str]:
    """Each miss (−) and each extra (+)."""
    for aspect in ASPECTS:
        yield from (f"  − {aspect}: {words}" for words in scores[aspect].missing)
        yield from (f"  + {aspect}: {words}" for words in scores[aspect].extra)


def main(chosen: list[str]) -> None:
    """Print the scores of all files, or those named with their differences."""
    print("file".ljust(6) + "".join(aspect.rjust(12) for aspect in ASPECTS))
    for number in chosen or numbers():
        scores = measure(number)
        sizes = (scores[aspect].right + len(scores[aspect].missing) for aspect in ASPECTS)
        print(
            number.ljust(6) + "".join(f"{scores[a].f1:.3f}/{n}".rjust(12) for a, n in zip(ASPECTS, sizes, strict=True))
        )
        if chosen:
            print("\n".join(differences(scores)))


if __name__ == "__main__":
    main(sys.argv[1:])
