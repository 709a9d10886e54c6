"""Cite a task as an official would write it: 大营增专班发〔2022〕1号附件1第81项."""

from __future__ import annotations

import re

from graph_loader.drafts import TaskDraft
from graph_store.model import Policy, TaskKind

_CHINESE = re.compile(r"[一二三四五六七八九十]+")
_ARABIC = re.compile(r"\d+(?:[.．]\d+)*")
_HEADING = re.compile(
    r"(?P<cn>[一二三四五六七八九十]+)[、.．]|(?P<p>[（(][一二三四五六七八九十\d]+[)）])|(?P<c>第.+?[章节篇])"
)


def cite_of(policy: Policy, draft: TaskDraft, parent: str | None = None, position: int = 1) -> str:
    """The citation of one task: number (or title) of its policy, annex, headings, number.

    A measure of a table row is cited by its task (`parent`) and its place below it.
    """
    base = (policy.number or f"《{policy.title}》") + (policy.annex or "")
    if draft.kind is TaskKind.ACTION and parent:
        return f"{parent}落实措施{position}"
    number = draft.number.strip(" .．、﹒")
    headings = "" if number.isdigit() and not _restarts(draft) else "".join(_heading(part) for part in draft.path)
    if not number:
        title = draft.title or draft.body.text.strip()[:12]
        return f"{base}{headings}“{title}”"
    if number.startswith("第"):
        return f"{base}{number}"
    if _CHINESE.fullmatch(number):
        return f"{base}{headings}第{number}部分"
    if _ARABIC.fullmatch(number):
        return f"{base}{headings}第{number}项"
    return f"{base}{headings}{number}"


def _restarts(draft: TaskDraft) -> bool:
    """Numbers under a heading may start again, so the heading belongs to the citation; a table's numbers run on."""
    return bool(draft.path) and not draft.role_cells


def _heading(part: str) -> str:
    match = _HEADING.match(part)
    if not match:
        return ""
    if match.group("cn"):
        return f"第{match.group('cn')}部分"
    return match.group("p") or match.group("c")
