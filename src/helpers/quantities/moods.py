"""How firmly a figure is said: from the verbs and nouns that govern it, up the tree."""

from __future__ import annotations

from ..language.reading import Reading, Token
from .words import DOWN, KINDS, UP

_MOODS = KINDS["modality"]
_AUXILIARY: dict[str, str] = {w: mood for mood, ws in _MOODS["auxiliary"].items() for w in ws}
_ADVERB: dict[str, str] = {w: mood for mood, ws in _MOODS["adverb"].items() for w in ws}
_GOVERNOR: dict[str, str] = {w: mood for mood, ws in _MOODS["governor"].items() for w in ws}
_NOUN: dict[str, str] = {w: mood for mood, ws in _MOODS["noun"].items() for w in ws}
_RECKONED = frozenset(_MOODS["reckoned"])
_DATED = frozenset(_MOODS["dated"])
_STOPS = frozenset({"acl:relcl", "parataxis", "root"})
_TO_ACT = frozenset(_MOODS["to_act"])


def mood_of(reading: Reading, word: int, *, dated: bool = False) -> str:
    """possible, expected, planned, proposed, alleged or conditional, else asserted.

    ``dated`` says that the figure is a date or a length of time: "pledged on 3 May" tells when
    the pledge was made, "scheduled for 3 May" what is planned.
    """
    below = word
    for at in (word, *reading.ancestors(word)):
        found = _auxiliary(reading, at) or _adverb(reading, at)
        if not found and at != word:
            found = _governing(reading, at, below, dated)
        if found:
            return found
        if _ends(reading, at):
            break
        below = at
    return "asserted"


def estimated(reading: Reading, word: int) -> bool:
    """Whether the clause of a figure is what somebody estimated: "estimated it would take 24"."""
    token = reading[reading.clause_of(word)]
    return token.relation == "ccomp" and reading[token.head].lemma == "estimate"


def _auxiliary(reading: Reading, verb: int) -> str:
    """ "may have died", "will send", "is to leave", "to be held", "if 12 come"."""
    helpers = [reading[k] for k in reading.of(verb, "aux", "mark", "cop")]
    words = {one.text.lower().replace("’", "'") for one in helpers if one.part != "PROPN"}
    if words & {"if", "unless"}:
        return "conditional"
    if "to" in words and (words & _BE or ("be" in words and reading[verb].relation == "acl")):
        return "planned"
    mood = next((_AUXILIARY[word] for word in sorted(words) if word in _AUXILIARY), "")
    if mood == "planned" and reading[verb].text.lower() in UP | DOWN | _RECKONED:
        return "expected"  # nobody plans that prices rise
    return _would(reading, verb) if mood == "conditional" else mood


_BE = frozenset({"is", "are", "was", "were", "be", "'s", "'re", "am"})
"""Forms of "be" that stand before an infinitive that is planned: "is to leave"."""


def _would(reading: Reading, verb: int) -> str:
    """What "would" is: under a plan or a proposal, estimated or promised, else conditional."""
    token = reading[verb]
    if token.relation == "ccomp" and token.head >= 0:
        mood = _MOODS["would"].get(reading[token.head].lemma)
        if mood:
            return str(mood)
    for child in reading.of(verb, "nsubj", "obl"):
        mood = _NOUN.get(reading[child].lemma)
        if mood in ("planned", "proposed"):
            return mood
    return "conditional"


def _adverb(reading: Reading, at: int) -> str:
    for child in reading.of(at, "advmod"):
        mood = _ADVERB.get(reading[child].text.lower())
        if mood:
            return mood
    return ""


def _governing(reading: Reading, at: int, below: int, dated: bool) -> str:
    """The mood of the verb or noun at ``at`` for what hangs on it by ``below``."""
    token, under = reading[at], reading[below]
    relation = under.relation
    if token.part == "NOUN":
        clause = relation in ("acl", "ccomp", "xcomp") or (relation == "nmod" and not dated)
        return _NOUN.get(token.lemma, "") if clause else ""
    if token.part not in ("VERB", "ADJ") or relation in _NO_PART_OF_IT:
        return ""
    cases = reading.of(below, "case")
    mood = _GOVERNOR.get(f"{token.lemma} {reading[cases[0]].text.lower()}") if cases else None
    if mood:
        return mood
    if dated and relation.startswith(("obl", "advmod")) and token.lemma not in _DATED:
        return ""
    if token.lemma in _TO_ACT and relation != "xcomp":
        return ""
    mood = _GOVERNOR.get(token.lemma, "")
    # Who is charged is a fact, what with is not.
    return "" if mood == "alleged" and relation in ("obj", "nsubj:pass", "iobj") else mood


_NO_PART_OF_IT = frozenset(
    {"nsubj", "nsubj:outer", "obl:agent", "acl:relcl", "parataxis", "conj", "appos", "list"}
)
"""Relations by which a word hangs on a verb that says nothing of how firm it is."""


def _ends(reading: Reading, at: int) -> bool:
    """Whether what stands above says nothing of how firm this clause is."""
    token = reading[at]
    if token.relation in _STOPS:
        return True
    finite = token.features.get("VerbForm") == "Fin" or _has_subject(reading, token)
    if token.relation == "conj":
        return finite and token.part in ("VERB", "AUX")
    if token.relation == "advcl":
        return finite
    return token.relation == "ccomp" and reading[token.head].lemma not in _GOVERNOR


def _has_subject(reading: Reading, token: Token) -> bool:
    return bool(reading.of(token.index, "nsubj", "csubj"))
