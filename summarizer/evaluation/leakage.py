"""Whether an answer holds a name that only the prompt's examples can have told it."""

from __future__ import annotations

from summarizer.checks.text import names
from summarizer.lexicon import words
from summarizer.prompts import Prompt, compact
from summarizer.question import Question


def leaked(question: Question, answer: object) -> list[str]:
    """The proper nouns of the examples that the article does not hold and the answer does, sorted."""
    written, there = set(words_of(compact(answer))), set(words_of(question.article.text))
    return sorted(name for name in _only_examples(question.prompt) if name.lower() in written - there)


def _only_examples(prompt: Prompt) -> set[str]:
    return {name for example in prompt.examples for name in names(example.article.text)}


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without a possessive ending."""
    return [word.form.removesuffix("'s") for word in words(text)]
