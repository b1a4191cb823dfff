"""A headless Chromium, driven over two pipes: no port is opened, no driver is needed, nothing is served.

The protocol is Chromium's own (DevTools): one JSON object a message, each ended by a NUL.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60.0
"""Seconds to wait for one answer: a first start on a slow machine takes a few."""

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --disable-sync "
    "--disable-extensions --disable-component-update --disable-dev-shm-usage --hide-scrollbars "
    "--remote-debugging-pipe --force-color-profile=srgb"
).split()
# Chromium reads its messages from descriptor 3 and writes them to 4.
_START = (
    "import os, sys; r, w = map(int, sys.argv[1:3]); os.dup2(r, 3); os.dup2(w, 4); os.execv(sys.argv[3], sys.argv[3:])"
)


def found() -> str | None:
    """Where a Chromium is installed, if anywhere."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One tab. Use as a context manager; the browser ends with it."""

    def __init__(self, program: str, folder: Path) -> None:
        # Numbers above 4, so that putting them onto 3 and 4 overwrites neither of them.
        ours = [os.open(os.devnull, os.O_RDONLY) for _ in range(5)]
        into, self._write = os.pipe()
        self._read, out = os.pipe()
        for spare in ours:
            os.close(spare)
        command = [sys.executable, "-c", _START, str(into), str(out), program, *_FLAGS]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={folder}", "about:blank"],
            pass_fds=(into, out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
            start_new_session=True,
        )
        os.close(into)
        os.close(out)
        self._numbers = itertools.count(1)
        self._buffer = bytearray()
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        targets = self.ask("Target.getTargets")["targetInfos"]
        target = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the browser and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._read)
        os.close(self._write)

    def ask(self, method: str, **parameters: Any) -> Any:
        """The result of one command."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        while (answer := self._next()).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, url: str) -> None:
        """Load a page, or go to a fragment of the loaded one, and wait until that is done."""
        self.events.clear()
        self.ask("Page.navigate", url=url)
        done = {"Page.loadEventFired", "Page.navigatedWithinDocument"}
        while not any(event.get("method") in done for event in self.events):
            self.events.append(self._next())

    def size(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """The viewport in CSS pixels, and the colours that the reader asks for."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def value(self, expression: str) -> Any:
        """What a JavaScript expression, or the promise it gives, comes to. The page's own policy does not bind it."""
        asked = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in asked, asked
        return asked["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key, such as `Tab` or `Enter`."""
        code = {"Tab": 9, "Enter": 13}[key]
        given: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        given |= {"text": "\r"} if key == "Enter" else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **given)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **given)

    def screenshot(self, *, whole: bool = False) -> bytes:
        """The viewport, or the whole page, as PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=whole)["data"])

    def pdf(self) -> bytes:
        """The page as it is printed, on the paper that its style sheet asks for."""
        printed = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(printed["data"])

    def _next(self) -> dict[str, Any]:
        return next(self._messages())

    def _messages(self) -> Iterator[dict[str, Any]]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0, until - time.monotonic()))
            data = os.read(self._read, 1 << 20) if ready else b""
            if not data:
                raise TimeoutError("the browser ended or does not answer")
            self._buffer += data
        message, _, rest = bytes(self._buffer).partition(b"\0")
        self._buffer[:] = rest
        yield json.loads(message)
