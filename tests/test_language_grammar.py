"""What a reading tells of stated trees: subjects, phrases, clauses, coordination, chains.

The trees are written by hand as Universal Dependencies of English would have them.
"""

# One tree a line reads best, however long the line.
# ruff: noqa: E501

from __future__ import annotations

import pytest
from readings import place, reading_of, words

from helpers.language import ROOT, Token

# --- subjects ---------------------------------------------------------------------

SAID = "The<mayor:det mayor<said:nsubj said/VERB that<fell:mark 12<people:nummod people<fell:nsubj fell/VERB<said:ccomp"
CONJOINED = (
    "Prell/PROPN<said:nsubj said/VERB it/PRON<rained:nsubj rained/VERB<said:ccomp and<added:cc added/VERB<said:conj "
    "that<snowed:mark it<snowed:expl snowed/VERB<added:ccomp"
)
THREE = "Klent/PROPN<rose:nsubj rose/VERB ,<spoke:punct spoke/VERB<rose:conj and<left:cc left/VERB<rose:conj"
CHAINED = "Klent/PROPN<rose:nsubj rose/VERB ,<spoke:punct spoke/VERB<rose:conj and<left:cc left/VERB<spoke:conj"
OWN = "Klent/PROPN<rose:nsubj rose/VERB and<left:cc Vorn/PROPN<left:nsubj left/VERB<rose:conj"
PASSIVE = "Two<boats:nummod boats<sunk:nsubj:pass were/AUX<sunk:aux:pass sunk/VERB by<rebels:case rebels<sunk:obl:agent"
PASSIVES = (
    "Two<boats:nummod boats<sunk:nsubj:pass were/AUX<sunk:aux:pass sunk/VERB and<hit:cc four<others:nummod others<hit:nsubj:pass "
    "hit/VERB<sunk:conj"
)
TOLD_PASSIVE = "Residents<told:nsubj:pass were/AUX<told:aux:pass told/VERB to/PART<leave:mark leave/VERB<told:xcomp"
RELATIVE = "The<woman:det woman<left:nsubj who/PRON<counted:nsubj counted/VERB<woman:acl:relcl them/PRON<counted:obj left/VERB"
REDUCED = "The<report:det report<says:nsubj published/VERB<report:acl Monday<published:obl:unmarked says/VERB so<says:advmod"
WANTS = "Tarn/PROPN<wants:nsubj wants/VERB to/PART<try:mark try/VERB<wants:xcomp to/PART<rebuild:mark rebuild/VERB<try:xcomp"
URGED = "Officials<urged:nsubj urged/VERB residents<urged:obj to/PART<leave:mark leave/VERB<urged:xcomp and<lock:cc lock/VERB<leave:conj doors<lock:obj"
COPULA = "The<toll:det toll<high:nsubj is/AUX<high:cop high/ADJ"
THERE = "There/PRON<were:expl were/VERB 12<dead:nummod dead<were:nsubj"
CLAUSAL = "That<lied:mark he/PRON<lied:nsubj lied/VERB<hurt:csubj hurt/VERB her/PRON<hurt:obj"
INVERTED = "Boats<sank:nsubj sank/VERB ,<said:punct said/VERB<sank:parataxis Klent/PROPN<said:nsubj"
ADVERBIAL = "He/PRON<left:nsubj left/VERB ,<saying:punct saying/VERB<left:advcl so<saying:obj"

SUBJECTS = [
    ("said that", SAID, {"said": "mayor", "fell": "people", "mayor": None, "that": None}),
    ("said and added", CONJOINED, {"said": "Prell", "added": "Prell", "rained": "it", "snowed": None}),
    ("three verbs", THREE, {"rose": "Klent", "spoke": "Klent", "left": "Klent"}),
    ("verbs in a chain", CHAINED, {"rose": "Klent", "spoke": "Klent", "left": "Klent"}),
    ("its own subject", OWN, {"rose": "Klent", "left": "Vorn"}),
    ("passive", PASSIVE, {"sunk": "boats"}),
    ("two passives", PASSIVES, {"sunk": "boats", "hit": "others"}),
    ("told to", TOLD_PASSIVE, {"told": "Residents", "leave": "Residents"}),
    ("who counted", RELATIVE, {"counted": "who", "left": "woman"}),
    ("report published", REDUCED, {"published": None, "says": "report"}),
    ("wants to try to", WANTS, {"wants": "Tarn", "try": "Tarn", "rebuild": "Tarn"}),
    ("urged residents to", URGED, {"urged": "Officials", "leave": "residents", "lock": "residents"}),
    ("is high", COPULA, {"high": "toll"}),
    ("there were", THERE, {"were": "dead"}),
    ("a clause as subject", CLAUSAL, {"hurt": "lied", "lied": "he"}),
    ("said Klent", INVERTED, {"sank": "Boats", "said": "Klent"}),
    ("saying so", ADVERBIAL, {"left": "He", "saying": None}),
]  # fmt: skip


