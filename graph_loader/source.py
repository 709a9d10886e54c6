"""One file as text: the characters, and a reading view with a map back that cannot lie.

A reader (graph_loader/readers/) turns a file into a `SourceText`. Its `text` is what every offset counts: for .txt
and .md the file decoded exactly as it is on disk (BOM and line ends kept); for other formats the text that the
reader lays out. `blocks` give the same characters in reading order as paragraphs and tables: page-break gaps inside
a sentence, a word or a number closed, wrapped names joined, markup and page furniture left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain, compress, pairwise
from typing import Final

from graph_store.model import Place, Span
from graph_store.records import named_record


class Reading:
    """A run of reading text; `offsets[i]` is the place of `text[i]` in `source`, strictly increasing.

    The offsets of a run that stands in the source without gaps are a range, of others a tuple. A reading never
    changes; it is no frozen dataclass only because tens of thousands are made for one plan.
    """

    __slots__ = ("offsets", "source", "text")

    def __init__(self, text: str, offsets: Sequence[int], source: str) -> None:
        if len(text) != len(offsets):
            raise ValueError("each character of a reading needs its offset")
        self.text: Final = text
        self.offsets: Final = offsets
        self.source: Final = source

    def __repr__(self) -> str:
        return f"Reading({self.text!r}, {self.offsets!r})"

    def __len__(self) -> int:
        return len(self.text)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Reading)
            and self.text == other.text
            and (self.offsets == other.offsets or tuple(self.offsets) == tuple(other.offsets))
            and self.source == other.source
        )

    def __hash__(self) -> int:
        return hash((self.text, self.offsets[0] if self.text else -1))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The source from the first to the last of these characters; raises IndexError for an empty run."""
        stop = len(self.text) if end is None else end
        return Span.of(self.source, self.offsets[start], self.offsets[stop - 1] + 1)

    def cut(self, start: int, end: int | None = None) -> Reading:
        """The part from `start` to `end`, in characters of the reading."""
        return Reading(self.text[start:end], self.offsets[start:end], self.source)

    def strip(self) -> Reading:
        """The reading without white space at its ends."""
        text = self.text
        words = text.strip()
        if len(words) == len(text):
            return self
        left = len(text) - len(text.lstrip()) if words else len(text)
        return self.cut(left, left + len(words))

    def printed(self) -> str:
        """The characters of the source under this reading, which a mended copy reads as others."""
        offsets = self.offsets
        if isinstance(offsets, range):
            return self.source[offsets.start : offsets.stop]
        return "".join(map(self.source.__getitem__, offsets))

    def without(self, keep: Iterable[bool]) -> Reading:
        """Only the characters whose flag in `keep` is true."""
        flags = list(keep)
        if all(flags):
            return self
        return Reading("".join(compress(self.text, flags)), tuple(compress(self.offsets, flags)), self.source)

    def outside(self, others: Iterable[Reading]) -> Reading:
        """Only the characters that none of the other readings holds."""
        if not self.text:
            return self
        first, last = self.offsets[0], self.offsets[-1]
        near = [other for other in others if other.text and other.offsets[0] <= last and first <= other.offsets[-1]]
        if not near:
            return self
        runs = [self._run(other) for other in near]
        if None in runs:
            held = set[int]().union(*(other.offsets for other in near))
            return self.without([offset not in held for offset in self.offsets])
        parts, at = [], 0
        for start, stop in sorted(run for run in runs if run):
            if start > at:
                parts.append(self.cut(at, start))
            at = max(at, stop)
        parts.append(self.cut(at))
        return Reading.join(parts)

    def _run(self, other: Reading) -> tuple[int, int] | None:
        """Where another reading's characters stand in this one as one run; None where they have gaps."""
        start = bisect_left(self.offsets, other.offsets[0])
        stop = bisect_left(self.offsets, other.offsets[-1] + 1, start)
        gapless = isinstance(other.offsets, range) or self.offsets[start:stop] == other.offsets
        return (start, stop) if gapless else None

    @classmethod
    def whole(cls, source: str, start: int, end: int) -> Reading:
        """The source from `start` to `end`, character for character."""
        return cls(source[start:end], range(start, end), source)

    @classmethod
    def join(cls, parts: list[Reading]) -> Reading:
        """Several runs of one source, one after the other, with nothing between them."""
        if len(parts) == 1:
            return parts[0]
        source = parts[0].source if parts else ""
        return cls("".join([part.text for part in parts]), _joined([part.offsets for part in parts]), source)


def _joined(runs: list[Sequence[int]]) -> Sequence[int]:
    """The offsets of several runs: a range where each begins where the one before it ends."""
    ranges = [run for run in runs if isinstance(run, range) and run]
    if ranges and len(ranges) == len(runs) and all(a.stop == b.start for a, b in pairwise(ranges)):
        return range(ranges[0].start, ranges[-1].stop)
    return tuple(chain.from_iterable(runs))


@named_record
class Paragraph:
    """One logical paragraph of prose. `heading` is 1–6 where markup or a style says so, else 0.

    `bold` is the number of characters at its start that are set in bold (a run-in heading), 0 where none are.
    """

    reading: Reading
    place: Place
    heading: int = 0
    bold: int = 0


@named_record
class Cell:
    """One cell. `anchor` is the (row, column) of the cell it belongs to where cells are merged, counted from 0.

    `lines` are the cell's own lines or paragraphs as the file breaks them; `reading` is all of it.
    An ordinary cell is its own anchor; one that a merge covers repeats the reading of its anchor.
    """

    reading: Reading
    place: Place
    anchor: tuple[int, int]
    lines: tuple[Reading, ...] = ()
    bold: bool = False


@named_record
class Table:
    """Rows of equally many cells, heads and section rows included, page repeats included."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    merges_known: bool = False  # the format has real merges (docx, xlsx, html): a blank cell is then truly blank


Block = Paragraph | Table


@named_record
class SourceText:
    """One file, read. `warnings` say in Chinese what was damaged, left out or mended."""

    name: str
    sha256: str
    format: str  # txt, md, docx, pdf, xlsx, html, ofd …
    text: str
    blocks: tuple[Block, ...]
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    strong: tuple[tuple[int, int], ...] = ()  # ranges of words set bold inside a line or a cell
    meta: dict[str, str] | None = None  # metadata tables of saved pages: 发文字号, 成文日期 …
