"""White space and markup inside prose and cells: “到 2025 年” → “到2025年”, in a cell “县发改局 县财政局” stays.

Every function maps a stretch of the source to a Reading; characters are dropped, never invented: a run of white
space in a cell becomes one space at the offset of its first character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from graph_loader.readers.markdown import MARKS, read_marked
from graph_loader.source import Reading

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026\U00020000-\U0003ffff"
_SPACE = r"[\s\u3000\u200b\ufeff\xa0]"
_RUN = re.compile(rf"{_SPACE}+")
_WORD = re.compile(r"[^\s\u200b\ufeff]+")
_ONE_WORD = re.compile(r"[\s\u200b\ufeff]*([^\s\u200b\ufeff]*)[\s\u200b\ufeff]*")
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
_MAY_BREAK = re.compile(r"[<\r\n\x0b\u2028]")


def prose_reading(words: Reading) -> Reading:
    """Prose without the white space of typesetting."""
    text = words.text
    runs = [run.span() for run in _RUN.finditer(text)]
    if not runs:
        return words
    kept = _kept_names(text)
    number = _NUMBERED.match(text)
    if number:
        kept.add(number.start(1))
    parts: list[Reading] = []
    at = 0
    for start, end in runs:
        if start > at:
            parts.append(words.cut(at, start))
        blank = _kept_blank(text, start, end, kept) if start else None
        if blank is not None:
            parts.append(Reading(" ", words.offsets[blank : blank + 1], words.source))
        at = end
    if at < len(text):
        parts.append(words.cut(at))
    return Reading.join(parts) if parts else words.cut(0, 0)


def moved(place: int, raw: Reading, made: Reading) -> int:
    """Where a place of the raw words is in the reading made from them."""
    return bisect_left(made.offsets, raw.offsets[place]) if place < len(raw) else len(made)


def _kept_blank(text: str, start: int, end: int, kept: set[int]) -> int | None:
    """The first character of a run of white space that stays, as one blank; None where all of it is typesetting."""
    dropped: set[int] = set()
    place = start
    while place < end:
        match = _TYPESET.match(text, place)
        if match:
            dropped.update(range(place, match.end()))
        place = match.end() if match else place + 1
    place = start
    while place < end:
        match = _APART.match(text, place)
        if match:
            dropped.discard(place)
        place = match.end() if match else place + 1
    return next((place for place in range(start, end) if place in kept or place not in dropped), None)


def _kept_names(text: str) -> set[int]:
    """Where the white space begins that parts names which nothing else parts."""
    kept: set[int] = set()
    for match in _NAMES.finditer(text):
        if not re.search(r"[、，,；;]", match.group(1).strip()):
            kept.update(gap.start() for gap in _SEPARATED.finditer(text, match.start(1), match.end(1)))
    return kept


def cell_reading(source: str, start: int, end: int) -> Reading:
    """A cell's words: markup dropped, each run of white space one space, none at the ends."""
    plain = None if MARKS.search(source, start, end) else _ONE_WORD.fullmatch(source, start, end)
    if plain:
        return Reading.whole(source, *plain.span(1))
    words = read_marked(source, start, end, block=False).words
    runs = list(_WORD.finditer(words.text))
    if not runs:
        return words.cut(0, 0)
    if len(runs) == 1:
        return words.cut(*runs[0].span())
    parts = [words.cut(*runs[0].span())]
    for before, run in pairwise(runs):
        gap = before.end()
        parts.append(Reading(" ", words.offsets[gap : gap + 1], source))
        parts.append(words.cut(*run.span()))
    return Reading.join(parts)


def cell_lines(source: str, start: int, end: int, whole: Reading) -> tuple[Reading, ...]:
    """A cell's own lines, cut at `<br>`, `</p>`, `</li>` and line ends, blank ones left out; `whole` is its reading."""
    if not _MAY_BREAK.search(source, start, end):
        return (whole,) if whole.text else ()
    lines = []
    at = start
    for match in _BREAK.finditer(source, start, end):
        lines.append(cell_reading(source, at, match.start()))
        at = match.end()
    lines.append(cell_reading(source, at, end))
    return tuple(line for line in lines if line.text)
