"""Roles that running sentences give: “由县发改局牵头，县财政局配合”, “由县商务局制定…”, “县财政部门要加强…”.

Conservative: every name must have the shape of a body, and its sentence one of the few constructions that give a
duty. 报A备案, 纳入A考核, 办公室设在A, 负责解释 and members of a task force give none (design.md, How to read).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from graph_loader.clauses import RoleClause, RoleList
from graph_loader.labels import VERB, role_of_label, role_of_verb
from graph_loader.names import Name, bare, is_known, known_forms, looks_like_unit, split_names
from graph_loader.source import Reading
from graph_store.model import Role

_BOUNDARY = "。；;：:！？!?\n\0"
_MAKE = r"(?:负责|牵头|具体)?(?:组织(?!部)|研究)?(?:制定|编制|制订|起草|拟定|拟订|出台|编写|建立|开展|实施|承担|统筹|组织(?!部)|办理|审批|核准|审核|管理)"
_BY = re.compile(
    r"由(?P<names>[^。；;：:！？“”《》由]{2,80}?)(?:分别|共同|具体|统一)?(?P<verb>(?:牵头|负责)考核|(?:负责)?牵头(?:负责|组织|制定|抓总)?|主办|负责(?!人)|按照?(?:各自)?职责(?:分工)?负责|会同|"
    + _MAKE
    + r"|配合|(?:督办|督查|督导|监督|指导|落实)(?![室办组局处科股委]))"
)
_SUBJECT = re.compile(
    r"(?=[应要须负牵组会积密协配按分共具参承定不加开全跟进强督监做抓认切及尽主联统])(?P<verb>(?:认真|全力|切实|共同|及时|抓紧|尽快|加快|主动)*(?:做好|抓好)|应当|应(?=[当该在于对将把按加组建结积主及严切做认全])|要(?![求素件点闻员么]|目|害|约|会同|牵头)|须(?!会同|牵头)|负责(?!人|任|制|解释|同志)|牵头(?!单位|部门|领导|责任|作用|企业|人)|组织(?=[开实召编制参推协申动发力做认各全])|会同(?=.{2})|(?:积极|密切|协同|予以)?配合(?!单位|部门|度|义务)|"
    r"按照?(?:各自)?(?:的)?(?:职责|职能)(?:分工)?(?:分别|共同|具体|组织|抓好|做好|负责|落实){1,3}(?!人)|按照?(?:各自)?(?:的)?职责(?:分工)?(?=，)|(?:分别|共同|具体)负责(?!人)|(?:参与|协助)(?=[，。；]|$)|承担(?=.{2})|统筹(?=安排|推进|做好|抓好|协调|落实|用好|整合)|联合(?=开展|组织|推进|制定|实施|成立|建立|制订)|"
    r"(?:定期|不定期|加强|开展|全程|跟踪|进行|强化)*(?:督导|督查|督办|监督)(?![室办组局处科股委员管单部]))"
)
_AFTER_DUTY = (
    (
        re.compile(
            r"负责(?:组织|跟踪|定期|全程|日常)?(?:督查|督办|督导|监督|督促)|负责对[^，。；]{2,40}(?:督查|督办|督导|监督)"
        ),
        Role.SUPERVISE,
    ),
    (re.compile(r"负责(?:组织)?(?:考核|考评)|负责对[^，。；]{2,40}(?:考核|考评)"), Role.ASSESS),
)
_NO_BODY = re.compile(
    r"^(?:社会|市场|机会|大会|全会|会议|社区|城市|城区|市区|县区|县城|县域|省市|市县|省市县|区域|地区|小区|园区|校区|景区|灾区|山区|库区|辖区|社团|行业组织|社会组织|企业|各企业|银行|单位|部门|机构|各级|乡村|农村|行政村|村|县|市|区|省|乡镇|街道|镇|乡|学校|医院|国家|全省|全市|全县|全区|我省|我市|我县|我区|本市|本县)$"
)
_FIRM = re.compile(
    r"(?:局|委|办|厅|部|署|政府|管委会|委员会|部门|单位|机关|办公室|督查室|研究室|开发区|园区|示范区|专班|小组|中心|公司|支行|分行|分局|大队|支队|总队|街道|乡镇|镇|乡|县|市|区|旗|办事处|指挥部|纪委|执法队|服务队|工作队|财政所|资源所|司法所|派出所|管理所|服务所|工作站|管理站|服务站|联社|安委会|党委|党组|工委|科协|文联|侨联|法院|检察院|海关|武装部|集团|工商联|团委|妇联|残联|总工会|(?<=各)(?:有关|相关|行政)?(?:村|社区|村组))$"
)


def find_prose(paragraph: Reading, taken: list[tuple[int, int]], *, subjects: bool = True) -> list[RoleClause]:
    """Role sentences of one paragraph outside the given ranges (offsets of the source that clauses hold already)."""
    text = _mask(paragraph, taken)
    clauses = list(_by_sentences(paragraph, text)) if "由" in text else []
    if subjects:
        held = [(c.reading.offsets[0], c.reading.offsets[-1] + 1) for c in clauses]
        masked = _mask(paragraph, taken + held)
        clauses.extend(
            [
                *_asked(paragraph, masked),
                *_named_as(paragraph, masked),
                *_named_is(paragraph, masked),
                *_watching(paragraph, masked),
            ]
        )
        held = [(c.reading.offsets[0], c.reading.offsets[-1] + 1) for c in clauses]
        clauses.extend(_subject_sentences(paragraph, _mask(paragraph, taken + held)))
    return sorted(clauses, key=lambda clause: clause.reading.offsets[0])


def _mask(paragraph: Reading, taken: list[tuple[int, int]]) -> str:
    """The paragraph's words with the taken ranges blanked out."""
    text = _wide_signs(paragraph.text)
    for start, end in taken:
        first, last = bisect_left(paragraph.offsets, start), bisect_left(paragraph.offsets, end)
        text = text[:first] + "\0" * (last - first) + text[last:]
    return text


_NARROW = re.compile(r"[.,;:](?<=[\u4e00-\u9fff）)”》].)(?=\s*[\u4e00-\u9fff“《（(]|\s*$)")
_WIDE = {".": "。", ",": "，", ";": "；", ":": "："}


def _wide_signs(text: str) -> str:
    """The text with wide signs where a sentence is printed with narrow ones (加大投入. 县财政局要…)."""
    return _NARROW.sub(lambda sign: _WIDE[sign.group()], text) if _NARROW.search(text) else text


def _by_sentences(paragraph: Reading, text: str) -> Iterator[RoleClause]:
    """由A牵头，B、C配合；由A会同B制定."""
    for match in _BY.finditer(text):
        before = text[: match.start()]
        if re.search(r"(?:理|缘|自|经|事|原|根|来|不|任)$", before) or text.startswith("负责解释", match.start("verb")):
            continue
        names = _firm_names(paragraph, match.start("names"), match.end("names"))
        if not names:
            continue
        clause = RoleClause(reading=paragraph.cut(match.start(), match.end()), prose=True)
        verb = match.group("verb")
        end = match.end()
        if verb == "会同":
            others, end = _names_after(paragraph, text, match.end())
            clause.lists.append(RoleList(Role.LEAD if others else Role.RESPONSIBLE, "会同", names, False))
            if others:
                clause.lists.append(RoleList(Role.SUPPORT, "会同", others, False))
        else:
            clause.lists.append(RoleList(_role_of_by(verb, text[match.start("verb") :]), f"由…{verb}", names, False))
        end = _followers(paragraph, text, end, clause)
        clause.reading = paragraph.cut(match.start(), end)
        yield clause


_ASKED = re.compile(
    r"(?:(?<=[。；，：:\n])|^)\s*请(?P<names>[^。；;：:！？“”《》，]{2,60}?)"
    r"(?P<verb>(?=于\d|在\d|尽快|抓紧|进一步|认真|继续|加快|切实|抓好|做好|积极|按照?[^，。；]{2,20}要求)|牵头|会同)"
)


def _asked(paragraph: Reading, text: str) -> Iterator[RoleClause]:
    """请A于6月底前批复…; 请A牵头…."""
    for match in _ASKED.finditer(text) if "请" in text else ():
        names = _firm_names(paragraph, match.start("names"), match.end("names"))
        if not names:
            continue
        verb = match.group("verb")
        others, end = _names_after(paragraph, text, match.end()) if verb == "会同" else ((), match.end())
        lists = [RoleList(Role.LEAD if verb == "牵头" or others else Role.RESPONSIBLE, f"请…{verb}", names, False)]
        lists += [RoleList(Role.SUPPORT, "会同", others, False)] if others else []
        clause = RoleClause(reading=paragraph.cut(match.start("names"), end), lists=lists, prose=True)
        clause.reading = paragraph.cut(match.start("names"), _followers(paragraph, text, end, clause))
        yield clause


_WATCHES = re.compile(
    r"(?P<verb>对[^。；，]{2,40}?(?:进行|开展|实施|加强)?[^。；，]{0,6}?(?:监督|督查|督办|督导)(?:检查)?|指导(?=，[^。；]{2,60}负责))(?![室办组局处科股委])"
)


def _watching(paragraph: Reading, text: str) -> Iterator[RoleClause]:
    """A对…进行监督; A指导，B负责…."""
    done = 0
    for match in _WATCHES.finditer(text):
        start = max(max(text.rfind(char, 0, match.start()) for char in _BOUNDARY) + 1, done)
        found = _subject(paragraph, text, start, match.start())
        if found:
            role = Role.GUIDE if match.group("verb").startswith("指导") else Role.SUPERVISE
            clause = RoleClause(reading=paragraph.cut(found[1], match.end()), prose=True)
            clause.lists.append(RoleList(role, match.group("verb")[-2:], found[0], False))
            done = match.end()
            yield clause


_NAMED_AS = re.compile(
    r"(?:为|是|作为)(?:本项|该项|此项|这项)?(?:工作|任务)?(?:的)?(?P<label>(?:牵头|责任|配合|参与|协办|主办)(?:责任)?(?:单位|部门))(?=[，。；、要应须）)]|$)"
)
_NAMED_IS = re.compile(
    r"(?P<label>(?:牵头|责任|配合|参与|协办|主办)(?:责任)?(?:单位|部门))[为是](?P<names>[^。；;：:，\0]{2,80})(?=[。；;，）)]|$)"
)


def _named_is(paragraph: Reading, text: str) -> Iterator[RoleClause]:
    """责任单位为A，配合单位为B."""
    for match in _NAMED_IS.finditer(text):
        names = _firm_names(paragraph, match.start("names"), match.end("names"))
        role = role_of_label(match.group("label"))
        if names and role:
            lists = [RoleList(role, match.group("label"), names, False)]
            yield RoleClause(paragraph.cut(match.start(), match.end()), lists, prose=True)


def _named_as(paragraph: Reading, text: str) -> Iterator[RoleClause]:
    """A为牵头单位，B为配合单位."""
    done = 0
    for match in _NAMED_AS.finditer(text):
        start = max(max(text.rfind(char, 0, match.start()) for char in _BOUNDARY) + 1, done)
        found = _subject(paragraph, text, start, match.start())
        role = role_of_label(match.group("label"))
        if found and role:
            clause = RoleClause(reading=paragraph.cut(found[1], match.end()), prose=True)
            clause.lists.append(RoleList(role, match.group("label"), found[0], False))
            done = match.end()
            yield clause


def _role_of_by(verb: str, rest: str) -> Role:
    for pattern, role in _AFTER_DUTY:
        if pattern.match(rest):
            return role
    if re.match(r"负责(?:抓好|具体)?落实(?=[，。；]|$)", rest):
        return Role.LOCAL
    found = VERB.match(verb)
    return role_of_verb(found) if found and found.end() == len(verb) else Role.RESPONSIBLE


_FOLLOWER = re.compile(
    r"[^，。；;：:\0]{0,30}?[，、；]\s*(?P<names>[^。；;：:\0]{2,80}?)"
    r"(?P<verb>(?:积极|协同|密切)?配合|协助|参与|参加(?!的)|协同(?=推进|落实|[，。；]|$)|具体(?:组织)?实施|按职责分工负责|分别负责|(?:抓好|负责|具体)落实(?=[，。；]|$))"
)


def _followers(paragraph: Reading, text: str, end: int, clause: RoleClause) -> int:
    """“，县财政局、县住建局配合” directly behind a sentence that named a lead."""
    joined = re.match(r"[，、]\s*会同", text[end:])
    if joined:
        others, stop = _names_after(paragraph, text, end + joined.end())
        if others:
            clause.lists.append(RoleList(Role.SUPPORT, "会同", others, False))
            end = stop
    while more := _FOLLOWER.match(text, end):
        names = _firm_names(paragraph, more.start("names"), more.end("names"))
        found = VERB.match(more.group("verb"))
        if not names or not found or re.match(r"[与同和跟]", more.group("names")):
            return end
        role = role_of_verb(found)
        has_lead = any(part.role is Role.LEAD for part in clause.lists)
        role = Role.SUPPORT if role is Role.RESPONSIBLE and has_lead else role
        clause.lists.append(RoleList(role, more.group("verb"), names, False))
        end = more.end()
    return end


_BRANCH_TAIL = re.compile(r"(?:分局|支行|分行|分公司|监管组|管理部|大队|支队|总队|分中心)$")


def _line_of(name: str) -> str:
    """The name without the place before it: 南湖区信访局 → 区信访局."""
    return re.sub(r"^[\u4e00-\u9fff]{1,4}(?=[省市县区州旗](?!直).{2})", "", name)


def _names_after(paragraph: Reading, text: str, start: int) -> tuple[tuple[Name, ...], int]:
    """The names behind 会同, up to the verb."""
    stop = start
    best: tuple[tuple[Name, ...], int] = ((), start)
    for match in re.finditer(
        r"(?:部(?!门)|[局委办厅署会行司心府门位村镇乡区县市队院社联所站组室处馆校])", text[start : start + 80]
    ):
        stop = start + match.end()
        if re.search(rf"[{_BOUNDARY}，]", text[start:stop]):
            break
        names = _firm_names(paragraph, start, stop)
        longer = best[0] and _BRANCH_TAIL.search(paragraph.text[start:stop])
        if names and (not best[0] or longer or all(is_known(_line_of(name.full)) for name in names)):
            best = (names, stop)
    return best


def _subject_sentences(paragraph: Reading, text: str) -> Iterator[RoleClause]:
    """A要…, A应…, A负责…, A组织…: A stands at the beginning of its clause."""
    done = 0
    for match in _SUBJECT.finditer(text):
        start = max(text.rfind(char, 0, match.start()) for char in _BOUNDARY) + 1
        start = max(start, done)
        found = _subject(paragraph, text, start, match.start())
        if not found:
            continue
        names, begin = found
        verb = match.group("verb")
        if verb == "负责" and re.match(r"负责解释", text[match.start() :]):
            continue
        clause = RoleClause(reading=paragraph.cut(begin, match.end()), prose=True)
        end = match.end()
        if verb == "会同":
            others, end = _names_after(paragraph, text, match.end())
            if not others:
                continue
            clause.lists.append(RoleList(Role.LEAD, "会同", names, False))
            clause.lists.append(RoleList(Role.SUPPORT, "会同", others, False))
        else:
            role = _role_of_subject(verb, text[match.start() :])
            clause.lists.append(RoleList(role, verb, names, False))
        end = _followers(paragraph, text, end, clause)
        clause.reading = paragraph.cut(begin, end)
        done = end
        yield clause


def _role_of_subject(verb: str, rest: str) -> Role:
    if verb == "牵头":
        return Role.LEAD
    if verb.endswith("配合"):
        return Role.SUPPORT
    if verb == "统筹":
        return Role.RESPONSIBLE
    return Role.SUPERVISE if re.search(r"[督监][导查办督]$", verb) else _role_of_by(verb, rest)


