"""Reading one source mention: its head, name, role, affiliation, country, type and naming."""

from __future__ import annotations

from dataclasses import replace

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.grammar import (
    CLAUSE_OPENERS,
    LEADS,
    NOBODY,
    NONE_AT_ALL,
    PERSONAL,
    PLURAL,
    POSSESSIVE,
    RANKS,
    RELATIVE,
    SELF,
    THING,
)
from helpers.sources.mention import Mention
from helpers.sources.phrases import read_phrase
from helpers.sources.roles import (
    body_of,
    country_in,
    gender_of,
    head_noun,
    is_only_country,
    person_noun_at,
    role_text,
    role_type,
    strip_titles,
)
from helpers.sources.words import Word, capital_runs, is_acronym, surface, words_of


def read_mention(text: str, start: int, end: int) -> Mention:
    """The mention printed at ``text[start:end]``; an honest "nobody" where it names none."""
    words = words_of(text, start, end)
    while words and (words[0].mark or words[0].low in {"according", "to", "and", "but", "from"}):
        words.pop(0)
    if not words:
        return Mention(start, end, "nobody", text[start:end])
    pronoun = _pronoun(text, words)
    if pronoun:
        return pronoun
    segments = _segments(words)
    mention = read_phrase(text, segments[0])
    joint = _joint(text, words, segments)
    if joint:
        return joint
    for position, segment in enumerate(segments[1:6], 1):
        mention, more = _apposition(text, mention, segment, position)
        if not more:
            break
    return mention


def _joint(text: str, words: list[Word], segments: list[list[Word]]) -> Mention | None:
    """ "France, Greece and Turkey": names only, the last two joined by "and"."""
    if len(segments) < 2 or not 2 <= sum(w.low == "and" for w in words) + 1 <= 2:
        return None
    plain = [w for w in words if not w.mark]
    if not all(w.capital or w.low in {"and", "the"} for w in plain) or any(
        w.mark and w.text != "," for w in words
    ):
        return None
    if person_noun_at(words, 0) or "and" not in {w.low for w in segments[-1]}:
        return None
    return Mention(
        words[0].start,
        plain[-1].end,
        "joint",
        text[words[0].start : plain[-1].end],
        naming="unnamed_group",
        plural=True,
    )


def _pronoun(text: str, words: list[Word]) -> Mention | None:
    first = words[0]
    low = first.low
    if first.text in {"WHO", "IT", "US"}:
        return None  # the organisation, the trade, the country
    alone = (
        len(words) == 1
        or words[1].mark
        or words[1].low in CLAUSE_OPENERS | {"himself", "herself", "themselves", "itself"}
    )
    base = Mention(first.start, first.end, "pronoun", first.text)
    if not alone:
        return None
    if low in PERSONAL:
        return replace(base, gender=PERSONAL[low])
    if low in THING:
        return replace(base, gender="n", naming="organisation")
    if low in PLURAL:
        return replace(base, plural=True, naming="unnamed_group")
    if low in SELF:
        return replace(base, form="self", plural=low in {"we", "us", "our", "ours", "ourselves"})
    if len(words) == 1 and low in RELATIVE:
        return replace(base, form="relative")
    if low == "those":
        return Mention(
            first.start,
            words[-1].end,
            "indefinite",
            text[first.start : words[-1].end],
            naming="unnamed_group",
            plural=True,
            head="people",
        )
    if low in NOBODY or low in NONE_AT_ALL:
        return replace(base, form="nobody")
    return None


def _segments(words: list[Word]) -> list[list[Word]]:
    """Words split at marks; a segment begins with the mark that opened it, the first has none."""
    segments: list[list[Word]] = [[]]
    for word in words:
        if word.mark:
            segments.append([word])
        else:
            segments[-1].append(word)
    return [s for s in segments if s] or [words[:1]]


