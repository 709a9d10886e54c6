"""What a number counts: “全县市级以上龙头企业达到40户” → indicator 龙头企业, scope 全县市级以上.

The words before the number name it, from the last comma on; the words after it do where an action stands directly
before the number (打造3—5个“链主”企业).
"""

from __future__ import annotations

import re

from graph_loader.quantities import Quantity
from graph_loader.target_words import ACTION, CHANGE, DURATIONS, MONEY, OPERATOR, PART_OF, RATES

_REACH = 300  # characters before a number in which its name is looked for
_CUT = re.compile(r"[，,。；;：:！？、\n]|(?<=[一-龥])[.．](?=[一-龥◇“])|(?<=[\d万亿][%‰个家户元人件])[和及与]")
_OPEN = re.compile(r"[（(](?=[^）)]*$)")
_CLOSED = re.compile(r"[（(][^（）()]*[）)]")
_FORCE = (
    r"力争|努力|争取|确保|务必|推动|推进|促进|带动(?!率|力)|引导(?!基金)|引领|支持|鼓励|积极|大力|全力|加快|持续|进一步|实现|使(?!用)|将|并(?!网|购)|且|还(?!款|田|林|湿|草|贷)|再(?!生|贷款|保险|就业|造|利用)|逐步|基本(?!养老|医疗|公共|农田|农|生活|建设)|预计|计划(?!生育|投资|内)|要求|力求|每年|原则上|以及|及(?!时)|和(?!谐|美)|与"
    r"|其中|承诺|今年|本年度|全年|年内|全年度|要(?!素|点|件)|须|应(?!急|用|届|对|收|急|税)|切实|全面|深入|扎实|有序|稳步|同时|不断|强化|加强|继续|做好|抓好|通过|用于|督促|指导|保证(?!金)|保持|到(?!位|账|期|达|户|村)|其|该|总体|分别|各|现有"
)
_HEAD = re.compile(
    rf"^(?:[—–\-.．）)>#①②③④⑤⑥⑦⑧⑨⑩]+|\d+[.．、）)]|用?[一二三四五]年(?:时间|内)?|(?:力争|确保|其中|争取|到|至|在|于|截至|自|从)*※+(?:底|末|内|之?前|以前|期间|年底|，|,)*|{_FORCE})+"
)
_SCOPE = re.compile(
    r"^(?P<place>(?:在|对)?(?:全县|全市|全省|全区|全国|全州|全旗|全镇|全乡|全域|我县|我市|我省|我区|县域|市域|县内|市内|本县|本市|区内)(?:范围内|内)?的?)?"
    r"(?P<level>(?:国家|省|市|县|区|乡镇|镇|村)级?(?:[、和或及](?:国家|省|市|县|区)级)*(?:及?以上)?(?:的)?(?<=[级上的])(?=[^，。]{2}))?"
)
_AFTER = re.compile(r"[^，,。；;：:、（）()！？\d※]{1,24}")
_NOT_A_NAME = re.compile(
    r"的?(?:办|内|前|完|以|左右|时|中|后|之|为|并|在|由|向|和|及|与|至|到|于|基础|目标|要求|水平|资金|用于|快速|同步)"
)
_TRAIL = re.compile(
    r"(?:(?:的)?(?:数量|总数量|总数|总量|个数|户数|家数|件数)?(?:力争|争取|确保|将|要|应|须|均|分别|累计|合计|总计|共计|共|年均|平均|同比|在现有基础上|在原有基础上|在※+基础上|(?:比|较|同比)(?:上年|去年|上年度|上一年度?|上年同期|去年同期|年初|上年末)|较※*|(?<![占对])比※+|(?<![占对入])比|※+|※+的?"
    r"|是|为|培育认定|认定|培育|年入库|年入度|年(?=$)|的|可|原则上|至少|每年|实现|新增|(?:(?<!理)由|从(?!业))[^，]*|(?<![人户起次天件分指度位系])数))*$"
)
_OPENING = re.compile(
    r"^(?:新增|净增|新建改建|新建|新发放|发放|改建|建成|建设|开通|开行|推出|培育|打造|创建|引进|发展|组建|设立|成立|完成|开展|实施|改造|推广|认定|规划设置|支持发展|申报|创评|新培育|新认定|种植|落实|带动|提供|服务|举办|组织|覆盖|吸引|吸纳|支持|修复|安装|盘活|筹集|更新|淘汰|培训|优化|整治|排查|平整|栽植|栽种|添置|购置|更换|布设|铺设|配备|消除|签约|推进|改扩建|梳理)+(?=.{2})(?!率|度|面|量|数|能力)"
)
_LEVEL = re.compile(r"(?:达到|达|突破|超过|不低于|不少于|保持在|稳定在|共|累计)$")
_NOUN_ACTIONS = re.compile(r"(?:总投资|年产|产出|出栏|存栏|投资|签约|流转)$")


