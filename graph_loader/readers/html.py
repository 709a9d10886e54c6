"""Read a saved government web page: the document alone, its metadata apart.

Page with 首页 > 政府文件, a table 索引号/发文字号/成文日期 and the text → the paragraphs and tables of the text, and
`meta` = {"发文字号": "泽政办发〔2022〕7号", …}.
"""

from __future__ import annotations

import re

from graph_loader.readers.docx_runs import Line
from graph_loader.readers.furniture import is_furniture
from graph_loader.readers.html_blocks import BlockWalker, PageParagraph, PageTable
from graph_loader.readers.html_decode import decode_page, parse_page
from graph_loader.readers.html_page import drop_furniture, find_body, find_title, page_meta, take_meta
from graph_loader.readers.layout import CellDraft, Layout, ParagraphDraft, TableDraft, soft_paragraphs, squeeze
from graph_loader.readers.limits import check_file
from graph_loader.source import SourceText
from graph_store.model import Place

_RELATED = re.compile(
    r"^[【\[]?(?:相关(?:链接|文档|解读|新闻|稿件|文件|阅读|政策|信息|报道|推荐)|延伸阅读|热点(?:推荐|文章)|推荐阅读|政策解读|图解政策|解读链接)[】\]]?\s*[:：]?\s*$"
)
_STAMP = re.compile(r"(发布(?:时间|日期)|来源|信息来源)\s*[:：]\s*(\S+(?:\s\d{1,2}:\d{2}(?::\d{2})?)?)")


def read(name: str, data: bytes) -> SourceText:
    """The document on the page; raises UnreadableFile when the page holds no words."""
    check_file(name, data)
    page, encoding, warnings = decode_page(name, data)
    root = parse_page(name, page)
    layout = Layout(name)
    for warning in warnings:
        layout.warn(warning)
    meta = page_meta(root)
    drop_furniture(root)
    for label, value in take_meta(root).items():
        meta[label] = value
    body = find_body(root)
    title = find_title(root, body) or meta.get("标题", "")
    blocks = _without_furniture(BlockWalker().walk(body), meta)
    if title and not _has_title(blocks, title):
        blocks.insert(0, PageParagraph([Line(title)], heading=1, centred=True))
    _lay(layout, blocks)
    return layout.source(data=data, kind="html", encoding=encoding, meta=meta)


def _compact(block: PageParagraph | PageTable) -> str:
    if isinstance(block, PageTable):
        return ""
    return re.sub(r"\s+", "", "".join(line.text for line in block.lines))


def _has_title(blocks: list[PageParagraph | PageTable], title: str) -> bool:
    head = "".join(_compact(block) for block in blocks[:15])
    return re.sub(r"\s+", "", title) in head


def _without_furniture(
    blocks: list[PageParagraph | PageTable], meta: dict[str, str]
) -> list[PageParagraph | PageTable]:
    whole = sum(len(_compact(block)) for block in blocks) or 1
    kept: list[PageParagraph | PageTable] = []
    seen = 0
    for index, block in enumerate(blocks):
        text = _compact(block)
        seen += len(text)
        if isinstance(block, PageParagraph):
            words = squeeze(" ".join(line.text for line in block.lines))
            if (
                _RELATED.match(words)
                and seen > 0.6 * whole
                and not any(isinstance(b, PageTable) for b in blocks[index:])
            ):
                break
            if is_furniture(words):
                for label, value in _STAMP.findall(words):
                    meta.setdefault("来源" if "来源" in label else "发布日期", value)
                continue
        kept.append(block)
    return kept


def _lay(layout: Layout, blocks: list[PageParagraph | PageTable]) -> None:
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, PageTable):
            tables += 1
            layout.add(_table(block, tables))
            continue
        lines = [squeeze(line.text) for line in block.lines]
        for index, text in enumerate(soft_paragraphs(lines, centred=block.centred or block.heading > 0)):
            paragraphs += 1
            bold = min(block.lines[0].bold, len(text)) if index == 0 else 0
            if bold and all(line.all_bold for line in block.lines if squeeze(line.text)):
                bold = len(text)
            heading = block.heading if len(text) <= 100 else 0
            layout.add(ParagraphDraft(text, Place(paragraph=paragraphs), heading=heading, bold=bold))


def _table(table: PageTable, number: int) -> TableDraft:
    rows = [
        [
            CellDraft(
                [squeeze(line.with_bold_start()) for line in cell.lines],
                Place(table=number, row=r + 1, column=c + 1),
                cell.anchor,
                bool(cell.lines) and all(line.all_bold for line in cell.lines),
            )
            for c, cell in enumerate(row)
        ]
        for r, row in enumerate(table.rows)
    ]
    return TableDraft(rows, Place(table=number), merges_known=True)
