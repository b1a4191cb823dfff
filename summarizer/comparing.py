"""Two briefings of one article, or of two versions of it: which statements are in both, and what differs in each.

Statements are matched one to one, by speaker, content words and evidence, never by id: ids are a model's own. Nothing
here says why they differ; a speaker, an editor, a model or a prompt may have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from summarizer.answer import Certainty, Fit
from summarizer.briefing import Actor, Briefing
from summarizer.checks.actors import identifying
from summarizer.checks.quantities import numbers
from summarizer.checks.text import stems
from summarizer.lexicon import lexicon
from summarizer.statements import Statement, statements

What = Literal[
    "speaker", "certainty", "negation", "numbers", "time", "hedges", "kind", "answers", "sourcing", "cue", "wording",
    "quotes",
]  # fmt: skip
Direction = Literal["weaker", "stronger"]

WORDS = 0.5
"""Dice coefficient of content words from which two statements of one speaker are the same one."""
FEWER_WORDS = 0.3
"""The same where their evidence overlaps too."""
OVERLAP = 0.5
"""Share of the shorter evidence that must be common, where words alone do not decide."""
REATTRIBUTED = 0.6
"""Dice coefficient from which two statements of different speakers, on the same evidence, are one re-attributed."""

_LADDER: tuple[Certainty, ...] = get_args(Certainty)  # from certain down to uncommitted
_SORTS = {"claims": "stated", "analyst_views": "stated", "denials": "denial", "other_responses": "response"}
"""Only statements of one sort can be the same: a refusal that became a denial is one gone and another added."""


class Change(NamedTuple):
    """What differs in a matched statement. `direction` is the certainty's: weaker is less sure as reported."""

    what: What
    before: tuple[str, ...]
    after: tuple[str, ...]
    direction: Direction | None = None


class Pair(NamedTuple):
    """One statement as it stands in both briefings; without changes where it is the same."""

    before: Statement
    after: Statement
    changes: tuple[Change, ...]


