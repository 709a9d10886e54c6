"""Who signed a document and when: “某县人民政府 / 2022年3月10日” → issuer, ISO date, proxy seal."""

from __future__ import annotations

import re

from graph_loader.plan_titles import DATE, is_title, words_of
from graph_loader.source import Block, Paragraph

DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,20}(?:〔|\[|［|（|\(|【|﹝)\s*(?:19|20)\d{2}\s*(?:年)?\s*(?:〕|\]|］|）|\)|】|﹞)\s*(?:第)?\s*\d{1,5}\s*号"
)


_CN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "O": "0",
    "o": "0",
    "0": "0",
}


def read_signature(blocks: list[Block], cover_end: int) -> tuple[str | None, str | None, str | None]:
    """Issuer, date and proxy seal of the signature: the last date line of the cover letter, else of the document."""
    for area in (blocks[:cover_end], blocks):
        for index in range(len(area) - 1, 0, -1):
            text = re.sub(r"\s+", "", words_of(area[index]))
            date = DATE.fullmatch(text.strip("（）()"))
            if not date:
                signed = re.fullmatch(rf"(?P<who>[\u4e00-\u9fff]{{4,40}})(?P<date>{DATE.pattern})", text)
                if signed:
                    return signed.group("who"), iso_date(signed.group("date")), None
                continue
            lines, seal = _signers(area, index)
            return ("、".join(lines) if lines else None), iso_date(text), seal
    return None, None, None


def _signers(area: list[Block], index: int) -> tuple[list[str], str | None]:
    lines: list[str] = []
    seal = None
    for block in reversed(area[max(0, index - 4) : index]):
        text = re.sub(r"\s+", "", words_of(block))
        proxy = re.fullmatch(r"[（(](?P<who>.{2,30})代章[)）]", text)
        if proxy:
            seal = proxy.group("who")
        elif (
            4 <= len(text) <= 60
            and not re.search(r"[。；：:，]", text)
            and not DOC_NUMBER.search(text)
            and not is_title(text)
        ):
            lines.insert(0, text)
        else:
            break
    return lines, seal


def iso_date(text: str) -> str | None:
    """ISO date of the first full date in a text; None where there is none or it does not exist."""
    compact = re.sub(r"\s+", "", text)
    match = re.search(r"((?:19|20)\d{2})[年\-./](\d{1,2})[月\-./](\d{1,2})", compact)
    if match:
        return f"{match.group(1)}-{int(match.group(2)):02d}-{int(match.group(3)):02d}"
    match = re.search(
        r"([二〇○零Oo0一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日", compact
    )
    if not match:
        return None
    year = "".join(_CN_DIGITS.get(c, "") for c in match.group(1).replace("二", "二"))
    return f"{year}-{_cn_int(match.group(2)):02d}-{_cn_int(match.group(3)):02d}"


def _cn_int(text: str) -> int:
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return int(_CN_DIGITS[text])
    return (int(_CN_DIGITS[tens]) if tens else 1) * 10 + (int(_CN_DIGITS[ones]) if ones else 0)


def without_signature(blocks: list[Block]) -> list[Block]:
    """Drop issuer and date lines at the end of a part."""
    kept = list(blocks)
    while kept and isinstance(kept[-1], Paragraph):
        text = re.sub(r"\s+", "", kept[-1].reading.text)
        is_date = bool(DATE.fullmatch(text.strip("（）()")))
        is_issuer = (
            len(text) <= 40
            and not re.search(r"[。；：:，（]", text)
            and bool(re.search(r"(?:政府|办公室|委员会|局|办|厅|部|专班|小组|指挥部|管委会|公司|中心|院|署)$", text))
        )
        if is_date or (is_issuer and len(kept) < len(blocks)) or re.fullmatch(r"[（(].{2,30}代章[)）]", text):
            kept.pop()
        else:
            break
    return kept
