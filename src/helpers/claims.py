"""Joins quantities to attributions: which source said which number, and how it is known.

A number belongs to the innermost claim whose content covers it. Where nobody is named the
source stays empty; a link that the text only suggests is taken at low confidence and says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from .attribution import Quotation, cue_features, form_of
from .records import Article, Attribution, Claim, Passage, Quantity, Sentence, Span
from .vocabulary import load

NARRATOR_RULE = "narrator:no_attribution"
CARRIED_RULE = "carried:continuation"
_CARRIED_CONFIDENCE = 0.5
_TELLING = frozenset({"says", "reports", "other"})
_CARRIED_SENTENCES = 4
"""How far back a figure may be carried: further than that the text no longer supports it."""


_BLOCK = 256
"""Characters of a stretch of text in which claims are looked up."""

_AFTER_CUE = 80
"""Characters after a cue that may tell whom somebody told."""


@dataclass(frozen=True, slots=True)
class NumberLink:
    """How one quantity hangs on its claim: ``claim`` is an index, ``link`` a word of the schema."""

    claim: int
    source_id: str | None
    link: str
    form: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is behind one attribution: resolved, relayed by whom, and how that was found.

    ``mentions`` are where that source is printed; ``link`` names the step that resolved it.
    """

    source_id: str | None = None
    via_id: str | None = None
    mentions: tuple[Span, ...] = ()
    link: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """The article and what it was cut into: what the joins need to know of it.

    ``documents`` are the ids of sources that are papers: what they find runs on. ``backshifted``
    are sentences in the tense of reported words ("Her members had filed 41 reports"),
    ``counting_on`` those about a part of what was counted ("Eleven of the injured are in care").
    """

    article: Article
    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    quotations: Sequence[Quotation]
    documents: frozenset[str] = frozenset()
    backshifted: frozenset[int] = frozenset()
    counting_on: frozenset[int] = frozenset()


def find_claims(
    reading: ArticleParts, attributions: Sequence[Attribution], voices: Sequence[Voice]
) -> list[Claim]:
    """One claim an attribution, in the order given; ``voices`` runs parallel to it.

    Attributions without content give no claim, nor does a "citing …" whose only content is the
    source that it names: that source is the voice of the claim it cites.
    """
    claims: list[Claim] = []
    seen: set[str] = set()
    for attribution, voice in zip(attributions, voices, strict=True):
        text = reading.article.text
        said = [
            _after_the_quoted(text, span, voice)
            for span in attribution.content
            if not _is_a_mention(span, voice)
        ]
        content = _trimmed(text, said)
        if not content:
            continue
        claim = _claim(reading, replace(attribution, content=content), voice)
        if claim.claim_id in seen and attribution.source:
            claim = replace(claim, claim_id=f"{claim.claim_id}-{attribution.source[0].start}")
        if claim.claim_id not in seen:
            seen.add(claim.claim_id)
            claims.append(claim)
    return claims


def _is_a_mention(span: Span, voice: Voice) -> bool:
    """True for "people familiar with the matter" after "citing": who said it, not what."""
    return any(m.start <= span.start and span.end <= m.end for m in voice.mentions)


_AS_SAYING = re.compile(r",?\s+as\s+(?:saying|telling\s+\w+)\s+", re.IGNORECASE)


def _after_the_quoted(text: str, span: Span, voice: Voice) -> Span:
    """What is said in "(State media quoted) the ministry as saying 40 died": from "40" on."""
    for mention in voice.mentions:
        if mention.start == span.start:
            opening = _AS_SAYING.match(text, mention.end, span.end)
            if opening:
                return Span(opening.end(), span.end)
    return span


_BLANKS = " \t\r\n\u00a0"
_THAT = re.compile(r"\s*that\s+", re.IGNORECASE)


