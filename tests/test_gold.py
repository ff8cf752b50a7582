"""The gold tables hold together: words of the contract, offsets, keys, nothing left out."""

from __future__ import annotations

import csv
import importlib.util
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
REPORTS = ROOT / "data" / "reports"
SLUGS = sorted(p.parent.name for p in GOLD.glob("*/numbers.csv"))
REPORT_SLUGS = [slug for slug in SLUGS if (REPORTS / f"{slug}.txt").exists()]

_spec = importlib.util.spec_from_file_location("locate_gold", ROOT / "scripts" / "locate_gold.py")
locate_gold = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(locate_gold)

COLUMNS = {
    "sources": "key name role affiliation country source_type naming zone surfaces",
    "numbers": "near text start end full_text value low high hedge hedge_text estimated trend unit"
    " counted kind population stock_or_flow place as_of as_of_basis modality zone form source",
    "claims": "near source via form channel cue cue_kind source_text text start end polarity"
    " modality zone",
    "residue": "near text start end reason",
}
ZONES = "headline subhead body boilerplate"
MODALITY = "asserted possible expected planned proposed alleged conditional"
FORM = "direct indirect mixed narrator"
CLOSED = {
    ("sources", "source_type"): "government local_government military intergovernmental ngo media"
    " expert medical justice company political witness other",
    ("sources", "naming"): "named_person organisation unnamed_person unnamed_group document",
    ("sources", "zone"): ZONES,
    ("numbers", "hedge"): "exact approximate at_least more_than at_most less_than nearly range"
    " magnitude vague",
    ("numbers", "estimated"): "true false",
    ("numbers", "trend"): "up down none",
    ("numbers", "kind"): "killed injured missing rescued ill detained displaced refugees evacuated"
    " trapped affected present population troops people homes money percent rate age duration date"
    " distance ordinal"
    " frequency other",
    ("numbers", "population"): "civilian combatant mixed unstated",
    ("numbers", "stock_or_flow"): "stock flow unstated",
    ("numbers", "as_of_basis"): "stated weekday_resolved publication_date unresolved",
    ("numbers", "modality"): MODALITY,
    ("numbers", "zone"): ZONES,
    ("numbers", "form"): FORM,
    ("claims", "form"): FORM,
    ("claims", "channel"): "said written press_report document observed told_reporter unstated",
    ("claims", "cue_kind"): "says believes wants expects denies appears reports other",
    ("claims", "polarity"): "asserts denies",
    ("claims", "modality"): MODALITY,
    ("claims", "zone"): ZONES,
    ("residue", "reason"): "determiner idiom pronoun name_part identifier score clock list_marker"
    " bare_year malformed unclosed_quote unresolved_attribution too_long unrecognised",
}
RELATIVES = {"who", "which"}  # no surface by which anybody is known elsewhere
# Ordinals, "half" and "once" are left to the reader: they are as often no quantity.
_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALE = "tens dozen dozens hundred hundreds thousand thousands million millions billion billions"
NUMERAL = re.compile(
    rf"\d+(?:[.,:]\d+)*|\b(?:{'|'.join(f'{_UNITS} {_TEENS} {_TENS} {_SCALE} twice'.split())})\b",
    re.IGNORECASE,
)


