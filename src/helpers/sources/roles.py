"""Heads, roles and bodies inside a phrase: what a title says of its bearer."""

from __future__ import annotations

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.grammar import CAPITAL_FILLERS, CLAUSE_OPENERS, GRADES, PREPOSITIONS
from helpers.sources.words import Word, capital_runs, is_acronym, surface


def body_of(name: str) -> lexicon.Body | None:
    """What is known of a body of that printed name: listed, a state, or by its last word."""
    bare = name.removeprefix("the ").removeprefix("The ")
    known = lexicon.known_bodies().get(bare)
    if known:
        return known
    entry = gazetteer.entry_of(bare)
    if entry and entry.kind in {"country", "capital", "seat"}:
        return lexicon.Body(bare, "government", entry.country, (bare,))
    tokens = bare.split()
    if not tokens:
        return None
    tail = lexicon.tail_types()
    kind = None
    if tokens[0] == "World" and len(tokens) > 1 and tokens[-1] in tail:
        kind = "intergovernmental"
    elif len(tokens) > 1:
        kind = tail.get(" ".join(tokens[-2:])) or tail.get(tokens[-1])
        if not kind:
            kind = next((v for k, v in lexicon.inner_types().items() if k in tokens[:-1]), None)
    elif is_acronym(bare):
        kind = "other"
    if not kind:
        return None
    country = next(
        (e.country for t in tokens if (e := gazetteer.entry_of(t)) and e.kind != "capital"), None
    )
    if tokens[0] in {"UN", "U.N."}:
        kind = "intergovernmental"
    return lexicon.Body(bare, kind, country, (bare,))


def country_in(words: list[Word]) -> str | None:
    """The first country that the words name, as country or demonym (capitals and seats left)."""
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            entry = gazetteer.entry_of(" ".join(w.text for w in words[i : i + size]))
            if entry and entry.kind in {"country", "demonym"}:
                return entry.country
    return None


def person_noun_at(words: list[Word], i: int) -> lexicon.Noun | None:
    """The person noun that ends at word ``i``, two words ("prosecutor general") before one."""
    nouns = lexicon.person_nouns()
    if i and (two := nouns.get(f"{words[i - 1].low} {words[i].low}")):
        return two
    low = words[i].low
    return nouns.get(low) or nouns.get(low.split("-")[-1] if "-" in low else low.strip("."))


def head_noun(words: list[Word]) -> tuple[int, lexicon.Noun, str] | None:
    """The last head before a complement: (index, noun, "person" | "body" | "document" | "kin")."""
    found = None
    for i, word in enumerate(words):
        if i and (word.low in PREPOSITIONS or word.low in CLAUSE_OPENERS) and found:
            break
        two = f"{words[i - 1].low} {word.low}" if i else ""
        bodies, documents = lexicon.body_nouns(), lexicon.document_nouns()
        if two in bodies:
            found = (i, bodies[two], "body")
        elif person_noun_at(words, i):
            found = (i, person_noun_at(words, i), "person")
        elif word.low in bodies:
            found = (i, bodies[word.low], "body")
        elif word.low in documents:
            found = (i, documents[word.low], "document")
        elif word.low in lexicon.kin_nouns():
            found = (i, lexicon.Noun(word.low, "other", lexicon.kin_nouns()[word.low][1]), "kin")
    return found