def cases(rows):
    return [(tree, asked, expected) for _, tree, answers in rows for asked, expected in answers.items()]  # fmt: skip


def names(rows):
    return [f"{name}: {asked}" for name, _, answers in rows for asked in answers]


@pytest.mark.parametrize(("tree", "verb", "expected"), cases(SUBJECTS), ids=names(SUBJECTS))
def test_subject_of_a_verb_is_its_own_or_that_of_the_verb_it_shares_one_with(tree, verb, expected):
    reading = reading_of(tree)
    found = reading.subject_of(place(reading, verb))
    assert (None if found is None else reading[found].text) == expected


# --- phrases ----------------------------------------------------------------------

OFFICE = (
    "The<Cross:det Red/PROPN<Cross:compound Cross/PROPN<office:nmod:poss 's/PART<Cross:case regional/ADJ<office:amod "
    "office<shut:nsubj in<Tarn:case Tarn/PROPN<office:nmod shut/VERB"
)
LONDON = "the<mayor:det mayor<house:nmod:poss of<London:case London/PROPN<mayor:nmod 's/PART<London:case house<burned:nsubj burned/VERB"
TITLE = "Deputy/ADJ<minister:amod health<minister:compound minister<Anja:nmod:desc Anja/PROPN<left:nsubj Prell/PROPN<Anja:flat left/VERB"
DEFENCE = "Minister<Hazem:nmod:desc of<Defence:case Defence/PROPN<Minister:nmod Hazem/PROPN<left:nsubj Shaalan/PROPN<Hazem:flat left/VERB"
QAEDA = "by<al:case al/PROPN<shot:obl -/PUNCT<al:punct Qaeda/PROPN<al:flat shot/VERB"
SADR = "Muqtada/PROPN<movement:nmod:poss al/PROPN<Muqtada:flat -/PUNCT<Sadr:punct Sadr/PROPN<Muqtada:flat 's/PART<Muqtada:case movement"
JOB = "the<mayor:det then/ADV<mayor:advmod mayor<left:nsubj ,<mayor:punct left/VERB"
ONLY = "Only/ADV<people:advmod about/ADV<14:advmod 14/NUM<people:nummod people<left:nsubj in<Tarn:case Tarn/PROPN<people:nmod left/VERB"
LEAST = "at<least:case least<14:advmod 14/NUM<people:nummod people<left:nsubj left/VERB"
FIVE = "five/NUM<people:nummod to<ten:case ten/NUM<five:nmod people<left:nsubj left/VERB"
BIG = (
    "the<houses:det big/ADJ<houses:amod and<red:cc red/ADJ<big:conj houses<burned:nsubj burned/VERB"
)
LONG = "a<walk:det long/ADJ<walk:amod ,/PUNCT<walk:punct cold/ADJ<walk:amod walk"
QUOTED = 'the<truce:det "/PUNCT<so:punct so/ADV<called:advmod -/PUNCT<called:punct called/VERB<truce:amod ”/PUNCT<called:punct truce<held:nsubj held/VERB'
BASED = "the<group:det Kyiv/PROPN<based:obl:unmarked -/PUNCT<based:punct based/VERB<group:amod group<said:nsubj said/VERB"
VERY = "a<rise:det very/ADV<steep:advmod steep/ADJ<rise:amod rise in<toll:case the<toll:det toll<rise:nmod"
TOLD = 'Nobody/PRON<told:nsubj told/VERB the<aide:det old/ADJ<aide:amod aide<told:iobj "/PUNCT<told:punct Go/VERB<told:ccomp'
ALL = "All/DET<boats:det:predet the<boats:det boats<sank:nsubj that/PRON<came:nsubj came/VERB<boats:acl:relcl sank/VERB"
ROOM = "in<room:case room<met:obl 5/NUM<room:nummod ,<met:punct they/PRON<met:nsubj met/VERB"
MONEY = "$/SYM<spent:obj 2.4/NUM<billion:compound billion/NUM<$:nummod was/AUX<spent:aux:pass spent/VERB"
TWO = "Ann/PROPN<left:nsubj Lee/PROPN<Ann:flat and<Odo:cc Odo/PROPN<Ann:conj Klent/PROPN<Odo:flat left/VERB"
APPOSED = (
    "Ann/PROPN<left:nsubj Lee/PROPN<Ann:flat ,<mayor:punct the<mayor:det former/ADJ<mayor:amod mayor<Ann:appos "
    "of<Tarn:case Tarn/PROPN<mayor:nmod ,<Ann:punct left/VERB"
)
GAP = "big/ADJ<dogs:amod he/PRON<saw:nsubj saw/VERB dogs<saw:obj"

