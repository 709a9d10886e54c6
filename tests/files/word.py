"""A Word file as an office writes it: automatic numbers, merged cells, tracked changes, content controls, footnotes.

Words may hold small marks: `{+新增+}` `{-删去-}` (tracked), `{=域=}` (content control), `{^注^}` (footnote), `{*粗*}`
(bold), `\\v` (line break), `\\t` (tab).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

_MARK = re.compile(r"\{([+\-=^*])(.+?)\1\}|(\v)|(\t)", re.DOTALL)
_LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircleChinese", "%4"),
)
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
Merge = tuple[int, int, int, int]


class Word:
    """One document under construction; `data()` gives its bytes."""

    def __init__(self, *, font: str = "Noto Serif CJK SC", size: float = 16) -> None:
        self.doc: Any = docx.Document()
        self.notes: list[str] = []
        self._changes = 0
        self._numberings = 10
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = font, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)

    # --- paragraphs ---------------------------------------------------------------------------------------------

    def p(self, words: str = "", *, style: str | None = None, align: str = "", indent: bool = True) -> Any:
        """A paragraph of the body; `align` is centre, right or nothing."""
        paragraph = self.doc.add_paragraph(style=style)
        self.fill(paragraph, words)
        if align:
            chosen = WD_ALIGN_PARAGRAPH.CENTER if align == "centre" else WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.alignment = chosen
        elif indent and style is None:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        return paragraph

    def numbering(self, levels: Sequence[tuple[str, str]] = _LEVELS) -> int:
        """A new automatic list (numbers start again); its levels as (w:numFmt, w:lvlText)."""
        self._numberings += 1
        number = self._numberings
        root = self.doc.part.numbering_part.element
        parts = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for i, (kind, text) in enumerate(levels)
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{parts}</w:abstractNum>'
        )
        first = root.find(qn("w:num"))
        root.insert(root.index(first), abstract) if first is not None else root.append(abstract)
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        return number

    def item(self, words: str, level: int, number: int, *, style: str | None = None) -> Any:
        """A paragraph whose number Word counts by itself."""
        paragraph = self.p(words, style=style, indent=False)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )
        return paragraph

    def fill(self, paragraph: Any, words: str) -> None:
        """Runs of a paragraph from words with marks."""
        at = 0
        for found in _MARK.finditer(words):
            self._plain(paragraph, words[at : found.start()])
            self._marked(paragraph, found[1], found[2] or "", found[0])
            at = found.end()
        self._plain(paragraph, words[at:])

    def _plain(self, paragraph: Any, words: str) -> None:
        # long runs are cut as spell checking cuts them
        for at in range(0, len(words), 23):
            paragraph.add_run(words[at : at + 23])

    def _marked(self, paragraph: Any, kind: str | None, inner: str, whole: str) -> None:
        if kind is None:
            run = paragraph.add_run()
            run.add_break() if whole == "\v" else run.add_tab()
            return
        run = paragraph.add_run("" if kind == "^" else inner)
        if kind == "*":
            run.bold = True
        elif kind == "^":
            self.notes.append(inner)
            run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(self.notes)}"/>'))
        elif kind == "=":
            run._r.addprevious(box := parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>"))
            box[1].append(run._r)
        else:
            self._track(run, "ins" if kind == "+" else "del")

    def _track(self, run: Any, tag: str) -> None:
        self._changes += 1
        change = parse_xml(
            f'<w:{tag} {nsdecls("w")} w:id="{900 + self._changes}" w:author="综合科" w:date="2024-03-01T09:00:00Z"/>'
        )
        run._r.addprevious(change)
        change.append(run._r)
        if tag == "del":
            for text in run._r.findall(qn("w:t")):
                text.tag = qn("w:delText")

    # --- tables -------------------------------------------------------------------------------------------------

    def table(
        self,
        rows: Sequence[Sequence[str | None]],
        *,
        merges: Sequence[Merge] = (),
        widths: Sequence[float] = (),
        heads: int = 1,
        size: float = 10.5,
    ) -> Any:
        """A grid; `merges` are (first row, first column, last row, last column); None is a cell under a merge."""
        table = self.doc.add_table(len(rows), len(rows[0]), style="Table Grid")
        table.autofit = False
        grid = [list(row.cells) for row in table.rows]
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Cm(width)
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                if widths:
                    grid[r][c].width = Cm(widths[c])
                if words:
                    self.cell(grid[r][c], words, size=size)
        for top, left, bottom, right in merges:
            _merge(grid, top, left, bottom, right)
        for row in table.rows[:heads]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        return table

    def cell(self, cell: Any, words: str, *, size: float = 10.5) -> None:
        """Paragraphs of one cell, set apart by line feeds."""
        for i, line in enumerate(words.split("\n")):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            self.fill(paragraph, line)
            for run in paragraph.runs:
                run.font.size = Pt(size)

    # --- the page -----------------------------------------------------------------------------------------------

    def box(self, lines: Sequence[str]) -> None:
        """A text box, both as Word 2010 writes it and as its fallback for older readers."""
        inner = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
        content = f"<w:txbxContent>{inner}</w:txbxContent>"
        names = (
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
        )
        run = parse_xml(
            f'<w:r {nsdecls("w")} {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5200000" cy="1500000"/>'
            '<wp:docPr id="7" name="文本框 7"/><a:graphic>'
            '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5200000" cy="1500000"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/>'
            "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f'<v:shape style="width:410pt;height:118pt"><v:textbox>{content}</v:textbox></v:shape>'
            "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        self.doc.add_paragraph()._p.append(run)

    def furniture(self, header: str = "", *, numbers: bool = True) -> None:
        """A running head and `- 3 -` at the foot of each page."""
        section = self.doc.sections[0]
        if header:
            section.header.paragraphs[0].text = header
        if numbers:
            paragraph = section.footer.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run("- ")
            paragraph._p.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )
            paragraph.add_run(" -")

    def landscape(self) -> None:
        """A new section on lying pages."""
        section = self.doc.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)

    def data(self, core: Mapping[str, str] | None = None) -> bytes:
        """The bytes of the file."""
        for name, value in (core or {}).items():
            setattr(self.doc.core_properties, name, value)
        if self.notes:
            self._add_footnotes()
        stream = io.BytesIO()
        self.doc.save(stream)
        return stream.getvalue()

    def _add_footnotes(self) -> None:
        marks = "".join(
            f'<w:footnote w:id="{i}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
            for i, note in enumerate(self.notes, 1)
        )
        extra = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{extra}{marks}</w:footnotes>'
        package = self.doc.part.package
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode(), package)
        self.doc.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _merge(grid: list[list[Any]], top: int, left: int, bottom: int, right: int) -> None:
    # python-docx gathers the paragraphs of all cells: empty ones go
    cell = grid[top][left].merge(grid[bottom][right])
    for paragraph in list(cell.paragraphs)[1:]:
        if not paragraph.text and len(cell.paragraphs) > 1:
            paragraph._p.getparent().remove(paragraph._p)
