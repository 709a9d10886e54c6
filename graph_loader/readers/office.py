"""Read files of old: .doc, .wps, .et, .rtf, .uot, .odt through LibreOffice where it is installed, .xls without it.

`方案.wps` → a .docx made by LibreOffice in a folder and profile of its own, without macros → read as Word.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path, PurePath

from graph_loader.readers.limits import CONVERT_SECONDS, MAX_UNPACKED_BYTES, check_file, is_encrypted_office, is_ole
from graph_loader.source import SourceText
from graph_store.errors import UnreadableFile

_SHEETS = frozenset({".xls", ".et", ".ett", ".ods", ".uos", ".xlt"})
_TEXTS = frozenset({".doc", ".wps", ".wpt", ".odt", ".uot", ".uof", ".rtf", ".dot"})
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def read(name: str, data: bytes) -> SourceText:
    """The file as text; raises UnreadableFile when it is protected or damaged, or needs LibreOffice and there is none."""
    check_file(name, data)
    if is_encrypted_office(data):
        raise UnreadableFile(f"{name}：文件有打开密码，无法读取。", hint="请先用 WPS 或 Office 解除密码后另存。")
    if is_sheet(name, data):
        return _read_sheet(name, data)
    made = convert(name, data, "docx")
    from graph_loader.readers import docx

    return _as_original(docx.read(name, made), name, data)


def is_sheet(name: str, data: bytes) -> bool:
    """Whether the file holds sheets rather than running text."""
    if is_ole(data):
        if _has_stream(data, "WordDocument"):
            return False
        return _has_stream(data, "Workbook") or _has_stream(data, "Book") or PurePath(name).suffix.lower() in _SHEETS
    if data.startswith(b"PK"):
        return b"opendocument.spreadsheet" in data[:400]
    return PurePath(name).suffix.lower() in _SHEETS and not data.startswith(b"{\\rtf")


def _has_stream(data: bytes, stream: str) -> bool:
    return f"{stream}\0".encode("utf-16-le") in data


def _read_sheet(name: str, data: bytes) -> SourceText:
    from graph_loader.readers import xlsx

    if not is_ole(data):
        return _as_original(xlsx.read(name, convert(name, data, "xlsx")), name, data)
    plain = xlsx.read(name, data)
    if soffice() is None or not any("百分数" in warning for warning in plain.warnings):
        return plain
    try:
        return _as_original(xlsx.read(name, convert(name, data, "xlsx")), name, data)
    except UnreadableFile:
        return plain


def _as_original(made: SourceText, name: str, data: bytes) -> SourceText:
    kind = PurePath(name).suffix.lower().lstrip(".") or made.format
    return replace(made, sha256=hashlib.sha256(data).hexdigest(), format=kind)


def soffice() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(name: str, data: bytes, target: str) -> bytes:
    """The file as .docx or .xlsx, by LibreOffice; raises UnreadableFile."""
    program = soffice()
    if program is None:
        raise UnreadableFile(
            f"{name}：读取这种格式需要 LibreOffice，本机没有安装。",
            hint="请安装 LibreOffice（writer 与 calc），或用 WPS、Word 另存为 .docx / .xlsx / .pdf 后再载入。",
        )
    suffix = PurePath(name).suffix.lower()
    suffix = suffix if suffix in _SHEETS | _TEXTS else (".xls" if target == "xlsx" else ".doc")
    with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
        place = Path(folder)
        (place / f"input{suffix}").write_bytes(data)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        _run(name, program, place, f"input{suffix}", target)
        made = place / "out" / f"input.{target}"
        if not made.is_file() or made.stat().st_size == 0:
            raise UnreadableFile(
                f"{name}：LibreOffice 无法打开这个文件，可能已损坏或有密码。",
                hint="请用 WPS 或 Word 打开后另存为 .docx / .xlsx。",
            )
        if made.stat().st_size > MAX_UNPACKED_BYTES:
            raise UnreadableFile(f"{name}：转换后的文件过大，不读取。", hint="请拆分文件后再载入。")
        return made.read_bytes()


def _run(name: str, program: str, place: Path, source: str, target: str) -> None:
    """Run LibreOffice in a process group of its own, which ends with the time limit."""
    profile = (place / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
    ]
    process = subprocess.Popen(
        [*command, target, "--outdir", "out", source],
        cwd=place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=CONVERT_SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise UnreadableFile(
            f"{name}：LibreOffice 转换超过 {CONVERT_SECONDS:.0f} 秒，已停止。",
            hint="请另存为 .docx 或 .xlsx 后再载入。",
        ) from error
