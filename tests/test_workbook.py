"""A workbook in which no cell runs, and that says what was done to it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from stub_finder import plain_finder

from helpers import article_from_text, tables_of
from helpers.doors.command_line import main
from helpers.errors import OutputError
from helpers.studies.spreadsheet import (
    COLUMNS,
    download_zip,
    who_said,
    who_said_csv,
    workbook_bytes,
    write_workbook,
)
from helpers.tables import read_tables, save_tables
from helpers.tables.workbook import neutralised

HOSTILE = (
    '=HYPERLINK("http://x.example","5 dead") killed 5 people, police said.\n'
    "+1 555 0100 people died, @SUM(A1) said.\n"
    "-2 people remain, he said. \ud800\ufffe\x01 12 died.\n"
)


@pytest.fixture(scope="module")
def tables():
    article = article_from_text(HOSTILE, metadata={"title": "=cmd|' /C calc'!A0", "outlet": "\t@x"})
    return tables_of(article, find_attributions=plain_finder)


def cells_of(data, folder):
    """Every text of a workbook, and every element name of its sheets."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    texts, tags = [], set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if "/worksheets/sheet" in name or "sharedStrings" in name:
                for element in ElementTree.fromstring(archive.read(name)).iter():
                    tag = element.tag.rpartition("}")[2]
                    tags.add(tag)
                    if tag == "t" and element.text:
                        texts.append(element.text)
    return texts, tags


def test_no_cell_is_a_formula_or_starts_like_one(tables, tmp_path):
    data, changed = workbook_bytes(tables)
    texts, tags = cells_of(data, tmp_path)
    assert "f" not in tags and "hyperlink" not in tags
    assert changed >= 3
    assert not [text for text in texts if re.match(r"\s*[=+\-@\t]", text)]
    assert "'=cmd|' /C calc'!A0" in texts and "'@x" in texts
    assert f"Cells with such an apostrophe: {changed}" in texts


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r\n@x", "\uff1d1", "\n1", "-", "\u00a0=1"]
)
def test_text_that_a_spreadsheet_would_run_is_neutralised(text):
    assert neutralised(text) == "'" + text


@pytest.mark.parametrize("text", ["5 - 3", "a=b", "", "'=1", "\u2212 5", "e-mail"])
def test_other_text_is_left_as_it_is(text):
    assert neutralised(text) == text


def test_same_tables_give_the_same_bytes(tables):
    assert workbook_bytes(tables)[0] == workbook_bytes(tables)[0]


def test_text_longer_than_a_cell_is_cut_and_said_so(tmp_path):
    long = {"title": "\U0001f525 word" * 9_000}
    article = article_from_text("Five people died, he said.", metadata=long)
    data, _ = workbook_bytes(tables_of(article, find_attributions=plain_finder))
    texts, _ = cells_of(data, tmp_path)
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in texts)
    assert any("articles: 0 neutralised, 1 cut to" in text for text in texts)


def test_tables_on_disk_stay_verbatim_and_the_command_says_what_it_did(tables, tmp_path, capsys):
    save_tables(tables, tmp_path / "tables")
    before = (tmp_path / "tables" / "articles.csv").read_bytes()
    book = tmp_path / "deep" / "book.xlsx"
    assert main(["export", str(tmp_path / "tables"), "--xlsx", str(book)]) == 0
    assert "neutralized" in capsys.readouterr().out and book.is_file()
    assert (tmp_path / "tables" / "articles.csv").read_bytes() == before
    assert b"=cmd" in before and b"'=cmd" not in before
    assert [path.name for path in book.parent.iterdir()] == ["book.xlsx"]


def test_folder_for_a_file_and_file_for_a_folder_are_refused(tables, tmp_path, capsys):
    with pytest.raises(OutputError, match="is a folder"):
        write_workbook(tables, tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        write_workbook(tables, tmp_path / "file" / "book.xlsx")
    assert main(["export", str(tmp_path / "none"), "--xlsx", str(tmp_path / "x.xlsx")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


FIRE = (
    "Fire kills workers in Lusk\n\n"
    "At least 14 people were killed on Monday in the town of Lusk, the fire service said.\n"
    "=The union said 20 to 25 workers had died.\n"
)


@pytest.fixture(scope="module")
def fire():
    article = article_from_text(FIRE, published="2025-05-07", metadata={"title": "Zürich"})
    return tables_of(article, find_attributions=plain_finder)


def sheets_of(data):
    """Name and XML of each sheet, in the order of the tabs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [tag.get("name") for tag in book.iter() if tag.tag.endswith("}sheet")]
        return {
            name: archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, name in enumerate(names, 1)
        }


def test_first_sheet_says_who_said_which_number_and_every_sheet_can_be_filtered(fire):
    sheets = sheets_of(workbook_bytes(fire)[0])
    assert next(iter(sheets)) == "who said which number"
    assert list(sheets)[-2:] == ["codebook", "about"]
    for name in list(sheets)[:-1]:
        assert "<autoFilter" in sheets[name] and 'state="frozen"' in sheets[name]
        assert "<cols>" in sheets[name]


def test_row_has_numbers_dates_and_none_for_what_the_article_does_not_say(fire):
    rows = who_said(fire).to_dict("records")
    first = next(row for row in rows if row["as printed"] == "At least 14 people")
    assert (first["number"], first["low"], first["high"]) == (14.0, 14.0, None)
    assert first["how firm"] == "at least"
    assert first["sentence"].startswith("At least 14") and first["what"] == "killed: people"
    several = next(row for row in rows if row["low"] == 20.0)
    assert several["number"] is None and several["high"] == 25.0
    assert list(rows[0])[:8] == [
        *("number", "what", "where", "when", "who", "how firm", "sentence", "check")
    ]


def test_days_are_dates_in_the_workbook(fire):
    articles = sheets_of(workbook_bytes(fire)[0])["articles"]
    assert "<v>45784</v>" in articles, "7 May 2025 as spreadsheets count days"


def test_csv_for_people_is_marked_utf_8_and_no_cell_of_it_runs(fire):
    data = who_said_csv(fire)
    assert data.startswith(b"\xef\xbb\xbfnumber,what,where,when,who")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(COLUMNS) and len(rows) == 1 + len(fire.numbers)
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@\t]", cell)]
    assert any("'=The union" in cell for row in rows for cell in row)


def test_download_starts_with_the_csv_for_people_and_still_reads_back(fire, tmp_path):
    with zipfile.ZipFile(io.BytesIO(download_zip(fire))) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert names[0] == sorted(names)[0] == "00_who_said_which_number.csv"
    assert read_tables(tmp_path).numbers.equals(fire.numbers)


def test_command_writes_the_csv_for_people(fire, tmp_path):
    save_tables(fire, tmp_path / "tables")
    assert main(["export", str(tmp_path / "tables"), "--csv", str(tmp_path / "who.csv")]) == 0
    assert (tmp_path / "who.csv").read_bytes() == who_said_csv(fire)
