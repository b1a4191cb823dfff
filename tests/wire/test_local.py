"""`summarizer.model.local` with the real llama.cpp server."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from summarizer.errors import EndpointError, InputError, SummarizerError, UsageError
from summarizer.model import local
from tests.support import tiny_model

pytestmark = pytest.mark.real

SCHEMA = {
    "type": "object",
    "properties": {
        "items": {
            "type": "array",
            "minItems": 1,  # the tiny model leaves every list empty that may be
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": ["assertion", "demand"]},
                    "text": {"type": "string"},
                    "why": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                },
                "required": ["kind", "text", "why"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["items"],
    "additionalProperties": False,
}


def ask(base_url: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """One request over a plain socket: what is under test is the server, not a client library."""
    address = urlsplit(base_url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST" if body else "GET", address.path + path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def refused(base_url: str) -> bool:
    try:
        ask(base_url, "/health")
    except ConnectionRefusedError:
        return True
    return False


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60, check=False, cwd=root
    )


def test_the_server_is_ready_when_its_address_is_given(llama: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", llama)
    assert ask(llama, "/health") == (200, {"status": "ok"})
    status, models = ask(llama, "/models")
    assert (status, [model["id"] for model in models["data"]]) == (200, ["tiny"])


@pytest.mark.parametrize("seed", range(3))
def test_the_schema_of_a_request_is_enforced_on_the_reply(llama: str, seed: int) -> None:
    asked = {
        "model": "any",
        "messages": [{"role": "user", "content": "What does the minister say?"}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "said", "strict": True, "schema": SCHEMA}},
        "max_tokens": 4000,
        "seed": seed,
    }
    status, body = ask(llama, "/chat/completions", asked)
    assert (status, body["choices"][0]["finish_reason"]) == (200, "stop")
    reply = json.loads(body["choices"][0]["message"]["content"])
    assert list(reply) == ["items"]
    assert reply["items"]
    for item in reply["items"]:
        assert list(item) == ["kind", "text", "why"]
        assert item["kind"] in {"assertion", "demand"}
        assert isinstance(item["text"], str)
        assert item["why"] is None or isinstance(item["why"], str)
    assert body["usage"]["prompt_tokens"] > 0


def test_a_prompt_beyond_the_context_is_refused_not_cut(tiny_gguf: Path) -> None:
    with local.serve(tiny_gguf, n_ctx=512) as url:
        status, body = ask(url, "/chat/completions", {"messages": [{"role": "user", "content": "word " * 2000}]})
    assert (status, body["error"]["type"]) == (400, "exceed_context_size_error")


def test_asking_twice_starts_one_server_which_stops_with_its_last_user(
    tiny_gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_gguf.parent)
    with local.serve(tiny_gguf, n_ctx=1024) as first:
        with local.serve(tiny_gguf.name, n_ctx=1024) as second:
            assert second == first
        assert ask(first, "/health")[0] == 200
    assert refused(first)
    with local.serve(tiny_gguf, n_ctx=1024) as third:
        assert ask(third, "/health")[0] == 200


def test_two_servers_at_once_do_not_disturb_each_other(tiny_gguf: Path, llama: str) -> None:
    with local.serve(tiny_gguf, n_ctx=2048) as other:
        assert other != llama
        assert ask(other, "/completions", {"prompt": "a", "max_tokens": 3})[0] == 200
    assert refused(other)
    assert ask(llama, "/completions", {"prompt": "a", "max_tokens": 3})[0] == 200


def test_it_stops_although_replies_are_still_awaited(tiny_gguf: Path) -> None:
    endless = {"prompt": "a", "max_tokens": 10_000_000, "ignore_eos": True}
    ended: list[BaseException] = []

    def wait_for_a_reply(url: str) -> None:
        try:
            ask(url, "/completions", endless)
        except (http.client.HTTPException, OSError) as error:
            ended.append(error)

    with local.serve(tiny_gguf, n_ctx=4096) as url:
        waiting = [threading.Thread(target=wait_for_a_reply, args=(url,)) for _ in range(3)]
        for thread in waiting:
            thread.start()
        time.sleep(0.3)
        left_at = time.monotonic()
    for thread in waiting:
        thread.join(timeout=20)
    assert len(ended) == 3
    assert time.monotonic() - left_at < 20
    assert refused(url)


def test_an_error_inside_passes_through_and_still_stops_the_server(tiny_gguf: Path) -> None:
    with pytest.raises(KeyError, match="mine"), local.serve(tiny_gguf, n_ctx=256) as url:
        raise KeyError("mine")
    assert refused(url)


def test_a_path_need_not_be_ascii(tiny_gguf: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "modèle 模型.gguf"
    elsewhere.write_bytes(tiny_gguf.read_bytes())
    with local.serve(elsewhere, n_ctx=256) as url:
        assert ask(url, "/models")[1]["data"][0]["id"] == "modèle 模型"


def test_stdout_and_stderr_stay_clean() -> None:
    code = (
        "import sys, tempfile, pathlib, urllib.request\n"
        "from summarizer.model.local import serve\n"
        "from tests.support.tiny_model import make\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    with serve(make(pathlib.Path(folder) / 'm.gguf')) as url:\n"
        "        urllib.request.urlopen(url + '/health').read()\n"
        "        print('ours')\n"
    )
    done = run(code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ours\n", "")


def test_shared_is_one_server_for_the_life_of_the_process(tiny_gguf: Path) -> None:
    code = (
        "import sys, urllib.request\n"
        "from summarizer.model.local import shared\n"
        "url = shared(sys.argv[1])\n"
        "assert shared(sys.argv[1]) == url\n"
        "print(urllib.request.urlopen(url + '/health').status)\n"
        "sys.exit(3)\n"
    )
    done = run(code, str(tiny_gguf))
    assert (done.returncode, done.stdout, done.stderr) == (3, "200\n", "")


def test_importing_the_module_does_not_load_the_library() -> None:
    assert run("import sys, summarizer.model.local; print('xllamacpp' in sys.modules)").stdout == "False\n"


def faulty(kind: str, tiny_gguf: Path, folder: Path) -> Path:
    path = folder / f"{kind}.gguf"
    whole = tiny_gguf.read_bytes()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind != "missing":
        contents = {"empty": b"", "text": b"Not a model.", "magic": b"GGUF", "cut": whole[: len(whole) // 2]}
        path.write_bytes(contents[kind])
    return path


@pytest.mark.parametrize(
    ("kind", "expected", "says"),
    [
        ("missing", InputError, "there is no model file"),
        ("folder", InputError, "is not a file"),
        ("pipe", InputError, "is not a file"),
        ("empty", InputError, "is not a GGUF model"),
        ("text", InputError, "is not a GGUF model"),
        ("magic", EndpointError, "could not load"),
        ("cut", EndpointError, "could not load"),
    ],
)
def test_a_file_that_cannot_be_served_is_one_sentence(
    kind: str, expected: type[SummarizerError], says: str, tiny_gguf: Path, tmp_path: Path
) -> None:
    path = faulty(kind, tiny_gguf, tmp_path)
    with pytest.raises(expected, match=says) as caught, local.serve(path):
        pass
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert re.search("give the path|check", message)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("path", ["no\0where.gguf", "~nobody-of-that-name/m.gguf", "x" * 5000, ""])
def test_a_path_that_is_none_is_an_input_error(path: str) -> None:
    with pytest.raises(InputError), local.serve(path):
        pass


@pytest.mark.parametrize(("n_ctx", "slots"), [(-1, 1), (10**12, 1), (1024, 0), (1024, -1), (1024, 65)])
def test_a_number_out_of_range_is_a_usage_error(tiny_gguf: Path, n_ctx: int, slots: int) -> None:
    with pytest.raises(UsageError, match="cannot be served; choose"), local.serve(tiny_gguf, n_ctx=n_ctx, slots=slots):
        pass


def test_a_missing_library_names_the_extra(tiny_gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with (
        pytest.raises(UsageError, match=re.escape("pip install 'summarizer[local]'")),
        local.serve(tiny_gguf, n_ctx=300),
    ):
        pass


def test_a_failed_start_leaves_nothing_behind(tiny_gguf: Path, tmp_path: Path) -> None:
    path = faulty("cut", tiny_gguf, tmp_path)
    with pytest.raises(EndpointError), local.serve(path, n_ctx=256):
        pass
    path.write_bytes(tiny_gguf.read_bytes())
    with local.serve(path, n_ctx=256) as url:
        assert ask(url, "/health")[0] == 200


def test_no_page_of_another_origin_may_read_the_reply(llama: str) -> None:
    address = urlsplit(llama)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request("GET", "/v1/models", headers={"Origin": "https://elsewhere.example"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.getheader("Access-Control-Allow-Origin") in (None, "")


def test_the_tiny_model_is_the_same_every_time(tiny_gguf: Path, tmp_path: Path) -> None:
    assert tiny_model.make(tmp_path / "again.gguf").read_bytes() == tiny_gguf.read_bytes()
