"""The facts that are not roles: the header with its place, targets and citations of tasks and policies, plan dates.

A target hangs on the task whose words state it, else on the policy (goal sections); so does a citation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from graph_loader.citations import find_citations
from graph_loader.clauses import RoleClause
from graph_loader.deadlines import DocumentDates, base_year
from graph_loader.drafts import TaskDraft
from graph_loader.header import Layout
from graph_loader.indicator_rows import is_bare_value, read_indicator_row
from graph_loader.jurisdictions import place_of
from graph_loader.outline import read_number
from graph_loader.place_tables import read_place_table
from graph_loader.plan_titles import published_titles
from graph_loader.source import Paragraph, Reading, SourceText
from graph_loader.targets import TargetContext, TargetDraft, find_targets
from graph_store.ids import content_id, plain
from graph_store.model import Citation, Header, Place, Policy, Target, Task


def own_titles(layout: Layout, policies: tuple[Policy, ...]) -> frozenset[str]:
    """The titles that are the document's own: the notice, the plans it publishes, its attachments."""
    title = layout.header.title or ""
    published = published_titles(title)
    return frozenset({title, *published, *(p.title for p in policies), *layout.header.attachments} - {""})


def _short_names(text: str) -> frozenset[str]:
    """Names that the document gives to what it cites: 以下简称《若干意见》."""
    return frozenset(re.findall(r"(?:简称|统称|以下称)(?:为|“)?原?《([^《》]{2,40})》", text))


_QUOTES = re.compile(r"[“”\"‘’]")
#: 制定《…办法》 names a product of the task, not a ground that it stands on
_TO_BE_ISSUED = re.compile(
    r"(?:制定|制订|出台|编制|起草|拟定|草拟|研究制定|制定出台|制定印发|编印|形成)(?:完善|并?印发|实施|发布|全[省市县区])?$"
)


