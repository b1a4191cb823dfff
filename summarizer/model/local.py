"""A model on this computer: llama.cpp's own HTTP server for one GGUF file, inside this process.

The server comes prebuilt in the `xllamacpp` wheel (extra `[local]`). It speaks the OpenAI protocol, so the rest of
the product needs nothing special for it, and it enforces `response_format: json_schema` while decoding. It listens
on the loopback interface only, and answers no web page of another origin.
"""

from __future__ import annotations

import atexit
import importlib
import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from summarizer.errors import EndpointError, InputError, UsageError

HOST = "127.0.0.1"
N_CTX = 16_384
"""Tokens of context per slot: enough for a long article, its instructions and the reply."""
MAX_CTX = 2_097_152
"""Most tokens of context. llama.cpp reserves memory for all of them, and cannot be interrupted while it does."""
MAX_SLOTS = 64
_MAGIC = b"GGUF"
_SILENT = -1  # llama.cpp's verbosity below its lowest level: not even errors are written to stderr


@dataclass
class _Running:
    server: Any
    users: int = 1


_Key = tuple[Path, int, int]
_running: dict[_Key, _Running] = {}
_lock = threading.Lock()
_until_exit = ExitStack()
atexit.register(_until_exit.close)


@contextmanager
def serve(path: str | Path, *, n_ctx: int = N_CTX, slots: int = 1) -> Iterator[str]:
    """Serve the GGUF file at `path` and give the base URL, which ends in `/v1`; stopped when the last user leaves.

    `n_ctx` is the context of one slot in tokens, prompt and reply together, never more than the model was trained
    with (0: all of that, divided among the slots). `slots` is how many requests are decoded at once; the rest wait
    in line. Asking again for the same file and
    numbers while it is being served shares the one server. Whoever is still waiting for a reply when the server
    stops is disconnected.

    Raises `InputError` (no such file, or not a GGUF), `UsageError` (the `[local]` extra is missing, or a number out
    of range) and `EndpointError` (llama.cpp cannot load the model).
    """
    _check_numbers(n_ctx, slots)
    key = (_checked(path), n_ctx, slots)
    url = _join(key)
    try:
        yield f"{url}/v1"
    finally:
        _leave(key)


@cache
def shared(path: str | Path) -> str:
    """As `serve`, with its defaults, until this process ends. Asking again for the same path costs nothing."""
    return _until_exit.enter_context(serve(path))


def _check_numbers(n_ctx: int, slots: int) -> None:
    if not 0 <= n_ctx <= MAX_CTX:
        raise UsageError(
            f"a context of {n_ctx:,} tokens cannot be served; choose 1 to {MAX_CTX:,}, or 0 for the model's own"
        )
    if not 1 <= slots <= MAX_SLOTS:
        raise UsageError(f"{slots} slots cannot be served; choose 1 to {MAX_SLOTS}")


def _checked(path: str | Path) -> Path:
    """The absolute path, if a GGUF file stands there. `~` is expanded: a shell leaves it alone in `local:~/a.gguf`."""
    try:
        found = Path(path).expanduser().resolve()
        if not stat.S_ISREG(found.stat().st_mode):  # reading a pipe would wait for its writer
            raise InputError(f"the model {path} is not a file; give the path of a .gguf file")
        with found.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except FileNotFoundError:
        raise InputError(f"there is no model file {path}; give the path of a .gguf file") from None
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: no home for `~`; ValueError: a NUL in the path
        why = getattr(error, "strerror", None) or error
        raise InputError(f"the model file {path} cannot be read ({why}); give the path of a .gguf file") from None
    if magic != _MAGIC:
        raise InputError(f"{path} is not a GGUF model (it does not begin with 'GGUF'); give the path of a .gguf file")
    return found


def _join(key: _Key) -> str:
    """The address of the server for `key`, started if nobody uses it yet."""
    with _lock:
        running = _running.get(key)
        if running:
            running.users += 1
        else:
            running = _running[key] = _Running(_start(*key))
        return str(running.server.listening_address)


def _leave(key: _Key) -> None:
    with _lock:
        running = _running[key]
        running.users -= 1
        if running.users:
            return
        del _running[key]
        _hang_up(int(running.server.listening_address.rpartition(":")[2]))
        # The library has no stop method: the server ends, and its port closes, when its last reference goes.
        running.server = None


def _start(path: Path, n_ctx: int, slots: int) -> Any:
    try:
        library: Any = importlib.import_module("xllamacpp")
    except ModuleNotFoundError:
        raise UsageError("a local model needs llama.cpp; install it with: pip install 'summarizer[local]'") from None
    except ImportError as error:
        raise UsageError(
            f"llama.cpp is installed but cannot be loaded here ({error}); use an endpoint instead"
        ) from None
    try:
        server: Any = library.Server(_parameters(library, path, n_ctx, slots))
    except RuntimeError:  # its text never says more than "failed to init"
        raise EndpointError(
            f"llama.cpp could not load {path}; check that the file is complete, that this llama.cpp knows the model's "
            f"architecture, and that there is memory for it with slots={slots} and n_ctx={n_ctx}"
        ) from None
    # The loop that decodes starts a moment after the server says it is ready, and a stop in between is lost: the
    # process would hang. The loop itself has to answer this, so it is running afterwards.
    server.handle_metrics()
    return server


def _parameters(library: Any, path: Path, n_ctx: int, slots: int) -> Any:
    chosen = library.CommonParams()
    chosen.model.path = str(path)
    chosen.model_alias = {path.stem}
    chosen.hostnames = [HOST]
    chosen.port = 0  # the system picks a free one
    chosen.n_ctx = n_ctx * slots
    chosen.n_parallel = slots
    chosen.n_threads_http = slots + 8  # a waiting request occupies one; health checks must still get through
    chosen.use_jinja = True  # the model's own chat template
    chosen.warmup = False
    chosen.offline = True
    chosen.verbosity = _SILENT
    chosen.ui = False
    chosen.endpoint_slots = False
    chosen.endpoint_metrics = True  # `_start` asks for them
    chosen.cors_origins = ""  # the default lets any web page open in a browser here use the model
    return chosen


def _hang_up(port: int) -> None:
    """Disconnect whoever still waits for a reply of the server on `port`.

    On its way out the server waits for every open request, holding the interpreter's lock, although it has already
    stopped decoding: a client in this process could never give up, and neither could Ctrl-C get through. The
    server's sockets belong to this process, so they can be shut from here. Where descriptors cannot be listed
    (Windows), it is left to the clients to close their connections first.
    """
    try:
        descriptors = [int(entry.name) for entry in Path("/dev/fd").iterdir()]
    except OSError:
        return
    for descriptor in descriptors:
        with suppress(OSError):  # closed meanwhile, or not connected, such as the listening socket itself
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                _shut(descriptor, port)


def _shut(descriptor: int, port: int) -> None:
    with socket.socket(fileno=os.dup(descriptor)) as connection:
        if connection.family == socket.AF_INET and connection.getsockname() == (HOST, port):
            connection.getpeername()  # raises for the listening socket, which is to stay
            connection.shutdown(socket.SHUT_RDWR)
