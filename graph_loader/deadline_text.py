"""The date of an action in running text: “2023年底前，完成…” yes; “2021年12月印发的…”, “到2025年达到…” no.

Gives the first date that binds an action of the task itself. Dates of cited documents, of history, of validity, of
conditions (对2022年底前注册的企业) and the horizons of targets are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph_loader.dates import Point, find_points
from graph_loader.deadline_words import LABEL, UNIT_TAIL
from graph_loader.source import Reading
from graph_store.model import DeadlineKind

_TITLE = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》(?:[（(〔\[][^）)〕\]]{0,40}[）)〕\]])?|[（(][^（）()]*\d+号[^（）()]*[）)]"
)
_BRACKET = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,200})[）)】\]]")
_ROLE = re.compile(r"牵头|负责|责任|配合|参与|考核|督办|落实")
_PROCESS = re.compile(r"[前底末内]|完成|持续|长期|推进|坚持|每|期间|全年")
_CUT = re.compile(r"[，,；;。]")
# an action that comes to an end
_ENDS = re.compile(
    r"(?:完成|建成|创建|建立|形成|出台|制定|制订|印发|编制|启动|开工|竣工|投产|投用|投入使用|投入运营|上线|实现|发布|公布|验收|交付|取得|达产"
    r"|全面推行|全面推开|推出|开展|实施|组织|落实|整改|报送|提交|上报|设立|成立|挂牌|搬迁|拆除|淘汰|清零|消除|解决|打通|通车|运行|运营"
    r"|开通|召开|举办|修订|确定|明确|梳理|摸清|摸排|排查|签订|签约|改造|新建(?!建筑|居住|住宅|小区|项目|公共|厂房)|建设(?!用地|项目|周期)|配备|配齐|覆盖|接入|办结|关停|退出|兑现|拨付|发放|到位|全部|基本|初步|推广|推进|申报|认定|评选|评估|总结|移交|合并|整合|调整|取消|归集|打造|培育|引进|新增|做到|确保|进行|并网|投运|封顶|通水|通气|供暖|销号|落地|完工|收官|见效|达标|投入|迁入|入驻|普查|治理|修复)"
)
_BEFORE = re.compile(r"(?:^|[，,；;。：:、“”（(])(?:[^，,；;。：:]{0,3})?$")
_FORCE = re.compile(
    r"(?:力争|争取|确保|务必|于|在|须|应|要|计划|预计|拟|将|原则上|最迟|最晚|不迟于|不晚于|并|分别|的|全县|全市|全省|全区)+$"
)
_HISTORY = re.compile(
    r"(?:自|从|截至|截止|截止到|与|同|比|较|以|按|按照|对|除|超过|不低于|高于|低于|达到|延长至|延长到|顺延至|延至|延续至|有效期至|有效期为|执行至|执行期至|实施至|有效期限至|期限至|期限为"
    r"|已于|已在|曾于|有效期到|保留至|截至到|是|为|根据|依据|经|上年度?|基于|在)$"
)
_PAST = re.compile(
    r"(?:份)?(?:累计|各|的?(?:基础|基数|水平|同期|数据)|以来|以后|之后|后|起(?!草)|开始|至今|已|印发|发布的|出台的|制定的|下发|颁布|施行|版|修订版|度(?!末|底)"
    r"|(?:\(|（)|期间|以前的|前后|前(?:取得|注册|成立|已|建成的|设立|未|开工的|批准|入学|参加|出生|毕业|办理|登记|存在|投产的|完成的))"
)
_ISSUED = ("印发", "下发", "颁布", "施行")  # before a term they are what is to be done: 6月底前印发
_OF_THINGS = re.compile(
    r"^[^，,。；;]{0,24}?的(?:企业|项目|单位|个人|市场主体|人员|工程|建筑|房屋|车辆|设施|机组|存量|在建|个体|家庭|学生|毕业生|业主|部分|贷款|[，,])"
)
_EACH = re.compile(
    r"每个?(?:年|月|季度?|半年|周|旬|天|日)(?:的)?(?:度)?(?:\d{1,2}月)?(?:\d{1,2}[日号]|底|末|初)(?:[、和及](?:\d{1,2}月)?(?:\d{1,2}[日号]|底|末|初))*(?:之?前)"
    r"|(?:^|(?<=[，,。；;：:（(要应须]))(?!对|凡|[^，,]{0,12}\d年|[^，,]{0,12}(?:清单|目录|名单|台账|标准|信息|数据)每)[^，,。；;：:（(※]{0,20}?(?:每个?(?:年度?|半个?月|双月|两周|月|季度?|半年|周|星期|旬|学期|[两二三四五六]个月|日|天)|(?<!年)按(?:季度?|月|年)|逐(?:月|季))(?:都|要|应|须|至少|定期|不少于|集中|分别|专题|统筹|组织)*"
    r"(?:开展|召开|组织|举办|通报|报送|上报|报告|检查|抽查|调度|评比|评选|评估|公布|发布|更新|汇总|演练|巡查|研判|分析|排查|总结|清理|考核|听取|汛前|走访|培训|核查|公开|会商"
    r"|盘点|监测|统计|督导|督查|调研|复盘|轮训|进行|填报|反馈|梳理|引进|新增|培育|建设|新建|改造|安排|完成|实施|选派|培训|帮扶|推出|创建|认定|打造|扶持|推荐|选树|征集|编制|修订|制定|举行|发放|投入|统筹|接受|入户|巡河|巡林|改善|更新|淘汰|一次|一通报|一调度|一报告|一次性?检查|[^，,。；;]{0,10}[\d一两二三四]+次)(?!的)"
)
_WELL = re.compile(r"^(?:全面|如期|按时|按期|顺利|高质量|力争|确保|率先|整体)+")
# 四季度新增规上企业9户: a number's horizon, as 2023年新增30家 is
_COUNTS = re.compile(r"(?:全[省市县区])?(?:新增|净增|培育|引进|达到|实现)[^，,。；;]{0,16}\d")
_PROCESS_WORDS = (
    (re.compile(r"立行立改|即知即改|全年(?:长期)?(?:坚持|持续|不间断|常态)"), DeadlineKind.ONGOING),
    (re.compile(r"(?:^|[，,；;。])(?:持续推进|长期坚持|长期推进|常态化推进|持续开展)[。；;]?$"), DeadlineKind.ONGOING),
    (
        re.compile(
            r"(?:主?汛前|入汛前|春节前|供暖[季期]?前|采暖季前|入冬前|封冻前|开学前|春耕前|春灌前|春播前|冬灌前)(?=[^，,。；;]{0,8}(?:完成|建成|到位|投用|投入|开工|达标|完工|实现|启动|交付|整改))"
        ),
        DeadlineKind.PERIOD,
    ),
    (re.compile(r"尽快"), DeadlineKind.STATUS),
    (
        re.compile(
            r"(?:^|[，,。；;]|(?<=[在用于住]))(?:主?汛期|防汛期|农闲(?:时节|季节|时间|期间|时)|冬闲(?:时节|季节)?|采暖季|防火期)(?=内|期间|，|,|开展|实行|加强|组织|每|对|坚持|实施|进行|严格)"
        ),
        DeadlineKind.PERIOD,
    ),
)


_LABEL_SIGN = re.compile(r"[:：】\]〕]")
_OPENING = re.compile(r"[（(【\[]")


def process_pieces(body: Reading, is_deadline: Callable[[str], bool]) -> list[Reading]:
    """Labels (完成时限：…) and pieces of role brackets in the text that say when, in their order."""
    found: list[Reading] = []
    for label in LABEL.finditer(body.text) if _LABEL_SIGN.search(body.text) else ():
        stop = re.compile(r"[；;。）)】【\n]|$").search(body.text, label.end())
        end = stop.start() if stop else len(body.text)
        if end > label.end():
            found.append(body.cut(label.start(), end).strip())
    for bracket in _BRACKET.finditer(_masked(body.text)) if _OPENING.search(body.text) else ():
        inside = bracket[1]
        units = [part for part in _CUT.split(inside) if UNIT_TAIL.search(part)]
        if (
            not _ROLE.search(inside)
            and not units
            and not (is_deadline(inside) and (_PROCESS.search(inside) or _is_stage(inside)))
        ):
            continue
        start = bracket.start(1)
        for piece in _CUT.split(inside):
            if is_deadline(piece):
                found.append(body.cut(start, start + len(piece)).strip())
            start += len(piece) + 1
    return [piece for piece in found if piece.text]


def _is_stage(words: str) -> bool:
    """“2022年8月20日—9月10日” after the name of a stage."""
    points = list(find_points(words))
    return len(points) == 1 and points[0].ranged and points[0].grain in ("day", "month")


def first_action_date(text: str) -> Point | None:
    """The first date of an action in compact text; None where it has none."""
    masked = _masked(text)
    for point in find_points(masked):
        if not _is_each(masked, point) and _binds(masked, point):
            return point
    return None


_MAY_RECUR = re.compile(r"[每按逐]")


def first_process_words(text: str) -> tuple[int, int, DeadlineKind] | None:
    """The words that say when without a date (每季度开展, 尽快, 农闲时节): their run and kind; a recurring duty first."""
    masked = _masked(text)
    each = _EACH.search(masked) if _MAY_RECUR.search(masked) else None
    if each:
        return *each.span(), DeadlineKind.RECURRING
    found = [(*match.span(), kind) for pattern, kind in _PROCESS_WORDS if (match := pattern.search(masked))]
    if not found:
        return None
    start, end, kind = min(found)
    while masked[start] in "，,；;。":
        start += 1
    return start, end - (masked[end - 1] in "。；;"), kind


def _masked(text: str) -> str:
    return _TITLE.sub(lambda match: "※" * len(match[0]), text)


def _is_each(text: str, point: Point) -> bool:
    return bool(re.search(r"每个?(?:年度?|月|季度?)?(?:[\d月日前底末旬]{1,8}[、和及])*$", text[: point.start]))


def _binds(text: str, point: Point) -> bool:
    """Whether this date is the term of an action."""
    before, after = text[max(0, point.start - 14) : point.start], text[point.end : point.end + 60]
    wording = text[point.start : point.end]
    past = _PAST.match(after)
    if wording.endswith("全年") or (past and not (point.before and past[0] in _ISSUED)) or _OF_THINGS.match(after):
        return False
    horizon = before.endswith(("到", "至", "到了")) and not point.ranged
    lead = before[:-1] if horizon else before
    if _HISTORY.search(lead) and not (lead.endswith(("在", "是", "为")) and point.bound):
        return False
    clause = re.split(r"[。；;]", after, maxsplit=1)[0]
    if re.search(r"(?:对|凡|凡是|给予|享受|期限|有效期)[^，,。；;]*$", lead) and not point.before:
        return False
    if point.grain == "plan" or (point.grain == "year" and not point.bound):
        return _ended_year(point, horizon, lead, clause)
    if point.grain == "quarter" and not point.bound and _COUNTS.match(clause):
        return False
    if point.ranged:
        return not re.match(r"的", after) and (point.grain != "year" or not re.search(r"\d", clause))
    if horizon:
        return _action_before_number(clause)
    if point.before:
        return True
    starts = bool(_BEFORE.search(lead) or _FORCE.search(lead))
    acts = bool(re.match(r"[，,]?[^，,。；;]{0,12}", clause) and _ENDS.match(_WELL.sub("", clause.lstrip("，,"))))
    return acts or (point.bound and starts and _action_before_number(clause))


def _ended_year(point: Point, horizon: bool, lead: str, clause: str) -> bool:
    """“2023年完成修编” is a term; “2023年新增30家” and “到2025年” are horizons of targets."""
    if horizon or point.grain == "plan" or point.ranged:
        return False
    first = re.split(r"[，,]", clause.lstrip("，,"), maxsplit=1)[0]
    return bool(
        _BEFORE.search(lead)
        and re.match(r"(?:全面|基本|力争|确保|争取)?(?:完成|建成|出台|印发|启动|开工|竣工|投产|投用|上线|编制)", first)
        and not re.search(r"\d|[一二两三四五六七八九十百]+[个家户]", first)
    )


def _action_before_number(clause: str) -> bool:
    """An action that ends stands before any number of the clause."""
    ends = _ENDS.search(clause)
    number = re.search(r"\d", clause)
    return bool(ends and (number is None or ends.start() < number.start()))
