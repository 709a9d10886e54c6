"""Pairs of names that may or may not be one body: shown to a person, neither merged nor declared different.

县住房和城乡建设事务服务中心 / 县住房和城乡建设综合事务服务中心 → one open pair with the reason “只差综合二字”.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from graph_loader.jurisdictions import Place
from graph_loader.register import load_register
from graph_loader.resolve import Context, Resolver
from graph_loader.unit_names import ResolvedUnit
from graph_store.model import Judgement
from graph_store.records import named_record

_FILLERS = re.compile(r"综合|和|与|及|暨|的|、|（[^（）]*）")
_ORDINALS = re.compile(r"[第一二三四五六七八九十\d东西南北中上下新老甲乙丙丁]")
_SHORTEST = 8  # characters: shorter names differ by as little and mean different bodies


@named_record
class OpenPair:
    """Two canonical names of one jurisdiction that a person should judge, and why; `left` sorts before `right`."""

    jurisdiction: str
    left: str
    right: str
    reason: str


def open_pairs(
    names: Mapping[str, Collection[str]],
    judgements: Sequence[Judgement] = (),
    places: Mapping[str, Place] | None = None,
) -> list[OpenPair]:
    """The open pairs among the names used in each jurisdiction; pairs judged same or different are closed."""
    resolver = Resolver(load_register(), judgements, places or {})
    closed = _closed(judgements, resolver, places or {})
    found = []
    for jurisdiction in sorted(names):
        place = (places or {}).get(jurisdiction)
        context = Context(place) if place else Context.in_place(jurisdiction)
        units = {u.id: u for u in (resolver.resolve(name, context) for name in sorted(names[jurisdiction]))}
        for left, right in combinations(sorted(units.values(), key=lambda u: u.name), 2):
            reason = _reason(left, right)
            if reason and frozenset({left.id, right.id}) not in closed:
                found.append(OpenPair(jurisdiction=jurisdiction, left=left.name, right=right.name, reason=reason))
    return found


def _closed(judgements: Sequence[Judgement], resolver: Resolver, places: Mapping[str, Place]) -> set[frozenset[str]]:
    closed: set[frozenset[str]] = set()
    for judgement in judgements:
        if judgement.subject == "unit" and not judgement.undone and judgement.verdict == "different":
            place = places.get(judgement.jurisdiction)
            context = Context(place) if place else Context.in_place(judgement.jurisdiction)
            closed.add(frozenset(resolver.resolve(name, context).id for name in (judgement.left, judgement.right)))
    return closed


def _reason(left: ResolvedUnit, right: ResolvedUnit) -> str | None:
    """Why two units may be one; None where the register knows both, or their names are not alike."""
    registered = [not unit.key.startswith(("name:", "group:")) for unit in (left, right)]
    if all(registered) or left.place != right.place or left.kind != right.kind:
        return None
    a, b = (unit.key.partition(":")[2] if not known else unit.name.removeprefix(unit.place.name)
            for unit, known in zip((left, right), registered, strict=True))  # fmt: skip
    if min(len(a), len(b)) < _SHORTEST:
        return None
    short_a, short_b = _FILLERS.sub("", a), _FILLERS.sub("", b)
    if short_a == short_b:
        return "两个名称只差“综合”“和”等字，可能是同一单位"
    if sorted(short_a) == sorted(short_b):
        return "两个名称用字相同、次序不同，可能是同一单位"
    return _near(short_a, short_b)


def _near(left: str, right: str) -> str | None:
    from rapidfuzz.distance import Levenshtein

    edits = Levenshtein.opcodes(left, right)
    changed = "".join(
        left[e.src_start : e.src_end] + right[e.dest_start : e.dest_end] for e in edits if e.tag != "equal"
    )
    if left[-2:] == right[-2:] and Levenshtein.distance(left, right) <= 2 and not _ORDINALS.search(changed):
        return f"两个名称只差“{changed}”，可能是同一单位"
    return None
