"""The samples as .docx, .pdf, .xlsx, .html and .ofd give the same assignments as their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from graph_loader.pipeline import read_documents
from graph_loader.readers import read_source
from graph_store.model import DocumentFacts
from tests import formats

SAMPLES = {path.name[:3]: path for path in sorted((Path(__file__).parent.parent / "samples").glob("0*.txt"))}
FORMATS: dict[str, Callable[..., bytes]] = {
    "docx": formats.as_docx,
    "html": formats.as_html,
    "xlsx": formats.as_xlsx,
    "pdf": formats.as_pdf,
    "ofd": formats.as_ofd,
}

Said = Counter[tuple[str, str, str, str, bool]]


def said(facts: DocumentFacts) -> Said:
    """Who does what, without the places, which differ between formats."""
    numbers = {task.id: (task.kind.value, task.number) for task in facts.tasks}
    return Counter((*numbers[a.task_id], a.as_written, a.role.value, a.list_open) for a in facts.assignments)


@cache
def from_text(key: str) -> Said:
    path = SAMPLES[key]
    ((_, facts),) = read_documents(path.name, path.read_bytes())
    return said(facts)


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("key", SAMPLES)
def test_a_sample_says_the_same_in_every_format(key: str, extension: str) -> None:
    if extension == "pdf" and formats.soffice_missing():
        pytest.skip("需要 LibreOffice 才能做出测试用的 PDF")
    path = SAMPLES[key]
    (source,) = read_source(path.name, path.read_bytes())
    data = FORMATS[extension](source.blocks)
    ((text, facts),) = read_documents(f"{key}.{extension}", data)
    assert said(facts) == from_text(key)
    assert all(text.text[a.span.start : a.span.end] == a.span.quote for a in facts.assignments)
