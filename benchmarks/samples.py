"""The five plans, and copies of them that are other documents: other counties, numbers, titles and ids.

A copy has the text of its plan with the county's name exchanged for another county's of the same length, so that
every offset stays; its facts are rewritten in their canonical record instead of being read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from graph_loader.jurisdictions import load_places
from graph_loader.pipeline import read_documents
from graph_store.codec import decode_facts, encode_facts, sha256
from graph_store.ids import content_id
from graph_store.model import DocumentFacts

SAMPLES = Path(__file__).parent.parent / "samples"
_STEMS = ("泽州", "阳城", "岢岚", "大宁")
_ID = re.compile(r"(?:doc|policy|task|target)_[0-9a-f]{20}")


@dataclass(frozen=True, slots=True)
class Plan:
    """One document ready for the archive."""

    facts: DocumentFacts
    text: str
    data: bytes


@cache
def files() -> tuple[Path, ...]:
    return tuple(sorted(SAMPLES.glob("*.txt")))


@cache
def plans() -> tuple[Plan, ...]:
    """The five plans, read once."""
    found = []
    for file in files():
        data = file.read_bytes()
        found += [Plan(facts, source.text, data) for source, facts in read_documents(file.name, data)]
    return tuple(found)


@cache
def counties() -> tuple[str, ...]:
    """Names of real counties of three characters, without 县, that only one county bears."""
    names = dict.fromkeys(
        place.name[:2]
        for code in load_places()._by_code
        if (place := load_places()._by_code[code]).name.endswith("县") and len(place.name) == 3 and not place.ambiguous
    )
    return tuple(name for name in names if name not in _STEMS)


def copies(times: int) -> Iterator[Plan]:
    """The five plans `times` times: the originals, then copies for other counties."""
    yield from plans()
    others = counties()
    for number in range(1, times):
        four = [others[(number * len(_STEMS) + index) % len(others)] for index in range(len(_STEMS))]
        yield from (_copy(plan, number, dict(zip(_STEMS, four, strict=True))) for plan in plans())


def _copy(plan: Plan, number: int, names: dict[str, str]) -> Plan:
    text = _renamed(plan.text, names)
    record = _renamed(encode_facts(plan.facts).decode(), names)
    record = _ID.sub(lambda found: content_id(found[0].partition("_")[0], found[0], str(number)), record)
    facts = decode_facts(record.encode())
    data = text.encode()
    printed = f"{facts.header.number}之{number}"
    return Plan(
        replace(
            facts,
            sha256=sha256(data),
            file=f"{number:03d}-{facts.file}",
            header=replace(facts.header, number=printed),
            policies=tuple(replace(policy, number=printed) for policy in facts.policies),
        ),
        text,
        data,
    )


def _renamed(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text
