"""PDF pages: furniture, wraps, scans, passwords, watermarks, columns, characters; the pieces of which it is made."""

from __future__ import annotations

import io

import pytest

from graph_loader.readers import ocr, pdf
from graph_loader.readers.furniture import is_furniture
from graph_loader.readers.pdf_cells import PdfCell, cell_texts, continues_below, holds_names
from graph_loader.readers.pdf_lines import Glyph, PdfLine, columns_of, lines_of, plain
from graph_loader.readers.pdf_tables import TablePart, split_part, stitch
from graph_store.errors import UnreadableFile
from tests.formats import as_docx, converted, paragraph, soffice_missing, words

needs_soffice = pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
SENTENCE = "各有关单位要提高思想认识，加强组织领导，层层压实责任，细化工作措施，确保各项任务落到实处、取得实效。"


def government_pdf(texts: list[str], *, indent: float = 32, target: str = "pdf") -> bytes:
    """Texts set as offices set them: 16 point, page numbers “- 1 -”, a running head."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document(io.BytesIO(as_docx([])))
    section = document.sections[0]
    section.header.paragraphs[0].text = "某某县人民政府公报"
    foot = section.footer.paragraphs[0]
    foot.add_run("- ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    foot.add_run(" -")
    for text in texts:
        made = document.add_paragraph(text)
        made.paragraph_format.first_line_indent = Pt(indent)
        made.runs[0].font.size = Pt(16)
    stream = io.BytesIO()
    document.save(stream)
    return converted(stream.getvalue(), "docx", target)


@needs_soffice
@pytest.mark.parametrize("indent", [32, 0])
def test_page_numbers_and_running_heads_go_and_paragraphs_close_over_pages(indent: float) -> None:
    texts = ["一、总体要求"] + [f"{number}. {SENTENCE * 4}（责任单位：县发改局、县财政局）" for number in range(1, 16)]
    source = pdf.read("plan.pdf", government_pdf(texts, indent=indent))
    assert words(source.blocks) == texts
    pages = {block.place.page for block in source.blocks}
    assert len(pages) >= 4


@needs_soffice
def test_a_password_is_said() -> None:
    locked = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
    with pytest.raises(UnreadableFile, match="打开密码"):
        pdf.read("plan.pdf", government_pdf([SENTENCE], target=locked))


def scan(text: str = "") -> bytes:
    """A PDF of one picture."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (827, 1169), "white")
    if text:
        font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 30)
        ImageDraw.Draw(picture).text((80, 120), text, fill="black", font=font)
    stream = io.BytesIO()
    picture.save(stream, "PDF", resolution=100)
    return stream.getvalue()


def test_a_scan_is_recognised_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(UnreadableFile, match="全部 1 页是扫描图片") as caught:
        pdf.read("plan.pdf", scan())
    assert "zeren[ocr]" in caught.value.hint


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra ocr is not installed")
def test_a_scan_is_read_where_ocr_is_installed() -> None:
    source = pdf.read("plan.pdf", scan("责任单位：县发改局、县财政局"))
    assert "县发改局、县财政局" in source.text
    assert "可能有错字" in source.warnings[0]


def glyphs(text: str, x: float, y: float, size: float = 12.0) -> list[Glyph]:
    return [Glyph(c, x + i * size, y, x + (i + 1) * size, y + size, size) for i, c in enumerate(text)]


def line(text: str, x: float, y: float, page: int = 1) -> PdfLine:
    return PdfLine(text, x, y, x + 12 * len(text), y + 12, 12, page)


def test_radicals_are_read_as_characters() -> None:
    assert plain("⼀、总体⽬标，⻅附件，各乡〈镇〉") == "一、总体目标，见附件，各乡〈镇〉"


def test_glyphs_become_lines_with_their_gaps() -> None:
    made = lines_of([*glyphs("县发改局", 100, 50), *glyphs("县财政局", 172, 50.5), *glyphs("第二行", 100, 70)], 1)
    assert [found.text for found in made] == ["县发改局 县财政局", "第二行"]


