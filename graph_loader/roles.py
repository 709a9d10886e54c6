"""Roles of one clause under the conventions of the document: printed role → role in effect, with its evidence."""

from __future__ import annotations

from graph_loader.clauses import RoleClause, RoleList
from graph_loader.conventions import FIRST_IS_LEAD, MARKED_IS_LEAD, Declared
from graph_loader.habits import Habits
from graph_loader.names import Name, is_place
from graph_loader.source import Reading
from graph_store.model import Role
from graph_store.records import record


@record
class Given:
    """One name with the role that it has in a task."""

    name: Name
    role: Role
    position: int
    wording: str
    clause: Reading
    inherited: bool = False
    convention: Reading | None = None
    prose: bool = False
    doubt: str | None = None


def give_roles(lists: list[RoleList], clause: RoleClause, habits: Habits, places_only: frozenset[str]) -> list[Given]:
    """The role of every name of a clause's lists, in printed order."""
    lists = _local_column(lists, places_only)
    has_lead = any(part.role is Role.LEAD for part in lists)
    given: list[Given] = []
    for part in lists:
        declared = None if clause.prose or has_lead or part.role is not Role.RESPONSIBLE else habits.lead_at(clause)
        for position, name in enumerate(part.names, 1):
            role, inherited = part.role, False
            if declared is not None:
                role, inherited = _by_convention(declared, part, position - 1, habits)
            given.append(
                Given(
                    name=name,
                    role=role,
                    position=position,
                    wording=part.wording,
                    clause=clause.reading,
                    inherited=inherited,
                    convention=declared.reading if inherited and declared is not None else None,
                    prose=clause.prose,
                    doubt=clause.doubt,
                )
            )
    return given


def _by_convention(declared: Declared, part: RoleList, index: int, habits: Habits) -> tuple[Role, bool]:
    if declared.kind == FIRST_IS_LEAD:
        return (Role.LEAD if index == 0 else Role.SUPPORT), True
    if declared.kind == MARKED_IS_LEAD:
        marked = [habits.is_marked(name, declared.mark) for name in part.names]
        if any(marked):
            return (Role.LEAD if marked[index] else Role.SUPPORT), False
    return part.role, False


def _local_column(lists: list[RoleList], places_only: frozenset[str]) -> list[RoleList]:
    """A 责任单位 list that holds only places beside 牵头 and 参与 is local."""
    roles = {part.role for part in lists}
    triple = Role.LEAD in roles and Role.PARTICIPATE in roles
    result = []
    for part in lists:
        is_duty = part.labelled and "责任" in part.wording and "牵头" not in part.wording
        if part.wording in places_only or (is_duty and (triple and all(is_place(n.written) for n in part.names))):
            part = RoleList(Role.LOCAL, part.wording, part.names, part.labelled)
        result.append(part)
    return result
