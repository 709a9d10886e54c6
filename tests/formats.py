"""Turns blocks of a plan into files of other formats: the same words as .docx, .pdf, .xlsx, .html, .doc, .wps, .ofd.

`as_docx(blocks)` takes what `SourceText.blocks` holds, so that a test can ask whether every format gives the facts of
the text. LibreOffice makes .pdf, .doc and the like; `soffice_missing()` tells where it is not installed.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from graph_loader.source import Block, Cell, Paragraph, Reading, Table
from graph_store.model import Place

Row = Sequence[str | tuple[str, int, int]]


def paragraph(text: str, *, heading: int = 0, bold: int = 0) -> Paragraph:
    """A paragraph by itself, for tests that need no source."""
    return Paragraph(reading=Reading.whole(text, 0, len(text)), place=Place(), heading=heading, bold=bold)


def table(rows: Sequence[Sequence[str | None]]) -> Table:
    """A table from words; None continues the cell above it, "\\n" sets lines of a cell apart."""
    made: list[tuple[Cell, ...]] = []
    for r, row in enumerate(rows):
        cells = []
        for c, words in enumerate(row):
            if words is None:
                cells.append(made[r - 1][c])
                continue
            lines = tuple(Reading.whole(line, 0, len(line)) for line in words.split("\n") if line)
            whole = " ".join(line.text for line in lines)
            reading = Reading.whole(whole, 0, len(whole))
            cells.append(Cell(reading=reading, place=Place(row=r + 1, column=c + 1), anchor=(r, c), lines=lines))
        made.append(tuple(cells))
    return Table(rows=tuple(made), place=Place(table=1), merges_known=True)


def words(blocks: Iterable[Block]) -> list[Any]:
    """Blocks as plain words: a string for a paragraph, rows of strings for a table."""
    return [
        block.reading.text
        if isinstance(block, Paragraph)
        else [[cell.reading.text for cell in row] for row in block.rows]
        for block in blocks
    ]


def _lines(cell: Cell) -> list[str]:
    return [line.text for line in cell.lines] or [cell.reading.text]


def _merges(block: Table) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of every merged cell."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(block.rows):
        for c, cell in enumerate(row):
            ends[cell.anchor] = (r, c)
    return [(*anchor, *end) for anchor, end in ends.items() if anchor != end]


def as_docx(blocks: Iterable[Block]) -> bytes:
    """The blocks as a Word file with real headings, bold leads and merged cells."""
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "Noto Serif CJK SC"
    for block in blocks:
        if isinstance(block, Paragraph):
            made = document.add_paragraph(style=f"Heading {block.heading}" if block.heading else None)
            if not block.heading:
                made.paragraph_format.first_line_indent = docx.shared.Pt(22)
            bold = 0 if block.heading else block.bold
            if bold:
                made.add_run(block.reading.text[:bold]).bold = True
            made.add_run(block.reading.text[bold:])
            continue
        grid = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
        marks = grid.rows[0]._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:tblHeader"))
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row.cells):
                own = block.rows[r][c]
                if own.anchor == (r, c):
                    lines = _lines(own)
                    cell.paragraphs[0].text = lines[0]
                    for line in lines[1:]:
                        cell.add_paragraph(line)
        for top, left, bottom, right in _merges(block):
            _merge_cells(grid, top, left, bottom, right)
    document.add_paragraph()  # Word wants one after a table
    return _saved(document)


def _merge_cells(grid: Any, top: int, left: int, bottom: int, right: int) -> None:
    merged = grid.cell(top, left).merge(grid.cell(bottom, right))
    for extra in [p for p in merged.paragraphs if not p.text][: len(merged.paragraphs) - 1]:
        extra._p.getparent().remove(extra._p)


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(blocks: Iterable[Block], *, meta: dict[str, str] | None = None) -> bytes:
    """The blocks as a saved government page: navigation, metadata table, body, footer."""
    body = "\n".join(_html_block(block) for block in blocks)
    cells = "".join(f"<tr><td>{html.escape(k)}：</td><td>{html.escape(v)}</td></tr>" for k, v in (meta or {}).items())
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>某某县人民政府门户网站</title></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/fw">政务服务</a></li>
<li><a href="/hd">互动交流</a></li></ul></div><div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政府文件</a></div>
<table class="xxgk">{cells}</table><div class="main"><div class="content">{body}</div></div>
<div class="share">分享到：<a href="#">微信</a></div><div class="footer"><p>主办单位：某某县人民政府办公室 承办单位：县大数据中心</p><p>晋ICP备12345678号</p></div>
</body></html>"""
    return page.encode()


