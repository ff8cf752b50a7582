import pytest

from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences


def kinds(text, **known):
    article = article_from_text(text, metadata=known)
    return [(p.kind, p.zone, text[p.start : p.end]) for p in find_passages(article)]


def sentences(text):
    article = article_from_text(text)
    found = find_sentences(article, find_passages(article))
    return [text[s.start : s.end] for s in found]


def test_lines_are_passages_and_blanks_belong_to_none():
    text = "  First one.\r\n\r\n\u00a0Second one.\rThird.\n"
    assert [words for _, _, words in kinds(text)] == ["First one.", "Second one.", "Third."]


def test_first_full_sentence_is_a_paragraph_not_a_title():
    assert kinds("Troops moved in on Monday.\nMore followed.")[0][0] == "paragraph"


def test_short_first_line_without_full_stop_is_the_title():
    assert kinds("Flood kills 12 in Orla\nWater rose on Monday.")[0][:2] == ("title", "headline")


def test_heading_between_paragraphs_is_a_subhead():
    found = kinds("It rained.\nRoads are cut\nTen villages were cut off.")
    assert [kind for kind, _, _ in found] == ["paragraph", "subhead", "paragraph"]


def test_last_line_is_no_subhead():
    assert kinds("It rained.\nRoads are cut")[1][0] == "paragraph"


def test_hard_wrapped_text_is_joined_into_paragraphs():
    text = "The river rose over\nits banks on Monday and\ncut the road.\n\nA second\nparagraph came.\n"
    assert [words for _, _, words in kinds(text)] == [
        "The river rose over\nits banks on Monday and\ncut the road.",
        "A second\nparagraph came.",
    ]


APPEAL = (
    "Ten people died, officials said.\n"
    "A Message from The Orla Post:\n"
    "Dear readers,\n"
    "We need your help. Please support us from $3 a month.\n"
    "Thank you for standing with us.\n"
)


def test_appeal_is_boilerplate_and_says_why():
    found = kinds(APPEAL)
    assert [kind for kind, _, _ in found] == ["paragraph", *["appeal"] * 4]
    article = article_from_text(APPEAL)
    assert all(p.reason for p in find_passages(article) if p.zone == "boilerplate")


def test_reporting_after_an_appeal_in_the_middle_is_body_again():
    found = kinds(APPEAL + "The minister visited the town on Tuesday.\n")
    assert found[-1][:2] == ("paragraph", "body")


@pytest.mark.parametrize(
    "line",
    [
        '"We need your support," the mayor told residents.',
        '"Please support us and our work," she said.',
        "The president asked parliament to support the budget.",
        "Our correspondent saw two tanks.",
    ],
)
def test_people_who_ask_for_support_in_the_news_are_not_boilerplate(line):
    assert kinds("It rained.\n" + line + "\nIt stopped.")[1][:2] == ("paragraph", "body")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. President Ada Brenn spoke. He left.", ["U.S. President Ada Brenn spoke.", "He left."]),
        ("He lives in the U.S. The bill passed.", ["He lives in the U.S.", "The bill passed."]),
        ("Dr. Orr and Gen. Pell met. They ate.", ["Dr. Orr and Gen. Pell met.", "They ate."]),
        ("It cost $6.9 billion. It fell.", ["It cost $6.9 billion.", "It fell."]),
        ('"Go." She went. "Why?" he asked.', ['"Go."', "She went.", '"Why?" he asked.']),
        ("John F. Kerr left.", ["John F. Kerr left."]),
        ("No full stop", ["No full stop"]),
        ("What?! 20 died.", ["What?!", "20 died."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert sentences(text) == expected


def test_every_character_that_is_no_blank_lies_in_a_sentence():
    text = "A\u2028b. C!\n\n\u201cD.\u201d e\rF\x85g"
    article = article_from_text(text)
    passages = find_passages(article)
    covered = set()
    for s in find_sentences(article, passages):
        covered.update(range(s.start, s.end))
        assert passages[s.passage].start <= s.start < s.end <= passages[s.passage].end
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())