def test_two_columns_are_read_one_after_the_other() -> None:
    page = [g for row in range(20) for x in (50, 320) for g in glyphs("左右栏的一行文字内容", x, 50 + 20 * row)]
    assert [len(column) for column in columns_of(page, 600)] == [200, 200]
    assert len(columns_of([g for row in range(20) for g in glyphs("一" * 40, 50, 50 + 20 * row)], 600)) == 1


@pytest.mark.parametrize(
    ("lines", "names", "texts"),
    [
        (["县民营经济", "发展促进中", "心"], True, ["县民营经济发展促进中心"]),
        (["县发改局", "县财政局"], True, ["县发改局", "县财政局"]),
        (["市生态环境", "局大宁分局", "县工信局"], True, ["市生态环境局大宁分局", "县工信局"]),
        (["县市", "场监", "管局", "县行", "政审", "批局"], True, ["县市场监管局", "县行政审批局"]),
        (["县发改局、", "县财政局、", "县工信局"], True, ["县发改局、县财政局、县工信局"]),
        (["持“两手发", "力”，推进", "1. 水利项", "目。"], False, ["持“两手发力”，推进", "1. 水利项目。"]),
        (["各乡", "镇人", "民政", "府"], True, ["各乡镇人民政府"]),
        (["县水利局", "沿河各乡", "镇"], True, ["县水利局", "沿河各乡镇"]),
        (["县林业局", "县应急管", "理局", "城关镇、", "石门乡"], True, ["县林业局", "县应急管理局", "城关镇、石门乡"]),
        (["国网云川县", "供电公司、", "县水利局"], True, ["国网云川县供电公司、县水利局"]),
        (["县住建局 郭靖", "县交通局 黄 蓉"], True, ["县住建局 郭靖", "县交通局 黄 蓉"]),
    ],
)
def test_lines_in_a_cell_are_closed_where_they_wrap(lines: list[str], names: bool, texts: list[str]) -> None:
    cell = PdfCell((0, 0, 70, 100), 1, [line(text, 2, 14 * i) for i, text in enumerate(lines)])
    reach = max(len(text) for text in lines) * 12.0
    assert cell_texts(cell, reach, head=False, names=names) == texts


def test_columns_of_names_are_known_by_their_head_or_their_words() -> None:
    head = PdfCell((0, 0, 9, 9), 1, [line("牵头单位", 0, 0)])
    named = [PdfCell((0, 0, 9, 9), 1, [line(text, 0, 0)]) for text in ("县发改局", "县财政局", "县工信局")]
    prose = [PdfCell((0, 0, 9, 9), 1, [line("加强责任落实，强化督导。", 0, 0)])] * 3
    assert holds_names([head, *prose])
    assert holds_names(named)
    assert not holds_names(prose)


def part(page: int, rows: list[list[str]], *, bottom: float = 400) -> TablePart:
    """A table on one page: rows share the height down to `bottom`, one line at the top of each cell."""
    high = bottom / len(rows)
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = (100.0 * c, high * r, 100.0 * (c + 1), high * (r + 1))
            texts = text.split("\n") if text else []
            lines = [line(t, box[0] + 2, box[1] + 2 + 14 * i, page) for i, t in enumerate(texts)]
            cells.append(PdfCell(box, page, lines))
    return TablePart(page, (0, 0, 100.0 * len(rows[0]), bottom), cells)


HEAD = ["序号", "任务", "单位"]


def test_a_row_cut_by_the_page_is_one_row_and_repeated_heads_go() -> None:
    first = part(1, [HEAD, ["1", "引导民营", "县A局"]], bottom=40)
    grid = stitch([first, part(2, [HEAD, ["", "企业参与。", ""], ["2", "其他。", "县B局"]], bottom=60)])
    assert [[cell.words for cell in row] for row in grid] == [
        HEAD,
        ["1", "引导民营企业参与。", "县A局"],
        ["2", "其他。", "县B局"],
    ]


def test_a_new_row_with_an_empty_number_stays_a_row() -> None:
    first = part(1, [HEAD, ["1", "1. 第一项。", "县A局"]], bottom=200)
    grid = stitch([first, part(2, [HEAD, ["", "2. 第二项。", "县C局"]], bottom=60)])
    assert [[cell.words for cell in row] for row in grid][1:] == [
        ["1", "1.第一项。", "县A局"],
        ["", "2.第二项。", "县C局"],
    ]


