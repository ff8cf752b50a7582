"""The rules: where a cue stands, what its source and its content are, within one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import clauses
from .clauses import CLAUSE_LIMIT, MARK, QUOTE, WORD, Item, is_adverb, is_finite, words
from .cues import BASE, THIRD, cue_adverbs, cue_nouns, cue_phrases, words_of
from .groups import PARTICIPIAL, PASSIVE, REDUCED, VerbGroup, find_groups, skip_adverbials

Range = tuple[int, int]

# Confidence by rule: the precision of the rule on the training part of a hand-annotated corpus,
# rounded; a reader who wants only safe links sets a threshold.
CONFIDENCE = {
    "quote_tag": 0.95, "quote_inverted": 0.95, "quote_introduced": 0.9, "quote_fragment": 0.8,
    "clause": 0.9, "clause_bare": 0.85, "clause_tag": 0.85, "clause_inverted": 0.85,
    "infinitive": 0.75, "object": 0.7, "participle": 0.75, "according_to": 0.9,
    "passive": 0.7, "passive_by": 0.55, "appears": 0.7, "adverb": 0.6, "noun": 0.65,
    "continued_quote": 0.8, "label": 0.6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as item ranges of its sentence; ``tail`` says that its content came first."""

    source: Range | None
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    rule: str
    tail: bool = False


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
    found += _of_phrases(row, stop)
    found += _of_adverbs(row, stop, found)
    found += _of_nouns(row, stop)
    found = [f for f in found if f.content]
    found.sort(key=lambda f: f.cue[0])
    return _cut_at_next(row, found)


def _stop_of(row: Sequence[Item]) -> int:
    """Index after the last item that may be content: final marks are left out."""
    stop = len(row)
    while stop and row[stop - 1].kind == MARK and row[stop - 1].raw in ".!?;:,…—–)]":
        if row[stop - 1].raw in ")]" and any(i.raw in "([" for i in row[max(0, stop - 60) : stop]):
            break
        stop -= 1
    return stop


def _of_group(
    row: Sequence[Item], group: VerbGroup, stop: int, earlier: Sequence[Found]
) -> Found | None:
    if group.use == PASSIVE:
        return _passive(row, group, stop)
    if group.use == REDUCED:
        return None
    if group.use == PARTICIPIAL:
        return _participle(row, group, stop, earlier)
    if group.takes("seem") or group.takes("seemlike"):
        return _appears(row, group, stop)
    inverted = _inverted(row, group, stop)
    if inverted is not None:
        return inverted
    coordinated = group.start and row[group.start - 1].low in ("and", "but", "or")
    if coordinated:
        source = _shared_subject(row, group, earlier)
    else:
        source = clauses.subject_before(row, group.start)
    if source is None or not _may_speak(row, source, group):
        return None
    tag = None if coordinated else _tag(row, group, source, stop, earlier)
    if tag is not None:
        return tag
    ahead = _complement(row, group, stop)
    if ahead is None:
        return None
    content, rule = ahead
    return Found(source, (_cue_range(group),), content, rule)


def _cue_range(group: VerbGroup) -> Range:
    return group.start, group.end


def _may_speak(row: Sequence[Item], source: Range, group: VerbGroup) -> bool:
    """Keep out what looks like subject and verb but is a noun, or a plural that does not agree."""
    last = row[source[1] - 1]
    first = row[source[0]]
    if group.form == BASE and not any(
        row[k].low in words("do", "modals") for k in range(group.start, group.verb)
    ):
        plural = (
            last.low
            in ("they", "we", "i", "you", "who", "which", "people", "police", "officials", "that")
            or (last.low.endswith("s")
            and last.low not in ("his", "this", "its"))
            or last.low in words("standalone")
            or any(row[k].low in ("and", "who") or row[k].low.endswith("s") for k in range(*source))
        )
        if not plural:
            return False
    noun_like = group.form in (THIRD, BASE) and row[group.verb].low in _NOUNS_TOO
    if noun_like:
        before = row[group.verb - 1]
        if before.low in words("determiners", "possessives") or before.low == "'s":
            return False
        if not (
            first.is_name
            or first.low
            in words("determiners", "subject_pronouns", "relatives", "standalone", "possessives")
            or last.low.endswith("s")
        ):
            return False
    return first.low not in ("what", "there", "nothing", "where", "whom", "whose")


