"""Fetching: which addresses, which answers, how much, how long, and from where it really came."""

from __future__ import annotations

import gzip
import ipaddress
import re
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer import readers
from summarizer.errors import InputError, UsageError
from summarizer.limits import Limits
from summarizer.readers import fetching
from summarizer.readers.addresses import canonical_host, refusal, unwrapped
from summarizer.readers.fetching import Fetched, fetch
from tests.readers.made import TITLE, page
from tests.readers.web_server import Page, WebServer

CLOSED = [
    # address, why
    ("127.0.0.1", "this machine"), ("127.255.255.254", "this machine"), ("::1", "this machine"),
    ("0.0.0.0", "not public"), ("::", "not public"), ("255.255.255.255", "not public"), ("240.0.0.1", "not public"),
    ("10.0.0.1", "not public"), ("172.16.0.1", "not public"), ("172.31.255.255", "not public"), ("192.168.0.1", "not public"),
    ("fc00::1", "not public"), ("fd12:3456::1", "not public"),
    ("169.254.169.254", "local link"), ("fe80::1", "local link"),
    ("100.64.0.1", "not public"), ("100.127.255.255", "not public"), ("192.0.0.192", "not public"), ("192.0.2.1", "not public"),
    ("198.18.0.1", "not public"), ("198.51.100.1", "not public"), ("203.0.113.1", "not public"), ("192.88.99.1", "not public"),
    ("168.63.129.16", "not public"), ("2001:db8::1", "not public"), ("100::1", "not public"), ("fec0::1", "not public"),
    ("224.0.0.1", "many machines"), ("239.255.255.250", "many machines"), ("ff02::1", "many machines"), ("ff0e::1", "many machines"),
    # another address wrapped in it
    ("::ffff:127.0.0.1", "this machine"), ("::ffff:10.0.0.1", "not public"), ("::ffff:169.254.169.254", "local link"),
    ("::127.0.0.1", "this machine"), ("::10.0.0.1", "not public"), ("::ffff:0:127.0.0.1", "this machine"),
    ("64:ff9b::7f00:1", "this machine"), ("64:ff9b::a9fe:a9fe", "local link"), ("64:ff9b::a00:1", "not public"),
    ("64:ff9b:1::808:808", "not public"), ("2002:7f00:1::", "this machine"), ("2002:a00:1::1", "not public"),
    ("2002:c0a8:1::1", "not public"), ("2002:a9fe:a9fe::", "local link"),
    ("2001:0:808:808:0:0:80ff:fffe", "this machine"), ("2001:0:7f00:1:0:0:f7f7:f7f7", "this machine"),
    ("2001:0:808:808:0:0:f5ff:fffe", "not public"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "why"), CLOSED)
def test_addresses_that_are_never_connected_to(address: str, why: str) -> None:
    assert why in str(refusal(ipaddress.ip_address(address)))
    with pytest.raises(InputError, match=re.escape(why) + r".*, which is not fetched: save the page, give its file"):
        fetch("http://news.example/", resolve=lambda *_: [address])
    with pytest.raises(InputError, match="not fetched"):  # one bad address among good ones is enough
        fetch("http://news.example/", resolve=lambda *_: ["8.8.8.8", address])


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_public_addresses_are_open(address: str) -> None:
    assert refusal(ipaddress.ip_address(address)) is None


def test_wrapped_addresses_are_unwrapped_as_often_as_they_are_wrapped() -> None:
    assert str(unwrapped(ipaddress.ip_address("::ffff:10.1.2.3"))) == "10.1.2.3"
    assert str(unwrapped(ipaddress.ip_address("64:ff9b::a01:203"))) == "10.1.2.3"
    assert str(unwrapped(ipaddress.ip_address("2606:4700::1"))) == "2606:4700::1"


UNUSUAL = [
    "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "127.0.0.01", "127.0.0.1.",
    "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "1.2.3.4.5", "999.1.1.1", "0", "0x", "news.example.0x7f",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[::0001]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1", "[v1.x]",
]  # fmt: skip


