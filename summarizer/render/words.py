"""The plain words for what a briefing holds in enums and numbers. Nothing here is escaped: see `outline`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summarizer.answer import AnswerLink, Certainty, ClaimKind, DenialKind, Fit, ListName, ResponseKind, ViewKind
from summarizer.briefing import (
    Actor,
    AnalystView,
    BottomLine,
    Briefing,
    Claim,
    Denial,
    Evidence,
    Finding,
    Item,
    Match,
    Mode,
    Omission,
    Rejected,
    Response,
    Source,
    Sourcing,
)

LONGEST_ROLE = 60
"""Most characters of a role beside a name; the article's own words go on in the quote."""
SHORT_HASH = 12
NOTICE = "Says who said what in the article, not whether it is true."
SEPARATOR = " · "
"""Between the parts of a line; where a line is broken first."""

DENIALS: dict[DenialKind, str] = {
    "flat": "flat denial",
    "partial": "denial in part",
    "rejects_characterization": "rejects the description, not the facts",
    "counter_claim": "gives another account",
}
_DENIED_BY: dict[DenialKind, str] = {
    "flat": "denied by",
    "partial": "denied in part by",
    "rejects_characterization": "description rejected by",
    "counter_claim": "countered by",
}
_VERDICTS: dict[DenialKind, str] = {
    "flat": "denied",
    "partial": "partly denied",
    "rejects_characterization": "description rejected",
    "counter_claim": "countered",
}
RESPONSES: dict[ResponseKind, str] = {
    "refused_to_comment": "refused to comment",
    "no_response": "did not respond",
    "not_reached": "could not be reached",
    "neither_confirmed_nor_denied": "neither confirmed nor denied",
    "non_denial_denial": "dismissed without denying",
    "deflection": "avoided the question",
    "acknowledgement": "acknowledged",
    "retraction": "took back",
}
SOURCINGS: dict[Sourcing, str] = {
    "named": "named",
    "institution": "institution",
    "unnamed_official": "unnamed official",
    "unnamed": "unnamed",
    "document": "document",
    "media_report": "media report",
    "unattributed": "nobody named",
}
MODES: dict[Mode, str] = {"direct": "quoted", "mixed": "quoted in part"}
"""Indirect speech is the rule and goes without saying."""
_OMITTED = {
    "denial": "denial",
    "refusal": "refusal",
    "speaker": "statement by someone who speaks in no item,",
    "quotation": "quotation",
    "statement": "statement",
}
_FITS: dict[Fit, str] = {"exact": "exact", "partial": "partial", "same_topic": "same topic only"}
_MATCHES: dict[Match, str | None] = {
    "exact": None,
    "typography": "typography differs",
    "edges": "marks at the ends differ",
    "elided": "part of an elided quote",
    "approximate": "approximate match",
}
_LISTS: dict[ListName, str] = {
    "actors": "actor",
    "claims": "claim",
    "denials": "denial of",
    "other_responses": "response on",
    "analyst_views": "analyst's view",
    "bottom_line": "bottom line",
}
_HOW = {
    "api": "recorded over the wire",
    "pasted": "pasted in by a person",
    "written": "written by hand for a test",
}
_MODE = {"live": "asked live", "replayed": "replayed from a recording"}


@dataclass(frozen=True, slots=True)
class Name:
    """An actor as a line about it begins: `full` has the role."""

    short: str
    full: str


def names(actors: Iterable[Actor]) -> dict[str, Name]:
    """Each actor's names by id."""
    found = {}
    for actor in actors:
        role = actor.role or ""
        if len(role) > LONGEST_ROLE:
            role = role[:LONGEST_ROLE].rsplit(" ", 1)[0] + " …"
        found[actor.id] = Name(actor.name, f"{actor.name}, {role}" if role else actor.name)
    return found


def _name(identifier: str, known: Mapping[str, Name]) -> Name:
    return known.get(identifier, Name(identifier, identifier))


def source(article: Source) -> str:
    """Where the article comes from."""
    outlet = article.outlet or "outlet not stated"
    published = f"published {article.published}" if article.published else "publication date not stated"
    return outlet + SEPARATOR + published


def bottom_line(line: BottomLine) -> str:
    """A sentence of the summary with the ids it rests on."""
    return f"{line.text} [{' '.join(line.rests_on)}]" if line.rests_on else line.text


def manner(kind: ClaimKind | ViewKind, certainty: Certainty) -> str:
    """The kind and how surely the speaker said it, worded so that `certain` cannot be read as `true`."""
    surely = "left uncommitted" if certainty == "uncommitted" else f"stated as {certainty}"
    return surely if kind == "assertion" else f"{kind}, {surely}"


def how(item: Item) -> str:
    """In which manner an item is said; empty for a response, whose kind stands before its topic."""
    if isinstance(item, Denial):
        return DENIALS[item.kind]
    return manner(item.kind, item.certainty) if isinstance(item, (Claim, AnalystView)) else ""


