"""One file as text: the characters, and a reading view with a map back that cannot lie.

A reader (graph_loader/readers/) turns a file into a `SourceText`. Its `text` is what every offset counts: for .txt
and .md the file decoded exactly as it is on disk (BOM and line ends kept); for other formats the text that the
reader lays out. `blocks` give the same characters in reading order as paragraphs and tables: page-break gaps inside
a sentence, a word or a number closed, wrapped names joined, markup and page furniture left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph_store.model import Place, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A run of reading text; `offsets[i]` is the place of `text[i]` in `source`, strictly increasing."""

    text: str
    offsets: tuple[int, ...]
    source: str

    def __post_init__(self) -> None:
        if len(self.text) != len(self.offsets):
            raise ValueError("each character of a reading needs its offset")

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The source from the first to the last of these characters; raises IndexError for an empty run."""
        stop = len(self.text) if end is None else end
        return Span.of(self.source, self.offsets[start], self.offsets[stop - 1] + 1)

    def cut(self, start: int, end: int | None = None) -> Reading:
        """The part from `start` to `end`, in characters of the reading."""
        stop = len(self.text) if end is None else end
        return Reading(self.text[start:stop], self.offsets[start:stop], self.source)

    def strip(self) -> Reading:
        """The reading without white space at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self.cut(left, max(left, right))

    def without(self, keep: Iterator[bool] | list[bool]) -> Reading:
        """Only the characters whose flag in `keep` is true."""
        chosen = [index for index, flag in enumerate(keep) if flag]
        return Reading("".join(self.text[i] for i in chosen), tuple(self.offsets[i] for i in chosen), self.source)

    @classmethod
    def whole(cls, source: str, start: int, end: int) -> Reading:
        """The source from `start` to `end`, character for character."""
        return cls(source[start:end], tuple(range(start, end)), source)

    @classmethod
    def join(cls, parts: list[Reading]) -> Reading:
        """Several runs of one source, one after the other, with nothing between them."""
        source = parts[0].source if parts else ""
        return cls("".join(p.text for p in parts), tuple(o for p in parts for o in p.offsets), source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One logical paragraph of prose. `heading` is 1–6 where markup or a style says so, else 0.

    `bold` is the number of characters at its start that are set in bold (a run-in heading), 0 where none are.
    """

    reading: Reading
    place: Place
    heading: int = 0
    bold: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of equally many cells, heads and section rows included, page repeats included."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    merges_known: bool = False  # the format has real merges (docx, xlsx, html): a blank cell is then truly blank


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
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
