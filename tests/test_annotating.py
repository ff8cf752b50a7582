"""Typed annotation: addresses to offsets, and a fault for whatever does not fit."""

from __future__ import annotations

import pytest
import yaml

from helpers.beyond_chance import cohen_kappa
from helpers.errors import InputError
from helpers.measuring.agreement import agreement_of, compare_annotations
from helpers.measuring.annotating import NumberedText, read_annotation, untyped

TEXT = (
    "At least 40 people were hurt in Varn on Monday, police said. “We saw 12 of them,” he said, "
    "and he left.\nIn 2011 a fire reportedly killed nine."
)
NEWS = NumberedText.of(TEXT, "2024-05-08", "Forty hurt")

TYPED = """
article: varn
sources:
  police: {name: police, type: justice, naming: organisation, mentions: ["1: police"]}
  man: {name: he, type: witness, naming: unnamed_person, mentions: ["2#1: he", "2#2: he", "2: We"]}
numbers:
- {at: "1: 40", full: "1: At least 40 people", value: 40, hedge: at_least, unit: person,
   counted: "1: people", kind: injured, place: "1: Varn", as_of: 2024-05-06,
   basis: weekday_resolved, source: police, mention: "1: police"}
- {at: "2: 12", value: 12, unit: person, kind: people, source: man, mention: "2#1: he"}
- {at: "3: nine", value: 9, unit: person, kind: killed, as_of: null, basis: unresolved,
   background: true, form: indirect}
claims:
- {source: police, mention: "1: police", cue: "1: said", content: "1: At least … Monday"}
- {source: man, mention: "2#1: he", cue: "2: said", content: "2: “We … them,”"}
- {cue: "3: reportedly", content: "3: In … nine"}
"""


def read(typed: str = TYPED):
    return read_annotation(yaml.safe_load(typed), NEWS)


def words(span):
    return TEXT[slice(*span)]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("1: 40", "40"),
        ("2#2: he", "he"),
        ("1: At least … Monday", "At least 40 people were hurt in Varn on Monday"),
        ('2: "We … them,"', "“We saw 12 of them,”"),
        ("1-3: hurt … nine", TEXT[TEXT.index("hurt") : TEXT.rindex(".")]),
        ("3: a fire ... nine", "a fire reportedly killed nine"),
    ],
)
def test_an_address_leads_to_its_words(address, found):
    assert words(NEWS.locate(address)) == found


def test_second_occurrence_is_the_second():
    assert NEWS.locate("2#1: he") < NEWS.locate("2#2: he")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("40", "is not an address"),
        ("9: 40", "there are sentences 1 to 3"),
        ("2: he", "stands 2 times in sentence 2; say which"),
        ("2#3: he", "stands 2 times"),
        ("1: 4", "stands 0 times"),
        ("1: At least … Tuesday", "follows 0 times"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(address, said):
    with pytest.raises(InputError, match=said):
        NEWS.locate(address)


def test_rows_have_bounds_days_and_forms_by_rule():
    found = read()
    assert found.faults == []
    first, second, third = found.numbers
    assert (first["value"], first["low"], first["high"]) == (40, 40, None)
    assert (first["as_of"], first["form"], words(first["place"])) == (
        "2024-05-06", "indirect", "Varn",
    )  # fmt: skip
    assert (second["as_of"], second["as_of_basis"]) == ("2024-05-08", "publication_date")
    assert second["form"] == "direct"
    assert (third["as_of"], third["form"], third["background"]) == (None, "indirect", True)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: people", "kind: persons", "'persons' is none of"),
        ("value: 12", 'value: "12"', "are not all numbers"),
        ("source: man, mention", "source: nobody, mention", "no source 'nobody'"),
        ('mention: "2#1: he"}\n- {at: "3', '}\n- {at: "3', "a source has a mention"),
        ("type: justice", "type: police", "'police' is none of"),
        ("as_of: 2024-05-06", 'as_of: "2024-05-36"', "is not a day"),
        ("as_of: null, basis: unresolved", "as_of: null, basis: stated", "does not go with"),
        ("unit: person, kind: people", "unit: person, knd: people", "unknown knd"),
        ("type: witness,", "type: witness, country: Chad,", "does not go with told: none"),
        ('cue: "3: reportedly", ', "", "neither source nor cue"),
    ],
)
def test_what_does_not_fit_is_a_fault(old, new, fault):
    assert old in TYPED
    assert any(fault in said for said in read(TYPED.replace(old, new)).faults)


def test_a_source_that_says_nothing_is_a_fault():
    idle = TYPED.replace(
        "sources:",
        'sources:\n  fire: {name: fire, type: other, naming: document, mentions: ["3: fire"]}',
    )
    assert any("source fire says nothing" in said for said in read(idle).faults)


def test_numerals_without_a_row_are_listed():
    assert [left.split(" (")[0] for left in untyped(NEWS, read())] == ["[3] 2011"]


def test_two_readers_are_compared_field_by_field():
    other = TYPED.replace("kind: people", "kind: present").replace("  man:", "  him:").replace(
        "source: man", "source: him"
    ).replace(', "2: We"', "")  # fmt: skip
    compared = compare_annotations(read(), read(other), NEWS)
    assert {(d.table, d.field, d.first, d.second) for d in compared.differences} == {
        ("numbers", "kind", "people", "present"),
        ("mentions", "row", "typed", "not typed"),
    }
    rows = {(row["table"], row["field"]): row for row in agreement_of([compared])}
    assert rows["numbers", "kind"]["agreed"] == 66.7
    assert rows["numbers", "row typed by both (F1)"]["agreed"] == 100.0
    assert rows["mentions", "row typed by both (F1)"]["agreed"] == 85.7


def test_kappa_is_that_of_the_textbook_table():
    # Twenty agreed yes, fifteen agreed no, five and ten apart: 0.70 observed, 0.50 by chance.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([("y", "y")]) is None
