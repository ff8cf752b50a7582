"""The examples in the docstrings are true: they are the specification of what they stand in."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "helpers"
MODULES = sorted(
    ".".join(["helpers", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(
        ".__init__"
    )
    for path in PACKAGE.rglob("*.py")
    if ">>>" in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_hold(name):
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried and not failed
