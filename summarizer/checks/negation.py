"""Negation is neither lost nor added between the article and what the model wrote.

What counts is whether the content that the cue governs is negated, as derivation reads it: "did not say that X" and
"did not deny" are not negations of X.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from summarizer.answer import AnswerDenial
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule
from summarizer.checks.text import NEGATORS, negates, stem, stems
from summarizer.lexicon import tokens

IMPLIED = re.compile(
    r"\b(?:without|lack\w*|fail\w*|refus\w*|declin\w*|den(?:y|ies|ied|ying|ials?(?!-of-))|reject\w*|prevent\w*|avoid\w*|stop\w*"
    r"|halt\w*|ban(?:s|ned|ning)?|absen\w+|missing|missed|except|only|few|little|hardly|barely|scarcely|rarely|seldom"
    r"|rather than|instead of|free of|against|oppos\w+|rul(?:e|es|ed|ing) out|false|untrue|wrong|unable|impossible"
    r"|unlikely|unwilling|unclear|unfounded|baseless|too|doubt\w*|disagree\w*|cancel\w*|withdr\w+|abandon\w*|ended|end|less|fewer"
    r"|un(?:safe|fair|aware|happy|true|known|paid|sold|done|changed|affected|necessary|justified|lawful|usual|expected)"
    r"|in(?:ability|sufficient|adequate|correct|accurate|valid|capable)|illegal|non-?\w+|neither|nor)\b",
    re.IGNORECASE,
)
"""Words by which a sentence can carry a negation without a negator."""


_CONTRAST, _AS_IF = re.compile(r"\bnot\b[^.;]*\bbut\b"), re.compile(r"\bas (?:if|though)\b|\bwhen the\b")
_AS_THOUGHT = re.compile(
    r"\bnot\b[^.;]*, as\b[^,.;]*\b(?:thought|believed|feared|assumed|claimed|supposed|expected|hoped)\b"
)
"""The article's own negation of what somebody thought: "not foam, as some of them thought"."""
_SCOPE = 6
"""Words behind a negator that it can negate."""
_RUN, _BEFORE = 3, 3
"""Words behind a negator that are looked for in the other text, and words before them there that may negate them."""
_AUXILIARIES = frozenset({"be", "been", "being", "have", "had", "has"})
_CONTRACTED = {"ll": "will", "ve": "have", "re": "are", "m": "am"}


@rule(
    "negation-dropped",
    "error",
    "what the source negates, the statement negates",
    example="“prices will rise” for “prices would not rise”",
    source="I12",
)
def dropped(draft: Draft) -> Iterator[Finding]:
    """Each word that the evidence quotes and only ever negates, and that the statement has without a negation."""
    for item in draft.of("claims") + draft.of("analyst_views"):
        if any(_AS_THOUGHT.search(e.quote) for e in item.evidence):
            continue
        source = read(item.text(draft.article))
        quoted = set().union(*(stems(e.quote) for e in item.evidence))
        stated = read(" ".join(item.generated))
        lost = (source.negated & quoted & stated.plain) - stated.reached - source.plain
        words = f"“{min(lost)}…”" if lost else _turned(item.text(draft.article), " ".join(item.generated), quoted)
        if words:
            yield error(
                "negation-dropped",
                item.item.id,
                f"{item.item.id}: the article negates {words} and the statement does not; keep the negation",
                item.sentences[0],
            )


@rule(
    "negation-added",
    "error",
    "a statement negates only what its source negates",
    example="“drills are not possible” for “drills were possible”",
    source="I12",
)
def added(draft: Draft) -> Iterator[Finding]:
    """Each word that the statement negates and that the evidence's sentences have without a negation."""
    for item in draft.of("claims") + draft.of("analyst_views"):
        stated, source = read(" ".join(item.generated)), read(item.text(draft.article))
        if _CONTRAST.search(" ".join(item.generated)) and _AS_IF.search(item.text(draft.article)):
            continue  # "the choice is not X but Y" for "they talk as if the choice is X, when it is Y"
        wrong = set() if source.open else (stated.negated & source.plain) - source.reached
        turned = _turned(" ".join(item.generated), item.text(draft.article), loosely=source.open)
        if item.evidence and (wrong or turned or stated.strict > source.strict + source.implied):
            what = f" “{min(wrong)}…”, which" if wrong else f" {turned}, which" if turned else " what"
            yield error(
                "negation-added",
                item.item.id,
                f"{item.item.id}: the statement negates{what} the article says without a negation",
                item.sentences[0],
            )


