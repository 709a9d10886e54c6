"""Numbers without a dot before whole sentences: “1  做强集成电路装备。支持…”, “2　做大生物医药。…”.

A number alone proves nothing (3 家企业…), so only a run that counts on from paragraph to paragraph is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_loader.source import Block, Paragraph

_BARE = re.compile(r"\s*(?P<n>\d{1,3})(?:[\t\u3000 ]+(?=[\u4e00-\u9fff“《])|(?=[\u4e00-\u9fff“《]))")
_COUNTED = re.compile(r"[年月日号个家户元天件人次项条千百万亿名处种类级座所亩公吨米期批套台辆岁倍点时周多余]|小时|分钟")
_SHORT = 16  # characters: a run of nothing but short lines is headings (1 总则), which outline.py knows


def bare_numbered(blocks: Iterable[Block]) -> dict[int, int]:
    """Where paragraphs of such lists begin in the source → how many characters their number takes."""
    found: dict[int, int] = {}
    run: list[tuple[int, Paragraph, int]] = []
    for block in blocks:
        match = _BARE.match(block.reading.text) if isinstance(block, Paragraph) else None
        if match is None or not isinstance(block, Paragraph) or _COUNTED.match(block.reading.text, match.end()):
            continue
        number = int(match.group("n"))
        if run and number != run[-1][0] + 1:
            _keep(run, found)
            run = []
        run.append((number, block, match.end()))
    _keep(run, found)
    return found


def _keep(run: list[tuple[int, Paragraph, int]], found: dict[int, int]) -> None:
    if len(run) >= 2 and any(len(block.reading) > _SHORT for _, block, _ in run):
        found.update({block.reading.offsets[0]: end for _, block, end in run})
