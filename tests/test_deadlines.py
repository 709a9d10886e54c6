"""Deadlines, one row of formats.md 2.1 after the other: the wording, its kind and its last day."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loader.deadlines import DocumentDates, looks_like_deadline, read_deadline
from graph_loader.source import Reading
from graph_store.model import Deadline

LIST_OF_2022 = DocumentDates(issued="2022-08-17", title_year=2022)
NOTHING = Reading.whole("", 0, 0)


def whole(text: str) -> Reading:
    return Reading.whole(text, 0, len(text))


def of_cell(text: str, dates: DocumentDates = LIST_OF_2022) -> Deadline:
    return read_deadline(cells=[whole(text)], pieces=[], body=NOTHING, dates=dates)


def of_text(text: str, dates: DocumentDates = LIST_OF_2022) -> Deadline:
    return read_deadline(cells=[], pieces=[], body=whole(text), dates=dates)


CELLS = [
    ("D1", "2022年12月底前", "date", "2022-12-31"),
    ("D1", "2022年 12月底", "date", "2022-12-31"),
    ("D1", "2022年6月30日之前", "date", "2022-06-30"),
    ("D1", "2024年2月底", "date", "2024-02-29"),
    ("D1", "2023年2月末", "date", "2023-02-28"),
    ("D1", "2022年9月", "date", "2022-09-30"),
    ("D1", "2022年9月中旬", "date", "2022-09-20"),
    ("D1", "2022.12.31", "date", "2022-12-31"),
    ("D1", "二〇二二年十二月底前", "date", "2022-12-31"),
    ("D2", "2022年底 前", "date", "2022-12-31"),
    ("D2", "2023年年底", "date", "2023-12-31"),
    ("D2", "2022年", "date", "2022-12-31"),
    ("D3", "6月底前", "date", "2022-06-30"),
    ("D3", "年底前", "date", "2022-12-31"),
    ("D3", "年内完成", "date", "2022-12-31"),
    ("D3", "三季度", "date", "2022-09-30"),
    ("D3", "第二季度末", "date", "2022-06-30"),
    ("D3", "上半年", "date", "2022-06-30"),
    ("D3", "2月30日", "date", None),
    ("D4", "“十四五”末", "date", "2025-12-31"),
    ("D4", "“十四五”期间", "period", "2025-12-31"),
    ("D5", "2022—2024年", "period", "2024-12-31"),
    ("D5", "2022年10月至2023年3月", "period", "2023-03-31"),
    ("D5", "3-5月", "period", "2022-05-31"),
    ("D5", "10月15日至24日", "period", "2022-10-24"),
    ("D1", "2023年国庆前", "date", "2023-09-30"),
    ("D1", "2025Q4", "date", "2025-12-31"),
    ("D12", "依市级政策实施", "external", None),
    ("D6", "常抓不懈", "ongoing", None),
    ("D6", "分年度推进", "ongoing", None),
    ("D6", "持续推进", "ongoing", None),
    ("D6", "长期（按照国家法规动态调整）", "ongoing", None),
    ("D6", "2022年 全年坚持", "ongoing", None),
    ("D6", "全年", "ongoing", None),
    ("D6", "立行立改", "ongoing", None),
    ("D6", "正在有序推进", "ongoing", None),
    ("D6", "正在积极推进", "ongoing", None),
    ("D7", "正在协调县财政局", "status", None),
    ("D7", "已完成", "status", None),
    ("D7", "目前有10家企业登录平台", "status", None),
    ("D7", "7月已开始正常运行，并长期坚持", "status", None),
    ("D7", "召开2次座谈会", "status", None),
    ("D7", "尽快", "status", None),
    ("D7", "已于2022年6月完成", "status", None),
    ("D8", "6月底取得阶段性成效并持续推进", "date", "2022-06-30"),
    ("D9", "6月底前出台实施细则，年内持续推进", "date", "2022-06-30"),
    ("D10", "2023年3月底前实现甲；6月底前完成乙", "date", "2023-03-31"),
    ("D11", "每月25号前企业上传运行数据", "recurring", None),
    ("D11", "每季度末", "recurring", None),
    ("D11", "每年12月底前", "recurring", None),
    ("D12", "根据省市 下达政策 时限落实", "external", None),
    ("D12", "按上级要求落实", "external", None),
    ("D13", "已实现 持续推进", "status", None),
    ("D14", "汛期", "period", None),
    ("D14", "农闲时节", "period", None),
    ("D14", "秋季开学前", "period", None),
    ("D15", "3个工作日内", "none", None),
    ("D17", "2022年3月底", "date", "2022-03-31"),
    ("D5", "2022年3-5月", "period", "2022-05-31"),
    ("D5", "2022年11月至次年3月", "period", "2023-03-31"),
    ("D5", "即日起至6月底", "period", "2022-06-30"),
    ("D5", "2022.1-2022.12", "period", "2022-12-31"),
    ("D5", "2022-2024", "period", "2024-12-31"),
    ("D5", "2022年至2024年分年度实施", "period", "2024-12-31"),
    ("D3", "第一、二季度", "date", "2022-06-30"),
    ("D3", "9.30前", "date", "2022-09-30"),
    ("D3", "6月12日（星期日）下班前", "date", "2022-06-12"),
    ("D7", "已启动，12月底前完成", "date", "2022-12-31"),
    ("D7", "已完成80%，年底前全部完成", "date", "2022-12-31"),
    ("D11", "每年6月、12月", "recurring", None),
    ("D14", "2023年春节前", "period", None),
    ("D14", "冬季供暖前", "period", None),
    ("D14", "开工后12个月", "period", None),
    ("blank", "——", "none", None),
]


@pytest.mark.parametrize(("row", "text", "kind", "end"), CELLS, ids=[f"{r}-{t}" for r, t, _, _ in CELLS])
def test_a_time_cell(row: str, text: str, kind: str, end: str | None) -> None:
    found = of_cell(text)
    assert (found.kind.value, found.end) == (kind, end)
    assert found.text == ("" if kind == "none" else text)
    assert kind == "none" or (found.span is not None and found.span.quote == text)


TEXTS = [
    ("D1", "2023年底前，完成全部改造。", "date", "2023-12-31", "2023年底前"),
    ("D1", "确保2022年12月31日前全部销号。", "date", "2022-12-31", "2022年12月31日前"),
    ("D2", "加快项目建设，确保年底前竣工。", "date", "2022-12-31", "年底前"),
    ("D3", "6月底前印发方案，12月底前完成任务。", "date", "2022-06-30", "6月底前"),
    ("D3", "第一季度完成方案编制。", "date", "2022-03-31", "第一季度"),
    ("D4", "到2023年底，建成县级数据中心。", "date", "2023-12-31", "2023年底"),
    ("D4", "到2025年，高新技术企业达到20家。", "none", None, ""),
    ("D4", "到2023年底，城镇化率达到55%。", "none", None, ""),
    ("D4", "“十四五”末推动“专精特新”企业达到25户以上。", "none", None, ""),
    ("D5", "2022年9月至12月，开展专项整治。", "period", "2022-12-31", "2022年9月至12月"),
    ("D5", "自查阶段（2022年8月20日—9月10日）。开展自查。", "period", "2022-09-10", "2022年8月20日—9月10日"),
    ("D6", "整治高价彩礼，常态化推进。牵头领导：江涛。", "ongoing", None, "常态化推进"),
    ("D6", "加强宣传（持续推进）。", "ongoing", None, "持续推进"),
    ("D11", "每月5日前报送进展情况。", "recurring", None, "每月5日前报送进展情况"),
    ("D3", "整治黑臭水体3处，确保年内销号。", "date", "2022-12-31", "年内"),
    ("D4", "2025年底，城镇新建建筑100%执行绿色标准。", "none", None, ""),
    ("D11", "县级财政每年安排专项资金。", "recurring", None, "每年安排专项资金"),
    ("D11", "每月不少于2次整治（春节、国庆前各一次）。", "recurring", None, "每月不少于2次整治"),
    ("D14", "2022年汛前完成主体工程。", "period", None, "2022年汛前"),
    ("D6", "丰富文旅消费。（区科委，滚动推进）", "ongoing", None, "滚动推进"),
    ("D1", "扩大绿色消费。（区发改委，2025年底）", "date", "2025-12-31", "2025年底"),
    ("D11", "各市于每年1月15日、7月15日前报送进展。", "recurring", None, "每年1月15日、7月15日前报送进展"),
    ("D11", "区政府督查室每半月调度一次。", "recurring", None, "每半月调度一次"),
    ("D3", "2023年下半年进行中期评估，2025年底完成总结评估。", "date", "2023-12-31", "2023年下半年"),
    ("D1", "力争2024年9月并网。", "date", "2024-09-30", "2024年9月"),
    ("D3", "“五一”前发放消费券。", "date", "2022-04-30", "“五一”前"),
    ("D4", "四季度新增规上企业9户。", "none", None, ""),
    ("D3", "确权颁证，2022年一季度全面完成。", "date", "2022-03-31", "2022年一季度"),
    ("D15", "承诺3个工作日内办结。", "none", None, ""),
    ("D16", "自2022年9月1日起施行，有效期至2025年8月31日。", "none", None, ""),
    ("D16", "将政策期限延长至2024年底。", "none", None, ""),
    ("history", "2020年以来，全县完成投资10亿元。", "none", None, ""),
    ("cited", "根据2021年12月印发的《实施意见》（晋政发〔2021〕5号）推进改革。", "none", None, ""),
    ("condition", "对2022年底前完成注册的企业给予奖励。", "none", None, ""),
    ("event", "组织参加2022年数博会。", "none", None, ""),
    ("label", "强化服务。完成时限：2022年11月底。", "date", "2022-11-30", "2022年11月底"),
    ("label", "强化服务。计划完成时间：2022年11月底。", "date", "2022-11-30", "2022年11月底"),
    ("label", "强化服务。【进度安排】2022年11月底。", "date", "2022-11-30", "2022年11月底"),
    ("label", "报名时间：2022年11月1日。", "none", None, ""),
    ("history", "2021年12月31日前公布的历史建筑，2022年11月底前挂牌。", "date", "2022-11-30", "2022年11月底前"),
    ("D1", "确保主汛期（5月31日）前消除积水点。", "date", "2022-05-31", "5月31日"),
    ("bracket", "推进改革（责任单位：县发改局，年底前完成）", "date", "2022-12-31", "年底前完成"),
]


@pytest.mark.parametrize(("row", "text", "kind", "end", "words"), TEXTS, ids=[f"{r}-{t[:14]}" for r, t, *_ in TEXTS])
def test_a_date_of_an_action_in_the_text(row: str, text: str, kind: str, end: str | None, words: str) -> None:
    found = of_text(text)
    assert (found.kind.value, found.end, found.text) == (kind, end, words)
    assert found.span is None or found.span.quote == words


@pytest.mark.parametrize(
    ("dates", "text", "end"),
    [
        (DocumentDates(issued="2021-12-20", title_year=2022), "3月底前", "2022-03-31"),
        (DocumentDates(issued="2022-01-05"), "3月底前", "2022-03-31"),
        (DocumentDates(issued="2021-12-20"), "3月底前", "2022-03-31"),
        (DocumentDates(issued="2023-02-01", plan_start=2023, plan_end=2025), "年底前", "2023-12-31"),
        (DocumentDates(issued="2022-03-01"), "明年6月底前", "2023-06-30"),
        (DocumentDates(), "6月底前", None),
    ],
)
def test_the_year_of_an_undated_wording(dates: DocumentDates, text: str, end: str | None) -> None:
    assert of_cell(text, dates).end == end


def test_the_column_goes_before_pieces_and_pieces_before_the_text() -> None:
    cell, piece, body = whole("长期坚持"), whole("6月底完成"), whole("年底前完成改造。")
    assert read_deadline(cells=[cell], pieces=[piece], body=body, dates=LIST_OF_2022).kind == "ongoing"
    assert read_deadline(cells=[], pieces=[piece], body=body, dates=LIST_OF_2022).end == "2022-06-30"
    assert read_deadline(cells=[], pieces=[], body=body, dates=LIST_OF_2022).end == "2022-12-31"


def test_a_date_that_does_not_exist_keeps_its_words_and_has_a_doubt() -> None:
    found = of_cell("2022年2月30日前")
    assert (found.kind, found.end, found.text) == ("date", None, "2022年2月30日前")
    assert found.doubt == "日期不存在，原文照录"


PIECES = [
    "6月底完成",
    "长期坚持",
    "年内持续推进",
    "2023年12月底前",
    "完成时限：2022年9月底前",
    "按上级要求落实",
    "2月30日前完成",
    "长期执行",
    "项目期内持续推进",
    "春灌前完成",
]
UNITS = ["县财政局", "各乡镇人民政府", "按职责分工负责", "3个工作日内", "市人大常委会", "年检中心"]


@pytest.mark.parametrize(("piece", "answer"), [*((p, True) for p in PIECES), *((u, False) for u in UNITS)])
def test_a_piece_of_a_role_bracket_is_a_term_or_a_unit(piece: str, answer: bool) -> None:
    assert looks_like_deadline(piece) is answer


@given(st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2090, 12, 31)))
def test_any_written_day_comes_back_as_itself(day: datetime.date) -> None:
    assert of_cell(f"{day.year}年{day.month}月{day.day}日前").end == day.isoformat()


@given(st.text(alphabet="到年月日底前2013“十四五”末，。每季度（）完成责任单位：-", max_size=40))
def test_no_text_breaks_the_reader_and_its_words_are_its_quote(text: str) -> None:
    found = of_text(text)
    assert found.span is None or found.span.quote == found.text


def test_undated_months_of_a_winter_of_two_years() -> None:
    winter = DocumentDates(issued="2024-09-28", plan_start=2024, plan_end=2025)
    assert of_text("10月底前完成改造。", winter).end == "2024-10-31"
    assert of_text("4月底前完成评估。", winter).end == "2025-04-30"
