"""An endpoint with a Batch API, over a real socket on loopback: what it answers, and how it fails, is a test's to say."""

from __future__ import annotations

import email
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.servers import QuietHandler, QuietServer, Running, completion

Lines = list[dict[str, Any] | bytes]


@dataclass
class Results:
    """What becomes of a batch: its last state, and the lines of its two files."""

    state: str = "completed"
    output: Lines = field(default_factory=list)
    errors: Lines = field(default_factory=list)
    reason: str | None = None


def answered(request: dict[str, Any], reply: str) -> dict[str, Any]:
    """A line of an output file."""
    body = {**completion(reply), "id": f"chatcmpl-{request['custom_id'][:8]}"}
    return {"id": "r", "custom_id": request["custom_id"], "response": {"status_code": 200, "body": body}, "error": None}


def failed(request: dict[str, Any], code: str, message: str, status: int | None = None) -> dict[str, Any]:
    """A line of an error file: of the batch itself, or of the endpoint with its status."""
    fault = {"code": code, "message": message}
    response = {"status_code": status, "body": {"error": fault}} if status else None
    return {"id": "r", "custom_id": request["custom_id"], "response": response, "error": None if status else fault}


class BatchServer(Running):
    """Takes files, makes batches of them, and ends each after `looks` looks at it as `work` says.

    `faults` are paths with a method, as in "POST /v1/batches": so many times the connection is closed after the request
    was carried out, so that the client does not know it was. `live` answers what is asked at once.
    """

    def __init__(self, work: Callable[[list[dict[str, Any]]], Results], *, looks: int = 2, live: str = "{}") -> None:
        self.work, self.looks, self.live = work, looks, live
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.asked: Counter[str] = Counter()
        self.lived: list[dict[str, Any]] = []
        self.faults: Counter[str] = Counter()
        self.without = False
        self._looked: Counter[str] = Counter()
        self.lock = threading.Lock()
        super().__init__(_Server(self))

    def requests(self, batch: dict[str, Any]) -> list[dict[str, Any]]:
        """The requests of a batch."""
        return [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]

    def keep(self, content: bytes) -> dict[str, Any]:
        name = f"file-{len(self.files)}"
        self.files[name] = content
        return {"id": name, "object": "file", "bytes": len(content), "purpose": "batch", "created_at": 1}

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        name = f"batch_{len(self.batches)}"
        batch = {
            "id": name, "object": "batch", "status": "validating", "completion_window": "24h", "created_at": 1,
            "endpoint": body["endpoint"], "input_file_id": body["input_file_id"],
        }  # fmt: skip
        self.batches[name] = batch
        self.asked.update(request["custom_id"] for request in self.requests(batch))
        return batch

    def look(self, name: str) -> dict[str, Any] | None:
        batch = self.batches.get(name)
        if batch and "output_file_id" not in batch:
            self._looked[name] += 1
            batch["status"] = "in_progress"
            if self._looked[name] > self.looks:
                self._end(batch)
        return batch

    def _end(self, batch: dict[str, Any]) -> None:
        results = self.work(self.requests(batch))
        batch["status"] = results.state
        for name, lines in (("output_file_id", results.output), ("error_file_id", results.errors)):
            text = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
            batch[name] = self.keep(text)["id"] if lines else None
        if results.reason:
            batch["errors"] = {"object": "list", "data": [{"code": "x", "message": results.reason}]}


class _Server(QuietServer):
    def __init__(self, owner: BatchServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:  # noqa: N802 (the base class names it so)
        owner, path = self.server.owner, self.path.partition("?")[0]
        with owner.lock:
            if path == "/v1/batches":
                self._send({"object": "list", "data": [*owner.batches.values()][::-1], "has_more": False})
            elif path.endswith("/content"):
                self._send(owner.files.get(path.split("/")[-2]))
            else:
                self._send(owner.look(path.rpartition("/")[2]))

    def do_POST(self) -> None:  # noqa: N802 (the base class names it so)
        owner = self.server.owner
        received = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            received = self._chunks()
        with owner.lock:
            if self.path == "/v1/chat/completions":
                owner.lived.append(json.loads(received))
                self._send(completion(owner.live))
            elif owner.without:
                self._send(None)
            elif self.path == "/v1/files":
                self._send(owner.keep(_file(self.headers["Content-Type"], received)))
            else:
                self._send(owner.create(json.loads(received)))

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _send(self, value: dict[str, Any] | bytes | None) -> None:
        place = f"{self.command} {self.path.partition('?')[0]}"
        if self.server.owner.faults[place]:
            self.server.owner.faults[place] -= 1
            self.close_connection = True
            return
        body = value if isinstance(value, bytes) else json.dumps(value or {"error": {"message": "not found"}}).encode()
        self.send_response(404 if value is None else 200)
        self.send_header("Content-Type", "application/octet-stream" if isinstance(value, bytes) else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _file(kind: str, received: bytes) -> bytes:
    """The file in a form as a browser sends it."""
    form = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + received)
    for part in form.get_payload():
        if isinstance(part, email.message.Message) and part.get_filename():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return content
    raise AssertionError("no file")
