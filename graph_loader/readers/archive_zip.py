"""Read every file in a zip: `附件.zip` with 方案.docx and 清单.xlsx → two texts, `附件.zip/方案.docx` and the other.

A file inside that cannot be read becomes a warning on the first text and does not stop the others. Zips in zips are
opened to a small depth; one budget of bytes counts for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from graph_loader.readers.limits import MAX_FILE_BYTES, MAX_UNPACKED_BYTES, MEGABYTE, Package, check_file
from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile

_MAX_ZIPS = 3
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_UTF8_NAME = 0x800


@dataclass(slots=True)
class _Haul:
    """What came out so far, what failed, and the bytes unpacked."""

    texts: list[SourceText] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unpacked: int = 0


def read_all(name: str, data: bytes) -> list[SourceText]:
    """The texts of all files inside; raises UnreadableFile when the zip is unsafe or nothing in it can be read."""
    check_file(name, data)
    haul = _Haul()
    _open(name, data, haul, depth=1)
    if not haul.texts:
        raise UnreadableFile(
            f"{name}：压缩包中没有能读取的文件。{' '.join(haul.failed[:5])}",
            hint="可读取 docx、pdf、xlsx、html、ofd、txt 等。",
        )
    if haul.failed:
        said = f"压缩包中有 {len(haul.failed)} 个文件未能读取：{' '.join(haul.failed[:20])}"
        haul.texts[0] = replace(haul.texts[0], warnings=(*haul.texts[0].warnings, said))
    return haul.texts


def read(name: str, data: bytes) -> SourceText:
    """The only text of a zip that holds one; raises UnreadableFile for none or several."""
    texts = read_all(name, data)
    if len(texts) != 1:
        raise UnreadableFile(f"{name}：压缩包中有 {len(texts)} 个文件，请用 read_all 读取。")
    return texts[0]


def _open(name: str, data: bytes, haul: _Haul, *, depth: int) -> None:
    from graph_loader.readers import find_format, read_source

    package = Package(name, data)
    for member in package.names():
        shown = shown_name(package, member)
        if any(part.startswith(("._", "~$", ".")) for part in PurePosixPath(shown).parts) or shown.startswith(_IGNORED):
            continue
        if PurePosixPath(shown).name in _IGNORED:
            continue
        inner = f"{name}/{shown}"
        try:
            size = package.info(member).file_size
            if size > MAX_FILE_BYTES:
                raise UnreadableFile(
                    f"{inner}：有 {size / MEGABYTE:.1f} MB，超过上限 {MAX_FILE_BYTES // MEGABYTE} MB。"
                )
            haul.unpacked += size
            _check_budget(name, haul)
            content = package.read(member)
            check_file(inner, content)
            if find_format(inner, content) != "zip":
                haul.texts.extend(read_source(inner, content))
            elif depth < _MAX_ZIPS:
                _open(inner, content, haul, depth=depth + 1)
            else:
                raise UnreadableFile(f"{inner}：压缩包层数超过 {_MAX_ZIPS} 层，未打开。")
        except UnreadableFile as error:
            haul.failed.append(error.message)


def _check_budget(name: str, haul: _Haul) -> None:
    if haul.unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // MEGABYTE
        raise UnreadableFile(f"{name}：各层解压后合计超过 {limit} MB，其余文件不再读取。")


def shown_name(package: Package, member: str) -> str:
    """The name of a member; names that Windows wrote in GBK without saying so are read as such."""
    if not package.info(member).flag_bits & _UTF8_NAME:
        try:
            raw = member.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                member = raw.decode(encoding) if raw else member
                break
            except UnicodeDecodeError:
                continue
    return member.replace("\\", "/").lstrip("/")