@pytest.mark.parametrize("host", UNUSUAL)
def test_unusual_spellings_of_an_address_are_refused_before_they_are_looked_up(host: str) -> None:
    def never(*_: object) -> list[str]:
        raise AssertionError("looked up")

    with pytest.raises(InputError, match="is no URL to fetch"):
        fetch(f"http://{host}/", resolve=never)


@pytest.mark.parametrize(
    ("host", "canonical"),
    [
        ("News.Example", "news.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("8.8.8.8", "8.8.8.8"),
        ("2606:4700::1111", "2606:4700::1111"),
    ],
)
def test_hosts_as_they_are_looked_up(host: str, canonical: str) -> None:
    assert canonical_host(host) == canonical


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://user:secret@news.example/", "holds a user or a password"),
        ("http://user@news.example/", "holds a user or a password"),
        ("ftp://news.example/", "only http and https"), ("file:///etc/passwd", "is no URL to fetch"), ("gopher://news.example/", "only http"),
        ("http:///x", "is no URL to fetch"), ("http://", "is no URL to fetch"), ("http://news.example:99999/", "is no URL to fetch"),
        ("http://news.example:x/", "is no URL to fetch"), ("http://news.example\\@127.0.0.1/", "is no URL to fetch"),
        ("http://news.example/a b", "is no URL to fetch"), ("http://news.example/\r\nHost: x", "is no URL to fetch"),
        ("http://news.example\t/", "is no URL to fetch"), ("http://news_.exa mple/", "is no URL to fetch"), ("http://%31%32%37.0.0.1/", "is no URL to fetch"),
        ("http://news.example:22/", "only the ports 80 and 443"), ("http://news.example:8080/", "only the ports 80 and 443"),
    ],
)  # fmt: skip
def test_urls_that_are_refused(url: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        fetch(url, resolve=lambda *_: ["8.8.8.8"])
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def get(server: WebServer, path: str = "/", limits: Limits | None = None, **more: object) -> Fetched:
    """Fetch from the server, whose address is let in for the test."""
    how: dict[str, object] = {"resolve": lambda *_: ["127.0.0.1"], "allow": [server.place], **more}
    return fetch(server.url(path), limits or Limits(), **how)  # type: ignore[arg-type]  # passed on as they come


def test_a_page_is_fetched_by_its_name_from_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]  # as a name that is bound anew would

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    body = page().encode()
    with WebServer({"/a?b=c%20d": Page(body, headers={"Content-Type": "text/html; charset=UTF-8"})}) as server:
        found = get(server, "/a?b=c%20d#part", resolve=resolve)
    assert found == Fetched(server.url("/a?b=c%20d"), body, "text/html", "UTF-8")
    assert looked_up == ["news.example"]
    (asked,) = server.asked
    assert asked["host"] == f"news.example:{server.port}"
    assert asked["user-agent"].startswith("summarizer/")
    assert not {"cookie", "authorization", "referer"} & asked.keys()


def test_another_address_is_tried_where_one_does_not_answer() -> None:
    with WebServer({"/": Page(b"x")}) as server:
        found = get(server, resolve=lambda *_: ["::1", "127.0.0.1"], allow=[server.place, f"::1:{server.port}"])
    assert found.data == b"x"


INWARDS = {
    "http://[::1]/": "this machine", "http://[::]/": "not public", "http://[fe80::1]/": "local link",
    "http://[fd00::1]/": "not public", "http://[::ffff:7f00:1]/": "is no URL to fetch",
    "http://[64:ff9b::7f00:1]/": "this machine", "http://[2002:7f00:1::]/": "this machine", "http://[fec0::1]/": "not public",
    "http://[ff02::1]/": "many machines", "http://224.0.0.1/": "many machines", "http://192.0.0.192/": "not public",
    "http://100.64.0.1/": "not public", "http://127.1/": "is no URL to fetch", "//2130706433/": "is no URL to fetch",
    "http://017700000001/": "is no URL to fetch", "http://127.0.0.1:443/": "this machine", "http://localhost/": "this machine",
    "http://metadata.internal/": "local link", "gopher://news.example/": "only http and https",
    "ftp://news.example/": "only http and https", "data:text/html,x": "is no URL to fetch|only http",
    "javascript:alert(1)": "is no URL to fetch|only http",
}  # fmt: skip
"""Where a page may try to send us, and why we do not go there."""