PHRASES = [
    ("possessive", OFFICE, {"office": "The Red Cross 's regional office", "Cross": "The Red Cross", "Tarn": "Tarn"}),
    ("possessive with of", LONDON, {"house": "the mayor of London 's house", "mayor": "the mayor"}),
    ("title and name", TITLE, {"Anja": "Deputy health minister Anja Prell", "minister": "Deputy health minister"}),
    ("title with of", DEFENCE, {"Hazem": "Minister of Defence Hazem Shaalan"}),
    ("hyphen on the first name", QAEDA, {"al": "al - Qaeda"}),
    ("hyphen on the last name", SADR, {"Muqtada": "Muqtada al - Sadr", "movement": "Muqtada al - Sadr 's movement"}),
    ("adverb inside", JOB, {"mayor": "the then mayor"}),
    ("adverb in front", ONLY, {"people": "about 14 people"}),
    ("at least", LEAST, {"people": "at least 14 people"}),
    ("five to ten", FIVE, {"people": "five to ten people"}),
    ("two adjectives with and", BIG, {"houses": "the big and red houses"}),
    ("two adjectives with a comma", LONG, {"walk": "a long , cold walk"}),
    ("quotation marks inside", QUOTED, {"truce": "the \" so - called ” truce"}),
    ("based in", BASED, {"group": "the Kyiv - based group"}),
    ("what follows with in", VERY, {"rise": "a very steep rise", "toll": "the toll"}),
    ("no noun", TOLD, {"aide": "the old aide", "Nobody": "Nobody", "told": "told"}),
    ("relative clause", ALL, {"boats": "All the boats", "that": "that"}),
    ("number behind", ROOM, {"room": "room 5"}),
    ("money", MONEY, {"$": "$ 2.4 billion"}),
    ("two names", TWO, {"Ann": "Ann Lee", "Odo": "Odo Klent"}),
    ("apposition", APPOSED, {"Ann": "Ann Lee", "mayor": "the former mayor"}),
    ("something else between", GAP, {"dogs": "dogs"}),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "noun", "expected"), cases(PHRASES), ids=names(PHRASES))
def test_noun_phrase_is_whole_from_determiner_to_noun(tree, noun, expected):
    reading = reading_of(tree)
    assert words(reading, reading.noun_phrase(place(reading, noun))) == expected


APPOSITIONS = [
    (
        "apposition",
        APPOSED,
        {"Ann": "mayor", "mayor": "Ann", "Lee": None, "Tarn": None, "left": None},
    ),
    ("none", TITLE, {"Anja": None, "minister": None}),
]


@pytest.mark.parametrize(("tree", "noun", "expected"), cases(APPOSITIONS), ids=names(APPOSITIONS))
def test_apposition_leads_both_ways(tree, noun, expected):
    reading = reading_of(tree)
    found = reading.apposition_of(place(reading, noun))
    assert (None if found is None else reading[found].text) == expected


LIST = "Tarn/PROPN ,<Lesk:punct Lesk/PROPN<Tarn:conj and<Marl:cc Marl/PROPN<Tarn:conj"
NESTED = "Tarn/PROPN ,<Lesk:punct Lesk/PROPN<Tarn:conj and<Marl:cc Marl/PROPN<Lesk:conj"
CONJUNCTS = [
    ("three towns", LIST, dict.fromkeys(("Tarn", "Lesk", "Marl"), "Tarn Lesk Marl")),
    (
        "three towns in a chain",
        NESTED,
        dict.fromkeys(("Tarn", "Lesk", "Marl"), "Tarn Lesk Marl"),
    ),
    ("two names", TWO, {"Ann": "Ann Odo", "Odo": "Ann Odo", "Lee": "Lee"}),
    ("adjectives", BIG, {"big": "big red", "red": "big red", "houses": "houses"}),
    ("verbs", URGED, {"leave": "leave lock", "lock": "leave lock", "urged": "urged"}),
]


@pytest.mark.parametrize(("tree", "word", "expected"), cases(CONJUNCTS), ids=names(CONJUNCTS))
def test_coordinated_words_are_found_from_each_of_them(tree, word, expected):
    reading = reading_of(tree)
    assert words(reading, reading.conjuncts(place(reading, word))) == expected


SUBTREES = [
    ("said that", SAID, {"fell": "that 12 people fell", "people": "12 people", "that": "that"}),
    (
        "who counted",
        RELATIVE,
        {"woman": "The woman who counted them", "counted": "who counted them"},
    ),
    ("office in Tarn", OFFICE, {"office": "The Red Cross 's regional office in Tarn"}),
    ("something else between", GAP, {"dogs": "big dogs"}),
]


