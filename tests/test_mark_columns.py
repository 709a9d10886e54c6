"""Tables with the bodies in the head and a sign for their role in each row."""

from __future__ import annotations

import pytest

from graph_loader.pipeline import read_documents
from tests.test_tables import shown

HEAD = "序号\t任务事项\t县发改局\t县财政局\t各乡镇\t完成时限\n"


def test_full_marks_lead_and_hollow_ones_support() -> None:
    assert shown(HEAD + "1\t编制清单\t●\t○\t\t4月底\n2\t打通断头路\t\t○\t●\t10月底\n") == [
        "1 编制清单 牵头单位=县发改局 配合单位=县财政局 @4月底",
        "2 打通断头路 配合单位=县财政局 牵头单位=各乡镇 @10月底",
    ]


@pytest.mark.parametrize(
    "note", ["注：△为牵头单位，√为参与单位。", "（△牵头　√参与）", "说明：牵头单位用△、参与单位用√表示"]
)
def test_the_note_says_what_a_mark_means(note: str) -> None:
    assert shown(
        HEAD + "1\t编制清单\t√\t△\t\t4月底\n2\t打通断头路\t\t√\t\t10月底\n3\t巡查\t\t\t√\t\n\n" + note + "\n"
    ) == [
        "1 编制清单 参与单位=县发改局 牵头单位=县财政局 @4月底",
        "2 打通断头路 参与单位=县财政局 @10月底",
        "3 巡查 参与单位=各乡镇",
    ]


def test_words_and_ticks_in_the_place_of_marks() -> None:
    assert shown(HEAD + "1\t编制清单\t牵头\t配合\t\t4月底\n2\t巡查\t\t\t牵头\t\n") == [
        "1 编制清单 牵头单位=县发改局 配合单位=县财政局 @4月底",
        "2 巡查 牵头单位=各乡镇",
    ]
    assert shown(HEAD + "1\t编制清单\t√\t√\t\t4月底\n2\t巡查\t\t\t√\t\n")[0] == (
        "1 编制清单 责任单位=县发改局 责任单位=县财政局 @4月底"
    )


def test_ticks_under_quarters_and_questions_name_no_bodies() -> None:
    head = "序号\t任务事项\t一季度\t二季度\t是否新建\t是否续建\t责任单位\n"
    assert shown(head + "1\t建厂\t√\t\t√\t\t县工信局\n2\t修路\t\t√\t\t√\t县交通局\n") == [
        "1 建厂 责任单位=县工信局 @一季度",
        "2 修路 责任单位=县交通局 @二季度",
    ]


def test_a_head_of_two_rows_over_marks() -> None:
    rows = (
        '<tr><td rowspan="2">序号</td><td rowspan="2">重点任务</td><td colspan="2">责任单位</td></tr>'
        "<tr><td>县住房和城乡建设局</td><td>县生态环境分局</td></tr>"
        "<tr><td>1</td><td>治污</td><td>☆</td><td>★</td></tr><tr><td>2</td><td>建厂</td><td>★</td><td></td></tr>"
    )
    assert shown(f"<table>{rows}</table>") == [
        "1 治污 配合单位=县住房和城乡建设局 牵头单位=县生态环境分局",
        "2 建厂 牵头单位=县住房和城乡建设局",
    ]


def test_a_mark_becomes_an_assignment_whose_evidence_is_the_name_in_the_head() -> None:
    text = f"宁川县任务分工表\n\n{HEAD}1\t编制清单\t●\t○\t\t2024年4月底\n2\t修路\t○\t\t●\t2024年5月底\n"
    ((_, facts),) = read_documents("分工表.txt", text.encode())
    given = [(a.as_written, a.role.value, text[a.span.start : a.span.end]) for a in facts.assignments]
    assert given == [
        ("县发改局", "lead", "县发改局"),
        ("县财政局", "support", "县财政局"),
        ("县发改局", "support", "县发改局"),
        ("各乡镇", "lead", "各乡镇"),
    ]
