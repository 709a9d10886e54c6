"""Numbers that only name a thing: 等8部门, 2期工程, 14个行政村, 65岁以上老人, 110千伏 — never a value to be reached."""

from __future__ import annotations

import re

from graph_loader.target_surroundings import Surroundings
from graph_loader.target_words import ACTION, COUNTED, DURATIONS, MONEY, RATES


def is_name(place: Surroundings) -> bool:
    """Whether the number only names a thing and sets no value."""
    return _counts_off(place) or _says_how_many(place) or _tells_size(place) or _scores(place)


_POINTS = re.compile(r"(?:扣|加|得(?!分)|计|记|减|倒扣)[^，,\d]{0,4}\d+(?:\.\d+)?分|得满分|不得分|不扣分")


def _scores(place: Surroundings) -> bool:
    """每低1个百分点扣0.5分, 完成率达到80%以上得3分, 90分以上为优秀: how an assessment counts."""
    if not place.item.tail and re.search(r"每(?:超|低|少|多|高|增|减|降|提|下)[^，,\d]{0,8}$", place.before):
        return True
    if "分" in place.clause and _POINTS.search(place.clause):
        return True
    return place.item.unit == "分" and bool(re.match(r"[^，,\d]{0,4}(?:为|评为|定为|的)", place.after))


def _counts_off(place: Surroundings) -> bool:
    """两位数, 2024届, 等8部门, 2期工程, 分为6个组, 遴选的100个, 排名前2名, 每150户."""
    item, before = place.item, place.before
    if (item.unit == "位" and place.after.startswith("数")) or (item.unit == "届" and item.value > 1900):
        return True
    if item.unit in ("部", "家", "个") and before.endswith("等"):
        return True
    if item.unit == "人" and re.match(r"[间座桌份]", place.after):  # 二人间
        return True
    if item.unit in MONEY and item.tail == "以上" and re.match(r"\d+[个家户项宗]", place.after):  # 10亿元以上20个
        return True
    if item.unit == "期" and re.match(r"工程|项目|建设|标准", place.after):
        return True
    if item.unit in COUNTED and before.endswith(("每", "按")):
        return True
    if item.unit in COUNTED and not (place.acted or place.compared) and _is_given(place):
        return True
    visits = ("浏览", "瀏覽", "阅读", "点击", "访问", "次数", "次數")
    return place.lead.rstrip(":：").endswith(visits) or bool(_COUNTED_OFF.search(before))


def _is_given(place: Surroundings) -> bool:
    """对16个未开工项目, 纳入台账的12个项目、8600套住房, 全县386处隐患点排查: how many there are."""
    if _STATE.match(place.after) or _OF_A_STATE.search(place.before):
        return True
    if re.match(r"[^，,。；;\d※]{2,16}(?:开工|竣工|投产|完工|入库|落地|交付)\d", place.after) and not place.before:
        return True
    return bool(
        _WHERE.search(place.before) and not _MAKES.search(place.before) and re.match(r"[一-龥]{4}", place.after)
    )


_STATE = re.compile(r"未(?!来|成年)|已[^，]|在建|存量|既有|剩余|结转")
_OF_A_STATE = re.compile(r"(?:未|已|在建|纳入|列入|存在|剩余|存量|结转)[^，,]*的(?:\d+[^，,、]*、)?$")
_WHERE = re.compile(r"(?:全[县市区省镇乡州旗]|辖区内?|境内|我[县市区])$")
_MAKES = re.compile(r"新|建|改造|完成|培育|打造|创|实现|达到|确保|治理|整治|推动|支持|发展|引进|力争")
_COUNTED_OFF = re.compile(
    r"成员单位$|下设$|(?:的|排名)(?:前|后|末)$|(?:分为|分成|分|划分为|列为|共印|印)$|(?:遴选|评选|入选|成为)[^，,]*的$"
)


def _says_how_many(place: Surroundings) -> bool:
    """辖区14个行政村; 12座污水处理厂负荷率由41%提升至70%; 甲镇、乙镇、丙镇3个重点城镇."""
    item, after = place.item, place.after
    whole = item.unit in COUNTED and (_AREAS.match(after) or _QUALIFIES.match(after))
    if whole and not (_CHOSEN.search(place.before) or place.acted or place.compared or place.horizon):
        return True
    if item.unit not in ("个", "家", "条", "项", "座") or place.compared or not re.match(r"[一-龥]", after):
        return False
    listed = [] if re.search(r"\d", place.before) or place.horizon else place.before.split("、")
    return len(listed) == item.value > 1 and not ACTION.search(place.before)


def _tells_size(place: Surroundings) -> bool:
    """65岁以上老人, 110千伏, Ⅲ级; the levels of an alarm."""
    unit, before = place.item.unit, place.before
    if unit in ("岁", "周岁") and not re.search(r"寿命|达到|提高|年龄[^，]*[至到]", before):
        return True
    if unit in _SIZE_UNITS and not _SET.search(before):
        return True
    told = place.sentence if place.before.startswith(("或", "且")) else place.clause
    return bool(unit not in RATES | DURATIONS and _DISASTER.search(told) and (place.item.tail or place.compared))


_SIZE_UNITS = frozenset(("千伏", "千伏安", "度", "摄氏度", "级", "毫米", "厘米"))
_SET = re.compile(r"(?:达到|降至|控制在|提[高升][到至]|不低于|不少于|压缩[到至]|压减[到至]|容量)$")
# 全镇14个行政村: how many there are
_AREAS = re.compile(
    r"(?:行政村|自然[村屯]|村[（(]|村(?:民|居)?委会|乡镇|镇街|镇[（(]|镇|街道|社区|县[（(市区]|市[（(州]|市州|区县|设区市|地级市|盟市|旗县)"
)
# 12座污水处理厂负荷率由41%提升至70%: whose level it is
_QUALIFIES = re.compile(
    r"[^，,。；;、\d※]{2,24}(?:率|占比|比重|比例|浓度|时间|成本|数)(?:※|[^，,。；;\d※]){0,8}(?:由|从|达到|提升[至到]|提高[至到]|不低于|不超过|控制在|降[至到])[\d※]"
)
_CHOSEN = re.compile(r"(?:在|选取|选择|遴选|支持|推动|力争|其中|选)$")
_DISASTER = re.compile(
    r"死亡(?!率|人数(?:不超过|控制|同比|下降|比))|受伤|重伤|受灾|失踪|降雨|降水|雨量|水位|流量|震级|预警|响应|险情|灾情|直接经济损失|停产|被困|积水"
)
