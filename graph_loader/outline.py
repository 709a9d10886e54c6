"""Paragraphs and tables → the numbered tree: 一、 → （一） → 1. → （1）, whatever styles a document uses.

A number's level is where its style first stands under the ones above it, so a plan may begin with 1. or （一）.
Numbers glued behind a full stop (“…县财政局。2.下一项”) open a node of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph_loader.bare_numbers import bare_numbered
from graph_loader.labels import LABEL
from graph_loader.numerals import chinese
from graph_loader.source import Block, Paragraph, Reading, Table
from graph_store.model import Place

_CN = "一二三四五六七八九十百零〇"
_NUMBER = re.compile(
    rf"^\s*(?:"
    rf"(?P<chapter>第[{_CN}\d]+[章编篇])\s*"
    rf"|(?P<section>第[{_CN}\d]+节)\s*"
    rf"|(?P<article>第[{_CN}\d]+条)[\s：:、]*"
    rf"|(?P<cn>[{_CN}]{{1,4}}[、．.])\s*"
    rf"|(?P<cn_paren>[（(]\s*[{_CN}]{{1,4}}\s*[)）][、.]?)\s*"
    rf"|(?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?![\d%％])(?:[、.．]|\s+)?(?=[\u4e00-\u9fff“《\s])(?![万亿个家户元千百倍年月日件亩吨])"
    rf"|(?P<arabic>(?:\d{{1,3}}|1[0-8]\d\d)\s*[.．、﹒])\s*(?:(?!\d)|(?=\d{{1,4}}[年月]|\d[GA](?![A-Za-z])|1\d{{4}}(?!\d)))"
    rf"|(?P<plain>\d{{1,2}})\s*(?![年月日个家户元天件人次项条号千百万亿名处种类级]|小时|分钟)(?=[\u4e00-\u9fff]{{2,14}}$)"
    rf"|(?P<arabic_paren>[（(]\s*\d{{1,3}}\s*[)）][、.]?|\d{{1,2}}[)）])\s*"
    rf"|(?P<circled>[①-⑳㈠-㈩])\s*"
    rf"|(?P<item>(?:任务|举措|措施|行动|事项)(?:[{_CN}]{{1,3}}|\d{{1,2}})[：:、.．\s])\s*"
    rf"|(?P<bullet>——|--|—|[●•○◆■▲★◇□➢√·](?=\S)|[-*]\s)\s*"
    rf")"
)
#: Styles that hold small points inside an item.
MINOR = frozenset({"arabic_paren", "circled", "bullet"})


@dataclass(slots=True)
class Node:
    """One numbered paragraph (or unnumbered heading) with everything below it, in order."""

    style: str
    number: str
    heading: Reading
    place: Place
    whole: Reading | None = None  # the first paragraph with its number
    bold: int = 0
    content: list[Paragraph | Table | Node] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        """The numbered nodes directly below."""
        return [part for part in self.content if isinstance(part, Node)]


def read_number(text: str) -> tuple[str, str, int] | None:
    """Style, number as printed, and where the words begin; None for a paragraph without a number."""
    match = _NUMBER.match(text)
    if not match or not match.lastgroup:
        return None
    style = match.lastgroup
    number = "" if style == "bullet" else "".join(match.group(style).split()).rstrip("：:")
    if style == "cn" and match.group(style).endswith((".", "．")) and len(number) > 3:
        return None
    if not text[match.end() :].strip():
        return None if style == "bullet" else (style, number, match.end())
    return style, number, match.end()


def build_tree(blocks: Iterable[Block]) -> Node:
    """The tree of one policy's blocks; its root has no number."""
    root: Node | None = None
    stack: list[Node] = []
    listed = list(blocks)
    bare = bare_numbered(listed)
    for block, following in itertools.zip_longest(listed, listed[1:]):
        if root is None:
            source = block.reading.source if isinstance(block, Paragraph) else ""
            root = Node("root", "", Reading("", (), source), Place())
            stack = [root]
        if isinstance(block, Table):
            stack[-1].content.append(block)
            continue
        if isinstance(following, Table) and _CAPTION.fullmatch(block.reading.text.strip()):
            _close_items(stack)
        for paragraph in split_glued(block):
            _place_paragraph(paragraph, stack, bare)
    return root or Node("root", "", Reading("", (), ""), Place())


#: 城市管理突出问题整改台账: the title of the table below it
_CAPTION = re.compile(
    r"(?![一二三四五六七八九十\d（(])[^。；：，:;]{4,45}(?:表|清单|台账|分工|分解|一览|目录|名单)(?:[（(][^（()）]{1,20}[)）])?"
)


def _close_items(stack: list[Node]) -> None:
    """End the points that have words of their own: a table with its own title is no part of the point before it."""
    while len(stack) > 1:
        node = stack[-1]
        only_title = len(node.heading.text.strip()) <= 50 and not re.search(r"[。；]", node.heading.text)
        if only_title and not any(isinstance(part, Paragraph) for part in node.content):
            return
        stack.pop()