class PolicyFacts:
    """Collects targets and citations while tasks are added, then those of the text between tasks."""

    def __init__(self, source: SourceText, layout: Layout, policies: tuple[Policy, ...]) -> None:
        self.source = source
        self.layout = layout
        self.policies = policies
        self.dates = document_dates(layout)
        self._targets: list[Target] = []
        self._citations: list[Citation] = []
        self._held: list[tuple[int, int]] = []
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._title_year = self.dates.title_year if _own_year(self.dates, layout, source.text) else None
        self._own = own_titles(layout, policies) | _short_names(source.text)

    @property
    def targets(self) -> list[Target]:
        """All targets in order of the text."""
        return sorted(self._targets, key=lambda t: (t.span.start, t.span.end))

    @property
    def citations(self) -> list[Citation]:
        """All citations in order of the text."""
        return sorted(self._citations, key=lambda c: (c.span.start, c.span.end))

    def header(self) -> Header:
        """The header with the name of the place that the document applies in."""
        return replace(self.layout.header, jurisdiction=place_name(self.layout))

    def add_task(self, task: Task, draft: TaskDraft, clauses: list[RoleClause]) -> None:
        """Add the targets and citations of one task."""
        name = draft.title or draft.body.text.strip()[:24]
        held = [clause.reading for clause in clauses if not clause.prose]
        context = self._context((*draft.path, name), _term(task, draft, held))
        readings = draft.paragraphs or [draft.body]
        if draft.indicator_cells:
            for target in read_indicator_row({"指标": draft.body, **draft.indicator_cells}, context):
                self._add_target(target, task.policy_id, task.id, draft.place)
            readings = []
        found: list[TargetDraft] = []
        for words in (reading.outside(held) for reading in readings):
            found += find_targets(words, context) if words.text.strip() else []
        for words in (reading.outside(held) for reading in draft.result_cells):
            if is_bare_value(words):  # 420亿元 in the column of goals: the task names what it counts
                found += read_indicator_row({"指标": draft.body.cut(0, 24), "目标": words}, context)
            elif words.text.strip():
                found += find_targets(words, context)
        for target in found:
            self._add_target(target, task.policy_id, task.id, draft.place)
        for reading in [draft.body, *draft.result_cells, *draft.deadline_cells]:
            self._cite(reading, task.policy_id, task.id, draft.place)
            if len(reading):
                self._held.append((reading.offsets[0], reading.offsets[-1] + 1))

    def add_rest(self) -> None:
        """Add what the text between the tasks states: goals of a policy, the grounds that it names."""
        held = _as_runs(self._held)
        for index, part in enumerate(self.layout.parts):
            policy = self.policies[index]
            horizon: int | None = None
            path: tuple[str, ...] = ()
            caption = part.title
            for paragraph in part.blocks:
                if not isinstance(paragraph, Paragraph):
                    if not any(
                        _inside(cell.reading, held) for row in paragraph.rows for cell in row if cell.reading.text
                    ):
                        for target in read_place_table(paragraph, self._context(path, horizon), caption):
                            self._add_target(target, policy.id, None, paragraph.place)
                    continue
                text = caption = paragraph.reading.text
                if _inside(paragraph.reading, held):
                    continue
                number = read_number(text)
                if (number and number[0] in ("cn", "chapter")) or paragraph.heading:
                    path, horizon = (text[:40],), None
                horizon = _lead_year(text, self.dates.plan_end) or horizon
                words = paragraph.reading.cut(number[2]) if number else paragraph.reading
                for target in find_targets(words, self._context(path, horizon)):
                    self._add_target(target, policy.id, None, paragraph.place)
                self._cite(paragraph.reading, policy.id, None, paragraph.place)
        if self.policies:
            for paragraph in self.layout.cover:
                self._cite(paragraph.reading, self.policies[0].id, None, paragraph.place)

    def _context(self, path: tuple[str, ...], horizon: int | None) -> TargetContext:
        return TargetContext(
            horizon=horizon or self.dates.plan_end or self._title_year,
            current=base_year(self.dates),
            issued=self.dates.issued,
            heading=path,
            is_goal_section=any("目标" in part for part in path),
        )

    def _add_target(self, draft: TargetDraft, policy_id: str, task_id: str | None, place: Place) -> None:
        key = (policy_id, task_id or "", plain(draft.indicator), str(draft.value), draft.unit or "", draft.by or "")
        ordinal = self._seen[key]
        self._seen[key] += 1
        self._targets.append(
            Target(
                id=content_id("target", *key, str(ordinal)),
                policy_id=policy_id,
                task_id=task_id,
                indicator=_QUOTES.sub("", draft.indicator),
                scope=draft.scope,
                operator=draft.operator,
                value=draft.value,
                value_high=draft.value_high,
                unit=draft.unit,
                by=draft.by,
                baseline_value=draft.baseline_value,
                baseline_year=draft.baseline_year,
                binding=draft.binding,
                span=draft.span,
                place=place,
                doubt=draft.doubt,
            )
        )

    def _cite(self, reading: Reading, policy_id: str, task_id: str | None, place: Place) -> None:
        if not reading.text.strip():
            return
        for draft in find_citations(reading, exclude=self._own):
            if (
                draft.kind == "mentions"
                and not draft.cited_number
                and _TO_BE_ISSUED.search(reading.text[: draft.start])
            ):
                continue
            self._citations.append(
                Citation(
                    policy_id=policy_id,
                    task_id=task_id,
                    cited_title=draft.cited_title,
                    cited_number=draft.cited_number,
                    cited_issuer=draft.cited_issuer,
                    kind=draft.kind,
                    span=draft.span,
                    place=place,
                )
            )


def _term(task: Task, draft: TaskDraft, held: list[Reading]) -> int | None:
    """The year of the task's own term where that stands in its column or bracket, beside the words, not within them."""
    end, span = task.deadline.end, task.deadline.span
    if end is None or span is None:
        return None
    cells = [cell.offsets for cell in draft.deadline_cells if cell.offsets]
    beside = span.start in held or any(offsets[0] <= span.start <= offsets[-1] for offsets in cells)
    if not beside and span.start in (offsets := draft.body.offsets):  # （区商务委，2024年6月底前）, 完成时间：9月底
        text, at = draft.body.text, offsets.index(span.start)
        beside = text[at + len(span.quote) : at + len(span.quote) + 1] in ("）", ")", "】") or text[at - 1] in "：:"
    return int(end[:4]) if beside else None


def _inside(reading: Reading, held: list[tuple[int, int]]) -> bool:
    """Whether a paragraph belongs to a task already (its words, not only its number)."""
    if not len(reading):
        return True
    last = reading.offsets[-1]
    place = bisect_right(held, last, key=lambda run: run[0])
    return place > 0 and last < held[place - 1][1]