@pytest.mark.parametrize(("tree", "word", "expected"), cases(SUBTREES), ids=names(SUBTREES))
def test_subtree_is_all_that_hangs_on_a_word(tree, word, expected):
    reading = reading_of(tree)
    assert words(reading, reading.subtree(place(reading, word))) == expected


# --- clauses ----------------------------------------------------------------------

CLAUSES = [
    (
        "said that",
        SAID,
        {"The": "said", "mayor": "said", "12": "fell", "that": "fell", "said": "said"},
    ),
    (
        "said and added",
        CONJOINED,
        {"Prell": "said", "and": "added", "added": "added", "snowed": "snowed"},
    ),
    ("two names", TWO, {"Klent": "left", "Odo": "left", "left": "left"}),
    ("who counted", RELATIVE, {"them": "counted", "woman": "left", "The": "left"}),
    ("report published", REDUCED, {"Monday": "published", "report": "says", "so": "says"}),
    ("wants to try to", WANTS, {"Tarn": "wants", "rebuild": "rebuild", "try": "try"}),
    ("said Klent", INVERTED, {"Klent": "said", "Boats": "sank"}),
    ("saying so", ADVERBIAL, {"so": "saying", "He": "left"}),
    ("a clause as subject", CLAUSAL, {"he": "lied", "her": "hurt"}),
    ("passive", PASSIVE, {"rebels": "sunk", "Two": "sunk"}),
    ("no verb", VERY, {"a": "rise", "toll": "rise"}),
]


@pytest.mark.parametrize(("tree", "word", "expected"), cases(CLAUSES), ids=names(CLAUSES))
def test_clause_of_a_word_is_headed_by_its_verb(tree, word, expected):
    reading = reading_of(tree)
    assert reading[reading.clause_of(place(reading, word))].text == expected


TOGETHER = [
    (SAID, "The", "said", True),
    (SAID, "12", "mayor", False),
    (CONJOINED, "Prell", "added", False),
    (TWO, "Ann", "Klent", True),
    (RELATIVE, "them", "who", True),
    (RELATIVE, "them", "woman", False),
]


@pytest.mark.parametrize(("tree", "one", "other", "expected"), TOGETHER)
def test_words_are_in_one_clause_or_not(tree, one, other, expected):
    reading = reading_of(tree)
    assert reading.same_clause(place(reading, one), place(reading, other)) == expected


def test_words_of_two_sentences_are_in_no_one_clause():
    reading = reading_of(COPULA, THERE)
    assert not reading.same_clause(place(reading, "toll"), place(reading, "dead"))


# --- arcs and chains ----------------------------------------------------------------------------


def test_governor_ancestors_and_children_follow_the_arcs():
    reading = reading_of(SAID)
    people = place(reading, "people")
    assert words(reading, list(reading.ancestors(people))) == "fell said"
    assert reading.governor(place(reading, "said")) is None
    assert words(reading, reading.children[place(reading, "fell")]) == "that people"


def test_main_type_of_a_relation_names_its_subtypes_and_a_subtype_only_itself():
    reading = reading_of(PASSIVES)
    sunk = place(reading, "sunk")
    assert words(reading, reading.of(sunk, "nsubj")) == "boats"
    assert words(reading, reading.of(sunk, "nsubj:pass", "conj")) == "boats hit"
    assert reading.of(sunk, "nsubj:outer", "obj") == ()


def test_chain_leads_from_mention_to_mention_the_nearest_first():
    reading = reading_of(
        "Ann/PROPN<left:nsubj left/VERB", "She/PRON<knew:nsubj knew/VERB her/PRON<knew:obj",
        antecedents={0: None, 2: 0, 4: 2},
    )  # fmt: skip
    assert reading.chain_of(4) == (2, 0)
    assert reading.chain_of(2) == (0,)
    assert reading.chain_of(0) == reading.chain_of(1) == reading.chain_of(99) == ()


FEATURES = [
    ("VBD", {"VerbForm": "Fin", "Tense": "Past"}),
    ("VBN", {"VerbForm": "Part", "Tense": "Past"}),
    ("NNS", {"Number": "Plur"}),
    ("NNP", {"Number": "Sing"}),
    ("IN", {}),
    ("", {}),
]


@pytest.mark.parametrize(("finer", "expected"), FEATURES)
def test_finer_part_of_speech_tells_number_tense_and_verb_form(finer, expected):
    assert Token(0, 0, 1, "x", "x", "X", finer, ROOT, "root", "none", 1.0).features == expected
