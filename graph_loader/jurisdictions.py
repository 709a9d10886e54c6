"""Places: which province, city, county or town words name, from a table of codes and from the words themselves.

“大宁县人民政府办公室” → 大宁县 in 临汾市 in 山西省, code 141030. A name that several places bear (朝阳区) keeps no
parent and no code unless its parent is named before it; a place outside the table (云溪市) is told by its last character.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from graph_store.ids import content_id
from graph_store.records import record

NATION = "全国"
_ETHNIC = re.compile(
    r"(?:满族|回族|蒙古族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族"
    r"|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克族?"
    r"|怒族|普米族|鄂温克族|鄂伦春族?|独龙族|裕固族|保安族|各族|蒙古|回族?|壮族?)+$"
)
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|旗|区|镇|乡|苏木|街道)$")
_LEVEL_OF = (
    ("特别行政区", "province"),
    ("自治区", "province"),
    ("省", "province"),
    ("自治州", "city"),
    ("地区", "city"),
    ("盟", "city"),
    ("州", "city"),
    ("市", "city"),
    ("自治县", "county"),
    ("自治旗", "county"),
    ("县", "county"),
    ("旗", "county"),
    ("区", "county"),
    ("镇", "town"),
    ("苏木", "town"),
    ("街道", "town"),
    ("乡", "town"),
)
_BY_WORDS = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{1,9}?(?:自治区|自治州|自治县|自治旗|特别行政区|地区|苏木|街道|省|市(?![场民政容区级直])|州|盟|县(?![域级直城乡区])|旗|区(?![域块级直县])|镇(?![街区])|乡(?![村镇土])))"
)
_NOT_A_PLACE = re.compile(
    r"国网|人行|邮储|共青团|中共|公安|电力|促进|加快|推进|支持|鼓励|加强|深化|强化|进一步|局|银行|公司|中心|国家|人民|委员|总|关于|印发|通知|[各全本该有]|开发区$|园区$|新区$|示范区$|高新区$|经开区$|集聚区$|保税区$|度假区$|市场|区域|乡镇|乡村|城市|社区"
    r"|地区$|县域|州际|省级|市级|县级|区级|小区|城区$|山区$|景区$|灾区$|片区$|库区$|辖区$|城镇|城乡"
)
_RANK = {"national": 0, "province": 1, "city": 2, "county": 3, "town": 4}
_NATIONAL = re.compile(
    r"^(?:国务院|国家|中央|中共中央|全国|中国|中华|最高人民|财政部|教育部|科技部|公安部|民政部|司法部|水利部|商务部|审计署|外交部"
    r"|工业和信息化部|人力资源社?会?和?社会保障部|自然资源部|生态环境部|住房和?城乡建设部|交通运输部|农业农村部|文化和旅游部|应急管理部|退役军人事务部|海关总署|市场监管总局|税务总局)"
)


@record
class Place:
    """A province, city, county or town; `parent` is the place above it, None where nothing tells it."""

    name: str
    level: str
    code: str = ""
    parent: Place | None = None
    ambiguous: bool = False

    @property
    def full_name(self) -> str:
        """山西省临汾市大宁县."""
        return "".join(place.name for place in reversed(self.chain))

    @property
    def chain(self) -> tuple[Place, ...]:
        """The place itself, then the places above it."""
        return (self, *(self.parent.chain if self.parent else ()))

    @property
    def id(self) -> str:
        """The key of its Jurisdiction node: the code where there is one, else its full name."""
        return content_id("place", self.code or self.full_name)

    @property
    def short(self) -> str:
        """The name without its kind: 大宁县 → 大宁; the whole name where nothing would be left of it."""
        return short_name(self.name)


def short_name(name: str) -> str:
    """Drop what a place is from its name: 大宁县 → 大宁, 恩施土家族苗族自治州 → 恩施, 吴县 → 吴县."""
    core = _SUFFIX.sub("", name)
    bare = _ETHNIC.sub("", core)
    return next((part for part in (bare, core) if len(part) >= 2), name)


class Places:
    """The table of places, by name and by short name."""

    def __init__(self, rows: tuple[tuple[str, str], ...]) -> None:
        self._by_code: dict[str, Place] = {}
        self.by_name: dict[str, list[Place]] = {}
        self.by_short: dict[str, list[Place]] = {}
        for code, name in sorted(rows, key=lambda row: (len(row[0]), row[0])):
            parent = self._by_code.get(code[:4]) if len(code) == 6 else None
            parent = parent or (self._by_code.get(code[:2]) if len(code) > 2 else None)
            place = Place(name, {2: "province", 4: "city", 6: "county"}[len(code)], code, parent)
            self._by_code[code] = place
            self.by_name.setdefault(name, []).append(place)
            self.by_short.setdefault(place.short, []).append(place)
        self._longest = max(map(len, self.by_name))

    def named(self, name: str, above: Place | None = None) -> Place | None:
        """The place of a name, below `above` where that is given; one of several alike has no parent and no code."""
        found = self.by_name.get(name, [])
        if above:
            found = [place for place in found if above in place.chain]
        if len(found) == 1:
            return found[0]
        if found:
            return Place(name, found[0].level, "", above, ambiguous=True)
        return None

    def leading(self, words: str, above: Place | None = None) -> tuple[Place, int] | None:
        """The longest place name of the table at the start of words, or None."""
        for size in range(min(self._longest, len(words)), 1, -1):
            place = self.named(words[:size], above)
            if place:
                return place, size
        return None


@lru_cache(maxsize=1)
def load_places() -> Places:
    """Read registry/places.tsv.gz (provinces, cities and counties with their codes) once."""
    packed = files("graph_loader").joinpath("registry", "places.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    rows = tuple((line.split("\t")[0], line.split("\t")[1]) for line in lines)
    return Places(rows)


def read_place(words: str) -> tuple[Place, int] | None:
    """The place that words begin with, as narrow as it is named there, and how many characters name it.

    “山西省临汾市大宁县财政局” → (大宁县, 9); “云溪市财政局” → (云溪市, 3); None where they begin with none.
    """
    place: Place | None = None
    used = 0
    while True:
        step = _step(words[used:], place)
        if step is None:
            break
        place, size = step
        used += size
    return (place, used) if place else None


def _step(words: str, above: Place | None) -> tuple[Place, int] | None:
    places = load_places()
    if above and above.level == "town":
        return None
    found = places.leading(words, above)
    if found and _not_cut(words, found):
        return found
    match = _BY_WORDS.match(words)
    if not match or _NOT_A_PLACE.search(match.group("name")):
        return None
    name = match.group("name")
    level = level_of(name)
    if len(short_name(name)) < 2 or name == short_name(name) or (above and _RANK[level] <= _RANK[above.level]):
        return None
    return Place(name, level, "", above), len(name)


def _not_cut(words: str, found: tuple[Place, int]) -> bool:
    """Whether a table name is not the start of a longer word: 海南省, not 海南 of 海南藏族自治州."""
    return bool(_SUFFIX.search(words[: found[1]]))


def level_of(name: str) -> str:
    """Level by the last words of a place's name; empty where they do not tell."""
    return next((level for suffix, level in _LEVEL_OF if name.endswith(suffix)), "")


