"""Which lines make one paragraph: “省级工程研” and “究中心达到3个” do, “抓好落实。” and “（责任单位：…）” do not.

The shape of both ends decides: does the first break off in a sentence, a word, a number, a bracket or a title,
and does the second not open something of its own (a number, a label, an annex, a date)?
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from graph_store.records import record

_CN = "一二三四五六七八九十百"
_OPENS = re.compile(
    rf"第[{_CN}\d]{{1,4}}[章节编篇条][\s、：]?|[{_CN}]{{1,4}}[、．.]|[（(]\s*(?:[{_CN}]{{1,3}}|\d{{1,2}})\s*[)）]|(?:\d{{1,3}}|1[0-8]\d\d)(?:[、．﹒]|\.(?!\d))"
    r"|\d{1,2}[)）]|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[\u4e00-\u9fff])|[①-⑳㈠-㈩]|——|--|[●•○◆■▲★☆◇□➢√·※▪]|[-*+]\s"
    r"|附\s*(?:件|表|录|则)?\s*[\d一二三四五六七八九十]{0,3}\s*(?:[：:]|$)|附件|抄送|主送|抄报|注\s*[：:]|表\s*\d|专栏|共印"
    r"|[（(]\s*(?:此件|主动公开|依申请)|[【\[]?(?:索引号|发文|成文|主题分类)|目\s*录$"
    r"|(?:以上|上述)(?:政策|各项)?(?:措施|举措|任务|政策)|本(?:[\u4e00-\u9fff]{0,4}方案|政策措施|措施|意见|办法|通知|[\u4e00-\u9fff]{0,2}计划|细则)自"
)
_LABEL = re.compile(
    r"[（(【\[]?\s*[\u4e00-\u9fff/（）()]{0,10}(?:单位|部门|领导|责任人|联系人|联络员|负责人|牵头人|科室|股室|处室|主体|时限|期限|时间|目标|措施|电话)\s*[)）]?\s*[：:]"
    r"|[（(]\s*[\u4e00-\u9fff、，,（）()<>〈〉]{2,200}(?:牵头|负责|落实|配合)[^。]{0,60}[)）]\s*。?\s*$"
)
_DATE = re.compile(
    r"[（(]?\s*(?:\d{4}|[二〇○零OＯ一三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*(?:[\d一二三四五六七八九十]{1,3}\s*日)?\s*[)）]?\s*(?:印发)?$"
)
_FULL_STOP = re.compile(r"[。；！？：;!?:…](?:[”’』」）)\]】》*]{0,3})$")
_ROLE_BRACKET = re.compile(
    r"[（(\[【][^（(\[【）)\]】]{0,400}(?:单位|部门|牵头|负责|落实|配合|领导|责任|摘录|公开|章)[^）)\]】]{0,400}(?:[（(][^（()）]{0,60}[)）][^（(）)]{0,400}){0,30}[）)\]】]\s*$"
    r"|(?<=[。；])\s*[（(](?:[^（()）。；]|[（(][^（()）]{0,30}[)）]){1,400}(?:局|委|办|厅|部|署|政府|公司|中心|院|会|行|社|站|乡镇|街道|[市县区州])[)）]\s*$"
)
#: A label line that stops inside a name: 配合单位：县教育局、县住房和城乡建
_CUT_LABEL_LINE = re.compile(
    r"[（(【\[]?[\u4e00-\u9fff]{0,6}(?:单位|部门)\s*[】\]]?\s*[：:].*[\u4e00-\u9fff](?<![局委办厅部署府司心院会行社站队所镇乡街道市县区州旗室校组位门团])$"
)
_CONNECTS = re.compile(r"[，、,（(“‘《〈<\[【〔及和与的或]$")
_CLOSES = re.compile(r"[，、。；）)”’》〉〕】,%％]|[,;](?!\d)")
_NUMBERED_HEAD = re.compile(
    rf"(?:第[{_CN}\d]+[章节编篇]|[{_CN}]{{1,4}}[、．.]|[（(][{_CN}]{{1,3}}[)）]|\d{{1,3}}[、．.﹒])[^，。；：]{{0,40}}$"
)
_ADDRESSEE = re.compile(r"各[^。；]{1,60}(?:单位|部门|政府|办事处|委会|办|局)\s*[：:]?$")
_ISSUER = r"(?:人民政府|办公室|办公厅|委员会|管委会|领导小组|指挥部|专班|局|厅|部|委|室|中心|分局)"
_DOC_TYPE = r"(?:通知|意见|方案|办法|决定|规定|规划|计划|纲要|要点|措施|清单|细则|公告|通告|通报|报告|批复|条例|分工|任务书|安排|分解表|责任书|函)"
_TITLE_END = re.compile(rf"{_DOC_TYPE}[》〉]?(?:的(?:通知|意见|函|决定))?(?:\s*[（(][^（()）]{{1,12}}[)）])?[》〉]?$")
_TITLE_TAIL = re.compile(
    rf"[^，。；：:]{{0,45}}{_DOC_TYPE}[》〉]?(?:的(?:通知|意见|函|决定))?(?:\s*[（(][^（()）]{{1,12}}[)）])?(?:的通知)?$"
)
_PLACE_WORD = re.compile(r"[县市省区州旗镇乡盟]|\d{4}\s*年|关于|印发|[三五]年行动")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_OPENING = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}


@record
class Piece:
    """One line as joining sees it: its words, the gap before it, and how wide and how deep it is set."""

    text: str
    gap: bool  # a blank line, a page number or a form feed stands before it
    heading: int = 0
    indented: bool = False
    hard_break: bool = False  # two spaces or a backslash at its end (Markdown)


@record
class Manner:
    """How a text is set: `width` of hard-wrapped lines (0: lines are paragraphs), whether indents open paragraphs."""

    width: int
    indents: bool
    spaced: bool  # blank lines stand between most paragraphs


def width(text: str) -> int:
    """Columns on a page: a Chinese character takes two."""
    rest = _HAN.sub("", text)
    return 2 * (len(text) - len(rest)) + sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in rest)


def find_manner(pieces: Sequence[Piece]) -> Manner:
    """How the lines of a text are set, judged by all of them."""
    widths = sorted(width(piece.text[:400]) for piece in pieces)
    wide = 0
    if len(widths) >= 6:
        top = widths[min(len(widths) - 1, int(len(widths) * 0.93))]
        near = sum(1 for value in widths if top - 6 <= value <= top + 2)
        over = sum(1 for value in widths if value > top + 4)
        if 30 <= top <= 130 and near >= max(4, 0.4 * len(widths)) and over <= 0.07 * len(widths):
            wide = top
    indented = sum(piece.indented for piece in pieces)
    gaps = sum(piece.gap for piece in pieces)
    mixed = 0.08 * len(pieces) < indented < 0.92 * len(pieces) and indented >= 3
    return Manner(wide, mixed, gaps > 0.5 * len(pieces))


def joins(before: str, last: Piece, piece: Piece, following: Piece | None, manner: Manner) -> bool:
    """Whether `piece` goes on with the paragraph `before`, whose last line is `last`."""
    head, text = before.rstrip(), piece.text.strip()
    if not head or not text or piece.heading:
        return bool(piece.heading) and piece.heading == last.heading and _title_goes_on(head, text)
    if last.heading:
        return not piece.gap and _title_goes_on(head, text)
    unclosed = _unclosed(head, text)
    if unclosed and not (_OPENS.match(text) and not _is_inner_number(text)):
        return True
    if head[-1] in "（(〔【" or _cuts_label(head, text):
        return True
    if _opens_something(head, text):
        return False
    if _CLOSES.match(text) and not _FULL_STOP.search(head):
        return True
    if manner.indents and piece.indented and not _CONNECTS.search(head):
        return False
    if manner.width and not piece.gap:
        return _wrapped_goes_on(head, last, piece, manner)
    return _breaks_off(head, last, piece, following, manner)


_LABEL_START = re.compile(r"[。；;，（(【〔]\s*([\u4e00-\u9fff]{1,6})$")
_CUT_LABEL = re.compile(
    r"(?:牵头|责任|配合|参与|协办|协同|主办|主责|承办)[\u4e00-\u9fff]{0,4}(?:单位|部门|领导|人)\s*[：:]|(?:完成|整改)(?:时限|时间|期限)\s*[：:]"
)


def _cuts_label(head: str, text: str) -> bool:
    """Whether a line ends inside a label: （牵 + 头单位：县发改局）."""
    start = _LABEL_START.search(head[-12:])
    return bool(start and _CUT_LABEL.match(start.group(1) + text[:12]))


def _is_inner_number(text: str) -> bool:
    return bool(re.match(r"[（(]|——|--|\d{1,2}[)）]", text))


def _opens_something(head: str, text: str) -> bool:
    if head[-1].isdigit() and text[0].isdigit() and not re.match(r"\d{1,3}(?:[.．、﹒]\s*[\u4e00-\u9fff])", text):
        return bool(re.search(r"(?:附件|附表|表|第)\s*\d+$", head))
    if re.fullmatch(r"附\s*(?:件|表)\s*[\d一二三四五六七八九十]*\s*[：:]?|目\s*录", head):
        return True
    return bool(
        _OPENS.match(text)
        or _LABEL.match(text)
        or _DATE.match(text)
        or (_DATE.search(head[-20:]) and _DATE.match(head))
    )


def _unclosed(head: str, text: str) -> bool:
    """A bracket opened in the last words of `head` and closed in `text`."""
    tail = head[-300:]
    for opening, closing in _OPENING.items():
        place = tail.rfind(opening)
        if place < 0 or tail.count(opening, 0) <= tail.count(closing) or closing in tail[place:]:
            continue
        end, again = text.find(closing), text.find(opening)
        if (
            opening in "（("
            and re.match(r".{0,10}(?:单位|部门|领导|责任人)\s*[:：]", tail[place + 1 :])
            and head.endswith(("：", ":", "、"))
        ):
            return True
        if 0 <= end < 600 and (again < 0 or end < again or opening in "（("):
            return True
    return False


def _wrapped_goes_on(head: str, last: Piece, piece: Piece, manner: Manner) -> bool:
    if _CONNECTS.search(head) and not head.endswith("的"):
        return True
    if _ADDRESSEE.match(head) or last.hard_break:
        return False
    full = width(last.text.rstrip()) >= manner.width - (7 if last.indented else 5)
    if not full:
        return _title_goes_on(head, piece.text.strip())
    if _ROLE_BRACKET.search(head):
        return False
    return not (head[-1] in "：:" and len(head) < 60)


def _breaks_off(head: str, last: Piece, piece: Piece, following: Piece | None, manner: Manner) -> bool:
    """Whether the words stop in the middle of a sentence."""
    text = piece.text.strip()
    if _FULL_STOP.search(head) or _ROLE_BRACKET.search(head) or _ADDRESSEE.match(head):
        return False
    if _CUT_LABEL_LINE.match(head) and re.match(r"[\u4e00-\u9fff]{1,12}(?:[、，,；;。]|$)", text):
        return True
    if head.endswith(("》", "〉")) and re.match(r"《|印发|的?(?:通知|精神|要求)|[和及与]", text):
        return True
    if _title_goes_on(head, text):
        return True
    if _is_signature(text, following):
        return False
    if _CONNECTS.search(head) and not re.search(r"[的及和与或]$", head):
        return True
    if _NUMBERED_HEAD.fullmatch(head) and not (manner.width and width(last.text.rstrip()) >= manner.width - 5):
        return False
    if manner.width and piece.gap:
        return width(last.text.rstrip()) >= manner.width - 5 or (bool(re.search(r"[，。；]", head)) and len(head) > 25)
    if not piece.gap and manner.spaced:
        return bool(re.search(r"[，。；]", head)) and len(head) >= 12
    return bool(piece.gap or not manner.spaced) and bool(re.search(r"[，,。；;]", head[:-1])) and len(head) >= 15


def _is_signature(text: str, following: Piece | None) -> bool:
    plain = len(text) <= 40 and not re.search(r"[，。；：]", text) and bool(re.search(rf"{_ISSUER}\s*$", text))
    return plain and following is not None and bool(_DATE.match(following.text.strip()))


def _title_goes_on(head: str, text: str) -> bool:
    """A title over two lines: issuer and 关于…, or a first half and …的通知."""
    if (
        re.search(r"[，。；：]", re.sub(r"《[^》]*》?", "", head))
        or len(head) > 90
        or _OPENS.match(head)
        or _DATE.match(head)
    ):
        return False
    if head.endswith(("文件", "号", "日")) or not _plain_title(text):
        return False
    if re.match(r"关\s*于|印\s*发", text):
        return bool(re.search(rf"{_ISSUER}(?:\s*[\u4e00-\u9fff]{{2,20}}{_ISSUER})*$", head)) and not re.match(
            r"关于", head
        )
    if _TITLE_END.search(head) and not re.match(r"[》〉的]", text):
        return False
    if re.match(rf"的\s*{_DOC_TYPE}", text):
        return True
    if re.match(r"关于", head) or "关于" in head:
        return bool(_TITLE_TAIL.match(text)) or text[0] in "（("
    named = bool(_PLACE_WORD.search(head)) and 8 <= len(head) <= 45 and not re.search(rf"{_ISSUER}$", head)
    return named and bool(_TITLE_TAIL.match(text)) and len(text) <= 30 and not re.search(r"[）)]$", head)


def _plain_title(text: str) -> bool:
    bare = re.sub(r"《[^》]*》?|[（(][^）)]{1,12}[)）]", "", text)
    return len(text) <= 60 and not re.search(r"[，。；：]", bare) and not _OPENS.match(text) and not _DATE.match(text)
