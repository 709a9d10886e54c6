"""“同上” in the place of bodies or people: the names of the clause before, which stay where they are printed.

“（责任单位：县水利局）” and, at the next point, “（责任单位：同上）” → 县水利局 again, quoted from the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from graph_loader.clauses import DITTO, RoleClause, RoleList
from graph_loader.source import Reading

_WHOLE = re.compile(r"\s*(?:(?:牵头|责任|配合|参与)?(?:单位|部门)?\s*(?:均|都)?)同[上前]\s*[。；]?\s*")


def is_ditto(text: str) -> bool:
    """Whether a cell or a bracket says 同上 and nothing else."""
    return bool(DITTO.fullmatch(text) or _WHOLE.fullmatch(text))


@dataclass(slots=True)
class Ditto:
    """The lists of the last clause of a document that named anybody."""

    last: list[RoleList] = field(default_factory=list)

    def filled(self, clauses: list[RoleClause]) -> list[RoleClause]:
        """The clauses with the names of the clause before where they say 同上."""
        for clause in clauses:
            if any(self._says(part) for part in clause.lists):
                clause.lists = [found for part in clause.lists for found in self._meant(part)]
        named = [part for clause in clauses if not clause.prose for part in clause.lists]
        self.last = named or self.last
        return clauses

    def _says(self, part: RoleList) -> bool:
        return len(part.names) == 1 and bool(DITTO.fullmatch(part.names[0].written))

    def _meant(self, part: RoleList) -> list[RoleList]:
        if not self._says(part):
            return [part]
        same = [above for above in self.last if above.role is part.role]
        return [replace(above, wording=part.wording) for above in same] if same else list(self.last)


def ditto_clause(inner: Reading, whole: Reading) -> RoleClause | None:
    """（同上） or （责任单位同上） as a clause of its own; None for other brackets."""
    from graph_loader.clauses import ditto_list

    return RoleClause(whole, [ditto_list("同上", inner)]) if _WHOLE.fullmatch(inner.text) else None