_NOUNS_TOO = frozenset(
    "claims claim reports report calls call hopes hope plans plan fears fear estimates estimate shows "
    "show notes note views promises promise demands demand signals signal tweets tweet posts post "
    "orders order questions question offers offer backs doubts doubt warns aims aim forecasts "
    "forecast projects project requests request wishes wish worries worry praise praises support "
    "supports attacks attack challenge challenges comments answers answer states state pledges "
    "pledge vow vows threatens figures figure documents document records record rules".split()
)


# --- content before the cue -------------------------------------------------------------------


def _tag(
    row: Sequence[Item], group: VerbGroup, source: Range, stop: int, earlier: Sequence[Found]
) -> Found | None:
    """ "..., X said." and "..., X said, ...": the content comes first, or goes around the cue."""
    if not (group.takes("trail") or group.takes("quote")):
        return None
    edge = source[0] - 1
    if edge < 0:
        return None
    quoted = row[edge].kind == QUOTE or (
        edge and row[edge].raw == "," and row[edge - 1].kind == QUOTE
    )
    if not quoted and not (
        row[edge].kind == MARK and row[edge].raw in ",—–?!" and group.takes("trail")
    ):
        return None
    begin = max((_end_of(f) for f in earlier if f.tail), default=0)
    while begin < edge and row[begin].kind == MARK and row[begin].raw in ",;—–":
        begin += 1
    left = (begin, source[0] if row[edge].kind == QUOTE else edge)
    if left[0] >= left[1] or not ((quoted and _speaks(row[left[1] - 1])) or _is_clause(row, left)):
        return None
    after = skip_adverbials(row, _past_addressee(row, group, stop), stop=stop)
    rest = _rest_after_tag(row, after, stop)
    if rest is None:
        return None
    content = (left, *rest)
    rule = "quote_tag" if quoted else "clause_tag"
    return Found(source, (_cue_range(group),), content, rule, tail=True)


def _past_addressee(row: Sequence[Item], group: VerbGroup, stop: int) -> int:
    return _addressee_end(row, group.end, stop) if group.takes("told") else group.end


def _end_of(found: Found) -> int:
    return max(
        e for _, e in (*found.cue, *found.content, *((found.source,) if found.source else ()))
    )


def _speaks(item: Item) -> bool:
    """A quotation that is more than a title ("This Week")."""
    return item.kind == QUOTE and item.low != "title"


def _is_clause(row: Sequence[Item], span: Range) -> bool:
    if span[1] - span[0] < 3:
        return False
    quoted = any(row[k].kind == QUOTE and _speaks(row[k]) for k in range(*span))
    if quoted:
        return True
    opener = row[span[0]].low
    if opener in words("subordinators") and opener not in ("but", "yet", "so", "if"):
        # "While A did B, X said C": the clause is no content of X unless another stands beside it
        if not any(row[k].raw == "," for k in range(*span)):
            return False
    return any(is_finite(row, k) for k in range(*span)) or any(
        row[k].low in _verb_words() for k in range(*span)
    )


def _verb_words() -> frozenset[str]:
    return words("finite", "be", "have", "modals")


