"""What is wrong with a command line, in Chinese: “No such command 'whoo'.” → “没有“whoo”这个命令。是不是要用：who？”

The library that reads the line says it in English; words of it that are not known here are passed on as they are.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

_QUOTED = r"['\"](.+?)['\"]"
_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"No such command {_QUOTED}.*", re.DOTALL), "没有“{}”这个命令。"),
    (re.compile(r"No such option: (\S+).*", re.DOTALL), "没有“{}”这个选项。"),
    (re.compile(rf"Missing argument {_QUOTED}.*", re.DOTALL), "缺少“{}”。"),
    (re.compile(rf"Missing option {_QUOTED}.*", re.DOTALL), "缺少选项“{}”。"),
    (re.compile(r"Missing command\..*", re.DOTALL), "缺少命令。"),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", re.DOTALL), "多出了“{}”；名称中有空格时要加引号。"),
    (re.compile(rf"Option {_QUOTED} requires an argument\.?"), "选项“{}”后面缺少内容。"),
    (re.compile(rf"Option {_QUOTED} does not take a value\.?"), "选项“{}”后面不带内容。"),
)  # fmt: skip


#: what the usage line calls the arguments
_METAVARS = {
    "单位": "UNIT", "路径…": "PATH", "政策": "POLICY", "指标": "INDICATOR", "任务编号": "TASK_ID", "目标编号": "TARGET_ID",
    "编号": "ID", "文件": "FILE", "词": "WORDS", "内容": "WHAT", "从": "FROM", "到": "TO", "名称": "NAME",
}  # fmt: skip


def misuse(error: Exception, lang: str) -> str:
    """All that is said to the user of a line that could not be read."""
    context: Any = getattr(error, "ctx", None)
    words: str = getattr(error, "format_message", error.__str__)()
    if type(error).__name__ == "NoArgsIsHelpError":
        return words
    if lang == "en":
        usage = f"\n{context.get_usage()}\nSee {context.command_path} --help" if context else ""
        return _in_english(f"Bad use: {words}{usage}")
    usage = f"\n{_usage(context)}\n详见 {context.command_path} --help" if context else ""
    return f"用法有误：{_in_chinese(words)}{_meant(error, words, context)}{usage}"


def _in_chinese(words: str) -> str:
    for pattern, chinese in _SAID:
        found = pattern.fullmatch(words.strip())
        if found:
            return chinese.format(*found.groups())
    return words


def _in_english(words: str) -> str:
    """The names of arguments in English, where the usage and what is missing name them: {单位}, '单位'."""
    return re.sub(r"(?<=[{\['])[\u4e00-\u9fff…]+(?=[}\]'])", lambda found: _METAVARS.get(found[0], found[0]), words)


def _usage(context: Any) -> str:
    return re.sub(r"^Usage: ", "用法：", str(context.get_usage())).replace("[OPTIONS]", "[选项]").replace(
        "COMMAND [ARGS]...", "命令 …"
    )  # fmt: skip


def _meant(error: Exception, words: str, context: Any) -> str:
    """The commands or options that are near what was written."""
    near = list(getattr(error, "possibilities", None) or ())
    wanted = re.match(rf"No such command {_QUOTED}", words)
    if wanted and context is not None:
        near = get_close_matches(wanted[1], list(getattr(context.command, "commands", {})))
    return f"是不是要用：{'、'.join(sorted(near))}？" if near else ""
