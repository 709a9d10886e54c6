"""Our own words in English: every sentence that the source can say has a row in visualizations/english.tsv.

The source is walked: what errors are given, what is warned of, noted and doubted. A new sentence fails here until its
English is written.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import run
from api.errors import PLAIN, body_of
from graph_store import errors
from graph_store.errors import BadInput, ZerenError
from tests.conftest import zeren
from tests.page_graph import NoReader
from visualizations.phrases import phrase

ROOT = Path(__file__).parent.parent
FOLDERS = ("api", "graph_loader", "graph_store", "queries")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"“[^”]*”|（[^）]*fā）|For example: .*")
#: what makes an error or a warning: their words are said to a reader
RAISERS = {name for name, what in vars(errors).items() if isinstance(what, type) and issubclass(what, ZerenError)} | {
    "GraphMissing", "__init__", "_refusal", "warn",
}  # fmt: skip
#: names under which a sentence is kept until it is said
KEPT = {
    "doubt", "reason", "note", "why", "hint", "said", "help", "warning", "message", "warnings", "NO_LEAD", "NO_UNIT",
    "ABOVE", "PASSED", "NOT_LOADED", "HINT", "PLAIN", "_NAMES", "_PICTURES", "_REASONS", "_REFUSALS", "_FOR_ALL",
}  # fmt: skip
#: a sentence by its end, no pattern
SENTENCE = re.compile(r"[^\[\]|\\^$]*。")
#: here what is not raised stands in both languages side by side, or is an example
IN_BOTH_LANGUAGES = re.compile(r"cli.*|app|examples|responses|schema")


def _words(node: ast.AST) -> Iterator[str]:
    """Every text that an expression can give, X standing for what is filled in."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from (a + b for a in _words(left) or ("X",) for b in _words(right) or ("X",))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_words(body), *_words(orelse))
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _words(part)
        case ast.Starred(value=value):
            yield from _words(value)


def _raised(tree: ast.Module) -> Iterator[ast.AST]:
    """What errors and warnings of one module are given."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args, keywords=keywords):
                if name in RAISERS:
                    yield from (*args, *(k.value for k in keywords))
                if name == "check_count":
                    yield ast.BinOp(ast.Constant("有 9"), ast.Add(), ast.BinOp(args[3], ast.Add(), _limit(args[3])))


def _kept(tree: ast.Module) -> Iterator[ast.AST]:
    """What one module keeps or hands on under a name that stands for words."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(keywords=keywords):
                yield from (k.value for k in keywords if k.arg in KEPT)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in KEPT:
                yield value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in KEPT:
                yield value
            case ast.Yield(value=ast.expr() as value):
                yield value
            case ast.Return(value=ast.Tuple(elts=[_, value])):
                yield value


def _limit(what: ast.expr) -> ast.expr:
    return ast.BinOp(ast.Constant("，超过上限 8"), ast.Add(), ast.BinOp(what, ast.Add(), ast.Constant("。")))


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Every other text that ends as a sentence does, but for docstrings."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=values):
                apart.update(map(id, values))
            case ast.Expr(value=ast.Constant() as docstring):
                apart.add(id(docstring))
    for node in ast.walk(tree):
        if id(node) not in apart and isinstance(node, ast.Constant | ast.JoinedStr):
            yield from (text for text in _words(node) if SENTENCE.fullmatch(text))


def collected() -> dict[str, str]:
    """Every sentence of ours → the file that says it."""
    found: dict[str, str] = {}
    for path in sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [text for node in _raised(tree) for text in _words(node)]
        if not IN_BOTH_LANGUAGES.fullmatch(path.stem):
            texts += [text for node in _kept(tree) for text in _words(node) if not re.search(r"[\\|^$\[]", text)]
            texts += _sentences(tree)
        # "XX" is made of words that are themselves collected, one for each thing counted
        found |= {text: path.name for text in texts if CHINESE.search(text) and "XX" not in text}
    return found


def test_every_sentence_of_ours_has_an_english() -> None:
    sentences = collected()
    assert len(sentences) > 300
    without = {text: file for text, file in sentences.items() if CHINESE.search(QUOTED.sub("", phrase(text, "en")))}
    assert without == {}


