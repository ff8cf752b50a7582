"""The modules that are excused from a gate become fewer: none is added, none stays in without need.

That an excuse is still needed takes a run of mypy and ruff: `make lint` does that, through
scripts/excused.py.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
AT_FIRST = ROOT / "tests" / "cases" / "excused_at_first.txt"

_spec = importlib.util.spec_from_file_location("excused", ROOT / "scripts" / "excused.py")
excused = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(excused)

NOW = excused.excuses()
PAIRS = {(gate, path) for gate, paths in NOW.items() for path in paths}


def test_the_list_of_the_day_the_gates_were_built_is_as_it_was():
    # Written once, and again with new paths where modules moved. A module that it does not name
    # is held to every gate, so it must not grow.
    assert hashlib.sha256(AT_FIRST.read_bytes()).hexdigest() == (
        "25e9a99277adec642ad755b84a1bf0db58d6bb5472bfe3b3d1fe0f45ccd729d6"
    )


def test_no_module_is_excused_that_was_not_excused_at_first():
    first = {tuple(line.split(" ", 1)) for line in AT_FIRST.read_text("utf-8").splitlines()}
    assert PAIRS - first == set()


def test_every_excused_module_exists():
    assert [path for _, path in sorted(PAIRS) if not (ROOT / path).is_file()] == []


def test_the_tools_read_the_same_list():
    assert excused.project_with(PROJECT, NOW) == PROJECT
    assert excused.written(NOW) == excused.EXCUSED.read_text("utf-8")


def test_nothing_beside_the_list_excuses_a_module_of_the_package():
    tool = tomllib.loads(PROJECT)["tool"]
    assert len(tool["mypy"].get("overrides", [])) == ("mypy" in NOW)
    ignores = tool["ruff"]["lint"]["per-file-ignores"]
    beside = {
        (rule, path)
        for path, rules in ignores.items()
        for rule in rules
        if path.startswith("src/") and (rule, path) not in PAIRS
    }
    # Both are there to print.
    assert beside == {
        ("T20", f"src/helpers/{name}.py") for name in ("doors/command_line", "measuring/scoreboard")
    }


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_no_module_excuses_itself(path):
    source = path.read_text("utf-8")
    assert not re.search(r"#\s*(mypy:|type:\s*ignore|ruff:\s*noqa)", source)
    assert not re.search(r"#\s*noqa(?!:)|#\s*noqa:[^(]*\b(C901|PLR09\d\d)\b", source)


def test_a_mended_module_is_taken_out_of_both_files():
    path = "src/helpers/errors.py"
    more = {"mypy": [path], "C901": [path]}
    listed, project = excused.written(more), excused.project_with(PROJECT, more)
    assert listed.count(f'"{path}"') == 2
    assert f'"{excused.module_of(path)}"' in project and f'"{path}" = ["C901"]' in project
    listed, project = excused.written({}), excused.project_with(project, {})
    assert path not in listed and path not in project and excused.module_of(path) not in project


def test_an_empty_list_leaves_no_trace():
    project = tomllib.loads(excused.project_with(PROJECT, {}))
    assert "overrides" not in project["tool"]["mypy"]
    assert tomllib.loads(excused.written({})) == {}
