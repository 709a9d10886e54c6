"""Word files as Word shows them: numbers, merges, tracked changes, text boxes, notes, fields."""

from __future__ import annotations

import pytest

from graph_loader.readers import docx
from graph_loader.readers.docx_numbering import chinese, format_number
from graph_loader.source import Paragraph, SourceText, Table
from tests.formats import as_zip, words

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ALSO = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(body: str, **parts: str) -> bytes:
    """A Word file from the inside of its body; parts: numbering, styles, footnotes."""
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{part}" Target="{part}.xml"/>' for i, part in enumerate(parts)
    )
    files = {
        "_rels/.rels": f'<Relationships xmlns="x"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W} {ALSO}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="x">{relations}</Relationships>',
    }
    files |= {f"word/{part}.xml": f"<w:{part} {W}>{inner}</w:{part}>" for part, inner in parts.items()}
    return as_zip({name: text.encode() for name, text in files.items()})


def read(body: str, **parts: str) -> SourceText:
    return docx.read("plan.docx", word_file(body, **parts))


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(index: int, kind: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


GOVERNMENT = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircle", "%5")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_written_out_and_restart_below_a_higher_level() -> None:
    listed = [
        ("总体要求", 0),
        ("目标", 1),
        ("甲", 2),
        ("乙", 2),
        ("细", 3),
        ("圈", 4),
        ("措施", 1),
        ("丙", 2),
        ("保障", 0),
        ("组织", 1),
    ]
    body = "".join(numbered(text, depth) for text, depth in listed) + numbered("另起", 0, 2)
    assert words(read(body, numbering=GOVERNMENT).blocks) == [
        "一、总体要求", "（一）目标", "1. 甲", "2. 乙", "（1）细", "① 圈",
        "（二）措施", "1. 丙", "二、保障", "（一）组织", "一、另起",
    ]  # fmt: skip


def test_numbers_that_come_from_styles_and_refer_to_higher_levels() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="5">'
        + level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="H1"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/><w:isLgl/>')
        + '</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("总则", "H1"), ("目的", "H2"), ("任务", "H1"), ("分工", "H2"))
    )
    source = read(body, numbering=numbering, styles=styles)
    assert words(source.blocks) == ["第一章总则", "1.1 目的", "第二章任务", "2.1 分工"]
    assert [(b.heading, b.bold) for b in source.blocks if isinstance(b, Paragraph)] == [(1, 5), (2, 6), (1, 5), (2, 6)]


@pytest.mark.parametrize(
    ("number", "kind", "label"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (21, "chineseCounting", "二十一"), (105, "chineseCountingThousand", "一百零五"),
        (11, "ideographDigital", "一一"), (3, "chineseLegalSimplified", "叁"), (20, "decimalEnclosedCircleChinese", "⑳"), (21, "decimalEnclosedCircle", "㉑"),
        (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"), (28, "upperLetter", "BB"), (2, "lowerLetter", "b"), (7, "decimalZero", "07"),
        (3, "ideographTraditional", "丙"), (3, "decimalEnclosedParen", "⑶"), (2, "decimalFullWidth", "２"), (5, "bullet", ""), (5, "unheardOf", "5"),
    ],
)  # fmt: skip
def test_numbers_in_the_formats_of_word(number: int, kind: str, label: str) -> None:
    assert format_number(number, kind) == label


def test_chinese_numbers_up_to_a_thousand_differ_from_each_other() -> None:
    assert len({chinese(number) for number in range(2000)}) == 2000
    assert [chinese(n) for n in (0, 12, 20, 110, 1001, 1010)] == [
        "零",
        "十二",
        "二十",
        "一百一十",
        "一千零一",
        "一千零一十",
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:r><w:t>到2025年达到</w:t></w:r><w:del w:id="1"><w:r><w:delText>40户</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>60户</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>'
        "<w:moveTo><w:r><w:t>以上</w:t></w:r></w:moveTo></w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>（责任单位：</w:t></w:r></w:p>' + p("县发改局）")
    )
    source = read(body)
    assert words(source.blocks) == ["到2025年达到60户以上", "（责任单位：县发改局）"]
    assert source.warnings == ("有修订痕迹：已按接受全部修订读取，删除的文字不在内。",)


def test_controls_fields_links_symbols_and_breaks() -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>控件内</w:t></w:r></w:sdtContent></w:sdt><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>域</w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:noBreakHyphen/><w:tab/><w:t>后</w:t></w:r></w:p></w:sdtContent></w:sdt>'
        "<w:p><w:r><w:t>1. 第一项。</w:t><w:br/><w:t>2. 第二项。</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>某县人民政府</w:t><w:br/><w:t>关于印发方案的通知</w:t></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p>"
    )
    source = read(body)
    assert words(source.blocks) == [
        "控件内链接域√- 后",
        "1. 第一项。",
        "2. 第二项。",
        "某县人民政府关于印发方案的通知",
        "可见",
    ]
    assert "有隐藏文字，未读取。" in source.warnings


