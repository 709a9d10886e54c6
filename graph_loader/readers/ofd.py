"""Read an OFD, the national page format (GB/T 33190): zip + XML, characters with their places in millimetres.

Text objects become lines, lines become paragraphs as for a PDF; ruled lines make tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from graph_loader.readers.layout import Layout
from graph_loader.readers.limits import MAX_DEPTH, MAX_PAGES, Package, Stopwatch, check_count, check_file
from graph_loader.readers.ofd_rules import Matrix, numbers, rules_of, tables_of
from graph_loader.readers.pdf_lines import Glyph, lines_of, plain
from graph_loader.readers.pdf_pages import Pages, fill_cells, lay_pages
from graph_loader.readers.pdf_paragraphs import Page, drop_furniture
from graph_loader.readers.pdf_tables import TablePart
from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile

_POINTS = 72 / 25.4  # one millimetre
_NARROW = re.compile(r"[\x20-\x7e]")


def read(name: str, data: bytes) -> SourceText:
    """The file as text; raises UnreadableFile when it is damaged, encrypted or holds pictures only."""
    check_file(name, data)
    package = Package(name, data)
    if not package.has("OFD.xml"):
        raise UnreadableFile(f"{name}：不是 OFD 文件（缺少 OFD.xml）。", hint="请检查扩展名，或重新下载。")
    if package.has("Encryptions.xml"):
        raise UnreadableFile(f"{name}：OFD 文件已加密，无法读取。", hint="请先用阅读器解除加密后另存。")
    layout = Layout(name)
    found = Pages()
    for root in _children(package.xml("OFD.xml"), "DocRoot"):
        _Document(package, (root.text or "").strip()).read_into(found)
    if not found.pages:
        raise UnreadableFile(f"{name}：OFD 文件没有页面，已损坏或不完整。", hint="请重新下载。")
    if found.scanned:
        said = "、".join(str(number) for number in found.scanned)
        layout.warn(f"第 {said} 页只有图片，没有文字，未读取；可转为 PDF 后用文字识别读取。")
    drop_furniture(found.pages)
    lay_pages(layout, found)
    return layout.source(data=data, kind="ofd")


def _name(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in parent.iter() if _name(element) == name)


def _joined(base: str, path: str) -> str:
    if path.startswith("/"):
        return path.lstrip("/")
    parts = base.split("/")[:-1]
    for piece in path.split("/"):
        if piece == ".." and parts:
            parts.pop()
        elif piece not in ("", ".", ".."):
            parts.append(piece)
    return "/".join(parts)


class _Document:
    """One document of the package (almost always the only one)."""

    def __init__(self, package: Package, root: str) -> None:
        self._package = package
        self._root = root.lstrip("/")
        self._xml = package.xml(self._root)
        self._templates = {e.get("ID", ""): e.get("BaseLoc", "") for e in _children(self._xml, "TemplatePage")}
        boxes = [box.text or "" for box in _children(self._xml, "PhysicalBox")]
        self._box = numbers(boxes[0]) if boxes else []
        self._watch = Stopwatch(package.name)

    def read_into(self, found: Pages) -> None:
        """Add the pages of this document."""
        places = [page.get("BaseLoc", "") for page in _children(self._xml, "Page")]
        check_count(self._package.name, len(places), MAX_PAGES, " 页")
        for place in places:
            self._watch.check()
            self._page(_joined(self._root, place), len(found.pages) + 1, found)

    def _page(self, place: str, number: int, found: Pages) -> None:
        root = self._package.xml(place)
        boxes = [numbers(box.text or "") for box in _children(root, "PhysicalBox")]
        box = next((b for b in [*boxes, self._box] if len(b) == 4), [0.0, 0.0, 210.0, 297.0])
        page = Page(number, box[2] * _POINTS, box[3] * _POINTS)
        glyphs: list[Glyph] = []
        rules: list[tuple[float, float, float, float]] = []
        pictures = 0
        for content in [*self._template_roots(root), root]:
            for item in _objects(content, 0):
                kind = _name(item)
                if kind == "TextObject":
                    glyphs.extend(_glyphs(item))
                elif kind == "PathObject":
                    rules.extend(rules_of(item))
                else:
                    pictures += kind == "ImageObject"
        found.pages.append(page)
        if not any(glyph.text.strip() for glyph in glyphs):
            if pictures:
                found.scanned.append(number)
            return
        rest = glyphs
        parts = []
        for bounds, cells in tables_of(rules, number):
            rest = fill_cells(cells, rest)
            if any(cell.lines for cell in cells):
                parts.append(TablePart(number, bounds, cells))
        found.parts[number] = parts
        page.lines = lines_of(rest, number)

    def _template_roots(self, page: etree._Element) -> Iterator[etree._Element]:
        for used in _children(page, "Template"):
            place = self._templates.get(used.get("TemplateID", ""))
            if place:
                member = _joined(self._root, place)
                if self._package.has(member):
                    yield self._package.xml(member)


def _objects(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    for child in parent:
        kind = _name(child)
        if kind in ("TextObject", "PathObject", "ImageObject"):
            yield child
        elif kind in ("Content", "Layer", "PageBlock") and depth < MAX_DEPTH:
            yield from _objects(child, depth + 1)


def _deltas(text: str | None) -> list[float]:
    """Steps between characters; `g 3 4.5` means three steps of 4.5."""
    steps: list[float] = []
    tokens = (text or "").split()
    at = 0
    while at < len(tokens):
        if tokens[at] == "g" and at + 2 < len(tokens):
            count, step = numbers(tokens[at + 1]), numbers(tokens[at + 2])
            steps.extend((step or [0.0]) * min(int(count[0]) if count else 0, 10_000))
            at += 3
        else:
            steps.extend(numbers(tokens[at]))
            at += 1
    return steps


def _glyphs(item: etree._Element) -> Iterator[Glyph]:
    matrix = Matrix.of(item)
    size = (numbers(item.get("Size", "")) or [4.0])[0]
    weight = numbers(item.get("Weight", ""))
    bold = bool(weight) and weight[0] >= 600
    x = y = 0.0
    for code in _children(item, "TextCode"):
        x = (numbers(code.get("X", "")) or [x])[0]
        y = (numbers(code.get("Y", "")) or [y])[0]
        yield from _placed(code, (x, y), matrix, (size, bold))


def _placed(
    code: etree._Element, origin: tuple[float, float], matrix: Matrix, look: tuple[float, bool]
) -> Iterator[Glyph]:
    size, bold = look
    across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
    scaled = size * matrix.scale * _POINTS
    x, y = origin
    for index, char in enumerate(re.sub(r"[\r\n]+", "", code.text or "")):
        left, base = matrix.at(x, y)
        wide = scaled * (0.5 if _NARROW.match(char) else 1.0)
        left, base = left * _POINTS, base * _POINTS
        yield Glyph(plain(char), left, base - 0.88 * scaled, left + wide, base + 0.12 * scaled, scaled, bold)
        x += _step(across, index)
        y += _step(down, index)


def _step(steps: Sequence[float], index: int) -> float:
    if not steps:
        return 0.0
    return steps[index] if index < len(steps) else steps[-1]
