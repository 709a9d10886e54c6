"""A text cut into marked pieces is still that text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_store.errors import SpanOutsideText
from visualizations.document import TextMark, cut_document

TEXT = "一、工作\r\n推进事项（县财政局\n牵头，县发改局配合）\n"


def _shown(text: str, marks: list[TextMark]) -> list[list[tuple[str, str]]]:
    return [[(p.text, p.classes) for p in line.pieces] for line in cut_document(text, marks)]


def test_a_clause_broken_over_two_lines_is_marked_on_both() -> None:
    start, end = TEXT.index("（"), TEXT.index("）") + 1
    name = TEXT.index("县财政局")
    marks = [
        TextMark(start=name, end=name + 4, kind="lead"),
        TextMark(start=start, end=end, kind="clause", anchor="c1"),
    ]
    assert _shown(TEXT, marks) == [
        [("一、工作", "")],
        [("推进事项", ""), ("（", "clause"), ("县财政局", "clause lead")],
        [("牵头，县发改局配合）", "clause")],
    ]
    assert [p.anchors for line in cut_document(TEXT, marks) for p in line.pieces if p.anchors] == [("c1",)]


def test_a_mark_outside_the_text_is_refused() -> None:
    with pytest.raises(SpanOutsideText):
        cut_document(TEXT, [TextMark(start=3, end=len(TEXT) + 1, kind="x")])


@given(st.text(alphabet="一二（）\r\n\t𠮷 \x0b\u2028a", max_size=60), st.data())
def test_pieces_joined_are_the_text_and_every_mark_covers_its_characters(text: str, data: st.DataObject) -> None:
    places = st.integers(min_value=0, max_value=len(text))
    spans = data.draw(st.lists(st.tuples(places, places), max_size=6))
    marks = [TextMark(start=min(s), end=max(s), kind=f"k{i}", anchor=f"a{i}") for i, s in enumerate(spans)]
    lines = cut_document(text, marks)
    assert ["".join(p.text for p in line.pieces) for line in lines] == [
        raw.rstrip("\r\n") for raw in text.splitlines(keepends=True)
    ]
    anchors = sorted(a for line in lines for p in line.pieces for a in p.anchors)
    if text:
        assert anchors == sorted(m.anchor for m in marks if m.start < len(text))


@given(st.text(alphabet="一二（）\n\t𠮷", max_size=40), st.data())
def test_every_character_is_under_just_the_marks_that_cover_it(text: str, data: st.DataObject) -> None:
    places = st.integers(min_value=0, max_value=len(text))
    spans = data.draw(st.lists(st.tuples(places, places), max_size=8))
    marks = [TextMark(start=min(s), end=max(s), kind=f"k{i}") for i, s in enumerate(spans)]
    at = 0
    for line, raw in zip(cut_document(text, marks), text.splitlines(keepends=True), strict=True):
        place = at
        for piece in line.pieces:
            for _ in piece.text:
                assert {m.kind for m in piece.marks} == {m.kind for m in marks if m.start <= place < m.end}
                place += 1
        at += len(raw)
