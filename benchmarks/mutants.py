"""Break good briefings on purpose, one thing at a time, and count what the rules catch.

Each mutant is a gold answer (fixtures/gold) with one change that makes a line of it wrong. It is caught when a
rule finds an error that the unbroken answer does not have. Beside it, on the same mutants, two checks that others use:
"every quote is located" and "60 % of each statement's words are in its evidence".

Run as `python benchmarks/mutants.py [--missed] [--gold DIR]`; `--missed` lists what got through.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from summarizer.answer import Answer, split_evidence
from summarizer.article import Article
from summarizer.attributions import Attribution, attributions, by_sentence
from summarizer.clause import governing
from summarizer.evidence import Absent, Located, locate
from summarizer.lexicon import lexicon, words
from summarizer.marks import marks
from summarizer.review import located, review

ROOT = Path(__file__).resolve().parent.parent
HOMES = (ROOT / "fixtures" / "articles", ROOT / "fixtures" / "attribution-dev", ROOT / "seeds")
STATED = ("claims", "analyst_views")
ITEMS = ("claims", "denials", "other_responses", "analyst_views")
AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had|may|should|does|did)\b(?! not|n't)")
PRONOUN = re.compile(r"\b(?:he|she|they|it)$", re.IGNORECASE)
OWNED = re.compile(r"(?:his|her|their|its)\b", re.IGNORECASE)
MONTHS = "January February March April June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = [("million", "billion"), ("billion", "million"), ("percent", "percentage points"),
         ("per cent", "percentage points"),
         ("%", " percentage points"), ("dollars", "euros"), ("$", "€"), ("€", "$"), ("£", "$"), ("tonnes", "kilos"),
         ("metres", "miles"), ("kilometres", "miles"), ("hours", "days"), ("days", "weeks"), ("weeks", "months"),
         ("months", "years"), ("years", "months"), ("thousand", "million"),
         ("hectares", "acres"), ("crowns", "dollars")]  # fmt: skip

Value = dict[str, Any]
Mutant = tuple[str, Value]
Operator = Callable[[Value, Article], Iterator[Value]]


def restated(value: Value, lists: tuple[str, ...], change: Callable[[str, Value], Iterator[str]]) -> Iterator[Value]:
    """Each answer in which one statement was changed."""
    for name in lists:
        for i, item in enumerate(value[name]):
            for text in change(item["statement"], item):
                mutant = copy.deepcopy(value)
                mutant[name][i]["statement"] = text
                yield mutant


def sentences(item: Value, article: Article) -> str:
    """The sentences an item cites."""
    numbers = [split_evidence(entry)[0] or 1 for entry in item["evidence"]]
    return " ".join(article.text[s.start : s.end] for s in article.sentences if s.number in numbers)


def drop_hedge(value: Value, article: Article) -> Iterator[Value]:
    """A hedge that the evidence has is lost; not a negated one, nor the month of May, nor a "could" of ability.

    A "could" is of ability where the gold calls the item `certain`: "you could hear the crane".
    """
    weak = lexicon("en").weak

    def change(text: str, item: Value) -> Iterator[str]:
        for hedge in weak.texts(text):
            able = hedge == "could" and item["certainty"] == "certain"
            kept = able or hedge == "May" or f"not {hedge}" in text
            if hedge.lower() in sentences(item, article).lower() and not kept:
                yield " ".join(re.sub(rf"\b{re.escape(hedge)}\b", "", text, count=1).split())

    return restated(value, STATED, change)


def add_booster(value: Value, article: Article) -> Iterator[Value]:
    """The statement is made stronger; not where it says "almost certainly" already."""

    def change(text: str, item: Value) -> Iterator[str]:
        if "certain" in text:
            return
        verb = AUXILIARY.search(text)
        yield f"{text[: verb.end()]} certainly{text[verb.end() :]}" if verb else f"It was confirmed that {text}"

    return restated(value, STATED, change)


def flip_negation(value: Value, article: Article) -> Iterator[Value]:
    """A negation is lost, or one is put in; none into "only", which negates by itself."""

    def change(text: str, item: Value) -> Iterator[str]:
        negated = re.search(r"\s?\b(?:not|never)\b|(?<!\bca)n['’]t\b|(?<=\bcan)['’]t\b", text)
        verb = None if re.search(r"\bonly\b", text, re.IGNORECASE) else AUXILIARY.search(text)
        if negated:
            yield text[: negated.start()] + text[negated.end() :]
        elif verb and not lexicon("en").negator.texts(text):
            yield f"{text[: verb.end()]} not{text[verb.end() :]}"

    return restated(value, STATED, change)


def change_number(value: Value, article: Article) -> Iterator[Value]:
    """A figure in digits is another."""

    def change(text: str, item: Value) -> Iterator[str]:
        for match in re.finditer(r"\d+", text):
            other = str(int(match[0]) + 3)
            if other not in article.text:
                yield text[: match.start()] + other + text[match.end() :]

    return restated(value, STATED, change)


def change_date(value: Value, article: Article) -> Iterator[Value]:
    """A month or weekday is another."""

    def change(text: str, item: Value) -> Iterator[str]:
        for names_ in (MONTHS, DAYS):
            for word in re.findall(rf"\b(?:{'|'.join(names_)})\b", text):
                yield text.replace(word, names_[(names_.index(word) + 3) % len(names_)], 1)

    return restated(value, STATED, change)


def add_year(value: Value, article: Article) -> Iterator[Value]:
    """A year that the article does not give."""

    def change(text: str, item: Value) -> Iterator[str]:
        yield f"{text.rstrip('.')} in {next(y for y in ('2017', '2018', '2019') if y not in article.text)}"

    return restated(value, STATED, change)


def change_unit(value: Value, article: Article) -> Iterator[Value]:
    """A figure in another unit, currency or order of magnitude."""

    def change(text: str, item: Value) -> Iterator[str]:
        for unit, other in UNITS:
            pattern = rf"(\d[\d,.]*\s?){re.escape(unit)}(?!\w)" if unit not in "$€£" else rf"{re.escape(unit)}(?=\d)"
            match = re.search(pattern, text)
            if match:
                yield text[: match.start()] + match[0].replace(unit, other) + text[match.end() :]

    return restated(value, STATED, change)


def actor_names(value: Value, text: str) -> list[str]:
    """The names and aliases of actors that stand whole in a text, longest first, none inside another."""
    known = sorted({n for a in value["actors"] for n in (a["name"], *a["aliases"]) if n[:1].isupper()}, key=len)
    found: list[str] = []
    for name in reversed(known):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) and not any(name in longer for longer in found):
            found.append(name)
    return found


def called(name: str) -> set[str]:
    """The words of a name, the possessive stripped."""
    return {word.form.removesuffix("'s") for word in words(name)}


def change_name(value: Value, article: Article) -> Iterator[Value]:
    """A name of the quoted words is replaced by another actor's, who is not in these sentences.

    Not by one that shares a word of it ("Scientology's website" for "Scientology"): the mutant may still be true.
    """

    def change(text: str, item: Value) -> Iterator[str]:
        quoted = " ".join(split_evidence(entry)[1] for entry in item["evidence"])
        speaker = next(a["name"] for a in value["actors"] if a["id"] == item["speaker"])
        there = sentences(item, article)
        others = [n for n in actor_names(value, article.text) if n.split()[-1] not in there and n != speaker]
        for name in actor_names(value, text):
            other = next((n for n in others if not called(name) & called(n)), None)
            if name in quoted and name != speaker and other:
                yield text.replace(name, other, 1)

    return restated(value, STATED, change)


def swap_speakers(value: Value, article: Article) -> Iterator[Value]:
    """An item is given to someone who speaks elsewhere; where each cue of its sentences has its speaker's name.

    A cue whose subject is a pronoun or has one for its owner ("her estimate", "his office") is for `swap_pronoun`.
    """
    return _swapped(value, article, pronouns=False)


def swap_pronoun(value: Value, article: Article) -> Iterator[Value]:
    """The same where a cue has a pronoun, or is somebody's only by one, which a lexicon can rarely follow."""
    return _swapped(value, article, pronouns=True)


