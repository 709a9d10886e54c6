"""Break the cells of a table as Chinese is broken: between any two characters, but not inside a number or a word.

Columns are narrow and Chinese has no spaces: a line that could only break at a space would stand half empty
(“15 公开招标…” with 15 alone on its line). No line begins with ，。、；）》 or ends with （《“ where there is room to avoid it.
"""

from __future__ import annotations

import re
from typing import Any

from rich.cells import cell_len
from rich.containers import Lines
from rich.text import Text

_PIECE = re.compile(r"\n|[0-9A-Za-z_.%~-]+|.")
_MOST_TAKEN = 3
_NEVER_LAST = frozenset("（《〈【〔“‘(")
_NEVER_FIRST = frozenset("，。、；：！？）》〉】〕”’…,;)")


class Cell(Text):
    """The text of one cell."""

    def wrap(self, console: Any, width: int, **_: Any) -> Lines:
        """The lines of the cell at this width."""
        lines = Lines(part for part in self.divide(breaks(self.plain, width)))
        for line in lines:
            line.plain = line.plain.strip()
        return lines


def breaks(words: str, width: int) -> list[int]:
    """Where lines begin, so that none is wider than `width` columns."""
    found: list[int] = []
    used = 0
    for piece in _PIECE.finditer(words):
        at, wide = piece.start(), cell_len(piece.group())
        if piece.group() == "\n":
            found.append(at)
            used = 0
        elif used + wide <= width:
            used += wide
        elif wide <= width:
            taken = _taken_along(words, at, found[-1] if found else 0)
            at -= taken if cell_len(words[at - taken : piece.end()]) <= width else 0
            found.append(at)
            used = cell_len(words[at : piece.end()])
        else:
            used = _chop(piece, width, used, found)
    return [at for at in dict.fromkeys(found) if at]


def _taken_along(words: str, at: int, line: int) -> int:
    """How many characters go down with one that may not begin a line, or after one that may not end it."""
    taken = 1 if words[at - 1] in _NEVER_LAST else 0
    while words[at - taken] in _NEVER_FIRST and taken < _MOST_TAKEN:
        taken += 1
    return taken if at - taken > line and not words[at - taken].isascii() else 0


def _chop(piece: re.Match[str], width: int, used: int, found: list[int]) -> int:
    """Break a word that is wider than the column; return what its last line uses."""
    for offset, char in enumerate(piece.group()):
        if used + cell_len(char) > width:
            found.append(piece.start() + offset)
            used = 0
        used += cell_len(char)
    return used
