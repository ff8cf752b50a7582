"""The rules of one sentence: who speaks at each cue, and where one attribution ends the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .agentless import appears, by_adverb, by_noun, passive
from .complements import complement, phrase_stop
from .cues import BASE, THIRD, words_of
from .found import Found, Range, cue_range, is_mark
from .groups import PARTICIPIAL, PASSIVE, VerbGroup, find_groups
from .items import MARK, NP_LIMIT, QUOTE, Item, is_adverb, is_finite, words
from .phrases import relative_before, subject_before
from .tags import according_to, tag_after, tag_as, tag_inverted

# Rules too weak to stand inside what somebody else is already saying: there the words are his.
_WEAK = frozenset({"object", "infinitive", "adverb", "appears", "passive", "noun"})
_CLAUSES = frozenset({"clause", "clause_bare", "quote_introduced", "quote_tag"})
_FIRST_SUBJECT = 40  # items in which the first finite verb of a sentence must stand


def attributions_in(row: Sequence[Item]) -> list[Found]:
    """The attributions of one sentence, in the order of their cues."""
    stop = _stop_of(row)
    found: list[Found] = []
    for group in find_groups(row):
        if group.start >= stop:
            break
        hit = _of_group(row, group, stop, found)
        if hit is not None:
            found.append(hit)
    found += according_to(row, stop) + by_adverb(row, stop) + by_noun(row, stop)
    found.sort(key=lambda f: f.cue[0])
    return _without_nested(row, _cut_at_next(row, found))


def _stop_of(row: Sequence[Item]) -> int:
    """Index after the last item that may be content: final marks are left out."""
    stop = len(row)
    opened = any(is_mark(item, "([") for item in row)
    while stop and is_mark(row[stop - 1], ".!?;:,…—–)]"):
        if opened and row[stop - 1].raw in ")]":
            break
        stop -= 1
    return stop


def _of_group(
    row: Sequence[Item], group: VerbGroup, stop: int, earlier: Sequence[Found]
) -> Found | None:
    if group.use == PASSIVE:
        return passive(row, group, stop)
    if group.use == PARTICIPIAL:
        return _participle(row, group, stop, earlier)
    if group.takes("seem") or group.takes("seemlike"):
        return appears(row, group, stop)
    inverted = tag_inverted(row, group, stop, earlier)
    if inverted is not None:
        return inverted
    coordinated = group.start > 0 and row[group.start - 1].low in ("and", "but", "or")
    if coordinated:
        source = _shared_subject(row, group, earlier)
    else:
        source = subject_before(row, group.start)
    if source is None or not _may_speak(row, source, group):
        return None
    tag = None if coordinated else tag_after(row, group, source, stop, earlier)
    if tag is not None:
        return tag
    said_as = tag_as(row, group, source, stop) or _of_relative(row, group, source, stop)
    if said_as is not None:
        return said_as
    ahead = complement(row, group, stop, finding=_is_finding(row, source))
    if ahead is None or _holds_subject(row, source, ahead[1]):
        return None
    content, rule = ahead
    content = _main_clause_apart(row, source, content)
    return Found(source, (cue_range(group),), content, rule)


def _of_relative(row: Sequence[Item], group: VerbGroup, source: Range, stop: int) -> Found | None:
    """ "measures that X said would help": the pronoun belongs to the content."""
    k = source[0] if source[1] - source[0] > 1 else source[0] - 1
    if k < 1 or row[k].low not in ("which", "that", "who") or not group.takes("bare"):
        return None
    if group.end + 1 >= stop or not is_finite(row, group.end) or k + 1 >= source[1]:
        return None
    end = phrase_stop(row, group.end, stop)
    content = ((k, k + 1), (group.end, end))
    return Found((k + 1, source[1]), (cue_range(group),), content, "clause_bare")


def _may_speak(row: Sequence[Item], source: Range, group: VerbGroup) -> bool:
    """Keep out nouns that look like verbs, and subjects that do not agree in number."""
    first, last = row[source[0]], row[source[1] - 1]
    supported = any(
        row[k].low in words("do", "modals") or row[k].low == "to"
        for k in range(group.start, group.verb)
    )
    if group.form == BASE and not supported and not _is_plural(row, source):
        return False
    if group.form in (THIRD, BASE) and row[group.verb].low in words("noun_verbs"):
        before = row[group.verb - 1]
        if before.low in words("determiners", "possessives") or before.low == "'s":
            return False
        opens = words("determiners", "subject_pronouns", "relatives", "standalone", "possessives")
        if not (first.is_name or first.low in opens or last.low.endswith("s")):
            return False
        if group.form == BASE and not supported and not _ends_plural(last):
            return False
    return first.low not in ("what", "there", "nothing", "where", "whom", "whose")


def _is_finding(row: Sequence[Item], source: Range) -> bool:
    """A poll, a study, data: what they show is a finding."""
    return any(row[k].low in words_of("findings", "nouns") for k in range(*source))


def _ends_plural(last: Item) -> bool:
    s = (
        last.low.endswith("s")
        and not last.low.endswith("ss")
        and last.low not in ("his", "this", "its")
    )
    return s or last.low in words("plurals")


def _is_plural(row: Sequence[Item], source: Range) -> bool:
    if _ends_plural(row[source[1] - 1]):
        return True
    return any(row[k].low in ("and", "who") or _ends_plural(row[k]) for k in range(*source))


def _holds_subject(row: Sequence[Item], source: Range, rule: str) -> bool:
    """ "Those who said X stayed": where the clause ends inside its own subject is not decidable."""
    if row[source[0]].low not in ("who", "that", "which") or source[0] == 0:
        return False
    if row[source[0] - 1].kind == MARK or rule not in ("clause", "clause_bare"):
        return False
    return not any(
        is_finite(row, k) or row[k].low in ("according", "to", "by") for k in range(source[0])
    )


def _main_clause_apart(
    row: Sequence[Item], source: Range, content: tuple[Range, ...]
) -> tuple[Range, ...]:
    """ "While X said A, B happened" and "X, who said A, did B": the content ends at the comma."""
    start = source[0]
    opener = row[start - 1] if start else None
    first = row[start]
    leading = (
        start == 1
        and opener is not None
        and opener.low in words("content_ends") - {"but"} | {"as", "if"}
    )
    aside = first.low in ("who", "which") and opener is not None and opener.raw == ","
    if not (leading or aside):
        return content
    begin, end = content[0]
    if aside and any(
        is_finite(row, k) and relative_before(row, k, 0) is None for k in range(start)
    ):
        return content  # the main verb has gone before: the relative clause may run to the end
    for k in range(begin + 1, end):
        if row[k].raw == ",":
            return ((begin, k),)
    return content


def _shared_subject(
    row: Sequence[Item], group: VerbGroup, earlier: Sequence[Found]
) -> Range | None:
    """Subject of a verb after "and": the speaker before it in the sentence, or its first phrase."""
    if not earlier:
        return _first_subject(row, group.start)
    last = earlier[-1]
    if last.source is not None and last.rule in ("clause", "clause_bare"):
        if row[group.verb + 1 : group.verb + 2] and (
            row[group.verb + 1].low == "that" or row[group.verb + 1].kind == QUOTE
        ):
            return last.source  # "said A and added that B"
        # inside a clause that is content already, whose verb it is stays open, but for a comma
        return last.source if row[max(0, group.start - 2)].raw == "," else None
    return last.source


def _first_subject(row: Sequence[Item], before: int) -> Range | None:
    """The subject of the sentence: the phrase that ends at its first finite verb."""
    auxiliaries = words("be", "have", "do", "modals")
    for k in range(1, min(before, _FIRST_SUBJECT)):
        if row[k].kind == QUOTE:
            return None
        if is_finite(row, k) and relative_before(row, k, 0) is None:
            start = k
            while start > 1 and (is_adverb(row[start - 1]) or row[start - 1].low in auxiliaries):
                start -= 1
            return subject_before(row, start)
    return None


def _participle(
    row: Sequence[Item], group: VerbGroup, stop: int, earlier: Sequence[Found]
) -> Found | None:
    """ ", adding that ...": the subject of the clause before goes on speaking."""
    edge = group.start - 1
    if edge < 0 or group.takes("seem") or group.takes("seemlike"):
        return None
    before = row[edge]
    if before.low == "as":
        return _quoted_as(row, group, stop)
    if not (before.kind == QUOTE or is_mark(before, ",—–") or before.low in ("and", "but", "by")):
        return None
    ahead = complement(row, group, stop)
    if ahead is None:
        return None
    spoken = [f for f in earlier if f.source is not None]
    if not spoken:
        source = _first_subject(row, group.start)
    else:
        source = spoken[-1].source if spoken[-1].tail or len(spoken) == 1 else spoken[0].source
    return None if source is None else Found(source, (cue_range(group),), ahead[0], "participle")


def _quoted_as(row: Sequence[Item], group: VerbGroup, stop: int) -> Found | None:
    """ "Y quoted X as saying ..." and "X was quoted as saying ...": the words are X's."""
    edge = group.start - 1
    quoted = words_of("relays", "forms")
    for k in range(edge - 1, max(-1, edge - NP_LIMIT), -1):
        if row[k].low not in quoted:
            continue
        start = k
        while start and (is_adverb(row[start - 1]) or row[start - 1].low in words("be", "have")):
            start -= 1
        passive_voice = any(row[m].low in words("be") for m in range(start, k))
        source = subject_before(row, start) if passive_voice else (k + 1, edge)
        ahead = complement(row, group, stop)
        if source is None or source[0] >= source[1] or ahead is None:
            return None
        whole = passive_voice and k + 1 == edge
        cue = (start if whole else edge, group.end)
        return Found(source, (cue,), ahead[0], "quoted_as")
    return None


