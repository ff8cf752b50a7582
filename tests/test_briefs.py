"""What the briefs show a reader beside what was left out."""

from stub_finder import plain_finder

from helpers import article_from_text, residue_of, tables_of


def test_words_around_what_was_left_out_are_whole():
    text = (
        "The inspectorate visited the refrigerated warehouse beside the canal in 2017 and "
        "recommended improvements to the sprinklers, its director said.\n"
    )
    tables = tables_of(article_from_text(text), find_attributions=plain_finder)
    year = residue_of(tables).query("text == '2017'").iloc[0]
    assert year["in its words"] == "warehouse beside the canal in 2017 and recommended improvements"
