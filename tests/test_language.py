"""The reading of an article: what holds whatever the text, and whatever the network says."""

# One case a line reads best, however long the line.
# ruff: noqa: E501

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readings import article_of, guessing_network, place, reading_of

from helpers.language import ROOT, Reading, Token, read
from helpers.language.net.chains import Antecedent
from helpers.language.net.network import shipped_network
from helpers.language.reading import _without_circles
from helpers.language.words import find_words
from helpers.passages import find_passages, find_sentences
from helpers.records import Passage, Sentence, Span

NEWS = """Flood toll rises in Varnia

At least 14 people died in the floods, the interior ministry said on Monday.

“We have never seen such water,” said Mayor Ilse Torvald, who has led the town since 2009.
"""

AWKWARD = {
    "empty": "",
    "blank": " \n\t\r\n  ",
    "one word": "Floods",
    "one mark": "“",
    "carriage returns": "“We saw it,” she said.\r\n\r\nHe denied it.\rThey agreed that it was so.",
    "tabs": "Town\tDead\tHurt\nTarn\t5\t12\nLesk\t\t3\n\nOfficials\tsaid\tso.",
    "a table drawn with lines": "| Town | Dead |\n|------|-----:|\n| Tarn | 5 |\n| Lesk | 1,200 |",
    "no-break spaces": "The\u00a0mayor said\u00a0that 1\u202f000 people had left.",
    "no space at all": "Themayorsaid,“Wesawit.”Hedeniedit.5,000people(andmore)left—ornot.",
    "emoji": "😀 “We won 👩‍👩‍👧,” said Ann Lee 😀.",
    "combining accents": "Jose\u0301 Nu\u0301n\u0303ez said that he would not resign.",
    "other scripts": "Министр заявил, что погибли 14. 部長は14人が死亡したと述べた。 قال الوزير",
    "other digits": "٣٤ people and 五 of १२ died.",
    "control characters": "\x00\x01The mayor\x07 said\x1b that\x7f it rained.\x85",
    "nothing but control characters": "\x00\x01\x02\x1b\x7f",
    "zero-width characters": "\ufeffThe may\u200bor said that it ra\u00adined.\u200f",
    "lone surrogates": "The \ud800 mayor said \udfff that it \ud83d rained.",
    "nothing but surrogates": "\ud800\udfff\ud800",
    "letters that grow when small": "İİİ said. ẞ ﬁne ŉ ΐ ᾳ Ǆ said İ.",
    "letters that fall apart": "각" * 90 + " said " + "ﷺ" * 70 + ".",
    "unclosed quotation": "“We will not, said the mayor. Nothing closes here.",
    "possessives": "Jess' and James's and the '90s' and ''s and 's'",
    "nothing but stops": "." * 3000,
    "nothing but quotation marks": "\"“”'‘’" * 300,
    "endless initials": "a." * 30_000,
    "endless number": "1." * 3_000 + "a",
    "endless apostrophes": "a'" * 3_000 + "s",
    "endless underscores": "_" * 3_000 + "a_b",
}
HUGE = {
    "one word of 240,000 characters": "a" * 240_000,
    "one word of 240,000 other characters": "部" * 240_000,
    "a sentence of 20,000 words": "The water rose and the wind blew over hills " * 2_222,
    "ten thousand brackets": "(" * 5_000 + ")" * 5_000,
    "five thousand lines": "It rained.\n" * 5_000,
    "five thousand times he": "He said that he knew. " * 1_000,
}


def read_of(text: str, network=None) -> Reading:
    article = article_of(text)
    passages = find_passages(article)
    return read(article, passages, find_sentences(article, passages), network=network)


def check(reading: Reading) -> None:
    """What holds for every reading."""
    text, n = reading.article.text, len(reading)
    assert len(reading.sentence_of) == n
    at, passage = 0, 0
    for index, token in enumerate(reading.tokens):
        assert token.index == index
        assert at <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.lemma and token.part and token.relation
        assert 0.0 <= token.chance <= 1.0
        # No letter and no figure of a passage is left out, and no word is in two passages.
        while reading.passages[passage].end <= token.start:
            passage += 1
        assert reading.passages[passage].start <= token.start
        assert token.end <= reading.passages[passage].end
        assert not any(char.isalnum() for char in text[at : token.start])
        at = token.end
    last = reading.passages[-1].end if reading.passages else 0
    assert not any(char.isalnum() for char in text[at : last if reading.unread is None else at])
    check_grammar(reading)
    assert list(reading.sentence_of) == sorted(reading.sentence_of)
    for index, k in enumerate(reading.sentence_of):
        sentence = reading.sentences[k]
        assert sentence.start <= reading[index].start < sentence.end
    for role in reading.roles:
        assert role.contents and list(role.contents) == sorted(role.contents)
        assert 0.0 <= role.confidence <= 1.0
        for span in (role.source, role.cue, *role.contents):
            if span is not None:
                check_span(reading, *span)


