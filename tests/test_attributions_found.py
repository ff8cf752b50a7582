"""From the roles of a reading to attributions: what is held, what is only seen, and where."""

# One case a line reads best, however long the line.
# ruff: noqa: E501

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import guessing_network, reading_of

from helpers.attribution import attributions_of
from helpers.attribution.finding import _OWN_VOICE, HELD
from helpers.language import read
from helpers.language.net.roles import Linked
from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences
from helpers.records import Residue, Span
from helpers.tables import tables_of

#            0   1      2    3 4     5    6   7  8     9
SENTENCE = "Ann said that 12 homes had burned , Lee added"
SAID = Linked((0, 1), (1, 2), ((2, 7),), 0.8)
ADDED = Linked((8, 9), (9, 10), ((2, 7),), 0.7)


def printed(reading, spans):
    return " … ".join(reading.article.text[span.start : span.end] for span in spans)


def told(reading):
    found, _ = attributions_of(reading)
    return [tuple(printed(reading, part) for part in (a.source, a.cue, a.content)) for a in found]


ROLES = [
    ("source, cue and content", SAID, ("Ann", "said", "that 12 homes had burned")),
    ("no source", Linked(None, (1, 2), ((2, 7),), 0.8), ("", "said", "that 12 homes had burned")),
    ("no cue", Linked((0, 1), None, ((2, 7),), 0.8), ("Ann", "", "that 12 homes had burned")),
    ("content alone", Linked(None, None, ((3, 4),), 0.8), ("", "", "12")),
    ("content in two pieces", Linked((0, 1), (1, 2), ((3, 5), (9, 10)), 0.8), ("Ann", "said", "12 homes … added")),
    ("marks as printed", Linked((8, 9), (9, 10), ((0, 8),), 0.8), ("Lee", "added", "Ann said that 12 homes had burned ,")),
    ("the last word", Linked((0, 1), (1, 2), ((9, 10),), 0.8), ("Ann", "said", "added")),
]  # fmt: skip


@pytest.mark.parametrize(("role", "expected"), [r[1:] for r in ROLES], ids=[r[0] for r in ROLES])
def test_roles_in_words_become_spans_as_printed(role, expected):
    assert told(reading_of(SENTENCE, roles=[role])) == [expected]


def test_an_attribution_tells_the_network_and_its_confidence():
    ((found,), seen) = attributions_of(reading_of(SENTENCE, roles=[SAID]))
    assert found.rule_id == "network:7" and found.confidence == 0.8
    assert seen == []


HELD_OR_SEEN = [
    ("body", 0.0, False),
    ("body", math.nextafter(HELD, 0), False),
    ("body", HELD, True),
    ("boilerplate", HELD, False),
    ("boilerplate", math.nextafter(_OWN_VOICE, 0), False),
    ("boilerplate", _OWN_VOICE, True),
    ("boilerplate", 1.0, True),
    ("headline", HELD, True),
]


@pytest.mark.parametrize(("zone", "confidence", "held"), HELD_OR_SEEN)
def test_weak_attributions_are_seen_and_not_taken_and_an_appeal_must_be_surer(
    zone, confidence, held
):
    role = Linked((0, 1), (1, 2), ((2, 7),), confidence)
    found, seen = attributions_of(reading_of(SENTENCE, zones=[zone], roles=[role]))
    assert len(found) == held
    assert seen == ([] if held else [Residue(9, 33, "unresolved_attribution")])


def test_every_piece_of_a_weak_content_is_seen():
    role = Linked((0, 1), (1, 2), ((3, 5), (8, 10)), HELD / 2)
    reading = reading_of(SENTENCE, roles=[role])
    found, seen = attributions_of(reading)
    assert found == []
    assert [printed(reading, [Span(one.start, one.end)]) for one in seen] == [
        "12 homes",
        "Lee added",
    ]


def test_the_zone_is_that_of_the_passage_in_which_the_content_stands():
    # The source stands in the body, what it is held to say in the appeal behind it, and back.
    words = ("Ann said", "support us now", "Lee added", "it rained")
    zones = ("body", "boilerplate", "boilerplate", "body")
    roles = [
        Linked((0, 1), (1, 2), ((2, 5),), (HELD + _OWN_VOICE) / 2),
        Linked((5, 6), (6, 7), ((7, 9),), (HELD + _OWN_VOICE) / 2),
    ]
    reading = reading_of(*words, zones=zones, roles=roles)
    assert told(reading) == [("Lee", "added", "it rained")]


