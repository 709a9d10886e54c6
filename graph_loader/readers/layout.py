"""Lays out the text of a file that is not text, piece by piece, so that every offset holds by construction.

Paragraphs end with a line feed, cells are set apart by a tab and rows by a line feed: a row of two cells, 县发改局
and 县财政局, becomes “县发改局⇥县财政局⏎”. The lines inside a cell are set apart by one space.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_loader.readers.celltext import moved, prose_reading
from graph_loader.readers.limits import MAX_CELLS, MAX_CHARACTERS, check_count
from graph_loader.source import Block, Cell, Paragraph, Reading, SourceText, Table
from graph_store.errors import UnreadableFile
from graph_store.model import Place

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufffc\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f]"
)
_SPACES = re.compile(r"[\s\x0b\x0c\x85\u2028\u2029]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]"

NUMBER_LABEL = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+[章节条编篇]|[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十百]{1,4}[）)]"
    r"|\d{1,3}(?:[.．]\d{1,2})*\s*[.．、](?!\d)|\d{1,2}(?:[.．]\d{1,2})+(?![\d%％])\s*[\u4e00-\u9fff]"
    r"|[（(]\d{1,3}[）)]|\d{1,2}[）)]|[①-⑳㈠-㈩]|——|[●•○◆■▲★◇□➢√])"
)


#: Set around words that are bold inside a line, until the text is laid out; no file that is read keeps them.
STRONG, PLAIN = "\ue0b0", "\ue0b1"


@dataclass(slots=True)
class CellDraft:
    """One cell before the text is whole: its lines, where it stands, and the cell it belongs to if merged."""

    lines: list[str]
    place: Place
    anchor: tuple[int, int] | None = None
    bold: bool = False


@dataclass(slots=True)
class ParagraphDraft:
    """One paragraph before the text is whole; fields as in `Paragraph`."""

    text: str
    place: Place
    heading: int = 0
    bold: int = 0


@dataclass(slots=True)
class TableDraft:
    """One table before the text is whole; fields as in `Table`."""

    rows: list[list[CellDraft]]
    place: Place
    merges_known: bool = True


@dataclass(slots=True)
class _Laid:
    draft: ParagraphDraft | TableDraft
    spans: list[list[list[tuple[int, int]]]] = field(default_factory=list)  # row → cell → line → (start, end)
    start: int = 0
    end: int = 0


class Layout:
    """Collects drafts in reading order; `source()` gives the finished `SourceText`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._length = 0
        self._laid: list[_Laid] = []
        self._cells = 0
        self._strong: list[tuple[int, int]] = []
        self.warnings: list[str] = []

    def __len__(self) -> int:
        return len(self._laid)

    def warn(self, message: str) -> None:
        """Add a warning in Chinese, once."""
        if message not in self.warnings:
            self.warnings.append(message)

    def add(self, draft: ParagraphDraft | TableDraft) -> None:
        """Lay out one paragraph or table; one without any characters is left out."""
        laid = _Laid(draft=draft, start=self._length)
        if isinstance(draft, ParagraphDraft):
            draft.text, lost = tidy(draft.text)
            draft.bold = max(0, draft.bold - lost)
            draft.text = self._mark(draft.text)
            draft.bold = min(len(draft.text), draft.bold)
            if not draft.text:
                return
            self._put(draft.text)
            laid.end = self._length
            self._put("\n")
        else:
            if not _even(draft):
                return
            self._put_table(draft, laid)
        self._laid.append(laid)
        check_count(self._name, self._length, MAX_CHARACTERS, " 字")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _mark(self, text: str) -> str:
        """Take the marks of bold words out of what is put next, and keep where those words will stand."""
        if STRONG not in text:
            return text
        kept = ""
        for piece in re.split(f"({STRONG}[^{PLAIN}]*{PLAIN})", text):
            if piece.startswith(STRONG):
                at = self._length + len(kept)
                self._strong.append((at, at + len(piece) - 2))
                piece = piece[1:-1]
            kept += piece.strip(STRONG + PLAIN)
        return kept

    def _put_table(self, draft: TableDraft, laid: _Laid) -> None:
        self._cells += sum(len(row) for row in draft.rows)
        check_count(self._name, self._cells, MAX_CELLS, " 个单元格")
        for r, row in enumerate(draft.rows):
            spans: list[list[tuple[int, int]]] = []
            for c, cell in enumerate(row):
                if c:
                    self._put("\t")
                own = cell.anchor is None or cell.anchor == (r, c)
                spans.append(self._put_lines(cell.lines) if own else [])
            self._put("\n")
            laid.spans.append(spans)
        laid.end = self._length

    def _put_lines(self, lines: list[str]) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for line in lines:
            text, _ = tidy(line)
            if not text.strip(STRONG + PLAIN):
                continue
            if spans:
                self._put(" ")
            text = self._mark(text)
            spans.append((self._length, self._length + len(text)))
            self._put(text)
        return spans

    def source(
        self, *, data: bytes, kind: str, encoding: str | None = None, meta: dict[str, str] | None = None
    ) -> SourceText:
        """The finished text with its blocks; raises UnreadableFile when nothing at all was laid out."""
        if not self._laid:
            said = " ".join(self.warnings)
            raise UnreadableFile(f"{self._name}：没有读出任何文字。{said}", hint="请检查文件内容是否为空或全是图片。")
        text = "".join(self._parts)
        return SourceText(
            name=self._name,
            sha256=hashlib.sha256(data).hexdigest(),
            format=kind,
            text=text,
            blocks=tuple(_block(laid, text) for laid in self._laid),
            encoding=encoding,
            warnings=tuple(self.warnings),
            strong=tuple(self._strong),
            meta=meta or None,
        )


