"""Reading an article: what is taken, what is refused, and in which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarizer.article import MAX_BYTES, Article
from summarizer.errors import InputError
from summarizer.resources import shipped


def test_the_seed_is_byte_for_byte_what_it_was() -> None:
    path = shipped("seeds") / "unconventional-alliance.txt"
    article = Article.from_file(path)
    assert (len(path.read_bytes()), len(article.text)) == (2904, 2872)
    assert "North Korea.Estimates say" in article.text
    assert not article.text.endswith("\n")
    assert len(article.sentences) == 19
    assert article.sha256 == "00f1f12e74209d129b3e274e11a5a9ba4ee0c7945fa874647ec804f287eb4519"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is binary (a NUL at byte 8)"),
        ("Der Preis stieg, sagte Jörg.".encode("cp1252"), "is not utf-8 at byte 24 (0xf6): name its encoding"),
        (b"a" * (MAX_BYTES + 1), "has more than 5,000,000 bytes"),
    ],
)
def test_what_is_no_article(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        Article.from_file(path)
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_a_missing_file_and_a_pipe_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "no", "No such file"), (tmp_path / "pipe", "regular")):
        with pytest.raises(InputError, match=words):
            Article.from_file(path)
    with pytest.raises(InputError, match="null byte"):
        Article.from_file("a\0b")


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(InputError, match="too large for one article"):
        Article.from_file(path)


def test_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Jörg said “no”.".encode("cp1252"))
    assert Article.from_file(path, encoding="cp1252").text == "Jörg said “no”."
    with pytest.raises(InputError, match="no encoding called 'klingon'"):
        Article.from_file(path, encoding="klingon")
    path.write_bytes("Ann said no.".encode("utf-16"))
    assert Article.from_file(path, encoding="utf-16").text == "Ann said no."


def test_line_ends_and_the_byte_order_mark_are_normalised_once() -> None:
    assert Article.from_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\rThree.").text == "One.\nTwo.\nThree."


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Mine shuts\n\nTwo shafts were shut.", "Mine shuts"),
        ("Two shafts were shut.\n\nThey are deep.", None),
        ("Mine shuts\nTwo shafts of the mine were shut on Friday after a fall.", "Mine shuts"),
        ("One line only", None),
        ("‘Nobody is missing’\n\nThe company denied it.", "‘Nobody is missing’"),
    ],
)
def test_the_headline_is_a_first_line_that_stands_alone(text: str, headline: str | None) -> None:
    assert Article(text).headline == headline
    assert Article(text, title="Given").headline == "Given"


def test_half_a_character_and_a_nul_are_refused() -> None:
    with pytest.raises(InputError, match="lone surrogate\\) at character 2"):
        Article("ab\ud800")
    with pytest.raises(InputError, match="NUL at character 1"):
        Article("a\0b")
