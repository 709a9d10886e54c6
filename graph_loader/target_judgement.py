"""Is this number a target? 新增30家 yes; 给予30万元奖励, 产值首次达到1亿元的, 第20次会议, 已建成5个 no (formats.md 2.2, traps)."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_loader.quantities import Quantity
from graph_loader.target_names import is_name
from graph_loader.target_surroundings import Surroundings
from graph_loader.target_words import (
    ANY_ACTION,
    CONDITION,
    COUNTED,
    DURATIONS,
    IDIOM,
    KINDS_OF_THINGS,
    LOAN,
    LOOSE_IDIOM,
    MONEY,
    OF_THINGS,
    PAST,
    RATES,
    REWARD,
    STILL,
    TENURE,
    TIMED,
)


def is_target(masked: str, item: Quantity, in_goals: bool) -> bool:
    """Whether the quantity sets a value to be reached, by the words of its clause and its sentence."""
    if item.unit and "/" in item.unit:  # 360台/万人 is judged as 360台
        item = replace(item, unit=item.unit.split("/")[0])
    place = Surroundings(masked, item)
    if item.unit is None and not _bare_level(place):
        return False
    if is_name(place):
        return False
    if _is_slogan(place) or _is_reward(place) or _is_condition(place) or _is_report(place):
        return False
    if item.words and not _worded(place):
        return False
    if item.unit in DURATIONS:
        return _is_service(place)
    if item.unit in RATES:
        return _is_rate(place, in_goals)
    if item.unit in MONEY:
        return _is_money(place, in_goals)
    counted = not place.after and ANY_ACTION.search(place.before) and re.search(r"[一-龥]{2}$", place.before)
    return item.unit is None or item.unit in COUNTED or bool(place.compared or place.acted or counted)


def _bare_level(place: Surroundings) -> bool:
    """A number without a unit of measure counts only after 达到, 降至, 控制在: 基尼系数降至0.4; 再贷款6500万 is money."""
    if place.clause.startswith(("万", "亿"), len(place.before) + place.item.end - place.item.start - 1):
        return bool(re.search(r"贷款|资金|投资|产值|收入|税收|融资", place.before))
    if place.item.words or "." not in place.clause:
        return False
    if re.search(r"比(?:缩小|降低|下降)[至到]$", place.before):
        return True
    return bool(
        re.search(r"(?:达到|降至|降到|控制在|提高到|提升至|提升到|不高于|不低于|不超过|稳定在|优于)$", place.before)
    ) and bool(re.search(r"系数|指数|比$|之比|强度|率|PUE|值", place.before))


def _is_slogan(place: Surroundings) -> bool:
    item, after = place.item, place.after
    if item.unit not in DURATIONS and IDIOM.match(after) and not (place.horizon or item.tail):
        return True
    plain = not (place.acted or place.compared or place.horizon or re.search(r"全部|全面[落完实]", after))
    if item.unit not in DURATIONS and plain and LOOSE_IDIOM.match(after):
        return True
    if (
        item.unit in ("小时", "天")
        and not item.tail
        and re.match(
            r"(?:在线|不打烊|营业|服务|值班|值守|开放|受理|运行|不间断|无休|监控|热线|自助|生活|便民|通勤|都市|交通|经济|城市|待命|联系|畅通|全天)",
            after,
        )
    ):
        return True
    if item.unit == "分钟" and re.match(r"[^，]{0,8}圈", after):
        return True
    opened = "“" if place.lead.count('"') % 2 == 0 else '“"'
    quoted = tuple(opened) if item.unit not in DURATIONS else ()
    return place.before.endswith(("第", "《", "#", "热线", "电话", "拨打", *quoted))


def _is_reward(place: Surroundings) -> bool:
    """Rewards, subsidies, taxes, loans to be had: what is paid, not what is to be reached."""
    if place.item.unit in DURATIONS:
        return bool(LOAN.search(place.clause) or TENURE.search(place.clause)) or "补贴" in place.after[:12]
    if place.item.unit in _HELPED and re.search(r"(?:资助|救助|补助|奖励|补贴)[^，,\d]{2,14}$", place.before):
        return False
    if "可" in place.before and re.search(
        r"可(?:提高|放宽|享受|申请|延长|按|利用|以|给予|适当|上浮|下浮)[^，,]*$", place.before
    ):
        return True
    if LOAN.search(place.clause):
        return True
    if place.item.unit in _PAID_IN and re.search(
        r"每(?:提高|增长|增加|孵化|招引|引进|新增|户|人|亩|平米|平方米|吨|度|千瓦|个项目|名|家|件|辆|台|张|条)[^，,]{0,8}$",
        place.before,
    ):
        return True
    if not REWARD.search(place.sentence) or _large_sum(place):
        return False
    if REWARD.search(place.clause):
        return not (place.horizon and not re.search(r"给予|奖励|补助|补贴", place.clause))
    if _apart_from_reward(place) or _AIMED.match(place.clause):
        return False
    if place.item.unit in MONEY or place.item.unit in RATES:
        return not place.horizon
    given = re.search(r"给予|奖励|补助|补贴|奖补|资助", place.sentence)
    return bool(given) and not (place.horizon or place.acted or _plain_deed(place))


def _large_sum(place: Surroundings) -> bool:
    """“减免缓退税费1.2亿元”: what is done in all, not what one gets."""
    if place.item.unit not in MONEY or place.item.value < 10**7 or place.item.tail:
        return False
    clauses = re.split(r"[，,]", place.lead)
    if any(CONDITION.search(clause) or clause.endswith("的") for clause in clauses):
        return False
    return not re.search(r"每|最高|不超过|奖|补|给予|的|[、\d]$", place.before) and (
        not place.after or bool(re.match(r"[^，]{0,14}基金", place.after))
    )


_PAID_IN = MONEY | RATES
_AIMED = re.compile(r"(?:力争|确保|争取|力求)")  # 每户奖励20万元，力争新增规上工业企业150户
_HELPED = frozenset(("人", "人次", "名", "户", "户次"))


def _plain_deed(place: Surroundings) -> bool:
    """“改造危房86户，其中C级52户，户均补助1.9万元”: what is done is counted, no condition for a reward."""
    clauses = re.split(r"[，,]", place.lead)
    if place.item.tail or any(CONDITION.search(clause) or clause.endswith("的") for clause in clauses):
        return False
    return bool(ANY_ACTION.search(place.lead)) and not place.after.endswith("的")


_BEGINS_REWARD = re.compile(r"(?:对|凡|按|每年?向|单[个户笔]|给予|由[^，,]{0,10}给予)")
_LEVEL_OF = re.compile(r"(?:率|占比|比重|比例|增速|强度|满意度)[^，,]{0,12}$|(?:精简|压减|提速|下降|提高|增长|增|降)$")


def _apart_from_reward(place: Surroundings) -> bool:
    """A clause of its own beside a reward: “助餐覆盖率不低于80%，对老年人就餐给予补助”, “建成算力中心1个，每年发放…”."""
    clauses = re.split(r"[，,]", place.sentence)
    index = len(re.split(r"[，,]", place.lead)) - 1
    paid = next((at for at in range(index + 1, len(clauses)) if REWARD.search(clauses[at])), None)
    if any(CONDITION.search(clause) or re.search(r"的$", clause) for clause in clauses[: (paid or index) + 1][:-1]):
        return False
    if place.item.unit in MONEY and re.search(r"(?:财政|统筹|安排|投入)[^，,]{0,6}(?:不低于|不少于)$", place.before):
        return True
    levelled = place.compared and bool(_LEVEL_OF.search(place.before) or place.item.tail)
    if place.item.unit in RATES and _NAMED_SHARE.search(place.before):
        return True
    if place.item.unit in RATES and paid is None:
        named = re.search(r"率|占比|比重|比例|[量额值]|数(?!字)|收入", place.before)
        return levelled and bool(named and _LEVEL_OF.search(place.before))
    if place.item.unit in MONEY and paid is not None and _LENT.search(place.before):
        return True
    begins = paid is not None and any(_BEGINS_REWARD.match(clause) for clause in clauses[index + 1 : paid + 1])
    if re.search(r"(?:最高|最多)[^，,]{0,4}$", place.before):
        return False
    return begins and (levelled or place.compared or place.acted or bool(_DONE_BY.search(place.before)))


_NAMED_SHARE = re.compile(r"(?:率|占比|比重|(?<![补奖励贴息销担偿持])比例)[^，,]{0,5}$")
_LENT = re.compile(r"(?:发放|新增|完成|引进|争取|到位)[^，,]{0,10}(?:贷款|投资|资金|[总余]额)$")
_DONE_BY = re.compile(r"※[^，,]*(?:建成|完成|新增|新建|培育|打造|创建|引进|实现)")


def _is_condition(place: Surroundings) -> bool:
    """对投资5000万元以上的项目, 产值首次达到1亿元的, 300平方米以下场所: who is meant, not what is to be reached."""
    item = place.item
    counted = item.unit in COUNTED and item.unit not in ("平方米", "千瓦", "吨", "亩", "人", "公顷", "公里", "立方米")
    owned = item.tail in ("以上", "以下") or place.before.endswith(("超", "超过", "达", "达到", "突破"))
    if item.unit in MONEY and owned and _OWNERS.match(place.after):
        return True
    taught = item.tail == "" and place.before.endswith(("不少于", "不低于", "至少")) and _TAUGHT.match(place.after)
    if taught and ANY_ACTION.search(place.before):
        return False
    covers = item.unit in RATES and place.acted
    named = (
        covers
        or (item.unit in RATES and re.fullmatch(r"(?:[一二三四五]年内)?", place.before) and _SHARE.match(place.after))
        or re.match(r"的[^，,]{0,14}基金", place.after)
        or (item.unit in RATES and _SET_ASIDE.search(place.before) and _SHARE.match(place.after))
        or (
            re.search(r"(?:设立|组建|成立)[^，,]{0,6}规模[^，,]{0,4}$", place.before)
            and re.match(r"的[^，,]{0,14}资金", place.after)
        )
    )
    if OF_THINGS.match(place.after) and not (place.acted and counted) and not named:
        return True
    if CONDITION.search(place.lead) and "的" in place.after:
        return True
    if (
        not place.horizon
        and re.search(r"首次|首个年度|年度营业额|年主营|连续", place.before)
        and re.search(r"的|达到", place.clause)
    ):
        return True
    if item.tail in ("以上", "以下") and item.unit in _SIZES and not place.before and place.after:
        return True
    thing = item.tail in ("以上", "以下", "及以上", "以内") and bool(KINDS_OF_THINGS.match(place.after))
    if thing and not named and not (place.acted and counted):
        return True
    return place.after.startswith("的") and bool(re.search(r"(?<!不)(?:低于|高于|超过|小于|大于)$", place.before))


# 每年安排不少于20%的新增工业用地用于保障中小微企业
_SET_ASIDE = re.compile(r"(?:安排|拿出|预留|留出|统筹|确保)[^，,]{0,4}(?:不少于|不低于|至少)$")
_TAUGHT = re.compile(r"的[^，,]{0,8}(?:培训|学习|实践|演练|活动|巡查|检查|辅导|宣讲)")
_OWNERS = re.compile(r"的?[^，,\d]{0,6}(?:企业|项目|园区|集群|平台|村|镇|单品|品牌|商圈|产业链)")
_SIZES = frozenset(("千瓦", "兆瓦", "蒸吨", "吨", "公里", "米", "立方米", "平方米", "亩", "公顷", "千伏", "人", "户"))


_MINUTES = re.compile(r"[^，。]{0,6}(?:会议|大家)(?:指出|认为|听取|通报|肯定)")


def _is_report(place: Surroundings) -> bool:
    """What was already done: 目前已有四家, 已建成5个."""
    if PAST.search(place.clause) and not STILL.search(place.clause):
        return True
    if _MINUTES.match(place.lead) and not re.search(r"要|确保|力争|争取|到※|※+前", place.lead):
        return True
    return not place.horizon and bool(re.search(r"截至|已完成|已落实|已达到|目前已", place.sentence))


_STRICT = COUNTED - {"期", "组", "支", "批", "对", "部", "门", "条", "间", "班", "种", "款", "列", "头"}


_PLACES = frozenset(("所", "座", "处", "家", "名", "支", "个", "户", "间"))
# 每个乡镇办好一所中心幼儿园, 每村选派一名指导员
_EACH = re.compile(
    r"每个?(?:乡镇|镇|乡|街道|村|社区|县|区|学校|企业|园区|行政村|县区|支部)[^，,]{0,8}[办建有配派设置到育]好?$"
)


def _worded(place: Surroundings) -> bool:
    """Chinese numerals are targets only with a plain unit and a comparison or an action before them."""
    item = place.item
    if item.unit in RATES or item.unit in DURATIONS:
        return True
    if item.value == 1 and item.high is None:
        return bool(
            re.search(r"至少|不少于|不低于", place.before) or (item.unit in _PLACES and _EACH.search(place.before))
        )
    if item.value >= 20 and item.unit in COUNTED:
        return True
    if item.unit in _STRICT and re.match(r"$|[、和及]", place.after) and ANY_ACTION.search(place.before):
        return True
    if (
        item.unit == "条"
        and not place.after
        and not re.search(r"措施|意见|政策|举措|规定|办法|建议|倡议|禁令$", place.before)
    ):
        return bool(ANY_ACTION.search(place.before))
    if item.unit not in _STRICT:
        return bool(item.unit and (item.unit in MONEY) and place.compared)
    if item.unit in ("个", "项", "次") and not (place.compared or place.acted):
        return bool(item.unit == "次" and re.search(r"每[年月季周半]", place.lead))
    return place.compared or place.acted


def _is_service(place: Surroundings) -> bool:
    """3个工作日内办结, 压减为20天, 半天办结: a promise of time; 5年内不改变 is none."""
    item = place.item
    if item.unit == "日" and re.search(r"[月旬度]$", place.before):
        return False
    if item.unit == "天" and re.search(r"天数[^，]{0,6}$", place.before):
        return True
    if item.unit in ("月", "周") and re.match(r"内?(?:化解|办结|解决|审结|反馈|答复)", place.after):
        return True
    if item.unit in ("年", "月", "周"):
        return bool(
            re.search(
                r"(?:寿命|年限|周期|时间|期限|时长|时限)[^，]{0,20}(?:达到|提高到|压缩|压减|缩短|不超过|延长|控制)",
                place.before,
            )
        )
    if (item.tail and re.match(r"的", place.after)) or re.match(r"[^，,\d]{1,6}率", place.after):
        return False
    if item.tail in _WITHIN and re.search(r"(?:后|之日起|收到[^，]{0,10})$", place.before) and place.after:
        return True
    if re.search(
        r"(?:公示期?|有效期|持续|连续|满|提前|时隔|每|(?<!不)超过|逾期|之日起|收到[^，]{0,10}|后)$", place.before
    ) and not re.search(
        r"办结|回复|办理|完成|答复|反馈|作出|审批|集结|到达|抵达|赶到|赶赴|报告|上报|出动|就位|到位|处置", place.after
    ):
        return False
    return bool(TIMED.search(place.after[:16]) or item.tail or place.compared)


def _is_rate(place: Surroundings, in_goals: bool) -> bool:
    if re.search(
        r"(?:按(?![期时季月年])照?|减按|适用|以|(?<!办)税率|费率为|利率为|利率|比例为)[^，]{0,4}$", place.before
    ):
        return bool(re.search(r"利率[^，]{0,2}(?:降至|降到|降低|下降|回落)", place.before))
    if re.match(r"的?政策", place.after):
        return False
    whole = place.item.value == 100 and re.match(r"[一-龥]{2}", place.after) and len(place.before) > 1
    if (
        (whole and not re.match(r"的|政策|资金|补|奖", place.after))
        or _SHARE.match(place.after)
        or re.search(r"(?:高于|快于|低于|领先)[^，,\d]{2,12}$", place.before)
    ):
        return True
    if re.match(r"(?:的)?(?:比例|股权|股份|资金|费用|标准)?(?:进行|给予|予以|出资|计提|提取)", place.after):
        return False
    return (
        place.compared
        or place.acted
        or in_goals
        or place.horizon
        or bool(re.search(r"率|占比|比重|比例|%|增速|增长|度达到|强度", place.before))
        or bool(not place.after and ANY_ACTION.search(place.before))
    )


_WITHIN = ("内", "以内", "之内")
# 城镇新建建筑100%执行绿色建筑标准, 85%以上的医院成为友善机构
_SHARE = re.compile(
    r"(?:的[^，,。；;\d]{2,16}?)?(?:全部)?(?:执行|达到|实现|完成|纳入|建成|成为|安装|配备|接入|落实|覆盖|公开|上线|通过|参与|网办|消除|设立|设置|得到|开展|建立|用于|投向|电话|回访|整改|销号|响应|办理)"
)

_MONEY_WORDS = re.compile(
    r"投资|产值|收入|销售|营业额|增加值|营收|贸易|进出口|零售|融资|余额|发放|投放|引进|到位|资金|总量|规模|利用外资|签约|贷款|税收|财政|成交|交易|出口|生产总值|消费|金额|总额|存款|社会|支出|节约|募集|基金|债券|资本金|质押|产业链|价值|集体经济|纯收入|授信"
)


def _is_money(place: Surroundings, in_goals: bool) -> bool:
    if re.search(r"安排|拨付|列支|预算|设立", place.before) and re.match(r"[^，]{0,14}(?:资金|经费|基金)", place.after):
        founded = re.search(r"(?:设立|组建|成立|发起)[^，]{0,6}$", place.before) and re.match(
            r"[^，]{0,14}基金", place.after
        )
        return bool(founded or re.search(r"不少于|不低于|至少|达到|规模$|规模[^，]{0,4}$", place.before))
    if (
        re.search(
            r"(?:个人|单户|单笔|单个|每人|每户|每个|每家|每亩|人均补|标准(?!不低于|达到|提高[到至]))[^，]{0,8}$",
            place.before,
        )
        and not place.horizon
    ):
        return False
    if not place.after and re.search(r"[一-龥]{2}$", place.before) and not _PRICE.search(place.before):
        return True
    return place.compared or place.acted or in_goals or bool(_MONEY_WORDS.search(place.clause))


_PRICE = re.compile(r"标准|价|单价|每|不足|按|起付|罚款|缴纳|收取|(?<!税)费|补|奖|贴|支付|垫付|最高")
