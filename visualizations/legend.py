"""How roles and kinds of node look: label, colour and line, made from the graph's schema.

`lead` → 牵头, deep blue, solid. No red and no yellow, which are the warning lights of supervision systems; roles
differ by line and width as well as by colour, so that a print in grey can be read.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_store.schema import EDGES_BY_NAME, NODES_BY_NAME, ROLE_EDGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one role or one kind of node is drawn and called."""

    key: str
    zh: str
    en: str
    colour: str
    line: str = "solid"
    width: float = 1.0
    shape: str = "ellipse"

    def label(self, lang: str) -> str:
        """Its word in `zh` or `en`."""
        return self.en if lang == "en" else self.zh


#: role → (English, colour, line, width)
_ROLE_LOOKS: dict[str, tuple[str, str, str, float]] = {
    "lead": ("leads", "#1d4f86", "solid", 3.0),
    "responsible": ("responsible", "#22757a", "solid", 2.0),
    "support": ("supports", "#66788f", "dashed", 1.5),
    "participate": ("takes part", "#7a6a9d", "dashed", 1.5),
    "local": ("carries out locally", "#4d7a5c", "solid", 1.5),
    "guide": ("guides", "#8a6a4f", "dotted", 1.5),
    "supervise": ("supervises", "#5c5149", "dotted", 1.5),
    "assess": ("assesses", "#8c5a7d", "dotted", 1.5),
}

#: label of the schema → (English, colour, shape)
_KIND_LOOKS: dict[str, tuple[str, str, str]] = {
    "Unit": ("unit", "#2b5d8c", "round-rectangle"),
    "Task": ("task", "#5b6b7c", "ellipse"),
    "Policy": ("policy", "#6b5b8c", "diamond"),
    "Document": ("document", "#7a7369", "rectangle"),
    "Target": ("target", "#4a7a6a", "triangle"),
    "Function": ("function", "#7d6a58", "hexagon"),
    "Jurisdiction": ("place", "#6f7d5a", "octagon"),
}

#: relationships that are not roles and that a picture may show
_STRUCTURE = ("PART_OF", "SUBTASK_OF", "PUBLISHED_IN", "AIMS_AT", "CITES", "ISSUED_BY", "MEMBER_OF", "PERFORMS", "IN")

PERSON_ROLES_ZH = {"leader": "负责领导", "officer": "责任人"}
PERSON_ROLES_EN = {"leader": "leader", "officer": "officer"}

ROLE_LOOKS: dict[str, Look] = {
    role: Look(key=role, zh=EDGES_BY_NAME[edge].label_zh, en=look[0], colour=look[1], line=look[2], width=look[3])
    for role, edge in ROLE_EDGES.items()
    for look in (_ROLE_LOOKS[role],)
}

KIND_LOOKS: dict[str, Look] = {
    name: Look(key=name, zh=NODES_BY_NAME[name].label_zh, en=look[0], colour=look[1], shape=look[2])
    for name, look in _KIND_LOOKS.items()
}

STRUCTURE_LOOKS: dict[str, Look] = {
    name: Look(
        key=name, zh=EDGES_BY_NAME[name].label_zh, en=name.replace("_", " ").lower(), colour="#b4bcc6", line="solid"
    )
    for name in _STRUCTURE
}

#: kinds of unit that name many bodies at once
COLLECTIVE = "collective"
COLLECTIVE_COLOUR = "#8795a5"


def edge_look(type_or_role: str) -> Look:
    """The look of a relationship, asked for by its type (`LEADS`) or its role (`lead`)."""
    if type_or_role in ROLE_LOOKS:
        return ROLE_LOOKS[type_or_role]
    for role, type_ in ROLE_EDGES.items():
        if type_ == type_or_role:
            return ROLE_LOOKS[role]
    return STRUCTURE_LOOKS.get(type_or_role, STRUCTURE_LOOKS["PART_OF"])


def role_label(role: str, lang: str = "zh") -> str:
    """The word for a role of a unit or of a person; an unknown role is shown as it is."""
    if role in ROLE_LOOKS:
        return ROLE_LOOKS[role].label(lang)
    return (PERSON_ROLES_EN if lang == "en" else PERSON_ROLES_ZH).get(role, role)
