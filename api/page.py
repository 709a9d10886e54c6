"""One page as an answer: the reader's language kept in a cookie, the link that switches it, the section it is in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from visualizations.pages import render

_YEAR = 365 * 24 * 3600


def language(request: Request) -> str:
    """`?lang=en` or `?lang=zh`, else the cookie, else Chinese."""
    asked = request.query_params.get("lang", "")
    if asked not in ("zh", "en"):
        asked = request.cookies.get("lang", "zh")
    return "en" if asked == "en" else "zh"


def page(request: Request, template: str, **given: Any) -> HTMLResponse:
    """Render a template for this reader."""
    lang = language(request)
    given.setdefault("query", request.query_params.get("q", ""))
    response = HTMLResponse(render(template, lang, lang_link=_switch(request, lang), **given))
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie("lang", lang, max_age=_YEAR, samesite="lax", httponly=True)
    return response


def scope_of(**chosen: str) -> str:
    """Chosen filters as the beginning of a query string: `unit=unit_1&`; empty ones are left out."""
    words = urlencode({name: value for name, value in chosen.items() if value})
    return f"{words}&" if words else ""


def _switch(request: Request, lang: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name != "lang"]
    return f"{request.url.path}?{urlencode([*kept, ('lang', 'zh' if lang == 'en' else 'en')])}"
