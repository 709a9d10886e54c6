"""Read a .docx as Word shows it with all changes accepted: numbers written out, merged cells known.

Automatic number 一、 + “工作目标” → paragraph “一、工作目标”; inserted text kept, deleted text dropped; text boxes
follow their paragraph, footnotes stand at the end as “注：…”. Page headers, footers and comments are left out.
"""

from __future__ import annotations

from lxml import etree

from graph_loader.readers.docx_numbering import Numbering, W
from graph_loader.readers.docx_runs import Line, RunReader
from graph_loader.readers.docx_styles import Style, Styles, attribute, switched
from graph_loader.readers.docx_tables import TableWalker
from graph_loader.readers.layout import CellDraft, Layout, ParagraphDraft, TableDraft, soft_paragraphs, tidy
from graph_loader.readers.limits import MAX_DEPTH, Package, Stopwatch, check_file, parse_xml
from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile
from graph_store.model import Place

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = W[1:-1].encode()
_HEADING_LENGTH = 80


def read(name: str, data: bytes) -> SourceText:
    """The file as text; raises UnreadableFile when it is damaged, protected or no Word file."""
    check_file(name, data)
    package = Package(name, data)
    walker = _Walker(name, package, _main_part(package))
    walker.walk()
    return walker.layout.source(data=data, kind="docx")


def _main_part(package: Package) -> str:
    parts = [target for kind, target in package.relations("").values() if kind == "officeDocument"]
    main = parts[0] if parts else "word/document.xml"
    if main.startswith(("xl/", "ppt/")) or package.has("xl/workbook.xml"):
        what = "Excel 表格（xlsx）" if "xl" in main or package.has("xl/workbook.xml") else "演示文稿（pptx）"
        raise UnreadableFile(f"{package.name}：内容是{what}，不是 Word 文档。", hint="请改正扩展名后再载入。")
    if not package.has(main):
        raise UnreadableFile(
            f"{package.name}：不是 Word 文档（缺少正文 {main}）。", hint="请用 WPS 或 Word 另存为 .docx。"
        )
    return main


