"""Reading one source mention: its head, name, role, affiliation, country, type and naming."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.words import PARTICLES, Word, is_acronym, words_of

PERSONAL = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f",
    "herself": "f",
}  # fmt: skip
THING = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
SELF = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
NOBODY = frozenset({"you", "your", "this", "that", "these", "what", "there", "whoever"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
POSSESSIVE = frozenset({"his", "her", "its", "their", "my", "our", "whose"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
SINGULAR = frozenset({"a", "an", "one", "another", "every", "each"})
QUANTIFIERS = frozenset(
    "some several many few most more other others various numerous two three four five six seven "
    "eight nine ten dozens hundreds thousands scores all any certain half both much multiple "
    "countless other".split()
)
NONE_AT_ALL = frozenset({"no", "nobody", "none", "neither", "no-one"})
EVERYBODY = frozenset({"everyone", "everybody", "anyone", "anybody", "someone", "somebody"})
PREPOSITIONS = frozenset(
    "of for at in from with on to near by inside within under against across among around "
    "behind about into outside between over without per as via after during".split()
)
# Words after a head noun that open a clause about it ("people familiar with the matter").
CLAUSE_OPENERS = frozenset(
    "who which that whose whom where when while familiar briefed close living working speaking "
    "responsible based present involved now currently including such like than and or nor but "
    "is are was were has have had said says saying told used opposed asked interviewed contacted "
    "reached quoted cited".split()
)
STATE_NOUNS = frozenset({"president", "minister"})
CAPITAL_FILLERS = frozenset({"of", "for", "the", "and", "on", "in", "to"}) | PARTICLES
ADJECTIVES_OF_REGION = frozenset(
    "western eastern northern southern african asian european arab latin nordic baltic "
    "scandinavian islamic muslim christian jewish catholic orthodox".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A source mention as read.

    ``form``: person, body, single (one capitalised word, person or body), pronoun, self,
    relative, kin, definite, indefinite, bare, nobody. ``start, end`` is the mention without
    trailing clauses; ``said``: the text itself says the type. ``name`` is the proper name, or the phrase as printed where there is none.
    """

    start: int
    end: int
    form: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    country: str | None = None
    source_type: str = "other"
    naming: str = "unnamed_person"
    gender: str | None = None
    plural: bool = False
    head: str = ""
    modifiers: frozenset[str] = field(default_factory=frozenset)
    aliases: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None
    aged: bool = False
    said: bool = False


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
    mention = _phrase(text, segments[0])
    joint = _joint(text, words, segments, mention)
    if joint:
        return joint
    for position, segment in enumerate(segments[1:6], 1):
        mention, more = _apposition(text, mention, segment, position)
        if not more:
            break
    return mention


def _joint(text: str, words: list[Word], segments: list[list[Word]], mention: Mention) -> Mention | None:
    """ "France, Greece and Turkey": names only, the last two joined by "and"."""
    if len(segments) < 2 or not 2 <= sum(w.low == "and" for w in words) + 1 <= 2:
        return None
    plain = [w for w in words if not w.mark]
    if not all(w.capital or w.low in {"and", "the"} for w in plain) or any(w.mark and w.text != "," for w in words):
        return None
    if person_noun_at(words, 0) or "and" not in {w.low for w in segments[-1]}:
        return None
    return Mention(words[0].start, plain[-1].end, "joint", text[words[0].start : plain[-1].end],
                   naming="unnamed_group", plural=True)


def _pronoun(text: str, words: list[Word]) -> Mention | None:
    first = words[0]
    low = first.low
    alone = len(words) == 1 or words[1].mark or words[1].low in CLAUSE_OPENERS | {"himself", "herself", "themselves", "itself"}
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
        return Mention(first.start, words[-1].end, "indefinite", text[first.start : words[-1].end],
                       naming="unnamed_group", plural=True, head="people")
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


