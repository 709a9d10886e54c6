"""Ruled lines of an OFD page → the bordered cells of its tables.

A path “M 0 0 L 160 0” with its boundary and matrix is one horizontal rule of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from graph_loader.readers.pdf_cells import PdfCell
from graph_loader.readers.pdf_lines import Box
from graph_store.records import record

_POINTS = 72 / 25.4
_THIN = 1.2  # points: a rectangle no thicker than this is a rule
_MAX_RULES = 12_000


def numbers(text: str) -> list[float]:
    """The numbers in an attribute such as a boundary; what is no number is left out."""
    return [float(number) for number in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text or "")]


@record
class Matrix:
    """How an object's own millimetres lie on the page."""

    left: float
    top: float
    parts: tuple[float, float, float, float, float, float]

    @classmethod
    def of(cls, item: etree._Element) -> Matrix:
        """From the attributes Boundary and CTM."""
        bounds = numbers(item.get("Boundary", "")) or [0.0, 0.0]
        ctm = numbers(item.get("CTM", ""))
        parts = tuple(ctm) if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return cls(bounds[0], bounds[1] if len(bounds) > 1 else 0.0, parts)  # type: ignore[arg-type]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the object, in millimetres of the page."""
        a, b, c, d, e, f = self.parts
        return self.left + a * x + c * y + e, self.top + b * x + d * y + f

    @property
    def scale(self) -> float:
        """How much taller the matrix makes things."""
        c, d = self.parts[2], self.parts[3]
        return float((c * c + d * d) ** 0.5) or 1.0


def rules_of(item: etree._Element) -> list[Box]:
    """The straight lines and thin boxes of one path, in points."""
    matrix = Matrix.of(item)
    data = "".join(
        element.text or ""
        for element in item
        if isinstance(element.tag, str) and element.tag.rsplit("}", 1)[-1] == "AbbreviatedData"
    )
    found: list[Box] = []
    here = start = None
    for command, rest in re.findall(r"([SMLQBCA])([^SMLQBCA]*)", data):
        values = numbers(rest)
        if command in "SM" and len(values) >= 2:
            here = start = matrix.at(values[0], values[1])
        elif command == "L" and len(values) >= 2 and here is not None:
            there = matrix.at(values[0], values[1])
            found.append(_rule(here, there))
            here = there
        elif command == "C" and here is not None and start is not None:
            found.append(_rule(here, start))
        elif command in "QBA" and len(values) >= 2:
            here = matrix.at(values[-2], values[-1])
    return found


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Box:
    return (
        min(a[0], b[0]) * _POINTS,
        min(a[1], b[1]) * _POINTS,
        max(a[0], b[0]) * _POINTS,
        max(a[1], b[1]) * _POINTS,
    )


def tables_of(rules: Sequence[Box], page: int) -> list[tuple[Box, list[PdfCell]]]:
    """The tables that the rules of one page draw, from top to bottom."""
    from pdfplumber import table as ruled

    edges = [edge for rule in rules[:_MAX_RULES] if (edge := _edge(rule)) is not None]
    if len(edges) < 4:
        return []
    merged = ruled.merge_edges(edges, snap_x_tolerance=3, snap_y_tolerance=3, join_x_tolerance=3, join_y_tolerance=3)
    cells = ruled.intersections_to_cells(ruled.edges_to_intersections(merged, 3, 3))
    found = []
    for boxes in ruled.cells_to_tables(cells):
        if len({round(box[0]) for box in boxes}) < 2:
            continue
        bounds = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        found.append((bounds, [PdfCell(tuple(box), page) for box in boxes]))
    return sorted(found, key=lambda table: table[0][1])


def _edge(rule: Box) -> dict[str, Any] | None:
    width, height = rule[2] - rule[0], rule[3] - rule[1]
    if min(width, height) > _THIN or max(width, height) < 3:
        return None
    orientation = "h" if width >= height else "v"
    x1 = rule[2] if orientation == "h" else rule[0]
    bottom = rule[1] if orientation == "h" else rule[3]
    return {
        "x0": rule[0], "x1": x1, "top": rule[1], "bottom": bottom, "width": x1 - rule[0], "height": bottom - rule[1],
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip
