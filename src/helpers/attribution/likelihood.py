"""What speaks for an attribution, and against it: named facts of its words and their grammar.

"The council voted |to hire 40|" and "the council said |it would hire 40|" look alike to a network
that was taught to find attitudes; the verb, what hangs on it, and who is its subject tell them
apart. A fact has a weight (``vocabulary/report_weights.csv``, fitted by ``training/reports.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

from .. import vocabulary
from ..language import Reading
from ..records import Attribution, Span
from .cues import cue_features, verb_forms

_STEPS = (0.1, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85)
"""Confidences of the network; a fact for each that is passed."""
_HANGING = ("ccomp", "xcomp", "obj", "obl", "aux", "aux:pass", "advmod", "parataxis")
_NAMED = ("PROPN", "NOUN", "NUM")
_MARKS = frozenset('"“”')


def chance(reading: Reading, one: Attribution) -> float:
    """How likely somebody really says or thinks what is attributed here, from 0 to 1."""
    weights = _weights()
    score = weights["any"] + sum(weights.get(fact, 0.0) for fact in facts(reading, one))
    return 1 / (1 + math.exp(-score))


@cache
def _weights() -> dict[str, float]:
    return {row["fact"]: float(row["weight"]) for row in vocabulary.rows("report_weights")}


def facts(reading: Reading, one: Attribution) -> tuple[str, ...]:
    """The facts of one attribution, each once."""
    cue, source, content = (_words(reading, spans) for spans in (one.cue, one.source, one.content))
    found = [f"confidence>{step}" for step in _STEPS if one.confidence > step]
    found.append(f"rule={'network' if one.rule_id.startswith('network') else one.rule_id}")
    found += _of_cue(reading, one, cue)
    found += _of_source(reading, source, cue)
    found += _of_content(reading, content, cue)
    if any(reading[w].part == "NUM" for w in content):
        kind = next((f for f in found if f.startswith("cue: kind=")), "none")
        found += ["content: number", f"content: number, {kind}"]
    text = reading.article.text[one.content[0].start : one.content[-1].end]
    found.append(f"content: quoted={not _MARKS.isdisjoint(text)}")
    return tuple(dict.fromkeys(found))


def _words(reading: Reading, spans: tuple[Span, ...]) -> list[int]:
    return [word for span in spans for word in reading.at(span.start, span.end)]


def _of_cue(reading: Reading, one: Attribution, cue: list[int]) -> Iterator[str]:
    """The verb or noun that attributes, what the lexicon knows of it, what hangs on it."""
    if not cue:
        yield "cue: none"
        return
    features = cue_features(" ".join(reading.article.text[s.start : s.end] for s in one.cue))
    verbs = [w for w in cue if reading[w].part == "VERB"]
    yield f"cue: kind={features.cue_kind}"
    yield f"cue: modality={features.modality}"
    yield f"cue: listed={any(reading[w].text.lower() in verb_forms() for w in verbs)}"
    yield f"cue: words={min(len(cue), 4)}"
    yield f"cue: last={reading[cue[-1]].text.lower()}"
    main = reading[verbs[-1] if verbs else cue[-1]]
    yield f"cue: lemma={main.lemma}"
    yield f"cue: finer={main.finer}"
    yield f"cue: relation={main.relation}"
    for relation in _HANGING:
        if reading.of(main.index, relation):
            yield f"cue: has={relation}"


def _of_source(reading: Reading, source: list[int], cue: list[int]) -> Iterator[str]:
    """What sort of thing speaks, and whether the tree has it as the subject."""
    if not source:
        yield "source: none"
        return
    head = reading[_head(reading, source)]
    yield f"source: entity={head.entity}"
    yield f"source: part={head.part}"
    yield f"source: words={min(len(source), 4)}"
    if head.part == "NOUN":
        yield f"source: lemma={head.lemma}"
    if reading[source[0]].part == "DET":
        yield f"source: article={reading[source[0]].text.lower()}"
    yield f"source: subject={any(reading.subject_of(w) in source for w in cue)}"


def _of_content(reading: Reading, content: list[int], cue: list[int]) -> Iterator[str]:
    """How what is said begins, what it is, and how it hangs on the cue."""
    if not content:
        return
    first, head = reading[content[0]], reading[_head(reading, content)]
    opens = first.part if first.part in _NAMED else first.text.lower()
    yield f"content: opens={opens}"
    yield f"content: relation={head.relation}"
    yield f"content: part={head.part}"
    yield f"content: entity={head.entity}"
    yield f"content: under={head.head in cue}"
    finite = any(reading[w].features.get("VerbForm") == "Fin" for w in content)
    yield f"content: finite={finite}"
    yield f"content: words={min(len(content) // 4, 5)}"
    yield f"content: order={'before' if cue and content[0] < cue[0] else 'after'}"


def _head(reading: Reading, words: list[int]) -> int:
    return next((w for w in words if reading[w].head not in words), words[0])