def _as_the_system_would(host: str, _: int) -> list[str]:
    return {"localhost": ["::1"], "metadata.internal": ["169.254.169.254"]}.get(
        host, ["127.0.0.1"] if host == "news.example" else [host]
    )


def test_localhost_is_refused_by_what_the_system_makes_of_it() -> None:
    for host in ("localhost", "LOCALHOST", "localhost."):
        with pytest.raises(InputError, match=r"leads to this machine|there is no host localhost\."):
            fetch(f"http://{host}/")


def test_redirects_are_followed_and_each_is_checked() -> None:
    def moved(to: str, status: int = 302) -> Page:
        return Page(status=status, headers={"Location": to})

    pages = {"/1": moved("/2", 301), "/2": moved("3?x=1", 307), "/3?x=1": Page(b"there"), "/loop": moved("/loop")}
    pages |= {
        "/in": moved("http://10.0.0.1/"),
        "/meta": moved("//169.254.169.254/"),
        "/file": moved("file:///etc/passwd"),
        "/odd": moved("http://0x7f.1/"),
    }
    pages |= {"/user": moved("http://u:p@news.example/"), **{f"/{n}": moved(to) for n, to in enumerate(INWARDS, 10)}}
    with WebServer(pages) as server:
        assert get(server, "/1").url == server.url("/3?x=1")
        for path, words in {
            "/in": "leads to a network that is not public (10.0.0.1)",
            "/meta": "leads to the local link (169.254.169.254)",
            "/file": "is no URL to fetch",
            "/odd": "is no URL to fetch",
            "/user": "holds a user or a password",
            "/loop": "redirects more than 5 times",
        }.items():
            with pytest.raises(InputError, match=re.escape(words)):
                get(server, path, resolve=lambda host, _: ["127.0.0.1"] if host == "news.example" else [host])
        for n, words in enumerate(INWARDS.values(), 10):
            with pytest.raises(InputError, match=words):
                get(server, f"/{n}", resolve=_as_the_system_would)
    assert sum(asked[":path"] == "/loop" for asked in server.asked) == 6