@rule(
    "denied-negative",
    "error",
    "what is denied is written positive",
    example="denied: “no gate was closed” for “denied that a gate was closed”",
    source="domain note 2.2",
)
def positive(draft: Draft) -> Iterator[Finding]:
    """Each denied proposition with a negator, where the evidence has at most the one of the denial.

    Where the claim that it answers is negative itself ("no body was responsible"), so is what is denied.
    """
    for item in draft.of("denials"):
        if not isinstance(item.item, AnswerDenial) or not item.evidence:
            continue
        negator = draft.marks.lexicon.negator
        negators = len(negator.texts(item.text(draft.article)))
        answered = {link.claim for link in item.item.answers}
        negative = any(negator.texts(c.statement) for c in draft.answer.stated if c.id in answered)
        for denied in item.item.denied:
            if not negative and negators <= len(item.sentences) and negator.texts(denied):
                yield error(
                    "denied-negative",
                    item.item.id,
                    f"{item.item.id}: write what is denied without the negation, as the proposition that is rejected",
                )


@dataclass(frozen=True)
class Read:
    """The stems of a text: negated by the negator before them, within reach of any negation, and outside of all.

    `strict` counts negators, `implied` words such as "failed".
    `open` where a negator has no content word behind it ("one would not.", "nothing about them").
    """

    negated: set[str]
    reached: set[str]
    plain: set[str]
    open: bool
    strict: int
    implied: int


@lru_cache(maxsize=256)
def read(text: str) -> Read:
    """What a text negates. "Not only" negates nothing; words such as "failed" reach, but do not count as negators."""
    words = tokens(text).words
    implied = {match.end() for match in IMPLIED.finditer(text)}
    negated: set[str] = set()
    reached: set[str] = set()
    plain: set[str] = set()
    reach, pending, unresolved = 0, False, False
    for i, word in enumerate(words):
        content = stem(word.form)
        if negates(word.form):
            unresolved |= pending
            reached |= {stem(near.form) for near in words[max(i - 2, 0) : i]} - {""}
            only = i + 1 < len(words) and words[i + 1].form == "only"
            reach, pending = (0, False) if only else (_SCOPE, True)
        elif content and reach:
            reached.add(content)
            if pending:
                negated.add(content)
            pending = False
        elif content:
            plain.add(content)
        reach = _SCOPE if word.end in implied else max(reach - (word.form not in NEGATORS), 0)
    strict = sum(negates(word.form) for word in words)
    none = any(word.form in ("none", "neither") for word in words)  # what they negate stands elsewhere
    return Read(negated, reached, plain, unresolved or pending or none, strict, len(implied))


def _turned(negating: str, other: str, within: Set[str] | None = None, *, loosely: bool = False) -> str | None:
    """Words that one text negates and another has, in the same order and just there, without a negation before them.

    Either the words behind the negator ("cover Afghanistan" of "does not cover Afghanistan") or those around it; with
    `loosely` only the latter, since a negator without words of its own ("one would not") may negate words elsewhere.
    With `within`, only words of these stems are looked at.
    """
    ours, theirs = _plainly(negating), _plainly(other)
    for i, form in enumerate(ours):
        if form not in NEGATORS or form == "none" or ours[i + 1 : i + 2] == ("only",):
            continue
        j = i + 1
        while j < len(ours) and ours[j] in _AUXILIARIES:
            j += 1
        before, after = ours[max(i - 3, 0) : i], ours[i + 1 : i + 3]
        behind = () if loosely else ours[j : j + _RUN]
        runs = [(behind, _BEFORE, 2), ((*before[-2:], *after[:1]), 0, 3), ((*before[-1:], *after), 0, 3)]
        if not after:
            runs.append((before, 0, 3))
        for run, back, least in runs:
            if within is not None and not any(stem(word) in within for word in run):
                continue
            if len(run) >= least and any(map(stem, run)) and _plain(run, theirs, back):
                return f"“{' '.join(run)}”"
    return None


def _plain(run: tuple[str, ...], text: tuple[str, ...], back: int) -> bool:
    """Whether a text has a run of words, and nowhere with a negation among the words just before it."""
    places = [k for k in range(len(text) - len(run) + 1) if text[k : k + len(run)] == run]
    before = [" ".join(text[max(k - back, 0) : k]) for k in places]
    places = [k for k in places if text[k + len(run) : k + len(run) + 1] != ("not",)]
    return bool(places) and not any(IMPLIED.search(words) or NEGATORS & set(words.split()) for words in before)


@lru_cache(maxsize=256)
def _plainly(text: str) -> tuple[str, ...]:
    """The words of a text with contractions written out: "can't" is "can not", "I'll" is "i will"."""
    found: list[str] = []
    for word in tokens(text).words:
        base, mark, end = word.form.rpartition("'")
        if word.form.endswith("n't"):
            short = word.form.removesuffix("n't")
            found += [{"ca": "can", "wo": "will", "sha": "shall"}.get(short, short), "not"]
        elif mark and end in _CONTRACTED:
            found += [base, _CONTRACTED[end]]
        else:
            found += ["can", "not"] if word.form == "cannot" else [word.form]
    return tuple(found)