def _swapped(value: Value, article: Article, *, pronouns: bool) -> Iterator[Value]:
    reported = by_sentence(article)
    by_name = {n: all(_by_name(a) for a in listed) for n, listed in reported.items()}
    known = {n: all(a.named for a in listed) for n, listed in reported.items()}
    speakers = list(dict.fromkeys(item["speaker"] for name in ITEMS for item in value[name]))
    names = {actor["id"]: actor["name"] for actor in value["actors"]}
    sources = {n: {a.named for a in listed} for n, listed in reported.items()}
    for name in ITEMS:
        for i, item in enumerate(value[name]):
            numbers = {split_evidence(entry)[0] or 1 for entry in item["evidence"]}
            there = " ".join(str(source) for n in numbers for source in sources.get(n, ()))
            others = [s for s in speakers if s != item["speaker"] and names[s].split()[-1] not in there]
            named = all(by_name.get(n) for n in numbers) and not _governed_by_pronoun(name, item, article)
            if all(known.get(n) for n in numbers) and named is not pronouns and others:
                mutant = copy.deepcopy(value)
                mutant[name][i]["speaker"] = others[i % len(others)]
                yield mutant


def _by_name(attribution: Attribution) -> bool:
    """Whether an attribution has its speaker's name: not a pronoun's, nor something of somebody's ("her estimate")."""
    named = bool(attribution.named) and attribution.named == attribution.speaker
    return named and not OWNED.match(str(attribution.speaker))


