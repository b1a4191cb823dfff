"""The rules that read words, for an article in a language other than English that has a lexicon.

Each stands for the English rule of the same id. What is in neither list needs English grammar or compares words with
their translation, and is not checked; `article-language` names it to the reader.
"""

from __future__ import annotations

from summarizer.checks.foreign import facts, wording

FINDS = {**wording.FINDS, **facts.FINDS}
"""What finds the breaches of a rule in such an article, by the rule's id."""
OFF = frozenset(
    """speaker-before speaker-other unattributed analyst-official analyst-unshown analyst-as-claim certainty-unhedged
    booster-added joint-denial unit-changed name-absent name-replaced order-swapped evidence-unrelated""".split()
)
"""The rules that do not run: they need the grammar of English, or the same words on both sides."""