def _rest_after_tag(row: Sequence[Item], after: int, stop: int) -> tuple[Range, ...] | None:
    """What follows a tag: nothing, an aside, or the rest of the content; ``None`` if not a tag."""
    if after >= stop:
        return ()
    item = row[after]
    if item.kind == QUOTE:
        return ((after, stop),)
    if item.kind == MARK and item.raw in ",;:—–":
        nxt = after + 1
        while nxt < stop and row[nxt].kind == MARK and row[nxt].raw in ",—–":
            nxt += 1
        if nxt >= stop:
            return ()
        first = row[nxt]
        if first.kind == QUOTE:
            return ((nxt, stop),)
        if (
            (first.low.endswith("ing")
            and len(first.low) > 5)
            or first.low in ("according", "as", "who", "which", "while")
        ):
            return ()
        if item.raw in ";":
            return ()
        if first.low in ("and", "but") and not any(is_finite(row, k) for k in range(nxt, stop)):
            return ()
        return ((nxt, stop),)
    if item.low in (
        "with",
        "as",
        "in",
        "at",
        "on",
        "during",
        "when",
        "after",
        "before",
        "while",
        "about",
        "of",
        "to",
        "from",
        "through",
        "because",
        "via",
        "by",
        "and",
        "but",
        "who",
        "for",
        "if",
    ):
        k = after
        while k < stop and row[k].kind != QUOTE:
            k += 1
        if k < stop and row[k - 1].kind == MARK:
            return ((k, stop),)
        return ()
    return None


def _inverted(row: Sequence[Item], group: VerbGroup, stop: int) -> Found | None:
    """ ""...," said X": the source follows the verb."""
    if not (group.takes("quote") or group.takes("trail")) or group.takes("told"):
        return None
    if group.start != group.verb or group.form == BASE or group.end - group.verb > 1:
        return None
    edge = group.start - 1
    if edge < 0:
        return None
    quoted = row[edge].kind == QUOTE or (
        row[edge].raw == "," and edge and row[edge - 1].kind == QUOTE
    )
    if not quoted and not (
        row[edge].kind == MARK and row[edge].raw in ",—–" and group.takes("trail")
    ):
        return None
    left = (0, edge + 1 if row[edge].kind == QUOTE else edge)
    if left[0] >= left[1] or not ((quoted and _speaks(row[left[1] - 1])) or _is_clause(row, left)):
        return None
    begin = group.end
    if begin >= stop or row[begin].kind != WORD:
        return None
    if not quoted and not (row[begin].is_name or row[begin].low in words("determiners")):
        return None
    end = _source_after(row, begin, stop)
    if end is None:
        return None
    k = end
    while k < stop and row[k].kind == MARK and row[k].raw in ",:—–;":
        k += 1
    content: tuple[Range, ...] = (left,)
    nearby = next((j for j in range(k, stop) if row[j].kind == QUOTE), None)
    if k < stop and row[k].kind == QUOTE:
        content = (left, (k, stop))
    elif nearby is not None and row[nearby - 1].kind == MARK and row[nearby - 1].raw in ",:":
        content = (left, (nearby, stop))
    rule = "quote_inverted" if quoted else "clause_inverted"
    return Found((begin, end), (_cue_range(group),), content, rule, tail=True)


def _source_after(row: Sequence[Item], begin: int, stop: int) -> int | None:
    """End of a source that follows its cue, with appositions and relative clauses."""
    end = _phrase_without_occasion(row, begin, stop)
    if end is None or end == begin:
        return None
    while end < stop and row[end].raw == "," and end + 1 < stop:
        first = row[end + 1]
        if first.kind == QUOTE or first.low in (
            "and",
            "but",
            "adding",
            "as",
            "while",
            "after",
            "when",
            "in",
            "on",
            "at",
            "during",
            "according",
            "citing",
        ):
            break
        if first.low.endswith("ing") and first.raw.islower() and len(first.low) > 5:
            break
        if first.low in ("who", "whose", "which"):
            k = end + 1
            while k < stop and row[k].kind != QUOTE and k - end < 40:
                if (
                    row[k].raw == ","
                    and row[k + 1 : k + 2]
                    and row[k + 1].low in ("adding", "and", "citing")
                ):
                    break
                k += 1
            return k
        nxt = _phrase_without_occasion(row, end + 1, stop)
        if (
            nxt is None
            or (any(is_finite(row, k) for k in range(end + 1, nxt))
            and not any(row[k].low in ("who", "that", "which") for k in range(end + 1, nxt)))
        ):
            break
        end = nxt
    return end


