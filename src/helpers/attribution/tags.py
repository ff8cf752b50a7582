"""Content before its cue: "...," X said; ..., said X; ..., according to X."""

from __future__ import annotations

from collections.abc import Sequence

from .complements import addressee_end, after_separators, is_clause
from .cues import BASE, cue_phrases
from .found import Found, Range, cue_range, dateline_end, is_mark, is_speech, past_marks
from .groups import VerbGroup, skip_adverbials
from .items import (
    CLAUSE_LIMIT,
    NP_LIMIT,
    QUOTE,
    WORD,
    Item,
    is_auxiliary,
    is_finite,
    is_participle,
    words,
)
from .phrases import phrase_starting_at, relative_before


def tag_after(
    row: Sequence[Item], group: VerbGroup, source: Range, stop: int, earlier: Sequence[Found]
) -> Found | None:
    """ "..., X said." and "..., X said, ...": the content comes first, or goes around the cue."""
    left, quoted = _left_of(row, group, source[0], earlier)
    if left is None or (not quoted and _takes_up(row, source)):
        return None
    after = addressee_end(row, group.end, stop) if group.takes("told") else group.end
    rest = _rest_after_tag(row, skip_adverbials(row, after, stop=stop), stop, quoted)
    whole = quoted and all(row[k].kind != WORD for k in range(*left))
    if whole:
        # what follows whole words of speech is about the saying, unless it is speech again
        closed = row[left[1] - 1].raw[:1] in ",?!" or row[left[1] - 1].raw[-1:] in ",?!"
        if rest is None and closed:
            rest = ()
        elif rest and not (row[rest[0][0]].kind == QUOTE or is_auxiliary(row[rest[0][0]])):
            rest = ()
    if rest is None or not (quoted or rest or is_clause(row, left)):
        return None
    if rest and not quoted and row[rest[0][0]].kind == QUOTE and not is_clause(row, left):
        return None
    rule = "quote_tag" if quoted else "clause_tag"
    return Found(source, (cue_range(group),), (left, *rest), rule, tail=True)


def tag_as(row: Sequence[Item], group: VerbGroup, source: Range, stop: int) -> Found | None:
    """ "As X reported, ..." and "..., as X reported"."""
    opener = source[0] - 1
    if opener < 0 or row[opener].low != "as" or not group.takes("trail"):
        return None
    if opener <= 1 and group.end < stop and row[group.end].raw == ",":
        content = (group.end + 1, stop)
    elif opener > 3 and row[opener - 1].raw == "," and group.end >= stop:
        content = (dateline_end(row), opener - 1)
    else:
        return None
    if not is_clause(row, content):
        return None
    return Found(source, (cue_range(group),), (content,), "clause_tag", tail=opener > 1)


def _takes_up(row: Sequence[Item], source: Range) -> bool:
    """ ", a point X conceded", ", which X denied": an object stands before the subject."""
    if row[source[0]].low in words("relatives"):
        return True
    short = range(source[0], min(source[1], source[0] + 3))
    return any(row[k].low in words("echoes") for k in short)


def tag_inverted(
    row: Sequence[Item], group: VerbGroup, stop: int, earlier: Sequence[Found]
) -> Found | None:
    """ "...," said X: the source follows the verb."""
    if group.takes("told") or group.form == BASE or group.start != group.verb:
        return None
    left, quoted = _left_of(row, group, group.start, earlier)
    begin = group.end
    if left is None or begin >= stop or row[begin].kind != WORD:
        return None
    if not quoted and not is_clause(row, left):
        return None
    first = row[begin]
    if first.low in ("that", "this", "it", "what", "if", "to", "there"):
        return None
    if not quoted and not (first.is_name or first.low in words("determiners")):
        return None
    end = _source_after(row, begin, stop)
    if end is None:
        return None
    if not quoted and not (_has_main_verb(row, left) and _closes(row, begin, end, stop)):
        return None
    k = after_separators(row, end, stop)
    speech = next((j for j in range(k, stop) if row[j].kind == QUOTE), None)
    content: tuple[Range, ...] = (left,)
    if speech is not None and (speech == k or is_mark(row[speech - 1], ",:")):
        content = (left, (speech, stop))
    rule = "quote_inverted" if quoted else "clause_inverted"
    return Found((begin, end), (cue_range(group),), content, rule, tail=True)


