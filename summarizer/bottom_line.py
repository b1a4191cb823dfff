"""The bottom line of an article that was read in sections: one small question about what all of them brought.

The first sections' lines are not enough: what they report may be denied a hundred pages on. So the model is shown each
section's line, every denial, and the claims these rest on or answer, and writes the whole bottom line. Where no answer
comes, lines of the first, a middle and the last section stand in, as many as the bound on its length takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summarizer.answer import Answer, AnswerBottomLine
from summarizer.checks.bottom_line import MAX_WORDS
from summarizer.prompts import known
from summarizer.reading import Checker

PROMPT = "bottom-line"
MOST = 24_000
"""Characters of what the question shows; of more, every second, third, … denial and line is shown."""


def values(whole: Answer) -> dict[str, str]:
    """What the prompt is filled with beside the article's title and date."""
    every = 1
    while len(shown := known(_thinned(whole, every).model_dump(mode="json"))) > MOST and every < len(whole.denials) + 9:
        every += 1
    return {"known": shown, "sentences": ""}


def faults(whole: Answer, lines: Answer, checker: Checker) -> list[str]:
    """What is wrong with an answer to the question, each fault a line for the model."""
    errors = checker.reviewed(given(whole, lines)).errors
    return [finding.message for finding in errors if finding.item is None]


def given(whole: Answer, lines: Answer) -> Answer:
    """The whole answer with another bottom line."""
    return whole.model_copy(update={"bottom_line": lines.bottom_line})


def standing_in(whole: Answer) -> Answer:
    """The whole answer with some of its sections' lines for a bottom line."""
    lines = whole.bottom_line
    last = len(lines) - 1
    for places in ((0, last // 2, last), (0, last), (0,)):
        chosen = [lines[place] for place in dict.fromkeys(places) if lines]
        if _words(chosen) <= MAX_WORDS:
            return whole.model_copy(update={"bottom_line": chosen})
    return whole.model_copy(update={"bottom_line": []})


def _words(lines: Sequence[AnswerBottomLine]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _thinned(whole: Answer, every: int) -> Answer:
    """The lines, the denials, the claims they rest on or answer, and who says these."""
    lines, denials = whole.bottom_line[::every], whole.denials[::every]
    cited = {name for line in lines for name in line.rests_on}
    cited |= {link.claim for denial in denials for link in denial.answers if link.fit != "same_topic"}
    claims = [claim for claim in whole.claims if claim.id in cited]
    speakers = {item.speaker for item in (*claims, *denials)}
    actors = [actor for actor in whole.actors if actor.id in speakers]
    update: dict[str, Any] = {"actors": actors, "claims": claims, "denials": denials, "bottom_line": lines}
    return whole.model_copy(update=update)
