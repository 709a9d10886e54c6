"""Whether a date in running text is the term of an action: “2023年底前，完成…” yes; “2021年12月印发的…”, “到2025年达到…” no.

Dates of cited documents, of history, of validity, of conditions (对2022年底前注册的企业) and the horizons of targets
bind nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph_loader.dates import Point, find_points
from graph_loader.deadline_words import SEASONS

# an action that comes to an end
_ENDS = re.compile(
    r"(?:完成|建成|创建|创成|建立|形成|出台|制定|制订|印发|编制|启动|开工|动工|竣工|投产|投用|投入使用|投入运营|上线|实现|发布|公布|验收|交付|取得|达产"
    r"|全面推行|全面推开|全面实行|推出|开展|实施|组织|落实|整改|报送|提交|上报|设立|成立|挂牌|搬迁|拆除|淘汰|清零|消除|解决|打通|通车|运行|运营|试点|结束"
    r"|开通|开放|开馆|开园|开业|开学|召开|举办|修订|确定|明确|梳理|摸清|摸排|排查|签订|签约|改造|新建(?!建筑|居住|住宅|小区|项目|公共|厂房)|建设(?!用地|项目|周期)|配备|配齐|覆盖(?!率|面)|接入|办结|关停|退出|兑现|拨付|发放|到位|全部|基本|初步|推广|推进|申报|认定|评选|评估|总结|移交|合并|整合|调整|取消|归集|打造|培育|引进|新增|做到|确保|进行|并网|投运|封顶|通水|通气|供暖|销号|落地|完工|收官|见效|达标|投入|迁入|入驻|普查|治理|修复|列入|纳入|入库|获批|报批|清理|清退|清欠|还款|偿还|迎接|接受)"
)
# an action that ends with nothing behind it, or that alone a mere year binds: 东环路2026年建成
_ENDED = re.compile(
    r"(?:全面|基本|力争|确保|争取|全线|主体)?(?:完成|建成|创成|出台|印发|启动|开工|动工|竣工|完工|投产|投用|投入使用|投入运营|上线|编制|通车|并网|封顶)"
)
_COUNTED_ENDS = re.compile(r"(?:新增|净增|培育|引进|引育|打造|达标|确保|做到|培训|新建|新认定|推广|实现|覆盖)")
_BEFORE = re.compile(r"(?:^|[，,；;。：:、“”（()）])(?:[^，,；;。：:]{0,3})?$")
_FORCE = re.compile(
    r"(?:力争|争取|积极争取|确保|务必|于|在|须|应|要|计划|预计|拟|将|原则上|最迟|最晚|不迟于|不晚于|并|分别|的|全县|全市|全省|全区|全州)+$"
)
_HISTORY = re.compile(
    r"(?:自|从|截至|截止|截止到|与|同|比|较|以|按|按照|对|除|超过|不低于|高于|低于|达到|延长至|延长到|延续到|延续至|延长实施至|顺延至|延至|有效期至|有效期为|执行至|执行到|执行期至|实施至|有效期限至|期限至|期限为|缓缴期至|缓缴至"
    r"|已于|已在|曾于|有效期到|保留至|截至到|是|为|根据|依据|经|上年度?|基于|在)$"
)
_PAST = re.compile(
    r"(?:份)?(?:累计(?!投入|发放|完成|建成|培训)|各(?!乡|镇|县|市|区|单位|级|部门|组织|开展)|的?(?:基础|基数|水平|同期|数据)|以来|以后|之后|后|起(?!草)|开始|至今|已|印发|发布的|出台的|制定的|下发|颁布|施行|版|修订版|度(?!末|底)"
    r"|(?:\(|（)|期间|以前的|前后|前(?:取得|注册|成立|已|建成的|设立|未|开工的|批准|入学|参加|出生|毕业|办理|登记|存在|投产的|完成的))"
)
_ISSUED = ("印发", "下发", "颁布", "施行")  # before a term they are what is to be done: 6月底前印发
_OF_THINGS = re.compile(
    r"^[^，,。；;]{0,24}?的(?:企业|项目|单位|个人|市场主体|人员|工程|建筑|房屋|车辆|设施|机组|存量|在建|个体|家庭|学生|毕业生|业主|部分|贷款|[，,])"
)
# 2020年前建成的填埋场, 对2022年以前形成的欠款, 2023年及以前排查发现的隐患: the date belongs to a thing
_OF_THE_DONE = re.compile(
    r"^(?:及以前|及之前|已|未|新|全部|依法|经)*(?:(?:建成|完成|形成|注册|登记|成立|设立|开工|竣工|投产|投用|批准|核准|备案|出台|印发|制定|发布|签订|签约"
    r"|入库|入统|入规|取得|获得|认定|毕业|发生|产生|存在|排查|发现|支持|改造|建设|购买|购置|交付|到期|拖欠|批复|享受|生产|销售|上市|颁布|实施){1,2}(?:使用|入住)?|移交)的"
)
_WELL = re.compile(
    r"^(?:全面|圆满|如期|按时|按期|顺利|高质量|高标准|力争|确保|率先|整体|正式|分别|集中|统一|联合|全线|同步|陆续|各自?|对外|分[一二三四五六两\d]?[批期年步次]+|分?(?:阶段|批次|年度)|对[^，,。；;]{2,40}?(?=开展|进行|实施|组织|完成|全部))+"
)
# 四季度新增规上企业9户: a number's horizon, as 2023年新增30家 is
_COUNTS = re.compile(r"(?:全[省市县区])?(?:新增|净增|培育|引进|达到|实现)[^，,。；;]{0,16}\d")
_VALID = re.compile(r"(?:期限|有效期|执行期|执行时间|享受|缓缴期)[^，,。；;]{0,6}$|(?:对|凡|凡是|给予)[^，,。；;]*$")
_UNTIL = re.compile(r"截[至止]到?$|(?:延[长续迟]|执行|缓缴|有效|保留)[^，,。；;]{0,6}[到至]$|(?:凡|给予|奖励)$")
_CLOSED = re.compile(rf"[）)]之?前|(?:{SEASONS}|供热|供水|通航)(?:开始|来临|到来)?之?前")
_LINK = re.compile(r"(?:[、和及与]|以及)")


def first_action_date(text: str, since: int | None = None) -> Point | None:
    """The first date of an action in compact text whose titles are masked; None where it has none.

    A date written with a year before `since`, the document's own, is history.
    """
    for chain in _chains(text):
        first, last = chain[0], chain[-1]
        if since and isinstance(last.year, int) and last.year < since:
            continue
        whole = replace(last, start=first.start, ranged=first.ranged)
        if not is_each(text, first) and not _yearly(text, last) and _binds(text, whole, several=len(chain) > 1):
            return first
    return None


def is_told(text: str, point: Point) -> bool:
    """Whether a date only tells of a thing or of the past (2020年前建成的填埋场, 依据2023年考核结果)."""
    before, after = text[max(0, point.start - 14) : point.start], text[point.end : point.end + 40]
    past = _PAST.match(after)
    return bool(
        _OF_THE_DONE.match(after)
        or _OF_THINGS.match(after)
        or (past and past[0] not in _ISSUED)
        or (_HISTORY.search(before) and not point.bound)
        or (point.grain in ("year", "plan") and before.endswith(("到", "至")))
    )


def _chains(text: str) -> Iterator[list[Point]]:
    """Dates that stand in one list (6月底、12月底前) together."""
    chain: list[Point] = []
    for point in find_points(text):
        if chain and not (_LINK.fullmatch(text[chain[-1].end : point.start]) and _one_list(chain[-1], point)):
            yield chain
            chain = []
        chain.append(point)
    if chain:
        yield chain


def _one_list(earlier: Point, later: Point) -> bool:
    return earlier.grain == later.grain and not earlier.ranged and not later.ranged and not earlier.before


def is_each(text: str, point: Point) -> bool:
    """Whether a date belongs to a duty that comes again (每年6月、12月)."""
    return bool(
        re.search(r"(?:每|逐)个?(?:年度?|学年|月|季度?)?(?:[\d月日前底末旬]{1,8}[、和及])*$", text[: point.start])
    )


def _yearly(text: str, point: Point) -> bool:
    """每年年初制定计划，年底总结: a bare 年底 behind 每年 is that of every year."""
    return point.year is None and not point.before and bool(re.search(r"每年[^。；;]*$", text[: point.start]))


def _binds(text: str, point: Point, *, several: bool) -> bool:
    """Whether this date, or list of dates, is the term of an action."""
    before, after = text[max(0, point.start - 14) : point.start], text[point.end : point.end + 60]
    clause = re.split(r"[。；;]", after, maxsplit=1)[0]
    if point.grain in ("day", "month") and (closed := _CLOSED.match(clause)):  # 主汛期（5月31日）前, 9月15日供热前
        point, clause, after = replace(point, before=True, bound=True), clause[closed.end() :], after[closed.end() :]
    if _tells(text, point, before, after, several=several):
        return False
    if _UNTIL.search(before):
        return False
    horizon = before.endswith(("到", "至", "到了")) and not point.ranged
    lead = before[:-1] if horizon else before
    if _HISTORY.search(lead) and not (lead.endswith(("在", "是", "为", "自", "从")) and (point.bound or point.ranged)):
        return False
    if _VALID.search(lead) and not point.before:
        return False
    if point.grain == "plan" and re.search(r"规划$|五[”\"’]?$", text[point.start : point.end]):
        return False  # “十五五”规划编制 names a plan
    if point.grain == "plan" or (point.grain == "year" and not point.bound):
        return _ended_year(point, horizon=horizon, lead=lead, clause=clause)
    return _is_term(point, lead, clause, horizon=horizon)


def _tells(text: str, point: Point, before: str, after: str, *, several: bool) -> bool:
    """Whether the words around a date say that it is no term at all."""
    past = _PAST.match(after)
    if past and (point.before and past[0] in _ISSUED):
        past = None
    if past and point.ranged and past[0] == "期间":
        past = None
    if past and several and past[0] == "各":
        past = None
    if text[point.start : point.end].endswith("全年"):
        return True
    return bool(past or _OF_THINGS.match(after) or _OF_THE_DONE.match(after))


def _is_term(point: Point, lead: str, clause: str, *, horizon: bool) -> bool:
    """A day, month, quarter or bound year: with an action that ends, or with words that say “by”."""
    if point.grain == "quarter" and not point.bound and _COUNTS.match(clause):
        return False
    if point.ranged:
        return not clause.startswith("的")
    if horizon:
        return _action_before_number(clause, strict=True)
    if point.before:
        return True
    starts = bool(_BEFORE.search(lead) or _FORCE.search(lead))
    acts = bool(_ENDS.match(_WELL.sub("", clause.lstrip("，,）)"))))
    return acts or (point.bound and starts and _action_before_number(clause, strict=False))


def _ended_year(point: Point, *, horizon: bool, lead: str, clause: str) -> bool:
    """“2023年完成修编” is a term; “2023年新增30家” and “到2025年” are horizons of targets."""
    if horizon:
        return False
    first = re.split(r"[，,、]", clause.lstrip("，,）)"), maxsplit=1)[0]
    if point.ranged and not re.search(r"\d", first) and (_BEFORE.search(lead) or _FORCE.search(lead)):
        return bool(_ENDS.match(_WELL.sub("", first)))
    if re.search(r"\d|[一二两三四五六七八九十百]+[个家户]", first) or not _ENDED.match(first):
        return False
    return bool(_BEFORE.search(lead) or _FORCE.search(lead)) or bool(_ENDED.fullmatch(first))


def _action_before_number(clause: str, *, strict: bool) -> bool:
    """An action that ends stands before any number of the clause; of a horizon none that only counts (新增50家)."""
    ends = _ENDS.search(clause)
    number = re.search(r"\d", clause)
    if ends is None or (number is not None and ends.start() > number.start()):
        return False
    return not (strict and number is not None and _COUNTED_ENDS.match(clause, ends.start()))
