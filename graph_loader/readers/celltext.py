"""White space and markup inside prose and cells: “到 2025 年” → “到2025年”, in a cell “县发改局 县财政局” stays.

Every function maps a stretch of the source to a Reading; characters are dropped, never invented: a run of white
space in a cell becomes one space at the offset of its first character.
"""

from __future__ import annotations

import re

from graph_loader.readers.markdown import read_marked
from graph_loader.source import Reading

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026\U00020000-\U0003ffff"
_SPACE = r"[\s\u3000\u200b\ufeff\xa0]"
_TYPESET = re.compile(
    rf"(?<=[{_WIDE}]){_SPACE}+(?=[{_WIDE}0-9])|(?<=[0-9%]){_SPACE}+(?=[{_WIDE}%])|(?<=^){_SPACE}+|{_SPACE}+$"
)
_NAMES = re.compile(r"(?:单位|部门|领导|责任人|联系人|负责人|科室|股室|牵头|配合)[：:]\s*([^。；;）)\]】]{1,600})")
_NUMBERED = re.compile(
    rf"{_SPACE}*\d{{1,2}}(?:[.．]\d{{1,2}}){{0,3}}({_SPACE}+)(?=[\u4e00-\u9fff])(?![年月日号个家户万亿千百条项人次至])"
)
_APART = re.compile(
    rf"(?<=[{_WIDE}])({_SPACE}+)(?=[\u4e00-\u9fff]{{2,6}}[：:])"
    rf"|(?<=[{_WIDE}])({_SPACE}{{2,}})(?=\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日\s*(?:印发)?\s*$)"
)
_SEPARATED = re.compile(rf"(?<=[{_WIDE}]){_SPACE}+(?=[{_WIDE}])")
_BREAK = re.compile(
    r"<br\s*/?>|</p\s*>|</li\s*>|</div\s*>|<p(?:\s[^<>]{0,500})?>|<li(?:\s[^<>]{0,500})?>|\r\n|\r|\n|\x0b|\u2028", re.I
)


def prose_reading(text: str, offsets: list[int], source: str) -> tuple[Reading, list[int]]:
    """Prose without the white space of typesetting; also, for each old index, its new one (for bold counts)."""
    keep = [True] * len(text)
    for match in _TYPESET.finditer(text):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    number = _NUMBERED.match(text)
    if number:
        keep[number.start(1)] = True
    for match in _APART.finditer(text):
        keep[match.start()] = True
    for match in _NAMES.finditer(text):
        names = match.group(1).strip()
        if not re.search(r"[、，,；;]", names):
            for gap in _SEPARATED.finditer(text, match.start(1), match.end(1)):
                keep[gap.start()] = True
    return _kept(text, offsets, source, keep)


def _kept(text: str, offsets: list[int], source: str, keep: list[bool]) -> tuple[Reading, list[int]]:
    chars: list[str] = []
    places: list[int] = []
    index: list[int] = []
    for char, offset, flag in zip(text, offsets, keep, strict=True):
        index.append(len(chars))
        if not flag:
            continue
        if char.isspace() or char in "\u200b\ufeff":
            if not chars or chars[-1] == " ":
                continue
            char = " "
        chars.append(char)
        places.append(offset)
    index.append(len(chars))
    return Reading("".join(chars), tuple(places), source), index


def cell_reading(source: str, start: int, end: int) -> Reading:
    """A cell's words: markup dropped, each run of white space one space, none at the ends."""
    marked = read_marked(source, start, end, block=False)
    chars: list[str] = []
    offsets: list[int] = []
    for char, offset in zip(marked.chars, marked.offsets, strict=True):
        if char.isspace() or char in "\u200b\ufeff":
            if not chars or chars[-1] == " ":
                continue
            char = " "
        chars.append(char)
        offsets.append(offset)
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return Reading("".join(chars), tuple(offsets), source)


def cell_lines(source: str, start: int, end: int) -> tuple[Reading, ...]:
    """A cell's own lines, cut at `<br>`, `</p>`, `</li>` and line ends; blank ones left out."""
    lines = []
    at = start
    for match in _BREAK.finditer(source, start, end):
        lines.append(cell_reading(source, at, match.start()))
        at = match.end()
    lines.append(cell_reading(source, at, end))
    return tuple(line for line in lines if line.text)
