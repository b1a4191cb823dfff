"""An invented hearing of 200 pages with 40 speakers, and who says what in it: every answer here is `written`.

A seeded generator writes both at once, so the truth is known: who claims what, who denies which claim (often a hundred
pages on), who declines to comment. Two speakers bear one surname; after their first words all others are called by
theirs.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.article import Article

FIRST = """Ansa Bero Cilia Dorn Edda Falk Gisa Hanno Ilke Jorun Kalle Lioba Merit Nils Orla Pavo Quirin Runa Sven Tilda
Ulf Vera Wanda Xeno Yrsa Zeno Arvid Birte Ciro Dagny Egil Frida Gorm Hedda Ivar Jutta Knut Levke Milo Nanna""".split()
LAST = """Abrik Belmar Corvan Drusk Elvang Fennor Grell Hovik Istad Jorvik Kessel Lomm Marrek Norvik Ostrup Pellin
Quist Rusk Sandvar Tarvin Ullmar Vask Wendt Yorvan Zellin Askov Brennik Castor Dalvik Erlund Fjell Grunov Hestmar Idvik
Jarnov Kolstad Lindrup Mosvik Nordal Mosvik""".split()
ROLES = """harbour master,pump engineer,crane driver,night watchman,ship's cook,tug captain,lock keeper,store clerk,
welder,surveyor""".replace("\n", "").split(",")
SIDES = "northern southern eastern western upper lower outer inner".split()
THINGS = "pump gate crane valve boiler winch ladder bridge tank lamp".split()
PLACES = "Korvik Tessel Brandal Oster Mellin Sorrel Varde Hammar Lunden Skarn".split()
DEEDS = (
    "had lost {n} litres of oil",
    "had stopped for {n} minutes",
    "had been repaired {n} times",
    "had moved {n} crates",
    "had used {n} metres of chain",
    "had broken {n} bolts",
)
VOICE = (
    "The hall was full and the windows were open.",
    "Rain fell on the roof for most of the morning.",
    "Copies of the plans lay on the long table by the door.",
    "The clock above the bench had stopped at ten.",
    "A map of the harbour hung on the wall behind the bench.",
    "The next page of the log was blank.",
)
CLOSING = "The hearing goes on next week."


@dataclass(frozen=True)
class Hearing:
    """The text, the whole answer, and by denial the claim it answers; ids as in the answer."""

    article: Article
    answer: dict[str, Any]
    denied: dict[str, str]


@lru_cache(maxsize=4)
def hearing(characters: int = 400_000, seed: int = 7) -> Hearing:
    """About so many characters of an invented hearing."""
    return _Writer(random.Random(seed), characters).write()


class _Writer:
    def __init__(self, chance: random.Random, characters: int) -> None:
        self._chance, self._most = chance, characters
        self._paragraphs = ["Inquiry into the harbour works sits for forty days"]
        self._number, self._length = 1, 0
        self._lists: dict[str, list[dict[str, Any]]] = {name: [] for name in ("claims", "denials", "other_responses")}
        self._known: set[int] = set()
        self._open: list[tuple[dict[str, Any], str]] = []
        self._denied: dict[str, str] = {}
        self._used: set[str] = set()

    def write(self) -> Hearing:
        while self._length < self._most:
            self._paragraph()
        actors = [
            {"id": f"a{n + 1}", "name": f"{first} {last}", "kind": "person", "role": self._role(n), "aliases": []}
            for n, (first, last) in enumerate(zip(FIRST, LAST, strict=True))
            if n in self._known
        ]
        text = "\n\n".join([*self._paragraphs, CLOSING]) + "\n"
        line = {"text": f"{FIRST[0]} {LAST[0]} and others spoke about the harbour works.", "rests_on": ["c1"]}
        answer = {"actors": actors, **self._lists, "analyst_views": [], "bottom_line": [line]}
        return Hearing(Article(text), answer, self._denied)

    def _role(self, speaker: int) -> str:
        return f"{'second' if speaker % 4 > 1 else 'chief'} {ROLES[speaker % len(ROLES)]} at {PLACES[speaker // 4]}"

    def _paragraph(self) -> None:
        sentences = [self._sentence() for _ in range(self._chance.randint(3, 6))]
        self._paragraphs.append(" ".join(sentences))
        self._length += len(self._paragraphs[-1]) + 2

    def _sentence(self) -> str:
        self._number += 1
        draw = self._chance.random()
        if draw < 0.8:
            return self._chance.choice(VOICE)
        speaker = self._chance.randrange(len(FIRST))
        if draw < 0.92:
            return self._claim(speaker)
        if draw < 0.96:
            return self._denial(speaker) or self._claim(speaker)
        return self._refusal(speaker)

    def _name(self, speaker: int) -> str:
        full = f"{FIRST[speaker]} {LAST[speaker]}"
        if speaker not in self._known:
            self._known.add(speaker)
            return f"{full}, {self._role(speaker)},"
        return full if LAST.count(LAST[speaker]) > 1 else LAST[speaker]

    def _claim(self, speaker: int) -> str:
        said = ""
        while not said or said in self._used:
            deed = self._chance.choice(DEEDS).format(n=self._chance.randint(11, 989))
            said = f"the {self._chance.choice(SIDES)} {self._chance.choice(THINGS)} at {self._chance.choice(PLACES)} {deed}"
        self._used.add(said)
        claim = {
            "id": f"c{len(self._lists['claims']) + 1}",
            "speaker": f"a{speaker + 1}",
            "kind": "assertion",
            "statement": said[0].upper() + said[1:],
            "certainty": "certain",
            "evidence": [f"[{self._number}] {said}"],
        }
        self._lists["claims"].append(claim)
        self._open.append((claim, said))
        return f"{self._name(speaker)} said that {said}."

    def _denial(self, speaker: int) -> str:
        others = [entry for entry in self._open if entry[0]["speaker"] != f"a{speaker + 1}"]
        if not others:
            return ""
        claim, said = others[self._chance.randrange(len(others))]
        self._open.remove((claim, said))
        name = f"d{len(self._lists['denials']) + 1}"
        self._lists["denials"].append(
            {
                "id": name,
                "speaker": f"a{speaker + 1}",
                "kind": "flat",
                "denied": [claim["statement"]],
                "answers": [{"claim": claim["id"], "fit": "exact", "why": None}],
                "evidence": [f"[{self._number}] denied that {said}"],
            }
        )
        self._denied[name] = claim["id"]
        return f"{self._name(speaker)} denied that {said}."

    def _refusal(self, speaker: int) -> str:
        topic = ""
        while not topic or f"{speaker} {topic}" in self._used:
            topic = f"the {self._chance.choice(SIDES)} {self._chance.choice(THINGS)} at {self._chance.choice(PLACES)}"
        self._used.add(f"{speaker} {topic}")
        self._lists["other_responses"].append(
            {
                "id": f"r{len(self._lists['other_responses']) + 1}",
                "speaker": f"a{speaker + 1}",
                "kind": "refused_to_comment",
                "topic": topic,
                "answers": [],
                "evidence": [f"[{self._number}] declined to comment"],
            }
        )
        return f"Asked about {topic}, {self._name(speaker)} declined to comment."
