"""How numbers hang on claims, with attributions given by hand: no finder has a say here."""

import pytest

from helpers.attribution import quotations
from helpers.claims import ArticleParts, Voice, find_claims, link_numbers
from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences
from helpers.quantities import find_quantities, read_text
from helpers.records import Attribution, Span


def read(text, *attributions):
    """Claims and (number, source, link, form) for attributions as (source, cue, content)."""
    article = article_from_text(text)
    passages = find_passages(article)
    sentences = find_sentences(article, passages)
    reading = ArticleParts(article, passages, sentences, quotations(article, passages)[0])

    def spans(printed):
        return (Span(text.index(printed), text.index(printed) + len(printed)),) if printed else ()

    said = [Attribution(spans(s), spans(c), spans(x), "test", 0.9) for s, c, x in attributions]
    voices = [Voice(s or None, None, spans(s), "name", 0.9) for s, _, _ in attributions]
    claims = find_claims(reading, said, voices)
    found, _ = find_quantities(read_text(text))
    quantities = [q for q in found if q.start < passages[0].end]
    claims, links = link_numbers(reading, claims, quantities)
    told = [
        (text[q.start : q.end], link.source_id, link.link, link.form)
        for q, link in zip(quantities, links, strict=True)
    ]
    return claims, told


def test_number_belongs_to_the_innermost_claim_that_covers_it():
    text = "Ada said Brenn believes 40 people died."
    _, told = read(
        text,
        ("Ada", "said", "Brenn believes 40 people died"),
        ("Brenn", "believes", "40 people died"),
    )
    assert told == [("40", "Brenn", "content", "indirect")]


def test_cue_without_an_agent_inside_somebodys_words_is_that_somebodys():
    text = "Ada said 40 men are expected to come."
    _, told = read(
        text,
        ("Ada", "said", "40 men are expected to come"),
        ("", "are expected", "40 men"),
    )
    assert told[0][1:3] == ("Ada", "content")


def test_cue_without_an_agent_alone_names_nobody():
    claims, told = read("Reportedly 40 men died.", ("", "Reportedly", "40 men died"))
    assert told == [("40", None, "content", "indirect")]
    assert claims[0].source_id is None and claims[0].form == "indirect"


def test_number_outside_every_claim_is_the_articles_own():
    claims, told = read(
        "Ada said it rained. The storm killed 40 people.", ("Ada", "said", "it rained")
    )
    assert told == [("40", None, "narrator", "narrator")]
    assert [c.form for c in claims] == ["indirect", "narrator"]


@pytest.mark.parametrize(
    "second",
    [
        "A further 300 were hurt.",
        "Another 300 were hurt.",
        "It counted 300 hurt.",
        "It also recorded 300 injuries.",
        "At least 300 others were hurt.",
        "Of those, 300 were children.",
        "The toll rose to 300.",
    ],
)
def test_sentence_that_goes_on_counting_is_carried_over_with_less_confidence(second):
    text = f"The Office said 40 people died. {second}"
    claims, told = read(text, ("The Office", "said", "40 people died"))
    assert told[1][1:3] == ("The Office", "carried")
    assert claims[1].confidence < claims[0].confidence and claims[1].cue is None


@pytest.mark.parametrize(
    "second",
    [
        "The storm killed 300 people.",
        "It struck 300 villages.",
        "About 300 soldiers marched.",
        "Residents buried 300 dead.",
    ],
)
def test_sentence_that_does_not_go_on_is_not_carried(second):
    _, told = read(
        f"The Office said 40 people died. {second}", ("The Office", "said", "40 people died")
    )
    assert told[1][1:3] == (None, "narrator")


def test_nothing_is_carried_into_another_paragraph_or_past_a_break():
    text = "The Office said 40 died. It rained. A further 300 were hurt."
    _, told = read(text, ("The Office", "said", "40 died"))
    assert told[1][2] == "narrator"


def test_wish_is_not_carried_over():
    text = "The Office wants 40 trucks. A further 300 were hurt."
    _, told = read(text, ("The Office", "wants", "40 trucks"))
    assert told[1][2] == "narrator"


def test_number_in_quotation_marks_is_direct_and_the_rest_is_as_its_claim():
    text = 'Ada said 40 men and "300 women" died.'
    _, told = read(text, ("Ada", "said", '40 men and "300 women" died'))
    assert [t[3] for t in told] == ["mixed", "direct"]


def test_that_and_blanks_are_no_content():
    claims, _ = read("Ada said that 40 men died.", ("Ada", "said", " that 40 men died"))
    assert claims[0].content == (Span(14, 25),)


def test_source_that_is_cited_is_no_content_of_its_own():
    text = "The Post reported, citing aides, that 40 men died."
    article = article_from_text(text)
    passages = find_passages(article)
    reading = ArticleParts(
        article, passages, find_sentences(article, passages), quotations(article, passages)[0]
    )
    at = text.index("aides")
    aides = (Span(at, at + 5),)
    citing = Attribution((Span(0, 8),), (Span(19, 25),), aides, "test", 1.0)
    assert find_claims(reading, [citing], [Voice("aides", "post", aides)]) == []


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Ada told AFP it rained.", "told_reporter"),
        ("Ada told reporters it rained.", "told_reporter"),
        ("Ada told a local radio station it rained.", "told_reporter"),
        ("Ada told him it rained.", "said"),
    ],
)
def test_telling_is_told_to_a_reporter_only_where_one_stands_there(text, channel):
    claims, _ = read(text, ("Ada", "told", "it rained"))
    assert claims[0].channel == channel


def test_rumour_stays_one_whoever_passes_it_on():
    text = "The Post reported that Brenn was said to have fled."
    claims, _ = read(text, ("The Post", "reported", "that Brenn was said to have fled"))
    assert claims[0].modality == "alleged"


def test_condition_is_conditional():
    claims, _ = read(
        '"If it rains, 40 may die," Ada said.', ("Ada", "said", '"If it rains, 40 may die,"')
    )
    assert claims[0].modality == "conditional" and claims[0].form == "direct"
