"""A part of a web page → paragraphs and tables, as a browser lays them out.

`<p><b>1.题。</b>正文<br>（责任单位：县A局）</p>` → two paragraphs, the first with a bold lead of four characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from graph_loader.readers.docx_numbering import format_number
from graph_loader.readers.docx_runs import Line
from graph_loader.readers.html_page import is_hidden
from graph_loader.readers.layout import squeeze

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "center",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dd",
        "dt",
        "dl",
        "ul",
        "ol",
        "pre",
        "header",
        "footer",
        "form",
        "fieldset",
        "address",
        "body",
        "figure",
        "figcaption",
        "details",
        "summary",
        "caption",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "hr",
    ]
)
_SKIP = frozenset(["script", "style", "noscript", "head", "title", "meta", "link", "img"])
_LIST_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_SPAN = 500


@dataclass(slots=True)
class PageParagraph:
    """The lines of one block, whether a heading (1–6), whether centred."""

    lines: list[Line] = field(default_factory=lambda: [Line()])
    heading: int = 0
    centred: bool = False

    def has_words(self) -> bool:
        """Whether anything but white space stands in it."""
        return any(squeeze(line.text) for line in self.lines)


@dataclass(slots=True)
class PageCell:
    """One place of the grid of a table: its lines (none where covered) and the cell it belongs to."""

    lines: list[Line]
    anchor: tuple[int, int]


@dataclass(slots=True)
class PageTable:
    """A table of data."""

    rows: list[list[PageCell]]


class BlockWalker:
    """Walks an element and collects its blocks in reading order."""

    def __init__(self, *, nested_lines: bool = False) -> None:
        self.blocks: list[PageParagraph | PageTable] = []
        self._open = PageParagraph()
        self._flat = nested_lines

    def walk(self, element: html.HtmlElement) -> list[PageParagraph | PageTable]:
        """The blocks of an element and all below it."""
        self._element(element, bold=False, heading=0, centred=False)
        self._close()
        return self.blocks

    def _close(self) -> None:
        if self._open.has_words():
            self.blocks.append(self._open)
        self._open = PageParagraph()

    def _put(self, text: str | None, *, bold: bool, raw: bool = False) -> None:
        if not text:
            return
        if raw:
            for index, piece in enumerate(re.split(r"\r\n?|\n", text)):
                if index:
                    self._open.lines.append(Line())
                self._open.lines[-1].put(piece, bold=bold)
            return
        line = self._open.lines[-1]
        words = re.sub(r"[ \t\r\n\x0c]+", " ", text)
        if not line.text or line.text[-1] == " ":
            words = words.lstrip(" ")
        line.put(words, bold=bold)

    def _element(self, element: html.HtmlElement, *, bold: bool, heading: int, centred: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIP or is_hidden(element):
            return
        if tag == "br":
            self._open.lines.append(Line())
            return
        if tag == "table" and self._table(element):
            return
        style = (element.get("style") or "").replace(" ", "").lower()
        bold = _is_bold(tag, style, bold)
        centred = _is_centred(element, tag, style, centred)
        if re.fullmatch("h[1-6]", tag):
            heading = int(tag[1])
        block = tag in _BLOCKS or tag == "table"
        if block:
            self._begin(heading, centred)
        if tag == "li" and (label := _list_label(element)):
            self._put(label, bold=bold)
        self._put(element.text, bold=bold, raw=tag == "pre")
        for child in element:
            self._element(child, bold=bold, heading=heading, centred=centred)
            if block and isinstance(child.tag, str) and (child.tag in _BLOCKS or child.tag == "table"):
                self._begin(heading, centred)
            self._put(child.tail, bold=bold, raw=tag == "pre")
        if block:
            self._close()

    def _begin(self, heading: int, centred: bool) -> None:
        self._close()
        self._open.heading, self._open.centred = heading, centred

    def _table(self, element: html.HtmlElement) -> bool:
        """Lay out a table of data; False for a table that only places other blocks."""
        if self._flat or any(inner is not element for inner in element.iter("table")):
            return False
        rows = grid(element)
        columns = {cell.anchor[1] for row in rows for cell in row if any(squeeze(line.text) for line in cell.lines)}
        if len(columns) < 2 or (len(rows) == 1 and len(columns) <= 3):
            return False
        self._close()
        caption = element.find("caption")
        if caption is not None:
            self.blocks.extend(BlockWalker().walk(caption))
        self.blocks.append(PageTable(rows))
        return True


def _is_bold(tag: str, style: str, bold: bool) -> bool:
    if "font-weight:normal" in style or "font-weight:400" in style:
        return False
    return bold or tag in ("b", "strong", "th") or bool(re.search(r"font-weight:(?:bold|bolder|[6-9]00)", style))


def _is_centred(element: html.HtmlElement, tag: str, style: str, centred: bool) -> bool:
    align = (element.get("align") or "").lower()
    if align or "text-align:" in style:
        return align == "center" or "text-align:center" in style
    return centred or tag == "center"


def _list_label(item: html.HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    style = (parent.get("style") or "").replace(" ", "").lower()
    if "list-style:none" in style or "list-style-type:none" in style:
        return ""
    number = int(parent.get("start")) if re.fullmatch(r"\d{1,4}", parent.get("start") or "") else 1
    for sibling in parent:
        if sibling.tag != "li":
            continue
        if re.fullmatch(r"\d{1,4}", sibling.get("value") or ""):
            number = int(sibling.get("value"))
        if sibling is item:
            break
        number += 1
    if "cjk-ideographic" in style or "simp-chinese-informal" in style:
        return format_number(number, "chineseCounting") + "、"
    return format_number(number, _LIST_KINDS.get(parent.get("type") or "1", "decimal")) + ". "


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr" and not is_hidden(child):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr" and not is_hidden(row))


def _span(cell: html.HtmlElement, name: str) -> int:
    text = re.match(r"\s*(\d{1,5})", cell.get(name) or "")
    return int(text.group(1)) if text else 1


def grid(table: html.HtmlElement) -> list[list[PageCell]]:
    """The cells of a table with rowspan and colspan laid out; rows may still differ in width."""
    elements = list(_rows(table))
    places: dict[tuple[int, int], PageCell] = {}
    width = 0
    for r, row in enumerate(elements):
        column = 0
        for cell in (child for child in row if child.tag in ("td", "th") and not is_hidden(child)):
            while (r, column) in places:
                column += 1
            down, across = _span(cell, "rowspan"), min(_MAX_SPAN, max(1, _span(cell, "colspan")))
            down = len(elements) - r if down == 0 else min(down, len(elements) - r)
            lines = cell_lines(cell)
            for i in range(r, r + down):
                for j in range(column, column + across):
                    places.setdefault((i, j), PageCell(lines if (i, j) == (r, column) else [], (r, column)))
            column += across
            width = max(width, column)
    return [[places.get((r, c)) or PageCell([], (r, c)) for c in range(width)] for r in range(len(elements))]


def cell_lines(cell: html.HtmlElement) -> list[Line]:
    """The lines of one cell, blocks and `<br>` alike; tables inside it as lines too."""
    found: list[Line] = []
    for block in BlockWalker(nested_lines=True).walk(cell):
        if isinstance(block, PageParagraph):
            found.extend(line for line in block.lines if squeeze(line.text))
    return found
