"""Damaged copies: what is certain is mended in the reading, the rest is only said (formats.md, 1.8).

“責任單位：縣發(fā)改局” reads as “责任单位：县发改局”; quotes and names as written keep the characters of the file.
Lost brackets of a 文号, lost punctuation and spun synonyms are said in the warnings and never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from graph_loader.source import Block, Cell, Paragraph, Reading, SourceText

_PINYIN = re.compile(r"[（(](?<=[\u3400-\u9fff].)[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}[)）]", re.IGNORECASE)
_TRADITIONAL = frozenset("責單縣發財農業鄉鎮牽頭負實與關於為國務門參導項劃體資產廣電區動員會長時間開設")
_SIMPLIFIED = frozenset("责单县发财农业乡镇牵头负实与关于为国务门参导项划体资产广电区动员会长时间开设")
_SPUN = re.compile(r"生长改造委|卖力|加鼎力度|相助单位|相干部分|有关部分|主管部分|各部分|牵头部分|共同单位")
_BARE_NUMBER = re.compile(
    r"(?<![\d〔\[（(])[\u4e00-\u9fff]{1,6}(?:政发|政办发|政办|府发|府办|国发|国办发|政)(?:〔)?20\d{2}\d{1,4}(?:号)?(?!\d|年|〕|\])"
)
_BARE_YEAR = re.compile(r"[发办政]〔?20\d{3}")
_PUNCTUATION = "，。；：、！？,.;:"
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")


def mend(source: SourceText) -> SourceText:
    """The text with its readings mended where that is certain, and a warning for every kind of damage found."""
    warnings = list(source.warnings)
    blocks = source.blocks
    sample = source.text[:200_000]
    if len(_PINYIN.findall(sample)) >= 3:
        blocks = tuple(_map(block, _without_pinyin) for block in blocks)
        warnings.append("疑似转码损坏：汉字后夹有注音，如“發(fā)”；阅读时已略去注音，原文未改。")
    if _is_traditional(sample):
        blocks = tuple(_map(block, _simplified) for block in blocks)
        warnings.append("全文为繁体转换稿：识别时按简体读，原文和引文保持原样；转换稿常有用词替换，请以原发布稿核对。")
    warnings.extend(_said(sample))
    if blocks is source.blocks and len(warnings) == len(source.warnings):
        return source
    return replace(source, blocks=blocks, warnings=tuple(warnings))


def _said(text: str) -> list[str]:
    """Damage that is only said."""
    found = []
    spun = _SPUN.findall(text)
    if len(spun) >= 3:
        found.append(f"疑似经同义词改写的网络转载稿（如“{spun[0]}”）：单位名称和用词不可靠，请换用原发布稿。")
    bare = _BARE_NUMBER.search(text) if _BARE_YEAR.search(text) else None
    if bare:
        found.append(f"文号疑似丢失括号或年份分隔：“{bare.group()}”，未作修复。")
    marks = sum(map(text.count, _PUNCTUATION))
    if marks < len(text) / 200 and (letters := len(text) - len(_LETTERS.sub("", text))) > 400 and marks < letters / 200:
        found.append("全文几乎没有标点，疑似复制时丢失：名单和句子无法可靠切分。")
    if text.count("\ufffd") >= 1:
        found.append(f"原文中有 {text.count(chr(0xFFFD))} 处无法显示的字符（�）。")
    return found


def _is_traditional(text: str) -> bool:
    traditional = sum(map(text.count, _TRADITIONAL - _SIMPLIFIED))
    return traditional >= 20 and traditional > 3 * sum(map(text.count, _SIMPLIFIED - _TRADITIONAL))


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    pairs = ((code, convert(chr(code))) for code in range(0x4E00, 0xA000))
    return {code: char for code, char in pairs if len(char) == 1 and char != chr(code)}


def _simplified(reading: Reading) -> Reading:
    return Reading(reading.text.translate(_table()), reading.offsets, reading.source)


def _without_pinyin(reading: Reading) -> Reading:
    keep = [True] * len(reading)
    for match in _PINYIN.finditer(reading.text):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    return reading.without(keep)


def _map(block: Block, change: Callable[[Reading], Reading]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, reading=change(block.reading), bold=min(block.bold, len(change(block.reading))))
    return replace(block, rows=tuple(tuple(_cell(cell, change) for cell in row) for row in block.rows))


def _cell(cell: Cell, change: Callable[[Reading], Reading]) -> Cell:
    return replace(cell, reading=change(cell.reading), lines=tuple(change(line) for line in cell.lines))
