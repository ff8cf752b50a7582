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
    text = (
        "The river rose over\nits banks on Monday and\ncut the road.\n\nA second\nparagraph came.\n"
    )
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
        (
            "U.S. President Ada Brenn spoke. He left.",
            ["U.S. President Ada Brenn spoke.", "He left."],
        ),
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


@pytest.mark.parametrize(
    ("line", "kind", "reason"),
    [
        ("Subscribe for $1 a week. Cancel anytime.", "appeal", "subscription offer"),
        ("Get unlimited access from £2.50 a month", "appeal", "subscription offer"),
        ("Already a subscriber? Log in", "appeal", "subscription offer"),
        ("To continue reading, start your 30-day trial", "appeal", "subscription offer"),
        ("This story is reserved for our 12,000 subscribers", "appeal", "subscription offer"),
        ("14:32 GMT", "notice", "time stamp"),
        ("12.40pm", "notice", "time stamp"),
        ("Updated 2 May 2023", "notice", "time stamp"),
        ("March 14, 2023, 7:10 a.m.", "notice", "time stamp"),
        ("45 minutes ago", "notice", "time stamp"),
        ("We and our partners use cookies to show 3 kinds of ads.", "notice", "cookie notice"),
        ("© 2023 The Orla Post", "notice", "furniture of the page, not reporting"),
        ("Read more: 400 homes lost in last year's storms", "notice",
         "furniture of the page, not reporting"),
        ("Sign up for our 7 a.m. newsletter", "notice", "furniture of the page, not reporting"),
        ("Mira Holt is a reporter at The Orla Post, where she has worked for 15 years.", "notice",
         "about the author"),
    ],
)  # fmt: skip
def test_furniture_of_a_page_is_boilerplate_with_its_reason(line, kind, reason):
    article = article_from_text("It rained in Tarn.\nIt rained in Lesk.\n" + line + "\n")
    found = find_passages(article)[2]
    assert (found.kind, found.zone, found.reason) == (kind, "boilerplate", reason)


@pytest.mark.parametrize(
    "line",
    [
        "Members can cancel anytime, the company said, and pay $15 a month.",
        '"Subscribe now for $1," the poster said.',
        "The train left at 14:32 on Monday.",
        "Two hours ago 40 people were trapped, police said.",
        "Ada Brenn is the mayor of Tarn, and she said the town was safe for 3,000 people.",
        "Jon Speke, a reporter at the scene, counted 12 ambulances.",
        "The cookies were sold for $3 each, the baker said.",
        "On 14 March 2023 the dam broke and 12 people died.",
    ],
)
def test_news_about_such_things_stays_in_the_body(line):
    article = article_from_text("It rained in Tarn.\nIt rained in Lesk.\n" + line + "\n")
    assert find_passages(article)[2].zone == "body"


def test_turns_of_an_interview_are_no_headings():
    found = kinds("INTERVIEWER: How many?\nBRENN: Twelve.\nINTERVIEWER: And homes\nBRENN: Many.")
    assert {kind for kind, _, _ in found} == {"paragraph"}
