"""The facts that are not roles: the header with its place, targets and citations of tasks and policies, plan dates."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_loader.clauses import RoleClause
from graph_loader.deadlines import DocumentDates
from graph_loader.drafts import TaskDraft
from graph_loader.header import Layout
from graph_loader.source import SourceText
from graph_store.model import Citation, Header, Policy, Target, Task


class PolicyFacts:
    """Collects targets and citations while tasks are added, then those of the text between tasks."""

    def __init__(self, source: SourceText, layout: Layout, policies: tuple[Policy, ...]) -> None:
        self.source = source
        self.layout = layout
        self.policies = policies
        self.targets: list[Target] = []
        self.citations: list[Citation] = []
        self.dates = document_dates(layout)

    def header(self) -> Header:
        """The header with the name of the place that the document applies in."""
        return replace(self.layout.header, jurisdiction=place_of(self.layout))

    def add_task(self, task: Task, draft: TaskDraft, clauses: list[RoleClause]) -> None:
        """Add the targets and citations of one task."""


def document_dates(layout: Layout) -> DocumentDates:
    """The years that undated wordings of this document lean on."""
    titles = " ".join([*(part.title for part in layout.parts), layout.header.title or ""])
    compact = re.sub(r"\s+", "", titles)
    period = re.search(r"((?:19|20)\d{2})年?[—–－\-~～至到]+((?:19|20)\d{2})", compact)
    single = re.search(r"((?:19|20)\d{2})年", compact)
    return DocumentDates(
        issued=layout.header.date,
        title_year=int(single.group(1)) if single and not period else None,
        plan_start=int(period.group(1)) if period else None,
        plan_end=int(period.group(2)) if period else None,
    )


def place_of(layout: Layout) -> str | None:
    """The place whose plan this is: 大宁县; from the issuer, else the title."""
    for words in (
        layout.header.issuer,
        *(part.title for part in layout.parts),
        layout.header.title,
        layout.header.addressees,
    ):
        match = re.match(
            r"^(?:中共|中国共产党)?(?P<place>[\u4e00-\u9fff]{2,24}?(?:自治区|特别行政区|省|自治州|盟|地区|市|自治县|县|自治旗|旗|区|镇|乡|街道))",
            words or "",
        )
        if match:
            return match.group("place")
    return None
