"""The gazetteer: which place a printed name means."""

import pytest

from helpers.places.gazetteer import fold, lookup


@pytest.mark.parametrize(
    ("name", "near", "country", "kind"),
    [
        ("Odessa", [], "Ukraine", "city"),
        ("Odessa", ["United States"], "United States", "city"),
        ("Paris", ["United States"], "France", "city"),
        ("Georgia", [], "Georgia", "country"),
        ("Georgia", ["United States"], "United States", "division"),
        ("the Netherlands", [], "Netherlands", "country"),
        ("U.S.", [], "United States", "country"),
        ("West Bengal", [], "India", "division"),
        ("Idlib province", [], "Syria", "division"),
        ("Los Angeles County", [], "United States", "division"),
        ("Qamishli", [], "Syria", "city"),
        ("Bermuda", [], "Bermuda", "country"),
        ("Kraków", [], "Poland", "city"),
        ("Krakow", [], "Poland", "city"),
    ],
)
def test_a_name_means_the_larger_place_or_the_one_whose_country_is_near(name, near, country, kind):
    found = lookup(name, near)
    assert (found.country, found.kind) == (country, kind)


def test_what_stands_behind_the_comma_decides():
    assert lookup("Lebanon", within=lookup("Ohio")).admin1 == "OH"
    assert lookup("Lebanon", within=lookup("Texas")) is None


@pytest.mark.parametrize("name", ["Brenn-on-Karsk", "", "…"])
def test_what_no_list_knows_is_none(name):
    assert lookup(name) is None


def test_a_name_is_compared_without_case_accents_and_apostrophes():
    assert fold("Sana‘ā’") == fold("SANA'A") == "sanaa"