def _governed_by_pronoun(name: str, item: Value, article: Article) -> bool:
    """Whether the cue of one of an item's quotes has a pronoun for its subject or for its owner."""
    pieces = [found for entry in item["evidence"] if not isinstance(found := located(entry, article), Absent)]
    cues = (governing(article, marks(article), e, name, frozenset()) for piece in pieces for e in piece)
    subjects = [governed.whose.subject for governed in cues if governed]
    return any(PRONOUN.search(subject) or OWNED.match(subject) for subject in subjects)


def swap_agent(value: Value, article: Article) -> Iterator[Value]:
    """Two names of a statement change places."""

    def change(text: str, item: Value) -> Iterator[str]:
        both = sorted((n for n in actor_names(value, text) if n in sentences(item, article)), key=text.find)
        if len(both) >= 2 and text.count(both[0]) == text.count(both[-1]) == 1 and not re.search(r"\bby\b", text):
            between = text[text.find(both[0]) + len(both[0]) : text.find(both[-1])]
            if re.search(r"\b\w+(?:ed|s|d)\b", between) and len(between.split()) > 1:
                yield text.replace(both[0], "\0").replace(both[-1], both[0]).replace("\0", both[-1])

    return restated(value, STATED, change)


def move_quote(value: Value, article: Article) -> Iterator[Value]:
    """The evidence of an item of another speaker."""
    listed = [(name, i, item) for name in STATED for i, item in enumerate(value[name])]
    for name, i, item in listed:
        other = next((o for _, _, o in reversed(listed) if o["speaker"] != item["speaker"]), None)
        if other and split_evidence(other["evidence"][0])[0] != split_evidence(item["evidence"][0])[0]:
            mutant = copy.deepcopy(value)
            mutant[name][i]["evidence"] = other["evidence"]
            yield mutant