def _phrase_without_occasion(row: Sequence[Item], begin: int, stop: int) -> int | None:
    end = clauses.phrase_starting_at(row, begin, stop=stop)
    if end is None:
        return None
    if row[begin].low in words("subject_pronouns"):
        return begin + 1
    for k in range(begin + 1, end):
        if row[k].low in words("prepositions") or row[k].low in words("weekdays", "time_openers"):
            if skip_adverbials(row, k, stop=end) > k:
                return k
            if row[k].low in ("after", "before", "during", "as", "when", "while"):
                return k
        if row[k].low in ("told", "said"):
            return k
    return end


# --- content after the cue --------------------------------------------------------------------


def _complement(
    row: Sequence[Item], group: VerbGroup, stop: int
) -> tuple[tuple[Range, ...], str] | None:
    """The content that follows the group, and the rule that found it."""
    limit = min(stop, group.end + CLAUSE_LIMIT)
    i = group.end
    direct = group.takes("object") and not (group.takes("that") and group.takes("bare"))
    if group.takes("told"):
        i = _addressee_end(row, i, limit)
    j = skip_adverbials(row, i, stop=limit)
    if j >= limit:
        return None
    item = row[j]
    if item.kind == MARK and item.raw in ",:—–":
        k = j + 1
        while k < limit and row[k].kind == MARK and row[k].raw not in "($€£":
            k += 1
        if k < limit and row[k].kind == QUOTE and _speaks(row[k]) and group.takes("quote"):
            return ((k, _quote_stop(row, k, limit)),), "quote_introduced"
        if item.raw == ":" and k < limit and (group.takes("quote") or group.takes("that")):
            return ((k, limit),), "quote_introduced"
        if item.raw == ",":  # "said, on Monday, that ..."
            closing = next((m for m in range(k, min(limit, k + 14)) if row[m].raw == ","), None)
            if closing is not None and closing + 1 < limit:
                nxt = row[closing + 1]
                if nxt.low == "that" and group.takes("that"):
                    return ((closing + 1, limit),), "clause"
                if nxt.kind == QUOTE and _speaks(nxt) and group.takes("quote"):
                    return ((closing + 1, limit),), "quote_introduced"
        return None
    if item.kind == QUOTE:
        if group.takes("quote") and _speaks(item):
            whole = j + 1 >= limit
            return ((j, limit),), "quote_introduced" if whole else "quote_fragment"
        if direct or group.takes("object"):
            return ((j, _object_stop(row, j, limit)),), "object"
        return None
    if item.low == "that" and group.takes("that") and _is_that_clause(row, j, limit):
        return ((j, limit),), "clause"
    if (
        item.low in words("wh_words")
        and item.low not in ("who", "which")
        and (group.takes("that") or group.takes("wh"))
    ):
        if item.low != "when" or group.takes("wh"):
            return ((j, limit),), "clause"
        return None
    if item.low == "to" and group.takes("to") and j + 1 < limit and row[j + 1].kind == WORD:
        return ((j, _object_stop(row, j, limit)),), "infinitive"
    if item.low.endswith("ing") and group.takes("ing") and item.raw.islower():
        return ((j, _object_stop(row, j, limit)),), "infinitive"
    if group.takes("bare") and _opens_clause(row, j, limit):
        return ((j, limit),), "clause_bare"
    if group.takes("as") and j == group.end and _opens_phrase(row, j):
        if any(row[k].low in ("as", "to") for k in range(j + 1, min(limit, j + 12))):
            return ((j, _object_stop(row, j, limit)),), "object"
        return None
    if group.takes("object") and j == group.end and _opens_phrase(row, j):
        return ((j, _object_stop(row, j, limit)),), "object"
    return None


