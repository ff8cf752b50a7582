"""Kinds of the figures of a reading: by the tree where it tells, else by the frame of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..language.reading import Reading
from ..records import Quantity
from .governed import Tree
from .kinds import COUNTS, PERSONS
from .nouns import is_person
from .said import NONE, Ruling, verb_of
from .senses import with_sense
from .words import HAPPENINGS, KINDS
from .words import happening as table

_SAY = frozenset(HAPPENINGS["pass"]["say"])
_HOMES = frozenset(HAPPENINGS["pass"]["homes"])
_SAID = frozenset({"obj", "ccomp", "xcomp", "obl"})
_OF_PERSONS = frozenset({"nsubj", "nsubj:pass", "obj", "conj", "obl:agent"})
"""Relations of a bare figure that the network calls a person, and that is one."""
_LABEL = re.compile(r"(?:^|[\n.;•*|,]) *([^\W\d][^\n.:;\d]{1,60}?) *(?::|[-–—] )[^\w\n]{0,4}$")
_LABELLED = re.compile(r"[ \t]*[-–—:] +([^\W\d][^\n.:;\d]{1,80})")
_VAGUE = frozenset({"other", "people", "population"})
"""Kinds that a label may tell better."""
_EITHER = frozenset({"troops", "affected", "ill", "displaced", "evacuated"})
_SMALL = 1000  # below it half a person is a measure
_BEFORE, _BEHIND = 80, 100


def rulings(reading: Reading, quantities: Sequence[Quantity]) -> list[Ruling]:
    """What the tree says of each figure, in their order; NONE where it says nothing."""
    tree = Tree(reading)
    found: list[Ruling] = []
    last: tuple[int, str] | None = None
    for one in quantities:
        figure = reading.at(one.start, one.end)
        ruling, top = NONE, None
        if _is_count(one) and figure:
            top, noun = _phrase(reading, one, figure)
            ruling = _ruling(tree, one, top, noun)
            if noun is None and ruling.evidence in ("none", "who"):
                label = _labelled(reading, one)
                if label:
                    ruling = Ruling(label, "label")
                elif last is not None and _paired(reading, last[0], top):
                    ruling = Ruling(last[1], "pair")
        found.append(ruling)
        kind = ruling.kind or one.kind
        last = (top, kind) if top is not None and kind in PERSONS else None
    return found


def _is_count(one: Quantity) -> bool:
    """Whether a figure counts something: no measure, which has a kind by its unit."""
    return one.kind in COUNTS and one.rule_id.partition("/")[0] not in ("measure", "money")


def _phrase(reading: Reading, one: Quantity, figure: range) -> tuple[int, int | None]:
    """The word of the figure's phrase that hangs on something outside it, and the noun counted."""
    inside, noun, end = set(figure), None, figure[-1]
    if one.counted is not None:
        counted = reading.at(one.counted.start, one.counted.end)
        inside |= set(counted)
        noun = counted[-1] if counted else None
    if noun is None and end + 1 < len(reading) and _is_fate(reading, end + 1):
        noun = end + 1
        inside.add(noun)
    top = _top(reading, [*inside - {noun or end}, noun or end])
    heads = [reading[k].head for k in figure if reading[k].relation == "nummod"]
    if heads and heads[-1] > end and (noun is None or heads[-1] > noun):
        return heads[-1], heads[-1]  # the tree's noun, where the words stopped short of it
    for child in reading.of(end, "nmod"):
        # "dozens of wounded", "two of its subsidiaries"
        if child in inside or (noun is None and child > end and reading[end + 1].text == "of"):
            return end, child if reading[child].part != "PRON" else None
    return top, noun


def _is_fate(reading: Reading, word: int) -> bool:
    """Whether a word right behind a figure stands for the persons: "12 dead", "40 missing"."""
    token, low = reading[word], reading[word].text.lower()
    if reading.sentence_of[word] != reading.sentence_of[word - 1]:
        return False
    # "6.3 injured 30": a finite verb is nobody.
    fit = token.part in ("ADJ", "NOUN") or (token.part == "VERB" and token.finer != "VBD")
    return fit and not reading.of(word, "obj") and (low in table("noun") or low in table("state"))


def _paired(reading: Reading, before: int, top: int) -> bool:
    """Whether a bare figure has its noun from the one before.

    "10 died in Cuba and 22 in Haiti"; "The government says 30 people died. Aid groups say 45."
    """
    if reading[top].part != "NUM" or reading.sentence_of[top] - reading.sentence_of[before] > 1:
        return False
    above = reading.governor(top)
    said = above is not None and verb_of(reading[above]) in _SAY
    return reading.same_clause(before, top) or (said and reading[top].relation in _SAID)


def _labelled(reading: Reading, one: Quantity) -> str:
    """The kind that a label gives: "Total dead: 61", "64,000 – residents evacuated"."""
    text = reading.article.text
    behind = _LABELLED.match(text, one.end, one.end + _BEHIND)
    if behind and not text[max(0, one.start - 40) : one.start].rpartition("\n")[2].strip(" •*-~"):
        return _kind_of_label(reading, *behind.span(1))
    start = max(0, one.full.start - _BEFORE)
    before = _LABEL.search(text, start, one.full.start)
    return _kind_of_label(reading, *before.span(1)) if before else ""


