"""What the page says beside the statements: the banner, gaps and omissions, coverage, the analyst's box, provenance."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from summarizer.briefing import Briefing
from summarizer.render import outline, words
from summarizer.render.markup import Html, join, tag, text
from summarizer.render.places import Place, Places

MOST_SENTENCES = 20_000
"""Most boxes in the coverage bar; more are no bar, and a made-up file may claim any number."""
NUMBERED = 200
"""Most sentences that get a numbered box each."""

_LIKELIHOOD = (
    ("almost no chance", "1–5 %"), ("very unlikely", "5–20 %"), ("unlikely", "20–45 %"),
    ("roughly even chance", "45–55 %"), ("likely", "55–80 %"), ("very likely", "80–95 %"),
    ("almost certain", "95–99 %"),
)  # fmt: skip
_CONFIDENCE = (("low", ""), ("moderate", ""), ("high", ""))
_RELIABILITY = (
    ("A", "completely reliable"), ("B", "usually reliable"), ("C", "fairly reliable"),
    ("D", "not usually reliable"), ("E", "unreliable"), ("F", "cannot be judged"),
)  # fmt: skip
_CREDIBILITY = (
    ("1", "confirmed by other sources"), ("2", "probably true"), ("3", "possibly true"),
    ("4", "doubtful"), ("5", "improbable"), ("6", "cannot be judged"),
)  # fmt: skip


def banner(briefing: Briefing) -> Html:
    """What a reader must know before the first line; empty where there is nothing of the kind."""
    told = outline.cautions(briefing)
    if not told:
        return Html()
    link = tag("a", "See the checks", href="#Checks")
    return tag("aside", *(tag("p", line) for line in told), tag("p", link), class_="banner", aria_label="Caution")


def gaps(briefing: Briefing, places: Places, marked: Collection[str]) -> Html:
    """What the article does not say, what the briefing does not cover, what failed a check.

    `marked` are the keys of the places that are marked in the article on the page.
    """
    omitted = [_remark(placed.place, words.omission(placed.what), marked) for placed in places.omissions]
    warned = [_remark(placed.place, words.finding(placed.what), marked) for placed in places.warnings]
    rejected = [
        tag("li", words.rejected(entry), *(tag("p", words.finding(found)) for found in entry.findings))
        for entry in briefing.rejected
    ]
    return join([
        _list("gaps", [tag("li", gap) for gap in briefing.gaps]),
        _list("omissions", omitted),
        _list("rejected", rejected, "Checks") if rejected else "",
        _list("warnings", warned, None if rejected else "Checks") if warned else "",
    ])  # fmt: skip


def coverage(briefing: Briefing) -> Html:
    """A bar with a box a sentence: with evidence, reported but not covered, or neither."""
    count = sum(third.sentences for third in briefing.coverage)
    carry = outline.touched(briefing)
    missed = {gap.sentence.number for gap in briefing.omissions} - carry
    told = outline.coverage(briefing)
    if not 0 < count <= MOST_SENTENCES:
        return tag("p", told)
    states = ["y" if n in carry else "o" if n in missed else "n" for n in range(1, count + 1)]
    many = count > NUMBERED
    bar = _squares(states) if many else join(tag("i", class_=None if state == "n" else state) for state in states)
    key = join([
        part
        for state, meaning in (("y", "evidence"), ("o", "reported, not covered"), ("n", "neither"))
        for part in (_squares([state]) if many else tag("i", class_=state), tag("span", meaning))
    ])  # fmt: skip
    shown = tag("div", bar, class_="squares" if many else "bar", role="img", aria_label=told)
    return join([tag("p", told), shown, tag("p", key, class_="bar key")])


def _squares(states: Sequence[str]) -> Html:
    """Three bytes a sentence, where there are so many that no number would fit into its box."""
    return text("".join({"y": "■", "o": "▨", "n": "□"}[state] for state in states))


def judgement() -> Html:
    """The box that only a person fills in: nothing of it comes from the article or a model."""
    return join([
        tag("p", "Empty on purpose. Nothing here comes from the article or a model; how sure a speaker sounds is not "
            "how likely something is. Keep likelihood and confidence in sentences of their own."),
        tag("div",
            _choices("Likelihood (ICD 203)", "likelihood", _LIKELIHOOD),
            _choices("Confidence in the judgement", "confidence", _CONFIDENCE),
            _choices("Source reliability (Admiralty)", "reliability", _RELIABILITY),
            _choices("Information credibility (Admiralty)", "credibility", _CREDIBILITY),
            class_="grades"),
        tag("label", "Judgement and reasons", tag("textarea", rows="5", autocomplete="off")),
    ])  # fmt: skip


def provenance(briefing: Briefing) -> Html:
    """How the briefing came about, in full."""
    made, article = briefing.provenance, briefing.source
    second = made.second_look
    facts = {
        "Summary": join([tag("span", line) for line in words.provenance(briefing)], " · "),
        "Article SHA-256": tag("code", article.sha256),
        "Prompt": join([made.prompt, " ", tag("code", made.prompt_digest)]),
        "Answer schema": tag("code", made.schema_digest),
        "Question": join([tag("code", made.question_key), f", sample {made.sample}, endpoint {made.endpoint}"]),
        "Parameters": tag("code", json.dumps(made.parameters, ensure_ascii=False)),
        "Second look": (
            join([second.prompt, f", {second.attempts} attempts, ", tag("code", second.question_key)])
            if second else "not made"
        ),
    }  # fmt: skip
    return tag("dl", *(join([tag("dt", name), tag("dd", fact)]) for name, fact in facts.items()))


def _remark(place: Place, told: str, marked: Collection[str]) -> Html:
    """A line about a place of the article, leading there where it is marked."""
    label = tag("b", place.label)
    if place.key in marked:
        label = tag("a", place.label, class_=f"t {place.kind}", href=f"#{place.evidence(1)}")
    return tag("li", label, " ", told, id=place.key)


def _list(name: str, entries: list[Html], anchor: str | None = None) -> Html:
    shown = tag("ul", *entries) if entries else tag("p", outline.NONE[name], class_="none")
    return join([tag("h3", outline.TITLES[name], id=anchor), shown])


def _choices(title: str, name: str, terms: tuple[tuple[str, str], ...]) -> Html:
    boxes = [
        tag("label", tag("input", type="radio", name=name, autocomplete="off"), " ", term, *_meaning(meaning))
        for term, meaning in terms
    ]
    return tag("fieldset", tag("legend", title), *boxes)


def _meaning(meaning: str) -> list[Html]:
    return [Html(" "), tag("small", meaning)] if meaning else []
