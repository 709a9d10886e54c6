"""The words round one number: before and after it in its clause (，), in its sentence (。；): “新增规上企业” [30家] “以上”."""

from __future__ import annotations

import re

from graph_loader.quantities import Quantity
from graph_loader.target_words import ACTION, CHANGE, OPERATOR, PART_OF, RATES

_REACH = 400  # characters of a sentence that are looked at on either side of a number


class Surroundings:
    """The words round one quantity: before and after it in its clause (，), in its sentence (。；)."""

    def __init__(self, masked: str, item: Quantity) -> None:
        low, high = max(0, item.start - _REACH), min(len(masked), item.end + _REACH)
        start = max(low, max(masked.rfind(mark, low, item.start) for mark in "。；;！") + 1)
        stop = min((x for mark in "。；;！" if (x := masked.find(mark, item.end, high)) >= 0), default=high)
        self.item = item
        self.sentence = masked[start:stop]
        self.lead = masked[start : item.start]
        self.rest = masked[item.end : stop]
        self.before = re.split(r"[，,：:]", self.lead)[-1]
        self.after = re.split(r"[，,：:]", self.rest)[0]
        self.clause = self.before + masked[item.start : item.end] + self.after
        self.near = re.split(r"[、和及]", self.before)[-1]
        part = item.unit in RATES and PART_OF.match(self.before)
        self.compared = bool(OPERATOR.search(self.before) or item.tail or CHANGE.search(self.before) or part)
        self.acted = bool(ACTION.search(self.before) or ACTION.search(self.near))
        self.horizon = bool(re.search(r"(?:到|(?<!截)至)※|※+末|※+期间|※+内", self.lead))
