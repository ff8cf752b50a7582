"""Content after its cue: clauses, quotations, infinitives and noun phrases."""

from __future__ import annotations

from collections.abc import Sequence

from .cues import words_of
from .found import Range, is_mark, is_speech, past_marks
from .groups import VerbGroup, skip_adverbials
from .items import (
    CLAUSE_LIMIT,
    MARK,
    QUOTE,
    WORD,
    Item,
    is_adverb,
    is_auxiliary,
    is_finite,
    is_participle,
    words,
)

Complement = tuple[tuple[Range, ...], str]

_INSERTION = 14  # items between two commas after a cue: "said, in a letter to ..., that"
_OPENER = 7  # a longer range that a preposition opens holds more than "on that day"
_ADDRESSEE = 20  # items in the longest addressee looked past
_NEAR = 8  # ... where the cue takes a noun phrase as well
_HORIZON = 30  # items in which a clause without "that" must show its verb


def complement(
    row: Sequence[Item], group: VerbGroup, stop: int, *, finding: bool = False
) -> Complement | None:
    """The content that follows the group, and the name of the rule that found it.

    ``finding``: the subject is a poll, a study, data; then what is shown is content too.
    """
    limit = min(stop, group.end + CLAUSE_LIMIT)
    i = addressee_end(row, group.end, limit) if group.takes("told") else group.end
    j = skip_adverbials(row, i, stop=limit)
    if j >= limit:
        return None
    item = row[j]
    if is_mark(item, ",:—–"):
        return _after_mark(row, group, j, limit)
    if item.kind == QUOTE:
        if group.takes("quote") and is_speech(item):
            return ((j, limit),), "quote_introduced" if j + 1 >= limit else "quote_fragment"
        return (((j, phrase_stop(row, j, limit)),), "object") if group.takes("object") else None
    if item.low == "that" and group.takes("that"):
        return ((j, limit),), "clause"
    if item.low in words("wh_words") - {"who", "which"}:
        fits = group.takes("wh") or (group.takes("that") and item.low != "when")
        return (((j, limit),), "clause") if fits else None
    infinitive = item.low == "to" and j + 1 < limit and row[j + 1].kind == WORD
    if (infinitive and group.takes("to")) or (is_participle(item) and group.takes("ing")):
        return ((j, phrase_stop(row, j, limit)),), "infinitive"
    figure = finding and group.takes("figure")
    sure, near = _is_plain(group), group.takes("object") or figure
    if (group.takes("bare") or figure) and _opens_clause(row, j, limit, sure=sure, near=near):
        return ((j, limit),), "clause_bare"
    if group.takes("object") and _opens_amount(row, group.end, limit):
        return ((group.end, phrase_stop(row, group.end, limit)),), "object"
    if item.low in ("of", "about", "in", "on", "at") and group.takes("quote"):
        return _speech_ahead(row, j, limit)
    if j != group.end or not _opens_phrase(item):
        return None
    if group.takes("as"):
        if not any(row[k].low in ("as", "to") for k in range(j + 1, min(limit, j + 12))):
            return None
    elif not (group.takes("object") or figure):
        return None
    return ((j, phrase_stop(row, j, limit)),), "object"


def _after_mark(row: Sequence[Item], group: VerbGroup, j: int, limit: int) -> Complement | None:
    """Content after "said:", "said," and "said, in a letter, that"."""
    k = j + 1
    while k < limit and row[k].kind == MARK and row[k].raw not in "($€£":
        k += 1
    if k >= limit:
        return None
    if is_speech(row[k]) and group.takes("quote"):
        return ((k, limit),), "quote_introduced"
    if row[j].raw == ":":
        fits = group.takes("quote") or group.takes("that")
        return (((k, limit),), "quote_introduced") if fits else None
    if row[j].raw != ",":
        return None
    closing = next((m for m in range(k, min(limit, k + _INSERTION)) if row[m].raw == ","), None)
    if closing is None or closing + 1 >= limit:
        return None
    following = row[closing + 1]
    if following.low == "that" and group.takes("that"):
        return ((closing + 1, limit),), "clause"
    if is_speech(following) and group.takes("quote"):
        return ((closing + 1, limit),), "quote_introduced"
    return None


def _speech_ahead(row: Sequence[Item], j: int, limit: int) -> Complement | None:
    """ "said of the vote: ...": a quotation soon after, behind a comma or colon."""
    for k in range(j + 1, min(limit, j + _INSERTION)):
        if row[k].kind == QUOTE:
            introduced = is_mark(row[k - 1], ",:") and is_speech(row[k])
            return (((k, limit),), "quote_introduced") if introduced else None
    return None


def _is_plain(group: VerbGroup) -> bool:
    """The commonest cue takes a clause after it whether or not its verb is known here."""
    return all(
        {"quote", "bare", "trail"} <= cue.takes
        and "object" not in cue.takes
        and "told" not in cue.takes
        for cue in group.cues
    )


def _opens_clause(
    row: Sequence[Item], j: int, limit: int, *, sure: bool = False, near: bool = False
) -> bool:
    """Words that can be a clause with subject and verb, no "that" before it."""
    first = row[j]
    if first.kind == QUOTE or first.low in words("coordinators", "no_clause"):
        return False
    if first.low in words("be", "have", "modals", "do"):
        return False
    if sure and limit - j > 4 and not is_adverb(first):
        return True
    verbs = words("finite", "be", "have", "modals")
    return any(
        row[k].low in verbs
        or is_finite(row, k)
        or (row[k].raw.islower() and row[k].low.endswith("ed"))
        or is_speech(row[k])
        for k in range(j + 1, min(limit, j + (_NEAR if near else _HORIZON)))
    )


