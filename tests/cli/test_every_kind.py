"""A folder with a file of each kind becomes briefings in one command, and in the same bytes again without a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.briefing import Briefing
from tests.cli.place import Place
from tests.readers.made import (
    DENIAL,
    FIRST,
    HIDDEN,
    NINJS2,
    NINJS3,
    ROWS,
    RSS,
    TITLE,
    altered,
    mail,
    page,
    pdf,
    prose,
    put,
    word,
)  # fmt: skip
from tests.support import answers
from tests.support.servers import ScriptedServer, completion

FRONT = f"---\ntitle: {TITLE}\noutlet: The Courier\npublished: 2031-03-10\nlanguage: en\n---\n{FIRST}\n\n{DENIAL}\n"
HIDDEN_RUN = f'<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">{HIDDEN}</w:t></w:r>'
BRIEFED = {
    "letter": TITLE, "mine.docx": TITLE, "mine.html": TITLE, "mine.pdf": TITLE, "mine.txt": TITLE, "news/m-1": TITLE,
    "news/m-2": "Ferry late", "rows/x": TITLE, "rows/7": None, "rows/3": None, "sub/wire": TITLE,
    f"wires/{NINJS2['uri']}": TITLE, "wires/https:__agency.example_2": TITLE,
}  # fmt: skip
"""The briefings' names, and the titles that the files give."""


@pytest.fixture(autouse=True)
def folder(place: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    made = place.folder / "in"
    (made / "sub").mkdir(parents=True)
    put(made, "mine.html", page(f"<p style='color:#fff;background:#fff'>{HIDDEN}</p>"))
    put(made, "mine.pdf", pdf([prose()], title=TITLE))
    put(
        made,
        "mine.docx",
        altered(word(FIRST, DENIAL), "word/document.xml", "<w:body>", f"<w:body><w:p>{HIDDEN_RUN}</w:p>"),
    )
    put(made, "mine.txt", FRONT)
    put(made, "letter.eml", mail(html=True))
    put(made, "news.rss", RSS.replace("<item><title>Nothing yet</title><guid>m-3</guid></item>", ""))
    put(made, "rows.jsonl", ROWS)
    put(made, "wires.json", json.dumps([NINJS2, NINJS3]))
    put(made / "sub", "wire.json", json.dumps(NINJS2))
    put(made, "picture.png", b"\x89PNG\r\n\x1a\n")
    return made


def test_a_folder_with_a_file_of_each_kind_becomes_briefings_in_one_command(place: Place) -> None:
    with ScriptedServer([completion(json.dumps(answers.empty()))]) as server:
        result = place.run("brief", "-m", "m", "--base-url", server.base_url, "in", "-o", "out")
        asked = json.dumps([request.body for request in server.requests])
    assert result.exit_code == 0, result.stderr
    assert HIDDEN not in asked
    out = place.folder / "out"
    made = {path.relative_to(out).as_posix(): path for path in out.rglob("*.briefing.json")}
    read = {name.removesuffix(".briefing.json"): Briefing.from_file(path) for name, path in made.items()}
    assert {name.replace("%3A", ":"): briefing.source.title for name, briefing in read.items()} == BRIEFED
    known = read["mine.txt"].source
    assert (known.outlet, known.published, known.language) == ("The Courier", "2031-03-10", "en")
    assert read["news/m-1"].source.published == "2031-03-10T08:00:00+00:00"

    before = {name: path.read_bytes() for name, path in made.items()}
    again = place.run("brief", "-m", "m", "in", "-o", "again", "--offline")
    assert again.exit_code == 0, again.stderr
    for name, live in before.items():
        one, other = (json.loads(data) for data in (live, (place.folder / "again" / name).read_bytes()))
        assert other.pop("provenance")["mode"] == "replayed"
        assert one.pop("provenance")["mode"] in ("live", "replayed")  # some of the articles are the same
        assert one == other


def test_a_run_may_write_into_the_folder_that_it_reads(place: Place) -> None:
    account: dict[str, Any] = {}
    with ScriptedServer([completion(json.dumps(answers.empty()))]) as server:
        for _ in range(2):
            result = place.run("brief", "-m", "m", "--base-url", server.base_url, "in", "-o", "in")
            assert result.exit_code == 0, result.stderr
            account = json.loads((place.folder / "in" / "run.json").read_text("utf-8"))
            assert account["counts"]["articles"] == len(BRIEFED)
    assert account["counts"]["skipped"] == len(BRIEFED)