def indicator_of(text: str, masked: str, item: Quantity, previous: str) -> tuple[str, str | None, int]:
    """The indicator, its scope, and where its wording begins in compact text; `previous` is the one before it."""
    low = max(0, item.start - _REACH)
    closed = _CLOSED.sub(lambda match: "◇" * len(match[0]), masked[low : item.start])
    start = low + max((found.end() for found in _CUT.finditer(closed)), default=0)
    start += max((found.end() for found in _OPEN.finditer(masked[start : item.start])), default=0)
    before = masked[start : item.start]
    head = _HEAD.match(before)
    skip = head.end() if head else 0
    words = before[skip:]
    change = CHANGE.search(words) or CHANGE.search(before)
    part = PART_OF.match(words) if item.unit in RATES else None
    part = None if part and part["compared"].endswith(("占", "完成")) else part
    comparison = OPERATOR.search(words)
    levelled = bool(comparison and _COMPARED.search(comparison[0]))
    words = CHANGE.sub("", _level_cut(part["compared"] if part else words))
    acts = bool(ACTION.search(before)) and not _LEVEL.search(before)
    after = _following(masked, item)
    listed = masked[start - 1 : start] == "、" or words.startswith("每")
    funded = item.unit in MONEY and re.search(r"安排|设立|筹|投入|争取|整合|拨付|统筹", before)
    acts = acts or bool(levelled and ACTION.search(words))  # 举办不少于20场促销活动
    if after and (acts or not words or listed or funded) and change is None:
        return _named(text[item.end : item.end + len(after)], start + skip)
    told = None if previous and words == "总量" else words  # 新登记3万户，总量突破26万户
    return _before(text, start + skip, told or "", change[0] if change else "", levelled) or (
        *_fallback(text, masked, item, previous, change[0] if change else ""),
        start + skip,
    )


def _level_cut(words: str) -> str:
    """The words without the comparison at their end; 首期规模 keeps its last word, which is half of its name."""
    match = OPERATOR.search(words)
    if match and match.start() < 3 and match[0] in ("规模", "总量", "总数", "数量"):
        return words
    return words[: match.start()] if match else words


def _following(masked: str, item: Quantity) -> str:
    """The noun right after the number: 家“专精特新”企业."""
    if item.unit in DURATIONS or item.unit in RATES:
        return ""
    match = _AFTER.match(masked, item.end)
    if item.unit in MONEY:
        return match[0] if match and _FUNDS.match(match[0]) else ""
    return match[0] if match and not _NOT_A_NAME.match(match[0]) and len(match[0]) > 1 else ""


_FUNDS = re.compile(r"的?[^，。]{0,10}(?:资金|经费|基金|债券|再贷款)")
_COMPARED = re.compile(r"不|至少|达|控制|突破|超|低|高|稳定|保持|增|提")
_COUNTED_DEEDS = re.compile(r"(?:检查|培训|建设|改造|治理|整治|监测|巡查|走访|应用|加工|种植|修复|演练|调研|抽查)$")


def _before(
    text: str, start: int, words: str, change: str, levelled: bool = False
) -> tuple[str, str | None, int] | None:
    """The indicator that stands before the number, verbs and counting words cut off; None where no noun is left.

    A deed that is itself counted stays (职业技能培训2万人次), any deed before a comparison (入企检查不超过2次).
    """
    deed = _COUNTED_DEEDS.search(words)
    keeps = (
        _NOUN_ACTIONS.search(words)
        or (deed and deed.start() >= 2)
        or (levelled and len(words) > 4 and not words.endswith("服务"))
    )
    noun = words if keeps else ACTION.sub("", words)
    noun = _TRAIL.sub("", noun) or noun
    opening = _OPENING.match(noun)
    if opening:
        start += opening.end()
        noun = noun[opening.end() :]
    if not noun.strip("◇※“”（）()的、") or _NO_NOUN.fullmatch(noun):
        return None
    name = text[start : start + len(noun)]
    kept = change if "年均" in change or change.endswith(("速", "率", "幅")) else ""
    return _named(name + kept, start)


