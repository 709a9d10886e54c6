"""One shape for every error: `{"error": {"code", "message", "hint", "candidates"}}`, Chinese first, English where it was asked for.

The only place that knows which of our errors is which HTTP status. Paths under /api answer JSON, pages answer a page.
What nobody expected is logged with its trace and shown as a plain sentence.
"""

from __future__ import annotations

import re
from typing import Any

from graph_store.embedded_store import GraphMissing
from graph_store.errors import (
    AmbiguousName,
    BadInput,
    BadSetting,
    NotFound,
    QueryTimeout,
    SpanOutsideText,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreUnreachable,
    UnreadableFile,
    ZerenError,
)
from visualizations.phrases import phrase

#: error class → status; a class that is not here is answered as its nearest base
STATUS: dict[type[ZerenError], int] = {
    ZerenError: 500,
    BadInput: 400,
    UnreadableFile: 422,
    BadSetting: 500,
    NotFound: 404,
    AmbiguousName: 409,
    SpanOutsideText: 500,
    StoreError: 500,
    StoreUnreachable: 503,
    StoreBusy: 503,
    StoreDamaged: 500,
    GraphMissing: 503,
    QueryTimeout: 504,
}

#: status → (code, message, hint) for what the web server itself refuses
PLAIN: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求无法理解。", "请检查网址和参数。"),
    404: ("not_found", "没有这个页面。", "请从首页或检索进入。"),
    405: ("method_not_allowed", "此地址不接受这种请求方式。", "本系统的查询一律用 GET。"),
    413: ("too_large", "请求内容过大。", "查询不需要提交内容。"),
    414: ("too_long", "网址或参数过长。", "请缩短检索词。"),
    421: (
        "misdirected",
        "本服务不以这个主机名提供。",
        "请用启动时显示的地址打开；要用别的主机名，请管理员设 ZEREN_HOSTS。",
    ),
    422: ("invalid_request", "参数有误。", "参数的写法见 /docs。"),
    500: ("internal", "系统内部出错，已记入日志。", "请稍后再试；仍然出错时，请把时间告知管理员。"),
}


#: hints are written for the command; here is what stands for it on the web
_FOR_PROGRAMS = (
    ("用 --jurisdiction 指明地区", "用参数 jurisdiction 指明地区"),
    ("用 zeren search 按", "检索，按"),
    ("用 zeren units list 查看全部单位，或", "在单位一览中查看，或"),
    ("用 zeren status 查看", "在“载入与核对”中查看"),
)


def status_of(error: type[ZerenError]) -> int:
    """The HTTP status of one of our errors: its own, or that of its nearest base."""
    return next(STATUS[base] for base in error.__mro__ if base in STATUS)


def code_of(error: type[ZerenError]) -> str:
    """The error's name for programs: `AmbiguousName` → `ambiguous_name`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", error.__name__).lower()


def body_of(error: ZerenError) -> dict[str, object]:
    """The error as it is answered."""
    candidates = error.candidates if isinstance(error, AmbiguousName) else ()
    rows = [{"id": id_, "name": name, "jurisdiction": place} for id_, name, place in candidates]
    hint = error.hint
    for said, meant in _FOR_PROGRAMS:
        hint = hint.replace(said, meant)
    return error_body(code_of(type(error)), error.message, hint, rows)


def error_body(
    code: str, message: str, hint: str = "", candidates: list[dict[str, str]] | None = None
) -> dict[str, object]:
    """The one shape of an error."""
    return {"error": {"code": code, "message": message, "hint": hint, "candidates": candidates or []}}


def in_language(body: dict[str, Any], lang: str) -> dict[str, Any]:
    """The error with its words in this language; code and candidates stay as they are."""
    error = body["error"]
    return {"error": {**error, **{name: phrase(error[name], lang) for name in ("message", "hint")}}}


def plain_body(status: int, detail: str = "") -> dict[str, object]:
    """What the web server refuses by itself, in the same shape; `detail` goes after the message."""
    code, message, hint = PLAIN.get(status, PLAIN[400] if status < 500 else PLAIN[500])
    return error_body(code, f"{message}{detail}", hint)


def validation_detail(errors: list[dict[str, object]]) -> str:
    """Which parameters are wrong, as one sentence: `limit、offset`."""
    names = []
    for error in errors:
        place = error.get("loc", ())
        if isinstance(place, (tuple, list)) and place:
            names.append(str(place[-1]))
    return f"出错的参数：{'、'.join(dict.fromkeys(names))}。" if names else ""