def _place_paragraph(paragraph: Paragraph, stack: list[Node], bare: dict[int, int]) -> None:
    text = paragraph.reading.text
    end = bare.get(paragraph.reading.offsets[0]) if text else None
    found = ("arabic", text[:end].strip(), end) if end else read_number(text)
    if _is_label_line(paragraph, found):
        start = found[2] if found else 0
        stack[-1].content.append(replace(paragraph, reading=paragraph.reading.cut(start), bold=0))
        return
    if found:
        style, number, start = found
    elif paragraph.heading and len(paragraph.reading) <= 60:
        style, number, start = f"h{paragraph.heading}", "", 0
    elif _is_runin(paragraph):
        style, number, start = "runin", "", 0
    else:
        stack[-1].content.append(paragraph)
        return
    _pop_to_parent(style, number, stack)
    words = paragraph.reading.cut(min(start, len(paragraph.reading)))
    node = Node(style, number, words, paragraph.place, paragraph.reading, max(0, paragraph.bold - start))
    stack[-1].content.append(node)
    stack.append(node)


def _is_label_line(paragraph: Paragraph, found: tuple[str, str, int] | None) -> bool:
    """“- 责任单位：…” and “**牵头单位：**…” belong to the point above; they open none."""
    start = found[2] if found and found[0] == "bullet" else 0
    return (start > 0 or paragraph.bold > 0) and bool(LABEL.match(paragraph.reading.text[start:].lstrip()))


def _is_runin(paragraph: Paragraph) -> bool:
    """A bold beginning that ends like a heading, with words after it."""
    text = paragraph.reading.text
    bold = paragraph.bold
    return (4 <= bold < len(text) and text[bold - 1] in "。：:；" and len(text) - bold > 4) or (
        4 <= bold < len(text) - 4 and text[bold] in "。："
    )


_ORDER = (
    "chapter",
    "section",
    "plain",
    "cn",
    "cn_paren",
    "arabic",
    "decimal",
    "arabic_paren",
    "circled",
    "bullet",
    "runin",
)


def _pop_to_parent(style: str, number: str, stack: list[Node]) -> None:
    styles = [node.style for node in stack]
    if style == "decimal":
        while len(stack) > 1 and not _is_decimal_parent(stack[-1], number):
            stack.pop()
        return
    if style in styles:
        while stack[-1].style != style:
            stack.pop()
        stack.pop()
        return
    if style.startswith("h"):
        while len(stack) > 1 and not (stack[-1].style.startswith("h") and stack[-1].style < style):
            stack.pop()
        return
    rank = _ORDER.index(style) if style in _ORDER else None
    while rank is not None and len(stack) > 1 and stack[-1].style in _ORDER and _ORDER.index(stack[-1].style) > rank:
        stack.pop()


def _is_decimal_parent(node: Node, number: str) -> bool:
    if node.style == "decimal":
        return number.startswith((node.number.rstrip(".．") + ".", node.number.rstrip(".．") + "．"))
    if node.style in ("arabic", "plain"):
        return number.split(".")[0] == node.number.rstrip(".．、﹒")
    return node.style in ("chapter", "section", "cn", "cn_paren", "root") or node.style.startswith("h")


#: 责任单位：县人社局2.发放补助: behind a list under a label no full stop is needed
LABEL_INSIDE = re.compile(r"(?:单位|部门|领导|责任人)\s*[:：]")
_GLUED = re.compile(
    r"(?<=[。；;）)局委办厅部院会社司心队所站府])\s*(?=(?P<n>\d{1,3})[.．、﹒]\s*(?:[\u4e00-\u9fff“《]|\d{1,4}[年月]))"
)
_INLINE = re.compile(
    r"(?<=[。；;：:）)])\s*(?=(?:[（(](?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?P<c>[①-⑳]))\s*[\u4e00-\u9fff“《])"
)


def split_glued(paragraph: Paragraph) -> list[Paragraph]:
    """Cut a paragraph where the next number of its own sequence stands behind a full stop."""
    text = paragraph.reading.text
    found = read_number(text)
    cuts: list[int] = []
    if found and found[0] == "arabic":
        wanted = int(re.sub(r"\D", "", found[1])) + 1
        for match in _GLUED.finditer(text):
            behind_list = text[match.start() - 1] not in "。；;）)"
            if behind_list and not LABEL_INSIDE.search(text, cuts[-1] if cuts else 0, match.start()):
                continue
            if int(match.group("n")) == wanted:
                cuts.append(match.end())
                wanted += 1
    cuts.extend(_inline_cuts(text))
    if not cuts:
        return [paragraph]
    bounds = [0, *sorted(set(cuts)), len(text)]
    return [
        Paragraph(
            reading=paragraph.reading.cut(start, stop),
            place=paragraph.place,
            heading=paragraph.heading if start == 0 else 0,
            bold=paragraph.bold if start == 0 and paragraph.bold <= stop else 0,
        )
        for start, stop in itertools.pairwise(bounds)
    ]


def _point_number(printed: str) -> int:
    """3 and 三 as numbers; 0 for what is none."""
    return int(printed) if printed.isdigit() else int(chinese(printed) or 0)


def _inline_cuts(text: str) -> list[int]:
    """Where (1), (2) … or ①, ② … open points inside a paragraph, if each of them ends in a bracket of its own."""
    marks = list(_INLINE.finditer(text))
    numbers = [_point_number(m.group("n")) if m.group("n") else ord(m.group("c")) - ord("①") + 1 for m in marks]
    first = re.match(r"\s*[（(](\d{1,2}|[一二三四五六七八九十]{1,3})[)）]", text)
    expected = 1 if not first else _point_number(first.group(1)) + 1
    if not marks or numbers != list(range(expected, expected + len(numbers))) or (len(marks) < 2 and not first):
        return []
    ends = [m.start() for m in marks[1:]] + [len(text.rstrip())]
    bracketed = [text[:end].rstrip("。；; ").endswith(("）", ")")) for end in ends]
    return [m.end() for m in marks] if all(bracketed) else []
