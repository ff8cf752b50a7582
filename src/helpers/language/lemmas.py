"""Lemmas: the forms that no rule makes, learned from treebanks, and the rules for the rest."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from ..errors import ModelError

FORMS = Path(__file__).resolve().parents[1] / "models" / "language.lemmas.tsv"
"""form, part of speech, lemma: what ``make train`` found the rules to miss."""

CACHED_FORMS = 50_000
_VOWEL = re.compile("[aeiouy]")


@cache
def _forms() -> dict[tuple[str, str], str]:
    try:
        rows = (line.split("\t") for line in FORMS.read_text(encoding="utf-8").splitlines())
        return {(form, part): lemma for form, part, lemma in rows}
    except FileNotFoundError:
        raise ModelError(
            f"the network's file {FORMS.name} is missing from {FORMS.parent.name}/; "
            "install the package again to get it back"
        ) from None
    except (OSError, ValueError):
        raise ModelError(
            f"the network's file {FORMS.name} is damaged; install the package again to mend it"
        ) from None


@lru_cache(maxsize=CACHED_FORMS)
def _cached(form: str, part: str) -> str:
    known = _forms().get((form, part))
    return regular_lemma(form, part) if known is None else known


def lemma_of(surface: str, part: str) -> str:
    """The dictionary form of a word of this part of speech, in lower case.

    Raises ModelError where the list of forms is missing or damaged.

    >>> lemma_of("Houses", "NOUN"), lemma_of("killed", "VERB"), lemma_of("Paris", "PROPN")
    ('house', 'kill', 'paris')
    """
    form = surface.lower().replace("’", "'")
    if part not in ("NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET"):
        return form
    # A word of a page's length is no form of anything; it would only fill the cache.
    return _cached(form, part) if len(form) < 40 else form


_AS_IT_IS = frozenset(
    "news series species measles means headquarters crossroads barracks clothes goods omen "
    "politics economics physics mathematics diabetes bias alias atlas canvas lens chaos ethos "
    "cosmos".split()
)
"""Nouns that end in s and are no plural of anything, or have lost their singular."""

_PLURALS = (
    (re.compile(r"(?<=..)ies$"), "y"),  # cities
    (re.compile(r"(?<![cg]i|do|cu)men$"), "man"),  # fishermen; no specimen
    (re.compile(r"children$"), "child"),  # schoolchildren
    (re.compile(r"yses$"), "ysis"),  # analyses
    (re.compile(r"(?<=ss|zz|tz|sh|ch)es$|(?<=x)es$|(?<=[^aocfm]us)es$"), ""),  # boxes, viruses
    (re.compile(r"(?<=..[^haeiou]o)es$"), ""),  # volcanoes; no shoes
    (re.compile(r"(?<=[^sui])s$"), ""),  # houses
)
"""Endings of plurals, the first that fits; a form of three letters is no plural."""

_SILENT_E = re.compile(
    r"""(?: ^ [^aeiou]* (?:qu)? [aeiouy] [b-df-hj-np-tvz]   # rule, vote: else it were doubled
      | [cv] | u | (?<![tz])z                               # face, solve, argue, seize
      | (?<![su])(?<!ia)s | (?<!foc)(?<!auc)us              # endorse, cause
      | [bcdfgkptz]l | [aeioudlr]g                          # settle, enable, manage, judge
      | (?:ch|rr|tr)ang | (?:ll|v)eng | (?:f|c)ring | lung  # change, challenge, cringe
      | (?<![eo])at | creat | rmeat                         # locate, create
      | (?<![om])ur | (?<![ae])ir | (?<![eo])ar             # measure, acquire, declare
      | (?<![aeo])id | (?<![aeo])ud | (?<![eo])ad | [cp]ed  # decide, include, invade, precede
      | (?<![aou])(?<!deb)ut | (?<![aoue])(?:in|il|ul)      # dispute, combine, compile, schedule
      | (?<![aeiou])[aeiou]k                                # revoke
      | [nug]nit | nvit | [xe]cit | writ                    # invite
      | [dm]ot | evot | (?:pl|el|omp)et | (?:pl|gn|st)or    # promote, compete, explore
      | terfer | adher | (?:er|n|ra)ven | com | sum | um    # intervene, become, assume
      | phon | stpon | shap | scap | reath | bath           # postpone, breathe
    )$""",
    re.VERBOSE,
)
"""Stems that lost a silent e before "ed" or "ing": spelling tells most of them."""
_ONE_L = re.compile(r"..(?:[vcbdpgw]e|[^aeiou]e|tro|ci|na)ll$")
"""Stems of two syllables and more that doubled an l: travelled, controlled; no spelled."""


def regular_lemma(form: str, part: str) -> str:
    """By rule alone.

    >>> [regular_lemma(w, "NOUN") for w in ("cities", "boxes", "churches", "houses", "class")]
    ['city', 'box', 'church', 'house', 'class']
    >>> [regular_lemma(w, "VERB") for w in ("stopped", "raising", "said", "reports", "divided")]
    ['stop', 'raise', 'said', 'report', 'divide']
    """
    if part == "NOUN":
        return _singular(form)
    if part == "VERB":
        return _infinitive(form)
    return form


def _singular(form: str) -> str:
    if len(form) > 3 and form not in _AS_IT_IS:
        for ending, instead in _PLURALS:
            if ending.search(form):
                return ending.sub(instead, form)
    return form


def _infinitive(form: str) -> str:
    if form.endswith(("ies", "ied")):
        return form[:-3] + "y" if len(form) > 4 else form[:-1]
    for ending in ("ing", "ed"):
        stem = form.removesuffix(ending)
        # "bring", "shed" and "speed" are no forms of anything shorter.
        if stem != form and len(stem) > 2 and _VOWEL.search(stem):
            return _base(stem) if ending == "ing" or stem[-1] != "e" else _agreed(form)
    if form.endswith(("sses", "xes", "ches", "shes", "zzes", "tzes", "oes")):
        return form[:-2]
    if form.endswith("s") and not form.endswith("ss") and len(form) > 3:
        return form[:-1]
    return form


def _base(stem: str) -> str:
    """What lost its ending: with its silent e again, and without a doubled consonant."""
    if _ONE_L.search(stem):
        return stem[:-1]
    if stem[-1] == stem[-2] and stem[-1] not in "aeioulsfz":
        return stem[:-1]
    return stem + "e" if _SILENT_E.search(stem) else stem


def _agreed(form: str) -> str:
    # agreed, freed and guaranteed; but exceed, need and feed
    return form[:-1] if form.endswith(("reed", "teed")) and form != "breed" else form
