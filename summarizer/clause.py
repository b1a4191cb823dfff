"""Which cue governs the quoted words, and the clause they stand in: what hedges, dates or negates them is in it too.

No grammar: the cues of the lexicon that are verbs where they stand, quotation marks, clause borders, and the speaker's
name. A cue governs words behind it up to the next cue, words before it where it follows them parenthetically (", she
said"), and the quotation that it introduces or follows, over sentences and paragraphs that carry the quotation on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from summarizer.article import Article
from summarizer.briefing import Evidence
from summarizer.lexicon import Span
from summarizer.marks import Cue, Marks, marks
from summarizer.spans import within
from summarizer.subjects import LONGEST, OPEN, OTHER, Names, Whose, whose

_UNSAID = Whose(OPEN, "")
_BEHIND, _REACH = 20, 1500
"""Characters: by which a cue behind the words counts as farther; and most to any cue."""

_RELATIVE = re.compile(r"\b(?:who|which)\b[^,]*$")
_AND_THAT = re.compile(r"\b(?:and|or|but) that\s")
"""A further object clause: in "said that they had agreed to pay, and that it was shown" the second is not agreed."""
_CONJUNCTION = re.compile(r"\s*(?:and|but|while|although|because|which|that|whereas|or)\b", re.IGNORECASE)
_ENDS = re.compile(r"(?:\s+(?!(?:that|if|whether|it|he|she|they|there)\b)[\w’'.-]+){0,8}?\s*(?:[.,;!?—\n]|$)")
_OWN_THAT = re.compile(
    r"(?:\s+(?!(?:is|was|were|are|be|he|she|it|they|there|we|i|had|has|have|not)\b)[\w’'-]+,?){0,6}?\s+that\s"
)
_COMMA = re.compile(r",(?=[\s”\"’])|[”\"’](?=\s)")


@dataclass(frozen=True)
class Governed:
    """A cue and whose it is."""

    cue: Cue
    whose: Whose


def content(article: Article, evidence: Evidence) -> Span:
    """The span, in code points and half open, that holds the evidence and what its cue governs along with it.

    It lies in the evidence's sentence and always contains the evidence. It begins behind the governing cue (and its
    "that") or behind the border of the clause, and ends before the next border or before an attribution that follows
    (", she said"). Within a quotation it does not leave the quotation. Hedges, negators and time words inside the span
    belong to the quoted point; those of the sentence outside it belong to another clause or to the act of saying.
    """
    found = marks(article)
    governed = governing(article, found, evidence, "claims", frozenset())
    return clause(found, evidence, governed.cue if governed else None)


def clause(found: Marks, evidence: Evidence, cue: Cue | None) -> Span:
    """The same as `content`, where the cue is known."""
    start, end = evidence.sentence.start, max(evidence.sentence.end, evidence.end)
    quotation = found.speech(evidence.start, evidence.end)
    if quotation:
        start, end = max(start, quotation[0]), min(end, quotation[1])
    elif cue and evidence.start <= cue.start and found.text.count(" ", evidence.start, cue.start) < 2:
        start = evidence.start  # the words quoted begin with their cue: what is before it is another clause
    elif cue:
        start, end = _beside_cue(found, evidence, cue, start, end)
    first = bisect_left(found.borders, (start,))
    for border in found.borders[first : bisect_left(found.borders, (end,))]:
        if border.end <= evidence.start:
            start = start if border.weak else border.end
        elif border.start >= evidence.end:
            return start, border.start
    return start, end


def _beside_cue(found: Marks, evidence: Evidence, cue: Cue, start: int, end: int) -> Span:
    """A sentence without its cue: from behind "said that", or up to ", she said", and up to the next cue's clause."""
    text = found.text
    if cue.end <= evidence.start and cue.start >= start:
        own = _OWN_THAT.match(text, cue.end, evidence.start + 1)
        hedged = own and within(found.hedges, cue.end, own.end())
        start = own.end() if own and not hedged else cue.end
        said_when = within(found.times, start, min(start + 60, evidence.start))
        # "said on Friday he …", "told the court on Friday he …": when it was said, and to whom
        to = text[start : said_when[0][0]] if said_when else ""
        told = text[cue.start : cue.start + 4] in ("told", "tell") and to.count(" ") < 6 and "," not in to
        if said_when and (told or not to.strip()) and text[said_when[0][1]] in " ,":
            start = said_when[0][1]
    for other in _cues(found, evidence.end, end):
        commas = [hit.start() for hit in _COMMA.finditer(text, evidence.end - 1, other.start)]
        if commas:
            return start, max(commas[-1], evidence.end)
        if other.kind == "source":
            return start, other.start
    return start, end


def governing(article: Article, found: Marks, evidence: Evidence, list_name: str, names: Names) -> Governed | None:
    """The cue that governs these words, rather one of the speaker whose names have these words; None where unsure."""
    quotation = found.speech(evidence.start, evidence.end)
    if quotation:
        return _of_quotation(article, found, quotation, names, evidence.sentence.number)
    # A sentence may be a whole list or table: what stands farther off than this governs nothing here.
    start = max(evidence.sentence.start, evidence.start - _REACH)
    end = min(max(evidence.sentence.end, evidence.end), evidence.end + _REACH)
    wanted = {"denials": ("denial",), "other_responses": ("refusal", "denial")}.get(list_name, ())
    ranked = []
    before, mine, main = None, _UNSAID, None
    for cue in _cues(found, start, end):
        mine, before = whose(found, cue, start, before, names, same=mine, main=main), cue
        main = main or mine
        distance = _distance(found, cue, evidence)
        if distance is not None and (cue.kind != "refusal" or "refusal" in wanted):
            formula = distance == 0 and cue.kind in wanted  # the words quoted are the denial or the refusal itself
            rank = (mine.rank == OTHER, not formula, mine.rank, cue.kind in ("mental", "further"), distance)
            ranked.append((rank, Governed(cue, mine)))
    verbs = [pair for pair in ranked if pair[1].cue.kind != "aside"] or ranked
    return min(verbs, key=lambda pair: pair[0])[1] if verbs else None


