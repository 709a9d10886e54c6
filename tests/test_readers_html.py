"""Saved government pages: encodings, metadata, the body among navigation, raw tags, tables with spans."""

from __future__ import annotations

import pytest

from graph_loader.readers import html
from graph_loader.source import Paragraph, SourceText, Table
from tests.formats import as_html, paragraph, words

BODY = "".join(
    f"<p>{number}．第{number}项任务，加强统筹协调，狠抓工作落实。（责任单位：县发改局）</p>" for number in range(1, 9)
)


def read(page: str, encoding: str = "utf-8") -> SourceText:
    return html.read("plan.html", page.encode(encoding, "xmlcharrefreplace"))


def page(body: str, *, head: str = '<meta charset="utf-8">', around: str = "") -> str:
    return f"<html><head>{head}<title>某某县人民政府</title></head><body>{around}{body}</body></html>"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("big5", "big5hkscs"),
        ("nonsense", "gb18030"),
    ],
)
def test_the_encoding_is_found_whatever_the_page_says(label: str, encoding: str) -> None:
    rare = "" if encoding.startswith("big5") else "㐂𠮷"
    text = f"縣政府{rare}各單位" if encoding.startswith("big5") else f"县政府{rare}各单位"
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    assert words(read(page(f"<p>{text}</p>", head=head), encoding).blocks) == [text]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert words(read(page("<p>县政府各单位</p>", head='<meta charset="gb2312">'), encoding).blocks) == ["县政府各单位"]


def test_bytes_that_no_encoding_explains_are_said() -> None:
    data = page("<p>县政府各单位").encode() + b"\xff\xfe\x80" + b"</p></body></html>"
    source = html.read("plan.html", data)
    assert "县政府各单位" in source.text
    assert "无法按 utf-8 解码" in source.warnings[0]


def test_raw_tags_in_names_survive() -> None:
    body = "<p>各乡<镇>人民政府</p><p>各乡&lt;镇&gt;人民政府</p><p>各乡<镇></镇>人民政府，<A局>、a<b，5<6</p>"
    assert words(read(page(body)).blocks) == [
        "各乡<镇>人民政府",
        "各乡<镇>人民政府",
        "各乡<镇>人民政府，<A局>、a<b，5<6",
    ]


METADATA = """<table class="xxgk"><tr><td>索 引 号：</td><td>11140525/2022-00012</td><td>主题分类：</td><td>市场监管</td></tr>
<tr><td>发文机关：</td><td>某某县人民政府办公室</td><td>成文日期：</td><td>2022年05月20日</td></tr>
<tr><td>标&emsp;题：</td><td colspan="3">关于印发某某方案的通知</td></tr><tr><td>发文字号：</td><td>某政办发〔2022〕7号</td><td>发布日期：</td><td></td></tr></table>"""
LISTED = """<ul class="head"><li>索引号：11140525/2022-00012</li><li><span>发文字号：</span><span>某政办发〔2022〕7号</span></li><li><b>成文日期：</b>2022年05月20日</li></ul>"""


@pytest.mark.parametrize("block", [METADATA, LISTED, f"<div>{METADATA}</div>"])
def test_metadata_goes_out_of_the_body(block: str) -> None:
    source = read(page(BODY, around=block))
    assert source.meta is not None
    assert (source.meta["索引号"], source.meta["发文字号"]) == ("11140525/2022-00012", "某政办发〔2022〕7号")
    assert source.meta["成文日期"] == "2022年05月20日"
    assert "索" not in source.text
    assert len(source.blocks) in (8, 9)  # the title of the metadata may stand above


def test_a_task_table_is_no_metadata() -> None:
    table = "<table><tr><td>序号</td><td>标题</td><td>责任单位</td></tr><tr><td>1</td><td>来源</td><td>县发改局</td></tr></table>"
    source = read(page(BODY + table))
    assert source.meta is None
    assert isinstance(source.blocks[-1], Table)


SITE = """<div class="top"><a href="/">首页</a><a href="/a">政务公开</a><a href="/b">政务服务</a><a href="/c">互动交流</a></div>
<div class="mbx">您现在的位置：<a href="/">首页</a> &gt; <a href="/z">政府文件</a></div><h1>某某县人民政府关于印发某某方案的通知</h1>
<div class="info"><span>发布时间：2022-05-20 10:00</span> <span>来源：县政府办</span> <span>字体：[大 中 小]</span></div>{body}
<div class="pager"><p>上一篇：某某文件</p><p>下一篇：某某文件</p></div><div class="xg"><h3>相关链接</h3><ul><li><a>解读</a></li><li><a>图解</a></li></ul></div>
<div id="footer"><p>主办单位：某某县人民政府办公室 承办单位：县大数据中心</p><p>晋ICP备1号 网站标识码1405250001</p></div><script>var x = "责任单位：假局";</script>"""


