"""What stands around every answer: security headers, limits on what is sent to us, and the last net for errors.

A plain ASGI wrapper. A page of another site that makes its own name point here (DNS rebinding) is refused by the name
it asks for. No CORS header is ever set, so pages of other sites cannot read answers. Scripts and styles
come from our own address only; no script stands inside a page.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.responses import Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 64 * 1024
MAX_QUERY = 4 * 1024
MAX_PATH = 2 * 1024
_FOR_ANYBODY = ("/healthz", "/readyz")  # they say nothing of what is held; a proxy asks under its own name

_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'{style}; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)

log = logging.getLogger("zeren.api")


class Guard:
    """Wrap an ASGI application; `/docs` alone may set styles from its own script, which Swagger UI needs."""

    def __init__(self, app: App, failed: Callable[[Scope, int], Response], hosts: frozenset[str] | None = None) -> None:
        self.app = app
        self.failed = failed  # what was asked and status → what is answered
        self.hosts = hosts  # the names that may be asked for; None for any

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        style = " 'unsafe-inline'" if scope["path"] == "/docs" else ""
        extra = [*_HEADERS, (b"content-security-policy", _CSP.format(style=style).encode())]

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                present = {name.lower() for name, _ in message.get("headers", [])}
                added = [pair for pair in extra if pair[0] not in present]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        refused = _refused(scope) or self._misdirected(scope)
        if refused:
            await self.failed(scope, refused)(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, _Limited(receive), send_guarded)
        except BodyTooLarge:
            await self.failed(scope, 413)(scope, receive, send_guarded)
        except Exception:
            log.exception("unexpected error at %s", scope["path"])
            if started:
                raise
            await self.failed(scope, 500)(scope, receive, send_guarded)

    def _misdirected(self, scope: Scope) -> int | None:
        if self.hosts is None or scope["path"] in _FOR_ANYBODY:
            return None
        asked = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        return None if host_of(asked) in self.hosts else 421


def allowed(said: str) -> frozenset[str] | None:
    """The host names of a setting, 127.0.0.1,zeren.example; None, for any, where it is empty or says *."""
    names = {host_of(name) for name in said.replace("，", ",").split(",") if name.strip()}
    return frozenset(names) if names and "*" not in names else None


def host_of(said: str) -> str:
    """The name in a Host header, without its port: [::1]:8765 → ::1, Zeren.Example:80 → zeren.example."""
    name = said.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].rstrip(".") if name.count(":") <= 1 else name


class BodyTooLarge(Exception):
    """More was sent than a question needs."""


class _Limited:
    """Counts what is received; raises BodyTooLarge past the limit."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.seen = 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        if self.seen > MAX_BODY:
            raise BodyTooLarge
        return message


def _refused(scope: Scope) -> int | None:
    """The status of a request that is refused before it is read."""
    if len(scope.get("query_string", b"")) > MAX_QUERY or len(scope.get("raw_path") or b"") > MAX_PATH:
        return 414
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not length.isdigit():
        return 400
    return 413 if int(length) > MAX_BODY else None
