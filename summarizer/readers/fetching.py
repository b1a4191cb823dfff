"""One page from the web, on demand: from public addresses only, within bounds, and from the address that was checked.

Built on `http.client`: all that is needed is one GET, and its connection is a method of its own to replace, so the
socket goes to the checked address while the name is kept for TLS and `Host`. httpx would need a transport of its own
for that, costs 100 ms to import and takes proxies from the environment; `http.client` does neither.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from summarizer.errors import InputError
from summarizer.limits import DEFAULT, Limits, more
from summarizer.readers.addresses import canonical_host, refusal
from summarizer.readers.bodies import body_of, media_type_of
from summarizer.readers.urls import shown
from summarizer.version import __version__

Resolver = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
_MOVED = (301, 302, 303, 307, 308)
_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.9, application/xml;q=0.8"


@dataclass(frozen=True)
class Fetched:
    """What a URL gave. `url` is where it was in the end, `charset` the server's word for it."""

    url: str
    data: bytes
    media_type: str
    charset: str | None


@dataclass(frozen=True)
class _Target:
    """A URL that was checked, and the addresses that its host has."""

    url: str
    scheme: str
    host: str
    port: int
    request: str
    addresses: tuple[str, ...]


def fetch(
    url: str, limits: Limits = DEFAULT, *, resolve: Resolver | None = None, allow: Collection[str] = ()
) -> Fetched:
    """Get a page. `allow` holds `address:port` of servers that are taken although they are not public: for tests.

    Raises `InputError` for a URL, an address, an answer or a size that is refused, and for a failed connection.
    """
    deadline = time.monotonic() + limits.fetch_seconds
    first = url
    for _ in range(limits.redirects + 1):
        target = _checked(url, deadline, resolve or _looked_up, allow)
        answer = _asked(target, limits, deadline)
        if isinstance(answer, Fetched):
            return answer
        there = urljoin(target.url, answer)
        if target.scheme == "https" and urlsplit(there).scheme == "http":
            raise InputError(f"{shown(url)} redirects from https to http, which is refused: name the page it leads to")
        url = there
    times = f"{limits.redirects} times"
    raise InputError(f"{shown(first)} redirects more than {times}: name the page it leads to, or {more('redirects')}")


def _checked(url: str, deadline: float, resolve: Resolver, allow: Collection[str]) -> _Target:
    """Take a URL apart, look its host up once, and check every address it has."""
    name = shown(url)
    try:
        parts = _parts(url)
        host, port = canonical_host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise InputError(f"{name} is no URL to fetch ({str(error)[:80]}): check it") from None
    if parts.scheme not in _PORTS:
        raise InputError(f"{name} is not fetched: only http and https are")
    if "@" in parts.netloc:
        raise InputError(f"{name} holds a user or a password, which are never sent: take them out")
    port = port if port is not None else _PORTS[parts.scheme]
    addresses = tuple(_resolved(host, port, deadline, resolve))
    for address in addresses:
        if f"{address}:{port}" in allow:
            continue
        if why := refusal(ip_address(address)):
            raise InputError(f"{name} leads to {why} ({address}), which is not fetched: save the page, give its file")
        if port not in _PORTS.values():
            raise InputError(f"{name} is not fetched: only the ports 80 and 443 are")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return _Target(parts._replace(fragment="").geturl(), parts.scheme, host, port, path + query, addresses)


def _parts(url: str) -> SplitResult:
    """The parts of a URL as it stands: `urlsplit` alone would drop line ends, and browsers turn backslashes."""
    if any(c <= " " or c in "\\\x7f" for c in url):
        raise ValueError("a space, a control character or a backslash")
    parts = urlsplit(url)
    if "[" in parts.netloc and ":" not in (parts.hostname or ""):
        raise ValueError("brackets without an IPv6 address")
    return parts


def _resolved(host: str, port: int, deadline: float, resolve: Resolver) -> list[str]:
    """The host's addresses, in time: the system's resolver knows no bound, so it is waited for no longer than ours."""
    found: list[str] = []
    failed: list[OSError | UnicodeError] = []

    def look() -> None:
        try:
            found.extend(resolve(host, port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if thread.is_alive():
        raise InputError(f"looking up {host} took too long: try again, or save the page and give its file")
    if failed or not found:
        raise InputError(f"there is no host {host}: check the URL and the connection")
    return found


def _looked_up(host: str, port: int) -> list[str]:
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name would give if it was looked up again."""

    def __init__(self, target: _Target, address: str, deadline: float) -> None:
        super().__init__(target.host, target.port, timeout=max(0.01, deadline - time.monotonic()))
        self.target, self.address = target, address
        self.open: socket.socket | None = None  # `sock` is let go of as soon as an answer says that it is the last

    def connect(self) -> None:
        """Open the socket to the address, and TLS to the name."""
        self.sock = self.open = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.target.host, do_handshake_on_connect=False
            )  # fmt: skip
            self.open = self.sock
            self.sock.do_handshake()


def _asked(target: _Target, limits: Limits, deadline: float) -> Fetched | str:
    """The page, or where it has moved to. Another address is tried only where one fails."""
    failure: Exception | None = None
    for address in target.addresses:
        connection = _Pinned(target, address, deadline)
        watch = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [connection])
        watch.daemon = True
        watch.start()
        answer: Fetched | str | None = None
        try:
            connection.connect()
            answer = _answered(connection, target, limits)
        except InputError:
            if time.monotonic() < deadline:
                raise
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            failure = error  # the last two come from a socket that the watch has cut
        finally:
            watch.cancel()
            connection.close()
        if time.monotonic() >= deadline:  # also where there is an answer: what was cut may look like its end
            raise InputError(
                f"{shown(target.url)} took more than {limits.fetch_seconds:g} seconds: try again, save the page, or "
                f"{more('fetch_seconds')}"
            )
        if answer is not None:
            return answer
    why = getattr(failure, "strerror", None) or str(failure) or type(failure).__name__
    raise InputError(f"cannot fetch {shown(target.url)}: {' '.join(why.split())[:150]}; try again, or save the page")


def _cut(connection: _Pinned) -> None:
    """End whatever the connection waits for: a server that sends a byte a second never lets a read time out."""
    if connection.open is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection.open, socket.SHUT_RDWR)


def _answered(connection: _Pinned, target: _Target, limits: Limits) -> Fetched | str:
    default = target.port == _PORTS[target.scheme]
    name = f"[{target.host}]" if ":" in target.host else target.host
    connection.putrequest("GET", target.request, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", name if default else f"{name}:{target.port}")
    connection.putheader("User-Agent", f"summarizer/{__version__}")
    connection.putheader("Accept", _ACCEPT)
    connection.putheader("Accept-Encoding", "gzip")
    connection.putheader("Connection", "close")
    connection.endheaders()
    with connection.getresponse() as response:
        moved = response.getheader("Location")
        if response.status in _MOVED and moved:
            return moved
        if response.status != 200:
            raise InputError(
                f"{shown(target.url)} answers {response.status} {response.reason[:40]}: check the URL, or save the page"
            )
        media_type, charset = media_type_of(response.getheader("Content-Type"), shown(target.url))
        return Fetched(target.url, body_of(response, limits, shown(target.url)), media_type, charset)
