"""What the tree tells of figures, on trees stated by hand: invented sentences, no network."""

from __future__ import annotations

import pytest
from readings import reading_of

from helpers.language.net.roles import Linked
from helpers.quantities import find_quantities


def rows_of(*sentences: str, roles=()):
    reading = reading_of(*sentences, roles=roles)
    text = reading.article.text
    found, left = find_quantities(reading)
    shown = [
        (text[q.start : q.end], q.unit, q.counted and text[q.counted.start : q.counted.end])
        for q in found
    ]
    return shown, [(text[one.start : one.end], one.reason) for one in left]


COUNTED = [
    (
        "compound",
        "Two/NUM<officers:nummod Danish/ADJ<officers:amod harbour<officers:compound "
        "officers<fell:nsubj fell/VERB",
        [("Two", "officer", "Danish harbour officers")],
    ),
    (
        "noun without a plural",
        "They/PRON<saw:nsubj saw/VERB ten/NUM<bison:nummod bison<saw:obj",
        [("ten", "bison", "bison")],
    ),
    (
        "part of a possessed noun",
        "It/PRON<lost:nsubj lost/VERB three/NUM<lost:obj of/ADP<contests:case "
        "today<contests:nmod:poss regional/ADJ<contests:amod contests<three:nmod",
        [("three", "contest", "regional contests")],
    ),
    (
        "noun that the figure numbers",
        "A/DET<quake:det magnitude<quake:compound 7/NUM<magnitude:nummod quake<hit:nsubj hit/VERB",
        [("7", "magnitude", None)],
    ),
    (
        "verb that looks like a noun",
        "Two/NUM<page:nummod page<motion:compound motion<passed:nsubj passed/VERB",
        [("Two", "page", "page")],
    ),
]


@pytest.mark.parametrize(
    ("sentence", "expected"), [c[1:] for c in COUNTED], ids=[c[0] for c in COUNTED]
)
def test_the_noun_counted_is_that_of_the_tree(sentence, expected):
    assert rows_of(sentence)[0] == expected


RANKED = [
    ("third", "Her/PRON<term:nmod:poss third/ADJ<term:amod term<ended:nsubj ended/VERB", "term"),
    ("second", "His/PRON<term:nmod:poss second/ADJ<term:amod term<ended:nsubj ended/VERB", "term"),
    (
        "second",
        "The/DET<town:det second/ADJ<town:amod largest/ADJ<town:amod town<fell:nsubj fell/VERB",
        None,
    ),
    ("second", "A/DET<bomb:det second/ADJ<bomb:amod bomb<fell:nsubj fell/VERB", None),
    ("first", "The/DET<round:det first/ADJ<round:amod round<ended:nsubj ended/VERB", "round"),
    ("first", "The/DET<woman:det first/ADJ<woman:amod woman<won:nsubj won/VERB", None),
    ("sixth", "A/DET<pupil:det sixth/ADJ<form:amod form<pupil:compound pupil<won:nsubj won/VERB",
     None),
    ("Third", "On/ADP<Avenue:case Third/ADJ<Avenue:amod Avenue/PROPN<won:obl won/VERB", None),
]  # fmt: skip


@pytest.mark.parametrize(("word", "sentence", "noun"), RANKED)
def test_an_ordinal_is_a_row_where_it_tells_a_place_in_a_series(word, sentence, noun):
    rows, left = rows_of(sentence)
    if noun is None:
        assert rows == [] and left == [(word, "determiner")]
    else:
        assert rows == [(word, noun, noun)]


def test_a_coordinated_ordinal_has_the_noun_of_the_last():
    rows, _ = rows_of(
        "He/PRON<scored:nsubj scored/VERB the/DET<goals:det second/ADJ<goals:amod "
        "and/CCONJ<third:cc third/ADJ<second:conj goals<scored:obj"
    )
    assert rows == [("second", "goal", None), ("third", "goal", "goals")]


ONE = "One/NUM<trader:nummod trader<sold:nsubj sold/VERB shares<sold:obj"


def test_one_counts_what_it_stands_before():
    assert rows_of(ONE)[0] == [("One", "trader", "trader")]


def test_one_is_an_article_before_whoever_speaks():
    speaker = Linked((0, 2), (2, 3), ((3, 4),), 0.9)
    assert rows_of(ONE, roles=[speaker]) == ([], [("One", "determiner")])


@pytest.mark.parametrize("before", ["Any/DET<trader:det", "The/DET<trader:det"])
def test_one_behind_a_determiner_singles_out(before):
    sentence = f"{before} one/NUM<trader:nummod trader<sold:nsubj sold/VERB"
    assert rows_of(sentence)[0] == []


