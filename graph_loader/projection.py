"""The archive's facts → the rows of the graph: names resolved, policies joined, every edge with its evidence.

One printed name is one edge: a body that two names of one list mean has two edges to the task (exports print both),
and questions count distinct units. The rows stand in the same order whatever the order of loading was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields

from graph_loader.document_place import context_of
from graph_loader.jurisdictions import Place as Jurisdiction
from graph_loader.names import is_known
from graph_loader.policy_identity import PolicyIndex, policy_place
from graph_loader.register import load_register
from graph_loader.resolve import Context, Resolver
from graph_loader.unit_rows import UnitRows
from graph_store.model import (
    PERSON_ROLES,
    Assignment,
    Citation,
    DocumentFacts,
    Judgement,
    Place,
    Policy,
    Span,
    Target,
    Task,
)
from graph_store.schema import ROLE_EDGES
from graph_store.store import GraphRows, Value

Properties = dict[str, Value]
_PLACE = tuple(each.name for each in fields(Place))


def project(documents: Iterable[DocumentFacts], judgements: Sequence[Judgement]) -> GraphRows:
    """Every node and edge of graph_store/schema.py that the documents and judgements give, in a fixed order."""
    ordered = sorted(documents, key=lambda facts: (facts.header.number or "", facts.file, facts.id))
    return _Projection(ordered, judgements).rows()


class _Projection:
    """One run over all documents: policies first, as any may be cited by any, then documents one by one."""

    def __init__(self, documents: list[DocumentFacts], judgements: Sequence[Judgement]) -> None:
        self.documents = documents
        self.judgements = judgements
        self.out = GraphRows()
        self.register = load_register()
        self.contexts = {facts.id: context_of(facts) for facts in documents}
        self.places = _places_by_name(self.contexts.values())
        self.resolver = Resolver(self.register, judgements, self.places)
        self.units = UnitRows(self.register)
        self.index = PolicyIndex()
        self.policy_ids: dict[str, str] = {}
        for facts in documents:
            for policy in facts.policies:
                self.policy_ids[policy.id] = self.index.add_loaded(policy)
        for facts in documents:
            for citation in facts.citations:
                self.index.add_cited(citation)

    def rows(self) -> GraphRows:
        for facts in self.documents:
            self._document(facts)
            for policy in facts.policies:
                self._policy(policy, facts)
        for facts in self.documents:
            self._tasks(facts)
            self._targets(facts)
            self._citations(facts)
        self._members()
        self.units.write(self.out)
        return self.out

    def _document(self, facts: DocumentFacts) -> None:
        header = facts.header
        place = self.contexts[facts.id].place
        self.units.add_place(place)
        unread = [{**asdict(item.span), "reason": item.reason} for item in facts.unread]
        self.out.add_node(
            "Document",
            facts.id,
            {
                "sha256": facts.sha256,
                "file": facts.file,
                "format": facts.format,
                "number": header.number,
                "title": header.title,
                "issuer": header.issuer,
                "date": header.date,
                "approved_by": header.approved_by,
                "addressees": header.addressees,
                "copied_to": header.copied_to,
                "openness": header.openness,
                "jurisdiction": place.name,
                "rules": facts.rules,
                "warnings": list(facts.warnings),
                "unread": json.dumps(unread, ensure_ascii=False),
            },
        )

    # --- policies ----------------------------------------------------------------------------------------------

    def _policy(self, policy: Policy, facts: DocumentFacts) -> None:
        id_ = self.policy_ids[policy.id]
        context = self.contexts[facts.id]
        self.out.add_node(
            "Policy",
            id_,
            {
                "title": policy.title,
                "number": policy.number,
                "issuer": policy.issuer,
                "date": policy.date,
                "level": context.place.level or None,
                "annex": policy.annex,
                "loaded": True,
            },
        )
        self.out.add_edge("PUBLISHED_IN", ("Policy", id_), ("Document", facts.id))
        self._issued(id_, policy.issuer, context)
        if context.place.name:
            self.out.add_edge("APPLIES_IN", ("Policy", id_), ("Jurisdiction", self.units.add_place(context.place)))

    def _issued(self, id_: str, issuer: str | None, context: Context) -> None:
        for name in dict.fromkeys(_issuers(issuer or "", context.place)):
            if name:
                unit = self.units.add(self.resolver.resolve(name, context))
                self.out.add_edge("ISSUED_BY", ("Policy", id_), ("Unit", unit))

    def _cited(self, citation: Citation) -> str:
        """The node of a cited policy, made where no loaded document publishes it."""
        id_ = self.index.find(citation)
        if id_ in self.out.nodes.get("Policy", {}):
            return id_
        place = policy_place(citation.cited_title, citation.cited_number, citation.cited_issuer)
        self.out.add_node(
            "Policy",
            id_,
            {
                "title": citation.cited_title,
                "number": citation.cited_number,
                "issuer": citation.cited_issuer,
                "date": None,
                "level": place.level if place else None,
                "annex": None,
                "loaded": False,
            },
        )
        if place:
            self.out.add_edge("APPLIES_IN", ("Policy", id_), ("Jurisdiction", self.units.add_place(place)))
            self._issued(id_, citation.cited_issuer, Context(place))
        return id_

    def _citations(self, facts: DocumentFacts) -> None:
        for position, citation in enumerate(facts.citations, 1):
            source = ("Task", citation.task_id) if citation.task_id else ("Policy", self.policy_ids[citation.policy_id])
            properties: Properties = {
                "kind": citation.kind,
                "position": position,
                "cited_title": citation.cited_title,
                "cited_number": citation.cited_number,
                **_evidence(facts, citation.span, citation.place),
            }
            self.out.add_edge("CITES", source, ("Policy", self._cited(citation)), properties)

    # --- tasks, roles, targets ---------------------------------------------------------------------------------

    def _tasks(self, facts: DocumentFacts) -> None:
        people: dict[str, list[Assignment]] = {}
        for assignment in facts.assignments:
            if assignment.role in PERSON_ROLES:
                people.setdefault(assignment.task_id, []).append(assignment)
        cites = {}
        for position, task in enumerate(facts.tasks, 1):
            policy_id = self.policy_ids[task.policy_id]
            cites[task.id] = task.cite
            self.out.add_node("Task", task.id, self._task(task, facts, position, people.get(task.id, [])))
            self.out.add_edge("PART_OF", ("Task", task.id), ("Policy", policy_id))
            if task.parent_id:
                self.out.add_edge("SUBTASK_OF", ("Task", task.id), ("Task", task.parent_id))
        for assignment in facts.assignments:
            if assignment.role not in PERSON_ROLES:
                self._assignment(assignment, facts, cites[assignment.task_id])

    def _task(self, task: Task, facts: DocumentFacts, position: int, people: list[Assignment]) -> Properties:
        return {
            "kind": task.kind.value,
            "number": task.number,
            "path": list(task.path),
            "title": task.title,
            "text": task.text,
            "cite": task.cite,
            "document_id": facts.id,
            "policy_id": self.policy_ids[task.policy_id],
            "parent_id": task.parent_id,
            "counted_id": task.counted_id,
            "position": position,
            "deadline_kind": task.deadline.kind.value,
            "deadline_text": task.deadline.text,
            "deadline_end": task.deadline.end,
            "expected_result": task.expected_result,
            "people": json.dumps([_person(each) for each in people], ensure_ascii=False),
            "start": task.span.start,
            "end": task.span.end,
            "place": _place_json(task.place),
            "doubt": "；".join(dict.fromkeys(d for d in (task.doubt, task.deadline.doubt) if d)) or None,
        }

    def _assignment(self, assignment: Assignment, facts: DocumentFacts, cite: str) -> None:
        unit = self.resolver.resolve(assignment.full_name or assignment.as_written, self.contexts[facts.id])
        id_ = self.units.add(unit, assignment.as_written)
        properties: Properties = {
            "role": assignment.role.value,
            "as_written": assignment.as_written,
            "wording": assignment.wording,
            "position": assignment.position,
            "list_open": assignment.list_open,
            "inherited": assignment.inherited,
            "clause_start": assignment.clause.start,
            "clause_end": assignment.clause.end,
            "cite": cite,
            "doubt": "；".join(dict.fromkeys(d for d in (assignment.doubt, unit.doubt) if d)) or None,
            **_evidence(facts, assignment.span, assignment.place),
        }
        self.out.add_edge(ROLE_EDGES[assignment.role.value], ("Unit", id_), ("Task", assignment.task_id), properties)

    def _targets(self, facts: DocumentFacts) -> None:
        for position, target in enumerate(facts.targets, 1):
            policy_id = self.policy_ids[target.policy_id]
            self.out.add_node("Target", target.id, _target(target, facts, position, policy_id))
            source = ("Task", target.task_id) if target.task_id else ("Policy", policy_id)
            self.out.add_edge("AIMS_AT", source, ("Target", target.id))

    # --- members of collectives --------------------------------------------------------------------------------

    def _members(self) -> None:
        """MEMBER_OF by the newest judgement on each pair, where it says that the unit belongs."""
        newest = {
            (j.jurisdiction, j.left, j.right): j for j in sorted(self.judgements, key=lambda j: j.id) if _member(j)
        }
        seen: set[tuple[str, str]] = set()
        for judgement in sorted(newest.values(), key=lambda j: j.id):
            place = self.places.get(judgement.jurisdiction)
            context = Context(place) if place else Context.in_place(judgement.jurisdiction)
            left = self.units.add(self.resolver.resolve(judgement.left, context))
            right = self.units.add(self.resolver.resolve(judgement.right, context))
            if judgement.verdict == "same" and left != right and (left, right) not in seen:
                seen.add((left, right))
                why: Properties = {"by": judgement.by, "reason": judgement.reason}
                self.out.add_edge("MEMBER_OF", ("Unit", left), ("Unit", right), why)


def _issuers(issuer: str, place: Jurisdiction) -> list[str]:
    """Joint issuers parted: 晋城市财政局晋城市金融工作办公室 → two, at the place's name; 财政部税务总局 → two."""
    return [
        name
        for part in re.split(r"[、\s]+|联合|会同", re.sub(r"转发.*$", "", issuer))
        for run in re.split(rf"(?<=.{{4}})(?={re.escape(place.name)})", part)
        for name in _joint(run)
    ]


