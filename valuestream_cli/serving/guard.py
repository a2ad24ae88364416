"""Who is answered: a browser on this machine that was given the token, asking from our own pages.

A page of a stranger in the same browser can send requests here, and by DNS rebinding even read the answers; the host
name, the origin and the token each keep it out.
"""

from __future__ import annotations

from secrets import compare_digest
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Stands before an application. `port` is where it listens, `token` what its reader was told."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"vs-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse; what belongs to no request is let through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._refusal(Headers(scope=scope)) or self._entry(scope) or self._stranger(scope)
        await (answer or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, headers: Headers) -> Response | None:
        """What is said to a page of a stranger."""
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("this name is not served here", 421)
        origin = headers.get("origin")
        if origin is not None and origin not in [f"http://{host}" for host in self._hosts]:
            return PlainTextResponse("requests from other pages are not answered", 403)
        return None

    def _entry(self, scope: Scope) -> Response | None:
        """Where the address with the token is opened: a cookie in its place, and an address without it."""
        told = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] != "/" or not self._is_right(told):
            return None
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
        return answer

    def _stranger(self, scope: Scope) -> Response | None:
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        if self._is_right(cookies.get(self._cookie, "")):
            return None
        return PlainTextResponse("open the address that `vs serve` printed: it has the token", 403)

    def _is_right(self, told: str) -> bool:
        return compare_digest(told.encode(), self._token.encode())


def _with_headers(send: Send) -> Send:
    """The same, with the headers that every answer has."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_ALWAYS)
        await send(message)

    return sending
