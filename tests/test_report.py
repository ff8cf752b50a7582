"""The report: one page on one article that stands alone and says nothing of another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sample_tables import AWKWARD, FIGURES, empty_tables, sample_tables

from helpers.doors.report import report_html, run_report
from helpers.errors import InputError, OutputError

NEWS = Path(__file__).parent / "news"
OTHER_STORIES = ("Ukrain", "Mariupol", "Moscow", "Lisk", "Kyiv", "flood", "AFP")


def headings(page):
    return re.findall(r"<h2>([^<]*)</h2>", page)


@pytest.fixture(scope="module", params=["fire", "trial"])
def written(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    (folder / "kept.txt").write_text("mine", "utf-8")
    index = run_report(NEWS / f"{request.param}.txt", folder)
    return request.param, index


def test_report_is_one_page_and_other_files_stay(written):
    _, index = written
    assert {path.name for path in index.parent.iterdir()} == {"index.html", "kept.txt"}


def test_report_opens_with_the_headline_and_holds_chart_tables_and_text(written):
    name, index = written
    page = index.read_text("utf-8")
    title = (NEWS / f"{name}.txt").read_text("utf-8").partition("\n")[0]
    assert f"<h1>{title}</h1>" in page
    assert headings(page)[:3] == [
        "The figures, and who reported each", "Who says what", "Who speaks",
    ]  # fmt: skip
    assert "The text, marked" in headings(page)
    assert page.count("<svg") == 1
    assert "This chart in words" in page


def test_report_says_no_word_about_another_story(written):
    _, index = written
    page = index.read_text("utf-8")
    assert not [word for word in OTHER_STORIES if word in page]


def test_report_needs_no_other_file_no_script_and_no_network(written):
    _, index = written
    page = index.read_text("utf-8")
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', re.sub(r'xlink:href="#[^"]*"', "", page))
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_every_number_of_the_article_stands_in_the_table():
    tables = sample_tables(FIGURES)
    page = report_html(tables)
    for printed in tables.numbers["full_text"]:
        assert printed in page


def test_hostile_words_stay_words():
    page = report_html(sample_tables(AWKWARD))
    assert "<i>" not in page
    assert "&lt;i&gt;" in page
    assert "mathjax_ignore" in page


def test_section_without_rows_is_left_out():
    assert headings(report_html(empty_tables())) == [
        "The figures, and who reported each",
        "The text, marked",
    ]


def test_rows_to_check_say_why():
    tables = sample_tables(FIGURES)
    tables.numbers.loc[0, ["link", "check"]] = ["carried", "source"]
    page = report_html(tables)
    assert "Rows to check first" in headings(page)
    assert "its reporter is carried over from an earlier sentence" in page


def test_article_that_cannot_be_read_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(InputError):
        run_report(tmp_path / "missing.txt", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_output_that_is_a_file_is_refused(tmp_path):
    article = tmp_path / "own.txt"
    article.write_text("Five people died.", "utf-8")
    for out in (article, article / "deeper"):
        with pytest.raises(OutputError):
            run_report(article, out)


def test_report_on_a_text_without_metadata_bears_its_printed_headline(tmp_path):
    path = tmp_path / "b.txt"
    path.write_text("Ferry sinks off Orla\n\nORLA - Police said 12 people drowned.\n", "utf-8")
    assert "<h1>Ferry sinks off Orla</h1>" in run_report(path, tmp_path / "out").read_text("utf-8")
