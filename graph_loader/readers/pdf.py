"""Read a PDF: running heads and page numbers out, wrapped lines and page breaks closed, tables stitched over pages.

A scanned page holds a picture and no characters: it is read by OCR where the extra `ocr` is installed, and named in
a warning where it is not. Every paragraph and cell knows its page and box.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from graph_loader.readers.layout import Layout
from graph_loader.readers.limits import MAX_PAGES, Stopwatch, check_count, check_file
from graph_loader.readers.pdf_cells import PdfCell
from graph_loader.readers.pdf_lines import Glyph, columns_of, glyphs_of, is_garbled, lines_of
from graph_loader.readers.pdf_pages import Pages, fill_cells, lay_pages
from graph_loader.readers.pdf_paragraphs import Page, drop_furniture
from graph_loader.readers.pdf_tables import TablePart, split_part
from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile

_MAX_RULES = 12_000
_MIN_GLYPHS = 8


def read(name: str, data: bytes) -> SourceText:
    """The file as text; raises UnreadableFile when it is damaged, protected, or holds nothing but pictures."""
    check_file(name, data)
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(f"{name}：不是 PDF 文件。", hint="请检查扩展名，或重新下载。")
    layout = Layout(name)
    found = _read_pages(name, data)
    _read_scans(name, data, found, layout)
    drop_furniture(found.pages)
    lay_pages(layout, found)
    return layout.source(data=data, kind="pdf")


def _read_pages(name: str, data: bytes) -> Pages:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found = Pages()
    watch = Stopwatch(name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            check_count(name, len(pdf.pages), MAX_PAGES, " 页")
            for number, page in enumerate(pdf.pages, start=1):
                watch.check()
                _read_page(page, number, found)
                page.close()
    except PdfminerException as error:
        raise _refusal(name, error) from error
    except UnreadableFile:
        raise
    except RecursionError as error:
        raise _refusal(name, error) from error
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        OSError,
        OverflowError,
    ) as error:
        raise _refusal(name, error) from error
    if not found.pages:
        raise UnreadableFile(f"{name}：PDF 没有页面，文件已损坏或不完整。", hint="请重新下载。")
    return found


def _refusal(name: str, error: BaseException) -> UnreadableFile:
    if "Password" in repr(error) or "Encryption" in repr(error):
        return UnreadableFile(f"{name}：PDF 有打开密码，无法读取。", hint="请先解除密码后另存。")
    return UnreadableFile(f"{name}：PDF 已损坏或不完整，无法读取。", hint="请重新下载，或用阅读器打开后另存一份。")


def _read_page(page: Any, number: int, found: Pages) -> None:
    glyphs = glyphs_of(page)
    made = Page(number, float(page.width), float(page.height))
    found.pages.append(made)
    words = sum(1 for glyph in glyphs if glyph.text.strip())
    if is_garbled(glyphs):
        found.garbled.append(number)
        return
    if words < _MIN_GLYPHS and _is_picture(page):
        found.scanned.append(number)
        return
    parts, rest = _tables(page, number, glyphs, found)
    found.parts[number] = parts
    columns = columns_of(rest, made.width) if not parts else [rest]
    for column in columns:
        made.lines.extend(lines_of(column, number))


def _is_picture(page: Any) -> bool:
    area = float(page.width) * float(page.height)
    return any((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) > 0.35 * area for image in page.images)


def _tables(page: Any, number: int, glyphs: list[Glyph], found: Pages) -> tuple[list[TablePart], list[Glyph]]:
    """The ruled tables of a page with their glyphs, and the glyphs outside them."""
    if len(page.rects) + len(page.lines) + len(page.curves) > _MAX_RULES:
        found.drawn.append(number)
        return [], glyphs
    parts: list[TablePart] = []
    rest = glyphs
    settings = {"explicit_horizontal_lines": _open_ends(page.edges)}
    for table in sorted(page.find_tables(settings), key=lambda t: t.bbox[1]):
        cells = [PdfCell(tuple(box), number) for box in table.cells if box is not None]
        if len({round(cell.box[0]) for cell in cells}) < 2 or len(cells) < 2:
            continue
        rest = fill_cells(cells, rest)
        if any(cell.lines for cell in cells):
            parts.extend(split_part(TablePart(number, tuple(table.bbox), cells)))
    return parts, rest


def _open_ends(edges: list[dict[str, Any]]) -> list[float]:
    """Heights at which several upright rules end with no level rule: browsers leave a table open at a page break."""
    level = [edge["top"] for edge in edges if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > 6]
    found = []
    for end in ("top", "bottom"):
        places: dict[int, set[int]] = {}
        for edge in edges:
            if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > 6:
                places.setdefault(round(edge[end] / 3), set()).add(round(edge["x0"] / 3))
        extreme = min(places, default=0) if end == "top" else max(places, default=0)
        if len(places.get(extreme, ())) >= 3 and not any(abs(height - 3 * extreme) <= 4 for height in level):
            found.append(3.0 * extreme)
    return found


def _read_scans(name: str, data: bytes, found: Pages, layout: Layout) -> None:
    """Read pages without characters by OCR, or say which they are."""
    missing = sorted(found.scanned + found.garbled)
    if found.drawn:
        layout.warn(f"第 {_pages(found.drawn)} 页线条过多，未识别其中的表格。")
    if not missing:
        return
    from graph_loader.readers import ocr

    why = "是扫描图片，没有文字层" if not found.garbled else "没有可用的文字层（扫描图片，或字体不带编码）"
    if not ocr.is_installed():
        if len(missing) == len(found.pages):
            raise UnreadableFile(f"{name}：全部 {len(missing)} 页{why}，没有读出文字。", hint=ocr.HINT)
        layout.warn(f"第 {_pages(missing)} 页{why}，未读取。{ocr.HINT}")
        return
    watch = Stopwatch(name, ocr.SECONDS)
    for number in missing:
        watch.check()
        page = found.pages[number - 1]
        page.lines = ocr.read_page(data, number, page.width)
    layout.warn(f"第 {_pages(missing)} 页{why}，由文字识别（OCR）读出，可能有错字，请对照原件。")


def _pages(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:30])
    return shown + (f" 等 {len(numbers)}" if len(numbers) > 30 else "")
