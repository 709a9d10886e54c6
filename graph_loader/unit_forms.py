"""Shapes of names: what a printed name is before anyone looks it up: a collective, a branch, a company, a task force.

“各乡<镇>政府” → 各乡镇人民政府; “县国有资本投资运营有限公司” → 县国有资本投资运营公司. Knows no register and no place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HEADS = ("自治区", "国家", "街道", "省", "市", "县", "区", "州", "旗", "盟", "镇", "乡")
HEAD = re.compile(r"^(?:自治区|省|市(?!场)|县(?!域)|区(?!域)|州|旗|盟|镇|乡)(?=.)")
BRANCH_TAILS = (
    "监管支局", "管理部", "监管组", "中心支行", "分公司", "营业部", "办事处", "分中心", "供电公司", "分局", "支行", "分行", "支局", "管理站", "公司",
)  # fmt: skip
_FUNCTION = re.compile(r"^(?P<stem>[\u4e00-\u9fff]{2,10}?)(?:行业)?(?:主管|行政主管|管理|监管|行政管理)?部门$")
_GROUP_START = re.compile(
    r"^(?:各(?!级?别)|有关|相关|其他|其它|全体|所有|驻|中央在|中直|中省|国务院(?:各|有关|相关)|[省市县区州旗盟]级?(?:各|有关|相关)|[省市县区州旗盟]直"
    r"|[省市县区州旗盟]级(?!人民法院|机关事务)|涉|属地|承办|责任单位|成员单位|乡镇(?!企业)|镇街|乡镇街道|市县|县区|区县|试点)"
)
_GROUP_END = re.compile(
    r"(?:(?:成员|有关|相关|责任|主管|牵头|配合|职能|参与|驻地)(?:各)?(?:单位|部门)|各(?:有关|相关)?(?:单位|部门|专班|银行)|直(?:各)?(?:单位|部门|机关)|人民政府等|(?<!各)各部门|部门和单位|行业主管部门|金融机构|运营商|电信企业|各[市县区州旗盟乡镇][市县区州旗盟乡镇]{0,3}(?:人民)?(?:政府)?)$"
)
_TOWN_PLURAL = re.compile(
    r"^各?(?P<some>有关|相关)?(?P<what>(?:乡镇|镇街|镇乡|苏木乡镇|乡镇街道|镇街道|乡镇场|乡镇区|街道|镇|乡))(?:党委)?(?:人民)?(?:政府)?(?:办事处)?$"
)
_TOWN_TITLES = {"街道": "街道办事处", "镇街道": "镇（街道）", "镇街": "镇（街道）", "乡镇街道": "乡镇（街道）"}
_AREA_PLURAL = re.compile(
    r"^各(?P<some>有关|相关)?(?P<what>[\u4e00-\u9fff]{0,6}?[省市县区州旗盟])(?:人民)?政府$|^各(?P<some2>有关|相关)?(?P<what2>[市县区州旗盟省]{2,6})$"
)
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "task_force",
        r"(?:领导小组|工作组|推进组|专项组|小组|专班|指挥部|联席会议|协调机制|委员会办公室|领导小组办公室|专班办公室|指挥部办公室|筹委会|组委会)$",
    ),
    ("company", r"(?:公司|集团|企业|厂|煤矿|矿业|电网|铁塔)$"),
    ("bank", r"(?:银行|信用社|联社|农商行|支行|分行)$"),
    ("zone", r"(?:开发区|园区|示范区|保税区|高新区|经开区|新区|集聚区|度假区|管委会|管理委员会)$"),
    ("mass", r"(?:协会|商会|联合会|学会|促进会|工会|妇联|残联|科协|文联|侨联|团委|红十字会)$"),
    ("party", r"(?:党委|党组|工委|纪委|纪检监察组|党校|党支部|^委.{2,8}(?:部|办|办公室))$"),
    (
        "institution",
        r"(?:中心|研究院|研究所|科学院|学院|大学|医院|学校|中学|小学|站|所|馆|院|队|总站|台|基地|协调办|事务局)$",
    ),
    ("place", r"(?:人民政府|政府|街道办事处|办事处|街道|乡|镇|苏木|村|社区|县|市|区|旗|州|盟|省)$"),
    ("bureau", r"(?:局|委员会|委|办公室|办|厅|部|署|室|处|科|股|海关|法院|检察院)$"),
)


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """Drop white space and inner marks, fold widths: 各乡<镇>人民政府 → 各乡镇人民政府."""
    folded = unicodedata.normalize("NFKC", name)
    compact = re.sub(r"[\s<>〈〉《》“”\"'*★☆▲△]+", "", folded)
    compact = compact.replace("(", "（").replace(")", "）").replace(",", "、")
    compact = re.sub(r"^(?:中国共产党|中共)(?!中央)", "", compact)
    compact = re.sub(r"（(?:牵头|配合|负责|主责|协办)(?:单位)?）$", "", compact)
    return compact or name.strip() or "（无名）"


def company_core(name: str) -> str:
    """A company's name without its legal form, so that two copies agree: …运营有限公司 → …运营公司."""
    core = re.sub(
        r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|总公司|集团公司)$",
        lambda m: "集团" if "集团" in m.group() else "公司",
        name,
    )
    return re.sub(r"（[^（）]*）", "", core) or core


def function_stem(name: str) -> str:
    """The line that a functional mention names: 财政部门 → 财政; empty for any other name."""
    match = _FUNCTION.match(name)
    return match.group("stem") if match and not _GROUP_START.match(name) else ""


def collective(name: str) -> str | None:
    """The plain form of a collective, alike for alike wordings; None for a single body."""
    plain = re.sub(r"[（）、/]", "", name)
    towns = _TOWN_PLURAL.match(plain)
    if towns and (plain.startswith("各") or towns.group("what") not in ("镇", "乡", "街道")):
        what = towns.group("what")
        return "各" + ("有关" if towns.group("some") else "") + _TOWN_TITLES.get(what, what + "人民政府")
    areas = _AREA_PLURAL.match(plain)
    if areas and plain.startswith("各"):
        some = areas.group("some") or areas.group("some2")
        return "各" + ("有关" if some else "") + (areas.group("what") or areas.group("what2")) + "人民政府"
    if _GROUP_START.match(plain) or _GROUP_END.search(plain):
        words = re.sub(r"相关", "有关", name)
        words = re.sub(r"(?<=[直级驻])各(?=有关)|^各(?=有关)", "", words)
        return re.sub(r"(?<=[省市县区州旗盟])(?:政府)$", "人民政府", words)
    return None


def kind_of(name: str) -> str:
    """The kind that a name's last words tell; `other` where they tell none."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "other")
