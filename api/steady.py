"""Answers of one state of the graph: a handler asks several questions, and a load may end between two of them.

Where the graph changed while a request was answered, it is answered once more, so that counts and rows agree.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from graph_store.errors import ZerenError

_MOST: Final = 3  # a graph that changes all the time must not keep a reader waiting


class SteadyRoute(APIRoute):
    """A route whose answer is made again while the graph moved under it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with a look at the graph's mark before and after."""
        handle = super().get_route_handler()

        async def steady(request: Request) -> Response:
            before = await run_in_threadpool(_entry, request)
            for _ in range(_MOST - 1):
                answer = await handle(request)
                if before is None:
                    return answer
                after = await run_in_threadpool(_entry, request)
                if after == before:
                    return answer
                before = after
            return await handle(request)

        return steady


def _entry(request: Request) -> int | None:
    """The log entry that the graph stands at; None where that cannot be said, which the handler will say better."""
    try:
        mark = request.app.state.context.reader.mark()
    except ZerenError:
        return None
    return mark.log_entry if mark else None
