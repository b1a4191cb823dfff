"""Where a setting comes from, which of several wins, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from summarizer import settings
from summarizer.errors import UsageError
from summarizer.limits import Limits
from summarizer.model.endpoints import KNOWN
from summarizer.settings import Settings, load

FIELDS = {*Settings.__dataclass_fields__} - {"origin"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder; the repository beside it is where the commands run."""
    folder = tmp_path / "home"
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(folder))
    (folder / "summarizer").mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "sub" / "deep").mkdir(parents=True)
    return folder


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return tmp_path / "repo"


def test_the_defaults(repo: Path, home: Path) -> None:
    found = load({}, {}, repo)
    assert (found.model, found.prompt, found.reasks, found.retries, found.timeout) == (
        "gpt-5-mini", "briefing@default", 2, 4, 600.0,
    )  # fmt: skip
    assert (found.base_url, found.key_env, found.response_format, found.offline, found.prompts) == (
        None,
        None,
        None,
        False,
        (),
    )
    assert found.recordings == home / "summarizer" / "recordings"
    assert set(found.origin) == FIELDS
    assert set(found.origin.values()) == {"default"}


def test_flag_then_environment_then_project_then_user(repo: Path, home: Path) -> None:
    user = home / "summarizer" / "config.toml"
    project = repo / "summarizer.toml"
    user.write_text('model = "user"\nreasks = 1\nretries = 1\ntimeout = 1', "utf-8")
    project.write_text('model = "project"\nreasks = 2\nretries = 2', "utf-8")
    found = load({"model": "flag", "reasks": None}, {"SUMMARIZER_MODEL": "env", "SUMMARIZER_REASKS": "3"}, repo)
    assert (found.model, found.reasks, found.retries, found.timeout) == ("flag", 3, 2, 1.0)
    assert {name: found.origin[name] for name in ("model", "reasks", "retries", "timeout", "prompt")} == {
        "model": "flag --model",
        "reasks": "environment SUMMARIZER_REASKS",
        "retries": f"project file {project}",
        "timeout": f"user file {user}",
        "prompt": "default",
    }


def test_the_project_file_is_the_nearest_upwards_to_the_root_of_the_repository(repo: Path, tmp_path: Path) -> None:
    deep = repo / "sub" / "deep"
    (tmp_path / "summarizer.toml").write_text('model = "outside"', "utf-8")
    assert load({}, {}, deep).model == "gpt-5-mini"
    (repo / "pyproject.toml").write_text('[tool.summarizer]\nmodel = "root"', "utf-8")
    assert load({}, {}, deep).model == "root"
    (repo / "sub" / "pyproject.toml").write_text('[project]\nname = "summarizer-user"', "utf-8")
    assert load({}, {}, deep).model == "root"
    (repo / "sub" / "summarizer.toml").write_text('model = "sub"', "utf-8")
    assert load({}, {}, deep).model == "sub"
    (repo / "summarizer.toml").write_text('model = "own file"', "utf-8")
    assert load({}, {}, repo).model == "own file"


def test_a_pyproject_that_says_nothing_of_us_may_be_anything(repo: Path) -> None:
    (repo / "pyproject.toml").write_text("this is [no TOML", "utf-8")
    assert load({}, {}, repo).model == "gpt-5-mini"


def test_paths_start_where_they_are_written(repo: Path, home: Path) -> None:
    (repo / "summarizer.toml").write_text('prompts = ["p", "/abs"]\nrecordings = "~/kept"', "utf-8")
    found = load({}, {}, repo / "sub")
    assert found.prompts == (repo / "p", Path("/abs"))
    assert found.recordings == home / "kept"
    assert load({"recordings": "here"}, {"SUMMARIZER_PROMPTS": "a:b"}, repo / "sub").recordings == repo / "sub" / "here"
    assert load({}, {"SUMMARIZER_PROMPTS": "a:b"}, repo / "sub").prompts == (repo / "sub" / "a", repo / "sub" / "b")
    (repo / "summarizer.toml").write_text('prompts = "one"', "utf-8")
    assert load({"prompts": ()}, {}, repo).prompts == (repo / "one",)


def test_openais_base_url_is_for_models_that_name_no_endpoint(repo: Path, home: Path) -> None:
    environ = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    assert load({}, environ, repo).origin["base_url"] == "environment OPENAI_BASE_URL"
    assert load({"model": "meta-llama/Llama-3"}, environ, repo).base_url == "http://127.0.0.1:9/v1"
    for model in ("ollama/llama3.2", "openai/gpt-5", "local/model.gguf"):
        assert load({"model": model}, environ, repo).base_url is None
    both = {**environ, "SUMMARIZER_BASE_URL": "http://127.0.0.1:8/v1"}
    assert load({"model": "ollama/llama3.2"}, both, repo).base_url == "http://127.0.0.1:8/v1"
    (home / "summarizer" / "config.toml").write_text('model = "ollama/x"\nbase_url = "http://h/v1"', "utf-8")
    assert load({}, environ, repo).base_url == "http://h/v1"


@pytest.mark.parametrize(
    "line",
    ['base_url = "http://evil.example/v1"', 'key_env = "AWS_SECRET_ACCESS_KEY"', "[limits]\nfile_bytes = 9000000000"],
)
def test_a_project_file_does_not_say_where_articles_and_keys_go(repo: Path, line: str) -> None:
    (repo / "summarizer.toml").write_text(line, "utf-8")
    with pytest.raises(UsageError, match="is not taken from a project file"):
        load({}, {}, repo)


def test_the_names_of_the_endpoints_are_those_of_the_table() -> None:
    assert {*KNOWN, "local"} == settings.ENDPOINTS


