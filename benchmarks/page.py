"""How the HTML page grows: an article of 200,000 characters with 1,000 items, and half and twice as much.

The texts have the lengths of real ones (quotes of 3 to 12 words, statements of 5 to 13), and a tenth of the evidence
overlaps what is already there. Size is counted beyond the fixed part, which is the page of an article without items,
less that article. CPU time is the best of several runs of one process, the sizes taken in turn.
"""

from __future__ import annotations

import random
import time
from typing import Any

from summarizer.article import Article
from summarizer.briefing import Actor, Briefing, Claim, Evidence, Source, Span, Third
from summarizer.provenance import Provenance, Tokens
from summarizer.render.html import render

WORDS = (
    "the of a to in and that said on for it was by with he she they has have not but at will would be been who from "
    "their minister report harbour council likely contract Monday officials audit plan budget water review "
    "spokesperson money agreement change decision project city police court week year people company union hospital"
).split()
RUNS = 5


def main() -> None:
    """Print a row a size and the ratios of neighbouring rows."""
    cases = [made(characters, items) for characters, items in ((100_000, 500), (200_000, 1_000), (400_000, 2_000))]
    fixed = len(render(*made(2_000, 0)).encode()) - 2_000
    best = [float("inf")] * len(cases)
    sizes = [0] * len(cases)
    for _ in range(RUNS):
        for place, (briefing, article) in enumerate(cases):
            assert article.sentences  # split once, by whoever briefed it
            started = time.process_time()
            sizes[place] = len(render(briefing, article).encode())
            best[place] = min(best[place], time.process_time() - started)
    print(f"fixed part {fixed:,} bytes")
    print("characters  items   page bytes  beyond fixed / article   CPU ms   ratio")
    for place, (briefing, article) in enumerate(cases):
        beyond = (sizes[place] - fixed) / len(article.text.encode())
        ratio = f"{best[place] / best[place - 1]:7.2f}" if place else "      –"
        print(
            f"{len(article.text):10,} {len(briefing.claims):6,} {sizes[place]:12,} {beyond:23.2f}"
            f" {best[place] * 1000:8.1f} {ratio}"
        )


def made(characters: int, items: int) -> tuple[Briefing, Article]:
    """An article of so many characters and a briefing of it with so many claims."""
    chance = random.Random(characters)
    article = Article(prose(chance, characters))
    spots = sorted(chance.sample(range(len(article.sentences)), min(items, len(article.sentences))))
    spots += [chance.choice(spots) for _ in range(items - len(spots))]
    claims = [claim(chance, article, number, spot) for number, spot in enumerate(sorted(spots), 1)]
    names = [" ".join(chance.sample(WORDS, 2)).title() for _ in range(40)]
    actors = [
        Actor(id=f"a{n}", name=name, kind="person", role=words(chance, 3), aliases=[]) for n, name in enumerate(names)
    ]
    source = Source(
        sha256=article.sha256, characters=len(article.text), title="A long article", outlet=None, published=None,
        url=None, language=None,
    )  # fmt: skip
    third = Third(sentences=len(article.sentences) // 3, reported=items // 3, covered=items // 3)
    empty = "bottom_line denials other_responses analyst_views conflicts omissions gaps rejected warnings".split()
    lists: dict[str, Any] = {name: [] for name in empty}
    return Briefing(
        source=source, actors=actors, claims=claims, coverage=[third] * 3, provenance=provenance(), **lists
    ), article


def prose(chance: random.Random, characters: int) -> str:
    """Paragraphs of four sentences."""
    parts: list[str] = []
    length = 0
    while length < characters:
        sentence = words(chance, chance.randint(8, 30)).capitalize() + "."
        parts.append(sentence + ("\n\n" if len(parts) % 4 == 3 else " "))
        length += len(parts[-1])
    return "".join(parts)[:characters].rstrip(" \n") + "."


def claim(chance: random.Random, article: Article, number: int, spot: int) -> Claim:
    """A claim on words of one sentence; one in ten on those of its neighbour too."""
    sentence = article.sentences[spot]
    inside = article.text[sentence.start : sentence.end].split(" ")
    count = min(chance.randint(3, 12), len(inside))
    first = chance.randint(0, len(inside) - count)
    start = sentence.start + len(" ".join(inside[:first])) + (first > 0)
    end = start + len(" ".join(inside[first : first + count]))
    if chance.random() < 0.1 and spot + 1 < len(article.sentences):
        end = article.sentences[spot + 1].start + 10
    found = Evidence(
        quote=article.text[start:end], start=start, end=end, prefix="", suffix="", match="exact", moved=False,
        sentence=Span(number=sentence.number, start=sentence.start, end=sentence.end), occurrences=1,
    )  # fmt: skip
    return Claim(
        id=f"c{number}", speaker=f"a{chance.randrange(40)}", evidence=[found], cue="said", mode="indirect",
        sourcing="named", hedges=["likely"] if chance.random() < 0.3 else [], when=[], negated=False, kind="assertion",
        statement=words(chance, chance.randint(5, 13)), certainty="certain",
    )  # fmt: skip


def words(chance: random.Random, count: int) -> str:
    """So many words."""
    return " ".join(chance.choices(WORDS, k=count))


def provenance() -> Provenance:
    """Of no answer."""
    return Provenance(
        tool="summarizer", prompt="briefing@v1", prompt_digest="0" * 64, schema_digest="0" * 64, model_asked="none",
        model_answered=None, endpoint="none", parameters={}, sample=1, question_key="0" * 64, attempts=1,
        second_look=None, tokens=Tokens(input=0, output=0), cost_usd=None, how="written", mode="replayed",
        recorded_at="2026-11-25T00:00:00Z",
    )  # fmt: skip


if __name__ == "__main__":
    main()