def _is_that_clause(row: Sequence[Item], j: int, limit: int) -> bool:
    """ "that" as conjunction, or as pronoun ("called that a lie")? Either may be content."""
    return j + 2 <= limit


def _quote_stop(row: Sequence[Item], k: int, limit: int) -> int:
    return limit


def _opens_clause(row: Sequence[Item], j: int, limit: int) -> bool:
    """Words that can be a clause with subject and verb, no "that" before it."""
    first = row[j]
    if first.kind == QUOTE or first.low in (
        "and",
        "or",
        "but",
        "as",
        "of",
        "by",
        "than",
        "so",
        "about",
        "for",
    ):
        return False
    horizon = min(limit, j + 30)
    return any(
        row[k].low in _verb_words()
        or is_finite(row, k)
        or (row[k].raw.islower() and row[k].low.endswith("ed"))
        for k in range(j + 1, horizon)
    )


def _opens_phrase(row: Sequence[Item], j: int) -> bool:
    item = row[j]
    if item.kind == MARK:
        return item.raw in "$€£"
    if item.low in words(
        "prepositions",
        "coordinators",
        "subject_pronouns",
        "subordinators",
        "be",
        "have",
        "modals",
        "openers",
    ):
        return item.low in ("it", "you", "that")
    if is_adverb(item) and item.low not in words("determiners"):
        return False
    return not item.low.endswith("'s") and item.low not in ("'s", "to", "not")


_OBJECT_ENDS = frozenset(
    "while when after before because but although though whereas as-well once until unless".split()
)


def _object_stop(row: Sequence[Item], j: int, limit: int) -> int:
    """End of a noun phrase or infinitive as content: before a new clause or a participle."""
    for k in range(j + 1, limit):
        item = row[k]
        nxt = row[k + 1] if k + 1 < limit else None
        if item.kind == MARK and item.raw in ";:—–":
            return k
        if item.low in _OBJECT_ENDS and k > j + 1:
            return k - 1 if row[k - 1].raw == "," else k
        if item.raw == "," and nxt is not None:
            if (
                nxt.low in ("who", "which")
                or (nxt.low in ("and", "but", "or")
                and _new_clause(row, k + 2, limit))
            ):
                return k
            if nxt.raw.islower() and nxt.low.endswith("ing") and len(nxt.low) > 5:
                return k
            if nxt.low in ("he", "she", "they", "it", "according", "while", "as"):
                return k
            if nxt.low in ("and", "or", "but"):
                continue
        if item.low == "and" and _new_clause(row, k + 1, limit):
            return k
    return limit


def _new_clause(row: Sequence[Item], k: int, limit: int) -> bool:
    """After "and": a finite verb (shared subject), or a pronoun subject."""
    while k < limit and is_adverb(row[k]):
        k += 1
    if k >= limit or row[k].kind != WORD:
        return False
    item = row[k]
    if item.low in ("he", "she", "they", "i", "we", "it"):
        return True
    if item.low in words("be", "have", "modals", "do", "finite"):
        return True
    return (
        item.raw.islower()
        and item.low.endswith("ed")
        and k + 1 < limit
        and (
            row[k + 1].low in words("determiners", "possessives", "object_pronouns", "prepositions")
            or row[k + 1].is_name
            or row[k + 1].low in ("that", "to")
        )
    )