def capital_runs(words: list[Word]) -> list[tuple[int, int]]:
    """Maximal runs of capitalised words, with small words between capitals, as index pairs."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        if not words[i].capital:
            i += 1
            continue
        j = i + 1
        while j < len(words) and not words[j - 1].owner:
            if words[j].capital:
                j += 1
                continue
            k = j
            while k < len(words) and k - j < 2 and words[k].low in CAPITAL_FILLERS and not words[k].owner:
                k += 1
            if k > j and k < len(words) and words[k].capital:
                j = k + 1
            else:
                break
        runs.append((i, j))
        i = j
    return runs


def surface(text: str, words: list[Word]) -> str:
    """The words as printed, from the first to the last."""
    return text[words[0].start : words[-1].end] if words else ""


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
    country = next((e.country for t in tokens if (e := gazetteer.entry_of(t)) and e.kind != "capital"), None)
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
        if any(person_noun_at(run, k) for k in range(len(run))) and not lexicon.known_bodies().get(" ".join(w.text for w in run)):
            until = next(k for k in range(len(run)) if person_noun_at(run, k))
            run = run[:until]
        while run and (run[0].low in lexicon.title_words() or _demonym(run[0])) and len(run) > 1:
            run = run[1:]
        name = " ".join(w.text for w in run)
        listed = lexicon.known_bodies().get(name)
        entry = gazetteer.entry_of(name)
        if listed or (entry and entry.kind == "seat") or (i and body_of(name) and not entry):
            body = listed or body_of(name)
            affiliation = name
            break
    if not affiliation:
        affiliation = _lower_affiliation(words, head)
    if body and body.country and body.source_type != "media":
        country = country or body.country
    short = next((lexicon.title_types()[w.text] for w in words if w.text in lexicon.title_types()), None)
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
                local = any(lexicon.modifier_types().get(w.low) == "local_government" for w in words[index:])
                return ("local_government" if local else by_body.source_type), affiliation, country
    local = any(lexicon.modifier_types().get(w.low) == "local_government" for w in words[:index])
    if local and noun.source_type in {"government", "political"}:
        return "local_government", affiliation, country
    if body and body.source_type != "other" and noun.source_type == "other":
        return body.source_type, affiliation, country
    if last == "officer" and not body and (country or any(_like_a_demonym(w) for w in words[:index])):
        return "military", affiliation, country
    if last in {"official", "officer"} and any(w.low in lexicon.modifier_types() and lexicon.modifier_types()[w.low] == "local_government" for w in words[index + 1 :]):
        return "local_government", affiliation, country
    return noun.source_type, affiliation, country


def _like_a_demonym(word: Word) -> bool:
    """An adjective of a country that no list knows ("Orlavian")."""
    return word.capital and len(word.text) > 5 and word.text.endswith(("ian", "ean", "ese", "ish"))


def _demonym(word: Word) -> bool:
    entry = gazetteer.entry_of(word.text)
    return bool(entry and entry.kind in {"demonym", "country"})


_GRADES = frozenset("senior top former deputy chief acting junior retired leading local regional".split())


def _lower_affiliation(words: list[Word], head) -> str | None:
    """ "health ministry" in "spokesman for the health ministry"; a name after "of", "for", "at"."""
    if not head or head[2] not in {"person", "kin"}:
        return None
    for i in range(head[0]):
        if words[i].low in lexicon.word_set("served") and not words[i].capital:
            begin = i
            while begin and words[begin - 1].low in lexicon.title_words() and words[begin - 1].low not in _GRADES:
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
        if word.low in lexicon.body_nouns() and not (word.capital and i == 0) and not (
            i + 1 < len(rest) and rest[i + 1].low in lexicon.body_nouns()
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


def _phrase(text: str, words: list[Word]) -> Mention:
    """One noun phrase without commas."""
    lead = words[0].low
    everything = (words[0].start, words[-1].end)
    if len(words) >= 2 and lead in POSSESSIVE:
        return _owned(text, words, (words[0].start, words[0].end), 1)
    if lead in EVERYBODY or lead in NONE_AT_ALL:
        form = "nobody" if lead in NONE_AT_ALL else "indefinite"
        return Mention(*everything, form, surface(text, words), naming="unnamed_group", plural=True, head="people")
    determiner, rest = _determiner(words)
    if not rest:
        plural = lead in QUANTIFIERS
        return Mention(*everything, "indefinite", surface(text, words), plural=plural,
                       naming="unnamed_group" if plural else "unnamed_person", head="person")
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
        whole_body = lexicon.known_bodies().get(" ".join(w.text for w in rest)) or lexicon.known_bodies().get(
            text[rest[0].start : rest[-1].end])
        if is_person and kin_head and kin_head[2] in {"kin", "person"} and not whole_body:
            return _owned(text, rest, (owner[0].start, owner[-1].end), owner_at + 1, start=words[0].start)
        if not whole_body:
            country = entry.country if entry else country_in(owner)
            affiliation = None if entry and entry.kind != "seat" else surface(text, owner)
            if any(w.owner for w in owned[:-1]):
                mention = _phrase(text, owned)
            else:
                mention = _core(text, words[0], determiner, owned)
            if mention.naming == "organisation" and not any(w.capital for w in owner):
                return replace(mention, start=words[0].start, country=mention.country or country)
            if mention.naming == "organisation" and (mention.form != "body" or "'" in mention.name or "’" in mention.name):
                # The body keeps its inner possessive: "Ukraine's foreign ministry".
                last = words[-1] if mention.end >= words[-1].end else next(w for w in words if w.end >= mention.end)
                name = text[rest[0].start : last.end]
                kind = next((n.source_type for i in range(len(owner)) if (n := person_noun_at(owner, i))), None)
                return replace(mention, form="body", name=name, country=mention.country or country,
                               start=words[0].start, head=mention.head,
                               source_type=kind if kind in {"justice", "local_government"} else mention.source_type)
            if mention.form == "definite" and determiner != "definite":
                mention = replace(mention, form="definite")
            elif mention.form == "bare":
                mention = replace(mention, form="definite" if not mention.plural else "bare")
            is_named = mention.naming == "named_person"
            name = mention.name if is_named else text[words[0].start : mention.end]
            return replace(mention, name=name, start=words[0].start, country=mention.country or country,
                           affiliation=mention.affiliation or (affiliation if not _only_country(owner) else None),
                           source_type=_owned_type(mention, owner))
    return _core(text, words[0], determiner, rest)


def _only_country(owner: list[Word]) -> bool:
    entry = gazetteer.entry_of(" ".join(w.text for w in owner))
    return bool(entry and entry.kind in {"country", "capital", "demonym"})


def _owned_type(mention: Mention, owner: list[Word]) -> str:
    body = body_of(" ".join(w.text for w in owner))
    if body and mention.source_type == "other" and body.source_type != "other" and mention.naming != "document":
        return body.source_type
    return mention.source_type


def _owned(text, words, owner, at, *, start=None) -> Mention:
    """ "His sister", "Molchanov's neighbour": a source of its own, tied to its owner."""
    first = words[0].start if start is None else start
    rest = words[at:]
    head = head_noun(rest)
    core = _core(text, rest[0], "possessive", rest)
    kind = head[2] if head else None
    if core.naming == "named_person":
        is_kin = bool(head and head[1].lemma in lexicon.kin_nouns())
        role = None if is_kin else core.role or (rest[head[0]].text if head else None)
        return replace(core, start=first, role=role, owner=owner)
    name = text[first : core.end]
    if kind == "kin":
        gender, plural = lexicon.kin_nouns()[head[1].lemma]
        return Mention(first, core.end, "kin", name, gender=gender, plural=plural, owner=owner,
                       naming="unnamed_group" if plural else "unnamed_person", head=head[1].lemma,
                       role=None, source_type="other")
    return replace(core, start=first, name=name, form="kin" if kind == "person" else "definite", owner=owner)


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
        elif low in {"number", "group", "handful", "couple", "series", "majority", "lot", "team"} and (
            i + 1 < len(words) and words[i + 1].low == "of"
        ):
            kind = "quantified"
        elif low.endswith(("-year-old", "-year-olds")) or low in {"at", "least", "about", "than", "nearly", "almost", "around"} and i + 1 < len(words) and (words[i+1].low.isdigit() or words[i+1].low in QUANTIFIERS or words[i+1].low in {"least", "than"}):
            pass
        else:
            break
        i += 1
    return kind, words[i:]


def _core(text: str, first: Word, determiner: str, words: list[Word]) -> Mention:
    """A noun phrase after its determiner; ``first`` is where the phrase as printed begins."""
    aged = any(w.low.endswith("-year-old") for w in words_of(text, first.start, words[0].end, limit=6))
    words = [w for w in words if not w.low.endswith("-year-old")] or words
    printed_end = words[-1].end
    whole = surface(text, words)
    listed = lexicon.known_bodies().get(whole) or lexicon.known_bodies().get(" ".join(w.text for w in words))
    if listed:
        return _body(first, words, whole, listed)
    runs = capital_runs(words)
    cut = next((i for i, w in enumerate(words) if i and (w.low in PREPOSITIONS or w.low in CLAUSE_OPENERS)
                and not any(a < i < b for a, b in runs)), len(words))
    core = words[:cut]
    # A name at the very end, after a lower-case word that is no preposition.
    if runs:
        a, b = runs[-1]
        if b == len(words) and a > 0 and words[a - 1].low not in PREPOSITIONS | {"the", "a", "an", "and", "or"}:
            head = head_noun(words[:cut])
            of_body = words[a - 1].low in lexicon.body_nouns() and words[a - 1].low not in lexicon.word_set("naming_nouns")
            if a < cut or (head and head[2] == "person" and (of_body or person_noun_at(words, a - 1))):
                return _titled(text, first, words, a, aged)
    if runs and runs[0] == (0, len(core)) and not (determiner == "quantified"):
        named = _capitals(text, first, core, determiner, aged)
        if named:
            if named.form == "definite" or named.naming != "named_person":
                return _with_tail(text, named, words, cut)
            return named
    return _descriptor(text, first, determiner, words, core, printed_end)


def _with_tail(text: str, mention: Mention, words: list[Word], cut: int) -> Mention:
    """A descriptor in capitals takes country and affiliation from what follows it."""
    tail = words[cut:]
    if not tail:
        return mention
    return replace(mention, country=mention.country or country_in(tail))


def _body(first: Word, words: list[Word], name: str, body: lexicon.Body, *, role=None) -> Mention:
    return Mention(first.start, words[-1].end, "body", name.removeprefix("the ").removeprefix("The "),
                   country=body.country or country_in(words), source_type=body.source_type, naming="organisation",
                   gender="n", head=words[-1].low, role=role,
                   aliases=tuple(n for n in body.names if n != name) if len(body.names) > 1 else ())


def _titled(text: str, first: Word, words: list[Word], a: int, aged: bool) -> Mention:
    """Lower-case words and then a name: "deputy defense minister Ada Brenn", "charity Oxfam"."""
    title, name_words = words[:a], words[a:]
    name = surface(text, name_words)
    head = head_noun(title)
    body = body_of(name)
    noun_before = lexicon.body_nouns().get(title[-1].low)
    is_body = lexicon.known_bodies().get(name) or (noun_before and not person_noun_at(title, len(title) - 1))
    if is_body or (body and len(name_words) > 1 and not (head and head[2] == "person")):
        kind = noun_before.source_type if noun_before else (body.source_type if body else "other")
        known = lexicon.known_bodies().get(name)
        country = (known.country if known else None) or country_in(title)
        return Mention(first.start, name_words[-1].end, "body", name, country=country,
                       source_type=known.source_type if known else kind, naming="organisation", gender="n",
                       head=title[-1].low)
    source_type, affiliation, country = role_type(title)
    role = role_text(text, title)
    more_title, stripped = strip_titles(name_words)
    if stripped and more_title:
        formal = [w for w in more_title if not person_noun_at(more_title, more_title.index(w)) and w.text not in lexicon.title_types()]
        if len(formal) < len(more_title):
            role = role_text(text, title + more_title)
            source_type, affiliation, country = role_type(title + more_title)
    name_words = stripped or name_words
    cut = next((i for i, w in enumerate(name_words) if i and w.low in {"of", "for", "in", "to", "and", "the", "on"}), None)
    if cut:
        tail = surface(text, [w for w in name_words[cut + 1 :] if w.low != "the"] or name_words[cut:])
        body = body_of(tail)
        affiliation = affiliation or (tail if body and not gazetteer.entry_of(tail) else None)
        country = country or country_in(name_words[cut:])
        if body and source_type == "other" and not gazetteer.entry_of(tail):
            source_type = body.source_type
        name_words = name_words[:cut]
        name = surface(text, name_words)
    plain = [w.text for w in name_words]
    gender = _gender(title, plain)
    return Mention(first.start, name_words[-1].end, "person" if len(plain) > 1 else "single",
                   surface(text, name_words), role=role, affiliation=affiliation, country=country,
                   source_type=source_type if role else "other", naming="named_person", gender=gender,
                   head=head[1].lemma if head else "", modifiers=frozenset(w.low for w in title), aged=aged)


def _gender(title: list[Word], name: list[str]) -> str | None:
    for word in title:
        by_title = lexicon.titles().get(word.text) or lexicon.gendered_heads().get(word.low)
        if by_title:
            return by_title
        if word.low in lexicon.kin_nouns() and lexicon.kin_nouns()[word.low][0]:
            return lexicon.kin_nouns()[word.low][0]
    return lexicon.gender_of_name(name)


def role_text(text: str, title: list[Word]) -> str | None:
    """A role as printed, without article, age, formal title (Mr.) and country."""
    words = list(title)
    while words and (
        words[0].low in {"the", "a", "an", "now", "then", "one", "his", "her", "their", "its"}
        or words[0].mark
        or words[0].low.endswith("-year-old")
        or (len(words) == 1 and words[0].text in lexicon.titles() and words[0].text not in lexicon.title_types())
        or words[0].text in {"Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Miss"}
        or _demonym(words[0])
        or (words[0].owner and _only_country(words[:1]))
    ):
        words = words[1:]
    if len(words) > 2 and _demonym_pair(words):
        words = words[2:]
    head = head_noun(words)
    if head:
        owner = max((i for i in range(head[0]) if words[i].owner), default=-1)
        stop = next((i for i in range(head[0] + 1, len(words))
                     if words[i].low in CLAUSE_OPENERS - {"and"} or words[i].low in {"called", "named", "aged"}
                     or (words[i].low in {"in", "near"} and i + 1 < len(words) and words[i + 1].capital)), None)
        words = words[owner + 1 : stop]
    return surface(text, words) or None


def _demonym_pair(words: list[Word]) -> bool:
    entry = gazetteer.entry_of(f"{words[0].text} {words[1].text}")
    return bool(entry and entry.kind in {"country", "demonym"})


def strip_titles(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Split a capitalised run into (title words, name words): "Interior Minister | Ada Brenn"."""
    last = -1
    firsts = lexicon.first_names()
    for i, word in enumerate(words[:-1]):
        if i and words[i - 1].text in firsts and last < i - 1 and i - 1 == last + 1:
            break
        formal = word.text in lexicon.titles() and (i == 0 or last == i - 1)
        if formal or person_noun_at(words, i) or (
            last == i - 1 and i and word.low.strip("-") in {"elect", "designate"}
        ):
            last = i
    if last >= 0 and last + 1 < len(words) and words[last + 1].low == "of":
        j = last + 2
        while j < len(words) and (
            words[j].low in lexicon.title_words()
            or words[j].low in {"the", "and", "state", "of", "for", "staff", "affairs"}
            or _demonym(words[j])
        ):
            j += 1
        return (words, []) if j >= len(words) - 0 else (words[:j], words[j:])
    return words[: last + 1], words[last + 1 :]


