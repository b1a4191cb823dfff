"""What reading in sections does to quality: the twelve openly licensed articles as one long text, against their gold.

fixtures/long/twelve-reports.txt is asked about in five sections of at most 12,000 characters (answers of a language
model, recorded), and scored against the gold of the twelve, moved to where each stands; beside it the same articles
asked about one by one. Run as `python benchmarks/joined.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.evaluation import lines, scoring
from summarizer.evaluation.lines import Line
from summarizer.evidence import sentence_at
from summarizer.pipeline import Summarizer

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
MODEL, PROMPT, LIMIT = "unnamed-language-model", "briefing@v5", 12_000
TITLE = "Twelve Wikinews reports"
FIGURES = (
    "recall", "recall, merges allowed", "precision", "precision, splits allowed", "f1, right speaker",
    "speaker accuracy", "denial recall", "denial recall, merges allowed", "refusals told as denials",
    "recall, third 1", "recall, third 2", "recall, third 3",
)  # fmt: skip


def main() -> None:
    """Print the figures of the whole and of its parts."""
    whole = replace(Article.from_file(FIXTURES / "long" / "twelve-reports.txt"), title=TITLE)
    summarizer = Summarizer(MODEL, PROMPT, recordings=FIXTURES / "recordings", offline=True, max_chars=LIMIT)
    wanted: list[Line] = []
    apart: Counter[str] = Counter()
    for path in sorted((FIXTURES / "attribution-dev").glob("GUM_news_*.txt")):
        article = Article.from_file(path)
        gold = Answer.model_validate_json((FIXTURES / "gold" / f"{path.stem}.answer.json").read_text("utf-8"))
        own = lines.of_answer(gold, article)
        apart += scoring.score(own, article, lines.of_briefing(summarizer.brief(article), article))
        wanted += [_moved(line, article, whole) for line in own]
    briefing = summarizer.brief(whole)
    together = scoring.score(wanted, whole, lines.of_briefing(briefing, whole))
    _print(briefing, scoring.ratios(together), scoring.ratios(apart))


def _moved(line: Line, article: Article, whole: Article) -> Line:
    """A line of one article as a line of the whole."""
    at = whole.text.index(article.text.strip()) - (len(article.text) - len(article.text.lstrip()))
    spans = tuple((start + at, end + at) for start, end in line.spans)
    return replace(line, spans=spans, sentences=frozenset(sentence_at(whole, start) for start, _ in spans))


def _print(briefing: Briefing, together: dict[str, float | None], apart: dict[str, float | None]) -> None:
    print(f"{'all lines added up':32}{'in sections':>12}{'one by one':>12}")
    for name in FIGURES:
        print(
            f"{name:32}" + "".join("           -" if v is None else f"{v:12.3f}" for v in (together[name], apart[name]))
        )
    read = briefing.provenance.sections
    if read:
        print(f"{len(read.read)} sections, {briefing.provenance.attempts} attempts, {len(briefing.items)} items,")
        print(f"{len(briefing.rejected)} rejected, {len(briefing.omissions)} omissions; coverage by thirds:")
        print("; ".join(f"{third.covered} of {third.reported}" for third in briefing.coverage))


if __name__ == "__main__":
    main()
