"""The rules on articles in seven other languages: silent on the answers made by hand, and what they must catch."""

from __future__ import annotations

import copy
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks import languages as spoiling
from summarizer import checks
from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.checks.foreign import FINDS, OFF
from summarizer.evidence import Absent, locate
from summarizer.languages import NAMES, language_of
from summarizer.lexicon.foreign import Foreign, foreign, plain
from summarizer.review import review

GOLD = {name: (article, value) for name, article, value in spoiling.gold()}
DATA = Path(__file__).parent.parent / "data" / "languages"
FAITHFUL: dict[str, list[list[str]]] = tomllib.loads((DATA / "faithful.toml").read_text("utf-8"))
SPEAKERS = {
    "ru": "Ольга Рымова", "uk": "Олена Римар", "zh": "王晓岚", "ar": "ليلى منصور", "fr": "Claire Aubry",
    "es": "Carmen Olmedo", "de": "Birgit Sommer",
}  # fmt: skip
# The share of mutants that is caught over all languages, each a little below what was measured.
LEAST = {
    "drop_hedge": 0.95, "add_hedge": 0.8, "raise_certainty": 1, "flip_negation": 0.85, "change_number": 1,
    "change_magnitude": 1, "change_date": 1, "add_year": 1, "refusal_to_denial": 1, "claim_to_denial": 0.9,
    "denial_left_out": 0.7, "refusal_left_out": 1, "other_quote": 1, "invented_quotation": 1,
}  # fmt: skip


def _rules(value: dict[str, Any], article: Article) -> list[str]:
    return [finding.rule for finding in review(Answer.model_validate(value), article).findings]


def test_there_are_two_articles_a_language() -> None:
    assert Counter(name[:2] for name in GOLD) == dict.fromkeys(set(NAMES) - {"en"}, 2)


@pytest.mark.parametrize("name", GOLD)
def test_every_rule_is_silent_on_a_good_answer(name: str) -> None:
    article, value = GOLD[name]
    reviewed = review(Answer.model_validate(value), article)
    assert [finding.rule for finding in reviewed.findings] == ["article-language"]
    assert language_of(article.text) == name[:2]
    assert reviewed.draft.written == "en"
    assert NAMES[name[:2]] in reviewed.findings[0].message


@pytest.mark.parametrize("name", GOLD)
def test_a_good_answer_leaves_out_no_denial_and_no_refusal(name: str) -> None:
    article, value = GOLD[name]
    assert not any(rule.startswith("omission") for rule, _ in spoiling.looked_at(value, article)[1])


@pytest.mark.parametrize("operator", spoiling.OPERATORS, ids=lambda operator: operator.__name__)
def test_what_is_broken_on_purpose_is_caught(operator: spoiling.Operator) -> None:
    made = caught = 0
    for article, value in GOLD.values():
        clean = spoiling.looked_at(value, article)[1]
        for mutant in operator(value, article):
            made += 1
            caught += bool(spoiling.looked_at(mutant, article)[1] - clean)
    assert caught >= LEAST[operator.__name__] * made > 0


def test_every_rule_runs_in_some_form_or_is_off() -> None:
    ids = {rule.id for rule in checks.RULES}
    assert FINDS.keys() | OFF <= ids
    assert not FINDS.keys() & OFF


def test_a_statement_in_the_articles_own_language_is_told_and_read() -> None:
    article, value = copy.deepcopy(GOLD["ru-dam-report"])
    said = {
        "claims": [
            "Осенью 2021 года инспекторы нашли в плотине 14 трещин",
            "Ремонт обошёлся бы в 1,2 млрд рублей",
            "Отчёт не передали в министерство",
            "Третья секция может не выдержать паводка",
            "Инженеры предупреждали об этом трижды",
            "Комиссию следует созвать до 15 марта",
        ],
        "analyst_views": ["Вода, скорее всего, поднимется выше прошлогодней отметки", "Ниже живут около 3800 человек"],
    }
    for listed, statements in said.items():
        for item, statement in zip(value[listed], statements, strict=True):
            item["statement"] = statement
    value["denials"][0]["denied"] = ["Власти скрыли отчёт о трещинах"]
    for item, topic in zip(value["other_responses"], ["Отчёт о плотине"] * 3, strict=True):
        item["topic"] = topic
    value["bottom_line"] = [{"text": "Газета пишет об отчёте; губернатор это отрицает.", "rests_on": ["c1", "d1"]}]
    assert sorted(_rules(value, article)) == ["article-language", "language-other"]
    for listed, i, statement, rule in (
        ("claims", 2, "Отчёт передали в министерство", "negation-dropped"),
        ("claims", 3, "Третья секция не выдержит паводка", "hedge-dropped"),
        ("claims", 1, "Ремонт обошёлся бы в 1,3 млрд рублей", "number-absent"),
    ):
        spoilt = copy.deepcopy(value)
        spoilt[listed][i]["statement"] = statement
        assert rule in _rules(spoilt, article)


