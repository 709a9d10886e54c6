"""A reading without its white space and with full-width digits made plain, and the way back.

“到 ２０２５ 年” → `text` “到2025年”; `places[i]` is where `text[i]` stands in the reading. Patterns of numbers, dates
and citations need not think of spaces then, and every match still leads to its characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from graph_loader.source import Reading
from graph_store.model import Span
from graph_store.records import record

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_WIDE.update({code: code - 0xFEE0 for code in range(0xFF21, 0xFF3B)})
_WIDE.update({code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)})
_WIDE.update({ord("％"): ord("%"), ord("．"): ord("."), ord("／"): ord("/"), ord("﹪"): ord("%")})
_WIDE.update({ord("＋"): ord("+"), ord("－"): ord("-"), ord("～"): ord("~"), ord("〜"): ord("~"), ord("﹣"): ord("-")})
_WIDE_SIGN = re.compile(f"[{''.join(map(chr, _WIDE))}]")
_BLANK = r"[\s*\u200b\u200c\u200d\ufeff\u00ad\u2060]"
_GAP = re.compile(f"{_BLANK}{_BLANK}*")  # a search goes faster to one plain class than to a repeated one


_SPACED_YEAR = re.compile(r"(?<!\d)[12][^\S\n](?:\d[^\S\n]){2}\d(?=\s*年)")


@record
class Compact:
    """The characters that count, and the place of each in the reading."""

    text: str
    places: Sequence[int]
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
    """Leave out white space and emphasis marks (one blank stays between two digits, not in 2 0 2 5 年); make full-width digits plain."""
    text = plain_width(reading.text)
    gaps = [gap.span() for gap in _GAP.finditer(text)]
    if not gaps:
        return Compact(text, range(len(text)), reading)
    spaced = {place for year in _SPACED_YEAR.finditer(text) for place in range(year.start(), year.end())}
    words: list[str] = []
    runs: list[range] = []
    at = 0
    for start, end in gaps:
        words.append(text[at:start])
        runs.append(range(at, start))
        if start and start not in spaced and text[start - 1].isdigit() and text[end : end + 1].isdigit():
            blank = next((place for place in reversed(range(start, end)) if text[place].isspace()), None)
            if blank is not None:
                words.append(" ")
                runs.append(range(blank, blank + 1))
        at = end
    words.append(text[at:])
    runs.append(range(at, len(text)))
    return Compact("".join(words), tuple(chain.from_iterable(runs)), reading)


def plain_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones, one for one."""
    return text.translate(_WIDE) if _WIDE_SIGN.search(text) else text
