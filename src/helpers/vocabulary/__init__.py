"""Word lists kept as data: TOML and CSV files beside this one, read once and cached.

An analyst extends the suite by adding lines to these files, not by touching code.
"""

from __future__ import annotations

import csv
import io
import tomllib
from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> dict:
    """The content of ``name.toml`` as a dictionary; treat it as read-only."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``name.csv``, header names as keys, every value a string."""
    text = files(__package__).joinpath(f"{name}.csv").read_bytes().decode("utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))
