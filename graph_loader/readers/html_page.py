"""Finds the document on a government web page, and takes its metadata out of the way.

Navigation, breadcrumbs, share buttons, related links and footers go; a table 索引号 … 发文字号 … becomes `meta`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import html

from graph_loader.readers.layout import squeeze

_DROP_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "nav",
        "footer",
        "aside",
        "head",
    ]
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|mianbao|mbx|weizhi|dqwz|position|location|footer|foot|bottom|share|bdshare\w*|fenxiang"
    r"|related?|xgwd|xglj|xgzc|recommend|sidebar|side|aside|toolbar|tools?|copyright|banner|logo|qrcode|ewm|erweima|pager|paging|prevnext"
    r"|search|login|friendlinks?|yqlj|topbar|skip|accessible|subnav|leftnav|dropdown|print|close|hot|rank|comments?)(?=$|[\s_-]|\d)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:^|\s)(?:UCAP-CONTENT|ucapcontent|TRS_Editor|TRS_UEDITOR|trs_editor_view|view|zoom|article|article[-_]?(?:content|con|body|text|main|detail)|artcon\w*|art_con\w*"
    r"|pages_content|(?:news|xxgk|detail|info|main|text|wz|zw|bt|con|page|doc|policy|file|zc|gk)[-_]?(?:content|con|body|text|detail|nr|article)\w*|content|contents|conTxt|contentText|vsb_content\w*"
    r"|v_news_content|Custom_UnionStyle|detail|wenzhang|zhengwen|zhengwenqu|neirong|nr|printArea|print-?content|barrierfree_container|rich_media_content|editor-content)(?=$|\s)",
    re.IGNORECASE,
)
META_LABELS = (
    "索引号|信息索引号|索取号|发文字号|文件编号|文号|发文机关|发文机构|发文单位|发布机构|发布机关|发布单位|公开机构|信息来源|制发机关|主办单位|成文日期|成文时间|生成日期|发文日期|发文时间|公文时间"
    "|发布日期|发布时间|公开日期|公开时间|信息名称|文件名称|名称|标题|主题分类|主题词|关键词|信息分类|组配分类|体裁分类|服务对象分类|所属分类|分类|公开类别|公开方式|公开范围|公开形式|公开属性"
    "|公开时限|有效性|时效性|时效|是否有效|效力状态|有效期|失效日期|废止日期|生效日期|实施日期|语种|内容概述|文件类型|体裁|统一登记号|统一编号|规范性文件登记号|来源|题裁分类"
)
_SPACED_LABELS = "|".join(r"\s*".join(label) for label in META_LABELS.split("|"))
_LABEL_ONLY = re.compile(rf"^[【\[]?\s*({_SPACED_LABELS})\s*[】\]]?\s*[:：]?$")
_LABEL_VALUE = re.compile(rf"^[【\[]?\s*({_SPACED_LABELS})\s*[】\]]?\s*[:：]")
_LABEL_ANYWHERE = re.compile(rf"(?:(?<=^)|(?<=[\s|｜【\[]))({_SPACED_LABELS})\s*[】\]]?\s*[:：]\s*")
_HOLDERS = ("table", "p", "div", "li", "ul", "dl")
_SURE = frozenset(
    [
        "索引号",
        "信息索引号",
        "索取号",
        "发文字号",
        "文号",
        "发文机关",
        "发文机构",
        "发布机构",
        "发布日期",
        "成文日期",
        "生成日期",
        "主题分类",
        "信息分类",
        "公开类别",
    ]
)
_CANONICAL = {
    "信息索引号": "索引号", "索取号": "索引号", "文号": "发文字号", "文件编号": "发文字号", "发文机构": "发文机关", "发文单位": "发文机关", "制发机关": "发文机关",
    "发布机关": "发布机构", "发布单位": "发布机构", "公开机构": "发布机构", "成文时间": "成文日期", "生成日期": "成文日期", "发文日期": "成文日期", "发文时间": "成文日期", "公文时间": "成文日期",
    "发布时间": "发布日期", "公开日期": "发布日期", "公开时间": "发布日期", "信息名称": "标题", "文件名称": "标题", "名称": "标题", "时效性": "有效性", "时效": "有效性", "是否有效": "有效性", "效力状态": "有效性",
}  # fmt: skip


def length(element: html.HtmlElement) -> int:
    """How many characters without white space an element holds."""
    return sum(len(re.sub(r"\s+", "", text)) for text in element.itertext())


def link_length(element: html.HtmlElement) -> int:
    """How many of them stand in links."""
    return sum(length(link) for link in element.iter("a"))


def names_of(element: html.HtmlElement) -> str:
    """The id and classes of an element, one after the other."""
    return f"{element.get('id') or ''} {element.get('class') or ''}".strip()


def is_hidden(element: html.HtmlElement) -> bool:
    """Whether a browser would not show the element."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def drop_furniture(root: html.HtmlElement) -> None:
    """Take scripts, hidden parts and navigation out of the tree; what holds most of the page is never dropped."""
    for element in list(root.iter()):
        if isinstance(element.tag, str) and element.tag in _DROP_TAGS and element.getparent() is not None:
            element.drop_tree()
    total = max(1, length(root))
    for element in list(root.iter("div", "ul", "ol", "section", "span", "p", "table", "header", "td", "dl", "form")):
        if element.getparent() is None or not _attached(element, root):
            continue
        named = _FURNITURE.search(names_of(element)) and not _BODY.search(names_of(element))
        small = length(element) < 0.3 * total
        if (
            is_hidden(element)
            or (small and named and not _has_task_table(element))
            or (small and _is_link_list(element))
        ):
            element.drop_tree()