class Comparison(NamedTuple):
    """Each statement of the old briefing is in `gone` or in one pair, each of the new one in `added` or in one pair."""

    before: Briefing
    after: Briefing
    same_article: bool
    bottom_line: Change | None
    added: tuple[Statement, ...]
    gone: tuple[Statement, ...]
    pairs: tuple[Pair, ...]

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs in which something differs."""
        return tuple(pair for pair in self.pairs if pair.changes)

    @property
    def differs(self) -> bool:
        """Whether there is any difference at all."""
        return bool(self.bottom_line or self.added or self.gone or self.changed)


def compare(before: Briefing, after: Briefing) -> Comparison:
    """What differs from one briefing to the other; the other way round it is the mirror image."""
    same_article = before.source.sha256 == after.source.sha256
    old, new = statements(before), statements(after)
    found = _matched([_Side(s, same_article) for s in old], [_Side(s, same_article) for s in new])
    old_targets = _targets(old, {i: new[j] for i, j in found})
    new_targets = _targets(new, {j: old[i] for i, j in found})
    pairs = []
    for i, j in sorted(found, key=lambda pair: pair[1]):
        answers = _answers(old[i], old_targets), _answers(new[j], new_targets)
        pairs.append(Pair(old[i], new[j], _changes(old[i], new[j]) + _changed_answers(*answers)))
    here, there = {i for i, _ in found}, {j for _, j in found}
    lines = tuple(line.text for line in before.bottom_line), tuple(line.text for line in after.bottom_line)
    return Comparison(
        before,
        after,
        same_article,
        Change("wording", *lines) if lines[0] != lines[1] else None,
        tuple(statement for j, statement in enumerate(new) if j not in there),
        tuple(statement for i, statement in enumerate(old) if i not in here),
        tuple(pairs),
    )


class _Side:
    """A statement with what it is matched by. Places count within one article, words where there are two."""

    def __init__(self, statement: Statement, same_article: bool) -> None:
        self.statement = statement
        self.sort = _SORTS[statement.list_name]
        self.words = stems(" ".join(statement.texts))
        quotes = stems(" ".join(e.quote for e in statement.item.evidence))
        sentences = frozenset(str(e.sentence.number) for e in statement.item.evidence)
        self.evidence = sentences if same_article else quotes


def _matched(old: Sequence[_Side], new: Sequence[_Side]) -> list[tuple[int, int]]:
    """Index pairs, the most alike first.

    Equally alike ones are taken by their places in the two lists together: two such pairs have no statement in common
    if their sums are the same, so the order does not depend on which list is the old one.
    """
    ranked = sorted(
        (-likeness, i + j, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if one.sort == other.sort and (likeness := _likeness(one, other))
    )
    here: set[int] = set()
    there: set[int] = set()
    found = []
    for _, _, i, j in ranked:
        if i not in here and j not in there:
            here.add(i)
            there.add(j)
            found.append((i, j))
    return found


def _likeness(one: _Side, other: _Side) -> float:
    """How alike two statements of one sort are; 0 where they cannot be the same."""
    words, overlap = _dice(one.words, other.words), _overlap(one.evidence, other.evidence)
    same = same_speaker(one.statement.speaker, other.statement.speaker)
    if same:
        enough = words >= WORDS or (overlap >= OVERLAP and (words >= FEWER_WORDS or one.sort != "stated"))
    else:  # a denial by another party is another denial, and so is a refusal
        enough = one.sort == "stated" and words >= REATTRIBUTED and overlap >= OVERLAP
    if not enough:
        return 0.0
    # What is the same to the letter goes first, so that a briefing is matched with itself item by item.
    exact = not _changes(one.statement, other.statement)
    return words + overlap + 0.5 * same + 0.5 * (one.statement.texts == other.statement.texts) + exact


def same_speaker(one: Actor, other: Actor) -> bool:
    """Whether two briefings mean one speaker: a name in common, or one that has all the telling words of the other."""
    ours, theirs = ([actor.name, *actor.aliases] for actor in (one, other))
    if {name.casefold() for name in ours} & {name.casefold() for name in theirs}:
        return True
    said = [(identifying(a), identifying(b)) for a in ours for b in theirs]
    return any(a and b and (a <= b or b <= a) for a, b in said)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else float(one == other)


def _numbers(statement: Statement) -> tuple[str, ...]:
    return tuple(sorted(numbers(" ".join(statement.texts), lexicon().number)))


_FIELDS: tuple[tuple[What, Callable[[Statement], tuple[str, ...]]], ...] = (
    ("negation", lambda s: () if s.item.negated is None else (("not negated", "negated")[s.item.negated],)),
    ("numbers", _numbers),
    ("time", lambda s: tuple(s.item.when)),
    ("hedges", lambda s: tuple(s.item.hedges)),
    ("kind", lambda s: (s.list_name, s.kind)),
    ("sourcing", lambda s: (s.item.sourcing,) if s.item.sourcing else ()),
    ("cue", lambda s: (s.item.cue,) if s.item.cue else ()),
    ("wording", lambda s: tuple(text.rstrip(" .") for text in s.texts)),
    ("quotes", lambda s: tuple(e.quote for e in s.item.evidence)),
)
"""What is compared beside speaker, certainty and answers, the weightiest first."""


def _changes(before: Statement, after: Statement) -> tuple[Change, ...]:
    found = []
    if not same_speaker(before.speaker, after.speaker):
        found.append(Change("speaker", (before.speaker.name,), (after.speaker.name,)))
    if before.certainty != after.certainty and before.certainty and after.certainty:
        weaker = _LADDER.index(after.certainty) > _LADDER.index(before.certainty)
        found.append(Change("certainty", (before.certainty,), (after.certainty,), "weaker" if weaker else "stronger"))
    for what, read in _FIELDS:
        if read(before) != read(after):
            found.append(Change(what, read(before), read(after)))
    return tuple(found)


_Target = frozenset[str]
"""What a statement that is answered says in the two briefings. Not its number: of twins, either may be meant."""
_Answers = dict[tuple[_Target, Fit | None], str]


def _targets(side: Sequence[Statement], matched: Mapping[int, Statement]) -> dict[str, tuple[_Target, str]]:
    found = {}
    for i, statement in enumerate(side):
        text = "; ".join(statement.texts)
        other = "; ".join(matched[i].texts) if i in matched else text
        found[statement.item.id] = frozenset((text, other)), text
    return found


def _answers(statement: Statement, targets: Mapping[str, tuple[_Target, str]]) -> _Answers:
    """What a denial or response answers and how well; a broken link stands for itself."""
    found: _Answers = {}
    for link in statement.answers:
        target, text = targets.get(link.claim, (frozenset((link.claim,)), link.claim))
        found[target, link.fit] = f"{text} ({link.fit})" if link.fit else text
    return found


def _changed_answers(before: _Answers, after: _Answers) -> tuple[Change, ...]:
    if before.keys() == after.keys():
        return ()
    return (Change("answers", tuple(before.values()), tuple(after.values())),)
