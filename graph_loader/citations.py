"""On what ground: “根据《…》（晋建管字〔2022〕27号）要求” → one citation, based_on (formats.md 2.3).

Titles in 《》 and numbers of documents, the issuer before them, and what the citing words do. The title of a play, a
form or a licence is no citation: a title counts when its last word names an instrument (意见, 办法, 通知 …) or when a
number of a document stands with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_loader.compact import Compact, compact
from graph_loader.source import Reading
from graph_loader.titles import DocumentNumber, Title, find_numbers, find_titles, is_instrument
from graph_store.model import Span
from graph_store.records import named_record, record


@named_record
class CitationDraft:
    """A policy that a text names. `start` and `end` count characters of the reading: title and number together."""

    cited_title: str | None
    cited_number: str | None
    cited_issuer: str | None
    kind: str
    start: int
    end: int
    span: Span


_SIGN = re.compile(r"[《<〈号]")  # one of them stands in every title and every number of a document


def find_citations(body: Reading, *, exclude: frozenset[str] = frozenset()) -> list[CitationDraft]:
    """Every policy that the text names, in order; titles and numbers in `exclude` (without white space) are left out.

    A title in `exclude` stays where another issuer is written before it: a county plan cites the city plan of its name.
    A title whose last word is no instrument (《飞燕省亲》, 《营业执照》) is taken only when a 文号 stands with it.
    """
    found: list[CitationDraft] = []
    if not _SIGN.search(body.text):
        return found
    words = compact(body)
    for item in _items(words.text):
        if item.title is None and item.number is None:
            continue
        own = item.name in exclude and _written_issuer(item) is None and _kind(item) != "repeals"
        if own or _announced(item) or (item.code is not None and item.code in exclude):
            continue
        found.append(_draft(words, item))
    return found


#: 以下简称《意见》: a name for what was cited already
ABBREVIATES = re.compile(r"(?:简称|统称|以下称)(?:为|“)?原?$")
_VERSION = r"(?:[（(][^（）()]{0,40}[）)])*"
_APPROVED = re.compile(_VERSION + r"(?:已|业)经?[^。；;《]{0,60}(?:同意|通过|审定|批准)[^。；;《]{0,30}印发")
_HANDED_ON = re.compile(_VERSION + r"(?:予以)?(?:印发|公布|发布)(?:给你们|$|，|。)")
_NEWS = re.compile(r"(?:，并发出通知|，全文如下|$)")


def _announced(item: _Item) -> bool:
    """No ground but a name for one, or the plan that the document itself brings: 现将《…》印发给你们; 《…》已经县政府同意，现印发; 近日，省委办公厅印发《…》."""
    if item.title is None:
        return False
    before, after = item.text[: item.start], item.text[item.end :]
    if ABBREVIATES.search(before):
        return True
    if _APPROVED.match(after) or (re.search(r"现[将把就][^。；;]{0,120}$", before) and _HANDED_ON.match(after)):
        return True
    return bool(re.fullmatch(r"(?:近日，)?[^。；;，《]{4,60}印发(?:了)?", before) and _NEWS.match(after))


def covered_by_titles(body: Reading) -> list[tuple[int, int]]:
    """The runs (start, end) of the reading that titles and document numbers cover, cited or not, for masking."""
    words = compact(body)
    runs = [(title.start, title.end) for title in find_titles(words.text)]
    runs += [(number.start, number.end) for number in find_numbers(words.text)]
    return sorted(words.range(start, end) for start, end in runs)


@record
class _Item:
    """A title and the number that stands with it, either may be missing; `name` and `code` are their words."""

    title: tuple[int, int] | None
    number: tuple[int, int] | None
    name: str | None
    code: str | None
    start: int
    end: int
    text: str


def _items(text: str) -> Iterator[_Item]:
    titles = find_titles(text)
    numbers = find_numbers(text)
    numbers = [n for n in numbers if not any(t.start < n.start and n.end < t.end for t in titles)]
    used: set[int] = set()
    for index, title in enumerate(titles):
        following = titles[index + 1].start if index + 1 < len(titles) else len(text)
        number = _number_of(text, title, numbers, used, following)
        item = _item(text, title, number)
        if not is_instrument(title.words) and number is None and not _is_report(item):
            continue
        yield item
    for number in numbers:
        if number.start not in used:
            yield _bare(text, number)


def _is_report(item: _Item) -> bool:
    """《政府工作报告》 where it is the ground (根据, 贯彻落实), not where it is only named."""
    return bool(re.search(r"政府工作报告$", item.name or "")) and _kind(item) in ("based_on", "implements")


_GAP = re.compile(
    r"[（(〔\[【]?(?:以下简称[^）)]{1,20}[，,；;])?|[》】]?[（(〔\[【]?(?:(?![及和与或、])[一-龥]{0,4})?$"
)


def _number_of(
    text: str, title: Title, numbers: list[DocumentNumber], used: set[int], following: int
) -> DocumentNumber | None:
    """The number right after the title (in brackets or bare), or right before it."""
    for number in numbers:
        if number.start in used:
            continue
        after = title.end <= number.start < following and _GAP.fullmatch(text[title.end : number.start])
        before = number.end <= title.start and re.fullmatch(r"(?:文件?)?[）)]?", text[number.end : title.start])
        if after or before:
            used.add(number.start)
            return number
    return None


def _item(text: str, title: Title, number: DocumentNumber | None) -> _Item:
    start, end = title.start, title.end
    if number:
        start, end = min(start, number.start), max(end, number.end)
        end += bool(
            re.match(r"[）)〕\]】]", text[end : end + 1]) and re.search(r"[（(〔\[【]", text[title.end : number.start])
        )
    code = text[number.start : number.end] if number else None
    run = (number.start, number.end) if number else None
    return _Item((title.start, title.end), run, title.words, code, start, end, text)


_UNBRACKETED = re.compile(
    r"(?:[一-龥]{2,30}(?:政府|办公厅|办公室|委员会|委|厅|局|部))?关于[^，。；：《》（）()]{4,60}的(?:通知|意见|决定|函|公告|通告|批复)[（(]$"
)


def _bare(text: str, number: DocumentNumber) -> _Item:
    """A number without a title in brackets; the words 关于…的通知 right before it are its title."""
    run, code = (number.start, number.end), text[number.start : number.end]
    match = _UNBRACKETED.search(text, max(0, number.start - 100), number.start)
    if not match:
        return _Item(None, run, None, code, number.start, number.end, text)
    start = match.start() + len(_governing(text[match.start() : match.end()]))
    name = text[start : match.end() - 1]
    end = number.end + (text[number.end : number.end + 1] in ("）", ")"))
    return _Item((start, match.end() - 1), run, name, code, start, end, text)


_GOVERNING = r"根据|依据|依照|按照|遵照|参照|对照|贯彻落实|贯彻|落实|执行|实施|结合|转发|印发|符合"


def _governing(words: str) -> str:
    match = re.match(rf".*?(?:{_GOVERNING})(?:好|了)?(?=[^关]*关于)", words)
    return match[0] if match else ""


def _draft(words: Compact, item: _Item) -> CitationDraft:
    start, end = words.range(item.start, item.end)
    number = re.sub(r"\s", "", words.printed(*item.number)) if item.number else None
    return CitationDraft(
        cited_title=item.name,
        cited_number=number,
        cited_issuer=_issuer(item),
        kind=_kind(item),
        start=start,
        end=end,
        span=words.reading.span(start, end),
    )


_BODY = r"(?:政府|办公厅|办公室|委员会|委|厅|局|部|署|院|会|党组|中心|银行|领导小组|专班|总队|集团|联社|学院|政协|人大|纪委|分局|支行|省局|市局|县局|国办|中办|国务院|党中央|中共中央)"
_ISSUER = re.compile(
    rf"(?P<who>[一-龥（）()]{{0,40}}?{_BODY}(?:[、和及联合]{{1,2}}[一-龥]{{1,30}}?{_BODY})*)(?:等[\d一-龥]{{0,3}}(?:个)?(?:部门|单位|部委))?(?:办公[厅室])?"
    r"(?:联合|共同)?(?:印发|出台|发布|制定|下发|颁布|转发|公布|联合印发|出台印发)?(?:了|的)?$"
)


def _issuer(item: _Item) -> str | None:
    """The bodies written before the title, else those that the title itself begins with."""
    written = _written_issuer(item)
    name = item.name or ""
    own = re.match(rf"(?P<who>[一-龥]{{1,40}}?{_BODY}(?:[、 ]?[一-龥]{{1,30}}?{_BODY})*)(?=关于|印发|转发)", name)
    if written and not (own and re.fullmatch(r"[国省市县区州旗]?家?(?:总局|局|厅)", written)):
        return written
    return own["who"] if own else None


def _written_issuer(item: _Item) -> str | None:
    """The bodies that stand right before the title: 县委、县政府《…》, 国务院印发的《…》."""
    if item.title is None:
        return None
    before = re.split(r"[，,。；;：:“”《》〔〕\[\]※\d]|文号", item.text[max(0, item.title[0] - 50) : item.title[0]])[-1]
    match = _ISSUER.search(before)
    who = _without_lead(match["who"]) if match else ""
    return who if len(who) >= 2 else None


def _without_lead(words: str) -> str:
    """Drop the verbs before the issuer: 落实省市场监管局 → 省市场监管局."""
    match = re.match(
        rf"^.*?(?:{_GOVERNING}|严格|认真|全面|深入|做好|加强|修订|废止|制定|出台|按|为(?!民)|将|对)+(?:好|了|全)?(?:[、和及])?",
        words,
    )
    rest = words[match.end() :] if match else words
    again = re.match(rf"^.*(?:{_GOVERNING})(?:好|了)?", rest)
    rest = rest[again.end() :] if again else rest
    return re.sub(r"^(?:.*年(?:度|来)?)?(?:我(?=[省市县区州])|经|由|各)?", "", rest.strip("、和及（）()"))


_KINDS = (
    (re.compile(r"废止|停止执行|失效"), "repeals"),
    (re.compile(r"修订|修改|修正"), "amends"),
    (re.compile(r"贯彻|落实|执行|实施(?!方案|意见|细则|办法)|兑现"), "implements"),
    (re.compile(r"根据|依据|依照|按照|遵照|参照|对照|依|按(?!时|期|月|年|季)|符合|结合"), "based_on"),
)
_REPEALED = re.compile(r"^[^。；;]{0,60}?(?:同时|自行|即行|相应)?(?:废止|失效|停止执行)(?!◇)")
# 《甲》，《乙》同时废止; not 《甲》中期评估，《乙》已失效
_ITSELF = re.compile(r"(?:[，、和及与以◇（）()]|以上)*(?:[^，◇]*)")
_AMENDED = re.compile(r"^[^。；;，,]{0,12}(?:进行|作|予以)?(?:修订|修改|修正)")
_CHECKED = re.compile(r"^(?:等[^。；;，,]{0,8})?的?(?:贯彻|落实|执行|实施){1,2}(?:和[^。；;，,]{2,6})?情况")
_EXCERPT = re.compile(r"^[）)〕\]】]{0,2}(?:[；;、][^。]{0,200}?)?摘录")


def _kind(item: _Item) -> str:
    """What the words round the citation do with it."""
    after = item.text[item.end : item.end + 240]
    if _EXCERPT.match(after):
        return "excerpts"
    plain = re.sub(r"《[^《》]*》(?:[（(][^（）()]*[）)])?", "◇", after)
    repealed = _REPEALED.match(plain)
    if repealed and "，◇" not in repealed[0]:
        return "repeals"
    before = re.sub(r"《[^《》]*》(?:[（(][^（）()]*[）)])?", "◇", item.text[max(0, item.start - 200) : item.start])
    sentence = re.split(r"[。；;]", before)[-1]
    parts = re.split(r"[，,]", sentence)
    clause = parts[-1]
    while len(parts) > 1 and (not clause or "◇" in clause or _ISSUER.fullmatch(clause)) and not _word(clause):
        parts.pop()
        clause = parts[-1] + clause
    kind = _word(clause)
    if kind in (None, "implements") and _AMENDED.match(plain) and re.search(r"对[^，,]*$", clause):
        return "amends"
    named = bool(repealed and _ITSELF.fullmatch(repealed[0]))
    return kind or ("repeals" if named else "implements" if _CHECKED.match(plain) else "mentions")


def _word(clause: str) -> str | None:
    """The kind of the last governing word in a clause."""
    found = [(match.start(), kind) for pattern, kind in _KINDS for match in pattern.finditer(clause)]
    return max(found)[1] if found else None
