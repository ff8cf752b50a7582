"""Logs of corrections: what was told to be kept is kept, whatever stops the program."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from dataclasses import replace
from functools import cache, partial
from multiprocessing import get_context

import plugs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewing import desk, number

from helpers.errors import InputError, OutputError, ReviewError
from helpers.studies.review import (
    ReviewLog,
    append_event,
    event_line,
    log_bytes,
    make_event,
    merge_logs,
    read_log,
    replay,
    write_log,
)
from helpers.studies.review.log_files import log_of_bytes

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")


def some_events(n: int = 4):
    ana = desk()
    for i in range(n):
        ana.set(number("40"), "value", i)
    return ana.log.events


def test_event_read_back_is_the_event_written(tmp_path):
    events = some_events()
    for event in events:
        append_event(tmp_path / "new" / "ana.review.jsonl", event)
    log = read_log(tmp_path / "new" / "ana.review.jsonl")
    assert log.events == events
    assert log.unread == () and log.notes == ()


def test_id_is_made_of_the_rest():
    one, two = some_events(2)
    assert one.id != two.id
    assert make_event(**{k: v for k, v in one._asdict().items() if k != "id"}) == one


@POSIX
@pytest.mark.parametrize("before", [b"", b'{"torn": '], ids=["new", "torn before"])
def test_kill_at_every_step_of_the_write_loses_no_acknowledged_event(tmp_path, before):
    events = some_events(3)
    path, told = tmp_path / "a.review.jsonl", tmp_path / "told"
    reached = set()
    for step in range(1, 40):
        path.write_bytes(before)
        told.write_bytes(b"")
        append_event(path, events[0])

        def work():
            for event in events[1:]:
                append_event(path, event)
                with told.open("ab", buffering=0) as file:
                    file.write(event.id.encode() + b"\n")

        plugs.killed_at(work, step)
        log = read_log(path)
        kept = {event.id for event in log.events}
        acknowledged = set(told.read_text().split())
        assert {events[0].id} | acknowledged <= kept
        assert len(log.unread) == bool(before)
        append_event(path, events[2])  # and the log goes on
        assert events[2].id in {event.id for event in read_log(path).events}
        reached.add(len(acknowledged))
    assert reached == {0, 1, 2}


@POSIX
def test_two_hundred_kills_at_random_lose_no_acknowledged_event(tmp_path):
    rng = random.Random(16)
    events = some_events(60)
    lines = [event.id.encode() + b"\n" for event in events]
    for turn in range(200):
        path, told = tmp_path / f"{turn}.review.jsonl", tmp_path / f"{turn}.told"
        told.touch()
        pid = os.fork()
        if pid == 0:
            file = os.open(told, os.O_WRONLY | os.O_APPEND)
            for event, line in zip(events, lines, strict=True):
                append_event(path, event)
                os.write(file, line)
            os._exit(0)
        time.sleep(rng.random() * 0.02)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        acknowledged = told.read_text().split()
        kept = [event.id for event in read_log(path).events] if path.exists() else []
        assert kept[: len(acknowledged)] == acknowledged


def append_all(path, events):
    for event in events:
        append_event(path, event)


@POSIX
def test_two_writers_at_once_lose_nothing(tmp_path):
    path = tmp_path / "both.review.jsonl"
    ana, ben = some_events(60), desk("ben")
    for i in range(60):
        ben.set(number("75"), "value", i)
    processes = [
        get_context("fork").Process(target=append_all, args=(path, events))
        for events in (ana, ben.log.events)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    log = read_log(path)
    assert {event.id for event in log.events} == {e.id for e in (*ana, *ben.log.events)}
    assert log.notes == ()


def test_event_that_cannot_be_kept_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="the correction is not kept"):
        append_event(tmp_path / "file" / "a.review.jsonl", some_events(1)[0])


def test_event_that_could_not_be_kept_was_never_made():
    def refuse(event):
        raise OutputError("the disk is full")

    ana = desk()
    ana._keep = refuse
    with pytest.raises(OutputError):
        ana.confirm(number("40"))
    assert ana.log.events == ()


def test_log_cut_in_a_line_tells_it_in_one_line_and_keeps_the_rest():
    events = some_events(3)
    data = b"".join(map(event_line, events))
    log = log_of_bytes(data[:-20], "ana.review.jsonl")
    assert log.events == events[:2]
    assert log.notes == (
        "ana.review.jsonl: line 3 is cut in the middle: writing it was interrupted; it is kept "
        "but not applied",
    )


def test_whole_last_line_without_its_end_is_an_event():
    data = b"".join(map(event_line, some_events(3)))
    assert len(log_of_bytes(data[:-1]).events) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda e: e | {"v": 2}, "is of version 2, newer than 1"),
        (lambda e: e | {"note": "altered"}, "its id is not that of its content"),
        (lambda e: [e], "holds no event"),
        (lambda e: "[" * 100_000, "is not JSON"),
        (lambda e: float("nan"), "holds no event"),
        (lambda e: e | {"after": float("inf")}, "is not JSON"),
    ],
    ids=["newer", "altered", "list", "deep", "nan", "infinite"],
)
def test_line_that_is_no_event_of_ours_is_told_and_kept(change, told):
    event = some_events(1)[0]
    bad = change(json.loads(event_line(event)))
    line = bad.encode() if isinstance(bad, str) else json.dumps(bad).encode()
    log = log_of_bytes(line + b"\n" + event_line(event))
    assert log.events == (event,)
    assert len(log.notes) == 1 and told in log.notes[0]
    assert line in log_bytes(log)


def resealed(event, **parts):
    """A line as another program may write it: well sealed, whatever it holds."""
    from helpers.studies.review import events

    payload = {**events._payload(event), **parts}
    rest = events._canonical(payload)
    return b'{"id":"' + events._hash(rest).encode() + b'",' + rest[1:]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"op": "burn"}, "has an op that is not one of"),
        ({"reason": "mood"}, "has a reason that is not one of"),
        ({"who": " "}, "does not say who made it"),
        ({"when": "yesterday"}, "has no valid time"),
        ({"parents": "abc"}, "parents that are not ids"),
        ({"before": 3}, "has a before that is not"),
        ({"target": {}}, "has an incomplete target"),
        ({"field": "colour"}, "sets 'colour', which is not one of"),
        ({"field": "kind", "after": "dragons"}, "sets kind to 'dragons'"),
        ({"field": "kind", "after": None}, "empties kind"),
        ({"field": "estimated", "after": 1}, "sets estimated to '1'"),
        ({"field": "as_of", "after": "2031"}, "sets as_of to '2031'"),
        ({"field": "value", "after": "5"}, "sets value to '5'"),
        ({"field": "source", "after": "s12"}, "not a mention in the text"),
        ({"op": "merge", "after": {"mentions": []}}, "which mentions to merge"),
        ({"op": "confirm", "after": 1}, "which values hold"),
        ({"op": "revert", "after": None}, "what it takes back"),
        ({"mood": "bad"}, "one too many"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_sealed_line_with_impossible_content_is_told_and_not_applied(parts, told):
    log = log_of_bytes(resealed(some_events(1)[0], **parts))
    assert log.events == ()
    assert len(log.notes) == 1 and told in log.notes[0]


def test_line_written_with_other_blanks_is_the_same_event():
    event = some_events(1)[0]
    line = json.dumps(json.loads(event_line(event)), indent=None).encode()
    assert log_of_bytes(line).events == (event,)


def test_repeated_event_counts_once_and_is_told():
    event = some_events(1)[0]
    log = log_of_bytes(event_line(event) * 3, "a")
    assert log.events == (event,)
    assert log.notes == ("a: line 2 (and 1 more) repeats an event; it counts once",)


def test_impossible_correction_is_refused_when_it_is_made():
    with pytest.raises(ReviewError, match="sets kind to 'dragons'"):
        desk().set(number("40"), "kind", "dragons")
    with pytest.raises(ReviewError, match="there is no row 'x'"):
        desk().confirm("x")
    with pytest.raises(ReviewError, match="is not a mention of a source"):
        desk().set(number("40"), "source", (0, 6))
    with pytest.raises(ReviewError, match="no event 'x' to take back"):
        desk().revert("x")


def test_log_that_is_missing_is_refused_by_name(tmp_path):
    with pytest.raises(InputError, match=r"none\.review\.jsonl cannot be read"):
        read_log(tmp_path / "none.review.jsonl")


def logs_of_three():
    ana, ben = desk(), desk("ben")
    ana.set(number("40"), "value", 41)
    ben.set(number("40"), "value", 42)
    ben.confirm(number("75"))
    cut = log_of_bytes(log_bytes(ben.log)[:-9] + b"\n")
    return ana.log, ben.log, replace(cut, events=())


def test_merge_is_commutative_and_associative_to_the_byte():
    a, b, c = logs_of_three()
    one = log_bytes(merge_logs(a, b, c))
    assert log_bytes(merge_logs(c, a, b)) == one
    assert log_bytes(merge_logs(merge_logs(b, c), a)) == one
    assert log_bytes(merge_logs(a, merge_logs(c, b))) == one
    assert log_bytes(merge_logs(a, a)) == log_bytes(a)


@cache
def events_of_three():
    return tuple(event for log in logs_of_three() for event in log.events) + some_events(6)


PARTS = st.lists(st.integers(0, 8), unique=True).map(
    lambda at: ReviewLog(tuple(events_of_three()[i] for i in at))
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(PARTS, PARTS, PARTS)
def test_merge_of_any_logs_is_commutative_associative_and_idempotent(a, b, c):
    one = log_bytes(merge_logs(a, merge_logs(b, c)))
    assert log_bytes(merge_logs(merge_logs(a, b), c)) == one
    assert log_bytes(merge_logs(merge_logs(c, a), b)) == one
    assert log_bytes(merge_logs(a, b, c, a)) == one


def test_merged_log_is_written_whole_and_reads_back(tmp_path):
    merged = merge_logs(*logs_of_three())
    write_log(tmp_path / "all.review.jsonl", merged)
    again = read_log(tmp_path / "all.review.jsonl")
    assert again.events == merged.events
    assert [u.line for u in again.unread] == [u.line for u in merged.unread]


def test_desk_writes_each_event_before_it_counts(tmp_path):
    path = tmp_path / "ana.review.jsonl"
    ana = desk()
    ana._keep = partial(append_event, path)
    ana.confirm(number("40"))
    assert read_log(path).events == ana.log.events
    assert replay(ana.tables, read_log(path)).is_settled