def _even(draft: TableDraft) -> bool:
    """Pad the rows to one width; say whether the table holds any characters."""
    width = max((len(row) for row in draft.rows), default=0)
    for r, row in enumerate(draft.rows):
        while len(row) < width:
            row.append(CellDraft([], Place(table=draft.place.table, row=r + 1, column=len(row) + 1)))
    return any(tidy(line)[0] for row in draft.rows for cell in row for line in cell.lines)


def _block(laid: _Laid, text: str) -> Block:
    draft = laid.draft
    if isinstance(draft, ParagraphDraft):
        own = Reading.whole(text, laid.start, laid.end)
        reading = prose_reading(own)
        bold = moved(draft.bold, own, reading)
        return Paragraph(reading=reading, place=draft.place, heading=draft.heading, bold=bold)
    rows = []
    for r, row in enumerate(draft.rows):
        cells = []
        for c, cell in enumerate(row):
            anchor = cell.anchor or (r, c)
            lines = tuple(Reading.whole(text, *span) for span in laid.spans[anchor[0]][anchor[1]])
            start, end = (lines[0].offsets[0], lines[-1].offsets[-1] + 1) if lines else (laid.start, laid.start)
            reading = Reading.whole(text, start, end)
            cells.append(Cell(reading=reading, place=cell.place, anchor=anchor, lines=lines, bold=cell.bold))
        rows.append(tuple(cells))
    return Table(rows=tuple(rows), place=draft.place, merges_known=draft.merges_known and _shows_merges(rows))


def _shows_merges(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table says by merged cells what goes on, and not by leaving cells blank, as a typed one does."""
    down = any(cell.anchor[0] < r for r, row in enumerate(rows) for cell in row)
    typed = any(
        row[0].anchor == (r, 0) and not row[0].reading.text and any(cell.reading.text for cell in row[1:])
        for r, row in enumerate(rows)
        if r
    )
    return down and not typed


def tidy(text: str) -> tuple[str, int]:
    """The text on one line without invisible characters, and how many characters went at its start."""
    kept = _INVISIBLE.sub("", text)
    if any(mark in kept for mark in "\t\n\r\x0b\x0c\x85\u2028\u2029\xa0"):
        kept = re.sub(r"[\t\n\r\x0b\x0c\x85\u2028\u2029\xa0]", " ", kept)
    lost = len(kept) - len(kept.lstrip())
    return kept.strip(), lost


def squeeze(text: str) -> str:
    """The text with every run of white space as one space: for sources where white space means nothing (html)."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def glue(left: str, right: str) -> str:
    """Two halves of one line: nothing between them where either side is Chinese, else a space."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return left + right
    if re.match(_WIDE, left[-1]) or re.match(_WIDE, right[0]) or left[-1] in "-/":
        return left + right
    return f"{left} {right}"


def soft_paragraphs(lines: Sequence[str], *, centred: bool = False) -> list[str]:
    """Paragraphs of one block that was broken by hand (`<br>`, 软回车): a broken sentence is closed again."""
    kept = [line for line in lines if tidy(line)[0]]
    if centred:
        return [_closed(kept)] if kept else []
    longest = max((len(line) for line in kept), default=0)
    paragraphs: list[str] = []
    last = ""
    for line in kept:
        if paragraphs and _continues(last, line.strip(), longest):
            paragraphs[-1] = glue(paragraphs[-1].rstrip(), line.strip())
        else:
            paragraphs.append(line)
        last = line.strip()
    return paragraphs


def _closed(lines: Sequence[str]) -> str:
    whole = ""
    for line in lines:
        whole = glue(whole, line.strip())
    return whole


def _continues(last: str, line: str, longest: int) -> bool:
    if re.search(r"[。！？；：!?;:]$", last) or NUMBER_LABEL.match(line):
        return False
    if re.match(r"^[、，。；：）)》”]", line) or re.search(r"[、，（(《“]$", last):
        return True
    if re.match(r"^(?:[（(](?:责任|牵头|此件)|责任单位|牵头单位|配合单位|附件|抄送|\d{4}\s*年\s*\d)", line):
        return False
    return len(last) >= max(12, 0.8 * longest)
