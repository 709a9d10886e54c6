"""Characters of a PDF page → lines with their boxes, watermarks and doubled characters left out.

Kangxi radicals that some fonts give (⼀, ⻅) are read as the characters they stand for (一, 见).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
_RADICALS = dict(
    zip(
        "⺁⺈⺌⺍⺎⺐⺒⺓⺕⺛⺜⺝⺟⺠⺥⺧⺩⺪⺫⺬⺮⺯⺱⺲⺳⺴⺶⺷⺸⺹⺻⺼⺽⻁⻃⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻳\u2329\u232a",
        "厂刀小小兀尢巳幺彐旡日月母民爪牛王疋目示竹糸罒罒网网羊羊羊老聿肉臼虎西西见角角贝足车长长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿竜龙龟〈〉",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\u2329\u232a]")
_LATIN = re.compile(r"[A-Za-z0-9.,;:%)\]’”!?/-]")
_LATIN_NEXT = re.compile(r"[A-Za-z0-9(\[‘“$+-]")
_BOLD = re.compile(r"bold|heavy|black(?!adder)", re.IGNORECASE)


@dataclass(slots=True)
class Glyph:
    """One character with its box and font size."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class PdfLine:
    """One line of a page; `bold` characters at its start are bold, `strong` are the runs of bold words in it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int
    bold: int = 0
    strong: tuple[tuple[int, int], ...] = ()

    @property
    def box(self) -> Box:
        """Left, top, right, bottom in points from the top left corner."""
        return (round(self.x0, 1), round(self.top, 1), round(self.x1, 1), round(self.bottom, 1))

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.x0 + self.x1) / 2


def plain(text: str) -> str:
    """Radicals as characters; anything else unchanged."""
    if not _RADICAL.search(text):
        return text
    return "".join(_RADICALS.get(char) or _composed(char) for char in text)


def _composed(char: str) -> str:
    """The character for which a radical or a compatibility ideograph stands."""
    compatible = "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff"
    return unicodedata.normalize("NFKC", char) if compatible else char


def glyphs_of(page: Any) -> list[Glyph]:
    """The characters of a pdfplumber page, upright and once each."""
    chars = page.chars
    upright = sum(1 for char in chars if char["upright"])
    keep_all = upright < 0.4 * len(chars)
    seen: set[tuple[str, int, int]] = set()
    found = []
    for char in chars:
        if not (keep_all or char["upright"]) or _is_watermark(char):
            continue
        key = (char["text"], round(char["x0"]), round(char["top"]))
        if key in seen and char["text"].strip():
            continue
        seen.add(key)
        text = plain(char["text"])
        bold = bool(_BOLD.search(char.get("fontname") or ""))
        found.append(Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"], char["size"], bold))
    return found


def _is_watermark(char: dict[str, Any]) -> bool:
    """Very large and very pale."""
    colour = char.get("non_stroking_color")
    if char["size"] < 36 or colour is None:
        return False
    values = colour if isinstance(colour, list | tuple) else (colour,)
    if not all(isinstance(value, int | float) for value in values):
        return False
    pale = sum(values) <= 0.35 if len(values) == 4 else all(value >= 0.7 for value in values)
    return pale and bool(values)


def is_garbled(glyphs: Sequence[Glyph]) -> bool:
    """Whether the fonts of a page give no characters, only numbers of shapes."""
    lost = sum(
        1 for g in glyphs if g.text.startswith("(cid:") or "\ue000" <= g.text[:1] <= "\uf8ff" or g.text == "\ufffd"
    )
    return bool(glyphs) and lost > 0.3 * len(glyphs)


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[PdfLine]:
    """Characters gathered into lines from top to bottom."""
    rows: list[list[Glyph]] = []
    centre = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        if rows and abs(middle - centre) <= 0.45 * max(height, min(glyph.size, 1.6 * height)):
            rows[-1].append(glyph)
            if glyph.size > height:
                centre, height = middle, glyph.size
        else:
            rows.append([glyph])
            centre, height = middle, glyph.size
    made = [_line(sorted(row, key=lambda g: g.x0 + g.x1), page) for row in rows]
    return [line for line in made if line.text]


def _line(row: Sequence[Glyph], page: int) -> PdfLine:
    solid = [g for g in row if g.text.strip()]
    if not solid:
        return PdfLine("", 0, 0, 0, 0, 0, page)
    size = sorted(g.size for g in solid)[len(solid) // 2]
    text, bold, still_bold = "", 0, True
    strong: list[tuple[int, int]] = []
    last: Glyph | None = None
    for glyph in row:
        if not glyph.text.strip():
            if text and not text.endswith(" ") and glyph.x1 - glyph.x0 > 0:
                text += " "
            continue
        if last is not None and not text.endswith(" ") and _gap(last, glyph, size):
            text += " "
        text += glyph.text
        if glyph.bold:
            strong.append((len(text) - len(glyph.text), len(text)))
        still_bold = still_bold and glyph.bold
        bold = len(text) if still_bold else bold
        last = glyph
    text = text.rstrip()
    return PdfLine(
        text,
        solid[0].x0,
        min(g.top for g in solid),
        max(g.x1 for g in solid),
        max(g.bottom for g in solid),
        size,
        page,
        min(bold, len(text)),
        joined_runs(strong),
    )


def joined_runs(runs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in order, those that touch made one."""
    made: list[tuple[int, int]] = []
    for start, end in runs:
        if made and made[-1][1] == start:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return tuple(made)


def _gap(left: Glyph, right: Glyph, size: float) -> bool:
    space = right.x0 - left.x1
    if _LATIN.match(left.text[-1:]) and _LATIN_NEXT.match(right.text[:1]):
        return space > 0.22 * size
    return space > 0.75 * size


def columns_of(glyphs: list[Glyph], width: float) -> list[list[Glyph]]:
    """The glyphs of each text column from left to right: one list for an ordinary page."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.strip():
            rows.setdefault(round((glyph.top + glyph.bottom) / 2 / 4), []).append(glyph)
    if len(rows) < 12:
        return [glyphs]
    best, crossing = 0.0, len(rows)
    for step in range(38, 63):
        x = width * step / 100
        cut = sum(1 for row in rows.values() if any(g.x0 - 4 < x < g.x1 + 4 for g in row))
        if cut < crossing:
            best, crossing = x, cut
    both = sum(1 for row in rows.values() if min(g.x0 for g in row) < best - 40 and max(g.x1 for g in row) > best + 40)
    if crossing > 0.15 * len(rows) or both - crossing < 0.5 * len(rows):
        return [glyphs]
    return [[g for g in glyphs if g.x0 < best], [g for g in glyphs if g.x0 >= best]]
