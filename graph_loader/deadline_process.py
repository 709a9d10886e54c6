"""Words of running text that say when without a date: “每季度通报” → recurring, “汛期前完成” → period, “尽快” → status.

Rates (每年增长5%), sums (每年给予10万元), persons (每月每人) and the heads of lists (清单每年更新的…) are no duties that
come again.
"""

from __future__ import annotations

import re

from graph_loader.deadline_words import SEASONS
from graph_store.model import DeadlineKind

_N = r"[一二两三四五六\d]+"
_EACH = re.compile(
    rf"每(?:逢|到)?(?:个)?(?:年度?|学年|学期|半年|季度?|双月|半个?月|月|旬|双?周|星期|工作日|日|天|{_N}(?:年|个月|月|周|天|季度)|(?=重大节|节假日|汛期|重要节))"
    r"|(?<![年分])按(?:季度?|月|周|旬)(?=[\u4e00-\u9fff])|逐(?:月|季|周)(?=[\u4e00-\u9fff])"
)
# 月调度、季通报、年考核
_ROUNDS = re.compile(
    r"一(?:日|周|旬|月|半月|季度?|年|半年)一(?:调度|通报|报告|研判|督查|点评|讲评|评比|考核|会商|小结|总结|评估|例会|巡查|检查|复盘)|"
    r"(?:日|周|旬|月|半月|季度?|年度?|半年度?)(?P<what>调度|通报|报告|研判|督查|督导|点评|评比|考核|会商|小结|总结|评估|例会|巡查|检查|复盘)、?(?:双?周|旬|半?月|季度?|半?年度?)(?:调度|通报|报告|研判|督查|督导|点评|评比|考核|会商|小结|总结|评估|例会|巡查|检查|复盘)"
)
_STOP = "，,。；;：:（(）)※！？"
_NO_DUTY_BEFORE = re.compile(
    r"(?:清单|目录|名单|台账|标准|信息|数据|平均|年均|比|约|达到|不低于|满|连续|近)$|[到至]\d{4}年|对[^，,。；]*的$|^凡|给予|予以|享受|补助|奖励|补贴"
)
_NO_DUTY_AFTER = re.compile(
    r"(?:的)?(?:平均|人均|均|每(?:人|户|吨|亩|个|家|件|次|辆|床|村)|人次?|户均|递增|增长|增加|提高\d|提升\d|下降|降低|递减|压减|给予|予以|补助|补贴|奖励|奖补|最高|封顶|(?:按|以|约|达)?\d[\d.]*[万亿]?元|(?:不少于|不低于|至少|不超过|超过|达到|保持|稳定|控制)在?\d[\d.]*[万亿]?(?![\d.万亿次场轮期批回遍])|\d[\d.]*(?:%|小时))"
)
_ATTRIBUTE = re.compile(
    r"(?:\d+[次个家])?以上的|的|(?!至少|组织|开展)[\u4e00-\u9fff]{2,4}的(?!.{0,6}[\d一两二三]+次)|[\u4e00-\u9fff]{2,16}(?:建设|实施|开展|举办|进行|组织)的"
)
_GIVES = re.compile(r"(?:给予|予以(?:奖|补)|奖励|(?:补助|补贴|奖补)(?:标准|金额|\d))")
_PAID = re.compile(r"(?:退还|返还|发放|支付|缴纳|缴存|拨付|计提|计算|计发|收取|偿还|付息)")
_OPEN = re.compile(r"[^，,。；;：:（(]{2,}?[，,。；;]?$")

_START = r"(?:^|[，,。；;：:、）]|(?<=[在用于住赶前保须要]))[“\"]?(?:\d{4}年|今年|明年)?"
_BY = rf"{_START}(?:{SEASONS})(?:来临|到来|开始|结束)?(?:之前|以前|前)(?!后)(?=[，,]?[^，,。；;]{{0,24}}?(?:完成|建成|到位|投用|投入|开工|达标|完工|实现|启动|交付|整改|发放|兑现|组织|开展|清理|制定|印发|足额|全部|做好|落实|修订|排查))"
_TIMES = r"主汛期|汛期|防汛期|农闲(?:时节|季节|时间|期间|时)?|冬闲(?:时节|季节)?|采暖季|供暖季|防火期|今冬明春|三[夏秋][”\"]?|冬春季节?|秋冬季节?|暑[假期]|寒假|节假日"
_DURING = rf"{_START}(?:[“\"](?=三[夏秋]))?(?:{_TIMES})(?:期间|之?内)?(?=，|,|开展|实行|加强|组织|每|对|坚持|实施|进行|严格|严禁|禁止|不得|停止|执行|集中|抓好)(?<!节假日)(?<!节假日期间)"
_ONGOING = re.compile(
    r"立行立改|即知即改|(?:贯穿)?全年(?:长期)?(?:坚持|持续|不间断|常态|滚动)|(?:^|[，,；;。、])(?:贯穿)?全年(?:开展|推行|组织|实施|实行|推进|开放|运行)(?![^，,。；;]*\d)"
)
_ALONE = re.compile(
    r"(?:^|[，,；;。])(?:并)?(?:(?:持续|长期|常态化|常年|滚动)(?:推进|坚持|开展|实施|落实)|长期坚持、?(?:常抓不懈|久久为功)|常抓不懈)(?:[。；;]|$)"
)
# a sign without which the words cannot stand in a text, the words, their kind
_WORDS = (
    (re.compile(r"立行立改|即知即改|全年"), _ONGOING, DeadlineKind.ONGOING),
    (re.compile(r"持续|长期|常态"), _ALONE, DeadlineKind.ONGOING),
    (re.compile(r"前"), re.compile(_BY), DeadlineKind.PERIOD),
    (re.compile(_TIMES), re.compile(_DURING), DeadlineKind.PERIOD),
    (re.compile(r"尽快"), re.compile(r"尽快"), DeadlineKind.STATUS),
)


def first_process_words(text: str) -> tuple[int, int, DeadlineKind] | None:
    """The run and kind of the words that say when without a date, in compact text with its titles masked.

    A recurring duty goes before the others; None where no words say when.
    """
    each = _first_each(text)
    if each:
        return *each, DeadlineKind.RECURRING
    found = [
        (*match.span(), kind) for sign, words, kind in _WORDS if sign.search(text) and (match := words.search(text))
    ]
    if not found:
        return None
    start, end, kind = min(found)
    while text[start] in "，,；;。：:、）":
        start += 1
    return start, end - (text[end - 1] in "。；;"), kind


def _first_each(text: str) -> tuple[int, int] | None:
    """The first duty that comes again: from its 每 to the end of its clause, at most 24 characters."""
    for match in _EACH.finditer(text):
        before = re.split(f"[{_STOP}]", text[: match.start()])[-1]
        after = re.split(f"[{_STOP}]", text[match.end() :], maxsplit=1)[0]
        if _is_duty(match[0], before, after):
            return match.start(), min(match.end() + len(after), match.start() + 24)
    rounds = _ROUNDS.search(text)
    return rounds.span() if rounds else None


def _is_duty(each: str, before: str, after: str) -> bool:
    if not (before or after) or _NO_DUTY_BEFORE.search(before) or _NO_DUTY_AFTER.match(after):
        return False
    if each[0] in "按逐" and _PAID.search(before[-6:] + after[:6]):
        return False
    if _GIVES.search(before + after) or re.search(r"的(?:企业|单位|项目|个人|农户|主体|家庭|学生)$", after[:30]):
        return False
    if re.search(r"不超过[\d.]+[万亿]?元|最高", after):
        return False
    return not _ATTRIBUTE.match(after)
