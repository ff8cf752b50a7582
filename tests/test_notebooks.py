"""What each committed notebook keeps to; that its outputs are true is the notebooks' own run."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from helpers.doors.execution import (
    METADATA,
    WIDGET_VIEW,
    execute_notebook,
    parameters_cell,
    title_of,
)

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))

# Each marker hides a cell from the comparison: raise this only with a reason, in review.
MARKERS_ALLOWED = 0

# A cell that shows nothing: imports, parameters, an assignment.
SILENT = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert PATHS


def test_code_cells_are_numbered_from_one_in_order(notebook):
    cells = code_cells(notebook)
    # Without these numbers the comparison of outputs compares nothing.
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_every_cell_that_shows_something_has_its_output(notebook):
    for number, cell in enumerate(code_cells(notebook), start=1):
        last = ast.parse(cell.source).body[-1]
        if not isinstance(last, SILENT):
            assert cell.outputs, f"code cell {number} shows nothing: make refresh"


def test_no_output_is_an_error_or_a_warning(notebook):
    for number, cell in enumerate(code_cells(notebook), start=1):
        for output in cell.outputs:
            assert output.output_type != "error", f"code cell {number}"
            assert output.get("name") != "stderr", f"code cell {number}: {output.get('text')}"


def test_markers_that_hide_a_cell_from_comparison_are_counted():
    found = [
        f"{path.name}: {marker}"
        for path in PATHS
        for marker in re.findall(
            r"NBVAL_\w+|nbval-[a-z-]+|raises-exception|skip-execution", path.read_text("utf-8")
        )
    ]
    assert len(found) <= MARKERS_ALLOWED, found


def test_cells_hold_no_functions_loops_or_paths(notebook):
    for number, cell in enumerate(code_cells(notebook), start=1):
        tree = ast.parse(cell.source)
        for node in ast.walk(tree):
            banned = (
                ast.FunctionDef,
                ast.AsyncFunctionDef,
                ast.ClassDef,
                ast.Lambda,
                ast.For,
                ast.AsyncFor,
                ast.While,
                ast.Try,
            )
            assert not isinstance(node, banned), (
                f"code cell {number}: {type(node).__name__} belongs into helpers"
            )
        assert "sys.path" not in cell.source, f"code cell {number}"


def test_no_cell_ends_in_a_semicolon(notebook):
    # It hides the output of the last line, and the comparison with it.
    assert [c.source for c in code_cells(notebook) if c.source.rstrip().endswith(";")] == []


def test_no_cell_is_empty(notebook):
    assert all(cell.source.strip() for cell in notebook.cells)


def test_title_is_a_question_and_comes_first(notebook):
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    assert title_of(notebook).endswith("?")


def test_imports_stand_before_the_parameters_and_nowhere_else(notebook):
    cells = code_cells(notebook)
    imports = [
        number
        for number, cell in enumerate(cells)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert set(imports) <= {0}


def test_one_cell_tagged_parameters_names_the_article(path, notebook):
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    assigned = [
        target.id
        for node in ast.parse(tagged[0].source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
    ]
    if path.stem == "12_many_articles":  # of a whole corpus, no single article
        assert assigned[0] == "CORPUS"
        return
    assert parameters_cell(notebook) is not None
    assert {"ARTICLE", "PUBLISHED"} <= set(assigned)
    assert ast.parse(tagged[0].source).body[0].value.value.startswith("../data/articles/")


def test_nothing_of_the_machine_that_ran_it_is_kept(path, notebook):
    assert notebook.metadata == METADATA
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
        for output in cell.get("outputs", []):
            assert WIDGET_VIEW not in output.get("data", {}), "widget ids are random: make refresh"
    text = path.read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|Users|usr)/", text)
    assert "site-packages" not in text


def test_file_is_written_as_the_refresh_writes_it(path, notebook):
    assert path.read_bytes() == (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")
    assert json.loads(path.read_text("utf-8"))["cells"]


def test_links_between_notebooks_lead_somewhere(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", cell.source):
                assert (FOLDER / target).exists(), target


def test_pictures_say_in_text_what_they_show(notebook):
    # The comparison does not look at pictures: each needs its words, for it and for readers.
    for number, cell in enumerate(code_cells(notebook), start=1):
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data or "image/svg+xml" in data:
                assert "text/html" in data or len(cell.outputs) > 1, (
                    f"code cell {number}: a picture without a word beside it"
                )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It rained.", id="nobody speaks and nothing is counted"),
        pytest.param(
            'Ünï 🌧️ “never closed\r\n\r\n"Dozens of 3,000 or so died," said\u00a0she,\rat $5 each',
            id="awkward from end to end",
        ),
    ],
)
def test_notebook_runs_on_an_article_that_it_was_not_written_on(notebook, tmp_path, text):
    article = tmp_path / "any.txt"
    article.write_bytes(text.encode("utf-8"))
    cells = [c for c in notebook.cells if "this-article" not in c.metadata.get("tags", [])]
    # As papermill does: a cell after the one tagged "parameters" sets them anew.
    after = cells.index(parameters_cell(notebook)) + 1
    cells.insert(after, new_code_cell(f"ARTICLE = {str(article)!r}"))
    notebook.cells = cells
    execute_notebook(notebook, FOLDER)
