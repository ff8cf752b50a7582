"""What `make bench` names is there to be measured."""

from __future__ import annotations

import importlib
import importlib.util
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_spec = importlib.util.spec_from_file_location("bench", ROOT / "scripts" / "bench.py")
bench = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bench)


def test_each_floor_that_the_tables_call_is_timed():
    importlib.import_module("helpers.tables")
    found = list(bench.timed_functions())
    assert {step for _, _, step in found} == set(bench.STEPS.values())
    assert all(callable(getattr(holder, known)) for holder, known, _ in found)


def test_a_step_within_a_step_counts_for_itself_alone():
    def busy(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    watch = bench.Stopwatch()
    inner = watch.timed("inner", busy)

    def outer() -> None:
        inner(0.06)
        busy(0.02)

    watch.timed("outer", outer)()
    assert watch.seconds["outer"] < 0.05 < watch.seconds["inner"]


def test_steps_add_up_to_the_whole():
    found = bench.seconds_by_step("Floods in Tarn killed 7 people on Monday, police said.", 1)
    assert set(found) == {bench.LOAD, bench.REST, *bench.STEPS.values()}
    assert all(seconds >= 0 for seconds in found.values())