def role_type(words: list[Word], default: str = "other") -> tuple[str, str | None, str | None]:
    """(source_type, affiliation, country) of a role phrase such as "deputy defense minister"."""
    head = head_noun(words)
    country = country_in(words)
    affiliation = body = None
    for i, j in capital_runs(words):
        run = words[i:j]
        if any(person_noun_at(run, k) for k in range(len(run))) and not lexicon.known_bodies().get(
            " ".join(w.text for w in run)
        ):
            until = next(k for k in range(len(run)) if person_noun_at(run, k))
            run = run[:until]
        while run and (run[0].low in lexicon.title_words() or is_demonym(run[0])) and len(run) > 1:
            run = run[1:]
        name = " ".join(w.text for w in run)
        listed = lexicon.known_bodies().get(name)
        entry = gazetteer.entry_of(name)
        if listed or (entry and entry.kind == "seat") or (i and body_of(name) and not entry):
            body = listed or body_of(name)
            affiliation = name
            break
    if not affiliation:
        affiliation = affiliation_of(words, head)
    if body and body.country and body.source_type != "media":
        country = country or body.country
    short = next(
        (lexicon.title_types()[w.text] for w in words if w.text in lexicon.title_types()), None
    )
    if short and (not head or head[1].source_type == "other"):
        return short, affiliation, country
    if not head:
        return (body.source_type if body else default), affiliation, country
    index, noun, kind = head
    last = noun.lemma.split()[-1]
    if kind == "person" and last in lexicon.serving_heads() and noun.lemma == last:
        if body and body.source_type != "other":
            return body.source_type, affiliation, country
        for word in reversed(words[:index]):
            by_modifier = lexicon.modifier_types().get(word.low)
            if by_modifier:
                return by_modifier, affiliation, country
        for word in words[index + 1 :]:
            by_body = lexicon.body_nouns().get(word.low)
            if by_body and not word.capital:
                local = any(
                    lexicon.modifier_types().get(w.low) == "local_government" for w in words[index:]
                )
                return ("local_government" if local else by_body.source_type), affiliation, country
    local = any(lexicon.modifier_types().get(w.low) == "local_government" for w in words[:index])
    if local and noun.source_type in {"government", "political"}:
        return "local_government", affiliation, country
    if body and body.source_type != "other" and noun.source_type == "other":
        return body.source_type, affiliation, country
    if (
        last == "officer"
        and not body
        and (country or any(_like_a_demonym(w) for w in words[:index]))
    ):
        return "military", affiliation, country
    if last in {"official", "officer"} and any(
        w.low in lexicon.modifier_types() and lexicon.modifier_types()[w.low] == "local_government"
        for w in words[index + 1 :]
    ):
        return "local_government", affiliation, country
    return noun.source_type, affiliation, country


def _like_a_demonym(word: Word) -> bool:
    """An adjective of a country that no list knows ("Orlavian")."""
    return word.capital and len(word.text) > 5 and word.text.endswith(("ian", "ean", "ese", "ish"))


def is_demonym(word: Word) -> bool:
    """Whether the word is a country or the adjective of one."""
    entry = gazetteer.entry_of(word.text)
    return bool(entry and entry.kind in {"demonym", "country"})


def _demonym_pair(words: list[Word]) -> bool:
    entry = gazetteer.entry_of(f"{words[0].text} {words[1].text}")
    return bool(entry and entry.kind in {"country", "demonym"})


def is_only_country(owner: list[Word]) -> bool:
    """Whether the words together name a country, its capital or its people, and no more."""
    entry = gazetteer.entry_of(" ".join(w.text for w in owner))
    return bool(entry and entry.kind in {"country", "capital", "demonym"})


