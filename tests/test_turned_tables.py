"""Tables with their labels beside the words: cards, and tables turned by a quarter."""

from __future__ import annotations

from tests.test_tables import shown


def _html(*rows: str) -> str:
    cells = (
        "".join(f"<td{' colspan=3' if '*' in c else ''}>{c.strip('*')}</td>" for c in row.split("|")) for row in rows
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def test_a_card_is_one_task() -> None:
    card = _html("任务名称|建设充电桩|任务编号|7", "牵头单位|县发改局|完成时限|10月底前", "工作措施|*新建300个。*")
    assert shown(card) == ["7 建设充电桩 牵头单位=县发改局 @10月底前 [新建300个。]"]


def test_cards_below_each_other_are_one_task_each() -> None:
    cards = _html(
        "任务名称|建桩", "牵头单位|县发改局", "完成时限|6月底", "任务名称|修路", "牵头单位|县交通局", "完成时限|9月底"
    )
    assert shown(cards) == ["建桩 牵头单位=县发改局 @6月底", "修路 牵头单位=县交通局 @9月底"]


def test_a_table_turned_by_a_quarter() -> None:
    table = _html("重点任务|建桩|修路", "责任单位|县发改局|县交通局", "完成时限|6月底|9月底")
    assert shown(table) == ["建桩 责任单位=县发改局 @6月底", "修路 责任单位=县交通局 @9月底"]


def test_other_tables_stay_as_they_are() -> None:
    assert shown("任务\t责任单位\n建厂\t县工信局\n") == ["建厂 责任单位=县工信局"]
    assert shown(_html("索引号|0001", "发布机构|县政府办", "名称|通知")) == []
