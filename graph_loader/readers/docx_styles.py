"""Styles of a Word file: what a paragraph or a run inherits of numbering, outline level, bold and hidden.

Style “标题 2” based on “标题” → heading 2, list 3 level 1, bold.
"""

from __future__ import annotations

import re

from lxml import etree

from graph_loader.readers.docx_numbering import W
from graph_store.records import record

_HEADING = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|标题|subtitle|副标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*\d*$|^table of figures$", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Whether an on/off property such as `b` is on, off, or not mentioned (None)."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1") not in _OFF


def attribute(properties: etree._Element | None, path: str) -> str | None:
    """The `w:val` of a child named by a path such as `numPr/numId`, None where it is not there."""
    found = None if properties is None else properties.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(f"{W}val")


@record
class Style:
    """What one style says, its ancestors included."""

    id: str
    name: str = ""
    num_id: str | None = None
    level: str | None = None
    outline: str | None = None
    bold: bool = False
    hidden: bool = False
    centred: bool = False

    @property
    def heading(self) -> int:
        """The heading level that the style gives, 0 for none."""
        if self.outline is not None and self.outline.isdigit() and int(self.outline) < 6:
            return int(self.outline) + 1
        return 1 if _TITLE.match(self.name) else 0

    @property
    def contents(self) -> bool:
        """Whether its paragraphs are lines of a table of contents."""
        return bool(_CONTENTS.match(self.name))


class Styles:
    """The styles of one file (styles.xml, or None)."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(f"{W}style")
        self._elements = {element.get(f"{W}styleId", ""): element for element in elements}
        self._made: dict[str, Style] = {}
        defaults = [e for e in elements if e.get(f"{W}default") in ("1", "true") and e.get(f"{W}type") == "paragraph"]
        self._default = defaults[0].get(f"{W}styleId", "") if defaults else ""

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph; the default style where it names none."""
        return self._style(style_id if style_id is not None else self._default, depth=0)

    def run(self, style_id: str | None) -> Style:
        """The style of a run; an empty style where it names none."""
        return self._style(style_id, depth=0) if style_id else Style(id="")

    def _style(self, style_id: str, *, depth: int) -> Style:
        made = self._made.get(style_id)
        if made is not None:
            return made
        element = self._elements.get(style_id)
        if element is None or depth > 20:
            return Style(id=style_id)
        base_id = attribute(element, "basedOn")
        base = self._style(base_id, depth=depth + 1) if base_id else Style(id="")
        ppr, rpr = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        bold, hidden = switched(rpr, "b"), switched(rpr, "vanish")
        align = attribute(ppr, "jc")
        made = Style(
            id=style_id,
            name=attribute(element, "name") or "",
            num_id=attribute(ppr, "numPr/numId") or base.num_id,
            level=attribute(ppr, "numPr/ilvl") or base.level,
            outline=attribute(ppr, "outlineLvl") or _outline_of(attribute(element, "name") or "") or base.outline,
            bold=base.bold if bold is None else bold,
            hidden=base.hidden if hidden is None else hidden,
            centred=base.centred if align is None else align == "center",
        )
        self._made[style_id] = made
        return made


def _outline_of(name: str) -> str | None:
    match = _HEADING.match(name)
    return str(max(0, min(6, int(match.group(1))) - 1)) if match else None
