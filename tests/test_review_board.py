"""The board on which a person corrects, without a browser: acts as a page sends them."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from reviewing import assert_same, flood_tables, number, row_of, source

from helpers.errors import OutputError
from helpers.studies.review import ReviewLog, apply_review, read_log
from helpers.studies.review.harm import by_harm, expected_wrong
from helpers.studies.review.log_files import append_event
from helpers.views.widgets import review_board

HOSTILE = '<img src=x onerror="alert(1)">'


def board(who="ana", keep=None, **options):
    minutes = itertools.count()
    return review_board(
        flood_tables(),
        who,
        keep=keep or (lambda event: None),
        when=lambda: "2031-05-08T{:02}:{:02}:00Z".format(*divmod(next(minutes) % 1440, 60)),
        **options,
    )


def send(shown, *acts):
    """Acts as the page sends them: numbered, in one state."""
    first = shown.keyboard.done + 1
    shown.keyboard.acts = [
        [n, *act, *[None, None, None][len(act) - 1 :]] for n, act in enumerate(acts, first)
    ]


def test_rows_come_by_the_harm_that_an_error_would_do():
    found = by_harm(flood_tables())
    assert sorted(found["number_id"]) == sorted(flood_tables().numbers["number_id"])
    assert found["harm"].is_monotonic_decreasing
    assert (found["harm"] == found["error"] * found["weight"]).all()
    left = expected_wrong(flood_tables())
    assert left == pytest.approx(found["error"].sum())


def test_first_row_to_check_is_picked_at_first():
    shown = board()
    assert shown.selection.picked == (by_harm(flood_tables())["number_id"][0],)
    assert shown.keyboard.progress.startswith("0 of 7 checked; about ")


def test_confirm_goes_on_to_the_next_row_in_the_order_of_harm():
    shown, order = board(), by_harm(flood_tables())["number_id"].tolist()
    send(shown, ("confirm",), ("confirm",))
    assert shown.selection.picked == (order[2],)
    assert shown.keyboard.done == 2
    assert shown.keyboard.progress.startswith("2 of 7 checked")
    assert [event.op for event in shown.desk.log.events] == ["confirm", "confirm"]
    assert "confirmed by ana" in shown.panes.table


def test_next_passes_over_what_is_checked_and_comes_round():
    shown, order = board(), by_harm(flood_tables())["number_id"].tolist()
    send(shown, ("confirm",), *[("next",)] * 6)
    assert shown.selection.picked == (order[1],)


def test_act_answered_once_is_not_done_again():
    shown = board()
    send(shown, ("confirm",))
    shown.keyboard.acts = [[1, "confirm", None, None, None], [2, "next", None, None, None]]
    assert len(shown.desk.log.events) == 1


def test_act_on_a_row_that_the_page_named_is_done_there():
    shown = board()
    send(shown, ("reject", number("40")))
    assert "40" not in set(shown.desk.tables.numbers["text"])
    assert "40" not in shown.shown["printed"].tolist()


def test_edit_sets_a_column_and_stays_on_the_row():
    shown = board()
    send(shown, ("set", number("40"), "kind", "injured"))
    assert row_of(shown.desk.tables, "40")["kind"] == "injured"
    assert shown.selection.picked == (number("40"),)
    assert shown.keyboard.now["kind"] == "injured"
    send(shown, ("set", number("40"), "source", source("Karl Osten")))
    assert row_of(shown.desk.tables, "40")["source_id"] == source("Karl Osten")
    send(shown, ("set", number("40"), "source", None))
    assert pd.isna(row_of(shown.desk.tables, "40")["source_id"])


def test_every_field_of_the_form_takes_what_the_schema_takes():
    shown = board()
    for name, takes in shown.keyboard.fields.items():
        for _, value in takes.get("words", []):
            send(shown, ("set", number("40"), name, value))
            assert "Not done" not in shown.status.value, (name, value)


def test_impossible_value_is_told_and_nothing_is_kept():
    shown = board()
    send(shown, ("set", number("40"), "kind", HOSTILE), ("set", number("40"), "value", None))
    assert shown.keyboard.done == 2
    assert [event.field for event in shown.desk.log.events] == ["value"]
    send(shown, ("set", number("40"), "kind", HOSTILE))
    assert "Not done" in shown.status.value and "<img" not in shown.status.value


def test_undo_takes_back_act_by_act_and_goes_to_their_rows():
    shown = board()
    send(shown, ("set", number("40"), "kind", "injured"), ("reject", number("75")))
    send(shown, ("undo",))
    assert shown.selection.picked == (number("75"),)
    send(shown, ("undo",))
    assert row_of(shown.desk.tables, "40")["kind"] == "killed"
    assert_same(shown.desk.tables, flood_tables())
    send(shown, ("undo",))
    assert "nothing of yours to undo" in shown.status.value


def test_event_is_kept_before_the_page_says_so(tmp_path):
    path, seen = tmp_path / "ana.review.jsonl", []

    def keep(event):
        append_event(path, event)
        seen.append(shown.keyboard.progress)

    shown = board(keep=keep)
    send(shown, ("confirm",))
    assert seen[0].startswith("0 of 7") and shown.keyboard.progress.startswith("1 of 7")
    assert read_log(path).events == shown.desk.log.events


def test_what_could_not_be_kept_is_told_and_not_shown():
    def refuse(event):
        raise OutputError("the disk is full")

    shown = board(keep=refuse)
    send(shown, ("confirm",))
    assert "the disk is full" in shown.status.value
    assert shown.keyboard.progress.startswith("0 of 7")


def test_board_goes_on_from_a_log(tmp_path):
    first = board()
    send(first, ("confirm",), ("confirm",))
    again = board(log=first.desk.log)
    assert again.keyboard.progress.startswith("2 of 7")
    assert again.selection.picked == first.selection.picked
    assert_same(again.desk.tables, apply_review(flood_tables(), first.desk.log))


def test_rejected_row_counts_as_checked_when_the_board_is_opened_again():
    first = board()
    send(first, ("reject",))
    again = board(log=first.desk.log)
    assert again.progress == first.progress
    assert again.progress.startswith("1 of 7 checked")


def test_edit_without_a_number_is_told_and_not_lost_in_silence():
    shown = board()
    shown.choose(picked=(source("Karl Osten"),))
    send(shown, ("set", None, "kind", "injured"))
    assert "pick the number to edit" in shown.status.value
    # The form names its row: a click on a mention moved what is picked.
    send(shown, ("set", number("40"), "source", source("Karl Osten")))
    assert row_of(shown.desk.tables, "40")["source_id"] == source("Karl Osten")
    assert shown.selection.picked == (number("40"),)


def test_what_another_did_is_masked_until_both_are_done():
    ben = board("ben")
    send(ben, ("set", number("40"), "kind", "injured"), *[("confirm",)] * 7)
    assert len(ben._left()) == 0
    ana = board(others=ben.desk.log)
    send(ana, *[("confirm",)] * 6)
    assert "ben" not in ana.keyboard.progress and "ben" not in ana.panes.table
    send(ana, ("confirm",))
    assert ana.keyboard.progress == "7 of 7 checked; 1 to decide with ben"
    cara = board("cara", others=ReviewLog(ben.desk.log.events[:3]))
    send(cara, *[("confirm",)] * 7)
    assert cara.keyboard.progress == "7 of 7 checked; ben not done yet"


def test_hostile_handle_is_escaped_on_the_page():
    shown = board(HOSTILE)
    send(shown, ("confirm",))
    assert "confirmed by" in shown.panes.table
    assert "<img" not in shown.panes.table


def test_twenty_five_numbers_take_at_most_ninety_acts():
    # A count of acts; the browser counts the keys.
    text = "Hollin.\n\n" + "\n\n".join(f"At least {n} people were killed." for n in range(40, 65))
    shown = review_board(
        flood_tables(text), "ana", keep=lambda event: None, when=lambda: "2031-05-08T10:00:00Z"
    )
    send(shown, *[("confirm",)] * 25)
    assert shown.keyboard.progress == "25 of 25 checked"