def sourcing(item: Item, known: Mapping[str, Name], how: str = "") -> str:
    """Who says it, with which verb of the article, how, and with which of its hedges."""
    cue = f"“{item.cue}”" if item.cue else ""
    hedges = f"[{', '.join(item.hedges)}]" if item.hedges else ""
    qualified = " ".join(part for part in (how, hedges) if part)
    return SEPARATOR.join(part for part in (_name(item.speaker, known).full, cue, qualified) if part)


def said(item: Item) -> list[str]:
    """What an item says, each line fit to stand alone: what is denied or declined can never be read as asserted."""
    if isinstance(item, Denial):
        return [f"Denied: {proposition}" for proposition in item.denied]
    if isinstance(item, Response):
        return [f"{RESPONSES[item.kind].capitalize()}: {item.topic}"]
    return [item.statement] if isinstance(item, (Claim, AnalystView)) else []


def quote(evidence: Evidence) -> str:
    """The article's words with their sentence, and a note where they were not found exactly as the model gave them."""
    opening, closing = marks(evidence.quote)
    return f"{opening}{evidence.quote}{closing} [{'; '.join(notes(evidence))}]"


def marks(text: str) -> tuple[str, str]:
    """The quotation marks to put around a quote: none where the article's own stand there."""
    inner = text[1:-1]
    whole = "“" not in inner and "”" not in inner  # then a mark at an end is the one that would be put there
    opening = "" if whole and text.startswith("“") else "“"
    closing = "" if whole and text.endswith("”") and len(text) > 1 else "”"
    return opening, closing


def notes(evidence: Evidence) -> list[str]:
    """The sentence of a quote, and how it was found where that was not to the letter."""
    told = [f"s{evidence.sentence.number}", _MATCHES[evidence.match], "other sentence than named" * evidence.moved]
    return [note for note in told if note]


def verdict(denial: Denial, link: AnswerLink) -> str:
    """How a denial answers a claim, in a word or two; one that only touches the topic is no denial of it."""
    if link.fit == "same_topic":
        return "not denied"
    if denial.kind == "flat" and link.fit == "partial":
        return "partly denied"
    return _VERDICTS[denial.kind]


def denied_by(denial: Denial, link: AnswerLink, known: Mapping[str, Name]) -> str:
    """For the claim: who denies it, and how well it fits; one that only touches the topic is no denial of it."""
    if link.fit == "same_topic":
        why = f" ({link.why})" if link.why else ""
        return f"not denied; {_name(denial.speaker, known).short} on a related point{why} [{denial.id}]"
    fit = "" if link.fit == "exact" and not link.why else f" {_fit(link)}"
    return f"{_DENIED_BY[denial.kind]} {_name(denial.speaker, known).short}{fit} [{denial.id}]"


def responded(response: Response, known: Mapping[str, Name]) -> str:
    """For the claim: who responded to it without denying it, and how."""
    return f"{_name(response.speaker, known).short} {RESPONSES[response.kind]} [{response.id}]"


def answers(links: Iterable[AnswerLink]) -> str:
    """For the denial: which claims it answers, and how well."""
    listed = "; ".join(f"{link.claim} {_fit(link)}" for link in links)
    return f"answers {listed}" if listed else "answers no claim of this briefing"


def _fit(link: AnswerLink) -> str:
    return f"({_FITS[link.fit]}: {link.why})" if link.why else f"({_FITS[link.fit]})"


def omission(gap: Omission) -> str:
    """What a sentence reports that the briefing does not."""
    cue = f" “{gap.cue}”" if gap.cue else ""
    who = gap.speaker or "speaker not named here"
    return f"{_OMITTED[gap.kind]}{cue}, {who}: not covered by any item"


def finding(found: Finding) -> str:
    """Which rule found what."""
    return f"{found.rule}: {found.message}"


def rejected(entry: Rejected) -> str:
    """The rejected item in its own words. It passed no check, so nothing of its shape is taken for granted."""
    for key in ("statement", "denied", "topic", "text", "name"):
        value = entry.item.get(key)
        if value:
            text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            return f"{_LISTS[entry.list_name]} “{text}”"
    return f"{_LISTS[entry.list_name]}, without words"


def provenance(briefing: Briefing) -> list[str]:
    """How the briefing came about, honestly, in four lines."""
    made, article = briefing.provenance, briefing.source
    answered = made.model_answered or "not stated"
    model = made.model_asked if answered == made.model_asked else f"{made.model_asked}, answered by {answered}"
    cost = f"cost USD {made.cost_usd}" if made.cost_usd is not None else "cost unknown"
    attempts = f"{made.attempts:,} attempt{'s' * (made.attempts != 1)}"
    tokens = f"{made.tokens.input:,} tokens in, {made.tokens.output:,} out"
    digest = f"article sha256 {article.sha256[:SHORT_HASH]}, {article.characters:,} characters"
    return [
        SEPARATOR.join([made.tool, f"prompt {made.prompt}", f"model {model}"]),
        SEPARATOR.join([f"{_HOW[made.how]}, {made.recorded_at}", _MODE[made.mode], attempts, tokens, cost]),
        SEPARATOR.join([digest, *([article.url] if article.url else [])]),
        NOTICE,
    ]
