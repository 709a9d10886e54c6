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
_DOUBLE = (
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
)
_POST = (
    r"(?:常务)?副?(?:省长|市长|州长|县长|区长|旗长|镇长|乡长|盟长|主席|书记|主任|局长|处长|科长|股长|部长|厅长|院长|组长|总经理|董事长|经理|行长|站长|所长"
    r"|支队长|大队长|队长|政委|秘书长|调研员|巡视员|督学|会长|村长|校长|园长|镇长|干事|主管|总监)|常委|党组成员|党委委员|党工委委员|委员|负责人|同志|先生|女士"
)
_TITLE_AFTER = re.compile(rf"(?:[（(]?(?:{_POST})[)）]?)+$")
_TITLE_BEFORE = re.compile(rf"^[\u4e00-\u9fff]{{0,14}}?(?:{_POST})+(?=[\u4e00-\u9fff\s]{{2,}})")
_NOBODY = re.compile(r"^(?:待定|无|暂缺|空缺|／|/|—+|-+)$")


def looks_like_person(word: str) -> bool:
    """Whether a word has the shape of a Chinese personal name."""
    if not re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", word):
        return False
    return word[:2] in _DOUBLE if len(word) == 4 else word[0] in _SURNAMES


def split_people(reading: Reading, known: frozenset[str] = frozenset()) -> list[Name]:
    """Cut names of people; titles before or behind are dropped, 待定 is nobody.

    `known` are names seen elsewhere in the document: they tell where glued names (陆明俞悦) part.
    """
    people: list[Name] = []
    text = _without_titles(reading.text)
    for match in re.finditer(r"[^、，,；;/／|\n\t。（）()]+", text):
        for start, end in _tokens(match.group(), known):
            part = reading.cut(match.start() + start, match.start() + end).strip()
            written = re.sub(r"\s+", "", part.text)
            if written and not _NOBODY.match(written) and looks_like_person(written):
                people.append(Name(reading=part, written=written, full=written))
    return _once(people)


def _without_titles(text: str) -> str:
    """Blank out titles (县委常委、副县长) and digits, keeping every other character in its place."""
    parts = re.split(r"([、，,；;/／|\n\t。（）()]+)", text)
    return re.sub(r"\d", "\t", "".join(_blank_title(part) for part in parts))


def _blank_title(padded: str) -> str:
    word = padded.rstrip()
    return _blanked(word) + padded[len(word) :]


def _blanked(word: str) -> str:
    compact = re.sub(r"\s", "", word)
    after = _TITLE_AFTER.search(word)
    if after and looks_like_person(re.sub(r"\s", "", word[: after.start()])):
        return word[: after.start()] + "\t" * len(after.group())
    before = _TITLE_BEFORE.match(word)
    while before:
        word = "\t" * before.end() + word[before.end() :]
        rest = word.lstrip("\t")
        before = None if looks_like_person(re.sub(r"\s", "", rest)) else _TITLE_BEFORE.match(rest)
        if before:
            return "\t" * (len(word) - len(rest)) + _blanked(rest)
    if re.fullmatch(rf"[\u4e00-\u9fff]{{0,12}}(?:{_POST})", compact) and not looks_like_person(compact):
        return "\t" * len(word)
    return word


def _tokens(chunk: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Cut one chunk at spaces, but not inside a two-character name (俞 悦), and part glued names."""
    compact = [(index, char) for index, char in enumerate(chunk) if not char.isspace()]
    word = "".join(char for _, char in compact)
    if not word:
        return []
    pieces = _cut_word(word, chunk, compact, known)
    return [(compact[start][0], compact[end - 1][0] + 1) for start, end in pieces]


def _cut_word(word: str, chunk: str, compact: list[tuple[int, str]], known: frozenset[str]) -> list[tuple[int, int]]:
    if looks_like_person(word) and (len(word) <= 3 or word[:2] in _DOUBLE):
        return [(0, len(word))]
    gaps = {i for i in range(1, len(compact)) if compact[i][0] - compact[i - 1][0] > 1}
    found = _partition(word, gaps, known)
    return found or [(0, len(word))]


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
