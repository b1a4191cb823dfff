"""`summarizer scan`: what rules alone see, without a key."""

from __future__ import annotations

import json

from tests.cli.place import Place


def test_scan_lists_sentence_kind_speaker_and_cue(place: Place) -> None:
    result = place.run("scan", "article.txt")
    assert result.exit_code == 0
    assert "[5] denies   Both the Brask company and ministry officials “denied”" in result.stdout
    assert "[6] declines company spokesman Odo Varr “refused to comment”" in result.stdout
    assert "[7] expert   Lena Okt “said”" in result.stdout


def test_scan_as_json_and_on_bad_input(place: Place) -> None:
    found = json.loads(place.run("scan", "article.txt", "--json").stdout)
    assert {entry["kind"] for entry in found} == {"says", "denies", "declines", "expert"}
    assert place.run("scan", "nothing.txt").exit_code == 3
