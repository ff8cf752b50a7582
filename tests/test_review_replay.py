"""Corrections replayed: once, in any order, over whatever tables the machine makes."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewing import TEXT, assert_same, desk, flood_tables, number, row_of, source

from helpers import schema
from helpers.errors import ReviewError
from helpers.loading import article_from_text, load_article
from helpers.records import Attribution, Span
from helpers.studies.review import (
    STATUSES,
    ReviewLog,
    apply_review,
    make_event,
    merge_logs,
    read_log,
    replay,
)
from helpers.tables import read_tables, save_tables, table_files, tables_of

HERE = Path(__file__).resolve().parent


def status_of(tables, log, event):
    statuses = replay(tables, log).statuses.set_index("event_id")
    return statuses.loc[event.id, "status"]


def without(log, *events):
    return ReviewLog(tuple(e for e in log.events if e not in events))


def test_no_log_changes_nothing():
    tables = flood_tables()
    same = apply_review(tables, ReviewLog())
    assert all(getattr(same, name) is getattr(tables, name) for name in schema.TABLES)
    assert set(tables.numbers["review"]) == {"unreviewed"}
    assert tables.numbers["reviewed_by"].isna().all()
    assert list(tables.numbers.columns)[-2:] == ["review", "reviewed_by"]


def test_replay_changes_no_table_that_it_was_given():
    tables = flood_tables()
    before = {name: getattr(tables, name).copy(deep=True) for name in schema.TABLES}
    apply_review(tables, everything())
    for name, data in before.items():
        pd.testing.assert_frame_equal(getattr(tables, name), data)


def everything() -> ReviewLog:
    """A log in which every op is used."""
    ana = desk()
    ana.confirm(number("40"))
    ana.set(number("40"), "kind", "injured")
    ana.set(number("300"), "source", source("Karl Osten"))
    ana.set(number("1,200"), "value", 1300)
    ana.reject(number("two"))
    start = TEXT.index("2011")
    ana.add("numbers", start, start + 4, {"value": 2011, "kind": "date", "unit": "year"})
    ana.merge(source("Ada Brenning"), [source("Karl Osten")])
    ana.note(number("12"), "odd")
    ana.revert(ana.set(number("75"), "value", 80).id)
    return ana.log


def test_each_op_does_what_it_says():
    tables = apply_review(flood_tables(), everything())
    assert row_of(tables, "40")["kind"] == "injured"
    assert row_of(tables, "40")["hxl"] == "#affected+injured"
    assert row_of(tables, "40")["review"] == "corrected"
    assert row_of(tables, "40")["reviewed_by"] == "ana"
    assert row_of(tables, "1,200")["value"] == 1300
    assert (row_of(tables, "1,200")["low"], row_of(tables, "1,200")["high"]) == (1300, 1300)
    assert "two" not in set(tables.numbers["text"])
    left = tables.residue.set_index("text")["reason"]
    assert left["two"] == "rejected_by_reviewer"
    assert row_of(tables, "2011")["review"] == "added"
    assert "2011" not in left.index
    assert row_of(tables, "75")["value"] == 75
    assert row_of(tables, "75")["review"] == "unreviewed"
    brenning = tables.sources[tables.sources["name"] == "Ada Brenning"].iloc[0]
    assert "Karl Osten" not in set(tables.sources["name"])
    assert "Karl Osten" in brenning["aliases"].split("|")
    assert row_of(tables, "300")["source_id"] == brenning["source_id"]
    assert brenning["n_numbers"] == (tables.numbers["source_id"] == brenning["source_id"]).sum()


def test_applying_twice_equals_once():
    once = apply_review(flood_tables(), everything())
    assert_same(apply_review(once, everything()), once)


def test_corrected_tables_are_saved_and_read_back(tmp_path):
    once = apply_review(flood_tables(), everything())
    save_tables(once, tmp_path)
    assert_same(read_tables(tmp_path), once)
    assert_same(apply_review(read_tables(tmp_path), everything()), once)


def test_confirmed_row_is_agreed_and_stays_when_the_machine_changes_its_mind():
    ana = desk()
    event = ana.confirm(number("40"))
    assert status_of(flood_tables(), ana.log, event) == "agreed"
    other = changed(number("40"), kind="injured")
    assert status_of(other, ana.log, event) == "conflict"
    assert row_of(apply_review(other, ana.log), "40")["kind"] == "killed"
    assert row_of(apply_review(other, ana.log), "40")["review"] == "confirmed"


def changed(row_id, **cells):
    """The tables of a machine that says something else of one number."""
    tables = flood_tables()
    rows = tables.numbers.astype(object).where(tables.numbers.notna(), None).to_dict("records")
    rows = [{**row, **cells} if row["number_id"] == row_id else row for row in rows]
    return replace(tables, numbers=schema.frame("numbers", rows))


@pytest.mark.parametrize(
    ("machine_now", "status"),
    [("killed", "applied"), ("missing", "agreed"), ("injured", "conflict")],
)
def test_status_of_a_correction_tells_what_the_machine_says_now(machine_now, status):
    ana = desk()
    event = ana.set(number("40"), "kind", "missing")
    tables = changed(number("40"), kind=machine_now)
    assert status_of(tables, ana.log, event) == status
    assert row_of(apply_review(tables, ana.log), "40")["kind"] == "missing"


def test_strict_stops_at_a_conflict():
    ana = desk()
    ana.set(number("40"), "kind", "missing")
    replay(flood_tables(), ana.log, strict=True)
    with pytest.raises(ReviewError, match="'40' is in conflict"):
        replay(changed(number("40"), kind="injured"), ana.log, strict=True)


def test_later_event_supersedes_and_a_taken_back_one_brings_the_earlier_back():
    ana = desk()
    first = ana.set(number("40"), "value", 41)
    second = ana.set(number("40"), "value", 42)
    assert status_of(flood_tables(), ana.log, first) == "superseded"
    assert row_of(ana.tables, "40")["value"] == 42
    undone = ana.revert(second.id)
    assert row_of(ana.tables, "40")["value"] == 41
    ana.revert(undone.id)
    assert row_of(ana.tables, "40")["value"] == 42


def test_order_comes_from_parents_and_not_from_clocks():
    ana = desk()
    first = ana.set(number("40"), "value", 41)
    parts = {**first._asdict(), "after": 42, "when": "1999-01-01T00:00:00Z"}
    del parts["id"]
    later = make_event(**{**parts, "parents": (first.id,)})
    log = ReviewLog((later, first))
    assert row_of(apply_review(flood_tables(), log), "40")["value"] == 42


def test_two_who_differ_leave_the_machines_value_until_somebody_decides():
    ana, ben = desk(), desk("ben")
    ana.set(number("40"), "kind", "injured")
    ben.set(number("40"), "kind", "missing")
    both = merge_logs(ana.log, ben.log)
    found = replay(flood_tables(), both)
    assert set(found.statuses["status"]) == {"conflict"}
    assert "ben says otherwise" in found.statuses["why"].str.cat()
    assert row_of(found.tables, "40")["kind"] == "killed"
    assert row_of(found.tables, "40")["review"] == "unreviewed"
    cara = desk("cara", log=both)
    cara.set(number("40"), "kind", "missing", reason="adjudicated")
    assert replay(flood_tables(), cara.log).is_settled
    assert row_of(cara.tables, "40")["reviewed_by"] == "ben|cara"


def test_two_who_say_the_same_both_count():
    ana, ben = desk(), desk("ben")
    ana.set(number("40"), "kind", "injured")
    ben.set(number("40"), "kind", "injured")
    found = replay(flood_tables(), merge_logs(ana.log, ben.log))
    assert set(found.statuses["status"]) == {"applied"}
    assert row_of(found.tables, "40")["reviewed_by"] == "ana|ben"


def test_one_rejects_and_the_other_confirms_is_a_disagreement():
    ana, ben = desk(), desk("ben")
    ana.reject(number("40"))
    ben.confirm(number("40"))
    found = replay(flood_tables(), merge_logs(ana.log, ben.log))
    assert set(found.statuses["status"]) == {"conflict"}
    assert "40" in set(found.tables.numbers["text"])


def test_source_split_from_another_gets_its_claims_and_numbers():
    tables = flood_tables()
    claim = tables.claims[tables.claims["source_text"] == "Karl Osten"].iloc[0]
    cara = desk("cara")
    cara.merge(source("Ada Brenning"), [source("Karl Osten")])
    merged = cara.tables
    other = desk("dan", tables=merged)
    span = int(claim["source_start"]), int(claim["source_end"])
    who = {"name": "K. Osten", "source_type": "military", "naming": "named_person"}
    other.split(source("Ada Brenning"), [span], who)
    parted = other.tables
    assert row_of(parted, "75")["source_id"] == source("K. Osten", parted)
    assert row_of(parted, "40")["source_id"] == source("Ada Brenning", parted)
    assert_same(apply_review(parted, other.log), parted)


def test_rejected_source_and_claim_leave_their_numbers_to_nobody():
    ana = desk()
    ana.reject(source("Karl Osten"), reason="not_a_source")
    assert pd.isna(row_of(ana.tables, "75")["source_id"])
    ben = desk("ben")
    ben.reject(row_of(flood_tables(), "40")["claim_id"], reason="wrong_link")
    row = row_of(ben.tables, "40")
    assert pd.isna(row["source_id"]) and row["claim_id"] in set(ben.tables.claims["claim_id"])
    assert_same(apply_review(ben.tables, ben.log), ben.tables)


def test_claim_given_to_another_takes_its_numbers_along():
    ana = desk()
    claim = row_of(flood_tables(), "40")["claim_id"]
    ana.set(claim, "source", source("Karl Osten"), reason="wrong_link")
    assert row_of(ana.tables, "40")["source_id"] == source("Karl Osten")


# What the text of the target has become


def test_target_is_found_where_its_words_have_moved():
    ana = desk()
    event = ana.set(number("40"), "kind", "injured")
    moved = flood_tables("A correction was made.\n\n" + TEXT)
    assert status_of(moved, ana.log, event) == "applied"
    assert row_of(apply_review(moved, ana.log), "40")["kind"] == "injured"


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("At least 40 people", "Some people"), TEXT + "\n" + TEXT, "Nothing here.\n"],
    ids=["gone", "twice", "another article"],
)
def test_target_that_is_gone_or_not_unique_is_an_orphan_and_never_guessed(text):
    ana = desk()
    event = ana.set(number("40"), "kind", "injured")
    tables = flood_tables(text)
    assert status_of(tables, ana.log, event) == "orphan"
    assert_same(apply_review(tables, ana.log), tables)


def test_desk_that_does_not_replay_makes_the_events_of_one_that_does():
    quick, slow = desk(), desk()
    acts = [
        lambda d: d.set(number("40"), "kind", "injured"),
        lambda d: d.set(number("75"), "source", source("Ada Brenning")),
        lambda d: d.confirm(number("75")),
        lambda d: d.set(source("Ada Brenning"), "role", "mayor"),
        lambda d: d.note(number("12"), "odd"),
        lambda d: d.set(number("12"), "source", source("Ada Brenning")),
        lambda d: d.reject(number("two")),
        lambda d: d.confirm(number("40")),
        lambda d: d.confirm(number("12")),
    ]
    for act in acts:
        act(quick)
        slow._latest = None
        act(slow)
    assert quick.log == slow.log
    assert_same(quick.tables, slow.tables)
    with pytest.raises(ReviewError, match="there is no row"):
        quick.set(number("two"), "kind", "killed")


# Whatever the finder


def every_third(article, passages):
    """A finder that takes each third word for a source and what follows it for its claim."""
    words = list(itertools.islice(pieces(article.text), 0, None, 3))
    return [
        Attribution(
            (Span(*one),), (Span(one[1], one[1] + 1),), (Span(one[1] + 1, two[0]),), "third", 0.5
        )
        for one, two in itertools.pairwise(words)
        if two[0] - one[1] > 3 and "\n" not in article.text[one[0] : two[0]]
    ]


def pieces(text):
    at = 0
    for word in text.split():
        at = text.index(word, at)
        yield at, at + len(word)
        at += len(word)


def nobody(article, passages):
    return []


@pytest.mark.parametrize("finder", [every_third, nobody])
def test_over_another_finders_tables_every_event_has_one_status(finder):
    tables = tables_of(article_from_text(TEXT, published="2031-05-07"), find_attributions=finder)
    found = replay(tables, everything())
    assert sorted(found.statuses["event_id"]) == sorted(e.id for e in everything().events)
    assert set(found.statuses["status"]) <= set(STATUSES)
    # A number's kind and a reporter in the text hold, whoever found the claims.
    assert row_of(found.tables, "40")["kind"] == "injured"
    assert pd.notna(row_of(found.tables, "300")["source_id"])


@pytest.mark.parametrize(
    "path", ["articles/moscow-times-2022-03-29.txt", "reports/brennat-siege.txt"]
)
def test_what_was_corrected_in_an_earlier_releases_tables_has_one_status_each(path):
    """The logs were made over the tables of commit 7aeb7da: another network, other ids and rows."""
    log = read_log(HERE / "samples" / "reviews" / f"{Path(path).stem}.jsonl")
    found = replay(tables_of(load_article(HERE.parent / "data" / path)), log)
    assert len(log.events) > 20
    assert sorted(found.statuses["event_id"]) == sorted(e.id for e in log.events)
    assert set(found.statuses["status"]) <= set(STATUSES)
    misread = [e for e in log.events if e.field == "kind"]
    kinds = found.tables.numbers.set_index(["start", "end"])["kind"]
    assert all(kinds[e.target.start, e.target.end] == "injured" for e in misread)


def test_over_tables_with_other_ids_every_event_has_one_status():
    tables = flood_tables()
    renamed = {}
    for name in ("sources", "claims", "numbers"):
        data = getattr(tables, name).copy()
        for column in [
            c for c in data.columns if c in ("number_id", "claim_id") or "source_id" in c
        ]:
            data[column] = ("x" + data[column]).astype("string[python]")
        renamed[name] = data
    found = replay(replace(tables, **renamed), everything())
    statuses = found.statuses["status"]
    assert len(statuses) == len(everything().events)
    assert "orphan" not in set(statuses)
    assert row_of(found.tables, "40")["kind"] == "injured"


# Orders


def unrelated_events():
    """Events on rows of their own, as desks make them that know nothing of each other."""
    makers = [
        lambda d: d.set(number("40"), "kind", "injured"),
        lambda d: d.set(number("1,200"), "value", 1300),
        lambda d: d.reject(number("two")),
        lambda d: d.confirm(number("75")),
        lambda d: d.set(number("300"), "source", source("Karl Osten")),
        lambda d: d.add("numbers", TEXT.index("2011"), TEXT.index("2011") + 4, {"value": 2011}),
        lambda d: d.set(source("Ada Brenning"), "role", "mayor"),
        lambda d: d.note(number("12"), "odd"),
    ]
    return [make(desk(name)) for make, name in zip(makers, "abcdefgh", strict=True)]


def tables_bytes(log):
    found = replay(flood_tables(), log)
    return table_files(found.tables), found.statuses.to_csv()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(unrelated_events()), st.integers(0, 8))
def test_unrelated_events_commute_to_the_same_bytes(events, n):
    one = ReviewLog(tuple(events[:n]))
    other = ReviewLog(tuple(sorted(events[:n], key=lambda event: event.id)))
    assert tables_bytes(one) == tables_bytes(other)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_lines_gives_the_same_tables_and_statuses(seed):
    rng = random.Random(seed)
    desks = [desk(name) for name in ("ana", "ben", "cara")]
    rows = [number(text) for text in ("40", "1,200", "75")]
    for _ in range(25):
        one = rng.choice(desks)
        if rng.random() < 0.2:  # somebody reads what the others wrote
            one.log = merge_logs(*(each.log for each in desks))
            one._latest = None
        act = rng.random()
        row = rng.choice([r for r in rows if r in set(one.tables.numbers["number_id"])] or [None])
        if row is None:
            continue
        if act < 0.6:
            one.set(row, "kind", rng.choice(["killed", "injured", "missing"]))
        elif act < 0.75:
            one.confirm(row)
        elif act < 0.85:
            one.reject(row)
        elif one.log.events:
            one.revert(rng.choice(one.log.events).id)
    log = merge_logs(*(each.log for each in desks))
    expected = tables_bytes(log)
    for _ in range(2):
        events = list(log.events)
        rng.shuffle(events)
        assert tables_bytes(ReviewLog(tuple(events))) == expected
    once = apply_review(flood_tables(), log)
    assert_same(apply_review(once, log), once)
