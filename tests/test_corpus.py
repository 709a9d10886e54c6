"""The marked plans, one test each: what is read equals what is marked, and no pattern of the catalogue is forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus import ASPECTS, differences, measure
from tests.corpus_marks import load, names

FLOORS: dict[str, dict[str, float]] = json.loads(
    (Path(__file__).parent / "marked" / "floors.json").read_text(encoding="utf-8")
)

#: Pattern numbers of the catalogue of formats; README.md of tests/marked says what each stands for.
PATTERNS = frozenset(
    f"{letter}{number}"
    for letter, last in {"R": 29, "D": 17, "M": 20, "U": 8, "E": 9, "S": 6, "C": 10, "N": 13, "H": 8, "K": 16}.items()
    for number in range(1, last + 1)
)


@pytest.mark.parametrize("name", names())
def test_a_plan_is_read_as_it_is_marked(name: str) -> None:
    scores = measure(name)
    floors = FLOORS.get(name, {})
    below = [aspect for aspect in ASPECTS if scores[aspect].f1 < floors.get(aspect, 1.0)]
    assert not below, "\n".join([f"{name}: {below}", *differences(scores)])


def test_every_pattern_of_the_catalogue_stands_in_some_plan() -> None:
    named = frozenset().union(*(load(name).patterns for name in names()))
    assert sorted(PATTERNS - named) == []
    assert sorted(named - PATTERNS) == []


def test_the_corpus_is_large_enough() -> None:
    documents = [load(name) for name in names()]
    assert len(documents) >= 22
    assert sum(not task.optional for document in documents for task in document.tasks.values()) >= 320


def test_floors_name_documents_and_aspects_that_exist() -> None:
    assert set(FLOORS) <= set(names())
    assert {aspect for floors in FLOORS.values() for aspect in floors} <= set(ASPECTS)
