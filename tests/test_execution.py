"""Notebooks are found, executed and tidied."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.doors.execution import (
    METADATA,
    execute_notebook,
    find_notebooks,
    tidy_notebook,
    title_of,
)
from helpers.errors import ReportError


def test_folder_without_notebooks_is_told(tmp_path):
    with pytest.raises(ReportError, match="no notebooks found"):
        find_notebooks(tmp_path)


def test_title_is_the_first_heading():
    cells = [new_markdown_cell("Before.\n## Not this"), new_markdown_cell("# *Who* says `it`?")]
    assert title_of(new_notebook(cells=cells)) == "Who says it?"
    assert title_of(new_notebook()) == ""


def test_two_tidied_runs_are_the_same_to_the_byte(tmp_path):
    source = "import ipywidgets, sys\nprint('a', file=sys.stderr)\nipywidgets.IntSlider(3)"
    notebook = new_notebook(cells=[new_code_cell(source, metadata={"scrolled": True})])
    once, twice = (
        nbformat.writes(tidy_notebook(execute_notebook(notebook, tmp_path))) for _ in range(2)
    )
    assert once == twice
    assert nbformat.reads(once, as_version=4).metadata == METADATA
    assert "IntSlider(value=3" in once
    assert "widget-view" not in once and "scrolled" not in once
    assert notebook.cells[0].outputs == []
