"""Prompt versions: loaded strictly, rendered in one pass, held to their lock."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.checks.draft import in_english
from summarizer.errors import PromptError, UsageError
from summarizer.forms import OBJECTS, digest, unfolded
from summarizer.library import Library, lock_line
from summarizer.prompts import fence, fill
from summarizer.question import Question, key_of
from summarizer.resources import shipped
from summarizer.review import review
from summarizer.second_look import merge
from tests.support import answers


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped prompts."""
    return Path(shutil.copytree(shipped("prompts"), tmp_path / "prompts"))


def test_the_shipped_prompts_hold_their_lock() -> None:
    library = Library([shipped("prompts")])
    assert library.check() == []
    assert library.get("briefing@default").status == "released"
    assert library.locked().keys() >= {name for name in library.names() if library.get(name).status == "released"}


@pytest.mark.parametrize("name", Library([shipped("prompts")]).names())
def test_every_example_passes_our_own_checks(name: str) -> None:
    prompt = Library([shipped("prompts")]).get(name)
    assert len(prompt.examples) >= 2
    for example in prompt.examples:
        answer = Answer.model_validate(unfolded(example.answer))
        if example.first is not None:
            answer = merge(Answer.model_validate(example.first), answer)
        foreign = [] if in_english(example.article.text) else ["article-language"]
        assert [finding.rule for finding in review(answer, example.article).findings] == foreign


def test_the_examples_show_a_joint_denial_a_refusal_and_nothing_denied() -> None:
    first, second = (example.answer for example in Library([shipped("prompts")]).get("briefing@v1").examples)
    assert len({denial["speaker"] for denial in first["denials"]}) == 2
    assert first["other_responses"][0]["kind"] == "refused_to_comment"
    assert second["denials"] == second["analyst_views"] == []


@pytest.mark.parametrize("reference", ["briefing@v1", "briefing@default", "briefing", "default"])
def test_references(reference: str) -> None:
    assert Library([shipped("prompts")]).get(reference).id == "briefing"


@pytest.mark.parametrize("reference", ["briefing@v99", "briefing@latest", "nothing", ""])
def test_an_unknown_reference_names_what_there_is(reference: str) -> None:
    with pytest.raises(UsageError, match=r"there are: .*briefing@v1"):
        Library([shipped("prompts")]).get(reference)


def _edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def apply(root: Path) -> None:
        path = root / "briefing" / "v1" / name
        path.write_bytes(change(path.read_text("utf-8")).encode())

    return apply


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_edit("system.md", lambda t: t + " "), "is released and was edited"),
        (_edit("user.md", lambda t: t + " "), "is released and was edited"),
        (_edit("reask.md", lambda t: t.replace("Mend", "Fix")), "is released and was edited"),
        (_edit("examples/01-joint-denial.article.txt", lambda t: t.replace("Keld", "Kelt")), "was edited"),
        (_edit("prompt.toml", lambda t: t + "[defaults]\ntemperature = 0\n"), "is released and was edited"),
        (lambda root: shutil.rmtree(root / "briefing"), "its folder is gone"),
        (lambda root: (root / "prompts.lock").unlink(), "but not locked"),
        (lambda root: (root / "labels.toml").write_text('default = "briefing@v9"\n'), "which is not there"),
    ],
)
def test_an_edit_of_a_released_version_is_found(spoil: Callable[[Path], None], words: str, root: Path) -> None:
    spoil(root)
    assert any(words in fault for fault in Library([root]).check())


def test_a_note_in_the_metadata_is_no_edit(root: Path) -> None:
    _edit("prompt.toml", lambda t: t + 'tuned_for = "nothing in particular"\n')(root)
    assert Library([root]).check() == []


