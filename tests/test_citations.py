"""Citations: title, number, issuer and kind, one form of formats.md 2.3 after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_loader.citations import CitationDraft, covered_by_titles, find_citations
from graph_loader.source import Reading

Answer = tuple[str | None, str | None, str | None, str]


def of(text: str, exclude: frozenset[str] = frozenset()) -> list[CitationDraft]:
    return find_citations(Reading.whole(text, 0, len(text)), exclude=exclude)


FORMS: list[tuple[str, str, list[Answer]]] = [
    ("plain", "根据《关于加强服务的意见》，制定本方案。", [("关于加强服务的意见", None, None, "based_on")]),
    (
        "number",
        "按照《关于做好便民服务的通知》（晋建管字〔2022〕27号）要求",
        [("关于做好便民服务的通知", "晋建管字〔2022〕27号", None, "based_on")],
    ),
    (
        "nested",
        "落实《省市场监督管理局关于印发〈专项整治工作指引〉的通知》",
        [("省市场监督管理局关于印发〈专项整治工作指引〉的通知", None, "省市场监督管理局", "implements")],
    ),
    (
        "nested alike",
        "贯彻落实《国务院关于印发《行动规划》的通知》（国发 〔2015〕 17 号）",
        [("国务院关于印发《行动规划》的通知", "国发〔2015〕17号", "国务院", "implements")],
    ),
    (
        "half-width",
        "根据《市政府印发<名单管理办法>的通知》（鄂发改价管〔2021]88号）",
        [("市政府印发<名单管理办法>的通知", "鄂发改价管〔2021]88号", "市政府", "based_on")],
    ),
    ("angled", "根据<关于加强服务的意见>，各乡<镇>抓好落实", [("关于加强服务的意见", None, None, "based_on")]),
    (
        "broken",
        "根据《国务院关于加强服务的意见（国发〔2020〕1号）要求",
        [("国务院关于加强服务的意见", "国发〔2020〕1号", "国务院", "based_on")],
    ),
    (
        "in a row",
        "根据《甲意见》（国办函[2016]38号）《乙办法》（晋政发〔2021〕5号）",
        [("甲意见", "国办函[2016]38号", None, "based_on"), ("乙办法", "晋政发〔2021〕5号", None, "based_on")],
    ),
    (
        "issuer",
        "结合省委、省政府《关于倍增工程的实施意见》精神",
        [("关于倍增工程的实施意见", None, "省委、省政府", "based_on")],
    ),
    (
        "joint issue",
        "市财政局市人民政府金融工作办公室《关于明确保费补贴有关问题的通知》",
        [("关于明确保费补贴有关问题的通知", None, "市财政局市人民政府金融工作办公室", "mentions")],
    ),
    (
        "issued by",
        "按照国务院印发的《关于清单管理的通知》",
        [("关于清单管理的通知", None, "国务院", "based_on")],
    ),
    ("number alone", "根据晋建管字〔2022〕27号要求", [(None, "晋建管字〔2022〕27号", None, "based_on")]),
    (
        "no brackets",
        "根据省政府办公厅关于做好服务工作的通知（晋政办发〔2021〕3号）要求",
        [("省政府办公厅关于做好服务工作的通知", "晋政办发〔2021〕3号", "省政府办公厅", "based_on")],
    ),
    (
        "excerpt",
        "[《关于奖励办法的通知》(阳政办发〔2020〕62号)摘录]",
        [("关于奖励办法的通知", "阳政办发〔2020〕62号", None, "excerpts")],
    ),
    (
        "excerpt, bare number",
        "（《资金管理办法》阳政办发[2020]2号摘录）",
        [("资金管理办法", "阳政办发[2020]2号", None, "excerpts")],
    ),
    ("order", "依据《优化营商环境条例》（国令第722号）", [("优化营商环境条例", "国令第722号", None, "based_on")]),
    ("order alone", "按照国务院令第142号规定", [(None, "国务院令第142号", None, "based_on")]),
    (
        "repealed",
        "《甲办法》（大政发〔2018〕3号）、《乙细则》同时废止",
        [("甲办法", "大政发〔2018〕3号", None, "repeals"), ("乙细则", None, None, "repeals")],
    ),
    (
        "amended and repealed",
        "推动修订《甲条例》、《乙条例》，废止《丙办法》（省政府令第118号）",
        [
            ("甲条例", None, None, "amends"),
            ("乙条例", None, None, "amends"),
            ("丙办法", "省政府令第118号", None, "repeals"),
        ],
    ),
    (
        "office before the code",
        "根据《某实施办法》及州林草局甘林草〔2025〕7号要求",
        [("某实施办法", None, None, "based_on"), (None, "甘林草〔2025〕7号", None, "based_on")],
    ),
    (
        "short name",
        "贯彻《某若干意见》（沪府办发〔2023〕17号，以下简称《若干意见》）",
        [("某若干意见", "沪府办发〔2023〕17号", None, "implements")],
    ),
    (
        "report",
        "根据人代会通过的《政府工作报告》，明确分工。学习《政府工作报告》",
        [("政府工作报告", None, None, "based_on")],
    ),
    (
        "经 within a code",
        "按照《某规划》（发改经贸〔2018〕1886号），《乙意见》（大政发〔2017〕21号，以下简称原《意见》）废止",
        [("某规划", "发改经贸〔2018〕1886号", None, "based_on"), ("乙意见", "大政发〔2017〕21号", None, "repeals")],
    ),
    (
        "order of the republic",
        "根据《社会救助暂行办法》（中华人民共和国国务院令第649号）",
        [("社会救助暂行办法", "中华人民共和国国务院令第649号", None, "based_on")],
    ),
    (
        "indicators",
        "参照《营商环境评价指标体系（2022年版）》",
        [("营商环境评价指标体系（2022年版）", None, None, "based_on")],
    ),
    (
        "another is repealed",
        "做好《数字政府建设规划》中期评估，《电子政务管理办法》（昆政发〔2015〕9号）已失效",
        [("数字政府建设规划", None, None, "mentions"), ("电子政务管理办法", "昆政发〔2015〕9号", None, "repeals")],
    ),
    ("checked", "《优化条例》（国令第722号）贯彻落实情况", [("优化条例", "国令第722号", None, "implements")]),
    ("amended", "对《资金管理办法》进行修订", [("资金管理办法", None, None, "amends")]),
    (
        "version",
        "按照《分类管理名录（2021年版）》和《奖励办法（试行）》",
        [("分类管理名录（2021年版）", None, None, "based_on"), ("奖励办法（试行）", None, None, "based_on")],
    ),
]


@pytest.mark.parametrize(("form", "text", "answer"), FORMS, ids=[form for form, _, _ in FORMS])
def test_a_form_of_citation(form: str, text: str, answer: list[Answer]) -> None:
    assert [(d.cited_title, d.cited_number, d.cited_issuer, d.kind) for d in of(text)] == answer


@pytest.mark.parametrize(
    "text",
    ["不断扩大《飞燕省亲》《孔子回车》的影响力", "办理《营业执照》", "各乡<镇>人民政府", "第20次会议", "2022年5月20日"],
)
def test_plays_licences_and_dates_are_no_citations(text: str) -> None:
    assert of(text) == []


def test_own_titles_are_left_out_on_request() -> None:
    assert of("印发《甲方案》，根据《乙意见》", frozenset({"甲方案"}))[0].cited_title == "乙意见"


def test_a_plan_that_repeals_the_one_before_it_cites_it_by_the_same_title() -> None:
    [draft] = of("《甲县应急预案》（甲政办发〔2018〕66号）同时废止", frozenset({"甲县应急预案"}))
    assert (draft.cited_number, draft.kind) == ("甲政办发〔2018〕66号", "repeals")


@pytest.mark.parametrize(
    "text",
    [
        "省委办公厅、省政府办公厅印发《某工作意见》",
        "近日，市政府办公室印发《某工作方案》，并发出通知",
        "现将《某工作方案》印发给你们，请认真执行",
        "《某工作方案（2024—2026年）》已经县人民政府同意，现印发给你们",
    ],
)
def test_the_plan_that_a_notice_brings_is_no_citation(text: str) -> None:
    assert of(text) == []


def test_the_span_holds_title_and_number_and_the_mask_covers_every_title() -> None:
    text = "不断扩大《飞燕省亲》影响，根据《甲意见》（国发〔2020〕1号）"
    [draft] = of(text)
    assert draft.span.quote == "《甲意见》（国发〔2020〕1号）"
    whole = Reading.whole(text, 0, len(text))
    assert [text[start:end] for start, end in covered_by_titles(whole)] == [
        "《飞燕省亲》",
        "《甲意见》",
        "国发〔2020〕1号",
    ]


@given(st.text(alphabet="《》〈〉<>关于印发意见的通知（）〔〕2021号国发第令，。根据废止", max_size=50))
def test_no_text_breaks_the_finder_and_every_span_is_its_quote(text: str) -> None:
    for draft in of(text):
        assert text[draft.start : draft.end] == draft.span.quote
