"""The cue lexicon: its closed words, and what a cue as printed says about the claim."""

from __future__ import annotations

import pytest

from helpers import vocabulary
from helpers.attribution import CueFeatures, cue_features

KINDS = {"says", "believes", "wants", "expects", "denies", "appears", "reports", "other"}
CHANNELS = {
    "said",
    "written",
    "press_report",
    "document",
    "observed",
    "told_reporter",
    "unstated",
}
MODALITIES = {
    "asserted",
    "possible",
    "expected",
    "planned",
    "proposed",
    "alleged",
    "conditional",
}
TAKES = set("quote that wh bare trail told to ing object as figure seem seemlike".split())


def entries():
    lexicon = vocabulary.load("cues")
    for table in ("verbs", "passives", "adverbs", "nouns", "phrases"):
        for lemma, entry in lexicon[table].items():
            yield f"{table}.{lemma}", entry


@pytest.mark.parametrize(("lemma", "entry"), list(entries()), ids=[n for n, _ in entries()])
def test_every_entry_uses_closed_words_only(lemma, entry):
    assert entry["kind"] in KINDS
    assert entry.get("channel", "said") in CHANNELS
    assert entry.get("polarity", "asserts") in {"asserts", "denies"}
    assert entry.get("modality", "asserted") in MODALITIES
    if lemma.startswith("verbs."):
        assert len(entry["forms"].split()) == 5
        assert set(entry["takes"].split()) <= TAKES


CUES = [
    ("said", CueFeatures("says", "said", "asserts", "asserted")),
    ("has also said", CueFeatures("says", "said", "asserts", "asserted")),
    ("according to", CueFeatures("says", "said", "asserts", "asserted")),
    ("According to", CueFeatures("says", "said", "asserts", "asserted")),
    ("told", CueFeatures("says", "said", "asserts", "asserted")),
    ("wrote on Monday", CueFeatures("says", "written", "asserts", "asserted")),
    ("denied", CueFeatures("denies", "said", "denies", "asserted")),
    ("played down", CueFeatures("denies", "said", "denies", "asserted")),
    ("swatted away", CueFeatures("denies", "said", "denies", "asserted")),
    ("has repeatedly dismissed", CueFeatures("denies", "said", "denies", "asserted")),
    ("declined to comment", CueFeatures("denies", "said", "denies", "asserted")),
    ("refused to say", CueFeatures("denies", "said", "denies", "asserted")),
    ("did not say", CueFeatures("says", "said", "denies", "asserted")),
    ("didn’t say", CueFeatures("says", "said", "denies", "asserted")),
    ("still believe", CueFeatures("believes", "unstated", "asserts", "asserted")),
    ("do not think", CueFeatures("believes", "unstated", "denies", "asserted")),
    ("wants", CueFeatures("wants", "unstated", "asserts", "proposed")),
    ("are hoping", CueFeatures("wants", "unstated", "asserts", "expected")),
    ("has demanded", CueFeatures("wants", "unstated", "asserts", "proposed")),
    ("is expected", CueFeatures("expects", "unstated", "asserts", "expected")),
    ("were said to", CueFeatures("says", "said", "asserts", "alleged")),
    ("are suspected of", CueFeatures("believes", "unstated", "asserts", "alleged")),
    ("are suspected", CueFeatures("believes", "unstated", "asserts", "alleged")),
    ("reportedly", CueFeatures("reports", "press_report", "asserts", "alleged")),
    ("allegations", CueFeatures("says", "said", "asserts", "alleged")),
    ("reported", CueFeatures("reports", "press_report", "asserts", "asserted")),
    ("appears to", CueFeatures("appears", "unstated", "asserts", "possible")),
    ("estimated", CueFeatures("reports", "said", "asserts", "asserted")),
    ("would say", CueFeatures("says", "said", "asserts", "conditional")),
    ("may say", CueFeatures("says", "said", "asserts", "possible")),
    ("vowed", CueFeatures("says", "said", "asserts", "planned")),
    (":", CueFeatures("other", "said", "asserts", "asserted")),
    ("made a chair", CueFeatures("other", "unstated", "asserts", "asserted")),
    ("", CueFeatures("other", "unstated", "asserts", "asserted")),
]


@pytest.mark.parametrize(("cue", "expected"), CUES, ids=[c[0] or "empty" for c in CUES])
def test_cue_as_printed_gives_its_features(cue, expected):
    assert cue_features(cue) == expected


ADDRESSEES = [
    (" reporters in Tarn", "told_reporter"),
    (" TNA on Monday", "told_reporter"),
    (" the local broadcaster that", "told_reporter"),
    (" the council that reporters lied", "said"),
    (" the council", "said"),
    ("", "said"),
]


@pytest.mark.parametrize(("following", "channel"), ADDRESSEES)
def test_words_to_a_reporter_are_told_reporter(following, channel):
    assert cue_features("told", following=following).channel == channel


@pytest.mark.parametrize("text", ["\ud800", "'" * 500, "said " * 100_000, "\x00", "說"])
def test_any_string_is_answered(text):
    assert cue_features(text).cue_kind in KINDS
