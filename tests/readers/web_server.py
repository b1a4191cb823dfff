"""A web server on loopback that answers what a test tells it to, over plain HTTP or TLS."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.support.servers import QuietHandler, QuietServer, Running


@dataclass
class Page:
    """One answer. With `cut` the header promises more than is sent. `raw` replaces all of it: `fast` bytes at once, the
    rest one by one with `slow` seconds between them.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    cut: int = 0
    raw: bytes = b""
    fast: int = 0
    slow: float = 0.0


class WebServer(Running):
    """Serves `pages` by path; `asked` holds the headers of each request with its path as `:path`."""

    def __init__(self, pages: Mapping[str, Page], wrap: Callable[[socket.socket], socket.socket] | None = None) -> None:
        self.pages, self.asked = dict(pages), list[dict[str, str]]()
        http = _Server(("127.0.0.1", 0), _Handler)
        http.web = self
        if wrap:
            http.socket = wrap(http.socket)
        super().__init__(http)

    @property
    def place(self) -> str:
        """As an allow-list has it."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"


class _Server(QuietServer):
    web: WebServer


class _Handler(QuietHandler):
    server: _Server

    def do_GET(self) -> None:  # noqa: N802 (the base class names it so)
        web = self.server.web
        web.asked.append({":path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        page = web.pages.get(self.path, Page(status=404))
        if page.raw:
            self.wfile.write(page.raw[: page.fast])
            for byte in page.raw[page.fast :]:
                self.wfile.write(bytes([byte]))
                if page.slow and web.closing.wait(page.slow):
                    return
            return
        self.send_response(page.status)
        for name, value in {"Content-Length": str(len(page.body) + page.cut), **page.headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.body)