def _trimmed(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    """The pieces without blanks around them and without the "that" that opens the first."""
    pieces: list[Span] = []
    for span in content:
        start, end = span.start, span.end
        that = None if pieces else _THAT.match(text, start, end)
        if that:
            start = that.end()
        while start < end and text[start] in _BLANKS:
            start += 1
        while start < end and text[end - 1] in _BLANKS:
            end -= 1
        if start < end:
            pieces.append(Span(start, end))
    return tuple(pieces)


def link_numbers(
    reading: ArticleParts, claims: Sequence[Claim], quantities: Sequence[Quantity]
) -> tuple[list[Claim], list[NumberLink]]:
    """All claims, and for each quantity its link to one of them.

    Added to ``claims``: one for each sentence that holds a number outside every content, in
    the article's own voice (form narrator) or carried over from the sentence before.
    """
    everything = list(claims)
    added: dict[int, int] = {}
    at_sentence = _claims_by_sentence(reading.sentences, claims)
    at_block = _claims_by_block(claims)
    links = []
    for quantity in quantities:
        index = _sentence_index(reading.sentences, quantity.start)
        ends = {quantity.start // _BLOCK, (quantity.end - 1) // _BLOCK}
        near = sorted({i for block in ends for i in at_block.get(block, ())})
        covering = _innermost_first(claims, near, quantity)
        if covering:
            links.append(_content_link(reading, claims, covering, quantity))
            continue
        if index not in added:
            added[index] = len(everything)
            carried = _told_in_passing(reading, claims, at_sentence.get(index, ()), quantity)
            if carried is None:
                carried = _carried_from(reading, claims, at_sentence, index, quantity.kind)
            if carried is None:
                carried = _of_respondents(reading, claims, reading.sentences[index])
            origin = None if carried is None else claims[carried]
            everything.append(_sentence_claim(reading, reading.sentences[index], origin))
        claim = everything[added[index]]
        links.append(
            NumberLink(
                added[index],
                claim.source_id,
                "narrator" if claim.form == "narrator" else "carried",
                _form(reading, quantity, claim.form),
                claim.confidence,
            )
        )
    return everything, links


def _claim(reading: ArticleParts, attribution: Attribution, voice: Voice) -> Claim:
    article, content = reading.article, attribution.content
    start, end = content[0].start, content[-1].end
    cue = _cover(attribution.cue)
    after = article.text[cue.end : cue.end + _AFTER_CUE] if cue else ""
    features = cue_features(_joined(article, attribution.cue), following=after)
    said = article.text[start:end]
    form = form_of(article, content, reading.quotations)
    return Claim(
        claim_id=f"{article.article_id}-c{start}-{end}" + (f"-{cue.start}" if cue else ""),
        source_id=voice.source_id,
        via_source_id=voice.via_id,
        form=form,
        channel=features.channel,
        cue=cue,
        cue_kind=features.cue_kind,
        source=_cover(attribution.source),
        content=tuple(content),
        sentence=_sentences_around(reading.sentences, start, end),
        polarity=features.polarity,
        modality=_modality(features.modality, said),
        topic=_topic(said),
        zone=_zone(reading.passages, start),
        rule_id=attribution.rule_id + (f";source:{voice.link}" if voice.link else ""),
        confidence=attribution.confidence * voice.confidence,
    )


def _sentence_claim(reading: ArticleParts, sentence: Sentence, carried: Claim | None) -> Claim:
    """The whole sentence as a claim: of the claim it goes on from, else the article's own."""
    start, end = sentence.start, sentence.end
    content = (Span(start, end),)
    return Claim(
        claim_id=f"{reading.article.article_id}-c{start}-{end}",
        source_id=carried.source_id if carried else None,
        via_source_id=carried.via_source_id if carried else None,
        form=form_of(reading.article, content, reading.quotations) if carried else "narrator",
        channel="unstated",
        cue=None,
        cue_kind="other",
        source=None,
        content=content,
        sentence=Span(start, end),
        polarity="asserts",
        modality="asserted",
        topic=_topic(reading.article.text[start:end]),
        zone=reading.passages[sentence.passage].zone,
        rule_id=CARRIED_RULE if carried else NARRATOR_RULE,
        confidence=_CARRIED_CONFIDENCE * carried.confidence if carried else 1.0,
    )


def _content_link(
    reading: ArticleParts, claims: Sequence[Claim], covering: Sequence[int], quantity: Quantity
) -> NumberLink:
    # A cue without an agent ("are expected to deploy 1,000") inside somebody's words still is
    # that somebody's number: the first claim outwards that prints a source decides.
    inner = covering[0]
    claim_index = next((i for i in covering if claims[i].source is not None), inner)
    claim = claims[claim_index]
    unresolved = claim.source is not None and claim.source_id is None
    return NumberLink(
        claim_index,
        claim.source_id,
        "unresolved" if unresolved else "content",
        _form(reading, quantity, claim.form),
        claim.confidence,
    )


def _claims_by_sentence(
    sentences: Sequence[Sentence], claims: Sequence[Claim]
) -> dict[int, list[int]]:
    """Which claims reach into which sentence: keeps the look-up linear in a long text."""
    found: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        for part in claim.content:
            first = _sentence_index(sentences, part.start)
            last = _sentence_index(sentences, max(part.start, part.end - 1))
            for sentence in range(first, last + 1):
                here = found.setdefault(sentence, [])
                if not here or here[-1] != index:
                    here.append(index)
    return found


def _claims_by_block(claims: Sequence[Claim]) -> dict[int, list[int]]:
    """Which claims reach into which stretch of the text: one endless sentence stays linear."""
    found: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        for part in claim.content:
            for block in range(part.start // _BLOCK, part.end // _BLOCK + 1):
                here = found.setdefault(block, [])
                if not here or here[-1] != index:
                    here.append(index)
    return found


def _innermost_first(
    claims: Sequence[Claim], candidates: Sequence[int], quantity: Quantity
) -> list[int]:
    covering = [i for i in candidates if any(_covers(p, quantity) for p in claims[i].content)]
    return sorted(covering, key=lambda i: (sum(p.end - p.start for p in claims[i].content), i))


def _covers(part: Span, quantity: Quantity) -> bool:
    # The network may cut a span inside "$7.4 billion": more than half of the number decides.
    shared = min(part.end, quantity.end) - max(part.start, quantity.start)
    return 2 * shared > quantity.end - quantity.start


def _carried_from(
    reading: ArticleParts,
    claims: Sequence[Claim],
    at_sentence: dict[int, list[int]],
    index: int,
    kind: str,
) -> int | None:
    """The claim that an unattributed sentence goes on from, or None.

    "The agency said 40 people died. It counted 61 ruined schools. A further 300 …": the
    sentence must open with a word of continuation, or with a pronoun that counts, or give a
    share after a document's findings ("61 % were undecided in the poll. Among women, 49 %"). It
    must stand in the same passage right after a sentence that holds that claim's content (or
    after others that go on from it), and hold no attribution of its own.
    """
    text, sentences = reading.article.text, reading.sentences
    goes_on = True
    for here in range(index, max(0, index - _CARRIED_SENTENCES), -1):
        sentence = sentences[here]
        if at_sentence.get(here) or sentences[here - 1].passage != sentence.passage:
            return None
        opening = text[sentence.start : min(sentence.end, sentence.start + 80)]
        goes_on = goes_on and (here in reading.counting_on or bool(_continuation().match(opening)))
        sayings = [
            i
            for i in at_sentence.get(here - 1, ())
            if claims[i].source_id is not None and claims[i].cue_kind in _TELLING
        ]
        if sayings:
            last = max(sayings, key=lambda i: claims[i].content[-1].end)
            finding = kind == "percent" and claims[last].source_id in reading.documents
            told_on = index in reading.backshifted and claims[last].form == "indirect"
            return last if goes_on or finding or told_on else None
    return None


_ASKED = re.compile(
    r"\b(?:respondents?|those (?:who were )?(?:polled|surveyed|questioned|interviewed|asked))\b",
    re.IGNORECASE,
)


def _of_respondents(
    reading: ArticleParts, claims: Sequence[Claim], sentence: Sentence
) -> int | None:
    """The last finding of the poll whose respondents a sentence counts, however far back."""
    if not _ASKED.search(reading.article.text, sentence.start, sentence.end):
        return None
    found = [
        (claim.content[0].start, index)
        for index, claim in enumerate(claims)
        if claim.source_id in reading.documents and claim.content[0].start < sentence.start
    ]
    return max(found)[1] if found else None


def _told_in_passing(
    reading: ArticleParts, claims: Sequence[Claim], here: Sequence[int], quantity: Quantity
) -> int | None:
    """The claim whose source tells the number in a clause about itself, or None.

    "… said the spokeswoman, who put the number of injured at 84".
    """
    for index in here:
        source = claims[index].source
        if source is not None and source.start < quantity.start and quantity.end <= source.end:
            if _tells().search(reading.article.text, source.start, quantity.start):
                return index
    return None


@cache
def _tells() -> re.Pattern[str]:
    words = load("continuations")
    telling = "|".join(sorted(map(re.escape, words["counting"]), key=len, reverse=True))
    return re.compile(rf"\bwho\s+(?:\w+\s+)?(?:{telling}|put|puts)\b", re.IGNORECASE)


@cache
def _continuation() -> re.Pattern[str]:
    words = load("continuations")
    keys = ("openings", "pronouns", "adverbs", "counting", "amounts", "more")
    # The longest first: "the death toll" before "the death".
    either = {
        key: "|".join(sorted(map(re.escape, words[key]), key=len, reverse=True)) for key in keys
    }
    pattern = (
        r"[\"“‘']?(?:(?:{openings})\b"
        r"|(?:{pronouns})\s+(?:(?:{adverbs})\s+){{0,2}}(?:{counting})\b"
        r"|(?:at least\s+|about\s+|some\s+|nearly\s+)?(?:\d[\d,.]*|{amounts})\s+(?:{more})\b)"
    )
    return re.compile(pattern.format(**either), re.IGNORECASE)


def _form(reading: ArticleParts, quantity: Quantity, otherwise: str) -> str:
    around = form_of(reading.article, (Span(quantity.start, quantity.end),), reading.quotations)
    return "direct" if around == "direct" else otherwise


def _cover(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _joined(article: Article, spans: Sequence[Span]) -> str:
    return " ".join(article.text[span.start : span.end] for span in spans)


def _sentence_index(sentences: Sequence[Sentence], position: int) -> int:
    return max(0, bisect_right(sentences, position, key=lambda s: s.start) - 1)


def _sentences_around(sentences: Sequence[Sentence], start: int, end: int) -> Span:
    first = sentences[_sentence_index(sentences, start)]
    last = sentences[_sentence_index(sentences, max(start, end - 1))]
    return Span(min(first.start, start), max(last.end, end))


def _zone(passages: Sequence[Passage], position: int) -> str:
    index = bisect_right(passages, position, key=lambda p: p.start) - 1
    return passages[max(0, index)].zone


_CONDITION = re.compile(r"\W*(?:if|unless|should)\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:may|might|could|perhaps|possibly)\b", re.IGNORECASE)


def _modality(of_cue: str, said: str) -> str:
    if of_cue != "asserted":
        return of_cue
    if _alleged().search(said):
        return "alleged"
    if _CONDITION.match(said):
        return "conditional"
    return "possible" if _POSSIBLE.search(said[:200]) else "asserted"


@cache
def _alleged() -> re.Pattern[str]:
    # Somebody who reports a rumour as one asserts no more than the rumour.
    hedges = load("continuations")["alleged"]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, hedges)) + r")\b", re.IGNORECASE)


@cache
def _topic_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (topic, re.compile(r"\b(?:" + "|".join(stems) + r")\w*", re.IGNORECASE))
        for topic, stems in load("topics").items()
        if topic != "unsure"
    )


def _topic(said: str) -> str | None:
    """The topic with most words of its list in the content; the earlier of the list on a tie."""
    unsure = tuple(load("topics")["unsure"])
    counts = []
    for i, (topic, pattern) in enumerate(_topic_patterns()):
        words = pattern.findall(said[:2000])
        sure = any(not word.lower().startswith(unsure) for word in words)
        counts.append((len(words) if sure else 0, -i, topic))
    best = max(counts)
    return best[2] if best[0] else None
