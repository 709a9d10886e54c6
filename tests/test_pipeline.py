"""The whole way from bytes to facts: the five samples against the reading by hand, and what holds for every text."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_loader.pipeline import read_documents
from graph_store.model import DocumentFacts, Role
from graph_store.schema import ROLE_EDGES

ROOT = Path(__file__).parent.parent
SAMPLES = {path.name[:3]: path for path in sorted((ROOT / "samples").glob("0*.txt"))}


def read(key: str) -> tuple[str, DocumentFacts]:
    path = SAMPLES[key]
    ((source, facts),) = read_documents(path.name, path.read_bytes())
    return source.text, facts


def by_hand(key: str) -> Counter[tuple[int, int, str, str]]:
    lines = (ROOT / "tests" / "gold" / f"{key}-assignments.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "clause_start"))]
    return Counter((int(row[0]), int(row[1]), row[2], row[3]) for row in rows)


@pytest.mark.parametrize("key", SAMPLES)
def test_a_sample_is_read_as_a_person_reads_it(key: str) -> None:
    text, facts = read(key)
    expected = by_hand(key)
    places = {(start, end) for start, end, _, _ in expected}
    found: Counter[tuple[int, int, str, str]] = Counter()
    for row in facts.assignments:
        assert text[row.span.start : row.span.end] == row.span.quote
        inside = [p for p in places if p[0] <= row.span.start and row.span.end <= p[1]]
        if inside:
            found[(*inside[0], row.as_written, row.role.value)] += 1
    assert found == expected


def test_the_samples_name_responsibility_962_times() -> None:
    rows = [row for key in SAMPLES for row in by_hand(key).elements()]
    assert Counter(role for _, _, _, role in rows) == {"responsible": 602, "lead": 297, "support": 63}


def test_the_two_lists_of_daning_hold_218_tasks_and_266_measures() -> None:
    _, facts = read("004")
    kinds = Counter((task.kind.value, task.policy_id) for task in facts.tasks)
    first, second = (policy.id for policy in facts.policies)
    assert (kinds[("measure", first)], kinds[("measure", second)]) == (105, 113)
    assert kinds[("action", first)] + kinds[("action", second)] == 266


HEADERS = {
    "000": ("泽州县人民政府办公室", "泽政办发〔2022〕7号", "2022-05-20", "泽州县"),
    "001": ("阳城县人民政府办公室", "阳政办发〔2022〕31号", "2022-04-26", "阳城县"),
    "002": ("岢岚县人民政府", "岢政发〔2022〕5号", "2022-03-10", "岢岚县"),
    "003": ("泽州县发展和改革局", "泽发改发〔2022〕43号", None, "泽州县"),
    "004": ("大宁县优化营商环境促进市场主体倍增工作专班办公室", "大营增专班发〔2022〕1号", "2022-08-17", "大宁县"),
}


@pytest.mark.parametrize("key", HEADERS)
def test_the_header_says_who_issued_it_and_when(key: str) -> None:
    header = read(key)[1].header
    assert (header.issuer, header.number, header.date, header.jurisdiction) == HEADERS[key]


def test_a_comma_at_the_top_moves_every_offset_and_no_id() -> None:
    path = SAMPLES["001"]
    data = path.read_bytes()
    changed = data.replace("为提升市场主体要素".encode(), "为，提升市场主体要素".encode(), 1)
    assert changed != data
    before, after = (read_documents(path.name, version)[0][1] for version in (data, changed))
    assert [task.id for task in before.tasks] == [task.id for task in after.tasks]
    assert [row.span.start + 1 for row in before.assignments] == [row.span.start for row in after.assignments]


def test_another_bureau_in_a_bracket_leaves_the_task_the_same() -> None:
    path = SAMPLES["003"]
    data = path.read_bytes()
    changed = data.replace("（责任单位：县教育局）".encode(), "（责任单位：县教育局、县科协）".encode(), 1)
    before, after = (read_documents(path.name, version)[0][1] for version in (data, changed))
    assert [task.id for task in before.tasks] == [task.id for task in after.tasks]
    assert len(after.assignments) == len(before.assignments) + 1


_WORDS = st.sampled_from(
    ["一、", "（一）", "1.", "（责任单位：", "县发改局", "、", "，", "）", "牵头", "配合", "负责", "。", "\n", "\n\n", "\t", "2025年底前",
     "达到100户以上", "《关于印发方案的通知》", "由", "要", "各乡镇人民政府", "等有关部门", "**", "# ", "|", "序号", "主要任务", "牵头单位", "附件1", "<镇>", " "]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS, min_size=3, max_size=60).map("".join))
def test_whatever_the_words_every_quote_stands_where_it_says(text: str) -> None:
    if not text.strip():
        return
    for source, facts in read_documents("any.txt", ("方案\n\n" + text).encode()):
        spans = [row.span for row in facts.assignments] + [row.clause for row in facts.assignments]
        spans += (
            [task.span for task in facts.tasks] + [t.span for t in facts.targets] + [c.span for c in facts.citations]
        )
        spans += [u.span for u in facts.unread] + [t.deadline.span for t in facts.tasks if t.deadline.span]
        assert all(source.text[s.start : s.end] == s.quote for s in spans)
        assert {row.task_id for row in facts.assignments} <= {task.id for task in facts.tasks}
        assert len({task.id for task in facts.tasks}) == len(facts.tasks)


def test_every_role_of_a_unit_has_an_edge() -> None:
    assert {role.value for role in Role} - {"leader", "officer"} == set(ROLE_EDGES)


def bold_docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph("河东区2024年城市体检工作方案")
    document.add_paragraph("一、工作任务（名称加粗的为牵头单位）")
    words = document.add_paragraph("1.开展体检。开展自体检。（责任单位：区民政局、")
    words.add_run("区住房").bold = True
    words.add_run("城乡建设局").bold = True
    words.add_run("、各街道办事处）")
    table = document.add_table(2, 3)
    for at, text in enumerate(("序号", "工作任务", "责任单位")):
        table.cell(0, at).text = text
    table.cell(1, 0).text, table.cell(1, 1).text = "1", "更新改造"
    cell = table.cell(1, 2).paragraphs[0]
    cell.add_run("区财政局").bold = True
    cell.add_run("、区教育局")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


BOLD_HTML = (
    "<html><body><h1>河东区2024年城市体检工作方案</h1><p>一、工作任务（名称加粗的为牵头单位）</p>"
    "<p>1.开展体检。开展自体检。（责任单位：区民政局、<b>区住房</b><strong>城乡建设局</strong>、各街道办事处）</p>"
    "<table><tr><th>序号</th><th>工作任务</th><th>责任单位</th></tr>"
    "<tr><td>1</td><td>更新改造</td><td><b>区财政局</b>、区教育局</td></tr></table></body></html>"
).encode()


@pytest.mark.parametrize(("name", "data"), [("体检.docx", bold_docx()), ("体检.html", BOLD_HTML)])
def test_names_set_bold_lead_where_the_document_says_so(name: str, data: bytes) -> None:
    ((source, facts),) = read_documents(name, data)
    assert [(a.as_written, a.role.value) for a in facts.assignments] == [
        ("区民政局", "support"),
        ("区住房城乡建设局", "lead"),
        ("各街道办事处", "support"),
        ("区财政局", "lead"),
        ("区教育局", "support"),
    ]
    assert facts.unread == ()
    assert all(source.text[a.span.start : a.span.end] == a.span.quote for a in facts.assignments)
