"""An endpoint that answers what a test tells it to, faults included, over a real socket on loopback."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Body = bytes | str | dict[str, Any] | list[Any]


@dataclass(frozen=True)
class Reply:
    """One answer. `delay` is in seconds and comes first.

    A `body` that is no `bytes` or `str` is sent as JSON. With `drop` the connection is closed without an answer; with
    `truncate` the header promises that many more bytes than are sent before it is closed.
    """

    body: Body = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    truncate: int = 0

    def encoded(self) -> bytes:
        """The bytes of the body."""
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


@dataclass(frozen=True)
class Request:
    """One question as it arrived. `body` is the parsed JSON (None if it is none); header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: Any


def completion(
    content: str | None,
    *,
    model: str = "m",
    finish_reason: str = "stop",
    refusal: str | None = None,
    usage: tuple[int, int] | None = (100, 20),
) -> dict[str, Any]:
    """The body of a chat completion. `usage` is tokens in and out; None leaves it away, as some endpoints do."""
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": refusal},
                "logprobs": None,
                "finish_reason": finish_reason,
            }
        ],
    }
    if usage:
        tokens_in, tokens_out = usage
        body["usage"] = {
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        }
    return body


def error(
    status: int,
    code: str | None = None,
    message: str = "scripted error",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """An error in the shape of OpenAI's."""
    body = {"error": {"message": message, "type": "scripted", "param": None, "code": code}}
    return Reply(body, status, headers or {})


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing of clients that go away: they are the point of some tests."""

    daemon_threads = True
    block_on_close = False  # a client that keeps its connection open must not keep the test

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quiet."""


class QuietHandler(BaseHTTPRequestHandler):
    """A handler that logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Quiet."""


class Running:
    """A server that answers for the length of a `with`, in a thread of its own, on loopback."""

    def __init__(self, http: QuietServer) -> None:
        self.closing = threading.Event()
        self._http = http
        self._thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._http.server_address[1])

    @property
    def base_url(self) -> str:
        """What a client needs, ending in `/v1`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.closing.set()  # ends every delay, so that no test waits for a reply that nobody wants any more
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class ScriptedServer(Running):
    """Answers `POST /v1/chat/completions` with the replies of `script` in order, the last one again and again.

    An entry that is no `Reply` is the body of one with status 200. `GET /v1/models` lists `models`. `requests` holds
    what was asked, in order of arrival, and may be read at any time.

        with ScriptedServer([error(429, headers={"Retry-After": "0"}), completion("hello")]) as server:
            client = OpenAI(base_url=server.base_url, api_key="k")
    """

    def __init__(self, script: Sequence[Reply | Body], models: Sequence[str] = ("m",)) -> None:
        if not script:
            raise ValueError("a script needs at least one reply")
        self.script = [entry if isinstance(entry, Reply) else Reply(entry) for entry in script]
        self.models = list(models)
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        super().__init__(_Server(self))

    def take(self, request: Request) -> Reply:
        """Note the request, and say what to answer."""
        with self._lock:
            self.requests.append(request)
            return self.script[min(len(self.requests), len(self.script)) - 1]

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the server."""
        if seconds:
            self.closing.wait(seconds)


class _Server(QuietServer):
    request_queue_size = 128

    def __init__(self, scripted: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripted = scripted


class _Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            listed = [
                {"id": name, "object": "model", "created": 0, "owned_by": "test"}
                for name in self.server.scripted.models
            ]
            self._send(Reply({"object": "list", "data": listed}))
        else:
            self._send(error(404, "not_found", f"nothing at {self.path}"))

    def do_POST(self) -> None:
        received = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/v1/chat/completions":
            self._send(error(404, "not_found", f"nothing at {self.path}"))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.server.scripted.take(Request(self.path, headers, _parsed(received))))

    def _send(self, reply: Reply) -> None:
        self.server.scripted.pause(reply.delay)
        if reply.drop:
            self._close()
            return
        body = reply.encoded()
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(body) + reply.truncate),
            **reply.headers,
        }
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if reply.truncate:
            self._close()

    def _close(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def _parsed(received: bytes) -> Any:
    try:
        return json.loads(received)
    except ValueError:
        return None
