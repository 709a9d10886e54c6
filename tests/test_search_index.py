"""Search: words of two characters, signs that never fail, a fixed order, and the same as looking by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_store.errors import StoreDamaged
from graph_store.search_index import SearchHit, SearchIndex, characters
from graph_store.store import GraphRows
from tests.archive_parts import mark

TEXTS = (
    "对县级龙头企业奖补8.2亿元，由县财政局安排。",
    "推进“两业”\n融合发展，培育专精特新企业。",
    "加快5G基站建设；支持AI应用。",
)


def rows() -> GraphRows:
    made = GraphRows()
    made.add_node("Unit", "unit_2", {"name": "大宁县财政局", "names": ["县财政局", "大宁县财政局"]})
    made.add_node("Unit", "unit_1", {"name": "隰县财政局", "names": ["财政局"]})
    made.add_node("Policy", "policy_1", {"title": "财政奖补办法", "number": "大政发〔2022〕43号"})
    made.add_node("Document", "document_1", {"file": "方案.txt"})
    for n, words in enumerate(TEXTS):
        made.add_node(
            "Task", f"task_{9 - n}", {"title": "", "text": words, "document_id": "document_1", "position": n + 1}
        )
    return made


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    made = SearchIndex(tmp_path)
    assert made.mark() is None
    assert made.update(rows(), mark(1)) == 6
    return made


def ids(index: SearchIndex, query: str, *kinds: str) -> list[str]:
    total, hits = index.search(query, kinds or ("unit", "policy", "task"))
    assert total == len(hits)
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("财政", ["unit_2", "unit_1", "policy_1", "task_9"]),
        ("奖补", ["policy_1", "task_9"]),
        ("两业融合", []),
        ("两业”融合", ["task_8"]),
        ("奖补 财政局", ["task_9"]),
        ("8.2亿", ["task_9"]),
        ("5g", ["task_7"]),
        ("５Ｇ基站", ["task_7"]),
        ("[2022]43号", ["policy_1"]),
        ("大政发〔2022〕43号", ["policy_1"]),
        ("局县", []),
        ("元由", []),
        ("宁", ["unit_2"]),
    ],
)
def test_words_are_found_where_they_stand(index: SearchIndex, query: str, found: list[str]) -> None:
    assert ids(index, query) == found


@pytest.mark.parametrize("query", ["", " ", '"', "*", "''", "（）", "_", "。", "-", "\x00", "\ud800"])
def test_a_query_without_words_finds_nothing(index: SearchIndex, query: str) -> None:
    assert index.search(query) == (0, [])


def test_kinds_limit_and_offset(index: SearchIndex) -> None:
    assert ids(index, "财政", "task") == ["task_9"]
    assert ids(index, "财政", "nothing") == []
    assert index.search("财政", limit=1, offset=1) == (4, [SearchHit(kind="unit", id="unit_1", title="隰县财政局")])
    assert index.search("财政", limit=-1, offset=-5) == (4, [])


def test_only_what_differs_is_written(index: SearchIndex) -> None:
    changed = rows()
    changed.nodes["Task"]["task_9"]["text"] = "改由县审计局负责。"
    del changed.nodes["Unit"]["unit_1"]
    assert index.update(changed, mark(2)) == 2
    assert index.update(changed, mark(3)) == 0
    assert index.mark() == mark(3)
    assert ids(index, "财政") == ["unit_2", "policy_1"]
    assert ids(index, "审计") == ["task_9"]


def test_a_missing_or_broken_index_is_said_and_made_anew(tmp_path: Path, index: SearchIndex) -> None:
    index.path.write_bytes(b"broken" * 1000)
    assert index.mark() is None
    with pytest.raises(StoreDamaged, match="zeren rebuild"):
        index.search("财政")
    assert index.update(rows(), mark(4)) == 6
    assert ids(index, "奖补") == ["policy_1", "task_9"]
    with pytest.raises(StoreDamaged, match="还没有建成"):
        SearchIndex(tmp_path / "x").search("财政")


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_no_query_fails(index: SearchIndex, query: str) -> None:
    total, hits = index.search(query)
    assert total >= len(hits)


@given(st.sampled_from(TEXTS), st.integers(0, 40), st.integers(1, 8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_every_piece_of_a_text_finds_it(index: SearchIndex, text: str, start: int, length: int) -> None:
    piece = "".join(text[start : start + length].split())
    if characters(piece).strip(" _"):
        assert f"task_{9 - TEXTS.index(text)}" in ids(index, piece)
