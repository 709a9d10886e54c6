"""A small graph for the pages: the one made by hand, and names and texts that try to be markup.

`served(…)` runs the application on a free port of this machine, as a browser sees it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import pytest
from fastapi import FastAPI

from graph_store.embedded_store import EmbeddedReader, build_snapshot
from graph_store.errors import NotFound, StoreUnreachable
from graph_store.search_index import SearchIndex
from graph_store.store import GraphReader, GraphRows, Mark, Row, Value
from tests.hand_graph import TEXTS, hand_rows, where

CHROMIUM = Path("/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"]

MARK = Mark(log_entry=1, log_hash="0" * 64, schema_version=1, rules="1")

EVIL = '<img src=x onerror="document.body.dataset.hacked=1">'
EVIL_SCRIPT = "</script><script>document.body.dataset.hacked=2</script>"
EVIL_LINK = '<a href="javascript:document.body.dataset.hacked=3">点我</a>'


def page_rows() -> GraphRows:
    """The graph made by hand, with a unit, a task and a policy whose names are markup."""
    rows = hand_rows()
    unit = {**rows.nodes["Unit"]["unit_dncz"], "name": EVIL, "short_name": EVIL_SCRIPT, "names": [EVIL, EVIL_LINK]}
    rows.add_node("Unit", "unit_evil", unit)
    task = {**rows.nodes["Task"]["task_a2"], "title": EVIL_SCRIPT, "text": EVIL + EVIL_LINK, "number": "9."}
    task |= {"position": 99, "counted_id": "task_evil", "deadline_text": EVIL, "cite": EVIL_LINK, "doubt": EVIL}
    rows.add_node("Task", "task_evil", task)
    rows.add_edge("PART_OF", ("Task", "task_evil"), ("Policy", "policy_a"))
    for role, type_, name in (("lead", "LEADS", "县财政局"), ("support", "SUPPORTS", "县财政局")):
        said: dict[str, Value] = {
            "role": role,
            "as_written": EVIL,
            "wording": EVIL_LINK,
            "position": 1,
            "list_open": True,
        }
        more: dict[str, Value] = {"inherited": False, "doubt": EVIL, "clause_start": 0, "clause_end": 8, "cite": EVIL}
        edge: dict[str, Value] = {**said, **more, **where("doc_a", name)}
        rows.add_edge(type_, ("Unit", "unit_evil"), ("Task", "task_evil"), edge)
    rows.nodes["Document"]["doc_a"] |= {
        "warnings": [EVIL],
        "unread": f'[{{"start": 0, "end": 8, "quote": "大宁县营商环境方", "reason": "像是职责 {EVIL_SCRIPT}"}}]',
        "copied_to": EVIL_LINK,
    }
    return rows


def text_of(document_id: str) -> str:
    """The text of a document of the graph made by hand."""
    if document_id not in TEXTS:
        raise NotFound(f"没有文件“{document_id}”。")
    return TEXTS[document_id]


def app_over(reader: GraphReader, folder: Path | None = None) -> FastAPI:
    """The application over a graph and the search index in a folder, with the texts made by hand as its archive."""
    from api.app import create_app

    app = create_app(reader)
    index = SearchIndex(folder) if folder else None
    app.state.context = replace(app.state.context, text_of=text_of, index=index)
    return app


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a free port; gives its address, and ends it afterwards."""
    import uvicorn

    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class NoReader:
    """A graph that nobody asks anything."""

    def read(self, cypher: LiteralString, **parameters: Value) -> list[Row]:
        """Refuse."""
        raise StoreUnreachable("没有图。")

    def mark(self) -> Mark | None:
        """Say that nothing was built."""
        return None

    def close(self) -> None:
        """Have nothing to let go of."""


@contextmanager
def page_reader(folder: Path, rows: GraphRows | None = None) -> Iterator[GraphReader]:
    """The graph of these tests in the embedded engine."""
    chosen = page_rows() if rows is None else rows
    build_snapshot(chosen, MARK, folder)
    SearchIndex(folder).update(chosen, MARK)
    reader = EmbeddedReader(folder)
    try:
        yield reader
    finally:
        reader.close()


def empty_reader(folder: Path) -> AbstractContextManager[GraphReader]:
    """A graph with nothing in it."""
    return page_reader(folder, GraphRows())