def _opens_amount(row: Sequence[Item], i: int, limit: int) -> bool:
    """ "at least 20 victims", "nearly 300": an amount with its hedge."""
    if row[i].low not in words("hedges"):
        return False
    return any(row[k].raw[:1].isdigit() or row[k].raw == "$" for k in range(i, min(limit, i + 4)))


def _opens_phrase(item: Item) -> bool:
    if item.kind == MARK:
        return item.raw in "$€£"
    if item.low in ("it", "you", "that"):
        return True
    if item.low in words("prepositions", "coordinators", "subject_pronouns", "subordinators"):
        return False
    if item.low in words("be", "have", "modals", "openers") | {"'s", "to", "not"}:
        return False
    return not is_adverb(item) or item.low in words("determiners") | {"long", "first", "further"}


def phrase_stop(row: Sequence[Item], j: int, limit: int) -> int:
    """End of a noun phrase or infinitive as content: before a new clause or a participle."""
    for k in range(j + 1, limit):
        item = row[k]
        if is_mark(item, ";:—"):
            return k
        if item.kind == QUOTE and item.raw[:1] == "," and k + 1 < limit:
            if row[k + 1].kind == WORD and row[k + 1].low not in ("and", "or", "but", "as"):
                return k + 1  # a comma before the closing mark ends the phrase
        if item.low in words("content_ends") and k > j + 1:
            return k - 1 if row[k - 1].raw == "," else k
        if item.raw == "," and k + 1 < limit:
            following = row[k + 1]
            if following.low in (
                "who",
                "which",
                "according",
                "while",
                "as",
                "he",
                "she",
                "they",
                "it",
            ):
                return k
            if is_participle(following) and not _in_list(row, k + 1, limit):
                return k
            if following.low in ("and", "but", "or") and (
                new_clause(row, k + 2, limit)
                or (k + 2 < limit and row[k + 2].raw.islower() and row[k + 2].low.endswith("ed"))
            ):
                return k
        if item.low == "and" and new_clause(row, k + 1, limit):
            return k - 1 if row[k - 1].raw == "," else k
    return limit


def _in_list(row: Sequence[Item], k: int, limit: int) -> bool:
    """ "widows, orphans, missing men and ...": an -ing form that is an adjective in a list."""
    return any(m < limit and row[m].raw in (",", "and") for m in (k + 1, k + 2))


def new_clause(row: Sequence[Item], k: int, limit: int) -> bool:
    """After "and": a finite verb (shared subject), or a pronoun as a new subject."""
    while k < limit and is_adverb(row[k]):
        k += 1
    if k >= limit or row[k].kind != WORD:
        return False
    item = row[k]
    if item.low in words("nominatives", "be", "have", "modals", "do", "finite") | {"it"}:
        return True
    if not (item.raw.islower() and item.low.endswith("ed") and k + 1 < limit):
        return False
    following = row[k + 1]
    opens = words("determiners", "possessives", "object_pronouns", "prepositions") | {"that", "to"}
    return following.is_name or following.low in opens


def addressee_end(row: Sequence[Item], i: int, limit: int) -> int:
    """First item after the person told; ``i`` where no addressee is seen."""
    if i >= limit or row[i].kind != WORD:
        return i
    if row[i].low in words("object_pronouns") | words_of("addressees", "words"):
        return i + 1
    openers = words("determiners", "possessives")
    for k in range(i, min(limit, i + _ADDRESSEE)):
        item, before = row[k], row[k - 1]
        if is_speech(item):
            return k
        if item.kind == MARK:
            if item.raw in ",:":
                return k
            if item.raw not in "'’-&./()":
                return i
        elif k == i:
            continue
        elif item.low in words("wh_words", "subject_pronouns") | {"that", "to", "about"}:
            return k
        elif item.low in openers and before.low not in words("joining") | {"and", "'s"}:
            return k
        elif is_auxiliary(item):
            # a clause has begun with a bare noun: the addressee was the first word of a name
            return i + 1 if k - i >= 2 else i
        elif item.low in words("weekdays", "time_openers"):
            return k
        elif item.low in ("in", "on", "during", "after", "at") and (
            skip_adverbials(row, k, stop=limit) > k
        ):
            return k
        elif before.raw.isupper() and len(before.raw) > 1 and item.raw.islower():
            return k
    return limit if limit - i < _ADDRESSEE else i


def is_clause(row: Sequence[Item], span: Range) -> bool:
    """Whether the range holds a verb of its own, or speech in quotation marks."""
    if span[1] - span[0] < 2:
        return False
    if any(is_speech(row[k]) for k in range(*span)):
        return True
    opener = row[span[0]].low
    if opener == "asked" or (opener.endswith("ing") and len(opener) > 5):
        return False
    if opener in words("subordinators", "prepositions") - {"but", "yet", "so", "if"}:
        # "While A did B, X said C": B is no content of X unless a main clause stands beside it
        long = span[1] - span[0] > _OPENER and opener in words("prepositions")
        if not long and not any(row[k].raw == "," for k in range(*span)):
            return False
    elif span[1] - span[0] > _OPENER:
        return True
    verbs = words("finite", "be", "have", "modals")
    return any(
        row[k].low in verbs
        or is_finite(row, k)
        or (row[k].low.endswith("ed") and row[k].raw.islower() and k > span[0])
        for k in range(*span)
    )


def after_separators(row: Sequence[Item], i: int, stop: int) -> int:
    """First index past commas, colons, semicolons and dashes."""
    return past_marks(row, i, stop, ",:—–;")
