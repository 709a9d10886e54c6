"""Titles of documents, and the plans that a notice publishes."""

from __future__ import annotations

import pytest

from graph_loader.plan_titles import is_title, published_titles


@pytest.mark.parametrize(
    ("line", "published"),
    [
        (
            "关于印发《泽州县推进新型城镇化三年行动方案（2024—2026年）》的通知",
            "泽州县推进新型城镇化三年行动方案（2024—2026年）",
        ),
        ("中共泽州县委办公室泽州县人民政府办公室印发《泽州县2024年重点任务》", "泽州县2024年重点任务"),
        ("市委办公室、市政府办公室印发《关于加强基层治理的实施方案》", "关于加强基层治理的实施方案"),
        ("泽州县人民政府办公室关于印发泽州县防汛应急预案的通知", "泽州县防汛应急预案"),
    ],
)
def test_a_notice_names_the_plan_that_it_publishes(line: str, published: str) -> None:
    assert is_title(line)
    assert published_titles(line) == [published]


@pytest.mark.parametrize("line", ["我县已印发《泽州县防汛预案》。", "附件：泽州县2024年工作要点", "县财政局、县审计局"])
def test_other_lines_are_no_titles(line: str) -> None:
    assert not is_title(line)
