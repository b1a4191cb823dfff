"""A user's place for a test: an article, a prompt and a recorded answer, all invented and written by hand.

Nothing here depends on the prompts and recordings that ship with the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from summarizer.article import Article
from summarizer.cli import cli
from summarizer.pipeline import Summarizer
from summarizer.recordings import Attempt, Recordings
from tests.support import answers

ROOT = Path(__file__).resolve().parents[2]
MODEL, PROMPT = "test-model", "trial@v1"
RECORDED_AT = "2031-03-11T08:15:00Z"

ARTICLE = answers.TEXT
REPLY = json.dumps(answers.ANSWER)
FAULTY = REPLY.replace("[4] We heard knocking", "[4] We heard shouting")
"""The same with words that are not in the article."""

FILES = {
    "prompt.toml": 'id = "trial"\nversion = 1\nstatus = "draft"\nsummary = "A prompt for tests"\nschema = "answer/1"\n'
    'variables = ["about", "fence", "sentences"]\n',
    "system.md": "Say who says what.\n",
    "user.md": "{{ about }}<{{ fence }}>\n{{ sentences }}\n</{{ fence }}>\n",
    "reask.md": "Mend this:\n{{ problems }}\n",
    "examples/01-mine.article.txt": ARTICLE,
    "examples/01-mine.answer.json": REPLY,
}


def body(reply: str) -> dict[str, Any]:
    """The reply as an endpoint gives it."""
    choice = {"index": 0, "message": {"role": "assistant", "content": reply}, "finish_reason": "stop"}
    return {"model": f"{MODEL}-2031", "choices": [choice], "usage": {"prompt_tokens": 3210, "completion_tokens": 1120}}


@dataclass(frozen=True)
class Place:
    """A folder with all of it. The environment names the prompt, the model and the recordings."""

    folder: Path

    @property
    def article(self) -> Path:
        return self.folder / "article.txt"

    @property
    def recordings(self) -> Path:
        return self.folder / "recordings"

    @property
    def prompts(self) -> Path:
        return self.folder / "prompts"

    def make(self) -> None:
        self.article.write_text(ARTICLE, "utf-8")
        self.prompt(1)

    def several(self) -> Path:
        """A folder of three articles and one file that is none."""
        made = self.folder / "in"
        (made / "sub").mkdir(parents=True)
        for name in ("a", "b", "sub/c"):
            (made / f"{name}.txt").write_text(f"Ferry {name} returns\n\nThe ferry leaves at nine.\n", "utf-8")
        (made / "empty.txt").write_text(" \n")
        return made

    def account(self) -> dict[str, Any]:
        """What a run into the folder `out` says of itself."""
        value: dict[str, Any] = json.loads((self.folder / "out" / "run.json").read_text("utf-8"))
        return value

    def prompt(self, version: int, **changed: str) -> Path:
        """Write a version of the prompt; `changed` are whole files, by name without suffix."""
        home = self.prompts / "trial" / f"v{version}"
        for name, text in FILES.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            chosen = changed.get(name.rpartition("/")[2].partition(".")[0], text)
            (home / name).write_text(chosen.replace("version = 1", f"version = {version}"), "utf-8")
        return home

    def record(self, *replies: str, model: str = MODEL, text: str = ARTICLE) -> Path:
        """Record replies to the question about the article; the file they are in."""
        summarizer = Summarizer(model, PROMPT, prompts=[self.prompts], recordings=self.recordings)
        question = summarizer.question(Article(text))
        provenance = {"how": "written", "endpoint": "none", "recorded_at": RECORDED_AT}
        for reply in replies or (REPLY,):
            Recordings(self.recordings).append(question, Attempt(body(reply), RECORDED_AT), provenance)
        return self.recordings / question.key[:2] / f"{question.key}.json"

    def run(self, *args: object, stdin: str | bytes | None = None) -> Result:
        """The command line in this process."""
        return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin, prog_name="summarizer")

    def start(self, *args: object, **named: Any) -> subprocess.CompletedProcess[bytes]:
        """The command line in a process of its own."""
        command = [sys.executable, "-m", "summarizer", *map(str, args)]
        return subprocess.run(command, capture_output=True, check=False, timeout=60, **{"env": self.environ(), **named})

    def environ(self, **more: str) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), **more}