def _html_block(block: Block) -> str:
    if isinstance(block, Paragraph):
        text = block.reading.text
        if block.heading:
            return f"<h{block.heading}>{html.escape(text)}</h{block.heading}>"
        lead = f"<strong>{html.escape(text[: block.bold])}</strong>" if block.bold else ""
        return f'<p style="text-indent: 2em">{lead}{html.escape(text[block.bold :])}</p>'
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in _merges(block)}
    rows = []
    for r, row in enumerate(block.rows):
        cells = []
        for c, cell in enumerate(row):
            if cell.anchor != (r, c):
                continue
            down, across = spans.get((r, c), (1, 1))
            inner = "".join(f"<p>{html.escape(line)}</p>" for line in _lines(cell))
            cells.append(f'<td rowspan="{down}" colspan="{across}">{inner}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1"><tbody>{"".join(rows)}</tbody></table>'


def as_xlsx(blocks: Iterable[Block]) -> bytes:
    """The blocks on one sheet: a paragraph in one cell of its row, a table in its rows, merged cells merged."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    at = 1
    for block in blocks:
        if isinstance(block, Paragraph):
            _put(sheet.cell(at, 1), block.reading.text)
            at += 1
            continue
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                if cell.anchor == (r, c):
                    _put(sheet.cell(at + r, c + 1), "\n".join(_lines(cell)))
        for top, left, bottom, right in _merges(block):
            sheet.merge_cells(start_row=at + top, start_column=left + 1, end_row=at + bottom, end_column=right + 1)
        at += len(block.rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"


def soffice_missing() -> bool:
    """Whether LibreOffice is not installed on this machine."""
    return shutil.which("soffice") is None


def converted(data: bytes, source: str, target: str) -> bytes:
    """A file converted by LibreOffice, by extensions: converted(docx, "docx", "pdf")."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / f"plan.{source}").write_bytes(data)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, f"plan.{source}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
        return (place / f"plan.{target.split(':')[0]}").read_bytes()


def as_pdf(blocks: Iterable[Block]) -> bytes:
    """The blocks as a PDF, laid out on pages by LibreOffice; a table repeats its first row on every page."""
    return converted(as_docx(blocks), "docx", "pdf")


def as_zip(files: dict[str, bytes]) -> bytes:
    """Files packed together."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


_MM = 4.2  # size of a character in the OFD that is made here
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def as_ofd(blocks: Iterable[Block]) -> bytes:
    """The blocks as an OFD: 38 characters a line, the first line indented, rules around cells, page numbers."""
    pages: list[list[str]] = [[]]
    y = 30.0
    for block in blocks:
        if isinstance(block, Paragraph):
            text = "　　" + block.reading.text
            for line in _ofd_lines(text, 38):
                if y > 260:
                    pages.append([])
                    y = 30.0
                pages[-1].append(_ofd_text(line, 20.0, y))
                y += 7
            continue
        y = _ofd_table(block, pages, y)
    files: dict[str, bytes] = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode()
    }
    listed = []
    for number, items in enumerate(pages):
        items.append(_ofd_text(f"- {number + 1} -", 100.0, 285.0))
        listed.append(f'<ofd:Page ID="{number + 10}" BaseLoc="Pages/Page_{number}/Content.xml"/>')
        layer = f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{''.join(items)}</ofd:Layer></ofd:Content></ofd:Page>"
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = layer.encode()
    box = "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 420 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    files["Doc_0/Document.xml"] = (
        f"<ofd:Document {_OFD}>{box}<ofd:Pages>{''.join(listed)}</ofd:Pages></ofd:Document>".encode()
    )
    return as_zip(files)


def _ofd_lines(text: str, fit: int) -> list[str]:
    """The text broken where `fit` wide characters are full."""
    lines, room = [""], float(fit)
    for char in text:
        need = 0.5 if char.isascii() else 1.0
        if room < need:
            lines.append("")
            room = float(fit)
        lines[-1] += char
        room -= need
    return lines


def _ofd_text(text: str, x: float, y: float) -> str:
    lead = len(text) - len(text.lstrip("　"))
    text = text.lstrip("　")
    steps: list[float] = [_MM / 2 if char.isascii() else _MM for char in text[:-1]]
    delta = " ".join(f"{step:g}" for step in steps)
    return (
        f'<ofd:TextObject Boundary="{x + lead * _MM:g} {y:g} 180 6" Size="{_MM:g}">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="{delta}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _ofd_table(block: Table, pages: list[list[str]], y: float) -> float:
    wide = 380.0 / len(block.rows[0])
    fit = int((wide - 2) / _MM)
    for row in block.rows:
        texts = [cell.reading.text for cell in row]
        lines = [_ofd_lines(text, fit) for text in texts]
        high = 6.0 * max(1, *map(len, lines)) + 2
        if y + high > 265:
            pages.append([])
            y = 30.0
        for c, own in enumerate(lines):
            x = 20 + c * wide
            pages[-1].append(
                f'<ofd:PathObject Boundary="{x:g} {y:g} {wide:g} {high:g}">'
                f"<ofd:AbbreviatedData>M 0 0 L {wide:g} 0 L {wide:g} {high:g} L 0 {high:g} C</ofd:AbbreviatedData></ofd:PathObject>"
            )
            pages[-1].extend(_ofd_text(line, x + 1, y + 1 + 6.0 * i) for i, line in enumerate(own))
        y += high
    return y + 8