def refusal_to_denial(value: Value, article: Article) -> Iterator[Value]:
    """A refusal, silence or neither-nor told as a denial."""
    kinds = ("refused_to_comment", "no_response", "not_reached", "neither_confirmed_nor_denied")
    for i, item in enumerate(value["other_responses"]):
        if item["kind"] in kinds:
            mutant = copy.deepcopy(value)
            said = mutant["other_responses"].pop(i)
            mutant["denials"].append({
                "id": "d99", "speaker": said["speaker"], "kind": "flat", "denied": [said["topic"]],
                "answers": [], "evidence": said["evidence"],
            })  # fmt: skip
            for line in mutant["bottom_line"]:
                line["rests_on"] = ["d99" if n == said["id"] else n for n in line["rests_on"]]
            yield mutant


def merge_joint(value: Value, article: Article) -> Iterator[Value]:
    """One of two denials made together is lost."""
    for i, item in enumerate(value["denials"]):
        twins = [d for d in value["denials"] if d["evidence"] == item["evidence"] and d["speaker"] != item["speaker"]]
        if twins:
            mutant = copy.deepcopy(value)
            del mutant["denials"][i]
            for line in mutant["bottom_line"]:
                line["rests_on"] = [n for n in line["rests_on"] if n != item["id"]] or [twins[0]["id"]]
            yield mutant


def raise_fit(value: Value, article: Article) -> Iterator[Value]:
    """A denial that answers in part or by topic is called exact."""
    for i, denial in enumerate(value["denials"]):
        for j, link in enumerate(denial["answers"]):
            if link["fit"] != "exact":
                mutant = copy.deepcopy(value)
                mutant["denials"][i]["answers"][j] |= {"fit": "exact", "why": None}
                yield mutant


def invent_quote(value: Value, article: Article) -> Iterator[Value]:
    """Words that are not in the article."""
    for name in ITEMS:
        for i, item in enumerate(value[name]):
            mutant = copy.deepcopy(value)
            number = split_evidence(item["evidence"][0])[0]
            mutant[name][i]["evidence"] = [f"[{number}] the documents leave no doubt about that"]
            yield mutant


def edit_quote(value: Value, article: Article) -> Iterator[Value]:
    """One word of a quote is another."""
    for name in ITEMS:
        for i, item in enumerate(value[name]):
            number, quote = split_evidence(item["evidence"][0])
            parts = quote.split()
            longest = max(range(len(parts)), key=lambda k: len(parts[k]))
            parts[longest] = "nearly" if parts[longest] != "nearly" else "hardly"
            mutant = copy.deepcopy(value)
            mutant[name][i]["evidence"] = [f"[{number}] {' '.join(parts)}", *item["evidence"][1:]]
            yield mutant


def narrator_to_official(value: Value, article: Article) -> Iterator[Value]:
    """A sentence in the article's own voice becomes somebody's claim; not one that follows reported words."""
    reported = {a.sentence for a in attributions(article)}
    cited = {split_evidence(e)[0] for name in ITEMS for item in value[name] for e in item["evidence"]}
    for sentence in article.sentences[1:]:
        around = {sentence.number - k for k in range(3)}
        if around & (reported | cited) or not value["actors"] or len(article.text[sentence.start : sentence.end]) < 40:
            continue
        text = article.text[sentence.start : sentence.end]
        if any(mark in text for mark in '“”"') or '"' in text:
            continue
        mutant = copy.deepcopy(value)
        quote = " ".join(text.split()[:8])
        mutant["claims"].append({
            "id": "c99", "speaker": value["actors"][0]["id"], "kind": "assertion", "statement": text.rstrip("."),
            "certainty": "certain", "evidence": [f"[{sentence.number}] {quote}"],
        })  # fmt: skip
        yield mutant


def analyst_to_claim(value: Value, article: Article) -> Iterator[Value]:
    """A view of someone whom the article calls an analyst among the claims."""
    for i, item in enumerate(value["analyst_views"]):
        actor = next(a for a in value["actors"] if a["id"] == item["speaker"])
        if "analyst" in f"{actor['name']} {actor['role']}".lower():
            mutant = copy.deepcopy(value)
            view = mutant["analyst_views"].pop(i)
            mutant["claims"].append({**view, "kind": "assertion"})
            yield mutant


