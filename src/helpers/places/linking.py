"""Which place a number is about, and how the text says so.

The rules, in order:

1. A place in the number's own clause (basis ``clause``), or elsewhere in its sentence
   (``sentence``). Demonyms, possessives ("Ukraine's forces"), seats of power and places inside
   a clause that only describes a speaker (", who leads the team in Karsk,") do not locate.
   The nearest one wins; at the same distance, the one after the number.
2. "the city", "the country" in the sentence: the last such place named (``carried``).
3. A sentence that only goes on counting: one that adds ("A further 300") takes the place of
   the figure before it; one about an event that goes on ("The fighting has killed"), with
   "already", "them", "there" or "the real toll", or with a pronoun for its subject ("It
   counted"), takes the first place of the sentence before (``carried``).
4. Money and shares have a place only by a preposition of place right with them; ages,
   durations, dates, distances, rates and ranks have none.

Otherwise the article does not say: (None, None, None).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from helpers import vocabulary
from helpers.places.finding import PlaceMention
from helpers.records import Sentence

CLAUSE_MARK = re.compile(r"[;:—]|, | who | which | where | while | that | but ")
SIDE_CLAUSE = re.compile(r", (?:who|whose|which)\b[^,;—]{0,160},")
WORD = re.compile(r"[^\W\d_]+")
PRONOUN_SUBJECT = re.compile(r"\W*(?:It|They|He|She)\b")
LOOK_BACK = 8  # sentences over which "the city" may reach back
WINDOW = 600  # characters on each side of a number that count as its sentence
ADDING_CHAIN = 4  # "A further ..." may follow another such sentence
# "told reporters in Karsk": where it was said is not where it happened.
SPOKEN_IN = re.compile(
    r"\b(?:reporters|journalists|said|speaking|interview|conference|briefing|speech|rally|parliament)"
    r" (?:in|at|from) (?:the )?$"
)


def place_of(
    sentence_index: int,
    start: int,
    end: int,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceMention],
    *,
    text: str = "",
    kind: str | None = None,
) -> tuple[str | None, int | None, str | None]:
    """(name, start of the place mention, basis) for the number at ``start..end``.

    ``places`` in text order, of the whole article; ``text`` is the article's; ``kind`` the
    number's kind. Basis: clause, sentence, carried, or None where the article does not say.
    """
    words = vocabulary.load("places")
    if kind in words["never"] or not sentences:
        return None, None, None
    own = _candidates(_around(sentences[sentence_index], start, end), places, text)
    if kind in words["stated_only"]:
        own = [
            p for p in own if _same_clause(text, p, start, end) and _right_with(text, p, end, start)
        ]
        return _answer(_nearest(own, start, end), "clause")
    if own:
        near = _nearest([p for p in own if _same_clause(text, p, start, end)], start, end)
        if near:
            return _answer(near, "clause")
        return _answer(_nearest(own, start, end), "sentence")
    return _carried(sentence_index, sentences, places, text, start, depth=0)


def _around(sentence: Sentence, start: int, end: int) -> Sentence:
    """The part of a sentence that a number in it may look at."""
    return Sentence(
        max(sentence.start, start - WINDOW), min(sentence.end, end + WINDOW), sentence.passage
    )


def _within(sentence: Sentence, places: Sequence[PlaceMention]) -> list[PlaceMention]:
    low = bisect.bisect_left(places, sentence.start, key=lambda p: p.start)
    high = bisect.bisect_left(places, sentence.end, key=lambda p: p.start)
    return list(places[low:high])


def _candidates(
    sentence: Sentence, places: Sequence[PlaceMention], text: str
) -> list[PlaceMention]:
    """Places of a sentence that can locate what it counts."""
    aside = [m.span() for m in SIDE_CLAUSE.finditer(text, sentence.start, sentence.end)]
    return [
        p
        for p in _within(sentence, places)
        if p.name
        and p.basis not in {"demonym", "seat"}
        and not p.owner
        and not any(a <= p.start < b for a, b in aside)
        and not _only_speaks(text, p)
        and not SPOKEN_IN.search(text, max(sentence.start, p.start - 40), p.start)
    ]


def _only_speaks(text: str, place: PlaceMention) -> bool:
    """True for a state or capital that is the one who says it ("Moscow said 40 ...")."""
    if place.locative:
        return False
    after = text[place.end : place.end + 24].split()
    return (
        bool(after)
        and after[0].strip(",")
        in {
            "said",
            "says",
            "has",
            "told",
            "reported",
            "claimed",
            "denied",
            "warned",
            "accused",
            "announced",
        }
        and (after[0] != "has" or "said" in after[:3])
    )


def _same_clause(text: str, place: PlaceMention, start: int, end: int) -> bool:
    low, high = (place.end, start) if place.end <= start else (end, place.start)
    between = text[low:high]
    if place.end <= start:  # "In the village of Orm, six ...", "Ortaga, an island of 1.2 million"
        between = between.removeprefix(", ")
    marks = len(CLAUSE_MARK.findall(between))
    return marks == 0


def _right_with(text: str, place: PlaceMention, end: int, start: int) -> bool:
    """A preposition of place before the name, few words from the number."""
    if not place.locative:
        return False
    lists = vocabulary.load("places")
    head = text[max(0, place.start - 60) : place.start].lower().split()
    while head and (
        head[-1] in {"the", "a", "of"}
        or head[-1] in lists["directions"]
        or head[-1] in lists["nouns"]
    ):
        head.pop()
    if not head or head[-1] not in {
        "in",
        "near",
        "across",
        "at",
        "throughout",
        "around",
        "outside",
    }:
        return False
    between = text[end : place.start] if place.start >= end else text[place.end : start]
    return len(between.split()) <= 6


def _nearest(candidates: list[PlaceMention], start: int, end: int) -> PlaceMention | None:
    def distance(place: PlaceMention) -> tuple[int, int]:
        if place.start >= end:
            return (place.start - end, 0)
        return (start - place.end, 1)

    return min(candidates, key=distance, default=None)


def _answer(place: PlaceMention | None, basis: str):
    return (place.name, place.start, basis) if place else (None, None, None)


def _carried(index, sentences, places, text, start, *, depth):
    sentence = _around(sentences[index], start, start)
    for anaphor in _within(sentence, places):
        if anaphor.basis == "anaphor":
            found = _antecedent(anaphor, index, sentences, places)
            if found:
                return _answer(found, "carried")
    if index == 0 or depth >= ADDING_CHAIN:
        return None, None, None
    if sentences[index - 1].end > sentences[index].start:
        return None, None, None
    lists = vocabulary.load("places")
    words = [
        w.lower()
        for w in WORD.findall(text, sentence.start, min(sentence.end, sentence.start + 400))
    ]
    # "A further 300 were sleeping": the figure itself is one more of those before.
    if any(w in lists["adding"] for w in words[:3]):
        before = _around(sentences[index - 1], sentences[index - 1].end, sentence.start)
        own = _candidates(before, places, text)
        if own:
            return _answer(own[0], "carried")
        return _carried(index - 1, sentences, places, text, before.start, depth=depth + 1)
    event = any(w in lists["events"] for w in words[:3]) and words[:1] in (
        ["the"],
        ["this"],
        ["that"],
    )
    near = {
        w.lower()
        for w in WORD.findall(text, max(sentence.start, start - 60), min(sentence.end, start + 60))
    }
    counting = bool(near & set(lists["counting_on"])) or "of them" in text[start : start + 40]
    same_passage = sentences[index - 1].passage == sentence.passage
    pronoun = same_passage and PRONOUN_SUBJECT.match(text, sentences[index].start)
    if event or counting or pronoun:
        previous = _around(sentences[index - 1], sentences[index - 1].end, sentence.start)
        own = _candidates(previous, places, text)
        if own:
            return _answer(own[0], "carried")
        if not pronoun:
            for anaphor in _within(previous, places):
                if anaphor.basis == "anaphor":
                    found = _antecedent(anaphor, index - 1, sentences, places)
                    if found:
                        return _answer(found, "carried")
    return None, None, None


def _antecedent(anaphor, index, sentences, places) -> PlaceMention | None:
    """The last place named before "the city" or "the country" that can be one."""
    at = bisect.bisect_left(places, anaphor.start, key=lambda p: p.start)
    reach = sentences[max(0, index - LOOK_BACK)].start
    for place in reversed(places[max(0, at - 40) : at]):
        if place.start < reach:
            return None
        if not place.name or place.basis in {"demonym", "seat"}:
            continue
        if anaphor.towns == (place.basis == "country"):
            continue
        if place.owner and anaphor.towns:
            continue
        return place
    return None
