"""Files that cannot or must not be read: empty, cut, protected, misnamed, bombs, XXE, too large. Never a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from graph_loader.readers import archive_zip, docx, html, limits, ofd, office, pdf, read_source, xlsx
from graph_loader.source import Block, SourceText
from graph_store.errors import UnreadableFile
from tests.formats import as_docx, as_html, as_ofd, as_pdf, as_xlsx, as_zip, paragraph, soffice_missing, table

BLOCKS: list[Block] = [
    paragraph("一、总体要求"),
    paragraph("（责任单位：县发改局、县财政局）"),
    table([["序号", "单位"], ["1", "县发改局"]]),
]
READERS: dict[str, tuple[Callable[[str, bytes], SourceText], Callable[[], bytes]]] = {
    "docx": (docx.read, lambda: as_docx(BLOCKS)),
    "xlsx": (xlsx.read, lambda: as_xlsx(BLOCKS)),
    "html": (html.read, lambda: as_html(BLOCKS)),
    "ofd": (ofd.read, lambda: as_ofd(BLOCKS)),
}


def refused(read: Callable[[str, bytes], object], name: str, data: bytes) -> str:
    """What the reader says when it refuses a file."""
    with pytest.raises(UnreadableFile) as caught:
        read(name, data)
    said = str(caught.value)
    assert any("\u4e00" <= char <= "\u9fff" for char in said)
    return said


def outcome(read: Callable[[str, bytes], SourceText], name: str, data: bytes) -> str:
    """The text of a file or what the reader says against it; any other error fails the test."""
    try:
        return read(name, data).text
    except UnreadableFile as error:
        return str(error)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "ofd", "pdf", "doc"])
def test_an_empty_file_is_refused(kind: str) -> None:
    assert "空" in refused(read_source, f"plan.{kind}", b"")
    reader = {"pdf": pdf.read, "doc": office.read}.get(kind) or READERS[kind][0]
    assert "文件是空的" in refused(reader, f"plan.{kind}", b"\0\0\n")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "ofd", "pdf"])
def test_a_huge_file_is_refused(kind: str) -> None:
    reader = pdf.read if kind == "pdf" else READERS[kind][0]
    assert "50.0 MB，超过上限 40 MB" in refused(reader, f"plan.{kind}", b"x" * (50 << 20))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_a_truncated_package_is_refused(kind: str) -> None:
    read, make = READERS[kind]
    data = make()
    for share in (0.2, 0.5, 0.9):
        assert "损坏" in refused(read, f"plan.{kind}", data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "ofd"])
def test_damage_anywhere_gives_text_or_a_clear_refusal(kind: str) -> None:
    read, make = READERS[kind]
    data = make()
    chance = random.Random(7)
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert outcome(read, f"plan.{kind}", bytes(broken))


@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_damage_in_a_pdf_gives_text_or_a_clear_refusal() -> None:
    data = as_pdf(BLOCKS)
    chance = random.Random(7)
    for share in (0.1, 0.5, 0.95):
        assert outcome(pdf.read, "plan.pdf", data[: int(len(data) * share)])
    for _ in range(25):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 60)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert outcome(pdf.read, "plan.pdf", bytes(broken))


def test_a_file_under_another_files_name_says_what_it_is() -> None:
    assert "内容是Excel 表格（xlsx），不是 Word 文档" in refused(docx.read, "plan.docx", as_xlsx(BLOCKS))
    assert "内容是Word 文档，不是 Excel 表格" in refused(xlsx.read, "plan.xlsx", as_docx(BLOCKS))
    assert "不是 OFD 文件" in refused(ofd.read, "plan.ofd", as_docx(BLOCKS))
    assert "不是 PDF 文件" in refused(pdf.read, "plan.pdf", as_docx(BLOCKS))
    [read] = read_source("plan.docx", as_xlsx(BLOCKS))
    assert read.format == "xlsx"
    assert "已按内容读取" in read.warnings[-1]


def test_a_password_is_said() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    for read in (docx.read, xlsx.read, office.read):
        assert "打开密码" in refused(read, "plan.docx", locked)
    assert "打开密码" in refused(read_source, "plan.docx", locked)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 << 20))
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("OFD.xml", b"")
    for read in (docx.read, xlsx.read, ofd.read):
        assert "压缩炸弹" in refused(read, "plan.docx", bomb.getvalue())
    assert "压缩炸弹" in refused(read_source, "o.zip", as_zip({"a/b.docx": bomb.getvalue()}))


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = as_zip({"word/document.xml": b"<a>" + b"x" * 5000 + b"</a>"})
    at = data.rindex(b"PK\x01\x02")
    lying = data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]
    with pytest.raises(UnreadableFile):
        limits.Package("plan.docx", lying).read("word/document.xml")


def test_too_many_members_are_refused() -> None:
    many = as_zip({f"{number}.txt": b"" for number in range(limits.MAX_MEMBERS + 1)})
    assert "超过上限 5000 个内部文件" in refused(archive_zip.read_all, "o.zip", many)


XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def test_entities_are_never_followed() -> None:
    body = f'{XXE}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    assert "DOCTYPE" in refused(docx.read, "plan.docx", as_zip({"word/document.xml": body.encode()}))
    assert "DOCTYPE" in refused(xlsx.read, "plan.xlsx", as_zip({"xl/workbook.xml": XXE.encode() + b"<x>&e;</x>"}))
    assert "DOCTYPE" in refused(ofd.read, "plan.ofd", as_zip({"OFD.xml": XXE.encode() + b"<x>&e;</x>"}))
    page = html.read("plan.html", XXE.encode() + "<html><body><p>正文&e;内容</p></body></html>".encode())
    assert "正文" in page.text
    assert "root" not in page.text


def test_a_page_nested_too_deep_is_refused() -> None:
    def nested(depth: int) -> bytes:
        return f"<html><body>{'<div>' * depth}<p>县发改局牵头</p>{'</div>' * depth}</body></html>".encode()

    assert "县发改局牵头" in html.read("plan.html", nested(180)).text
    assert "嵌套" in refused(html.read, "plan.html", nested(3000))


def test_one_broken_file_in_a_zip_does_not_stop_the_others() -> None:
    good = as_docx(BLOCKS)
    inner = as_zip({"清单.xlsx": as_xlsx(BLOCKS)})
    data = as_zip({"通知.docx": good, "附件/坏.docx": good[:3000], "__MACOSX/._通知.docx": b"x", "内.zip": inner})
    first, second = read_source("o.zip", data)
    assert (first.name, second.name) == ("o.zip/通知.docx", "o.zip/内.zip/清单.xlsx")
    assert "有 1 个文件未能读取" in first.warnings[-1]
    assert "附件/坏.docx" in first.warnings[-1]
    assert "没有能读取的文件" in refused(read_source, "o.zip", as_zip({"坏.docx": good[:3000]}))


def test_names_written_in_gbk_are_read() -> None:
    data = as_zip({"AAAA.html": as_html(BLOCKS)}).replace(b"AAAA", "附件".encode("gbk"))
    assert read_source("o.zip", data)[0].name == "o.zip/附件.html"


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument\0".encode("utf-16-le") + b"\0" * 600
    assert "需要 LibreOffice，本机没有安装" in refused(read_source, "plan.wps", old)


@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_libreoffice_failing_is_said() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument\0".encode("utf-16-le") + b"\0" * 600
    assert "plan.doc" in refused(office.read, "plan.doc", old)


def test_a_stopwatch_that_has_run_out_stops_the_reading() -> None:
    with pytest.raises(UnreadableFile, match="读取超过 -1 秒"):
        limits.Stopwatch("plan.pdf", seconds=-1).check()