def affiliation_of(words: list[Word], head) -> str | None:
    """ "health ministry" in "spokesman for the health ministry"; a name after "of", "for", "at"."""
    if not head or head[2] not in {"person", "kin"}:
        return None
    for i in range(head[0]):
        if words[i].low in lexicon.word_set("served") and not words[i].capital:
            begin = i
            while (
                begin
                and words[begin - 1].low in lexicon.title_words()
                and words[begin - 1].low not in GRADES
            ):
                begin -= 1
            return " ".join(w.text for w in words[begin : i + 1])
    rest = words[head[0] + 1 :]
    if len(rest) < 2 or rest[0].low not in {"of", "for", "at", "from", "with"}:
        return None
    rest = rest[1:]
    if rest and rest[0].low in {"the", "a", "an", "its", "his", "her", "their"}:
        rest = rest[1:]
    for i, word in enumerate(rest[:7]):
        if word.low in PREPOSITIONS and not (rest[0].capital and word.low in CAPITAL_FILLERS):
            break
        if (
            word.low in lexicon.body_nouns()
            and not (word.capital and i == 0)
            and not (i + 1 < len(rest) and rest[i + 1].low in lexicon.body_nouns())
        ):
            stop = i + 1
            if i + 2 < len(rest) and rest[i + 1].low in {"in", "of"} and rest[i + 2].capital:
                stop = next((b for a, b in capital_runs(rest) if a == i + 2), i + 3)
            return " ".join(w.text for w in rest[:stop])
    runs = capital_runs(rest[:8])
    if runs and runs[0][0] == 0:
        name = " ".join(w.text for w in rest[: runs[0][1]])
        return name if body_of(name) and not gazetteer.entry_of(name) else None
    return None


def role_text(text: str, title: list[Word]) -> str | None:
    """A role as printed, without article, age, formal title (Mr.) and country."""
    words = list(title)
    while words and (
        words[0].low in {"the", "a", "an", "now", "then", "one", "his", "her", "their", "its"}
        or words[0].mark
        or words[0].low.endswith("-year-old")
        or (
            len(words) == 1
            and words[0].text in lexicon.titles()
            and words[0].text not in lexicon.title_types()
        )
        or words[0].text in {"Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Miss"}
        or is_demonym(words[0])
        or (words[0].owner and is_only_country(words[:1]))
    ):
        words = words[1:]
    if len(words) > 2 and _demonym_pair(words):
        words = words[2:]
    head = head_noun(words)
    if head:
        owner = max((i for i in range(head[0]) if words[i].owner), default=-1)
        stop = next(
            (
                i
                for i in range(head[0] + 1, len(words))
                if words[i].low in CLAUSE_OPENERS - {"and"}
                or words[i].low in {"called", "named", "aged"}
                or (words[i].low in {"in", "near"} and i + 1 < len(words) and words[i + 1].capital)
            ),
            None,
        )
        words = words[owner + 1 : stop]
    return surface(text, words) or None


# After these the name begins at once ("Mr. King" is no king).
NAME_FOLLOWS = frozenset({"Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Mx."})


def strip_titles(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Split a capitalised run into (title words, name words): "Interior Minister | Ada Brenn"."""
    last = -1
    firsts = lexicon.first_names()
    for i, word in enumerate(words[:-1]):
        if i and last == i - 1 and words[i - 1].text in NAME_FOLLOWS:
            break
        if word.low in {"of", "for", "and"} and last != i - 1:
            break  # the name is over: "Ada Brenn of Karsk General Hospital"
        if i and words[i - 1].text in firsts and last < i - 1 and i - 1 == last + 1:
            break
        formal = word.text in lexicon.titles() and (i == 0 or last == i - 1)
        if (
            formal
            or person_noun_at(words, i)
            or (last == i - 1 and i and word.low.strip("-") in {"elect", "designate"})
        ):
            last = i
    if last >= 0 and last + 1 < len(words) and words[last + 1].low == "of":
        j = last + 2
        while j < len(words) and (
            words[j].low in lexicon.title_words()
            or words[j].low in {"the", "and", "state", "of", "for", "staff", "affairs"}
            or is_demonym(words[j])
        ):
            j += 1
        return (words, []) if j >= len(words) - 0 else (words[:j], words[j:])
    return words[: last + 1], words[last + 1 :]


def gender_of(title: list[Word], name: list[str]) -> str | None:
    """m or f as title, kin noun or first name tell; None where they do not."""
    for word in title:
        by_title = lexicon.titles().get(word.text) or lexicon.gendered_heads().get(word.low)
        if by_title:
            return by_title
        if word.low in lexicon.kin_nouns() and lexicon.kin_nouns()[word.low][0]:
            return lexicon.kin_nouns()[word.low][0]
    return lexicon.gender_of_name(name)
