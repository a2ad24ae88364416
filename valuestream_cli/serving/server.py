"""Runs the application on loopback until it is interrupted."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence

import uvicorn

from valuestream_cli.errors import VsError
from valuestream_cli.serving.app import application
from valuestream_cli.serving.desk import Desk
from valuestream_cli.serving.live import News

USUAL_PORT = 8711
_TRIED = 20  # ports from the usual one on


def serve(
    paths: list[str], asked: Mapping[str, Sequence[object]], port: int | None, ready: Callable[[str, int], None]
) -> None:
    """Serve the preview of the streams below some paths until Ctrl-C, which raises KeyboardInterrupt.

    asked: options of pictures. port: null for the usual one, or the next that is free. ready: told the address with
    its token, and how many streams there are, once it can be opened.
    Raises VsError where the port is taken.
    """
    desk, news, token = Desk(paths, asked), News(), secrets.token_urlsafe(24)
    with _listening(port) as line:
        number = line.getsockname()[1]
        app = application(desk, number, token, news)
        config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1)
        server = _Server(config, news, lambda: ready(f"http://127.0.0.1:{number}/?token={token}", len(desk.files())))
        server.run(sockets=[line])


class _Server(uvicorn.Server):
    """Says when it is ready, and ends open lines when it is to end."""

    def __init__(self, config: uvicorn.Config, news: News, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._news, self._ready = news, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._news.end()
        await super().shutdown(sockets)


def _listening(port: int | None) -> socket.socket:
    for number in [port] if port is not None else range(USUAL_PORT, USUAL_PORT + _TRIED):
        try:
            return socket.create_server(("127.0.0.1", number))
        except OSError as error:
            problem = os.strerror(error.errno) if error.errno else str(error)
    raise VsError(f"cannot listen on port {number}: {problem}", "choose another one with --port; 0 takes any free one")