def official_to_analyst(value: Value, article: Article) -> Iterator[Value]:
    """A claim of someone in office among the expert views."""
    office = lexicon("en").office
    for i, item in enumerate(value["claims"]):
        actor = next(a for a in value["actors"] if a["id"] == item["speaker"])
        described = f"{actor['name']} {actor['role'] or ''}"
        in_office = office.texts(described) and not lexicon("en").expert.texts(described)
        if in_office or actor["kind"] in ("government", "official_group"):
            mutant = copy.deepcopy(value)
            claim = mutant["claims"].pop(i)
            mutant["analyst_views"].append({**claim, "kind": "assertion"})
            for denial in mutant["denials"]:
                denial["answers"] = [link for link in denial["answers"] if link["claim"] != claim["id"]]
            for response in mutant["other_responses"]:
                response["answers"] = [name for name in response["answers"] if name != claim["id"]]
            yield mutant


def hedge_moved(value: Value, article: Article) -> Iterator[Value]:
    """A hedge on a statement whose sentences have none."""

    def change(text: str, item: Value) -> Iterator[str]:
        there = sentences(item, article)
        if not lexicon("en").hedge.texts(there) and not re.search(r"possib|probab|certain", there):
            yield f"{text.rstrip('.')}, perhaps"

    return restated(value, STATED, change)


def certainty_raised(value: Value, article: Article) -> Iterator[Value]:
    """`certain` for what the speaker hedges with may, could, likely."""
    for name in STATED:
        for i, item in enumerate(value[name]):
            hedged = lexicon("en").weak.texts(item["statement"])
            attitude = lexicon("en").attitude.texts(item["statement"])
            if item["certainty"] in ("possible", "probable") and hedged and not attitude:
                mutant = copy.deepcopy(value)
                mutant[name][i]["certainty"] = "certain"
                yield mutant


def certainty_lowered(value: Value, article: Article) -> Iterator[Value]:
    """`possible` for what nobody hedges."""
    for name in STATED:
        for i, item in enumerate(value[name]):
            if item["certainty"] == "certain" and not lexicon("en").hedge.texts(sentences(item, article)):
                mutant = copy.deepcopy(value)
                mutant[name][i]["certainty"] = "possible"
                yield mutant


def bottom_line_undenied(value: Value, article: Article) -> Iterator[Value]:
    """The bottom line rests on a denied claim and does not say so."""
    denied = {link["claim"] for d in value["denials"] for link in d["answers"] if link["fit"] != "same_topic"}
    for claim in value["claims"]:
        if claim["id"] in denied:
            mutant = copy.deepcopy(value)
            mutant["bottom_line"] = [{"text": claim["statement"], "rests_on": [claim["id"]]}]
            yield mutant


def altered_quotation(value: Value, article: Article) -> Iterator[Value]:
    """A word inside quotation marks is another."""

    def change(text: str, item: Value) -> Iterator[str]:
        for match in re.finditer(r"[“\"]([^“”\"]{4,})[”\"]", text):
            parts = match[1].split()
            parts[-1] = "affair" if "affair" not in parts[-1] else "matter"
            yield text.replace(match[1], " ".join(parts), 1)

    return restated(value, STATED, change)


OPERATORS: tuple[Operator, ...] = (
    drop_hedge, add_booster, flip_negation, change_number, change_date, add_year, change_unit, change_name,
    swap_speakers, swap_pronoun, swap_agent, move_quote, refusal_to_denial, merge_joint, raise_fit, invent_quote,
    edit_quote,
    narrator_to_official, analyst_to_claim, official_to_analyst, hedge_moved, certainty_raised, certainty_lowered,
    bottom_line_undenied, altered_quotation,
)  # fmt: skip
UNDECIDED = ("swap_pronoun",)
"""Operators that no lexicon can decide: counted and printed, but in a total of their own."""