def _left_of(
    row: Sequence[Item], group: VerbGroup, start: int, earlier: Sequence[Found]
) -> tuple[Range | None, bool]:
    """The content left of a tag that starts at ``start``, and whether it ends in a quotation."""
    edge = start - 1
    if edge < 0 or not (group.takes("trail") or group.takes("quote")):
        return None, False
    bare = row[edge].kind == QUOTE
    quoted = bare or (edge > 0 and row[edge].raw == "," and row[edge - 1].kind == QUOTE)
    if not quoted and not (is_mark(row[edge], ",—–?!") and group.takes("trail")):
        return None, False
    begin = max((f.end for f in earlier if f.tail), default=dateline_end(row))
    begin = past_marks(row, begin, edge, ",;—")
    if quoted:  # "X made her case: "...," she said": the speech begins after the colon
        colon = next((k for k in range(begin, edge) if is_mark(row[k], ":")), None)
        if colon is not None and row[colon + 1].kind == QUOTE:
            begin = colon + 1
    left = (begin, start if bare else edge)
    if left[0] >= left[1]:
        return None, False
    if quoted and not is_speech(
        row[left[1] - (1 if bare or row[left[1] - 1].kind == QUOTE else 2)]
    ):
        quoted = False
    return left, quoted


def _rest_after_tag(
    row: Sequence[Item], after: int, stop: int, quoted: bool
) -> tuple[Range, ...] | None:
    """What follows a tag: nothing, an aside, or the rest of the content; ``None`` if no tag."""
    if after >= stop:
        return ()
    if is_speech(row[after]):
        return ((after, stop),)
    if is_mark(row[after], ",;:—–"):
        k = past_marks(row, after + 1, stop, ",—–")
        if k < stop and row[k].kind == QUOTE:
            return ((k, stop),)
        if k >= stop or row[after].raw == ";":
            return ()
        if is_participle(row[k]) or row[k].low in words("aside_openers"):
            return ()
        if skip_adverbials(row, k, stop=stop) > k:
            return ()
        if row[k].low in ("and", "but") and not any(is_finite(row, m) for m in range(k, stop)):
            return ()
        return ((k, stop),)
    links = words("aside_links") if quoted else words("aside_links") - words("joining") - {"to"}
    if row[after].low in links:
        speech = next((m for m in range(after, stop) if is_speech(row[m])), None)
        if speech is None or not is_mark(row[speech - 1], ",:—–"):
            return ()
        return ((speech, stop),)
    return None


def _source_after(row: Sequence[Item], begin: int, stop: int) -> int | None:
    """End of a source that follows its cue, with its appositions."""
    end = _phrase_without_occasion(row, begin, stop)
    if end is None or end == begin:
        return None
    while end + 1 < stop and row[end].raw == ",":
        first = row[end + 1]
        if first.kind == QUOTE or is_participle(first) or first.low in words("source_ends"):
            break
        if first.low in ("who", "whose", "which"):
            return _relative_end(row, end + 1, stop)
        if first.raw.isdigit():  # an age
            end += 2
            continue
        longer = _phrase_without_occasion(row, end + 1, stop)
        if longer is None or _loose_verb(row, end + 1, longer):
            break
        end = longer
    return end


def _relative_end(row: Sequence[Item], start: int, stop: int) -> int:
    """End of ", who ..." after a source: the sentence, a quotation, or ", adding ..."."""
    for k in range(start, min(stop, start + NP_LIMIT)):
        if row[k].kind == QUOTE:
            return k
        if row[k].raw == "," and k + 1 < stop and is_participle(row[k + 1]):
            return k
    return min(stop, start + NP_LIMIT)


def _loose_verb(row: Sequence[Item], start: int, end: int) -> bool:
    """A finite verb that no relative pronoun holds: the range is no noun phrase."""
    return any(
        is_finite(row, k) and relative_before(row, k, start) is None for k in range(start, end)
    )


