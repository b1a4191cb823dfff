"""Break answers to the foreign articles on purpose, one thing at a time, and count what is caught.

The articles are fixtures/articles/xx-*.txt in seven languages, the answers tests/data/languages/xx-*.answer.json,
made by hand, with statements in English; with `--recorded`, those that a language model gave under the prompt PROMPT.
A mutant is caught when a rule finds an error that the unbroken answer does not have, or, where something was left
out, when the list of omissions names its sentence. Run as `python benchmarks/languages.py [--recorded] [--missed]`;
`--missed` lists what got through.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from summarizer import forms
from summarizer.answer import Answer, split_evidence
from summarizer.article import Article
from summarizer.assembly import covered
from summarizer.languages import NAMES
from summarizer.omissions import omissions
from summarizer.pipeline import Summarizer
from summarizer.review import Reviewed, review

ROOT = Path(__file__).resolve().parent.parent
ARTICLES, ANSWERS = ROOT / "fixtures" / "articles", ROOT / "tests" / "data" / "languages"
MODEL, PROMPT = "unnamed-language-model", "briefing@v5"
STATED = ("claims", "analyst_views")
SAYING = ("claims", "denials", "other_responses", "analyst_views")
DECLINED = ("refused_to_comment", "no_response", "not_reached", "neither_confirmed_nor_denied")
HEDGES = [
    (r"\b(?:very likely|most likely|probably|likely|possibly) ", ""),
    (r"\b(?:may|might|could) (not )?have\b", r"has \1"),
    (r"\b(?:may|might|could) (not )?be\b", r"is \1"),
    (r"\b(?:may|might|could) not\b", "will not"),
    (r"\b(?:may|might|could) ", "will "),
    (r"\balleged ", ""),
    (r"\b(?:is|are) said to\b", "is known to"),
    (r"\b[Aa](?:bout|n estimated) (?=\d)", ""),
    (r"\b[Aa]t least |\b[Mm]ore than ", ""),
]
NEGATION = re.compile(r"\s?\b(?:not|never)\b|\b(?:no(?!\.)|nobody)\b ?", re.IGNORECASE)
AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|can|could|has|have|had|may|might|should)\b(?! not)")
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

Value = dict[str, Any]
Operator = Callable[[Value, Article], Iterator[Value]]


def gold() -> Iterator[tuple[str, Article, Value]]:
    """Every foreign article with the answer made to it by hand."""
    for path in sorted(ANSWERS.glob("*.answer.json")):
        name = path.name.removesuffix(".answer.json")
        yield name, Article.from_file(ARTICLES / f"{name}.txt"), json.loads(path.read_text("utf-8"))


def recorded() -> Iterator[tuple[str, Article, Value]]:
    """Every foreign article with the last answer that is recorded for it, statements in English."""
    summarizer = Summarizer(MODEL, PROMPT, recordings=ROOT / "fixtures" / "recordings", offline=True)
    for path in sorted(ANSWERS.glob("*.answer.json")):
        article = Article.from_file(ARTICLES / f"{path.name.removesuffix('.answer.json')}.txt")
        found = summarizer.recordings.find(summarizer.question(article).key)
        if found is not None:
            answer = forms.read(found.attempts[-1].text or "")
            yield path.name.removesuffix(".answer.json"), article, answer.model_dump(mode="json")


def restated(value: Value, change: Callable[[str], Iterator[str]]) -> Iterator[Value]:
    """Each answer in which one statement was changed."""
    for name in STATED:
        for i, item in enumerate(value[name]):
            for text in change(item["statement"]):
                mutant = copy.deepcopy(value)
                mutant[name][i]["statement"] = text[:1].upper() + text[1:]
                yield mutant


def drop_hedge(value: Value, article: Article) -> Iterator[Value]:
    """Every hedge is lost; not where the statement still says that it is an estimate."""

    def change(text: str) -> Iterator[str]:
        plain = text
        for pattern, instead in HEDGES:
            plain = re.sub(pattern, instead, plain)
        if plain != text and not re.search(r"\bestimate|\bexpect|\bthought\b", plain):
            yield " ".join(plain.split())

    return restated(value, change)


def add_hedge(value: Value, article: Article) -> Iterator[Value]:
    """A fact becomes a possibility."""

    def change(text: str) -> Iterator[str]:
        if not any(re.search(pattern, text) for pattern, _ in HEDGES):
            yield f"Possibly {text[:1].lower()}{text[1:]}"

    return restated(value, change)


def flip_negation(value: Value, article: Article) -> Iterator[Value]:
    """A negation is lost, or one is put in."""

    def change(text: str) -> Iterator[str]:
        negated, verb = NEGATION.search(text), AUXILIARY.search(text)
        if negated:
            yield (
                text[: negated.start()]
                + ("Everybody " if negated[0].lower().startswith("nob") else "")
                + text[negated.end() :]
            )
        elif verb and not re.search(r"\b(?:without|only|missing|lack)\b", text):
            yield f"{text[: verb.end()]} not{text[verb.end() :]}"

    return restated(value, change)


def change_number(value: Value, article: Article) -> Iterator[Value]:
    """A figure in digits is another."""

    def change(text: str) -> Iterator[str]:
        for match in re.finditer(r"\d+(?:[.,]\d+)*", text):
            last = match[0][-1]
            other = f"{match[0][:-1]}{(int(last) + 3) % 10}"
            yield text[: match.start()] + other + text[match.end() :]

    return restated(value, change)


def change_magnitude(value: Value, article: Article) -> Iterator[Value]:
    """Millions become billions, thousands millions."""

    def change(text: str) -> Iterator[str]:
        for one, other in (("million", "billion"), ("billion", "million"), (",000", " million")):
            if one in text:
                yield text.replace(one, other, 1)
                return

    return restated(value, change)


def change_date(value: Value, article: Article) -> Iterator[Value]:
    """A month or weekday is another."""

    def change(text: str) -> Iterator[str]:
        for names in (MONTHS, DAYS):
            for word in re.findall(rf"\b(?:{'|'.join(names)})\b", text):
                yield text.replace(word, names[(names.index(word) + 3) % len(names)], 1)

    return restated(value, change)


def add_year(value: Value, article: Article) -> Iterator[Value]:
    """A year that the article does not give."""
    return restated(value, lambda text: iter([f"{text} in 2017"]))


def raise_certainty(value: Value, article: Article) -> Iterator[Value]:
    """What is possible or probable is called certain; not where only a figure is hedged."""
    for name in STATED:
        for i, item in enumerate(value[name]):
            if item["certainty"] in ("possible", "probable") and re.search(
                r"\b(?:may|might|could|probably|likely)\b", item["statement"]
            ):
                mutant = copy.deepcopy(value)
                mutant[name][i]["certainty"] = "certain"
                yield mutant


def refusal_to_denial(value: Value, article: Article) -> Iterator[Value]:
    """A refusal, silence or neither-nor told as a denial."""
    for i, item in enumerate(value["other_responses"]):
        if item["kind"] in DECLINED:
            mutant = copy.deepcopy(value)
            said = mutant["other_responses"].pop(i)
            denial = {"id": "d99", "speaker": said["speaker"], "kind": "flat", "denied": [said["topic"]]}
            mutant["denials"].append({**denial, "answers": [], "evidence": said["evidence"]})
            yield mutant


def claim_to_denial(value: Value, article: Article) -> Iterator[Value]:
    """A statement that neither denies nor negates is told as a flat denial."""
    for i, item in enumerate(value["claims"]):
        if not NEGATION.search(item["statement"]) and not re.search(r"\bwithout\b|\bmissing\b", item["statement"]):
            mutant = copy.deepcopy(value)
            denial = {"id": "d99", "speaker": item["speaker"], "kind": "flat", "denied": [item["statement"]]}
            mutant["denials"].append({**denial, "answers": [], "evidence": value["claims"][i]["evidence"]})
            yield mutant


def left_out(value: Value, name: str) -> Iterator[Value]:
    """Each item of a list is left out, with what shares its evidence."""
    for item in value[name]:
        mutant = copy.deepcopy(value)
        numbers = {split_evidence(e)[0] for e in item["evidence"]}
        for listed in ("denials", "other_responses"):
            mutant[listed] = [o for o in mutant[listed] if not numbers & {split_evidence(e)[0] for e in o["evidence"]}]
        yield mutant


def denial_left_out(value: Value, article: Article) -> Iterator[Value]:
    """A denial is left out."""
    return left_out(value, "denials")


def refusal_left_out(value: Value, article: Article) -> Iterator[Value]:
    """A refusal or silence is left out."""
    return left_out(value, "other_responses")


def other_quote(value: Value, article: Article) -> Iterator[Value]:
    """The longest word of a quote is left out."""
    for name in SAYING:
        for i, item in enumerate(value[name]):
            number, quote = split_evidence(item["evidence"][0])
            parts = quote.split() if " " in quote else list(quote)
            longest = max(range(1, max(len(parts) - 1, 2)), key=lambda k: len(parts[k])) if len(parts) > 2 else 0
            mutant = copy.deepcopy(value)
            joined = (" " if " " in quote else "").join(parts[:longest] + parts[longest + 1 :])
            mutant[name][i]["evidence"] = [f"[{number}] {joined}", *item["evidence"][1:]]
            yield mutant


def invented_quotation(value: Value, article: Article) -> Iterator[Value]:
    """A statement puts words of its own in quotation marks."""
    return restated(value, lambda text: iter([f"{text}: “a matter of days”"]))


OPERATORS: tuple[Operator, ...] = (
    drop_hedge, add_hedge, raise_certainty, flip_negation, change_number, change_magnitude, change_date, add_year,
    refusal_to_denial, claim_to_denial, denial_left_out, refusal_left_out, other_quote, invented_quotation,
)  # fmt: skip


def looked_at(value: Value, article: Article) -> tuple[Reviewed, Counter[tuple[str, str | None]]]:
    """The review of an answer, with its errors, and with the denials and refusals that it leaves out."""
    reviewed = review(Answer.model_validate(value), article)
    found = Counter((finding.rule, finding.item) for finding in reviewed.errors)
    for omission in omissions(article, covered(reviewed.draft.items)):
        if omission.kind in ("denial", "refusal"):
            found[f"omission of a {omission.kind}", str(omission.sentence.number)] += 1
    return reviewed, found


def main(answers: Iterator[tuple[str, Article, Value]], *, show: bool) -> None:
    """Print a row an operator, a column a language."""
    made: Counter[tuple[str, str]] = Counter()
    caught: Counter[tuple[str, str]] = Counter()
    alarms, articles, items = 0, 0, 0
    for name, article, value in answers:
        language, (_, clean) = name[:2], looked_at(value, article)
        articles, items, alarms = articles + 1, items + sum(len(value[k]) for k in SAYING), alarms + clean.total()
        for operator in OPERATORS:
            for mutant in operator(value, article):
                new = looked_at(mutant, article)[1] - clean
                made[operator.__name__, language] += 1
                caught[operator.__name__, language] += bool(new)
                if show and not new:
                    print(f"missed {operator.__name__} {name}: {_difference(value, mutant)}")
    languages = [tag for tag in NAMES if any(tag == language for _, language in made)]
    print(f"{'operator':20}" + "".join(f"{tag:>9}" for tag in languages) + f"{'all':>11}")
    for operator in OPERATORS:
        _row(operator.__name__, [(operator.__name__, tag) for tag in languages], made, caught)
    _row("all", [*languages], _by_language(made), _by_language(caught))
    print(f"{articles} articles, {items} items, {made.total()} mutants; {alarms} false alarms on the unbroken")


def _row(title: str, keys: list[Any], made: Counter[Any], caught: Counter[Any]) -> None:
    cells = "".join(f"{f'{caught[key]}/{made[key]}':>9}" for key in keys)
    count, hits = sum(made[key] for key in keys), sum(caught[key] for key in keys)
    print(f"{title:20}{cells}{100 * hits / max(count, 1):10.1f}%")


def _by_language(counted: Counter[tuple[str, str]]) -> Counter[str]:
    summed: Counter[str] = Counter()
    for (_, language), count in counted.items():
        summed[language] += count
    return summed


def _difference(value: Value, mutant: Value) -> str:
    changed = [item for name in SAYING for item in mutant[name] if item not in value[name]]
    return json.dumps(changed[0], ensure_ascii=False) if changed else "an item less"


if __name__ == "__main__":
    main(recorded() if "--recorded" in sys.argv else gold(), show="--missed" in sys.argv)
