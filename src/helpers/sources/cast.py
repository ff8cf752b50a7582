"""The cast of an article: people and bodies that its text names, whether they speak or not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from helpers.places import gazetteer
from helpers.records import Sentence
from helpers.sources import lexicon
from helpers.sources.grammar import CLAUSE_OPENERS, PREPOSITIONS, QUANTIFIERS
from helpers.sources.mention import Mention
from helpers.sources.pronouns import ADJECTIVE_ENDINGS, DETERMINERS
from helpers.sources.reading import read_mention
from helpers.sources.roles import body_of, head_noun, person_noun_at, strip_titles
from helpers.sources.words import Word, capital_runs, is_acronym, words_of

# Words that carry a capital only because they open a sentence.
OPENERS = (
    PREPOSITIONS
    | CLAUSE_OPENERS
    | QUANTIFIERS
    | frozenset(
        "the a an this that these those it he she they we i you his her its their my our if when "
        "as there here but so yet also still then thus since until although though because however "
        "meanwhile earlier later last next today yesterday tomorrow monday tuesday wednesday "
        "thursday friday saturday sunday january february march april may june july august "
        "september october november december not no yes dear what how why where all both each "
        "every another one once only even just more less after before during while despite "
        "according asked speaking".split()
    )
)
SENTENCE_WORDS = 400  # a longer "sentence" is a list or a table; the rest names nobody new


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person or body named at ``start..end``; ``firm`` where more than capitals says so."""

    start: int
    end: int
    mention: Mention
    firm: bool
    subject: bool
    oblique: bool


def find_cast(text: str, sentences: list[Sentence]) -> list[Appearance]:
    """All appearances of named people and bodies in text order."""
    found: list[Appearance] = []
    alone: list[tuple[list[Word], int]] = []
    for sentence in sentences:
        words = words_of(text, sentence.start, sentence.end, limit=SENTENCE_WORDS)
        subject = _common_subject(text, words)
        if subject:
            found.append(subject)
        for i, j in _plain_runs(words):
            while (
                i < j
                and words[i].low in OPENERS
                and words[i].text not in {"US", "IT"}
                and not _known(words[i:j])
            ):
                i += 1
            if i < j and (appearance := _appearance(text, words, i, j)):
                found.append(appearance)
            elif j - i == 1 and len(words[i].text) > 2:
                alone.append((words, i))
    # A capitalised word alone is a person where the text elsewhere gives the full name.
    surnames = {
        a.mention.name.split()[-1] for a in found if a.mention.naming == "named_person" and a.firm
    }
    for words, i in alone:
        if words[i].text in surnames:
            mention = read_mention(text, words[i].start, words[i].end)
            if mention.form == "single":
                subject, oblique = _position(words, i, i + 1)
                found.append(
                    Appearance(mention.start, mention.end, mention, False, subject, oblique)
                )
    found.sort(key=lambda a: a.start)
    return found


def _common_subject(text: str, words: list[Word]) -> Appearance | None:
    """People or a body that open a sentence without a name ("The scientists", "A woman")."""
    if words and words[0].low in {"he", "she", "they"} and words[0].text != "SHE":
        mention = read_mention(text, words[0].start, words[0].end)
        return Appearance(mention.start, mention.end, mention, False, True, False)
    start = 1 if words and words[0].mark else 0
    lead = words[start : start + 7]
    stop = next((i for i, w in enumerate(lead) if w.mark or w.low in PREPOSITIONS), len(lead))
    lead = lead[:stop]
    head = head_noun(lead[:5]) if lead else None
    if not head or head[2] == "document" or any(w.owner for w in lead[: head[0] + 1]):
        return None
    before = lead[: head[0]]
    plain = all(
        w.low in DETERMINERS
        or w.low in QUANTIFIERS
        or w.low in lexicon.title_words()
        or w.low.endswith(ADJECTIVE_ENDINGS)
        or w.low.isdigit()
        or gazetteer.entry_of(w.text)
        or person_noun_at(before, i)
        or w.low in lexicon.body_nouns()
        for i, w in enumerate(before)
    )
    follows = lead[head[0] + 1 : head[0] + 2]
    if not plain or (follows and follows[0].capital) or (not before and not head[1].plural):
        return None
    mention = read_mention(text, lead[0].start, lead[head[0]].end)
    if mention.form not in {"definite", "indefinite", "bare"}:
        return None
    return Appearance(mention.start, mention.end, mention, True, True, False)


def _known(words: list[Word]) -> bool:
    name = " ".join(w.text for w in words)
    return bool(lexicon.known_bodies().get(name) or gazetteer.entry_of(name))


def _plain_runs(words: list[Word]) -> list[tuple[int, int]]:
    """Runs of capitals, cut at "and" unless the whole is a known name."""
    runs = []
    for i, j in capital_runs(words):
        cut = i
        whole = _known(words[i:j])
        for k in range(i, j):
            if words[k].low == "and" and not whole:
                runs.append((cut, k))
                cut = k + 1
        runs.append((cut, j))
    return [(i, j) for i, j in runs if i < j]


def _position(words: list[Word], i: int, j: int) -> tuple[bool, bool]:
    """(stands where a subject stands, stands after a preposition or owns what follows)."""
    subject = (
        i <= 2
        or (words[i - 1].mark and words[i - 1].text in {",", "—"})
        or words[i - 1].low in {"and", "but", "that"}
    )
    oblique = words[j - 1].owner or (
        i > 0
        and (
            words[i - 1].low in PREPOSITIONS
            or (words[i - 1].low == "the" and i > 1 and words[i - 2].low in PREPOSITIONS)
        )
    )
    return subject, bool(oblique)