def check_grammar(reading: Reading) -> None:
    n = len(reading)
    for token in reading.tokens:
        assert token.head == ROOT or 0 <= token.head < n
        assert token.head != token.index
        assert (token.head == ROOT) <= (token.relation == "root")
        if token.head != ROOT:
            assert reading.sentence_of[token.head] == reading.sentence_of[token.index]
    leads_to_a_root = [token.head == ROOT for token in reading.tokens]
    for token in reading.tokens:
        path, here = [], token.index
        while not leads_to_a_root[here]:
            path.append(here)
            assert len(path) <= n, "following heads does not end"
            here = reading[here].head
        for passed in path:
            leads_to_a_root[passed] = True
    for word, means in reading.antecedents.items():
        assert 0.0 <= means.chance <= 1.0
        assert means.word is None or (0 <= means.word < word and means.word in reading.antecedents)


def check_span(reading: Reading, first: int, end: int) -> None:
    assert 0 <= first < end <= len(reading)
    span = reading.span(first, end - 1)
    assert any(p.start <= span.start and span.end <= p.end for p in reading.passages)


def ask_everything(reading: Reading, index: int, other: int) -> None:
    """Every query answers, and within what it promises; for a word that is not there too."""
    n = len(reading)
    known = 0 <= index < n
    above = reading.governor(index)
    assert above is None or 0 <= above < n
    ancestors = list(reading.ancestors(index))
    assert len(set(ancestors)) == len(ancestors) <= n and index not in ancestors
    assert ancestors[:1] == ([] if above in (None, index) else [above])
    below = reading.subtree(index)
    assert index in below and list(below) == sorted(set(below))
    if not known:
        assert below == (index,)
    assert set(reading.of(index, "nsubj", "conj")) <= set(below) | {index}
    subject = reading.subject_of(index)
    assert subject is None or 0 <= subject < n
    coordinated = reading.conjuncts(index)
    assert index in coordinated and list(coordinated) == sorted(set(coordinated))
    apposed = reading.apposition_of(index)
    assert apposed is None or 0 <= apposed < n
    phrase = reading.noun_phrase(index)
    assert index in phrase and set(phrase) <= set(below)
    clause = reading.clause_of(index)
    assert clause in (index, *ancestors)
    together = reading.same_clause(index, other)
    assert together == reading.same_clause(other, index)
    assert reading.same_clause(index, index) == known
    chain = reading.chain_of(index)
    assert index not in chain and len(set(chain)) == len(chain)


# --- words ------------------------------------------------------------------------------------

CUT = [
    ("The Red Cross's office", "The Red Cross 's office"),
    ("Jean-Luc O'Neil’s", "Jean - Luc O'Neil ’s"),
    ("they'll don't won’t we’re I'm he'd've", "they 'll don't won’t we ’re I 'm he 'd 've"),
    ("U.S. p.m. U.N.'s e.g. etc. St. J.R.R. Tolkien", "U.S. p.m. U.N. 's e.g. etc . St . J.R.R. Tolkien"),
    ("16,500 1.5m 10:35 2nd 5,000, 3. €5m 12% 5-7", "16,500 1.5m 10:35 2nd 5,000 , 3 . € 5m 12 % 5 - 7"),
    ("snake_case @you #tag a/b", "snake _ case @ you # tag a / b"),
    ("«No»…—she", "« No » … — she"),
    ("", ""),
    ("\u200b \t\x00", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CUT, ids=[text[:20] for text, _ in CUT])
def test_text_is_cut_into_words_and_marks(text, expected):
    assert [text[start:end] for start, end in find_words(text)] == expected.split()


@given(st.text(st.characters(), max_size=60))
@example("a'sb's'")
def test_words_are_in_order_and_leave_out_no_letter(text):
    spans = find_words(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges) and all(start < end for start, end in spans)
    between = "".join(text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True))
    assert not any(char.isalnum() for char in between)


# --- whatever the text, whatever the network ---------------------------------------------------