def _distance(found: Marks, cue: Cue, evidence: Evidence) -> int | None:
    """How far a cue is from the words it governs; None where it governs others."""
    text = found.text
    if cue.shape == "passive":
        impersonal = re.search(r"\b[Ii]t\s+(?:is|was|has been)\s+$", text[max(cue.start - 14, 0) : cue.start])
        return 0 if impersonal and cue.end <= evidence.start else None
    if cue.end <= evidence.start:
        aside = _RELATIVE.search(text, max(cue.start - 30, evidence.sentence.start), cue.start)
        between = text[cue.end : evidence.start + 1]
        nested = re.search(r"\bthat\s", text[evidence.sentence.start : cue.start].rpartition(";")[2])
        other = (aside and "," in between) or (nested and _AND_THAT.search(between))
        return None if other else evidence.start - cue.end
    if cue.start < evidence.end:
        return 0
    gap = text[evidence.end : cue.start]
    if cue.kind in ("source", "aside"):
        return None if ";" in gap else cue.start - evidence.end + _BEHIND
    comma = [hit.end() for hit in _COMMA.finditer(text, evidence.end - 1, cue.start)]
    if not comma or cue.shape == "ing":
        return None
    subject = text[comma[-1] : cue.start]
    if cue.kind == "refusal" or ";" in gap or _CONJUNCTION.match(subject) or subject.count(" ") > 12:
        return None
    parenthetical = not subject.strip() or _ENDS.match(text, cue.end)
    return cue.start - evidence.end + _BEHIND if parenthetical else None


def _of_quotation(article: Article, found: Marks, quotation: Span, names: Names, number: int) -> Governed | None:
    """The cue of a quotation: beside it, else of the paragraph that it carries on, else of the sentence before it."""
    chain = _chain(found, quotation)
    for part in chain:
        if near := _beside_quotation(article, found, part, names):
            return near
    first = min(chain)
    at = bisect_right(article.sentences, first[0], key=lambda s: s.start) - 1
    paragraph = article.sentences[min(at, number - 1)].paragraph
    while at > 0 and not found.text[article.sentences[at].start : first[0]].strip():
        at -= 1
        here = article.sentences[at]
        if here.paragraph != paragraph:
            return None
        cues = _cues(found, here.start, here.end)
        if not within(found.quotations, here.start, here.end):
            cues = [cue for cue in cues if found.text[cue.start : cue.end] in found.lexicon.names["reporting"]]
        if cues:
            mine = min(whose(found, cue, here.start, None, names, same=_UNSAID) for cue in cues)
            return Governed(cues[-1], mine) if mine.rank < OTHER else None
        if not found.quoted(here.start, here.end):
            return None
        first = (here.start, here.end)
    return None


def _chain(found: Marks, quotation: Span) -> list[Span]:
    """A quotation and those that carry it on, paragraph after paragraph: opened again, not closed before."""
    spans, text = found.quotations, found.text

    def runs_on(i: int) -> bool:
        return text[spans[i][1] - 1] not in '”"»’' and not text[spans[i][1] : spans[i + 1][0]].strip()

    first = last = spans.index(quotation)
    while last + 1 < len(spans) and runs_on(last):
        last += 1
    while first > 0 and runs_on(first - 1):
        first -= 1
    return [*spans[spans.index(quotation) : last + 1], *spans[first : spans.index(quotation)]]


def _beside_quotation(article: Article, found: Marks, quotation: Span, names: Names) -> Governed | None:
    """The cue right before a quotation ("said: “") or right behind it ("”, said")."""
    text, (start, end) = found.text, quotation
    sentences = article.sentences
    opens = sentences[bisect_right(sentences, start, key=lambda s: s.start) - 1]
    closes = sentences[bisect_right(sentences, end - 1, key=lambda s: s.start) - 1]
    earlier, later = _cues(found, opens.start, start), _cues(found, end, closes.end)
    while len(earlier) > 1 and earlier[-1].shape == "ing" and text[earlier[-1].end : start].strip(" ,:"):
        earlier.pop()  # “This,” said X, pointing at the wall, “is …”
    options: list[tuple[tuple[int, int], Governed]] = []
    if earlier and start - earlier[-1].end <= LONGEST:
        previous, mine = None, _UNSAID
        for cue in earlier:
            mine, previous = whose(found, cue, opens.start, previous, names, same=mine), cue
        gap = text[earlier[-1].end : start].rstrip()
        close = gap.endswith((":", ",")) or gap.count(" ") < 3
        options.append(((mine.rank, 0 if close else 2), Governed(earlier[-1], mine)))
    near = later and later[0].start - end <= LONGEST and not re.search(r"[;“\"]", text[end : later[0].start])
    if near and not _CONJUNCTION.match(text, end) and later[0].shape != "passive":
        mine = whose(found, later[0], end, None, names, same=_UNSAID)
        options.append(((mine.rank, 1), Governed(later[0], mine)))
    return min(options, key=lambda option: option[0])[1] if options else None


def _cues(found: Marks, start: int, end: int) -> list[Cue]:
    said = found.said
    return said[bisect_left(said, (start,)) : bisect_left(said, (end,))]