def _phrase_without_occasion(row: Sequence[Item], begin: int, stop: int) -> int | None:
    """End of the phrase, before "on Monday", "in a statement", "after the vote"."""
    end = phrase_starting_at(row, begin, stop=stop)
    if end is None:
        return None
    if row[begin].low in words("subject_pronouns"):
        return begin + 1
    for k in range(begin + 1, end):
        low = row[k].low
        if low in words("weekdays", "time_openers") and row[k - 1].low in words("determiners"):
            continue
        if low in words("prepositions", "weekdays", "time_openers") and (
            skip_adverbials(row, k, stop=end, reach=3) > k
        ):
            return k
        if low in ("after", "before", "during", "as", "when", "while", "told", "said"):
            return k
    return end


def _has_main_verb(row: Sequence[Item], left: Range) -> bool:
    """A finite verb that does not stand in a relative clause after the first noun phrase."""
    return _loose_verb(row, *left)


def _closes(row: Sequence[Item], begin: int, end: int, stop: int) -> bool:
    """The phrase reaches a comma or the end and holds no verb of its own."""
    after = skip_adverbials(row, end, stop=stop)
    return (after >= stop or row[after].kind != WORD) and not _loose_verb(row, begin, end)


def according_to(row: Sequence[Item], stop: int) -> list[Found]:
    """ "According to X", at either end of its content or in the middle."""
    found = []
    phrases = [p for p, (_, searched) in cue_phrases().items() if searched]
    openers = {p[0] for p in phrases}
    for i in range(stop):
        if row[i].low not in openers or row[i].kind != WORD:
            continue
        n = next((len(p) for p in phrases if _stands_at(row, i, p)), 0)
        if not n:
            continue
        hit = _according_at(row, i, i + n, stop)
        if hit is not None:
            found.append(hit)
    return found


def _stands_at(row: Sequence[Item], i: int, phrase: tuple[str, ...]) -> bool:
    return tuple(item.low for item in row[i : i + len(phrase)]) == phrase


def _according_at(row: Sequence[Item], i: int, begin: int, stop: int) -> Found | None:
    leading = i == 0 or (i == 1 and row[0].low in ("but", "and"))
    end = _according_source(row, begin, stop, leading)
    if end is None:
        return None
    if leading:
        if end >= stop or row[end].raw != ",":
            return None
        return Found((begin, end), ((i, begin),), ((end + 1, stop),), "according_to")
    commas = row[i - 1].raw == ","
    left_end = i - 1 if commas else i
    left = (_clause_start(row, left_end), left_end)
    content = [left] if left[0] < left[1] else []
    if commas and end + 1 < stop and row[end].raw == ",":
        following = row[end + 1]
        if following.low not in words("aside_openers", "coordinators") and not (
            is_participle(following)
        ):
            content.append((end + 1, stop))
    if not content:
        return None
    return Found((begin, end), ((i, begin),), tuple(content), "according_to", tail=True)


def _according_source(row: Sequence[Item], begin: int, stop: int, leading: bool) -> int | None:
    if begin >= stop:
        return None
    end = phrase_starting_at(row, begin, stop=stop)
    if end is None or leading:
        return end
    while end + 1 < stop and row[end].raw == ",":  # appositions that close the sentence
        if row[end + 1].low not in ("a", "an", "the"):
            break
        if not (row[end - 1].is_name and end - begin > 1 and row[end - 2].is_name):
            break  # a full name carries an apposition; "police, the third in a week" does not
        longer = phrase_starting_at(row, end + 1, stop=stop)
        if longer is None or longer < stop:
            break
        end = longer
    return end


def _clause_start(row: Sequence[Item], end: int) -> int:
    """Start of the content left of a phrase: the sentence, or what follows a semicolon."""
    floor = max(0, end - CLAUSE_LIMIT)
    for k in range(end - 1, floor - 1, -1):
        if is_mark(row[k], ";:"):
            return k + 1
    return max(floor, dateline_end(row))