def _appearance(text: str, words: list[Word], i: int, j: int) -> Appearance | None:
    run = words[i:j]
    name = text[run[0].start : run[-1].end]
    subject, oblique = _position(words, i, j)
    entry = gazetteer.entry_of(name)
    if entry and entry.kind == "demonym":
        return None
    title, rest = strip_titles(run)
    body = body_of(name)
    if (
        body
        and not title
        and not (run[0].text in lexicon.first_names() and not lexicon.known_bodies().get(name))
    ):
        mention = read_mention(text, run[0].start, run[-1].end)
        mention = _said_type(words, j, mention)
        return Appearance(
            run[0].start,
            run[-1].end,
            replace(mention, form="body", name=name.removeprefix("The "), naming="organisation"),
            True,
            subject,
            oblique,
        )
    # Lower-case title before the run: "deputy defense minister Ada Brenn".
    begin = i
    while (
        begin > 0
        and not words[begin - 1].mark
        and i - begin < 6
        and (
            words[begin - 1].low in lexicon.title_words()
            or person_noun_at(words, begin - 1)
            or (begin < i and words[begin - 1].capital)
        )
        and not words[begin - 1].owner
    ):
        begin -= 1
    before = words[begin:i]
    officer = _office_before(text, words, i, j)
    if officer:
        return Appearance(run[0].start, run[-1].end, officer, True, True, False)
    has_title = bool(title) or any(
        person_noun_at(before, k) and not _plural(before, k) for k in range(len(before))
    )
    if not rest or (len(rest) == 1 and not has_title):
        return None
    tail = next((k for k, w in enumerate(rest) if w.low in {"for", "of"}), None)
    if tail in {2, 3} and rest[0].text in lexicon.first_names():
        rest = rest[:tail]
    if len(rest) > 4 or any(w.low in {"of", "for", "the", "on", "in", "to"} for w in rest):
        return None
    # An apposition after the name: ", 55," or ", a nurse at ...,".
    end = run[-1].end
    following = words[j : j + 3]
    aged = (
        len(following) > 2
        and following[0].text == ","
        and following[1].low.isdigit()
        and following[2].text == ","
    )
    appositive = None
    if (
        not run[-1].owner
        and len(following) > 1
        and following[0].text == ","
        and following[1].low in {"a", "an", "the"}
    ):
        stop = next((k for k in range(j + 1, min(len(words), j + 25)) if words[k].mark), None)
        if stop and (head := head_noun(words[j + 1 : stop])) and head[2] == "person":
            appositive = words[stop - 1].end
    start = before[0].start if before else run[0].start
    mention = read_mention(text, start, appositive or end)
    if mention.form not in {"person", "single"}:
        return None
    if aged:
        mention = replace(mention, aged=True)
    firm = (
        has_title
        or aged
        or bool(appositive)
        or (rest[0].text in lexicon.first_names() and len(rest) > 1)
    )
    return Appearance(start, end, mention, firm, subject, oblique)


def _office_before(text: str, words: list[Word], i: int, j: int) -> Mention | None:
    """ "the head of the crisis centre, Ada Brenn, told": the office told before the name."""
    if i < 2 or words[i - 1].text != "," or j >= len(words) or words[j].text not in {",", "—"}:
        return None
    if j - i < 2:
        return None
    begin = i - 1
    while begin > 0 and not words[begin - 1].mark and i - begin < 12:
        begin -= 1
    phrase = words[begin : i - 1]
    head = head_noun(phrase) if phrase else None
    if not head or head[2] != "person" or head[1].plural or head[0] > 6:
        return None
    mention = read_mention(text, phrase[0].start, words[j - 1].end)
    if mention.naming != "named_person" or not mention.name.endswith(words[j - 1].text):
        return None
    return replace(mention, start=words[i].start)


def _said_type(words: list[Word], j: int, mention: Mention) -> Mention:
    """ "Relief Union (RU), the intergovernmental agency for refugees": the text says what it is."""
    k = j
    if k + 2 < len(words) and words[k].text == "(" and words[k + 2].text == ")":
        k += 3
    if k + 2 < len(words) and words[k].text == "," and words[k + 1].low in {"a", "an", "the"}:
        for word in words[k + 2 : k + 5]:
            said = lexicon.said_types().get(word.text) or lexicon.said_types().get(word.low)
            if said:
                return replace(mention, source_type=said, said=True)
            if word.mark:
                break
    return mention


def _plural(words: list[Word], k: int) -> bool:
    noun = person_noun_at(words, k)
    return bool(noun and noun.plural)


def acronym_bodies(text: str) -> dict[str, str]:
    """Acronyms that the text spells out in parentheses, to the full name before them."""
    found: dict[str, str] = {}
    at = text.find("(")
    while at != -1:
        close = text.find(")", at, at + 12)
        if close != -1 and text[at + 1 : close] not in found and is_acronym(text[at + 1 : close]):
            words = words_of(text, max(0, at - 160), at, limit=60)
            runs = capital_runs(words)
            if runs and runs[-1][1] == len(words):
                run = words[runs[-1][0] :]
                while len(run) > 1 and run[0].low in OPENERS:
                    run = run[1:]
                found.setdefault(text[at + 1 : close], text[run[0].start : run[-1].end])
        at = text.find("(", at + 1)
    return found
