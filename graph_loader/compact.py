"""A reading without its white space and with full-width digits made plain, and the way back.

“到 ２０２５ 年” → `text` “到2025年”; `places[i]` is where `text[i]` stands in the reading. Patterns of numbers, dates
and citations need not think of spaces then, and every match still leads to its characters.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_loader.source import Reading
from graph_store.model import Span

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_WIDE.update({code: code - 0xFEE0 for code in range(0xFF21, 0xFF3B)})
_WIDE.update({code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)})
_WIDE.update({ord("％"): ord("%"), ord("．"): ord("."), ord("／"): ord("/"), ord("，"): ord("，"), ord("﹪"): ord("%")})
_WIDE.update({ord("＋"): ord("+"), ord("－"): ord("-"), ord("～"): ord("~"), ord("〜"): ord("~"), ord("﹣"): ord("-")})
_DROPPED = frozenset("*\u200b\u200c\u200d\ufeff\u00ad\u2060")


@dataclass(frozen=True, slots=True)
class Compact:
    """The characters that count, and the place of each in the reading."""

    text: str
    places: tuple[int, ...]
    reading: Reading

    def range(self, start: int, end: int) -> tuple[int, int]:
        """From characters of the compact text to (start, end) in the reading; the run may not be empty."""
        return self.places[start], self.places[end - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The source that stands under these characters."""
        return self.reading.span(*self.range(start, end))

    def printed(self, start: int, end: int) -> str:
        """The reading's own characters of this run, white space included."""
        first, last = self.range(start, end)
        return self.reading.text[first:last]


def compact(reading: Reading) -> Compact:
    """Leave out white space and emphasis marks (one blank stays between two digits); make full-width digits plain."""
    text: list[str] = []
    places: list[int] = []
    pending = -1
    for place, char in enumerate(plain_width(reading.text)):
        if char.isspace() or char in _DROPPED:
            pending = place if char.isspace() and text else pending
            continue
        if pending >= 0 and char.isdigit() and text[-1].isdigit():
            text.append(" ")
            places.append(pending)
        pending = -1
        text.append(char)
        places.append(place)
    return Compact("".join(text), tuple(places), reading)


def plain_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones, one for one."""
    return text.translate(_WIDE)
