"""Fixed sentences of answers in English, for pages whose reader asked for it: 文件未标明牵头单位 → “The document names no lead.”

What is quoted from a document stays Chinese; so does a sentence that stands in no list here.
"""

from __future__ import annotations

import re

from queries.due import PASSED
from queries.policies import NOT_LOADED
from queries.tasks import ABOVE, NO_LEAD, NO_UNIT

_SENTENCES = {
    NO_LEAD: "the document names no lead",
    NO_UNIT: "the document names no unit",
    ABOVE: "the units stand at the task above; the document does not divide them",
    "责任单位列于下级任务": "the units stand at the tasks below",
    PASSED: "the date has passed; whether it was done is not known here",
    NOT_LOADED: "This policy is only cited; it is not loaded and its text is not known here.",
    "该目标写在文件总体目标中，文件未将其列入某项任务。": "The document states this target among its general aims, in no one task.",
    "该目标所在任务未列责任单位。": "The task of this target names no unit.",
    "责任单位列于上一级任务，文件未逐项分解。": "The units stand at the task above; the document does not divide them.",
    "同一任务列有两个以上牵头单位，属正常分工形式": "tasks with two leads or more, a normal way to share work",
    "列有责任单位，但没有一个被写作牵头单位": "tasks with units of which none is called a lead",
    "时限写作持续推进、长期坚持等，没有终止日期": "tasks whose time is written without an end",
    "任务文字和表格中都没有写时限": "tasks with no time in words or columns",
    "任务及其上下级任务都没有列单位": "tasks that name no unit, above and below them either",
    "只写“各乡镇人民政府”“有关部门”等，没有写具体单位": "tasks that name only “the town governments”, “departments concerned” and the like",
    "任务文字中没有读到带数值的目标": "tasks in which no value was read",
    "被引用的政策文件尚未载入，内容未载": "policies that are cited and not loaded",
    "任务": "Task",
    "目标": "Target",
    "政策": "Policy",
    "职责条款": "Clause",
}
_PATTERNS = (
    (re.compile(r"(\d+)个牵头单位"), r"\1 leads"),
    (re.compile(r"列有(\d+)个单位"), r"\1 units"),
    (re.compile(r"被引用(\d+)处"), r"cited \1 times"),
)
_ERRORS = {
    400: ("This cannot be understood.", "Check the address and its parameters."),
    404: ("There is no such page.", "Start from the start page or search."),
    405: ("This address does not take that kind of request.", "Every question is a GET."),
    409: ("Several units bear this name.", "Choose one of them."),
    413: ("The request is too large.", "A question needs no body."),
    414: ("The address is too long.", "Use fewer words."),
    422: ("A parameter is wrong.", "The parameters stand in /docs."),
    500: ("Something failed inside; it has been logged.", "Try again later."),
    503: ("The graph cannot be asked just now.", "Try again in a moment."),
    504: ("The question took too long.", "Narrow it."),
}


def phrase(sentence: str, lang: str) -> str:
    """A fixed sentence in the reader's language; one made of several (；) part by part; unknown ones as they are."""
    if lang != "en":
        return sentence
    if "；" in sentence:
        return "; ".join(phrase(part, lang) for part in sentence.split("；"))
    known = _SENTENCES.get(sentence)
    if known:
        return known
    for pattern, words in _PATTERNS:
        if pattern.fullmatch(sentence):
            return pattern.sub(words, sentence)
    return sentence


def error_words(status: int) -> tuple[str, str]:
    """What an error of this status says in English, and what to do."""
    return _ERRORS.get(status, _ERRORS[500])
