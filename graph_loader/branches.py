"""Branches of bodies elsewhere: 市生态环境局大宁分局, 人行大宁支行, 国网山西省电力公司阳城分公司 → one unit acting in the county.

The place before 分局, 支行, 分公司 … is where it acts, the words before the place are the body it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from graph_loader.jurisdictions import Place, nation, read_place, spoken_place
from graph_loader.register import Body, Register
from graph_loader.unit_forms import BRANCH_TAILS
from graph_loader.unit_names import (
    Context,
    ResolvedUnit,
    asked_names,
    branch_name,
    branch_names,
    full_name,
    head_of,
    make_unit,
    sibling_forms,
)

Known = Callable[[str, Context], ResolvedUnit | None]
Registered = Callable[[Place, Body, str, Context], ResolvedUnit]


class Branches:
    """Reads branch names with the help of the rules for the bodies they belong to."""

    def __init__(self, register: Register, known: Known, registered: Registered) -> None:
        self.register = register
        self._known = known
        self._registered = registered

    def read(self, name: str, context: Context) -> ResolvedUnit | None:
        """The branch that a name means; None where it has no branch's shape or its parent is no registered body."""
        tail = next((t for t in BRANCH_TAILS if name.endswith(t)), "")
        if not tail:
            return None
        core = name[: -len(tail)]
        for size in range(min(8, len(core) - 2), 1, -1):
            place = spoken_place(core[-size:], context.place.chain)
            if place and (unit := self._branch_in(place, core[:-size], tail, context)):
                return unit
        return self._branch_elsewhere(core, tail, context)

    def _branch_elsewhere(self, core: str, tail: str, context: Context) -> ResolvedUnit | None:
        """A branch in a place that no table knows: 市生态环境局云溪分局."""
        match = re.match(r"^(?P<org>.*?(?:局|中心|公司|银行|人行|公积金))(?P<place>[\u4e00-\u9fff]{2,4})$", core)
        if not match:
            return None
        name = match["place"]
        parent = context.place if context.place.level in ("city", "province") else context.place.parent
        level = "city" if name.endswith("市") or tail in ("中心支行", "分行") else "county"
        place = Place(name, level, "", parent if parent and parent.level != level else None)
        return self._branch_in(place, match["org"], tail, context)

    def _branch_in(self, place: Place, org: str, tail: str, context: Context) -> ResolvedUnit | None:
        parent_context = context
        if org.startswith("市") and head_of(place) == "市" and place == context.place and place.parent:
            parent_context = replace(context, place=place.parent)
        brand = self.register.look_up(org, "national", context.date)
        head = self._registered(nation(), brand, org, context) if brand and brand.kind in ("bank", "company") else None
        head = (
            head
            or self._known(org, parent_context)
            or self._known(org + "管理中心", parent_context)
            or self._known(org + "局", parent_context)
        )
        head = head or self._parent_elsewhere(org, context)
        if head is None or not head.functions:
            return None
        line = head.functions[0]
        part = head.key.partition(":")[2]
        body = self._branch_body(line, part, place.level, tail)
        name = branch_name(place, line) if body and body.part == "branch" else None
        names = asked_names(place, sibling_forms(self.register, body, place.level)) if body else set()
        names |= branch_names(place, line) | {org + place.short + tail, org + place.name + tail}
        key = line + (f":{body.part}" if body and body.part else "") if body else f"{line}:branch"
        if body and line == "central_bank" and not name:
            name = full_name(place, body.name)
        canonical = name or _branch_title(head, org, place, tail)
        unit = make_unit(place, key, canonical, kind="branch", names=names | {canonical})
        return replace(unit, functions=(line,), short_name=org + place.short + tail)

    def _parent_elsewhere(self, org: str, context: Context) -> ResolvedUnit | None:
        """The body a branch belongs to, where its own place is one that no table knows: 宁川银保监分局."""
        for size in (2, 3, 4):
            body = self.register.look_up(org[size:], "city", context.date)
            if body:
                return self._registered(Place(org[:size], "city"), body, org[size:], context)
        return None

    def _branch_body(self, line: str, part: str, level: str, tail: str) -> Body | None:
        """The register's row for such a branch: of its line and part, acting at that level."""
        wanted = {"branch", part} if part else {"branch"}
        if line == "power":
            wanted = {""}
        found = [b for b in self.register.bodies if b.line == line and b.part in wanted and level in b.levels]
        return min(found, key=lambda b: (not b.name.endswith(tail), b.order), default=None)


def _branch_title(head: ResolvedUnit, org: str, place: Place, tail: str) -> str:
    """国网山西省电力公司阳城分公司, 晋城市融资担保公司阳城分公司, 邮储银行阳城县支行."""
    if head.kind in ("bank",) or head.place.level == "national":
        return org + place.name + tail
    plain = org if read_place(org) or org.startswith("国网") else head.name
    return plain + place.short + tail