def _capitals(text: str, first: Word, words: list[Word], determiner: str, aged: bool) -> Mention | None:
    """A phrase all in capitals: a person, a body, a state, a title used alone; None if a common noun."""
    name = surface(text, words)
    if len(words) == 1 and (name.lower() in lexicon.body_nouns() or name.lower() in lexicon.kin_nouns()):
        return None
    title, rest = strip_titles(words)
    if not rest or (not title and all(w.low in lexicon.title_words() or person_noun_at(words, i)
                                      for i, w in enumerate(words))):
        return None
    if title:
        body = lexicon.known_bodies().get(name)
        if body:
            return _body(first, words, name, body)
        if head_noun(words) and head_noun(words)[2] in {"body"} and not person_noun_at(title, len(title) - 1):
            return None
        if rest[0].low in {"of", "for"}:
            return None
        if any(w.low in PREPOSITIONS for w in rest) or (
            " ".join(w.text for w in rest[-1:]) in lexicon.tail_types() and len(rest) > 1 and determiner == "definite"
        ):
            body = body_of(name)
            if body:
                return _body(first, words, name, body)
        source_type, affiliation, country = role_type(title)
        formal = all(
            w.text in lexicon.titles() and w.text not in lexicon.title_types() for w in title
        )
        plain = [w.text for w in rest]
        return Mention(first.start, rest[-1].end, "person" if len(plain) > 1 else "single",
                       surface(text, rest), role=None if formal else role_text(text, title),
                       affiliation=affiliation, country=country, source_type="other" if formal else source_type,
                       naming="named_person", gender=_gender(title, plain),
                       head="" if formal else (head_noun(title) or (0, lexicon.Noun("", "", False), ""))[1].lemma,
                       modifiers=frozenset(w.low for w in title), aged=aged)
    entry = gazetteer.entry_of(name)
    if entry and entry.kind == "demonym":
        if name.endswith("s") or determiner in {"definite", "quantified"}:
            return Mention(first.start, words[-1].end, "bare" if determiner == "none" else "definite",
                           text[first.start : words[-1].end], country=entry.country, naming="unnamed_group",
                           plural=True, head="people")
        return None
    body = body_of(name)
    if body and not (words[0].text in lexicon.first_names() and len(words) <= 3 and not lexicon.known_bodies().get(name)):
        return _body(first, words, name, body)
    joint = [i for i, w in enumerate(words) if w.low == "and"]
    if joint:
        return Mention(first.start, words[-1].end, "joint", name, naming="unnamed_group", plural=True, head="")
    if len(words) == 1:
        if head_noun(words):
            return None
        if determiner == "definite":
            plural = name.endswith("s")
            return Mention(first.start, words[-1].end, "body", name, naming="organisation", gender="n", plural=plural)
        return Mention(first.start, words[-1].end, "single", name, naming="named_person", aged=aged,
                       gender=lexicon.gender_of_name([name]))
    if person_noun_at(words, len(words) - 1) or words[-1].low in lexicon.body_nouns() or words[-1].low in lexicon.document_nouns():
        return None
    person = determiner != "definite" and len(words) <= 5 and not any(w.low in {"of", "for", "the", "on"} for w in words)
    if person:
        # A demonym or region before a name ("French Emmanuel Macron") is no part of it.
        country = country_in(words[:1])
        name_words = words[1:] if country and len(words) > 2 else words
        return Mention(first.start, words[-1].end, "person", surface(text, name_words), country=country,
                       naming="named_person", gender=lexicon.gender_of_name([w.text for w in name_words]), aged=aged)
    return Mention(first.start, words[-1].end, "body", name, naming="organisation", gender="n",
                   country=country_in(words), head=words[-1].low)


