"""Tables that name the bodies in their head and mark in each row what they do.

`任务 | 县发改局 | 县财政局` with `编制清单 | ● | ○` below and the note 注：●为牵头单位，○为配合单位 → 县发改局 leads,
县财政局 supports. Where no note says what a mark means, a full one beside hollow ones leads.
"""

from __future__ import annotations

import re

from graph_loader.source import Table
from graph_loader.table_heads import Column, ColumnKind, column_kind, is_head, plain_label

_FULL, _HOLLOW, _TICKS = "●★◆▲■◎", "○☆◇△□〇", "√✓✔"
_SIGN = f"[{_FULL}{_HOLLOW}{_TICKS}]"
_WORD = r"(?:总?牵头|配合|参与|主办|协办|主责|协助|协同|责任|负责|指导|督导|督办)"
_MARK = re.compile(rf"(?:{_SIGN}|{_WORD}(?:单位|部门)?)$")
_BODY = re.compile(
    r"(?:局|委|办|部|厅|院|社|署|会|队|所|站|公司|中心|政府|银行|集团|支行|单位|部门|乡|镇|街道|乡镇|联|县|区|市)(?:[（(].{1,8}[)）])?$|^各"
)
_EMPTY = re.compile(r"[\s/／—\-–]*$")
_LEGENDS = (
    re.compile(
        rf"(?P<sign>{_SIGN})[”’\"')）]?\s*(?:号|的|标记|标志|标注|者|单位|部门)*\s*(?:代表|表示|即?为|是|系|指|[：:=＝—－-]+)?\s*[“‘\"']?(?P<role>{_WORD}(?:单位|部门)?)"
    ),
    re.compile(rf"(?P<role>{_WORD}(?:单位|部门))(?:用|以|标|打|画|划|标注|标记|[：:])+\s*[“‘\"'（(]?(?P<sign>{_SIGN})"),
)


def head_height(table: Table, at: int) -> int:
    """How many rows from `at` on are a head over columns of marks (1 or 2); 0 where they are none."""
    kinds = {column_kind(cell.reading.text) for cell in table.rows[at]}
    if not kinds & {ColumnKind.TASK, ColumnKind.MEASURE, ColumnKind.CATEGORY}:
        return 0
    for height in (1, 2):
        marked = mark_columns(table, at, height) if at + height < len(table.rows) else ()
        names = [plain_label(table.rows[at + height - 1][column].reading.text) for column in marked]
        if len(names) >= 2 and (_told(table) or sum(1 for name in names if _BODY.search(name)) >= 0.5 * len(names)):
            return height
    return 0


def mark_columns(table: Table, at: int, height: int) -> frozenset[int]:
    """The columns with a name in the last row of the head and nothing but marks below it."""
    found = set()
    for column, cell in enumerate(table.rows[at + height - 1]):
        name = plain_label(cell.reading.text)
        if (
            column_kind(name) not in (None, ColumnKind.ROLE)
            or not 2 <= len(name) <= 24
            or _MARK.match(name)
            or cell.anchor[0] < at + height - 1
        ):
            continue
        marks = [words for words in _below(table, at + height, column) if not _EMPTY.match(words)]
        if marks and all(_MARK.match(words) for words in marks):
            found.add(column)
    return frozenset(found)


def _below(table: Table, first: int, column: int) -> list[str]:
    """The words of a column down to the next head; rows of one cell are sections or notes."""
    words = []
    for row in table.rows[first:]:
        if is_head([cell.reading.text for cell in row]):
            break
        if len({cell.anchor for cell in row if cell.reading.text.strip()}) > 1:
            words.append("".join(row[column].reading.text.split()))
    return words


def as_marked(columns: tuple[Column, ...], marked: frozenset[int]) -> tuple[Column, ...]:
    """The columns of a head, those that hold marks known as such."""
    return tuple(Column(c.label, ColumnKind.MARK) if at in marked else c for at, c in enumerate(columns))


def legend_of(table: Table, at: int, height: int) -> dict[str, str]:
    """What each mark means: its label by the document's own words, else by its look."""
    signs = {words for column in mark_columns(table, at, height) for words in _below(table, at + height, column)}
    told = _told(table)
    ranked = any(sign in _HOLLOW for sign in signs if len(sign) == 1)
    for sign in signs:
        if re.fullmatch(_SIGN, sign) and sign not in told:
            told[sign] = "责任单位" if not ranked else "牵头单位" if sign in _FULL + _TICKS else "配合单位"
        elif _MARK.match(sign):
            told.setdefault(sign, sign)
    return {sign: role if role.endswith(("单位", "部门")) else role + "单位" for sign, role in told.items()}


def _told(table: Table) -> dict[str, str]:
    """What the document says of its signs: “●为牵头单位” → ● is 牵头单位."""
    source = next((cell.reading.source for row in table.rows for cell in row), "")
    told: dict[str, str] = {}
    for pattern in _LEGENDS:
        for match in pattern.finditer(source):
            told.setdefault(match["sign"], match["role"])
    return told