def _addressee_end(row: Sequence[Item], i: int, limit: int) -> int:
    """First item after the person told; ``i`` where no addressee is seen."""
    if i >= limit or row[i].kind != WORD:
        return i
    item = row[i]
    if item.low in words("object_pronouns") or item.low in words_of("addressees", "words"):
        return i + 1
    k = i
    while k < limit and k - i < 20:
        item = row[k]
        if item.kind == QUOTE or (item.kind == MARK and item.raw not in "'’-&./()"):
            return k if item.kind == QUOTE or item.raw in ",:" else i
        if item.low in ("that", "how", "why", "whether", "to", "about", "of") and k > i:
            if item.low != "of":
                return k
        elif k > i and item.low in words("subject_pronouns"):
            return k
        elif (
            k > i
            and item.low in words("determiners", "possessives")
            and row[k - 1].low not in words("joining")
            and row[k - 1].low not in ("and", "'s")
        ):
            return k
        elif k > i and item.low in words("be", "have", "modals"):
            # a clause has begun with a bare noun: the addressee was the first word of a name
            return i + 1 if k - i >= 2 else i
        elif k > i and (
            item.low in words("weekdays", "time_openers")
            or (item.low in ("in", "on", "during", "after", "at")
            and skip_adverbials(row, k, stop=limit) > k)
        ):
            return k
        elif k > i and row[k - 1].raw.isupper() and len(row[k - 1].raw) > 1 and item.raw.islower():
            return k
        k += 1
    return k if k < limit else i


# --- participles, passives, appearances -------------------------------------------------------


def _shared_subject(
    row: Sequence[Item], group: VerbGroup, earlier: Sequence[Found]
) -> Range | None:
    """Subject of a verb after "and": the speaker before it in the sentence, or its first phrase."""
    for hit in reversed(earlier):
        if hit.source is None or hit.rule in ("clause", "clause_bare"):
            # within a clause that is content already, whose subject it is stays open
            if hit.source is not None and row[max(0, group.start - 2)].raw == ",":
                return hit.source
            return None
        return hit.source
    return _first_subject(row, group.start)


def _first_subject(row: Sequence[Item], before: int) -> Range | None:
    """The subject of the sentence: the phrase that ends at its first finite verb."""
    auxiliaries = words("be", "have", "do", "modals")
    for k in range(1, min(before, 40)):
        if row[k].kind == QUOTE:
            return None
        if is_finite(row, k) and not clauses._is_relative(row, k, 0):
            start = k
            while start > 1 and (is_adverb(row[start - 1]) or row[start - 1].low in auxiliaries):
                start -= 1
            return clauses.subject_before(row, start)
    return None


def _participle(
    row: Sequence[Item], group: VerbGroup, stop: int, earlier: Sequence[Found]
) -> Found | None:
    """ ", adding that ...": the subject of the clause before goes on speaking."""
    edge = group.start - 1
    if edge < 0:
        return None
    before = row[edge]
    if not (
        before.kind == QUOTE or (before.kind == MARK and before.raw in ",—–") or before.low == "and"
    ):
        return None
    if (
        group.takes("seem")
        or group.takes("seemlike")
        or (group.takes("to")
        and not (group.takes("that") or group.takes("object")))
    ):
        return None
    ahead = _complement(row, group, stop)
    if ahead is None:
        return None
    content, rule = ahead
    spoken = [f for f in earlier if f.source is not None]
    if spoken:
        source = spoken[-1].source if spoken[-1].tail or len(spoken) == 1 else spoken[0].source
    else:
        source = _first_subject(row, group.start)
    if source is None:
        return None
    return Found(source, (_cue_range(group),), content, "participle")


def _passive(row: Sequence[Item], group: VerbGroup, stop: int) -> Found | None:
    if group.passive is not None and group.end < stop and row[group.end].low in group.passive[0]:
        subject = clauses.subject_before(row, group.start)
        if subject is None:
            return None
        end = _object_stop(row, group.end, stop)
        if row[subject[0]].low == "it" and row[group.end].low == "that":
            return Found(None, (_cue_range(group),), ((group.end, stop),), "passive")
        return Found(None, (_cue_range(group),), (subject, (group.end, end)), "passive")
    if group.takes("object") and group.end < stop and row[group.end].low == "by":
        subject = clauses.subject_before(row, group.start)
        begin = group.end + 1
        if (
            subject is None
            or begin >= stop
            or row[begin].kind != WORD
            or row[begin].low.endswith("ing")
        ):
            return None
        end = _phrase_without_occasion(row, begin, stop)
        if end is None:
            return None
        return Found((begin, end), (_cue_range(group),), (subject,), "passive_by")
    return None


