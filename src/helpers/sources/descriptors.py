"""Common noun phrases: "one senior official", "the ministry", "a study by the charity"."""

from __future__ import annotations

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.mention import Mention
from helpers.sources.roles import body_of, country_in, head_noun, role_type
from helpers.sources.words import Word, capital_runs


def descriptor(text, first: Word, determiner: str, words, core, printed_end) -> Mention:
    """A common noun phrase: "one senior Ukrainian official", "the foreign ministry", "a study"."""
    head = head_noun(core) or head_noun(words)
    printed = text[first.start : printed_end]
    form = {
        "definite": "definite",
        "indefinite": "indefinite",
        "quantified": "indefinite",
        "possessive": "definite",
    }.get(determiner, "bare")
    modifiers = frozenset(w.low for w in (core[: head[0]] if head else core[:-1]))
    if not head:
        last = core[-1].low if core else words[-1].low
        plural = (last.endswith("s") and not last.endswith("ss")) or determiner == "quantified"
        person = last.endswith(
            (
                "er",
                "or",
                "ist",
                "ian",
                "man",
                "ee",
                "ant",
                "ers",
                "ors",
                "ists",
                "ians",
                "men",
                "ees",
                "ants",
            )
        )
        thing = not person and not plural and determiner in {"definite", "none"}
        return Mention(
            first.start,
            printed_end,
            form,
            _bare_name(text, first, words, thing),
            plural=plural,
            country=country_in(words),
            modifiers=modifiers,
            head=last,
            naming="organisation" if thing else "unnamed_group" if plural else "unnamed_person",
            gender="n" if thing else None,
        )
    index, noun, kind = head
    if kind == "document":
        source_type, affiliation, country = _document(words, index)
        return Mention(
            first.start,
            printed_end,
            form,
            _bare_name(text, first, words, False),
            affiliation=affiliation,
            country=country,
            source_type=source_type,
            naming="document",
            gender="n",
            plural=noun.plural,
            head=noun.lemma,
            modifiers=modifiers,
        )
    if kind == "body":
        country = country_in(words)
        local = any(
            lexicon.modifier_types().get(w.low) == "local_government" for w in words[:index]
        )
        source_type = (
            "local_government" if local and noun.source_type == "government" else noun.source_type
        )
        if noun.lemma in {
            "group",
            "organization",
            "organisation",
            "agency",
            "service",
            "committee",
            "commission",
            "monitor",
            "mission",
            "office",
            "delegation",
            "authority",
            "union",
        }:
            listed = role_type(words)[1]
            body = lexicon.known_bodies().get(listed or "")
            if body:
                source_type = body.source_type
            elif (
                index
                and words[index - 1].low in lexicon.modifier_types()
                and noun.lemma not in {"authority"}
            ):
                source_type = lexicon.modifier_types()[words[index - 1].low]
        if (
            noun.plural and noun.lemma != "forces" and noun.lemma != "media"
        ) or determiner == "quantified":
            return Mention(
                first.start,
                printed_end,
                form,
                printed,
                country=country,
                source_type=source_type,
                naming="unnamed_group",
                plural=True,
                head=noun.lemma,
                modifiers=modifiers,
            )
        naming = "organisation"
        name = _bare_name(text, first, words, determiner in {"definite", "none"})
        return Mention(
            first.start,
            printed_end,
            "bare" if form == "bare" else form,
            name,
            country=country,
            source_type=source_type,
            naming=naming,
            gender="n",
            plural=noun.plural,
            head=noun.lemma,
            modifiers=modifiers,
        )
    source_type, affiliation, country = role_type(words)
    plural = noun.plural or determiner == "quantified"
    gender = lexicon.gendered_heads().get(noun.lemma)
    if kind == "kin":
        gender = (
            lexicon.kin_nouns()[words[index].low][0]
            if words[index].low in lexicon.kin_nouns()
            else None
        )
    if form == "bare" and not plural:
        form = "definite"  # "Local lawmaker" alone, "candidate Brenn": a title used as a name
    # The phrase as printed, without a clause that only adds ("..., who ...").
    return Mention(
        first.start,
        printed_end,
        form,
        printed,
        affiliation=affiliation,
        country=country,
        source_type=source_type,
        naming="unnamed_group" if plural else "unnamed_person",
        gender=gender,
        plural=plural,
        head=noun.lemma,
        modifiers=modifiers,
    )


def _document(words: list[Word], index: int) -> tuple[str, str | None, str | None]:
    """(source_type, affiliation, country) of a paper: those of the body that issued it."""
    for i, j in capital_runs(words):
        name = " ".join(w.text for w in words[i:j])
        body = body_of(name)
        place = gazetteer.entry_of(name)
        if body and not (place and place.kind in {"capital", "demonym"}):
            return body.source_type, None if place else name, body.country
        noun = lexicon.body_nouns().get(words[i - 1].low) if i else None
        if noun and words[i - 1].low in lexicon.word_set("naming_nouns"):
            learned = words[i - 1].low == "journal"
            return "expert" if learned else noun.source_type, name, country_in(words)
        if (i and words[i - 1].low in {"by", "from"}) or (
            i > 1 and words[i - 1].low == "the" and words[i - 2].low in {"by", "from"}
        ):
            return (
                "expert" if words[index].low in lexicon.word_set("learned") else "other",
                name,
                country_in(words),
            )
    for word in words:
        noun = lexicon.body_nouns().get(word.low)
        if noun and not word.capital:
            return noun.source_type, None, country_in(words)
    before = [lexicon.modifier_types().get(w.low) for w in words[:index]]
    default = "expert" if words[index].low in lexicon.word_set("learned") else "other"
    return next((b for b in before if b), default), None, country_in(words)


def _bare_name(text: str, first: Word, words: list[Word], strip: bool) -> str:
    begin = words[0].start if strip else first.start
    return text[begin : words[-1].end]