@pytest.mark.parametrize("text", [NEWS, *AWKWARD.values()], ids=["news", *AWKWARD])
@pytest.mark.parametrize("network", [shipped_network, guessing_network])
def test_reading_of_any_text_holds(text, network):
    reading = read_of(text, network())
    check(reading)
    n = len(reading)
    for index in {-n - 1, -1, 0, 1, n // 2, n - 1, n, n + 1, 10**9}:
        ask_everything(reading, index, n // 2)


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_reading_of_a_huge_text_holds(text):
    reading = read_of(text, guessing_network())
    check(reading)
    for index in range(0, len(reading), len(reading) // 50 + 1):
        ask_everything(reading, index, index + 1)


ODD = st.one_of(
    st.sampled_from(
        ["said", "the mayor", "5,000", ".", ",", "“", "”", "'s", "\n", "\n\n", "\r\n", "\t", "a" * 70,
         "U.S.", "_", "-", "\u200b", "\ud800", "\x00", "說", "É", "İ", "\u0301", "|", "(", ")"]
    ),
    st.text(st.characters(), max_size=6),
)  # fmt: skip


@given(st.lists(ODD, max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=150)
def test_reading_of_made_up_text_holds(pieces, glue):
    reading = read_of(glue.join(pieces), guessing_network())
    check(reading)
    for index in range(-1, len(reading) + 1):
        ask_everything(reading, index, 0)


def test_the_same_text_is_read_the_same_twice():
    network = shipped_network()
    first = read_of(NEWS, network)
    read_of("Something else, she said. " * 30, network)
    again = read_of(NEWS, network)
    assert again == first and again.tokens == first.tokens


def test_no_word_no_arc_and_no_role_crosses_a_passage_however_it_is_cut():
    text = "“We saw the water rise,” said the mayor. “It rose for days,” she added. " * 9
    edges = [0, 3, 4, 40, 41, 200, 333, len(text)]  # some of them inside a word
    passages = [Passage(a, b, "paragraph", "body") for a, b in pairwise(edges)]
    sentences = [Sentence(p.start, p.end, k) for k, p in enumerate(passages)]
    reading = read(article_of(text), passages, sentences, network=guessing_network())
    check(reading)
    assert set(reading.sentence_of) == {
        k for k, p in enumerate(passages) if text[p.start : p.end].strip()
    }


def test_without_sentences_all_is_one_sentence():
    article = article_of(NEWS)
    reading = read(article, find_passages(article), [], network=guessing_network())
    assert set(reading.sentence_of) == {0}
    check_grammar(reading)


def test_what_lies_between_passages_is_not_read():
    text = "Read this. Not this. And this."
    passages = [Passage(0, 10, "paragraph", "body"), Passage(21, 30, "paragraph", "body")]
    reading = read(article_of(text), passages, [], network=guessing_network())
    assert " ".join(token.text for token in reading.tokens) == "Read this . And this ."


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(
    st.lists(st.integers(-1, n - 1), min_size=n, max_size=n),
    st.lists(st.floats(0, 1), min_size=n, max_size=n),
)))  # fmt: skip
def test_circles_are_opened_at_their_least_likely_arc_and_nothing_else_is_changed(drawn):
    heads, chances = drawn
    found = _without_circles(heads, chances)
    roots = [word for word, head in enumerate(found) if head == ROOT]
    for word in range(len(found)):
        steps = 0
        while word not in roots:
            word, steps = found[word], steps + 1
            assert steps <= len(found)
    for word, (head, was) in enumerate(zip(found, heads, strict=True)):
        if head != was:
            assert head == ROOT
            circle, at = [word], was
            while at != word:
                assert at not in circle, "the arc was on no circle"
                circle.append(at)
                at = heads[at]
            assert chances[word] == min(chances[one] for one in circle)


# --- whatever the tree --------------------------------------------------------------------------

RELATIONS = (
    "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux:pass", "case", "cc", "ccomp",
    "compound", "conj", "cop", "csubj", "det", "flat", "iobj", "list", "mark", "nmod", "nmod:desc",
    "nmod:poss", "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl:agent", "parataxis",
    "punct", "root", "xcomp", "a word that no treebank has", "",
)  # fmt: skip


@st.composite
def any_readings(draw):
    """Any heads, circles and arcs to oneself included; any relations, antecedents and sentences."""
    n = draw(st.integers(0, 14))
    heads = draw(st.lists(st.integers(-1, max(n - 1, -1)), min_size=n, max_size=n))
    relations = draw(st.lists(st.sampled_from(RELATIONS), min_size=n, max_size=n))
    parts = draw(st.lists(st.sampled_from(["NOUN", "VERB", "AUX", "PRON"]), min_size=n, max_size=n))
    means = draw(st.lists(st.integers(-1, max(n - 1, -1)), min_size=n, max_size=n))
    borders = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    text = " ".join("w" for _ in range(n))
    tokens = tuple(
        Token(i, 2 * i, 2 * i + 1, "w", "w", parts[i], "NN", heads[i], relations[i], "none", 0.5)
        for i in range(n)
    )
    return Reading(
        article_of(text),
        tokens,
        (Sentence(0, len(text), 0),),
        (Passage(0, len(text), "paragraph", "body"),),
        tuple(sum(borders[: i + 1]) for i in range(n)),
        (),
        {i: Antecedent(None if word < 0 else word, 0.5) for i, word in enumerate(means)},
        "7",
    )


@given(any_readings())
@settings(max_examples=300)
def test_every_question_is_answered_whatever_the_tree(reading):
    n = len(reading)
    for index in range(-3, n + 3):
        for other in (-1, 0, n - 1, n):
            ask_everything(reading, index, other)


@st.composite
def trees(draw):
    """Any tree without a circle, over few relations."""
    n = draw(st.integers(1, 12))
    order = draw(st.permutations(range(n)))
    heads = [ROOT] * n
    for k, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, k - 1))]
    few = ["conj", "nsubj", "det", "amod", "appos", "flat", "punct", "nmod", "ccomp"]
    relations = draw(st.lists(st.sampled_from(few), min_size=n, max_size=n))
    return reading_of(
        " ".join(
            f"w{i}" + (f"<w{head}:{relations[i]}" if head != ROOT else "")
            for i, head in enumerate(heads)
        )
    )


