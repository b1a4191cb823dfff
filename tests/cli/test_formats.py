"""From the command line to a file in each format, and back where the format can be read."""

from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from pathlib import Path

import docx
import pytest

from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.render import FORMATS, render_bytes
from tests.cli.place import Place
from tests.cli.test_brief import on_terminal
from tests.cli.test_failures import said

PRINTED = [form for form, found in FORMATS.items() if not found.off_screen]
HOSTILE = "\x9b31m\u202e=1+1"


@pytest.fixture
def briefing(place: Place) -> Path:
    place.record()
    assert place.run("--offline", "article.txt", "-o", "briefing.json").exit_code == 0
    return place.folder / "briefing.json"


@pytest.mark.parametrize("form", FORMATS)
def test_show_makes_every_format_that_brief_makes(place: Place, briefing: Path, form: str) -> None:
    # a page shows the article too, which `brief` has and `show` is told
    article = Article.from_file(place.article) if "article" in FORMATS[form].takes else None
    expected = render_bytes(Briefing.from_file(briefing), form, article=article)
    suffix = FORMATS[form].suffixes[0]
    beside = ["--article", "article.txt"] if article else []
    for arguments in (["show", briefing, *beside], ["--offline", "article.txt"]):
        assert place.run(*arguments, "--format", form).stdout_bytes == expected
        assert place.run(*arguments, "-o", f"made{suffix}").exit_code == 0
        assert (place.folder / f"made{suffix}").read_bytes() == expected


def test_the_option_names_them_all(place: Place) -> None:
    shown = "".join(place.run("show", "--help").stdout.split())
    assert f"[{'|'.join(FORMATS)}]" in shown


def test_the_option_counts_for_more_than_the_name(place: Place, briefing: Path) -> None:
    assert place.run("show", briefing, "--format", "md", "-o", "page.csv").exit_code == 0
    assert (place.folder / "page.csv").read_text("utf-8").startswith("# Mine shuts")


def test_consumers_read_what_was_written(place: Place, briefing: Path) -> None:
    for name in ("a.csv", "a.docx", "a.jsonld", "a.stix.json", "a.ndjson"):
        assert place.run("show", briefing, "-o", name).exit_code == 0
    ids = [item.id for item in Briefing.from_file(briefing).items]
    table = csv.reader(StringIO((place.folder / "a.csv").read_text("utf-8-sig"), newline=""))
    assert [row[0] for row in table][1:] == ids
    assert [json.loads(line)["id"] for line in (place.folder / "a.ndjson").read_text("utf-8").splitlines()] == ids
    assert json.loads((place.folder / "a.jsonld").read_text("utf-8"))["type"] == "AnnotationCollection"
    assert json.loads((place.folder / "a.stix.json").read_text("utf-8"))["type"] == "bundle"
    assert docx.Document(str(place.folder / "a.docx")).paragraphs[0].text.startswith("Mine shuts")


@pytest.mark.parametrize("form", [form for form, found in FORMATS.items() if found.needs])
def test_a_missing_extra_is_said_before_anything_is_asked(
    place: Place, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setitem(sys.modules, FORMATS[form].needs, None)
    result = place.run("-q", "article.txt", "-o", f"made{FORMATS[form].suffixes[0]}")
    assert result.exit_code == 2
    assert f"pip install 'summarizer[{FORMATS[form].extra}]'" in said(result)
    assert not list(place.folder.glob("made*"))


def test_a_document_is_not_printed_on_a_terminal(place: Place, briefing: Path) -> None:
    code, shown, err = on_terminal(place, "show", str(briefing), "--format", "docx")
    assert (code, shown) == (2, "")
    assert err == (
        "summarizer: error: a Word document is not text, so it is not printed on a terminal:"
        " name its file, as in -o briefing.docx\n"
    )


@pytest.mark.parametrize("form", PRINTED)
def test_no_format_drives_a_terminal(place: Place, briefing: Path, form: str) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    value["source"]["title"] = value["claims"][0]["statement"] = value["provenance"]["tool"] = HOSTILE
    value["actors"][0]["name"] = value["claims"][0]["evidence"][0]["quote"] = HOSTILE
    briefing.write_text(json.dumps(value), "utf-8")
    code, shown, _ = on_terminal(place, "show", str(briefing), "--format", form, NO_COLOR="1")
    assert code == 0
    assert not {"\x9b", "\u202e", "\ufeff", "\x1b"} & set(shown)
    assert "202e" in shown
