"""The whole text of a document cut into pieces to show, each with the marks that lie on it.

“…（县财政局牵头）” and a mark on the name and one on its clause → plain, clause, clause + name, clause. Offsets count
code points of the text as loaded, and the cutting is done here, so that a browser, which counts otherwise, never
sees an offset. Joined again, the pieces are the text, character for character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_store.errors import SpanOutsideText


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMark:
    """A stretch of the text to mark: `kind` is its class on the page, `link` where a click leads, or empty."""

    start: int
    end: int
    kind: str
    title: str = ""
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters on one line under the same marks; `anchors` name the marks that begin with it."""

    text: str
    marks: tuple[TextMark, ...]
    anchors: tuple[str, ...]

    @property
    def classes(self) -> str:
        """The kinds of its marks, as a class list."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def title(self) -> str:
        """What the marks say, innermost first."""
        return "；".join(dict.fromkeys(mark.title for mark in reversed(self.marks) if mark.title))

    @property
    def link(self) -> str:
        """Where the innermost linked mark leads."""
        return next((mark.link for mark in reversed(self.marks) if mark.link), "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, counted from 1, without its line end."""

    number: int
    pieces: tuple[Piece, ...]


def cut_document(text: str, marks: Iterable[TextMark]) -> list[Line]:
    """Cut a text into lines and pieces; raises SpanOutsideText for a mark that does not lie in it."""
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, m.kind, m.anchor))
    for mark in ordered:
        if not 0 <= mark.start <= mark.end <= len(text):
            raise SpanOutsideText(mark.start, mark.end, len(text))
    lines: list[Line] = []
    at, waiting, active = 0, 0, list[TextMark]()
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        end = at + len(line)
        begun = waiting
        while waiting < len(ordered) and ordered[waiting].start < end:
            waiting += 1
        on_line = [*active, *ordered[begun:waiting]]
        lines.append(Line(number, tuple(_pieces(text, at, at + len(line.rstrip("\r\n")), on_line))))
        active = [mark for mark in on_line if mark.end > end]
        at = end
    return lines


def _pieces(text: str, start: int, end: int, marks: Sequence[TextMark]) -> Iterable[Piece]:
    """The pieces of one line, from `start` to `end`; anchors of marks that begin on it stand at its first piece."""
    inside = {start, end}
    for mark in marks:
        inside.update(edge for edge in (mark.start, mark.end) if start < edge < end)
    waiting = sorted(marks, key=lambda m: m.start)  # stable: wider marks stay before those inside them
    begun, active = 0, list[TextMark]()
    for left, right in list(pairwise(sorted(inside))) or [(start, end)]:
        last = right == end
        anchors = tuple(m.anchor for m in _beginning(waiting[begun:], left, right, last=last) if m.anchor)
        while begun < len(waiting) and (waiting[begun].start <= left or waiting[begun].start < right):
            active.append(waiting[begun])
            begun += 1
        active = [mark for mark in active if mark.end > left]
        here = tuple(m for m in active if m.start <= left and m.end >= right) if left < right else ()
        yield Piece(text[left:right], here, anchors)


def _beginning(waiting: Sequence[TextMark], left: int, right: int, *, last: bool) -> Iterable[TextMark]:
    """Of marks sorted by start, those that begin in this piece; the last piece takes what begins after it."""
    for mark in waiting:
        if mark.start >= right and not last:
            return
        if mark.start >= left:
            yield mark
