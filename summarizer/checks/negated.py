"""What a text negates, word by word, and whether another text has the same words without a negation.

No grammar: a negator reaches a few words, never over the end of a sentence; what stands in a contrast ("not X but Y",
"Y, not X") or in an aside is read apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from summarizer.checks.text import NEGATORS, negates, stem, stems
from summarizer.lexicon import Word, tokens

IMPLIED = re.compile(
    r"\b(?:without|lack\w*|fail\w*|refus\w*|declin\w*|den(?:y|ies|ied|ying|ials?(?!-of-))|reject\w*|prevent\w*|avoid\w*|stop\w*"
    r"|halt\w*|ban(?:s|ned|ning)?|absen\w+|missing|missed|except|only|few|little|hardly|barely|scarcely|rarely|seldom"
    r"|rather than|instead of|free of|against|oppos\w+|rul(?:e|es|ed|ing) out|false|untrue|wrong|unable|impossible"
    r"|unlikely|unwilling|unclear|unfounded|baseless|too(?=\s+\w)|doubt\w*|disagree\w*|cancel\w*|withdr\w+|abandon\w*|ended|end"
    r"|less|fewer|un(?:safe|fair|aware|happy|true|known|paid|sold|done|changed|affected|necessary|justified|lawful|usual|expected)"
    r"|in(?:ability|sufficient|adequate|correct|accurate|valid|capable)|illegal|non-?\w+|neither|nor)\b",
    re.IGNORECASE,
)
"""Words by which a sentence can carry a negation without a negator; "too" only in front of a word ("too late")."""
_SCOPE, _JOINED = 6, 3
"""Words behind a negator that it can negate; and behind an "and" within them: "cannot walk in and blame"."""
_RUN, _BEFORE = 3, 3
"""Words behind a negator that are looked for in the other text, and words before them there that may negate them."""
_NEW_CLAUSE = frozenset(
    {"that", "the", "a", "an", "he", "she", "they", "it", "we", "i", "there", "his", "her", "its", "their"}
)
_FINITE = frozenset("would will could can may might should must is are was were has have had do does did".split())
_AUXILIARIES = frozenset({"be", "been", "being", "have", "had", "has"})
_CONTRACTED = {"ll": "will", "ve": "have", "re": "are", "m": "am"}
_NOBODY = frozenset({"nobody", "none", "neither"})
"""Subjects that negate all of their clause."""
_END = re.compile(r"[.!?][”\"’)]*\s|\n")
_STOP = "."
"""The end of a sentence among words."""
_ASIDE = re.compile(r"(?<=\bnot),\s(?:he|she|they|it|[A-Z]\w+)\s\w+(?:ed|s|d),(?=\s)")
"""An aside that parts a negator from its words: "would not, he feared, amount to"."""
_RELATIVE = re.compile(r",\s(?:who|which)\s[^,.;:“”\"]{3,80},(?=\s)")
"""A relative clause, which may have a negation of its own."""
_CONTRAST = re.compile(
    r"\bnot\s+(?P<first>[^.;:?!“”\n]{1,80}?),?\s+but\s+(?!(?:also|it|he|she|they|there|that|this)\b)"
)
"""A thing that is not so, up to the one that is: "not the thief in this story but the creditor"."""
_INSTEAD = re.compile(
    r",\s(?:and\s)?not\s(?=(?:the|a|an|by|in|on|at|to|for|from|with|[A-Z]\w*|\d[\d.,]*|[a-z]+ing)\s?)[^,.;:]+(?=[,.;:]|$)"
)
"""What a sentence is told from at its end: "50 to 70, not 80 percent"."""


@dataclass(frozen=True)
class Read:
    """The stems of a text: negated by the negator before them, within reach of any negation, and outside of all.

    `denied` are those within reach of a negator, not only of a word that implies one.
    `strict` counts negators, `implied` words such as "failed".
    `open` where a negator has no content word behind it ("one would not.", "nothing about them").
    """

    negated: Set[str]
    reached: Set[str]
    denied: Set[str]
    plain: Set[str]
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
    denied: set[str] = set()
    plain: set[str] = set()
    reach, pending, unresolved, strictly, apart = 0, False, False, False, False
    against = [negates(word.form) for word in words]
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else " "
        if gap != " " and _END.search(gap):
            unresolved |= pending
            reach, pending = 0, False
        content = stem(word.form)
        if i and words[i - 1].form in _NOBODY:
            apart = word.form.endswith("ing")  # "nobody starting from scratch would build it" negates the building
        apart = apart and word.form not in _FINITE
        content = "" if apart else content
        if against[i]:
            unresolved |= pending
            reached |= {stem(near.form) for near in words[max(i - 2, 0) : i]} - {""}
            only = i + 1 < len(words) and words[i + 1].form == "only"
            reach, pending = (0, False) if only else (_SCOPE, True)
            strictly = not only
        elif content and reach:
            reached.add(content)
            if strictly:
                denied.add(content)
            if pending:
                negated.add(content)
            pending = False
        elif content:
            plain.add(content)
        if word.form == "and" and reach and strictly and _joins(words, i):
            reach = max(reach, _JOINED + 1)
        strictly = strictly and reach > 0 and word.end not in implied
        reach = _SCOPE if word.end in implied else max(reach - (not against[i]), 0)
    strict = sum(against)
    none = any(word.form in ("none", "neither") for word in words)  # what they negate stands elsewhere
    return Read(negated, reached, denied, plain, unresolved or pending or none, strict, len(implied))


def _joins(words: Sequence[Word], i: int) -> bool:
    """Whether an "and" goes on with the same clause: no "that" and no subject behind it."""
    behind = words[i + 1].form if i + 1 < len(words) else ""
    return behind not in _NEW_CLAUSE


def turned(negating: str, other: str, within: Set[str] | None = None, *, loosely: bool = False) -> str | None:
    """Words that one text negates and another has, in this order and just there, without a negation before them.

    They are parted by spaces; None where there are none. Either the words behind the negator ("cover Afghanistan" of
    "does not cover Afghanistan") or those around it; with `loosely` only the latter, since a negator without words of
    its own ("one would not") may negate words elsewhere. With `within`, only words of these stems are looked at.
    """
    ours, theirs = _plainly(negating), _plainly(other)
    for i, form in enumerate(ours):
        next_ = ours[i + 1] if i + 1 < len(ours) else ""
        if form not in NEGATORS or form == "none" or next_ == "only" or (form in _NOBODY and next_.endswith("ing")):
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
            if _STOP in run or (within is not None and not any(stem(word) in within for word in run)):
                continue
            if len(run) >= least and any(map(stem, run)) and _plain(run, theirs, back):
                return " ".join(run)
    return None


def without_asides(text: str) -> str:
    """A statement without the asides that part a negator from what it negates."""
    return _ASIDE.sub("", text)


def without_relatives(text: str, quotes: Iterable[str]) -> str:
    """A text without relative clauses, which negate on their own; those that are quoted, or a quote is of, stay."""
    kept = tuple(quotes)
    return _RELATIVE.sub(lambda hit: hit[0] if any(q in hit[0] or hit[0] in q for q in kept) else "", text)


def uncontrasted(text: str, other: str) -> str:
    """A text without the first part of each contrast "not X but Y" of which the other text says nothing."""
    if " but " not in text:
        return text
    there = stems(other)
    return _CONTRAST.sub(lambda hit: hit[0] if _leading(hit["first"]) & there else "", text)


def lost_contrast(text: str, other: str) -> str | None:
    """What one text excludes in a contrast ("not the wind but …") and the other says in these words without "not"."""
    for hit in _CONTRAST.finditer(text) if " but " in text else ():
        again = re.search(rf"(?<!\bnot )\b{re.escape(hit['first'])} but\s", other, re.IGNORECASE)
        if again:
            return f"“{hit['first']}”"
    return None


def without_alternatives(text: str) -> str:
    """A statement without what it is told from at its end: ", not 80 percent" adds no negation to what is said."""
    return _INSTEAD.sub("", text)


def _leading(phrase: str) -> frozenset[str]:
    """The first content word of some words, as a stem."""
    content = (stem(word.strip(",'’")) for word in phrase.lower().split() if word != "whether")
    return frozenset(itertools.islice(filter(None, content), 1))


def _plain(run: tuple[str, ...], text: tuple[str, ...], back: int) -> bool:
    """Whether a text has a run of words, and nowhere with a negation among the words just before it."""
    places = [k for k in range(len(text) - len(run) + 1) if text[k : k + len(run)] == run]
    places = [k for k in places if text[k + len(run) : k + len(run) + 1] != ("not",)]
    return bool(places) and not any(_negated_before(text, k, back) for k in places)


def _negated_before(text: tuple[str, ...], k: int, back: int) -> bool:
    """Whether one of the words just before a place negates it, or the subject of its sentence: "nobody would …"."""
    near = text[max(k - back, 0) : k]
    start = max((i for i in range(k) if text[i] == _STOP), default=-1) + 1
    subject = bool(_NOBODY & set(text[start : start + 1])) or text[start : start + 2] == ("no", "one")
    return bool(IMPLIED.search(" ".join(near)) or NEGATORS & set(near)) or subject


@lru_cache(maxsize=256)
def _plainly(text: str) -> tuple[str, ...]:
    """The words of a text with contractions written out ("can't" is "can not", "I'll" is "i will") and its stops."""
    found: list[str] = []
    words = tokens(text).words
    for i, word in enumerate(words):
        if i and _END.search(text, words[i - 1].end, word.start):
            found.append(_STOP)
        base, mark, end = word.form.rpartition("'")
        if word.form.endswith("n't"):
            short = word.form.removesuffix("n't")
            found += [{"ca": "can", "wo": "will", "sha": "shall"}.get(short, short), "not"]
        elif mark and end in _CONTRACTED:
            found += [base, _CONTRACTED[end]]
        else:
            found += ["can", "not"] if word.form == "cannot" else [word.form]
    return tuple(found)
