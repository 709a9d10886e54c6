"""The words of one Word paragraph: runs, insertions, fields, symbols; deletions dropped, text boxes handed back.

`到2025年达到<del>40户</del><ins>60户</ins>` → one line “到2025年达到60户”; a soft return starts a new line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from graph_loader.readers.docx_numbering import W
from graph_loader.readers.docx_styles import Styles, attribute, switched
from graph_loader.readers.layout import PLAIN, STRONG
from graph_loader.readers.limits import MAX_DEPTH

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WALKED = frozenset(
    f"{W}{tag}"
    for tag in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "fldSimple",
        "customXml",
        "sdtContent",
        "dir",
        "bdo",
        "rubyBase",
    )
)
_PLAIN = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_SYMBOLS = {
    0xFC: "√",
    0xFE: "☑",
    0xA8: "□",
    0x6F: "□",
    0x52: "☑",
    0xA3: "□",
    0xB7: "•",
    0x6C: "●",
    0x6E: "■",
    0x75: "◆",
    0xD8: "➢",
    0xAB: "★",
}


_WORDS = re.compile(r"[\u4e00-\u9fff（）()]{1,30}")


@dataclass(slots=True)
class Line:
    """One line of a paragraph; `bold` characters at its start are bold, `open` while all so far are."""

    text: str = ""
    bold: int = 0
    open: bool = True

    @property
    def all_bold(self) -> bool:
        """Whether the whole line is bold."""
        return self.bold >= len(self.text) > 0

    def put(self, text: str, *, bold: bool) -> None:
        """Add characters at the end; bold words behind plain ones are set between marks."""
        text = text.replace(STRONG, "").replace(PLAIN, "")
        if bold and not self.open and _WORDS.fullmatch(text):
            again = self.text.endswith(PLAIN)
            self.text = (self.text[:-1] if again else self.text + STRONG) + text + PLAIN
            return
        self.text += text
        if not text.strip():
            return
        if bold and self.open:
            self.bold = len(self.text)
        else:
            self.open = False

    def with_bold_start(self) -> str:
        """The text with marks around bold words that it begins with: the first name in a cell."""
        first = self.text[: self.bold]
        if not first or self.all_bold or not _WORDS.fullmatch(first.strip()):
            return self.text
        return f"{STRONG}{first}{PLAIN}{self.text[self.bold :]}"

    def labelled(self, label: str) -> Line:
        """The line with an automatic number before it; the number counts as bold where the line begins bold."""
        text = self.text.lstrip()
        lost = len(self.text) - len(text)
        bold = self.bold - lost + len(label) if self.bold > lost else 0
        return Line(label + text, bold, self.open)

    def then(self, other: Line) -> Line:
        """This line and another as one."""
        bold = self.bold if not self.all_bold else len(self.text) + other.bold
        return Line(self.text + other.text, bold, other.open)


class RunReader:
    """Reads paragraphs; remembers in `seen` what it met and in `notes` the footnotes in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.seen: set[str] = set()
        self.notes: list[tuple[str, str]] = []
        self._lines: list[Line] = []
        self._boxes: list[etree._Element] = []
        self._bold = False

    def read(self, paragraph: etree._Element, *, bold: bool) -> tuple[list[Line], list[etree._Element]]:
        """The lines of a paragraph whose style is bold or not, and its text boxes."""
        self._lines, self._boxes, self._bold = [Line()], [], bold
        self._walk(paragraph, 0)
        return self._lines, self._boxes

    def _walk(self, parent: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child, depth)
            elif tag in _WALKED:
                self.seen.update({"ins"} if tag in (f"{W}ins", f"{W}moveTo") else ())
                self._walk(child, depth + 1)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None and attribute(child.find(f"{W}sdtPr"), "showingPlcHdr") is None:
                    self._walk(content, depth + 1)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self.seen.add("del")
            elif tag == f"{_MC}AlternateContent":
                self._walk_choice(child, depth)
            elif tag.startswith(_M):
                self._put("".join(node.text or "" for node in child.iter(f"{_M}t")))

    def _walk_choice(self, parent: etree._Element, depth: int) -> None:
        for branch in (f"{_MC}Choice", f"{_MC}Fallback"):
            found = parent.find(branch)
            if found is not None and len(found):
                self._walk(found, depth + 1)
                return

    def _run(self, run: etree._Element, depth: int) -> None:
        properties = run.find(f"{W}rPr")
        style = self._styles.run(attribute(properties, "rStyle"))
        hidden = switched(properties, "vanish")
        if hidden or (hidden is None and style.hidden):
            if any(child.tag == f"{W}t" for child in run):
                self.seen.add("hidden")
            return
        own = switched(properties, "b")
        bold = own if own is not None else self._bold != style.bold
        for child in run:
            if isinstance(child.tag, str):
                self._piece(child, bold=bold, depth=depth)

    def _piece(self, piece: etree._Element, *, bold: bool, depth: int) -> None:
        tag = piece.tag.removeprefix(W)
        if tag in _PLAIN:
            self._put(_PLAIN[tag], bold=bold)
        elif tag == "t":
            self._put((piece.text or "").replace("\n", " "), bold=bold)
        elif tag == "cr" or (tag == "br" and piece.get(f"{W}type") in (None, "textWrapping")):
            self._lines.append(Line())
        elif tag == "sym":
            self._put(_symbol(piece), bold=bold)
        elif tag in ("footnoteReference", "endnoteReference"):
            self.notes.append((tag.removesuffix("Reference"), piece.get(f"{W}id", "")))
        elif tag == "commentReference":
            self.seen.add("comment")
        elif tag == "ruby":
            base = piece.find(f"{W}rubyBase")
            if base is not None:
                self._walk(base, depth + 1)
        elif tag in ("drawing", "pict", "object"):
            self._drawing(piece, tag)
        elif piece.tag == f"{_MC}AlternateContent":
            branch = next((b for b in piece if isinstance(b.tag, str) and len(b)), None)
            for inner in () if branch is None else branch:
                self._piece(inner, bold=bold, depth=depth + 1)

    def _drawing(self, piece: etree._Element, tag: str) -> None:
        boxes = [
            box
            for box in piece.iter(f"{W}txbxContent")
            if not any(a.tag in (f"{W}txbxContent", f"{_MC}Fallback") for a in box.iterancestors() if _inside(a, piece))
        ]
        self._boxes.extend(boxes)
        if not boxes:
            self.seen.add("object" if tag == "object" else "picture")

    def _put(self, text: str, *, bold: bool = False) -> None:
        self._lines[-1].put(text, bold=bold)


def _inside(element: etree._Element, outer: etree._Element) -> bool:
    return any(ancestor is outer for ancestor in element.iterancestors())


def _symbol(piece: etree._Element) -> str:
    try:
        code = int(piece.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "•")
    return chr(code) if 0x20 <= code <= 0x10FFFF else ""
