"""What a user names leads to articles, one after the other, and what is wrong with one is said of that one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from summarizer.article import Article
from summarizer.batch.inputs import Entry, Shard, entries
from summarizer.batch.names import is_many
from summarizer.errors import InputError, UsageError
from summarizer.limits import DEFAULT, Limits


def found(
    *names: Path | str, columns: dict[str, str] | None = None, lists: tuple[str, ...] = (), limits: Limits = DEFAULT
) -> list[Entry]:
    return list(entries(map(str, names), Article.from_file, columns or {}, lists, limits=limits))


def told(entry: Entry) -> str:
    """The article's text, or what is wrong with it."""
    try:
        return entry.load().text
    except InputError as error:
        return str(error)


def write(path: Path, text: str = "The boat left.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.TXT", "a/b/c.txt", ".hidden/d.txt", "a/.e.txt", "notes.md"):
        write(tmp_path / name, name)
    assert [(entry.id, told(entry)) for entry in found(tmp_path)] == [
        ("b", "b.txt"), ("a/z", "a/z.TXT"), ("a/b/c", "a/b/c.txt"),
    ]  # fmt: skip


def test_a_pattern_and_a_list(tmp_path: Path) -> None:
    for name in ("x/1.txt", "x/2.txt", "y/1.txt"):
        write(tmp_path / name, name)
    assert [entry.id for entry in found(tmp_path / "*" / "1.txt")] == ["x/1", "y/1"]
    listed = write(tmp_path / "names", "x/2.txt\n\ny/1.txt\nx/missing.txt\n")
    assert [entry.id for entry in found(lists=(str(listed),))] == ["2", "1", "missing"]
    assert "No such file" in told(found(lists=(str(listed),))[-1])


ROWS: list[dict[str, Any]] = [
    {"id": "n1", "text": "The boat left.", "title": "Boat", "published": "2026-11-25", "url": "https://example.org/1"},
    {"id": "n2", "text": "Nobody spoke.", "title": None, "published": None, "url": None},
]


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_table_has_an_article_a_row(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"articles.{kind}"
    if kind == "jsonl":
        write(path, "".join(json.dumps(row) + "\n" for row in ROWS))
    elif kind == "csv":
        write(
            path,
            'id,text,title,published,url\nn1,"The boat left.",Boat,2026-11-25,https://example.org/1\nn2,Nobody spoke.,,,\n',
        )
    else:
        parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)
    first, second = found(path)
    assert first.load() == Article("The boat left.", title="Boat", published="2026-11-25", url="https://example.org/1")
    assert (second.id, second.load()) == ("n2", Article("Nobody spoke."))


def test_columns_may_be_called_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"key": 7, "body": "The boat left."}\n')
    (entry,) = found(path, columns={"id": "key", "text": "body"})
    assert (entry.id, told(entry)) == ("7", "The boat left.")


def test_bad_rows_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    lines = ["{", "[1]", '{"id": "a"}', '{"id": "b", "text": "   "}', '{"id": "c", "text": 3}', '{"id": "d", "text": "T."}',
             '{"id": "d", "text": "T."}', '{"text": "No id."}', '{"id": "e", "text": "a\\u0000b"}', '{"id": "f", "text": "\\ud800"}']  # fmt: skip
    path = write(tmp_path / "a.jsonl", "\n".join(lines) + "\n")
    assert [told(entry).removeprefix(f"{path}:") for entry in found(path)] == [
        "1: the line is not JSON",
        "2: the line is not a JSON object",
        "3: the row has no text in the column 'text'",
        "4: the row has no text in the column 'text'",
        "5: the row has no text in the column 'text'",
        "T.",
        "7: the id 'd' is there before",
        "No id.",
        "9: the article holds a NUL at character 1: it is not text",
        "10: the article holds half of a character (a lone surrogate) at character 0",
    ]
    assert found(path)[7].id == "a-8"


def test_a_table_is_never_loaded_whole(tmp_path: Path) -> None:
    path = tmp_path / "endless.jsonl"
    path.write_text('{"id": "a", "text": "T."}\n' * 3 + "x" * 5_000_000 + "\n", "utf-8")
    some: Iterator[Entry] = entries([str(path)], Article.from_file, {})
    assert next(some).id == "a"


def test_a_line_without_an_end(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"id": "a", "text": "' + "x" * 5000 + '"}\n{"id": "b", "text": "T."}\n')
    assert [told(entry) for entry in found(path, limits=Limits(text_bytes=1000))] == [
        f"{path}:1: the line has more than 1,000 bytes: take it out, or allow more with `--limit text_bytes=N`", "T.",
    ]  # fmt: skip
    assert "more than 4 characters: too large for one article" in told(found(path, limits=Limits(characters=4))[0])


