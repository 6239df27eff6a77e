"""Serves the pages: prepares Solara before it is loaded, and runs until it is stopped."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from asmsim.compiled import user_cache
from asmsim.errors import BadValue, MissingExtra, needs
from asmsim.studies.pools import cores

HOME = "127.0.0.1"
PORT = 8765
HERE = ("127.0.0.1", "localhost")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - looked for, not bound to

PROGRAM = "asmsim.app.pages"
"""The module whose `Page` is shown."""

# What Solara reads as it is loaded. Nothing is reported to anybody, nobody's state is kept for
# long, and everything the pages need comes from this machine.
FIXED = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_APP": PROGRAM,
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_PROXY": "true",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_VARIANT": "light",  # ours follows the reader: see assets/custom.css
}
USUAL = {"SOLARA_KERNEL_CULL_TIMEOUT": "5m"}

LARGEST_MESSAGE = 1_000_000
"""Bytes that a browser may send at once."""

PATIENCE = 2
"""Seconds that open connections are given when the server stops."""


class Served(NamedTuple):
    """A server that is about to run.

    Attributes
    ----------
    address : str
    elsewhere : bool
        Whether other machines can reach it.
    run : callable
        Runs it until it is stopped.
    """

    address: str
    elsewhere: bool
    run: Callable[[], None]


def serve(
    *,
    host: str = HOME,
    port: int = PORT,
    names: Sequence[str] = (),
    workers: int | None = None,
    library: Sequence[Path] = (),
) -> Served:
    """Make a server of the pages.

    Parameters
    ----------
    host : str
        The address it is bound to; this machine alone unless told otherwise.
    port : int
        0 for any that is free.
    names : sequence of str
        Further names under which visitors ask for it.
    workers : int, optional
        Processes that run visitors' studies; one a core unless told.
    library : sequence of path
        Folders that add to the packaged library.

    Raises
    ------
    MissingExtra
        When what the pages need is not installed.
    BadValue
        When the address cannot be bound, or nobody could ask for it.
    """
    prepare()
    for module in ("uvicorn", "solara", "solara.server.starlette", "altair"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of packages whose newer releases we do not use
            needs(module, "app")
    _assets()

    from asmsim.app.desk import Desk, open_desk
    from asmsim.app.limits import Limits
    from asmsim.app.site import site

    if host in EVERYWHERE and not names:
        raise BadValue(
            "a server for others has to know by which name they ask for it",
            field="--allow",
            allowed="the machine's name or address, as in --allow asm.example.org",
        )
    bound = _bound(host, port)
    number = bound.getsockname()[1]
    known = dict.fromkeys([*HERE, *(() if host in EVERYWHERE else (host,)), *names])
    os.environ.setdefault("SOLARA_KERNEL_MAX_COUNT", str(Limits().visitors))
    open_desk(Desk(workers or cores(), library))
    application = site(list(known))
    shown = host if host not in EVERYWHERE else names[0]
    return Served(
        address=f"http://{shown}:{number}",
        elsewhere=host not in HERE,
        run=lambda: _run(application, bound),
    )


def prepare() -> None:
    """Set what Solara reads as it is loaded."""
    os.environ.update(FIXED)
    for name, value in USUAL.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("SOLARA_HOME", str(user_cache() / "asmsim" / "solara"))


def _assets() -> None:
    """See that the files of Solara's front end are on this machine: none are fetched."""
    from solara.server import settings

    if not any(settings.assets.proxy_cache_dir.glob("@widgetti/*")):
        raise MissingExtra(
            "this needs the files of solara-assets; install them with: "
            'pip install --force-reinstall "solara-assets==1.58.2"'
        )


def _bound(host: str, port: int) -> socket.socket:
    """Bind the address now, so that a mistake in it is said before anything else."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise BadValue(
            f"{host}:{port} cannot be used: {error.strerror}",
            field="--port",
            value=port,
            allowed="another port, or 0 for any that is free",
        ) from None
    return bound


def _run(application: Any, bound: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,
        access_log=False,
        log_level="warning",
        lifespan="on",
        ws_max_size=LARGEST_MESSAGE,
        timeout_graceful_shutdown=PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[bound])
