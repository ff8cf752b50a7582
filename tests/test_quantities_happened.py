"""What the tree says happened to those counted, on trees stated by hand: no network."""

from __future__ import annotations

import pytest
from readings import reading_of

from helpers.quantities import find_quantities
from helpers.quantities.happened import rulings


def told(*sentences: str) -> list[tuple[str, str, str]]:
    reading = reading_of(*sentences)
    text = reading.article.text
    found, _ = find_quantities(reading)
    return [
        (text[q.start : q.end], q.kind, ruling.evidence)
        for q, ruling in zip(found, rulings(reading, found), strict=True)
    ]


TREES = {
    "object of a verb of harm": (
        "The<storm:det storm<hurt:nsubj hurt/VERB nine/NUM<cooks:nummod cooks<hurt:obj",
        [("nine", "injured", "verb")],
    ),
    "who kills is not killed": (
        "Nine/NUM<women:nummod women<killed:nsubj killed/VERB the<guard:det guard<killed:obj",
        [("Nine", "people", "verb")],
    ),
    "subject of a passive, far from its verb": (
        "Nine/NUM<cooks:nummod cooks<killed:nsubj:pass riding/VERB<cooks:acl Route<riding:obj "
        "were/AUX<killed:aux:pass killed/VERB",
        [("Nine", "killed", "verb")],
    ),
    "a toll that rises to a figure": (
        "The<toll:det toll<climbed:nsubj climbed/VERB from/ADP<14:case 14/NUM<climbed:obl "
        "to/ADP<31:case 31/NUM<climbed:obl",
        [("14", "killed", "told"), ("31", "killed", "told")],
    ),
    "the number of those that": (
        "The<number:det number<climbed:nsubj of/ADP<injured:case injured/ADJ<number:nmod "
        "climbed/VERB to/ADP<412:case 412/NUM<climbed:obl",
        [("412", "injured", "told")],
    ),
    "a part of the whole": (
        "It/PRON<killed:nsubj killed/VERB 30/NUM<cooks:nummod cooks<killed:obj "
        "including/ADP<girls:case 12/NUM<girls:nummod girls<cooks:nmod",
        [("30", "killed", "verb"), ("12", "killed", "part")],
    ),
    "an elided second figure": (
        "Ten/NUM<died:nsubj died/VERB in/ADP<Kano:case Kano/PROPN<died:obl and/CCONJ<five:cc "
        "five/NUM<Kano:conj in/ADP<Jos:case Jos/PROPN<five:nmod",
        [("Ten", "killed", "verb"), ("five", "killed", "pair")],
    ),
    "what happened gives way to nothing weaker": (
        "It/PRON<killed:nsubj killed/VERB seven/NUM<sailors:nummod sailors<killed:obj "
        "aboard/ADV<sailors:advmod",
        [("seven", "killed", "verb")],
    ),
    "soldiers of whom nothing else is said": (
        "They/PRON<sent:nsubj sent/VERB 200/NUM<soldiers:nummod soldiers<sent:obj",
        [("200", "troops", "who")],
    ),
    "an event behind which its persons stand": (
        "the<abduction:det abduction<shocked:nsubj of/ADP<men:case 12/NUM<men:nummod "
        "men<abduction:nmod shocked/VERB us/PRON<shocked:obj",
        [("12", "detained", "verb")],
    ),
    "cases of no disease": (
        "Courts<heard:nsubj heard/VERB 12/NUM<cases:nummod cases<heard:obj",
        [("12", "other", "none")],
    ),
    "barrels each year": (
        "It/PRON<makes:nsubj makes/VERB 9,000/NUM<barrels:nummod barrels<makes:obj "
        "each/DET<year:det year<makes:obl:unmarked",
        [("9,000", "rate", "none")],
    ),
    "an age that is a predicate": (
        "She/PRON<57:nsubj was/AUX<57:cop about/ADV<57:advmod 57/NUM",
        [("57", "age", "none")],
    ),
}


@pytest.mark.parametrize(("tree", "expected"), TREES.values(), ids=TREES)
def test_the_tree_tells_the_kind(tree, expected):
    assert told(tree) == expected


def test_a_label_tells_the_kind_of_its_figure():
    tree = "Total/ADJ<dead:amod dead/ADJ :/PUNCT<dead:punct 61/NUM<dead:appos"
    assert [row[:2] for row in told(tree)] == [("61", "killed")]


def test_a_second_report_without_its_noun_has_the_kind_of_the_first():
    first = "Ten/NUM<people:nummod people<died:nsubj died/VERB"
    second = "Medics<say:nsubj say/VERB 45/NUM<say:obj"
    assert told(first, second)[1] == ("45", "killed", "pair")


def test_a_long_list_is_read_in_little_time():
    words = " ".join(f"{n}/NUM<killed:conj" for n in range(2000, 2400))
    assert len(told(f"It/PRON<killed:nsubj killed/VERB 12/NUM<killed:obj {words}")) > 0
