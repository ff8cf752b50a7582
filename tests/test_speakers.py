"""Whole articles: who speaks, where names are cut, found again or given in passing."""

import pytest

from helpers.loading import article_from_text
from helpers.tables import tables_of


def reporters(text):
    """The names of those who told the numbers, in text order; None: the article itself."""
    tables = tables_of(article_from_text(text))
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    return [names.get(source) for source in tables.numbers["source_id"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army answered. Its spokesman, Maj. Anton Welk, said 12 had died.", "Anton Welk"),
        ("Ohio Gov. Tarn Velling said the fire had burned 40 homes.", "Tarn Velling"),
        ("The League of Ports' envoy, Ada Brenn, said 40 ships were lost.", "Ada Brenn"),
        ("Some 40 ships were lost, the Global Migrant Agency said.", "Global Migrant Agency"),
        ("“We lost 40 boats,” said a baker who gave her name as Mirela.", "Mirela"),
    ],
)
def test_a_name_is_read_whole(text, name):
    assert reporters(text) == [name]


def test_a_body_is_found_again_by_its_noun():
    text = (
        "The talks were with the Northern Compact. "
        "The bloc said it had approved a loan of $200 million."
    )
    assert reporters(text) == ["Northern Compact"]


@pytest.mark.parametrize(
    ("told", "reporter"),
    [
        ("Her members had sent 41 letters since spring.", "Ada Brenn"),
        ("Around 30 boats had sunk in the storm.", "Ada Brenn"),
        ("The town has 40 hotels.", None),
    ],
)
def test_the_tense_of_reported_words_goes_on_with_the_speaker(told, reporter):
    text = f"The harbour master, Ada Brenn, said that 12 sailors had drowned. {told}"
    assert reporters(text) == ["Ada Brenn", reporter]


def test_a_figure_put_somewhere_is_the_subjects():
    text = "The finance ministry later put the share at 3 percent on its website."
    assert reporters(text) == ["finance ministry"]


def test_a_source_told_of_in_headline_and_text_stands_in_the_text():
    text = "Storm kills 12, officials say\n\nA storm killed 12 people, officials said on Monday.\n"
    tables = tables_of(article_from_text(text))
    assert list(tables.sources["zone"]) == ["body"]


def test_lands_within_a_state_have_its_country():
    tables = tables_of(article_from_text("Hong Kong police said 12 people were arrested."))
    assert list(tables.sources["country"]) == ["China"]
