"""Quotation marks: pairs, continued paragraphs, apostrophes that are none, marks left open."""

# One case a line reads best, however long the line.
# ruff: noqa: E501

from __future__ import annotations

from itertools import pairwise

import pytest

from helpers.attribution import form_of, quotations
from helpers.records import Article, Passage, Span


def article_of(*paragraphs: str) -> tuple[Article, list[Passage]]:
    text, passages = "", []
    for paragraph in paragraphs:
        passages.append(Passage(len(text), len(text) + len(paragraph), "paragraph", "body"))
        text += paragraph + "\n\n"
    return Article(text, "0" * 64, "0" * 12), passages


def quoted(*paragraphs: str) -> tuple[list[str], list[str]]:
    article, passages = article_of(*paragraphs)
    found, unclosed = quotations(article, passages)
    assert all(r.reason == "unclosed_quote" for r in unclosed)
    marks = [article.text[r.start : r.end] for r in unclosed]
    return [article.text[q.start : q.end] for q in found], marks


PAIRS = [
    ("straight", 'The mayor of Tarn said "we wait" and left.', ['"we wait"']),
    ("curly", "The mayor said “we wait” and left.", ["“we wait”"]),
    ("guillemets", "Le maire dit «on attend» et part.", ["«on attend»"]),
    ("danish guillemets", "Hun sagde »vi venter« og gik.", ["»vi venter«"]),
    ("german", "Sie sagte „wir warten“ und ging.", ["„wir warten“"]),
    ("doubled single marks", "''We wait,'' she said.", ["''We wait,''"]),
    ("curly opened, straight closed", '“We wait," she said.', ['“We wait,"']),
    ("closing mark on both sides", "”We wait,” she said.", ["”We wait,”"]),
    ("two fragments", 'It was "cold" and "wet" there.', ['"cold"', '"wet"']),
    ("nested doubles count once", "“He said “no” to me,” she said.", ["“He said “no” to me,”"]),
    ("single inside double", "“They call it ‘the pit’ here,” she said.", ["“They call it ‘the pit’ here,”"]),
    ("single marks as quotation", "'We wait for help,' she said.", ["'We wait for help,'"]),
    ("curly single marks", "‘We wait,’ she said.", ["‘We wait,’"]),
    ("single quotation with a plural possessive", "'The workers' pay is late,' she said.", ["'The workers' pay is late,'"]),
    ("dash before the mark", 'He went on—"slowly"—to the door.', ['"slowly"']),
    ("bracket before the mark", 'The port ("the old one") burned.', ['"the old one"']),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [p[1:] for p in PAIRS], ids=[p[0] for p in PAIRS])
def test_outermost_pairs_are_found_with_their_marks(text, expected):
    assert quoted(text) == (expected, [])


NONE = [
    ("apostrophes", "It's the workers' choice, isn't it, and Ann's too."),
    ("decades", "The '60s and the ’70s were the dam's best years."),
    ("elided word", "They told 'em to go, 'til the water fell."),
    ("feet and inches", "The wave was 6'2\" high and the wall 5' 10\" only."),
    ("curly inches", "A 12” pipe burst beside the 9’ wall."),
    ("empty", ""),
]


@pytest.mark.parametrize("text", [n[1] for n in NONE], ids=[n[0] for n in NONE])
def test_apostrophes_feet_and_inches_are_no_quotations(text):
    assert quoted(text) == ([], [])


def test_quotation_goes_on_in_a_paragraph_that_opens_with_a_mark():
    article, passages = article_of(
        "“The river rose at night.", "“By morning the bridge was gone,” the warden said."
    )
    found, unclosed = quotations(article, passages)
    assert [article.text[q.start : q.end] for q in found] == [
        "“The river rose at night.",
        "“By morning the bridge was gone,”",
    ]
    assert [q.continues for q in found] == [None, 0]
    assert [q.passage for q in found] == [0, 1]
    assert unclosed == []


def test_straight_quotation_goes_on_in_the_next_paragraph_too():
    texts, unclosed = quoted('"The river rose.', '"The bridge fell," she said.')
    assert texts == ['"The river rose.', '"The bridge fell,"']
    assert unclosed == []


def test_mark_that_never_closes_is_residue_and_swallows_nothing():
    texts, unclosed = quoted('He said "no and left.', 'She said "yes" and stayed.')
    assert texts == ['"yes"']
    assert unclosed == ['"']


def test_stray_closing_mark_is_residue():
    assert quoted("He left.” Nobody followed.") == ([], ["”"])


def test_quotation_never_crosses_into_a_paragraph_without_a_mark():
    texts, unclosed = quoted("“The river rose.", "The bridge fell.” So it goes.")
    assert texts == []
    assert len(unclosed) == 2


FORMS = [
    ("direct", '"The bridge is gone,"', "direct"),
    ("indirect", "that the bridge was gone", "indirect"),
    ("mixed", 'that the bridge was "gone for good"', "mixed"),
    ("that before whole words is no content word", 'that "the bridge is gone"', "direct"),
    ("punctuation counts nowhere", '"The bridge is gone," —', "direct"),
]


@pytest.mark.parametrize(("content", "form"), [f[1:] for f in FORMS], ids=[f[0] for f in FORMS])
def test_form_follows_from_the_quotation_marks(content, form):
    article, passages = article_of(f"The warden said {content}.")
    start = article.text.index(content)
    marks, _ = quotations(article, passages)
    assert form_of(article, [Span(start, start + len(content))], marks) == form


def test_form_of_pieces_looks_at_all_of_them():
    article, passages = article_of('"We wait," she said, and the boats came.')
    marks, _ = quotations(article, passages)
    tail = article.text.index("the boats")
    pieces = [Span(0, 10), Span(tail, tail + 14)]
    assert form_of(article, pieces, marks) == "mixed"
    assert form_of(article, pieces[:1], marks) == "direct"
    assert form_of(article, [], marks) == "indirect"


@pytest.mark.parametrize("mark", ['"', "“", "'", "‘", "''", '" ', '"a ', "' a", "“a”"])
def test_ten_thousand_marks_are_read_in_one_pass(mark):
    article, passages = article_of(mark * 10_000)
    found, unclosed = quotations(article, passages)
    assert all(0 <= q.start < q.end <= len(article.text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(unclosed) <= 20_000
