"""The paragraphs of one point with the role clauses found in them; lists that go on in the next line.

“责任单位：县发改局、” + “县财政局、县住建局” → the second line is a clause of the same label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from graph_loader.clauses import RoleClause, RoleList
from graph_loader.drafts import RoleCell
from graph_loader.habits import is_firm_shape
from graph_loader.names import split_names
from graph_loader.source import Reading
from graph_store.model import PERSON_ROLES, Place

_PUNCTUATION = " 。，,；;、：:.．|"


@dataclass(slots=True)
class Words:
    """One paragraph of a node with the clauses found in it."""

    reading: Reading
    place: Place
    clauses: list[RoleClause]
    continued: RoleCell | None = None  # names that go on with the label line above

    @property
    def only_clause(self) -> bool:
        """Nothing but role clauses stands in it."""
        if not self.clauses:
            return False
        rest = self.reading.outside(clause.reading for clause in self.clauses)
        return not rest.text.strip(_PUNCTUATION)


_CLOSING = re.compile(
    r"\s*(?:以上|上述|本)[^。，；]{2,20}(?:自|从)[^。，]{2,24}(?:施行|实施|执行|生效)|\s*本[^。，；]{2,16}由[^。，]{2,24}负责解释"
)


def is_closing(words: Reading) -> bool:
    """以上措施自2024年7月1日起施行: the plan's last words, of no point."""
    return bool(_CLOSING.match(words.text))


_NOTE = re.compile(r"\s*[（(]?\s*(?:注|备注|说明|附注)\s*\d?\s*[:：]")


def is_contact_note(words: Reading, clauses: list[RoleClause]) -> bool:
    """注：每月25日前报送进展，联系人：张三: tells whom to ask, gives no duty."""
    people = all(part.role in PERSON_ROLES for clause in clauses for part in clause.lists)
    return bool(clauses) and people and bool(_NOTE.match(words.text))


def count_runs(words: list[Words]) -> int:
    """How many runs of paragraphs end in a clause; clauses one below the other end one run."""
    return sum(1 for i, w in enumerate(words) if w.clauses and not (w.only_clause and i and words[i - 1].only_clause))


def with_continued_lists(words: list[Words]) -> list[Words]:
    """A line of nothing but bodies below a label line goes on with that label's list."""
    for above, word in pairwise(words):
        last = above.clauses[-1].lists[-1] if above.clauses and above.clauses[-1].lists else None
        if word.clauses or last is None or not last.labelled or not above.only_clause or len(word.reading) > 120:
            continue
        names = split_names(word.reading, spaces_separate=True)
        if names and last.role not in PERSON_ROLES and all(is_firm_shape(n.full) for n in names):
            word.clauses.append(RoleClause(word.reading, [RoleList(last.role, last.wording, tuple(names), True)]))
            word.continued = RoleCell(label=last.wording, reading=word.reading, clause=word.reading)
    return words