def test_a_folder_with_several_articles_in_a_file(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html.txt", "b/a.txt", "run.json", "failures.jsonl", "a.briefing.json"):
        write(tmp_path / name, name)
    write(tmp_path / "a.htm", "a.htm")
    write(tmp_path / "one.json", '{"text": "One."}')
    write(tmp_path / "list.json", '[{"id": "x/y", "text": "First."}, {"title": "none"}, {"text": "Third."}]')
    write(
        tmp_path / "rows.jsonl", '{"id": "r1", "text": "Row."}\n{"uri": "tag:a", "body_text": "Wire."}\n{"uri": "b"}\n'
    )
    write(tmp_path / "bad.xml", "<note/>")
    got = {entry.id: told(entry) for entry in found(tmp_path)}
    assert list(got) == [
        "a.htm", "a.html", "a.txt", "bad", "list/x_y", "list/2", "list/3", "one", "rows/r1", "rows/2", "rows/3", "b/a",
    ]  # fmt: skip
    assert (got["a.txt"], got["one"], got["list/x_y"], got["list/3"]) == ("a.txt", "One.", "First.", "Third.")
    assert (got["rows/r1"], got["rows/2"]) == ("Row.", "Wire.")
    assert "entry 2, is no article" in got["list/2"]
    assert "has no text in the column 'text'" in got["rows/3"]
    assert "is XML, but no feed and no web page" in got["bad"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("none", "holds no article"), ("x*.txt", "fits no file"), ("gone.jsonl", "No such file"), ("bad.parquet", "cannot read")],
)  # fmt: skip
def test_what_leads_to_nothing(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    write(tmp_path / "bad.parquet", "PAR1 not really")
    with pytest.raises(UsageError, match=words):
        found(tmp_path / name)


@pytest.mark.parametrize(
    ("names", "many"),
    [
        (["a.txt"], False),
        (["-"], False),
        (["a.txt", "b.txt"], True),
        (["."], True),
        (["*.txt"], True),
        (["a.JSONL"], True),
    ],
)
def test_what_is_many(names: list[str], many: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_many(names) is many


def test_a_file_that_looks_like_a_pattern_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "what[1].txt")
    assert not is_many(["what[1].txt"])


@given(st.lists(st.text(max_size=20), max_size=50), st.integers(1, 7))
def test_shards_part_the_articles(ids: list[str], of: int) -> None:
    shards = [Shard(number, of) for number in range(1, of + 1)]
    assert all(sum(name in shard for shard in shards) == 1 for name in ids)


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "a/b", "1/0", "-1/2"])
def test_a_shard_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="--shard takes I/N"):
        Shard.parse(text)


def test_a_source_that_breaks_off_is_one_failure_among_the_others(tmp_path: Path) -> None:
    good = str(write(tmp_path / "a.txt"))
    bad = [tmp_path / "none.jsonl", tmp_path / "nothing*", tmp_path / "empty", write(tmp_path / "torn.parquet", "PAR1")]
    (tmp_path / "empty").mkdir()
    listed = write(tmp_path / "names", "none.jsonl\na.txt\n")
    entries = found(good, *bad, write(tmp_path / "b.txt"), lists=(str(listed), str(tmp_path / "no list")))
    assert [entry.id for entry in entries] == [
        "a", *map(str, bad), "b", str(tmp_path / "none.jsonl"), "a", str(tmp_path / "no list"),
    ]  # fmt: skip
    assert [told(entry).endswith("run the same command again") for entry in entries] == [
        False, True, True, True, True, False, False, False, True,
    ]  # fmt: skip
    assert "none.jsonl: No such file or directory" in told(entries[1])


def test_a_row_of_other_bytes_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,text\n1,a\n2,\xff\n3,c\n")
    assert [told(entry) for entry in found(tmp_path / "t.csv")] == [
        "a",
        f"{tmp_path}/t.csv:3: the row is not UTF-8",
        "c",
    ]


def test_a_table_that_breaks_off_leaves_its_neighbours_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("text\nFirst.\n" + "x" * 200 + "\n", "utf-8")
    for name in ("a.txt", "c.txt"):
        write(tmp_path / name, name)
    got = found(tmp_path / "*", limits=Limits(text_bytes=100))
    assert [entry.id for entry in got] == ["a", "b.csv/2", "b.csv", "c"]
    assert told(got[2]) == (
        f"cannot read {tmp_path}/b.csv: field larger than field limit (100); check the file, or allow more with "
        "`--limit text_bytes=N`; then run the same command again"
    )
    assert (told(got[0]), told(got[3])) == ("a.txt", "c.txt")