def table(slug: str, name: str) -> list[dict[str, str]]:
    with (GOLD / slug / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def spans(slug: str, name: str) -> list[tuple[int, int]]:
    return [(int(row["start"]), int(row["end"])) for row in table(slug, name)]


every_gold = pytest.mark.parametrize("slug", SLUGS)
every_report = pytest.mark.parametrize("slug", REPORT_SLUGS)


@every_gold
@pytest.mark.parametrize("name", COLUMNS)
def test_gold_table_has_the_columns_agreed(slug, name):
    with (GOLD / slug / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        header = next(csv.reader(handle))
    assert set(header) == set(COLUMNS[name].split())
    assert len(header) == len(set(header))


@every_gold
@pytest.mark.parametrize("name", locate_gold.LOCATED)
def test_gold_offsets_give_the_text_where_near_says(slug, name):
    article = locate_gold.article_text(slug)
    for row in table(slug, name):
        start, end = int(row["start"]), int(row["end"])
        assert article[start:end] == row["text"], row
        assert locate_gold.locate(article, row["near"], row["text"]) == (start, end), row


@every_gold
def test_gold_words_are_those_of_the_contract(slug):
    for (name, column), words in CLOSED.items():
        allowed = set(words.split())
        for row in table(slug, name):
            assert row[column] in allowed, (name, column, row)


@every_gold
def test_gold_keys_are_unique_exist_and_are_used(slug):
    keys = [row["key"] for row in table(slug, "sources")]
    assert len(keys) == len(set(keys))
    claims = table(slug, "claims")
    used = {row["source"] for row in claims} | {row["via"] for row in claims}
    assert used - {""} == set(keys)
    assert {row["source"] for row in table(slug, "numbers")} - {""} <= set(keys)


@every_gold
def test_gold_claims_name_their_source_in_one_of_its_surfaces(slug):
    surfaces = {row["key"]: row["surfaces"].split("|") for row in table(slug, "sources")}
    article = locate_gold.article_text(slug)
    for forms in surfaces.values():
        assert all(form in article for form in forms)
    for row in table(slug, "claims"):
        if row["source"] and row["source_text"]:
            if row["source_text"].lower() not in RELATIVES:
                assert row["source_text"].removesuffix("'s") in surfaces[row["source"]], row


@every_gold
def test_gold_narrator_has_no_source_and_no_cue(slug):
    for row in table(slug, "claims"):
        if row["form"] == "narrator":
            assert not (row["source"] or row["via"] or row["cue"] or row["source_text"]), row
    for row in table(slug, "numbers"):
        if row["form"] == "narrator":
            assert not row["source"], row


@every_gold
def test_gold_bounds_agree_with_the_hedge(slug):
    for row in table(slug, "numbers"):
        value, low, high = row["value"], row["low"], row["high"]
        expected = {
            "exact": (value, value, value),
            "approximate": (value, "", ""),
            "at_least": (value, value, ""),
            "more_than": (value, value, ""),
            "at_most": (value, "", value),
            "less_than": (value, "", value),
            "nearly": (value, "", value),
            "range": ("", low, high),
            "magnitude": ("", "", ""),
            "vague": ("", "", ""),
        }[row["hedge"]]
        assert (value, low, high) == expected, row
        if row["hedge"] == "range":
            assert float(low) < float(high), row
        elif row["hedge"] not in ("magnitude", "vague"):
            float(value)
        assert (row["hedge_text"] == "") == (row["hedge"] == "exact"), row


@every_gold
def test_gold_full_text_stands_around_the_number(slug):
    article = locate_gold.article_text(slug)
    for row in table(slug, "numbers"):
        start, end = int(row["start"]), int(row["end"])
        assert locate_gold.covers(article, row["full_text"], start, end), row
        if row["hedge_text"]:
            assert row["hedge_text"] in row["full_text"], row
        if row["counted"]:
            assert row["counted"] in row["full_text"], row


@every_gold
def test_gold_dates_are_dates_or_unresolved(slug):
    for row in table(slug, "numbers"):
        assert (row["as_of"] == "") == (row["as_of_basis"] == "unresolved"), row
        if row["as_of"]:
            date.fromisoformat(row["as_of"])


@every_gold
def test_gold_number_of_a_source_lies_in_one_of_its_claims(slug):
    claims = [
        (int(row["start"]), int(row["end"]), row["source"], row["zone"])
        for row in table(slug, "claims")
    ]
    for row in table(slug, "numbers"):
        if row["source"]:
            start, end = int(row["start"]), int(row["end"])
            assert any(
                s <= start and end <= e and key == row["source"] and zone == row["zone"]
                for s, e, key, zone in claims
            ), row


@every_gold
def test_gold_takes_every_numeral_once_as_number_or_residue(slug):
    article = locate_gold.article_text(slug)
    taken = sorted(spans(slug, "numbers") + spans(slug, "residue"))
    assert all(a[1] <= b[0] for a, b in pairwise(taken)), "two rows overlap"
    left = [
        (m.start(), m.group())
        for m in NUMERAL.finditer(article)
        if not any(start <= m.start() and m.end() <= end for start, end in taken)
    ]
    assert left == []


@every_report
def test_report_says_where_it_comes_from(slug):
    meta = yaml.safe_load((REPORTS / f"{slug}.yaml").read_text(encoding="utf-8"))
    assert set(meta) == {"title", "outlet", "agency", "published", "rights", "set"}
    assert isinstance(meta["published"], date)
    assert meta["set"] in ("before_rules", "after_rules", "unseen")
    raw = (REPORTS / f"{slug}.txt").read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf")
    if meta["title"] is not None:
        assert raw.decode("utf-8").split("\n")[0] == meta["title"]


@every_report
def test_report_is_as_hard_as_agreed(slug):
    claims, numbers = table(slug, "claims"), table(slug, "numbers")
    assert 150 <= len(locate_gold.article_text(slug).split()) <= 350
    assert len(table(slug, "sources")) >= 4
    assert len(numbers) >= 6
    assert any(row["form"] == "narrator" for row in numbers)
    pronouns = {"he", "she", "it", "they", "who", "which"}
    assert any(row["source_text"].lower() in pronouns for row in claims)
    assert any(row["source"] and not row["cue"] for row in claims), "no carry-over"


def test_locating_refuses_a_snippet_that_stands_twice():
    with pytest.raises(locate_gold.Unplaced, match="2 times in the article"):
        locate_gold.locate("7 died. 7 fled.", "7 ", "7")


def test_locating_refuses_a_numeral_inside_another():
    with pytest.raises(locate_gold.Unplaced, match="0 times in near"):
        locate_gold.locate("some 17 boats", "some 17 boats", "7")


def test_locating_counts_code_points():
    assert locate_gold.locate("😀 é 12 boats", "12 boats", "12") == (4, 6)
