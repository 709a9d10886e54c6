"""A file of any supported format → `SourceText`s: what it is, is seen from its content, not from its name.

`清单.txt` that begins with `PK` and holds `word/document.xml` is read as a Word file, and says so.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from dataclasses import replace
from pathlib import PurePath
from typing import Protocol, cast

from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile

_TEXT = frozenset({".txt", ".md", ".markdown", ".text", ".csv", ".tsv", ""})
_EXTENSIONS = {
    "text": _TEXT,
    "docx": frozenset({".docx", ".docm", ".dotx"}),
    "xlsx": frozenset({".xlsx", ".xlsm"}),
    "ofd": frozenset({".ofd"}),
    "pdf": frozenset({".pdf"}),
    "html": frozenset({".html", ".htm", ".mhtml", ".mht", ".xhtml", ".shtml"}),
    "office": frozenset({".doc", ".wps", ".et", ".xls", ".wpt", ".ett", ".uot", ".uof", ".rtf", ".odt", ".ods"}),
    "zip": frozenset({".zip"}),
}
_NAMES = {
    "text": "纯文本",
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 工作簿（xlsx）",
    "ofd": "OFD 版式文件",
    "pdf": "PDF",
    "html": "网页",
    "office": "旧版 Office 或 WPS 文件",
    "zip": "压缩包",
}


class _Reader(Protocol):
    def read(self, name: str, data: bytes) -> SourceText: ...


class _ArchiveReader(Protocol):
    def read_all(self, name: str, data: bytes) -> list[SourceText]: ...


def read_source(name: str, data: bytes) -> list[SourceText]:
    """Read one file, or every file of a zip; raises UnreadableFile where nothing can be read from it."""
    kind = find_format(name, data)
    if kind == "zip":
        archive = cast(_ArchiveReader, importlib.import_module("graph_loader.readers.archive_zip"))
        return archive.read_all(name, data)
    reader = cast(_Reader, importlib.import_module(f"graph_loader.readers.{kind}"))
    read = reader.read(name, data)
    extension = PurePath(name).suffix.lower()
    if extension in _EXTENSIONS[kind] or not _is_known(extension):
        return [read]
    warning = f"扩展名是“{extension}”，内容却是{_NAMES[kind]}，已按内容读取。"
    return [replace(read, warnings=(*read.warnings, warning))]


def _is_known(extension: str) -> bool:
    return any(extension in extensions for extensions in _EXTENSIONS.values())


def find_format(name: str, data: bytes) -> str:
    """text, docx, xlsx, ofd, pdf, html, office or zip, from the first bytes; the extension only breaks ties."""
    extension = PurePath(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _inside_zip(name, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "office"
    head = data[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"mime-version:")) or (b"<html" in head and b"<head" in head):
        return "html"
    if extension in _EXTENSIONS["html"]:
        return "html"
    if extension in (".uot", ".uof", ".odt", ".ods"):
        return "office"
    _refuse_pictures(name, data)
    return "text"


def _inside_zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        hint = "文件可能没有传输完整，请重新复制或下载后再读。"
        raise UnreadableFile(f"无法读取“{name}”：压缩格式的文件已损坏（目录缺失或不完整）。", hint=hint) from error
    if "word/document.xml" in members or any(member.startswith("word/") for member in members):
        return "docx"
    if "xl/workbook.xml" in members or any(member.startswith("xl/") for member in members):
        return "xlsx"
    if "OFD.xml" in members:
        return "ofd"
    return "office" if "content.xml" in members and "mimetype" in members else "zip"


_PICTURES = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
)


def _refuse_pictures(name: str, data: bytes) -> None:
    for magic, label in _PICTURES:
        if data.startswith(magic):
            hint = "请先解压再读。" if "压缩包" in label else "请转成可以复制文字的 PDF 或 Word 文件后再读。"
            raise UnreadableFile(f"无法读取“{name}”：内容是{label}，不是文字。", hint=hint)