def _descriptor(text, first: Word, determiner: str, words, core, printed_end) -> Mention:
    """A common noun phrase: "one senior Ukrainian official", "the foreign ministry", "a study"."""
    head = head_noun(core) or head_noun(words)
    printed = text[first.start : printed_end]
    form = {"definite": "definite", "indefinite": "indefinite", "quantified": "indefinite",
            "possessive": "definite"}.get(determiner, "bare")
    modifiers = frozenset(w.low for w in (core[: head[0]] if head else core[:-1]))
    if not head:
        last = core[-1].low if core else words[-1].low
        plural = last.endswith("s") and not last.endswith("ss") or determiner == "quantified"
        person = last.endswith(("er", "or", "ist", "ian", "man", "ee", "ant", "ers", "ors", "ists", "ians", "men", "ees", "ants"))
        thing = not person and not plural and determiner in {"definite", "none"}
        return Mention(first.start, printed_end, form, _bare_name(text, first, words, thing), plural=plural,
                       country=country_in(words), modifiers=modifiers, head=last,
                       naming="organisation" if thing else "unnamed_group" if plural else "unnamed_person",
                       gender="n" if thing else None)
    index, noun, kind = head
    if kind == "document":
        source_type, affiliation, country = _document(words, index)
        return Mention(first.start, printed_end, form, _bare_name(text, first, words, False), affiliation=affiliation,
                       country=country, source_type=source_type, naming="document", gender="n", plural=noun.plural,
                       head=noun.lemma, modifiers=modifiers)
    if kind == "body":
        country = country_in(words)
        local = any(lexicon.modifier_types().get(w.low) == "local_government" for w in words[:index])
        source_type = "local_government" if local and noun.source_type == "government" else noun.source_type
        if noun.lemma in {"group", "organization", "organisation", "agency", "service", "committee", "commission", "monitor", "mission", "office", "delegation", "authority", "union", "media"}:
            listed = role_type(words)[1]
            body = lexicon.known_bodies().get(listed or "")
            if body:
                source_type = body.source_type
            elif index and words[index - 1].low in lexicon.modifier_types() and noun.lemma not in {"authority"}:
                source_type = lexicon.modifier_types()[words[index - 1].low]
        if noun.plural and noun.lemma != "forces" and noun.lemma != "media" or determiner == "quantified":
            return Mention(first.start, printed_end, form, printed, country=country, source_type=source_type,
                           naming="unnamed_group", plural=True, head=noun.lemma, modifiers=modifiers)
        naming = "organisation"
        name = _bare_name(text, first, words, determiner in {"definite", "none"})
        return Mention(first.start, printed_end, "bare" if form == "bare" else form, name, country=country,
                       source_type=source_type, naming=naming, gender="n", plural=noun.plural, head=noun.lemma,
                       modifiers=modifiers)
    source_type, affiliation, country = role_type(words)
    plural = noun.plural or determiner == "quantified"
    gender = lexicon.gendered_heads().get(noun.lemma)
    if kind == "kin":
        gender = lexicon.kin_nouns()[words[index].low][0] if words[index].low in lexicon.kin_nouns() else None
    if form == "bare" and not plural:
        form = "definite"  # "Local lawmaker" alone, "candidate Brenn": a title used as a name
    # The phrase as printed, without a clause that only adds ("..., who ...").
    return Mention(first.start, printed_end, form, printed, affiliation=affiliation, country=country,
                   source_type=source_type, naming="unnamed_group" if plural else "unnamed_person", gender=gender,
                   plural=plural, head=noun.lemma, modifiers=modifiers)


