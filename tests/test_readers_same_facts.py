"""The samples in every format state the facts of their text: the same names, roles, tasks and deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph_loader.pipeline import read_documents
from graph_loader.source import Block
from graph_store.model import DocumentFacts
from tests.formats import as_docx, as_html, as_ofd, as_pdf, as_xlsx, soffice_missing

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
Maker = Callable[[Iterable[Block]], bytes]


@cache
def of_the_text(path: Path) -> tuple[tuple[Block, ...], DocumentFacts]:
    [(source, facts)] = read_documents(path.name, path.read_bytes())
    return source.blocks, facts


def plain(facts: DocumentFacts) -> dict[str, list[Any]]:
    """Assignments, tasks and deadlines without offsets and white space."""

    def bare(text: str) -> str:
        return re.sub(r"\s+", "", text)

    return {
        "assignments": [(bare(a.as_written), a.role, a.inherited, a.position) for a in facts.assignments],
        "tasks": [(t.kind, bare(t.number), bare(t.title), t.deadline.end, t.deadline.kind) for t in facts.tasks],
    }


def check(path: Path, make: Maker, kind: str) -> None:
    blocks, facts = of_the_text(path)
    [(source, found)] = read_documents(f"plan.{kind}", make(blocks))
    assert source.format == kind
    assert plain(found) == plain(facts)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
@pytest.mark.parametrize(
    ("kind", "make"),
    [("docx", as_docx), ("html", as_html), ("xlsx", as_xlsx), ("ofd", as_ofd)],
    ids=["docx", "html", "xlsx", "ofd"],
)
def test_a_sample_states_the_same_facts_in_this_format(path: Path, kind: str, make: Maker) -> None:
    check(path, make, kind)


@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("path", [SAMPLES[1], SAMPLES[3]], ids=lambda path: path.name[:3])
def test_a_sample_states_the_same_facts_as_pdf(path: Path) -> None:
    check(path, as_pdf, "pdf")
