"""What a resolved unit is called: its canonical name with the place, and every name by which it may be asked for.

(大宁县, 发展和改革局) → 大宁县发展和改革局; 县发改局, 发改局, 大宁县发改局 … (大宁县, 生态环境 branch) → 临汾市生态环境局大宁分局.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from graph_loader.jurisdictions import Place, place_of
from graph_loader.register import Body, Register
from graph_store.ids import content_id
from graph_store.records import named_record, record

_SHORT_PLACE = frozenset({"海关", "农村商业银行", "村镇银行", "银保监局", "证监局", "银保监分局"})


@named_record
class ResolvedUnit:
    """The body that a name means. `names` holds what it may be asked by, `doubt` why that is not certain."""

    id: str
    key: str
    place: Place
    name: str
    short_name: str
    names: frozenset[str]
    kind: str
    functions: tuple[str, ...] = ()
    doubt: str | None = None
    rank: int = 0

    @property
    def level(self) -> str:
        """Level of the place in which it acts."""
        return self.place.level

    @property
    def jurisdiction(self) -> str:
        """Name of the place in which it acts."""
        return self.place.name


@record
class Context:
    """What a document says of itself that its names lean on: its place, its date, its own short names."""

    place: Place
    date: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def in_place(cls, name: str) -> Context:
        """The context of a place given by name, as judgements and questions have it."""
        return cls(place_of(name) or Place(name, ""))


def make_unit(
    place: Place, key: str, name: str, *, kind: str, names: set[str], short: str = "", rank: int = 5_000
) -> ResolvedUnit:
    """A unit of a place; its id comes from the place and the key, never from the name that met the eye."""
    return ResolvedUnit(
        id=content_id("unit", place.code or place.full_name, key),
        key=key,
        place=place,
        name=name,
        short_name=short or name,
        names=frozenset(names | {name}),
        kind=kind,
        rank=rank,
    )


def head_of(place: Place) -> str:
    """The word by which a place's own bureaus speak of it: 大宁县 → 县; the nation has none."""
    if place.level == "national":
        return ""
    match = re.search(r"(?:自治区|省|市|州|盟|县|旗|区|镇|乡|街道)$", place.name)
    return match.group() if match else ""


def above(place: Place, level: str) -> Place | None:
    """The place of a level in the chain of a place."""
    return next((p for p in place.chain if p.level == level), None)


def full_name(place: Place, form: str) -> str:
    """A body's form with its place before it."""
    if place.level == "national":
        return form
    if form.startswith("共青团委"):
        return f"共青团{place.name}委员会"
    if form in _SHORT_PLACE:
        return place.short + form
    tail = next((t for t in ("中心支行", "支行", "分公司", "分行") if form.endswith(t) and form != t), "")
    return form.removesuffix(tail) + place.name + tail if tail else place.name + form


def short_title(place: Place, form: str) -> str:
    """The name as the place itself says it: 县财政局, 团县委."""
    if form.startswith("共青团委"):
        return f"团{head_of(place)}委"
    whole = full_name(place, form)
    return head_of(place) + form if whole == place.name + form else whole


def branch_name(place: Place, line: str) -> str | None:
    """The canonical name of a branch that acts in a place, for the lines whose branches are all named alike."""
    city = above(place, "city")
    parent, short_parent = (city.name, city.short) if city else ("市", "市")
    if place.level == "county":
        return {
            "ecology": f"{parent}生态环境局{place.short}分局",
            "central_bank": f"中国人民银行{place.name}支行",
            "banking": f"{short_parent}银保监分局{place.short}监管组",
            "housing_fund": f"{parent}住房公积金管理中心{place.short}管理部",
            "public_security": f"{parent}公安局{place.short}分局",
        }.get(line)
    return None


def branch_names(place: Place, line: str) -> set[str]:
    """Ways in which the branches of those lines are written."""
    short, name, head = place.short, place.name, head_of(place)
    city = above(place, "city")
    tops = {"市", ""} | ({city.name, city.short} if city else set())
    if line == "ecology":
        return {f"{top}生态环境局{s}分局" for top in tops for s in (short, name)} | {
            "市生态环境分局",
            "生态环境分局",
            f"{head}生态环境分局",
        }
    if line == "central_bank":
        return {f"{bank}{s}支行" for bank in ("人行", "人民银行", "中国人民银行") for s in (short, name)}
    if line == "banking":
        return {f"{top}银保监分局{s}监管组" for top in tops for s in (short, name)}
    if line == "housing_fund":
        return {f"{top}住房公积金{mid}{s}管理部" for top in tops for mid in ("", "管理中心") for s in (short, name)}
    return set()


def asked_names(place: Place, forms: set[str]) -> set[str]:
    """Every form with the place, its short name, its level head, and bare."""
    if place.level == "national":
        return forms
    head = head_of(place)
    names: set[str] = set()
    for form in forms:
        names |= {place.name + form, head + form}
        if not form.startswith(("委", "人民政府", "政府")):
            names |= {form, place.short + form}
        if form == "共青团委":
            names |= {f"团{head}委", f"共青团{place.name}委", f"共青团{place.name}委员会"}
    return names


def sibling_forms(register: Register, body: Body, level: str) -> set[str]:
    """Every form of the same body at a level: an old or shorter name asks for the same unit."""
    return {
        form
        for other in register.bodies
        if (other.line, other.part) == (body.line, body.part) and (level in other.levels or other is body)
        for form in other.forms
    }
