"""Whatever a user does ends in one sentence and the exit code of the table, never in a traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from summarizer.errors import exit_codes
from summarizer.pipeline import Summarizer
from tests.cli.place import ARTICLE, FAULTY, REPLY, Place
from tests.support.servers import Reply, ScriptedServer, completion

LATER = {8, 9, 100}
"""Codes of commands that are not there yet."""


def said(result: Result) -> str:
    """The one line on stderr, after a check that it is one and no traceback."""
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stderr.startswith("summarizer: error: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def succeed(place: Place) -> Result:
    place.record()
    return place.run("--offline", "article.txt")


def fail_inside(place: Place) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Summarizer, "brief", lambda *_: 1 // 0)
        return place.run("--offline", "article.txt")


def paste_nonsense(place: Place) -> Result:
    return place.run("accept", "article.txt", "-", "--reasks", "0", stdin="no")


def be_strict(place: Place) -> Result:
    place.record(FAULTY, FAULTY, FAULTY)
    return place.run("--offline", "--strict", "article.txt")


def interrupt(place: Place) -> Result:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Summarizer, "brief", stop)
        return place.run("--offline", "article.txt")


def damage(place: Place) -> Result:
    place.record().write_text("{}", "utf-8")
    return place.run("--offline", "article.txt")


PROVOKED: dict[int, Callable[[Place], Result]] = {
    0: succeed,
    1: fail_inside,
    2: lambda place: place.run("--no-such-option"),
    3: lambda place: place.run("missing.txt"),
    4: paste_nonsense,
    5: be_strict,
    6: lambda place: place.run("--offline", "article.txt"),
    7: lambda place: place.run("-q", "-m", "gpt-5-mini", "article.txt"),
    10: damage,
    130: interrupt,
}


@pytest.mark.parametrize("code", exit_codes())
def test_every_exit_code_of_the_table(place: Place, code: int) -> None:
    if code in LATER:
        assert code not in PROVOKED
        return
    result = PROVOKED[code](place)
    assert result.exit_code == code
    if code:
        assert said(result)
        assert result.stdout == ""


def test_an_internal_error_asks_for_a_report_and_shows_a_traceback_only_on_demand(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(fail_inside(place)).startswith("summarizer: error: internal error (a bug): ZeroDivisionError: ")
    monkeypatch.setenv("SUMMARIZER_DEBUG", "1")
    assert "Traceback (most recent call last)" in fail_inside(place).stderr


def test_a_message_cannot_drive_the_terminal(place: Place) -> None:
    assert "\x1b" not in said(place.run("a\x1b[31m\u202e.txt"))
    assert "\x1b" not in said(place.run("--\x1b[31m"))


BAD_ARTICLES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "white space": (b" \n\t\r\n ", "is empty"),
    "binary": (b"\x89PNG\r\n\x00\x01", "is binary (a NUL at byte 6)"),
    "Latin-1": (
        "Kein Wort über München".encode("latin-1"),
        "at byte 10 (0xfc): name its encoding, for example `--encoding cp1252`",
    ),
    "half of a character": (b"abc\xe2\x80", "at byte 3"),
}


@pytest.mark.parametrize("kind", BAD_ARTICLES)
@pytest.mark.parametrize("piped", [False, True])
def test_what_is_no_article(place: Place, kind: str, piped: bool) -> None:
    data, message = BAD_ARTICLES[kind]
    place.article.write_bytes(data)
    result = place.run("--offline", stdin=data) if piped else place.run("--offline", "article.txt")
    assert result.exit_code == 3
    assert message in said(result)


def test_the_encoding_that_the_message_asks_for_helps(place: Place) -> None:
    place.article.write_bytes("Kein Wort über München.".encode("cp1252"))
    assert place.run("--offline", "article.txt", "--encoding", "cp1252").exit_code == 6
    assert "no encoding called 'nope'" in said(place.run("--offline", "article.txt", "--encoding", "nope"))
    for codec in ("idna", "punycode", "undefined", "hex"):
        assert place.run("--offline", "article.txt", "--encoding", codec).exit_code == 3


@pytest.mark.parametrize(
    "command", [["--offline"], ["show"], ["verify", "--article", "article.txt"], ["accept", "article.txt"]]
)
def test_what_is_no_file(place: Place, command: list[str]) -> None:
    os.mkfifo(place.folder / "fifo")
    with (place.folder / "sparse").open("wb") as file:
        file.truncate(100_000_000)
    started = time.monotonic()
    (place.folder / "none").mkdir()
    for name, message in {
        "fifo": "not a regular file",
        "sparse": "more than",
        "none": "holds no article" if command == ["--offline"] else "not a regular file",
        "missing": "No such file",
        "article.txt/x": "Not a directory",
    }.items():
        result = place.run(*command, name)
        assert result.exit_code == (2 if "holds no article" in message else 3)
        assert message in said(result)
    assert time.monotonic() - started < 20  # the FIFO was not opened, or this would wait for ever


BAD_BRIEFINGS = {
    "no JSON": "{",
    "a list": "[]",
    "another version": '{"schema_version": 99}',
    "nothing in it": '{"schema_version": 1}',
    "a deep one": "[" * 100_000,
    "a large number": '{"schema_version": ' + "9" * 5_000 + "}",
    "NaN": '{"schema_version": NaN}',
}


@pytest.mark.parametrize("kind", BAD_BRIEFINGS)
def test_what_is_no_briefing(place: Place, kind: str) -> None:
    (place.folder / "b.json").write_text(BAD_BRIEFINGS[kind], "utf-8")
    for command in (["show", "b.json"], ["verify", "b.json", "--article", "article.txt"]):
        result = place.run(*command)
        assert result.exit_code == 3
        assert "b.json" in said(result)


def test_a_briefing_edited_into_what_no_answer_holds(place: Place) -> None:
    value = json.loads(succeed(place).stdout)
    value["claims"][0]["id"] = "Claim 1"
    (place.folder / "b.json").write_text(json.dumps(value), "utf-8")
    result = place.run("verify", "b.json", "--article", "article.txt")
    assert result.exit_code == 5
    assert "claims.0.id: is not an id" in result.stdout


BAD_OPTIONS = [
    (["--set", "temperature"], "NAME=VALUE"),
    (["--set", "=1"], "NAME=VALUE"),
    (["--set", "messages=[]"], "is not yours to set"),
    (["--set", "extra_headers={}"], "is not yours to set"),
    (["--set", 'user="\\ud800"'], "half of a character"),
    (["--sample", "0"], "--sample"),
    (["--timeout", "nan"], "seconds above 0"),
    (["--timeout", "0"], "seconds above 0"),
    (["--model", " "], "must not be empty"),
    (["--title", "\udcff"], "valid UTF-8"),
    (["--base-url", "http://[bad"], "names a host"),
    (["--base-url", "file:///etc"], "names a host"),
    (["--key-env", "sk-canary-key"], "never a key"),
    (["--published", "yesterday"], "ISO date"),
    (["--prompt", "nothing@v1"], "there is no prompt 'nothing@v1'; there are: "),
    (["--prompts", "nowhere"], "there is no prompt folder"),
    (["--format", "xml"], "xml"),
]


@pytest.mark.parametrize(("options", "message"), BAD_OPTIONS)
def test_what_is_no_option(place: Place, options: list[str], message: str) -> None:
    result = place.run("--offline", "article.txt", *options)
    assert result.exit_code == 2
    assert message in said(result)
    assert "canary" not in result.output


def test_a_password_in_a_wrong_url_is_not_repeated(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "ftp://user:secret@host")
    result = place.run("article.txt")
    assert result.exit_code == 2
    assert "secret" not in said(result)
    assert "OPENAI_BASE_URL" in result.stderr


def test_a_folder_that_recordings_cannot_be_written_in(place: Place) -> None:
    (place.folder / "file").write_text("x", "utf-8")
    result = place.run("accept", "article.txt", "-", "--recordings", "file", stdin=REPLY)
    assert result.exit_code == 3
    assert "--recordings" in said(result)


def test_a_current_folder_that_is_gone(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "not there any more" in said(place.run("--offline", place.article))


def test_a_reader_that_goes_away_is_no_failure(place: Place) -> None:
    place.record()
    for arguments in ("--offline article.txt", "--help", "schema", "--offline article.txt --format text"):
        piped = f"{sys.executable} -m summarizer {arguments} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", piped], capture_output=True, env=place.environ(), check=False, timeout=60)
        assert done.returncode == 0
        assert b"Broken" not in done.stderr
        assert b"Exception" not in done.stderr


def test_an_output_that_is_full(place: Place) -> None:
    place.record()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "summarizer", "--offline", "article.txt"],
            stdout=full, stderr=subprocess.PIPE, env=place.environ(), check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().startswith("summarizer: error: cannot write standard output: No space left on device")


def test_streams_that_are_closed(place: Place) -> None:
    place.record()
    program = f"{sys.executable} -m summarizer"
    for line, code in (
        (f"{program} <&-", 3),
        (f"{program} --offline article.txt >&-", 0),
        (f"{program} --offline article.txt 2>&-", 0),
        (f"{program} missing 2>&-", 3),
        (f"{program} missing 2>/dev/full", 3),
    ):
        done = subprocess.run(["bash", "-c", line], capture_output=True, env=place.environ(), check=False, timeout=60)
        assert done.returncode == code, line
        assert b"Traceback" not in done.stderr


def test_a_stdout_that_cannot_encode_an_article(place: Place) -> None:
    place.record()
    ascii_only = place.environ(PYTHONIOENCODING="ascii", LC_ALL="C")
    text = place.start("--offline", "article.txt", "--format", "text", env=ascii_only)
    assert text.returncode == 0
    assert b"\\u201cprobably\\u201d" in text.stdout
    assert (
        place.start("--offline", "article.txt", env=ascii_only).stdout == place.start("--offline", "article.txt").stdout
    )
    assert place.start("missing-\u201c.txt", env=ascii_only).returncode == 3


def test_ctrl_c_while_the_model_is_thinking(place: Place) -> None:
    with ScriptedServer([Reply(completion(REPLY), delay=30)]) as server:
        command = [sys.executable, "-m", "summarizer", "-q", "--base-url", server.base_url, "article.txt"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=place.environ()) as started:
            deadline = time.monotonic() + 30
            while not server.requests and time.monotonic() < deadline:
                time.sleep(0.02)
            started.send_signal(signal.SIGINT)
            out, err = started.communicate(timeout=30)
    assert started.returncode == 130
    assert out == b""
    assert err.decode().count("\n") == 1
    assert "interrupted" in err.decode()


def test_a_key_is_nowhere(place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    canary = "sk-canary-0123456789"
    monkeypatch.setenv("OPENAI_API_KEY", canary)
    outputs = []
    with ScriptedServer(
        [completion(FAULTY), Reply(f'{{"error": {{"message": "bad key {canary}"}}}}', status=401)]
    ) as server:
        outputs += [place.run("--base-url", server.base_url, "article.txt").output for _ in range(2)]
        assert server.requests[0].headers["authorization"] == f"Bearer {canary}"
    for arguments in (
        ["doctor"],
        ["--dry-run", "article.txt"],
        ["recordings", "list"],
        ["--set", f"user={canary[:0]}", "article.txt"],
    ):
        outputs.append(place.run(*arguments).output)
    assert any("OPENAI_API_KEY is set" in output.replace("  ", " ") for output in outputs)
    assert canary not in "".join(outputs) + "".join(capfd.readouterr())
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    assert any(path.is_relative_to(place.recordings) for path in files)
    assert not [path for path in files if canary.encode() in path.read_bytes()]


def test_the_article_is_read_as_bytes_from_a_pipe(place: Place) -> None:
    place.record()
    done = place.start("--offline", input=b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    assert done.returncode == 0
    assert isinstance(json.load(io.BytesIO(done.stdout)), dict)
