"""The place a document speaks from: issuer, title or addressees → 大宁县 in 临汾市; the ground of all its names.

Where they name no place, the places in its units' names are counted; where those name none, the document stands for
itself, so that its 县财政局 is not taken for another county's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from graph_loader.jurisdictions import Place, load_places, place_of, read_place
from graph_loader.resolve import Context
from graph_loader.unit_forms import HEAD
from graph_store.model import DocumentFacts

_HEAD_LEVELS = (
    ("国", "national"),
    ("省", "province"),
    ("市", "city"),
    ("县", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("镇", "town"),
)


def context_of(facts: DocumentFacts) -> Context:
    """What the names of a document lean on: place, date, declared short names."""
    aliases = {c.units[1]: c.units[0] for c in facts.conventions if c.kind == "alias" and len(c.units) == 2}
    return Context(place=document_place(facts), date=facts.header.date, aliases=aliases)


def document_place(facts: DocumentFacts) -> Place:
    """The place of a document, with the places above it as far as the table or its own words tell."""
    for words in _telling(facts):
        place = place_of(words)
        if place:
            return _under(place, facts)
    return _by_names(facts) or _of_its_own(facts)


def _telling(facts: DocumentFacts) -> Iterator[str]:
    header = facts.header
    yield from (header.issuer or "").split("、")
    yield from (policy.title for policy in facts.policies)
    yield from (words for words in (header.title, header.seal, header.jurisdiction, header.copied_to) if words)


def _named_places(facts: DocumentFacts) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for assignment in facts.assignments:
        read = read_place(assignment.as_written)
        if read and read[0].level != "town":
            found[read[0]] += 1
    return found


def _under(place: Place, facts: DocumentFacts) -> Place:
    """Set a county under the one city that its document names, unless the table's own city is named too.

    Also where the table has a county of that name elsewhere: the document's words stand before the table.
    """
    if place.level != "county":
        return place
    cities = {p for p in _named_places(facts) if p.level == "city"}
    for words in (facts.header.title, facts.header.addressees, facts.header.approved_by):
        for match in re.finditer(r"[\u4e00-\u9fff]{2,4}市(?=人民政府|委|政府)", words or ""):
            read = read_place(match.group())
            if read and read[0].level == "city":
                cities.add(read[0])
    if len(cities) != 1 or cities & set(place.chain):
        return place
    city = next(iter(cities))
    known = load_places().named(place.name, city)
    if known or (place.code and city.code):
        return known or place
    return Place(place.name, place.level, "", city)


def _by_names(facts: DocumentFacts) -> Place | None:
    """The county (else the city) that the names of units mention most, if one is ahead of all others."""
    counted = _named_places(facts)
    for level in ("county", "city", "province"):
        ranked = [(n, p) for p, n in counted.items() if p.level == level]
        best = max((n for n, _ in ranked), default=0)
        leading = [p for n, p in ranked if n == best]
        if len(leading) == 1:
            return leading[0]
    return None


def _of_its_own(facts: DocumentFacts) -> Place:
    """A place that stands for this document alone."""
    heads = Counter(level for a in facts.assignments for head, level in _HEAD_LEVELS if a.as_written.startswith(head))
    level = min(heads, key=lambda key: (-heads[key], key), default="")
    issuer = facts.header.issuer or ""
    if issuer and not HEAD.match(issuer) and "、" not in issuer:
        return Place(issuer, "")  # a company or an academy: its departments are its own
    return Place(f"未载明地区（{facts.header.number or facts.file}）", level)
