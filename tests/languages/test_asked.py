"""Which language statements are asked for in: what the question says, what the rules expect, what the briefing keeps."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.cli import cli
from summarizer.errors import NotRecorded, UsageError
from summarizer.languages import ASKED, NAMES, SAME
from summarizer.pipeline import Summarizer
from summarizer.review import review
from tests.support import answers

PROMPT = "briefing@v5"
PORTUGUESE = (
    "O presidente da câmara, Anselmo Tavira, negou na terça-feira que a autarquia tivesse escondido um relatório. "
    "O jornal A Balança noticiou que o relatório passou quatro meses numa gaveta e que custou 12.500 euros. "
    "Segundo os bombeiros, a ponte poderá fechar em outubro, e ninguém sabe quando voltará a abrir."
)
GERMAN = [
    "Die Stadt hat im Mai drei der vier Brunnen geschlossen und es niemandem gesagt, und das ist nicht alles",
    "Die Brunnen sind nach Ansicht der Nachbarn nicht sicher, und auch der Rat hat das schon im April gewusst",
]


def _portuguese(statement: str) -> dict[str, Any]:
    value = answers.empty()
    value["actors"] = [{"id": "a1", "name": "A Balança", "kind": "publication", "role": None, "aliases": []}]
    value["claims"] = [
        {"id": "c1", "speaker": "a1", "kind": "allegation", "certainty": "certain", "statement": statement,
         "evidence": ["[2] passou quatro meses numa gaveta e que custou 12.500 euros"]}
    ]  # fmt: skip
    value["bottom_line"] = [{"text": statement, "rests_on": ["c1"]}]
    return value


def _rules(value: dict[str, Any], article: Article, language: str = "en") -> list[str]:
    return [finding.rule for finding in review(Answer.model_validate(value), article, language).findings]


@pytest.mark.parametrize("language", ASKED)
def test_the_question_says_it_and_is_another_question(language: str) -> None:
    article = answers.article()
    question = Summarizer(prompt=PROMPT, language=language).question(article)
    called = "the language of the article" if language == SAME else NAMES[language]
    assert f"the bottom line in {called}." in question.messages[0]["content"]
    assert (question.key == Summarizer(prompt=PROMPT).question(article).key) == (language == "en")
    assert question.facts()["language"] == language


def test_second_look_section_and_bottom_line_are_asked_in_the_same_language() -> None:
    summarizer = Summarizer(prompt=PROMPT, language="fr")
    for label in ("second-look", "section", "bottom-line"):
        beside = {"known": "", "missing": "", "sentences": ""}
        assert "in French" in summarizer.about(label, answers.article(), beside).messages[0]["content"]


def test_a_prompt_that_knows_no_other_language_says_which_does() -> None:
    with pytest.raises(UsageError, match=r"briefing@v1 asks for statements in English only.*briefing@v5"):
        Summarizer(prompt="briefing@v1", language="de")
    with pytest.raises(UsageError, match="'pt'"):
        Summarizer(prompt=PROMPT, language="pt")


def test_it_is_said_in_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A short article. Somebody said a thing.", "utf-8")
    call = CliRunner().invoke
    shown = call(cli, ["render", str(tmp_path / "a.txt"), "-p", PROMPT, "--language", "uk"])
    assert "in Ukrainian" in shown.stdout
    refused = call(cli, ["brief", str(tmp_path / "a.txt"), "-p", "briefing@v1", "--language", "uk", "--offline"])
    assert refused.exit_code == 2
    assert "briefing@v5" in refused.stderr


def test_statements_in_the_language_asked_for_raise_nothing() -> None:
    """English article, German statements: the rules that read words are off, and the reader is told."""
    value = answers.empty()
    article = Article("The council said on Monday that three of the four wells were closed in May. " * 2)
    value["actors"] = [{"id": "a1", "name": "The council", "kind": "government", "role": None, "aliases": []}]
    value["claims"] = [
        {"id": f"c{n}", "speaker": "a1", "kind": "assertion", "certainty": "certain", "statement": text,
         "evidence": ["[1] three of the four wells were closed in May"]}
        for n, text in enumerate(GERMAN, 1)
    ]  # fmt: skip
    value["bottom_line"] = [{"text": GERMAN[0], "rests_on": ["c1"]}]
    assert _rules(value, article, "de") == ["article-language"]
    assert "language-other" in _rules(value, article)
    spoilt = copy.deepcopy(value)
    spoilt["claims"][0]["statement"] += " (1999)"
    assert "number-absent" in _rules(spoilt, article, "de")


@pytest.mark.parametrize("statement", ["A report spent four months in a drawer until October and cost 12,500 euros",
                                       "O relatório passou quatro meses numa gaveta e custou 12.500 euros"])  # fmt: skip
def test_without_a_lexicon_neither_translated_months_nor_number_words_are_missed(statement: str) -> None:
    assert "number-absent" not in _rules(_portuguese(statement), Article(PORTUGUESE), SAME)
    assert "name-absent" not in _rules(_portuguese(statement), Article(PORTUGUESE), SAME)
    assert "number-absent" in _rules(_portuguese(statement.replace("500", "600")), Article(PORTUGUESE), SAME)


def test_the_briefing_keeps_the_language_and_verify_goes_by_it(tmp_path: Path) -> None:
    article = answers.article()
    summarizer = Summarizer(prompt=PROMPT, language="de", recordings=tmp_path, reasks=0)

    def in_german(value: dict[str, Any]) -> None:
        for listed in ("claims", "analyst_views"):
            for item in value[listed]:
                item["statement"] = GERMAN[0].replace("drei der vier ", "")

    briefing, _ = summarizer.accept(article, answers.reply(in_german))
    assert briefing is not None
    assert briefing.provenance.language == "de"
    again = Briefing.from_json(briefing.to_json())
    assert again == briefing
    english = Summarizer(prompt=PROMPT, recordings=tmp_path, reasks=0).accept(article, answers.reply())[0]
    assert english is not None
    assert "language" not in json.loads(english.to_json())["provenance"]


def test_a_miss_names_the_language(tmp_path: Path) -> None:
    article = answers.article()
    Summarizer(prompt=PROMPT, recordings=tmp_path).accept(article, answers.reply())
    asked = Summarizer(prompt=PROMPT, language="de", recordings=tmp_path, offline=True)
    with pytest.raises(NotRecorded, match="language of the statements"):
        asked.brief(article)
