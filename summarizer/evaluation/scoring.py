"""Scores of one article's lines against its gold answer, as counts, so that articles can be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from summarizer.article import Article
from summarizer.evaluation.lines import SILENT, Line
from summarizer.evaluation.matching import likeness, pairs, same_speaker

LISTS = ("claims", "denials", "other_responses", "analyst_views")


def score(wanted: Sequence[Line], article: Article, predicted: Sequence[Line]) -> Counter[str]:
    """The counts of one article against the `wanted` lines. `ratios` makes figures of them, also of a sum of them."""
    matched = pairs(wanted, predicted)
    counts: Counter[str] = Counter()
    counts.update({"gold": len(wanted), "predicted": len(predicted), "matched": len(matched)})
    for name in LISTS:
        counts[f"gold {name}"] = sum(line.list_name == name for line in wanted)
        counts[f"predicted {name}"] = sum(line.list_name == name for line in predicted)
        counts[f"matched {name}"] = sum(g.list_name == name == p.list_name for g, p in matched)
    for g, p in matched:
        same_list = g.list_name == p.list_name
        counts["right list"] += same_list
        counts["right speaker"] += same_speaker(g, p)
        counts["right kind"] += same_list and g.kind == p.kind
        if g.certainty and p.certainty:
            counts["with certainty"] += 1
            counts["right certainty"] += g.certainty == p.certainty
    covered = sum(any(likeness(g, p) for g in wanted) for p in predicted)
    counts["predicted that gold covers"] = covered
    counts["gold that is covered"] = sum(any(likeness(g, p) for p in predicted) for g in wanted)
    counts["gold denials covered"] = sum(denied(g, predicted) for g in wanted)
    counts["invented"] = len(predicted) if not wanted else 0
    counts["empty articles"] = not wanted
    counts["refusals told as denials"] = sum(_refusal(p, wanted) for p in predicted)
    _links(matched, counts)
    _joint(wanted, predicted, counts)
    _thirds(wanted, matched, article, counts)
    return counts


def ratios(counts: Counter[str]) -> dict[str, float | None]:
    """The figures of one article or of many. None where there was nothing to count."""
    share = partial(share_of, counts)
    found: dict[str, float | None] = {
        "recall": share("matched", "gold"),
        "precision": share("matched", "predicted"),
        "precision, splits allowed": share("predicted that gold covers", "predicted"),
        "recall, merges allowed": share("gold that is covered", "gold"),
        "f1": f1(counts["matched"], counts["gold"], counts["predicted"]),
        "f1, right speaker": f1(counts["right speaker"], counts["gold"], counts["predicted"]),
        "speaker accuracy": share("right speaker", "matched"),
        "list accuracy": share("right list", "matched"),
        "kind accuracy": share("right kind", "right list"),
        "certainty accuracy": share("right certainty", "with certainty"),
        "denial recall": share("matched denials", "gold denials"),
        "denial recall, merges allowed": share("gold denials covered", "gold denials"),
        "refusals told as denials": float(counts["refusals told as denials"]),
        "invented items": float(counts["invented"]),
        "links recall": share("links found", "links"),
        "link fit accuracy": share("links with the right fit", "links found"),
        "joint denials split": share("joint split", "joint"),
    }
    for name in LISTS:
        found[f"{name} recall"] = share(f"matched {name}", f"gold {name}")
        found[f"{name} precision"] = share(f"matched {name}", f"predicted {name}")
        found[f"{name} f1"] = f1(counts[f"matched {name}"], counts[f"gold {name}"], counts[f"predicted {name}"])
    for third in (1, 2, 3):
        found[f"recall, third {third}"] = share(f"matched third {third}", f"gold third {third}")
    return found


def share_of(counts: Counter[str], part: str, whole: str) -> float | None:
    """One count over another; None where there was nothing to count."""
    return counts[part] / counts[whole] if counts[whole] else None


def f1(matched: int, gold: int, predicted: int) -> float | None:
    """The harmonic mean of recall and precision; 1 where nothing was wanted and nothing given."""
    return 2 * matched / (gold + predicted) if gold + predicted else None


def denied(wanted: Line, predicted: Sequence[Line]) -> bool:
    """Whether a predicted denial of the same speaker holds one of the gold, alone or beside what else it denies."""
    return wanted.list_name == "denials" and any(
        p.list_name == "denials" and likeness(wanted, p) > 0 and same_speaker(wanted, p) for p in predicted
    )


def _refusal(predicted: Line, wanted: Sequence[Line]) -> bool:
    """Whether a predicted denial is, in the gold, only a refusal or a silence of the same speaker."""
    if predicted.list_name != "denials":
        return False
    there = [g for g in wanted if g.sentences & predicted.sentences and same_speaker(g, predicted)]
    silent = any(g.list_name == "other_responses" and g.kind in SILENT for g in there)
    return silent and not any(g.list_name == "denials" for g in there)


def _links(matched: Sequence[tuple[Line, Line]], counts: Counter[str]) -> None:
    """Which links from denials to what they deny were found, and with which fit."""
    claims = {g.id: p.id for g, p in matched if g.list_name in ("claims", "analyst_views")}
    for g, p in matched:
        if g.list_name == p.list_name == "denials":
            for claim, fit in g.answers.items():
                counts["links"] += 1
                if claims.get(claim) in p.answers:
                    counts["links found"] += 1
                    counts["links with the right fit"] += p.answers[claims[claim]] == fit


def _joint(wanted: Sequence[Line], predicted: Sequence[Line], counts: Counter[str]) -> None:
    """How many denials made together were given one for each party."""
    together: dict[tuple[frozenset[int], str], set[str]] = {}
    for line in wanted:
        if line.list_name == "denials" and line.speaker:
            together.setdefault((line.sentences, line.text), set()).add(line.speaker.id)
    for (sentences, _), speakers in together.items():
        if len(speakers) > 1:
            given = {
                p.speaker.id for p in predicted if p.list_name == "denials" and p.speaker and p.sentences & sentences
            }
            counts["joint"] += 1
            counts["joint split"] += len(given) >= len(speakers)


def _thirds(
    wanted: Sequence[Line], matched: Sequence[tuple[Line, Line]], article: Article, counts: Counter[str]
) -> None:
    """Recall by thirds of the article's sentences: models neglect the middle of a text."""
    size = max(len(article.sentences), 1)

    def third(line: Line) -> int:
        return min(3 * (min(line.sentences, default=1) - 1) // size, 2) + 1

    counts.update(f"gold third {third(line)}" for line in wanted)
    counts.update(f"matched third {third(g)}" for g, _ in matched)
