"""The server: who may drive it, what it answers, and what it says when it cannot."""

from __future__ import annotations

import base64
import http.client
import os
import subprocess
import sys
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from asmsim.app.view import read
from tests.browser.serving import ROOT

SWITCHED = 101
KERNEL = "/jupyter/api/kernels/00000000-0000-4000-8000-000000000000/channels?session_id=1"


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: str


def asked(server: str, path: str, **headers: str) -> Answer:
    """Ask for an address with headers of one's own."""
    place = urlsplit(server)
    line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    try:
        line.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        with line.getresponse() as found:
            body = "" if found.status == SWITCHED else found.read().decode()
            names = {name.lower(): value for name, value in found.headers.items()}
            return Answer(found.status, names, body)
    finally:
        line.close()


def opening(**headers: str) -> dict[str, str]:
    key = base64.b64encode(os.urandom(16)).decode()
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": key,
        **headers,
    }


def test_a_page_is_sent_with_its_seal(server: str) -> None:
    answer = asked(server, "/compare")
    assert answer.status == 200
    assert '<html lang="en">' in answer.body
    assert "user-scalable=no" not in answer.body
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert f"ws://{urlsplit(server).netloc}" in policy
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_first_address_leads_to_a_page(server: str) -> None:
    answer = asked(server, "/?view=abc")
    assert (answer.status, answer.headers["location"]) == (307, "/compare?view=abc")


@pytest.mark.parametrize(
    ("wish", "language"),
    [("fr-CD,fr;q=0.9,en;q=0.8", "fr"), ("de,es;q=0.5", "es"), ("en,fr;q=0.9", ""), ("?;q=x", "")],
)
def test_the_first_page_is_in_the_language_that_is_asked_for(
    server: str, wish: str, language: str
) -> None:
    link = asked(server, "/", Accept_Language=wish).headers["location"].partition("?view=")[2]
    assert (read(link).language if link else "") == language


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80"])
def test_a_foreign_host_is_refused(server: str, host: str) -> None:
    assert asked(server, "/compare", Host=host).status == 400


@pytest.mark.parametrize(
    "origin", [None, "http://evil.example", "null", "http://127.0.0.1:1", "file://"]
)
def test_a_foreign_page_cannot_open_a_connection(server: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    assert asked(server, KERNEL, **opening(**headers)).status == 403


def test_a_page_of_ours_can(server: str) -> None:
    assert asked(server, KERNEL, **opening(Origin=server)).status == SWITCHED


@pytest.mark.parametrize("path", ["/resourcez", "/readyz", "/_solara/api/evict/1", "/nowhere"])
def test_nothing_else_is_answered(server: str, path: str) -> None:
    assert asked(server, path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/_solara/cdn/../../../etc/passwd",
        "/_solara/cdn/%2e%2e/%2e%2e/etc/passwd",
        "/static/assets/..%2f..%2fserve.py",
        "/_solara/cdn/no-such-package@1/main.js",
    ],
)
def test_files_of_others_are_not_sent_or_fetched(server: str, path: str) -> None:
    assert asked(server, path).status == 404


def test_what_is_missing_is_named() -> None:
    code = (
        "import sys; sys.modules['solara'] = None\n"
        "from asmsim.cli import main\n"
        "raise SystemExit(main(['serve', '--port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert 'pip install "asmsim[app]"' in done.stderr
