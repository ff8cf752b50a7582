"""What the lists know of a word in its place: a noun, a title, a country in capitals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.sources import lexicon

_JOINTS = frozenset({".", "-", "'s", "’s", "'", "’"})


def is_title(reading: Reading, i: int) -> bool:
    """A formal title: "Mr.", "Gov.", "Staff Sgt."; the point may be a word of its own."""
    text = reading[i].text.strip(".")
    return text in lexicon.titles() or text + "." in lexicon.titles()


def noun_at(reading: Reading, i: int) -> tuple[lexicon.Noun, str] | None:
    """What the lists know of the noun that ends at a word, two words before one.

    The second of the pair says of what kind it is: person, body, document or kin.
    """
    low = reading[i].text.lower()
    past = i + 1
    if i > 1 and reading[i - 1].text == "-" and reading[i - 1].start == reading[i - 2].end:
        whole = f"{reading[i - 2].text.lower()} {low}"  # "director-general" is no general
        if whole in lexicon.person_nouns():
            return lexicon.person_nouns()[whole], "person"
    while (
        past + 1 < len(reading)
        and reading[past].text == "-"
        and reading[past].start == reading[i].end
    ):
        low, past, i = f"{low}-{reading[past + 1].text.lower()}", past + 2, past + 1
    if "-" in low and not any(low in nouns for nouns, _ in lexicon.nouns_by_kind()):
        low = low.rpartition("-")[2]
    if low.endswith(("ologist", "ologists")) and low not in lexicon.person_nouns():
        return lexicon.Noun(low.removesuffix("s"), "expert", low.endswith("s")), "person"
    two = f"{reading[i - 1].text.lower()} {low}" if i else ""
    for words in (two, low):  # two words before one
        for nouns, kind in lexicon.nouns_by_kind():
            if words in nouns:
                return nouns[words], kind
    return None


def printed_names(reading: Reading, words: Iterable[int]) -> str:
    """The words in capitals as printed, "~" for names of people, "-" for what stands between.

    A preposition stays: "police of Lviv".
    """
    found: list[str] = []
    for i in words:
        token = reading[i]
        glued = bool(found) and reading[i - 1].end == token.start
        text = token.text
        if token.entity == "person" and text[:1].isupper() and not _is_people(text):
            text = "~"
        elif not text[:1].isupper() and not (glued and text in _JOINTS):
            text = "of" if token.part == "ADP" else "-"
        found.append(text if glued or not found else " " + text)
    return "".join(found)


def _is_people(name: str) -> bool:
    """ "Maltese": a people, whoever the tree takes it for."""
    entry = gazetteer.entry_of(name)
    return entry is not None and entry.kind == "demonym"


def complements(reading: Reading, head: int, *cases: str) -> Iterator[int]:
    """Heads of what hangs on a noun by a preposition: "of the union", "in Baytown"."""
    for child in reading.of(head, "nmod"):
        token = reading[child]
        if token.relation != "nmod" or child < head:
            continue
        case = next((reading[c].text.lower() for c in reading.of(child, "case")), "")
        if case and (not cases or case in cases):
            yield child
