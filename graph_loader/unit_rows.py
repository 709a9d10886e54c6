"""Mentions of units → Unit, Function and Jurisdiction nodes: one node a body, with every name it has been given.

Which of several written names becomes the canonical one does not depend on the order in which documents were loaded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from graph_loader.jurisdictions import Place
from graph_loader.register import Register
from graph_loader.unit_forms import normalise
from graph_loader.unit_names import ResolvedUnit, head_of
from graph_store.ids import content_id
from graph_store.store import GraphRows


@dataclass(slots=True)
class UnitRows:
    """Collects units as they are met, then writes their nodes."""

    register: Register
    _units: dict[str, dict[int, ResolvedUnit]] = field(default_factory=lambda: defaultdict(dict))
    _written: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _places: dict[str, Place] = field(default_factory=dict)

    def add(self, unit: ResolvedUnit, written: str = "") -> str:
        """Take a mention in; return the id of its unit."""
        seen = self._units[unit.id]
        if id(unit) not in seen:  # the resolver gives one object for one name of one place
            seen[id(unit)] = unit
            self.add_place(unit.place)
        if written:
            self._written[unit.id][normalise(written)] += 1
        return unit.id

    def add_place(self, place: Place) -> str:
        """Take a place in with those above it; return its id."""
        for each in place.chain:
            if each.name:
                self._places[each.id] = each
        return place.id

    def write(self, rows: GraphRows) -> None:
        """Write all nodes with IN and PERFORMS, in the order of their ids."""
        for id_ in sorted(self._places):
            self._write_place(id_, rows)
        for id_ in sorted(self._units):
            self._write_unit(id_, rows)

    def _write_place(self, id_: str, rows: GraphRows) -> None:
        place = self._places[id_]
        rows.add_node(
            "Jurisdiction",
            id_,
            {"name": place.name, "full_name": place.full_name, "level": place.level, "code": place.code or None},
        )

    def _write_unit(self, id_: str, rows: GraphRows) -> None:
        mentions = list(self._units[id_].values())
        best = min(mentions, key=lambda u: (u.rank, -len(u.name), u.name, u.short_name))
        names = {name for unit in mentions for name in unit.names} | set(self._written[id_])
        doubts = sorted({unit.doubt for unit in mentions if unit.doubt})
        functions = [self.register.line_name(line) for line in best.functions]
        rows.add_node(
            "Unit",
            id_,
            {
                "name": best.name,
                "short_name": self._short(id_, best),
                "names": sorted(names),
                "kind": best.kind,
                "level": best.level,
                "jurisdiction": best.jurisdiction,
                "functions": functions,
                "doubt": "；".join(doubts) or None,
            },
        )
        if best.place.name:
            rows.add_edge("IN", ("Unit", id_), ("Jurisdiction", best.place.id))
        for line in best.functions:
            function = content_id("function", line)
            rows.add_node("Function", function, {"key": line, "name": self.register.line_name(line)})
            rows.add_edge("PERFORMS", ("Unit", id_), ("Function", function))

    def _short(self, id_: str, best: ResolvedUnit) -> str:
        """The name that the documents use most among those with the place's own head; else the rule's."""
        doubtful = {
            name
            for unit in self._units[id_].values()
            if unit.doubt
            for name in unit.names
            if name in (unit.doubt or "")
        }
        head = head_of(best.place)
        if best.kind in ("collective", "branch", "place"):
            own = [(name, n) for name, n in self._written[id_].items() if name not in doubtful]
        else:
            own = [
                (n_, n) for n_, n in self._written[id_].items() if head and n_.startswith(head) and n_ not in doubtful
            ]
        return min(own, key=lambda pair: (-pair[1], len(pair[0]), pair[0]))[0] if own else best.short_name