def _appears(row: Sequence[Item], group: VerbGroup, stop: int) -> Found | None:
    """ "X appears to ...": nobody is named as seeing it so; subject and rest are the content."""
    subject = clauses.subject_before(row, group.start)
    if subject is None or group.end >= stop:
        return None
    nxt = row[group.end]
    if group.takes("seem"):
        if nxt.kind != WORD or nxt.low in (
            "in",
            "on",
            "at",
            "before",
            "with",
            "for",
            "alongside",
            "as",
            "by",
            "that",
            "and",
            "from",
        ):
            return None
        if row[group.verb].low.startswith("appear") and nxt.low not in (
            "to",
            "likely",
            "unlikely",
            "set",
            "ready",
            "poised",
        ):
            return None
    elif nxt.low not in ("like", "set", "likely", "unlikely", "poised"):
        return None
    return Found(
        None,
        (_cue_range(group),),
        (subject, (group.end, _object_stop(row, group.end, stop))),
        "appears",
    )


# --- phrases, adverbs, nouns ------------------------------------------------------------------


def _of_phrases(row: Sequence[Item], stop: int) -> list[Found]:
    """ "according to X", at either end of its content or in the middle."""
    found = []
    starters = {p[0]: p for p, (_, searched) in cue_phrases().items() if searched}
    for i, item in enumerate(row[:stop]):
        if item.low not in ("according", "in", "as"):
            continue
        phrase = next(
            (p for p, (_, searched) in cue_phrases().items()
             if searched and tuple(x.low for x in row[i : i + len(p)]) == p), None
        )  # fmt: skip
        if phrase is None or starters is None:
            continue
        begin = i + len(phrase)
        leading = i == 0 or (i == 1 and row[0].low in ("but", "and"))
        end = _according_source(row, begin, stop, leading)
        if end is None:
            continue
        if leading:
            if end < stop and row[end].raw == ",":
                found.append(Found((begin, end), ((i, begin),), ((end + 1, stop),), "according_to"))
            continue
        left_end = i - 1 if row[i - 1].raw == "," else i
        left = (_clause_start(row, left_end), left_end)
        content = [left] if left[0] < left[1] else []
        if row[i - 1].raw == "," and end + 1 < stop and row[end].raw == ",":
            first = row[end + 1]
            if not (
                first.low in ("who", "which", "while", "and", "but") or first.low.endswith("ing")
            ):
                content.append((end + 1, stop))
        if content:
            found.append(
                Found((begin, end), ((i, begin),), tuple(content), "according_to", tail=True)
            )
    return found


def _according_source(row: Sequence[Item], begin: int, stop: int, leading: bool) -> int | None:
    if begin >= stop:
        return None
    end = clauses.phrase_starting_at(row, begin, stop=stop)
    if end is None:
        return None
    if not leading:
        # appositions that close the sentence belong to the source
        while end < stop and row[end].raw == "," and end + 1 < stop:
            first = row[end + 1]
            if first.low in ("a", "an", "the", "who", "whose", "which"):
                nxt = clauses.phrase_starting_at(row, end + 1, stop=stop)
                if nxt is None or nxt < stop:
                    break
                end = nxt
            else:
                break
    return end


def _clause_start(row: Sequence[Item], end: int) -> int:
    """Start of the content left of a phrase: the sentence, or after a semicolon."""
    for k in range(end - 1, max(-1, end - CLAUSE_LIMIT), -1):
        if row[k].kind == MARK and row[k].raw == ";":
            return k + 1
    return max(0, end - CLAUSE_LIMIT) if end > CLAUSE_LIMIT else 0


