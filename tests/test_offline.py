"""Offline: from the shipped recording, without the client libraries, without a socket; and the public surface."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import summarizer
from summarizer import Article, Briefing, Summarizer, forms, schemas
from summarizer.answer import Answer
from summarizer.article import Article as ArticleHome
from summarizer.errors import EvidenceError, InputError
from summarizer.resources import shipped
from summarizer.verification import as_answer, verify
from tests.support import answers

SEED = shipped("seeds") / "unconventional-alliance.txt"
MODEL = "unnamed-language-model"


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    """The briefing of the seed article, from the recording that ships."""
    return Summarizer(MODEL, offline=True).brief(Article.from_file(SEED))


def test_the_client_libraries_are_never_loaded_and_no_socket_is_opened() -> None:
    code = f"""
import socket, sys
def refuse(*a, **k): raise AssertionError("a socket was opened")
socket.socket = refuse
from summarizer import Article, Summarizer
briefing = Summarizer({MODEL!r}, offline=True).brief(Article.from_file({str(SEED)!r}))
heavy = {{"openai", "instructor", "tenacity", "httpx2", "httpx", "jinja2", "rich", "click", "genai_prices"}}
print(len(briefing.items), sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, loaded = done.stdout.split(" ", 1)
    assert int(count) > 10
    assert loaded.strip() == "[]"


def test_importing_the_package_loads_nothing_of_it() -> None:
    code = "import sys, summarizer; print(sorted(m for m in sys.modules if m.startswith(('summarizer', 'pydantic'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['summarizer', 'summarizer.version']"


def test_the_public_names() -> None:
    assert summarizer.Article is ArticleHome
    assert all(hasattr(summarizer, name) for name in summarizer.__all__)
    with pytest.raises(AttributeError):
        _ = summarizer.nothing


def test_the_same_bytes_every_time(briefing: Briefing) -> None:
    code = f"""
from summarizer import Article, Summarizer
print(Summarizer({MODEL!r}, offline=True).brief(Article.from_file({str(SEED)!r})).to_json(), end="")
"""
    for seed in ("0", "1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1", "PATH": ""}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        assert done.stdout.decode() == briefing.to_json()
    assert Briefing.from_json(briefing.to_json()).to_json() == briefing.to_json()


def test_every_quote_is_the_article_s_own(briefing: Briefing) -> None:
    article = Article.from_file(SEED)
    for item in briefing.items:
        assert item.evidence
        for evidence in item.evidence:
            assert article.text[evidence.start : evidence.end] == evidence.quote
            sentence = article.sentences[evidence.sentence.number - 1]
            assert (evidence.sentence.start, evidence.sentence.end) == (sentence.start, sentence.end)


def test_the_hard_cases_of_the_seed(briefing: Briefing) -> None:
    """Refusal apart, two denials, two propositions, a partial fit, two certainties in one quotation, no year added."""
    names = {actor.id: actor.name for actor in briefing.actors}
    (refusal,) = briefing.other_responses
    assert (names[refusal.speaker], refusal.kind) == ("Dmitry Peskov", "refused_to_comment")
    assert {names[denial.speaker] for denial in briefing.denials} == {"Russian officials", "North Korean officials"}
    assert all(len(denial.denied) == 2 for denial in briefing.denials)
    wagner = next(claim for claim in briefing.claims if "Wagner" in claim.statement)
    assert {c.fit for c in briefing.conflicts if c.claim == wagner.id} == {"partial"}
    assert wagner.when == ["in November"]
    gabuev = [view.certainty for view in briefing.analyst_views if "Gabuev" in names[view.speaker]]
    assert gabuev == ["certain", "probable"]
    peskov = [item for item in briefing.claims if names[item.speaker] == "Dmitry Peskov"]
    assert peskov
    assert any(names[claim.speaker] == "Estimates" and claim.sourcing == "unattributed" for claim in briefing.claims)
    written = [text for item in as_answer(briefing).claims for text in [item.statement]]
    assert not any("2022" in text or "2023" in text for text in written)
    assert briefing.rejected == []
    assert briefing.omissions == []


def test_verify_finds_nothing_in_it_and_everything_in_a_spoilt_one(briefing: Briefing) -> None:
    article = Article.from_file(SEED)
    assert verify(briefing, article) == []

    def spoil(path: str, value: object) -> list[str]:
        changed = json.loads(briefing.to_json())
        *steps, last = path.split(".")
        node = changed
        for step in steps:
            node = node[int(step) if step.isdigit() else step]
        node[int(last) if last.isdigit() else last] = value
        return [finding.rule for finding in verify(Briefing.from_json(json.dumps(changed)), article)]

    assert spoil("claims.0.evidence.0.quote", "has tens of thousands") == ["evidence-offsets"]
    assert spoil("claims.0.evidence.0.start", 3) == ["evidence-offsets"]
    assert spoil("claims.0.evidence.0.sentence.number", 3) == ["evidence-offsets"]
    assert spoil("claims.0.evidence.0.sentence.number", 99) == ["evidence-offsets"]
    assert spoil("claims.0.evidence.0.prefix", "else") == ["evidence-offsets"]
    assert spoil("claims.0.evidence", []) == ["evidence-absent"]
    assert spoil("claims.0.cue", "admitted") == ["derived"]
    assert spoil("claims.0.hedges", []) == ["derived"]
    assert "number-absent" in spoil("claims.0.statement", "North Korea has 900 shells")
    assert "speaker-unknown" in spoil("claims.0.speaker", "a99")
    assert "conflicts" in spoil("conflicts", [])
    assert "reference-unknown" in spoil("denials.0.answers.0.claim", "c77")


def test_verify_refuses_another_article(briefing: Briefing) -> None:
    with pytest.raises(EvidenceError, match="not the one that was briefed"):
        verify(briefing, answers.article())


def test_the_published_schemas_are_those_of_the_models(briefing: Briefing) -> None:
    assert forms.schema(forms.OBJECTS) == schemas.answer()
    assert forms.schema(forms.LINES) == schemas.answer_lines()
    assert json.loads((shipped("schema") / "briefing.json").read_text("utf-8")) == schemas.briefing()
    jsonschema.validate(json.loads(briefing.to_json()), schemas.briefing())
    jsonschema.validate(answers.answer(), schemas.answer())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answers.answer(lambda v: v.pop("claims")), schemas.answer())


@pytest.mark.parametrize("form", forms.FORMS)
def test_the_answer_s_schema_is_safe_for_strict_decoders(form: str) -> None:
    allowed = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf"}

    def walk(node: object) -> None:
        if isinstance(node, list):
            for entry in node:
                walk(entry)
        elif isinstance(node, dict):
            assert set(node) <= allowed
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for name, entry in node.items():
                walk(list(entry.values()) if name == "properties" else entry)

    walk(forms.schema(form))
    assert list(forms.schema(form)["properties"]) == list(Answer.model_fields)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty: there is no briefing in it"),
        ("[]", "has no schema_version"),
        ('{"schema_version": 7}', "has schema_version 7; this version of summarizer reads 1"),
        ('{"schema_version": 1}', "is not a valid briefing: source: Field required"),
        ("[" * 100_000, "not a briefing: not JSON"),
    ],
)
def test_what_is_no_briefing(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        Briefing.from_file(path)
    assert words in str(caught.value)
    with pytest.raises(InputError, match="is not a regular file: name the briefing's file"):
        Briefing.from_file(tmp_path)
