"""The lines of one table cell of a PDF → its logical lines: wraps closed, true line breaks kept.

“持“两手发” + “力”，推进” → one line; “县发改局” + “县财政局” in a column of units stay two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_loader.readers.layout import NUMBER_LABEL, glue
from graph_loader.readers.pdf_lines import Box, PdfLine

_ROLE_HEAD = re.compile(r"单位|部门|牵头|配合|责任|领导|科室|主体|人员|联系人")
_UNIT_END = re.compile(
    r"(?:局|委|办|中心|政府|部|院|社|会|行|公司|支行|分局|厅|署|站|所|校|队|处|科|股|室|镇|乡|街道|专班|集团|单位|部门|组|联|园区|区|县|市)(?:等)?(?:[（(][^（()）]{1,12}[)）])?$"
)
_UNIT_START = re.compile(
    r"^(?:[省市县区州旗镇乡各](?![局委办])|国网|人行|中国|共青团|团[省市县区州]|妇联|[\u4e00-\u9fff]{2,3}[省市县区](?:[\u4e00-\u9fff]{2,}))"
)
_SEPARATED = re.compile(r"[、，,；;/]")


@dataclass(slots=True, eq=False)
class PdfCell:
    """One bordered cell of one page and its lines; in a grid it stands in every place that it covers."""

    box: Box
    page: int
    lines: list[PdfLine] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its characters without white space."""
        return re.sub(r"\s+", "", "".join(line.text for line in self.lines))


def is_role_head(words: str) -> bool:
    """Whether the column with this head holds names of units or people."""
    return len(words) <= 14 and bool(_ROLE_HEAD.search(words))


def cell_texts(cell: PdfCell, reach: float, *, head: bool, names: bool) -> list[str]:
    """The logical lines of a cell; `reach` is how long the fullest line of its column is."""
    lines = cell.lines
    if head or (len(lines) > 1 and sum(len(line.text) for line in lines) <= 12 and not names):
        whole = ""
        for line in lines:
            whole = glue(whole, line.text)
        return [whole] if whole else []
    listed = not names or bool(_SEPARATED.search("".join(line.text for line in lines)))
    made: list[str] = []
    last: PdfLine | None = None
    for line in lines:
        full = last is not None and last.x1 - last.x0 >= reach - _room(line)
        if last is not None and full and _goes_on(made[-1], line.text, listed=listed):
            made[-1] = glue(made[-1], line.text)
        else:
            made.append(line.text)
        last = line
    return made


def _room(line: PdfLine) -> float:
    """What the line before must have free for the first word of this line not to fit."""
    word = re.match(r"[A-Za-z0-9.,%]+|.", line.text)
    count = len(word.group()) if word else 1
    return line.size * (1.15 if count == 1 else 0.3 + 0.62 * count)


def _goes_on(before: str, text: str, *, listed: bool) -> bool:
    if NUMBER_LABEL.match(text) and not re.search(r"[，、第（(]$", before):
        return False
    if listed or re.match(r"[、，；）)]", text) or re.search(r"[、，；（(]$", before):
        return True
    if _UNIT_START.match(text) and not re.match(r"^各[^局委办]{0,6}$", before.rsplit(" ", 1)[-1]):
        return False
    return not _UNIT_END.search(before)
