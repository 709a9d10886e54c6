"""The register of functional lines (条线): which forms a line's body has at each level, read from registry/*.csv.

“工信局” at county level → line industry, full name 工业和信息化局. Forms stand without their level head (县, 市 …);
national ones stand whole. Combined bureaus (教科局 = 教育 + 科技) are taken apart by stems.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from graph_store.errors import BadInput
from graph_store.records import record

LEVELS = ("national", "province", "city", "county", "town")
_SUFFIXES = ("委员会", "中心", "局", "厅", "委", "办")
_JOINTS = ("和", "与", "及", "、")


@record
class Body:
    """One row of the register: one body of a line at some levels, with its full and short forms."""

    line: str
    line_name: str
    levels: frozenset[str]
    full: tuple[str, ...]
    short: tuple[str, ...]
    kind: str
    part: str  # tells apart two bodies of one line; empty for the line's own authority
    valid_from: str
    valid_to: str
    order: int
    note: str = ""

    @property
    def name(self) -> str:
        """The canonical full form, without a level head."""
        return self.full[0]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form, full forms first."""
        return self.full + self.short

    def holds_at(self, date: str | None) -> bool:
        """Whether the body stood at an ISO date; always true without a date."""
        month = (date or "")[:7]
        return not month or (
            (not self.valid_from or self.valid_from <= month) and (not self.valid_to or month <= self.valid_to)
        )


@record
class Combined:
    """A bureau of several lines: its line keys in the order of its name, and its canonical full form."""

    lines: tuple[str, ...]
    name: str


class Register:
    """Looks up forms; immutable once read."""

    def __init__(
        self,
        bodies: tuple[Body, ...],
        stems: dict[str, str],
        combined: dict[frozenset[str], Combined],
        misprints: dict[str, str],
        words: frozenset[str],
    ) -> None:
        self.bodies = bodies
        self.misprints = misprints
        self.words = words
        self._stems = stems
        self._combined = combined
        self._by_form: dict[tuple[str, str], list[Body]] = {}
        self._names: dict[str, str] = {}
        self._long: dict[str, str] = {}
        for body in bodies:
            self._names.setdefault(body.line, body.line_name)
            for level in body.levels:
                for form in body.forms:
                    self._by_form.setdefault((level, form), []).append(body)
        for stem, line in stems.items():
            self._long.setdefault(line, stem)
        self._order = {line: index for index, line in enumerate(self._names)}

    def known_forms(self) -> frozenset[str]:
        """Every full and short form of every line, and of the combined bureaus, without a level head."""
        forms = {form for body in self.bodies for form in body.forms if len(form) > 1}
        return frozenset(forms | {combined.name for combined in self._combined.values()} | set(self.misprints))

    def collectives(self) -> frozenset[str]:
        """The collectives written most: 各乡镇人民政府, 县直有关部门 …; others are told by their shape."""
        return COLLECTIVES

    def line_name(self, line: str) -> str:
        """The Chinese name of a line: finance → 财政."""
        return self._names[line]

    def line_names(self) -> dict[str, str]:
        """Every line, key → name, in the order of the register."""
        return dict(self._names)

    def look_up(self, form: str, level: str, date: str | None = None) -> Body | None:
        """The body that a form means at a level; one that stood at the date before others, then the first row."""
        found = self._by_form.get((level, form), [])
        standing = [body for body in found if body.holds_at(date)]
        return next(iter(standing or found), None)

    def lines_of(self, form: str) -> tuple[str, ...]:
        """The lines in whose forms this form stands, at any level, in the order of the register."""
        found = {b.line for level in LEVELS for b in self._by_form.get((level, form), [])}
        return tuple(sorted(found, key=self._order.__getitem__))

    def stem_lines(self, words: str) -> tuple[str, ...]:
        """The line of a bare stem (发展改革, 税务), as functional mentions such as 财政部门 have it; else nothing."""
        line = self._stems.get(words)
        if line:
            return (line,)
        for suffix in ("局", "厅", "委", "部", "办"):
            if found := self.lines_of(words + suffix):
                return found[:1]
        return ()

    def stem_line(self, stem: str) -> str | None:
        """The line of a stem as stems.csv has it, or None."""
        return self._stems.get(stem)

    def combine(self, form: str) -> Combined | None:
        """Take a combined bureau apart: 卫体局 → health + sport, 卫生健康和体育局; None where it is not one."""
        suffix = next((s for s in _SUFFIXES if form.endswith(s)), "")
        if suffix in ("", "中心", "办"):
            return None
        lines = _segment(form[: -len(suffix)].removesuffix("管理").removesuffix("事务"), self._stems)
        keys = tuple(sorted(set(lines or ()), key=self._order.__getitem__))
        if len(keys) < 2:
            return None
        return self._combined.get(frozenset(keys)) or Combined(keys, self._joined(keys) + "局")

    def _joined(self, keys: tuple[str, ...]) -> str:
        stems = [self._long[key] for key in keys]
        return "".join(stems[:-1]) + "和" + stems[-1]


def _segment(core: str, stems: dict[str, str]) -> list[str] | None:
    """Cut words into stems, longest first, over joints; None where a rest stays."""
    if not core:
        return []
    for size in range(min(len(core), 10), 0, -1):
        line = stems.get(core[:size])
        if line is None:
            continue
        rest = core[size:]
        for joint in ("", *_JOINTS):
            if rest.startswith(joint) and (rest != joint or not joint):
                tail = _segment(rest[len(joint) :], stems)
                if tail is not None:
                    return [line, *tail]
    return None


COLLECTIVES = frozenset(
    {
        "各乡镇人民政府",
        "各乡镇",
        "各镇（街道）",
        "各县（市、区）人民政府",
        "各区县政府",
        "各市人民政府",
        "各地区",
        "各部门",
        "各有关部门",
        "各相关单位",
        "各成员单位",
        "有关部门",
        "相关部门",
        "有关单位",
        "县直有关部门",
        "市直有关部门",
        "省直有关部门",
        "区直各部门",
    }
)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("graph_loader").joinpath("registry", name).read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")), 1):
        if None in row or None in row.values():
            raise BadInput(f"registry/{name} 第 {number} 条的列数与表头不同：请对照表头补齐或删去多余的逗号。")
        yield row


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _bodies() -> Iterator[Body]:
    for order, row in enumerate(_rows("lines.csv")):
        levels = frozenset(_forms(row["level"]))
        if not levels <= set(LEVELS) or not _forms(row["full"]):
            raise BadInput(f"registry/lines.csv 第 {order + 1} 条：层级只能是 {'、'.join(LEVELS)}，全称不能为空。")
        yield Body(
            line=row["line"],
            line_name=row["name"],
            levels=levels,
            full=_forms(row["full"]),
            short=_forms(row["short"]),
            kind=row["kind"],
            part=row["body"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            order=order,
            note=row["note"],
        )


@lru_cache(maxsize=1)
def load_register() -> Register:
    """Read registry/*.csv once; raises BadInput with file and row where a row is wrong."""
    bodies = tuple(_bodies())
    stems = {stem: row["line"] for row in _rows("stems.csv") for stem in (*_forms(row["long"]), *_forms(row["short"]))}
    combined = {
        frozenset(row["lines"].split("+")): Combined(tuple(row["lines"].split("+")), row["full"])
        for row in _rows("combined.csv")
    }
    misprints = {row["wrong"]: row["right"] for row in _rows("misprints.csv")}
    return Register(bodies, stems, combined, misprints, frozenset(row["word"] for row in _rows("words.csv")))
