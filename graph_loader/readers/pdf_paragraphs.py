"""Lines of PDF pages → logical paragraphs: page furniture out, wrapped lines and page breaks closed.

“…促进中” at the end of a full line + “心，各乡镇” at the left margin, on the next page perhaps → one paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_loader.readers.joining import Manner, Piece, joins
from graph_loader.readers.layout import NUMBER_LABEL, PLAIN, STRONG, glue
from graph_loader.readers.lines import page_number
from graph_loader.readers.pdf_lines import PdfLine, joined_runs

_TERMINAL = re.compile(r"[。；！？：;!?:][”’）)\]】》]{0,3}$")
_ROLE_END = re.compile(
    r"[。；！？;]\s*[（(][^（()）。]{2,200}(?:[（(][^（()）]*[)）][^（()）。]*)*[)）]\s*$|(?:责任|牵头|配合|单位|部门|负责|落实)[^（()）]{0,300}(?:[（(][^（()）]*[)）][^（()）]*)*[)）]\s*$"
)
_OPENS = re.compile(
    r"^(?:[（(](?:责任|牵头|此件|主动公开|配合|联系)|(?:责任|牵头|配合|协办|参与|主办)(?:单位|部门|领导)\s*[:：]|附\s*件|抄送|注\s*[:：]|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$)"
)
_ADDRESSEES = re.compile(r"^各[^。；]{2,80}[：:]$")
_DUTIES = re.compile(r"^[\u4e00-\u9fff（）()、]{2,24}[：:]\s*\S")  # 县民政局：负责…
_ZONE = 0.13


@dataclass(slots=True)
class Page:
    """One page: its size and its lines outside tables, in reading order."""

    number: int
    width: float
    height: float
    lines: list[PdfLine] = field(default_factory=list)


@dataclass(slots=True)
class Setting:
    """How the pages are set: edges of the text, body size, whether indents are used, the step from line to line."""

    left: float
    right: float
    size: float
    indents: bool
    leading: float


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take running heads, running feet and page numbers out of the lines."""
    setting = find_setting([line for page in pages for line in page.lines])
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_mark(line) for line in page.lines if _in_zone(page, line)})
    often = max(3, 0.3 * len(pages)) if len(pages) > 4 else max(2, 0.6 * len(pages))
    always = max(3, 0.8 * len(pages))
    for page in pages:
        page.lines = [line for line in page.lines if not _is_page_number(page, line)]
        ordered = sorted(page.lines, key=lambda line: line.top)
        edges = (_outer(page, ordered, seen, often), _outer(page, ordered[::-1], seen, often))
        gone = [
            line
            for lines, run in zip((ordered, ordered[::-1]), edges, strict=True)
            for line in _standing_off(lines, run, setting, _sure(run, seen, always))
        ]
        page.lines = [line for line in page.lines if not any(line is other for other in gone)]


def _in_zone(page: Page, line: PdfLine) -> bool:
    return line.bottom < _ZONE * page.height or line.top > (1 - _ZONE) * page.height


def _mark(line: PdfLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text)), round(line.top / 6)


def _is_page_number(page: Page, line: PdfLine) -> bool:
    text = line.text.strip()
    outer = line.top > 0.9 * page.height or line.bottom < 0.08 * page.height
    bare = outer and re.fullmatch(r"\d{1,4}", text) is not None
    return _in_zone(page, line) and (bare or page_number(text) is not None)


def _times(seen: Counter[tuple[str, int]], mark: tuple[str, int]) -> int:
    """How many pages have these words at this height."""
    return sum(seen[mark[0], mark[1] + step] for step in (-1, 0, 1))


def _sure(run: Sequence[PdfLine], seen: Counter[tuple[str, int]], always: float) -> set[tuple[str, int]]:
    """Marks that stand on nearly every page and are no words of a sentence."""
    marks = {_mark(line) for line in run}
    return {mark for mark in marks if _times(seen, mark) >= always and not re.search(r"[。；，、：（）()]", mark[0])}


