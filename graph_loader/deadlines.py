"""By when: “2022年6月底前” → date 2022-06-30, “持续推进” → ongoing, “每月25号前” → recurring (formats.md 2.1, D1–D17).

A deadline is read from the time column, else from a label or a piece of the role bracket, else from the first date
of an action in the text. Service standards (3个工作日内) and the horizons of targets (到2025年) are no deadlines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_loader.compact import Compact, compact
from graph_loader.dates import Point, find_points, last_day
from graph_loader.deadline_binding import first_action_date, is_each, is_told
from graph_loader.deadline_issue import after_issue
from graph_loader.deadline_process import first_process_words
from graph_loader.deadline_text import masked, process_pieces
from graph_loader.deadline_words import (
    EXTERNAL,
    LABEL,
    NOTHING,
    ONGOING,
    RECURRING,
    SEASON,
    SEASONS,
    SERVICE,
    STARTED,
    STATUS,
    UNIT_TAIL,
)
from graph_loader.source import Reading
from graph_store.model import Deadline, DeadlineKind
from graph_store.records import record


@record
class DocumentDates:
    """What a document says of its own time: ISO date of issue, year in its title, first and last year of its plan."""

    issued: str | None = None
    title_year: int | None = None
    plan_start: int | None = None
    plan_end: int | None = None


def read_deadline(
    *,
    cells: list[Reading],
    pieces: list[Reading],
    body: Reading,
    dates: DocumentDates,
    paragraphs: Sequence[Reading] = (),
) -> Deadline:
    """The deadline of one task: from its time cells, else its label or bracket pieces, else a date in its text.

    `paragraphs` are the body's own paragraphs where it has several, so that a heading without a full stop does not
    run into the words below it. `kind` is none where no words say when; `end` is None for ongoing, recurring, external, status and for a date
    that does not exist, which has a doubt.
    """
    for cell in cells:
        found = _from_words(compact(cell), dates, column=True)
        if found:
            return found
    for piece in [*pieces, *process_pieces(body, looks_like_deadline)]:
        found = _from_words(compact(piece), dates, column=False)
        if found:
            return found
    return _from_body([compact(part) for part in paragraphs or (body,)], dates) or Deadline(
        kind=DeadlineKind.NONE, text=""
    )


def looks_like_deadline(piece: str) -> bool:
    """Whether a piece of a role bracket is a date or a process word (6月底完成, 长期坚持) and not a unit."""
    words = compact(Reading.whole(piece, 0, len(piece))).text.strip("（）()。，；,; ")
    label = LABEL.match(words)
    if label:
        return True
    if not words or len(words) > 40 or UNIT_TAIL.search(words) or re.search(r"各[一\d]次$", words):
        return False
    points = [point for point in find_points(words) if not is_each(words, point)]
    if points and points[0].start <= 6:
        return bool(_LEAD_IN.fullmatch(words[: points[0].start]))
    if RECURRING.match(words) and _COUNTED.search(words):
        return False
    return not SERVICE.fullmatch(words) and any(
        pattern.match(words) for pattern in (ONGOING, RECURRING, EXTERNAL, SEASON, _HASTE)
    )


_LEAD_IN = re.compile(r"(?:力争|确保|争取|计划|预计|原则上|务必|须|于|在|到|至|自|从|各市|按|拟)*")
_COUNTED = re.compile(r"\d\s*[万亿]?(?![日号月次\d])")  # 每年覆盖企业不少于5000家 sets a number, not a term
_REPORTED = re.compile(
    r"已(?:经|于|在)?[^，。；]{0,16}(?:完成|建成|印发|出台|投用|开工|开通|上线|启动|办结|销号|整改|到位)"
)
_HASTE = re.compile(r"尽快|尽早|抓紧|适时|即时|[自从]?即日起|即刻")


def _from_words(words: Compact, dates: DocumentDates, *, column: bool) -> Deadline | None:
    """Read a whole cell or piece; None where it holds nothing that says when."""
    label = LABEL.match(words.text)
    if label and label.end() < len(words.text):
        words = compact(words.reading.cut(words.places[label.end()]))
    text = words.text
    if NOTHING.fullmatch(text):
        return None
    point = _first_date(text)
    if column and point and _REPORTED.match(text):
        point = _still_open(text)
    if column and point is None and _REPORTED.match(text):
        return _plain_deadline(words, DeadlineKind.STATUS)
    if point:
        return _dated(words, point, dates, whole=True)
    kind = _kind_without_date(text)
    if kind is None and SERVICE.search(text):
        return None
    if kind is None and (column or label):
        kind = DeadlineKind.STATUS
    return None if kind is None else _plain_deadline(words, kind)


def _still_open(text: str) -> Point | None:
    """The term of what is still to be done after a report of what is done (已启动，12月底前完成)."""
    report = re.search(r"[，,；;。]", text)
    rest = text[report.end() :] if report else ""
    if not rest or "已" in rest:
        return None
    start = len(text) - len(rest)
    return next((point for point in find_points(text) if point.start >= start and point.bound), None)


def _plain_deadline(words: Compact, kind: DeadlineKind) -> Deadline:
    whole = words.reading.strip()
    return Deadline(kind=kind, text=whole.text, span=whole.span())


def _first_date(text: str) -> Point | None:
    """The first date that is a term: not of a recurring duty, not of what was done, not “all the year”."""
    for point in find_points(text):
        after = text[point.end :]
        if is_each(text, point) or (point.grain == "year" and not point.ranged and ONGOING.match(after)):
            continue
        if point.grain == "year" and re.match(rf"(?:{SEASONS})(?:来临|到来)?(?:之|以)?前", after):
            continue
        if text[: point.end].endswith("全年") or STARTED.match(after):
            continue
        if re.search(r"(?:截至|截止目前|自|从)$", text[: point.start]) and not point.ranged:
            continue
        return point
    return None


def _kind_without_date(text: str) -> DeadlineKind | None:
    """The kind that the first telling word gives; a recurring duty goes before the others."""
    if RECURRING.search(text):
        return DeadlineKind.RECURRING
    kinds = (
        (STATUS, DeadlineKind.STATUS),
        (EXTERNAL, DeadlineKind.EXTERNAL),
        (ONGOING, DeadlineKind.ONGOING),
        (SEASON, DeadlineKind.PERIOD),
    )
    found = [(match.start(), kind) for pattern, kind in kinds if (match := pattern.search(text))]
    return min(found, key=lambda item: item[0])[1] if found else None


def _from_body(parts: list[Compact], dates: DocumentDates) -> Deadline | None:
    """The first date of an action in the paragraphs, else the first words that say when without a date."""
    texts = [masked(part.text) for part in parts]
    own = [year for year in (base_year(dates), int(dates.issued[:4]) if dates.issued else None) if year]
    since = min(own) if own else None
    for words, text in zip(parts, texts, strict=True):
        point = first_action_date(text, since)
        if point:
            return _dated(words, point, dates, whole=False)
    for words, text in zip(parts, texts, strict=True):
        after = after_issue(text, dates.issued)
        if after:
            span = words.span(after.start, after.end)
            return Deadline(
                kind=DeadlineKind.DATE,
                text=words.printed(after.start, after.end),
                end=after.day,
                span=span,
                doubt=after.doubt,
            )
    for words, text in zip(parts, texts, strict=True):
        found = first_process_words(text)
        if found:
            start, end, kind = found
            return Deadline(kind=kind, text=words.printed(start, end), span=words.span(start, end))
    return None


def _dated(words: Compact, point: Point, dates: DocumentDates, *, whole: bool) -> Deadline:
    """A deadline with an end: the whole cell or piece as its words, or the date alone where it stands in a text."""
    reading = words.reading.strip() if whole else words.reading.cut(*words.range(point.start, point.end))
    year, doubt = _year_of(words.text if whole else masked(words.text), point, dates, whole=whole)
    end = last_day(year, point.month, point.day) if year else None
    if year and end is None:
        doubt = "日期不存在，原文照录"
    kind = DeadlineKind.PERIOD if point.ranged or _is_period(words.text, point) else DeadlineKind.DATE
    return Deadline(kind=kind, text=reading.text, end=end, span=reading.span(), doubt=doubt)


def _is_period(text: str, point: Point) -> bool:
    wording = text[point.start : point.end]
    return point.grain == "plan" and wording.endswith(("期间", "时期", "期内", "规划期内"))


def _year_of(text: str, point: Point, dates: DocumentDates, *, whole: bool) -> tuple[int | None, str | None]:
    """The year of a date: as worded, from earlier words, from the title, from the issue; with the doubt, if any."""
    if isinstance(point.year, int):
        return point.year, None
    base = base_year(dates)
    if point.year is not None:
        shift = {"明年": 1, "次年": 1, "去年": -1}.get(point.year, 0)
        issued = int(dates.issued[:4]) if dates.issued else base
        return (issued + shift if issued else None), None
    earlier = _year_before(text, point, base, whole=whole)
    if earlier is not None:
        return earlier, None
    if base is None:
        return None, "原文未写年份，文件亦无年份可据"
    return _next_year(point, dates, base)


def _year_before(text: str, point: Point, base: int | None, *, whole: bool) -> int | None:
    """The year that an earlier date of the cell, or of the sentence, lends to this one (2023年3月底前…；6月底前…)."""
    start = 0 if whole else text.rfind("。", 0, point.start) + 1
    words = text[start : point.start]
    for other in reversed(list(find_points(words))):
        if isinstance(other.year, int) and (whole or _lends(text[start:], other, point.start - start, base)):
            return other.year
    return None


def _lends(sentence: str, other: Point, at: int, base: int | None) -> bool:
    """A term lends its year to a later one; a year alone only to what stands beside it (2025年力争6月底前)."""
    if (base and other.year is not None and int(other.year) < base) or is_told(sentence, other):
        return False
    if other.grain == "plan":
        return False
    return (
        other.grain != "year"
        or other.bound
        or not re.search(r"[，,、；;]|度|[\u4e00-\u9fff]{9}", sentence[other.end : at])
    )


def base_year(dates: DocumentDates) -> int | None:
    """The document's own year, of 年底 and 6月底前: that of its title, else of its issue, else its plan's first."""
    one_year = dates.plan_end is None or dates.plan_start in (None, dates.plan_end)
    if dates.title_year and one_year:
        return dates.title_year
    return int(dates.issued[:4]) if dates.issued else dates.title_year or dates.plan_start


def _next_year(point: Point, dates: DocumentDates, base: int) -> tuple[int, str | None]:
    """A list of late in the year that names a month long past means the next year.

    In November and December any month past, from September on only one of half a year ago (4月底前 in 2024—2025年秋冬季).
    """
    several = dates.plan_end is not None and dates.plan_end > base
    if not dates.issued or (dates.title_year is not None and not several) or dates.issued[:4] != str(base):
        return base, None
    issued, day = int(dates.issued[5:7]), last_day(base, point.month, point.day)
    past = day is not None and day < dates.issued
    if past and (issued >= 11 or (issued >= 9 and issued - point.month >= 5)):
        return base + 1, "原文未写年份，按成文日期推为次年"
    return base, None
