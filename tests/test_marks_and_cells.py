"""Footnote marks and invisible characters are read past, cells of a table are read apart."""

from __future__ import annotations

import re

import fuzz_inputs
import pytest

from helpers.loading import LoadingOptions, article_from_text, load_docx, load_html, load_pdf
from helpers.tables import tables_of

HERE = LoadingOptions(apart=False)
making = fuzz_inputs.making


def numbers(article):
    """Value and kind of each number, once all spans are known to be true."""
    tables = tables_of(article)
    rows = {
        name: getattr(tables, name).to_dict("records") for name in ("numbers", "claims", "residue")
    }
    for row in rows["numbers"] + rows["claims"] + rows["residue"]:
        assert article.text[row["start"] : row["end"]] == row["text"]
    for row in rows["numbers"]:
        assert article.text[row["full_start"] : row["full_end"]] == row["full_text"]
    for figure in re.finditer(r"\d+", article.text):
        assert any(
            row["start"] <= figure.start() and figure.end() <= row["end"]
            for row in rows["numbers"] + rows["residue"]
        ), figure
    return [(row["value"], row["kind"]) for row in rows["numbers"]]


def page(words):
    return load_html(
        f"<html lang='en'><body><article>{words}</article></body></html>".encode(), options=HERE
    )


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (
            "<p>At least 61<sup>3</sup> people died, police said.</p>",
            "61³ people",
            [(61, "killed")],
        ),
        (
            "<p>Some 2,400<sup><a href='#n'>[12]</a></sup> people fled.</p>",
            "2,400[¹²]",
            [(2400, "displaced")],
        ),
        ("<p>Police said 8<sup>a</sup> people were missing.</p>", "8ᵃ people", [(8, "missing")]),
        (
            "<p>The 5<sup>th</sup> fire killed 9<sup>‡</sup> people.</p>",
            "5th fire killed 9‡",
            [(9, "killed")],
        ),
        ("<p>The camp has 40 m<sup>2</sup> of roof.</p>", "40 m²", [(40, "other")]),
    ],
)
def test_raised_mark_of_a_page_is_no_digit_of_the_figure(words, text, found):
    article = page(words)
    assert text in article.text
    assert [one for one in numbers(article) if one[0] in dict(found)] == found


def test_raised_numerator_is_set_on_the_line():
    assert (
        page("<p>It is 5<sup>1</sup>/<sub>2</sub> miles off.</p>").text == "It is 5 1/2 miles off."
    )


def test_raised_run_of_a_word_file_is_no_digit_of_the_figure():
    raised = (
        '<w:p><w:r><w:t>The flood killed 61</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"'
        "/></w:rPr><w:t>4</w:t></w:r><w:r><w:t> people, police said.</w:t></w:r></w:p>"
    )
    article = load_docx(making.docx(raised), options=HERE)
    assert article.text == "The flood killed 61⁴ people, police said."
    assert numbers(article) == [(61, "killed")]


def test_small_high_print_of_a_pdf_is_no_digit_of_the_figure():
    content = (
        b"BT 60 700 Td /F1 12 Tf (The flood killed 61) Tj /F1 7 Tf 5 Ts (14) Tj "
        b"/F1 12 Tf 0 Ts ( people, police said.) Tj ET"
    )
    article = load_pdf(making.pdf(content), options=HERE)
    assert article.text == "The flood killed 61¹⁴ people, police said."
    assert numbers(article) == [(61, "killed")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Some 7\u200b,500 people fled.", [(7500, "displaced")]),
        ("The strike kil\u00adled 1\u20606 people, police said.", [(16, "killed")]),
        ("\ufeffPolice said 3\u200d0 people were mis\u200csing.", [(30, "missing")]),
        ("Police said 45² people died.", [(45, "killed")]),
        ("The storm killed 12[3][4] people, police said.[5]", [(12, "killed")]),
        ("The storm killed 12† people.", [(12, "killed")]),
        ("The storm killed 12 people.[note]", [(12, "killed")]),
    ],
)
def test_marks_are_read_past_and_every_offset_is_that_of_the_printed_text(text, found):
    assert numbers(article_from_text(text)) == found


