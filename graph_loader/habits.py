"""What a document declares once for all: first-listed is lead, a default local executor, starred leads, short names.

Learned from every paragraph and cell before roles are given; a convention holds from where it stands, one in a note
(注：…) for the whole part of the document that it stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph_loader.bodies import brackets, find_clauses
from graph_loader.clauses import RoleClause, RoleList
from graph_loader.conventions import (
    BRACKETS_ARE_UNITS,
    DEFAULT_LOCAL,
    FIRST_IS_LEAD,
    MARKED_IS_LEAD,
    Declared,
    find_aliases,
    find_conventions,
)
from graph_loader.deadlines import looks_like_deadline
from graph_loader.drafts import TaskDraft
from graph_loader.labels import role_of_label
from graph_loader.name_shapes import round_brackets
from graph_loader.names import Name, is_known, is_place, looks_like_unit, split_names
from graph_loader.source import Paragraph, Reading, SourceText
from graph_store.model import Role

if TYPE_CHECKING:
    from graph_loader.roles import Given


@dataclass(slots=True)
class Habits:
    """The conventions of one document in order of the text, and its declared short names (short → full, where)."""

    source: str
    declared: list[Declared] = field(default_factory=list)
    strong: tuple[tuple[int, int], ...] = ()  # ranges of the text that are set bold inside a line
    notes: set[int] = field(default_factory=set)  # offsets of conventions that stand in a note of their part
    parts: tuple[int, ...] = ()  # where each part of the document begins
    aliases: dict[str, tuple[str, Reading]] = field(default_factory=dict)
    bare: bool = False  # measures end in brackets that hold nothing but bodies
    _clauses: dict[Reading, tuple[RoleClause, ...]] = field(default_factory=dict, repr=False)

    def clauses_of(self, paragraph: Reading) -> list[RoleClause]:
        """The role clauses of a paragraph, which is read once however often it is asked for."""
        found = self._clauses.get(paragraph)
        if found is None:
            found = self._clauses[paragraph] = tuple(find_clauses(paragraph))
        return list(found)

    def lead_at(self, clause: RoleClause) -> Declared | None:
        """The convention that says which of a list leads, where the clause stands; None where none holds."""
        if not len(clause.reading):
            return None
        end = clause.reading.offsets[-1]
        fitting = [d for d in self.declared if d.kind in (FIRST_IS_LEAD, MARKED_IS_LEAD) and self._holds(d, end)]
        return fitting[-1] if fitting else None

    def _holds(self, declared: Declared, offset: int) -> bool:
        """Whether a convention holds at an offset: behind its own words; one in a note for all of its part."""
        at = declared.reading.offsets[0]
        in_part = bisect_right(self.parts, at) == bisect_right(self.parts, offset)
        return at <= offset or (at in self.notes and in_part)

    def is_marked(self, name: Name, mark: str) -> bool:
        """Whether a name carries the declared mark: a star before or behind it, or bold type in Markdown."""
        if mark != "**":
            return bool(name.mark) and (name.mark == mark or {name.mark, mark} <= {"*", "＊"})
        start, end = name.reading.offsets[0], name.reading.offsets[-1] + 1
        if any(a <= start and end <= b for a, b in self.strong):
            return True
        return self.source[max(0, start - 2) : start] in ("**", "__") or self.source[end : end + 2] in ("**", "__")

    def inherited_local(self, draft: TaskDraft, given: list[Given]) -> list[Given]:
        """The default local executors that a task has without printing them."""
        from graph_loader.roles import Given

        added: list[Given] = []
        if draft.kind not in ("measure", "goal") or not len(draft.body):
            return added
        start = draft.body.offsets[0]
        own = {(item.name.written, item.role) for item in given}
        for declared in self.declared:
            if declared.kind != DEFAULT_LOCAL or not self._holds(declared, draft.body.offsets[-1]):
                continue
            if start <= declared.reading.offsets[0] <= draft.body.offsets[-1]:
                continue
            for position, name in enumerate(declared.names, 1):
                if (name.written, Role.LOCAL) not in own:
                    added.append(
                        Given(
                            name,
                            Role.LOCAL,
                            position,
                            "落实",
                            declared.reading,
                            inherited=True,
                            convention=declared.reading,
                        )
                    )
        return added

    def bare_brackets(self, paragraphs: list[Reading], found: list[RoleClause]) -> list[RoleClause]:
        """Brackets that hold nothing but bodies: behind a full stop, or where the document names bodies so."""
        usual = self.bare or any(d.kind in (BRACKETS_ARE_UNITS, MARKED_IS_LEAD) for d in self.declared)
        clauses = []
        held = {c.reading.offsets[0] for c in found if len(c.reading)}
        for paragraph in filter(_ends_in_bracket, paragraphs):
            for start, end in brackets(paragraph.text):
                if paragraph.offsets[start] in held or not (
                    usual or paragraph.text[:start].rstrip().endswith(("。", ".", "．"))
                ):
                    continue
                names = likely_names(paragraph, start, end) if usual else bare_names(paragraph, start, end)
                if names:
                    lists = [RoleList(Role.RESPONSIBLE, "括号内单位", names, True)]
                    term = _term_inside(paragraph, start, end)
                    clauses.append(RoleClause(paragraph.cut(start, end), lists, [term] if term else []))
        return clauses

    def local_columns(self, drafts: list[TaskDraft]) -> frozenset[str]:
        """Labels of 责任单位 columns that hold only places, in tables that have 牵头 and 参与 columns too."""
        columns: dict[str, list[Reading]] = {}
        for draft in _walk(drafts):
            for cell in draft.role_cells:
                if cell.label:
                    columns.setdefault(cell.label, []).append(cell.reading)
        roles = {role_of_label(label) for label in columns}
        if Role.LEAD not in roles or not ({Role.PARTICIPATE, Role.SUPPORT} & roles):
            return frozenset()
        return frozenset(
            label
            for label, readings in columns.items()
            if re.search(r"责任单位|责任部门|主责单位", label)
            and "牵头" not in label
            and (Role.PARTICIPATE in roles or "主责" in label)
            and all(is_place(n.written) for r in readings for n in split_names(r, spaces_separate=True))
        )


def _ends_in_bracket(paragraph: Reading) -> bool:
    return paragraph.text.rstrip(" 。；;").endswith((")", "）", "]", "】", "］", "〕"))


#: （责任单位：县财政局）: a word with a colon behind it that no name has
_LABELLED = re.compile(r"[^“（(<〈《\[【:：]*[:：][\u4e00-\u7b48\u7b4a-\u9fff]")


def _may_be_bare(text: str, start: int, end: int) -> bool:
    """Whether a bracket ends its paragraph and does not begin with a label."""
    return end - start >= 4 and not text[end:].strip(" 。；;") and not _LABELLED.match(text, start + 1, end - 1)


def _term_inside(paragraph: Reading, start: int, end: int) -> Reading | None:
    """The term behind the bodies in a bracket: 2024年6月底前 of （区商务委，2024年6月底前）."""
    last = re.search(r"[，,；;]([^，,；;（）()]+)$", paragraph.text[start + 1 : end - 1])
    if not last or not looks_like_deadline(last.group(1)):
        return None
    return paragraph.cut(start + 1 + last.start(1), end - 1)


def _names_inside(paragraph: Reading, start: int, end: int) -> list[Name]:
    """The names in a bracket, up to a term behind them."""
    term = _term_inside(paragraph, start, end)
    inner = paragraph.cut(start + 1, end - 2 - len(term) if term else end - 1)
    return split_names(round_brackets(inner))


def bare_names(paragraph: Reading, start: int, end: int) -> tuple[Name, ...]:
    """The bodies in a bracket that ends its paragraph and holds nothing else; none where it holds other words."""
    if not _may_be_bare(paragraph.text, start, end):
        return ()
    names = _names_inside(paragraph, start, end)
    firm = [n for n in names if looks_like_unit(n.full) and is_firm_shape(n.full)]
    return tuple(names) if firm and all(n in firm or _BRANCH.search(n.full) for n in names) else ()


_BRANCH = re.compile(r".{2}(?:公司|集团|支行|分行|分局|支队|大队|管委会|办事处|管理部|监管组)$")


def likely_names(paragraph: Reading, start: int, end: int) -> tuple[Name, ...]:
    """As `bare_names`, in a document that names bodies so: names of strange shape stand beside firm ones."""
    if end - start < 4 or paragraph.text[end:].strip(" 。；;"):
        return ()
    names = _names_inside(paragraph, start, end)
    firm = sum(looks_like_unit(n.full) and (is_firm_shape(n.full) or bool(_BRANCH.search(n.full))) for n in names)
    rest = [n for n in names if not looks_like_unit(n.full)]
    return tuple(names) if names and 2 * firm >= len(names) and not rest else ()


def is_firm_shape(name: str) -> bool:
    """Whether a name is surely a body: known to the register, or with a head or 各 before its suffix."""
    return is_known(name) or (
        bool(re.match(r"^(?:各|有关|相关|国家|[\u4e00-\u9fff]{0,6}[省市县区州旗])", name))
        and len(name) >= (3 if name[0] == "各" else 4)
    )


def _walk(drafts: list[TaskDraft]) -> list[TaskDraft]:
    return [found for draft in drafts for found in (draft, *_walk(draft.children))]


_NOTE = re.compile(r"\s*(?:[（(]?\s*(?:注|备注|说明)\s*[:：])")


def learn_habits(source: SourceText, parts: tuple[int, ...] = ()) -> Habits:
    """Read every paragraph and cell of a document for what it declares; `parts` are the offsets where parts begin."""
    habits = Habits(source.text, parts=parts, strong=source.strong)
    seen: set[int] = set()
    bare = 0
    for reading in _readings(source):
        for declared in find_conventions(reading):
            note = bool(_NOTE.match(reading.text))
            offset = declared.reading.offsets[0]
            if offset not in seen:
                seen.add(offset)
                habits.declared.append(declared)
                if (note and "以下" not in reading.text) or declared.kind == MARKED_IS_LEAD:
                    habits.notes.add(offset)
        bare += _ends_in_bodies(reading)
        for full, short, where in find_aliases(reading):
            habits.aliases.setdefault(short, (full, where))
    habits.bare = bare >= 3
    habits.declared.sort(key=lambda d: d.reading.offsets[0])
    return habits


def _ends_in_bodies(reading: Reading) -> bool:
    """Whether a paragraph ends in a bracket of nothing but bodies, a full stop behind it or not."""
    return _ends_in_bracket(reading) and any(
        bare_names(reading, start, end) for start, end in brackets(reading.text) if end >= len(reading) - 2
    )


def _readings(source: SourceText) -> list[Reading]:
    readings = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            readings.append(block.reading)
        else:
            readings.extend(cell.reading for row in block.rows for cell in row if len(cell.reading))
    return readings
