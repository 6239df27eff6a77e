"""The site: which addresses the server answers, with what, and in whose frame the pages stand.

Of Solara's own addresses only those that a page needs are served. What describes the server, or
fetches from elsewhere what is missing here, is left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import asynccontextmanager
from html import escape
from typing import TYPE_CHECKING

import solara.server.starlette as frame
from babel import negotiate_locale
from solara.server import kernel_context, server, settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from asmsim.app import view as views
from asmsim.app.compare.inquiry import foresee
from asmsim.app.desk import the_desk
from asmsim.app.guard import guards

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from asmsim.records import Messages

PAGES = ("compare", "explore", "evidence")
LINK = "view"
"""The pages by their addresses, and the part of an address that holds a view."""

VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def site(names: Sequence[str]) -> Starlette:
    """Return the application.

    Parameters
    ----------
    names : sequence of str
        The names and addresses under which it may be asked.
    """
    return Starlette(
        routes=[
            Route("/", first),
            *(Route(f"/{name}", page) for name in PAGES),
            WebSocketRoute("/jupyter/api/kernels/{kernel_id}/{name}", frame.kernel_connection),
            Route("/jupyter/api/kernels/{id}", frame.kernels),
            Route("/_solara/api/close/{kernel_id}", frame.close, methods=["POST"]),
            Mount("/_solara/cdn", StaticFiles(directory=settings.assets.proxy_cache_dir)),
            Mount("/static/assets", frame.StaticAssets()),
            Mount("/jupyter/nbextensions", frame.StaticNbFiles()),
            Mount("/static", StaticFiles(directory=server.solara_static)),
        ],
        middleware=guards(names),
        lifespan=_lifespan,
    )


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Open the pages' program as the server starts, and end what visitors left as it stops."""
    frame.on_startup()
    the_desk().begin(foresee)
    yield
    frame.on_shutdown()
    the_desk().close()


async def first(request: Request) -> Response:
    """Lead to the first page, in the language the visitor's browser asks for."""
    usual, query = views.View(), request.url.query
    lang = preferred(request.headers.get("accept-language", ""), the_desk().library.languages)
    if not query and lang and lang != usual.language:
        query = f"{LINK}={views.link(usual.with_(language=lang))}"
    return RedirectResponse(f"/{PAGES[0]}" + (f"?{query}" if query else ""))


def preferred(asked: str, there: Sequence[str]) -> str | None:
    """Return which of the languages there are a browser asks for first, if any.

    Parameters
    ----------
    asked : str
        As a browser says it, the most wanted with the greatest weight.
    there : sequence of str

    Examples
    --------
    >>> preferred("de, fr-CD;q=0.9, en;q=0.8", ("en", "es", "fr"))
    'fr'
    """
    weighed = []
    for each in asked.split(","):
        name, _, weight = each.partition(";q=")
        try:
            weighed.append((-float(weight or 1.0), name.strip().lower()))
        except ValueError:
            continue  # what no browser says is no wish
    wanted = [name for _, name in sorted(weighed, key=lambda each: each[0])]
    return negotiate_locale(wanted, there, sep="-")


async def page(request: Request) -> Response:
    """Send the frame in which a page is shown, in the language of the view that is asked for."""
    words = _words(request)
    if len(kernel_context.contexts) >= the_desk().limits.visitors:
        text = escape(words.text("app.full"))
        return HTMLResponse(f"<!doctype html><p>{text}</p>", status_code=503)
    settings.main.root_path = ""
    settings.main.base_url = settings.main.base_url or str(request.base_url)
    content = server.read_root(request.url.path)
    response = HTMLResponse(_framed(str(content), words))
    visit = request.cookies.get(server.COOKIE_KEY_SESSION_ID) or secrets.token_urlsafe(24)
    response.set_cookie(
        server.COOKIE_KEY_SESSION_ID,
        visit,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def _words(request: Request) -> Messages:
    """Return the words of the view in the address; of one that says no language, the usual ones."""
    asked = views.language(request.query_params.get(LINK, ""))
    there = asked in the_desk().library.languages
    return the_desk().words(asked if there else views.View().language)


def _framed(content: str, words: Messages) -> str:
    """Put the page's language, title and first words into Solara's frame.

    Solara's own frame names no language and forbids readers to enlarge the page.
    """
    title, about, loading, without = (
        escape(words.text(f"app.{key}")) for key in ("title", "about", "loading", "no_script")
    )
    before = f'<div id="before" role="status"><p>{loading}</p><noscript>{without}</noscript></div>'
    parts = (
        ("<html>", f'<html lang="{words.lang}">'),
        (_between(content, "<title>", "</title>"), f"<title>{title}</title>"),
        (
            _between(content, '<meta name="viewport"', ">"),
            f'{VIEWPORT}<meta name="description" content="{about}">',
        ),
        ('<div id="app"', f'{before}<div id="app"'),
    )
    for old, new in parts:
        content = content.replace(old, new, 1)
    return content


def _between(content: str, start: str, end: str) -> str:
    """Return a piece of a page from its beginning to its end."""
    first = content.index(start)
    return content[first : content.index(end, first) + len(end)]
