"""What comes between a browser and the pages: who may drive the server, and what a page may load.

Solara checks neither the Host nor the Origin of what it is asked, so any web page could open a
connection to a server on the reader's own machine and act in his name. Here a connection has to
come from a page that this server sent, under a name that the server was told it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

POLICY_VIOLATION = 1008
"""The code with which a WebSocket is refused."""

# Vue compiles its templates in the browser, which needs eval; nothing is loaded from elsewhere.
# Some browsers do not count a WebSocket to the same host as 'self'.
CONTENT = (
    "default-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self' ws://{host} wss://{host}; "
    "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def guards(names: Sequence[str]) -> list[Middleware]:
    """Return what every request passes through, the outermost first.

    Parameters
    ----------
    names : sequence of str
        The names and addresses under which the server may be asked.
    """
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(names), www_redirect=False),
        Middleware(SameOrigin),
        Middleware(Sealed),
        Middleware(GZipMiddleware, minimum_size=1000),
    ]


def same_origin(headers: Headers) -> bool:
    """Tell whether a request comes from a page of the very host that it asks.

    Examples
    --------
    >>> same_origin(Headers({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}))
    True
    >>> same_origin(Headers({"host": "127.0.0.1:8765", "origin": "http://elsewhere.example"}))
    False
    """
    origin = urlsplit(headers.get("origin", ""))
    return origin.scheme in {"http", "https"} and origin.netloc == headers.get("host")


class SameOrigin:
    """Refuses WebSockets and posts of pages that this server did not send.

    A browser names the page's origin with every WebSocket; what names none is no browser, and is
    refused too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse."""
        changes = scope["type"] == "websocket" or scope.get("method") not in {"GET", "HEAD", None}
        if not changes or same_origin(Headers(scope=scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION)(scope, receive, send)
        else:
            await PlainTextResponse("foreign origin", status_code=403)(scope, receive, send)


class Sealed:
    """Tells browsers to load nothing from elsewhere and to show the pages in no frame of others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every answer; the host was checked before."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        added = {**HEADERS, "Content-Security-Policy": CONTENT.format(host=host)}

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(added)
            await send(message)

        await self.app(scope, receive, sealed)
