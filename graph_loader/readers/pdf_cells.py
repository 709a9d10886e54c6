"""The lines of one table cell of a PDF → its logical lines: wraps closed, true line breaks kept.

“持“两手发” + “力”，推进” → one line; “县发改局” + “县财政局” in a column of units stay two.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_loader.readers.layout import NUMBER_LABEL, PLAIN, STRONG, glue
from graph_loader.readers.pdf_lines import Box, PdfLine

_ROLE_HEAD = re.compile(r"(?:单位|部门|领导|责任人|科室|股室|主体|人员|联系人|牵头|配合|责任人?)(?:[（(].{1,6}[）)])?$")
_UNIT_END = re.compile(
    r"^.{2,}(?:局|委|办|办公室|中心|政府|部|院|社|银行|支行|分行|农商行|公司|厅|署|专班|集团|单位|部门|管委会|联合会|委员会|商会|协会|联|学校|支队|大队|监管组|街道|办事处)(?:等)?(?:[（(][^（()）]{1,12}[)）])?$"
)
_UNIT_START = re.compile(
    r"^(?:[省市县区州旗镇乡各]|国网|人行|中国|共青团|团[省市县区州]|[\u4e00-\u9fff]{2,3}[省市县区](?=[\u4e00-\u9fff]{2}))"
)
_GROUP = re.compile(r"^各(?:有关|相关)?(?:乡镇|街道|镇街|部门|单位|县区|园区)$")
_GROUP_START = re.compile(
    r"^[\u4e00-\u9fff]{0,4}(?:各|有关|相关)(?:乡|镇|街道|部门|单位|县|区|市|园区|企业|学校|行业|成员)"
)
_UNIT_AND_PERSON = re.compile(
    r"^\S{2,}(?:局|委|办|中心|政府|公司|院|支行|单位|部门|社|会)\s+[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{1,2}$"
)
_OTHER_START = re.compile(r"^(?:国网|人行|中国|[省市县州旗各])")
_BRANCH = re.compile(r"^[\u4e00-\u9fff]{2,3}[县市区]?(?:分局|监管组|管理部|支行|分公司|分中心|支局)$")
_BRANCH_END = re.compile(r"(?:分局|监管组|管理部|支行|分公司|分中心|支局)$")
_SEPARATED = re.compile(r"[、，,；;/]")


@dataclass(slots=True, eq=False)
class PdfCell:
    """One bordered cell of one page and its lines; in a grid it stands in every place that it covers."""

    box: Box
    page: int
    lines: list[PdfLine] = field(default_factory=list)
    last_box: Box | None = None  # its box on the last page on which it stands

    @property
    def words(self) -> str:
        """Its characters without white space."""
        return re.sub(r"\s+", "", "".join(line.text for line in self.lines))


def holds_names(cells: Sequence[PdfCell]) -> bool:
    """Whether a column holds names of units or people: a head says so, or most of its lines end as names do."""
    if any(len(cell.words) <= 14 and _ROLE_HEAD.search(cell.words) for cell in cells):
        return True
    lines = [line.text for cell in cells for line in cell.lines]
    short = [line for line in lines if len(line) <= 16]
    return len(lines) >= 3 and sum(1 for line in short if _UNIT_END.match(line)) >= 0.6 * len(lines)


def continues_below(above: PdfCell, below: PdfCell) -> bool | None:
    """Whether the words of `above` may go on in `below`, on the next page: its lower end is full, or it is not.

    None where cells are centred, so that where the words stand does not tell.
    """
    if not above.lines or not below.lines:
        return None
    last, first = above.lines[-1], below.lines[0]
    tops = [line.top for line in above.lines if line.page == last.page]
    steps = [b - a for a, b in itertools.pairwise(tops) if b > a]
    room = 2.2 * (min(steps) if steps else 1.4 * last.size) + 6  # a browser keeps two lines together
    box = above.last_box or above.box
    full, begins_on_top = box[3] - last.bottom < room, tops[0] - box[1] < room
    if not full:
        return False if begins_on_top else None
    return True if first.top - below.box[1] < room else None


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
    for index, line in enumerate(lines):
        last = lines[index - 1] if index else None
        full = last is not None and last.x1 - last.x0 >= reach - _room(line)
        if full and _goes_on(made[-1], _until_next_name(lines[index:]), listed=listed, names=names):
            made[-1] = glue(made[-1], line.text)
        else:
            made.append(line.text)
    return made


def with_strong(texts: Sequence[str], cell: PdfCell) -> list[str]:
    """The lines of a cell with marks around the words that are bold; a cell all in bold stays as it is."""
    if all(line.bold >= len(line.text) for line in cell.lines):
        return list(texts)
    pieces = [line.text[start:end] for line in cell.lines for start, end in line.strong]
    made = []
    for text in texts:
        done = ""
        while pieces and pieces[0] in text:
            before, _, text = text.partition(pieces[0])
            again = not before and done.endswith(PLAIN)
            done = f"{done[:-1] if again else done + before + STRONG}{pieces.pop(0)}{PLAIN}"
        made.append(done + text)
    return made


def _until_next_name(lines: Sequence[PdfLine]) -> str:
    """The words of the first line and of those after it that do not evidently begin a name."""
    whole = lines[0].text
    for line in lines[1:4]:
        if _UNIT_START.match(line.text) or _UNIT_END.match(whole):
            break
        whole += line.text
    return whole


def _room(line: PdfLine) -> float:
    """What the line before must have free for the first word of this line not to fit."""
    word = re.match(r"[A-Za-z0-9.,%]+|.", line.text)
    count = len(word.group()) if word else 1
    return line.size * (1.15 if count == 1 else 0.3 + 0.62 * count)


def _goes_on(before: str, text: str, *, listed: bool, names: bool) -> bool:
    if NUMBER_LABEL.match(text) and not re.search(r"[，、第（(]$", before):
        return False
    if listed and names and _begins_name(before, text):
        return False
    if listed or re.match(r"[、，；）)]", text) or re.search(r"[、，；（(]$", before):
        return True
    last = before.rsplit(" ", 1)[-1]
    if _UNIT_AND_PERSON.match(before) and _UNIT_START.match(text):
        return False
    if not _UNIT_END.match(last):
        return not (_GROUP.match(last) and _UNIT_START.match(text))
    if _BRANCH.match(text) and not _OTHER_START.match(text) and not _BRANCH_END.search(last):
        return True
    return not (_UNIT_START.match(text) or _GROUP_START.match(text) or (len(text) > 3 and _UNIT_END.match(text)))


def _begins_name(before: str, text: str) -> bool:
    """In a cell that parts some names by signs, others by lines: whether a whole name ends here and a new one begins."""
    last, first = re.split(r"[、，,；; ]", before)[-1], re.split(r"[、，,；;]", text)[0]
    whole = _UNIT_END.match(last) and not _GROUP.match(last) and _UNIT_START.match(first)
    return bool(whole and len(first) > 3 and _UNIT_END.match(first) and not _BRANCH.match(first))
