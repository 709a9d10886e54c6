"""Files as offices make them, one test each: what is read from the file equals the answers beside its generator."""

from __future__ import annotations

import json

import pytest

from tests.files import office
from tests.files.scoring import ASPECTS, FOLDER, answers, differences, measure, numbers

FLOORS: dict[str, dict[str, float]] = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))

_BY_OFFICE = frozenset(
    number
    for number in numbers()
    if "files.office import" in (FOLDER / f"make_{number}.py").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("number", numbers())
def test_a_made_file_is_read_as_answered(number: str) -> None:
    if number in _BY_OFFICE and office.missing():
        pytest.skip("LibreOffice is not installed")
    scores = measure(number)
    floors = FLOORS.get(number, {})
    below = [aspect for aspect in ASPECTS if scores[aspect].f1 < floors.get(aspect, 1.0)]
    assert not below, "\n".join([f"{number}: {below}", *differences(scores)])


@pytest.mark.parametrize("number", numbers())
def test_answers_are_whole(number: str) -> None:
    rows = answers(number)
    tasks = {row["id"] for row in rows if row["row"] == "task"}
    assert len(tasks) == sum(row["row"] == "task" for row in rows)
    assert {row["task"] for row in rows if row["row"] in {"role", "target"} and row["task"]} <= tasks
    assert {row["parent"] for row in rows if row["row"] == "task" and row["parent"]} <= tasks
    assert len(tasks) >= 15


def test_floors_name_files_and_aspects_that_exist() -> None:
    assert set(FLOORS) <= set(numbers())
    assert {aspect for floors in FLOORS.values() for aspect in floors} <= set(ASPECTS)
