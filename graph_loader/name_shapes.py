"""The shapes of names: what is a body, a place or a collective, by its suffix, its level head or the register.

“县财政局”, “各乡镇人民政府”, “开发区管委会” look like bodies; “发展改革” alone does not. Which unit a name means is
for resolve.py; lists are cut in names.py.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_loader.source import Reading
from graph_store.records import record

#: What a body's name ends in. Longest first where one contains another.
UNIT_SUFFIX = re.compile(
    r"(?:人民政府|政府|办公室|管委会|管理委员会|委员会|领导小组|工作组|推进组|专项组|小组|专班|指挥部|监管组|管理部|武装部"
    r"|分公司|公司|集团|支行|分行|银行|农商行|农信社|信用社|联社|供销社|支队|大队|总队|中队|救援队|调查队|总站|分局"
    r"|中心|机关|部门|单位|机构|街道办事处|办事处|街道办|街道|开发区|园区|示范区|保税区|高新区|经开区|新区|集聚区|度假区|管理区"
    r"|联合会|联席会议|协会|学会|商会|促进会|总工会|工会|妇联|残联|工商联|科协|文联|侨联|贸促会|红十字会|团委|党委|党组|党工委|工委"
    r"|纪委|监委|法院|检察院|海关|研究院|研究所|科学院|学院|大学|医院|学校|党校|电厂|水厂|煤矿|酒厂"
    r"|局|委|办|部|厅|署|院|会|社|行|所|站|队|处|室|科|(?<=[电视象广震])台|(?<=[护务路])段|股|馆|校|组|企业|农场|林场|兵团|总社|铁塔|电信|移动|联通"
    r"|乡镇|镇街|镇办|苏木|乡|镇|村|社区|旗县区|区县|县区|市区|市州|州市|盟市|县市|地区|县|市|区|州|旗|盟)$"
)
#: The level that a name begins with.
LEVEL_HEAD = re.compile(r"^(?:自治区|省|市|县|区|州|旗|盟|镇|乡|街道)(?=.)")


@record
class Name:
    """One name in a list: `reading` is where it stands, `written` the name without white space or marks."""

    reading: Reading
    written: str
    full: str
    list_open: bool = False
    mark: str = ""  # 牵头, 配合 … in brackets behind it, or the star before it
    doubt: str | None = None


# 各市、县〔市、区〕人民政府, 区市场监管局[牵头]: square brackets behind a name, within the brackets of its clause
_SQUARE = re.compile(
    r"(?<=[\u4e00-\u9fff])[\[［〔]([^\[\]［］〔〕（）()：:\d]{1,14}(?<!单位|部门|领导|时限))[\]］〕](?![:：])"
)


def round_brackets(reading: Reading) -> Reading:
    """The words with round brackets where square ones stand behind a name; every character keeps its place."""
    if not re.search(r"[\[［〔]", reading.text):
        return reading
    return Reading(_SQUARE.sub(r"（\1）", reading.text), reading.offsets, reading.source)


@lru_cache(maxsize=1)
def known_forms() -> frozenset[str]:
    """Every form of every line of the register, without its level head."""
    from graph_loader.register import load_register

    return load_register().known_forms()


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """The name without a level head: 县财政局 → 财政局."""
    return LEVEL_HEAD.sub("", name, count=1)


@lru_cache(maxsize=16384)
def is_known(name: str) -> bool:
    """Whether the register has this name, with or without a level head."""
    return name in known_forms() or bare(name) in known_forms()


@lru_cache(maxsize=16384)
def looks_like_unit(name: str) -> bool:
    """Whether a token has the shape of a body, a place or a collective."""
    core = re.sub(r"(?:[（(][^（()）]*[)）]|[<〈][^<>〈〉]*[>〉])$", "", name)
    core = re.sub(r"“[^“”。；]{1,16}”", "", core)
    if not core or len(core) > 40 or re.search(r"[。！？：:“”%％]", core):
        return False
    if is_known(core) or is_known(name):
        return True
    if (
        len(core) < 2
        or core.endswith("城乡")
        or re.search(r"\d(?!\d*(?:处|局|所|队|站|院|号|小队|矿|[政]?[\u4e00-\u9fff]{0,6}(?:热线|平台|办)))", core)
    ):
        return False
    return bool(UNIT_SUFFIX.search(core))


def is_place(name: str) -> bool:
    """Whether a name is a place or its government (各乡镇人民政府, 某县, 开发区管委会), not a bureau."""
    core = re.sub(r"[（(<〈][^（()）<>〈〉]*[)）>〉]", "", name)
    return bool(
        re.search(
            r"(?:人民政府|政府|乡镇|镇街|镇办|乡|镇|街道|街道办|街道办事处|办事处|苏木|社区|村|县区|区县|县市|市州|盟市|旗县区|旗县|市县|地区|县|市|区|州|旗|盟|管委会|管理委员会)$",
            core,
        )
    ) and not re.search(r"(?:政府办|开发区分局)$", core)
