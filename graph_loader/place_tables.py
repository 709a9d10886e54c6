"""Tables that part goals among places: 县（市、区） | 新签约项目（个） | 到位资金（亿元） → a target for each place and column.

No body answers for such a row by a label, so it is no task; its targets hang on the policy, the place is their scope.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_loader.indicator_rows import read_indicator_row
from graph_loader.numerals import UNITS
from graph_loader.source import Reading, Table
from graph_loader.targets import TargetContext, TargetDraft

_PLACE = re.compile(
    r"(?:各)?(?:县区|区县|市县|县市区?|县[（(]市、?区[）)]|县[（(]市[）)]|市州|州市|地区|地市|乡镇|镇街|镇村|街道|村居?|乡镇[（(]街道[）)]|镇[（(]街道[）)]|乡[（(]镇[）)]|园区|县|区|市|镇|任务分解单位|分解单位)(?:名称)?"
)
_COUNTED = re.compile(r"(?P<name>.+?)[（(](?P<size>万亿|千万|百万|万|亿)?(?P<unit>[^（）()\d]{1,8})[）)]")
_TOLD = re.compile(r"完成(?:数|值|情况|率)?(?:[（(]|$)|现状|实际|基期|上年|补助|补贴|奖补|分配|下达资金")
_AIMS = re.compile(r"任务|目标|指标|计划|分解")
_YEAR_ALONE = re.compile(r"(20\d\d年)(?:目标|任务|计划)?[（(]")
_CAPTION = re.compile(r"^附?表?[\d一二三四五六七八九十]*[、.．：:\s]*|(?:任务|目标|指标|计划|分解)*表?$")
_VALUE = re.compile(r"[≥≤＞＜><约]?\d[\d.,，]*(?:以上|以内|左右|以下)?")


def read_place_table(table: Table, context: TargetContext, caption: str) -> list[TargetDraft]:
    """The targets of every place in the table; none where its head has no place or no counted column.

    `caption` is the line above the table: it or the headings must speak of goals, and it names a column of a mere year.
    """
    if len(table.rows) < 2 or not _AIMS.search("".join([caption, *context.heading])):
        return []
    labels = [re.sub(r"\s", "", cell.reading.text) for cell in table.rows[0]]
    places = [at for at, label in enumerate(labels) if _PLACE.fullmatch(label)]
    counted = [at for at, label in enumerate(labels) if _is_counted(label)]
    if len(places) != 1 or not counted:
        return []
    found: list[TargetDraft] = []
    for row in table.rows[1:]:
        place = re.sub(r"\s", "", row[places[0]].reading.text)
        for at in counted:
            if place and _VALUE.fullmatch(re.sub(r"\s", "", row[at].reading.text)):
                drafts = _targets(row[at].reading, table.rows[0][at].reading, context, caption)
                found += [replace(draft, scope=place) for draft in drafts]
    return found


def _is_counted(label: str) -> bool:
    match = _COUNTED.fullmatch(label)
    return bool(match and match["unit"] in UNITS and not _TOLD.search(match["name"]))


def _targets(value: Reading, head: Reading, context: TargetContext, caption: str) -> list[TargetDraft]:
    year = _YEAR_ALONE.match(head.text.strip())
    found = read_indicator_row({"指标": head, f"{year[1] if year else ''}目标": value}, context)
    return [replace(draft, indicator=_CAPTION.sub("", caption)) for draft in found] if year else found
