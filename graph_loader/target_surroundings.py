"""The words round one number: before and after it in its clause (，), in its sentence (。；): “新增规上企业” [30家] “以上”."""

from __future__ import annotations

import re
from functools import cached_property

from graph_loader.quantities import Quantity
from graph_loader.target_words import ACTION, CHANGE, OPERATOR, PART_OF, RATES

_SENTENCE_END = re.compile(r"[。；;！]")
_CLAUSE_END = re.compile(r"[，,：:]")
_AIMS = re.compile(r"(?:到|(?<!截)至)※|※+末|※+期间|※+内")
_REACH = 400  # characters of a sentence that are looked at on either side of a number


class Surroundings:
    """The words round one quantity: before and after it in its clause (，), in its sentence (。；)."""

    def __init__(self, masked: str, item: Quantity) -> None:
        low, high = max(0, item.start - _REACH), min(len(masked), item.end + _REACH)
        start = max(low, max([masked.rfind(mark, low, item.start) for mark in "。；;！"]) + 1)
        ending = _SENTENCE_END.search(masked, item.end, high)
        stop = ending.start() if ending else high
        self.item = item
        self.sentence = masked[start:stop]
        self.lead = masked[start : item.start]
        self.rest = masked[item.end : stop]
        self.before = self.lead[max(map(self.lead.rfind, "，,：:")) + 1 :]
        self.after = _CLAUSE_END.split(self.rest, maxsplit=1)[0]
        self.clause = self.before + masked[item.start : item.end] + self.after
        self.near = self.before[max(map(self.before.rfind, "、和及")) + 1 :]

    @cached_property
    def compared(self) -> bool:
        """Whether the words before the number, or behind it, compare (不低于, 提高到, 以上)."""
        part = self.item.unit in RATES and PART_OF.match(self.before)
        return bool(self.item.tail or OPERATOR.search(self.before) or CHANGE.search(self.before) or part)

    @cached_property
    def acted(self) -> bool:
        """Whether an action stands before the number (新建, 培育)."""
        return bool(ACTION.search(self.before) or ACTION.search(self.near))

    @cached_property
    def horizon(self) -> bool:
        """Whether a year is named that the sentence aims at (到※)."""
        return "※" in self.lead and bool(_AIMS.search(self.lead))
