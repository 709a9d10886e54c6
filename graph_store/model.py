"""The facts of one document, as records: frozen, slotted, keyword-only, each with its evidence.

One file → one `DocumentFacts`. Names stay as they are written; which unit a name means is decided later
(graph_loader/resolve.py), because a judgement may change it. Offsets are half-open and count code points of
`SourceText.text`, which for .txt and .md is the file decoded exactly as it is on disk.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from graph_store.errors import SpanOutsideText
from graph_store.records import named_record


class Role(StrEnum):
    """What the printed label says that a unit (or, for the last two, a person) does in a task."""

    LEAD = "lead"  # 牵头
    RESPONSIBLE = "responsible"  # 责任单位、负责（未分主次）
    SUPPORT = "support"  # 配合
    PARTICIPATE = "participate"  # 参与
    LOCAL = "local"  # 属地落实
    GUIDE = "guide"  # 指导
    SUPERVISE = "supervise"  # 督导
    ASSESS = "assess"  # 考核
    LEADER = "leader"  # 牵头领导、分管领导（人）
    OFFICER = "officer"  # 责任人、联系人（人）


PERSON_ROLES = frozenset({Role.LEADER, Role.OFFICER})


class TaskKind(StrEnum):
    """What sort of task: 举措, 落实措施, 目标工程, 保障措施."""

    MEASURE = "measure"
    ACTION = "action"
    GOAL = "goal"
    SAFEGUARD = "safeguard"


class DeadlineKind(StrEnum):
    """How a plan says when (formats.md 2.1)."""

    DATE = "date"
    PERIOD = "period"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    EXTERNAL = "external"
    STATUS = "status"
    NONE = "none"


@named_record
class Span:
    """A run of the source: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut a span; raise SpanOutsideText for a range outside the text rather than clip it."""
        if not 0 <= start < end <= len(text):
            raise SpanOutsideText(start, end, len(text))
        return cls(start=start, end=end, quote=text[start:end])


@named_record
class Place:
    """Where something stands in the original file; what a format does not have is None.

    line, page, paragraph, table, row and column count from 1; box is (left, top, right, bottom) in points from
    the top left corner of the page; cell is a spreadsheet address such as `C12`.
    """

    line: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None


@named_record
class Deadline:
    """By when: `text` as printed, `end` an ISO date or None, `kind` one of DeadlineKind."""

    kind: DeadlineKind
    text: str
    end: str | None = None
    span: Span | None = None
    doubt: str | None = None


@named_record
class Assignment:
    """One unit's, collective's or person's part in one task, as one clause states it.

    `span` is the name itself, `clause` the role clause that gives the role (bracket, label line, cell).
    `convention` is the declaring sentence where a document-wide convention gave the role (`inherited`).
    """

    task_id: str
    as_written: str
    full_name: str  # as_written with an elided head or tail supplied: 财政 → 县财政局; else the same
    role: Role
    position: int
    list_open: bool
    wording: str
    span: Span
    clause: Span
    inherited: bool = False
    convention: Span | None = None
    place: Place | None = None
    doubt: str | None = None


@named_record
class Task:
    """One thing to be done. `counted_id` is the numbered task under which it is counted (itself, or a parent)."""

    id: str
    policy_id: str
    parent_id: str | None
    counted_id: str
    kind: TaskKind
    number: str
    path: tuple[str, ...]
    title: str
    text: str
    span: Span
    deadline: Deadline
    expected_result: str | None = None
    place: Place | None = None
    cite: str = ""
    doubt: str | None = None


@named_record
class Target:
    """An indicator and the value set for it, in base units; `unit` here is a unit of measure."""

    id: str
    policy_id: str
    task_id: str | None
    indicator: str
    scope: str | None
    operator: str  # >=, =, >, <=, <, ~, range, times
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    by: str | None
    baseline_value: Decimal | None
    baseline_year: str | None
    binding: bool | None
    span: Span
    place: Place | None = None
    doubt: str | None = None


@named_record
class Citation:
    """A policy that this one names. kind: based_on, implements, excerpts, amends, repeals, mentions."""

    policy_id: str  # the policy that cites
    task_id: str | None
    cited_title: str | None
    cited_number: str | None
    cited_issuer: str | None
    kind: str
    span: Span
    place: Place | None = None


@named_record
class Policy:
    """An instrument that the document publishes: the notice itself or a plan that it carries."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None  # ISO
    annex: str | None  # 附件1
    span: Span | None = None


@named_record
class Unread:
    """Words that look like responsibility and that no fact covers: shown, never dropped."""

    span: Span
    reason: str


@named_record
class Convention:
    """A sentence that gives roles to the lists after it: first_is_lead, default_local, alias."""

    kind: str
    span: Span
    units: tuple[str, ...] = ()


@named_record
class Header:
    """What the document says of itself (GB/T 9704): 发文机关, 发文字号, 标题, 成文日期 …"""

    issuer: str | None = None
    number: str | None = None
    title: str | None = None
    date: str | None = None  # ISO, 成文日期
    approved_by: str | None = None
    addressees: str | None = None
    copied_to: str | None = None
    openness: str | None = None
    attachments: tuple[str, ...] = ()
    seal: str | None = None  # 代章
    jurisdiction: str | None = None  # name of the place it applies in, as far as the words tell: 大宁县


def document_identity(
    *, number: str | None, title: str | None, issuer: str | None, jurisdiction: str | None, sha256: str
) -> str:
    """What two versions of one document have in common; see DocumentFacts.identity."""
    who = issuer or jurisdiction
    if number and (who or title):
        return "\x1f".join((issuer or "", number, title or ""))
    if title and who:
        return "\x1f".join((who, "", title))
    return "\x1f".join(("sha256", sha256))


@named_record
class DocumentFacts:
    """Every fact that one file states, in the order of the text, with the version of the rules that found them."""

    id: str
    sha256: str
    file: str
    format: str
    rules: str
    header: Header
    policies: tuple[Policy, ...]
    tasks: tuple[Task, ...]
    assignments: tuple[Assignment, ...]
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    conventions: tuple[Convention, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """What makes a file a revision of another: issuer, 文号 and title, or title and issuer or place.

        A document that tells too little of itself is never a revision of another: its SHA-256 stands for it.
        """
        header = self.header
        return document_identity(
            number=header.number,
            title=header.title,
            issuer=header.issuer,
            jurisdiction=header.jurisdiction,
            sha256=self.sha256,
        )


@named_record
class Judgement:
    """What a person (or the register) decided of two names, or of the members of a collective.

    subject `unit`: left and right are names in `jurisdiction`; verdict same, different or unsure.
    subject `member`: left is the member, right the collective; verdict same = is a member.
    """

    id: int
    subject: str
    jurisdiction: str
    left: str
    right: str
    verdict: str
    by: str
    at: str
    reason: str
    undone: bool = False
