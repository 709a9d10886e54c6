"""Cut a printed list of bodies into names: “县发展和改革局、县财政局等有关部门，各乡镇人民政府” → three names.

Knows shapes (suffixes, collectives, elided heads and tails) and the forms of the register, not which unit a name
means (see resolve.py). Every name keeps its place in the reading it was cut from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from graph_loader.name_shapes import LEVEL_HEAD, Name, bare, is_known, is_place, known_forms, looks_like_unit
from graph_loader.source import Reading

__all__ = [
    "Name", "bare", "is_known", "is_known_stem", "is_place", "known_forms", "looks_like_unit", "split_names",
]  # fmt: skip

_OPEN, _CLOSE = "（(<〈《[【", "）)>〉》]】"

_GROUP = re.compile(
    r"^(?:各|有关|相关|全体|其他|市直|县直|区直|省直|州直|旗直|盟直|中央|中直|中省|省级|市级|县级|区级|州级|驻|国务院|属地|涉|所在)"
)
_OTHER_HEAD = re.compile(r"^(?:国家|国网|中国|中央|全国|人行|人民银行|邮储|各|有关|相关|驻|团|共青团|原|南网|央企)")
_FUNCTION_TAIL = re.compile(r"^(?:行业)?(?:主管|职能|有关|相关)?部门$")
_ETC = re.compile(
    r"等(?=$|[，,、；;。）)\s]|和|及|与|\d|[一二三四五六七八九十]+(?:个|家)?(?:部门|单位)|有关|相关|各|部门|单位|职能|行业|主管|成员|责任"
    r"|[省市县区州旗]直|[省市县区州旗]级)"
)
_ETC_TAIL = re.compile(
    r"^等\s*(?:(?:[\d一二三四五六七八九十]+(?:个|家)?)?(?:[省市县区州旗](?:直|级))?(?:各)?(?:有关|相关|职能|行业|主管|责任|成员)*(?:各)?(?:部门(?:、|和|及)单位|单位(?:、|和|及)部门|部门|单位)|[\d一二三四五六七八九十]+(?:个|家)(?:街道|乡镇|镇街|镇|乡|县区|区县|村|社区|企业|处室|科室))?"
)
_NOBODY = re.compile(r"^(?:按(?:照)?(?:各自)?职责(?:分工)?|待定|无|暂无|空缺|／|/|—+|-+|\.+|…+|…*)$")
_CONJUNCTION = re.compile(r"以及|会同|联合|和|及|与|并|暨")
_VERTICAL_TAIL = re.compile(r"^[^\s]{1,6}(?:分局|监管组|管理部|支行|分公司|分中心|支局|办事处|营业部)$")


def split_names(reading: Reading, *, spaces_separate: bool = False) -> list[Name]:
    """Cut a list of names; nobody (待定, 无) gives none; a name printed twice is given once, in its first place.

    `spaces_separate` is for table cells, where a space or a line break parts names, or only wraps one.
    """
    pieces = [(p, etc) for piece, etc in _pieces(reading) for gap in _split_gaps(piece) for p in _split_glued(gap)]
    if spaces_separate:
        pieces = [(part, etc) for piece, etc in pieces for part, etc in _split_spaces(piece, etc)]
    names: list[Name] = []
    for piece, etc in pieces:
        for part in _split_conjunctions(piece):
            name = _name_of(part, etc)
            if name is not None:
                names.append(name)
    names = _mark_open(names)
    return _once(_expand(names))


_SIGN = re.compile(f"[{re.escape(_OPEN + _CLOSE)}“”等、，,；;/／|。\\t]")


_LEVEL = r"(?:省|自治区|直辖市|[市县区州旗盟镇乡]|街道|苏木)(?:[（(][^（()）]{1,6}[)）])?"
#: One collective that prints its levels with 、: 各省、自治区、直辖市人民政府; 各区、县（市）政府.
_LEVELS = re.compile(
    rf"各{_LEVEL}(?:、{_LEVEL})+(?:党委(?:和|、|及))?(?:人民)?政府(?!办)"
    r"|党委、(?:人民)?政府(?![办督研])|党工委、(?:管委会|办事处)|(?:中央|国家|省|市)(?:、(?:中央|自治区|省|市))+级?(?=[驻属直])"
)


def _pieces(reading: Reading) -> list[tuple[Reading, bool]]:
    """Cut at separators outside brackets; the flag says that 等 stood at the end of the piece."""
    pieces: list[tuple[Reading, bool]] = []
    text, depth, start, index = reading.text, 0, 0, 0
    whole = [m.span() for m in _LEVELS.finditer(text)] if "、" in text else []
    while sign := _SIGN.search(text, index):
        index, char = sign.start(), sign.group()
        if end := next((b for a, b in whole if a < index < b), 0):
            index = end
            continue
        if char in _OPEN or (char == "“" and "”" in text[index : index + 18]):
            depth += 1
        elif char in _CLOSE or char == "”":
            depth = max(0, depth - 1)
        elif depth == 0:
            etc = _ETC.match(text, index) if char == "等" else None
            if etc:
                tail = _ETC_TAIL.match(text[index:])
                stop = index + (tail.end() if tail else 1)
                pieces.append((reading.cut(start, index), True))
                start = index = stop
                continue
            if char in "、，,；;/／|。\t":
                pieces.append((reading.cut(start, index), False))
                start = index + 1
        index += 1
    pieces.append((reading.cut(start), False))
    return pieces


def _split_gaps(piece: Reading) -> list[Reading]:
    """Part 县交通局 县城投集团 at the blank that the reading has closed, where two whole names stand round it."""
    offsets, text = piece.offsets, piece.text
    if isinstance(offsets, range) or not text or offsets[-1] - offsets[0] < len(text):
        return [piece]
    for at, (one, two) in enumerate(pairwise(offsets), 1):
        if two == one + 1 or not re.fullmatch(r"[ \u3000]+", piece.source[one + 1 : two]):
            continue
        if is_known(text[:at]) and LEVEL_HEAD.match(text[at:]) and looks_like_unit(text[at:]):
            return [piece.cut(0, at), *_split_gaps(piece.cut(at))]
    return [piece]


def _split_glued(piece: Reading) -> list[Reading]:
    """Part 县水利局县财政局各乡镇, where every part is a known body with a level head of its own."""
    text = piece.text
    if len(text) < 6 or not _HAN.fullmatch(text) or is_known(text):
        return [piece]
    for match in re.finditer(
        r"(?<=.{4}[局委办厅会社])(?=[省市县区州旗各])|(?<=.{3}[局委办厅会社])(?=[省市县区州旗各])", text
    ):
        at = match.start()
        if is_known(text[:at]) and LEVEL_HEAD.match(text[:at]):
            rest = _split_glued(piece.cut(at))
            if all(is_known(p.text) or _EACH.fullmatch(p.text) for p in rest):
                return [piece.cut(0, at), *rest]
    return [piece]


_EACH = re.compile(r"各(?:有关)?(?:乡镇|镇街|街道|县区|区县|县市区|镇|乡|部门|单位)(?:人民政府|政府|办事处)?")


def _split_spaces(piece: Reading, etc: bool) -> list[tuple[Reading, bool]]:
    """Part names at white space, and join again what a narrow cell has wrapped (formats.md, R25)."""
    tokens = [piece.cut(m.start(), m.end()) for m in re.finditer(r"\S+", piece.text)]
    groups: list[list[Reading]] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if groups and _continues("".join(t.text for t in groups[-1]), token.text, following):
            groups[-1].append(token)
        else:
            groups.append([token])
    parts = [Reading.join(group) for group in groups]
    return [(part, etc and index == len(parts) - 1) for index, part in enumerate(parts)] or [(piece, etc)]


def _continues(before: str, token: str, following: str) -> bool:
    """Whether a token goes on with the name before it; `following` is the token behind it."""
    if _COUNTED.match(token):
        return False
    if before.count("（") + before.count("(") > before.count("）") + before.count(")"):
        return True
    if not looks_like_unit(before) or before.endswith(("各", "直", "和", "与", "及")):
        return not (looks_like_unit(token) and is_known(token) and LEVEL_HEAD.match(token)) or before.endswith(
            ("各", "直")
        )
    if is_known(token) or _GROUP.match(token):
        return False
    if _VERTICAL_TAIL.match(token) and not LEVEL_HEAD.match(token) and not _OTHER_HEAD.match(token):
        return bool(re.search(r"(?:局|中心|银行|公司|行|保险|人行)$", before))
    if token[0] in "（(<〈" or token.startswith("员会") or is_known(before + token):
        return True
    if looks_like_unit(token) or LEVEL_HEAD.match(token) or _OTHER_HEAD.match(token):
        return False
    return not (following and looks_like_unit(token + following) and not LEVEL_HEAD.match(following))


def _split_conjunctions(piece: Reading) -> list[Reading]:
    """Part at 和, 及, 与 … where a whole name ends before it and another begins behind it."""
    piece = piece.strip()
    text = piece.text
    if not _CONJUNCTION.search(text):
        return [piece]
    lead = re.match(r"(?:以及|和|及|与|会同|联合)(?=.{2,})", text)
    if lead and not is_known(text):
        return _split_conjunctions(piece.cut(lead.end()))
    if is_known(text):
        return [piece]
    for match in _CONJUNCTION.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if (
            _depth(left)
            or not right
            or (left in _LEVEL_WORDS and re.match(r"(?:自治区|[省市县区州])级?[驻属直]", right))
        ):
            continue
        if right in ("人民政府", "政府") and left.endswith("党委"):
            continue
        if _whole(left) and looks_like_unit(right) and not _only_in_name(left, match.group(), right):
            return [*_split_conjunctions(piece.cut(0, match.start())), *_split_conjunctions(piece.cut(match.end()))]
    return [piece]


_LEVEL_WORDS = ("中央", "国家", "自治区", "省", "市", "县", "区", "州")


def _whole(left: str) -> bool:
    if len(left) < 3 and not is_known(left):
        return left in ("市委", "县委", "区委", "省委", "州委", "旗委")
    return looks_like_unit(left) and not left.endswith(("社会", "企业", "市场", "城市", "社区", "园区"))


def _only_in_name(left: str, conjunction: str, right: str) -> bool:
    """Whether the joined words are one known name (发展和改革局) or 社区/地区 stands before 和 inside a name."""
    joined = left + conjunction + right
    return is_known(joined) or (conjunction in "和与" and is_known(bare(joined)))


_BRACKETS = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")


def _depth(text: str) -> int:
    return sum(map(text.count, _OPEN)) - sum(map(text.count, _CLOSE)) if _BRACKETS.search(text) else 0


_MARK = re.compile(r"[（(]\s*(总?牵头(?:单位|部门)?|主办|主责|配合(?:单位)?|协办|参与|协助|汇总)\s*[)）]$")
_BY_DUTY = re.compile(
    r"[（(]\s*(?:(?:按照?|依|依据|根据)[^（()）]{0,6}(?:职责|分工|职能|权限)[^（()）]{0,8}|办?公?室?设在[^（()）]{2,20})[)）]$"
)
_STAR = re.compile(r"^[\s*＊★☆▲△●◆#※]+|[\s*＊★☆▲△●◆#※]+$")


_COUNTED = re.compile(r"\s*(?:\d{1,2}[.．](?=\D)|[①-⑳]|[（(]\d{1,2}[)）])\s*")
#: The level that a list names before its bodies: 市级：市水利局; 区级：各区水务局.
_LEVEL_LABEL = re.compile(
    r"\s*(?:国家|中央|省|自治区|市|县|区|州|旗|镇|乡|街道|镇街)(?:直|级|区)?(?:部门|单位|层面)?\s*[:：]\s*(?=.{2})"
)
_HAN = re.compile(r"[\u4e00-\u9fff]*[\u4e00-\u7b48\u7b4a-\u9fff]")  # nothing but characters, 等 not at the end


def _name_of(part: Reading, etc: bool) -> Name | None:
    part = part.strip()
    if _HAN.fullmatch(part.text) and not _NOBODY.match(part.text):
        return Name(reading=part, written=part.printed(), full=part.text, list_open=etc)
    mark = ""
    for pattern in (_COUNTED, _LEVEL_LABEL):
        before = pattern.match(part.text)
        part = part.cut(before.end()) if before and before.end() < len(part) else part
    found = _MARK.search(part.text)
    if found:
        mark, part = found.group(1), part.cut(0, found.start()).strip()
    duty = _BY_DUTY.search(part.text)
    part = part.cut(0, duty.start()).strip() if duty else part
    star = _STAR.search(part.text)
    while star and len(part):
        mark = mark or star.group().strip()[:1]
        part = part.cut(star.end()) if star.start() == 0 else part.cut(0, star.start())
        star = _STAR.search(part.text)
    part = _trim_brackets(part)
    tail = re.search(r"(?<=.{2})(?:[:：]|等)$", part.text)
    if tail:
        part = part.cut(0, tail.start())
    full = re.sub(r"\s+", "", part.text)
    if not full or _NOBODY.match(full):
        return None
    written = "".join([part.source[o] for o, char in zip(part.offsets, part.text, strict=True) if not char.isspace()])
    return Name(reading=part, written=written, full=full, list_open=etc, mark=mark)


def _trim_brackets(part: Reading) -> Reading:
    """Drop a bracket at either end that has no partner."""
    if not _BRACKETS.search(part.text):
        return part.strip()
    while len(part) and _depth(part.text) > 0 and part.text[-1] in _OPEN:
        part = part.cut(0, len(part) - 1)
    while len(part) and _depth(part.text) < 0 and part.text[-1] in _CLOSE:
        part = part.cut(0, len(part) - 1)
    while len(part) and _depth(part.text) > 0 and part.text[0] in _OPEN:
        part = part.cut(1)
    return part.strip()


def _mark_open(names: list[Name]) -> list[Name]:
    """等有关部门 opens the whole list before it."""
    last = max((index for index, name in enumerate(names) if name.list_open), default=-1)
    return [replace(name, list_open=True) if index <= last else name for index, name in enumerate(names)]


def _once(names: list[Name]) -> list[Name]:
    seen: set[str] = set()
    kept = []
    for name in names:
        if name.written not in seen:
            seen.add(name.written)
            kept.append(name)
    return kept


def _expand(names: list[Name]) -> list[Name]:
    """Supply what a list prints once: 县发改、财政、教育局 → 县发改局, 县财政局, 县教育局; 省A厅、B厅 → 省B厅."""
    names = _expand_tails(names)
    head = ""
    expanded = []
    for name in names:
        own = _own_head(name.full)
        if own and not _is_region_name(name.full):
            head = own.group()
        elif _OTHER_HEAD.match(name.full) or _GROUP.match(name.full) or not is_known(name.full):
            head = head if is_known(name.full) else ""
        if head and not own and is_known(name.full) and not _OTHER_HEAD.match(name.full):
            name = replace(name, full=head + name.full)
        expanded.append(name)
    return expanded


@lru_cache(maxsize=16384)
def _own_head(name: str) -> re.Match[str] | None:
    """The level head that a name prints; none where its first character belongs to its line (市场监管局)."""
    match = LEVEL_HEAD.match(name)
    return None if match and name in known_forms() and bare(name) not in known_forms() else match


def _is_region_name(name: str) -> bool:
    return name.startswith(("市区", "县区", "区县", "市县", "州县", "镇街", "乡镇"))


@lru_cache(maxsize=4096)
def _ends_whole(name: str) -> bool:
    """Whether a name has its own tail; 农业农村 and 人社 end like bodies and are beginnings of bureaus."""
    core = bare(name)
    begins = any(core + tail in known_forms() for tail in ("局", "厅", "委")) and not is_known(name)
    return looks_like_unit(name) and not begins


def _expand_tails(names: list[Name]) -> list[Name]:
    """Hand the last name's tail (局, 部门, 经济开发区管委会) to the bare names directly before it."""
    result = list(names)
    for index in range(len(result) - 1, 0, -1):
        back = index - 1
        tail = "" if _ends_whole(result[back].full) else _shared_tail(result[index].full)
        while tail and back >= 0 and not _ends_whole(result[back].full) and is_known_stem(result[back].full, tail):
            result[back] = replace(result[back], full=result[back].full + tail)
            back -= 1
    if result and result[-1].list_open and not _ends_whole(result[-1].full):
        result = [
            replace(n, full=n.full + "部门") if not _ends_whole(n.full) and is_known_stem(n.full, "部门") else n
            for n in result
        ]
    return result


def _shared_tail(name: str) -> str:
    zone = re.search(r"(?:经济技术开发区|高新技术产业开发区|经济开发区|开发区)(?:管委会|管理委员会)?$", name)
    if zone:
        return zone.group()
    if name.endswith("部门"):
        return "部门"
    simple = re.search(r"(?:局|厅|委|办|部)$", name)
    return simple.group() if simple and is_known(name) else ""


def is_known_stem(stem: str, tail: str) -> bool:
    """Whether a bare word (发改, 财政) becomes a body with this tail, or is a place before a zone's tail."""
    core = bare(stem)
    if "开发区" in tail:
        return 2 <= len(stem) <= 6
    if tail == "部门":
        return any(core + suffix in known_forms() for suffix in ("局", "厅", "委", "部", "办")) or 2 <= len(core) <= 6
    return core + tail in known_forms() or stem + tail in known_forms()
