"""Marks that are no words: `#`, `**`, `\\`, `>`, HTML tags. “各乡<镇>人民政府” keeps its brackets.

`## 二、**主要目标**` reads as “二、主要目标”, heading 2, every character with its offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_loader.source import Reading

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
#: What every markup begins with.
MARKS = re.compile(r"[<*_\\&]")
HEADING = re.compile(r"\s{0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^\s#\d]))")
QUOTE = re.compile(r"\s{0,3}(?:>[ \t]?)+")
RULE = re.compile(r"\s*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*$")
_NUMBERED = re.compile(r"\W*(?:第?[一二三四五六七八九十百\d]{1,5}[章节条]?[)）.．、﹒]?)?\W*$")


@dataclass(slots=True)
class Marked:
    """The words of a stretch of source, and where (in characters of them) bold is switched."""

    words: Reading
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
    if not MARKS.search(source, start, end):
        words, switches = Reading.whole(source, start, max(start, end)), list[int]()
    else:
        words, switches = _without_markup(source, start, end)
    return Marked(_without_hashes(words) if heading else words, switches, heading)


def _without_markup(source: str, start: int, end: int) -> tuple[Reading, list[int]]:
    """The words between marks, a tag that ends a line as one blank, and the places where bold is switched."""
    parts: list[Reading] = []
    switches: list[int] = []
    at, size = start, 0
    for match in _MARKUP.finditer(source, start, end):
        parts.append(Reading.whole(source, at, match.start()))
        size += match.start() - at
        if match.lastgroup == "bold":
            switches.append(size)
        elif match.lastgroup == "space" or (
            match.lastgroup == "tag" and re.match(r"<(?:br|/p|/li|/div)", match.group(), re.I)
        ):
            parts.append(Reading(" ", range(match.start(), match.start() + 1), source))
            size += 1
        at = match.end()
    parts.append(Reading.whole(source, at, max(at, end)))
    return Reading.join([part for part in parts if part.text] or parts[:1]), switches


def _without_hashes(words: Reading) -> Reading:
    """A heading without the hashes that close it."""
    closing = re.search(r"\s+#+\s*$", words.text)
    return words.cut(0, closing.start()) if closing else words


def leading_bold(text: str, switches: list[int]) -> int:
    """How many characters from the start are bold; a number or bullet before the bold words counts with them."""
    if not switches or not _NUMBERED.fullmatch(text[: switches[0]]):
        return 0
    closing = [place for place in switches[1:] if place > switches[0]]
    return min(closing[0] if closing else len(text), len(text))
