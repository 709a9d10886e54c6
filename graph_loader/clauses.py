"""Read one role clause: “（牵头单位：县发改局；责任单位：县财政局，6月底完成）” → lists of names with roles.

A clause is the content of a bracket, a label line, a run-in label or a table cell. Verb-tailed lists are read from
the right: the verb closes the list. Dates and declared conventions are cut out before names are cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from graph_loader.conventions import Declared, cut_conventions
from graph_loader.deadlines import looks_like_deadline
from graph_loader.labels import LabelKind, find_labels, find_verbs, label_kind, role_of_label, role_of_verb
from graph_loader.name_shapes import round_brackets
from graph_loader.names import Name, is_known, is_place, looks_like_unit, split_names
from graph_loader.people import looks_like_person, split_people
from graph_loader.source import Reading
from graph_store.model import PERSON_ROLES, Role
from graph_store.records import record


@record
class RoleList:
    """Names under one label or before one verb. `labelled` says that the role stands on a printed label."""

    role: Role
    wording: str
    names: tuple[Name, ...]
    labelled: bool


@dataclass(slots=True)
class RoleClause:
    """One clause: the whole of it, its lists in printed order, and what was cut out of it."""

    reading: Reading
    lists: list[RoleList] = field(default_factory=list)
    deadlines: list[Reading] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    prose: bool = False
    doubt: str | None = None


def read_clause(inner: Reading, whole: Reading, *, cells: bool = False, strict: bool = True) -> RoleClause | None:
    """Read the words of one clause; None where they are no role clause.

    `inner` is the clause without its brackets, `whole` with them. `cells` lets white space part names.
    `strict` demands for verb-tailed lists that every name has the shape of a body.
    """
    clause = RoleClause(reading=whole)
    inner, clause.declared = cut_conventions(round_brackets(inner))
    labels = [m for m in find_labels(inner.text) if label_kind(m.group("label"))]
    if labels:
        _read_labels(inner, labels, clause, cells)
    elif not _read_verbs(inner, clause, strict) and not _read_marked(inner, clause):
        if not clause.declared:
            return None
        _read_declared(inner, clause)
    clause.lists = beside_lead(clause.lists, labelled=None)
    return clause if clause.lists or clause.deadlines or clause.declared else None


def read_cell(label: str, reading: Reading, clause: Reading) -> RoleClause:
    """Read the names of a table cell or a label line under a known label."""
    result = RoleClause(reading=clause)
    inner, result.declared = cut_conventions(round_brackets(reading))
    labels = [found for found in find_labels(inner.text) if label_kind(found.group("label"))]
    first = labels[0].start("label") if labels else len(inner)
    _read_region(label, inner.cut(0, first), result, cells=True)
    if labels:  # 牵头：县A局；配合：县B局 inside the cell
        rest = inner.cut(first)
        _read_labels(rest, [m for m in find_labels(rest.text) if label_kind(m.group("label"))], result, cells=True)
    result.lists = beside_lead(result.lists, labelled=None)
    return result


def _read_labels(inner: Reading, labels: list[re.Match[str]], clause: RoleClause, cells: bool) -> None:
    before = inner.cut(0, labels[0].start("label"))
    if before.text.strip():
        _read_verbs(before, clause, strict=True)
    for index, match in enumerate(labels):
        stop = labels[index + 1].start("label") if index + 1 < len(labels) else len(inner)
        region = inner.cut(match.end(), stop)
        kind = label_kind(match.group("label"))
        if kind is LabelKind.DEADLINE:
            _add_deadline(region, clause)
        elif kind is LabelKind.ROLE:
            _read_region(match.group("label"), region, clause, cells)


def _add_deadline(region: Reading, clause: RoleClause) -> None:
    start = len(region.text) - len(region.text.lstrip(" ，,；;、。"))
    end = len(region.text.rstrip(" ，,；;、。"))
    if end > start:
        clause.deadlines.append(region.cut(start, end))


def _read_region(label: str, region: Reading, clause: RoleClause, cells: bool) -> None:
    role = role_of_label(label)
    if role is None:
        return
    wording = "".join(label.split())
    if DITTO.fullmatch(region.text):
        clause.lists.append(ditto_list(wording, region, role))
        return
    both = _UNIT_AND_PERSON.fullmatch(wording)
    if both:
        region = _take_people(wording, both.group("person"), region, clause)
        role = role_of_label(both.group("unit")) or Role.RESPONSIBLE
    if role in PERSON_ROLES:
        people = split_people(region)
        if people:
            clause.lists.append(RoleList(role, wording, tuple(people), True))
        return
    region = _cut_deadlines(region, clause)
    if _PERSON_BEHIND.search(region.text):
        region = _take_people(wording, "责任人", region, clause, beside=False)
    parts = _verb_parts(region)
    if any(verb is not None and _changes_role(verb) for _, verb in parts):
        for names_part, verb in parts:
            keeps = verb is None or not _changes_role(verb) or (verb.lastgroup == "local" and "职责" in verb.group())
            part_role = role if keeps or verb is None else role_of_verb(verb)
            part_wording = wording if verb is None else f"{wording}：{verb.group()}"
            _add_list(part_role, part_wording, names_part, clause, (True, cells))
        return
    tail = _strip_verb_tail(region)
    _add_list(role, wording, tail, clause, (True, cells))


#: In the place of names: those of the clause before (ditto.py fills them in).
DITTO = re.compile(r"\s*(?:同[上前]|[〃″])\s*[。；;]?\s*")


def ditto_list(wording: str, region: Reading, role: Role = Role.RESPONSIBLE) -> RoleList:
    """A list that says 同上 instead of names."""
    words = region.strip()
    found = re.search(r"同[上前]|[〃″]", words.text)
    part = words.cut(found.start(), found.end()) if found else words
    return RoleList(role, wording, (Name(part, part.text, part.text),), True)


def _changes_role(verb: re.Match[str]) -> bool:
    return role_of_verb(verb) is not Role.RESPONSIBLE


_UNIT_AND_PERSON = re.compile(
    r"(?P<unit>.{0,6}(?:单位|部门|主体))(?:[及和与、/]|以及)(?:其|主要|分管|具体)*(?P<person>责任人|负责人|联系人|联络员|责任领导|分管领导)"
)
_PERSON_BESIDE = re.compile(
    r"[（(](?P<within>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])[)）]"
    r"|(?:^|(?<=[\s、，,；;/:：局委办部厅社]))(?P<beside>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])(?=[\s、，,；;/]|$)"
)

#: 县林业局（张国强）: a body's bracket with a name of three characters, which no branch and no function has
_PERSON_BEHIND = re.compile(
    r"(?<=[局委办厅部会院社队站所中心司府])[（(](?=[\u4e00-\u9fff]{3}[)）])(?![^()（）]*[局委办厅部会院社队站所心司府科股市县区乡镇村][)）])"
)


def _take_people(wording: str, person: str, region: Reading, clause: RoleClause, *, beside: bool = True) -> Reading:
    """责任单位及责任人：县财政局 张三 → the person goes to a list of people; gives back the words of the bodies.

    With `beside` off only names in brackets are people.
    """
    keep = [True] * len(region)
    people: list[Name] = []
    for match in _PERSON_BESIDE.finditer(region.text):
        group = "within" if match.group("within") else "beside"
        if group == "beside" and not beside:
            continue
        written = "".join(match.group(group).split())
        if looks_like_person(written) and not looks_like_unit(written):
            people += split_people(region.cut(match.start(group), match.end(group)))
            keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    if people:
        clause.lists.append(RoleList(role_of_label(person) or Role.OFFICER, wording, tuple(people), True))
    return region.without(keep)


def _strip_verb_tail(region: Reading) -> Reading:
    text = region.text.rstrip(" 。；;，,、")
    for match in find_verbs(text):
        if match.end() == len(text) and role_of_verb(match) is Role.RESPONSIBLE and match.start() > 1:
            return region.cut(0, match.start())
    return region.cut(0, len(text))


_CUT = re.compile(r"[，,；;。]")
_BLANK = re.compile(r"\s")


def _cut_deadlines(region: Reading, clause: RoleClause) -> Reading:
    """Take pieces that are dates or processes out of a list of names."""
    kept: list[Reading] = []
    start = 0
    for match in [*_CUT.finditer(region.text), None]:
        stop = match.start() if match else len(region)
        piece = region.cut(start, stop)
        words = piece.text.strip()
        if words and not looks_like_unit(words) and looks_like_deadline(words):
            clause.deadlines.append(piece.strip())
        elif stop > start:
            kept.append(region.cut(start, match.end() if match else stop))
        start = match.end() if match else stop
    return Reading.join(kept) if kept else region.cut(0, 0)


_AFTER_VERB = re.compile(r"\s*(?:[，,；;。、）)]|$|会同)|\s+(?=[\u4e00-\u9fff])")


def _verb_parts(region: Reading) -> list[tuple[Reading, re.Match[str] | None]]:
    """Cut a text at the verbs that close a list: [(names, verb), …, (rest, None)]."""
    text = region.text
    parts: list[tuple[Reading, re.Match[str] | None]] = []
    start = 0
    for match in find_verbs(text):
        if match.start() < start or not _AFTER_VERB.match(text, match.end()):
            continue
        if match.start() == start or not text[start : match.start()].strip(" ，,；;。、"):
            continue
        parts.append((region.cut(start, match.start()), match))
        start = match.end()
    if text[start:].strip(" ，,；;。、"):
        parts.append((region.cut(start), None))
    return parts


#: What may stand behind the last verb of a bracket: nothing, or a short word that names no body (，另行部署)
_SAYS_NO_MORE = re.compile(
    r"\s*[，,；;。、]?\s*|\s*[，,；;。](?:(?![局委办厅镇乡县市区]|部(?!署)|中心|公司|政府|单位|企业|负责|牵头|配合).){1,14}"
)


def _read_verbs(inner: Reading, clause: RoleClause, strict: bool) -> bool:
    """Read verb-tailed lists; False (and nothing added) where the words are no such lists."""
    region = _cut_deadlines(inner, clause)
    parts = _verb_parts(region)
    if not parts or all(verb is None for _, verb in parts):
        if not parts and clause.deadlines:
            return False
        clause.deadlines.clear()
        return False
    trial = RoleClause(reading=clause.reading)
    for names_part, verb in parts:
        if verb is None:
            if strict and not _SAYS_NO_MORE.fullmatch(names_part.text):
                clause.deadlines.clear()
                return False
            continue
        if not _add_verb_list(names_part, verb, trial, strict):
            clause.deadlines.clear()
            return False
    clause.lists.extend(trial.lists)
    return True


def _read_marked(inner: Reading, clause: RoleClause) -> bool:
    """A list without label or verb in which a mark behind a name says who leads: 县发改局（牵头）、县财政局."""
    names = split_names(inner) if len(inner) else []
    if not any(_is_lead_mark(name.mark) for name in names) or not all(looks_like_unit(n.full) for n in names):
        return False
    clause.lists.append(RoleList(Role.RESPONSIBLE, "责任单位（括号内标注牵头）", tuple(names), False))
    return True


def _read_declared(inner: Reading, clause: RoleClause) -> None:
    """The bodies beside a convention in one bracket: ★县水利局、县财政局。注：加★号为牵头单位."""
    names = split_names(inner) if len(inner) else []
    if names and all(looks_like_unit(name.full) for name in names):
        clause.lists.append(RoleList(Role.RESPONSIBLE, "括号内单位", tuple(names), True))


_JOINTLY = re.compile(r"会同|会商|商(?=[省市县区国各有])|(?<=[局委办部厅])会(?=[省市县区国各有相])")


def _add_verb_list(names_part: Reading, verb: re.Match[str], clause: RoleClause, strict: bool) -> bool:
    start = len(names_part.text) - len(names_part.text.lstrip(" ，,；;。、"))
    part = names_part.cut(start)
    lead_in = re.match(r"(?:分别)?由", part.text)
    if lead_in:
        part = part.cut(lead_in.end())
    role, wording = role_of_verb(verb), verb.group()
    joint = _JOINTLY.search(part.text)
    if joint and joint.start() == 0:
        return _add_checked(Role.SUPPORT, joint.group(), part.cut(joint.end()), clause, strict)
    if joint and role in (Role.LEAD, Role.RESPONSIBLE, Role.LOCAL):
        return _add_checked(Role.LEAD, f"会同…{wording}", part.cut(0, joint.start()), clause, strict) and _add_checked(
            Role.SUPPORT, "会同", part.cut(joint.end()), clause, strict
        )
    return _add_checked(role, wording, part, clause, strict)


def _add_checked(role: Role, wording: str, part: Reading, clause: RoleClause, strict: bool) -> bool:
    names = split_names(part, spaces_separate=bool(re.search(r"\s", part.text.strip())))
    if not names or (strict and not _are_bodies(names)):
        return False
    if role is Role.LOCAL and "结合实际" not in wording and not any(is_place(n.written) for n in names):
        role = Role.RESPONSIBLE if "落实" not in wording or "职责" in wording else Role.LOCAL
    clause.lists.append(RoleList(role, wording, tuple(names), False))
    return True


def _are_bodies(names: list[Name]) -> bool:
    """Whether a verb-tailed list names bodies: one sure body carries short words beside it that are not known."""
    sure = [looks_like_unit(name.full) for name in names]
    if all(sure):
        return True
    unsure = [name.written for name, known in zip(names, sure, strict=True) if not known]
    return sum(sure) > len(unsure) and all(
        len(word) <= 14 and not re.search(r"[的了在把将对由以是“”《》]|管理|负责|\d", word) for word in unsure
    )


def _add_list(role: Role, wording: str, part: Reading, clause: RoleClause, how: tuple[bool, bool]) -> None:
    labelled, cells = how
    spaces = cells or bool(_BLANK.search(part.text.strip()))
    names = [n for n in map(_without_duty, split_names(part, spaces_separate=spaces)) if _may_be_name(n)]
    if names:
        clause.lists.append(RoleList(role, wording, tuple(names), labelled))


_OWN_DUTY = re.compile(r"(?P<name>.{3,}?)(?:主要|具体)?(?:负责(?!人)|承担|牵头|做好).{2,}")


def _without_duty(name: Name) -> Name:
    """县水利局负责工程实施 in a list of bodies → 县水利局."""
    found = _OWN_DUTY.fullmatch(name.full)
    if not found or name.full != name.reading.text or not is_known(found.group("name")):
        return name
    part = name.reading.cut(0, found.end("name"))
    return replace(name, reading=part, written=part.printed(), full=part.text)


def _may_be_name(name: Name) -> bool:
    """Behind a label anything short is a name, unless it is plainly a sentence, a number or a date."""
    written = name.written
    if looks_like_unit(name.full):
        return True
    return (
        len(written) <= 30
        and len(written) >= 2
        and not re.search(r"[。！？：:“”%％《》]|^\d+$|^第.+[条项号]$", written)
    )


_TAKES_SUPPORT = re.compile(r"责任单位|责任部门|^责任$|负责|^按|^依|承担|组织实施|具体")


def beside_lead(lists: list[RoleList], *, labelled: bool | None) -> list[RoleList]:
    """责任单位 (or 负责) beside a named lead is support; `labelled` limits the rule to lists on labels."""
    lists = [part for group in lists for part in _by_mark(group)]
    if any(part.role is Role.LEAD and "牵头" in part.wording for part in lists):
        lists = [replace(p, role=Role.SUPPORT) if p.role is Role.LEAD and "主责" in p.wording else p for p in lists]
    considered = [part for part in lists if labelled is None or part.labelled is labelled]
    if not any(part.role is Role.LEAD for part in considered):
        return lists
    return [
        replace(part, role=Role.SUPPORT)
        if part in considered and part.role is Role.RESPONSIBLE and _TAKES_SUPPORT.search(part.wording)
        else part
        for part in lists
    ]


_MARK_ROLES = {
    "配合": Role.SUPPORT,
    "配合单位": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "协助": Role.SUPPORT,
    "参与": Role.PARTICIPATE,
}


def _by_mark(group: RoleList) -> list[RoleList]:
    """Split a list whose names carry their role behind them: 县发改局（牵头）、县财政局."""
    if not any(name.mark and name.mark[0] not in "*＊★☆▲△●◆#※" for name in group.names):
        return [group]
    result: list[RoleList] = []
    has_lead = any(_is_lead_mark(name.mark) for name in group.names)
    for name in group.names:
        role = group.role
        if _is_lead_mark(name.mark):
            role = Role.LEAD
        elif name.mark in _MARK_ROLES:
            role = _MARK_ROLES[name.mark]
        elif has_lead and role is Role.RESPONSIBLE:
            role = Role.SUPPORT
        result.append(RoleList(role, group.wording, (name,), group.labelled))
    return result


def _is_lead_mark(mark: str) -> bool:
    return bool(re.match(r"总?牵头|主办|主责|汇总", mark))
