"""One noun phrase without commas: its determiner, its owner, its name or its noun."""

from __future__ import annotations

from dataclasses import replace

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.descriptors import descriptor
from helpers.sources.grammar import (
    CLAUSE_OPENERS,
    DEFINITE,
    EVERYBODY,
    NONE_AT_ALL,
    POSSESSIVE,
    PREPOSITIONS,
    QUANTIFIERS,
    SINGULAR,
)
from helpers.sources.mention import Mention
from helpers.sources.names import body_mention, capitalised, titled_name
from helpers.sources.roles import body_of, country_in, head_noun, is_only_country, person_noun_at
from helpers.sources.words import Word, capital_runs, surface, words_of
from helpers.vocabulary import load

_CLAUSES = {"who", "whom", "whose", "reached", "contacted", "interviewed", "speaking"}


_LANDS = frozenset(load("places")["nouns"]) | {"nation", "world", "kingdom", "government"}


def _unowned(word: Word) -> Word:
    return Word(word.start, word.end, word.text)


def read_phrase(text: str, words: list[Word]) -> Mention:
    """One noun phrase without commas."""
    # A clause about the unnamed is no part of their name ("An engineer who had worked there").
    clause = next((i for i, w in enumerate(words) if i and w.low in _CLAUSES), None)
    if clause and words[clause - 1].low not in {"those", "of"}:
        words = words[:clause]
    lead = words[0].low
    everything = (words[0].start, words[-1].end)
    if len(words) >= 2 and lead in POSSESSIVE:
        return _owned(text, words, (words[0].start, words[0].end), 1)
    if lead in {"not", "almost", "nearly", "virtually"} and len(words) > 1:
        lead = words[1].low
    if lead in EVERYBODY or lead in NONE_AT_ALL:
        form = "nobody" if lead in NONE_AT_ALL else "indefinite"
        return Mention(
            *everything,
            form,
            surface(text, words),
            naming="unnamed_group",
            plural=True,
            head="people",
        )
    determiner, rest = _determiner(words)
    if not rest:
        plural = lead in QUANTIFIERS
        return Mention(
            *everything,
            "indefinite",
            surface(text, words),
            plural=plural,
            naming="unnamed_group" if plural else "unnamed_person",
            head="person",
        )
    owner_at = next((i for i, w in enumerate(rest[:-1]) if w.owner), None)
    country = None
    affiliation = None
    if owner_at is not None and (len(rest) - owner_at) > 1:
        owner = rest[: owner_at + 1]
        owned = rest[owner_at + 1 :]
        entry = gazetteer.entry_of(" ".join(w.text for w in owner))
        owner_head = head_noun(owner)
        is_person = not entry and (
            (owner_head and owner_head[2] in {"person", "kin"} and not owner[-1].capital)
            or (owner[-1].capital and not body_of(" ".join(w.text for w in owner)))
        )
        kin_head = head_noun(owned)
        if is_person and kin_head is None and owner[-1].capital:
            # "President Brenn's tanks", "Brenn's remarks": whose they are is who is meant.
            return read_phrase(
                text, [*words[: words.index(owner[0])], *owner[:-1], _unowned(owner[-1])]
            )
        whole_body = lexicon.known_bodies().get(
            " ".join(w.text for w in rest)
        ) or lexicon.known_bodies().get(text[rest[0].start : rest[-1].end])
        if is_person and kin_head and kin_head[2] in {"kin", "person"} and not whole_body:
            return _owned(
                text, rest, (owner[0].start, owner[-1].end), owner_at + 1, start=words[0].start
            )
        if not whole_body:
            country = entry.country if entry else country_in(owner)
            affiliation = None if entry and entry.kind != "seat" else surface(text, owner)
            if any(w.owner for w in owned[:-1]):
                mention = read_phrase(text, owned)
            else:
                mention = read_core(text, words[0], determiner, owned)
            if mention.naming == "organisation" and owner[-1].low in _LANDS:
                # "the country's health ministry" is the ministry; "the insurers' association"
                # is not the association.
                return replace(mention, start=words[0].start, country=mention.country or country)
            if mention.naming == "organisation" and (
                mention.form != "body" or "'" in mention.name or "’" in mention.name
            ):
                # The body keeps its inner possessive: "Ukraine's foreign ministry".
                last = (
                    words[-1]
                    if mention.end >= words[-1].end
                    else next(w for w in words if w.end >= mention.end)
                )
                name = text[rest[0].start : last.end]
                kind = next(
                    (n.source_type for i in range(len(owner)) if (n := person_noun_at(owner, i))),
                    None,
                )
                return replace(
                    mention,
                    form="body",
                    name=name,
                    country=mention.country or country,
                    start=words[0].start,
                    head=mention.head,
                    source_type=kind
                    if kind in {"justice", "local_government"}
                    else mention.source_type,
                )
            if mention.form == "definite" and determiner != "definite":
                mention = replace(mention, form="definite")
            elif mention.form == "bare":
                mention = replace(mention, form="definite" if not mention.plural else "bare")
            is_named = mention.naming == "named_person"
            name = mention.name if is_named else text[words[0].start : mention.end]
            return replace(
                mention,
                name=name,
                start=words[0].start,
                country=mention.country or country,
                affiliation=mention.affiliation
                or (affiliation if not is_only_country(owner) else None),
                source_type=_owned_type(mention, owner),
            )
    return read_core(text, words[0], determiner, rest)