class _Walker:
    """Walks the body and lays it out."""

    def __init__(self, name: str, package: Package, main: str) -> None:
        self.layout = Layout(name)
        self._package = package
        self._name = name
        relations = dict(package.relations(main).values())
        self._numbering = Numbering(self._part(relations.get("numbering")))
        self._styles = Styles(self._part(relations.get("styles")))
        self._notes = {
            kind: self._part(relations.get(f"{kind}s")) for kind in ("footnote", "endnote") if f"{kind}s" in relations
        }
        self._runs = RunReader(self._styles)
        self._root = self._loose(main)
        self._paragraphs = 0
        self._tables = 0
        self._carried: Line | None = None
        self._watch = Stopwatch(name)

    def _part(self, member: str | None) -> etree._Element | None:
        return self._loose(member) if member and self._package.has(member) else None

    def _loose(self, member: str) -> etree._Element:
        return parse_xml(self._name, member, self._package.read(member).replace(_STRICT, _LOOSE))

    def walk(self) -> None:
        """Lay out the body, then the notes; say what was left out."""
        body = self._root.find(f"{W}body")
        if body is None:
            raise UnreadableFile(f"{self._name}：正文为空，文件不完整。", hint="请重新下载。")
        self._blocks(body, 0)
        self._flush_carried()
        self._lay_notes()
        self._say()

    def _say(self) -> None:
        seen = self._runs.seen
        said = {
            "del": "有修订痕迹：已按接受全部修订读取，删除的文字不在内。",
            "ins": "有修订痕迹：已按接受全部修订读取，删除的文字不在内。",
            "hidden": "有隐藏文字，未读取。",
            "comment": "有批注，未读取。",
            "picture": "有图片；图片中的文字未读取。",
            "contents": "目录页已略去。",
            "object": "有嵌入对象（如内嵌表格文件），其内容未读取。",
        }
        for kind, message in said.items():
            if kind in seen:
                self.layout.warn(message)

    def _blocks(self, parent: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == f"{W}p":
                self._watch.check()
                self._paragraph(child)
            elif tag == f"{W}tbl":
                self._table(child, depth)
            elif tag == f"{W}sdt":
                if _is_contents(child):
                    self._runs.seen.add("contents")
                    continue
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self._blocks(content, depth + 1)
            elif tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                self._blocks(child, depth + 1)
            elif tag.endswith("}AlternateContent"):
                choice = next(iter(child), None)
                if choice is not None:
                    self._blocks(choice, depth + 1)

    def _style(self, paragraph: etree._Element) -> Style:
        return self._styles.paragraph(attribute(paragraph.find(f"{W}pPr"), "pStyle"))

    def _label(self, paragraph: etree._Element, style: Style) -> str:
        ppr = paragraph.find(f"{W}pPr")
        own = attribute(ppr, "numPr/numId")
        num_id = own if own is not None else style.num_id
        if num_id in (None, "0"):
            return ""
        level = attribute(ppr, "numPr/ilvl") or style.level
        if own is None and num_id is not None:
            tied = self._numbering.level_of_style(num_id, style.id)
            level = str(tied) if tied is not None else level
        return self._numbering.label(num_id or "", int(level) if level and level.isdigit() else 0)

    def lines(self, paragraph: etree._Element) -> tuple[list[Line], list[etree._Element], Style]:
        """The lines of a paragraph with its number before the first, its text boxes, and its style."""
        style = self._style(paragraph)
        lines, boxes = self._runs.read(paragraph, bold=style.bold)
        if style.hidden:
            lines = []
        shown = any(tidy(line.text)[0] for line in lines)
        if shown or _keeps_number(paragraph):
            label = self._label(paragraph, style)
            if label and shown:
                lines[0] = lines[0].labelled(label)
            elif label and _alone_in_cell(paragraph):
                lines = [Line(label.strip(), 0, False)]
        return lines, boxes, style

    def _paragraph(self, paragraph: etree._Element) -> None:
        lines, boxes, style = self.lines(paragraph)
        if style.contents:
            self._runs.seen.add("contents")
            return
        if self._carried is not None and lines:
            lines[0] = self._carried.then(lines[0])
            self._carried = None
        ppr = paragraph.find(f"{W}pPr")
        mark = None if ppr is None else ppr.find(f"{W}rPr")
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            self._carried = lines.pop() if lines else self._carried
        align = attribute(ppr, "jc")
        self._lay(lines, style, ppr, centred=style.centred if align is None else align == "center")
        for box in boxes:
            self._blocks(box, 1)

    def _flush_carried(self) -> None:
        if self._carried is not None:
            self._lay([self._carried], Style(id=""), None, centred=False)

    def _lay(self, lines: list[Line], style: Style, ppr: etree._Element | None, *, centred: bool) -> None:
        bold = lines[0].bold if lines else 0
        outline = attribute(ppr, "outlineLvl")
        heading = style.heading
        if outline is not None and outline.isdigit():
            heading = int(outline) + 1 if int(outline) < 6 else 0
        for index, text in enumerate(soft_paragraphs([line.text for line in lines], centred=centred or heading > 0)):
            self._paragraphs += 1
            draft = ParagraphDraft(
                text,
                Place(paragraph=self._paragraphs),
                heading=heading if heading and _can_be_heading(text) else 0,
                bold=min(bold, len(text)) if index == 0 else 0,
            )
            if (
                draft.bold
                and draft.bold >= len(lines[0].text)
                and len(lines) > 1
                and all(line.all_bold for line in lines)
            ):
                draft.bold = len(text)
            before = len(self.layout)
            self.layout.add(draft)
            self._paragraphs -= before == len(self.layout)

    def _table(self, table: etree._Element, depth: int) -> None:
        self._watch.check()
        walker = TableWalker(self._cell_lines)
        rows = walker.rows(table)
        if not rows:
            return
        if _is_frame(rows):
            for row in walker.own_cells(table):
                for cell in row:
                    self._blocks(cell, depth + 1)
            return
        self._tables += 1
        drafts = [
            [
                CellDraft(cell.lines, Place(table=self._tables, row=r + 1, column=c + 1), cell.anchor, cell.bold)
                for c, cell in enumerate(row)
            ]
            for r, row in enumerate(rows)
        ]
        before = len(self.layout)
        self.layout.add(TableDraft(drafts, Place(table=self._tables), merges_known=True))
        self._tables -= before == len(self.layout)

    def _cell_lines(self, parent: etree._Element, depth: int = 0) -> list[Line]:
        found: list[Line] = []
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == f"{W}p":
                lines, boxes, _ = self.lines(child)
                found.extend(lines)
                for box in boxes:
                    found.extend(self._cell_lines(box, depth + 1))
            elif tag == f"{W}tbl" and depth < MAX_DEPTH:
                for row in TableWalker(self._cell_lines).rows(child):
                    words = [" ".join(cell.lines) for c, cell in enumerate(row) if cell.anchor[1] == c]
                    found.append(Line(" ".join(word for word in words if word)))
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                found.extend([] if content is None else self._cell_lines(content, depth))
            elif tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml"):
                found.extend(self._cell_lines(child, depth))
        return found

    def _lay_notes(self) -> None:
        for kind, number in self._runs.notes:
            root = self._notes.get(kind)
            note = None if root is None else root.find(f"{W}{kind}[@{W}id='{number}']")
            if note is None:
                continue
            text = "".join(line.text for line in self._cell_lines(note)).strip()
            if text:
                self._paragraphs += 1
                whole = text if text.startswith("注") else f"注：{text}"
                self.layout.add(ParagraphDraft(whole, Place(paragraph=self._paragraphs)))


def _alone_in_cell(paragraph: etree._Element) -> bool:
    """Whether it is the only paragraph of a table cell: rows that Word numbers by itself show nothing else there."""
    parent = paragraph.getparent()
    return parent is not None and parent.tag == f"{W}tc" and len(parent.findall(f"{W}p")) == 1


def _keeps_number(paragraph: etree._Element) -> bool:
    """Word counts an empty numbered paragraph too, unless its mark is deleted."""
    ppr = paragraph.find(f"{W}pPr")
    mark = None if ppr is None else ppr.find(f"{W}rPr")
    return ppr is not None and ppr.find(f"{W}numPr") is not None and switched(mark, "del") is None


def _can_be_heading(text: str) -> bool:
    return len(text) <= _HEADING_LENGTH and "。" not in text[:-1]


def _is_contents(sdt: etree._Element) -> bool:
    gallery = attribute(sdt.find(f"{W}sdtPr"), "docPartObj/docPartGallery") or ""
    return "Table of Contents" in gallery


def _is_frame(rows: list[list[TableWalker.Grid]]) -> bool:
    """A table that only places text: one column, or one row of at most three cells."""
    columns = {cell.anchor[1] for row in rows for cell in row}
    return len(columns) == 1 or (len(rows) == 1 and len(columns) <= 3)
