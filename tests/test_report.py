"""Running the notebooks on any article, and writing them as pages."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.doors.execution import find_notebooks
from helpers.doors.report import run_report
from helpers.errors import HelpersError, InputError, OutputError, ReportError

PARAMETERS = 'ARTICLE = "../own.txt"\nPUBLISHED = None  # a date where none is known'
LOAD = "from helpers.loading import load_article\nload_article(ARTICLE, published=PUBLISHED).text"


def checkout(folder, *cells, parameters=PARAMETERS):
    """A folder with one notebook on its own article; another article lies beside."""
    (folder / "notebooks").mkdir()
    (folder / "own.txt").write_text("The article the notebook was written on.", "utf-8")
    (folder / "other.txt").write_text("Another <b>article</b>.", "utf-8")
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# What does *it* say?\nSee [the next](01_next.ipynb#top)."),
            new_markdown_cell("Only the first is so long.", metadata={"tags": ["this-article"]}),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            *cells,
        ]
    )
    nbformat.write(notebook, folder / "notebooks" / "00_start.ipynb")
    return folder


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """One report on the notebook's own article and one on another, into the same folder tree."""
    folder = checkout(tmp_path_factory.mktemp("checkout"), new_code_cell(LOAD))
    options = {"notebooks": folder / "notebooks"}
    (folder / "out").mkdir()
    (folder / "out" / "kept.txt").write_text("mine", "utf-8")
    own = run_report(folder / "own.txt", folder / "new" / "own", **options)
    run_report(folder / "other.txt", folder / "out", published="2024-05-06", **options)
    return folder, own


def test_report_is_an_index_and_a_page_for_each_notebook(written):
    folder, index = written
    assert index == folder / "new" / "own" / "index.html"
    assert {path.name for path in index.parent.iterdir()} == {"index.html", "00_start.html"}
    assert '<a href="00_start.html">What does it say?</a>' in index.read_text("utf-8")


def test_page_shows_the_article_it_was_asked_for(written):
    folder, own = written
    assert "The article the notebook was written on." in (own.parent / "00_start.html").read_text()
    other = (folder / "out" / "00_start.html").read_text("utf-8")
    assert "Another &lt;b&gt;article" in other
    assert "The article the notebook was written on." not in other
    assert "2024-05-06" in (folder / "out" / "index.html").read_text("utf-8")


def test_what_is_true_of_one_article_alone_is_left_out_for_another(written):
    folder, own = written
    assert "Only the first is so long." in (own.parent / "00_start.html").read_text("utf-8")
    assert "Only the first is so long." not in (folder / "out" / "00_start.html").read_text("utf-8")


def test_pages_link_to_pages_and_load_nothing_from_other_hosts(written):
    _, own = written
    page = (own.parent / "00_start.html").read_text("utf-8")
    assert 'href="01_next.html#top"' in page
    assert 'href="index.html"' in page
    assert "<script" not in page
    assert 'rel="stylesheet"' not in page


def test_pages_do_not_show_where_the_checkout_lies(written):
    folder, own = written
    assert str(folder) not in (own.parent / "00_start.html").read_text("utf-8")


def test_other_files_of_the_folder_stay_and_nothing_else_is_left_there(written):
    folder, _ = written
    assert {path.name for path in (folder / "out").iterdir()} == {
        "index.html",
        "00_start.html",
        "kept.txt",
    }


def test_notebook_that_fails_is_named_with_its_cell_and_nothing_is_written(tmp_path):
    folder = checkout(tmp_path, new_code_cell("1 / 0"))
    with pytest.raises(ReportError, match=r"00_start\.ipynb stopped at cell 4: ZeroDivisionError"):
        run_report(folder / "own.txt", folder / "a" / "b", notebooks=folder / "notebooks")
    assert not (folder / "a").exists()


def test_article_that_cannot_be_read_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(InputError):
        run_report(tmp_path / "missing.txt", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_output_that_is_a_file_is_refused(tmp_path):
    folder = checkout(tmp_path)
    for out in (folder / "own.txt", folder / "own.txt" / "deeper"):
        with pytest.raises(OutputError):
            run_report(folder / "other.txt", out, notebooks=folder / "notebooks")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("PUBLISHED = None", "assigns no ARTICLE"),
        ("%matplotlib inline", "no plain Python"),
    ],
)
def test_parameters_that_cannot_be_set_are_told(tmp_path, parameters, said):
    folder = checkout(tmp_path, parameters=parameters)
    with pytest.raises(ReportError, match=said):
        run_report(folder / "own.txt", folder / "out", notebooks=folder / "notebooks")


def test_file_that_is_no_notebook_is_told(tmp_path):
    folder = checkout(tmp_path)
    (folder / "notebooks" / "01_broken.ipynb").write_text("{", "utf-8")
    with pytest.raises(HelpersError, match=r"01_broken\.ipynb"):
        run_report(folder / "own.txt", folder / "out", notebooks=folder / "notebooks")


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
def test_every_notebook_runs_on_an_article_that_it_was_not_written_on(tmp_path, text):
    article = tmp_path / "any.txt"
    article.write_bytes(text.encode("utf-8"))
    index = run_report(article, tmp_path / "pages")
    pages = {path.stem for path in index.parent.glob("*.html")} - {"index"}
    assert pages == {path.stem for path in find_notebooks()}
