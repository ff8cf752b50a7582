"""A source mention by the tree: its noun, the name in it, the office before, what stands beside.

"National Relief Commission Chairman Peter Mayen" is a name with words before it, "Ukraine's
foreign ministry" a noun with an owner, "the mayor, Raul Benz," a noun with a name beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpers.language import Reading, Token
from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.grammar import CAPITAL_FILLERS, PARTICLES
from helpers.sources.head_nouns import complements, is_title, noun_at

_HEADS = ("PROPN", "NOUN", "PRON", "NUM", "ADJ", "DET", "X", "SYM")
_INSIDE = frozenset(
    {"nmod", "conj", "compound", "amod", "flat", "goeswith", "nmod:poss", "appos", "nmod:desc"}
)
_OWNING = frozenset({"'s", "’s", "'", "’"})
_AFTER_NAME = frozenset({"II", "III", "IV", "V", "VI", "XVI", "Jr", "Sr"})
_NAMED = frozenset({"called", "named"})
NOTHING = range(0)
_BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", "—", "–", '"', "“", "”"})
_BEFORE = frozenset({"case", "fixed", "mark", "cc", "punct", "aux", "cop"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """The parts of one noun phrase, as numbers of words.

    ``head`` says what it is: the noun, or the first word of the name. ``words`` runs from the
    determiner to the last word of noun or name, ``rest`` from what follows determiner and owner.
    Empty ranges: no ``name``, no ``title`` before it, no ``owner``.
    """

    head: int
    words: range
    rest: range
    name: range = NOTHING
    title: range = NOTHING
    owner: range = NOTHING


def phrase_of(reading: Reading, words: range) -> Phrase | None:
    """The phrase that stands at these words, whole even where they hold a part of it."""
    head = head_of(reading, words)
    if head is None:
        return None
    if reading[head].part == "PROPN" and head > words.start and reading[head].relation == "flat":
        above = reading[head].head
        head = above if words.start - 3 <= above else head
    head = _owned_by(reading, head, words)
    found = _wider(reading, _one_piece(reading, reading.noun_phrase(head), head), head)
    rest = found
    while len(rest) > 1 and _determines(reading[rest[0]]):
        rest = rest[1:]
    owner = NOTHING
    if reading[rest[0]].relation == "nmod:poss" and reading[rest[0]].part == "PRON":
        owner, rest = rest[:1], rest[1:] or rest
    marks = [i for i in rest[1:-1] if reading[i].text in _OWNING and reading[i].part != "PUNCT"]
    if marks:
        owner, rest = range(rest[0], marks[-1]), range(marks[-1] + 1, rest.stop)
    while len(rest) > 1 and reading[rest[-1]].text in _OWNING:
        rest = rest[:-1]
    phrase = Phrase(head, range(found.start, rest.stop), rest, owner=owner)
    return _with_name(reading, phrase)


def _owned_by(reading: Reading, head: int, words: range) -> int:
    """The noun that is owned, where the tree took its owner for the phrase."""
    past = reading.noun_phrase(head).stop
    for child in complements(reading, head, "of"):
        if reading[child].part == "PROPN" and reading[head].part == "PROPN":
            past = max(past, reading.noun_phrase(child).stop)  # "the Council of Nations' envoy"
    if past - 1 > head and past < words.stop and reading[past - 1].text in _OWNING:
        past -= 1
    if past + 1 < words.stop and reading[past].part == "PART" and reading[past].text in _OWNING:
        owned = head_of(reading, range(past + 1, words.stop))
        return head if owned is None else owned
    return head


def _one_piece(reading: Reading, words: range, head: int) -> range:
    """A phrase between its commas, without a preposition before it."""
    first, past = words.start, words.stop
    for i in words:
        if reading[i].part == "PUNCT" and reading[i].text in _BREAKS:
            if i < head:
                first = i + 1
            elif i > head:
                past = min(past, i)
    while first < head and reading[first].relation in _BEFORE:
        first += 1
    return range(first, past)


def head_of(reading: Reading, words: range) -> int | None:
    """The word that governs the others of a span: a noun or name before anything else."""
    tops = [i for i in words if reading[i].head not in words and reading[i].part in _HEADS]
    named = [i for i in tops if reading.of(i, "flat", "nmod:desc") and reading[i].part == "PROPN"]
    between = range(tops[0], named[0]) if tops and named else NOTHING
    if (
        len(tops) > 1
        and named
        and (
            _three(reading, tops[0]) in lexicon.person_nouns()
            or not any(reading[i].part in ("PUNCT", "ADP", "VERB") for i in between)
        )
    ):
        tops.insert(0, named[0])  # the office before a name may hang elsewhere
    for parts in (("PROPN", "NOUN"), ("PRON",), _HEADS):
        for i in tops:
            if reading[i].part in parts and reading[i].entity != "time":
                return i
    nouns = [i for i in words if reading[i].part in ("PROPN", "NOUN")]
    return nouns[0] if nouns else (tops[0] if tops else None)


def _determines(token: Token) -> bool:
    return token.part == "DET" or token.relation == "det" or token.text.lower() in ("the", "a")


def capital(reading: Reading, i: int) -> bool:
    """A word written as a name: a proper noun, or a capital that opens no sentence."""
    token = reading[i]
    if not token.text[:1].isupper():
        return False
    return token.part == "PROPN" or (i > 0 and reading.sentence_of[i - 1] == reading.sentence_of[i])


def _name_word(reading: Reading, i: int) -> bool:
    token = reading[i]
    inside = 0 < i < len(reading) - 1 and capital(reading, i - 1) and capital(reading, i + 1)
    if inside and (token.text in CAPITAL_FILLERS or token.relation == "flat"):
        return True
    glued = token.relation == "goeswith" or (
        token.part in ("PUNCT", "SYM") and token.text in "-–/&.’'"
    )
    return (
        capital(reading, i)
        or glued
        or token.text in _AFTER_NAME
        or token.text in PARTICLES
        or token.part == "NUM"
        or token.text.startswith(("d'", "d’"))
    )


def _wider(reading: Reading, found: range, head: int) -> range:
    """With the name that follows a noun, and the office that stands before a name."""
    first, past = found.start, found.stop
    sentence = reading.sentence_of[head]
    n = len(reading)
    # "Gov" + ".", "al" + "-" + "Harbi", and a name right behind its noun.
    while past < n and reading.sentence_of[past] == sentence:
        token, before = reading[past], reading[past - 1]
        glued = token.start == before.end and (
            before.text in "-–/" or token.relation in ("goeswith", "flat") or token.text in "-/"
        )
        named = (
            token.part == "PROPN" and token.entity != "time" and before.part in ("PROPN", "NOUN")
        )
        lead = token.text == "The" and past + 1 < n and reading[past + 1].part == "PROPN"
        if not (
            glued or (named and _one_name(reading, past, head)) or (lead and before.part == "NOUN")
        ):
            break
        past += 1
    while first and reading.sentence_of[first - 1] == sentence:
        at = _office_before(reading, first)
        if (
            at is None
            and f"{reading[first - 1].text} {reading[first].text}".lower() in lexicon.person_nouns()
        ):
            at = min(reading.noun_phrase(first - 1).start, first - 1)
        before = reading[first - 1]
        if at is None and first > 1 and before.part == "PART" and before.text in _OWNING:
            at = reading.noun_phrase(_whole_owner(reading, first - 2)).start
        if at is None and capital(reading, first):
            entry = gazetteer.entry_of(reading[first - 1].text)
            at = first - 1 if entry and entry.kind == "demonym" else None
        if at is None and _runs_on(reading, first):
            at = first - 1
        if at is None:
            break
        first = at
    return range(first, past)


def _runs_on(reading: Reading, first: int) -> bool:
    """ "The |Global Relief| Union, an aid agency": a name's beginning, hung past its end."""
    before = reading[first - 1]
    opens = before.relation == "det" and before.text.lower() == "the"
    named = before.finer in ("NNP", "NNPS") and capital(reading, first - 1)
    inside = before.relation in ("compound", "amod", "det", "flat") and before.head >= first
    return inside and (named or opens) and capital(reading, first)