# --- neighbours -------------------------------------------------------------------------------


def _cut_at_next(row: Sequence[Item], found: list[Found]) -> list[Found]:
    """End a content where the next attribution begins, if a comma or "and" parts the two."""
    result = []
    for n, hit in enumerate(found):
        content = hit.content
        if not hit.tail or len(content) > 1:
            for later in found[n + 1 :]:
                if later.cue[0][0] >= content[-1][1]:
                    break
                if not later.tail:
                    content = _cut(row, hit, content, later)
                elif later.content[0][0] <= hit.cue[0][0] < later.content[0][1] < content[-1][1]:
                    # the whole sentence is somebody's, and his name comes after it
                    begin, end = content[-1][0], later.content[0][1]
                    content = (*content[:-1], (begin, end)) if begin < end else content
        result.append(replace(hit, content=content))
    return result


def _cut(
    row: Sequence[Item], hit: Found, content: tuple[Range, ...], later: Found
) -> tuple[Range, ...]:
    own = later.cue[0][0]
    source = later.source
    ahead = source is not None and hit.cue[0][1] < source[0] and source[1] <= own
    start = source[0] if source is not None and ahead else own
    begin, end = content[-1]
    if not begin < start < end:
        return content
    if source is not None and not ahead and begin <= source[0] < end:
        return content  # "he said she wants A and denies B": her words are his
    contrast = ("while", "though", "although", "whereas")
    while start > begin and (is_adverb(row[start - 1]) or row[start - 1].low in contrast):
        start -= 1
    parted = later.rule == "participle" or row[start].low in contrast
    if start > begin and row[start - 1].low in ("and", "but"):
        start -= 1
        parted = parted or source is not None
    elif start > begin and is_mark(row[start - 1], ";—"):
        parted = True
    if not parted:
        return content
    while start > begin and (is_mark(row[start - 1], ",;—") or row[start - 1].low == "by"):
        start -= 1
    return content if start <= begin else (*content[:-1], (begin, start))


def _without_nested(row: Sequence[Item], found: list[Found]) -> list[Found]:
    """Drop finds inside what another attribution reports as a clause, where they are weak.

    "He said she believed it" is one attribution; "he said police counted 30" is two.
    """
    outer = [f for f in found if f.rule not in _WEAK]
    pronouns = words("subject_pronouns")
    kept = []
    for hit in found:
        weak = hit.rule in _WEAK or (
            hit.rule in _CLAUSES and hit.source is not None and row[hit.source[0]].low in pronouns
        )
        if hit.hedged:
            weak = False  # "said Monday that two were reportedly hurt": nobody's figure stays so
        around = found if hit.rule == "noun" else outer
        at = hit.cue[0][0]
        same = hit.rule == "noun" and any(
            hit.content[0][0] == other.content[0][0] for other in found if other is not hit
        )  # "said in a statement that ..."
        if not same and not (
            weak and any(s <= at < e for other in around for s, e in other.content)
        ):
            kept.append(hit)
    return kept