def gold(folder: Path) -> Iterator[tuple[str, Article, Value]]:
    """The gold answers with their articles."""
    for path in sorted(folder.glob("*.answer.json")):
        name = path.name.removesuffix(".answer.json")
        home = next(h for h in HOMES if (h / f"{name}.txt").is_file())
        yield name, Article.from_file(home / f"{name}.txt"), json.loads(path.read_text("utf-8"))


def errors(value: Value, article: Article) -> Counter[tuple[str, str | None]]:
    """The errors of an answer, by rule and item."""
    return Counter((f.rule, f.item) for f in review(Answer.model_validate(value), article).errors)


def all_located(value: Value, article: Article) -> bool:
    """The first baseline: every quote is found."""
    entries = (split_evidence(entry) for name in ITEMS for item in value[name] for entry in item["evidence"])
    return all(isinstance(locate(quote, article, number), Located) for number, quote in entries)


def overlapping(value: Value, article: Article) -> bool:
    """The second baseline: 60 % of each statement's words are in its evidence's sentences."""
    for name in ITEMS:
        for item in value[name]:
            there = {word.form for word in words(sentences(item, article))}
            for text in [item["statement"]] if "statement" in item else item.get("denied") or [item["topic"]]:
                said = [word.form for word in words(text)]
                if sum(word in there for word in said) < 0.6 * len(said):
                    return False
    return True


def main(folder: Path, *, show: bool) -> None:
    """Print the table."""
    made: Counter[str] = Counter()
    caught: dict[str, Counter[str]] = defaultdict(Counter)
    alarms = items = articles = 0
    for name, article, value in gold(folder):
        articles += 1
        items += sum(len(value[k]) for k in ITEMS)
        clean, quotes_ok, words_ok = errors(value, article), all_located(value, article), overlapping(value, article)
        alarms += sum(clean.values())
        for operator in OPERATORS:
            for mutant in operator(value, article):
                made[operator.__name__] += 1
                new = errors(mutant, article) - clean
                caught[operator.__name__]["rules"] += bool(new)
                caught[operator.__name__]["located"] += quotes_ok and not all_located(mutant, article)
                caught[operator.__name__]["overlap"] += words_ok and not overlapping(mutant, article)
                for rule in {rule for rule, _ in new}:
                    caught[operator.__name__][f"by {rule}"] += 1
                if show and not new:
                    print(f"missed {operator.__name__} {name}: {_difference(value, mutant)}")
    _table(made, caught)
    print(f"{articles} articles, {items} items, {sum(made.values())} mutants; {alarms} false alarms on the unbroken")


def _difference(value: Value, mutant: Value) -> str:
    for name in ITEMS:
        for item in mutant[name]:
            if item not in value[name]:
                return json.dumps(item, ensure_ascii=False)
    return "an item less, or another bottom line"


def _table(made: Counter[str], caught: dict[str, Counter[str]]) -> None:
    print(f"{'operator':22} {'mutants':>7} {'rules':>6} {'located':>8} {'overlap':>8}  caught by")
    for name, count in made.items():
        by = caught[name]
        rules = ", ".join(f"{k[3:]} {v}" for k, v in by.most_common() if k.startswith("by "))
        shares = (100 * by[k] / count for k in ("rules", "located", "overlap"))
        print(f"{name:22} {count:7} {next(shares):5.1f}% {next(shares):7.1f}% {next(shares):7.1f}%  {rules[:90]}")
    for title, names in (("all that a text decides", made.keys() - set(UNDECIDED)), ("all", made.keys())):
        total = sum(made[name] for name in names)
        shares = (100 * sum(caught[n][k] for n in names) / max(total, 1) for k in ("rules", "located", "overlap"))
        print(f"{title:23} {total:6} {next(shares):5.1f}% {next(shares):7.1f}% {next(shares):7.1f}%")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    chosen = Path(arguments[arguments.index("--gold") + 1]) if "--gold" in arguments else ROOT / "fixtures" / "gold"
    main(chosen, show="--missed" in arguments)
