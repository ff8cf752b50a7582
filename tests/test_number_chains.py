"""The chain of each number in words: by value on the first article and on stated tables."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from sample_tables import AWKWARD, FIGURES, Figure, empty_tables, sample_tables
from stated_tables import DATA

from helpers import load_article, tables_of
from helpers.studies.number_chains import COLUMNS, chain_links, chains_of

OWN = "nobody is named: the article’s own voice"


def chain(figure=None, **claim):
    """The chain of the first number of a sample, with these cells of its claim changed."""
    figure = figure or Figure("12 people", "12", "killed", value=12, source="aide")
    others = (Figure("9 people", "9", "killed", source=key) for key in ("paper", "aide"))
    tables = sample_tables((figure, *others), plain_claims=())
    claims, numbers = tables.claims.copy(), tables.numbers.copy()
    for column, value in claim.items():
        claims.loc[0, column] = value
    if "source_id" in claim:
        numbers.loc[0, "source_id"] = claim["source_id"]
    changed = dataclasses.replace(tables, claims=claims, numbers=numbers)
    row = chains_of(changed).to_dict("records")[0]
    return {name: None if pd.isna(cell) else cell for name, cell in row.items()}


# --- the first article -------------------------------------------------------------------


def test_chains_of_the_first_article():
    tables = tables_of(load_article(DATA / "articles" / "moscow-times-2022-03-29.txt"))
    assert list(chains_of(tables)["chain"]) == [
        f"{OWN} → 55-year-old",
        f"{OWN} → an estimated 20,000 people",
        f"{OWN} → more than 10 million",
        "officials said → more than 80,000 homes",
        f"{OWN} → an estimated 160,000 people",
        "according to one senior Ukrainian official → At least 5,000 people",
        "one senior Ukrainian official estimated → possible → may be closer to 10,000",
        "Tetyana Lomakina told → 10 days",
        "Ukraine's foreign ministry saying → 450,000 people",
        "Britain's defenses ministry said → expected → more than 1,000 mercenaries",
        "Joe Biden proposed → $6.9 billion",
        "Joe Biden proposed → $1 billion",
        f"{OWN} → starting from just $2",
    ]


# --- stated tables -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("said", "one senior Norland official said → 12 people"),
        ("told reporters", "one senior Norland official told reporters → 12 people"),
        ("according to", "according to one senior Norland official → 12 people"),
        ("According to", "According to one senior Norland official → 12 people"),
        ("per", "per one senior Norland official → 12 people"),
        ("as per", "as per one senior Norland official → 12 people"),
        ("in the words of", "in the words of one senior Norland official → 12 people"),
        ("persuaded", "one senior Norland official persuaded → 12 people"),
        ("said\n  again", "one senior Norland official said again → 12 people"),
        (None, "one senior Norland official → 12 people"),
    ],
)
def test_cue_stands_after_the_name_or_before_it_where_it_leads_to_a_name(cue, expected):
    assert chain(cue=cue)["chain"] == expected


def test_relay_speaks_the_cue_and_the_teller_stands_before_it():
    row = chain(Figure("12 people", "12", "killed", value=12, source="report", via="paper"))
    assert (row["teller"], row["relay"]) == ("a leaked report", "the Hollin Courier")
    assert row["chain"] == "a leaked report → the Hollin Courier said → 12 people"


def test_relay_without_a_cue_is_a_link_of_its_own():
    figure = Figure("12 people", "12", "killed", source="report", via="paper", cue=None)
    assert chain(figure)["chain"] == "a leaked report → the Hollin Courier → 12 people"


def test_relay_of_a_cue_that_leads_to_a_name():
    figure = Figure("12 people", "12", "killed", source="report", via="paper", cue="according to")
    assert chain(figure)["chain"] == "a leaked report → according to the Hollin Courier → 12 people"


def test_narrator_is_the_articles_own_voice_and_nobody_is_named():
    row = chain(Figure("12 people", "12", "killed", source=None))
    assert (row["teller"], row["cue"]) == ("nobody is named", "the article’s own voice")
    assert row["chain"] == f"{OWN} → 12 people"


def test_mention_that_is_not_resolved_is_quoted_and_said_to_be_so():
    row = chain(source_id=None, source_text="his  aide")
    assert row["teller"] == "“his aide”, not identified"
    assert row["chain"] == "“his aide”, not identified: “said” → 12 people"


def test_cue_without_a_speaker_says_that_nobody_is_named():
    row = chain(source_id=None, source_text=None, cue="reportedly", form="indirect")
    assert (row["teller"], row["cue"]) == ("nobody is named", "reportedly")
    assert row["chain"].startswith("nobody is named")


@pytest.mark.parametrize("cue", ["are believed", "is thought", "were felt"])
def test_cue_without_a_speaker_does_not_run_on_from_nobody(cue):
    row = chain(source_id=None, source_text=None, cue=cue, form="indirect")
    assert row["chain"] == f"nobody is named: “{cue}” → 12 people"


def test_relay_of_nobody_is_not_told_as_the_teller():
    row = chain(source_id=None, source_text=None, via_source_id="aide", form="indirect")
    assert row["relay"] is None
    assert row["teller"] == "nobody is named"


@pytest.mark.parametrize(
    ("modality", "polarity", "firmness"),
    [
        ("asserted", "asserts", None),
        ("possible", "asserts", "possible"),
        ("asserted", "denies", "denied"),
        ("alleged", "denies", "denied, alleged"),
        ("conditional", "asserts", "conditional"),
    ],
)
def test_what_makes_a_figure_less_than_asserted_is_a_link(modality, polarity, firmness):
    figure = Figure(
        "12 people", "12", "killed", source="aide", modality=modality, polarity=polarity
    )
    row = chain(figure)
    assert row["firmness"] == firmness
    told = f" → {firmness}" if firmness else ""
    assert row["chain"] == f"one senior Norland official said{told} → 12 people"


@pytest.mark.parametrize(
    ("cue", "modality", "polarity"),
    [("proposed", "proposed", "asserts"), ("denied", "asserted", "denies")],
)
def test_cue_that_says_how_firmly_is_not_said_twice(cue, modality, polarity):
    figure = Figure(
        "12 people", "12", "killed", source="aide", cue=cue, modality=modality, polarity=polarity
    )
    assert chain(figure)["chain"] == f"one senior Norland official {cue} → 12 people"


def test_figure_is_printed_from_its_hedge_to_what_is_counted():
    row = chain(Figure("at least  12\n people", "12", "killed", "at_least", 12, source="aide"))
    assert row["figure"] == "at least 12 people"


def test_links_of_a_row_are_those_that_its_chain_joins():
    for row in chains_of(sample_tables()).to_dict("records"):
        assert " → ".join(chain_links(row)) == row["chain"]
        assert chain_links(row)[-1] == row["figure"]


# --- the table ---------------------------------------------------------------------------


@pytest.mark.parametrize("figures", [FIGURES, AWKWARD], ids=["sample", "awkward"])
def test_one_row_a_number_in_their_order_and_every_chain_has_a_teller_and_a_figure(figures):
    tables = sample_tables(figures)
    found = chains_of(tables)
    assert list(found["number_id"]) == list(tables.numbers["number_id"])
    assert list(found.columns) == list(COLUMNS)
    assert not found[["teller", "figure", "chain"]].isna().any(axis=None)
    names = set(tables.sources["name"])
    assert set(found["relay"].dropna()) <= names
    assert set(found["teller"]) <= {*names, "nobody is named"}


def test_article_without_numbers_has_no_chains_and_all_columns():
    found = chains_of(empty_tables())
    assert found.empty
    assert list(found.columns) == list(COLUMNS)


def test_chains_leave_the_tables_as_they_were():
    tables = sample_tables()
    before = {name: getattr(tables, name).copy() for name in ("numbers", "claims", "sources")}
    chains_of(tables)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(tables, name), frame)