def _bare_name(text: str, first: Word, words: list[Word], strip: bool) -> str:
    begin = words[0].start if strip else first.start
    return text[begin : words[-1].end]


def _document(words: list[Word], index: int) -> tuple[str, str | None, str | None]:
    """(source_type, affiliation, country) of a paper: those of the body that issued it."""
    for i, j in capital_runs(words):
        name = " ".join(w.text for w in words[i:j])
        body = body_of(name)
        if body and not (gazetteer.entry_of(name) and gazetteer.entry_of(name).kind in {"capital", "demonym"}):
            return body.source_type, None if gazetteer.entry_of(name) else name, body.country
        noun = lexicon.body_nouns().get(words[i - 1].low) if i else None
        if noun and words[i - 1].low in lexicon.word_set("naming_nouns"):
            learned = words[i - 1].low == "journal"
            return "expert" if learned else noun.source_type, name, country_in(words)
        if i and words[i - 1].low in {"by", "from"} or (i > 1 and words[i - 1].low == "the" and words[i - 2].low in {"by", "from"}):
            return "expert" if words[index].low in lexicon.word_set("learned") else "other", name, country_in(words)
    for word in words:
        noun = lexicon.body_nouns().get(word.low)
        if noun and not word.capital:
            return noun.source_type, None, country_in(words)
    before = [lexicon.modifier_types().get(w.low) for w in words[:index]]
    default = "expert" if words[index].low in lexicon.word_set("learned") else "other"
    return next((b for b in before if b), default), None, country_in(words)


