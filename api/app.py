"""The HTTP application: `create_app(reader, workspace, settings)` → FastAPI with the API, the pages and /docs.

Nothing is global: two applications over two graphs can live in one process. Everything is read only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import visualizations
from api import (
    routes_documents,
    routes_due,
    routes_export,
    routes_listings,
    routes_network,
    routes_pages,
    routes_policies,
    routes_search,
    routes_status,
    routes_tasks,
    routes_units,
)
from api.caching import Fresh
from api.context import Context
from api.errors import body_of, in_language, plain_body, status_of, validation_detail
from api.examples import with_examples
from api.guard import Guard, allowed
from api.responses import ERRORS
from graph_store.engines import open_search
from graph_store.errors import ZerenError
from graph_store.store import GraphReader
from visualizations.pages import render

STATIC = Path(visualizations.__file__).parent / "static"
log = logging.getLogger("zeren.api")

_ABOUT = """责任网：读政府文件，答谁牵头、谁负责、谁配合。每条结论都附原文。

Responsibility networks read from government plans. Every answer carries the words it stands on. Everything here is
read only; errors have one shape; lists take `limit` and `offset` and give `total`.
"""


def create_app(reader: GraphReader, workspace: Any = None, settings: Any = None) -> FastAPI:
    """Build the application over a graph, and over the archive of `workspace` where one is at hand."""
    app = FastAPI(
        title="责任网 Zeren",
        description=_ABOUT,
        version=_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        responses=ERRORS,
    )
    app.state.context = _context(reader, workspace, settings)
    app.add_middleware(Fresh, mark=partial(_mark_of, reader))
    app.add_middleware(Guard, failed=_failed, hosts=allowed(settings.hosts if settings is not None else ""))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for module in (
        routes_units, routes_tasks, routes_policies, routes_due, routes_documents, routes_search, routes_network,
        routes_export,
    routes_listings, routes_status, routes_pages,
    ):  # fmt: skip
        app.include_router(module.router)
    app.openapi = partial(_described, app.openapi)  # type: ignore[method-assign]
    app.add_exception_handler(ZerenError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    return app


def _context(reader: GraphReader, workspace: Any, settings: Any) -> Context:
    archive = getattr(workspace, "archive", None)
    return Context(
        reader=reader,
        version=_version(),
        text_of=archive.text if archive is not None else None,
        head=archive.head if archive is not None else None,
        judgements=archive.judgements if archive is not None else None,
        index=open_search(settings.graph, settings.data) if settings is not None else None,
    )


def _described(describe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return with_examples(describe())


def _mark_of(reader: GraphReader) -> str:
    """What the graph holds, by which version of ours, in a few words; "" where it cannot be said."""
    try:
        mark = reader.mark()
    except ZerenError:
        return ""
    return f"{mark.log_entry} {mark.log_hash} {mark.rules} {mark.schema_version} {_version()}" if mark else ""


def _version() -> str:
    try:
        return version("zeren")
    except PackageNotFoundError:
        return "0"


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZerenError)
    status = status_of(type(error))
    if status >= 500:
        log.error("%s at %s: %s", type(error).__name__, request.url.path, error)
    return answer(request.url.path, status, body_of(error), _lang(request))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request.url.path, 422, plain_body(422, validation_detail(list(error.errors()))), _lang(request))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = answer(request.url.path, error.status_code, plain_body(error.status_code), _lang(request))
    response.headers.update(error.headers or {})
    return response


def _failed(scope: MutableMapping[str, Any], status: int) -> Response:
    request = Request(scope)
    return answer(request.url.path, status, plain_body(status), _lang(request))


def answer(path: str, status: int, body: dict[str, Any], lang: str) -> Response:
    """An error as a program reads it under /api, as a page elsewhere; in English where that was asked for."""
    body = in_language(body, lang)
    if path.startswith(("/api", "/openapi.json", "/healthz", "/readyz")):
        return JSONResponse(body, status)
    other = f"/?lang={'zh' if lang == 'en' else 'en'}"
    return HTMLResponse(render("error.html", lang, lang_link=other, status=status, error=body["error"]), status)


def _lang(request: Request) -> str:
    return "en" if request.query_params.get("lang", request.cookies.get("lang")) == "en" else "zh"