def _whole_owner(reading: Reading, i: int) -> int:
    """The head of a name that owns: "the |Council| of Nations' envoy"."""
    above = reading[i].head
    linked = reading[i].relation == "nmod" and 0 <= above == i - 2
    return above if linked and capital(reading, above) and reading[i].part == "PROPN" else i


def _one_name(reading: Reading, i: int, head: int) -> bool:
    """Whether a proper noun behind a noun belongs to it: by the tree, or as an office's holder."""
    top = i
    while reading[top].relation in ("flat", "goeswith", "compound") and reading[top].head >= 0:
        top = reading[top].head
    if top == head or reading[top].head == head or reading[head].head == top or top < i:
        return True
    last = i - 1
    while last > head and reading[last].text == "." and reading[last].relation == "goeswith":
        last -= 1  # "Col" + "."
    before = reading[last]
    if before.text in lexicon.first_names() or (
        before.relation == reading[i].relation
        and before.relation in ("nsubj", "appos")
        and before.head == reading[i].head
    ):
        return True  # nothing has two subjects side by side: "Sheikh Rahela said"
    if _behind_title(reading, last):
        return True
    return noun_at(reading, last) is not None or is_title(reading, last)


def _office_before(reading: Reading, first: int) -> int | None:
    """Where "Minister of dams and energy" begins that stands right before the word ``first``."""
    token = reading[first]
    if not capital(reading, first):
        return None
    top = first - 1
    if reading[top].text == "of" and _three(reading, top - 1) in lexicon.person_nouns():
        return min(reading.noun_phrase(top - 1).start, top - 1)
    if reading[top].part not in ("NOUN", "PROPN", "ADJ") and reading[top].relation != "goeswith":
        return None
    while reading[top].relation in _INSIDE and 0 <= reading[top].head < first:
        top = reading[top].head
    found = noun_at(reading, top)
    if (found is None or found[1] != "person" or found[0].plural) and not is_title(reading, top):
        if reading[first - 1].head != first or reading[first - 1].relation != "nmod:desc":
            return None
        top = first - 1
    between = range(top, first)
    if any(reading[i].text in ",;:()" for i in between) or token.entity == "time":
        return None
    begin = min(reading.noun_phrase(top).start, top)
    while begin < top and reading[begin].relation in _BEFORE:
        begin += 1
    return begin


