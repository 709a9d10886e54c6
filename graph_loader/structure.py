"""The tree of one policy → its tasks, in order: which numbered points are tasks, which are headings above them.

“（一）实施…工程 / 1. …（责任单位：…） / 2. …” gives two tasks with the path of their headings. A bracket for several
small points belongs to the point above them; points that each carry a bracket are tasks of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from graph_loader.bodies import find_clauses
from graph_loader.clauses import RoleClause, RoleList
from graph_loader.drafts import RoleCell, TaskDraft
from graph_loader.habits import Habits
from graph_loader.headings import PLAN_TITLE, duty_head, label_of, runin_title, title_of
from graph_loader.names import Name
from graph_loader.outline import MINOR, Node, build_tree
from graph_loader.people import looks_like_person
from graph_loader.prose import find_prose
from graph_loader.sections import SectionKind, is_stage, section_kind, task_kind, tells_aims
from graph_loader.source import Block, Paragraph, Reading, Table
from graph_loader.tables import TableReader
from graph_loader.words import Words, count_runs, is_closing, is_contact_note, with_continued_lists
from graph_store.model import PERSON_ROLES, Place

_HEADING_STYLES = ("root", "chapter", "section", "plain", "cn", "cn_paren")


@dataclass(slots=True)
class PolicyReading:
    """The tasks of one policy, and what of its words was not understood."""

    tasks: list[TaskDraft] = field(default_factory=list)
    unread: list[Reading] = field(default_factory=list)
    notes: list[Reading] = field(default_factory=list)


def read_policy(blocks: list[Block], policy: int, habits: Habits | None = None) -> PolicyReading:
    """Read the blocks of one policy into task drafts; `habits` are what the whole document declares."""
    reader = _PolicyReader(policy, habits)
    tree = build_tree(blocks)
    reader.count(tree)
    reader.result.tasks = reader.read(tree, (), None)
    return reader.result


class _PolicyReader:
    """Walks one tree; keeps the table reader and the habits of the document."""

    def __init__(self, policy: int, habits: Habits | None) -> None:
        self.policy = policy
        self.habits = habits
        self.tables = TableReader()
        self.result = PolicyReading()
        self.items: Counter[str] = Counter()
        self.items_with: Counter[str] = Counter()
        self._clauses: dict[int, list[Words]] = {}
        self.leaders: list[RoleCell] = []
        self.has_duties = False
        self.headings_over_runs = 0
        self.duty_points: set[int] = set()  # points of a list that begin with the body whose duty they are

    def count(self, node: Node) -> None:
        """Learn at which level of numbers this document prints its role clauses."""
        kids = node.children
        self.has_duties |= section_kind(title_of(node), None) is SectionKind.DUTY
        leaves = [kid for kid in kids if not kid.children and len(kid.heading)]
        duties = [kid for kid in leaves if duty_head(kid.heading, in_section=False)]
        if len(duties) >= 3 and 2 * len(duties) > len(leaves):
            self.duty_points.update(map(id, leaves))
        for index, kid in enumerate(kids):
            self.count(kid)
            self.headings_over_runs += not kid.children and self._holds_runs(kid, least=2)
            if not kid.children and index < len(kids) - 1:
                self.items[kid.style] += 1
                self.items_with[kid.style] += any(w.clauses for w in self.words(kid))

    def words(self, node: Node) -> list[Words]:
        """The node's own paragraphs (its number dropped) with their clauses, children left out."""
        key = id(node)
        if key not in self._clauses:
            readings = [(node.heading, node.place)] if len(node.heading) else []
            readings += [
                (p.reading, p.place) for p in node.content if isinstance(p, Paragraph) and not is_closing(p.reading)
            ]
            found = [self._with_clauses(r.strip(), place) for r, place in readings if r.text.strip()]
            self._clauses[key] = with_continued_lists(found)
        return self._clauses[key]

    def _with_clauses(self, reading: Reading, place: Place) -> Words:
        """A paragraph and its clauses, brackets of nothing but bodies among them where the document has such."""
        clauses = self.habits.clauses_of(reading) if self.habits is not None else find_clauses(reading)
        if self.habits is not None:
            clauses += self.habits.bare_brackets([reading], clauses)
        return Words(reading, place, [] if is_contact_note(reading, clauses) else clauses)

    def has_clause(self, node: Node) -> bool:
        """Whether a role clause stands anywhere in the node."""
        return (
            any(w.clauses for w in self.words(node))
            or any(isinstance(part, Table) for part in node.content)
            or any(self.has_clause(kid) for kid in node.children)
        )

    def read(self, node: Node, path: tuple[str, ...], above: SectionKind | None) -> list[TaskDraft]:
        """The tasks of a node and everything below it."""
        kind = self._kind(node, path, above)
        leaders = self._leaders_of(node)
        saved, self.leaders = self.leaders, leaders or self.leaders
        try:
            if not node.children and not any(isinstance(part, Table) for part in node.content):
                return self._leaf(node, path, kind)
            if self._folds(node, kind):
                return self._one(node, path, kind, self._all_words(node))
            return self._container(node, path, kind)
        finally:
            self.leaders = saved

    def _kind(self, node: Node, path: tuple[str, ...], above: SectionKind | None) -> SectionKind:
        if node.style == "root":
            return SectionKind.MEASURE
        top = not path or above is None or node.style in ("chapter", "section", "plain")
        return section_kind(title_of(node), None if top else above)

    def _container(self, node: Node, path: tuple[str, ...], kind: SectionKind) -> list[TaskDraft]:
        outer = node.style == "root" or self._is_plan_title(node, path)
        here = path if outer else (*path, label_of(node))
        tasks: list[TaskDraft] = []
        intro: list[Words] = []
        after_children = False
        own = {id(w.reading.offsets): w for w in self.words(node)}
        words = iter(self.words(node))
        heading = next(words) if len(node.heading.strip()) and own else None
        if heading is not None:
            intro.append(heading)
        for part in node.content:
            if isinstance(part, Node):
                after_children = True
                tasks.extend(self.read(part, here, None if outer else kind))
            elif isinstance(part, Table):
                after_children = True
                reading = self.tables.read(part, here)
                tasks.extend(self._with_leaders(reading.tasks))
                self.result.notes.extend(reading.notes)
                self.result.unread.extend(reading.unread)
            elif not part.reading.text.strip() or is_closing(part.reading):
                continue
            elif not after_children:
                found = next(words, None)
                if found is not None:
                    intro.append(found)
            else:
                found = next(words, None)
                if found is not None and found.clauses:
                    self._attach_late(found, tasks)
        if any(self._gives_duty(w) for w in intro) or (tasks and self._is_item(node)):
            tasks = self._with_own(node, path, kind, intro, tasks)
        return tasks

    def _gives_duty(self, words: Words) -> bool:
        """Whether a paragraph names bodies for a duty, not only people or a convention."""
        return any(part.role not in PERSON_ROLES for clause in words.clauses for part in clause.lists)

    def _is_item(self, node: Node) -> bool:
        """A numbered item whose small points are tasks of their own is a task above them."""
        return node.style in ("arabic", "decimal", "article", "item") and all(k.style in MINOR for k in node.children)

    def _is_plan_title(self, node: Node, path: tuple[str, ...]) -> bool:
        """An unnumbered heading above everything else that names the plan, not a section of it."""
        text = node.heading.text.strip()
        return not path and node.style.startswith("h") and len(text) >= 8 and bool(PLAN_TITLE.search(text))

    def _with_own(
        self, node: Node, path: tuple[str, ...], kind: SectionKind, intro: list[Words], tasks: list[TaskDraft]
    ) -> list[TaskDraft]:
        """A heading that carries a role clause itself is a task above the tasks below it."""
        if node.style == "root":
            return [*self._groups(intro, path, kind), *tasks]
        draft = self._draft(node.number, path, kind, intro)
        draft.title = title_of(node)
        draft.children = tasks
        return [draft]

    def _attach_late(self, words: Words, tasks: list[TaskDraft]) -> None:
        """A paragraph behind the children or the table that carries a clause: to the last task it belongs to."""
        if tasks and words.only_clause:
            last = tasks[-1]
            last.paragraphs.append(words.reading)
            last.body = Reading.join([last.body, words.reading])
        else:
            tasks.extend(self._groups([words], (), SectionKind.MEASURE))

    def _folds(self, node: Node, kind: SectionKind) -> bool:
        """Whether the points below a node are parts of one task."""
        kids = node.children
        if node.style in ("root", "chapter", "section", "plain") or any(isinstance(p, Table) for p in node.content):
            return False
        if node.style.startswith("h") or kind is SectionKind.DUTY:
            return False
        if any(kid.children for kid in kids) and not all(kid.style in MINOR for kid in kids):
            return False
        has = [self.has_clause(kid) for kid in kids]
        title_only = self._is_title_only(node)
        if all(kid.style in MINOR for kid in kids):
            if node.style == "cn" and title_only and not any(has[:-1]):
                return bool(has[-1]) and not self._usual(kids[0].style)
            return not any(has) or (len(kids) > 1 and has[-1] and not any(has[:-1]))
        if node.style == "cn" and not self._usual("cn"):
            return False
        if node.style == "cn_paren" and any(self._gives_duty(w) for w in self.words(node)) and not any(has):
            return True
        last = self.words(kids[-1])
        trailing = bool(last) and last[-1].only_clause and len(last) > 1
        return len(kids) > 1 and trailing and not any(has[:-1]) and not self._usual(kids[0].style)

    def _usual(self, style: str) -> bool:
        """Whether points of this style usually carry their own clause here."""
        return self.items[style] > 0 and self.items_with[style] / self.items[style] >= 0.3

    def _is_title_only(self, node: Node) -> bool:
        text = node.heading.text.strip()
        return len(text) <= 50 and not re.search(r"[。；]", text)

    def _all_words(self, node: Node) -> list[Words]:
        """A node's paragraphs and, in order, those of everything below it, numbers kept."""
        words = iter(self.words(node))
        result = [next(words)] if len(node.heading.strip()) else []
        for part in node.content:
            if isinstance(part, Node):
                below = self._all_words(part)
                if below and part.whole is not None:
                    first = part.whole.strip()
                    below[0] = self._with_clauses(first, part.place)
                result.extend(below)
            elif isinstance(part, Paragraph) and part.reading.text.strip() and not is_closing(part.reading):
                result.append(next(words))
        return result

    def _leaf(self, node: Node, path: tuple[str, ...], kind: SectionKind) -> list[TaskDraft]:
        words = self.words(node)
        if not words or (len(words) == 1 and is_closing(words[0].reading) and not words[0].clauses):
            return []
        duties = self._duties(node, path, kind, words)
        if duties:
            return duties
        with_clause = [w for w in words if w.clauses and not w.only_clause]
        heading_like = node.style in _HEADING_STYLES or node.style.startswith("h")
        if node.style == "root" or self._holds_runs(node):
            here = path if node.style == "root" else (*path, label_of(node))
            inner = words if node.style == "root" else words[1:]
            return self._groups(inner, here, kind)
        if kind in (SectionKind.SKIP, SectionKind.GOAL) and not any(w.clauses for w in words):
            return []
        if (
            heading_like
            and len(words) == 1
            and not with_clause
            and self._is_title_only(node)
            and not any(w.clauses for w in words)
        ):
            return []
        if (node.style.startswith("h") or tells_aims(title_of(node))) and not any(w.clauses for w in words):
            return []
        staged = kind is SectionKind.STEPS or is_stage(words[0].reading.text)
        if (staged or self._is_scheme_section(node, words)) and not self._names_a_body(words):
            return []
        if kind is SectionKind.SAFEGUARD and heading_like and not path and not self._names_a_body(words):
            return []
        return self._one(node, path, kind, words)

    def _holds_runs(self, node: Node, least: int = 0) -> bool:
        """Whether a heading stands over unnumbered tasks: two that end in clauses, one where the plan is written so."""
        words = self.words(node)
        titled = self._is_title_only(node) and bool(words) and not words[0].clauses
        if not titled or not (node.style in _HEADING_STYLES or node.style.startswith("h")):
            return False
        return count_runs(words) >= (least or (1 if self.headings_over_runs >= 2 and len(words) > 2 else 2))

    def _is_scheme_section(self, node: Node, words: list[Words]) -> bool:
        """A section (2.1 县防汛抗旱指挥部) of a scheme whose only tasks are duty paragraphs: it tells, it sets no task."""
        return (
            self.has_duties
            and node.style == "decimal"
            and len(words) > 1
            and self._is_title_only(node)
            and not self.items_with["decimal"]
        )

    def _names_a_body(self, words: list[Words]) -> bool:
        """Whether a closing section gives a duty to a body by name, not only to 各地区、各部门."""
        return any(w.clauses for w in words) or any(
            not re.match(r"^(?:各|有关|相关)", name.written)
            for w in words
            for clause in find_prose(w.reading, [])
            for part in clause.lists
            for name in part.names
        )

    def _one(self, node: Node, path: tuple[str, ...], kind: SectionKind, words: list[Words]) -> list[TaskDraft]:
        if kind in (SectionKind.SKIP, SectionKind.GOAL) and not any(w.clauses for w in words):
            return []
        if not words:
            return []
        draft = self._draft(node.number, path, kind, words)
        draft.title = title_of(node)
        return [draft]

    def _groups(self, words: list[Words], path: tuple[str, ...], kind: SectionKind) -> list[TaskDraft]:
        """Unnumbered paragraphs that carry clauses: one task for each run that ends in a clause."""
        tasks: list[TaskDraft] = []
        group: list[Words] = []
        for index, word in enumerate(words):
            following = words[index + 1] if index + 1 < len(words) else None
            group.append(word)
            if word.clauses and not (following is not None and following.only_clause):
                body = [w for w in group if not w.only_clause][-1:] or group[:1]
                kept = [w for w in group if w in body or (w.only_clause and group.index(w) > group.index(body[0]))]
                if body[0].clauses or any(w.only_clause for w in kept[1:]):
                    draft = self._draft("", path, kind, kept)
                    draft.title = runin_title(kept[0].reading.text, 0)
                    tasks.append(draft)
                group = []
        return tasks

    def _draft(self, number: str, path: tuple[str, ...], kind: SectionKind, words: list[Words]) -> TaskDraft:
        readings = [w.reading for w in words]
        return TaskDraft(
            kind=task_kind(kind),
            number=number,
            path=path,
            title="",
            body=Reading.join(readings),
            place=words[0].place,
            policy=self.policy,
            paragraphs=readings,
            leaders=list(self.leaders),
            role_cells=[w.continued for w in words if w.continued is not None],
        )

    def _with_leaders(self, drafts: list[TaskDraft]) -> list[TaskDraft]:
        for draft in drafts:
            draft.policy = self.policy
            draft.leaders = list(self.leaders)
            self._with_leaders(draft.children)
        return drafts

    def _duties(self, node: Node, path: tuple[str, ...], kind: SectionKind, words: list[Words]) -> list[TaskDraft]:
        """Duty paragraphs (县A局：负责…): one paragraph is one task of the unit that it begins with."""
        numbered = bool(node.number)
        within = kind is SectionKind.DUTY or id(node) in self.duty_points
        heads = [(w, duty_head(w.reading, in_section=within)) for w in words]
        if numbered and heads and heads[0][1]:
            draft = self._duty(node.number, path, kind, words, heads[0][1])
            return [draft]
        if sum(1 for _, head in heads if head) < (1 if kind is SectionKind.DUTY else 2):
            return []
        here = path if node.style == "root" else (*path, label_of(node))
        return [self._duty("", here, kind, [w], head) for w, head in heads if head]

    def _duty(
        self,
        number: str,
        path: tuple[str, ...],
        kind: SectionKind,
        words: list[Words],
        head: tuple[Reading, list[Name]],
    ) -> TaskDraft:
        draft = self._draft(number, path, kind, words)
        draft.role_cells.append(RoleCell(label="", reading=head[0], clause=head[0]))
        return draft

    def _leaders_of(self, node: Node) -> list[RoleCell]:
        """A heading that names the person who is in charge of everything below it."""
        words = self.words(node)
        if words and node.children and len(node.heading.strip()):
            people = [c for c in words[0].clauses if c.lists and all(p.role in PERSON_ROLES for p in c.lists)]
            if people and len(people) == len(words[0].clauses):
                return [_leader_cell(part, clause) for clause in people for part in clause.lists]
        text = node.heading.text
        match = re.match(
            r"^(?P<a>[\u4e00-\u9fff]{2,3}?)(?:同志)?(?:常务)?(?:副?(?:省长|市长|州长|县长|区长|旗长|镇长|乡长|主席|书记|主任))?(?:同志)?(?:主抓|主要负责|分管|包抓|领衔|牵头)"
            r"|^(?:常务)?副?(?:省长|市长|州长|县长|区长|旗长|镇长|乡长|主席|书记|主任)(?P<b>[\u4e00-\u9fff]{2,3})(?:同志)?(?:主抓|主要负责|分管|包抓|领衔|牵头|[：:]|$)",
            text,
        )
        if not match:
            return []
        group = "a" if match.group("a") else "b"
        if not looks_like_person(match.group(group)):
            return []
        part = node.heading.cut(match.start(group), match.end(group))
        return [RoleCell(label="主抓领导", reading=part, clause=node.heading.cut(match.start(), match.end()))]


def _leader_cell(part: RoleList, clause: RoleClause) -> RoleCell:
    reading = Reading.join([part.names[0].reading])
    for name in part.names[1:]:
        reading = Reading.join([reading, name.reading])
    return RoleCell(label=part.wording, reading=reading, clause=clause.reading)
