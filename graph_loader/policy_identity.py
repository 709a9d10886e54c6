"""Which policy a citation means: 《…实施方案》（泽政办发〔2022〕7号） → the loaded plan, or a node of its own.

Identity is number + title; the number alone is none (one notice may publish two plans), the title alone serves where
no number is printed, with the place that issued it. A policy has the same id before and after it is loaded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from graph_loader.jurisdictions import Place, nation, place_of
from graph_store.ids import content_id, plain
from graph_store.model import Citation, Policy

_ISSUED_WITH = re.compile(r"^.{0,60}?关于(?:印发|转发|发布|下发|批转)")
_NATIONAL_CODES = re.compile(
    r"^(?:国发|国办|国函|国令|中发|中办|厅字|发改|财[政税建企]|工信部|国土资|国税|税总|银发|银保监|商[办务]|人社部|农[发业])"
)
_PROVINCES = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "内": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省",
    "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省",
    "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省", "渝": "重庆市", "川": "四川省", "黔": "贵州省",
    "滇": "云南省", "云": "云南省", "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省", "青": "青海省", "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区",
}  # fmt: skip


def title_key(title: str | None) -> str:
    """What two printings of one title share: its letters, without 关于印发 … 的通知 round it."""
    words = re.sub(r"\s+", "", title or "")
    inner = _ISSUED_WITH.sub("", words)
    if inner != words:
        inner = re.sub(r"的?通知$", "", inner)
    return plain(inner)


def number_key(number: str | None, issuer: str | None = None) -> str:
    """What two printings of one 发文字号 share; one without the issuer's code (〔2022〕7号) leans on the issuer."""
    key = plain(number or "")
    return key if not key or not key[0].isdigit() else plain(issuer or "") + key


def policy_place(title: str | None, number: str | None, issuer: str | None) -> Place | None:
    """The place whose policy it is, by its issuer, its title or the code in its number; None where none tells."""
    for words in (issuer, title):
        found = place_of(words) if words else None
        if found:
            return found
    code = (number or "").strip()
    if _NATIONAL_CODES.match(code):
        return nation()
    if re.match(r"^.(?:政|办|发|厅|财|科|人社|工信|商)", code) and code[0] in _PROVINCES:
        return place_of(_PROVINCES[code[0]])
    return None


def policy_identity(title: str | None, number: str | None, issuer: str | None) -> str:
    """The id of a policy node: by number and title, else by title and the place that issued it."""
    key = number_key(number, issuer)
    if key:
        return content_id("policy", key, title_key(title))
    place = policy_place(title, number, issuer)
    return content_id("policy", place.full_name if place else plain(issuer or ""), title_key(title))


@dataclass(slots=True)
class PolicyIndex:
    """The loaded policies and the numbered citations, by number and by title."""

    _by_number: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))  # number → title → id
    _by_title: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _cited: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add_loaded(self, policy: Policy) -> str:
        """Take a loaded policy in; return its id."""
        id_ = policy_identity(policy.title, policy.number, policy.issuer)
        self._by_number[number_key(policy.number, policy.issuer)][title_key(policy.title)] = id_
        self._by_title[title_key(policy.title)].add(id_)
        return id_

    def add_cited(self, citation: Citation) -> None:
        """Take a citation with number and title in, so that the same title without a number finds it."""
        if citation.cited_number and citation.cited_title:
            self._cited[title_key(citation.cited_title)].add(self.find(citation))

    def find(self, citation: Citation) -> str:
        """The id of the policy that a citation means."""
        title, number = title_key(citation.cited_title), number_key(citation.cited_number, citation.cited_issuer)
        own = policy_identity(citation.cited_title, citation.cited_number, citation.cited_issuer)
        if number:
            loaded = self._by_number.get(number, {})
            alike = {id_ for key, id_ in loaded.items() if not title or title in key or key in title}
            return next(iter(alike)) if len(alike) == 1 else own
        for known in (self._by_title.get(title, set()), self._cited.get(title, set())):
            others = known - {citation.policy_id}  # a plan of the same title that it cites is another's
            if len(others) == 1 and len(known) == 1:
                return next(iter(others))
        return own