def _attached(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    return any(ancestor is root for ancestor in element.iterancestors())


def _has_task_table(element: html.HtmlElement) -> bool:
    return any("单位" in (cell.text_content() or "") for cell in element.iter("td", "th"))


def _is_link_list(element: html.HtmlElement) -> bool:
    links = sum(1 for _ in element.iter("a"))
    whole = length(element)
    return links >= 4 and whole > 0 and link_length(element) >= 0.75 * whole and element.tag not in ("p", "td")


def find_body(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the document: the innermost well-known container, else the block with most words."""
    body = root.find("body")
    top = body if body is not None else root
    total = max(1, length(top) - link_length(top))
    best = top
    for element in top.iter("div", "article", "td", "section", "main", "span", "form"):
        named = _BODY.search(names_of(element)) or element.tag == "article" or element.get("ergodic") == "article"
        if named and length(element) - link_length(element) >= 0.55 * total:
            best = element
    return best if best is not top else _densest(top)


def _densest(top: html.HtmlElement) -> html.HtmlElement:
    here = top
    while True:
        whole = max(1, length(here) - link_length(here))
        blocks = [child for child in here if child.tag in ("div", "article", "section", "main", "form", "center")]
        loose = sum(length(child) for child in here if child.tag in ("p", "table", "h1", "h2", "h3", "ol", "ul", "br"))
        heavy = [child for child in blocks if length(child) - link_length(child) >= 0.85 * whole]
        if not heavy or loose > 20:
            return here
        here = heavy[0]


def find_title(root: html.HtmlElement, body: html.HtmlElement) -> str:
    """The title that stands above the body: a heading, a block named title, or the page's metadata."""
    inside = set(body.iter())
    for element in root.iter("h1", "h2", "h3", "div", "p", "td", "span"):
        if element in inside or any(block in inside for block in element.iter()):
            continue
        named = re.search(r"(?:^|[\s_-])(?:title|bt|biaoti|tit|headline)\w*(?=$|\s)", names_of(element), re.IGNORECASE)
        text = squeeze(element.text_content())
        if (element.tag in ("h1", "h2", "h3") or named) and _looks_like_title(text):
            return text
    for entry in root.iter("meta"):
        if (entry.get("name") or "").lower() in ("articletitle", "title"):
            return squeeze(entry.get("content") or "")
    return ""


def _looks_like_title(text: str) -> bool:
    return 8 <= len(text) <= 120 and bool(
        re.search(r"通知|方案|意见|办法|规划|计划|措施|清单|要点|规定|决定|细则|纲要|函|公告|分工", text)
    )


def page_meta(root: html.HtmlElement) -> dict[str, str]:
    """Metadata in `<meta name="PubDate" …>` of the head, under the Chinese labels."""
    wanted = {"pubdate": "发布日期", "contentsource": "来源", "articletitle": "标题"}
    found: dict[str, str] = {}
    for entry in root.iter("meta"):
        label = wanted.get((entry.get("name") or "").lower())
        content = squeeze(entry.get("content") or "")
        if label and content:
            found.setdefault(label, content)
    return found


def take_meta(root: html.HtmlElement) -> dict[str, str]:
    """Pairs such as 发文字号 → 泽政办发〔2022〕7号 from metadata tables and lists, which leave the tree."""
    found: dict[str, str] = {}
    for element in list(root.iter("table", "dl", "ul", "div")):
        if not _attached(element, root):
            continue
        whole = length(element)
        if whole > 900 or whole < 6:
            continue
        pairs = dict(_pairs(element))
        if len(pairs) >= 2 and _SURE & set(pairs) and 1.6 * _covered(pairs) >= whole:
            for label, value in pairs.items():
                found.setdefault(_CANONICAL.get(label, label), value)
            element.drop_tree()
    return {label: value for label, value in found.items() if value}


def _covered(pairs: dict[str, str]) -> int:
    return sum(len(label) + 1 + len(re.sub(r"\s+", "", value)) for label, value in pairs.items())


def _pairs(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    waiting = ""
    for text in _leaf_texts(element):
        if match := _LABEL_ONLY.match(text):
            if waiting:
                yield waiting, ""
            waiting = re.sub(r"\s+", "", match.group(1))
        elif waiting:
            yield waiting, text
            waiting = ""
        elif _LABEL_VALUE.match(text):
            yield from _several(text)
    if waiting:
        yield waiting, ""


def _several(text: str) -> Iterator[tuple[str, str]]:
    """All pairs in one run of words: “索引号：… 发文字号：…”."""
    found = list(_LABEL_ANYWHERE.finditer(text))
    for match, following in itertools.zip_longest(found, found[1:]):
        end = following.start() if following else len(text)
        yield re.sub(r"\s+", "", match.group(1)), text[match.end() : end].strip(" |｜【[")


def _leaf_texts(element: html.HtmlElement) -> Iterator[str]:
    """In the order of the page: cells, list items and paragraphs whole, other words run by run."""
    own = [squeeze(element.text or "")]
    if element.tag in ("td", "th", "li", "p", "dt", "dd") and not any(child.tag in _HOLDERS for child in element):
        own = [squeeze(element.text_content())]
    else:
        for child in element:
            own.extend(_leaf_texts(child))
            own.append(squeeze(child.tail or ""))
    return (text for text in own if text)