def _joint(run: str) -> list[str]:
    """Names that the register knows, printed without a sign between them; the run itself where it is not all such."""
    if is_known(run):
        return [run]
    for cut in range(len(run) - 3, 2, -1):
        if is_known(run[:cut]):
            rest = _joint(run[cut:])
            if all(map(is_known, rest)):
                return [run[:cut], *rest]
    return [run]


def _member(judgement: Judgement) -> bool:
    return judgement.subject == "member" and not judgement.undone


def _places_by_name(contexts: Iterable[Context]) -> dict[str, Jurisdiction]:
    """The places that the documents speak from, by name, where one name means one place."""
    found: dict[str, set[Jurisdiction]] = {}
    for context in contexts:
        for place in context.place.chain:
            found.setdefault(place.name, set()).add(place)
    return {name: next(iter(places)) for name, places in found.items() if len(places) == 1}


def _target(target: Target, facts: DocumentFacts, position: int, policy_id: str) -> Properties:
    return {
        "indicator": target.indicator,
        "scope": target.scope,
        "operator": target.operator,
        "value": _number(target.value),
        "value_high": _number(target.value_high),
        "unit": target.unit,
        "by": target.by,
        "baseline_value": _number(target.baseline_value),
        "baseline_year": target.baseline_year,
        "binding": target.binding,
        "task_id": target.task_id,
        "policy_id": policy_id,
        "position": position,
        **_evidence(facts, target.span, target.place),
    }


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _person(assignment: Assignment) -> dict[str, object]:
    return {
        "role": assignment.role.value,
        "as_written": assignment.as_written,
        "wording": assignment.wording,
        "quote": assignment.span.quote,
        "start": assignment.span.start,
        "end": assignment.span.end,
        "position": assignment.position,
        "inherited": assignment.inherited,
        "place": _known(assignment.place),
    }


def _evidence(facts: DocumentFacts, span: Span, place: Place | None) -> Properties:
    return {
        "document_id": facts.id,
        "quote": span.quote,
        "start": span.start,
        "end": span.end,
        "place": _place_json(place),
    }


def _known(place: Place | None) -> dict[str, object]:
    return {key: value for key in _PLACE if (value := getattr(place, key)) is not None} if place else {}


def _place_json(place: Place | None) -> str | None:
    known = _known(place)
    return json.dumps(known, ensure_ascii=False) if known else None
