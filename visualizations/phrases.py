"""Our own sentences in English: 没有找到单位“县财正局”。 → No unit is called “县财正局”.

Whoever raises, warns or notes says it in Chinese; where it is shown to a reader who asked for English, its words are
looked up in english.tsv, one row for each sentence, with {names} for what is filled in. Quotes and names stay Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_NAMED = re.compile(r"\\\{(\w+)\\\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_IN_BOTH = re.compile(r"[^、（]+（([a-z_]+)）|([a-z_]+)（[^）]+）")


def phrase(sentence: str, lang: str) -> str:
    """What we say, in the reader's language; several sentences one by one; what is not ours stays as it is."""
    if lang != "en" or not _CHINESE.search(sentence):
        return sentence
    return "\n".join(_english(line) or line for line in sentence.split("\n"))


def _english(words: str) -> str:
    """The English of one line, or "" where the catalogue has none."""
    if not words:
        return ""
    return _whole(words) or _one_by_one(words) or _filled(words) or _of_a_file(words) or _joined(words)


def _whole(words: str) -> str:
    return _catalogue()[0].get(words, "")


def _one_by_one(words: str) -> str:
    """Several sentences, each of which is known: 文件太大，内存不足。请拆分文件后再载入。"""
    parts = re.split(r"(?<=。)\s*(?=.)", words)
    said = [_whole(part) or _filled(part) or _of_a_file(part) for part in parts] if len(parts) > 1 else []
    return " ".join(said) if all(said) else ""


def _filled(words: str) -> str:
    """A sentence with something filled in, which may be a sentence of ours again."""
    for pattern, english in _catalogue()[1]:
        found = pattern.fullmatch(words)
        if found:
            return english.format_map({name: _value(name, value) for name, value in found.groupdict().items()})
    return ""


def _value(name: str, value: str) -> str:
    """What was filled in: a sentence of ours in English, a list without its Chinese twins (牵头（lead） → lead)."""
    said = phrase(value, "en")
    return _IN_BOTH.sub(r"\1\2", said).replace("、", ", ") if name == "listed" else said


def _of_a_file(words: str) -> str:
    """What is said of a file, behind its name: 方案.pdf：不是 PDF 文件。"""
    for colon in re.finditer("：", words):
        rest = words[colon.end() :]
        said = _whole(rest) or _filled(rest)
        if said:
            return f"{words[: colon.start()]}: {said}"
    return ""


def _joined(words: str) -> str:
    """Several notes in one: 文件未列责任单位；时限已过，完成情况本系统未载."""
    parts = words.split("；")
    said = [_english(part) for part in parts] if len(parts) > 1 else []
    return "; ".join(words or part for words, part in zip(said, parts, strict=True)) if any(said) else ""


@cache
def _catalogue() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """The sentences without anything filled in; the others as patterns, those with more words of their own first."""
    rows = dict(_rows())
    fixed = {chinese: english for chinese, english in rows.items() if "{" not in chinese}
    open_ = sorted(rows.keys() - fixed.keys(), key=lambda chinese: (-len(re.sub(r"\{\w+\}", "", chinese)), chinese))
    return fixed, tuple((_pattern(chinese), rows[chinese]) for chinese in open_)


def _rows() -> Iterator[tuple[str, str]]:
    for line in (files("visualizations") / "english.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        chinese, english = line.split("\t")
        yield chinese, english


def _pattern(chinese: str) -> re.Pattern[str]:
    return re.compile(_NAMED.sub(r"(?P<\1>.*?)", re.escape(chinese)))
