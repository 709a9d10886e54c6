"""The graph as Python objects, for notebooks: classes made from the schema, on py2neo.

`unit = Unit.match(graph).where(short_name="县财政局").first(); [task.title for task in unit.leads]`. py2neo has reached
the end of its life; docs/notebooks.md says which versions were tried and how to do the same with the official driver.
"""

from __future__ import annotations

from typing import Any

from graph_store.errors import BadSetting
from graph_store.schema import EDGES, NODES

try:
    from py2neo import Graph
    from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo
except ImportError as error:
    raise BadSetting("没有安装 py2neo。", hint="请运行 pip install 'zeren[py2neo]' 后重试。") from error

#: (relationship, label at the near end) → attribute there. Outgoing ones first, then incoming ones. Where several
#: labels stand at the far end (policy.cited_by, target.set_by), each object is of the class of its own label.
OUTGOING: dict[tuple[str, str], str] = {
    ("LEADS", "Unit"): "leads",
    ("RESPONSIBLE_FOR", "Unit"): "responsible_for",
    ("SUPPORTS", "Unit"): "supports",
    ("PARTICIPATES_IN", "Unit"): "participates_in",
    ("IMPLEMENTS", "Unit"): "implements",
    ("GUIDES", "Unit"): "guides",
    ("SUPERVISES", "Unit"): "supervises",
    ("ASSESSES", "Unit"): "assesses",
    ("PART_OF", "Task"): "policies",
    ("SUBTASK_OF", "Task"): "parents",
    ("PUBLISHED_IN", "Policy"): "documents",
    ("AIMS_AT", "Task"): "targets",
    ("AIMS_AT", "Policy"): "targets",
    ("CITES", "Policy"): "cites",
    ("CITES", "Task"): "cites",
    ("ISSUED_BY", "Policy"): "issuers",
    ("APPLIES_IN", "Policy"): "jurisdictions",
    ("IN", "Unit"): "jurisdictions",
    ("PERFORMS", "Unit"): "performs",
    ("MEMBER_OF", "Unit"): "collectives",
}
INCOMING: dict[tuple[str, str], str] = {
    ("LEADS", "Task"): "led_by",
    ("RESPONSIBLE_FOR", "Task"): "answered_by",
    ("SUPPORTS", "Task"): "supported_by",
    ("PARTICIPATES_IN", "Task"): "participants",
    ("IMPLEMENTS", "Task"): "implemented_by",
    ("GUIDES", "Task"): "guided_by",
    ("SUPERVISES", "Task"): "supervised_by",
    ("ASSESSES", "Task"): "assessed_by",
    ("PART_OF", "Policy"): "tasks",
    ("SUBTASK_OF", "Task"): "subtasks",
    ("PUBLISHED_IN", "Document"): "policies",
    ("AIMS_AT", "Target"): "set_by",
    ("CITES", "Policy"): "cited_by",
    ("ISSUED_BY", "Unit"): "issued",
    ("APPLIES_IN", "Jurisdiction"): "policies",
    ("IN", "Jurisdiction"): "units",
    ("PERFORMS", "Function"): "units",
    ("MEMBER_OF", "Unit"): "members",
}
#: One object where there is one at most: task.policy, task.parent, unit.jurisdiction.
SINGLE = {
    ("Task", "policies"): "policy",
    ("Task", "parents"): "parent",
    ("Unit", "jurisdictions"): "jurisdiction_node",
    ("Policy", "issuers"): "issuer_unit",
}


def _one(attribute: str) -> property:
    def first(self: Any) -> Any:
        return next(iter(getattr(self, attribute)), None)

    return property(first, doc=f"The first of `{attribute}`, or None.")


class Anything:
    """Stands for a related object of any label; py2neo asks nothing of it but to wrap a node."""

    @staticmethod
    def wrap(node: Any) -> Model:
        """The object of the class that bears the node's label."""
        label = next(label for label in node.labels if label in _CLASSES)
        return _CLASSES[label].wrap(node)


def _far_end(ends: set[str]) -> str:
    return f"{__name__}.{next(iter(ends)) if len(ends) == 1 else Anything.__name__}"


def _make_classes() -> dict[str, type[Model]]:
    members: dict[str, dict[str, Any]] = {
        node.name: {"__doc__": f"{node.label_zh}: {node.help}.", "__module__": __name__, "__primarykey__": "id"}
        for node in NODES
    }
    for node in NODES:
        members[node.name].update({prop.name: Property(prop.name) for prop in node.properties})
    for edge in EDGES:
        for source, target in edge.pairs:
            after = {to for from_, to in edge.pairs if from_ == source}
            before = {from_ for from_, to in edge.pairs if to == target}
            members[source][OUTGOING[(edge.name, source)]] = RelatedTo(_far_end(after), edge.name)
            members[target][INCOMING[(edge.name, target)]] = RelatedFrom(_far_end(before), edge.name)
    for (label, many), single in SINGLE.items():
        members[label][single] = _one(many)
    return {name: type(name, (Model,), body) for name, body in members.items()}


_CLASSES = _make_classes()
Unit = _CLASSES["Unit"]
Function = _CLASSES["Function"]
Jurisdiction = _CLASSES["Jurisdiction"]
Task = _CLASSES["Task"]
Policy = _CLASSES["Policy"]
Document = _CLASSES["Document"]
Target = _CLASSES["Target"]

__all__ = ["Document", "Function", "Graph", "Jurisdiction", "Policy", "Target", "Task", "Unit"]
