"""Cut people's names out of a cell or a label: “副县长 张明、李 强” → 张明, 李强. A person is never a unit."""

from __future__ import annotations

import re

from graph_loader.names import Name
from graph_loader.source import Reading

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申"
    "尤毕聂丛焦向柳邢骆岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏"
    "宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和"
)
_MORE_SURNAMES = frozenset(
    "尚鹿富闫亓佘仝巴都苑勾占厉国堵师帅干年应庆库弓归敬昌时晁暴朴束楚步水沃涂淡牟牧狄由申盘硕祖竹纪经羊老胥臧良苍英茹荀荆莘萨葛蒯蔚蔺"
    "逯那邝郁郗释钮铁锁镡闪闻阚隆雍靖鲜麦麻黑默海喜瓮亢冶卿戎户扈拱操敖斯晋普朗权杭桓毋泰满火生皇益眭瞻矫禄税种第答粟缪罕腾芦茂荣莱虎衣訾谌豆"
)
_DOUBLE = ("端木", "公羊", "澹台", "濮阳", "淳于", "单于", "申屠", "轩辕", "钟离", "闻人", "赫连", "呼延", "南宫", "西门", "独孤",
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "尉迟",
    "皇甫",
    "令狐",
    "慕容",
    "司徒",
    "夏侯",
    "东方",
    "公孙",
    "宇文",
    "长孙",
)  # fmt: skip
_POST = (
    r"(?:常务)?副?(?:省长|市长|州长|县长|区长|旗长|镇长|乡长|盟长|主席|书记|主任|局长|处长|科长|股长|部长|厅长|院长|组长|总经理|董事长|经理|行长|站长|所长"
    r"|支队长|大队长|队长|政委|秘书长|调研员|巡视员|督学|会长|村长|校长|园长|镇长|干事|主管|总监)|常委|党组成员|党委委员|党工委委员|委员|负责人|同志|先生|女士"
)
_TITLE_AFTER = re.compile(rf"(?:[（(]?(?:{_POST})[)）]?)+$")
_TITLE_BEFORE = re.compile(rf"[\u4e00-\u9fff]{{0,14}}?(?:{_POST})+(?=[\u4e00-\u9fff\s]{{2,}})")
_POST_WORD = re.compile(rf"(?:{_POST})$")
_ONLY_TITLE = re.compile(rf"[\u4e00-\u9fff]{{0,12}}(?:{_POST})")
_NOBODY = re.compile(r"^(?:待定|无|暂缺|空缺|／|/|—+|-+)$")


_NOT_NAMES = frozenset(
    {
        "常委",
        "主任",
        "书记",
        "局长",
        "县长",
        "市长",
        "区长",
        "镇长",
        "组长",
        "主席",
        "全体",
        "各级",
        "相关",
        "有关",
        "时任",
        "同志",
        "详见",
        "同上",
        "如下",
    }
)
_UNIT_LIKE = re.compile(
    r"(?:局|委|办|厅|部|处|科|股|所|站|室|中心|公司|政府|单位|部门|乡镇|街道|领导|班子|成员|主要|分管)$"
)


#: Characters that spell Mongolian, Tibetan and Uyghur names (乌云其木格, 扎西次仁).
_SPELLED = re.compile(
    r"[阿巴特尔乌云其木格不都热合曼买提苏日娜图雅布扎西次仁卓玛旦增才让多杰丹珠尼古丽艾力吐逊哈斯额德敖勒萨高娃那呼和孟根宝音朝鲁白乙拉坦达赖嘎桑央金罗顿索朗普穷加措土克江肉孜木沙依马]{4,7}"
)


def looks_like_person(word: str) -> bool:
    """Whether a word has the shape of a personal name; one with a dot (买买提·阿不都) or spelled may be long."""
    if _SPELLED.fullmatch(word) or re.fullmatch(r"[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2,8}", word):
        return True
    if not re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", word):
        return False
    if word in _NOT_NAMES or _UNIT_LIKE.search(word):
        return False
    if len(word) == 4:
        return word[:2] in _DOUBLE
    return word[0] in _SURNAMES or word[0] in _MORE_SURNAMES or word[:2] in _DOUBLE


