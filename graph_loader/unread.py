"""What looks like responsibility and is covered by no fact: kept and shown, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_loader.bodies import brackets
from graph_loader.labels import LabelKind, find_labels, label_kind
from graph_loader.names import looks_like_unit, split_names
from graph_loader.source import Paragraph, Reading, SourceText
from graph_store.model import Unread

_VERBS = re.compile(r"牵头|负责(?!人)|配合|按职责")


def find_unread(source: SourceText, covered: list[tuple[int, int]]) -> list[Unread]:
    """Labels and role brackets of the text outside the ranges that facts hold."""
    return [
        Unread(span=reading.span(), reason=reason)
        for block in source.blocks
        if isinstance(block, Paragraph)
        for reading, reason in _suspects(block.reading, covered)
        if not any(start <= reading.offsets[0] < end for start, end in covered)
    ]


def _suspects(paragraph: Reading, covered: list[tuple[int, int]]) -> Iterator[tuple[Reading, str]]:
    text = paragraph.text
    for start, end in brackets(text):
        if any(a <= paragraph.offsets[start] < b for a, b in covered):
            continue
        inner = text[start + 1 : end - 1]
        if any(label_kind(m.group("label")) is LabelKind.ROLE for m in find_labels(inner)):
            yield paragraph.cut(start, end), "括号内有责任标签，未读出单位"
        elif _VERBS.search(inner) and any(
            looks_like_unit(n.full) for n in split_names(paragraph.cut(start + 1, end - 1))
        ):
            yield paragraph.cut(start, end), "括号内像是分工，未能读出"
    for match in find_labels(text):
        before = text[: match.start()]
        depth = before.count("（") + before.count("(") - before.count(")") - before.count("）")
        if depth <= 0 and label_kind(match.group("label")) is LabelKind.ROLE and len(match.group("label")) >= 4:
            stop = min(len(text), match.end() + 40)
            yield paragraph.cut(match.start("label"), stop), "有责任标签，未读出单位"
