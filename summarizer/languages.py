"""In which of the languages that have a lexicon a text is written, other than English; None where that is not sure.

By script first, then by letters and by the commonest words, counted against those of the languages one could be
taken for. Near neighbours (Bulgarian, Belarusian, Portuguese, Catalan, Persian, Japanese, Chinese in traditional
characters) are None: a lexicon of another language would raise false alarms, and that none was used is told.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

NAMES = {
    "en": "English",
    "ru": "Russian",
    "uk": "Ukrainian",
    "zh": "Chinese",
    "ar": "Arabic",
    "fr": "French",
    "es": "Spanish",
    "de": "German",
}
"""The languages that have a lexicon, by primary tag."""
ENGLISH, SAME = "en", "same"
"""What statements are written in where nothing is said, and the article's own language."""
ASKED = (ENGLISH, SAME, *(tag for tag in NAMES if tag != ENGLISH))
"""What can be asked for as the language of the statements: one in which rules can read them, or the article's."""
SAMPLE = 20_000
"""Characters of a text that are looked at."""
FEWEST_WORDS, FEWEST_SIGNS = 20, 30
"""Words, or characters of Chinese, from which a language can be told."""
SCRIPT, SURE, AHEAD = 0.7, 0.18, 1.2
"""Least share of the letters in one script; of the words that are common ones; and that share against the "
"next one's."""

_ANY = re.compile("[\u00a1\u00bf\u00c0-\u024f\u0400-\u052f\u0620-\u06d3\u4e00-\u9fff]")
"""A text without any of these is read as English or not at all."""
_SCRIPTS = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Arabic": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "Han": re.compile("[\u3400-\u9fff]"),
    "other": re.compile("[\u0370-\u03ff\u0530-\u05ff\u0900-\u0fff\u1100-\u11ff\u3040-\u30ff\uac00-\ud7af]"),
}
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = """
en: the of and to in a an that is was for on with as by at from it be are were has have had not he his said
de: der die das und den von zu mit sich des auf für ist im dem nicht ein eine einen einem einer als auch es an hat
    war dass sie er werden nach bei aus wie am oder sei haben
fr: de la le les et des en un une du que qui dans est pour par pas au aux ne sur il elle plus ce cette a à été ont
    son sa ses se avec l d s n qu mais nous
es: de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ha o este sí fue ya
    han también dijo según ese esa está hay
pt: de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou foi são
    ser
it: di e il la che in a per un è del non una i le con da si al dei della sono nel come ha lo gli più alla l anche ma
    ai
ca: de la i el que a en els les del un una per amb no es és al dels va ha ser com més o però d l s seva seu aquesta
gl: de a e o que do da en os as un unha non por se para con no na máis como é dos das ao foi seu súa pero
nl: de het een en van in te dat die is op voor met niet aan er zijn was bij ook als maar door naar heeft om uit
ro: de și în a la cu o un pe nu din că care este pentru mai se au fi fost sa ale lui prin sau dar
sv: och att det i en som på är av för med den till inte har de om ett han men var jag från vi så kan
da: og at det i en som på er af for med den til ikke har de om et han men var fra vi så kan der
pl: i w na z do nie się to że jest o jak po od za a ale przez dla oraz był są tego
ru: и в не на что с по как это он но к из у за от для же его о все было она а мы так или они бы до при если
uk: і в не на що з у до та за це як про від але його й для є він по вона вони ми або які якщо бути було також а
bg: на и в от се за да не по с че е това са като но до към си ще го му още при след
ar: في من على أن إن إلى عن التي الذي هذا هذه لم لا ما مع كان بعد أو قد كما قال ولم وقال بين كل ذلك هو هي أنه أنها
"""
"""A language a paragraph: its tag, and words that make up a large part of any of its texts."""
_PROFILES = {entry[:2]: frozenset(entry[3:].split()) for entry in re.split(r"\n(?! )", _COMMON.strip())}
_LATIN = ("de", "fr", "es", "en", "pt", "it", "ca", "gl", "nl", "ro", "sv", "da", "pl")
_SCRIPT_OF = {"ru": "Cyrillic", "uk": "Cyrillic", "zh": "Han", "ar": "Arabic"}
_RUSSIAN, _UKRAINIAN = re.compile("[ыэъЫЭЪ]"), re.compile("[іїєґІЇЄҐ]")
_OTHER_CYRILLIC = re.compile("[ўЎјљњћџђѓќѕәғқңөұүһЈЉЊЋЏЂЃЌЅӘҒҚҢӨҰҮҺ]")
_OTHER_ARABIC = re.compile("[پچژگکیٹڈڑںےہھېډړښڼۆێڵ]")
_FUNCTION = re.compile("[的了是在不有他她这和对说]")
_TRADITIONAL, _SIMPLIFIED = (
    re.compile("[們說這個來時會國發對學開關還後過長東車門問]"),
    re.compile("[们说这个来时会国发对学开关还后过长东车门问]"),
)