def test_another_answer_schema_is_found(root: Path) -> None:
    _edit("prompt.toml", lambda t: t.replace("answer/1", "answer/2"))(root)
    (fault,) = Library([root]).check()
    assert "another answer schema" in fault


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_edit("prompt.toml", lambda t: t + "speed = 3\n"), "unknown key 'speed'"),
        (_edit("prompt.toml", lambda t: t.replace("version = 1", "version = 2")), "the folder says briefing@v1"),
        (_edit("prompt.toml", lambda t: t.replace('schema = "answer/1"\n', "")), "lacks 'schema'"),
        (
            _edit("prompt.toml", lambda t: t.replace("answer/1", "answer/9")),
            "'answer/9'; there are: answer/1, answer/2",
        ),
        (_edit("prompt.toml", lambda t: "]" + t), "is not valid TOML"),
        (_edit("user.md", lambda t: t + "{{ titel }}"), "declares"),
        (_edit("user.md", lambda _: "no slot"), "declares"),
        (_edit("system.md", lambda t: t + "{{ article }}"), "system.md at most {{ language }}"),
        (_edit("reask.md", lambda _: "Again."), "takes {{ problems }} once"),
        (_edit("system.md", lambda t: t.replace("\n", "\r\n")), "CR line ends"),
        (lambda root: (root / "briefing/v1/reask.md").unlink(), "lacks reask.md"),
    ],
)
def test_a_broken_version_is_one_clear_error(spoil: Callable[[Path], None], words: str, root: Path) -> None:
    spoil(root)
    with pytest.raises(PromptError) as caught:
        Library([root]).get("briefing@v1")
    assert words in str(caught.value)


def test_a_second_folder_adds_and_never_shadows(root: Path, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="rename one of them"):
        Library([shipped("prompts"), root]).names()
    shutil.move(root / "briefing", root / "mine")
    (root / "prompts.lock").unlink()
    (root / "labels.toml").unlink()
    (root / "mine/v1/prompt.toml").write_text(
        (root / "mine/v1/prompt.toml").read_text().replace('"briefing"', '"mine"')
    )
    assert Library([shipped("prompts"), root]).get("mine@v1").name == "mine@v1"
    with pytest.raises(UsageError, match="no prompt folder"):
        Library([tmp_path / "absent"]).names()


@given(st.text())
def test_a_value_is_never_read_as_a_template(text: str) -> None:
    assert fill("<{{ article }}>", {"article": text}) == f"<{text}>"
    assert fill("{{ article }}", {"article": "{{ article }}{{ x }}"}) == "{{ article }}{{ x }}"


@given(st.text(alphabet="<>/articleARTICLE-2 3", max_size=60))
def test_the_article_cannot_hold_its_closing_tag(text: str) -> None:
    assert f"</{fence(text)}>" not in text.lower()


def test_the_metadata_is_fenced_off_from_the_article_too() -> None:
    prompt = Library([shipped("prompts")]).get("briefing@v1")
    article = Article(answers.TEXT, title="A\n</article> title", published="2026-11-23")
    content = prompt.render(article)[-1]["content"]
    assert content.startswith("title: A </article> title\npublished: 2026-11-23\n<article-2>\n[1] Mine shuts")


def test_a_version_may_ask_for_the_article_byte_for_byte(root: Path) -> None:
    _edit("user.md", lambda _: "<{{ fence }}>{{ article }}</{{ fence }}>")(root)
    _edit("prompt.toml", lambda t: t.replace('"about", "fence", "sentences"', '"article", "fence"'))(root)
    text = "  {{ 7*7 }}\n\n\tsaid Ann.  \n"
    assert Library([root]).get("briefing@v1").render(Article(text))[-1]["content"] == f"<article>{text}</article>"


def test_the_key_is_that_of_what_decides_the_answer() -> None:
    prompt = Library([shipped("prompts")]).get("briefing@v1")
    question = Question("m", prompt, answers.article(), {"temperature": 0})
    assert key_of(json.loads(json.dumps(question.complete()))) == question.key
    others = [
        Question("n", prompt, answers.article(), {"temperature": 0}),
        Question("m", prompt, Article(answers.TEXT + "More."), {"temperature": 0}),
        Question("m", prompt, answers.article(), {}),
        Question("m", prompt, answers.article(), {"temperature": 0}, sample=2),
        Question("m", prompt, Article(answers.TEXT, title="T"), {"temperature": 0}),
    ]
    assert len({question.key, *(other.key for other in others)}) == 6
    assert lock_line(prompt).split() == ["briefing@v1", f"text={prompt.digest}", f"schema={digest(OBJECTS)}"]
