"""What speaks for and against a row: short named facts about how each of its fields was found.

A fact is a closed word ("link=carried", "network>=0.9"). Facts that hold a bound are cumulative: a
chance of 0.93 has "network>=0.9" and every lower one, so that more chance never weighs less.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..language import Reading
from ..records import Claim, Quantity, Span
from .findings import Findings

HARM = frozenset(
    "killed injured missing detained displaced refugees evacuated trapped affected rescued ill "
    "present people troops".split()
)
_MEASURED = frozenset("date distance ordinal frequency age duration".split())
_FIGURES = frozenset("percent money rate".split())
"""What polls, statistics and results are told in."""
_DENSE = (0.2, 0.4, 0.6)
"""Shares of an article's numbers that are such figures."""
_CHANCES = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
_FAR = (8, 16, 32)
"""Words between a cue and a number."""
_LONG = (15, 30, 60)
"""Words of what is said."""


def reporter_facts(found: Findings, index: int) -> list[str]:
    """On whether the right source, or rightly nobody, is named for the number."""
    quantity, link = found.quantities[index], found.links[index]
    claim = found.claims[link.claim]
    facts = [f"link={link.link}", f"kind={_group(quantity)}", f"form={link.form}"]
    if link.link in ("narrator", "carried"):
        facts += _told_by_nobody(found, quantity)
        return facts + (_like_those_told(found, index) if link.link == "narrator" else [])
    return facts + _told_by(found, claim, quantity)


def claim_facts(found: Findings, claim: Claim) -> list[str]:
    """On whether what is said, and who said it, are right."""
    words = len(found.tree.at(claim.content[0].start, claim.content[-1].end))
    facts = [
        *_heard(found, claim),
        f"cue kind={claim.cue_kind}",
        f"form={claim.form}",
        *_over("words", words, _LONG),
    ]
    if claim.cue is None:
        facts.append("no cue")
    return facts


def kind_facts(found: Findings, index: int) -> list[str]:
    """On whether the kind of the number is right."""
    quantity = found.quantities[index]
    rule = quantity.rule_id.rpartition("/")[2]
    facts = [f"kind={quantity.kind}", f"rule={rule}", f"group={_group(quantity)}"]
    if quantity.counted is None:
        facts.append("nothing counted")
    if quantity.confidence < 0.8:
        facts.append("grammar unsure")
    return facts


def place_facts(found: Findings, index: int) -> list[str]:
    """On whether the place is right, or rightly empty."""
    quantity, placed = found.quantities[index], found.placed[index]
    named = found.sentence(found.sentence_at(quantity.start)).places
    facts = [
        f"place={placed.basis or 'none'}",
        f"place={placed.basis or 'none'} {_group(quantity)}",
    ]
    if quantity.kind in _MEASURED:
        return ["never placed"] if placed.basis is None else facts
    facts.append(f"places here={min(named, 2)}, {'placed' if placed.basis else 'none'}")
    if placed.background:
        facts.append("background")
    if placed.basis and placed.country is None:
        facts.append("country unknown")
    return facts


def day_facts(found: Findings, index: int) -> list[str]:
    """On whether the day is right, or rightly empty."""
    quantity = found.quantities[index]
    day, basis = found.days[index]
    here = found.sentence(found.sentence_at(quantity.start))
    facts = [f"day={basis}", f"day={basis}, {'time' if here.time else 'no time'} in the sentence"]
    facts.append(f"day={basis}, {'past' if here.past else 'no past'} tense")
    facts.append(f"day={basis}, {_group(quantity)}")
    if found.placed[index].background:
        facts.append(f"background, {basis}")
    if day is None:
        facts.append("no day")
    return facts


def value_facts(found: Findings, index: int) -> list[str]:
    """On whether the row is a number at all, with the right value and bounds."""
    quantity = found.quantities[index]
    reading, _, rule = quantity.rule_id.rpartition("/")
    facts = [f"hedge={quantity.hedge}", f"rule={rule}", f"read={reading or rule}"]
    if quantity.value is None:
        facts.append("no value")
    if quantity.confidence < 0.8:
        facts.append("grammar unsure")
    return facts


def _group(quantity: Quantity) -> str:
    if quantity.kind in HARM:
        return "people"
    return "measure" if quantity.kind in _MEASURED else quantity.kind


def _over(name: str, value: float, bounds: Iterable[float]) -> list[str]:
    return [f"{name}>={bound:g}" for bound in bounds if value >= bound]


def _heard(found: Findings, claim: Claim) -> list[str]:
    """How the claim and its source were found."""
    source = found.sources.get(claim.source_id or "")
    step = claim.rule_id.rpartition("source:")[2] if "source:" in claim.rule_id else "none"
    facts = [f"step={step}", *_over("network", claim.confidence, _CHANCES)]
    facts += _over("report", found.chance_of_report(claim), _CHANCES)
    facts.append(f"naming={source.naming if source else 'nobody'}")
    if not claim.rule_id.startswith("network"):
        facts.append(f"found by {claim.rule_id.partition(':')[0]}")
    if claim.via_source_id is not None:
        facts.append("relayed")
    if len(claim.content) > 1:
        facts.append("in pieces")
    return facts


def _told_by(found: Findings, claim: Claim, quantity: Quantity) -> list[str]:
    facts = _heard(found, claim)
    if found.said_around(quantity) > 1:
        facts.append("one inside another")
    tied = claim.cue or claim.source
    if tied is not None:
        facts += _over("far", _words_between(found.tree, tied, quantity), _FAR)
        if found.sentence_at(tied.start) != found.sentence_at(quantity.start):
            facts.append("cue in another sentence")
    if len(found.heard_in.get(found.sentence_at(quantity.start), ())) > 1:
        facts.append("two sources in the sentence")
    return facts


def _words_between(tree: Reading, span: Span, quantity: Quantity) -> int:
    first, last = sorted(((span.start, span.end), (quantity.start, quantity.end)))
    return len(tree.at(first[1], max(first[1], last[0])))


def _told_by_nobody(found: Findings, quantity: Quantity) -> list[str]:
    sentence = found.sentence_at(quantity.start)
    passage = found.tree.sentences[sentence].passage
    facts = []
    if sentence in found.heard_in:
        facts.append("somebody heard beside it")
    if sentence in found.missed_in:
        facts.append("an attribution not taken")
    before = [
        k
        for k in range(sentence - 1, max(-1, sentence - 4), -1)
        if found.tree.sentences[k].passage == passage
    ]
    if before and before[0] in found.heard_in:
        facts.append("somebody heard in the sentence before")
    elif any(k in found.heard_in for k in before):
        facts.append("somebody heard in the passage before")
    if any(k in found.papers_in for k in before):
        facts.append("a paper before it")
    after = sentence + 1
    if after in found.heard_in and found.tree.sentences[after].passage == passage:
        facts.append("somebody heard in the sentence after")
    return [*facts, *found.sentence(sentence).signs]


def _like_those_told(found: Findings, index: int) -> list[str]:
    """Whether the number looks like one more of what a poll, a report or somebody told."""
    quantity = found.quantities[index]
    sentence = found.sentence_at(quantity.start)
    dense = sum(found.numbers_of.get(kind, 0) for kind in _FIGURES) / len(found.quantities)
    facts = _over("figures", dense, _DENSE)
    if sentence >= found.first_paper:
        facts.append("a paper heard before")
    if found.tree.sentences[sentence].passage in found.passages_told:
        facts.append("a number told in the passage")
    if index in found.after_one_told:
        facts.append("the last of its kind was told")
    if quantity.hedge != "exact":
        facts.append("hedged")
    return facts
