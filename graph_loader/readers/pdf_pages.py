"""Pages of lines and ruled tables (of a PDF, an OFD) → paragraphs and tables in reading order.

A paragraph or a table that goes on over the page break is laid out once, at the place where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_loader.readers.furniture import is_furniture
from graph_loader.readers.layout import Layout, ParagraphDraft
from graph_loader.readers.pdf_cells import PdfCell
from graph_loader.readers.pdf_lines import Glyph, PdfLine, lines_of
from graph_loader.readers.pdf_paragraphs import LogicalParagraph, Page, find_setting, paragraphs_of
from graph_loader.readers.pdf_tables import TablePart, draft_of, same_table, stitch
from graph_store.model import Place


@dataclass(slots=True)
class Pages:
    """What the pages gave: lines outside tables, parts of tables, pages without characters."""

    pages: list[Page] = field(default_factory=list)
    parts: dict[int, list[TablePart]] = field(default_factory=dict)
    scanned: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)


def fill_cells(cells: list[PdfCell], glyphs: list[Glyph]) -> list[Glyph]:
    """Put each glyph into the cell in which its middle lies; give back the others."""
    held: dict[int, list[Glyph]] = {}
    outside = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for index, cell in enumerate(cells):
            left, top, right, bottom = cell.box
            if top <= y < bottom and left <= x < right:
                held.setdefault(index, []).append(glyph)
                break
        else:
            outside.append(glyph)
    for index, own in held.items():
        cells[index].lines = lines_of(own, cells[index].page)
    return outside


def lay_pages(layout: Layout, found: Pages) -> None:
    """Lay out all pages in reading order: paragraphs and tables that a page break cuts are made whole."""
    setting = find_setting([line for page in found.pages for line in page.lines])
    lines: list[PdfLine] = []
    parts: list[TablePart] = []
    paragraphs = tables = 0
    for item in [*_in_order(found), None]:
        ends = parts and not (isinstance(item, TablePart) and same_table(parts[-1], item))
        if ends:
            grid = stitch(parts)
            tables += bool(grid)
            if grid:
                layout.add(draft_of(grid, tables))
            parts = []
        if isinstance(item, PdfLine):
            lines.append(item)
            continue
        for paragraph in paragraphs_of(lines, setting):
            if not is_furniture(paragraph.text):
                paragraphs += 1
                layout.add(_draft(paragraph, paragraphs))
        lines = []
        if item is not None:
            parts.append(item)


def _draft(paragraph: LogicalParagraph, number: int) -> ParagraphDraft:
    first = [line for line in paragraph.lines if line.page == paragraph.lines[0].page]
    box = (min(p.box[0] for p in first), first[0].box[1], max(p.box[2] for p in first), first[-1].box[3])
    return ParagraphDraft(paragraph.marked(), Place(page=first[0].page, box=box, paragraph=number), bold=paragraph.bold)


def _in_order(found: Pages) -> Iterator[PdfLine | TablePart]:
    """Lines and tables page by page, from top to bottom."""
    for page in found.pages:
        parts = list(found.parts.get(page.number, []))
        for line in page.lines:
            while parts and parts[0].box[1] < line.top:
                yield parts.pop(0)
            yield line
        yield from parts
