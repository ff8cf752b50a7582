"""Phrases in capitals: persons with their titles, bodies, states."""

from __future__ import annotations

from dataclasses import replace

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.grammar import PREPOSITIONS
from helpers.sources.mention import Mention
from helpers.sources.roles import (
    NAME_FOLLOWS,
    body_of,
    country_in,
    gender_of,
    head_noun,
    is_demonym,
    person_noun_at,
    role_text,
    role_type,
    strip_titles,
)
from helpers.sources.words import Word, surface


def body_mention(
    first: Word, words: list[Word], name: str, body: lexicon.Body, *, role=None
) -> Mention:
    """A mention of a body that the lists know, with the list's type and country."""
    return Mention(
        first.start,
        words[-1].end,
        "body",
        name.removeprefix("the ").removeprefix("The "),
        country=body.country or country_in(words),
        source_type=body.source_type,
        naming="organisation",
        gender="n",
        head=words[-1].low,
        role=role,
        aliases=tuple(n for n in body.names if n != name) if len(body.names) > 1 else (),
    )


def titled_name(text: str, first: Word, words: list[Word], a: int, aged: bool) -> Mention:
    """Lower-case words and then a name: "deputy defense minister Ada Brenn", "charity Oxfam"."""
    title, name_words = words[:a], words[a:]
    name = surface(text, name_words)
    head = head_noun(title)
    body = body_of(name)
    noun_before = lexicon.body_nouns().get(title[-1].low)
    is_body = lexicon.known_bodies().get(name) or (
        noun_before and not person_noun_at(title, len(title) - 1)
    )
    if is_body or (body and len(name_words) > 1 and not (head and head[2] == "person")):
        kind = noun_before.source_type if noun_before else (body.source_type if body else "other")
        known = lexicon.known_bodies().get(name)
        country = (known.country if known else None) or country_in(title)
        return Mention(
            first.start,
            name_words[-1].end,
            "body",
            name,
            country=country,
            source_type=known.source_type if known else kind,
            naming="organisation",
            gender="n",
            head=title[-1].low,
        )
    if not head and any(any(c.isdigit() for c in w.text) for w in title):
        whole = surface(text, words)
        return Mention(first.start, words[-1].end, "body", whole, naming="organisation", gender="n")
    source_type, affiliation, country = role_type(title)
    role = role_text(text, title)
    more_title, stripped = strip_titles(name_words)
    if stripped and more_title:
        formal = [
            w
            for w in more_title
            if not person_noun_at(more_title, more_title.index(w))
            and w.text not in lexicon.title_types()
        ]
        if len(formal) < len(more_title):
            role = role_text(text, title + more_title)
            source_type, affiliation, country = role_type(title + more_title)
    name_words = stripped or name_words
    cut = next(
        (
            i
            for i, w in enumerate(name_words)
            if i and w.low in {"of", "for", "in", "to", "and", "the", "on"}
        ),
        None,
    )
    if cut:
        tail = surface(
            text, [w for w in name_words[cut + 1 :] if w.low != "the"] or name_words[cut:]
        )
        body = body_of(tail)
        affiliation = affiliation or (tail if body and not gazetteer.entry_of(tail) else None)
        country = country or country_in(name_words[cut:])
        if body and source_type == "other" and not gazetteer.entry_of(tail):
            source_type = body.source_type
        name_words = name_words[:cut]
        name = surface(text, name_words)
    plain = [w.text for w in name_words]
    gender = gender_of(title, plain)
    return Mention(
        first.start,
        name_words[-1].end,
        "person" if len(plain) > 1 else "single",
        surface(text, name_words),
        role=role,
        affiliation=affiliation,
        country=country,
        source_type=source_type if role else "other",
        naming="named_person",
        gender=gender,
        head=head[1].lemma if head else "",
        modifiers=frozenset(w.low for w in title),
        aged=aged,
    )


def with_title(text: str, first: Word, title: list[Word], rest: list[Word], aged: bool) -> Mention:
    """A person in capitals with a title in capitals: "Interior Minister Ada Brenn"."""
    source_type, affiliation, country = role_type(title)
    formal = all(w.text in lexicon.titles() and w.text not in lexicon.title_types() for w in title)
    plain = [w.text for w in rest]
    return Mention(
        first.start,
        rest[-1].end,
        "person" if len(plain) > 1 else "single",
        surface(text, rest),
        role=None if formal else role_text(text, title),
        affiliation=affiliation,
        country=country,
        source_type="other" if formal else source_type,
        naming="named_person",
        gender=gender_of(title, plain),
        head="" if formal else (head_noun(title) or (0, lexicon.Noun("", "", False), ""))[1].lemma,
        modifiers=frozenset(w.low for w in title),
        aged=aged,
    )


