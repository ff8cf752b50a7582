from pathlib import Path

import pandas as pd
import pandera.errors
import pytest

from helpers import schema, tables_of
from helpers.errors import SchemaError
from helpers.loading import article_from_text

CODEBOOK = Path(__file__).parents[1] / "data" / "CODEBOOK.md"


def test_codebook_is_fresh():
    assert CODEBOOK.read_text("utf-8") == schema.codebook(), (
        "data/CODEBOOK.md is stale: python -m helpers codebook > data/CODEBOOK.md"
    )


@pytest.mark.parametrize("table", schema.TABLES)
def test_empty_table_has_its_columns_and_passes(table):
    empty = schema.check(table, schema.frame(table, []))
    assert list(empty.columns) == schema.columns(table) and len(empty) == 0


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_column_says_what_it_means(table):
    assert all(len(column.meaning) > 10 for column in schema.TABLES[table])


def test_all_failures_are_listed_at_once():
    row = {"article_id": "x", "start": None, "end": 2, "text": None, "reason": "mood"}
    with pytest.raises(SchemaError) as failed:
        schema.check("residue", schema.frame("residue", [row]))
    said = str(failed.value)
    assert "residue.start" in said and "residue.text" in said and "'mood'" in said


def test_identifier_that_stands_nowhere_is_named():
    frames = {table: schema.frame(table, []) for table in schema.TABLES}
    frames["residue"] = schema.frame(
        "residue", [{"article_id": "gone", "start": 0, "end": 1, "text": "x", "reason": "idiom"}]
    )
    with pytest.raises(SchemaError, match=r"residue.article_id: 'gone' is in no row of articles"):
        schema.check_links(frames)


def test_contract_columns_keep_their_names_and_order():
    numbers = (
        "number_id, article_id, claim_id, source_id, text, start, end, full_text, full_start, "
        "full_end, value, low, high, hedge, hedge_text, estimated, trend, unit, counted, kind, "
        "population, stock_or_flow, place, place_basis, as_of, as_of_basis, modality, zone, form, "
        "hxl, rule_id, confidence"
    ).split(", ")
    claims = (
        "claim_id, article_id, source_id, via_source_id, form, channel, cue, cue_kind, cue_start, "
        "cue_end, source_text, source_start, source_end, text, start, end, parts, sentence_start, "
        "sentence_end, polarity, modality, topic, zone, rule_id, confidence"
    ).split(", ")
    sources = (
        "source_id, article_id, name, role, affiliation, country, source_type, naming, aliases, "
        "n_mentions, n_claims, n_numbers, first_start, first_end"
    ).split(", ")
    for table, contract in (("numbers", numbers), ("claims", claims), ("sources", sources)):
        assert schema.columns(table)[: len(contract)] == contract


def spoiled_tables():
    """A right table of claims, and the same with one thing wrong in it."""
    article = article_from_text("The mayor said that 12 people had died in Kharkiv on 3 May 2021.")
    tables = tables_of(article)
    for name in ("articles", "sources", "claims", "numbers", "residue"):
        yield name, getattr(tables, name)
    claims, numbers = tables.claims, tables.numbers
    yield "claims", claims.drop(columns="topic")
    yield "claims", claims[[*claims.columns[1:], claims.columns[0]]]
    yield "claims", claims.assign(text=pd.array([None] * len(claims), dtype="string[python]"))
    yield "claims", claims.assign(form=pd.array(["sung"] * len(claims), dtype="string[python]"))
    yield "claims", claims.assign(start=claims.start.astype("float64"))
    yield "claims", claims.assign(confidence=claims.confidence + 1)
    yield "numbers", numbers.assign(as_of=pd.array(["soon"] * len(numbers), "string[python]"))
    yield "numbers", pd.concat([numbers, numbers], ignore_index=True)


def test_the_quick_look_says_what_pandera_says():
    answers = []
    for table, data in spoiled_tables():
        try:
            schema._pandera_schema(table).validate(data, lazy=True)
            right = True
        except pandera.errors.SchemaErrors:
            right = False
        assert schema._is_plainly_right(table, data) == right, (table, data)
        answers.append(right)
    assert answers.count(True) == 5 and answers.count(False) == 8
