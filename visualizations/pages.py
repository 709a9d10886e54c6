"""Templates to HTML: Chinese first, English beside it in the same template, everything escaped.

`render("task.html", "zh", …)` → a page. In a template `t("牵头", "leads")` gives the word of the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph_store.schema import ROLE_EDGES
from graph_store.store import GraphReader
from queries.targets import TargetRow
from queries.tasks import TaskRow, list_tasks
from visualizations.legend import role_label
from visualizations.phrases import phrase
from visualizations.picture import short

_KINDS = {
    "measure": ("举措", "measure"),
    "action": ("落实措施", "action"),
    "goal": ("目标工程", "goal"),
    "safeguard": ("保障措施", "safeguard"),
}
_CITES = {
    "based_on": ("依据", "based on"),
    "implements": ("贯彻落实", "implements"),
    "excerpts": ("摘录", "excerpts"),
    "amends": ("修订", "amends"),
    "repeals": ("废止", "repeals"),
    "mentions": ("提及", "mentions"),
}
_LEVELS = {
    "national": ("国家", "national"),
    "province": ("省", "province"),
    "city": ("市", "city"),
    "county": ("县", "county"),
    "town": ("乡镇", "town"),
}
_JUDGED = {
    "unit same": ("即（同一单位）", "is the same body as"),
    "unit different": ("不是（两个单位）", "is not the same body as"),
    "unit unsure": ("与（是否同一单位尚不能定）", "may or may not be the same body as"),
    "member same": ("属于", "is a member of"),
    "member different": ("不属于", "is not a member of"),
    "member unsure": ("是否属于（尚不能定）", "may or may not be a member of"),
}
_PLACES = {
    "sheet": "工作表“{}”",
    "cell": "单元格{}",
    "page": "第{}页",
    "paragraph": "第{}段",
    "line": "（原文第{}行）",
    "table": "表{}",
    "row": "第{}行",
    "column": "第{}列",
}
_COMPARED = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "~": "约", "=": ""}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    env = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(shorten=short, amount=amount, marked=marked, tabbed=tabbed)
    env.globals.update(role_order=role_order)
    return env


def render(name: str, lang: str, **given: Any) -> str:
    """One template as HTML; StrictUndefined makes a forgotten value an error, not a blank."""
    english = lang == "en"

    def pick(table: dict[str, tuple[str, str]], key: str | None) -> str:
        return table.get(key or "", (key or "",) * 2)[english]

    words = {
        "t": lambda zh, en: en if english else zh,
        "said": lambda sentence: phrase(sentence or "", lang),
        "role_label": lambda role: role_label(role, lang),
        "kind_label": lambda key: pick(_KINDS, key),
        "cite_label": lambda key: pick(_CITES, key),
        "place_words": lambda place: place_words(place, lang),
        "level_label": lambda key: pick(_LEVELS, key),
        "judged": lambda subject, verdict: pick(_JUDGED, f"{subject} {verdict}"),
    }
    basics: dict[str, Any] = {
        "lang": lang,
        "lang_link": "",
        "section": "",
        "query": "",
        "title": "",
        "hide_search": False,
    }
    page: str = _environment().get_template(name).render({**basics, **words, **given})
    return page


def marked(text: str, words: str) -> Markup:
    """A text in which each of the words that were looked for stands in <mark>; everything is escaped."""
    wanted = "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))
    pieces = re.split(f"({wanted})", text, flags=re.IGNORECASE) if wanted else [text]
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if at % 2 else piece for at, piece in enumerate(pieces)
    )


def tabbed(text: str) -> Markup:
    """A text in which each tab, the border of two cells, stands in an element of its own; everything is escaped."""
    return Markup('<span class="tab">\t</span>').join(text.split("\t"))


def deadlines_below(tasks: Iterable[TaskRow]) -> dict[str, str]:
    """What the tasks below each task say of when, by the upper task's id: 持续推进、2022年12月底."""
    said: dict[str, dict[str, None]] = {}
    for task in tasks:
        if task.parent_id and task.deadline_text:
            said.setdefault(task.parent_id, {})[task.deadline_text] = None
    return {id_: "、".join(list(words)[:3]) + ("…" if len(words) > 3 else "") for id_, words in said.items()}


def deadlines_in(graph: GraphReader, policy_ids: Iterable[str]) -> dict[str, str]:
    """The same for all tasks of these policies."""
    return deadlines_below(
        row for id_ in sorted(policy_ids) for row in list_tasks(graph, policy_id=id_, kind="action", limit=100_000)
    )


def place_words(place: dict[str, Any] | None, lang: str) -> str:
    """Where something stands in its file: 第3页，表1第2行第4列."""
    kept = [(key, value) for key, value in (place or {}).items() if key in _PLACES and value is not None]
    if lang == "en":
        return ", ".join(f"{key} {value}" for key, value in kept)
    where = "".join(_PLACES[key].format(value) for key, value in kept if key != "line")
    line = (place or {}).get("line")
    return where + (_PLACES["line"].format(line) if line is not None and where else f"第{line}行" if line else "")


def role_order(role: str) -> int:
    """Where a role stands in a list: lead first."""
    order = list(ROLE_EDGES)
    return order.index(role) if role in order else len(order)


def amount(target: TargetRow) -> str:
    """A target's value as people write it: ≥ 4.8万户, 15%, 翻一番 as 2 倍; its words where it has no number."""
    if target.value is None:
        return short(target.quote, 40)
    unit = target.unit or ""
    if target.operator == "range" and target.value_high is not None:
        return f"{_number(target.value, unit)}–{_number(target.value_high, unit)}{unit}"
    return f"{_COMPARED.get(target.operator or '', '')}{_number(target.value, unit)}{unit}"


def _number(value: float, unit: str) -> str:
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size and unit not in ("年", "%"):
            return f"{_digits(value / size)}{word}"
    return _digits(value)


def _digits(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
