"""Labels and brackets in running text that say when: “完成时限：2022年11月底”, “（县发改局负责，年底前完成）”."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph_loader.dates import find_points
from graph_loader.deadline_words import LABEL, UNIT_TAIL
from graph_loader.source import Reading

_TITLE = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》(?:[（(〔\[][^）)〕\]]{0,40}[）)〕\]])?|[（(][^（）()]*\d+号[^（）()]*[）)]"
)
_BRACKET = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,200})[）)】\]]")
_ROLE = re.compile(r"牵头|负责|责任|配合|参与|考核|督办|落实")
_PROCESS = re.compile(r"[前底末内]|完成|持续|长期|推进|坚持|每|期间|全年")
_CUT = re.compile(r"[，,；;。]")
_LABEL_SIGN = re.compile(r"[:：】\]〕]")
_OPENING = re.compile(r"[（(【\[]")


def process_pieces(body: Reading, is_deadline: Callable[[str], bool]) -> list[Reading]:
    """Labels (完成时限：…) and pieces of role brackets in the text that say when, in their order."""
    found: list[Reading] = []
    for label in LABEL.finditer(body.text) if _LABEL_SIGN.search(body.text) else ():
        stop = re.compile(r"[；;。）)】【\n]|$").search(body.text, label.end())
        end = stop.start() if stop else len(body.text)
        if end > label.end():
            found.append(body.cut(label.start(), end).strip())
    for bracket in _BRACKET.finditer(masked(body.text)) if _OPENING.search(body.text) else ():
        inside = bracket[1]
        units = [part for part in _CUT.split(inside) if UNIT_TAIL.search(part)]
        if (
            not _ROLE.search(inside)
            and not units
            and not (is_deadline(inside) and (_PROCESS.search(inside) or _is_stage(inside)))
        ):
            continue
        start = bracket.start(1)
        for piece in _CUT.split(inside):
            if is_deadline(piece):
                found.append(body.cut(start, start + len(piece)).strip())
            start += len(piece) + 1
    return [piece for piece in found if piece.text]


def _is_stage(words: str) -> bool:
    """“2022年8月20日—9月10日” after the name of a stage."""
    points = list(find_points(words))
    return len(points) == 1 and points[0].ranged and points[0].grain in ("day", "month")


def masked(text: str) -> str:
    """The text with its titles and numbers of documents blanked, sign for sign."""
    return _TITLE.sub(lambda match: "※" * len(match[0]), text)
