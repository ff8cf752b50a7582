"""The gold of real news: every row fits its text, its words and its set."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from helpers.errors import InputError
from helpers.measuring.annotating import BOUNDS, COUNTRY_TOLD
from helpers.measuring.real_news import SETS, TABLES, read_real_gold, read_real_rows, texts_of
from helpers.schema import (
    DATE_BASES,
    FORMS,
    HEDGES,
    MODALITIES,
    NAMINGS,
    NUMBER_KINDS,
    SOURCE_TYPES,
    TRENDS,
)

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "data" / "gold" / "real"
CORPORA = ROOT.parent / "shared" / "corpora"
TEXTS = texts_of(CORPORA)

needs_texts = pytest.mark.skipif(
    not TEXTS, reason="the open news texts are not at hand: offsets are checked where they are"
)

WORDS = {
    "numbers": {
        "hedge": HEDGES,
        "kind": NUMBER_KINDS,
        "trend": TRENDS,
        "as_of_basis": DATE_BASES,
        "modality": MODALITIES,
        "form": FORMS,
    },
    "sources": {
        "source_type": SOURCE_TYPES,
        "naming": NAMINGS,
        "country_told": COUNTRY_TOLD,
    },
}


@pytest.fixture(scope="module", params=SETS)
def rows(request):
    return read_real_rows(REAL / request.param)


def test_closed_words_are_those_of_the_schema(rows):
    for table, columns in WORDS.items():
        for column, allowed in columns.items():
            assert {row[column] for row in rows[table]} <= set(allowed), (table, column)


def test_every_row_belongs_to_an_article_and_every_reporter_to_a_source(rows):
    articles = {row["article"] for row in rows["articles"]}
    keys = Counter((row["article"], row["key"]) for row in rows["sources"])
    assert max(keys.values()) == 1
    for table in TABLES:
        assert {row["article"] for row in rows[table]} <= articles, table
    for row in (*rows["numbers"], *rows["claims"], *rows["mentions"]):
        for who in ("source", "via"):
            if row.get(who) is not None:
                assert (row["article"], row[who]) in keys, row


def test_bounds_follow_from_value_and_hedge(rows):
    for row in rows["numbers"]:
        if row["value"] is None or row["kind"] == "date":
            continue
        low, high = BOUNDS[row["hedge"]]
        assert (row["low"] is not None) >= low, row
        assert (row["high"] is not None) >= high, row


def test_numbers_do_not_overlap_and_reporters_are_mentions(rows):
    mentions = {(m["article"], m["source"], m["start"], m["end"]) for m in rows["mentions"]}
    before = None
    for row in rows["numbers"]:
        if before and before["article"] == row["article"]:
            assert before["end"] <= row["start"], row
        before = row
        assert (row["source"] is None) == (row["mention"] is None), row
    for row in (*rows["numbers"], *rows["claims"]):
        if row["mention"]:
            assert (row["article"], row["source"], *row["mention"]) in mentions, row


@needs_texts
@pytest.mark.parametrize("name", SETS)
def test_every_offset_lies_in_the_text_that_was_annotated(name):
    golds = read_real_gold(REAL / name, TEXTS)
    assert len(golds) == len(read_real_rows(REAL / name)["articles"])
    for gold in golds:
        text = gold.text.text
        for row in (*gold.numbers, *gold.mentions):
            words = text[row["start"] : row["end"]]
            assert words and words == words.strip(), (gold.facts["article"], row)
        for row in gold.numbers:
            assert row["full_start"] <= row["start"] < row["end"] <= row["full_end"] <= len(text)
        spans = [row[name] for row in (*gold.numbers, *gold.claims)
                 for name in ("counted", "place", "cue") if row.get(name)]  # fmt: skip
        spans += [piece for claim in gold.claims for piece in claim["content"]]
        assert all(0 <= start < end <= len(text) for start, end in spans)


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


@needs_texts
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SETS, 2)))
def test_no_article_of_a_set_is_or_nearly_is_one_of_another(one, other):
    sets = [
        {r["article"] for r in read_real_rows(REAL / name)["articles"]} for name in (one, other)
    ]
    assert not sets[0] & sets[1]
    apart, learned = (
        [shingles(f"{TEXTS[a].title} {TEXTS[a].text}") for a in sorted(found)] for found in sets
    )
    for here in apart:
        for there in learned:
            assert len(here & there) <= 0.1 * min(len(here), len(there))


@needs_texts
def test_a_text_that_was_changed_is_refused(tmp_path):
    article = read_real_rows(REAL / "measure")["articles"][0]["article"]
    from dataclasses import replace

    changed = {article: replace(TEXTS[article], text=TEXTS[article].text + " ")}
    with pytest.raises(InputError, match="is not the one that was annotated"):
        read_real_gold(REAL / "measure", changed)