def test_a_name_in_another_script_is_not_compared() -> None:
    article, value = copy.deepcopy(GOLD["ru-dam-report"])
    value["actors"][0] |= {"name": "Arkady Stoltsev", "role": None, "aliases": []}
    assert _rules(value, article) == ["article-language"]
    value["actors"][0]["name"] = "Аркадий Мельников"
    assert "actor-absent" in _rules(value, article)


@pytest.mark.parametrize(
    ("language", "text", "denials", "refusals"),
    [
        ("es", "El alcalde se negó a firmar y negó los cargos.", ["negó"], []),
        ("ar", "ونفى الوزير الخبر. ولم يُجب عن الأسئلة.", ["ونفى"], ["ولم يُجب"]),
        ("zh", "公司否认付款，发言人拒绝就此事置评。", ["否认"], ["拒绝就此事置评"]),
        ("zh", "公司既未证实也未否认。", [], ["既未证实也未否认"]),
        ("de", "Lenz wollte sich dazu am Freitag nicht äußern.", [], ["wollte sich dazu am Freitag nicht äußern"]),
        ("de", "Die Firma wies den Vorwurf zurück.", ["wies den Vorwurf zurück"], []),
        ("fr", "Elle n’a ni confirmé ni démenti.", [], ["ni confirmé ni démenti"]),
        ("ru", "Ведомство не подтвердило и не опровергло это.", [], ["не подтвердило и не опровергло"]),
        ("uk", "Фірма спростувала це й відмовилася коментувати.", ["спростувала"], ["відмовилася коментувати"]),
    ],
)
def test_denials_are_told_from_refusals(language: str, text: str, denials: list[str], refusals: list[str]) -> None:
    known, here = foreign(language), plain(text)
    assert known is not None
    assert [text[a:b] for a, b in known.denials(here)] == denials
    assert [text[a:b] for a, b in known.refusal.spans(here)] == refusals


@pytest.mark.parametrize("language", sorted(set(NAMES) - {"en"}))
def test_a_lexicon_is_complete(language: str) -> None:
    known = foreign(language)
    assert isinstance(known, Foreign)
    assert len(known.months) == 12
    assert len(known.weekdays) == 7
    assert set(known.relative) == {"yesterday", "today", "tomorrow"}
    assert {"possibility", "probability", "hearsay", "about", "at_least", "at_most"} == set(known.hedge_classes)


def test_the_answers_are_labelled_as_written_by_hand() -> None:
    assert "written by hand" in (DATA / "README.md").read_text("utf-8")
    assert all(json.loads(path.read_text("utf-8")) for path in DATA.glob("*.answer.json"))


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        ("ru-clinic-fees", "вывод о нарушениях … сделан"),
        ("de-choir-grant", "Er habe … über Geld gesprochen"),
        ("es-rowing-club", "Según ella … socio votó en contra"),
    ],
)
def test_an_elision_that_drops_a_negation_is_not_found(name: str, quote: str) -> None:
    assert isinstance(locate(quote, GOLD[name][0]), Absent)


@pytest.mark.parametrize("language", FAITHFUL)
def test_a_faithful_statement_of_what_is_easily_misread_passes(language: str) -> None:
    pairs = FAITHFUL[language]
    article = Article("\n\n".join(sentence for sentence, _ in pairs))
    assert language_of(article.text) == language
    value: dict[str, Any] = {name: [] for name in ("actors", "claims", "denials", "other_responses", "analyst_views")}
    name = SPEAKERS[language]
    value["actors"].append({"id": "a1", "name": name, "kind": "person", "role": None, "aliases": []})
    for i, (sentence, statement) in enumerate(pairs, 1):
        certainty = "possible" if " may " in statement or "possible" in statement else "certain"
        said = {"id": f"c{i}", "speaker": "a1", "kind": "assertion", "statement": statement, "certainty": certainty}
        value["claims"].append(said | {"evidence": [f"[{i}] {sentence.rstrip('.。')}"]})
    value["bottom_line"] = [{"text": "One person is quoted.", "rests_on": ["c1"]}]
    assert _rules(value, article) == ["article-language"]