def split_people(reading: Reading, known: frozenset[str] = frozenset()) -> list[Name]:
    """Cut names of people; titles before or behind are dropped, 待定 is nobody.

    `known` are names seen elsewhere in the document: they tell where glued names (陆明俞悦) part.
    """
    people: list[Name] = []
    for match in re.finditer(r"[^、，,；;/／|。（）()]+", reading.text):
        words = _without_asides(match.group())
        places = [match.start() + i for i, char in enumerate(words) if not char.isspace() and not char.isdigit()]
        word = "".join(reading.text[place] for place in places)
        for start, end in _untitled(word):
            chars, spots = word[start:end], places[start:end]
            for first, last in _cut_word(chars, spots, known):
                written = chars[first:last]
                if not _NOBODY.match(written) and (looks_like_person(written) or _may_be_person(written)):
                    part = reading.cut(spots[first], spots[last - 1] + 1)
                    people.append(Name(reading=part, written=_printed(part), full=written))
    return _once(people)


_PHONE = re.compile(r"\s*(?:联系|办公|咨询|值班|手机)?(?:电话|手机|号码|传真|邮箱)")


def _without_asides(words: str) -> str:
    """A name without the telephone or the post that a blank parts from it; blanks keep every place."""
    phone = _PHONE.search(words)
    kept = words[: phone.start()] if phone else words
    if len(kept.split()) > 1:
        for title in re.finditer(r"\S{2,}", kept):
            if _ONLY_TITLE.fullmatch(title.group()) and not looks_like_person(title.group()):
                kept = kept[: title.start()] + " " * len(title.group()) + kept[title.end() :]
    return kept


def _printed(part: Reading) -> str:
    """The name in the characters of the file, which a mended copy reads as others."""
    return "".join(part.source[o] for o, char in zip(part.offsets, part.text, strict=True) if not char.isspace())


def _may_be_person(word: str) -> bool:
    """In a column of people any two or three characters may be a name, unless they are plainly something else."""
    return (
        bool(re.fullmatch(r"[\u4e00-\u9fff]{2,3}", word))
        and not _UNIT_LIKE.search(word)
        and not _POST_WORD.search(word)
        and word not in _NOT_NAMES
    )


def _untitled(word: str) -> list[tuple[int, int]]:
    """The runs of a word that are no titles: 县委副书记祝融 → 祝融; 曹阳局长 → 曹阳; 副县长 alone → nothing."""
    after = _TITLE_AFTER.search(word)
    if after and after.start() and (looks_like_person(word[: after.start()])):
        return [(0, after.start())]
    start = 0
    while before := _TITLE_BEFORE.match(word, start):
        if looks_like_person(word[start:]):
            break
        start = before.end()
    if _ONLY_TITLE.fullmatch(word, start) and word[start:] not in ("",):
        return []
    return [(start, len(word))] if start < len(word) else []


def _cut_word(word: str, places: list[int], known: frozenset[str]) -> list[tuple[int, int]]:
    """One name, or glued names parted where spaces and known names tell (陆明俞悦)."""
    gaps = {i for i in range(1, len(places)) if places[i] - places[i - 1] > 1}
    if len(word) == 4 and {1, 3} <= gaps:  # 申 屠 易 水: two names, each with a blank inside
        return [(0, 2), (2, 4)]
    if len(word) <= 3 or looks_like_person(word) or (word[:2] in _DOUBLE and len(word) <= 4):
        return [(0, len(word))]
    return _partition(word, gaps, known) or [(0, len(word))]


def _partition(word: str, gaps: set[int], known: frozenset[str]) -> list[tuple[int, int]]:
    """Cut glued names into people of two to four characters; known names and spaces weigh most."""
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for end in range(2, len(word) + 1):
        options = []
        for size in (2, 3, 4):
            start = end - size
            piece = word[start:end] if start >= 0 else ""
            if start in best and looks_like_person(piece):
                score = best[start][0] + _weight(piece, start, end, gaps, known)
                options.append((score, [*best[start][1], (start, end)]))
        if options:
            best[end] = max(options, key=lambda option: option[0])
    return best.get(len(word), (0.0, []))[1]


def _weight(piece: str, start: int, end: int, gaps: set[int], known: frozenset[str]) -> float:
    inner = sum(1 for gap in gaps if start < gap < end)
    score = 10.0 if piece in known else 0.0
    score += 2.0 if end in gaps else 0.0
    score -= 1.0 * inner if len(piece) > 2 else 0.2 * inner
    return score + (0.5 if len(piece) == 3 else 0.3 if len(piece) == 2 else -1.0)


def _once(people: list[Name]) -> list[Name]:
    seen: set[str] = set()
    return [p for p in people if not (p.written in seen or seen.add(p.written))]  # type: ignore[func-returns-value]