# 人均纯收入增速高于全县: a clause that names a measure
_MEASURED = re.compile(
    r"[^，。；\d※◇]{2,20}?(?:增速|增幅|占比|比重|比例|收入|产值|面积|规模|总量|数量|[^频几]率)(?!先)"
)
_NO_NOUN = re.compile(
    r"(?:高|低|多|少)于[^，]{2,8}水平|是|的?基础上|累计|共|完成|新增|在|对|为|向|将|从|总数|数量|总|全[县市省区州旗镇乡国]|每(?:年|月|季度?|半年|周|天|人|户|村|个)|全年|均|再|完成率?|[比较]※+|[是为]※+的?"
)


def _fallback(text: str, masked: str, item: Quantity, previous: str, change: str) -> tuple[str, str | None]:
    """Where the clause names nothing: the indicator before it with the change, else the clause before."""
    told = previous or re.search(r"年均|同比|增长|下降|[率速幅]$", change)
    if (item.unit not in DURATIONS or masked[item.start - 1 : item.start] == "、") and told:
        level = re.sub(r"(?:年均|同比)+(?:增长|增加|提高)[率速]?$", "", previous)
        named = change if re.search(r"年均|同比|增长|下降|[率速幅]$", change) else ""
        return level + named or change, None
    sentence = re.split(r"[。；;]", masked[max(0, item.start - _REACH) : item.start])[-1]
    clauses = [part for part in re.split(r"[，,]", sentence)[:-1] if part.strip("◇※ ")]
    if clauses:
        clause, end = clauses[0], len(clauses[0])
        for part in reversed(clauses) if item.unit not in DURATIONS else ():
            if measured := _MEASURED.match(part):
                clause, end = part, measured.end()
                break
        place = masked.rfind(clause, 0, item.start)
        head = _HEAD.match(clause)
        name, scope, _ = _named(text[place + (head.end() if head else 0) : place + end], place)
        return name, scope
    match = _AFTER.match(masked, item.end)
    worded = match is not None and re.search(r"[一-龥A-Za-z]", match[0])
    return (text[item.end : item.end + len(match[0])] if match and worded else previous or change), None


def _named(words: str, start: int) -> tuple[str, str | None, int]:
    """Scope words (全县, 省级) apart from the name; quotation marks only where both stand."""
    match = _SCOPE.match(words)
    cut = match.end() if match else 0
    name = words[cut:].strip("的，、 ")
    name = re.sub(r"^(?:和(?![谐美])|及(?!时)|与)+", "", name)
    if len(name) < 2:
        return words.strip("的，、 "), None, start
    return name, words[:cut].rstrip("的").removeprefix("在") or None, start


_SHARED_HEAD = re.compile(
    r"(?P<list>.+?)(?:时间|时限|比例|比重|数量|总量|面积|企业|产值|分别)*?(?:分别|(?:年均|同比|累计)*(?:增长|下降|降低|提高|减少)$)"
)
_AT_DATES = re.compile(r"(?P<name>.*[^※、和及]{2})(?P<dates>※+(?:(?:[、和及]|以及)※+)+)")


def _last_comma(words: str) -> int:
    """Where the last member of a list begins; a 、 inside brackets parts nothing."""
    return _CLOSED.sub(lambda match: "◇" * len(match[0]), words).rfind("、") + 1


def aligned_subjects(text: str, masked: str, first: Quantity, count: int) -> list[str]:
    """“甲、乙、丙办理时间分别压减至” before a list of `count` numbers: the name of each; empty where they do not match."""
    clause = re.split(r"[，,。；;：:]", masked[max(0, first.start - _REACH) : first.start])[-1]
    match = _SHARED_HEAD.match(clause)
    if not match:
        return []
    place = first.start - len(clause)
    dated = _AT_DATES.fullmatch(match["list"])
    if dated and len(re.findall("※+", dated["dates"])) == count:  # 通过率2025年、2027年分别达到
        start = max(dated.start("name"), _last_comma(dated["name"]))
        return [_HEAD.sub("", text[place + start : place + dated.end("name")])] * count
    parts = re.split(r"[、]|(?<=.{2})和(?=.{2})", text[place : place + match.end("list")])
    if len(parts) > count and "分别" in clause:
        parts = parts[-count:]
    if len(parts) != count or not all(_HEAD.sub("", part).strip("年※ 0123456789") for part in parts):
        return []
    named_after = re.search(r"※、※+(?P<name>[^※、]{3,})$", match["list"])
    if named_after:  # 2022年6月底、2023年6月底资金拨付率分别
        return [parts[-1][-len(named_after["name"]) :]] * count
    parts[0] = _HEAD.sub("", parts[0])
    return [re.sub(r"(?:比|较)[※\d年]*$", "", part).strip("的 ") for part in parts]
