"""The register: lines, forms, combined bureaus, and places."""

from __future__ import annotations

import pytest

from graph_loader.jurisdictions import level_of, place_of, read_place, short_name, spoken_place
from graph_loader.register import LEVELS, load_register


def test_the_register_holds_every_line_of_the_catalogue() -> None:
    register = load_register()
    assert len(register.line_names()) >= 99
    for body in register.bodies:
        assert body.levels <= set(LEVELS)
        assert body.full
        assert len(set(body.forms)) == len(body.forms), body


def test_dates_of_validity_are_months_in_order() -> None:
    for body in load_register().bodies:
        assert not (body.valid_from and body.valid_to) or body.valid_from <= body.valid_to
        for month in (body.valid_from, body.valid_to):
            assert not month or (len(month) == 7 and month[4] == "-")


def test_known_forms_are_whole_names_without_a_level_head() -> None:
    forms = load_register().known_forms()
    assert {
        "财政局",
        "发展和改革局",
        "发改局",
        "工信厅",
        "国家发展改革委",
        "中小企业发展促进中心",
        "教育科技局",
    } <= forms
    assert not {"县财政局", "委"} & forms


@pytest.mark.parametrize(
    ("form", "lines", "name"),
    [
        ("教育科技局", ("education", "science"), "教育科技局"),
        ("教科局", ("education", "science"), "教育科技局"),
        ("卫体局", ("health", "sport"), "卫生健康和体育局"),
        ("卫健体局", ("health", "sport"), "卫生健康和体育局"),
        ("卫生健康和体育局", ("health", "sport"), "卫生健康和体育局"),
        ("教体局", ("education", "sport"), "教育体育局"),
        ("教育体育局", ("education", "sport"), "教育体育局"),
        ("工信和科技局", ("industry", "science"), "工业信息化和科技局"),
        ("科技和经信局", ("industry", "science"), "工业信息化和科技局"),
        ("文化旅游广电体育局", ("culture_tourism", "radio_tv", "sport"), "文化旅游广电体育局"),
        ("文化和广电旅游体育局", ("culture_tourism", "radio_tv", "sport"), "文化旅游广电体育局"),
        ("发展改革和科技局", ("development_reform", "science"), "发展改革和科技局"),
        ("农业农村粮食局", ("agriculture", "grain"), "农业农村粮食局"),
    ],
)
def test_combined_bureaus_are_taken_apart(form: str, lines: tuple[str, ...], name: str) -> None:
    combined = load_register().combine(form)
    assert combined is not None
    assert (combined.lines, combined.name) == (lines, name)


@pytest.mark.parametrize(
    "form", ["财政局", "发展和改革局", "工业和信息化局", "住房和城乡建设局", "科技发展中心", "人社局", "某某局"]
)
def test_a_bureau_of_one_line_is_not_combined(form: str) -> None:
    assert load_register().combine(form) is None


@pytest.mark.parametrize(
    ("form", "date", "name"),
    [("乡村振兴局", "2022-05-01", "国家乡村振兴局"), ("扶贫办", "2019-05-01", "国务院扶贫开发领导小组办公室")],
)
def test_a_form_is_looked_up_at_its_date(form: str, date: str, name: str) -> None:
    body = load_register().look_up(form, "national", date)
    assert body is not None
    assert body.name == name


@pytest.mark.parametrize(
    ("words", "full", "code"),
    [
        ("大宁县人民政府办公室", "山西省临汾市大宁县", "141030"),
        ("中共大宁县委办公室", "山西省临汾市大宁县", "141030"),
        ("山西省临汾市大宁县财政局", "山西省临汾市大宁县", "141030"),
        ("朝阳区人民政府", "朝阳区", ""),
        ("北京市朝阳区人民政府", "北京市朝阳区", "110105"),
        ("云溪市人民政府", "云溪市", ""),
        ("国务院办公厅", "全国", ""),
        ("恩施土家族苗族自治州人民政府", "湖北省恩施土家族苗族自治州", "4228"),
        ("鄂温克族自治旗人民政府", "内蒙古自治区呼伦贝尔市鄂温克族自治旗", "150724"),
        ("重庆市渝中区人民政府", "重庆市渝中区", "500103"),
        ("浦东新区人民政府", "上海市浦东新区", "310115"),
        ("济源市人民政府", "河南省济源市", "419001"),
        ("岢岚经济技术开发区管委会", "山西省忻州市岢岚县", "140929"),
        ("大宁县昕水镇人民政府", "山西省临汾市大宁县昕水镇", ""),
    ],
)
def test_the_place_of_an_issuer(words: str, full: str, code: str) -> None:
    place = place_of(words)
    assert place is not None
    assert (place.full_name, place.code) == (full, code)


@pytest.mark.parametrize(
    "words", ["市场监管局", "各县（市、区）人民政府", "关于印发方案的通知", "促进林业市场主体倍增的意见"]
)
def test_words_that_name_no_place(words: str) -> None:
    assert read_place(words) is None


def test_short_names_and_levels() -> None:
    assert [short_name(n) for n in ("大宁县", "恩施土家族苗族自治州", "内蒙古自治区", "吴县")] == [
        "大宁",
        "恩施",
        "内蒙古",
        "吴县",
    ]
    assert [level_of(n) for n in ("锡林郭勒盟", "某某旗", "某某镇", "某某省")] == ["city", "county", "town", "province"]
    near = place_of("阳城县人民政府")
    assert near is not None
    assert spoken_place("阳城", near.chain) == near
    assert spoken_place("朝阳") is None