def test_words_that_end_high_in_their_cell_do_not_go_on_below() -> None:
    high = PdfCell((0, 0, 100, 300), 1, [line("持续推进", 2, 4)])
    below = PdfCell((0, 0, 100, 60), 2, [line("年底完成", 2, 4, 2)])
    assert continues_below(high, below) is False
    middle = PdfCell((0, 0, 100, 300), 1, [line("持续推进", 2, 140)])
    assert continues_below(middle, below) is None


def test_tables_that_touch_are_parted_where_their_columns_differ() -> None:
    upper = part(1, [HEAD, ["1", "甲", "县A局"]], bottom=100)
    other = [
        PdfCell((left, 100 + 50 * r, right, 150 + 50 * r), 1, [line("x", left + 1, 110 + 50 * r)])
        for r in range(2)
        for left, right in ((0, 70), (70, 140), (140, 300))
    ]
    both = TablePart(1, (0, 0, 300, 200), [*upper.cells, *other])
    assert [len(found.cells) for found in split_part(both)] == [6, 6]
    assert len(split_part(upper)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "当前位置：首页 > 政府文件",
        "晋ICP备12345678号",
        "【打印本页】【关闭窗口】",
        "字体：[大 中 小]",
        "上一篇：某文件",
        "发布时间：2022-05-20 来源：县政府办",
    ],
)
def test_lines_of_the_web_site_are_known(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text", ["一、总体要求", "（责任单位：县发改局）", "责任单位：县发改局", "2022年5月20日", "主办单位：县发改局"]
)
def test_lines_of_the_document_are_kept(text: str) -> None:
    assert not is_furniture(text)


@needs_soffice
def test_bold_leads_are_known() -> None:
    block = paragraph("1. 做强主体。支持企业发展。", bold=8)
    [found] = pdf.read("plan.pdf", converted(as_docx([block]), "docx", "pdf")).blocks
    assert getattr(found, "bold", None) in (0, 8)


@needs_soffice
def test_bold_names_in_brackets_lead_where_the_note_says_so() -> None:
    from graph_loader.pipeline import read_documents
    from tests.files.word import Word

    word = Word()
    word.p("关于加强基层卫生工作的通知", align="centre")
    word.p("1.新建卫生院8所。（{*区卫健局*}、区财政局、{*区发改局*}）")
    word.p("2.健全薪酬制度。（{*区人社局*}、区医保局）")
    word.p("注：括号内加粗的为牵头单位。")
    ((_, facts),) = read_documents("plan.pdf", converted(word.data(), "docx", "pdf"))
    roles = [(given.as_written, given.role.value) for given in facts.assignments]
    assert [name for name, role in roles if role == "lead"] == ["区卫健局", "区发改局", "区人社局"]
    assert [name for name, role in roles if role == "support"] == ["区财政局", "区医保局"]


def test_a_row_cut_in_a_column_of_words_is_one_row() -> None:
    head, first = ["反馈问题", "整改措施"], ["一、垃圾收运不健全", "1.开展清理。"]
    cut = ["二、支流水质不能稳定达标，沿线", "1.开展溯源整治；推进沿河养殖场户"]
    grid = stitch(
        [part(1, [head, first, cut], bottom=60), part(2, [["粪污直排尚未解决", "粪污处理设施改造。"]], bottom=30)]
    )
    assert [[cell.words for cell in row] for row in grid][2:] == [
        [a + b for a, b in zip(cut, ["粪污直排尚未解决", "粪污处理设施改造。"], strict=True)]
    ]


def test_measures_with_numbers_of_their_own_are_not_joined_over_the_page() -> None:
    rows = [["5", "清偿账款", "1.摸清底数。", "10月底"], ["", "", "2.完成清偿。", "2022年12月31日前"]]
    grid = stitch([part(1, rows, bottom=40), part(2, [["", "", "3.通报。", "每季度末"]], bottom=20)])
    assert [row[2].words for row in grid] == ["1.摸清底数。", "2.完成清偿。", "3.通报。"]