def _as_runs(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those that touch or overlap made one."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs


def _lead_year(text: str, plan_end: int | None = None) -> int | None:
    """The year that a lead sentence aims at: the plan's last where it is named, else the last that has figures."""
    found = list(re.finditer(r"到\s*((?:19|20)\d{2})\s*年([^。；;]*)", text))
    years = [int(match.group(1)) for match in found]
    if years:
        counted = [int(match.group(1)) for match in found if re.search(r"\d\s*[%％万亿家个户]", match.group(2))]
        return plan_end if plan_end in years else (counted or years[:1])[-1]
    plan = re.search(r"[“\"]?十([一二三四五六])五[”\"]?(?:期)?末", text)
    return {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}[plan.group(1)] if plan else None


def _own_year(dates: DocumentDates, layout: Layout, text: str) -> bool:
    """Whether undated targets take the document's year: that of its titles, or of its number where no 到2025年 stands.

    A plan for every year (应急预案, 办法) has none.
    """
    titles = _titles(layout)
    if f"{dates.title_year}年" in titles:
        return True
    text = "".join(text.split())
    ahead = [int(year) for year in re.findall(r"[到至](20\d\d)年", text)]
    five = _lead_year(text)
    if five or ahead:
        return max([*ahead, five or 0]) == dates.title_year
    return not re.search(r"预案|办法|规定|制度|规则", titles)


def _titles(layout: Layout) -> str:
    return re.sub(r"\s+", "", " ".join([*(part.title for part in layout.parts), layout.header.title or ""]))


def _meeting(layout: Layout) -> re.Match[str] | None:
    """The day on which minutes say that the meeting was held: 2024年4月18日上午，市长主持召开第17次会议."""
    blocks = [block for part in layout.parts[:1] for block in part.blocks[:6] if isinstance(block, Paragraph)]
    opening = "\n".join(re.sub(r"\s+", "", block.reading.text) for block in [*layout.cover[:6], *blocks])
    return re.search(r"((?:19|20)\d{2})年\d{1,2}月\d{1,2}日[^。\n]{0,60}(?:召开|主持|会议)", opening)


def _year_of_title(titles: str, issued: str | None) -> int | None:
    """The year whose work a title names; of several that of the issue (from November on the next), else that of a plan."""
    plain = titles.translate(str.maketrans("〇零○一二三四五六七八九", "000123456789"))
    years = [int(year) for year in re.findall(r"((?:19|20)\d{2})年", plain)]
    if len(set(years)) > 1:
        current = int(issued[:4]) + (issued[5:7] >= "11") if issued else None
        for year in (current, int(issued[:4]) if issued else None):
            if year in years:
                return year
        planned = re.search(r"((?:19|20)\d{2})年[^0-9]{0,12}(?:计划|要点|安排|打算|任务|思路)", plain)
        return int(planned.group(1)) if planned else years[0]
    return years[0] if years else None


def document_dates(layout: Layout) -> DocumentDates:
    """The years that undated wordings of this document lean on."""
    compact = _titles(layout)
    period = re.search(r"((?:19|20)\d{2})年?[—–－\-~～至到]+((?:19|20)\d{2})", compact)
    own = None if period else _year_of_title(compact, layout.header.date)
    five = None if period or own else re.search(r"十([二三四五六])五", compact)
    if five:
        end = 2010 + 5 * "二三四五六".index(five.group(1)) + 5
        return DocumentDates(issued=layout.header.date, plan_start=end - 4, plan_end=end)
    if not (period or own or layout.header.date):  # neither a year in the title nor a date: the year of its number
        single = re.search(r"[〔\[（(【﹝［]((?:19|20)\d{2})[〕\]）)】﹞］]", layout.header.number or "") or _meeting(
            layout
        )
        own = int(single.group(1)) if single else None
    return DocumentDates(
        issued=layout.header.date,
        title_year=own,
        plan_start=int(period.group(1)) if period else None,
        plan_end=int(period.group(2)) if period else None,
    )


def place_name(layout: Layout) -> str | None:
    """The place whose plan this is (大宁县): from the issuer, else the titles, else the addressees."""
    header = layout.header
    for words in (header.issuer, header.title, *(part.title for part in layout.parts), header.addressees):
        place = place_of(words) if words else None
        if place:
            return place.name
    return None