def capitalised(
    text: str, first: Word, words: list[Word], determiner: str, aged: bool
) -> Mention | None:
    """A phrase all in capitals: person, body, state, title alone; None if a common noun."""
    name = surface(text, words)
    if len(words) == 1 and (
        name.lower() in lexicon.body_nouns() or name.lower() in lexicon.kin_nouns()
    ):
        return None
    if words[0].low in {"neighboring", "neighbouring", "nearby"} and len(words) > 1:
        place = surface(text, words[1:])
        return Mention(
            first.start,
            words[-1].end,
            "body",
            place,
            naming="organisation",
            gender="n",
            source_type="government",
            country=country_in(words) or place,
        )
    joined = [i for i, w in enumerate(words[:-1]) if i and w.low == "and"]
    if joined and not body_of(name) and words[joined[0] + 1].capital:
        left, _ = words[: joined[0]], words[joined[0] + 1 :]
        if (
            not any(person_noun_at(left, k) for k in range(len(left)))
            or left[0].text in NAME_FOLLOWS
        ):
            return Mention(
                first.start, words[-1].end, "joint", name, naming="unnamed_group", plural=True
            )
    # "the World Refugee Agency": what ends like a body is one, whoever stands inside its name.
    tail = body_of(name) if len(words) > 2 else None
    if tail and words[-1].text in lexicon.tail_types() and not words[0].owner:
        if not person_noun_at(words, 0):
            return body_mention(first, words, name, tail)
    title, rest = strip_titles(words)
    if not rest or (
        not title
        and all(
            w.low in lexicon.title_words() or person_noun_at(words, i) for i, w in enumerate(words)
        )
    ):
        return None
    if title:
        body = lexicon.known_bodies().get(name)
        if body:
            return body_mention(first, words, name, body)
        if (
            head_noun(words)
            and head_noun(words)[2] in {"body"}
            and not person_noun_at(title, len(title) - 1)
        ):
            return None
        if rest[0].low in {"of", "for"}:
            return None
        at = next((i for i, w in enumerate(rest) if w.low in {"of", "for", "at"}), None)
        served = surface(text, rest[at + 1 :]) if at in {1, 2, 3} else ""
        if served and not lexicon.known_bodies().get(name):
            serving = with_title(text, first, title, rest[:at], aged)
            body = body_of(served)
            return replace(
                serving,
                affiliation=serving.affiliation or (served if body else None),
                source_type=body.source_type
                if body and serving.source_type == "other"
                else serving.source_type,
                country=serving.country or country_in(rest[at + 1 :]),
            )
        if any(w.low in PREPOSITIONS for w in rest) or (
            " ".join(w.text for w in rest[-1:]) in lexicon.tail_types()
            and len(rest) > 1
            and determiner == "definite"
        ):
            body = body_of(name)
            if body:
                return body_mention(first, words, name, body)
        return with_title(text, first, title, rest, aged)
    entry = gazetteer.entry_of(name)
    if entry and entry.kind == "demonym":
        if name.endswith("s") or determiner in {"definite", "quantified"}:
            return Mention(
                first.start,
                words[-1].end,
                "bare" if determiner == "none" else "definite",
                text[first.start : words[-1].end],
                country=entry.country,
                naming="unnamed_group",
                plural=True,
                head="people",
            )
        return None
    at = next((i for i, w in enumerate(words) if w.low in {"for", "of"}), None)
    if at in {2, 3} and words[0].text in lexicon.first_names() and determiner != "definite":
        # "Ada Brenn for Karsk Foods": the name and whom it speaks for.
        served = surface(text, words[at + 1 :])
        body = body_of(served)
        return Mention(
            first.start,
            words[at - 1].end,
            "person",
            surface(text, words[:at]),
            affiliation=served,
            country=body.country if body else None,
            source_type=body.source_type if body else "other",
            naming="named_person",
            gender=lexicon.gender_of_name([w.text for w in words[:at]]),
            aged=aged,
        )
    body = body_of(name)
    if body and not (
        words[0].text in lexicon.first_names()
        and len(words) <= 3
        and not lexicon.known_bodies().get(name)
    ):
        return body_mention(first, words, name, body)
    joint = [i for i, w in enumerate(words) if w.low == "and"]
    if joint:
        return Mention(
            first.start, words[-1].end, "joint", name, naming="unnamed_group", plural=True, head=""
        )
    if len(words) == 1:
        if head_noun(words):
            return None
        if determiner == "definite":
            plural = name.endswith("s")
            return Mention(
                first.start,
                words[-1].end,
                "body",
                name,
                naming="organisation",
                gender="n",
                plural=plural,
            )
        return Mention(
            first.start,
            words[-1].end,
            "single",
            name,
            naming="named_person",
            aged=aged,
            gender=lexicon.gender_of_name([name]),
        )
    if (
        person_noun_at(words, len(words) - 1)
        or words[-1].low in lexicon.body_nouns()
        or words[-1].low in lexicon.document_nouns()
    ):
        return None
    person = (
        determiner != "definite"
        and len(words) <= 5
        and not any(w.low in {"of", "for", "the", "on"} for w in words)
    )
    if person:
        # A demonym or region before a name ("French Luc Arnaud") is no part of it.
        name_words = words[1:] if is_demonym(words[0]) and len(words) > 2 else words
        country = country_in(words[:1]) if len(name_words) < len(words) else None
        return Mention(
            first.start,
            words[-1].end,
            "person",
            surface(text, name_words),
            country=country,
            naming="named_person",
            gender=lexicon.gender_of_name([w.text for w in name_words]),
            aged=aged,
        )
    return Mention(
        first.start,
        words[-1].end,
        "body",
        name,
        naming="organisation",
        gender="n",
        country=country_in(words),
        head=words[-1].low,
    )
