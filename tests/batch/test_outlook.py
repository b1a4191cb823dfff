"""What a run says of its speed and of what is left: from the articles asked about, by a clock of the test's own."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from summarizer import Article, Summarizer
from summarizer.batch.inputs import Entry, entries
from summarizer.batch.outlook import Outlook, counted
from summarizer.batch.pace import Pace
from summarizer.batch.run import Done, Run
from summarizer.briefing import Briefing
from summarizer.cli.progress import Progress
from summarizer.errors import AnswerError, InputError, SummarizerError
from tests.cli.place import Place

ENTRY = Entry("a", "a.txt", lambda: Article("Nobody spoke."))


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    """A briefing that was replayed."""
    place = Place(tmp_path_factory.mktemp("place"))
    place.make()
    place.record()
    asker = Summarizer(
        "test-model", "trial@v1", prompts=[place.prompts], recordings=place.recordings, offline=True, follow_up=False
    )
    return asker.brief(Article(place.article.read_text("utf-8")))


class Course:
    """A run that goes as the test says; its clock stands still in between."""

    def __init__(self, briefing: Briefing, total: int | None, jobs: int = 4) -> None:
        self.now, self._briefing = 0.0, briefing
        self.run = Run(Summarizer("m", "briefing@v1"), Pace(jobs))
        self.outlook = Outlook(self.run, lambda: total, lambda: self.now)
        self.progress = Progress(self.run, lambda: total, quiet=False, clock=lambda: self.now)

    def asked(self, count: int, seconds: float = 0, usd: str = "0", error: SummarizerError | None = None) -> None:
        """So many articles one after the other, each after so many seconds, for so much."""
        live = self._briefing.model_copy(
            update={"provenance": self._briefing.provenance.model_copy(update={"mode": "live"})}
        )
        for _ in range(count):
            self.run.pace.spent(1, (100, 20), Decimal(usd))
            self.now += seconds
            self._tell(Done(ENTRY, None if error else live, error))

    def came(self, count: int, done: Done | None = None, seconds: float = 0) -> None:
        """So many that nothing was asked for: replayed, or what `done` says."""
        for _ in range(count):
            self.now += seconds
            self._tell(done or Done(ENTRY, self._briefing))

    def _tell(self, done: Done) -> None:
        self.run.tally.add(done)
        self.outlook.add(done)
        self.progress.tell(done)


def test_time_and_cost_of_what_is_left(briefing: Briefing) -> None:
    course = Course(briefing, 100)
    course.asked(10, seconds=3, usd="0.02")
    assert course.outlook.speed == pytest.approx(20)
    assert course.outlook.seconds_left == pytest.approx(270)
    assert course.outlook.cost == Decimal("2.00")
    assert course.progress.counts() == ["10 of 100 done", "0 in flight"]
    assert course.progress.figures() == [
        "20 articles/min",
        "2,400 tokens/min",
        "0.2000 USD of about 2.0000",
        "4 min left",
    ]


@given(free=st.tuples(*[st.integers(0, 200)] * 4), pause=st.sampled_from([0.0, 0.001, 0.01]))
def test_what_costs_nothing_changes_no_forecast_of_the_rest(
    briefing: Briefing, free: tuple[int, int, int, int], pause: float
) -> None:
    course, bare = Course(briefing, 100 + sum(free)), Course(briefing, 100)
    course.came(free[0], seconds=pause)
    course.came(free[1], Done(ENTRY, skipped=True), seconds=pause)
    course.asked(5, seconds=2, usd="0.01")
    course.came(free[2])
    course.asked(5, seconds=2, usd="0.01")
    course.came(free[3], Done(ENTRY, error=InputError("empty")))
    bare.asked(10, seconds=2, usd="0.01")
    assert course.outlook.speed == pytest.approx(bare.outlook.speed)
    assert course.outlook.seconds_left == pytest.approx(90 * 2)
    assert course.outlook.cost == Decimal("1.00")


def test_an_article_that_failed_when_asked_cost_time_and_money(briefing: Briefing) -> None:
    course = Course(briefing, 20)
    course.asked(5, seconds=2, usd="0.01")
    course.asked(5, seconds=2, usd="0.03", error=AnswerError("no answer"))
    assert course.outlook.seconds_left == pytest.approx(20)
    assert course.outlook.cost == Decimal("0.40")


def test_the_speed_is_that_of_late(briefing: Briefing) -> None:
    course = Course(briefing, 2_000)
    course.asked(1_000, seconds=1)
    course.asked(400, seconds=4)
    assert course.outlook.speed == pytest.approx(15)


@pytest.mark.parametrize(("total", "asked"), [(None, 50), (100, 0), (100, 3), (50, 50)])
def test_where_it_cannot_be_known_or_is_over_no_time_is_named(
    briefing: Briefing, total: int | None, asked: int
) -> None:
    course = Course(briefing, total)
    course.asked(asked, seconds=1)
    assert course.outlook.seconds_left is None
    assert not any("left" in said for said in course.progress.figures())


def test_a_run_over_what_was_asked_before_forecasts_nothing(briefing: Briefing) -> None:
    run = Run(Summarizer("m", "briefing@v1"), Pace(1))
    run.pace.spent(100, (90_000, 10_000), Decimal("5.00"))
    now = [0.0]
    progress = Progress(run, lambda: 100, quiet=False, forecast=False, clock=lambda: now[0])
    now[0] += 60
    done = Done(ENTRY, briefing)
    run.tally.add(done)
    progress.tell(done)
    assert progress.figures() == ["1 articles/min", "5.0000 USD"]


def test_a_total_that_was_too_small_is_raised(briefing: Briefing) -> None:
    course = Course(briefing, 3)
    course.asked(8, seconds=1)
    assert course.progress.share == (8, 8)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.5, "1 s"), (59, "59 s"), (61, "1 min"), (3_601, "1 h 0 min"), (12_000, "3 h 20 min"), (187_300, "2 d 4 h")],
)
def test_a_time_is_told_as_exactly_as_it_is_known(briefing: Briefing, seconds: float, said: str) -> None:
    course = Course(briefing, 8)
    course.asked(4, seconds=seconds / 4)
    assert course.progress.figures()[-1] == f"{said} left"


def test_lines_come_now_and_then_where_there_is_no_terminal(
    briefing: Briefing, capsys: pytest.CaptureFixture[str]
) -> None:
    course = Course(briefing, 40)
    course.asked(20, seconds=1)
    first, second = capsys.readouterr().err.splitlines()
    assert first == "10 of 40 done, 0 in flight, 60 articles/min, 7,200 tokens/min, 30 s left"
    assert second.startswith("20 of 40 done")


ROWS = '{"text": "a"}\n\n{"text": "b"}\n  \nno json\n{"text": "c"}'


@pytest.fixture
def named(tmp_path: Path) -> list[str]:
    """A folder, a pattern, files and tables."""
    for name in ("in/a.txt", "in/sub/b.html", "in/c.md", "in/.d.txt", "e.txt", "table.jsonl", "table.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(ROWS if name.endswith("jsonl") else 'id,text\n1,"a\nb"\n\n2,c\n')
    for name, text in {
        "in/sub/list.json": '[{"text": "a"}, {"title": "no text"}, {"text": "b"}]',
        "in/one.json": '{"text": "a"}',
        "in/feed.xml": "<rss/>",
        "in/rows.jsonl": ROWS,
        "in/run.json": "{}",
    }.items():
        (tmp_path / name).write_text(text)
    parquet.write_table(pyarrow.table({"text": ["a", "b", "c"]}), tmp_path / "table.parquet")
    return [
        str(tmp_path / name)
        for name in ("in", "in/*.txt", "in/*", "e.txt", "none.json", "table.jsonl", "table.csv", "table.parquet")
    ]


def test_what_is_counted_is_what_comes(named: list[str], tmp_path: Path) -> None:
    (tmp_path / "list").write_text("e.txt\n\nmissing.txt\n")
    lists = [str(tmp_path / "list")]
    for names in (*([name] for name in named), named):
        assert counted(names, []) == len(list(entries(names, Article.from_file, {})))
    assert counted(named, lists) == len(list(entries(named, Article.from_file, {}, lists)))


@pytest.mark.parametrize("name", ["missing.jsonl", "nothing*", "-"])
def test_what_cannot_be_counted_is_left_to_the_run(name: str) -> None:
    assert counted([name], []) is None if name != "-" else counted([], [name]) is None


@given(lines=st.lists(st.sampled_from(["", " ", "x", "{}", "\t", "y z"]), max_size=8), ended=st.booleans())
def test_lines_are_counted_as_they_are_read(lines: list[str], *, ended: bool) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("\n".join(lines) + ("\n" if ended else ""))
        file.flush()
        assert counted([file.name], []) == len(list(entries([file.name], Article.from_file, {})))