def _outer(page: Page, lines: Sequence[PdfLine], seen: Counter[tuple[str, int]], often: float) -> list[PdfLine]:
    """The lines from one edge of the page inwards that other pages repeat there."""
    run: list[PdfLine] = []
    for line in lines:
        mark = _mark(line)
        if not _in_zone(page, line) or len(mark[0]) > 60 or _times(seen, mark) < often or NUMBER_LABEL.match(line.text):
            break
        run.append(line)
    return run


def _standing_off(
    lines: Sequence[PdfLine], run: list[PdfLine], setting: Setting, always: set[tuple[str, int]]
) -> list[PdfLine]:
    """Those of a run of outer lines that stand off from the text, are set smaller, or stand on nearly every page."""
    run = list(run)
    while run:
        inner = lines[len(run)] if len(run) < len(lines) else None
        far = inner is None or abs(inner.top - run[-1].top) > 1.3 * setting.leading
        if far or run[-1].size < 0.92 * setting.size or _mark(run[-1]) in always:
            return run
        run.pop()
    return run


def find_setting(lines: Sequence[PdfLine]) -> Setting:
    """The edges that most lines keep."""
    sizes = Counter(round(line.size * 2) / 2 for line in lines for _ in range(min(len(line.text), 60)))
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    body = [line for line in lines if abs(line.size - size) <= 0.12 * size] or list(lines)
    long = [line for line in body if line.x1 - line.x0 > 12 * size] or body
    lefts = Counter(round(line.x0 / 3) for line in long)
    common = [place for place, count in lefts.items() if count >= max(2, 0.08 * len(long))]
    left = 3.0 * min(common) if common else min((line.x0 for line in body), default=0.0)
    rights = sorted(line.x1 for line in long)
    right = rights[int(0.9 * (len(rights) - 1))] if rights else 0.0
    deep = sum(1 for line in long if left + 1.2 * size < line.x0 < left + 3 * size)
    flush = sum(1 for line in long if abs(line.x0 - left) <= 0.8 * size)
    steps = sorted(
        b.top - a.top for a, b in itertools.pairwise(lines) if a.page == b.page and 0 < b.top - a.top < 4 * size
    )
    leading = steps[len(steps) // 3] if steps else 1.5 * size
    return Setting(left, right, size, deep >= 3 and flush >= 0.25 * len(long), leading)


@dataclass(slots=True)
class LogicalParagraph:
    """The lines of one paragraph and its words."""

    lines: list[PdfLine]
    text: str
    bold: int
    strong: tuple[tuple[int, int], ...] = ()

    def take(self, line: PdfLine) -> None:
        """Let it go on with a line."""
        joined = glue(self.text, line.text)
        at = len(joined) - len(line.text)
        if self.bold >= len(self.text):
            self.bold = at + line.bold if line.bold else self.bold
        self.strong = joined_runs([*self.strong, *((start + at, end + at) for start, end in line.strong)])
        self.text = joined
        self.lines.append(line)

    def marked(self) -> str:
        """Its words, marks around those that are bold."""
        made, at = "", 0
        for start, end in self.strong:
            made += f"{self.text[at:start]}{STRONG}{self.text[start:end]}{PLAIN}"
            at = end
        return made + self.text[at:]


def paragraphs_of(lines: Sequence[PdfLine], setting: Setting) -> list[LogicalParagraph]:
    """Lines in reading order, several pages long perhaps, as paragraphs."""
    made: list[LogicalParagraph] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        last = made[-1] if made else None
        if last is not None and _goes_on(last, line, following, setting):
            last.take(line)
        else:
            made.append(LogicalParagraph([line], line.text, line.bold, line.strong))
    return made


def _is_centred(line: PdfLine, setting: Setting) -> bool:
    middle = (setting.left + setting.right) / 2
    inset = line.x0 > setting.left + 1.5 * setting.size and line.x1 < setting.right - 1.5 * setting.size
    wide = line.size > 1.2 * setting.size
    return abs(line.middle - middle) < 1.2 * line.size and (inset or wide)


def _goes_on(head: LogicalParagraph, line: PdfLine, following: PdfLine | None, setting: Setting) -> bool:
    last = head.lines[-1]
    if abs(last.size - line.size) > 0.15 * max(last.size, line.size):
        return False
    if _is_centred(line, setting) and _is_centred(last, setting):
        return _close(last, line) and _title_joins(head, last, line, following)
    text = line.text
    if _is_centred(line, setting) and line.size > 1.1 * setting.size:
        return False
    indented = line.x0 > setting.left + 0.9 * setting.size
    full = last.x1 >= setting.right - 1.6 * setting.size and not _is_right(last, setting)
    opened = _is_open(head.text)
    ended = not opened and bool(_TERMINAL.search(head.text) or _ROLE_END.search(head.text))
    if (_ADDRESSEES.match(text) and not opened) or (ended and _DUTIES.match(text) and _DUTIES.match(head.text)):
        return False
    if re.search(r"的(?:通知|意见|决定|函|批复)$", head.text) and re.match(r"各[^。；]{1,60}(?:[，、]|$)", text):
        return False
    if NUMBER_LABEL.match(text) or _OPENS.match(text):
        bracket = not NUMBER_LABEL.match(text) and (opened or text[0] in "（(")
        flush = full and not indented and (setting.indents or (bracket and not _is_loose(last, line, setting)))
        return (flush and (not ended or bracket)) or _inside_number(head.text, text)
    if indented:
        return (
            full and not ended and (not setting.indents or abs(line.x0 - last.x0) < 3) and not _is_right(line, setting)
        )
    if not _close(last, line):
        return False
    if full:
        return setting.indents or not (ended and _is_loose(last, line, setting))
    nearly = last.x1 >= setting.right - 7 * setting.size
    return not ended and (opened or bool(re.search(r"[，、,“《]$", head.text)) or (setting.indents and nearly))


def _is_open(text: str) -> bool:
    """Whether a bracket in the last words is not closed yet."""
    tail = text[-200:]
    return max(tail.rfind("（"), tail.rfind("(")) > max(tail.rfind("）"), tail.rfind(")"))


def _title_joins(head: LogicalParagraph, last: PdfLine, line: PdfLine, following: PdfLine | None) -> bool:
    if re.search(r"号$|文件$|日$|[）)]$", head.text) or re.match(r"^[（(]|\d{4}\s*年\s*\d", line.text):
        return False
    if line.size > 1.05 * last.size or last.size > 1.05 * line.size:
        return False
    wide = Piece(line.text, gap=False)
    after = Piece(following.text, gap=False) if following else None
    return joins(head.text, Piece(last.text, gap=False), wide, after, Manner(0, False, False)) or (
        line.size > 15 and not re.search(r"(?:通知|方案|意见|办法|措施|清单|规划|计划)$", head.text)
    )


def _close(last: PdfLine, line: PdfLine) -> bool:
    return line.page != last.page or line.top < last.top or line.top - last.bottom < 1.9 * line.size


def _is_loose(last: PdfLine, line: PdfLine, setting: Setting) -> bool:
    """Whether more room than usual stands between two lines of a page."""
    return line.page == last.page and line.top - last.top > 1.2 * setting.leading


def _is_right(line: PdfLine, setting: Setting) -> bool:
    return line.x0 > setting.left + 0.35 * (setting.right - setting.left)


def _inside_number(head: str, text: str) -> bool:
    """A wrapped number or reference that only looks like a label: “4.” + “8万户”, “第（” + “三）项”."""
    if re.match(r"^\d+[.．]\d", text) and not re.match(r"^\d{1,2}(?:\.\d{1,2})+\s*[\u4e00-\u9fff]", text):
        return not _TERMINAL.search(head)
    if re.match(r"^[（(](?:责任|牵头|配合)", text):
        return False
    inner = re.match(r"^(?:[（(]\d{1,3}[）)]|[①-⑳]|——)", text)
    return bool(inner) and bool(re.search(r"[，、第和及（(]$", head))
