"""Titles of documents and plans: “关于印发《某方案》的通知” publishes 某方案; （2024年修订） below it belongs to its name."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_loader.source import Block, Paragraph, Reading, Table
from graph_store.ids import plain

_PLAN_WORDS = r"(?:通知|方案|意见|措施|办法|规划|计划|要点|细则|清单|分工|分工表|分解表|任务表|台账|规定|决定|通告|公告|纲要|行动|预案|指南|条例|工作安排|任务分解|若干政策|责任表|目标责任|指导意见|一览表|计划表|进度表|推进表|安排表|政策|安排|函|报告|责任书|任务书|责任状|纪要)"


TITLE = re.compile(rf"{_PLAN_WORDS}(?:[（(][^（()）]{{1,20}}[)）])*$|(?:印发|转发)《[^《》]{{6,}}》$")


#: （2024年修订）, （试行）, （2024—2026年） below a title belong to the name
VERSION = re.compile(
    r"[（(](?:\d{4}年?(?:修订|版|修订版|修订稿|度)?|试行|修订|修订版|修订稿|暂行|征求意见稿|送审稿|\d{4}年?[—–\-~～至]\d{4}年?)[)）]"
)


DATE = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|二[〇○零Oo0]{1}[一二三四五六七八九〇○零]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)


def words_of(block: Block) -> str:
    """The words of a paragraph; nothing for a table."""
    return block.reading.text.strip() if isinstance(block, Paragraph) else ""


def is_title(text: str) -> bool:
    """Whether a line (without white space) is the title of a document or plan."""
    return (
        6 <= len(text) <= 140
        and bool(TITLE.search(text))
        and not re.search(r"[。：；:;，]$", text)
        and not DATE.search(text[-12:])
        and not text.startswith("附件")
    )


def published_titles(title: str) -> list[str]:
    """The plans that a notice publishes: what stands between 印发 and 的通知."""
    match = re.search(
        r"(?:印发|转发|下发|公布|发布)(?P<what>.+?)(?:的?(?:通知|函|决定|公告)(?:[（(].*)?|(?<=》))$", title
    )
    if not match:
        return []
    what = match.group("what")
    quoted = re.findall(r"《((?:[^《》]|《[^》]*》)+)》", what)
    outside = re.sub(r"《(?:[^《》]|《[^》]*》)+》", "", what)
    if quoted and len(re.sub(r"[、和及与等]", "", outside)) < 4:
        return quoted
    both = re.match(rf"(.{{4,}}?{_PLAN_WORDS})(?:和|及|暨)(.{{6,}}{_PLAN_WORDS})$", what) if not quoted else None
    return list(both.groups()) if both else [what.strip("《》")]


def same_title(left: str, right: str) -> bool:
    """Whether two printings are one title, a version behind it or an issuer before it left aside."""
    a, b = plain(left), plain(right)
    a, b = (re.sub(r"^关于", "", part) for part in (a, b))
    if not a or not b:
        return False
    if a.startswith(b) or b.startswith(a):
        rest = max(a, b, key=len)[min(len(a), len(b)) :]
        if len(min(a, b, key=len)) >= 8 and re.fullmatch(
            r"\d{4}年?(?:\d{4}年?)?(?:修订|版)?|试行|修订|暂行|征求意见稿|送审稿", rest
        ):
            return True
    return a == b or (min(len(a), len(b)) >= 8 and (a.endswith(b) or b.endswith(a)) and abs(len(a) - len(b)) <= 24)


def title_row(blocks: list[Block]) -> Reading | None:
    """The title that stands in the first row of a table, merged over its columns."""
    first = next((block for block in blocks if not isinstance(block, Paragraph) or words_of(block)), None)
    if not isinstance(first, Table) or len(first.rows) < 3:
        return None
    words = {cell.reading.text.strip(): cell.reading for cell in first.rows[0] if cell.reading.text.strip()}
    if len(words) != 1 or len(first.rows[0]) < 2:
        return None
    ((text, reading),) = words.items()
    return reading.strip() if is_title(re.sub(r"\s+", "", text)) else None


_PUBLISHES = re.compile(r"印发|转发|下发|公布|发布")
_NOTICE_END = re.compile(r"(?:通知|函|决定|公告|通告|批复)(?:[（(][^（()）]{1,20}[)）])*$")
_PLAN_END = re.compile(rf"[\u4e00-\u9fff]{{0,8}}{_PLAN_WORDS}(?:[（(][^（()）]{{1,20}}[)）])*")
_NO_TITLE_LINE = re.compile(
    r"[。：；:;]|文件$|[〔［\[]\d{4}[〕］\]].{0,3}\d+号|^附件|^[一二三四五六七八九十]+、|^[（(][一二三四五六七八九十\d]+[)）]|^\d"
)


def join_title_lines(blocks: list[Block]) -> list[Block]:
    """Put a title that is set in several lines back into one: “关于印发某市文旅发展” + “行动方案的通知”.

    Only the front of a document, and the lines that a title found there announces, are joined.
    """
    made: list[Block] = []
    published: list[str] = []
    at = 0
    while at < len(blocks):
        used = _title_lines(blocks, at, published, front=at < 25)
        if used > 1:
            first = blocks[at]
            lines = [block.reading for block in blocks[at : at + used] if isinstance(block, Paragraph)]
            made.append(replace(first, reading=Reading.join(lines)) if isinstance(first, Paragraph) else first)
        else:
            made.append(blocks[at])
        if not published and at < 25:
            title = "".join(words_of(made[-1]).split())
            published = published_titles(title) if is_title(title) else []
        at += max(1, used)
    return made


def _title_lines(blocks: list[Block], at: int, published: list[str], *, front: bool) -> int:
    """How many lines from here are one title; 1 where the line stands alone."""
    if not front and not published:
        return 1
    lines: list[str] = []
    for block in blocks[at : at + 4]:
        text = "".join(words_of(block).split())
        if not text or len(text) > 60 or _NO_TITLE_LINE.search(text):
            break
        lines.append(text)
    for count in range(2, len(lines) + 1):
        before, joined = "".join(lines[: count - 1]), "".join(lines[:count])
        if any(_is_exactly(joined, title) and not same_title(before, title) for title in published):
            return count
        if not front or published or not is_title(joined):
            continue
        if "关于" in lines[0] and not (_NOTICE_END.search(before) if _PUBLISHES.search(before) else is_title(before)):
            if _NOTICE_END.search(joined) or not _PUBLISHES.search(joined):
                return count
        elif count == 2 and not is_title(before) and len(before) >= 8 and _PLAN_END.fullmatch(lines[1]):
            return count
    return 1


def _is_exactly(joined: str, title: str) -> bool:
    return plain(joined) == plain(title)
