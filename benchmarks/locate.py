"""Where is a quote? Our locator beside langextract's aligner and rapidfuzz, on the same quotes, in one run.

    python benchmarks/locate.py [--prose DIR] [--chars 2000,10000] [--quotes 100] [--sweep]

Documents: seeded generated prose, and real prose (the .txt files of DIR, joined; beyond their length generated prose
fills up, and quotes are taken from the real part). Variants of a quote of 4 to 16 words that occurs once:

    exact       the article's own characters
    typography  other quotation marks, dashes, spaces, accents (NFD), invisible characters, a mark added at the ends
    elided      "first … last" of 20 to 45 words in one sentence or two neighbours; each half occurs once
    edited      a slip of copying: another case, a comma gone, an article or `that` put in or gone, a plural for a
                singular; one slip, from 8 words on also two
    flipped     another number or name, a negation or hedge put in or taken out, a word turned to its opposite, another
                content word: what a briefing must never take for the article's words
    absent      sentences held out of the document, and first and last halves of two sentences of it in one

right: intersection over union with the true place >= 0.8. edges: both ends within one character. wrong: accepted, but
not there (for flipped and absent: accepted at all). Milliseconds are CPU time a quote; `index` is what we work out once
an article. The peers live in an environment of their own under build/, made when it is missing; langextract gets 20
quotes a call in the order of the document, which suits it best.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import subprocess
import sys
import time
import unicodedata
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "build" / "locate-peers"
PINS = ("langextract==1.7.1", "rapidfuzz==3.14.6")
VARIANTS = ("exact", "typography", "elided", "edited", "flipped", "absent")
Span = tuple[int, int]
Case = tuple[str, Span | None]

NAMES = (
    "Alvarez Chen Dubois Farouk Grant Haddad Ivanova Jensen Kaya Moreau Novak Okafor Petrov Rossi Sato Weber".split()
)
TITLES = "foreign minister|defence secretary|spokesperson|opposition leader|analyst|chief executive|governor".split("|")
PLACES = "Oslo Ankara Lagos Lima Seoul Warsaw Tunis Dhaka Quito Riga Amman Hanoi Sofia Nairobi Bern Doha".split()
BODIES = "the ministry|the central bank|the border agency|the state gas company|the rescue service|the court".split("|")
VERBS = "approved rejected delayed reviewed expanded cancelled criticised financed inspected postponed seized".split()
ADJECTIVES = (
    "annual bilateral costly disputed early foreign hidden joint limited planned public regional urgent".split()
)
NOUNS = "agreement airlift budget ceasefire contract convoy decree delivery grant harvest inquiry loan mission".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
TAILS = "after weeks of talks in {place}|despite protests in {place}|before the vote on {day}|because of rising costs|"
TAILS += "as prices rose by {number} per cent|according to two officials|without consulting {body}"
FRAMES = (
    "{body} {verb} the {adjective} {noun} and the {adjective2} {noun2} {tail}.",
    "“We will not accept the {adjective} {noun} while the {noun2} is blocked,” {title} {name} said on {day}.",
    "on {day}, {title} {name} warned that {body} had {verb} {number} items from the {adjective} {noun} {tail}.",
    "{place}’s {noun} — worth {number} million — {verb} the {adjective} {noun2} {tail}, {title} {name} added.",
    "{title} {name} said it was “too early to judge” whether the {noun} could replace the {adjective} {noun2} {tail}.",
    "both {body} and {body2} denied that the {adjective} {noun} from {place} had been {verb} {tail}.",
)
OPPOSITES = "confirmed denied|rise fall|rose fell|before after|increase decrease|increased decreased|true false|"
OPPOSITES += "more less|won lost|up down|first last|guilty innocent|with without|for against|approved rejected|"
OPPOSITES += "expanded reduced|early late|public secret|and or|all some|to from|over under|against for|always never"
OPPOSITE = {a: b for pair in OPPOSITES.split("|") for a, b in itertools.permutations(pair.split())}
AMOUNTS = "tens hundred thousand million billion dozen some second third number think believe intend can".split()
HEDGES = "may might could would reportedly allegedly probably possibly".split()


# --- documents -----------------------------------------------------------------------------------------------


def invented(r: random.Random) -> str:
    """One sentence of news that never happened."""
    pick = {
        **{f"{key}{n}": r.choice(pool) for n in ("", "2") for key, pool in POOLS.items()},
        "number": str(r.randint(2, 990)),
    }
    sentence = r.choice(FRAMES).format(**pick, tail=r.choice(TAILS.split("|")).format(**pick))
    return sentence[0].upper() + sentence[1:]


POOLS = {"body": BODIES, "verb": VERBS, "adjective": ADJECTIVES, "noun": NOUNS, "title": TITLES, "name": NAMES}
POOLS |= {"day": DAYS, "place": PLACES}


def generated(chars: int, seed: int) -> str:
    r, parts, length = random.Random(seed), [], 0
    while length < chars:
        parts.append(" ".join(invented(r) for _ in range(r.randint(3, 6))))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)[:chars].rsplit(" ", 1)[0]


def real(folders: list[Path]) -> tuple[str, list[str]]:
    """The prose of the folders, and the paragraphs of every eighth file, which are held out of it."""
    texts = [path.read_text("utf-8").strip() for folder in folders for path in sorted(folder.glob("*.txt"))]
    texts = [unicodedata.normalize("NFC", text.replace("\r\n", "\n")) for text in texts]
    out = [text for n, text in enumerate(texts) if n % 8 == 7] or [generated(4_000, 99)]
    return "\n\n".join(text for n, text in enumerate(texts) if n % 8 != 7), out


# --- quotes --------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    return " ".join(re.findall(r"[\w%$€£]+", text.casefold()))


def passages(doc: str, n: int, r: random.Random, low: int, high: int) -> list[Span]:
    """Spans of whole words inside one sentence or two neighbours, which occur once, in their order."""
    from summarizer.article import Article
    from summarizer.evidence import sentence_at

    article, flat = Article(doc), f" {plain(doc)} "
    words = [match.span() for match in re.finditer(r"\S+", doc)]
    starts = [i for i, (a, b) in enumerate(words) if re.search(r"\w", doc[a:b])]  # not a lone dash
    spans: set[Span] = set()
    for _ in range(60 * n):
        count = r.randint(low, high)
        at = r.choice(starts)
        if at + count > len(words):
            continue
        start, end = words[at][0], words[at + count - 1][1]
        dots = (
            "…" in doc[start:end] or ".." in doc[start:end] or not re.search(r"\w", doc[words[at + count - 1][0] : end])
        )
        if dots or sentence_at(article, end - 1) - sentence_at(article, start) > 1:
            continue
        if flat.count(f" {plain(doc[start:end])} ") == 1:
            spans.add((start, end))
        if len(spans) == n:
            break
    return sorted(spans)


def typography(quote: str, r: random.Random) -> str:
    quote = quote.translate({ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'", ord("—"): "-", ord("–"): "-"})
    parts = quote.split()
    quote = "".join(part + r.choice([" ", " ", " ", "  ", "\n", "\u00a0"]) for part in parts).strip()
    kind = r.randrange(5)
    if kind == 0:
        return unicodedata.normalize("NFD", quote)
    if kind == 1:
        middle = max(i for i, char in enumerate(quote[:-1], 1) if char.isalpha() or i == 1)
        return quote[:middle] + r.choice("\u00ad\u200b") + quote[middle:]
    if kind == 2:
        return f'"{quote}"'
    return quote if kind == 3 or quote[-1] in ".,;:!?\"'" else quote + "."


def edited(quote: str, r: random.Random, vocabulary: frozenset[str]) -> str:
    words = quote.split()
    for slip in r.sample([_case, _comma, _article, _plural], 2 if len(words) >= 8 and r.random() < 0.5 else 1):
        words = slip(words, r, vocabulary)
    return " ".join(words)


def _case(words: list[str], r: random.Random, vocabulary: frozenset[str]) -> list[str]:
    del r, vocabulary
    return [words[0][0].swapcase() + words[0][1:], *words[1:]] if words[0][1:].islower() else words


def _comma(words: list[str], r: random.Random, vocabulary: frozenset[str]) -> list[str]:
    del vocabulary
    at = [i for i in range(1, len(words) - 1) if words[i].endswith((",", ";", ":"))]
    i = r.choice(at) if at else r.randrange(len(words) - 1)
    return [*words[:i], words[i][:-1] if at else words[i] + ",", *words[i + 1 :]]


def _article(words: list[str], r: random.Random, vocabulary: frozenset[str]) -> list[str]:
    del vocabulary
    at = [i for i in range(1, len(words) - 1) if words[i] in ("the", "a", "an", "that")]
    if at:
        i = r.choice(at)
        return words[:i] + words[i + 1 :] if r.random() < 0.5 or words[i] == "that" else _swap(words, i)
    at = [i for i in range(1, len(words)) if re.fullmatch("[a-z]{4,}", words[i]) and words[i - 1] != "The"] or [1]
    i = r.choice(at)
    return [*words[:i], "the", *words[i:]]


def _swap(words: list[str], i: int) -> list[str]:
    return [*words[:i], "a" if words[i] == "the" else "the", *words[i + 1 :]]


def _plural(words: list[str], r: random.Random, vocabulary: frozenset[str]) -> list[str]:
    """A plural for a singular or the other way round, of which the other is a word somewhere in the document too."""
    other = {i: word[:-1] if word.endswith("s") else word + "s" for i, word in enumerate(words)}
    at = [i for i, word in enumerate(words) if re.fullmatch("[a-z]{4,}", word) and other[i] in vocabulary]
    at = [i for i in at if not {words[i], other[i]} & {*HEDGES, *AMOUNTS}]
    if not at:
        return _comma(words, r, vocabulary)
    i = r.choice(at)
    return [*words[:i], other[i], *words[i + 1 :]]


def flips(quote: str, doc: str, r: random.Random) -> Iterator[str]:
    """The quote with its meaning changed inside, in each way that its words allow; never only at its ends."""
    words = quote.split()
    inside = range(1, len(words) - 1)

    def put(i: int, *instead: str) -> str:
        return " ".join([*words[:i], *instead, *words[i + 1 :]])

    names = sorted({m[0] for m in re.finditer(r"(?<=[a-z] )[A-Z][a-z]{3,}", doc)})
    for i in inside:
        bare = words[i].strip(',.“”"')
        if bare.isdigit():
            yield put(i, words[i].replace(bare, str(int(bare) + r.randint(1, 500))))
        if bare.lower() in OPPOSITE:
            yield put(i, words[i].replace(bare, OPPOSITE[bare.lower()]))
        if bare.lower() in ("not", "no", "never", *HEDGES):
            yield put(i)
        if re.fullmatch("[A-Z][a-z]{3,}", bare):
            other = [name for name in names if name != bare]
            if other:
                yield put(i, words[i].replace(bare, r.choice(other)))
    i = r.choice(inside)
    yield put(i, words[i], "not")
    yield put(i, words[i], r.choice(HEDGES))
    heavy = [i for i in inside if re.fullmatch("[a-z]{5,}", words[i])]
    if heavy:
        i = r.choice(heavy)
        yield put(i, r.choice([word for word in [*ADJECTIVES, *NOUNS, *VERBS] if word[:4] != words[i][:4]]))


def absences(doc: str, out: list[str], n: int, r: random.Random) -> Iterator[str]:
    """Held-out passages, and halves of two far sentences in one; none of them in the document."""
    flat = f" {plain(doc)} "
    foreign = [text[a:b] for text in out for a, b in passages(text, n, r, 5, 16)]
    halves = passages(doc, 2 * n, r, 6, 16)
    r.shuffle(halves)
    far = [
        (doc[a[0] : a[1]].split(), doc[b[0] : b[1]].split())
        for a, b in itertools.pairwise(halves)
        if abs(a[0] - b[0]) > 300
    ]
    spliced = [" ".join(a[: len(a) // 2] + b[len(b) // 2 :]) for a, b in far]
    r.shuffle(foreign)
    for pair in itertools.zip_longest(foreign[:n], spliced[:n]):
        yield from (quote for quote in pair if quote and f" {plain(quote)} " not in flat)


def build(doc: str, quotable: str, out: list[str], n: int, seed: int) -> dict[str, list[Case]]:
    r = random.Random(seed)
    base = [(a, b) for a, b in passages(quotable, n, r, 4, 16)]
    flat = f" {plain(doc)} "
    elided: list[Case] = []
    for a, b in passages(quotable, 4 * n, r, 20, 45):
        words = [match.span() for match in re.finditer(r"\S+", quotable[a:b])]
        first, last = r.randint(5, 9), r.randint(5, 9)
        halves = quotable[a : a + words[first - 1][1]], quotable[a + words[-last][0] : b]
        if first + last + 3 < len(words) and all(flat.count(f" {plain(half)} ") == 1 for half in halves):
            elided.append((r.choice([" ... ", " … ", "… ", " [...] "]).join(halves), (a, b)))
    elided = sorted(r.sample(elided, min(n, len(elided))), key=lambda case: case[1] or (0, 0))
    vocabulary = frozenset(re.findall("[a-z]+", doc)) | {noun + "s" for noun in NOUNS}
    flipped = []
    for a, b in base:
        ways = [way for way in flips(quotable[a:b], doc, r) if f" {plain(way)} " not in flat]
        flipped += [(way, None) for way in r.sample(ways, min(2, len(ways)))]
    return {
        "exact": [(doc[a:b], (a, b)) for a, b in base],
        "typography": [(typography(doc[a:b], r), (a, b)) for a, b in base],
        "elided": elided,
        "edited": [(edited(doc[a:b], r, vocabulary), (a, b)) for a, b in base],
        "flipped": flipped,
        "absent": [(quote, None) for quote in itertools.islice(absences(doc, out, n, r), n)],
    }


# --- locators: (document, quotes) -> a span or None for each, and CPU seconds; the peers in a venv of their own ----

Spans = list[Span | None]


def ours(doc: str, quotes: list[str]) -> tuple[Spans, float]:
    from summarizer.evidence import Located, locate

    article = warm(doc)[0]
    begun = time.process_time()
    found = [locate(quote, article) for quote in quotes]
    seconds = time.process_time() - begun
    return [(f.spans[0][0], f.spans[-1][1]) if isinstance(f, Located) else None for f in found], seconds


def warm(doc: str) -> tuple[object, float]:
    """An article with all that is worked out once, and the CPU seconds that took."""
    from summarizer.article import Article
    from summarizer.evidence import locate

    article = Article(doc)
    _ = article.sentences  # the split is the article's, not the locator's
    begun = time.process_time()
    locate("these words of all words stand nowhere", article)
    return article, time.process_time() - begun


def langextract(doc: str, quotes: list[str], budget: float, **how: bool) -> tuple[Spans, float]:
    from langextract import resolver
    from langextract.core import data

    found: Spans = []
    begun = time.process_time()
    for at in range(0, len(quotes), 20):
        extractions = [data.Extraction("quote", quote) for quote in quotes[at : at + 20]]
        list(resolver.Resolver().align(extractions, doc, 0, 0, **how))
        places = [extraction.char_interval for extraction in extractions]
        found += [(place.start_pos, place.end_pos) if place else None for place in places]
        if time.process_time() - begun > budget:
            break
    return found, time.process_time() - begun


def rapidfuzz(doc: str, quotes: list[str], budget: float) -> tuple[Spans, float]:
    from rapidfuzz import fuzz

    marks = str.maketrans("“”„‘’‚–—−\u00a0\n", "\"\"\"'''---  ")
    begun = time.process_time()
    text, found = doc.translate(marks).lower(), []
    for quote in quotes:
        wanted = quote.translate(marks).lower()
        place = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=80)
        found.append((place.dest_start, place.dest_end) if place else None)
        if time.process_time() - begun > budget:
            break
    return found, time.process_time() - begun


PEER: dict[str, Callable[[str, list[str], float], tuple[Spans, float]]] = {
    "langextract": langextract,
    "langextract, no lesser": lambda doc, quotes, budget: langextract(doc, quotes, budget, accept_match_lesser=False),
    "rapidfuzz": rapidfuzz,
}


def serve() -> None:
    """In the peers' environment: one request a line in, one answer a line out."""
    for line in sys.stdin:
        name, doc, quotes, budget = json.loads(line)
        found, seconds = PEER[name](doc, quotes, budget)
        print(json.dumps([found, seconds]), flush=True)


