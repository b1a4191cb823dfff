"""Any bytes give a document, an answer or a briefing, or our own error, never another exception.

The same targets as `make fuzz` has, from the same seeds, without atheris; how long grown inputs take, that measures.
"""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.growth import GROWN
from fuzz.mutation import mutated, scrambled
from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from tests.readers.made import columns, pdf, prose
from tests.support import answers

CHECKED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("name", TARGETS)
def test_good_inputs_are_taken(name: str) -> None:
    assert all(TARGETS[name](seed) for seed in seeds(name))


@pytest.mark.parametrize("name", TARGETS)
@CHECKED
@given(data=st.binary(max_size=400))
def test_any_bytes_to_any_target(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
@CHECKED
@given(seed=st.integers(0, 2**32))
def test_spoilt_inputs_to_their_target(name: str, seed: int) -> None:
    rng = random.Random(seed)
    data = rng.choice(seeds(name))
    for _ in range(rng.randint(1, 3)):
        data = mutated(name, data, rng, lambda part: scrambled(part, rng))
    TARGETS[name](data)


@pytest.mark.parametrize("name", GROWN)
def test_hostile_inputs_end(name: str) -> None:
    target, grown = GROWN[name]
    for pieces in (0, 1, 50, 2_000):
        TARGETS[target](grown(pieces))


def test_a_large_page_of_columns_is_set_out() -> None:
    page = [(x, y, "a b c") for y in range(10, 280, 3) for x in range(5, 200, 12)]
    assert TARGETS["pdf"](pdf([page, prose()]))
    assert TARGETS["pdf"](columns(by_row=False))


FOUND = {
    "half of a character in an id": ("rows", b'{"id": "\\ud800", "text": "Two shafts were shut."}'),
    "a line end in a feed's link": (
        "feed",
        b"<rss><channel><item><link>a\nb</link><description>x</description></item></channel></rss>",
    ),
    "half of a character in the address of an item without a text": ("ninjs", b'{"uri": "\\ud800", "bodies": []}'),
    "a name that begins with what cannot be seen": ("rows", b'{"outlet": "\\u0000 rg", "text": "x"}'),
    "blanks before a bar": (
        "answer-2",
        json.dumps({**answers.empty(), "claims": ["c1 a1 assertion certain" + " " * 500_000 + "x"]}).encode(),
    ),
    "a control character in a date": ("rows", b'{"published": "2031-03-10T08:00:00\\u0018Z", "text": "x"}'),
    "half of a character in a briefing": (
        "briefing",
        seeds("briefing")[0].replace(b'"parameters": {}', b'"parameters": {"a": "\\ud800"}'),
    ),
}
"""What the fuzzers have found, made small."""


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_stays_mended(name: str) -> None:
    target, data = FOUND[name]
    TARGETS[target](data)
