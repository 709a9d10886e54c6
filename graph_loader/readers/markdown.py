"""Marks that are no words: `#`, `**`, `\\`, `>`, HTML tags. “各乡<镇>人民政府” keeps its brackets.

`## 二、**主要目标**` reads as “二、主要目标”, heading 2, every character with its offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = (
    r"</?(?:p|br|ol|ul|li|b|strong|i|em|u|s|del|ins|span|div|font|sup|sub|h[1-6]|center|a|img|hr|small|big|code|pre|"
    r"blockquote|section|article|header|footer|table|thead|tbody|tfoot|tr|td|th|caption|col|colgroup|o:p|html|body)"
    r"(?:\s[^<>]{0,500})?/?>"
)
_MARKUP = re.compile(
    rf"(?P<tag>{_TAG})|(?P<comment><!--.{{0,2000}}?-->)|(?P<bold>\*\*|(?<!_)__(?!_))"
    r"|(?P<escape>\\(?=[\\`*_{}\[\]()#+\-.!|>~<]))|(?P<space>&(?:nbsp|ensp|emsp|#160);)",
    re.IGNORECASE,
)
HEADING = re.compile(r"\s{0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^\s#\d]))")
QUOTE = re.compile(r"\s{0,3}(?:>[ \t]?)+")
RULE = re.compile(r"\s*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*$")
_NUMBERED = re.compile(r"\W*(?:第?[一二三四五六七八九十百\d]{1,5}[章节条]?[)）.．、﹒]?)?\W*$")


@dataclass(slots=True)
class Marked:
    """The words of a stretch of source: characters, offsets, and where (in characters) bold is switched."""

    chars: list[str]
    offsets: list[int]
    switches: list[int]
    heading: int = 0


def is_rule(line: str) -> bool:
    """Whether a line is only a Markdown rule or code fence, without words."""
    return bool(RULE.match(line) or _FENCE.match(line))


def read_marked(source: str, start: int, end: int, *, block: bool = True) -> Marked:
    """The words of `source[start:end]` without markup; `block` also takes off `#` and `>` at its start."""
    heading = 0
    if block:
        quote = QUOTE.match(source, start, end)
        if quote:
            start = quote.end()
        found = HEADING.match(source, start, end)
        if found:
            heading, start = len(found.group(1)), found.end()
    marked = Marked([], [], [], heading)
    at = start
    for match in _MARKUP.finditer(source, start, end):
        _take(marked, source, at, match.start())
        if match.lastgroup == "bold":
            marked.switches.append(len(marked.chars))
        elif match.lastgroup == "space" or (
            match.lastgroup == "tag" and re.match(r"<(?:br|/p|/li|/div)", match.group(), re.I)
        ):
            marked.chars.append(" ")
            marked.offsets.append(match.start())
        at = match.end()
    _take(marked, source, at, end)
    if heading:
        _drop_closing_hashes(marked)
    return marked


def _take(marked: Marked, source: str, start: int, end: int) -> None:
    marked.chars.extend(source[start:end])
    marked.offsets.extend(range(start, end))


def _drop_closing_hashes(marked: Marked) -> None:
    text = "".join(marked.chars)
    closing = re.search(r"\s+#+\s*$", text)
    if closing:
        del marked.chars[closing.start() :], marked.offsets[closing.start() :]


def leading_bold(text: str, switches: list[int]) -> int:
    """How many characters from the start are bold; a number or bullet before the bold words counts with them."""
    if not switches or not _NUMBERED.fullmatch(text[: switches[0]]):
        return 0
    closing = [place for place in switches[1:] if place > switches[0]]
    return min(closing[0] if closing else len(text), len(text))
