"""Names → units: “县发改局” in a plan of 大宁县 → 大宁县发展和改革局, one unit of 大宁县 that performs 发展改革.

Rules read the name (place, level head, branch, line, combined bureau, company, collective); recorded judgements win
over them (see judged.py). Pure: nothing is learnt from one name for the next, so the order of loading cannot matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from graph_loader.branches import Branches
from graph_loader.judged import Judged
from graph_loader.jurisdictions import Place, nation, read_place, spoken_place
from graph_loader.register import Body, Register
from graph_loader.unit_forms import HEAD, collective, company_core, function_stem, kind_of, normalise
from graph_loader.unit_names import (
    Context,
    ResolvedUnit,
    asked_names,
    branch_name,
    branch_names,
    full_name,
    head_of,
    make_unit,
    short_title,
    sibling_forms,
)
from graph_store.model import Judgement

__all__ = ["Context", "ResolvedUnit", "Resolver"]

_LOCAL = {
    "town": ("town", "county"),
    "county": ("county", "city", "province"),
    "city": ("city", "county", "province"),
    "province": ("province", "city", "county"),
    "national": ("national",),
    "": ("county", "city", "province", "national"),
}
_HEAD_LEVEL = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_NATIONAL_START = re.compile(r"^(?:国家|国务院|中央|中国|全国|中华|最高人民)")
_VERTICAL = re.compile(
    r"^(?:国家税务总局|国家统计局|国家金融监督管理总局|金融监管总局|国网|中国(?=人民银行|邮政储蓄|农业发展))(?=.{3,})"
)
_YOUTH = re.compile(r"^(?:团(?P<head>[省市县区州旗盟])委|共青团(?P<place>[\u4e00-\u9fff]{2,8}?)委(?:员会)?)$")
_SEVERAL = re.compile(r"^(?:市县|县区|区县|县市|市区|乡镇|镇街|州市|旗县|市州|区域|镇乡)")
_ZONE = re.compile(
    r"^(?P<zone>[\u4e00-\u9fff]{0,12}?(?:开发区|高新区|经开区|工业园区|产业园区|园区|示范区|保税区|新区|集聚区|度假区))(?P<office>管理委员会|管委会|党工委管委会)?$"
)


class Resolver:
    """Resolves names by the register's rules, then by the recorded judgements."""

    def __init__(
        self,
        register: Register,
        judgements: Sequence[Judgement] = (),
        places: Mapping[str, Place] = MappingProxyType({}),
    ) -> None:
        """`places` are the places that loaded documents speak from, by name: where judgements find theirs first."""
        self.register = register
        self._places = places
        self._cache: dict[tuple[str, Place, str], ResolvedUnit] = {}
        self._resolved: dict[tuple[str, str, Place, str], ResolvedUnit] = {}
        self._branches = Branches(register, self._known, self._registered)
        self.judged = Judged(judgements, self._by_rules_in)

    def resolve(self, name: str, context: Context) -> ResolvedUnit:
        """The unit that a name means in a context; an unknown name is a unit of its own, of kind `other` or its suffix's."""
        key = (name, *self._key(name, context))
        if key not in self._resolved:
            self._resolved[key] = self.judged.apply(normalise(name), self.by_rules(name, context))
        return self._resolved[key]

    def by_rules(self, name: str, context: Context) -> ResolvedUnit:
        """The unit by rules alone, judgements left aside."""
        key = self._key(name, context)
        if key not in self._cache:
            self._cache[key] = self._read(key[0], context)
        unit = self._cache[key]
        return replace(unit, names=unit.names | {normalise(name)})

    def _key(self, name: str, context: Context) -> tuple[str, Place, str]:
        """All that a reading depends on: the name with a declared short name undone, the place, the month."""
        clean = normalise(name)
        alias = context.aliases.get(clean)
        return normalise(alias) if alias else clean, context.place, (context.date or "")[:7]

    def _by_rules_in(self, name: str, jurisdiction: str) -> ResolvedUnit:
        place = self._places.get(jurisdiction)
        return self.by_rules(name, Context(place) if place else Context.in_place(jurisdiction))

    def _read(self, name: str, context: Context) -> ResolvedUnit:
        bare = HEAD.sub("", name)
        if right := self.register.misprints.get(bare) or self.register.misprints.get(name):
            unit = self._read(
                name[: len(name) - len(bare)] + right if bare in self.register.misprints else right, context
            )
            return replace(unit, doubt=f"原文写作“{name}”，疑为“{name[: len(name) - len(bare)]}{right}”之误")
        return (
            self._group(name, context)
            or self._youth(name, context)
            or self._known(name, context)
            or self._branches.read(name, context)
            or self._functional(name, context)
            or self._two_plates(name, context)
            or self._slip(name, context)
            or self._unknown(name, context)
        )

    # --- collectives, functional mentions -----------------------------------------------------------------------

    def _group(self, name: str, context: Context) -> ResolvedUnit | None:
        if name in self.register.known_forms():
            return None
        plain = collective(name)
        if plain is None:
            return None
        place = context.place
        if HEAD.match(plain) and not _SEVERAL.match(plain):
            place = self._at_head(plain[0], context)[0]
            canonical = (place.name if place.name.endswith(plain[0]) else place.name + plain[0]) + plain[1:]
        else:
            canonical = plain if place.level in ("national", "") else place.name + plain
        return make_unit(
            place, f"group:{plain}", canonical, kind="collective", names={plain, name, canonical}, short=plain
        )

    def _functional(self, name: str, context: Context) -> ResolvedUnit | None:
        for place, rest, doubt in self._readings(name, context):
            lines = self.register.stem_lines(function_stem(rest)) if function_stem(rest) else ()
            if lines and (body := self._main_body(lines[0], place.level)):
                unit = self._registered(place, body, rest, context)
                return replace(unit, doubt=doubt, rank=unit.rank + 2000)
        if name.endswith("部门"):
            canonical = context.place.name + name
            return make_unit(
                context.place, f"group:{name}", canonical, kind="collective", names={name, canonical}, short=name
            )
        return None

    def _main_body(self, line: str, level: str) -> Body | None:
        bodies = [b for b in self.register.bodies if b.line == line and not b.part]
        order = _LOCAL.get(level, _LOCAL[""])
        return next((b for at in order for b in bodies if at in b.levels and not b.valid_to), None)

    def _youth(self, name: str, context: Context) -> ResolvedUnit | None:
        match = _YOUTH.match(name)
        if not match:
            return None
        place = (
            self._at_head(match["head"], context)[0]
            if match["head"]
            else spoken_place(match["place"], context.place.chain)
        )
        place = place or self._near(read_place(match["place"]), context)
        body = self.register.look_up("共青团委", place.level if place else "county")
        return self._registered(place or context.place, body, "共青团委", context) if body else None

    # --- places ------------------------------------------------------------------------------------------------

    def _readings(self, name: str, context: Context) -> Iterator[tuple[Place, str, str | None]]:
        """Ways to part a name into the place it belongs to and the rest: bare, level head, place name, short name."""
        yield context.place, name, None
        head = HEAD.match(name)
        if head:
            place, doubt = self._at_head(head.group(), context)
            yield place, name[head.end() :], doubt
        found = read_place(name)
        if found and found[1] < len(name):
            yield self._near(found, context), name[found[1] :], None
        for size in (4, 3, 2):
            if len(name) > size and not HEAD.match(name):
                near = () if name[size:] == "海关" else context.place.chain
                short = spoken_place(name[:size], near)
                if short:
                    yield short, name[size:], None

    def _near(self, found: tuple[Place, int] | None, context: Context) -> Place:
        """A place that was read, as the document's own one where it is the same: 大宁县 of this very document."""
        if found is None:
            return context.place
        place = found[0]
        for own in context.place.chain:
            if own.name == place.name:
                return own
        if place.parent is None and not place.code and context.place.level in ("county", "city", "province"):
            order = ("national", "province", "city", "county", "town")
            holders = [p for p in context.place.chain if order.index(p.level) < order.index(place.level)]
            return replace(place, parent=holders[0]) if holders else place
        return place

    def _at_head(self, head: str, context: Context) -> tuple[Place, str | None]:
        """The place that a level head means: the document's own of that kind, else the one above it."""
        for place in context.place.chain:
            if head_of(place).endswith(head) and place.level != "national":
                return place, None
        level = _HEAD_LEVEL.get(head, "town")
        for place in context.place.chain:
            if place.level == level and place.name:
                return place, None
        own = context.place.name
        if not own or context.place.level in ("national", ""):
            return Place(f"{own or '未载明'}（{head}）", level), f"文中未载明是哪个{head}"
        order = ("town", "county", "city", "province")
        if order.index(level) > order.index(context.place.level):
            return Place(f"{own}所属{head}", level), f"文中未载明{own}属于哪个{head}"
        return Place(f"{own}所辖{head}", level, "", context.place), f"文中未载明是{own}的哪个{head}"

    # --- bodies of the register ------------------------------------------------------------------------------------

    def _known(self, name: str, context: Context) -> ResolvedUnit | None:
        if _NATIONAL_START.match(name) or context.place.level == "national":
            body = self.register.look_up(name, "national", context.date)
            if body:
                return self._registered(nation(), body, name, context)
        stripped = _VERTICAL.sub("", name)
        for whole in dict.fromkeys((name, stripped)):
            for place, rest, doubt in self._readings(whole, context):
                unit = self._body(place, rest, context)
                if unit:
                    return replace(unit, doubt=unit.doubt or doubt)
        body = self.register.look_up(name, "national", context.date)
        if body:
            return self._registered(nation(), body, name, context)
        zones = (self._zone(place, rest) for place, rest, _ in reversed(list(self._readings(name, context))))
        return next((zone for zone in zones if zone), None)

    def _body(self, place: Place, rest: str, context: Context) -> ResolvedUnit | None:
        if not rest:
            return None
        if place.level == "town" and rest in ("人民政府", "政府", "办事处"):
            return self._town(place.name + rest, place, len(place.name))
        for level in _LOCAL[place.level]:
            body = self.register.look_up(rest, level, context.date) or self.register.look_up(
                company_core(rest), level, context.date
            )
            if body:
                return self._registered(place, body, rest, context)
        combined = self.register.combine(rest)
        if combined and place.level != "national":
            names = asked_names(place, {combined.name, rest})
            unit = make_unit(
                place, "+".join(combined.lines), full_name(place, combined.name), kind="bureau", names=names
            )
            return replace(unit, functions=combined.lines, short_name=head_of(place) + combined.name)
        return None

    def _zone(self, place: Place, rest: str) -> ResolvedUnit | None:
        match = _ZONE.match(rest)
        if not match or place.level in ("national", ""):
            return None
        zone = match["zone"]
        canonical = zone + "管理委员会"
        names = asked_names(place, {zone, zone + "管委会", canonical})
        unit = make_unit(place, f"zone:{zone}", full_name(place, canonical), kind="zone", names=names)
        return replace(unit, functions=("zones",), short_name=zone + "管委会")

    def _registered(self, place: Place, body: Body, rest: str, context: Context) -> ResolvedUnit:
        if body.part == "branch" and place.level not in body.levels and context.place.level in body.levels:
            place = context.place
        if "national" in body.levels and place.level != "national":
            place = nation()
        key = body.line + (f":{body.part}" if body.part else "")
        name = full_name(place, body.name)
        names = asked_names(place, sibling_forms(self.register, body, place.level) | {rest})
        if body.part == "branch" and (special := branch_name(place, body.line)):
            name, names = special, names | branch_names(place, body.line) | {special}
        unit = make_unit(
            place, key, name, kind=body.kind, names=names, rank=body.order + (0 if rest in body.full else 2000)
        )
        short = short_title(place, body.name) if place.level != "national" else body.name
        return replace(unit, functions=(body.line,), short_name=unit.name if body.part == "branch" else short)

    # --- names outside the register ----------------------------------------------------------------------------

    def _two_plates(self, name: str, context: Context) -> ResolvedUnit | None:
        """A body with its second name in brackets, 县教育局（县体育局）: the body before the brackets."""
        match = re.match(r"^(?P<own>[^（）]{3,})（[^（）]+）$", name)
        return self._known(match["own"], context) if match else None

    def _slip(self, name: str, context: Context) -> ResolvedUnit | None:
        """A bureau's name that is one character away from a long full form: taken for a slip, with a doubt."""
        if not name.endswith(("局", "厅", "委员会")):
            return None
        from rapidfuzz.distance import Levenshtein

        for place, rest, _ in self._readings(name, context):
            forms = sorted(
                {
                    b.name
                    for b in self.register.bodies
                    if b.kind == "bureau" and set(b.levels) & set(_LOCAL[place.level])
                }
            )
            near = [f for f in forms if len(f) >= 6 and Levenshtein.distance(rest, f, score_cutoff=1) == 1]
            if len(near) == 1 and (unit := self._body(place, near[0], context)):
                return replace(unit, doubt=f"原文写作“{name}”，疑为“{near[0]}”之误")
        return None

    def _unknown(self, name: str, context: Context) -> ResolvedUnit:
        readings = list(self._readings(name, context))
        found = read_place(name)
        if found and (found[1] == len(name) or name[found[1] :] in ("街道", "办事处")):
            return self._town(name, self._near(found, context), found[1])
        place, rest, doubt = readings[1] if len(readings) > 1 and len(readings[1][1]) > 1 else readings[0]
        kind = kind_of(rest)
        if kind == "place":
            return self._town(name, place, 0)
        core = company_core(rest) if kind == "company" else rest
        canonical = full_name(place, rest) if place.name else rest
        names = asked_names(place, {rest, core}) | {name}
        if name in self.register.words:
            kind, doubt = "other", f"“{name}”不是单位名称"
        if kind == "other":
            doubt = doubt or f"登记表中没有“{name}”，也不能从字面判断它是哪一类单位"
        unit = make_unit(place, f"name:{core}", canonical, kind=kind, names=names, rank=10_000)
        functions = self._functions_of(rest) if kind in ("institution", "bureau", "company") else ()
        return replace(
            unit, functions=functions, doubt=doubt, short_name=head_of(place) + rest if len(readings) > 1 else name
        )

    def _town(self, name: str, place: Place, used: int) -> ResolvedUnit:
        """A place named as such: 昕水镇, 城关街道办事处, 大宁县."""
        if not used:
            unit = make_unit(
                place, f"name:{name}", full_name(place, name), kind="place", names=asked_names(place, {name})
            )
            return replace(unit, short_name=name)
        office = "街道办事处" if place.name.endswith("街道") else "人民政府"
        canonical = place.name.removesuffix("街道") + office
        upper = place.parent.name if place.parent and place.level == "town" else ""
        names = {upper + canonical, canonical, place.name, upper + place.name, place.name + "政府", name}
        unit = make_unit(place, "government", upper + canonical, kind="place", names=names)
        return replace(unit, functions=("government",) if place.level != "town" else ("towns",), short_name=canonical)

    def _functions_of(self, rest: str) -> tuple[str, ...]:
        """The line whose long stem begins the name of a centre or company, if any: 住房和城乡建设…中心 → housing."""
        for size in range(min(10, len(rest)), 1, -1):
            if line := self.register.stem_line(rest[:size]):
                return (line,)
        return ()
