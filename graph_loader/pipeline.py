"""The whole order of work: bytes → SourceText → parts → tasks → roles, deadlines, targets, citations → DocumentFacts.

Pure: the same bytes under the same name give the same facts, byte for byte. Names stay as written (see resolve.py).
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager

from graph_loader.assemble import Assembler
from graph_loader.damage import mend
from graph_loader.header import Layout, Part, read_layout, title_span
from graph_loader.policy_identity import policy_identity
from graph_loader.readers import read_source
from graph_loader.source import SourceText
from graph_loader.structure import read_policy
from graph_store.model import DocumentFacts, Policy

#: Changes whenever the same file may give other facts: documents read by older rules are then read again.
RULES_VERSION = "2026.11.2"


def read_documents(name: str, data: bytes) -> list[tuple[SourceText, DocumentFacts]]:
    """Read one file (a zip may hold several) into texts and facts; raises UnreadableFile."""
    sources = [mend(source) for source in read_source(name, data)]
    with _no_search_for_cycles():
        return [(source, facts_of(source)) for source in sources]


def facts_of(source: SourceText) -> DocumentFacts:
    """Every fact that one text states."""
    layout = read_layout(source)
    policies = tuple(_policy(part, layout, source) for part in layout.parts)
    assembler = Assembler(source, layout, policies)
    for index, part in enumerate(layout.parts):
        assembler.add_policy(index, read_policy(part.blocks, index, assembler.habits))
    return assembler.facts(RULES_VERSION)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Switch the cycle collector off: a reading makes tens of thousands of values that it would walk over again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _policy(part: Part, layout: Layout, source: SourceText) -> Policy:
    header = layout.header
    title = re.sub(r"\s+", "", part.title) or header.title or source.name.rsplit(".", 1)[0]
    return Policy(
        id=policy_identity(title, header.number, header.issuer),
        title=title,
        number=header.number,
        issuer=header.issuer,
        date=header.date,
        annex=part.annex,
        span=title_span(part),
    )
