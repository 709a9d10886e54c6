"""`.txt` and `.md` → SourceText: the file decoded exactly, and its paragraphs and tables in reading order.

`…达到 4.8⏎⏎万户以上` is one paragraph that reads “…达到4.8万户以上”; the text keeps both line ends.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from graph_loader.readers.celltext import moved, prose_reading
from graph_loader.readers.encodings import decode
from graph_loader.readers.html_grids import html_end, html_table
from graph_loader.readers.joining import Piece, find_manner, joins
from graph_loader.readers.lines import Line, split_lines
from graph_loader.readers.markdown import Marked, is_rule, leading_bold, read_marked
from graph_loader.readers.space_grids import space_grid
from graph_loader.readers.text_grids import (
    Grid,
    column_grid,
    loose_pipe_grid,
    make_table,
    pipe_grid,
    tab_grid,
    usual_widths,
)
from graph_loader.source import Block, Paragraph, Reading, SourceText
from graph_store.model import Place

_INDENT = re.compile(r"(?:\u3000| {2,}|\t|\xa0{2})\s*\S")


def read(name: str, data: bytes) -> SourceText:
    """Read a text file; raises UnreadableFile where it is empty, binary, too big or damaged."""
    decoded = decode(name, data)
    return SourceText(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="md" if PurePath(name).suffix.lower() in (".md", ".markdown") else "txt",
        text=decoded.text,
        blocks=read_blocks(decoded.text),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def read_blocks(source: str) -> tuple[Block, ...]:
    """Paragraphs and tables of a text, in reading order; every offset counts code points of `source`."""
    lines = split_lines(source)
    usual = usual_widths(lines)
    blocks: list[Block] = []
    prose: list[_Words] = []
    tables = 0
    at, gap = 0, False
    while at < len(lines):
        line = lines[at]
        if line.blank or is_rule(line.text):
            gap, at = True, at + 1
            continue
        after = html_end(source, lines, at)
        grid = None if after else _find_grid(source, lines, at, usual)
        if after or grid:
            blocks.extend(_paragraphs(source, prose))
            prose = []
            tables += 1
            if grid:
                blocks.append(make_table(source, grid, tables, lines))
            else:
                blocks.extend(html_table(source, lines, at, after, tables))
            at, gap = grid.after if grid else after, True
            continue
        words = _words(source, line, gap or line.feed)
        if words:
            prose.append(words)
            gap = False
        at += 1
    blocks.extend(_paragraphs(source, prose))
    return tuple(blocks)


def _find_grid(source: str, lines: Sequence[Line], at: int, usual: Counter[int]) -> Grid | None:
    text = lines[at].text
    if "\t" in text:
        return tab_grid(source, lines, at, usual)
    if "|" in text:
        return loose_pipe_grid(source, lines, at) or pipe_grid(source, lines, at)
    if "  " in text or "\u3000" in text:
        return space_grid(lines, at)
    return column_grid(source, lines, at) if len(text) <= 12 else None


@dataclass(slots=True)
class _Words:
    """One line of prose: its words without markup, and how it is set."""

    line: Line
    marked: Marked
    piece: Piece


def _words(source: str, line: Line, gap: bool) -> _Words | None:
    marked = read_marked(source, line.start, line.end)
    text = marked.words.text
    if not text.strip("\ufeff\u200b \t\r\n\x0b\xa0\u3000"):
        return None
    ends = line.text.endswith(("  ", "\\"))
    piece = Piece(text.strip("\ufeff\u200b \t\xa0\u3000"), gap, marked.heading, bool(_INDENT.match(line.text)), ends)
    return _Words(line, marked, piece)


def _paragraphs(source: str, prose: list[_Words]) -> list[Paragraph]:
    """Lines joined to paragraphs."""
    manner = find_manner([words.piece for words in prose])
    paragraphs: list[Paragraph] = []
    group: list[_Words] = []
    before = ""
    for index, words in enumerate(prose):
        following = prose[index + 1].piece if index + 1 < len(prose) else None
        if group and joins(before, group[-1].piece, words.piece, following, manner):
            group.append(words)
            before = f"{before}{words.piece.text}"[-2000:]
            continue
        if group:
            paragraphs.extend(_paragraph(source, group))
        group, before = [words], words.piece.text[-2000:]
    if group:
        paragraphs.extend(_paragraph(source, group))
    return paragraphs


def _paragraph(source: str, group: list[_Words]) -> list[Paragraph]:
    parts: list[Reading] = []
    switches: list[int] = []
    size = 0
    for words in group:
        if parts and _needs_space(parts[-1].text[-1], words.piece.text[0]):
            parts.append(Reading(" ", range(words.line.start - 1, words.line.start), source))
            size += 1
        switches.extend(size + place for place in words.marked.switches)
        parts.append(words.marked.words)
        size += len(words.marked.words)
    raw = Reading.join(parts)
    reading = prose_reading(raw)
    if not reading.text.strip():
        return []
    bold = leading_bold(reading.text, [moved(place, raw, reading) for place in switches])
    first = group[0]
    place = Place(line=first.line.number, page=first.line.page)
    return [Paragraph(reading=reading, place=place, heading=first.piece.heading, bold=bold)]


def _needs_space(left: str, right: str) -> bool:
    """Latin words on two lines stay two words."""
    return left.isascii() and right.isascii() and left.isalpha() and right.isalpha()
