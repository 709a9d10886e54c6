"""What nobody should have to load, through the command itself: each file is refused or read with clear words.

Exit code 2 where nothing could be loaded, 1 where some could, 0 where all could; the good ones are there afterwards,
and nobody ever sees a traceback.
"""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TWO_PLANS, zeren
from tests.formats import as_docx, as_pdf, paragraph

ZEZHOU = TWO_PLANS[1]
NOTICE = "大宁县人民政府办公室关于印发稳岗方案的通知"
MEASURE = "一、支持企业稳岗。（牵头单位：县财政局；配合单位：县人社局）"
WORD = as_docx([paragraph(NOTICE), paragraph(MEASURE)])
PAGE = f"<html><head><title>通知</title></head><body><p>{NOTICE}</p><p>{MEASURE}</p></body></html>".encode()


def write(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def one_endless_line(path: Path) -> None:
    """200 MB without a line end; the disk holds only its beginning."""
    with path.open("wb") as file:
        file.write(f"{NOTICE}：县财政局牵头".encode())
        file.truncate(200 << 20)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("方案.txt", b"0" * (64 << 20))


def nobody_may_read(path: Path) -> None:
    """A file that opens and cannot be read, also for an account that may do everything."""
    if os.geteuid() == 0:
        path.symlink_to("/proc/self/mem")
    else:
        path.write_bytes(ZEZHOU.read_bytes())
        path.chmod(0)


def many_lines(path: Path) -> None:
    path.write_bytes(b"\xe4\xb8\x80\n" * 120_000)


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("空.txt", write(b""), "文件是空文件"),
    "only white space": ("空白.txt", write(b" \r\n\t" * 40), "文件是空文件"),
    "a program": ("程序.txt", write(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20), "二进制文件"),
    "noise": ("随机.txt", write(bytes((n * 7919 + n // 13) % 255 + 1 for n in range(9000))), "无法读取"),
    "a picture": ("扫描.txt", write(b"\x89PNG\r\n\x1a\n" + b"\x00\x11" * 300), "内容是PNG 图片"),
    "a cut Word file": ("方案.docx", write(WORD[:3000]), "已损坏"),
    "a cut PDF": ("方案.pdf", write(as_pdf([paragraph(MEASURE)])[:300]), "PDF 已损坏或不完整"),
    "200 MB of one line": ("一行.txt", one_endless_line, "文件有 200.0 MB，超过上限 40 MB"),
    "10 MB of one line": ("长行.txt", write(b"0123456789" * (1 << 20)), "超过文本文件的上限 8 MB"),
    "three million in one line": ("长行.txt", write(b"123" * (1 << 20)), "有一行超过 100 万字"),
    "too many lines": ("多行.txt", many_lines, "超过 10 万行"),
    "a zip bomb": ("材料.zip", bomb, "疑为压缩炸弹"),
    "unreadable": ("加锁.txt", nobody_may_read, "文件打不开"),
}


def load(*paths: Path, data: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Load with JSON out; the answer by file."""
    ran = zeren("load", *paths, "--format", "json", data=data)
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran, {row["file"]: row for row in json.loads(ran.stdout)["files"]}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_words(what: str, tmp_path: Path) -> None:
    name, make, words = REFUSED[what]
    make(tmp_path / name)
    ran, said = load(tmp_path / name, data=tmp_path / "data")
    assert ran.returncode == 2
    assert said[name]["outcome"] == "unreadable"
    assert words in said[name]["message"]
    assert f"未能读取 {name}" in ran.stderr
    assert words in ran.stderr
    assert not (tmp_path / "data" / "archive.sqlite3").exists()
    asked = zeren("who", "县财政局", data=tmp_path / "data")
    assert (asked.returncode, "zeren load" in asked.stderr) == (1, True)


#: bytes that are left of the last character
CUT = {"utf-8": 2, "gb18030": 1, "utf-16": 1}


def cut_inside(data: bytes, encoding: str) -> bytes:
    """The data up to the middle of a Chinese character, about half way."""
    half = data.decode(encoding)[: len(data.decode(encoding)) // 2].rstrip()
    assert ord(half[-1]) > 0x2E80
    return half.encode(encoding)[:-1]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_cut_in_the_middle_of_a_character_is_read_up_to_it(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "半个字.txt"
    whole = ZEZHOU.read_bytes().decode("utf-8").encode(encoding)
    cut = cut_inside(whole, encoding)
    path.write_bytes(cut)
    ran, said = load(path, data=tmp_path / "data")
    assert (ran.returncode, said[path.name]["outcome"]) == (0, "added")
    assert said[path.name]["tasks"] > 3
    assert said[path.name]["warnings"] == [
        f"文件在第 {len(cut) - CUT[encoding] + 1} 个字节处被截断，最后一个字不完整，未读入；请核对原件结尾。"
    ]
    assert zeren("verify", data=tmp_path / "data").returncode == 0


MISNAMED: dict[str, tuple[str, bytes, str]] = {
    "docx named txt": ("方案.txt", WORD, "扩展名是“.txt”，内容却是Word 文档（docx），已按内容读取。"),
    "txt named pdf": ("方案.pdf", f"{NOTICE}\n{MEASURE}\n".encode(), "扩展名是“.pdf”，内容却是纯文本，已按内容读取。"),
    "html named doc": ("方案.doc", PAGE, "扩展名是“.doc”，内容却是网页，已按内容读取。"),
    "pdf named txt": (
        "方案.txt",
        as_pdf([paragraph(NOTICE), paragraph(MEASURE)]),
        "扩展名是“.txt”，内容却是PDF，已按内容读取。",
    ),
}


@pytest.mark.parametrize("what", MISNAMED)
def test_a_file_that_is_not_what_its_name_says_is_read_as_what_it_is(what: str, tmp_path: Path) -> None:
    name, data, warning = MISNAMED[what]
    (tmp_path / name).write_bytes(data)
    ran, said = load(tmp_path / name, data=tmp_path / "data")
    assert (ran.returncode, said[name]["outcome"]) == (0, "added")
    assert (said[name]["tasks"], said[name]["roles"]) == (1, {"lead": 1, "support": 1})
    assert warning in said[name]["warnings"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("关于春节放假的通知\n\n一、放假七天。\n\n二、注意安全。\n", "没有读到责任单位"),
        ("今天天气很好。\n", "没有读到任务"),
    ],
    ids=["measures without units", "no measures"],
)
def test_a_plan_that_names_no_unit_is_kept_and_says_so(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(text, encoding="utf-8")
    ran, said = load(path, data=tmp_path / "data")
    assert (ran.returncode, said[path.name]["outcome"], said[path.name]["duties"]) == (0, "added", 0)
    assert words in said[path.name]["message"]
    for line in (("status",), ("verify",), ("units", "list"), ("overlaps",), ("observations",), ("due",)):
        asked = zeren(*line, data=tmp_path / "data")
        assert (asked.returncode, "Traceback" in asked.stderr) == (0, False), line
    assert zeren("who", "县财政局", data=tmp_path / "data").returncode == 1


def test_one_broken_file_among_good_ones_stops_nobody(tmp_path: Path) -> None:
    plans = tmp_path / "方案"
    (plans / "附件").mkdir(parents=True)
    (plans / "1 泽州.txt").write_bytes(ZEZHOU.read_bytes())
    (plans / "2 坏.docx").write_bytes(WORD[:3000])
    (plans / "3 空.txt").write_bytes(b"")
    bomb(plans / "4 炸弹.zip")
    (plans / "附件" / "稳岗.docx").write_bytes(WORD)
    (plans / "断了的链接.txt").symlink_to(tmp_path / "没有")
    ran, said = load(plans, data=tmp_path / "data")
    assert ran.returncode == 1
    assert {name: row["outcome"] for name, row in said.items()} == {
        "1 泽州.txt": "added",
        "2 坏.docx": "unreadable",
        "3 空.txt": "unreadable",
        "4 炸弹.zip": "unreadable",
        "附件/稳岗.docx": "added",
    }
    told = ran.stderr.splitlines()
    assert told[0] == "已存入 1 泽州.txt（新增）"
    assert [line.split("：")[0] for line in told[1:4]] == [
        "未能读取 2 坏.docx",
        "未能读取 3 空.txt",
        "未能读取 4 炸弹.zip",
    ]
    assert told[4:] == ["已存入 附件/稳岗.docx（新增）"]
    counted = zeren("who", "县财政局", "-f", "json", data=tmp_path / "data")
    places = [place["jurisdiction"] for place in json.loads(counted.stdout)["jurisdictions"]]
    assert places == ["泽州县", "大宁县"]


def test_a_broken_file_in_a_zip_stops_nobody(tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("坏.docx", WORD[:3000])
        archive.writestr("泽州.txt", ZEZHOU.read_bytes())
    ran, said = load(path, data=tmp_path / "data")
    assert (ran.returncode, [row["outcome"] for row in said.values()]) == (0, ["added"])
    assert any("有 1 个文件未能读取" in warning for row in said.values() for warning in row["warnings"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("load", "没有这个文件.txt"), "找不到“没有这个文件.txt”"),
        (("load", "/dev/null"), "不是普通文件"),
        (("load",), "缺少"),
        (("load", "EMPTY"), "没有可以读取的文件"),
    ],
)
def test_a_path_that_leads_nowhere_is_named(line: tuple[str, ...], words: str, tmp_path: Path) -> None:
    (tmp_path / "空文件夹").mkdir()
    given = [str(tmp_path / "空文件夹") if word == "EMPTY" else word for word in line]
    ran = zeren(*given, data=tmp_path / "data")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "data").exists()


def test_good_files_beside_a_missing_path_wait_until_the_line_is_right(tmp_path: Path) -> None:
    """A line with a path that is not there is refused whole, before anything is read."""
    ran = zeren("load", ZEZHOU, tmp_path / "没有.txt", data=tmp_path / "data")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert not (tmp_path / "data").exists()
