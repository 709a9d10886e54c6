"""What a number counts: “全县市级以上龙头企业达到40户” → indicator 龙头企业, scope 全县市级以上."""

from __future__ import annotations

import re

from graph_loader.quantities import Quantity
from graph_loader.target_words import ACTION, CHANGE, OPERATOR

_CUT = re.compile(r"[，,。；;：:！？、\n]")
_HEAD = re.compile(
    r"^(?:[—–\-.．\d）)、]*|[^，※]{0,6}※+(?:[，,底末内前]|之前|期间|年底)*|其中|力争|努力|争取|确保|推动|推进|促进|带动|引导|支持|鼓励|积极|大力|全力|加快|持续|进一步|实现|使|将|并|且|还|再|逐步|基本|预计|计划|要求|力求|到|在|每年|原则上|以及|及|和|与)+"
)
_SCOPE = re.compile(
    r"^(?:(?P<place>全县|全市|全省|全区|全国|全州|全旗|全镇|全乡|我县|我市|我省|我区|县域|市域|区域内|县内|市内|本县|本市|区内|[^，。的]{2,4}(?:县|市|区))的?)?"
    r"(?P<level>(?:(?:国家|省|市|县|区|乡镇|镇|村)级?(?:[、和或及](?:国家|省|市|县|区)级?)*(?:\(?及?以上\)?)?(?:级)?(?=[^，。]{2}))(?<=[级上]))?"
)
_AFTER = re.compile(r"[^，,。；;：:、（）()！？\d]{1,24}")
_TRAIL = re.compile(
    r"(?:的)?(?:数量|总数|总量|数|个数|总数量)?(?:将|要|应|须|均|分别|累计|合计|总计|共计|共|力争|争取|确保|年均|平均|同比|较|比|※+|培育认定|认定|培育|新增|年入库|年入度|的|在|由|从|可)*$"
)


def indicator_of(text: str, masked: str, item: Quantity, previous: str) -> tuple[str, str | None, int]:
    """The indicator, its scope, and where its wording begins in compact text."""
    start = max((found.end() for found in _CUT.finditer(masked, 0, item.start)), default=0)
    before = masked[start : item.start]
    head = _HEAD.match(before)
    skip = head.end() if head else 0
    words = OPERATOR.sub("", before[skip:])
    change = CHANGE.search(words) or CHANGE.search(before[skip:])
    words = CHANGE.sub("", words)
    if ACTION.search(words):
        words = ACTION.sub("", words)
        after = _AFTER.match(masked, item.end)
        if after and not words:
            return _named(text[after.start() : after.end()], start + skip)
    words = _TRAIL.sub("", words)
    opening = _OPENING.match(words)
    skip += opening.end() if opening else 0
    words = words[opening.end() :] if opening else words
    if words.strip("◇※“”（）()的"):
        name = text[start + skip : start + skip + len(words)]
        return _named(name + (change[0] if change and "年均" in change[0] else ""), start + skip)
    after = _AFTER.match(masked, item.end)
    if after and change is None and after[0][0] not in "的办内前完以":
        return _named(text[after.start() : after.end()], start + skip)
    wording = change[0] if change else ""
    return (previous.removesuffix(wording) + wording) or wording, None, start + skip


_OPENING = re.compile(
    r"(?:新增|净增|新建|建成|建设|培育|打造|创建|引进|发展|组建|设立|成立|完成|开展|实施|改造|推广|认定|规划设置|支持发展|积极申报|创评|新培育|新认定|种植|落实|带动)+(?=.{2})"
)


def _named(words: str, start: int) -> tuple[str, str | None, int]:
    match = _SCOPE.match(words)
    if not match or not match.end():
        return words.strip("的，、“”") or words, None, start
    name = words[match.end() :].strip("的，、")
    if len(name) < 2:
        return words.strip("的，、"), None, start
    return name, words[: match.end()].rstrip("的") or None, start
