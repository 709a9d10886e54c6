"""Text and Markdown files: decoding, paragraphs joined or kept apart, tables inside text, offsets that cannot lie."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loader.readers import read_source
from graph_loader.readers.encodings import decode
from graph_loader.readers.text import read, read_blocks
from graph_loader.source import Block, Paragraph, Reading, Table
from graph_store.errors import UnreadableFile
from tests.formats import words

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
PLAN = (
    "大宁县人民政府办公室\n关于印发《工作方案》的通知\n\n为进一步发展壮大全县市场经济，根据省、市的意见，制定本方案。\n"
)


def paragraphs(text: str) -> list[str]:
    return [block.reading.text for block in read_blocks(text) if isinstance(block, Paragraph)]


def tables(text: str) -> list[list[list[str]]]:
    return [
        [[cell.reading.text for cell in row] for row in block.rows]
        for block in read_blocks(text)
        if isinstance(block, Table)
    ]


def readings(blocks: tuple[Block, ...]) -> list[Reading]:
    found: list[Reading] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.reading)
        else:
            for row in block.rows:
                for cell in row:
                    found.extend((cell.reading, *cell.lines))
    return found


def check_offsets(text: str) -> None:
    for reading in readings(read_blocks(text)):
        assert all(a < b for a, b in zip(reading.offsets, reading.offsets[1:], strict=False))
        for char, offset in zip(reading.text, reading.offsets, strict=True):
            assert char == text[offset] or char == " "


# ---- decoding


@pytest.mark.parametrize(
    ("encoding", "bom", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("gb18030", b"", "gb18030"),
    ],
)
def test_every_encoding_gives_the_same_text(encoding: str, bom: bytes, named: str) -> None:
    decoded = decode("a.txt", bom + PLAN.encode(encoding))
    assert decoded.text == ("\ufeff" if bom else "") + PLAN
    assert decoded.encoding == named
    assert decoded.warnings == ()


def test_line_ends_and_bom_are_kept_and_counted() -> None:
    source = read("a.txt", b"\xef\xbb\xbf" + "一、总则\r\n\r\n县财政局负责。\r".encode())
    assert source.text == "\ufeff一、总则\r\n\r\n县财政局负责。\r"
    assert [r.span().start for r in readings(source.blocks)] == [1, 9]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"\xef\xbb\xbf", "空文件"),
        (b" \r\n\t", "空文件"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 4, "二进制"),
        (PLAN.encode("big5", errors="ignore") * 20, "Big5"),
        ((PLAN * 5).encode()[:100] + b"\xff" + (PLAN * 5).encode()[102:], "第 100 个字节"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("计划.txt", data)
    assert words in str(caught.value)
    assert "计划.txt" in caught.value.message
    assert caught.value.hint


def test_big5_is_not_taken_for_gb18030() -> None:
    big5 = "各縣市政府應依據本計畫辦理，並於年底前完成各項工作之檢討，提報縣政府備查。" * 10
    with pytest.raises(UnreadableFile, match="Big5"):
        read("a.txt", big5.encode("big5"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_in_its_last_character_is_read_with_a_warning(encoding: str) -> None:
    text = PLAN * 3 + "责任单位：县财政局"
    data = text.encode(encoding)[:-1]
    source = read("a.txt", data)
    assert source.text == text[:-1]
    assert len(source.warnings) == 1
    assert f"第 {len(text[:-1].encode(encoding)) + 1} 个字节" in source.warnings[0]


def test_replacement_characters_of_the_file_are_kept_and_told() -> None:
    source = read("a.txt", "县财\ufffd局负责落实。".encode())
    assert source.text == "县财\ufffd局负责落实。"
    assert "1 个无法还原的字符" in source.warnings[0]


_SIZE = 60_000  # characters


def work_of(work: Callable[[], object]) -> float:
    """Processor seconds of one run, the smallest of two: the machine's other work counts for nothing."""
    spent = []
    for _ in range(2):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What a plan of 60,000 characters takes on this machine: the measure for inputs made to be slow."""
    text = (PLAN * (_SIZE // len(PLAN) + 1))[:_SIZE]
    return work_of(lambda: read_blocks(text))


@pytest.mark.parametrize("data", [b"a" * (40 * 1024 * 1024), "县".encode() * 1_100_000])
def test_huge_input_ends_soon_with_a_clear_refusal(data: bytes, ordinary: float) -> None:
    def refused() -> None:
        with pytest.raises(UnreadableFile, match=r"上限|一行超过"):
            read("a.txt", data)

    assert work_of(refused) < 100 * ordinary


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<p ", "|", "（", "《", "**", "\t", "&nbsp;", "单位：", "1、", " ", "-", "<table>", "责任单位：县 "],
)
def test_no_pattern_is_slow_on_repeated_marks(piece: str, ordinary: float) -> None:
    assert work_of(lambda: read_blocks(piece * (_SIZE // len(piece)))) < 100 * ordinary
    assert work_of(lambda: read_blocks("\n".join([piece] * (_SIZE // 20)))) < 100 * ordinary


# ---- joining


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. 翻番。到 2025 年，数量达到 4.8\n\n万户以上，年均增长 20%以上。",
            ["1. 翻番。到2025年，数量达到4.8万户以上，年均增长20%以上。"],
        ),
        ("到 2025 年，全县投资额达到 1.\n\n6 亿元。", ["到2025年，全县投资额达到1.6亿元。"]),
        (
            "——显著增强。到 2025 年，省级工程研\n\n究中心达到 3 个。",
            ["——显著增强。到2025年，省级工程研究中心达到3个。"],
        ),
        (
            "给予资助，最高不超过 30 万元。（责\n\n任单位：县教育局）",
            ["给予资助，最高不超过30万元。（责任单位：县教育局）"],
        ),
        (
            "予以奖励。（责任单位：县市场局、县发\n\n政局、县财政局等部门)",
            ["予以奖励。（责任单位：县市场局、县发政局、县财政局等部门)"],
        ),
        ("全县贸易企业达到 2 家，其他企\n\n- 12 -\n\n业达到 10 家。", ["全县贸易企业达到2家，其他企业达到10家。"]),
        ("全县贸易企业达到 2 家，其他企\n\n— 3 —\n业达到 10 家。", ["全县贸易企业达到2家，其他企业达到10家。"]),
        (
            "全县贸易企业达到 2 家，其他企\n\n第 3 页 共 9 页\n\n业达到 10 家。",
            ["全县贸易企业达到2家，其他企业达到10家。"],
        ),
        (
            "全县限额以上贸易企业达到 20 家，其他企\n\n3\n\n业达到 10 家。",
            ["全县限额以上贸易企业达到20家，其他企业达到10家。"],
        ),
        ("全县贸易企业达到 2 家，其他企\x0c业达到 10 家。", ["全县贸易企业达到2家，其他企业达到10家。"]),
        (
            "现将《甲县清单》\n《乙县清单》\n印发给你们，请认真落实。\n\n甲县人民政府\n\n2022年8月1日",
            ["现将《甲县清单》《乙县清单》印发给你们，请认真落实。", "甲县人民政府", "2022年8月1日"],
        ),
        (
            "**甲县人民政府  \n关于印发《甲县倍增工程  \n实施方案》的通知**",
            ["甲县人民政府关于印发《甲县倍增工程实施方案》的通知"],
        ),
        (
            "甲县人民政府办公室\n关于印发甲县市场主体倍增工程\n实施方案的通知\n\n各乡镇人民政府：",
            ["甲县人民政府办公室关于印发甲县市场主体倍增工程实施方案的通知", "各乡镇人民政府："],
        ),
        ("抄送：县委办公室，县法院，\n县检察院。", ["抄送：县委办公室，县法院，县检察院。"]),
    ],
)
def test_what_a_page_or_a_line_has_cut_is_closed(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected
    check_offsets(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲县人民政府办公室文件\n\n甲政办发〔2022〕7号\n\n各乡镇人民政府，县直各有关单位：\n\n现印发给你们。\n\n甲县人民政府办公室\n\n2022年5月20日\n\n（此件公开发布）",
        "20. 大力发展贷款，提升效率。\n\n（责任单位：县财政局、县人社局）",
        "一、坚持市场化、法治化、国际化方向\n\n深入落实各项政策，抓好落实。",
        "优化流程，压缩时限，提高效率\n\n二、优化服务，做好落实\n\n（一）推进改革，抓好落实\n\n1. 完善机制，抓好落实",
        "扩大规模，提高质量\n\n附件：1. 任务清单",
        "现印发给你们，请认真贯彻落实\n\n甲县人民政府\n\n2022年5月20日",
        "地区生产总值增长5%左右\n牵头单位：县发改局\n责任单位：开发区,各街道,税务局",
        "附件1\n\n甲县2022年市场主体倍增清单",
    ],
)
def test_what_stands_by_itself_stays_by_itself(text: str) -> None:
    assert paragraphs(text) == [line for line in text.split("\n") if line]


def test_hard_wrapped_text_is_joined_and_names_with_it() -> None:
    body = (
        "为进一步发展壮大全县市场经济，推动县域经济高质量发展，根据省、市的意见，立足县情实际，制定本方案。"
        "坚持问题导向，聚焦市场主体关切，着力营造稳定公平透明可预期的营商环境，持续激发活力。"
    )
    item = "1. 支持新设立市场主体。县财政安排专项资金，对当年新注册的各类市场主体，按照注册和运营情况分阶段予以奖励。（责任单位：县市场监督管理局、县发展和改革局、县财政局等部门）"
    lines = []
    for text in ["一、总体要求", body, "二、重点任务", item, "2. 做好宣传。总结推广经验做法。（责任单位：县委宣传部）"]:
        lines += [text[at : at + 32] for at in range(0, len(text), 32)]
    assert paragraphs("\n".join(lines)) == [
        "一、总体要求",
        body,
        "二、重点任务",
        item,
        "2. 做好宣传。总结推广经验做法。（责任单位：县委宣传部）",
    ]


@pytest.mark.parametrize(("index", "joined"), [(0, 20), (1, 20), (2, 15), (3, 8), (4, 1)])
def test_joins_in_the_samples(index: int, joined: int) -> None:
    """Each of them was looked at by eye."""
    source = read(SAMPLES[index].name, SAMPLES[index].read_bytes())
    spans = [b.reading.span().quote for b in source.blocks if isinstance(b, Paragraph)]
    assert sum("\n" in quote for quote in spans) == joined
    check_offsets(source.text)


# ---- marks and white space


def test_white_space_of_typesetting_goes_and_that_of_words_stays() -> None:
    assert paragraphs("到 2025 年，推动 5G 网络 与 AI model 融合，增长 20 %。") == [
        "到2025年，推动5G 网络与 AI model 融合，增长20%。"
    ]
    assert paragraphs("责任单位：县财政局 县发改局") == ["责任单位：县财政局 县发改局"]
    assert paragraphs("责任单位：县财政局、 县发改局") == ["责任单位：县财政局、县发改局"]


def test_white_space_that_parts_stays() -> None:
    assert paragraphs("发布机构：甲县人民政府办公室  文号：甲政办发〔2023〕21号") == [
        "发布机构：甲县人民政府办公室 文号：甲政办发〔2023〕21号"
    ]
    assert paragraphs("甲县人民政府办公室      2024年2月2日印发") == ["甲县人民政府办公室 2024年2月2日印发"]
    assert paragraphs("1 总则\n\n1.1 编制目的\n\n2022 年 8 月 17 日") == ["1 总则", "1.1 编制目的", "2022年8月17日"]


def test_markdown_marks_are_dropped_and_told() -> None:
    text = "## 二、**主要目标**\n\n**3. 建设载体。**支持创业。\n\n> 引用的话。\n\n---\n\n5\\. 坚持&nbsp;原则，各乡<镇>、<市、区>人民政府<br>落实<b>到位</b>。"
    found = [block for block in read_blocks(text) if isinstance(block, Paragraph)]
    assert [(p.reading.text, p.heading, p.bold) for p in found] == [
        ("二、主要目标", 2, 6),
        ("3. 建设载体。支持创业。", 0, 8),
        ("引用的话。", 0, 0),
        ("5. 坚持原则，各乡<镇>、<市、区>人民政府落实到位。", 0, 0),
    ]
    check_offsets(text)


def test_bold_after_a_bullet_counts_from_the_start() -> None:
    block = read_blocks("——**小微企业倍增工程**。推动发展。")[0]
    assert isinstance(block, Paragraph)
    assert block.reading.text[: block.bold] == "——小微企业倍增工程"


def test_places_count_lines_and_pages() -> None:
    text = "第一段。\n\n第二段。\x0c第三段。\n第四段。"
    assert [(b.place.line, b.place.page) for b in read_blocks(text)] == [(1, 1), (3, 1), (3, 2), (4, 2)]


# ---- tables


def test_tabs_make_tables_and_blank_lines_end_them() -> None:
    text = "附件1\n\n序号\t主要任务\t牵头单位\n1\t放宽 准入\t县发改局 县财政局\n\t\t\n\n四、培育\n\n2\t优化服务\t\n--\t--\t--\n"
    assert tables(text) == [
        [["序号", "主要任务", "牵头单位"], ["1", "放宽 准入", "县发改局 县财政局"]],
        [["2", "优化服务", ""]],
    ]
    assert paragraphs(text) == ["附件1", "四、培育"]
    check_offsets(text)


def test_a_tab_in_prose_makes_no_table() -> None:
    assert paragraphs("一、\t总体要求\n\n\t为发展经济，制定本方案。\n\n责任单位：\t县财政局") == [
        "一、总体要求",
        "为发展经济，制定本方案。",
        "责任单位：县财政局",
    ]


def test_quoted_cells_may_hold_line_ends() -> None:
    text = '序号\t主要任务\t责任单位\n1\t"放宽准入。\n规范管理。"\t县发改局\n2\t优化服务\t县财政局\n'
    table = read_blocks(text)[0]
    assert isinstance(table, Table)
    assert [[c.reading.text for c in row] for row in table.rows][1:] == [
        ["1", "放宽准入。 规范管理。", "县发改局"],
        ["2", "优化服务", "县财政局"],
    ]
    assert [line.text for line in table.rows[1][1].lines] == ["放宽准入。", "规范管理。"]


@pytest.mark.parametrize(
    "text",
    [
        "| 序号 | 重点工作 | 责任单位 |\n|:--|:-:|---|\n| 1 | 放宽准入 | 县发改局<br>县财政局 |\n| 2 | 优化服务 | |\n",
        "序号 | 重点工作 | 责任单位\n--- | --- | ---\n1 | 放宽准入 | 县发改局<br>县财政局\n2 | 优化服务 |\n",
        "|\n序号\n|\n重点工作\n|\n责任单位\n|\n|\n1\n|\n放宽准入\n|\n县发改局\n县财政局\n|\n|\n2\n|\n优化服务\n|\n\n|\n",
        "|\n\n序号\n\n|\n\n重点工作\n\n|\n\n责任单位\n\n|\n\n1\n\n|\n\n放宽准入\n\n|\n\n县发改局\n\n县财政局\n\n|\n\n2\n\n|\n\n优化服务\n\n|\n\n|",
    ],
)
def test_pipe_tables_of_every_shape(text: str) -> None:
    assert tables(text) == [
        [["序号", "重点工作", "责任单位"], ["1", "放宽准入", "县发改局 县财政局"], ["2", "优化服务", ""]]
    ]
    check_offsets(text)


def test_html_tables_keep_merges_and_offsets() -> None:
    text = (
        "见下表：\n<table>\n<tr><th>任务</th><th>措施</th><th colspan='2'>责任单位</th></tr>\n"
        '<tr><td rowspan="2">放宽<b>准入</b></td><td><ol><li>一是清理。</li><li>二是公开。</li></ol></td><td>县发改局</td><td>各乡<镇></td></tr>\n'
        "<tr><td>三是监督。</td><td>县财政局</td><td></td></tr></table>\n结束。"
    )
    assert tables(text) == [
        [
            ["任务", "措施", "责任单位", "责任单位"],
            ["放宽准入", "一是清理。 二是公开。", "县发改局", "各乡<镇>"],
            ["放宽准入", "三是监督。", "县财政局", ""],
        ]
    ]
    table = read_blocks(text)[1]
    assert isinstance(table, Table)
    assert table.merges_known
    assert table.rows[2][0].anchor == (1, 0)
    assert [line.text for line in table.rows[1][1].lines] == ["一是清理。", "二是公开。"]
    assert (table.rows[2][1].place.line, table.rows[2][1].place.row, table.rows[2][1].place.column) == (5, 3, 2)
    assert paragraphs(text) == ["见下表：", "结束。"]
    check_offsets(text)


def test_one_cell_on_each_line_is_a_table_where_the_count_fits() -> None:
    text = "附件2\n\n序号\n工作任务\n牵头单位\n配合单位\n1\n放宽准入\n县发改局\n县财政局\n2\n优化服务\n县审批局\n3\n强化保障\n县财政局\n县人社局\n\n抄送：县委办。"
    assert tables(text) == [
        [
            ["序号", "工作任务", "牵头单位", "配合单位"],
            ["1", "放宽准入", "县发改局", "县财政局"],
            ["2", "优化服务", "县审批局", ""],
            ["3", "强化保障", "县财政局", "县人社局"],
        ]
    ]
    assert paragraphs(text) == ["附件2", "抄送：县委办。"]


# ---- what a file is


def test_content_decides_and_a_wrong_extension_is_told() -> None:
    [source] = read_source("计划.pdf", PLAN.encode())
    assert source.text == PLAN
    assert "扩展名是“.pdf”" in source.warnings[0]
    assert read_source("计划.txt", PLAN.encode())[0].warnings == ()


@pytest.mark.parametrize(
    ("data", "words"), [(b"\x89PNG\r\n\x1a\n123", "图片"), (b"Rar!\x1a\x07", "RAR"), (b"PK\x03\x04broken", "已损坏")]
)
def test_other_contents_are_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_source("计划.txt", data)


def test_a_zip_of_texts_gives_several() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("甲.txt", PLAN)
        archive.writestr("乙.txt", PLAN + "一")
    assert {source.text for source in read_source("all.zip", buffer.getvalue())} == {PLAN, PLAN + "一"}


# ---- for every text


ALPHABET = st.sampled_from(
    [
        *list("县局1。，：；、（）()《》 \u3000\t\n\r\x0c|#*<>/-_\\&“一二、.%年月日牵头责任单位"),
        "<br>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "**",
        "&nbsp;",
        "<镇>",
        "\ufeff",
        "😀",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ALPHABET, max_size=120).map("".join))
def test_offsets_never_lie(text: str) -> None:
    check_offsets(text)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="的一是在了和有大中人县财政局负责。，\r\n 12").map("大中人在县财政局有的是".__add__),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_decoding_gives_back_what_was_written(text: str, encoding: str) -> None:
    assert decode("a.txt", text.encode(encoding)).text.lstrip("\ufeff") == text


def test_columns_set_apart_by_blanks_are_a_table() -> None:
    text = (
        "责任单位    工作任务    完成时限    责任人\n"
        "区委宣传部  统筹协调“扫黄打非”  3月底前  林 涛\n"
        "            开展“护苗”行动      全年\n"
        "区教育局    开展进校园活动      6月      马骏\n"
        "\n"
        "以上任务逐月调度。\n"
    )
    assert words(read_blocks(text)) == [
        [
            ["责任单位", "工作任务", "完成时限", "责任人"],
            ["区委宣传部", "统筹协调“扫黄打非”", "3月底前", "林 涛"],
            ["", "开展“护苗”行动", "全年", ""],
            ["区教育局", "开展进校园活动", "6月", "马骏"],
        ],
        "以上任务逐月调度。",
    ]


def test_rows_of_a_tab_table_may_break_inside_a_cell() -> None:
    text = "序号\t任务\t责任单位\n一、教育类\n1\t建幼儿园\t县教育局\n县住建局\n2\t修校舍\t县教育局\n"
    assert words(read_blocks(text)) == [
        [
            ["序号", "任务", "责任单位"],
            ["一、教育类", "", ""],
            ["1", "建幼儿园", "县教育局 县住建局"],
            ["2", "修校舍", "县教育局"],
        ]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进改革，完成改造。责\n任单位：县发改局、县财政局。", "推进改革，完成改造。责任单位：县发改局、县财政局。"),
        ("推进改革，完成改造。（\n★县发改局、县财政局）", "推进改革，完成改造。（★县发改局、县财政局）"),
        (
            "协同单位：县教育局、县住房和城乡建\n\n— 2 —\n\n设局，各街道",
            "协同单位：县教育局、县住房和城乡建设局，各街道",
        ),
    ],
)
def test_a_line_cut_inside_a_label_or_a_name_goes_on(text: str, expected: str) -> None:
    assert paragraphs(text) == [expected]