def _of_adverbs(row: Sequence[Item], stop: int, found: Sequence[Found]) -> list[Found]:
    hits = []
    adverbs = cue_adverbs()
    for i in range(stop):
        if row[i].low not in adverbs or row[i].kind != WORD:
            continue
        begin = _adverb_clause_start(row, i)
        end = _object_stop(row, i, stop)
        content = tuple(r for r in ((begin, i), (i + 1, end)) if r[0] < r[1])
        if content and end > i + 1:
            hits.append(Found(None, ((i, i + 1),), content, "adverb"))
    return hits


def _adverb_clause_start(row: Sequence[Item], i: int) -> int:
    """The subject of the clause that the adverb stands in; the adverb itself if unclear."""
    k = i
    while k and (row[k - 1].low in words("be", "have", "modals") or is_adverb(row[k - 1])):
        k -= 1
    subject = clauses.subject_before(row, k) if k else None
    return subject[0] if subject is not None else k


def _of_nouns(row: Sequence[Item], stop: int) -> list[Found]:
    """ "allegations that ...", with a possessive as its source where one stands before."""
    hits = []
    nouns = cue_nouns()
    for i in range(stop - 2):
        if row[i].low not in nouns or row[i].kind != WORD or row[i + 1].low != "that":
            continue
        if row[i].is_name or row[i + 2].low in words("be", "have", "modals", "finite"):
            continue  # "reports that were filed"
        if is_finite(row, i + 2):
            continue
        source = _possessor(row, i)
        end = _object_stop(row, i + 1, stop)
        hits.append(Found(source, ((i, i + 1),), ((i + 1, end),), "noun"))
    return hits


def _possessor(row: Sequence[Item], noun: int) -> Range | None:
    k = noun - 1
    while (
        k >= 0
        and noun - k < 4
        and row[k].kind == WORD
        and row[k].raw.islower()
        and row[k].low not in words("determiners", "joining", "be", "have")
        and row[k].low != "'s"
    ):
        k -= 1
    if k < 0:
        return None
    if row[k].low in words("possessives"):
        return k, k + 1
    if row[k].low == "'s":
        phrase = clauses.phrase_ending_at(row, k)
        return None if phrase is None else (phrase[0], k + 1)
    return None


# --- neighbours -------------------------------------------------------------------------------


def _cut_at_next(row: Sequence[Item], found: list[Found]) -> list[Found]:
    """End a content where the next attribution begins, if a comma or "and" parts the two."""
    result = []
    for n, hit in enumerate(found):
        content = hit.content
        if not hit.tail or len(content) > 1:
            for later in found[n + 1 :]:
                begin = min(s for s, _ in (*later.cue, *((later.source,) if later.source else ())))
                own = later.cue[0][0]
                if later.tail and later.rule != "according_to":
                    continue
                start = (
                    begin
                    if later.source and later.source[1] <= own and later.source[0] > hit.cue[0][1]
                    else own
                )
                content = _cut(row, content, start, later)
        result.append(replace(hit, content=content))
    return [f for f in result if f.content]


def _cut(
    row: Sequence[Item], content: tuple[Range, ...], start: int, later: Found
) -> tuple[Range, ...]:
    last = content[-1]
    if not last[0] < start < last[1]:
        return content
    edge = start
    while edge > last[0] and (
        is_adverb(row[edge - 1]) or row[edge - 1].low in ("while", "though", "although", "whereas")
    ):
        edge -= 1
    parted = later.rule in ("participle",)
    if (
        row[edge - 1].low in ("and", "but")
        or row[edge].low in ("while", "whereas", "though", "although")
        or row[edge - 1].raw in ";—"
    ):
        if row[edge - 1].low in ("and", "but"):
            edge -= 1
        parted = (
            parted
            or row[edge - 1].raw in ",;—"
            or (later.source is not None
            and later.source[1] <= start)
            or later.source is not None
        )
    if later.rule == "according_to" and row[edge - 1].raw == ",":
        parted = False
    if not parted:
        return content
    while edge > last[0] and row[edge - 1].kind == MARK and row[edge - 1].raw in ",;—–":
        edge -= 1
    if edge <= last[0]:
        return content
    return (*content[:-1], (last[0], edge))
