"""Lemmas: the rules by themselves, then with the forms that no rule makes."""

# Pairs of form and lemma, several a line.
# ruff: noqa: E501

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.language.lemmas import FORMS, lemma_of, regular_lemma

# Ordinary words of news.
NOUNS = """
    armies army  bodies body  ties tie  pies pie  days day  journeys journey
    glasses glass  taxes tax  beaches beach  bushes bush  blitzes blitz
    buses bus  campuses campus  censuses census  courses course  excuses excuse  clauses clause
    bases base  prizes prize  sizes size  losses loss  fuses fuse
    heroes hero  vetoes veto  tornadoes tornado  toes toe  shoes shoe  photos photo
    women woman  gunmen gunman  spokesmen spokesman  specimens specimen  specimen specimen
    grandchildren grandchild  paralyses paralysis
    officials official  homes home  people people  troops troop  deaths death  cars car
    bus bus  virus virus  class class  press press  crisis crisis  analysis analysis  gas gas
    news news  series series  species species  headquarters headquarters  chaos chaos
    politics politics  toll toll  dead dead  is is  as as
""".split()
VERBS = """
    walked walk  walking walk  walks walk  walk walk
    planned plan  stopping stop  occurred occur  committing commit  referred refer
    killed kill  called call  filling fill  billed bill  spelled spell  drilled drill
    travelled travel  cancelling cancel  patrolled patrol  compelled compel  signalling signal
    passed pass  missing miss  stuffed stuff  buzzing buzz  staffed staff  discussed discuss
    hoped hope  firing fire  wiped wipe  timed time  ruled rule  sparing spare
    served serve  moved move  giving give  danced dance  forced force  rescued rescue
    seized seize  criticized criticize  organizing organize  criticizes criticize  seizes seize
    closed close  increased increase  reversed reverse  collapsed collapse  accused accuse
    abused abuse  refusing refuse  focused focus  focusing focus  guessed guess
    troubled trouble  struggling struggle  handled handle  tackled tackle  crawled crawl  hurled hurl
    damaged damage  encouraging encourage  alleged allege  pledged pledge  emerging emerge
    changed change  arranged arrange  hanged hang  challenged challenge  belonged belong
    banging bang  belonging belong  avenged avenge  plunged plunge
    estimated estimate  created create  treated treat  defeated defeat  floating float  repeated repeat
    injured injure  poured pour  toured tour  captured capture  required require  repaired repair
    prepared prepare  appeared appear  fearing fear  compared compare  soaring soar
    decided decide  provided provide  aided aid  avoided avoid  concluded conclude  clouded cloud
    persuaded persuade  loaded load  spreading spread  conceded concede
    needed need  exceeding exceed  exceeded exceed  agreed agree  freed free  freeing free
    guaranteed guarantee  fleeing flee  overseeing oversee
    contributed contribute  shouted shout  executed execute  debuted debut
    examined examine  trained train  explained explain  joining join  ruined ruin
    compiled compile  failed fail  detailed detail  unveiled unveil  boiling boil
    provoked provoke  shaking shake  looked look  speaking speak  asked ask  working work
    united unite  invited invite  visited visit  limiting limit  waiting wait  writing write
    promoted promote  devoted devote  shooting shoot  competing compete  targeted target
    explored explore  restored restore  monitored monitor  interfering interfere  offered offer
    intervened intervene  opened open  happening happen  becoming become  overcoming overcome
    assumed assume  consumed consume  claimed claim  postponed postpone  mentioned mention
    shaped shape  developing develop  escaped escape
    carried carry  denies deny  buried bury  dies die  died die  lied lie  tied tie
    catches catch  pushes push  passes pass  fixes fix  goes go  says say  sees see  is is
    bring bring  sing sing  king king  shed shed  sped sped  speed speed  breed breed  proceed proceed
    does do  bus bus
""".split()


