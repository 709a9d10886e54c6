"""Bytes of a saved web page → a tree in which every character of the page stands, raw `<镇>` included.

A page that calls itself gb2312 is read as gb18030; “各乡<镇>人民政府” keeps its brackets, as a browser shows them.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re

from lxml import etree, html

from graph_loader.readers.limits import MAX_CHARACTERS, MAX_NESTING, check_count
from graph_store.errors import UnreadableFile

_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.-]+)""",
    re.IGNORECASE,
)
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "utf8": "utf-8",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[(?:if|endif)[^>]*>", re.DOTALL)
_RAW_OPEN = re.compile(r"<(?=[^A-Za-z/!?])|<(?=[A-Za-z][^\s<>/=]*[\u3000-\u9fff\uff00-\uffef])")
_RAW_CLOSE = re.compile(r"</[^A-Za-z>][^<>]{0,40}>|</(?=[A-Za-z][^\s<>]*[\u3400-\u9fff])[^<>]{0,40}>")


def decode_page(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The page as text, its encoding and warnings; a page saved as .mht is unpacked first."""
    data = _unpacked(data)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data, encoding)
    match = _DECLARED.search(data[:8192])
    declared = (match.group(1) or match.group(2)).decode("ascii").lower() if match else "utf-8"
    for encoding in dict.fromkeys(("utf-8", _ALIASES.get(declared, declared), "gb18030")):
        try:
            return data.decode(encoding), encoding, ()
        except (UnicodeDecodeError, LookupError):
            continue
    return _lenient(data, "utf-8" if declared in ("utf-8", "utf8") else "gb18030")


def _lenient(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return text, encoding, (f"有 {lost} 处字节无法按 {encoding} 解码，以“\ufffd”代替。",) if lost else ()


def _unpacked(data: bytes) -> bytes:
    head = data[:4096].lower()
    if b"mime-version:" not in head or b"multipart/related" not in head:
        return data
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else data
    return data


def parse_page(name: str, page: str) -> html.HtmlElement:
    """The root element of a page; raises UnreadableFile when there is none."""
    check_count(name, len(page), MAX_CHARACTERS, " 字")
    clean = _COMMENT.sub("", page.replace("\0", ""))
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", clean)
    clean = _RAW_OPEN.sub("&lt;", _RAW_CLOSE.sub("", clean))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"{name}：网页没有内容。", hint="请重新保存网页后再载入。") from error
    check_count(name, _nesting(root), MAX_NESTING, " 层嵌套")
    return root


def _nesting(root: html.HtmlElement) -> int:
    depths = {root: 0}
    for element in root.iterdescendants():
        depths[element] = depths[element.getparent()] + 1
    return max(depths.values())
