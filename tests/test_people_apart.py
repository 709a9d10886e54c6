"""Names of people with blanks inside, side by side."""

from __future__ import annotations

import pytest

from graph_loader.people import split_people
from graph_loader.source import Reading


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("申 屠 易 水", ["申屠", "易水"]),
        ("欧阳 明月", ["欧阳明月"]),
        ("欧 阳 明月", ["欧阳明月"]),
        ("欧阳 丽", ["欧阳丽"]),
        ("田 野 汪 洋", ["田野", "汪洋"]),
    ],
)
def test_blanks_inside_names(cell: str, names: list[str]) -> None:
    assert [name.written for name in split_people(Reading.whole(cell, 0, len(cell)))] == names