def _subject(paragraph: Reading, text: str, start: int, stop: int) -> tuple[tuple[Name, ...], int] | None:
    """The list of bodies that ends at `stop`, as long as every piece back to a comma is one."""
    stop -= len(text[start:stop]) - len(re.sub(r"(?:要|应当?|须|将)$", "", text[start:stop]))
    opened = max(text.rfind(sign, start, stop) for sign in "（(")
    if opened >= 0 and max(text.rfind(sign, opened, stop) for sign in "）)") < 0:
        start = opened + 1  # the list stands within a bracket: （县财政局、县税务局负责办理）
    pieces = [m.start() for m in re.finditer(r"[，,]", text[start:stop])]
    begin = start + pieces[-1] + 1 if pieces else start
    lead_in = re.match(
        r"\s*(?:请(?=[省市县区州旗镇乡街国各])|由(?=[省市县区州旗镇乡街国各])|同时|此外|其中|另外|一是|二是|三是|四是|五是)[，、]?",
        text[begin:stop],
    )
    begin += lead_in.end() if lead_in else 0
    if re.match(
        r"[与同和跟向对为让使]|(?:积极|主动|全力|密切|做好)?配合|协助|支持|指导|督促|帮助|会同|服务|引导|推动|鼓励|协调|要求|联合|通过|依托",
        text[begin:stop],
    ):
        return None
    names = _firm_names(paragraph, begin, stop)
    if not names:
        return None
    for comma in reversed(pieces[:-1] if pieces else []):
        earlier = _firm_names(paragraph, start + comma + 1, stop)
        if not earlier:
            break
        names, begin = earlier, start + comma + 1
    if pieces:
        whole = _firm_names(paragraph, start, stop)
        if whole:
            names, begin = whole, start
    return names, begin


def _firm_names(paragraph: Reading, start: int, stop: int) -> tuple[Name, ...]:
    """Names of a run of text, if every one of them is surely a body; else none."""
    if stop - start < 2 or "\0" in paragraph.text[start:stop]:
        return ()
    part = paragraph.cut(start, stop).strip()
    names = split_names(part) if len(part) else []
    firm = [_is_firm(name) for name in names]
    if any(firm) and not all(firm):
        firm = [sure or _stands_beside(names[at], names[at - 1]) for at, sure in enumerate(firm)]
    return tuple(names) if names and all(firm) else ()


_COMPANY = re.compile(r"[\u4e00-\u9fff]{2,14}(?:公司|集团|银行|医院|学校|学院|大学|研究院)")


def _stands_beside(name: Name, before: Name) -> bool:
    """Whether a name that proves nothing alone is one beside sure ones: 平洲燃气公司; 街道 behind 各镇."""
    if name.full in ("街道", "镇", "乡", "乡镇", "社区", "村", "单位"):
        return before.full.startswith("各")
    return bool(_COMPANY.fullmatch(name.full)) and not re.search(r"[的对把将为是在并以按]", name.full)


_BRANCH = re.compile(
    r"^(?:农发行|工行|农行|中行|建行|人行|人民银行|邮储银行|国网|中国[\u4e00-\u9fff]{2,8})?[\u4e00-\u9fff]{2,8}(?:支行|分行|分公司|监管组|管理部|供电公司)$"
)


@lru_cache(maxsize=4096)
def _is_line(written: str) -> bool:
    """Whether a body is called by its line: 财政部门, 消防部门."""
    stem = bare(written.removesuffix("部门"))
    return len(stem) >= 2 and stem != bare(written) and any(form.startswith(stem) for form in known_forms())


def _is_firm(name: Name) -> bool:
    written = name.full
    if (
        _NO_BODY.match(written)
        or len(written) > 26
        or re.search(r"[的对把将为是在并以按]|根据|通过|进行|加强|推进|由于", written)
    ):
        return False
    core = re.sub(r"[（(].*?[)）]$", "", written)
    if not looks_like_unit(written) or not (_FIRM.search(core) or (len(core) >= 4 and is_known(core))):
        return False
    if (
        is_known(written)
        or _is_line(written)
        or re.match(r"^(?:各|有关|相关|责任|成员|牵头|主管|行业|地方各级)", written)
    ):
        return True
    return (
        bool(re.match(r"^(?:[省市县区州旗镇乡]|街道|国家|[\u4e00-\u9fff]{1,5}[省市县区州旗镇乡])", written))
        and len(bare(written)) >= 2
    ) or bool(_BRANCH.search(written))