def _with_name(reading: Reading, phrase: Phrase) -> Phrase:
    rest = phrase.rest
    begin = rest.stop
    while begin > rest.start and _name_word(reading, begin - 1):
        begin -= 1
    while begin < rest.stop and not capital(reading, begin) and not _particle(reading, begin):
        begin += 1
    office = _office_end(reading, rest)
    if office is not None:
        begin = office
    if begin >= rest.stop or (begin == rest.start and _common(reading, rest)):
        return phrase
    if not any(capital(reading, i) for i in range(begin, rest.stop)):
        return phrase
    if office is None and _is_office(reading, rest):
        return phrase
    name = range(begin, rest.stop)
    head = next((i for i in name if reading[i].head not in name), begin)
    return replace(phrase, head=head, name=name, title=range(rest.start, begin))


def _three(reading: Reading, i: int) -> str:
    """Three words from ``i`` in lower case: "secretary of state"."""
    return " ".join(t.text.lower() for t in reading.tokens[max(0, i) : i + 3])


def _is_office(reading: Reading, rest: range) -> bool:
    """An office in capitals without a name: "Michigan Attorney General", "the Governor"."""
    last = rest[-1]
    noun = noun_at(reading, last)
    if noun is None or noun[1] != "person" or reading[last].relation == "flat":
        return False
    if len(rest) == 1:
        determined = last > 0 and reading[last - 1].part == "DET"
        return noun[0].plural or determined or bool(reading.of(last, "nmod"))
    return reading[last - 1].text not in lexicon.first_names()