def test_attributions_keep_the_order_of_the_reading():
    third = Linked((10, 11), None, ((12, 13),), 0.5)
    reading = reading_of(SENTENCE, SENTENCE, roles=[SAID, ADDED, third])
    found, _ = attributions_of(reading)
    assert [one.confidence for one in found] == [0.8, 0.7, 0.5]
    assert [one.content[0] for one in found] == sorted(one.content[0] for one in found)


def test_a_reading_without_roles_has_no_attributions():
    assert attributions_of(reading_of(SENTENCE)) == ([], [])
    assert attributions_of(reading_of("")) == ([], [])


# --- whatever the network says ------------------------------------------------------------------

WORDS = st.sampled_from(
    ["said", "told", "according to", "Klent", "the mayor", ",", ".", '"', "“", "”", "'", "that", "and",
     "who", "reportedly", "appears to", "claims that", "quoted", "as saying", ":", "—", "(", ")", "\n",
     "\n\n", "it", "is expected to", "40", "$", "\ud800", "\u200f", "說", "é", "\x00", " ", "\u00a0",
     "adding", "called", "In", "on Monday", "was", "by", "'s", "Please support us.\n"]
)  # fmt: skip


def guessed(article):
    passages = find_passages(article)
    reading = read(article, passages, find_sentences(article, passages), network=guessing_network())
    return reading, *attributions_of(reading)


@given(st.lists(WORDS, min_size=1, max_size=80), st.sampled_from(["", " "]))
def test_spans_are_inside_the_text_in_order_and_of_one_passage(pieces, glue):
    text = "One " + glue.join(pieces)
    reading, found, seen = guessed(article_from_text(text))
    for one in found:
        assert (
            one.content and 0 <= one.confidence <= 1 and one.rule_id == f"network:{reading.version}"
        )
        assert len(one.source) <= 1 and len(one.cue) <= 1
        for part in (one.source, one.cue, one.content):
            assert list(part) == sorted(part)
            assert all(a.end <= b.start for a, b in pairwise(part))
    spans = [span for a in found for span in (*a.source, *a.cue, *a.content)]
    for span in (*spans, *(Span(one.start, one.end) for one in seen)):
        assert 0 <= span.start < span.end <= len(text)
        assert not text[span.start].isspace() and not text[span.end - 1].isspace()
        assert any(p.start <= span.start and span.end <= p.end for p in reading.passages)
    contents = [one.content[0] for one in found]
    assert contents == sorted(contents)
    assert len(found) + len({one.start for one in seen}) >= len(reading.roles)
    assert {one.reason for one in seen} <= {"unresolved_attribution"}


def test_what_was_seen_stands_in_the_table_of_residue(monkeypatch):
    from helpers.tables import reading as floor

    monkeypatch.setattr(
        floor,
        "read",
        lambda article, passages, sentences: read(
            article, passages, sentences, network=guessing_network()
        ),
    )
    text = "The mayor said that 40 people had died, and Klent denied it.\n" * 20
    article = article_from_text(text)
    _, found, seen = guessed(article)
    tables = tables_of(article)
    rows = tables.residue.query("reason == 'unresolved_attribution'")
    told = set(zip(rows["start"], rows["end"], strict=True))
    assert seen and {(one.start, one.end) for one in seen} <= told
    assert found and any(rule.startswith("network:") for rule in tables.claims["rule_id"])


# --- what the trained network finds -------------------------------------------------------------

NEWS = """Flood toll rises in Varnia

At least 14 people died in the floods, the interior ministry said on Monday.

“We have never seen such water,” said Mayor Ilse Torvald, who has led the town since 2009.

The Red Cross's regional office estimates that 2,300 people are without shelter.
"""


def test_the_network_finds_plain_attributions_with_source_cue_and_content():
    article = article_from_text(NEWS)
    passages = find_passages(article)
    reading = read(article, passages, find_sentences(article, passages))
    by_source = {source: (cue, content) for source, cue, content in told(reading)}
    cue, content = by_source["the interior ministry"]
    assert cue.startswith("said") and "14 people died in the floods" in content
    mayor = next(source for source in by_source if "Ilse Torvald" in source)
    assert "We have never seen such water" in by_source[mayor][1]
    office = next(source for source in by_source if "Red Cross" in source)
    assert "2,300 people are without shelter" in by_source[office][1]


def test_where_nobody_speaks_the_network_finds_nothing():
    assert tables_of(article_from_text("Rain. Wind. Snow.")).claims.empty
