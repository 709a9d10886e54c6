"""Sheets of a workbook → title rows as paragraphs, then a table, notes below it as paragraphs.

Row 1 “2024年重点工作任务分工表” merged over A–F, row 3 序号 … 牵头单位: the first is a paragraph, the table begins at
row 3. A merged row “一、优化环境” between rows of data stays in the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_loader.readers.layout import CellDraft, Layout, ParagraphDraft, TableDraft, soft_paragraphs, tidy
from graph_store.model import Place

_HEAD_WORDS = re.compile(
    r"序号|编号|单位|部门|任务|措施|时限|时间|目标|责任|领导|内容|事项|类别|指标|备注|举措|要求|项目|名称|问题|期限|进度|成果"
)
_TITLE = re.compile(
    r"^附\s*(?:件|表)|(?:清单|分工表|一览表|方案|分解表|任务表|台账|汇总表|计划|通知|责任表|分工|措施|要点)\s*(?:[（(].{1,15}[)）])?$|^\d{4}年.{4,40}表$"
)
_NOTE = re.compile(r"^(?:备\s*注|注|说\s*明|填表|联系)[：:\s]|^注\d")
_PROSE_RUN = 4


@dataclass(slots=True)
class Sheet:
    """One sheet as shown: `rows[r][c]` is text, `merges` are (row, column, row, column), all counted from 0."""

    name: str
    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    bold: set[tuple[int, int]] = field(default_factory=set)


class SheetLayout:
    """Lays out the sheets of one workbook one after the other."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._tables = 0

    def add(self, sheet: Sheet) -> None:
        """Lay out one sheet."""
        anchors = _anchors(sheet)
        kept = [r for r in range(len(sheet.rows)) if self._own(sheet, anchors, r)]
        at = 0
        while at < len(kept):
            stop = self._table_end(sheet, anchors, kept, at)
            if stop == at:
                self._paragraph(sheet, anchors, kept[at])
                at += 1
            else:
                self._table(sheet, anchors, kept[at:stop])
                at = stop

    @staticmethod
    def _own(sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], r: int) -> list[int]:
        """The columns of row `r` in which a cell of its own with words begins, or one merged from above goes on."""
        found = []
        for c in range(len(sheet.rows[r])):
            anchor = anchors.get((r, c), (r, c))
            if anchor[1] == c and anchor[0] == r and tidy(sheet.rows[r][c])[0]:
                found.append(c)
        return found

    def _single(self, sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], r: int) -> bool:
        """Whether the row holds one cell of words, at its left end, that no merge from above completes."""
        own = self._own(sheet, anchors, r)
        if len(own) != 1 or any(anchors.get((r, c), (r, c))[0] < r for c in range(len(sheet.rows[r]))):
            return False
        text = tidy(sheet.rows[r][own[0]])[0]
        first = next((c for row in sheet.rows for c, value in enumerate(row) if tidy(value)[0]), 0)
        left = own[0] <= first or any(m[0] == r and m[1] == own[0] and m[3] - m[1] >= 2 for m in sheet.merges)
        return left and not re.fullmatch(r"[\d.]{1,6}", text)

    def _is_head(self, sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], r: int) -> bool:
        texts = [re.sub(r"\s+", "", sheet.rows[r][c]) for c in self._own(sheet, anchors, r)]
        named = sum(1 for text in texts if _HEAD_WORDS.search(text) and len(text) <= 16)
        return len(texts) >= 2 and named >= 2 and named >= 0.5 * len(texts) and all(len(text) <= 30 for text in texts)

    def _table_end(
        self, sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], kept: list[int], at: int
    ) -> int:
        """Where the table that begins at `at` ends; `at` itself when the row is a paragraph."""
        if self._single(sheet, anchors, kept[at]):
            return at
        end = at + 1
        while end < len(kept):
            run = end
            while run < len(kept) and self._single(sheet, anchors, kept[run]):
                run += 1
            if run > end:
                texts = [self._text(sheet, anchors, r) for r in kept[end:run]]
                new_table = run < len(kept) and self._is_head(sheet, anchors, kept[run])
                if run == len(kept) or run - end >= _PROSE_RUN or any(_NOTE.match(text) for text in texts):
                    return end
                if new_table and any(_TITLE.search(text) for text in texts):
                    return end
            end = max(run, end + 1)
        return end

    def _text(self, sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], r: int) -> str:
        return " ".join(tidy(sheet.rows[r][c])[0] for c in self._own(sheet, anchors, r))

    def _paragraph(self, sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], r: int) -> None:
        for c in self._own(sheet, anchors, r):
            wide = any(merge[0] == r and merge[1] == c and merge[3] > merge[1] for merge in sheet.merges)
            lines = sheet.rows[r][c].splitlines()
            centred = wide and len(sheet.rows[r][c]) < 80 and not re.search(r"[。；]", sheet.rows[r][c])
            for text in soft_paragraphs(lines, centred=centred):
                bold = len(text) if (r, c) in sheet.bold else 0
                self._layout.add(ParagraphDraft(text, self._place(sheet, r, c), bold=bold))

    @staticmethod
    def _place(sheet: Sheet, r: int, c: int, table: int | None = None) -> Place:
        return Place(sheet=sheet.name, cell=f"{column_letters(c)}{r + 1}", row=r + 1, column=c + 1, table=table)

    def _table(self, sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], kept: list[int]) -> None:
        columns = sorted({c for r in kept for c in self._own(sheet, anchors, r)})
        row_at = {r: index for index, r in enumerate(kept)}
        column_at = {c: index for index, c in enumerate(columns)}
        self._tables += 1
        drafts = []
        for r in kept:
            row = []
            for c in columns:
                anchor = anchors.get((r, c), (r, c))
                inside = (row_at.get(anchor[0]), column_at.get(anchor[1]))
                own = inside[0] is None or inside[1] is None
                words = sheet.rows[r][c] if c < len(sheet.rows[r]) else ""
                place = self._place(sheet, r, c, self._tables)
                mapped = None if own else (row_at[anchor[0]], column_at[anchor[1]])
                row.append(CellDraft(words.splitlines(), place, mapped, (r, c) in sheet.bold))
            drafts.append(row)
        self._layout.add(TableDraft(drafts, Place(sheet=sheet.name, table=self._tables), merges_known=True))


def _anchors(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For every cell in a merge that holds words, the cell at its top left."""
    height, width = len(sheet.rows), max((len(row) for row in sheet.rows), default=0)
    for row in sheet.rows:
        row.extend([""] * (width - len(row)))
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in sheet.merges:
        if top < height and left < width and tidy(sheet.rows[top][left])[0]:
            for r in range(top, min(bottom, height - 1) + 1):
                for c in range(left, min(right, width - 1) + 1):
                    found[r, c] = (top, left)
    return found


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 27 → AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
