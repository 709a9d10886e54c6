"""The web service as processes: workers that share one port, and one follower beside them.

`zeren serve --workers 4` → four processes that answer alike; each sees a new graph at its next question. Worker
processes read what to serve from the environment, as every command does.
"""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING

from graph_loader import freshness
from graph_loader.workspace import Workspace
from graph_store.engines import open_reader, open_search
from graph_store.errors import BadSetting, ZerenError
from graph_store.settings import Settings
from graph_store.store import GraphReader

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger("zeren.serve")

_WORKER_SILENT = 60  # seconds after which a worker that does not even answer its supervisor is replaced
_KEPT = 75  # seconds that an idle connection is kept: longer than a proxy in front keeps its own
_LOOK_SECONDS = 0.5
_REFUSALS = {
    errno.EADDRINUSE: "端口已被占用。",
    errno.EACCES: "没有使用这个端口的权限。",
    errno.EADDRNOTAVAIL: "本机没有这个地址。",
}
_AFTER_ERROR = 10.0  # seconds until the follower tries again


def application() -> FastAPI:
    """Build the application of one worker, over what ZEREN_DATA and ZEREN_GRAPH name."""
    from api.app import create_app

    settings = Settings.of()
    _end_with_parent()
    return create_app(open_reader(settings.graph, settings.data), Workspace(settings), settings)


def _end_with_parent() -> None:
    """Let this worker end when its supervisor was killed, so that nobody holds the port for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def listen(host: str, port: int) -> socket.socket:
    """Take the port; raises BadSetting where it is taken already, or is not ours to take."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        said = _REFUSALS.get(error.errno or 0, str(error))
        raise BadSetting(
            f"不能在 {host}:{port} 上提供服务：{said}", hint="请用 --port 换一个端口，或检查 --host。"
        ) from error


def serve(settings: Settings, taken: socket.socket, *, workers: int) -> None:
    """Answer on a port until the process is told to end; see `Follower` for what goes on beside it."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    os.environ.update(ZEREN_DATA=settings.data, ZEREN_GRAPH=settings.graph, ZEREN_HOSTS=settings.hosts)
    config = uvicorn.Config(
        "api.serving:application",
        factory=True,
        workers=workers,
        log_level="warning",
        timeout_keep_alive=_KEPT,
        timeout_worker_healthcheck=_WORKER_SILENT,
    )
    follower = Follower(settings)
    follower.start()
    try:
        if workers == 1:
            uvicorn.Server(config).run(sockets=[taken])
            return
        Multiprocess(config, sockets=[taken]).run()
    finally:
        follower.stop()
        taken.close()


class Follower(threading.Thread):
    """Brings graph and search index level with the archive while the service runs.

    Whoever loads here brings them level itself. What is left: a loader that was killed, and documents that came into
    the archive on another machine. So it acts on what is still behind at a second look, while nobody loads here.
    """

    def __init__(self, settings: Settings, *, every: float = _LOOK_SECONDS) -> None:
        super().__init__(name="zeren-follower", daemon=True)
        self._settings = settings
        self._every = every
        self._ended = threading.Event()
        self._said = ""

    def stop(self) -> None:
        """Let it end after what it is doing."""
        self._ended.set()

    def run(self) -> None:
        """Look again and again, until `stop`; trouble is logged once and tried again later."""
        while not self._ended.is_set():
            try:
                self._follow()
            except ZerenError as error:
                if str(error) != self._said:
                    log.warning("图未能跟上档案：%s", error)
                self._said = str(error)
                self._ended.wait(_AFTER_ERROR)

    def _follow(self) -> None:
        settings = self._settings
        reader = open_reader(settings.graph, settings.data)
        try:
            with Workspace(settings) as workspace:
                seen: tuple[int, str] | None = None
                while not self._ended.wait(self._every):
                    behind = self._behind(workspace, reader)
                    if behind and behind == seen and not freshness.is_loading(settings.graph, settings.data):
                        workspace.catch_up()
                    self._said, seen = "", behind
        finally:
            reader.close()

    def _behind(self, workspace: Workspace, reader: GraphReader) -> tuple[int, str] | None:
        """The archive's last entry, where graph or search index do not stand at it."""
        head = workspace.archive.head()
        marks = (reader.mark(), open_search(self._settings.graph, self._settings.data).mark())
        level = all(mark is not None and (mark.log_entry, mark.log_hash) == head for mark in marks)
        return None if level else head
