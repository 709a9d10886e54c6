"""Find role clauses in running paragraphs: brackets at the end, label lines, labels run in behind a full stop.

“…加快发展。（责任单位：县财政局）” → one RoleClause with its bracket. Sentences (由…牵头, …要…) are read by prose.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_loader.clauses import RoleClause, read_clause
from graph_loader.ditto import ditto_clause
from graph_loader.labels import LABEL, LABEL_SIGN, LabelKind, label_kind
from graph_loader.source import Reading

_BRACKET = re.compile(r"[（(【\[［〔）)】\]］〕]")
_ANY_OPEN, _ANY_CLOSE = "（([［【〔", "）)]］】〕"
_HINT = re.compile(
    r"单位|部门|牵头|负责|配合|参与|落实|指导|科室|股室|处室|领导|责任|督|考核|协助|协同|会同|按职责|承办|主办|联系人|时限|统筹|组织实施|具体|同上"
)
_MAX_CLAUSE = 1500  # characters: longer brackets are text in brackets, not role clauses

_CONTACT = re.compile(
    r"[（(]?\s*联[系络](?:人|员)\s*[:：][^。；;：:]{2,16}?[，,；;、\s]*(?:联系)?(?:电话|手机|邮箱|传真)"
)


def find_clauses(paragraph: Reading) -> list[RoleClause]:
    """Every role clause of one paragraph, in order of the text."""
    clauses: list[RoleClause] = []
    text = paragraph.text
    if not _HINT.search(text):
        return clauses
    masked = list(text)
    for start, end in brackets(text):
        if text[start] in "【[" and LABEL.fullmatch(text, start + 1, end):
            continue
        for index in range(start, end):
            masked[index] = "\0"
        if not _HINT.search(text, start, end) or end - start > _MAX_CLAUSE:
            continue
        stop = end - 1 if text[end - 1] in _ANY_CLOSE else end
        inner, whole = paragraph.cut(start + 1, stop), paragraph.cut(start, end)
        clause = ditto_clause(inner, whole) or read_clause(inner, whole)
        if clause is not None:
            if stop == end:
                clause.doubt = "责任括号没有收尾"
            clauses.append(clause)
    clauses.extend(_label_lines(paragraph, "".join(masked)))
    if all(_says_whom_to_call(clause) for clause in clauses):
        return []
    return sorted(clauses, key=lambda clause: clause.reading.offsets[0])


def _says_whom_to_call(clause: RoleClause) -> bool:
    """进展情况报县政府办（联系人：张三，联系电话：…）: a contact; beside a duty of the same paragraph it is an officer."""
    return bool(clause.lists) and bool(_CONTACT.match(clause.reading.text))


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost brackets as (start, end), widths mixed; one that never closes runs to the end if it opens a label."""
    depth, start = 0, -1
    for match in _BRACKET.finditer(text):
        if match.group() in _ANY_OPEN:
            if depth == 0:
                start = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield start, match.end()
    if depth and LABEL.search(text[start : start + 16]):
        yield start, len(text)
    elif depth:
        for first, last in brackets(text[start + 1 :]):
            yield start + 1 + first, start + 1 + last


def _label_lines(paragraph: Reading, masked: str) -> Iterator[RoleClause]:
    """Labels outside brackets: from the first label of a run to the full stop or the end of the paragraph."""
    position = 0 if LABEL_SIGN.search(masked) else len(masked) + 1
    while match := LABEL.search(masked, position):
        kind = label_kind(match.group("label"))
        if kind not in (LabelKind.ROLE, LabelKind.DEADLINE) or not _begins_clause(masked, match.start("label")):
            position = match.end()
            continue
        stop = masked.find("。", match.end())
        stop = len(masked) if stop < 0 else stop
        while (
            stop < len(masked) and (following := LABEL.match(masked, stop + 1)) and label_kind(following.group("label"))
        ):
            after = masked.find("。", following.end())
            stop = len(masked) if after < 0 else after
        opening = match.start("label") - (masked[match.start("label") - 1 : match.start("label")] in ("【", "["))
        whole = paragraph.cut(opening, stop).strip()
        clause = read_clause(whole, whole, cells=bool(re.search(r"\s", whole.text)))
        if (clause is not None and clause.lists) or (
            clause is not None and clause.deadlines and match.start("label") == 0
        ):
            yield clause
        position = max(stop, match.end())


def _begins_clause(masked: str, start: int) -> bool:
    before = masked[:start].rstrip().removesuffix("【").removesuffix("[").rstrip()
    return not before or before[-1] in "。；;！？\0|.．、，,）)" or start == 0