ZEROS = b"\0" * 3_000_000
ANSWERS: list[tuple[Page, str]] = [
    (Page(b"x", headers={"Content-Type": "image/png"}), "is image/png: a page, a text, a PDF or a feed is taken"),
    (Page(b"x", headers={"Content-Type": "application/json"}), "is application/json"),
    (Page(b"x", headers={}), "is of no declared type"),
    (Page(b"x", status=404), "answers 404 Not Found: check the URL"),
    (Page(b"x", status=500), "answers 500"),
    (Page(b"x", status=302), "answers 302"),
    (Page(b"x" * 100, cut=50), "was cut off after 100 bytes"),
    (Page(b"x" * 2_000_000), "has more than 1,000,000 bytes"),
    (
        Page(b"x" * 2_000_000, headers={"Content-Type": "text/html", "Content-Length": ""}),
        "has more than 1,000,000 bytes",
    ),
    (Page(gzip.compress(ZEROS), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}), "bytes"),
    (
        Page(gzip.compress(b"x" * 100)[:-9], headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}),
        "was cut off",
    ),
    (Page(b"no gzip", headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}), "cannot be unpacked"),
    (
        Page(b"x", headers={"Content-Type": "text/html", "Content-Encoding": "br"}),
        "is packed as br, which was not asked for",
    ),
    (Page(raw=b"nonsense\r\n\r\n"), "cannot fetch"),
    (Page(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"), "cannot fetch"),
    (
        Page(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        "cannot fetch",
    ),
]


@pytest.mark.parametrize(("answer", "words"), ANSWERS)
def test_answers_that_are_refused(answer: Page, words: str) -> None:
    with WebServer({"/": answer}) as server, pytest.raises(InputError, match=re.escape(words)) as caught:
        get(server, limits=Limits(fetch_bytes=1_000_000))
    assert "\n" not in str(caught.value)


def test_a_bomb_is_refused_by_its_ratio() -> None:
    bomb = Page(gzip.compress(b"\0" * 5_000_000), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    with WebServer({"/": bomb}) as server, pytest.raises(InputError, match="unpacks to more than 200 times its size"):
        get(server)


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_packed_pages_are_unpacked(coding: str, pack: Callable[[bytes], bytes]) -> None:
    body = page().encode() * 100
    packed = Page(pack(body), headers={"Content-Type": "text/html", "Content-Encoding": coding})
    with WebServer({"/": packed}) as server:
        assert get(server).data == body


BODY = b"\r\nContent-Type: text/html\r\n\r\n" + b"x" * 500
SLOW = [
    Page(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50, slow=0.05),
    Page(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 500" + BODY, fast=100, slow=0.05),
    Page(
        raw=b"HTTP/1.1 200 OK\r\nConnection: close" + BODY, fast=100, slow=0.05
    ),  # the end of which is the connection's
    Page(
        raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n" + b"1\r\nx\r\n" * 99,
        fast=80,
        slow=0.05,
    ),
]


@pytest.mark.parametrize("answer", SLOW)
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(answer: Page) -> None:
    started = time.monotonic()
    with WebServer({"/": answer}) as server, pytest.raises(InputError, match=r"took more than 0\.4 seconds"):
        get(server, limits=Limits(fetch_seconds=0.4))
    assert time.monotonic() - started < 5


def test_a_resolver_that_hangs_is_given_up() -> None:
    def hang(*_: object) -> list[str]:
        time.sleep(2)
        return []

    with pytest.raises(InputError, match=r"looking up news.example took too long"):
        fetch("http://news.example/", Limits(fetch_seconds=0.1), resolve=hang)


def test_a_host_that_is_not_there_and_a_server_that_is_down() -> None:
    def unknown(*_: object) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(InputError, match=r"there is no host news.example"):
        fetch("http://news.example/", resolve=unknown)
    with WebServer({}) as server:
        url, place = server.url("/"), server.place
    with pytest.raises(InputError, match=r"cannot fetch .*: Connection refused; try again"):
        fetch(url, resolve=lambda *_: ["127.0.0.1"], allow=[place])


def test_tls_to_a_server_without_it() -> None:
    with WebServer({"/": Page(b"x")}) as server, pytest.raises(InputError, match=r"cannot fetch https://news.example:"):
        fetch(f"https://news.example:{server.port}/", resolve=lambda *_: ["127.0.0.1"], allow=[server.place])


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")
def test_tls_is_to_the_name_and_its_certificate_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    moved = Page(status=302, headers={"Location": "http://news.example/"})
    pages = {"/": Page(b"x"), "/down": moved}
    with WebServer(pages, lambda plain: context.wrap_socket(plain, server_side=True)) as server:

        def there(host: str, path: str = "/") -> Fetched:
            url = f"https://{host}:{server.port}{path}"
            return fetch(url, Limits(fetch_seconds=5), resolve=lambda *_: ["127.0.0.1"], allow=[server.place])

        with pytest.raises(InputError, match="certificate verify failed"):
            there("news.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert there("news.example").data == b"x"
        with pytest.raises(InputError, match="certificate verify failed"):
            there("other.example")
        with pytest.raises(InputError, match="redirects from https to http, which is refused"):
            there("news.example", "/down")


def test_a_url_is_read_only_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="is a URL, and fetching is off: add --fetch"):
        list(readers.read("https://user:secret@news.example/"))
    answer = Fetched("https://news.example/2", page(charset="koi8-r").encode("cp1252"), "text/html", "iso-8859-1")
    monkeypatch.setattr(fetching, "fetch", lambda *_: answer)
    (document,) = readers.read("https://news.example/1", fetch=True)
    assert (document.article.title, document.article.url) == (TITLE, "https://news.example/2")
    assert document.encoding == "cp1252"  # the server's word goes before the page's


def test_a_file_may_be_called_like_a_url(tmp_path: Path) -> None:
    path = tmp_path / "http:" / "a.txt"
    path.parent.mkdir()
    path.write_text("It is shut.", "utf-8")
    assert readers.one(path).article.text == "It is shut."
