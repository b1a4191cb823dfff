"""What the rules about wording ask of an article in a language other than English: denial, refusal, hedge, negation.

The article is read with its own lexicon, the statement with that of the language it is written in; what is compared is
the class of a hedge and whether there is a negation at all, never a word with its translation. Each rule asks less than
its English form: it looks at the quoted words or their clause, and a word that only may negate or hedge excuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from summarizer import abroad
from summarizer.answer import AnswerClaim, AnswerDenial, AnswerView
from summarizer.briefing import Finding
from summarizer.checks import denials, hedges
from summarizer.checks.draft import Draft, error
from summarizer.checks.foreign.reading import (
    clause,
    figured,
    hedged,
    known_of,
    negative,
    negators_of,
    softened,
    spans_in,
    stating,
    strictly_negative,
    weak,
)
from summarizer.lexicon.foreign import plain

Find = Callable[[Draft], Iterator[Finding]]


def refusals(draft: Draft) -> Iterator[Finding]:
    """Each denial whose sentences hold a refusal formula and no denial, or whose quoted words are the refusal."""
    known = known_of(draft)
    for item in draft.of("denials"):
        there = [span for a, b in item.sentences for span in spans_in(known.refusal.spans, draft, a, b)]
        denies = [span for a, b in item.sentences for span in spans_in(known.denials, draft, a, b)]
        own = [span for span in there if any(span[0] < e.end and e.start < span[1] for e in item.evidence)]
        quoted = any(a < e.end and e.start < b for e in item.evidence for a, b in denies)
        negated = any(negators_of(known, draft, e, outside_refusals=True) for e in item.evidence)
        if there and not quoted and (own or not denies) and (own or not negated):
            yield denials.declined(draft, item, (own or there)[0])


def uncued(draft: Draft) -> Iterator[Finding]:
    """Each flat or partial denial in whose sentences nothing denies or may negate."""
    known = known_of(draft)
    for item in draft.of("denials"):
        if not isinstance(item.item, AnswerDenial) or item.item.kind not in ("flat", "partial") or not item.evidence:
            continue
        text = plain(item.text(draft.article))
        if not known.denials(text) and not known.negators(text, soft=True):
            yield denials.undenied(item, item.sentences[0])


def positive(draft: Draft) -> Iterator[Finding]:
    """Each proposition written with a negation, where the sentence has a verb of denying and no negation."""
    known = known_of(draft)
    claims = {c.id: c.statement for c in draft.answer.stated}
    for item in draft.of("denials"):
        if not isinstance(item.item, AnswerDenial) or not item.evidence:
            continue
        text = plain(item.text(draft.article))
        answered = [claims.get(link.claim, "") for link in item.item.answers]
        if not known.denial_verbs(text) or known.negators(text, soft=False) or any(map(negative, answered)):
            continue
        if draft.written == "en" and any(map(negative, item.item.denied)):
            yield error(
                "denied-negative",
                item.item.id,
                f"{item.item.id}: write what is denied without the negation, as the proposition that is rejected",
            )


def dropped(draft: Draft) -> Iterator[Finding]:
    """Each hedge in the clause of the quoted words, where the statement has none of any class that says as much."""
    known = known_of(draft)
    for item in stating(draft):
        stated = " ".join(item.generated)
        for e in item.evidence:
            start, end = clause(draft, e)
            found = known.hedges(plain(draft.article.text[start:end]))
            modal = [(a + start, b + start) for name in hedges.MODAL for a, b in found.get(name, [])]
            figures = [
                (a + start, b + start)
                for name in abroad.OF_FIGURES
                for a, b in found.get(name, [])
                if abroad.at_figure(draft.article.text[start:end], a, b, known)
            ]
            lost = modal if modal and not hedged(draft, stated) else []
            lost = lost or (figures if figured(draft, stated) and not softened(draft, stated) else [])
            if lost:
                yield hedges.lost(item, draft.article.text[slice(*lost[0])], lost[0])
                break


def added(draft: Draft) -> Iterator[Finding]:
    """Each statement with a word such as "may", where nothing in the sentences of its evidence may hedge."""
    known = known_of(draft)
    for item in stating(draft):
        there = plain(item.text(draft.article))
        word = next(iter(weak(draft, " ".join(item.generated))), None)
        if word and item.evidence and not known.hedges(there).keys() & hedges.MODAL and not known.licence.spans(there):
            yield hedges.gained(item, word)


def certain(draft: Draft) -> Iterator[Finding]:
    """Each item called certain although its own statement and the clause of its quoted words hedge."""
    known = known_of(draft)
    for item in stating(draft):
        if not isinstance(item.item, AnswerClaim | AnswerView) or item.item.certainty != "certain":
            continue
        word = next(iter(weak(draft, item.item.statement)), None)
        clauses = (plain(draft.article.text[slice(*clause(draft, e))]) for e in item.evidence)
        if word and any(known.hedges(text).keys() & {"possibility", "probability"} for text in clauses):
            yield hedges.oversure(item, word)


def negation_dropped(draft: Draft) -> Iterator[Finding]:
    """Each item whose quoted words negate, and whose statement holds no negation of any kind."""
    known = known_of(draft)
    for item in stating(draft):
        if negative(" ".join(item.generated), draft):
            continue
        for e in item.evidence:
            spans = negators_of(known, draft, e, outside_refusals=False)
            if spans:
                word = draft.article.text[slice(*spans[0])]
                yield error(
                    "negation-dropped",
                    item.item.id,
                    f"{item.item.id}: the article negates (“{word}”) and the statement does not; keep the negation",
                    spans[0],
                )
                break


def negation_added(draft: Draft) -> Iterator[Finding]:
    """Each statement with a negator, where nothing in the sentences of its evidence may negate."""
    known = known_of(draft)
    for item in stating(draft):
        there = plain(item.text(draft.article))
        if not item.evidence or known.negators(there, soft=True) or known.denials(there) or known.refusal.spans(there):
            continue
        if strictly_negative(draft, " ".join(item.generated)):
            yield error(
                "negation-added",
                item.item.id,
                f"{item.item.id}: the statement negates what the article says without a negation",
                item.sentences[0],
            )


FINDS: dict[str, Find] = {
    "refusal-as-denial": refusals,
    "denial-uncued": uncued,
    "denied-negative": positive,
    "hedge-dropped": dropped,
    "hedge-added": added,
    "certainty-hedged": certain,
    "negation-dropped": negation_dropped,
    "negation-added": negation_added,
}
"""The rules of this module, by the id of the English rule whose place they take."""
