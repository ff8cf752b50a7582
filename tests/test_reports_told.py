"""Who is behind a number: reports told from acts, contents whole, figures that count on."""

from __future__ import annotations

import datetime as dt

import pytest

from helpers import tables_of
from helpers.loading import article_from_text

DAY = dt.date(2024, 5, 6)


def reporters(text: str) -> dict[str, str | None]:
    """The number's words to the name of its source, None where nobody is named."""
    tables = tables_of(article_from_text(text, published=DAY))
    names = dict(zip(tables.sources.source_id, tables.sources["name"], strict=True))
    rows = zip(tables.numbers.text, tables.numbers.source_id, strict=True)
    return {number: names.get(source) for number, source in rows}


def source_named(text: str, name: str):
    """The row of a source by its name."""
    sources = tables_of(article_from_text(text, published=DAY)).sources
    return sources[sources["name"] == name].iloc[0]


COUNTED_ON = [
    ("The nurse said 14 people were hurt. Nine of them are still in hospital.", "Nine"),
    ("Police said 31 homes burned. Twelve were insured.", "Twelve"),
    ("The union said 80 workers fell ill. Others had lost as much as $300 in pay.", "$300"),
    ("The mayor said 40 pupils were missing. Six of those are under 10.", "Six"),
]


@pytest.mark.parametrize(("text", "number"), COUNTED_ON, ids=lambda value: value[:24])
def test_a_part_of_what_was_counted_is_carried(text, number):
    found = reporters(text)
    assert found[number] is not None


NOT_COUNTED_ON = [
    ("The nurse said 14 people were hurt. Nine banks closed on Monday.", "Nine"),
    ("Police said 31 homes burned. The match drew 4,000 people.", "4,000"),
]


@pytest.mark.parametrize(("text", "number"), NOT_COUNTED_ON, ids=lambda value: value[:24])
def test_a_new_subject_is_nobodys(text, number):
    assert reporters(text)[number] is None


ACTS = [
    "The senate passed a package of $40 billion on Friday.",
    "The runner set a record of 9.8 seconds in June.",
    "The premier called an election for 8 December.",
    "Two gunmen claimed the lives of 33 people in the capital.",
]


@pytest.mark.parametrize("text", ACTS)
def test_an_act_is_no_report(text):
    assert set(reporters(text).values()) == {None}


REPORTS = [
    ("The senate said a package of $40 billion would pass.", "$40 billion", "senate"),
    ("The clinic reported 33 deaths in the capital.", "33", "clinic"),
    ("The bank expects growth of 3 percent.", "3", "bank"),
]


@pytest.mark.parametrize(("text", "number", "name"), REPORTS, ids=lambda value: value[:20])
def test_a_report_is_one(text, number, name):
    found = reporters(text)
    assert name in (found.get(number) or found[f"{number} percent"])


def test_who_says_a_part_of_a_quotation_says_all_of_it():
    text = (
        'Coach Lena Abt said, "It was a good day. We sold 4,200 tickets. '
        'Nobody was hurt, and 12 buses came."'
    )
    assert set(reporters(text).values()) == {"Lena Abt"}


def test_a_quotation_goes_on_in_the_next_paragraph():
    text = (
        'Coach Lena Abt said, "It was a good day for all of us here.\n\n'
        '"We sold 4,200 tickets and had 12 buses."'
    )
    assert set(reporters(text).values()) == {"Lena Abt"}


def test_a_content_goes_on_to_the_end_of_its_clause():
    found = reporters("Governor Ada Brenn promised to reopen the bridge by 22 June.")
    assert set(found.values()) == {"Ada Brenn"}


FIGURES = [
    ("The Southern Command put its own dead at 38.", "Southern Command"),
    ("The ministry put the injured at 45.", "ministry"),
    ("The bank put growth at 2.1 percent.", "bank"),
    ("The insurers put losses at between 120 million and 150 million euros.", "The insurers"),
]


@pytest.mark.parametrize(("text", "name"), FIGURES, ids=lambda value: value[:24])
def test_who_puts_something_at_a_figure_tells_it(text, name):
    assert set(reporters(text).values()) == {name}


def test_officers_put_at_stations_are_nobodys():
    assert set(reporters("Police placed officers at 12 stations.").values()) == {None}


def test_respondents_are_those_of_the_poll():
    found = reporters(
        "A survey by the Norland Institute found that 61 percent of voters back the deal. "
        "The government has not commented. Some 12 percent of respondents were undecided."
    )
    assert len(set(found.values())) == 1 and None not in found.values()


def test_those_interviewed_by_the_police_are_no_poll():
    found = reporters("Police held 61 people. About 12 percent of those interviewed were minors.")
    assert set(found.values()) == {None}


NAMES = [
    ("The Coastal Farmers Alliance, a lobby group, estimates that 40 farms burned.",
     "Coastal Farmers Alliance", "organisation"),
    ("“We ran,” said Amadou, 31. He said 9 people had been in the van.", "Amadou", "named_person"),
    ("Governor of New South Wales Margaret Beazley said 12 died.",
     "Margaret Beazley", "named_person"),
    ("Mayor of Koszalin Piotr Lis said 12 died.", "Piotr Lis", "named_person"),
    ("The director of Lagos State University said 12 died.",
     "The director of Lagos State University", "unnamed_person"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "naming"), NAMES, ids=lambda value: value[:20])
def test_a_source_is_named_as_printed(text, name, naming):
    assert source_named(text, name).naming == naming


TYPES = [
    ("Former president Karl Ost said 12 died.", "Karl Ost", "political"),
    ("President Karl Ost said 12 died.", "Karl Ost", "government"),
    ("Prime Minister Dr. Karl Ost said 12 died.", "Karl Ost", "government"),
    ("UN director-general Karl Ost said 12 died.", "Karl Ost", "intergovernmental"),
    ("General Karl Ost said 12 died.", "Karl Ost", "military"),
]


@pytest.mark.parametrize(("text", "name", "kind"), TYPES, ids=lambda value: value[:20])
def test_an_office_tells_the_type(text, name, kind):
    assert source_named(text, name).source_type == kind


def test_a_people_is_no_person():
    text = "Maltese police officials said on Monday that 12 people died."
    assert source_named(text, "Maltese police officials").country == "Malta"


def test_two_offices_are_two_men():
    found = reporters(
        "The mayor, Raul Benz, said 6,000 people had left. "
        "The governor of Entre Rios said 9,000 might."
    )
    assert found["6,000"] == "Raul Benz" != found["9,000"] is not None