def peers() -> subprocess.Popen[str] | None:
    """The process that answers for the peers, or None, with a line that says why."""
    python = PEERS / "bin" / "python"
    try:
        if not python.exists():
            venv.create(PEERS, with_pip=True)
        have = subprocess.run([python, "-c", "import langextract, rapidfuzz"], capture_output=True, check=False)
        if have.returncode:
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS]
            subprocess.run(pip, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        print(f"skipped: {' and '.join(PINS)} cannot be installed into {PEERS.relative_to(ROOT)}: {reason}")
        return None
    command = [python, str(Path(__file__).resolve()), "--serve"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(server: subprocess.Popen[str], name: str, doc: str, quotes: list[str], budget: float) -> tuple[Spans, float]:
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps([name, doc, quotes, budget]) + "\n")
    server.stdin.flush()
    found, seconds = json.loads(server.stdout.readline())
    return [tuple(span) if span else None for span in found], seconds


# --- the table -----------------------------------------------------------------------------------------------


def overlap(a: Span, b: Span) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (a[1] - a[0] + b[1] - b[0] - shared)


def measure(found: Spans, cases: list[Case]) -> tuple[float, float, float]:
    """Percent right, percent with both edges, percent wrongly accepted."""
    right = edges = wrong = 0
    for span, (_, true) in zip(found, cases, strict=False):
        good = bool(span and true and overlap(span, true) >= 0.8)
        right += good
        edges += bool(span and true and abs(span[0] - true[0]) <= 1 and abs(span[1] - true[1]) <= 1)
        wrong += bool(span) and not good
    return tuple(100 * count / max(len(found), 1) for count in (right, edges, wrong))  # type: ignore[return-value]


HEAD = f"{'prose':9} {'chars':>7}  {'locator':22} | right % {'':16} | edges % {'':16} | wrong %{'':18} | CPU ms a quote"
NAMED = (
    f"{'':41} | {'exact typog elide edite':24} | {'exact typog elide edite':24} | {'of those  flipped  absent':25} | "
)
NAMED += f"{'exact':>7} {'edited':>7} {'absent':>7} {'+index':>7}"


def row(label: str, results: dict[str, tuple[Spans, float]], cases: dict[str, list[Case]], index: float) -> str:
    scores = {name: measure(results[name][0], cases[name]) for name in VARIANTS}
    each = {name: 1000 * seconds / max(len(found), 1) for name, (found, seconds) in results.items()}
    asked = sum(len(found) for found, _ in results.values())
    total = 1000 * (sum(seconds for _, seconds in results.values()) + index) / max(asked, 1)
    right = " ".join(f"{scores[name][0]:5.0f}" for name in VARIANTS[:4])
    edges = " ".join(f"{scores[name][1]:5.0f}" for name in VARIANTS[:4])
    worst = max(scores[name][2] for name in VARIANTS[:4])
    wrong = f"{worst:8.1f} {scores['flipped'][2]:8.1f} {scores['absent'][2]:7.1f}"
    times = " ".join(f"{ms:7.3f}" for ms in (each["exact"], each["edited"], each["absent"], total))
    return f"{label} | {right:24} | {edges:24} | {wrong} | {times}"


def documents(sizes: list[int], folders: list[Path], seed: int) -> Iterator[tuple[str, str, str, list[str]]]:
    """Kind of prose, document, the part that quotes are taken from, and texts held out."""
    for chars in sizes:
        doc = generated(chars, seed)
        yield "generated", doc, doc, [generated(20_000, seed + 1_000)]
    prose, out = real(folders)
    for chars in sizes:
        own = prose[:chars].rsplit(" ", 1)[0] if prose else ""
        if own:
            rest = chars - len(own)
            yield "real", own + ("\n\n" + generated(rest, seed) if rest > 100 else ""), own, out


def sweep(doc: str, cases: dict[str, list[Case]]) -> None:
    """What each threshold of the approximate step lets in."""
    from summarizer import alignment

    kept = alignment.ENOUGH
    for alignment.ENOUGH in (0.0, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        found = {name: ours(doc, [quote for quote, _ in cases[name]])[0] for name in ("edited", "flipped", "absent")}
        shares = {name: 100 * sum(map(bool, spans)) / len(spans) for name, spans in found.items()}
        print(f"  at {alignment.ENOUGH:.2f}: " + ", ".join(f"{name} {share:.1f} %" for name, share in shares.items()))
    alignment.ENOUGH = kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--prose", type=Path, action="append", help="folder of .txt files; seeds/ and fixtures/articles/"
    )
    parser.add_argument("--chars", default="2000,10000,50000,200000", help="lengths of the documents")
    parser.add_argument("--quotes", type=int, default=100, help="quotes of each variant")
    parser.add_argument("--budget", type=float, default=2, help="CPU seconds a peer gets for one variant")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sweep", action="store_true", help="only the threshold of the approximate step")
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        return serve()
    server = None if args.sweep or args.ours else peers()
    folders = args.prose or [ROOT / "seeds", ROOT / "fixtures" / "articles"]
    print("" if args.sweep else f"{HEAD}\n{NAMED}")
    for kind, doc, quotable, out in documents([int(n) for n in args.chars.split(",")], folders, args.seed):
        cases = build(doc, quotable, out, args.quotes, args.seed)
        if args.sweep:
            print(f"{kind}, {len(doc)} characters, accepted:")
            sweep(doc, cases)
            continue
        label, index = f"{kind:9} {len(doc):>7}", warm(doc)[1]
        quotes = {name: [quote for quote, _ in cases[name]] for name in VARIANTS}
        found = {name: ours(doc, quotes[name]) for name in VARIANTS}
        print(row(f"{label}  {'ours':22}", found, cases, index) + f"  (index {1000 * index:.1f} ms)", flush=True)
        for name in PEER if server else ():
            assert server
            found = {variant: ask(server, name, doc, quotes[variant], args.budget) for variant in VARIANTS}
            print(row(f"{label}  {name:22}", found, cases, 0), flush=True)
    if server and server.stdin:
        server.stdin.close()
        server.wait()
    return None


if __name__ == "__main__":
    main()
