"""Text → lines with offsets and pages; page numbers and running heads are marked as furniture.

`…达到 4.8`, `- 3 -`, `万户以上` are three lines, the second of them furniture of page 3.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

_END = re.compile(r"\r\n|[\n\r\x0c\x85\u2028\u2029]|\x0b")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－―‐·•~～]{1,3}\s*(?P<a>\d{1,4})\s*[-—–－―‐·•~～]{1,3}"
    r"|第\s*(?P<b>\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页\s*(?:[,，/／、]?\s*[（(]?\s*共\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页[)）]?)?"
    r"|(?P<c>\d{1,4})\s*[/／]\s*\d{1,4}"
    r"|[Pp](?:age|AGE)?\.?\s*(?P<d>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?)\s*$"
)
_BARE = re.compile(r"\s*(\d{1,3})\s*$")


@dataclass(slots=True)
class Line:
    """One line: `source[start:end]` without its line end; `page` only where the text tells pages."""

    number: int
    start: int
    end: int
    text: str
    page: int | None = None
    furniture: bool = False
    feed: bool = False  # a form feed stands before it

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it that is read."""
        return self.furniture or not self.text.strip("\ufeff\u200b \t\r\n\x0c\x0b\xa0\u3000\u2002\u2003")


def split_lines(source: str) -> list[Line]:
    """Every line of the source, furniture marked, pages counted where form feeds or page numbers tell them."""
    lines: list[Line] = []
    at, feed = 0, False
    for match in _END.finditer(source):
        lines.append(Line(len(lines) + 1, at, match.start(), source[at : match.start()], feed=feed))
        at, feed = match.end(), match.group() == "\x0c"
    lines.append(Line(len(lines) + 1, at, len(source), source[at:], feed=feed))
    _number_lines(source, lines)
    _mark_furniture(lines)
    _mark_pages(lines)
    return lines


def _number_lines(source: str, lines: list[Line]) -> None:
    """Line numbers as an editor counts them: a form feed opens a line here, but none there."""
    number = 1
    for line in lines:
        line.number = number
        if source[line.end : line.end + 1] in ("\n", "\r"):
            number += 1


def page_number(text: str) -> int | None:
    """The page that a page-number line prints, 0 where it is in Chinese numerals; None for other lines."""
    match = _PAGE_NUMBER.match(text) if len(text) < 40 else None
    if not match:
        return None
    found = next((group for group in match.groups() if group), "0")
    return int(found) if found.isascii() else 0


def _mark_furniture(lines: list[Line]) -> None:
    for line in lines:
        if page_number(line.text) is not None:
            line.furniture = True
    _mark_bare_numbers(lines)
    _mark_running_heads(lines)


def _mark_bare_numbers(lines: list[Line]) -> None:
    """Lines that are only a number, count up one by one and stand far apart, are page numbers."""
    bare = [index for index, line in enumerate(lines) if len(line.text) < 12 and _BARE.match(line.text)]
    bare = [index for index in bare if _stands_alone(lines, index)]
    values = [int(lines[index].text) for index in bare]
    steps = [b - a for a, b in pairwise(values)]
    far = [_distance(lines, a, b) > 250 for a, b in pairwise(bare)]
    if len(bare) >= 2 and all(step == 1 for step in steps) and all(far):
        for index in bare:
            lines[index].furniture = True
        return
    for index in bare:
        if _inside_sentence(lines, index):
            lines[index].furniture = True


def _stands_alone(lines: list[Line], index: int) -> bool:
    near = [lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines)]
    return any(not line.text.strip() or line.feed for line in near) or lines[index].feed


def _distance(lines: list[Line], first: int, second: int) -> int:
    return lines[second].start - lines[first].end


def _inside_sentence(lines: list[Line], index: int) -> bool:
    """Blank lines on both sides, and words before it that break off in the middle of a sentence."""
    before = next((line.text.rstrip() for line in reversed(lines[max(0, index - 6) : index]) if line.text.strip()), "")
    after = next((line.text.strip() for line in lines[index + 1 : index + 7] if line.text.strip()), "")
    broken = len(before) > 15 and before[-1] not in "。；！？：;:!?”）)"
    return broken and bool(re.match(r"[\u4e00-\u9fff，、。）]", after)) and not lines[index - 1].text.strip()


def _mark_running_heads(lines: list[Line]) -> None:
    """The same short line next to page numbers or form feeds, three times or more."""
    beside: Counter[str] = Counter()
    for index, line in enumerate(lines):
        text = line.text.strip()
        if (
            4 <= len(text) <= 40
            and not line.furniture
            and "\t" not in text
            and "|" not in text
            and _beside_page(lines, index)
        ):
            beside[text] += 1
    heads = {text for text, count in beside.items() if count >= 3 and not re.search(r"[。；：:]|单位|部门", text)}
    for index, line in enumerate(lines):
        if line.text.strip() in heads and _beside_page(lines, index):
            line.furniture = True


def _beside_page(lines: list[Line], index: int) -> bool:
    if lines[index].feed:
        return True
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and abs(at - index) < 5 and not lines[at].text.strip():
            if lines[at].feed:
                return True
            at += step
        if 0 <= at < len(lines) and (page_number(lines[at].text) is not None or (step == 1 and lines[at].feed)):
            return True
    return False


def _mark_pages(lines: list[Line]) -> None:
    """Pages from form feeds, else from the page numbers at the foot of each page."""
    if any(line.feed for line in lines):
        page = 1
        for line in lines:
            page += line.feed
            line.page = page
        return
    numbered = [(index, _printed(line)) for index, line in enumerate(lines) if line.furniture and _printed(line)]
    if len(numbered) < 2:
        return
    at = 0
    for index, page in numbered:
        for line in lines[at : index + 1]:
            line.page = page
        at = index + 1
    for line in lines[at:]:
        line.page = numbered[-1][1] + 1


def _printed(line: Line) -> int:
    bare = _BARE.match(line.text) if len(line.text) < 12 else None
    return int(bare.group(1)) if bare else page_number(line.text) or 0
