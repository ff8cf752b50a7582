# ruff: noqa: E501
"""Places found by list and by pattern, and the place a number is about."""

from __future__ import annotations

import pytest

from helpers.places import find_places, place_of
from helpers.records import Sentence

FOUND = [
    # text, (name, country, basis) of each place that is no demonym
    ("Rain fell in Kyiv.", [("Kyiv", "Ukraine", "capital")]),
    ("Ukraine and Russia met in Turkey.", [("Ukraine", "Ukraine", "country"), ("Russia", "Russia", "country"), ("Turkey", "Turkey", "country")]),
    ("The U.S. sent aid.", [("U.S.", "United States", "country")]),
    ("The White House was told.", [("White House", "United States", "seat")]),
    ("They held the southern port city of Karsk.", [("Karsk", None, "pattern")]),
    ("Homes burned in Karsk. Karsk is small.", [("Karsk", None, "pattern"), ("Karsk", None, "repeated")]),
    ("Rain fell near the village of Orm.", [("Orm", None, "pattern")]),
    ("He fled the Karsk region.", [("Karsk", None, "pattern")]),
    ("Fields in Brenn province are dry.", [("Brenn", None, "pattern")]),
    ("A ship sank off Cape Vale.", [("Cape Vale", None, "pattern")]),
    ("New cases came in the capital, Ulvane, on Friday.", [("Ulvane", None, "pattern")]),
    ("Neighboring Velmora, a country of 9 million, shut its posts.", [("Velmora", None, "pattern")]),
    ("Fighting spread to eastern Lomar and in eastern Lomar it rained.", [("Lomar", None, "repeated"), ("Lomar", None, "pattern")]),
    ("ULVANE, Karsia (Meridian) — It rained.", [("Karsia", None, "pattern")]),
    ("Bombs fell in the southern Odra and Kester areas.", [("Odra", None, "pattern"), ("Kester", None, "pattern")]),
]  # fmt: skip


@pytest.mark.parametrize("case", FOUND, ids=[c[0] for c in FOUND])
def test_a_place_is_found_by_list_or_pattern(case):
    text, expected = case
    found = [p for p in find_places(text) if p.basis not in {"demonym", "anaphor"}]
    assert [(p.name, p.country, p.basis) for p in found] == expected
    assert all(text[p.start : p.end] == p.name for p in found)


NOT_FOUND = [
    "He said in March that it rained.",
    "They met in Parliament on Monday.",
    "It was in English.",
    "She believes in God.",
    "The work is in Phase 2.",
    "He put his trust in President Brenn.",
    "They lost faith in NATO.",
    "The Radio Karsk report.",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_no_place_is_found_where_none_is_named(text):
    assert [p.name for p in find_places(text) if p.basis not in {"demonym", "anaphor"}] == []


def test_a_demonym_is_marked_as_one():
    (place,) = [p for p in find_places("Ukrainian officials spoke.") if p.basis == "demonym"]
    assert (place.name, place.country) == ("Ukrainian", "Ukraine")


NUMBERS = [
    # sentences, the number, kind, (name, basis)
    (["On Monday Russian attacks near Kyiv cut power to more than 80,000 homes."], "80,000", "homes", ("Kyiv", "clause")),
    (["They hold the port city of Karsk.", "Troops have ringed the city, trapping 160,000 people."], "160,000", "trapped", ("Karsk", "carried")),
    (["Tanks rolled into Peru, hoping to oust the government in Lima.", "The fighting has already killed 20,000 people."], "20,000", "killed", ("Peru", "carried")),
    (["They hold the city of Karsk.", "Rain fell.", "Shells had turned a city once home to 450,000 people to dust."], "450,000", "population", ("Karsk", "carried")),
    (["Fighters went to eastern Lomar, where they are to deploy 1,000 men in eastern Lomar."], "1,000", "troops", ("Lomar", "clause")),
    (["Trucks got into Karsk.", "It counted 1,100 people in schools.", "A further 300 were in the station."], "300", "displaced", ("Karsk", "carried")),
    (["Rain fell in Karsk.", "The ministry said 412 patients were in hospital."], "412", "affected", (None, None)),
    (["Officials in the border town of Kesh said 500 people came."], "500", "refugees", ("Kesh", "clause")),
    (["Dr. Brenn, who leads the team in Ulvane, said 5,000 may be ill."], "5,000", "affected", (None, None)),
    (["Ukrainian officials said 31 died."], "31", "killed", (None, None)),
    (["Moscow said 40 soldiers died."], "40", "killed", (None, None)),
    (["She told reporters in Karsk that 15,000 men had left."], "15,000", "other", (None, None)),
    (["He proposed $6 billion in funding to Ukraine."], "6", "money", (None, None)),
    (["It will cut rations in Lomar by 40 percent."], "40", "percent", ("Lomar", "clause")),
    (["In Karsk, said Tom Vale, 61, it rained."], "61", "age", (None, None)),
    (["In the village of Orm, six children died in three days."], "three", "duration", (None, None)),
    (["In the village of Orm, six children died."], "six", "killed", ("Orm", "clause")),
    (["Ortaga, an island state of 1.2 million people, lies far off."], "1.2", "population", ("Ortaga", "clause")),
]  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS, ids=[c[0][-1] for c in NUMBERS])
def test_a_number_has_the_place_that_the_text_gives_it(case):
    parts, number, kind, expected = case
    text, sentences, at = " ".join(parts), [], 0
    for part in parts:
        sentences.append(Sentence(at, at + len(part), 0))
        at += len(part) + 1
    start = text.index(number)
    index = next(i for i, s in enumerate(sentences) if s.start <= start < s.end)
    name, begin, basis = place_of(
        index, start, start + len(number), sentences, find_places(text), text=text, kind=kind
    )
    assert (name, basis) == expected
    assert name is None or text[begin:].startswith(name)


ZOO = [
    "",
    " ",
    "in",
    "In Karsk of the " * 3000,
    "\ud800 in \udfff",
    '"' * 10_000,
    "Karsk " * 5000,
    "the city of " * 3000,
    "в Киеве",
]


@pytest.mark.parametrize("text", ZOO, ids=range(len(ZOO)))
def test_any_string_gives_places_in_order(text):
    places = find_places(text)
    assert [p.start for p in places] == sorted(p.start for p in places)
    place_of(0, 0, 1, [Sentence(0, len(text), 0)], places, text=text, kind="killed")
    assert place_of(0, 0, 1, [], places, text=text) == (None, None, None)
