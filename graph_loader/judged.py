"""Recorded judgements on names: same, different, unsure. They win over the rules, the newest first, and can be undone.

“县甲中心 and 县乙中心 are the same” → one unit; its id is the smallest of the two, its name the one the rules prefer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph_loader.unit_forms import normalise
from graph_loader.unit_names import ResolvedUnit
from graph_store.ids import content_id
from graph_store.model import Judgement

ByRules = Callable[[str, str], ResolvedUnit]


class Judged:
    """Applies judgements to units that the rules have found."""

    def __init__(self, judgements: Sequence[Judgement], by_rules: ByRules) -> None:
        self._by_rules = by_rules
        self._split: dict[tuple[str, str], ResolvedUnit] = {}  # (id by rules, name) → the unit split off
        self._parent: dict[str, str] = {}
        self._units: dict[str, ResolvedUnit] = {}
        self._unsure: dict[str, str] = {}
        self._apart: list[tuple[str, str]] = []
        self._merged: dict[str, ResolvedUnit] = {}
        valid = [j for j in judgements if not j.undone and j.subject == "unit"]
        self._read(_latest(valid))

    def apply(self, name: str, unit: ResolvedUnit) -> ResolvedUnit:
        """The unit after judgement of a name that the rules resolved to `unit`."""
        unit = self._split.get((unit.id, name), unit)
        root = self._find(unit.id)
        merged = self._merged.get(root)
        doubt = unit.doubt or self._unsure.get(unit.id)
        if merged is None:
            return replace(unit, doubt=doubt)
        return replace(merged, names=merged.names | unit.names, doubt=doubt or self._unsure.get(root))

    def _read(self, judgements: list[Judgement]) -> None:
        for judgement in judgements:
            if judgement.verdict == "different":
                self._part(judgement)
        for judgement in judgements:
            left, right = self._unit(judgement.left, judgement), self._unit(judgement.right, judgement)
            if judgement.verdict == "unsure":
                reason = f"“{judgement.left}”与“{judgement.right}”是否同一单位尚未认定"
                self._unsure.setdefault(left.id, reason)
                self._unsure.setdefault(right.id, reason)
            elif judgement.verdict == "same":
                self._join(left.id, right.id)
            elif left.id != right.id:
                self._keep_apart(left.id, right.id)
        self._merge()

    def _unit(self, name: str, judgement: Judgement) -> ResolvedUnit:
        unit = self._by_rules(name, judgement.jurisdiction)
        unit = self._split.get((unit.id, normalise(name)), unit)
        self._units[unit.id] = unit
        return unit

    def _part(self, judgement: Judgement) -> None:
        """Two names that the rules take for one: the one that is not the canonical name becomes a unit of its own."""
        left = self._by_rules(judgement.left, judgement.jurisdiction)
        right = self._by_rules(judgement.right, judgement.jurisdiction)
        if left.id != right.id:
            return
        names = sorted(
            (normalise(judgement.left), normalise(judgement.right)), key=lambda n: (n != left.name, -len(n), n)
        )
        for name in names[1:]:
            own = left.place.name + name.removeprefix(left.place.name).removeprefix(left.place.name[-1:])
            self._split[(left.id, name)] = replace(
                left, id=content_id("unit", left.place.code or left.place.full_name, "apart", name), name=own, short_name=name, names=frozenset({name, own})
            )  # fmt: skip

    def _find(self, id_: str) -> str:
        while id_ in self._parent and self._parent[id_] != id_:
            id_ = self._parent[id_]
        return id_

    def _join(self, left: str, right: str) -> None:
        """Join two units unless a newer judgement keeps their groups apart; the smallest id leads the group."""
        low, high = sorted((self._find(left), self._find(right)))
        groups = {low, high}
        if low != high and not any({self._find(a), self._find(b)} == groups for a, b in self._apart):
            self._parent[high] = low

    def _keep_apart(self, left: str, right: str) -> None:
        if self._find(left) != self._find(right):
            self._apart.append((left, right))

    def _merge(self) -> None:
        groups: dict[str, list[ResolvedUnit]] = {}
        for unit in self._units.values():
            groups.setdefault(self._find(unit.id), []).append(unit)
        for root, members in groups.items():
            if len(members) > 1:
                best = min(members, key=lambda u: (u.rank, -len(u.name), u.name))
                functions = dict.fromkeys(f for u in sorted(members, key=lambda u: u.rank) for f in u.functions)
                names = frozenset(n for u in members for n in u.names)
                self._merged[root] = replace(best, id=root, names=names, functions=tuple(functions))


def _latest(judgements: list[Judgement]) -> list[Judgement]:
    """The newest judgement on each pair of names, newest first."""
    newest: dict[tuple[str, frozenset[str]], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: -j.id):
        newest.setdefault((judgement.jurisdiction, frozenset({judgement.left, judgement.right})), judgement)
    return sorted(newest.values(), key=lambda j: -j.id)
