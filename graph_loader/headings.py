"""What a numbered point is called, and whether it begins with the body whose duty it is.

“3. 鼓励…。（责任单位：…）” has the title 鼓励…; “县水利局：负责…” is a duty paragraph of 县水利局.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_loader.names import Name, is_known, looks_like_unit, split_names
from graph_loader.outline import Node
from graph_loader.source import Reading

PLAN_TITLE = re.compile(
    r"(?:方案|意见|若干措施|办法|规划|计划|要点|细则|清单|分工|任务表|通知|纲要|若干政策|分解表)(?:[（(][^（()）]{1,20}[)）])*$"
)


_DUTY_HEAD = re.compile(
    r"^(?P<n>[^：:。；;“”《》]{3,60}?)(?:[：:。]\s*|[（(]牵头(?:单位|部门)?[)）][：:。]?\s*)(?=[^\s].{3,})"
)


_DUTY_VERB = re.compile(r"^(?P<n>(?!由)[^，。；;：:“”《》]{3,40}?)(?=(?:主要)?(?:负责(?!人|任)|承担|做好|履行))")


def duty_head(reading: Reading, *, in_section: bool) -> tuple[Reading, list[Name]] | None:
    """The bodies that a duty paragraph begins with (县水利局：负责…); None for any other paragraph."""
    match = _DUTY_HEAD.match(reading.text)
    after = reading.text[match.end() : match.end() + 8] if match else ""
    if (
        match
        and not in_section
        and not re.match(r"(?:主要)?(?:负责|承担|牵头|组织|会同|做好|配合|指导|加强|落实|依法|统筹|协调|监督)", after)
    ):
        match = None
    if not match and in_section:
        match = _DUTY_VERB.match(reading.text)
    if not match:
        return None
    part = reading.cut(match.start("n"), match.end("n"))
    names = split_names(part)
    if not names or not all(
        looks_like_unit(n.full) and (is_known(n.full) or in_section or len(n.full) >= 4) for n in names
    ):
        return None
    if any(re.match(r"^(?:加强|强化|建立|完善|推进|实施|开展|成立)", n.full) for n in names):
        return None
    return part, names


_OPENS = re.compile(r"[（(【\[]")
_ROLE_BRACKET = re.compile(
    r"\s*[（(【\[][^）)】\]]*(?:单位|部门|领导|牵头|负责|配合|责任人)[^）)】\]]*[:：)）】\]].*$", re.DOTALL
)


def runin_title(text: str, bold: int) -> str:
    """A run-in heading: the bold beginning, or the first sentence where it is short and more follows."""
    if bold >= 4:
        return text[:bold].strip(" 。：:；;")
    match = re.match(r"^([^。；：:]{2,45})[。：:；]", text)
    return match.group(1).strip() if match and len(text) > match.end() + 3 else ""


def title_of(node: Node) -> str:
    """The title of a point without its role brackets: the whole line, or the run-in heading."""
    return _title(node.heading.text.strip(), node.bold)


@lru_cache(maxsize=1024)
def _title(text: str, bold: int) -> str:
    bare = _ROLE_BRACKET.sub("", text) if _OPENS.search(text) else text
    if bare != text and len(bare) <= 50 and "。" not in bare.rstrip("。"):
        return bare.rstrip("。：:；;")
    title = runin_title(text, bold if bold < len(text) else 0)
    if title:
        return title
    return text.rstrip("。：:；;") if len(text) <= 50 and "。" not in text.rstrip("。") else ""


def label_of(node: Node) -> str:
    """A heading as it stands in a path: number and title."""
    title = title_of(node)
    return f"{node.number}{title}" if title else node.number
