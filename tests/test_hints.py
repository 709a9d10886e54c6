"""What is looked at before a costly search: a hint may only leave out texts in which the search would find nothing."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from graph_loader import citations, dates, labels
from graph_loader.compact import compact
from graph_loader.source import Reading
from graph_store.ids import plain

_WORDS = (
    "按照职责分工 各自 共同 负责 牵头 配合 协助 协同 参与 落实 抓好 指导 监督 督查 考核 承担 承办 实施 支持 主办 总 主要 给予 具体 组织 分别 "
    "责任 单位 部门 领导 责任人 联系人 其他 第一 完成 整改 办理 时限 时间 期限 包抓 分管 ： : 】 【 （ ） ， 。 、 "
    "2025 20 19 年 月 日 12 6 底 末 前 内 季度 第 一 二 三 四 上半年 春季 十 五 “ ” 规划 期末 元旦 国庆 七一 今年 明年 的 至 - . / "
    "《 》 〈 〉 〔 〕 号 令 政办发 关于 意见 通知 根据 印发 县财政局 县 a B Ａ １ % 　 * \u200b é \u0301 ①"
)
texts = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=14).map("".join)


def _spans(found: object) -> list[tuple[int, int]]:
    return [match.span() for match in found]  # type: ignore[attr-defined]


@given(texts)
def test_verbs_and_labels_are_all_found(text: str) -> None:
    assert _spans(labels.find_verbs(text)) == _spans(labels.VERB.finditer(text))
    assert _spans(labels.find_labels(text)) == _spans(labels.LABEL.finditer(text))


@given(texts)
def test_a_strong_label_begins_with_one_of_its_first_characters(text: str) -> None:
    for match in re.finditer(labels._STRONG, text):
        assert match.group()[0] in labels._STRONG_BEGINS


@given(texts)
def test_dates_are_all_found(text: str) -> None:
    every = re.compile(dates._POINT.pattern.replace(f"(?=[{dates._FIRST}])", ""), re.VERBOSE)
    found, place = [], 0
    while match := every.search(text, place):
        point = dates._point(text, match)
        place = match.end() if point else match.start() + 1
        found += [point] if point else []
    assert list(dates.find_points(text)) == found


@given(texts)
def test_citations_need_a_sign(text: str) -> None:
    words = compact(Reading.whole(text, 0, len(text))).text
    assert citations._SIGN.search(text) or not list(citations._items(words))


@given(texts)
def test_plain_words_are_letters_and_digits_of_one_width(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text)
    assert plain(text) == "".join(char for char in folded if char.isalnum()).lower()


@given(texts)
def test_compact_text_leads_back_to_its_characters(text: str) -> None:
    reading = Reading.whole(f"县{text}", 1, len(text) + 1)
    made = compact(reading)
    for char, place in zip(made.text, made.places, strict=True):
        assert char in (" ", unicodedata.normalize("NFKC", text[place]), text[place])


@given(texts, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=4), st.integers(0, 40))
def test_what_stands_outside_other_readings(text: str, runs: list[tuple[int, int]], gap: int) -> None:
    source = Reading.whole(text, 0, len(text))
    body = Reading.join([source.cut(0, gap), source.cut(gap + 1)])
    others = [body.cut(start, start + size) for start, size in runs]
    held = {offset for other in others for offset in other.offsets}
    rest = body.outside(others)
    assert list(rest.offsets) == [offset for offset in body.offsets if offset not in held]
    assert rest.text == "".join(text[offset] for offset in rest.offsets)
    assert rest.printed() == rest.text