def test_each_limit_comes_from_where_it_is_set(repo: Path, home: Path) -> None:
    (home / "summarizer" / "config.toml").write_text("[limits]\npages = 1\nentries = 1\nelements = 1", "utf-8")
    found = load({"limits": {"pages": 3}}, {"SUMMARIZER_LIMITS": "pages=2 entries=2"}, repo)
    assert found.limits == Limits(pages=3, entries=2, elements=1)
    assert found.limits.changed() == {"pages": 3, "entries": 2, "elements": 1}
    assert found.origin["limits"] == "flag --limit"
    with pytest.raises(UsageError, match="flag --limit: there is no limit 'x'; there are: file_bytes, text_bytes"):
        load({"limits": {"x": 3}}, {}, repo)


def test_an_empty_variable_says_nothing(repo: Path) -> None:
    assert load({}, {"SUMMARIZER_MODEL": "", "OPENAI_BASE_URL": ""}, repo).origin["model"] == "default"


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("false", False)])
def test_offline_in_the_environment(repo: Path, text: str, value: bool) -> None:
    assert load({}, {"SUMMARIZER_OFFLINE": text}, repo).offline is value


@pytest.mark.parametrize(
    ("name", "text"),
    [("REASKS", "two"), ("REASKS", "-1"), ("TIMEOUT", "soon"), ("TIMEOUT", "inf"), ("OFFLINE", "maybe"), ("LIMITS", "pages"), ("RESPONSE_FORMAT", "xml"),
     ("MODEL", "a\nb"), ("MODEL", "\udcff"), ("BASE_URL", "host:8000"), ("RECORDINGS", "~no-such-user-here/x")],
)  # fmt: skip
def test_a_wrong_variable_is_named(repo: Path, name: str, text: str) -> None:
    with pytest.raises(UsageError, match=f"environment SUMMARIZER_{name}: .* takes "):
        load({}, {f"SUMMARIZER_{name}": text}, repo)


WRONG: list[tuple[str, str]] = [
    ('modle = "x"', "there is no setting 'modle'; there are: model, prompt, "),
    ("model = 5", "model is '5', but takes a model's name"),
    ("reasks = true", "reasks is 'True', but takes a whole number"),
    ('reasks = "2"', "reasks is '2', but takes a whole number"),
    ("timeout = nan", "timeout is 'nan', but takes a number of seconds"),
    ('offline = "yes"', "offline is 'yes', but takes true or false"),
    ("prompts = [1]", "takes a folder or a list of folders"),
    ('recordings = "a\\u0000b"', "takes a folder"),
    ('key_env = "sk-canary"', "takes the name of the environment variable"),
    ("[limits]\npagez = 1", "there is no limit 'pagez'; there are: file_bytes, "),
    ("[limits]\npages = 0", "the limit pages is '0', but takes a whole number above 0"),
    ("[limits]\npages = 1000000000000001", "takes a whole number above 0 and up to 1,000,000,000,000,000"),
    ("[limits]\npages = true", "the limit pages is 'True', but takes a whole number above 0"),
    ("[limits]\nseconds = inf", "the limit seconds is 'inf', but takes a number of seconds above 0"),
    ("limits = 5", "limits is '5', but takes a table of NAME = VALUE"),
    ("model = ", "is not valid TOML"),
    ("model = " + "[" * 5_000, "is not valid TOML"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
@pytest.mark.parametrize("user", [False, True])
def test_a_wrong_file_is_named_even_where_a_flag_wins(
    repo: Path, home: Path, text: str, message: str, user: bool
) -> None:
    path = home / "summarizer" / "config.toml" if user else repo / "summarizer.toml"
    path.write_text(text, "utf-8")
    own = "key_env" in text or "limits" in text
    message = "is not taken from a project file" if own and not user else message
    with pytest.raises(UsageError) as caught:
        load({"model": "flag", "reasks": 1, "timeout": 1.0}, {}, repo)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    assert "canary" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(repo: Path) -> None:
    (repo / "summarizer.toml").mkdir()
    with pytest.raises(UsageError, match=r"cannot read the settings in .*summarizer\.toml: Is a directory"):
        load({}, {}, repo)
    (repo / "summarizer.toml").rmdir()
    (repo / "summarizer.toml").write_bytes(b'model = "\xff"')
    with pytest.raises(UsageError, match="is not valid TOML"):
        load({}, {}, repo)


def test_a_table_of_the_wrong_kind(repo: Path) -> None:
    (repo / "pyproject.toml").write_text('[tool]\nsummarizer = "x"', "utf-8")
    with pytest.raises(UsageError, match=r"tool\.summarizer is not a table"):
        load({}, {}, repo)


def test_every_setting_can_stand_in_a_file_and_in_the_environment(repo: Path, home: Path) -> None:
    text = """
model = "m"
prompt = "p"
base_url = "http://h/v1"
key_env = "K"
recordings = "r"
prompts = ["q"]
reasks = 0
retries = 0
timeout = 0.5
language = "fr"
max_chars = 1000
response_format = "text"
offline = true
fetch = true
limits = { pages = 1000, seconds = 1.5 }
"""
    path = home / "summarizer" / "config.toml"
    path.write_text(text.replace('"r"', f'"{repo / "r"}"').replace('["q"]', f'["{repo / "q"}"]'), "utf-8")
    found = load({}, {}, repo)
    assert set(found.origin.values()) == {f"user file {path}"}
    values: dict[str, Any] = tomllib.loads(text)
    values["limits"] = "pages=1,000 seconds=1.5"
    environ = {f"SUMMARIZER_{k.upper()}": v[0] if isinstance(v, list) else str(v) for k, v in values.items()}
    path.unlink()
    again = load({}, environ, repo)
    assert {n: getattr(again, n) for n in FIELDS} == {n: getattr(found, n) for n in FIELDS}