def _owned_type(mention: Mention, owner: list[Word]) -> str:
    body = body_of(" ".join(w.text for w in owner))
    if (
        body
        and mention.source_type == "other"
        and body.source_type != "other"
        and mention.naming != "document"
    ):
        return body.source_type
    return mention.source_type


def _owned(text, words, owner, at, *, start=None) -> Mention:
    """ "His sister", "Vale's neighbour": a source of its own, tied to its owner."""
    first = words[0].start if start is None else start
    rest = words[at:]
    head = head_noun(rest)
    core = read_core(text, rest[0], "possessive", rest)
    kind = head[2] if head else None
    if core.naming == "named_person":
        is_kin = bool(head and head[1].lemma in lexicon.kin_nouns())
        role = None if is_kin else core.role or (rest[head[0]].text if head else None)
        return replace(core, start=first, role=role, owner=owner)
    name = text[first : core.end]
    if kind == "kin":
        gender, plural = lexicon.kin_nouns()[head[1].lemma]
        return Mention(
            first,
            core.end,
            "kin",
            name,
            gender=gender,
            plural=plural,
            owner=owner,
            naming="unnamed_group" if plural else "unnamed_person",
            head=head[1].lemma,
            role=None,
            source_type="other",
        )
    return replace(
        core, start=first, name=name, form="kin" if kind == "person" else "definite", owner=owner
    )


def _determiner(words: list[Word]) -> tuple[str, list[Word]]:
    """(definite | indefinite | quantified | none, the words after it)."""
    i, kind = 0, "none"
    while i < len(words):
        low = words[i].low
        if low in DEFINITE and kind == "none":
            kind = "definite"
        elif low in SINGULAR:
            kind = "indefinite"
        elif (low in QUANTIFIERS or low.isdigit()) and kind != "definite":
            kind = "quantified"
        elif low in QUANTIFIERS and kind == "definite":
            pass
        elif low in {"of", "the"} and kind == "quantified":
            pass
        elif low in {
            "number",
            "group",
            "handful",
            "couple",
            "series",
            "majority",
            "lot",
            "team",
        } and (i + 1 < len(words) and words[i + 1].low == "of"):
            kind = "quantified"
        elif low.endswith(("-year-old", "-year-olds")) or (
            low in {"at", "least", "about", "than", "nearly", "almost", "around"}
            and i + 1 < len(words)
            and (
                words[i + 1].low.isdigit()
                or words[i + 1].low in QUANTIFIERS
                or words[i + 1].low in {"least", "than"}
            )
        ):
            pass
        else:
            break
        i += 1
    return kind, words[i:]


def read_core(text: str, first: Word, determiner: str, words: list[Word]) -> Mention:
    """A noun phrase after its determiner; ``first`` is where the phrase as printed begins."""
    aged = any(
        w.low.endswith("-year-old") for w in words_of(text, first.start, words[0].end, limit=6)
    )
    words = [w for w in words if not w.low.endswith("-year-old")] or words
    printed_end = words[-1].end
    whole = surface(text, words)
    listed = lexicon.known_bodies().get(whole) or lexicon.known_bodies().get(
        " ".join(w.text for w in words)
    )
    if listed:
        return body_mention(first, words, whole, listed)
    runs = capital_runs(words)
    cut = next(
        (
            i
            for i, w in enumerate(words)
            if i
            and (w.low in PREPOSITIONS or w.low in CLAUSE_OPENERS)
            and not any(a < i < b for a, b in runs)
        ),
        len(words),
    )
    core = words[:cut]
    # A name at the very end, after a lower-case word that is no preposition.
    if runs:
        a, b = runs[-1]
        if (
            b == len(words)
            and a > 0
            and words[a - 1].low not in PREPOSITIONS | {"the", "a", "an", "and", "or"}
        ):
            head = head_noun(words[:cut])
            of_body = words[a - 1].low in lexicon.body_nouns() and words[
                a - 1
            ].low not in lexicon.word_set("naming_nouns")
            if a < cut or (
                head and head[2] == "person" and (of_body or person_noun_at(words, a - 1))
            ):
                return titled_name(text, first, words, a, aged)
    if runs and runs[0] == (0, len(core)) and determiner != "quantified":
        named = capitalised(text, first, core, determiner, aged)
        if named:
            if named.form == "definite" or named.naming != "named_person":
                return _with_tail(named, words, cut)
            return named
    return descriptor(text, first, determiner, words, core, printed_end)


def _with_tail(mention: Mention, words: list[Word], cut: int) -> Mention:
    """A descriptor in capitals takes country and affiliation from what follows it."""
    tail = words[cut:]
    if not tail:
        return mention
    return replace(mention, country=mention.country or country_in(tail))