def _apposition(
    text: str, mention: Mention, segment: list[Word], position: int
) -> tuple[Mention, bool]:
    """The mention enriched by the words after a comma; False when they open a new clause."""
    mark, words = (segment[0], segment[1:]) if segment[0].mark else (None, segment)
    if not words:
        return mention, True
    low = words[0].low
    if mark and mark.text in '"“”':
        return mention, False
    if low in PERSONAL and low in POSSESSIVE:
        return replace(mention, gender=mention.gender or PERSONAL[low]), False
    if (
        low == "who"
        and len(words) > 2
        and words[1].low in LEADS
        and mention.naming == "named_person"
        and not mention.affiliation
    ):
        runs = [r for r in capital_runs(words[2:]) if r[0] <= 2]
        if runs:
            run = words[2:][runs[0][0] : runs[0][1]]
            body = body_of(" ".join(w.text for w in run))
            if body and not gazetteer.entry_of(body.name):
                return replace(
                    mention,
                    affiliation=surface(text, run),
                    country=mention.country or body.country,
                    source_type=body.source_type
                    if body.source_type != "other"
                    else mention.source_type,
                ), False
    if low in RELATIVE or low in CLAUSE_OPENERS - {"now", "currently"} or low in PERSONAL:
        return mention, False
    if low.isdigit() and len(words) == 1 and len(low) <= 3:
        return replace(mention, aged=True), True
    printed = surface(text, words)
    if mark and mark.text == "(":
        if is_acronym(printed) or lexicon.known_bodies().get(printed):
            return replace(mention, aliases=(*mention.aliases, printed)), True
        return mention, True
    if mention.naming == "named_person":
        head = head_noun(words)
        if head and head[2] == "body" and low in {"a", "an", "the"} and not mention.role:
            # "Lantern, a charity which runs two clinics": a name, but nobody's.
            return replace(
                mention,
                form="body",
                naming="organisation",
                gender="n",
                source_type=head[1].source_type,
                country=mention.country or country_in(words),
            ), False
        if head and head[2] in {"person", "kin"} and head[0] <= 12:
            source_type, affiliation, country = role_type(words)
            owner = next((w for w in words[: head[0]] if w.owner), None)
            if owner and not affiliation and not is_only_country([owner]):
                run = next((r for r in capital_runs(words) if r[1] - 1 == words.index(owner)), None)
                affiliation = (
                    surface(text, words[run[0] : run[1]])
                    if run
                    else (owner.text if owner.low in lexicon.body_nouns() else None)
                )
            kin = head[1].lemma in lexicon.kin_nouns()
            if affiliation and source_type == "other" and affiliation in lexicon.body_nouns():
                source_type = lexicon.body_nouns()[affiliation].source_type
            if any(w.low.endswith("-year-old") for w in words[: head[0]]):
                mention = replace(mention, aged=True)
            role = mention.role or (None if kin else role_text(text, words))
            if (
                mention.role
                and affiliation
                and len(mention.role.split()) == 1
                and mention.head in RANKS
            ):
                role = role_text(text, words)
                mention = replace(mention, source_type="other")
            return replace(
                mention,
                role=role,
                affiliation=mention.affiliation or affiliation,
                country=mention.country or country,
                source_type=source_type
                if mention.source_type == "other" and not kin
                else mention.source_type,
                gender=mention.gender or lexicon.gendered_heads().get(head[1].lemma),
                head=mention.head or head[1].lemma,
                modifiers=mention.modifiers | frozenset(w.low for w in words[: head[0]]),
            ), False
        if low in {"of", "from"}:
            country = country_in(words)
            return replace(mention, country=mention.country or country), True
        return mention, True
    if position == 1 and mention.naming in {"unnamed_person", "organisation"} and words[0].capital:
        runs = capital_runs(words)
        if (
            runs
            and runs[0][0] == 0
            and not any(w.low in {"of", "for"} for w in words[: runs[0][1]])
        ):
            name_words = strip_titles(words[: runs[0][1]])[1] or words[: runs[0][1]]
            plain = [w.text for w in name_words]
            if (
                mention.naming == "organisation"
                and mention.form == "definite"
                and not gazetteer.entry_of(" ".join(plain))
            ):
                return replace(
                    mention, end=name_words[-1].end, form="body", name=surface(text, name_words)
                ), True
            person = mention.naming == "unnamed_person" and mention.form != "bare"
            if person and body_of(" ".join(plain)) and not gazetteer.entry_of(" ".join(plain)):
                body = body_of(" ".join(plain))
                return replace(
                    mention,
                    end=name_words[-1].end,
                    form="body",
                    name=surface(text, name_words),
                    naming="organisation",
                    gender="n",
                    role=None,
                    affiliation=None,
                    source_type=body.source_type,
                    country=body.country,
                ), True
            if person and not gazetteer.entry_of(" ".join(plain)) and len(plain) > 1:
                title = words_of(text, mention.start, mention.end)
                kin = mention.head in lexicon.kin_nouns()
                role = None if kin else role_text(text, [w for w in title if not w.mark])
                gender = mention.gender or gender_of(title, plain)
                return replace(
                    mention,
                    end=name_words[-1].end,
                    form="person",
                    name=surface(text, name_words),
                    role=role,
                    naming="named_person",
                    gender=gender,
                ), True
    if mention.naming == "organisation" and mention.source_type == "other":
        head = head_noun(words)
        if head and head[2] == "body":
            return replace(
                mention,
                source_type=head[1].source_type,
                country=mention.country or country_in(words),
            ), False
    return mention, True