def nation() -> Place:
    """The whole country, as national instruments have it."""
    return Place(NATION, "national")


def place_of(words: str) -> Place | None:
    """The place that an issuer or a title belongs to: 中共大宁县委办公室 → 大宁县; 国务院办公厅 → 全国."""
    core = re.sub(r"^(?:中国共产党|中共)(?!中央)", "", re.sub(r"\s+", "", words))
    found = read_place(core)
    if found:
        return found[0]
    if _NATIONAL.match(core):
        return nation()
    zone = re.match(r"^([\u4e00-\u9fff]{2,6}?(?:新区|开发区|高新区|示范区|管理区))(?:管委会|管理委员会|党工委)", core)
    return _by_short(core) or (Place(zone.group(1), "county") if zone else None)


def _by_short(core: str) -> Place | None:
    """A place by its short name at the start (大宁经济开发区), if exactly one bears it and more words follow."""
    places = load_places()
    for size in (4, 3, 2):
        found = places.by_short.get(core[:size], [])
        if len(found) == 1 and re.match(
            r"(?:[\u4e00-\u9fff]{0,6}(?:开发区|高新区|新区|园区|示范区|海关))", core[size:]
        ):
            return found[0]
    return None


def spoken_place(name: str, near: tuple[Place, ...] = ()) -> Place | None:
    """The place of a full or short name (大宁, 大宁县, 泽州): one of `near` first, else the only one of its province.

    Near a place that the table does not know, the table is not asked: its 临江 need not be theirs.
    """
    for place in near:
        if name in (place.name, place.short):
            return place
    found = list(_all_named(name, load_places()))
    provinces = {place.code[:2] for place in near if place.code}
    if provinces:
        found = [place for place in found if place.code[:2] in provinces]
    elif any(place.level not in ("national", "") for place in near):
        found = []
    return found[0] if len(found) == 1 else None


def _all_named(name: str, places: Places) -> Iterator[Place]:
    yield from places.by_name.get(name, [])
    yield from (place for place in places.by_short.get(name, []) if place.name != name)
