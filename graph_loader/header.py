"""What a document says of itself, and the parts it is made of: notice, attached plans, furniture.

“泽政办发〔2022〕7号 / …关于印发〈某方案〉的通知 / 各乡镇人民政府：” → Header, one Part for each plan it publishes.
Cover letters, signatures, 抄送 and 印发 lines are no part of a plan.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from graph_loader.plan_titles import (
    DATE,
    TITLE,
    VERSION,
    is_title,
    join_title_lines,
    published_titles,
    same_title,
    title_row,
    words_of,
)
from graph_loader.signature import DOC_NUMBER, iso_date, read_signature, without_signature
from graph_loader.source import Block, Paragraph, Reading, SourceText, Table
from graph_store.model import Header, Span

_FURNITURE = re.compile(
    r"^\s*(?:抄\s*送|主题词|共印|印\s*发\s*[:：]|分\s*送|报\s*送\s*[:：]|上一篇|下一篇|相关链接|打印本页|关闭窗口|【?打印|责任编辑|来源\s*[:：]|浏览次数|扫一扫|分享到|版权所有|主办单位\s*[:：].*承办|网站标识码|ICP)"
)
_OPENNESS = re.compile(
    r"^\s*[（(]?\s*(此件[^）)]{0,12}|依申请公开|主动公开|不予公开|公开方式[:：].{2,8}|信息公开选项[:：].{2,8}|发至[^）)]{1,6})\s*[)）]?\s*$"
)
_ANNEX = re.compile(
    r"^\s*附\s*(?P<what>[件表录])\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[:：]?\s*(?P<n2>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[.．、:：]?\s*$"
)
_APPROVED = re.compile(r"(?:已)?经(?P<by>[^，。；]{2,40}?)(?:研究|审议|讨论)?(?:同意|通过|批准|审定|研究通过)")
_ADDRESS = re.compile(
    r"(?:人民政府|政府|单位|部门|机构|委员会|办事处|管委会|局|企业|院校|各[\u4e00-\u9fff（()）、]{1,20})[，,、\u4e00-\u9fff（()）]*[:：]$"
)


@dataclass(slots=True)
class Part:
    """One policy's blocks: its title, its annex mark, and everything under it."""

    title: str
    annex: str | None
    title_reading: Reading | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its first words stand in the text; -1 for a part without words."""
        cells = (cell.reading for b in self.blocks if isinstance(b, Table) for row in b.rows for cell in row)
        words = (b.reading for b in self.blocks if isinstance(b, Paragraph))
        return min((r.offsets[0] for r in itertools.chain(words, cells) if len(r)), default=-1)


@dataclass(slots=True)
class Layout:
    """A document taken apart: its header, its cover letter, its parts."""

    header: Header
    cover: list[Paragraph]
    parts: list[Part]


def read_layout(source: SourceText) -> Layout:
    """Take a document apart. A document without a notice is one part; an empty one has none."""
    blocks, found = _without_furniture(source.blocks)
    blocks = join_title_lines(blocks)
    front = _front(blocks)
    title_index = front.title_index
    published = published_titles(front.title or "")
    starts = _part_starts(blocks, title_index, published)
    if published and starts:
        starts = [*_renamed_plan(blocks[: starts[0][0]], max(front.body_index, title_index + 1)), *starts]
    cover_end = starts[0][0] if starts else len(blocks)
    cover = [b for b in blocks[front.body_index : cover_end] if isinstance(b, Paragraph)]
    parts = _parts(blocks, starts, front, published)
    header = _header(source, blocks, front, found, cover_end if starts else len(blocks))
    has_cover = starts and (parts[0].annex is not None or bool(published))
    return Layout(header, cover if has_cover else [], parts)


@dataclass(slots=True)
class _Front:
    title: str | None = None
    title_reading: Reading | None = None
    title_index: int = -1
    number: str | None = None
    red_head: str | None = None
    addressees: str | None = None
    dated: str | None = None  # a date in the lines below the title
    body_index: int = 0


_SITE = re.compile(r"ICP|公网安备|版权所有|网站标识码|网站地图|联系我们|技术支持|网站声明|政府网站找错|关于我们")
_SITE_OWNER = re.compile(r"^\s*(?:主办|承办|主管|协办|维护|运维|技术支持)(?:单位)?\s*[:：]")
_CONTACT = re.compile(r"^\s*[（(]?\s*(?:联系单位[:：][^，；]{2,30}[，；]\s*)?联系人\s*[:：].*(?:电话|邮箱|手机|传真)")


def _is_footer(blocks: tuple[Block, ...], index: int) -> bool:
    """Who runs the web site (主办：…, 承办：…) at the very end of a saved page, and contacts with a telephone."""
    text = words_of(blocks[index])
    if _CONTACT.match(text) and len(text) < 160:
        return True
    tail = blocks[max(0, len(blocks) - 10) :]
    near_end = index >= len(blocks) - 10
    return near_end and bool(_SITE_OWNER.match(text)) and any(_SITE.search(words_of(block)) for block in tail)


def _without_furniture(blocks: tuple[Block, ...]) -> tuple[list[Block], dict[str, str]]:
    """Leave out 抄送, 印发 and openness lines; say what they held."""
    kept: list[Block] = []
    found: dict[str, str] = {}
    copied = False
    for index, block in enumerate(blocks):
        text = words_of(block)
        if isinstance(block, Paragraph) and (not text or _is_footer(blocks, index)):
            continue
        if isinstance(block, Paragraph) and _OPENNESS.match(text):
            found.setdefault("openness", text.strip("（）()"))
        elif isinstance(block, Paragraph) and _FURNITURE.match(text) and len(text) < 400:
            if re.match(r"^\s*抄\s*送", text):
                found.setdefault("copied_to", re.sub(r"^\s*抄\s*送\s*[:：]?\s*", "", text))
                copied = True
        elif (
            isinstance(block, Paragraph)
            and re.search(r"印发\s*$", text)
            and DATE.search(re.sub(r"\s", "", text))
            and len(text) < 60
        ):
            found.setdefault("printed", text)
        elif (
            copied
            and isinstance(block, Paragraph)
            and len(text) < 40
            and not re.search(r"[。；：:]", text)
            and not _ANNEX.match(text)
            and not TITLE.search(text)
        ):
            found.setdefault("printer", text)
        else:
            copied = copied and not isinstance(block, Paragraph)
            kept.append(block)
    return kept, found


def _front(blocks: list[Block]) -> _Front:
    """The first lines: red head, number, title, addressees."""
    front = _Front()
    from graph_loader.outline import read_number

    for index, block in enumerate(blocks[:25]):
        if isinstance(block, Table):
            break
        text = re.sub(r"\s+", "", block.reading.text)
        number = DOC_NUMBER.search(text)
        if number and front.number is None and len(text) <= 60 and not re.search(r"[《。]", text) and index < 12:
            front.number = number.group()
            front.body_index = index + 1
            if len(text) <= len(number.group()) + 12:
                continue
        if front.red_head is None and text.endswith("文件") and len(text) <= 45 and front.title is None:
            front.red_head = text[:-2]
            front.body_index = index + 1
            continue
        if front.title is None and is_title(text) and not read_number(text):
            front.title, front.title_reading, front.title_index = text, block.reading, index
            front.body_index = index + 1
            continue
        if front.title is not None and index == front.title_index + 1 and VERSION.fullmatch(text):
            front.title += text
            front.body_index = index + 1
            continue
        if front.title is not None and front.dated is None and len(text) <= 80 and DATE.search(text):
            front.dated = iso_date(text)
        if (
            index <= max(front.title_index, 0) + 6
            and _ADDRESS.search(text)
            and len(text) <= 200
            and not read_number(text)
        ):
            front.addressees = text.rstrip("：:")
            front.body_index = index + 1
            break
        if read_number(text) or len(text) > 160:
            break
    return front


def _part_starts(blocks: list[Block], title_index: int, published: list[str]) -> list[tuple[int, str | None]]:
    """Where parts begin: (index of the title or of its annex line, annex mark)."""
    starts: list[tuple[int, str | None]] = []
    waiting: tuple[int, str | None] | None = None
    for index, block in enumerate(blocks):
        if index <= title_index or isinstance(block, Table):
            if isinstance(block, Table) and waiting:
                starts.append(waiting)
                waiting = None
            continue
        text = words_of(block)
        annex = _ANNEX.match(text)
        if annex:
            if waiting:
                starts.append(waiting)
            mark = annex.group("n") or annex.group("n2") or ""
            waiting = (index, f"附{annex.group('what')}{mark}")
        elif re.match(r"^\s*(?:附\s*[件表]|\d{1,2}[.．、])", text):
            continue
        elif (
            len(text) <= 120
            and any(same_title(text, title) for title in published)
            and not re.search(r"[。：:，；]$", text)
        ):
            starts.append((waiting[0], waiting[1]) if waiting else (index, None))
            waiting = None
        elif waiting and (len(text) > 60 or index - waiting[0] >= 2):
            starts.append(waiting)
            waiting = None
    if waiting and waiting[0] < len(blocks) - 1:
        starts.append(waiting)
    return starts


def _renamed_plan(head: list[Block], begin: int) -> list[tuple[int, str | None]]:
    """Where the plan begins whose own title is not quite the one its notice says: a title over numbered points."""
    from graph_loader.outline import read_number

    lines = [re.sub(r"\s+", "", words_of(block)) for block in head]
    points = [i for i, line in enumerate(lines) if line and read_number(line) and not is_title(line)]
    for index in range(begin, max(points, default=0)):
        line = lines[index]
        plan = is_title(line) and len(line) <= 80 and not read_number(line) and not line.endswith("通知")
        if plan and not published_titles(line) and not re.search(r"[。；，]", line):
            return [(index, None)]
    return []


def _is_list(table: Table) -> bool:
    """Whether a table before the first annex is a list of its own: the first sheet of a workbook, say."""
    return len(table.rows) >= 3 and len(table.rows[0]) >= 3


def _parts(
    blocks: list[Block], starts: list[tuple[int, str | None]], front: _Front, published: list[str]
) -> list[Part]:
    if not starts:
        body = without_signature(blocks[front.body_index :])
        title = published[0] if published else front.title or ""
        return [Part(title, None, front.title_reading, body)]
    parts = []
    from graph_loader.outline import read_number

    head = blocks[front.body_index : starts[0][0]]
    tells = any(read_number(b.reading.text) if isinstance(b, Paragraph) else _is_list(b) for b in head)
    if not published and tells:
        parts.append(Part(front.title or "", None, front.title_reading, without_signature(head)))
    for position, (start, annex) in enumerate(starts):
        stop = starts[position + 1][0] if position + 1 < len(starts) else len(blocks)
        inside = blocks[start + 1 : stop] if annex else blocks[start:stop]
        reading = None
        title = front.title or ""
        if inside and isinstance(inside[0], Paragraph) and _is_part_title(inside[0], published):
            reading = inside[0].reading
            title = re.sub(r"\s+", "", reading.text)
            inside = inside[1:]
        if inside and VERSION.fullmatch(re.sub(r"\s+", "", words_of(inside[0]))):
            title += re.sub(r"\s+", "", words_of(inside[0]))
            inside = inside[1:]
        if reading is None and (row := title_row(inside)) is not None:
            reading, title = row, re.sub(r"\s+", "", row.text)
        parts.append(Part(title, annex, reading, without_signature(inside)))
    return parts


def _is_part_title(block: Paragraph, published: list[str]) -> bool:
    from graph_loader.outline import read_number

    text = re.sub(r"\s+", "", block.reading.text)
    if any(same_title(text, title) for title in published):
        return True
    return len(text) <= 80 and not read_number(text) and not re.search(r"[。；：:]$", text)


def _header(source: SourceText, blocks: list[Block], front: _Front, found: dict[str, str], cover_end: int) -> Header:
    meta = source.meta or {}
    signature, date, seal = read_signature(blocks, cover_end)
    number = front.number or _meta(meta, "发文字号", "文号", "字号", "发文文号")
    title = front.title or _meta(meta, "标题", "文件名称", "名称")
    issuer = (
        signature
        or _issuer_of_title(front.title or "")
        or front.red_head
        or _meta(meta, "发布机构", "发文机关", "制定机关", "公开责任部门")
    )
    approved = next((m.group("by") for b in blocks[:cover_end][:30] if (m := _APPROVED.search(words_of(b)))), None)
    printed = iso_date(found.get("printed", ""))
    return Header(
        issuer=issuer,
        number=re.sub(r"\s+", "", number) if number else None,
        title=title,
        date=date
        or printed
        or iso_date(_meta(meta, "成文日期", "发文日期", "公布日期", "生成日期", "发布日期") or "")
        or front.dated,
        approved_by=approved,
        addressees=front.addressees,
        copied_to=found.get("copied_to"),
        openness=found.get("openness"),
        attachments=tuple(_attachments(blocks[:cover_end])),
        seal=seal,
    )


def _meta(meta: dict[str, str], *keys: str) -> str | None:
    return next((meta[key] for key in keys if meta.get(key) and meta[key] not in ("无", "-")), None)


def _issuer_of_title(title: str) -> str | None:
    match = re.match(r"^(?P<issuer>[\u4e00-\u9fff、（()）]{4,60}?)(?:关于|印发|转发)", title)
    return match.group("issuer") if match else None


def _attachments(blocks: list[Block]) -> list[str]:
    found = []
    inside = False
    for block in blocks:
        text = words_of(block)
        match = re.match(r"^附\s*件\s*[:：]\s*(?:\d+\s*[.．、]\s*)?(?P<t>.{4,})$", text)
        if match:
            found.append(re.sub(r"\s+", "", match.group("t")))
            inside = True
        elif inside and (more := re.match(r"^\d+\s*[.．、]\s*(.{4,60})$", text)):
            found.append(re.sub(r"\s+", "", more.group(1)))
        else:
            inside = False
    return found


def title_span(part: Part) -> Span | None:
    """Where a part's title stands, or None."""
    return part.title_reading.strip().span() if part.title_reading and len(part.title_reading.strip()) else None
