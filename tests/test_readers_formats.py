"""One plan, every format: the same paragraphs and cells come out of .docx, .pdf, .xlsx, .html, .ofd, .doc and .wps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from graph_loader.readers import read_source
from graph_loader.source import Block, SourceText, Table
from tests.formats import (
    as_docx,
    as_html,
    as_ofd,
    as_pdf,
    as_xlsx,
    converted,
    paragraph,
    soffice_missing,
    table,
    words,
)

needs_soffice = pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")

PROSE: list[Block] = [
    paragraph("泽州县人民政府办公室关于印发某某工程实施方案的通知"),
    paragraph("各乡<镇>人民政府，县直及驻县各有关单位："),
    paragraph("一、总体要求"),
    paragraph(
        "到2025年，全县市场主体数量达到4.8万户以上，年均增长20%以上；企业数量达到1.3万户，年均增长15%以上，"
        "“四上”企业达到500户，力争实现倍增，为全方位推动高质量发展提供有力支撑。（县发展和改革局牵头，县财政局、县统计局配合）"
    ),
    paragraph("（一）实施农业经营主体引领工程"),
    paragraph(
        "1. 促进发展农业企业和专业合作社。积极构建农业产业空间布局，全力建设优势农产品产业带和特色农产品优势区，"
        "培育具有较强辐射带动能力的现代农业产业园。（责任单位：县农业农村局、县市场监督管理局、县中小企业发展促进中心，各乡镇人民政府）"
    ),
    paragraph(
        "2. 加强金融支持。加大对小微企业的信贷投放，6月底前完成。（牵头单位：县金融办；责任单位：人行泽州县支行、市银保监分局泽州监管组）"
    ),
    paragraph("泽州县人民政府办公室"),
    paragraph("2022年5月20日"),
]

_LONG = "彻底清理与企业性质挂钩的行业准入、资质标准、产业补贴等规定和做法，建立市场公平竞争投诉受理回应机制，向社会公示投诉举报热线"


def task_table(count: int) -> Table:
    """A task table over several pages: numbers, tasks and leads merged over the measures of a task."""
    rows: list[list[str | None]] = [["序号", "主要任务", "牵头单位", "配合单位", "落实措施", "时间进度"]]
    for number in range(1, count + 1):
        if number % 8 == 1:
            rows.append([f"{'一二三四五六七八九'[number // 8]}、优化营商环境", "", "", "", "", ""])
        support = "县财政局\n县市场监管局" if number % 3 else ""
        rows.append(
            [
                str(number),
                f"任务{number}，{_LONG}。",
                "县行政审批服务管理局",
                support,
                f"1. 第{number}项，{_LONG}。",
                "2022年12月底",
            ]
        )
        if number % 2:
            rows.append([None, None, None, None, f"2. 第{number}项之二，{_LONG}。", "持续推进"])
    return table(rows)


def read(name: str, data: bytes) -> SourceText:
    [source] = read_source(name, data)
    check_offsets(source)
    return source


def check_offsets(source: SourceText) -> None:
    """Every reading stands in the text where it says."""
    for block in source.blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
        readings = [cell.reading for cell in cells] if isinstance(block, Table) else [block.reading]
        readings += [line for cell in cells for line in cell.lines]
        for reading in readings:
            assert "".join(source.text[offset] for offset in reading.offsets) == reading.text
            assert reading.source == source.text
        if isinstance(block, Table):
            assert len({len(row) for row in block.rows}) == 1
            for row in block.rows:
                for cell in row:
                    assert block.rows[cell.anchor[0]][cell.anchor[1]].reading == cell.reading


def compact(found: list[Any]) -> list[Any]:
    """Words without white space, in paragraphs and cells."""

    def bare(text: str) -> str:
        return re.sub(r"\s+", "", text)

    return [bare(item) if isinstance(item, str) else [[bare(cell) for cell in row] for row in item] for item in found]


FORMATS: list[Any] = [
    pytest.param("plan.docx", as_docx, id="docx"),
    pytest.param("plan.html", as_html, id="html"),
    pytest.param("plan.xlsx", as_xlsx, id="xlsx"),
    pytest.param("plan.ofd", as_ofd, id="ofd"),
    pytest.param("plan.pdf", as_pdf, id="pdf", marks=needs_soffice),
]


@pytest.mark.parametrize(("name", "make"), FORMATS)
def test_prose_comes_out_as_its_paragraphs(name: str, make: Callable[[list[Block]], bytes]) -> None:
    assert compact(words(read(name, make(PROSE)).blocks)) == compact(words(PROSE))


@pytest.mark.parametrize(("name", "make"), FORMATS)
def test_a_table_over_pages_comes_out_as_its_cells(name: str, make: Callable[[list[Block]], bytes]) -> None:
    blocks: list[Block] = [paragraph("附件1"), paragraph("2022年重点工作任务分工清单"), task_table(20)]
    if name.endswith(".ofd"):  # made without merged cells
        blocks = [*blocks[:2], table([[str(n), _LONG, "县发改局", "县财政局"] for n in range(60)])]
    assert compact(words(read(name, make(blocks)).blocks)) == compact(words(blocks))


@needs_soffice
@pytest.mark.parametrize("target", ["doc", "wps"])
def test_files_of_old_come_out_as_their_docx(target: str) -> None:
    blocks = [*PROSE, task_table(3)]
    old = converted(as_docx(blocks), "docx", "doc")
    assert compact(words(read(f"plan.{target}", old).blocks)) == compact(words(blocks))


def test_merged_cells_know_their_anchor_and_their_lines() -> None:
    for name, make in (("a.docx", as_docx), ("a.html", as_html), ("a.xlsx", as_xlsx)):
        made = read(name, make([task_table(2)])).blocks
        grid = next(block for block in made if isinstance(block, Table))
        assert grid.merges_known
        assert [cell.anchor for cell in grid.rows[3]] == [(2, 0), (2, 1), (2, 2), (2, 3), (3, 4), (3, 5)]
        assert [line.text for line in grid.rows[2][3].lines] == ["县财政局", "县市场监管局"]


@needs_soffice
def test_places_in_a_pdf_are_pages_and_boxes() -> None:
    source = read("plan.pdf", as_pdf([*PROSE, task_table(12)]))
    first, grid = source.blocks[0], source.blocks[-1]
    assert first.place.page == 1
    assert first.place.box is not None
    assert first.place.box[0] < first.place.box[2]
    assert isinstance(grid, Table)
    pages = [row[4].place.page or 0 for row in grid.rows]
    assert pages == sorted(pages)
    assert pages[-1] >= 3


@needs_soffice
def test_old_sheets_are_read_without_libreoffice() -> None:
    data = converted(as_xlsx([task_table(2)]), "xlsx", "xls")
    source = read("plan.xls", data)
    assert source.format == "xls"
    assert compact(words(source.blocks)) == compact(words([task_table(2)]))
