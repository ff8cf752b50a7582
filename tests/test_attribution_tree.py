"""Who said what where the network's one role a word does not tell: asked of the tree."""

from __future__ import annotations

import pytest

from helpers import article_from_text, tables_of


def told(text: str) -> dict[str, tuple[str | None, str | None]]:
    """For each number of the text who reported it, and who relays that."""
    tables = tables_of(article_from_text(text))
    name = dict(zip(tables.sources.source_id, tables.sources.name, strict=True))
    via = dict(zip(tables.claims.claim_id, tables.claims.via_source_id, strict=True))
    return {
        row.text: (name.get(row.source_id), name.get(via[row.claim_id]))
        for row in tables.numbers.itertuples()
    }


REPORTERS = [
    ("inner speaker", "The minister said that doctors had counted 14 dead.", "14", "doctors", None),
    ("belief", "Police said the mayor believed 47 were missing.", "47", "mayor", None),
    ("relayed", "The Harbour Wire reported that inspectors said they saw 52 cracks.", "52",
     "inspectors", "Harbour Wire"),
    ("relayer at the end", "Inspectors said 52 cracks had been found, the Harbour Wire reported.",
     "52", "Inspectors", "Harbour Wire"),
    ("citing", "The UN reported 73 cases, citing doctors.", "73", "doctors", "UN"),
    ("citing first", "Citing port officials, Radio Karsk said 26 boats sank.", "26",
     "port officials", "Radio Karsk"),
    ("according to the press", "According to Reuters, Mayor Ada Brenn said 17 boats sank.", "17",
     "Ada Brenn", "Reuters"),
    ("summing participle", "Four bodies were found, police said, bringing the toll to 19.", "19",
     None, None),
    ("before the summing participle", "Four bodies were found, police said, bringing the toll to "
     "19.", "Four", "police", None),
    ("disputed", "Officials put the toll at 43, the union at 112.", "112", "union", None),
    ("gapped", "Hospitals reported 12 deaths, the police 15.", "15", "police", None),
    ("vote", "The council voted to hire 40 clerks.", "40", None, None),
    ("dateline", "LIMA (AP) - The ministry opened 14 clinics, it said.", "14", "ministry", None),
    ("note", "Source: Karsk Council\n\nKilled - 31\nHurt - 127\n", "31", "Karsk Council",
     None),
]  # fmt: skip


@pytest.mark.parametrize("case", REPORTERS, ids=[case[0] for case in REPORTERS])
def test_a_number_has_its_innermost_reporter(case):
    _, text, number, reporter, via = case
    found, relayer = told(text)[number]
    assert (found or "").removeprefix("The ").removeprefix("the ") == (reporter or "")
    assert (relayer or "").removeprefix("The ").removeprefix("the ") == (via or "")


def test_the_person_just_named_goes_before_an_earlier_speaker():
    text = "Ivan Petrov said 12 mills closed. Tom Brandt was less sure. He said 40 would close."
    assert told(text)["40"][0] == "Tom Brandt"


def test_what_a_speaker_thinks_in_his_own_quotation_is_no_claim_of_its_own():
    tables = tables_of(article_from_text("“I think 40 boats sank,” the mayor said."))
    assert len(tables.claims) == 1


def test_a_relative_pronoun_is_no_content():
    tables = tables_of(article_from_text("They sold a mill, which police said was empty."))
    assert "which" not in [c.lower() for c in tables.claims.text]


@pytest.mark.parametrize("share", ["It was 49% among women.", "Among women, it was 49%."])
def test_shares_run_on_behind_a_poll(share):
    found = told(f"A poll by the Karsk Institute found that 61% were undecided. {share}")
    assert "poll" in (found["49%"][0] or "")


def test_a_count_does_not_run_on_behind_a_poll():
    found = told("A poll by the Karsk Institute found 61% undecided. The match drew 40,000 people.")
    assert found["40,000"][0] is None