@given(trees())
def test_what_trees_tell_fits_together(reading):
    for index in range(len(reading)):
        below = reading.subtree(index)
        for other in range(len(reading)):
            assert (other in below) == (other == index or index in reading.ancestors(other))
        for other in reading.conjuncts(index):
            assert reading.conjuncts(other) == reading.conjuncts(index)
        phrase = reading.noun_phrase(index)
        assert list(phrase) == list(range(phrase.start, phrase.stop))
        clause = reading.clause_of(index)
        assert reading.clause_of(clause) == clause
        assert reading.same_clause(index, clause)


@given(st.data())
def test_the_words_at_a_span_are_those_that_share_a_character_with_it(data):
    reading = reading_of("At least 14 people , he said", "It rained !")
    size = len(reading.article.text)
    start, end = (data.draw(st.integers(-2, size + 2)) for _ in range(2))
    shared = [t.index for t in reading.tokens if max(start, t.start) < min(end, t.end)]
    assert list(reading.at(start, end)) == shared


def test_a_reading_without_words_answers_too():
    reading = reading_of("")
    assert len(reading) == 0 and list(reading.at(0, 10)) == []
    for index in (-1, 0, 1):
        ask_everything(reading, index, index)


def test_a_span_reaches_from_the_first_word_to_the_end_of_the_last():
    reading = reading_of("The<mayor:det mayor<said:nsubj said/VERB so<said:advmod")
    assert reading.span(1, 2) == Span(4, 14)
    assert reading.span(3, 3) == Span(15, 17)


# --- what a trained network knows ---------------------------------------------------------------

KNOWN = [
    ("The mayor said that 12 people had died.", "said", "mayor"),
    ("The mayor said that 12 people had died.", "died", "people"),
    ("Three children were killed by the blast.", "killed", "children"),
    ("Officials warned residents and closed the bridge.", "closed", "Officials"),
    ("She told reporters that the army had left the town.", "left", "army"),
]


@pytest.mark.parametrize(("text", "verb", "subject"), KNOWN)
def test_the_network_knows_the_subjects_of_plain_sentences(text, verb, subject):
    reading = read_of(text)
    found = reading.subject_of(place(reading, verb))
    assert found is not None and reading[found].text == subject
    assert reading[place(reading, verb)].part == "VERB"


def test_the_network_knows_people_places_and_who_he_is():
    reading = read_of(
        "Jonas Weber lives in Berlin. He told reporters that he was tired.\n\nThe company is small."
    )
    weber, berlin, he = (
        next(t for t in reading.tokens if t.text == w) for w in ("Jonas", "Berlin", "He")
    )
    kinds = {reading[k].entity for k in reading.noun_phrase(weber.index)}
    assert "person" in kinds and berlin.entity == "place" and he.entity == "person"
    phrase = {reading[k].text for k in reading.chain_of(he.index)}
    assert phrase & {"Jonas", "Weber"}