def called(asked: str) -> str:
    """How a prompt calls one of `ASKED`."""
    return "the language of the article" if asked == SAME else NAMES[asked]


@lru_cache(maxsize=64)
def language_of(text: str) -> str | None:
    """The primary tag of a language of `NAMES` other than English; None for English and for what is not sure."""
    if text.isascii() or not _ANY.search(text):
        return None
    sample = text[:SAMPLE]
    letters = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    if letters[script] < SCRIPT * sum(letters.values()):
        return None
    if script == "Han":
        return _chinese(sample, letters["Han"])
    if script == "Latin":
        return _told(sample, _LATIN)
    if script == "Cyrillic":
        return _cyrillic(sample, letters["Cyrillic"])
    foreign = len(_OTHER_ARABIC.findall(sample))
    return _told(sample, ("ar",), least=0.1) if script == "Arabic" and foreign < 0.005 * letters["Arabic"] else None


def script_of(text: str) -> str | None:
    """The script most letters of a text are in; None for a text without letters."""
    letters = {name: len(pattern.findall(text[:SAMPLE])) for name, pattern in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    return script if letters[script] else None


def likelier(text: str, one: str, other: str) -> str | None:
    """Which of two languages, of different script or both in Latin letters, a short text is in; None where unsure."""
    letters = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    scripts = {_SCRIPT_OF.get(tag, "Latin"): tag for tag in (one, other)}
    if len(scripts) == 2:
        here = max(letters, key=lambda name: letters[name])
        return scripts.get(here) if letters[here] > 0.6 * sum(letters.values()) else None
    words = Counter(_WORD.findall(text.lower()))
    first, second = (sum(words[word] for word in _PROFILES[tag] & words.keys()) for tag in (one, other))
    if max(first, second) < 2 * min(first, second) or first == second:
        return None
    return one if first > second else other


def _chinese(sample: str, signs: int) -> str | None:
    """Chinese in simplified characters, by its function words; kana have been counted as another script."""
    plain, other = len(_SIMPLIFIED.findall(sample)), len(_TRADITIONAL.findall(sample))
    common = len(_FUNCTION.findall(sample))
    return "zh" if signs >= FEWEST_SIGNS and common >= 0.03 * signs and other <= 0.1 * plain else None


def _cyrillic(sample: str, letters: int) -> str | None:
    russian, ukrainian = len(_RUSSIAN.findall(sample)), len(_UKRAINIAN.findall(sample))
    if len(_OTHER_CYRILLIC.findall(sample)) > 0.002 * letters:
        return None
    told = _told(sample, ("ru", "uk", "bg"), least=0.1)
    own, foreign = (russian, ukrainian) if told == "ru" else (ukrainian, russian)
    return told if own > 0.005 * letters and foreign <= 0.1 * own else None


def _told(sample: str, tags: tuple[str, ...], *, least: float = SURE) -> str | None:
    """That of the languages whose common words are most, if they are enough and clearly more than any other's."""
    words = Counter(_WORD.findall(sample.lower()))
    count = words.total()
    if count < FEWEST_WORDS:
        return None
    shares = {tag: sum(words[word] for word in _PROFILES[tag] & words.keys()) / count for tag in tags}
    best, *others = sorted(shares, key=lambda tag: -shares[tag])
    ahead = all(shares[best] >= AHEAD * shares[other] for other in others)
    return best if best in NAMES and best != "en" and shares[best] >= least and ahead else None
