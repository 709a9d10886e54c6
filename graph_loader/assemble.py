"""Task drafts → facts with ids: roles under the document's conventions, deadlines, targets, citations, what is unread.

The printed label decides the role; a convention of the whole document (first-listed is lead) replaces it and marks
the assignment `inherited`, with the declaring words as evidence.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph_loader.cites import cite_of
from graph_loader.clauses import RoleClause, RoleList, beside_lead, read_cell
from graph_loader.conventions import ALIAS
from graph_loader.deadlines import read_deadline
from graph_loader.ditto import Ditto
from graph_loader.drafts import RoleCell, TaskDraft
from graph_loader.habits import Habits, learn_habits
from graph_loader.header import Layout
from graph_loader.names import split_names
from graph_loader.policy_facts import PolicyFacts
from graph_loader.prose import find_prose
from graph_loader.roles import Given, give_roles
from graph_loader.source import Reading, SourceText
from graph_loader.structure import PolicyReading
from graph_loader.unread import find_unread
from graph_store.ids import content_id, plain
from graph_store.model import (
    Assignment,
    Convention,
    Deadline,
    DeadlineKind,
    DocumentFacts,
    Policy,
    Role,
    Task,
    TaskKind,
    Unread,
)

_log = logging.getLogger("zeren.load")


@dataclass(slots=True)
class _Placed:
    """A draft on its way to a task: its ids, the clauses found in it, its words without their brackets and labels."""

    draft: TaskDraft
    id: str
    parent_id: str | None
    counted_id: str
    cite: str
    clauses: list[RoleClause]
    words: Reading


class Assembler:
    """Collects the facts of one document, policy by policy."""

    def __init__(self, source: SourceText, layout: Layout, policies: tuple[Policy, ...]) -> None:
        self.source = source
        self.layout = layout
        self.policies = policies
        self.habits: Habits = learn_habits(source, tuple(sorted(part.start for part in layout.parts)))
        self.tasks: list[Task] = []
        self.assignments: list[Assignment] = []
        self.unread: list[Unread] = []
        self.extra = PolicyFacts(source, layout, policies)
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._covered: list[tuple[int, int]] = []
        self._ditto = Ditto()
        self._paths: dict[tuple[str, ...], str] = {}

    def add_policy(self, index: int, reading: PolicyReading) -> None:
        """Add the tasks of one policy with their roles, deadlines and targets."""
        places_only = self.habits.local_columns(reading.tasks)
        for draft in reading.tasks:
            self._add(draft, self.policies[index], None, places_only)
        for words in reading.unread:
            if words.text.strip():
                self.unread.append(Unread(span=words.strip().span(), reason="表格没有认出表头，其中有责任用语"))

    def facts(self, rules: str) -> DocumentFacts:
        """The document's record."""
        self.extra.add_rest()
        said = [(d.reading.offsets[0] - 1, d.reading.offsets[-1] + 1) for d in self.habits.declared]  # its bracket too
        unread = [*self.unread, *find_unread(self.source, [*self._covered, *said])]
        header = self.extra.header()
        return DocumentFacts(
            id=content_id("doc", self.source.sha256),
            sha256=self.source.sha256,
            file=self.source.name,
            format=self.source.format,
            rules=rules,
            header=header,
            policies=self.policies,
            tasks=tuple(self.tasks),
            assignments=tuple(self.assignments),
            targets=tuple(self.extra.targets),
            citations=tuple(self.extra.citations),
            conventions=tuple(self._conventions()),
            unread=tuple(sorted(unread, key=lambda u: (u.span.start, u.span.end))),
            warnings=self.source.warnings,
        )

    def _conventions(self) -> list[Convention]:
        """Conventions and declared short names, in order of the text."""
        found = [
            Convention(kind=d.kind, span=d.reading.span(), units=tuple(n.written for n in d.names))
            for d in self.habits.declared
        ]
        found += [
            Convention(kind=ALIAS, span=where.span(), units=(full, short))
            for short, (full, where) in self.habits.aliases.items()
        ]
        return sorted(found, key=lambda c: (c.span.start, c.kind))

    def _add(
        self, draft: TaskDraft, policy: Policy, parent: _Placed | None, places_only: frozenset[str], position: int = 1
    ) -> None:
        if not len(draft.body.strip()):
            return
        clauses = self._ditto.filled(self._clauses(draft))
        words = draft.body.outside(clause.reading for clause in clauses if not clause.prose)
        task_id = self._task_id(draft, policy, parent, words.text)
        counted = parent.counted_id if parent and (draft.kind == "action" or not draft.number) else task_id
        cite = cite_of(policy, draft, parent.cite if parent else None, position)
        placed = _Placed(draft, task_id, parent.id if parent else None, counted, cite, clauses, words)
        task = self._task(placed, policy)
        self.tasks.append(task)
        with self._kept(draft, "职责"):
            self.assignments.extend(self._assignments(placed, places_only))
        with self._kept(draft, "目标和引用"):
            self.extra.add_task(task, draft, clauses)
        for number, child in enumerate(draft.children, 1):
            self._add(child, policy, placed, places_only, number)

    @contextmanager
    def _kept(self, draft: TaskDraft, what: str) -> Iterator[None]:
        """A fault of ours in one task is shown as not understood; the task and its document are kept."""
        try:
            yield
        except Exception:
            _log.debug("%s: the %s of a task could not be read", self.source.name, what, exc_info=True)
            self.unread.append(Unread(span=draft.body.strip().span(), reason=f"这一项的{what}没有读成，请人工核对"))

    def _clauses(self, draft: TaskDraft) -> list[RoleClause]:
        """Every clause of a draft: cells, brackets and label lines; then sentences outside them."""
        clauses = [self._cell_clause(cell) for cell in draft.role_cells]
        paragraphs = draft.paragraphs or [draft.body]
        is_duty = any(cell.label == "" for cell in draft.role_cells)
        found = [clause for paragraph in paragraphs for clause in self.habits.clauses_of(paragraph)]
        found += self.habits.bare_brackets(paragraphs, found)
        clauses.extend(found)
        if is_duty:
            return clauses
        taken = [(c.reading.offsets[0], c.reading.offsets[-1] + 1) for c in found if len(c.reading)]
        for paragraph in paragraphs:
            clauses.extend(
                find_prose(paragraph, taken, subjects=not draft.role_cells and draft.kind is not TaskKind.ACTION)
            )
        return clauses

    def _cell_clause(self, cell: RoleCell) -> RoleClause:
        if cell.label:
            return read_cell(cell.label, cell.reading, cell.clause)
        names = tuple(split_names(cell.reading))
        return RoleClause(reading=cell.clause, lists=[RoleList(Role.RESPONSIBLE, "负责", names, True)])

    def _task_id(self, draft: TaskDraft, policy: Policy, parent: _Placed | None, words: str) -> str:
        """Identity by the words without role clauses: another bureau in the bracket leaves the task the same."""
        key = (
            policy.id,
            parent.id if parent else "",
            self._path_id(draft.path),
            plain(draft.number),
            plain(words),
        )
        ordinal = self._seen[key]
        self._seen[key] += 1
        return content_id("task", *key, str(ordinal))

    def _path_id(self, path: tuple[str, ...]) -> str:
        if path not in self._paths:
            self._paths[path] = "/".join(map(plain, path))
        return self._paths[path]

    def _task(self, placed: _Placed, policy: Policy) -> Task:
        draft = placed.draft
        body = draft.body.strip()
        result = "".join(cell.text for cell in draft.result_cells).strip()
        return Task(
            id=placed.id,
            policy_id=policy.id,
            parent_id=placed.parent_id,
            counted_id=placed.counted_id,
            kind=draft.kind,
            number=draft.number,
            path=draft.path,
            title=_printed_title(draft.title, body),
            text=body.printed(),
            span=body.span(),
            deadline=self._deadline(placed),
            expected_result=result or None,
            place=draft.place,
            cite=placed.cite,
        )

    def _deadline(self, placed: _Placed) -> Deadline:
        draft = placed.draft
        pieces = [piece for clause in placed.clauses for piece in clause.deadlines]
        cells = [cell for cell in draft.deadline_cells if cell.text.strip()]
        if not cells and not pieces and not placed.words.text.strip():
            return Deadline(kind=DeadlineKind.NONE, text="")
        clauses = [clause.reading for clause in placed.clauses if not clause.prose]
        paragraphs = [part.outside(clauses) for part in draft.paragraphs] if len(draft.paragraphs) > 1 else []
        return read_deadline(
            cells=cells, pieces=pieces, body=placed.words, dates=self.extra.dates, paragraphs=paragraphs
        )

    def _assignments(self, placed: _Placed, places_only: frozenset[str]) -> list[Assignment]:
        draft = placed.draft
        labelled = beside_lead([part for clause in placed.clauses for part in clause.lists], labelled=True)
        lists = iter(labelled)
        given: list[Given] = []
        for clause in placed.clauses:
            size = sum(len(part.names) for part in clause.lists)
            own: list[RoleList] = []
            while size > 0:
                part = next(lists)
                own.append(part)
                size -= len(part.names)
            given.extend(give_roles(own, clause, self.habits, places_only))
            if len(clause.reading):
                self._covered.append((clause.reading.offsets[0], clause.reading.offsets[-1] + 1))
        given.extend(self._leaders(draft))
        given.extend(self.habits.inherited_local(draft, given))
        return [self._assignment(placed, item) for item in _unique(given)]

    def _leaders(self, draft: TaskDraft) -> list[Given]:
        return [
            Given(name, Role.LEADER, 1, "主抓", cell.clause, inherited=True, convention=cell.clause)
            for cell in draft.leaders
            for name in split_names(cell.reading)
        ]

    def _assignment(self, placed: _Placed, item: Given) -> Assignment:
        name = item.name
        return Assignment(
            task_id=placed.id,
            as_written=name.written,
            full_name=name.full,
            role=item.role,
            position=item.position,
            list_open=name.list_open,
            wording=item.wording,
            span=name.reading.span(),
            clause=item.clause.span(),
            inherited=item.inherited,
            convention=item.convention.span() if item.convention is not None else None,
            place=placed.draft.place,
            doubt=item.doubt or name.doubt,
        )


def _unique(given: list[Given]) -> list[Given]:
    """One row for a name and role in a task; a sentence adds nothing to a unit that a label has placed already."""
    seen: set[tuple[str, Role]] = set()
    named = {item.name.written for item in given if not item.prose}
    kept = []
    for item in given:
        key = (item.name.written, item.role)
        if key in seen or (item.prose and item.name.written in named):
            continue
        seen.add(key)
        kept.append(item)
    return kept


def _printed_title(title: str, body: Reading) -> str:
    at = body.text.find(title) if title else -1
    return body.cut(at, at + len(title)).printed() if at >= 0 else title
