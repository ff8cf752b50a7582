"""What a source is: its ``source_type`` by the noun that heads its role or name.

Each answer tells how sure the rule is: 0.9 and more where a list or the noun itself says it,
0.3 where nothing does and "other" stands for want of better.
"""

from __future__ import annotations

from typing import NamedTuple

from helpers.language import Reading
from helpers.sources import lexicon
from helpers.sources.bodies import country_of
from helpers.sources.head_nouns import complements, noun_at, printed_names
from helpers.sources.phrase import capital

_PARTS = frozenset(
    "team group number majority handful member some several many most crew staff family people "
    "dozen hundred percentage part one other thousand".split()
)
"""Nouns that only count or gather: what they are is said by what hangs on them."""


_BYGONE = frozenset({"former", "ex"})
_ELECTED = frozenset({"president", "minister", "premier", "chancellor", "secretary"})


class Kind(NamedTuple):
    """A source_type and how sure the rule is of it, from 0 to 1."""

    source_type: str
    sure: float


NOTHING_SAID = Kind("other", 0.3)


def kind_of_role(reading: Reading, head: int, words: range, body: lexicon.Body | None) -> Kind:
    """The type of one whom a noun with its words describes; ``body`` is whom he speaks for.

    "spokesman for the union" is what the union is; "mayor" is what mayors are.
    """
    short = next(
        (t for i in words if (t := lexicon.title_types().get(reading[i].text.strip(".") + "."))),
        None,
    )
    found = noun_at(reading, head)
    if reading[head].text.strip(".").lower() in lexicon.short_titles():
        # "Prime Minister Dr. Manmohan Singh": the office says more than the title.
        offices = [i for i in words if i < head and noun_at(reading, i)]
        head = offices[-1] if offices else head
        found = noun_at(reading, head)
    if found is None:
        if short:
            return Kind(short, 0.9)
        lemma = reading[head].lemma.lower()
        if lemma.endswith("ologist"):
            return Kind("expert", 0.9)
        below = _below(reading, head)
        if lemma in _PARTS and below:
            return below
        return Kind(body.source_type, 0.6) if body else NOTHING_SAID
    noun, _ = found
    last = noun.lemma.split()[-1]
    if noun.source_type == "other" and short:
        return Kind(short, 0.9)
    below = _below(reading, head)
    if {reading[i].text.lower() for i in words if i > head} & lexicon.word_set("insiders"):
        return Kind("other", 0.8)
    if last in _PARTS and below:
        return below
    kind = _kind_of_noun(reading, (head, noun, last), words, body, below)
    first = reading[words[0]].text.lower() if words else ""
    if first in _BYGONE and last in _ELECTED and kind.source_type in ("government", "military"):
        return Kind("political", 0.9)  # out of office he speaks as a politician
    return kind


def _kind_of_noun(
    reading: Reading,
    role: tuple[int, lexicon.Noun, str],
    words: range,
    body: lexicon.Body | None,
    below: Kind | None,
) -> Kind:
    """By the body that is served, by the place that is governed, else by the noun itself."""
    head, noun, last = role
    if body and body.source_type == "intergovernmental" and noun.source_type == "government":
        return Kind("intergovernmental", 0.9)
    before = [reading[i].text.lower() for i in words if i < head]
    local = _local(reading, words)
    if last in lexicon.serving_heads() and noun.lemma == last:
        if serves := _served(last, before, body, below):
            whole = local and serves.source_type == "government" and serves.sure < 0.85
            return Kind("local_government", 0.8) if whole else serves
    state = last in lexicon.word_set("of_a_state")
    if local and noun.source_type in ("government", "political") and not state:
        return Kind("local_government", 0.85)
    if noun.source_type != "other":
        named = country_of(" ".join(reading[i].text for i in words if i < head))[0] or any(
            reading[i].part == "ADJ" and capital(reading, i) for i in words if i < head
        )  # "an Orlavian officer" serves a state, be it on the map or not
        return Kind("military", 0.6) if last == "officer" and named else Kind(noun.source_type, 0.9)
    if body and body.source_type != "other":
        return Kind(body.source_type, 0.8)
    told = next((t for w in reversed(before) if (t := lexicon.modifier_types().get(w))), None)
    return Kind(told, 0.6) if told else Kind("other", 0.4)


def _served(
    last: str, before: list[str], body: lexicon.Body | None, below: Kind | None
) -> Kind | None:
    """The type of the body that "spokesman", "official" or "head" speaks for."""
    if body and body.source_type != "other":
        member = last in ("member", "representative")
        if member and set(body.name.split()) & lexicon.word_set("legislatures"):
            return Kind("political", 0.85)
        return Kind(body.source_type, 0.85)
    told = next((t for w in reversed(before) if (t := lexicon.modifier_types().get(w))), None)
    return Kind(told, 0.8) if told else below


def _below(reading: Reading, head: int) -> Kind | None:
    """What "of scientists", "for the health ministry" says of the noun before it."""
    for child in complements(reading, head, "of", "for", "from", "at", "with", "in"):
        found = noun_at(reading, child)
        if found and found[0].source_type != "other":
            kind = found[0].source_type
            if kind == "government" and _local(reading, reading.noun_phrase(child)):
                kind = "local_government"
            return Kind(kind, 0.8)
    return None


def _local(reading: Reading, words: range) -> bool:
    """Whether words name a part of a country, as "regional", "of the city", "Illinois"."""
    local = {w for w, kind in lexicon.modifier_types().items() if kind == "local_government"}
    if local & {reading[i].text.lower() for i in words}:
        return True
    named = printed_names(reading, words)
    return country_of(named)[1] if named else False


def kind_of_document(reading: Reading, head: int, body: lexicon.Body | None, words: range) -> Kind:
    """The type of a paper: that of the body whose it is, else of who writes such papers."""
    if body and body.source_type != "other":
        return Kind(body.source_type, 0.85)
    for i in reversed([i for i in words if i != head]):
        found = noun_at(reading, i)
        if found and found[0].source_type != "other" and reading[i].part in ("NOUN", "PROPN"):
            return Kind(found[0].source_type, 0.8)
    for i in words:
        if i < head and (kind := lexicon.modifier_types().get(reading[i].text.lower())):
            return Kind(kind, 0.6)
    text, lemma = reading[head].text.lower(), reading[head].lemma.lower()
    kind = lexicon.document_types().get(text) or lexicon.document_types().get(lemma)
    return Kind(kind, 0.7) if kind else NOTHING_SAID
