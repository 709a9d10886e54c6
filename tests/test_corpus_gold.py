"""The five samples against their reading by hand: every row, none extra in those places, every quote its characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loader.pipeline import read_documents

HERE = Path(__file__).parent
Row = tuple[int, str, str]  # start of the clause, name as written, role


def _by_hand(number: str) -> tuple[set[Row], set[tuple[int, int]]]:
    lines = (HERE / "gold" / f"{number}-assignments.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line[0].isdigit()]
    return {(int(c[0]), c[2], c[3]) for c in cells}, {(int(c[0]), int(c[1])) for c in cells}


@pytest.mark.parametrize(("number", "size"), [("000", 150), ("001", 212), ("002", 194), ("003", 53), ("004", 353)])
def test_a_sample_is_read_as_by_hand(number: str, size: int) -> None:
    path = next((HERE.parent / "samples").glob(f"{number}_*.txt"))
    source, facts = read_documents(path.name, path.read_bytes())[0]
    wanted, places = _by_hand(number)
    assert len(wanted) == size
    found = [
        (start, row.as_written, row.role.value)
        for row in facts.assignments
        for start, end in places
        if start <= row.span.start < end
    ]
    assert sorted(found) == sorted(wanted)
    for row in facts.assignments:
        assert source.text[row.span.start : row.span.end] == row.span.quote
        assert source.text[row.clause.start : row.clause.end] == row.clause.quote