def pairs(words):
    return list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize(("form", "base"), pairs(NOUNS))
def test_rule_makes_the_singular_of_a_noun(form, base):
    assert regular_lemma(form, "NOUN") == base


@pytest.mark.parametrize(("form", "base"), pairs(VERBS))
def test_rule_makes_the_infinitive_of_a_verb(form, base):
    assert regular_lemma(form, "VERB") == base


IRREGULAR = [
    ("said", "VERB", "say"), ("Says", "VERB", "say"), ("told", "VERB", "tell"), ("WENT", "VERB", "go"),
    ("fell", "VERB", "fall"), ("left", "VERB", "leave"), ("found", "VERB", "find"), ("held", "VERB", "hold"),
    ("was", "AUX", "be"), ("were", "AUX", "be"), ("has", "AUX", "have"), ("did", "AUX", "do"),
    ("'re", "AUX", "be"), ("’re", "AUX", "be"), ("’ll", "AUX", "will"), ("n't", "PART", "n't"),
    ("children", "NOUN", "child"), ("men", "NOUN", "man"), ("lives", "NOUN", "life"),
    ("better", "ADJ", "good"), ("me", "PRON", "I"), ("us", "PRON", "we"), ("an", "DET", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "part", "base"), IRREGULAR)
def test_form_that_no_rule_makes_is_known(surface, part, base):
    assert lemma_of(surface, part) == base.lower()


AS_WRITTEN = [
    ("Paris", "PROPN", "paris"),
    ("Reuters", "PROPN", "reuters"),
    ("16,500", "NUM", "16,500"),
    ("“", "PUNCT", "“"),
    ("'s", "PART", "'s"),
    ("İS", "NOUN", "i̇s"),
    ("部長", "NOUN", "部長"),
    ("\ud800", "NOUN", "\ud800"),
    ("quickly", "ADV", "quickly"),
    ("Is" * 30, "NOUN", "is" * 30),
    ("A" * 240_000, "VERB", "a" * 240_000),
]


@pytest.mark.parametrize(("surface", "part", "base"), AS_WRITTEN, ids=lambda value: value[:12])
def test_other_words_are_only_written_small(surface, part, base):
    assert lemma_of(surface, part) == base


PARTS = st.sampled_from(["NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET", "PROPN", "X", ""])
LETTERS = st.text(st.sampled_from("aeiouysdinglrtzvxch'’-éİ說\ud800"), min_size=1, max_size=12)
ENDINGS = st.sampled_from(["", "s", "es", "ies", "ed", "ied", "ing", "eed", "lled", "men", "yses"])


@given(LETTERS, ENDINGS, PARTS)
def test_any_word_has_a_lemma_that_is_not_much_longer(stem, ending, part):
    form = stem + ending
    for lemma in (lemma_of(form, part), regular_lemma(form.lower(), part)):
        assert lemma and len(lemma) <= len(form.lower()) + 8


@given(LETTERS, ENDINGS, st.sampled_from(["NOUN", "VERB"]))
def test_the_same_word_has_the_same_lemma_however_it_is_capitalised(stem, ending, part):
    form = (stem + ending).replace("İ", "i")
    assert lemma_of(form, part) == lemma_of(form.upper(), part) == lemma_of(form.title(), part)


def test_forms_are_shipped_sorted_and_each_once():
    rows = [line.split("\t") for line in FORMS.read_text("utf-8").splitlines()]
    assert {len(row) for row in rows} == {3}
    keys = [tuple(row[:2]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(form == form.lower() and lemma == lemma.lower() for form, _, lemma in rows)


def test_no_word_is_given_the_lemma_of_a_word_that_it_is_only_a_part_of():
    # "mail" of "e-mail", "creators" of "co-creators"
    rows = [line.split("\t") for line in FORMS.read_text("utf-8").splitlines()]
    assert [row for row in rows if "-" in row[2] and "-" not in row[0]] == []
