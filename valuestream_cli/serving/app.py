"""The application: a page, the data it asks for, and a line on which it hears of changes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from importlib.resources import files

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from valuestream_cli.serving.desk import Desk
from valuestream_cli.serving.guard import Guard
from valuestream_cli.serving.live import News, follow

_TYPES = {"page.html": "text/html", "page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


def application(desk: Desk, port: int, token: str, news: News) -> Starlette:
    """The preview of the streams of a desk, for whoever knows the token."""

    def overview(_: Request) -> Response:
        return JSONResponse(desk.overview())

    def sheet(request: Request) -> Response:
        query = request.query_params
        told = desk.sheet(query.get("path", ""), query.get("view", ""))
        return JSONResponse(told, status_code=200) if told else JSONResponse({"problem": "no such stream"}, 404)

    async def events(_: Request) -> Response:
        return StreamingResponse(news.lines(), media_type="text/event-stream")

    @contextlib.asynccontextmanager
    async def following(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(follow(desk.paths, news, desk.forget))
        yield
        task.cancel()

    return Starlette(
        routes=[
            Route("/", _asset),
            Route("/assets/{name}", _asset),
            Route("/overview", overview),
            Route("/sheet", sheet),
            Route("/events", events),
        ],
        middleware=[Middleware(Guard, port=port, token=token)],
        lifespan=following,
    )


async def _asset(request: Request) -> Response:
    name = request.path_params.get("name", "page.html")
    if name not in _TYPES:
        return Response(status_code=404)
    return Response(files(__package__).joinpath("assets", name).read_bytes(), media_type=_TYPES[name])