def _kind_of_label(reading: Reading, start: int, end: int) -> str:
    thing = False
    for word in reading.at(start, end):
        token, low = reading[word], reading[word].text.lower()
        if token.lemma in _HOMES:
            return "homes"
        for role in ("noun", "state", "who"):
            if kind := table(role).get(token.lemma) or table(role).get(low):
                return kind
        if low.endswith(("ed", "en", "wn")) and not thing:
            if kind := table("done").get(verb_of(token)):
                return kind
        thing = thing or (token.part == "NOUN" and is_person(token) is False)
    return ""


def _ruling(tree: Tree, one: Quantity, top: int, noun: int | None) -> Ruling:
    """What the tree says, held against whether the thing counted is a person at all."""
    reading = tree.reading
    found = tree.ruling(top, noun)
    person = is_person(reading[top if noun is None else noun])
    if noun is not None and one.rule_id.endswith("/compound") and not person:
        return NONE  # "a 9,000-ton tanker"
    if noun is not None and found.kind == "injured" and reading[noun].lemma == "patient":
        found = Ruling("ill", found.evidence) if tree.of_disease else found
    if one.value is not None and one.value % 1 and one.value < _SMALL:
        return Ruling("other", "thing")  # a quake of 7.2 is nobody
    if (person or noun is None) and found.evidence in ("none", "who", "verb"):
        whole = reading.at(one.full.start, one.full.end)
        told = found.evidence == "verb"
        found = tree.beside(top, whole[0], whole[-1], told=told) or found
    if noun is None:
        bare = one.rule_id.endswith("/bare") and reading[top].relation in _OF_PERSONS
        above = reading.governor(top)
        beside = () if above is None else reading.of(above, "obl", "nmod")
        bare = bare and all(reading[k].lemma != "which" for k in beside)  # "of which only six"
        return found or (Ruling("people", "who") if bare and person else NONE)
    home = reading[noun].lemma in _HOMES and reading[noun].entity != "organization"
    if (home or person is False) and found.evidence != "noun":
        if home:
            return found if found.kind == "displaced" else Ruling("homes", "noun")
        return Ruling("other", "thing")
    if person and not found and tree.does_harm(top):
        return Ruling("people", "verb")
    counts = person and one.kind == "other" and not one.rule_id.endswith("/other")
    counts = counts and reading[noun].lemma != "life"
    return found or (Ruling("people", "who") if counts else NONE)


def with_kinds(reading: Reading, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of running text with the kinds that the tree tells."""
    sensed = [_sensed(reading, one) for one in quantities]
    told = zip(sensed, rulings(reading, sensed), strict=True)
    return [_flowing(reading, _with(one, ruling)) for one, ruling in told]


def _flowing(reading: Reading, one: Quantity) -> Quantity:
    """Stock or flow by the verb above, where the kind leaves it open: "has 40", "sent 40"."""
    words = reading.at(one.start, one.end)
    if one.kind not in _EITHER or not words:
        return one
    above = (reading[k] for k in reading.ancestors(_top(reading, words)))
    verb = next((verb_of(token) for token in above if token.part == "VERB"), "")
    told = next((way for way in ("flow", "stock") if verb in KINDS["by_verb"][way]), "")
    return replace(one, stock_or_flow=told or one.stock_or_flow)


def _sensed(reading: Reading, one: Quantity) -> Quantity:
    words = [*reading.at(one.start, one.end)]
    if one.counted is not None:
        words += reading.at(one.counted.start, one.counted.end)
    return with_sense(reading, one, _top(reading, words)) if words else one


def _top(reading: Reading, words: Sequence[int]) -> int:
    """The word of a phrase that hangs on something outside it, from its last word up."""
    inside, top = set(words), words[-1]
    while (above := reading.governor(top)) is not None and above in inside:
        top = above
    return top


def labelled(reading: Reading, one: Quantity, labels: Sequence[tuple[int, int]]) -> Quantity:
    """The quantity of a cell with the kind that the labels of its column and row tell."""
    if one.kind in _VAGUE:
        for label in labels:
            if kind := _kind_of_label(reading, *label):
                return _with(one, Ruling(kind, "label"))
    return one


def _with(one: Quantity, ruling: Ruling) -> Quantity:
    if not ruling or ruling.kind == one.kind:
        return one
    if ruling.evidence == "thing" and one.kind not in PERSONS:
        return one
    unit = one.unit or ("person" if ruling.kind in PERSONS else None)
    rule = f"{one.rule_id.partition('/')[0]}/tree-{ruling.evidence}"
    flow = KINDS["flow"].get(ruling.kind, "unstated")
    return replace(one, kind=ruling.kind, unit=unit, stock_or_flow=flow, rule_id=rule)
