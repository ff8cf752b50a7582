"""What `make bench` names is there to be measured."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

_spec = importlib.util.spec_from_file_location("bench", ROOT / "scripts" / "bench.py")
bench = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bench)


@pytest.mark.parametrize("name", [name for names in bench.STEPS.values() for name in names])
def test_each_step_that_is_timed_is_a_function_of_the_package(name):
    holder, known = bench.held(name)
    assert callable(getattr(holder, known))


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
    assert {bench.REST, "network", "quantities", "places", "dates", "sources"} <= set(found)
    assert all(seconds >= 0 for seconds in found.values())
