"""Answers that a browser or a program already has: an ETag for each graph, and 304 while the graph stands.

What /api answers depends on the address, the graph and the day alone, so the mark of the graph and the day name it.
The mark is read before the question is asked: an answer may be newer than its tag, never older.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.guard import App, Message, Receive, Scope, Send

_FIXED = "/api/"
_LIVE = ("/api/status", "/api/search")  # the search index is level a moment after the graph
_LONG = (b"cache-control", b"max-age=86400")
_ASK = (b"cache-control", b"no-cache")


class Fresh:
    """Wrap an ASGI application: what it answers may be kept, but is asked for again before it is shown."""

    def __init__(self, app: App, mark: Callable[[], str]) -> None:
        self.app = app
        self.mark = mark  # what the graph holds, in a few characters; "" where that is not known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        tag = await self._tag(scope)
        if tag and tag in _known(scope):
            answer = Response(status_code=304, headers={"etag": tag, "cache-control": "no-cache"})
            await answer(scope, receive, send)
            return
        kept = _LONG if scope["path"].startswith("/static/vendor/") else _ASK

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                added = [kept] if kept[0] not in present else []
                if tag and message["status"] == 200 and b"etag" not in present:
                    added.append((b"etag", tag.encode()))
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await self.app(scope, receive, send_tagged)

    async def _tag(self, scope: Scope) -> str:
        if scope["method"] not in ("GET", "HEAD") or not scope["path"].startswith(_FIXED) or scope["path"] in _LIVE:
            return ""
        mark = await run_in_threadpool(self.mark)  # the graph may lie on a server that is slow or down
        said = f"{mark} {date.today()} {scope.get('raw_path') or scope['path']} {scope.get('query_string')}"
        return f'W/"{sha256(said.encode()).hexdigest()[:24]}"' if mark else ""


def _known(scope: Scope) -> set[str]:
    """The tags that the client says it has."""
    said = [value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"]
    return {tag.strip() for line in said for tag in line.split(",")}