def test_text_boxes_follow_their_paragraph_once_and_notes_stand_at_the_end() -> None:
    box = "<wps:txbx><w:txbxContent>" + p("框内文字") + "</w:txbxContent></wps:txbx>"
    body = (
        f"<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("下一段")
    )
    notes = (
        '<w:footnote w:id="0">'
        + p("分隔")
        + '</w:footnote><w:footnote w:id="2">'
        + p("列第一位者为牵头单位。")
        + "</w:footnote>"
    )
    assert words(read(body, footnotes=notes).blocks) == ["正文", "框内文字", "下一段", "注：列第一位者为牵头单位。"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_nested_tables_and_deleted_rows() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    down, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    nested = "<w:tbl><w:tr>" + cell("内甲") + cell("内乙") + "</w:tr></w:tbl>"
    body = (
        "<w:tbl>"
        f"<w:tr>{cell('序号')}{cell('任务')}{cell('单位')}</w:tr>"
        f"<w:tr>{cell('一、分类', wide)}</w:tr>"
        f"<w:tr>{cell('1', down)}{cell('任务甲', down)}{cell('县A局')}</w:tr>"
        f"<w:tr>{cell('', more)}{cell('', more)}<w:tc><w:tcPr/>{nested}{p('县B局')}</w:tc></w:tr>"
        f'<w:tr><w:trPr><w:del w:id="4"/></w:trPr>{cell("x")}{cell("x")}{cell("x")}</w:tr>'
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("任务乙")}{cell("县C局")}</w:tr>'
        "</w:tbl>" + p("后文")
    )
    source = read(body)
    grid = source.blocks[0]
    assert isinstance(grid, Table)
    assert words([grid])[0] == [
        ["序号", "任务", "单位"],
        ["一、分类", "一、分类", "一、分类"],
        ["1", "任务甲", "县A局"],
        ["1", "任务甲", "内甲 内乙 县B局"],
        ["", "任务乙", "县C局"],
    ]
    assert [c.anchor for c in grid.rows[3]] == [(2, 0), (2, 1), (3, 2)]
    assert (grid.rows[3][2].place.table, grid.rows[3][2].place.row, grid.rows[3][2].place.column) == (1, 4, 3)
    assert source.text.splitlines()[1] == "一、分类\t\t"


def test_a_table_that_only_frames_text_is_read_as_paragraphs() -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('第一段')}{p('第二段')}</w:tc></w:tr></w:tbl><w:tbl><w:tr>{cell('文号')}{cell('签发人')}</w:tr></w:tbl>"
    assert words(read(body).blocks) == ["第一段", "第二段", "文号", "签发人"]


def test_a_bold_lead_is_counted_with_its_number() -> None:
    body = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>做强主体。</w:t></w:r><w:r><w:t>正文内容。</w:t></w:r></w:p>"
    )
    [block] = read(body, numbering=GOVERNMENT).blocks
    assert isinstance(block, Paragraph)
    assert block.reading.text[: block.bold] == "1. 做强主体。"


def test_a_whole_measure_in_a_heading_style_is_no_heading() -> None:
    text = "1. 做强主体。支持企业发展，完善政策体系，优化服务。（责任单位：县发改局）"
    [block] = read(p(text, '<w:outlineLvl w:val="2"/>')).blocks
    assert isinstance(block, Paragraph)
    assert block.heading == 0
    [block] = read(p("一、总体要求", '<w:outlineLvl w:val="0"/>')).blocks
    assert isinstance(block, Paragraph)
    assert block.heading == 1


def test_the_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    source = read(p("一、总体要求 1", '<w:pStyle w:val="T"/>') + p("一、总体要求"), styles=styles)
    assert words(source.blocks) == ["一、总体要求"]
    assert source.warnings == ("目录页已略去。",)


def test_strict_open_xml_is_read() -> None:
    data = as_zip(
        {
            "word/document.xml": f"<w:document {W}><w:body>{p('严格格式')}</w:body></w:document>".replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).encode()
        }
    )
    assert docx.read("plan.docx", data).text == "严格格式\n"