def test_every_row_is_one_sentence_with_its_names() -> None:
    lines = (ROOT / "visualizations" / "english.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert rows[0] == ["chinese", "english"]
    assert len({chinese for chinese, _ in rows}) == len(rows)
    for chinese, english in rows:
        assert set(re.findall(r"{\w*}", english)) <= set(re.findall(r"{\w+}", chinese)), chinese
        assert not CHINESE.search(QUOTED.sub("", english)), english


@pytest.mark.parametrize("sentence", [words for _, message, hint in PLAIN.values() for words in (message, hint)])
def test_what_the_web_server_refuses_is_said_in_english(sentence: str) -> None:
    assert phrase(sentence, "en").isascii()
    assert phrase(sentence, "zh") == sentence


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("没有找到单位“县财正局”。\n相近的名称：大宁县财政局、岢岚县财政局。",
         "No unit is called “县财正局”.\nNames near it: 大宁县财政局, 岢岚县财政局."),
        ("没有“主持”这种角色。\n可选：牵头（lead）、配合（support）。", "There is no role “主持”.\nChoose one of: lead, support."),
        ("方案：二.pdf：不是 PDF 文件。", "方案：二.pdf: It is not a PDF file."),
        ("甲.zip：压缩包中没有能读取的文件。乙.txt：文件是空的。 丙.pdf：不是 PDF 文件。",
         "甲.zip: No file in the archive could be read. 乙.txt: The file is empty. 丙.pdf: It is not a PDF file."),
        ("无法读取“空.txt”：文件是空文件。", "“空.txt” cannot be read: the file is empty."),
        ("参数有误。出错的参数：limit、offset。", "A parameter is wrong. Wrong: limit, offset."),
        ("第 3、4 页是扫描图片，没有文字层，未读取。可安装文字识别组件后再载入：pip install 'zeren[ocr]'。",
         "Pages 3、4 are scanned pictures without text and were not read. "
         "To read them, install the OCR parts and load again: pip install 'zeren[ocr]'."),
        ("县财政局", "县财政局"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_said_with_what_was_filled_in(chinese: str, english: str) -> None:
    assert phrase(chinese, "en") == english
    assert phrase(chinese, "zh") == chinese


def test_hints_for_programs_have_an_english_too() -> None:
    for hint in [text for text in collected() if "zeren" in text or "--jurisdiction" in text]:
        error = body_of(BadInput("请写出要找的词。", hint=hint))["error"]
        assert isinstance(error, dict)
        assert not CHINESE.search(QUOTED.sub("", phrase(error["hint"], "en"))), error["hint"]


def not_quoted(words: str, *names: str) -> str:
    """The words without “quotes”, examples and these names."""
    for name in filter(CHINESE.search, names):
        words = words.replace(name, "")
    return QUOTED.sub("", words)


#: what the two plans name: their places and a unit of each
PLACES = ("山西省", "忻州市", "晋城市", "岢岚县", "泽州县", "财政局")
BAD_LINES = [
    ["who", "不存在局"], ["who", "县财正局"], ["who"], ["whoo"], ["who", "--foo"], ["who", "甲", "乙"], ["who", "县财政局", "--role", "主持"],
    ["who", "县财政局", "--limit", "x"], ["who", "县财政局", "--limit", "0"], ["who", "岢岚县财政局", "--policy", "没有"],
    ["who", "县财政局", "--format", "xml"], ["who", "县财政局", "-j", "没有县"], ["task", "task_0"], ["target", "target_0"],
    ["policy", "没有"], ["chain", "没有"], ["trace", "task_0"], ["search", " "], ["search", "没有这样的词"], ["indicator", "没有"],
    ["due", "--from", "2022", "--to", "2021"], ["due", "--from", "昨天"], ["overlaps", "--with", "甲"], ["observations", "-k", "没有"],
    ["export", "没有"], ["export", "tasks", "-f", "pdf"], ["export", "graph", "-f", "pdf"], ["export", "assignments", "--by", "unit"],
    ["load"], ["load", "/没有"], ["view", "没有"], ["serve", "--port", "99999"], ["units", "list", "-k", "没有"], ["units", "undo", "9"],
    ["units", "same", "甲", "甲"], ["unload", "没有"], ["restore", "/没有"], ["--graph", "没有:", "who", "甲"],
]  # fmt: skip


@pytest.mark.parametrize("line", BAD_LINES, ids=" ".join)
def test_bad_use_is_answered_in_english(
    plans_seen: Path, line: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZEREN_LANG", "en")
    assert run(["--data", str(plans_seen), *line]) in (1, 2)
    said = capsys.readouterr().err
    assert said.strip()
    assert not CHINESE.search(not_quoted(said, *line, *PLACES)), said
    assert "Unexpected" not in said


@pytest.fixture(scope="module")
def plans_seen(two_plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the two loaded plans for lines that change nothing."""
    folder = tmp_path_factory.mktemp("english") / "data"
    shutil.copytree(two_plans, folder)
    return folder


def test_a_load_of_bad_files_is_told_in_english(tmp_path: Path) -> None:
    files = tmp_path / "in"
    files.mkdir()
    for name, data in (("空.txt", b""), ("图.txt", b"\x89PNG"), ("半.pdf", b"%PDF-1.4"), ("半.docx", b"PK\x03\x04"),
                       ("字.docx", "一、工作。（责任单位：）".encode())):  # fmt: skip
        (files / name).write_bytes(data)
    ran = zeren("--lang", "en", "load", files, data=tmp_path / "data")
    assert ran.returncode == 1
    said = not_quoted(ran.stdout + ran.stderr, *(file.name for file in files.iterdir()))
    assert not CHINESE.search(said), said
    for name, english in (
        ("空.txt", "the file is empty"),
        ("半.pdf", "The PDF is damaged"),
        ("图.txt", "a PNG picture"),
    ):
        assert re.search(f"unreadable {name}: .*{english}", ran.stderr)


@pytest.mark.parametrize(("path", "status"), [("/api/none?lang=en", 404),
                                              ("/api/search?lang=en&limit=x", 422), (f"/api/units?lang=en&q={'a' * 5000}", 414)])  # fmt: skip
def test_errors_over_http_are_in_english_where_asked(path: str, status: int) -> None:
    with TestClient(create_app(NoReader())) as client:
        answer, chinese = client.get(path), client.get(path.replace("lang=en", "lang=zh"))
    assert answer.status_code == chinese.status_code == status
    english = answer.json()["error"]
    assert set(english) == {"code", "message", "hint", "candidates"}
    assert not CHINESE.search(english["message"] + english["hint"])
    assert CHINESE.search(chinese.json()["error"]["message"])
    assert english["code"] == chinese.json()["error"]["code"]