RANKS = frozenset({"captain", "colonel", "general", "major", "lieutenant", "sergeant", "admiral", "commander", "officer", "inspector", "superintendent"})
LEADS = frozenset({"heads", "leads", "runs", "chairs", "directs", "headed", "led", "ran"})


def _apposition(text: str, mention: Mention, segment: list[Word], position: int) -> tuple[Mention, bool]:
    """The mention enriched by the words after a comma; False when they open a new clause."""
    mark, words = (segment[0], segment[1:]) if segment[0].mark else (None, segment)
    if not words:
        return mention, True
    low = words[0].low
    if mark and mark.text in '"“”':
        return mention, False
    if low in PERSONAL and low in POSSESSIVE:
        return replace(mention, gender=mention.gender or PERSONAL[low]), False
    if low == "who" and len(words) > 2 and words[1].low in LEADS and mention.naming == "named_person" and not mention.affiliation:
        runs = [r for r in capital_runs(words[2:]) if r[0] <= 2]
        if runs:
            run = words[2:][runs[0][0] : runs[0][1]]
            body = body_of(" ".join(w.text for w in run))
            if body and not gazetteer.entry_of(body.name):
                return replace(mention, affiliation=surface(text, run), country=mention.country or body.country,
                               source_type=body.source_type if body.source_type != "other" else mention.source_type), False
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
        if head and head[2] in {"person", "kin"} and head[0] <= 12:
            source_type, affiliation, country = role_type(words)
            owner = next((w for w in words[: head[0]] if w.owner), None)
            if owner and not affiliation and not _only_country([owner]):
                run = next((r for r in capital_runs(words) if r[1] - 1 == words.index(owner)), None)
                affiliation = surface(text, words[run[0] : run[1]]) if run else (
                    owner.text if owner.low in lexicon.body_nouns() else None)
            kin = head[1].lemma in lexicon.kin_nouns()
            if affiliation and source_type == "other" and affiliation in lexicon.body_nouns():
                source_type = lexicon.body_nouns()[affiliation].source_type
            if any(w.low.endswith("-year-old") for w in words[: head[0]]):
                mention = replace(mention, aged=True)
            role = mention.role or (None if kin else role_text(text, words))
            if mention.role and affiliation and len(mention.role.split()) == 1 and mention.head in RANKS:
                role = role_text(text, words)
                mention = replace(mention, source_type="other")
            return replace(mention, role=role, affiliation=mention.affiliation or affiliation,
                           country=mention.country or country,
                           source_type=source_type if mention.source_type == "other" and not kin else mention.source_type,
                           gender=mention.gender or lexicon.gendered_heads().get(head[1].lemma),
                           head=mention.head or head[1].lemma,
                           modifiers=mention.modifiers | frozenset(w.low for w in words[: head[0]])), False
        if low in {"of", "from"}:
            country = country_in(words)
            return replace(mention, country=mention.country or country), True
        return mention, True
    if position == 1 and mention.naming in {"unnamed_person", "organisation"} and words[0].capital:
        runs = capital_runs(words)
        if runs and runs[0][0] == 0 and not any(w.low in {"of", "for"} for w in words[: runs[0][1]]):
            name_words = words[: runs[0][1]]
            plain = [w.text for w in name_words]
            if mention.naming == "organisation" and mention.form == "definite" and not gazetteer.entry_of(" ".join(plain)):
                return replace(mention, end=name_words[-1].end, form="body", name=surface(text, name_words)), True
            person = mention.naming == "unnamed_person" and mention.form != "bare"
            if person and not gazetteer.entry_of(" ".join(plain)) and len(plain) > 1:
                title = words_of(text, mention.start, mention.end)
                kin = mention.head in lexicon.kin_nouns()
                role = None if kin else role_text(text, [w for w in title if not w.mark])
                gender = mention.gender or _gender(title, plain)
                return replace(mention, end=name_words[-1].end, form="person", name=surface(text, name_words),
                               role=role, naming="named_person", gender=gender), True
    if mention.naming == "organisation" and mention.source_type == "other":
        head = head_noun(words)
        if head and head[2] == "body":
            return replace(mention, source_type=head[1].source_type, country=mention.country or country_in(words)), False
    return mention, True