def test_the_noun_left_out_behind_and_is_that_of_the_other():
    rows, _ = rows_of(
        "One/NUM<boat:nummod boat<sank:nsubj in/ADP<Oslo:case Oslo/PROPN<boat:nmod "
        "and/CCONJ<one:cc one/NUM<boat:conj in/ADP<Bergen:case Bergen/PROPN<one:nmod sank/VERB"
    )
    assert [row[0] for row in rows] == ["One", "one"]


def mood_of(sentence):
    reading = reading_of(sentence)
    (row,), _ = find_quantities(reading)
    return row.modality


MOODS = [
    ("asserted", "They/PRON<sent:nsubj sent/VERB 12/NUM<boats:nummod boats<sent:obj"),
    ("possible", "It/PRON<sent:nsubj may/AUX<sent:aux have/AUX<sent:aux sent/VERB "
     "12/NUM<boats:nummod boats<sent:obj"),
    ("planned", "They/PRON<send:nsubj will/AUX<send:aux send/VERB 12/NUM<boats:nummod "
     "boats<send:obj"),
    ("expected", "Fares<rise:nsubj will/AUX<rise:aux rise/VERB by/ADP<euros:case "
     "12/NUM<euros:nummod euros<rise:obl"),
    ("planned", "They/PRON<send:nsubj are/AUX<send:aux to/PART<send:mark send/VERB "
     "12/NUM<boats:nummod boats<send:obj"),
    ("expected", "They/PRON<expected:nsubj:pass are/AUX<expected:aux:pass expected/VERB "
     "to/PART<send:mark send/VERB<expected:xcomp 12/NUM<boats:nummod boats<send:obj"),
    ("expected", "They/PRON<estimated:nsubj estimated/VERB it/PRON<take:nsubj "
     "would/AUX<take:aux take/VERB<estimated:ccomp 12/NUM<boats:nummod boats<take:obj"),
    ("conditional", "It/PRON<take:nsubj would/AUX<take:aux take/VERB 12/NUM<boats:nummod "
     "boats<take:obj"),
    ("alleged", "He/PRON<accused:nsubj:pass was/AUX<accused:aux:pass accused/VERB "
     "of/SCONJ<stealing:mark stealing/VERB<accused:advcl 12/NUM<boats:nummod boats<stealing:obj"),
    ("asserted", "Twelve/NUM<men:nummod men<charged:nsubj:pass were/AUX<charged:aux:pass "
     "charged/VERB"),
    ("asserted", "He/PRON<believed:nsubj:pass is/AUX<believed:aux:pass believed/VERB "
     "to/PART<bought:mark have/AUX<bought:aux bought/VERB<believed:xcomp 12/NUM<boats:nummod "
     "boats<bought:obj"),
    ("planned", "He/PRON<has:nsubj has/VERB a/DET<plan:det plan<has:obj to/PART<buy:mark "
     "buy/VERB<plan:acl 12/NUM<boats:nummod boats<buy:obj"),
    ("asserted", "May/PROPN<sank:nsubj sank/VERB 12/NUM<boats:nummod boats<sank:obj"),
    ("asserted", "He/PRON<pledged:nsubj pledged/VERB help<pledged:obj 12/NUM<days:nummod "
     "days<ago:obl ago/ADV<pledged:advmod"),
]  # fmt: skip


@pytest.mark.parametrize(("mood", "sentence"), MOODS)
def test_how_firm_a_figure_is_follows_from_what_governs_it(mood, sentence):
    assert mood_of(sentence) == mood


LEFT_OUT = [
    ("year", "She/PRON<six:nsubj was/AUX<six:cop about/ADV<six:advmod six/NUM"),
    ("bus", "The/DET<number:det number<fell:nsubj of/ADP<buses:case buses<number:nmod fell/VERB "
     "to/ADP<12:case 12/NUM<fell:obl"),
    ("magnitude", "A/DET<quake:det quake with/ADP<magnitude:case a/DET<magnitude:det "
     "magnitude<quake:nmod of/ADP<7:case 7/NUM<magnitude:nmod"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "sentence"), LEFT_OUT)
def test_a_bare_figure_has_the_unit_of_what_is_meant(unit, sentence):
    assert [row[1] for row in rows_of(sentence)[0]] == [unit]


def test_a_second_figure_without_a_noun_has_the_unit_of_the_first():
    rows, _ = rows_of(
        "Ten/NUM<riders:nummod riders<fell:nsubj fell/VERB and/CCONJ<slid:cc "
        "three/NUM<slid:nsubj slid/VERB<fell:conj"
    )
    assert [row[1] for row in rows] == ["rider", "rider"]


def test_what_somebody_estimated_is_an_estimate():
    reading = reading_of(
        "They/PRON<estimated:nsubj estimated/VERB it/PRON<take:nsubj would/AUX<take:aux "
        "take/VERB<estimated:ccomp 12/NUM<boats:nummod boats<take:obj"
    )
    (row,), _ = find_quantities(reading)
    assert row.estimated and row.hedge == "exact"
