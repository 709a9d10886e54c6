"""Limits that every reader keeps: bytes, members of a zip, pages, cells, characters, seconds; XML without entities.

A file beyond a limit is refused with an `UnreadableFile` that names the limit: “文件有 60.0 MB，超过上限 40 MB”.
"""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import PurePosixPath

from lxml import etree

from graph_store.errors import UnreadableFile

MEGABYTE = 1 << 20
MAX_FILE_BYTES = 40 * MEGABYTE
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 400 * MEGABYTE
MAX_MEMBER_BYTES = 150 * MEGABYTE
MAX_RATIO = 200  # unpacked to packed; honest office files stay below 60
RATIO_FREE_BYTES = 8 * MEGABYTE  # below this size the ratio does not matter
MAX_XML_BYTES = 64 * MEGABYTE
MAX_PAGES = 2_000
MAX_CELLS = 2_000_000
MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 60  # tables in tables, objects in objects
MAX_NESTING = 250  # elements in elements of a web page
READ_SECONDS = 300.0
CONVERT_SECONDS = 120.0


def check_file(name: str, data: bytes) -> None:
    """Refuse an empty file and one that is too large; raises UnreadableFile."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"{name}：文件是空的。", hint="请检查文件是否下载完整。")
    check_size(name, len(data))


def check_size(name: str, size: int) -> None:
    """Refuse a file of too many bytes, known before it is read; raises UnreadableFile."""
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            f"{name}：文件有 {size / MEGABYTE:.1f} MB，超过上限 {MAX_FILE_BYTES // MEGABYTE} MB。",
            hint="请拆分文件，或只导出其中的正文和附表。",
        )


def check_count(name: str, count: int, limit: int, what: str) -> None:
    """Refuse more than `limit` of something (`what` in Chinese: 页, 个单元格, 字); raises UnreadableFile."""
    if count > limit:
        raise UnreadableFile(f"{name}：有 {count}{what}，超过上限 {limit}{what}。", hint="请拆分文件后再载入。")


class Stopwatch:
    """The time one file may take; `check()` raises UnreadableFile when it is over."""

    def __init__(self, name: str, seconds: float = READ_SECONDS) -> None:
        self._name = name
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise UnreadableFile when the time is over."""
        if time.monotonic() > self._end:
            raise UnreadableFile(
                f"{self._name}：读取超过 {self._seconds:.0f} 秒，已停止。",
                hint="文件可能过大或已损坏，请拆分后再载入。",
            )


def parse_xml(name: str, part: str, data: bytes) -> etree._Element:
    """The root of one XML part; no entities, no DTD, no network. Raises UnreadableFile for anything else."""
    check_count(name, len(data), MAX_XML_BYTES, " 字节")
    if b"<!DOCTYPE" in data[:4096] or "<!DOCTYPE".encode("utf-16-le") in data[:8192]:
        raise UnreadableFile(f"{name}：内部部件 {part} 带有 DOCTYPE 声明，为安全起见不读取。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"{name}：内部部件 {part} 已损坏，无法解析。", hint="请用 WPS 或 Word 打开后另存一份。"
        ) from error
    return root


def is_ole(data: bytes) -> bool:
    """Whether this is a compound file: .doc, .xls, .wps, .et of old, or an encrypted new one."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_encrypted_office(data: bytes) -> bool:
    """Whether this is a .docx or .xlsx behind a password (a compound file that holds an encrypted package)."""
    return is_ole(data) and "EncryptedPackage".encode("utf-16-le") in data


class Package:
    """The members of a zip file, checked against bombs when it is opened."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        if is_encrypted_office(data):
            raise UnreadableFile(f"{name}：文件有打开密码，无法读取。", hint="请先用 WPS 或 Office 解除密码后另存。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableFile(
                f"{name}：压缩结构已损坏或不完整。", hint="请重新下载，或用 WPS、Word 打开后另存一份。"
            ) from error
        self._check(infos)
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        self._folded = {member.casefold().lstrip("/").replace("\\", "/"): member for member in self._infos}

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        check_count(self.name, len(infos), MAX_MEMBERS, " 个内部文件")
        total = sum(info.file_size for info in infos)
        bomb = total > MAX_UNPACKED_BYTES or any(_is_bomb(info) for info in infos)
        if bomb:
            raise UnreadableFile(
                f"{self.name}：解压后有 {total / MEGABYTE:.0f} MB，疑为压缩炸弹，不读取。",
                hint=f"上限：共 {MAX_UNPACKED_BYTES // MEGABYTE} MB，单个 {MAX_MEMBER_BYTES // MEGABYTE} MB。",
            )

    def names(self) -> list[str]:
        """The members, in the order of the archive, without folders."""
        return list(self._infos)

    def info(self, member: str) -> zipfile.ZipInfo:
        """The directory entry of one member; raises KeyError."""
        return self._infos[member]

    def has(self, member: str) -> bool:
        """Whether there is such a member, letter case and a leading slash aside."""
        return member.casefold().lstrip("/") in self._folded

    def read(self, member: str) -> bytes:
        """One member unpacked; raises UnreadableFile when it is missing, encrypted or damaged."""
        actual = self._folded.get(member.casefold().lstrip("/"))
        if actual is None:
            raise UnreadableFile(f"{self.name}：缺少内部部件 {member}，文件不完整。", hint="请重新下载。")
        info = self._infos[actual]
        if info.flag_bits & 0x1:
            raise UnreadableFile(f"{self.name}：内部部件 {member} 有密码，无法读取。", hint="请先解除密码。")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise UnreadableFile(f"{self.name}：内部部件 {member} 已损坏。", hint="请重新下载。") from error
        if len(data) > info.file_size:
            raise UnreadableFile(f"{self.name}：内部部件 {member} 的大小与目录不符，疑为压缩炸弹，不读取。")
        return data

    def xml(self, member: str) -> etree._Element:
        """One member as XML; raises UnreadableFile."""
        return parse_xml(self.name, member, self.read(member))

    def relations(self, member: str) -> dict[str, tuple[str, str]]:
        """Relations of an Open XML part: id → (last word of the type, target member); empty where there are none."""
        path = PurePosixPath(member)
        rels = str(path.parent / "_rels" / f"{path.name}.rels") if member else "_rels/.rels"
        if not self.has(rels):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.xml(rels):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            full = target if target.startswith("/") else str(path.parent / target)
            found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], _normal(full))
        return found


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    if info.file_size > MAX_MEMBER_BYTES:
        return True
    return info.file_size > RATIO_FREE_BYTES and info.file_size > MAX_RATIO * max(1, info.compress_size)


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)