def test_exponents_of_units_and_of_ten_are_no_footnotes():
    tables = tables_of(
        article_from_text("Fire burned 30 km² and 4 x 10⁶ trees, police said."),
    )
    assert "km²" in tables.numbers["full_text"][0]


def test_name_of_a_source_is_read_without_what_hides_in_it():
    text = "Ada Br\u00adenn said 12 people died. “We dug all night,” Bren\u200bn said."
    tables = tables_of(article_from_text(text))
    assert tables.sources["name"].tolist() == ["Ada Brenn"]
    assert set(tables.claims["source_id"]) == {tables.sources["source_id"][0]}


TABLE = (("Town", "Dead", "Hurt", "Homes destroyed"), ("Tarn", "7", "21", "300"),
         ("Norr", "11", "400", "1,600"))  # fmt: skip
OF_TABLE = [(7, "killed"), (21, "injured"), (300, "homes"),
            (11, "killed"), (400, "injured"), (1600, "homes")]  # fmt: skip


def as_page(rows):
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return page(
        "<p>The state gave figures.</p><table><tr>" + "</tr><tr>".join(cells) + "</tr></table>"
    )


def as_word(rows):
    cells = ["".join(f"<w:tc>{making.word_paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    table = "<w:tbl><w:tr>" + "</w:tr><w:tr>".join(cells) + "</w:tr></w:tbl>"
    return load_docx(making.docx(making.word_paragraph("Figures.") + table), options=HERE)


def as_text(rows):
    return article_from_text("The state gave figures.\n\n" + "\n".join(map("\t".join, rows)))


@pytest.mark.parametrize("made", [as_page, as_word, as_text])
def test_cell_is_read_by_itself_under_the_words_of_its_column(made):
    assert numbers(made(TABLE)) == OF_TABLE


@pytest.mark.parametrize("made", [as_page, as_word, as_text])
def test_cell_is_read_under_the_words_of_its_row_where_columns_tell_no_kind(made):
    rows = (("", "Monday", "Tuesday"), ("Dead", "5", "800"), ("Missing", "12", "100"))
    assert numbers(made(rows)) == [
        (5, "killed"), (800, "killed"), (12, "missing"), (100, "missing")
    ]  # fmt: skip


def run(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


@pytest.mark.parametrize(
    ("body", "text", "changes"),
    [
        (f"<w:p>{run('Some ')}<w:ins>{run('45')}</w:ins>{run(' died.')}</w:p>", "Some 45 died.", 1),
        (
            f"<w:p>{run('Some ')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
            f"<w:ins>{run('45')}</w:ins>{run(' died.')}</w:p>",
            "Some 45 died.",
            2,
        ),
        (
            f"<w:p><w:moveFrom>{run('Gone.')}</w:moveFrom>{run('Five died. ')}"
            f"<w:moveTo>{run('Gone.')}</w:moveTo></w:p>",
            "Five died. Gone.",
            2,
        ),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('Five died.')}</w:p></w:sdtContent></w:sdt>",
            "Five died.",
            0,
        ),
        (
            f"<w:p><w:ins><w:sdt><w:sdtContent><w:smartTag>{run('Five')}</w:smartTag>"
            f"</w:sdtContent></w:sdt></w:ins>{run(' died.')}</w:p>",
            "Five died.",
            1,
        ),
        (
            f"<w:p>{run('Five died.')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{run('Click here to enter text.')}</w:sdtContent></w:sdt></w:p>",
            "Five died.",
            0,
        ),
        (
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('Old')}</w:p></w:tc></w:tr>"
            f"<w:tr><w:tc><w:p>{run('Tarn')}</w:p></w:tc></w:tr></w:tbl>",
            "Tarn",
            1,
        ),
    ],
    ids=["inserted", "replaced", "moved", "control", "nested", "placeholder", "row"],
)
def test_word_file_reads_as_if_all_changes_were_accepted_and_says_so(body, text, changes):
    article = load_docx(making.docx(body), options=HERE)
    assert article.text == text
    noted = (f"{changes} tracked changes, read as accepted",) if changes else ()
    assert article.notes == noted