@pytest.mark.parametrize(
    "holder",
    [
        '<div class="TRS_Editor">{}</div>',
        '<div id="zoom">{}</div>',
        "<div class='strange'><div>{}</div></div>",
        "<table><tr><td>{}</td></tr></table>",
        "{}",
    ],
)
def test_the_document_is_found_among_the_furniture(holder: str) -> None:
    source = read(page(SITE.replace("{body}", holder.format(BODY))))
    found = words(source.blocks)
    assert found[0] == "某某县人民政府关于印发某某方案的通知"
    assert found[1:] == [f"{n}．第{n}项任务，加强统筹协调，狠抓工作落实。（责任单位：县发改局）" for n in range(1, 9)]


def test_a_title_inside_the_body_is_not_doubled() -> None:
    title = "<p style='text-align:center'>某某县人民政府<br>关于印发某某方案的通知</p>"
    found = words(read(page(SITE.replace("{body}", f"<div id='zoom'>{title}{BODY}</div>"))).blocks)
    assert found[:2] == [
        "某某县人民政府关于印发某某方案的通知",
        "1．第1项任务，加强统筹协调，狠抓工作落实。（责任单位：县发改局）",
    ]


def test_lists_headings_breaks_and_bold_leads() -> None:
    body = (
        "<h2>一、总体要求</h2><ol><li>甲</li><li value='5'>乙</li></ol><ul><li>丙</li></ul>"
        "<p><strong>1. 做强主体。</strong>支持发展。<br>2. 加强服务。<br/>（责任单位：县发改局、<br>县财政局）</p><pre>行一。\n行二。</pre><div style='display:none'>隐藏</div>"
    )
    source = read(page(body))
    assert words(source.blocks) == [
        "一、总体要求", "1. 甲", "5. 乙", "丙", "1. 做强主体。支持发展。", "2. 加强服务。", "（责任单位：县发改局、县财政局）", "行一。", "行二。",
    ]  # fmt: skip
    paragraphs = [block for block in source.blocks if isinstance(block, Paragraph)]
    assert paragraphs[0].heading == 2
    assert paragraphs[4].reading.text[: paragraphs[4].bold] == "1. 做强主体。"


def test_cells_that_span_rows_and_columns() -> None:
    body = """<table><thead><tr><th rowspan=2>序号</th><th colspan="2">单位</th></tr><tr><th>牵头</th><th>配合</th></tr></thead>
    <tbody><tr><td colspan=3>一、分类</td></tr><tr><td rowspan="0">1</td><td>县A局<br>县B局</td><td></td></tr><tr><td>县C局</td><td>县D局</td></tr></tbody></table>"""
    grid = read(page("<p>附件</p>" + body)).blocks[1]
    assert isinstance(grid, Table)
    assert words([grid])[0] == [
        ["序号", "单位", "单位"], ["序号", "牵头", "配合"], ["一、分类"] * 3, ["1", "县A局 县B局", ""], ["1", "县C局", "县D局"],
    ]  # fmt: skip
    assert [line.text for line in grid.rows[3][1].lines] == ["县A局", "县B局"]
    assert grid.rows[4][0].anchor == (3, 0)


def test_tables_that_place_the_page_are_read_through() -> None:
    inner = "<table><tr><td>序号</td><td>单位</td></tr><tr><td>1</td><td>县A局</td></tr></table>"
    body = f"<table><tr><td><table><tr><td><p>第一段</p>{inner}<p>末段</p></td></tr></table></td></tr></table>"
    assert words(read(page(body)).blocks) == ["第一段", [["序号", "单位"], ["1", "县A局"]], "末段"]


def test_a_page_saved_as_mht_is_unpacked() -> None:
    inner = as_html([paragraph("各乡镇人民政府，县直各单位："), paragraph("一、总体要求")])
    import base64

    head = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    source = html.read("plan.mht", head + base64.encodebytes(inner) + b"\r\n--x--\r\n")
    assert words(source.blocks) == ["各乡镇人民政府，县直各单位：", "一、总体要求"]
