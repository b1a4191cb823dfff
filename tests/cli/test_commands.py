"""Every command but `brief`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import summarizer
from summarizer import forms
from summarizer.briefing import Briefing
from summarizer.cli import COMMANDS
from summarizer.cli.doctor import EXTRAS, PACKAGES
from summarizer.cli.render import pasteable
from summarizer.resources import shipped
from tests.cli.place import ARTICLE, FAULTY, MODEL, REPLY, ROOT, Place


@pytest.fixture
def briefing(place: Place) -> Path:
    """A briefing on disk."""
    place.record()
    assert place.run("--offline", "article.txt", "-o", "briefing.json").exit_code == 0
    return place.folder / "briefing.json"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_its_options(place: Place, name: str) -> None:
    assert f"\n  {name} " in place.run("--help").stdout
    result = place.run(name, "-h")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: summarizer {name} ")


def test_show_reads_a_file_or_a_pipe(place: Place, briefing: Path) -> None:
    text = briefing.read_text("utf-8")
    assert place.run("show", briefing).stdout == text
    assert place.run("show", "-", stdin=text).stdout == text
    assert place.run("show", briefing, "--format", "text", "--width", "40").stdout.startswith("Mine shuts")
    assert place.run("show", briefing, "-o", "page.md").exit_code == 0
    assert (place.folder / "page.md").read_text("utf-8").startswith("# Mine shuts")


def test_verify_passes_what_brief_made(place: Place, briefing: Path) -> None:
    result = place.run("verify", briefing, "--article", "article.txt")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("8 quotes and ")
    assert result.stdout.endswith(" checked: 0 errors, 0 warnings\n")


def test_verify_names_each_fault_and_fails(place: Place, briefing: Path) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    value["claims"][1]["statement"] = "Knocking was heard by 77 people at dawn"
    briefing.write_text(json.dumps(value), "utf-8")
    result = place.run("verify", briefing, "--article", "article.txt")
    assert result.exit_code == 5
    first, *_, last = result.stdout.splitlines()
    assert first.split()[:2] == ["error", "c2"]
    assert "77" in first
    assert last.endswith("1 error, 0 warnings")
    found = json.loads(place.run("verify", briefing, "--article", "article.txt", "--json").stdout)
    assert (found["errors"], found["warnings"], found["quotes"]) == (1, 0, 8)
    assert found["findings"][0]["item"] == "c2"


def test_verify_says_when_the_article_is_another_one(place: Place, briefing: Path) -> None:
    (place.folder / "other.txt").write_text("Another article. Nobody said anything.\n", "utf-8")
    result = place.run("verify", briefing, "--article", "other.txt")
    assert result.exit_code == 5
    assert "is not the one that was briefed" in result.stderr


def test_render_marks_the_parts_and_ends_with_the_schema(place: Place) -> None:
    text = place.run("render", "article.txt").stdout
    titles = [line.strip("= ") for line in text.splitlines() if line.startswith("=====")]
    assert titles == [
        "INSTRUCTIONS",
        "EXAMPLE 1, THE ARTICLE",
        "EXAMPLE 1, THE ANSWER",
        "THE ARTICLE TO ANSWER",
        "THE FORM OF THE ANSWER",
    ]
    order, schema = text.rsplit("=====\n\n", 1)[1].split("\n\n")
    assert order == "Answer with one JSON object that satisfies this JSON Schema, and nothing else."
    assert json.loads(schema) == forms.schema(forms.OBJECTS)


def test_render_gives_exactly_the_messages(place: Place) -> None:
    messages = json.loads(place.run("render", "article.txt", "--format", "json").stdout)
    assert [m["role"] for m in messages] == ["system", "user", "assistant", "user"]
    full = json.loads(place.run("--dry-run", "-v", "--format", "json", "article.txt").stdout)["messages"]
    assert [m["content"] for m in full] == [m["content"] for m in messages]
    assert place.run("render", "article.txt").stdout == pasteable(tuple(messages), forms.schema(forms.OBJECTS))


def test_a_pasted_reply_becomes_a_briefing_and_a_recording(place: Place) -> None:
    reply = f"Here is the answer:\n\n```json\n{REPLY}\n```\n\nI hope this helps."
    result = place.run("accept", "article.txt", "-", stdin=reply)
    assert result.exit_code == 0
    assert Briefing.from_json(result.stdout).provenance.how == "pasted"
    assert "summarizer brief --offline --model pasted" in result.stderr
    again = place.run("--offline", "--model", "pasted", "article.txt")
    assert again.stdout == result.stdout.replace('"live"', '"replayed"')


def test_a_faulty_reply_gives_what_to_paste_back_until_no_reask_is_left(place: Place) -> None:
    (place.folder / "faulty.json").write_text(FAULTY, "utf-8")
    for left in (2, 1):
        result = place.run("accept", "article.txt", "faulty.json")
        assert result.exit_code == 4
        assert result.stdout.startswith("Mend this:\n- c2: ")
        assert f"({left} left)" in result.stderr
    result = place.run("accept", "article.txt", "faulty.json")
    assert result.exit_code == 0
    assert [r.item["id"] for r in Briefing.from_json(result.stdout).rejected] == ["c2"]


def test_a_mended_reply_is_accepted(place: Place) -> None:
    assert place.run("accept", "article.txt", "-", stdin=FAULTY).exit_code == 4
    result = place.run("accept", "article.txt", "-", stdin=REPLY)
    assert result.exit_code == 0
    assert Briefing.from_json(result.stdout).provenance.attempts == 2


def test_a_chat_that_never_answers_ends_with_4(place: Place) -> None:
    result = place.run("accept", "article.txt", "-", "--reasks", "0", stdin="I would rather not.")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "no valid answer after 1 attempt" in result.stderr


def test_accept_and_verify_do_not_read_two_things_from_one_pipe(place: Place) -> None:
    assert place.run("accept", "-", "-", stdin=ARTICLE).exit_code == 2
    assert place.run("verify", "-", "--article", "-", stdin=ARTICLE).exit_code == 2


@pytest.mark.parametrize("which", ["answer", "briefing"])
def test_schema_prints_the_published_file(place: Place, which: str) -> None:
    assert place.run("schema", which).stdout == (shipped("schema") / f"{which}.json").read_text("utf-8")
    assert place.run("schema").stdout == (shipped("schema") / "briefing.json").read_text("utf-8")


def test_dry_run_asks_nothing_and_needs_no_key(place: Place) -> None:
    key = place.record().stem
    hit = place.run("--dry-run", "article.txt")
    assert hit.exit_code == 0
    assert f"recording  recording {key[:8]} of 2031-03-11 answers it" in hit.stdout
    assert "prompt     trial@v1 " in hit.stdout
    miss = place.run("--dry-run", "article.txt", "-m", "gpt-5-mini", "--format", "json")
    facts = json.loads(miss.stdout)
    assert facts["recording"] == {"found": "miss", "nearest": key[:8], "differs": [f"model ({MODEL})"]}
    assert facts["endpoint"]["base_url"] == "https://api.openai.com/v1"
    assert float(facts["estimate"]["usd_at_most"]) > 0
    assert facts["messages"][0] == {"role": "system", "characters": 19}


def test_dry_run_knows_no_price_of_a_local_model(place: Place) -> None:
    for model in ("ollama/llama3.2", "local/model.gguf", "no-such-model"):
        assert "no listed price" in place.run("--dry-run", "-m", model, "article.txt").stdout


def test_dry_run_says_when_a_recording_is_not_yet_an_answer(place: Place) -> None:
    place.record("no answer")
    assert "holds 1 attempt(s), none accepted" in place.run("--dry-run", "article.txt").stdout


def test_the_price_grows_with_the_reasks_and_the_output_limit(place: Place) -> None:
    def price(*more: str) -> float:
        run = place.run("--dry-run", "--format", "json", "-m", "gpt-5-mini", "article.txt", *more)
        return float(json.loads(run.stdout)["estimate"]["usd_at_most"])

    assert price("--reasks", "0") < price("--reasks", "1") < price() < price("--set", "max_output_tokens=20000")


def test_doctor_says_where_each_setting_is_from_and_never_the_key(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-canary-doctor")
    monkeypatch.setenv("SUMMARIZER_KEY_ENV", "MY_KEY")
    (place.folder / "summarizer.toml").write_text("retries = 7\n", "utf-8")
    place.record()
    result = place.run("doctor", "--base-url", "https://user:secret@example.test/v1?token=secret", "--timeout", "5")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert f"model {MODEL} (environment SUMMARIZER_MODEL)" in lines
    assert f"retries 7 (project file {place.folder / 'summarizer.toml'})" in lines
    assert "timeout 5.0 (flag --timeout)" in lines
    assert "reasks 2 (default)" in lines
    assert "base URL https://example.test/v1" in lines
    assert "key MY_KEY is set" in lines
    assert f"yours {place.recordings}: 1" in lines
    assert "secret" not in result.output
    assert "canary" not in result.output


def test_doctor_shows_the_rest_when_the_prompt_is_wrong(place: Place) -> None:
    result = place.run("doctor", "-p", "nothing@v9")
    assert result.exit_code == 2
    assert "error: there is no prompt 'nothing@v9'" in result.stdout
    assert "versions" in result.stdout


def test_doctor_knows_the_extras_and_packages_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {
        name: tuple(entry.partition(">")[0].partition("[")[0] for entry in listed)
        for name, listed in project["optional-dependencies"].items()
        if name not in ("test", "dev")
    }
    assert extras == EXTRAS
    assert set(PACKAGES) < {entry.partition(">")[0] for entry in project["dependencies"]}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_of_the_shell(place: Place, shell: str) -> None:
    assert "_SUMMARIZER_COMPLETE" in place.run("completion", shell).stdout


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("summarizer rec", "recordings"),
        ("summarizer prompts c", "check"),
        ("summarizer brief -p tri", "trial@v1"),
        ("summarizer art", "file"),
    ],
)
def test_the_shell_completes_commands_prompts_and_files(place: Place, words: str, wanted: str) -> None:
    number = str(len(words.split()) - 1)
    environ = place.environ(_SUMMARIZER_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=number)
    assert wanted in place.start(env=environ).stdout.decode()


def test_version_is_that_of_the_package(place: Place) -> None:
    assert place.run("--version").stdout == f"summarizer {summarizer.__version__}\n"
