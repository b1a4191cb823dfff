"""The bottom line of an article that was read in sections: one small question about what all of them brought.

The first sections' lines are not enough: what they report may be denied a hundred pages on. So the model is shown each
section's line, every denial, and the claims these rest on or answer, and writes the whole bottom line. Where no answer
comes, lines of the first, a middle and the last section stand in, as many as the bound on its length takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summarizer.answer import Answer, AnswerBottomLine, AnswerDenial
from summarizer.checks.bottom_line import MAX_WORDS
from summarizer.prompts import compact
from summarizer.reading import Checker

PROMPT = "bottom-line"
MOST = 24_000
"""Characters of what the question shows; of more denials every second, third, … is shown, of far more also of lines."""


def values(whole: Answer) -> dict[str, str]:
    """What the prompt is filled with beside the article's title and date."""
    every = 1
    while len(shown := noted(_thinned(whole, every))) > MOST and every < len(whole.denials) + 9:
        every += 1
    return {"known": shown, "sentences": ""}


def noted(whole: Answer) -> str:
    """An answer's actors, claims, denials with the claims they answer, and lines, as the question shows them."""
    shown = {
        "actors": [{"id": actor.id, "name": actor.name} for actor in whole.actors],
        "claims": [{"id": said.id, "speaker": said.speaker, "statement": said.statement} for said in whole.claims],
        "denials": [
            {
                "id": denial.id,
                "speaker": denial.speaker,
                "denied": denial.denied,
                "answers": sorted(_answered(denial)),
            }
            for denial in whole.denials
        ],
        "bottom_line": [line.model_dump() for line in whole.bottom_line],
    }
    return compact(shown)


def faults(whole: Answer, lines: Answer, checker: Checker) -> list[str]:
    """What is wrong with an answer to the question, each fault a line for the model."""
    errors = checker.reviewed(given(whole, lines)).errors
    return [finding.message for finding in errors if finding.item is None]


def given(whole: Answer, lines: Answer) -> Answer:
    """The whole answer with another bottom line."""
    return whole.model_copy(update={"bottom_line": lines.bottom_line})


def standing_in(whole: Answer) -> Answer:
    """The whole answer with some of its sections' lines for a bottom line: such as rest on nothing that is denied."""
    denied = set().union(*map(_answered, whole.denials))
    lines = [line for line in whole.bottom_line if not denied & set(line.rests_on)]
    last = len(lines) - 1
    for places in ((0, last // 2, last), (0, last), (0,)):
        chosen = [lines[place] for place in dict.fromkeys(places) if lines]
        if _words(chosen) <= MAX_WORDS:
            return whole.model_copy(update={"bottom_line": chosen})
    return whole.model_copy(update={"bottom_line": []})


def _words(lines: Sequence[AnswerBottomLine]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _answered(denial: AnswerDenial) -> set[str]:
    return {link.claim for link in denial.answers if link.fit != "same_topic"}


def _thinned(whole: Answer, every: int) -> Answer:
    """The lines, the denials, the claims they rest on or answer, and who says these.

    A denial of what a shown line rests on is always shown: or else the bottom line could hide it.
    """
    lines = whole.bottom_line[:: max(every // 8, 1)]
    cited = {name for line in lines for name in line.rests_on}
    denials = [denial for n, denial in enumerate(whole.denials) if n % every == 0 or cited & _answered(denial)]
    cited = cited.union(*map(_answered, denials))
    claims = [claim for claim in whole.claims if claim.id in cited]
    speakers = {item.speaker for item in (*claims, *denials)}
    actors = [actor for actor in whole.actors if actor.id in speakers]
    update: dict[str, Any] = {"actors": actors, "claims": claims, "denials": denials, "bottom_line": lines}
    return whole.model_copy(update=update)
