"""Titles in brackets and numbers of documents, as they stand: 《关于印发〈…〉的通知》, 阳市监[2022]19号, 国令第722号.

Finds where they are, broken and nested brackets included; what a citation does is read in citations.py. Reads compact
text (graph_loader/compact.py).
"""

from __future__ import annotations

import re

from graph_store.records import record

_OPEN, _CLOSE = r"〔\[（(【﹝［〈<", r"〕\]）)】﹞］〉>"
# words before a code that do not belong to it: 根据晋建管字〔2022〕27号
_BEFORE_CODE = re.compile(
    r"^.*(?:根据|依据|依照|按照|遵照|参照|对照|按|贯彻|落实|执行|实施|关于|转发|印发|下发|发布|废止|修订|修改|符合|结合|文号|通知|意见|方案|办法|规定|文件|参见|详见|见|即|为|的|原|由|经(?![贸信济科管发协])|及其?|以及|与|(?<!共)和(?=.{2})|以(?=.{2})|是|在|对)"
)
_INSTRUMENT = re.compile(
    r"(?:意见|办法|通知|方案|规划|条例|(?<![办方做想书疗用手打看说算])法|规定|细则|标准|纲要|目录|名录|指引|措施|举措|工作安排|重点任务|计划|决定|决议|公告|通告|批复|复函|函|指南|规程|规范|导则|清单|要点|预案|章程|公约|协定|制度|规则|准则|政策"
    r"|十条|\d+条|大纲|纪要|规约|命令|令|通报|任务分工|分工|实施行动|行动|法典|宪法|协议书?(?<!承诺书)|解释|定额|要求|宣言|议定书|工作规范|技术要求|负面清单|须知|总体要求|任务书|倡议|指标体系|标准体系)$"
)
_KNOWN = re.compile(r"^(?:中国制造2025|健康中国2030|总体国家安全观)$")
_BRACKETED_TAIL = re.compile(r"(?:[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】])+$")
_AFTER_NESTED = re.compile(r"的?(?:通知|意见|函|决定|公告|通告|批复|通报)(?:[（(][^（）()]{0,12}[）)])?")
_NESTING = re.compile(r"(?:印发|转发|发布|下发|颁布|贯彻|落实|修订|修改|公布|批转|实施|废止|执行|关于|省局|对)$")


@record
class Title:
    """A title with its brackets from `start` to `end`; `words` without the outer brackets."""

    start: int
    end: int
    words: str


def find_titles(text: str) -> list[Title]:
    """Every title in 《》 of compact text, nested ones inside the outer; <…> and 〈…〉 where the words are an instrument."""
    found: list[Title] = []
    place = 0
    while (start := text.find("《", place)) >= 0:
        end = _closing(text, start)
        if end is None:
            place = start + 1
            continue
        words = text[start + 1 : end]
        found.append(Title(start, end, words.removesuffix("》") if words.count("》") > words.count("《") else words))
        place = end
    found.extend(_angled(text, found))
    return sorted(found, key=lambda title: title.start)


def _closing(text: str, start: int) -> int | None:
    """Where the title that opens at `start` ends, its closing bracket included; None where it never does."""
    depth = 0
    for place in range(start, min(len(text), start + 160)):
        char = text[place]
        if char == "《":
            if depth and not _NESTING.search(text[start:place]):
                return _broken(text, start, place)
            depth += 1
        elif char == "》":
            depth -= 1
            if depth <= 0:
                return place + 1
            tail = _AFTER_NESTED.match(text, place + 1)
            if tail and text[tail.end() : tail.end() + 1] != "》":
                return tail.end()
        elif char in "。；\n" and depth:
            return _broken(text, start, place)
    return _broken(text, start, min(len(text), start + 80))


def _broken(text: str, start: int, stop: int) -> int | None:
    """A title whose closing bracket is lost ends where its first instrument word does."""
    for place in range(start + 5, stop + 1):
        if re.match(r"[，,、（(〔\[；。]|$|《|要求|精神|规定的", text[place : place + 3]) and is_instrument(
            text[start + 1 : place]
        ):
            return place
    return None


_ANGLES = re.compile(r"<([^<>《》\n]{4,90})>|〈([^〈〉《》\n]{4,90})〉")


def _angled(text: str, titles: list[Title]) -> list[Title]:
    found: list[Title] = []
    if "<" not in text and "〈" not in text:
        return found
    for match in _ANGLES.finditer(text):
        inside = any(title.start <= match.start() < title.end for title in titles)
        words = match[1] or match[2]
        if not inside and is_instrument(words):
            found.append(Title(match.start(), match.end(), words))
    return found


def is_instrument(title: str) -> bool:
    """Whether a title names an instrument of government: its last word is 意见, 办法, 通知 … (（试行） and years apart)."""
    words = _BRACKETED_TAIL.sub("", title).rstrip('》〉>”"')
    return bool(_INSTRUMENT.search(words) or _KNOWN.match(words))


@record
class DocumentNumber:
    """A number of a document (文号) from `start` to `end`."""

    start: int
    end: int


def find_numbers(text: str) -> list[DocumentNumber]:
    """Every 文号 of compact text in whatever brackets, and the numbers of orders (国令第722号)."""
    found: list[DocumentNumber] = []
    if "号" not in text:
        return found
    for match in _NUMBER_END.finditer(text):
        start = _code_start(text, match.start())
        if start is not None:
            found.append(DocumentNumber(start, match.end()))
    for match in _ORDER.finditer(text):
        start = match.start() + len(_lead(match["who"]))
        found.append(DocumentNumber(start, match.end("no")))
    return sorted(found, key=lambda number: number.start)


_NUMBER_END = re.compile(
    rf"[{_OPEN}]{{0,2}}(?:19|20)\d\d[{_CLOSE}]{{1,2}}第?\d{{1,5}}号|[{_OPEN}]{{1,2}}(?:19|20)\d\d第?\d{{1,5}}号"
)
_ORDER = re.compile(r"(?P<who>[一-龥]{0,14})令[（(]?(?P<no>第?\d{1,4}号)")
# 州林草局甘林草〔2025〕7号: who issued it stands before its code
_ISSUER_BEFORE_CODE = re.compile(
    r"[一-龥]{1,10}(?:局|厅|委员会|政府|办公室|管委会)(?=[一-龥]{2,8}$)(?![发函字办规]{1,2}$)"
)
_CODE = re.compile(r"[一-龥A-Za-z]{1,18}$")


def _code_start(text: str, end: int) -> int | None:
    """Where the code before the year begins, lead words such as 根据 left out; None where there is no code."""
    match = _CODE.search(text, max(0, end - 18), end)
    if not match:
        return None
    start = match.start() + len(_lead(match[0]))
    issuer = _ISSUER_BEFORE_CODE.match(text, start, end)
    start = issuer.end() if issuer else start
    return start if 1 <= end - start <= 14 else None


def _lead(words: str) -> str:
    match = _BEFORE_CODE.match(words)
    return match[0] if match else ""