def _particle(reading: Reading, i: int) -> bool:
    """ "al" of "al-Harbi", "d'Orvino": small, and part of the name all the same."""
    text = reading[i].text
    return text in PARTICLES or text.startswith(("d'", "d’"))


def _common(reading: Reading, rest: range) -> bool:
    """Words in capitals that are nouns all the same ("Officials", "Foreign Ministry")."""
    return all(reading[i].part != "PROPN" for i in rest)


def _office_end(reading: Reading, rest: range) -> int | None:
    """Where the name begins behind the last office, title or naming noun of a phrase."""
    found = None
    firsts = lexicon.first_names()
    for i in rest[:-1]:
        if found == i and i and reading[i - 1].text in lexicon.NAME_FOLLOWS:
            break
        if (
            i == rest.start + 1
            and reading[i - 1].text in firsts
            and found in (i - 1, None)
            and capital(reading, i)
        ):
            if not is_title(reading, i - 1) and (noun_at(reading, i - 1) is None):
                break
        noun = noun_at(reading, i)
        ahead = f"{reading[i].text} {reading[i + 1].text}".lower()
        if ahead in lexicon.person_nouns():
            continue  # "Attorney General"
        office = is_title(reading, i) or (noun and noun[1] in ("person", "kin"))
        office = office and not _in_body_name(reading, i, rest)
        naming = noun and noun[1] == "body" and reading[i].text.islower()
        if not (office or naming):
            continue
        after = _past_office(reading, i, rest.stop, bool(noun))
        if after < rest.stop and (capital(reading, after) or _particle(reading, after)):
            found = after
    return found


def _behind_title(reading: Reading, i: int) -> bool:
    """ "Gov. |Ellis| Brand": the first of the names that follow a title."""
    if i < 2 or reading[i].part != "PROPN" or not capital(reading, i):
        return False
    before = i - 2 if reading[i - 1].text == "." else i - 1
    return is_title(reading, before)


def _in_body_name(reading: Reading, i: int, rest: range) -> bool:
    """ "World |Refugee| Agency": a noun for people that only says what a body's name is about."""
    top = reading[i].head
    if reading[i].relation != "compound" or not (i < top < rest.stop):
        return False
    return reading[top].entity == "organization" and reading[top].text in lexicon.tail_types()


def _past_office(reading: Reading, i: int, stop: int, of_something: bool) -> int:
    """The word after an office, its point and its complement: "Secretary of State | Ada"."""
    after = i + 1
    if _three(reading, i) in lexicon.person_nouns():
        return i + 3
    while after < stop and (
        reading[after].text in (".", "-") or reading[after].text.lower() in ("elect", "designate")
    ):
        after += 1
    if after < stop - 1 and reading[after].text in ("of", "for") and of_something:
        below = {c for n in reading.of(i, "nmod") for c in reading.subtree(n)}
        while after < stop and (after in below or not capital(reading, after)):
            after += 1
    return after


def appositions(reading: Reading, phrase: Phrase) -> Iterator[int]:
    """Heads of what stands beside a phrase: ", a nurse at the clinic,", "(FSB)"."""
    heads = {
        phrase.head,
        *(phrase.name[:1]),
        *(i for i in phrase.rest if reading[i].head not in phrase.rest),
    }
    for head in sorted(heads):
        for child in reading.of(head, "appos"):
            if child not in phrase.words:
                yield child
        if reading[head].relation == "appos" and reading[head].head not in phrase.words:
            yield reading[head].head


def extent(reading: Reading, head: int) -> range:
    """A noun with what hangs on it, before any comma, clause or apposition."""
    low, high = reading.noun_phrase(head).start, reading.noun_phrase(head).stop
    inside = {head}
    waiting = [head]
    while waiting:
        for child in reading.children[waiting.pop()]:
            relation = reading[child].relation
            if relation in ("appos", "acl:relcl", "acl", "parataxis", "punct"):
                continue
            inside.add(child)
            waiting.append(child)
    past = high
    while past < len(reading) and (
        past in inside or (reading[past].text in "-/&." and past + 1 in inside)
    ):
        past += 1
    return range(low, past)
