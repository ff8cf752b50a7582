"""The cue lexicon: which words attribute, what they take, and what kind of saying they are.

The words stand in ``vocabulary/cues.toml``; nothing here knows a verb by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from helpers import vocabulary

BASE, THIRD, PAST, PARTICIPLE, ING = "base", "third", "past", "participle", "ing"
_FORM_NAMES = (BASE, THIRD, PAST, PARTICIPLE, ING)
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_POSSIBLE = frozenset({"may", "might", "could"})
_CONDITIONAL = frozenset({"would"})
_NEGATIONS = frozenset({"not", "never", "cannot", "no", "hardly"})
_MAX_FEATURE_WORDS = 60  # a cue as printed is a phrase; a longer text is not one


@dataclass(frozen=True, slots=True)
class CueFeatures:
    """What a cue says about the claim: words of the claims table, each a closed word there."""

    cue_kind: str = "other"
    channel: str = "unstated"
    polarity: str = "asserts"
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of the lexicon: ``takes`` as explained at the head of ``cues.toml``."""

    lemma: str
    particle: tuple[str, ...]
    takes: frozenset[str]
    features: CueFeatures


def _features(entry: dict) -> CueFeatures:
    kind = entry["kind"]
    quiet = kind in ("believes", "wants", "expects", "appears", "other")
    return CueFeatures(
        cue_kind=kind,
        channel=entry.get("channel", "unstated" if quiet else "said"),
        polarity=entry.get("polarity", "asserts"),
        modality=entry.get("modality", "asserted"),
    )


@cache
def verb_forms() -> dict[str, tuple[tuple[Cue, frozenset[str]], ...]]:
    """Lower-case form → the cues it may be, with the names of the form, longest particle first."""
    found: dict[str, list[tuple[Cue, frozenset[str]]]] = {}
    for lemma, entry in vocabulary.load("cues")["verbs"].items():
        particle = tuple(entry.get("particle", "").split())
        cue = Cue(lemma, particle, frozenset(entry["takes"].split()), _features(entry))
        names: dict[str, set[str]] = {}
        for name, form in zip(_FORM_NAMES, entry["forms"].split(), strict=True):
            names.setdefault(form, set()).add(name)
        for form, which in names.items():
            found.setdefault(form, []).append((cue, frozenset(which)))
    return {
        form: tuple(sorted(cues, key=lambda c: -len(c[0].particle))) for form, cues in found.items()
    }


@cache
def passive_forms() -> dict[str, tuple[frozenset[str], CueFeatures]]:
    """Participle → the words that may follow it in an agentless passive, and its features."""
    return {
        entry["participle"]: (frozenset(entry["with"].split()), _features(entry))
        for entry in vocabulary.load("cues")["passives"].values()
    }


@cache
def cue_adverbs() -> dict[str, CueFeatures]:
    """Adverbs that attribute without a source ("reportedly"), and those that may ("apparently")."""
    return {w: _features(e) for w, e in vocabulary.load("cues")["adverbs"].items()}


@cache
def cue_nouns() -> dict[str, CueFeatures]:
    """Nouns that attribute the clause after "that" ("allegations")."""
    return {
        form: _features(entry)
        for entry in vocabulary.load("cues")["nouns"].values()
        for form in entry["forms"].split()
    }


@cache
def cue_phrases() -> dict[tuple[str, ...], tuple[CueFeatures, bool]]:
    """Phrase as words → its features, and whether the rules look for it in running text."""
    return {
        tuple(phrase.split()): (_features(entry), not entry.get("features_only", False))
        for phrase, entry in vocabulary.load("cues")["phrases"].items()
    }


@cache
def words_of(table: str, key: str) -> frozenset[str]:
    """A plain word list of ``cues.toml`` as a set."""
    return frozenset(vocabulary.load("cues")[table][key].split())


def cue_features(cue: str, *, following: str = "") -> CueFeatures:
    """Kind, channel, polarity and modality of a cue as printed ("has denied", "were said to").

    Every lexicon word in the phrase is tried, the longest expression first; a negation turns
    asserting into denying, "may" and "would" make it possible and conditional. ``following`` is
    the text printed right after the cue: a reporter, a newspaper or an agency's initials there
    make a "told" the channel told_reporter. An unknown phrase has kind "other".
    """
    words = [w.lower() for w in _WORD.findall(cue)[:_MAX_FEATURE_WORDS]]
    features = _lexical_features(words)
    if features is None:
        return CueFeatures(channel="said") if ":" in cue else CueFeatures()
    kind, channel = features.cue_kind, features.channel
    polarity, modality = features.polarity, features.modality
    negated = any(w in _NEGATIONS or w.endswith(("n't", "n’t")) for w in words)
    if negated and kind != "appears":
        polarity = "asserts" if polarity == "denies" else "denies"
    if modality == "asserted" and kind in ("says", "reports", "other"):
        if _POSSIBLE.intersection(words):
            modality = "possible"
        elif _CONDITIONAL.intersection(words):
            modality = "conditional"
    if channel == "said" and _is_told(words) and _opens_with_reporter(following):
        channel = "told_reporter"
    return CueFeatures(kind, channel, polarity, modality)


def _is_told(words: list[str]) -> bool:
    verbs = verb_forms()
    return any("told" in cue.takes for w in words for cue, _ in verbs.get(w, ()))


def _opens_with_reporter(following: str) -> bool:
    head = _WORD.findall(following[:80])[:6]
    if not head:
        return False
    if 2 <= len(head[0]) <= 6 and head[0].isupper():
        return True
    reporters = words_of("addressees", "words")
    for word in head:
        if word.lower() in reporters:
            return True
        if word.lower() == "that":
            return False
    return False


def _lexical_features(words: list[str]) -> CueFeatures | None:
    """Features of the longest lexicon expression in the words; earlier kinds of entry win ties."""
    best: tuple[int, CueFeatures] | None = None

    def offer(length: int, features: CueFeatures) -> None:
        nonlocal best
        if best is None or length > best[0]:
            best = (length, features)

    phrases, verbs = cue_phrases(), verb_forms()
    for i, word in enumerate(words):
        for phrase, (features, _) in phrases.items():
            if tuple(words[i : i + len(phrase)]) == phrase:
                offer(10 * len(phrase), features)
        after = words[i + 1] if i + 1 < len(words) else ""
        before = words[i - 1] if i else ""
        passive = passive_forms().get(word)
        if passive and before in _BE and (after in passive[0] or not after):
            offer(25, passive[1])
        for cue, _ in verbs.get(word, ()):
            if tuple(words[i + 1 : i + 1 + len(cue.particle)]) == cue.particle:
                carried = i + 2 < len(words) and after == "to" and words[i + 2] in verbs
                offer(10 * (1 + len(cue.particle)) - (1 if carried else 0), cue.features)
        if word in cue_adverbs():
            offer(11, cue_adverbs()[word])
        if word in cue_nouns():
            offer(9, cue_nouns()[word])
    denying = words_of("carriers", "denying")
    if best and denying.intersection(words):
        return CueFeatures("denies", best[1].channel, "denies", "asserted")
    return best[1] if best else None


_BE = frozenset("be is are was were been being isn't aren't wasn't weren't".split())
